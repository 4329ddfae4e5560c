"""What rules are and what they find.  Relies on nothing but snapshots and the project."""

from collections.abc import Callable, Iterator
from typing import Final, NamedTuple

from lsp.documents.snapshot import Snapshot
from lsp.documents.spans import Edit
from lsp.documents.units import Unit
from lsp.workspace.project import Project

ERROR: Final = "error"
WARNING: Final = "warning"
INFORMATION: Final = "information"
HINT: Final = "hint"


class Fix(NamedTuple):
    """A way to put something right."""

    title: str
    edits: tuple[Edit, ...]


class Finding(NamedTuple):
    """Something to tell about the bytes `start` to `end`; `name` is the name it is about, if it is about one."""

    start: int
    end: int
    message: str
    name: str = ""
    fixes: tuple[Fix, ...] = ()
    related: tuple[tuple[int, int, str], ...] = ()

    def moved(self, by: int) -> "Finding":
        """The same, further on in the file."""
        fixes = tuple(
            Fix(fix.title, tuple(Edit(edit.start + by, edit.end + by, edit.text) for edit in fix.edits))
            for fix in self.fixes
        )
        related = tuple((start + by, end + by, text) for start, end, text in self.related)
        return Finding(self.start + by, self.end + by, self.message, self.name, fixes, related)


class View(NamedTuple):
    """A file as a rule sees it that needs more than one unit.

    `only` are the units that are asked about, where it is not all; findings in others are left out anyway.
    """

    project: Project
    snapshot: Snapshot
    only: frozenset[int] | None = None

    def units(self) -> Iterator[tuple[int, Unit]]:
        """The units to look at."""
        units = self.snapshot.units
        if self.only is None:
            return enumerate(units)
        return ((at, units[at]) for at in sorted(self.only))


class UnitRule(NamedTuple):
    """A rule about a unit alone, in the coordinates of its tree; its findings are kept as long as the unit is."""

    code: str
    severity: str
    check: Callable[[Unit], Iterator[Finding]]
    unnecessary: bool = False  # shown faded


class FileRule(NamedTuple):
    """A rule about a file and what it refers to, in the coordinates of the file."""

    code: str
    severity: str
    check: Callable[[View], Iterator[Finding]]
    unnecessary: bool = False
    deprecated: bool = False  # shown struck through
    asks_all: bool = False  # says nothing until the whole workspace has been read
    asks_types: bool = False  # looks at the types in one unit after the other, which takes its time


Rule = UnitRule | FileRule
