"""Syntax errors: what the lexer and the parser report, and where the reports go.

In strict mode the first report is raised; in tolerant mode all of them are kept, and lexer and
parser carry on.  Relies on `chunkid` and `dialects`.
"""

from typing import Final, final

from engine.syntax.chunkid import syntax_chunk_id
from engine.syntax.dialects import LUA_54, Dialect


class LuaSyntaxError(Exception):
    """A text that is not Lua.

    `message` is the whole message, as `load` returns it; `line` is 1-based and `offset` is the byte
    offset of the offending text.  Where that is part of a token that could not be read, `unread` is the
    offset of the token, else -1.
    """

    def __init__(self, message: bytes, line: int, offset: int, unread: int = -1) -> None:
        super().__init__(message)
        self.message: bytes = message
        self.line: int = line
        self.offset: int = offset
        self.unread: int = unread

    def __str__(self) -> str:
        return self.message.decode("utf-8", "replace")


@final
class SyntaxProblem:
    """One error of a text: its message, without the position, and the bytes it is about.

    `start` and `end` are byte offsets (`end` exclusive; both are the text's length for ``<eof>``),
    `line` is the 1-based line that the message of a `LuaSyntaxError` would name.
    """

    def __init__(self, message: bytes, start: int, end: int, line: int) -> None:
        self.message: Final = message
        self.start: Final = start
        self.end: Final = end
        self.line: Final = line


class ExpansionNotes:
    """What a report has to know of macros: here, that there are none."""

    def real_span(self, start: int, end: int) -> tuple[int, int]:
        """The bytes of the text that these offsets stand for."""
        return start, end

    def note(self, offset: int) -> bytes:
        """What a message about the token at an offset ends with."""
        return b""


@final
class Problems:
    """Where lexer and parser of one chunk report to."""

    def __init__(self, chunk_name: bytes, strict: bool, dialect: Dialect = LUA_54) -> None:
        self.chunk_name: Final = chunk_name
        self.strict: Final = strict
        self._ids: Final = dialect.chunk_ids
        self.found: Final[list[SyntaxProblem]] = []
        self.expansions = ExpansionNotes()
        self._given_up = False

    def report(self, message: bytes, start: int, end: int, line: int, unread: int = -1) -> None:
        """Keep a problem, or in strict mode raise it as a `LuaSyntaxError`.

        `unread` is where the token begins, if it is one that cannot be read.
        """
        if self._given_up:
            return
        message += self.expansions.note(start)
        start, end = self.expansions.real_span(start, end)
        if self.strict:
            text = b"%s:%d: %s" % (syntax_chunk_id(self.chunk_name, self._ids), line, message)
            raise LuaSyntaxError(text, line, start, unread)
        self.found.append(SyntaxProblem(message, start, end, line))

    def give_up(self, message: bytes, start: int, end: int, line: int) -> None:
        """Report a problem after which there is no knowing what the text means: no other will be reported."""
        self.report(message, start, end, line)
        self._given_up = True

    def report_overflow(self, message: bytes, start: int, end: int, line: int) -> None:
        """Report too deep a nesting in a message that names no position."""
        if self.strict:
            raise LuaSyntaxError(message, line, start)
        self.found.append(SyntaxProblem(message, start, end, line))
