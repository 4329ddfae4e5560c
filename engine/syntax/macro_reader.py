"""Reads what belongs to a macro call: arguments in parentheses, a body in braces, a definition up to its ``end``.

Brackets have to be balanced; commas and ``end`` count only outside of brackets and blocks.  Relies on `lexer`.
"""

from typing import Final, final

from engine.syntax import tokens
from engine.syntax.lexer import Lexer
from engine.syntax.tokens import Token, kind_text

AT: Final = 64  # @
DOLLAR: Final = 36  # $

MACRO: Final = b"macro"

_CLOSERS: Final[dict[int, int]] = {
    tokens.OPEN_PAREN: tokens.CLOSE_PAREN,
    tokens.OPEN_BRACE: tokens.CLOSE_BRACE,
    tokens.OPEN_BRACKET: tokens.CLOSE_BRACKET,
}
_CLOSING: Final = frozenset(_CLOSERS.values())
_BLOCK_OPENERS: Final = frozenset((tokens.FUNCTION, tokens.IF, tokens.DO, tokens.REPEAT))
_BLOCK_CLOSERS: Final = frozenset((tokens.END, tokens.UNTIL))


class MacroError(Exception):
    """Something is wrong with a macro call; `token` is where, `near` whether the message names it."""

    def __init__(self, message: bytes, token: Token, near: bool = False) -> None:
        super().__init__(message)
        self.message: Final = message
        self.token: Final = token
        self.near: Final = near


def is_word(token: Token) -> bool:
    """Whether a token is a name or a reserved word."""
    return token.kind == tokens.NAME or tokens.AND <= token.kind <= tokens.WHILE


@final
class Depth:
    """How many blocks and brackets are open, token by token, outside of which nothing is."""

    def __init__(self) -> None:
        self._blocks = 0
        self._brackets: Final[list[Token]] = []
        self._after_at = False

    @property
    def outside(self) -> bool:
        return self._blocks == 0 and not self._brackets

    @property
    def innermost(self) -> Token | None:
        """The innermost bracket that is open."""
        return self._brackets[-1] if self._brackets else None

    def count(self, token: Token) -> None:
        """Go past a token.  Raises `MacroError` for a bracket that does not close the innermost one."""
        kind = token.kind
        after_at = self._after_at
        self._after_at = kind == AT
        if kind in _CLOSERS:
            self._brackets.append(token)
        elif kind in _CLOSING:
            if not self._brackets:
                raise MacroError(b"unexpected symbol", token, True)
            opener = self._brackets[-1]
            if _CLOSERS[opener.kind] != kind:
                raise not_closed(opener, token)
            self._brackets.pop()
        elif self._brackets:
            return
        elif after_at:
            if token.text == MACRO:
                self._blocks += 1
        elif kind in _BLOCK_OPENERS:
            self._blocks += 1
        elif kind in _BLOCK_CLOSERS and self._blocks > 0:
            self._blocks -= 1


def not_closed(opener: Token, found: Token) -> MacroError:
    closer = kind_text(_CLOSERS.get(opener.kind, tokens.END))
    message = closer + b" expected (to close %s at line %d)" % (_spelled(opener), opener.line)
    return MacroError(message, found, True)


def _spelled(opener: Token) -> bytes:
    return b"'@macro'" if opener.kind == AT else kind_text(opener.kind)


@final
class Reader:
    """Tokens before expansion, from the lexer or from a list, with as much lookahead as wanted."""

    def __init__(self, waiting: list[Token], lexer: Lexer | None, end: Token | None) -> None:
        """`end` stands for the end of a list; a lexer has its own."""
        self._waiting = waiting
        self._at = 0
        self._lexer: Final = lexer
        self._end: Final = end

    def peek(self, ahead: int = 0) -> Token:
        while self._at + ahead >= len(self._waiting):
            lexer = self._lexer
            if lexer is None:
                assert self._end is not None
                return self._end
            if self._at > 0:
                self._waiting = self._waiting[self._at :]
                self._at = 0
            self._waiting.append(lexer.next_token())
        return self._waiting[self._at + ahead]

    def next(self) -> Token:
        token = self.peek()
        if self._at < len(self._waiting):
            self._at += 1
        return token

    def skip_to_end(self) -> Token:
        """Leave the rest unread; an EOF."""
        self._waiting = []
        self._at = 0
        assert self._lexer is not None
        return self._lexer.skip_to_end()

    def group(self) -> list[Token]:
        """Read a bracket, all up to the one that closes it, and that; returns what is between."""
        opener = self.next()
        depth = Depth()
        depth.count(opener)
        inner: list[Token] = []
        while True:
            token = self._inside(depth, opener)
            depth.count(token)
            if depth.outside:
                return inner
            inner.append(token)

    def arguments(self) -> list[list[Token]]:
        """Read arguments in parentheses."""
        parts = split(self.group(), tokens.COMMA)
        return [] if len(parts) == 1 and not parts[0] else parts

    def definition(self, at: Token) -> list[Token]:
        """Read from a parameter list to the ``end`` of a definition, which began at this ``@``."""
        found: list[Token] = []
        depth = Depth()
        while True:
            token = self._inside(depth, at)
            found.append(token)
            if token.kind == tokens.END and depth.outside:
                return found
            depth.count(token)

    def _inside(self, depth: Depth, opener: Token) -> Token:
        """The next token, which cannot be the end of the text."""
        token = self.peek()
        if token.kind == tokens.EOF:
            raise not_closed(depth.innermost or opener, token)
        return self.next()


def split(found: list[Token], separator: int) -> list[list[Token]]:
    """The tokens between separators outside of brackets and blocks; at least one list."""
    parts: list[list[Token]] = [[]]
    depth = Depth()
    for token in found:
        if token.kind == separator and depth.outside:
            parts.append([])
        else:
            depth.count(token)
            parts[-1].append(token)
    return parts
