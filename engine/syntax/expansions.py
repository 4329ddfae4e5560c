"""The expansion map of a chunk: for each token that a macro made, the call it replaces and its place in the definition.

A token that stands in the text has its offset there.  A token that a macro made has an offset of its own behind the end
of the text, so the nodes of the syntax tree and whatever is keyed by offsets lead back to its `Origin`.  Its line is
that of the outermost call, the one that stands in the text.  Relies on `chunkid` and `lexer`.
"""

from typing import Final, final

from engine.syntax.chunkid import chunk_id
from engine.syntax.dialects import Dialect
from engine.syntax.errors import ExpansionNotes, Problems
from engine.syntax.lexer import Lexer
from engine.syntax.tokens import Token


@final
class Expansion:
    """One call of a macro, replaced by what the macro returned.

    `start`, `end` and `line` are those of the outermost call, the one in the text, from its ``@`` to its name.
    `parent` is the expansion that the call itself came from.  `definition` says where the macro is defined ("file:3");
    it is empty for a built-in one.
    """

    def __init__(
        self,
        number: int,
        macro: bytes,
        definition: bytes,
        start: int,
        end: int,
        line: int,
        parent: "Expansion | None",
    ) -> None:
        self.number: Final = number
        self.macro: Final = macro
        self.definition: Final = definition
        self.start: Final = start
        self.end: Final = end
        self.line: Final = line
        self.parent: Final[Expansion | None] = parent
        self.depth: Final[int] = 1 if parent is None else parent.depth + 1

    def notes(self) -> list[bytes]:
        """ "in expansion of @name, defined at file:3" for this expansion and those around it, the innermost first."""
        found: list[bytes] = []
        one: Expansion | None = self
        while one is not None:
            if one.definition:
                found.append(b"in expansion of @%s, defined at %s" % (one.macro, one.definition))
            one = one.parent
        return found


@final
class Origin:
    """Where a token that a macro made comes from: `token` of `source`, the text of the definition.

    A `plain` name means what it means where the macro is called, whatever the macro declares.
    """

    def __init__(self, token: Token, source: bytes, expansion: Expansion, plain: bool) -> None:
        self.token: Final = token
        self.source: Final = source
        self.expansion: Final = expansion
        self.plain: Final = plain

    @property
    def line(self) -> int:
        """The line in the definition."""
        return self.token.line


@final
class Expansions(ExpansionNotes):
    """The expansion map of one chunk."""

    def __init__(self, source: bytes, chunk_name: bytes, dialect: Dialect) -> None:
        self.source: Final = source
        self.chunk_name: Final = chunk_name
        self.dialect: Final = dialect
        self.parsed: Final[list[Token]] = []  # what the parser was given, in order
        self.count = 0
        self._size: Final = len(source)
        self._origins: Final[list[Origin]] = []

    # -- making

    def begin(self, macro: bytes, definition: bytes, call: Token, name: Token) -> Expansion:
        """A call of a macro, from its ``@`` to its name, is about to be replaced."""
        self.count += 1
        parent = self.expansion_at(call.start)
        start, end = self.real_span(call.start, name.end)
        return Expansion(self.count, macro, definition, start, end, call.line, parent)

    def place(self, token: Token, source: bytes, expansion: Expansion, plain: bool = False) -> Token:
        """A token of a definition as a token of an expansion."""
        earlier = self.origin_at(token.start) if source is self.source else None
        if earlier is not None:  # the definition is itself what a macro made
            return self.place(earlier.token, earlier.source, expansion, plain)
        start = self._size + 1 + 2 * len(self._origins)
        self._origins.append(Origin(token, source, expansion, plain))
        line = expansion.line
        return Token(token.kind, start, start + 1, line, line, token.text, token.number)

    # -- asking

    def origin_at(self, offset: int) -> Origin | None:
        """The origin of the token at an offset; None for one that stands in the text."""
        return self._origins[(offset - self._size - 1) // 2] if offset > self._size else None

    def expansion_at(self, offset: int) -> Expansion | None:
        origin = self.origin_at(offset)
        return None if origin is None else origin.expansion

    def real_span(self, start: int, end: int) -> tuple[int, int]:
        """The bytes of the text that these offsets stand for: themselves, or the call that was replaced."""
        first = self.expansion_at(start)
        last = self.expansion_at(max(start, end - 1))  # parentheses that nobody wrote have no width
        start = start if first is None else first.start
        end = end if last is None else last.end
        return start, max(start, end)

    def note(self, offset: int) -> bytes:
        """The expansions around the token at an offset, as the end of a message; empty for one in the text."""
        expansion = self.expansion_at(offset)
        return b"" if expansion is None else note_of(expansion)

    def keys(self, name: bytes, offset: int) -> list[bytes]:
        """What a name at an offset can mean, the first that is declared counts.

        A macro's own variables are visible to what comes from the same expansion alone.  Any other name of a
        definition means what it means where the macro is called.
        """
        found: list[bytes] = []
        origin = self.origin_at(offset)
        expansion = None if origin is None or origin.plain else origin.expansion
        while expansion is not None:
            found.append(b"%s@%d" % (name, expansion.number))
            expansion = expansion.parent
        found.append(name)
        return found

    def shown(self, token: Token) -> bytes:
        """How a message shows this token after ``near``."""
        return Lexer(self.source_of(token), self.dialect, Problems(b"", False)).shown(self.written(token))

    def spelling(self, token: Token) -> bytes:
        """The token as it is written."""
        written = self.written(token)
        return self.source_of(token)[written.start : written.end]

    def written(self, token: Token) -> Token:
        """The token as it stands in the text, or in the text of the definition that it comes from."""
        origin = self.origin_at(token.start)
        return token if origin is None else origin.token

    def source_of(self, token: Token) -> bytes:
        """The text in which `written` stands."""
        origin = self.origin_at(token.start)
        return self.source if origin is None else origin.source

    def token_behind(self, offset: int) -> Token | None:
        """The token that was parsed at an offset, or after the one that ends there."""
        for token in self.parsed:
            if token.start == offset:
                return token
        for at, token in enumerate(self.parsed):
            if token.end == offset and at + 1 < len(self.parsed):
                return self.parsed[at + 1]
        return None


def note_of(expansion: Expansion) -> bytes:
    """The expansions around, as the end of a message."""
    notes = expansion.notes()
    return b" (" + b", ".join(notes) + b")" if notes else b""


def definition_place(chunk_name: bytes, line: int) -> bytes:
    return b"%s:%d" % (chunk_id(chunk_name), line)
