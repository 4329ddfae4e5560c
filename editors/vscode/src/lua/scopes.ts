// Which variable each name in Lua's text means, by the rules of blocks.  Forgiving: the text may end anywhere.

import type { Token } from "./tokens";

/** A variable has a number of its own; GLOBAL stands for all that no declaration is in sight of. */
export const GLOBAL = 0;

export interface Resolved {
  /** For each token the variable that it would name there. */
  variables: number[];
  /** For each token the function that it belongs to; 0 is the chunk. */
  functions: number[];
  /** What a name means at the token that the question was about. */
  meaningThere(name: string): number;
}

interface Block {
  names: Map<string, number>;
  function: number;
  /** The variables of a `for`, which begin with its `do`. */
  loop: Map<string, number>;
}

/** Resolves the names among tokens; what they mean at the token `there` is remembered. */
export function resolve(tokens: Token[], there: number): Resolved {
  const variables: number[] = [];
  const functions: number[] = [];
  const blocks: Block[] = [{ names: new Map(), function: 0, loop: new Map() }];
  let declared = 0;
  let begun = 0;
  let isHeader = false; // between `for` and what comes after its names
  let seenThere: Map<string, number>[] = [];

  const top = () => blocks[blocks.length - 1] as Block;
  const meaning = (name: string, maps: Map<string, number>[]) =>
    maps.reduceRight((found, names) => found || (names.get(name) ?? GLOBAL), GLOBAL);
  const open = (inFunction: number, names = new Map<string, number>()) =>
    blocks.push({ names, function: inFunction, loop: new Map() });
  const declare = (names: string[], into: Map<string, number>) => {
    for (const name of names) {
      into.set(name, ++declared);
    }
  };

  for (const [at, token] of tokens.entries()) {
    if (at === there) {
      seenThere = blocks.map((block) => new Map(block.names));
    }
    functions.push(top().function);
    if (token.kind === "keyword") {
      switch (token.text) {
        case "local":
          declare(namesFrom(tokens, tokens[at + 1]?.text === "function" ? at + 2 : at + 1), top().names);
          break;
        case "for":
          declare(namesFrom(tokens, at + 1), top().loop);
          isHeader = true;
          break;
        case "function": {
          open(++begun);
          const { isMethod, parameters } = header(tokens, at + 1);
          declare(isMethod ? ["self", ...parameters] : parameters, top().names);
          break;
        }
        case "do": {
          const variablesOfLoop = top().loop;
          top().loop = new Map();
          open(top().function, variablesOfLoop);
          break;
        }
        case "then":
        case "repeat":
          open(top().function);
          break;
        case "else":
        case "elseif":
        case "end":
        case "until":
          if (blocks.length > 1) {
            blocks.pop();
          }
          if (token.text === "else") {
            open(top().function);
          }
          break;
      }
    }
    if (token.text === "in" || token.text === "=") {
      isHeader = false;
    }
    const inHeader = isHeader ? top().loop.get(token.text) : undefined;
    variables.push(inHeader ?? (token.kind === "name" ? meaning(token.text, blocks.map((block) => block.names)) : GLOBAL));
  }
  if (there >= tokens.length || there < 0) {
    seenThere = blocks.map((block) => block.names);
  }
  return { variables, functions, meaningThere: (name) => meaning(name, seenThere) };
}

/** The names of a list, from a token on: `a <const>, b`. */
function namesFrom(tokens: Token[], first: number): string[] {
  const names: string[] = [];
  for (let at = first; tokens[at]?.kind === "name"; at++) {
    names.push(tokens[at]?.text ?? "");
    if (tokens[at + 1]?.text === "<") {
      at += 3;
    }
    at += 1;
    if (tokens[at]?.text !== ",") {
      break;
    }
  }
  return names;
}

/** What stands between `function` and its body. */
function header(tokens: Token[], first: number): { isMethod: boolean; parameters: string[] } {
  let at = first;
  let isMethod = false;
  while (at < tokens.length && tokens[at]?.text !== "(") {
    isMethod = tokens[at]?.text === ":";
    at += isMethod ? 2 : 1;
    if (isMethod) {
      break;
    }
  }
  return { isMethod, parameters: tokens[at]?.text === "(" ? namesFrom(tokens, at + 1) : [] };
}
