"""What macros see of the expansion in progress: ways to make code.

Relies on `expansions`, `macro_values` and `macros`; `expander` adds the expanding.
"""

from typing import Final, final

from engine.syntax import tokens
from engine.syntax.dialects import Dialect
from engine.syntax.errors import LuaSyntaxError, Problems
from engine.syntax.expansions import Expansion, Expansions, definition_place
from engine.syntax.lexer import Lexer
from engine.syntax.macro_values import grouped
from engine.syntax.macros import CompileTime, ExpansionError, Macros
from engine.syntax.token_source import TokenSource
from engine.syntax.tokens import Token


@final
class Template:
    """A quotation: tokens, and places where code is to be inserted (None)."""

    def __init__(self) -> None:
        self.items: Final[list[Token | None]] = []


class MacroContext(TokenSource):
    """The expansion of one chunk, as its macros see it."""

    def __init__(self, source: bytes, chunk_name: bytes, dialect: Dialect, macros: Macros | None) -> None:
        self.dialect: Final = dialect
        self.expansions: Final = Expansions(source, chunk_name, dialect)
        self.current: Expansion | None = None  # the call that is being replaced
        self.templates: Final[list[Template]] = []
        self.macros: Final[Macros | None] = macros
        self._compile_time: CompileTime | None = None
        self._symbols = 0

    def compile_time(self) -> CompileTime:
        """Where this chunk's macros run."""
        found = self._compile_time
        if found is None:
            if self.macros is None:
                raise ExpansionError(b"no macros can be run here")
            found = self.macros.compile_time(self)
            self._compile_time = found
        return found

    def read(self, text: bytes) -> list[Token]:
        """Program text as tokens of the expansion in progress.  Raises `ExpansionError` if they are none."""
        assert self.current is not None
        lexer = Lexer(text, self.dialect, Problems(b"=code", True))
        found: list[Token] = []
        try:
            token = lexer.next_token()
            while token.kind != tokens.EOF:
                found.append(self.expansions.place(token, text, self.current))
                token = lexer.next_token()
        except LuaSyntaxError as error:
            message = error.message.removeprefix(definition_place(b"=code", error.line) + b": ")
            raise ExpansionError(b"not code: " + message) from None
        return found

    def new_name(self, prefix: bytes) -> list[Token]:
        """A name that occurs nowhere else in the chunk."""
        assert self.current is not None
        self._symbols += 1
        text = b"%s@%d" % (prefix, self._symbols)
        return [self.expansions.place(Token(tokens.NAME, 0, len(text), 1, 1, text, 0), text, self.current, True)]

    def plain_name(self, text: bytes) -> list[Token]:
        """A name that means what it means where the macro is called.  Raises `ExpansionError` if it is none."""
        found = self.read(text)
        if len(found) != 1 or found[0].kind != tokens.NAME:
            raise ExpansionError(b"'%s' is no name" % text)
        assert self.current is not None
        return [self.expansions.place(self.expansions.written(found[0]), text, self.current, True)]

    def fill(self, number: int, inserted: list[list[Token]]) -> list[Token]:
        """The code of a quotation, with these pieces inserted in their order."""
        assert self.current is not None
        found: list[Token] = []
        at = 0
        for item in self.templates[number].items:
            if item is None:
                found.extend(grouped(inserted[at]))
                at += 1
            else:
                found.append(self.expansions.place(item, self.expansions.source, self.current))
        return found
