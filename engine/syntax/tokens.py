"""Tokens: their kinds, and how messages name them.

A one-character token's kind is its byte; the others have numbers from 257 on.  Relies on nothing.
"""

from typing import Final, final

AND: Final = 257
BREAK: Final = 258
DO: Final = 259
ELSE: Final = 260
ELSEIF: Final = 261
END: Final = 262
FALSE: Final = 263
FOR: Final = 264
FUNCTION: Final = 265
GOTO: Final = 266
IF: Final = 267
IN: Final = 268
LOCAL: Final = 269
NIL: Final = 270
NOT: Final = 271
OR: Final = 272
REPEAT: Final = 273
RETURN: Final = 274
THEN: Final = 275
TRUE: Final = 276
UNTIL: Final = 277
WHILE: Final = 278
IDIV: Final = 279
CONCAT: Final = 280
DOTS: Final = 281
EQ: Final = 282
GE: Final = 283
LE: Final = 284
NE: Final = 285
SHL: Final = 286
SHR: Final = 287
DOUBLE_COLON: Final = 288
EOF: Final = 289
NUMBER: Final = 290
NAME: Final = 291
STRING: Final = 292

# The one-character tokens that the grammar knows.
HASH: Final = 35
PERCENT: Final = 37
AMPERSAND: Final = 38
OPEN_PAREN: Final = 40
CLOSE_PAREN: Final = 41
STAR: Final = 42
PLUS: Final = 43
COMMA: Final = 44
MINUS: Final = 45
DOT: Final = 46
SLASH: Final = 47
COLON: Final = 58
SEMICOLON: Final = 59
LESS: Final = 60
ASSIGN: Final = 61
GREATER: Final = 62
OPEN_BRACKET: Final = 91
CLOSE_BRACKET: Final = 93
CARET: Final = 94
OPEN_BRACE: Final = 123
BAR: Final = 124
CLOSE_BRACE: Final = 125
TILDE: Final = 126

_SPELLINGS: Final[tuple[bytes, ...]] = (
    b"and",
    b"break",
    b"do",
    b"else",
    b"elseif",
    b"end",
    b"false",
    b"for",
    b"function",
    b"goto",
    b"if",
    b"in",
    b"local",
    b"nil",
    b"not",
    b"or",
    b"repeat",
    b"return",
    b"then",
    b"true",
    b"until",
    b"while",
    b"//",
    b"..",
    b"...",
    b"==",
    b">=",
    b"<=",
    b"~=",
    b"<<",
    b">>",
    b"::",
    b"<eof>",
    b"<number>",
    b"<name>",
    b"<string>",
)

RESERVED: Final[dict[bytes, int]] = {_SPELLINGS[kind - AND]: kind for kind in range(AND, WHILE + 1)}


@final
class Token:
    """One token.

    `line` is the line it ends on, which is the one PUC Lua goes by, and `first_line` the one it
    begins on; they differ in strings alone.  `text` is a name's text or a string's value, `number`
    a numeral's.
    """

    def __init__(
        self, kind: int, start: int, end: int, first_line: int, line: int, text: bytes, number: int | float
    ) -> None:
        self.kind: Final = kind
        self.start: Final = start
        self.end: Final = end
        self.first_line: Final = first_line
        self.line: Final = line
        self.text: Final = text
        self.number: int | float = number


def kind_text(kind: int) -> bytes:
    """How messages name a kind of token: ``'end'``, ``'+'``, ``'<\\1>'``, ``<name>``; some dialects do otherwise."""
    if kind >= EOF:
        return _SPELLINGS[kind - AND]
    if kind >= AND:
        return b"'%s'" % _SPELLINGS[kind - AND]
    if 32 <= kind < 127:
        return b"'%c'" % kind
    return b"'<\\%d>'" % kind


def quoted(text: bytes) -> bytes:
    """Program text as a message shows it; as a C string it ends before its first zero byte."""
    zero = text.find(b"\0")
    return b"'%s'" % (text if zero < 0 else text[:zero])
