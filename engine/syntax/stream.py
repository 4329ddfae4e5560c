"""The parser's hold on the token stream: one token at a time, and what to do when it is the wrong one.

A wrong token is reported and stays where it is; the caller goes on as if the right one had been
there.  From then on the stream is in panic and reports nothing until the parser has found the
beginning of a statement, so that one mistake makes one report.  In strict mode the first report is
raised and none of this happens.  Relies on `lexer` and `errors`.
"""

from typing import Final

from engine.syntax import tokens
from engine.syntax.ast import Name, String
from engine.syntax.dialects import Dialect
from engine.syntax.errors import Problems
from engine.syntax.lexer import Lexer
from engine.syntax.nesting import MAX_LEVELS
from engine.syntax.tokens import Token, kind_text


class TokenStream:
    """The current token, the end of the one before it, and the reports."""

    def __init__(self, source: bytes, dialect: Dialect, problems: Problems) -> None:
        self.dialect: Final = dialect
        self.problems: Final = problems
        self.panic = False
        self._lexer: Final = Lexer(source, dialect, problems)
        self._ahead: Token | None = None
        self._level = 0
        self._overflowed = False
        self._last_report = -1
        self.token: Token = self._lexer.next_token()
        # Of the token before the current one: where it ends, and on which line.
        self.previous_end = 0
        self.previous_line = 1

    def advance(self) -> None:
        """Go on to the next token."""
        self.previous_end = self.token.end
        self.previous_line = self.token.line
        ahead = self._ahead
        if ahead is None:
            self.token = self._lexer.next_token()
        else:
            self.token = ahead
            self._ahead = None

    def peek(self) -> int:
        """The kind of the token after the current one."""
        ahead = self._ahead
        if ahead is None:
            ahead = self._lexer.next_token()
            self._ahead = ahead
        return ahead.kind

    def accept(self, kind: int) -> bool:
        """Go past the current token if it is of this kind."""
        if self.token.kind != kind:
            return False
        self.advance()
        return True

    def expect(self, kind: int) -> None:
        """Go past the current token, which has to be of this kind."""
        if not self.accept(kind):
            self.problem(kind_text(kind) + b" expected")

    def expect_closing(self, closer: int, opener: int, line: int) -> None:
        """Go past the token that has to close what `opener` opened on this line."""
        if not self.accept(closer):
            self.not_closed(closer, opener, line)

    def not_closed(self, closer: int, opener: int, line: int) -> None:
        """Report that `closer` does not stand where it has to."""
        message = kind_text(closer) + b" expected"
        if closer != tokens.EOF and line != self.token.line:
            message += b" (to close %s at line %d)" % (kind_text(opener), line)
        self.problem(message)

    def name(self) -> Name:
        """Read a name.  Where there is none the result is empty and of no width."""
        token = self.token
        if token.kind == tokens.NAME:
            self.advance()
            return Name(token.start, token.end, token.line, token.text)
        self.problem(b"<name> expected")
        return Name(self.previous_end, self.previous_end, token.line, b"")

    def key_name(self) -> String:
        """Read a name that stands for a string.  Where there is none the result is empty and of no width."""
        name = self.name()
        return String(name.start, name.end, name.line, name.name)

    def problem(self, message: bytes) -> None:
        """Report the current token as the one that is wrong, and panic."""
        token = self.token
        if not self.panic and not self._overflowed and token.start != self._last_report:
            near = self._lexer.shown(token)
            if near:
                message += b" near " + near
            self._last_report = token.start
            self.problems.report(message, token.start, token.end, token.line)
        self.panic = True

    def complain(self, message: bytes, start: int, end: int) -> None:
        """Report these bytes, which are good syntax and yet an error; no reason to panic."""
        self.problems.report(message, start, end, self.token.line)

    def enter(self) -> None:
        """Go one level of nesting deeper.  Too deep a chunk is given up: the rest of it is not read."""
        self._level += 1
        if self._level > MAX_LEVELS and not self._overflowed:
            self._overflowed = True
            token = self.token
            self.problems.report_overflow(token.start, token.end, token.line)
            self.panic = True
            self._ahead = None
            self.token = self._lexer.skip_to_end()

    def leave(self, levels: int = 1) -> None:
        """Come back from a level of nesting."""
        self._level -= levels
