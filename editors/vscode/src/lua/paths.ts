// Variables and fields with the way to them, as the debugger can be asked for them: `shop.shelves[ware].count`.

import { code, type Token } from "./tokens";

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

/** The same for the name that is a token. */
export function pathEndingAt(text: string, found: Token[], at: number): Expression | undefined {
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
