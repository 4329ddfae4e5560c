// What of Lua's text the debugger's front end has to understand: which expression is under the mouse, and which
// variables a function uses.  Pure: knows nothing of VS Code.

type Kind = "name" | "keyword" | "literal" | "comment" | "operator";

interface Token {
  kind: Kind;
  text: string;
  start: number;
  end: number;
}

const KEYWORDS = new Set(
  (
    "and break do else elseif end false for function goto if in local nil not or repeat return then true until while"
  ).split(" "),
);

const TOKEN = new RegExp(
  [
    String.raw`(?<comment>--\[(?<level1>=*)\[[^]*?(?:\]\k<level1>\]|$(?![^]))|--[^\n]*)`,
    String.raw`(?<long>\[(?<level2>=*)\[[^]*?(?:\]\k<level2>\]|$(?![^])))`,
    String.raw`(?<string>"(?:\\[^]|[^"\\\n])*"?|'(?:\\[^]|[^'\\\n])*'?)`,
    String.raw`(?<number>0[xX][\da-fA-F.]+(?:[pP][+-]?\d+)?|(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)`,
    String.raw`(?<word>[A-Za-z_]\w*)`,
    String.raw`(?<operator>\.\.\.|\.\.|::|[<>=~]=|<<|>>|\/\/|\S)`,
  ].join("|"),
  "g",
);

function* tokens(text: string): Generator<Token> {
  for (const match of text.matchAll(TOKEN)) {
    const groups = match.groups ?? {};
    const whole = match[0];
    const kind: Kind =
      groups.comment !== undefined
        ? "comment"
        : groups.word !== undefined
          ? KEYWORDS.has(whole)
            ? "keyword"
            : "name"
          : groups.operator !== undefined
            ? "operator"
            : "literal";
    yield { kind, text: whole, start: match.index, end: match.index + whole.length };
  }
}

function code(text: string): Token[] {
  return [...tokens(text)].filter((token) => token.kind !== "comment");
}

/** A stretch of text that is an expression; `start` and `end` count in the text it is from. */
export interface Expression {
  text: string;
  start: number;
  end: number;
}

/**
 * The variable or field at an offset, with the way to it: of `a.b[1].c` it is `a.b` at the `b`.  What would have to be
 * called on the way is left alone.
 */
export function expressionAt(text: string, offset: number): Expression | undefined {
  const found = code(text);
  const at = found.findIndex((token) => token.start <= offset && offset < token.end);
  return at < 0 ? undefined : pathEndingAt(text, found, at);
}

function pathEndingAt(text: string, found: Token[], at: number): Expression | undefined {
  const last = found[at];
  if (last?.kind !== "name") {
    return undefined;
  }
  let first = at;
  for (;;) {
    const dot = found[first - 1]?.text;
    if (dot !== "." && dot !== ":") {
      break;
    }
    const before = startOfSuffixed(found, first - 2);
    if (before === undefined) {
      return undefined;
    }
    first = before;
  }
  const start = found[first]?.start ?? last.start;
  const method = found[at - 1]?.text === ":" ? found[at - 1] : undefined;
  const whole =
    method === undefined ? text.slice(start, last.end) : `${text.slice(start, method.start)}.${last.text}`;
  return { text: whole, start, end: last.end };
}

/** Where the name or the `name[literal]` that ends at a token begins; undefined if it is something else. */
function startOfSuffixed(found: Token[], at: number): number | undefined {
  const token = found[at];
  if (token?.kind === "name") {
    return at;
  }
  if (token?.text === "]" && found[at - 2]?.text === "[") {
    const key = found[at - 1]?.kind;
    return key === "literal" || key === "name" ? startOfSuffixed(found, at - 3) : undefined;
  }
  return undefined;
}

/** A use of a variable, or of a field by its path. */
export interface Use extends Expression {
  isVariable: boolean;
}

/**
 * The variables and fields that a function uses, up to where it stands: in the text before `end`, of the function
 * around `position`, without the functions inside it.
 */
export function usesBefore(text: string, position: number, end: number): Use[] {
  const found = code(text.slice(0, end));
  const functions = owners(found);
  const here = found.findIndex((token) => token.end > position);
  const own = functions[here < 0 ? found.length - 1 : here];
  const uses: Use[] = [];
  for (const [at, token] of found.entries()) {
    const next = found[at + 1]?.text;
    if (token.kind !== "name" || functions[at] !== own || next === "." || next === ":" || next === "[") {
      continue;
    }
    const isCalled = next === "(" || next === "{" || found[at + 1]?.kind === "literal";
    const before = found[at - 1]?.text;
    const isLabel = before === "goto" || (before === "::" && next === "::");
    if (isCalled || isLabel || before === "function") {
      continue;
    }
    const path = pathEndingAt(text, found, at);
    if (path !== undefined) {
      uses.push({ ...path, isVariable: path.start === token.start });
    }
  }
  return uses;
}

/** For each token the number of the function that it belongs to; 0 is the chunk. */
function owners(found: Token[]): number[] {
  const blocks: number[] = [];
  let functions = 0;
  let current = 0;
  return found.map((token) => {
    const owner = current;
    if (token.kind === "keyword") {
      if (token.text === "function") {
        blocks.push(current);
        functions += 1;
        current = functions;
        return owner;
      }
      if (token.text === "do" || token.text === "if" || token.text === "repeat") {
        blocks.push(current);
      } else if (token.text === "end" || token.text === "until") {
        current = blocks.pop() ?? 0;
      }
    }
    return owner;
  });
}
