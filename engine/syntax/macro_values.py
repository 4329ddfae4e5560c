"""Pieces of code as values: what macros take and what they return.

A `Code` is a list of tokens, each with its place, so that what a macro passes on keeps its position.
Relies on `expansions` and `macro_reader`.
"""

from collections.abc import Sequence
from typing import Final, final

from engine.syntax import tokens
from engine.syntax.expansions import Expansions
from engine.syntax.macro_reader import Depth, MacroError
from engine.syntax.tokens import Token

_UNARY: Final = frozenset((tokens.MINUS, tokens.NOT, tokens.HASH, tokens.TILDE))
_OPERATORS: Final = _UNARY | frozenset(
    (
        tokens.OR,
        tokens.AND,
        tokens.LESS,
        tokens.GREATER,
        tokens.LE,
        tokens.GE,
        tokens.NE,
        tokens.EQ,
        tokens.BAR,
        tokens.AMPERSAND,
        tokens.SHL,
        tokens.SHR,
        tokens.CONCAT,
        tokens.PLUS,
        tokens.STAR,
        tokens.SLASH,
        tokens.IDIV,
        tokens.PERCENT,
        tokens.CARET,
    )
)
# What stands in statements and in lists, and never in an expression outside of brackets and functions.
_NO_EXPRESSION: Final = frozenset(
    (
        tokens.ASSIGN,
        tokens.COMMA,
        tokens.SEMICOLON,
        tokens.DOUBLE_COLON,
        tokens.BREAK,
        tokens.DO,
        tokens.FOR,
        tokens.GOTO,
        tokens.IF,
        tokens.LOCAL,
        tokens.REPEAT,
        tokens.RETURN,
        tokens.WHILE,
    )
)
_GLOBAL: Final = b"global"  # begins a declaration, whose attributes look like comparisons

_CODE: Final = "code"
_KINDS: Final[dict[int, str]] = {tokens.NAME: "name", tokens.NUMBER: "number", tokens.STRING: "string"}


@final
class Code:
    """A piece of code: an expression, statements, or any other balanced tokens."""

    def __init__(self, tokens_: Sequence[Token], expansions: Expansions) -> None:
        self.tokens: Final = list(tokens_)
        self.expansions: Final = expansions

    @property
    def kind(self) -> str:
        """ "name", "number" or "string" for a single such token, else "code"."""
        return _KINDS.get(self.tokens[0].kind, _CODE) if len(self.tokens) == 1 else _CODE

    @property
    def value(self) -> object:
        """What a name, a numeral or a string stands for; None for other code."""
        if len(self.tokens) != 1:
            return None
        token = self.tokens[0]
        if token.kind == tokens.NUMBER:
            return token.number
        return token.text if token.kind == tokens.NAME or token.kind == tokens.STRING else None

    @property
    def line(self) -> int:
        """The line of its first token; 0 for none."""
        return self.tokens[0].first_line if self.tokens else 0

    @property
    def text(self) -> bytes:
        """As it is written, with a space wherever there is any blank space."""
        expansions = self.expansions
        text = b""
        before: Token | None = None
        for token in self.tokens:
            if before is not None:
                written = expansions.written(before)
                same = expansions.source_of(before) is expansions.source_of(token)
                if not same or written.end != expansions.written(token).start:
                    text += b" "
            text += expansions.spelling(token)
            before = token
        return text

    def __str__(self) -> str:
        return self.text.decode("utf-8", "surrogateescape")


def grouped(found: list[Token]) -> list[Token]:
    """These tokens so that they hold together wherever they are put: an expression with operators in parentheses."""
    if not _is_operation(found):
        return found
    first = found[0]
    last = found[-1]
    opening = Token(tokens.OPEN_PAREN, first.start, first.start, first.first_line, first.first_line, b"", 0)
    closing = Token(tokens.CLOSE_PAREN, last.end, last.end, last.line, last.line, b"", 0)
    return [opening, *found, closing]


def _is_operation(found: list[Token]) -> bool:
    """Whether this is an expression with an operator outside of brackets and functions."""
    if len(found) < 2 or found[-1].kind in _OPERATORS or found[0].text == _GLOBAL:
        return False
    if found[0].kind in _OPERATORS and found[0].kind not in _UNARY:
        return False
    operators = False
    depth = Depth()
    for token in found:
        if depth.outside:
            if token.kind in _NO_EXPRESSION:
                return False
            operators = operators or token.kind in _OPERATORS
        try:
            depth.count(token)
        except MacroError:
            return False
    return operators
