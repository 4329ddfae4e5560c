"""Where a parser gets its tokens when they do not come straight from the text.  Relies on `expansions`."""

from typing import Final, final

from engine.syntax.expansions import Expansions
from engine.syntax.tokens import EOF, Token


class TokenSource:
    """Tokens in the order in which they are to be parsed; at the end an EOF, again and again.

    Abstract: `TokenList` below is one, and the expander of macros (`MacroContext`) another.
    """

    def next_token(self) -> Token:
        raise NotImplementedError

    def skip_to_end(self) -> Token:
        """Leave the rest unread; an EOF."""
        raise NotImplementedError

    def shown(self, token: Token) -> bytes:
        """How a message shows this token after ``near``."""
        raise NotImplementedError


@final
class TokenList(TokenSource):
    """Tokens that are known already, at least one."""

    def __init__(self, found: list[Token], expansions: Expansions) -> None:
        self._tokens: Final = found
        self._expansions: Final = expansions
        self._at = 0

    def next_token(self) -> Token:
        if self._at >= len(self._tokens):
            return self.skip_to_end()
        self._at += 1
        return self._tokens[self._at - 1]

    def skip_to_end(self) -> Token:
        self._at = len(self._tokens)
        last = self._tokens[-1]
        return Token(EOF, last.end, last.end, last.line, last.line, b"", 0)

    def shown(self, token: Token) -> bytes:
        return self._expansions.shown(token)
