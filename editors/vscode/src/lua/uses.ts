// The variables and fields that a function uses up to where it stands, for their values to be shown beside them.

import { type Expression, pathEndingAt } from "./paths";
import { resolve } from "./scopes";
import { code, type Token } from "./tokens";

/** A use of a variable, or of a field by its path. */
export interface Use extends Expression {
  isVariable: boolean;
}

const OPENING = "([{";
const CLOSING = ")]}";

/**
 * The uses in the text before `end`, of the function around `position`, without the functions inside it; without those
 * of variables that are out of sight at `position`, whose names mean something else there.
 */
export function usesBefore(text: string, position: number, end: number): Use[] {
  const found = code(text.slice(0, end));
  const there = found.findIndex((token) => token.end > position);
  const { variables, functions, meaningThere } = resolve(found, there);
  const own = functions[there < 0 ? found.length - 1 : there];
  const keys = keysOfTables(found);
  const isInSight = (path: Expression, last: number) => {
    for (let at = last; (found[at]?.start ?? -1) >= path.start; at--) {
      const token = found[at] as Token;
      if (token.kind === "name" && !isField(found, at) && variables[at] !== meaningThere(token.text)) {
        return false;
      }
    }
    return true;
  };
  const uses: Use[] = [];
  for (const [at, token] of found.entries()) {
    const next = found[at + 1]?.text;
    if (token.kind !== "name" || functions[at] !== own || next === "." || next === ":" || next === "[") {
      continue;
    }
    const isCalled = next === "(" || next === "{" || found[at + 1]?.kind === "literal";
    const before = found[at - 1]?.text;
    const isLabel = before === "goto" || (before === "::" && next === "::");
    const isAttribute = before === "<" && next === ">";
    if (isCalled || isLabel || isAttribute || before === "function" || keys.has(at)) {
      continue;
    }
    const path = pathEndingAt(text, found, at);
    if (path !== undefined && isInSight(path, at)) {
      uses.push({ ...path, isVariable: path.start === token.start });
    }
  }
  return uses;
}

function isField(found: Token[], at: number): boolean {
  const before = found[at - 1]?.text;
  return before === "." || before === ":";
}

/** The tokens that are keys in table constructors: the `x` of `{x = 1}`. */
function keysOfTables(found: Token[]): Set<number> {
  const keys = new Set<number>();
  const open: string[] = [];
  for (const [at, token] of found.entries()) {
    if (token.kind === "operator" && OPENING.includes(token.text)) {
      open.push(token.text);
    } else if (token.kind === "operator" && CLOSING.includes(token.text)) {
      open.pop();
    }
    const before = found[at - 1]?.text;
    const isFirst = before === "{" || before === "," || before === ";";
    if (token.kind === "name" && isFirst && found[at + 1]?.text === "=" && open[open.length - 1] === "{") {
      keys.add(at);
    }
  }
  return keys;
}
