// Values as text, in few characters, so that what stands behind them is seen too.  Pure: knows nothing of VS Code.

const BRIEF = 24;
const NAME = /(^|, )[^\s,="]+ = /g;
const PIECE = /"(?:\\.|[^"\\])*"?|[{}]|[^"{}]+/g;

/** A value in few characters. */
export function brief(value: string): string {
  return value.length > BRIEF ? `${value.slice(0, BRIEF - 1)}…` : value;
}

/** The values of arguments without their names, and without what is in their tables: `{…}, "rope", 3`. */
export function folded(named: string): string {
  let depth = 0;
  let shown = "";
  for (const [piece] of named.matchAll(PIECE)) {
    if (piece === "}") {
      depth = Math.max(depth - 1, 0);
    }
    if (depth === 0) {
      shown += piece.startsWith('"') ? piece : piece.replace(NAME, "$1");
    } else if (shown.endsWith("{")) {
      shown += "…";
    }
    if (piece === "{") {
      depth += 1;
    }
  }
  return shown;
}
