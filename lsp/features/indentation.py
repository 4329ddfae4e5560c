"""Indentation: how deep each line of a text is, by its brackets and blocks.

What opens on one line indents once, however much of it there is.  A line that goes on with the statement before it is
indented once more.  Relies on the scanner.
"""

from typing import Final, NamedTuple

from lsp.documents.scanner import COMMENT, KEYWORD, NAME, NUMBER, STRING, Token

_OPENERS: Final = frozenset((b"function", b"if", b"for", b"while", b"repeat", b"(", b"[", b"{"))
_CLOSERS: Final = frozenset((b"end", b"until", b")", b"]", b"}"))
_MIDDLES: Final = frozenset((b"else", b"elseif"))
_LOOPS: Final = frozenset((b"for", b"while"))
_BLOCKS: Final = frozenset((b"function", b"do", b"if", b"repeat", b"for", b"while"))
# A line after one of these, or before one of those, goes on.
_UNFINISHED: Final = frozenset(
    (b"=", b",", b"+", b"-", b"*", b"/", b"//", b"%", b"^", b"..", b"==", b"~=", b"<=", b">=", b"<", b">", b"&", b"|")
) | frozenset((b"~", b"<<", b">>", b"and", b"or", b"not", b"#", b"."))
_CONTINUING: Final = (_UNFINISHED | frozenset((b":",))) - frozenset((b"not", b"#", b"~", b"-"))


class _Open(NamedTuple):
    """Something open: what opened it, the level of the lines in it and that of the line it stands on."""

    word: bytes
    inner: int
    outer: int


class Indentation:
    """The levels of a text's lines; is told all tokens but line breaks."""

    def __init__(self, text: bytes) -> None:
        self._text: Final = text
        self._open: Final[list[_Open]] = []
        self._level = 0  # of the current line
        self._closing = False  # whether the line has begun with what closes something, and nothing else yet
        self._in_block = True

    def begin_line(self, token: Token, before: Token | None) -> int:
        """The level of the line that begins with this token."""
        word = self._word(token)
        top = self._open[-1] if self._open else None
        if top is not None and (word in _CLOSERS or word in _MIDDLES):
            self._level = top.outer
        else:
            self._level = 0 if top is None else top.inner
            if self._goes_on(token, word, before, top):
                self._level += 1
        self._closing = True
        return self._level

    def _goes_on(self, token: Token, word: bytes, before: Token | None, top: _Open | None) -> bool:
        if before is None or before.kind == COMMENT or token.kind == COMMENT:
            return False
        if top is not None and (top.word not in _BLOCKS or top.word in _LOOPS):
            return False
        if before.kind in (NAME, NUMBER, STRING):
            return word in _CONTINUING and word != b"~"
        last = self._word(before)
        if word in _CONTINUING and (last in (b")", b"]", b"}", b"end", b"...", b"true", b"false", b"nil")):
            return True
        return last in _UNFINISHED and before.kind not in (NAME, STRING)

    def read(self, token: Token) -> None:
        """Take a token of the line into account."""
        if token.kind in (NAME, NUMBER, STRING, COMMENT):
            self._closing = False
            return
        word = self._word(token)
        if word in _CLOSERS or word in _MIDDLES:
            closed = self._open.pop() if self._open else None
            if closed is not None and self._closing:
                self._level = closed.outer
            if word in _MIDDLES:
                self._open.append(_Open(b"if", self._level + 1, self._level))
            return
        self._closing = False
        if word == b"do" and token.kind == KEYWORD:
            self._begin_do()
        elif word in _OPENERS:
            self._open.append(_Open(word, self._level + 1, self._level))

    def _begin_do(self) -> None:
        """A `do` belongs to the loop whose head ends here, or is a block of its own."""
        top = self._open[-1] if self._open else None
        if top is not None and top.word in _LOOPS:
            self._open[-1] = top._replace(word=b"do")
        else:
            self._open.append(_Open(b"do", self._level + 1, self._level))

    def _word(self, token: Token) -> bytes:
        return self._text[token.start : token.end]
