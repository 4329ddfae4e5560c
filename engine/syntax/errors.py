"""Syntax errors: what the lexer and the parser report, and where the reports go.

In strict mode the first report is raised; in tolerant mode all of them are kept, and lexer and
parser carry on.  Relies on `chunkid`.
"""

from typing import Final, final

from engine.syntax.chunkid import chunk_id


class LuaSyntaxError(Exception):
    """A text that is not Lua.

    `message` is the whole message, as `load` returns it; `line` is 1-based and `offset` is the byte
    offset of the offending text.
    """

    def __init__(self, message: bytes, line: int, offset: int) -> None:
        super().__init__(message)
        self.message: bytes = message
        self.line: int = line
        self.offset: int = offset

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


@final
class Problems:
    """Where lexer and parser of one chunk report to."""

    def __init__(self, chunk_name: bytes, strict: bool) -> None:
        self.chunk_name: Final = chunk_name
        self.strict: Final = strict
        self.found: Final[list[SyntaxProblem]] = []

    def report(self, message: bytes, start: int, end: int, line: int) -> None:
        """Keep a problem, or in strict mode raise it as a `LuaSyntaxError`."""
        if self.strict:
            raise LuaSyntaxError(b"%s:%d: %s" % (chunk_id(self.chunk_name), line, message), line, start)
        self.found.append(SyntaxProblem(message, start, end, line))

    def report_overflow(self, start: int, end: int, line: int) -> None:
        """Report too deep a nesting, whose message names no position."""
        message = b"C stack overflow"
        if self.strict:
            raise LuaSyntaxError(message, line, start)
        self.found.append(SyntaxProblem(message, start, end, line))
