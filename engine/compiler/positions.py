"""Where things stand in a chunk's text: lines, columns, and the errors that name them.

PUC Lua compiles while it parses, so a semantic error blames the line, and the token, that the lexer
has come to: the one behind the offending text.  `Positions` finds that token again.
Relies on `engine.syntax`.
"""

from typing import Final, final

from engine.runtime.polling import Poller
from engine.syntax.ast import Name, Node
from engine.syntax.chunkid import syntax_chunk_id
from engine.syntax.dialects import Dialect
from engine.syntax.errors import LuaSyntaxError, Problems
from engine.syntax.expansions import Expansions, Origin
from engine.syntax.lexer import Lexer
from engine.syntax.linemap import LineMap
from engine.syntax.tokens import ELSE, ELSEIF, END, EOF, SEMICOLON, Token

_NODE: Final = 50
"""Units of work (`polling`) that a node takes, each time that it is come to."""


@final
class Positions:
    """Lines and columns of one source text."""

    def __init__(
        self,
        source: bytes,
        chunk_name: bytes,
        dialect: Dialect,
        expansions: Expansions | None = None,
        poller: Poller | None = None,
    ) -> None:
        self._poller: Final = Poller() if poller is None else poller
        self.chunk_name: Final = chunk_name
        self.expansions: Final[Expansions | None] = expansions
        self._source: Final = source
        self.dialect: Final = dialect
        self._starts: Final = LineMap(source)
        # The line asked for last, and the bytes it covers: neighbours ask for the same one.
        self._line = 1
        self._first = 0
        self._after = 0

    def come_to(self, node: Node) -> None:
        """The work on a node of the tree begins: a place where it may be broken off (`polling`)."""
        self._poller.worked(_NODE)

    def line_of(self, offset: int) -> int:
        """The 1-based line that holds this byte offset; for what a macro made, that of the call."""
        offset = self._real(offset)
        if not self._first <= offset < self._after:
            line = self._starts.line_of(offset)
            starts = self._starts.starts
            self._line = line
            self._first = starts[line - 1]
            self._after = starts[line] if line < len(starts) else len(self._source) + 1
        return self._line

    def _real(self, offset: int) -> int:
        expansions = self.expansions
        return offset if expansions is None else expansions.real_span(offset, offset + 1)[0]

    def keys(self, name: bytes, offset: int) -> list[bytes]:
        """Under which names to look for the variable that a name at this offset means, one after the other."""
        expansions = self.expansions
        return [name] if expansions is None else expansions.keys(name, offset)

    def key(self, declared: Name) -> bytes:
        """What a declared local is found by.  A `self` that no text names belongs to everybody."""
        return self.keys(declared.name, declared.start)[0] if declared.end > declared.start else declared.name

    def origin_of(self, node: Node) -> Origin | None:
        """Where a node comes from, if a macro made it."""
        expansions = self.expansions
        return None if expansions is None else expansions.origin_at(node.own)

    def note(self, node: Node) -> bytes:
        """What a message about a node ends with."""
        expansions = self.expansions
        return b"" if expansions is None else expansions.note(node.start)

    def end_line(self, end: int) -> int:
        """The line of the last byte before this offset."""
        return self.line_of(end - 1) if end > 0 else 1

    def column_of(self, offset: int) -> int:
        """The 1-based column, in bytes, of this byte offset."""
        offset = self._real(offset)
        self.line_of(offset)
        return offset - self._first + 1

    def error_behind(self, message: bytes, offset: int) -> LuaSyntaxError:
        """A semantic error, found when the parser has come to this offset: to the first token at or behind it."""
        if self.expansions is not None:
            return self._error_with_macros(self.expansions, message, offset, False)
        token = self._lexer(offset).next_token()
        if self.dialect.errors_at_used_token:
            return self._error(message, self._line_used(offset), token.start)
        return self._error(message, self.line_of(offset) + token.line - 1, token.start)

    def error_at(self, message: bytes, line: int, offset: int) -> LuaSyntaxError:
        """A semantic error on a line of its own, found when the parser has come to this offset."""
        offset = self._real(offset)
        return self._error(message, line, self._lexer(offset).next_token().start)

    def error_near(self, message: bytes, offset: int) -> LuaSyntaxError:
        """A syntax error about the first token at or behind this offset: "message near 'token'"."""
        if self.expansions is not None:
            return self._error_with_macros(self.expansions, message, offset, True)
        lexer = self._lexer(offset)
        token = lexer.next_token()
        near = lexer.shown(token)
        if near:
            message += b" near " + near
        return self._error(message, self.line_of(offset) + token.line - 1, token.start)

    def behind_semicolons(self, offset: int) -> int:
        """The offset behind the semicolons that follow, if they are statements."""
        if not self.dialect.empty_statements or offset > len(self._source):
            return offset
        lexer = self._lexer(offset)
        token = lexer.next_token()
        while token.kind == SEMICOLON:
            offset = token.end
            token = lexer.next_token()
        return offset

    def is_semicolon(self, offset: int) -> bool:
        """Whether the token at or behind this offset is one."""
        return self._token(offset).kind == SEMICOLON

    def ends_block(self, offset: int) -> bool:
        """Whether the token at or behind this offset ends a block and the scope of its variables."""
        return self._token(offset).kind in (ELSE, ELSEIF, END, EOF)

    def _token(self, offset: int) -> Token:
        expansions = self.expansions
        token = None if expansions is None else expansions.token_behind(offset)
        return self._lexer(offset).next_token() if token is None else token

    def is_behind(self, text: bytes, offset: int) -> bool:
        """Whether the text before this offset ends so."""
        return self._source.endswith(text, 0, offset)

    def _lexer(self, offset: int) -> Lexer:
        return Lexer(self._source, self.dialect, Problems(self.chunk_name, False), offset)

    def _error_with_macros(self, expansions: Expansions, message: bytes, offset: int, is_near: bool) -> LuaSyntaxError:
        """The same where the next token need not be the next one in the text."""
        token = expansions.token_behind(offset)
        if token is None:
            return self._error(message, self.line_of(offset), self._real(offset))
        note = expansions.note(max(offset - 1, 0))
        at_used = self.dialect.errors_at_used_token and not is_near
        if is_near:
            message += b" near " + expansions.shown(token)
        return self._error(message + note, self.end_line(offset) if at_used else token.line, self._real(token.start))

    def _error(self, message: bytes, line: int, offset: int) -> LuaSyntaxError:
        text = b"%s:%d: %s" % (syntax_chunk_id(self.chunk_name, self.dialect.chunk_ids), line, message)
        return LuaSyntaxError(text, line, offset)

    def _line_used(self, offset: int) -> int:
        """The line of the last token before this offset."""
        lexer = Lexer(self._source[:offset], self.dialect, Problems(self.chunk_name, False))
        line = 1
        token = lexer.next_token()
        while token.kind != EOF:
            line = token.line
            token = lexer.next_token()
        return line

    def too_many(self, what: bytes, limit: int, function_line: int, offset: int) -> LuaSyntaxError:
        """The error that a function has too many of something; `function_line` is 0 for the main function."""
        words = self.dialect.wording
        message = words.limit(what, limit, function_line)
        return self.error_behind(message, offset) if words.limit_first else self.error_near(message, offset)
