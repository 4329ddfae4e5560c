"""The scanner: all tokens of a text, comments and line breaks among them, for what goes by the look of the text.

It never fails: what is no token of Lua is a token of one character.  Relies on `engine.syntax.tokens` for words.
"""

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from engine.syntax.tokens import RESERVED

COMMENT: Final = "comment"
STRING: Final = "string"
NUMBER: Final = "number"
NAME: Final = "name"
KEYWORD: Final = "keyword"
SYMBOL: Final = "symbol"
NEWLINE: Final = "newline"

_LONG: Final = rb"\[(?P<%s>=*)\[(?:.*?\](?P=%s)\]|.*\Z)"
_QUOTED: Final = rb"\"(?:\\z\s*|\\\r\n|\\.|[^\"\\\r\n])*\"?|'(?:\\z\s*|\\\r\n|\\.|[^'\\\r\n])*'?"
_TOKEN: Final = re.compile(
    rb"[ \t\f\v]+|(?P<newline>\r\n|\n|\r)"
    rb"|(?P<comment>--(?:" + _LONG % (b"c", b"c") + rb"|[^\r\n]*))"
    rb"|(?P<name>[A-Za-z_][A-Za-z0-9_]*)"
    rb"|(?P<number>\.?[0-9](?:[eEpP][+-]|[0-9A-Za-z_.])*)"
    rb"|(?P<string>" + _LONG % (b"s", b"s") + rb"|" + _QUOTED + rb")"
    rb"|(?P<symbol>\.\.\.|\.\.|==|~=|<=|>=|<<|>>|//|::|[^\x80-\xff]|[\x80-\xff]+)",
    re.DOTALL,
)
_COMMENT_OR_STRING: Final = re.compile(
    rb"(?P<comment>--(?:" + _LONG % (b"c", b"c") + rb"|[^\r\n]*))"
    rb"|" + _LONG % (b"s", b"s") + rb"|" + _QUOTED,
    re.DOTALL,
)


class Token(NamedTuple):
    """A token, from `start` up to `end`."""

    kind: str
    start: int
    end: int


def scan(text: bytes, start: int = 0) -> Iterator[Token]:
    """All tokens of a text but blanks, from an offset where one begins."""
    for found in _TOKEN.finditer(text, start):
        kind = found.lastgroup
        if kind in ("c", "s"):
            kind = COMMENT if kind == "c" else STRING
        if kind is None:
            continue
        if kind == NAME and found[0] in RESERVED:
            kind = KEYWORD
        yield Token(kind, found.start(), found.end())


def comments(text: bytes) -> Iterator[Token]:
    """The comments of a text."""
    for found in _COMMENT_OR_STRING.finditer(text):
        if found["comment"] is not None:
            yield Token(COMMENT, found.start(), found.end())
