"""Units: the top-level statements of a file, each with the text before it (comments, blanks).

Units tile the file.  A unit whose text did not change in an edit is taken over with its tree and its facts, whatever
its place in the file is now; so a unit knows its tree's coordinates (`origin` is where its text begins there) and not
its place.  Relies on `lsp.binding.binder`.
"""

from collections.abc import Sequence
from functools import cached_property
from typing import Final

from engine.syntax import ast
from engine.syntax.dialects import Dialect
from lsp.binding.binder import bind
from lsp.binding.facts import Facts


class Unit:
    """A top-level statement, or what is behind the last one (`statement` is None)."""

    def __init__(self, text: bytes, origin: int, statement: ast.Stat | None, dialect: Dialect) -> None:
        self.text: Final = text
        self.origin: Final = origin
        self.statement: Final = statement
        self.dialect: Final = dialect

    @cached_property
    def facts(self) -> Facts:
        """What its names and fields are."""
        if self.statement is None:
            return Facts()
        return bind(self.statement, self.text, self.origin, self.dialect.constant_loop_variables)

    @cached_property
    def memory(self) -> dict[object, object]:
        """What analyses remember about the unit, each under a key of its own."""
        return {}


def split(
    statements: list[ast.Stat], text: bytes, dialect: Dialect, before: Sequence[Unit], start: int, base: int
) -> tuple[list[Unit], list[int]]:
    """Units of the file `text` and where they begin, for statements that follow each other.

    The first unit begins at `start`, the last, which has no statement, goes to the end of the file; `base` is what to
    add to the statements' offsets to get the file's.  Units found in `before`, by their text, are taken over.
    """
    known: dict[bytes, list[Unit]] = {}
    for old in reversed(before):
        known.setdefault(old.text, []).append(old)
    units: list[Unit] = []
    starts: list[int] = []
    at = start
    for statement in statements:
        end = max(statement.end + base, at)
        part = text[at:end]
        same = known.get(part)
        unit = same.pop() if same else None  # each once: two units of the same text have variables of their own
        if unit is None or unit.dialect is not dialect or not _same_shape(unit, statement, at - base):
            unit = Unit(part, at - base, statement, dialect)
        units.append(unit)
        starts.append(at)
        at = end
    units.append(Unit(text[at:], at - base, None, dialect))
    starts.append(at)
    return units, starts


def _same_shape(unit: Unit, statement: ast.Stat, at: int) -> bool:
    """Whether a unit of the same text holds the same statement; after an error it may be cut differently.

    `at` is where the unit begins in the coordinates of the statement.
    """
    old = unit.statement
    return (
        old is not None
        and type(old) is type(statement)
        and old.start - unit.origin == statement.start - at
        and old.end - unit.origin == statement.end - at
    )
