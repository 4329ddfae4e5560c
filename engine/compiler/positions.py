"""Where things stand in a chunk's text: lines, columns, and the errors that name them.

PUC Lua compiles while it parses, so a semantic error blames the line, and the token, that the lexer
has come to: the one behind the offending text.  `Positions` finds that token again.
Relies on `engine.syntax`.
"""

from typing import Final, final

from engine.syntax.chunkid import chunk_id
from engine.syntax.dialects import Dialect
from engine.syntax.errors import LuaSyntaxError, Problems
from engine.syntax.lexer import Lexer
from engine.syntax.linemap import LineMap


@final
class Positions:
    """Lines and columns of one source text."""

    def __init__(self, source: bytes, chunk_name: bytes, dialect: Dialect) -> None:
        self.chunk_name: Final = chunk_name
        self._source: Final = source
        self.dialect: Final = dialect
        self._starts: Final = LineMap(source)
        # The line asked for last, and the bytes it covers: neighbours ask for the same one.
        self._line = 1
        self._first = 0
        self._after = 0

    def line_of(self, offset: int) -> int:
        """The 1-based line that holds this byte offset."""
        if not self._first <= offset < self._after:
            line = self._starts.line_of(offset)
            starts = self._starts.starts
            self._line = line
            self._first = starts[line - 1]
            self._after = starts[line] if line < len(starts) else len(self._source) + 1
        return self._line

    def end_line(self, end: int) -> int:
        """The line of the last byte before this offset."""
        return self.line_of(end - 1) if end > 0 else 1

    def column_of(self, offset: int) -> int:
        """The 1-based column, in bytes, of this byte offset."""
        self.line_of(offset)
        return offset - self._first + 1

    def error_behind(self, message: bytes, offset: int) -> LuaSyntaxError:
        """An error on the line of the first token at or behind this offset."""
        lexer = Lexer(self._source[offset:], self.dialect, Problems(self.chunk_name, False))
        token = lexer.next_token()
        line = self.line_of(offset) + token.line - 1
        text = b"%s:%d: %s" % (chunk_id(self.chunk_name), line, message)
        return LuaSyntaxError(text, line, offset + token.start)

    def error_near(self, message: bytes, offset: int) -> LuaSyntaxError:
        """The same, with the token's text: "message near 'token'"."""
        lexer = Lexer(self._source[offset:], self.dialect, Problems(self.chunk_name, False))
        return self.error_behind(message + b" near " + lexer.shown(lexer.next_token()), offset)

    def too_many(self, what: bytes, limit: int, function_line: int, offset: int) -> LuaSyntaxError:
        """The error that a function has too many of something; `function_line` is 0 for the main function."""
        where = b"main function" if function_line == 0 else b"function at line %d" % function_line
        return self.error_near(b"too many %s (limit is %d) in %s" % (what, limit, where), offset)
