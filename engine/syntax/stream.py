"""The parser's hold on the token stream: one token at a time, and what to do when it is the wrong one.

A wrong token is reported and stays where it is; the caller goes on as if the right one had been
there.  From then on the stream is in panic and reports nothing until the parser has found the
beginning of a statement, so that one mistake makes one report.  In strict mode the first report is
raised and none of this happens.  Relies on `lexer` and `errors`; to read a long
text can be broken off (`polling`).
"""

from typing import Final

from engine.runtime.polling import Poller
from engine.syntax import tokens, wording
from engine.syntax.ast import Name, String
from engine.syntax.dialects import Dialect
from engine.syntax.errors import Problems
from engine.syntax.lexer import Lexer
from engine.syntax.token_source import TokenSource
from engine.syntax.tokens import Token

_TOKEN: Final = 100
"""Units of work (`polling`) that a token takes, with what the parser makes of it."""


class TokenStream:
    """The current token, the end of the one before it, and the reports."""

    def __init__(
        self,
        source: bytes,
        dialect: Dialect,
        problems: Problems,
        macros: TokenSource | None,
        poller: Poller,
    ) -> None:
        """With `macros` the tokens come from there, else straight from the text."""
        self.dialect: Final = dialect
        self.problems: Final = problems
        self.words: Final = dialect.wording
        self.panic = False
        self.function_line = 0  # where the function begins that is being read, 0 for the main one
        self._lexer: Final = Lexer(source, dialect, problems)
        self._macros: Final[TokenSource | None] = macros
        self._poller: Final = poller
        self._ahead: Token | None = None
        self._level = 0
        self._overflowed = False
        self._last_report = -1
        self.token: Token = self._next_token()
        # Of the token before the current one: where it ends, and on which line.
        self.previous_end = 0
        self.previous_line = 1
        self.line_before = 1  # the line that the lexer had come to before it read the current token

    def _next_token(self) -> Token:
        macros = self._macros
        return self._lexer.next_token() if macros is None else macros.next_token()

    def advance(self) -> None:
        """Go on to the next token."""
        self.previous_end = self.token.end
        self.previous_line = self.token.line
        self._poller.worked(_TOKEN)
        ahead = self._ahead
        if ahead is None:
            self.line_before = self.token.line
            self.token = self._next_token()
        else:
            self.line_before = ahead.line
            self.token = ahead
            self._ahead = None

    def line_reached(self) -> int:
        """The line that the lexer has come to."""
        return self.token.line if self._ahead is None else self._ahead.line

    def peek(self) -> int:
        """The kind of the token after the current one."""
        return self.following().kind

    def following(self) -> Token:
        """The token after the current one."""
        ahead = self._ahead
        if ahead is None:
            ahead = self._next_token()
            self._ahead = ahead
        return ahead

    def accept(self, kind: int) -> bool:
        """Go past the current token if it is of this kind."""
        if self.token.kind != kind:
            return False
        self.advance()
        return True

    def expect(self, kind: int) -> None:
        """Go past the current token, which has to be of this kind."""
        if not self.accept(kind):
            self.problem(self.words.token(kind) + b" expected")

    def expect_closing(self, closer: int, opener: int, line: int) -> None:
        """Go past the token that has to close what `opener` opened on this line."""
        if not self.accept(closer):
            self.not_closed(closer, opener, line)

    def not_closed(self, closer: int, opener: int, line: int) -> None:
        """Report that `closer` does not stand where it has to."""
        message = self.words.token(closer) + b" expected"
        if closer != tokens.EOF and line != self.token.line:
            message += b" (to close %s at line %d)" % (self.words.token(opener), line)
        self.problem(message)

    def name(self) -> Name:
        """Read a name.  Where there is none the result is empty and of no width."""
        token = self.token
        if token.kind == tokens.NAME:
            self.advance()
            return Name(token.start, token.end, token.line, token.text)
        self.problem(self.words.token(tokens.NAME) + b" expected")
        return Name(self.previous_end, self.previous_end, token.line, b"")

    def key_name(self) -> String:
        """Read a name that stands for a string.  Where there is none the result is empty and of no width."""
        name = self.name()
        return String(name.start, name.end, name.line, name.name)

    def problem(self, message: bytes) -> None:
        """Report the current token as the one that is wrong, and panic."""
        token = self.token
        if not self.panic and not self._overflowed and token.start != self._last_report:
            self._last_report = token.start
            self.problems.report(self._near(message), token.start, token.end, token.line)
        self.panic = True

    def _near(self, message: bytes) -> bytes:
        """A message about the current token, with its text."""
        macros = self._macros
        near = self._lexer.shown(self.token) if macros is None else macros.shown(self.token)
        return message + b" near " + near if near else message

    def complain(self, message: bytes, start: int, end: int) -> None:
        """Report these bytes, which are good syntax and yet an error; no reason to panic."""
        self.problems.report(message, start, end, self.token.line)

    def object_to(self, message: bytes, start: int, end: int) -> None:
        """The same for a semantic error, which some dialects blame on the line that has been read so far."""
        line = self.previous_line if self.dialect.errors_at_used_token else self.token.line
        self.problems.report(message, start, end, line)

    def enter(self) -> None:
        """Go one level of nesting deeper.  Too deep a chunk is given up: the rest of it is not read."""
        self._level += 1
        if self._level > self.words.levels:
            if self.words.levels_message:
                self._overflow(self.words.levels_message)
            else:
                self._overflow(self._too_many(wording.C_LEVELS, wording.MAX_C_LEVELS))

    def leave(self) -> None:
        """Come back from a level of nesting."""
        self._level -= 1

    def enter_target(self, count: int) -> None:
        """Go on to one more target of an assignment that has `count` already."""
        words = self.words
        if not words.targets:
            self.enter()
        elif self._level + count > words.levels:
            self._overflow(self._too_many(words.targets, words.target_limit or words.levels - self._level))

    def leave_targets(self, count: int) -> None:
        """Come to the end of an assignment to this many targets."""
        if not self.words.targets:
            self._level -= count - 1

    def _too_many(self, what: bytes, limit: int) -> bytes:
        message = self.words.limit(what, limit, self.function_line)
        return message if self.words.limit_first else self._near(message)

    def _overflow(self, message: bytes) -> None:
        """Give up a chunk."""
        if self._overflowed:
            return
        self._overflowed = True
        token = self.token
        if self.words.levels_have_position:
            self.problems.report(message, token.start, token.end, token.line)
        else:
            self.problems.report_overflow(message, token.start, token.end, token.line)
        self.panic = True
        self._ahead = None
        macros = self._macros
        self.token = self._lexer.skip_to_end() if macros is None else macros.skip_to_end()
