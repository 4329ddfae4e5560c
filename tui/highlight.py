"""Lua source as coloured lines, by the engine's own lexer, so that the colours agree with what is executed.

Works on broken sources too: the lexer is tolerant.
"""

from collections.abc import Sequence
from typing import Final

from engine.syntax import tokens
from engine.syntax.dialects import LUA_54, Dialect
from engine.syntax.errors import Problems
from engine.syntax.lexer import Lexer
from engine.syntax.tokens import Token
from tui.spans import Line, printable

_CONSTANTS: Final = (tokens.NIL, tokens.TRUE, tokens.FALSE)
_OPENS_CALL: Final = (tokens.OPEN_PAREN, tokens.OPEN_BRACE, tokens.STRING)
_BEFORE_FIELD: Final = (tokens.DOT, tokens.COLON)


def highlight(lines: Sequence[str], dialect: Dialect = LUA_54) -> list[Line]:
    """The lines of a chunk, each as spans."""
    text = "\n".join(lines)
    if text.startswith("#"):
        text = "--" + text[2:] if len(lines[0]) > 1 else " " + text[1:]
    painter = _Painter(text.encode("utf-8", "replace"))
    lexer = Lexer(painter.source, dialect, Problems(b"=source", False))
    before = line_before = 0
    token = lexer.next_token()
    while token.kind != tokens.EOF:
        following = lexer.next_token()
        painter.paint(token.start, "comment")
        declares = dialect.global_declarations and is_declaration(token, line_before, following.kind)
        painter.paint(token.end, "keyword" if declares else role_of(token, before, following.kind))
        before = token.kind
        line_before = token.line
        token = following
    painter.paint(len(painter.source), "comment")
    result = painter.lines
    if lines and lines[0].startswith("#"):
        result[0] = [("comment", printable(lines[0]))]
    return result[: len(lines)]


def role_of(token: Token, before: int, after: int) -> str:
    """The role of a token between two others, which are given by their kinds."""
    kind = token.kind
    if kind == tokens.NAME:
        if after in _OPENS_CALL:
            return "call"
        if before in _BEFORE_FIELD:
            return "field"
        return "self" if token.text in (b"self", b"_ENV", b"_G") else ""
    if kind in _CONSTANTS:
        return "constant"
    if kind == tokens.NUMBER:
        return "number"
    if kind == tokens.STRING:
        return "string"
    return "keyword" if tokens.AND <= kind <= tokens.WHILE else "operator"


def is_declaration(token: Token, line_before: int, after: int) -> bool:
    """Whether a token is the word `global` of a declaration; else that is a name, as in ``global * 2``."""
    if token.kind != tokens.NAME or token.text != b"global":
        return False
    begins_line = token.line > line_before
    return after in (tokens.NAME, tokens.FUNCTION) or (begins_line and after in (tokens.STAR, tokens.LESS))


class _Painter:
    """Hands out the source from its start to its end, in roles, and cuts it into lines."""

    def __init__(self, source: bytes) -> None:
        self.source = source
        self.lines: list[Line] = [[]]
        self._at = 0

    def paint(self, end: int, role: str) -> None:
        """All that comes before `end` and is not painted yet."""
        while end < len(self.source) and self.source[end] & 0xC0 == 0x80:
            end += 1  # a broken token may end inside of a character
        if end <= self._at:
            return
        text = self.source[self._at : end].decode("utf-8", "replace")
        self._at = end
        parts = text.split("\n")
        self._add(role, parts[0])
        for part in parts[1:]:
            self.lines.append([])
            self._add(role, part)

    def _add(self, role: str, text: str) -> None:
        if text:
            self.lines[-1].append(("" if text.isspace() else role, printable(text)))
