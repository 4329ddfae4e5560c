// The tokens of Lua's text, in every version of the language.  Pure: knows nothing of VS Code.

type Kind = "name" | "keyword" | "literal" | "comment" | "operator";

export interface Token {
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

/** The tokens of a text, without its comments. */
export function code(text: string): Token[] {
  return [...tokens(text)].filter((token) => token.kind !== "comment");
}
