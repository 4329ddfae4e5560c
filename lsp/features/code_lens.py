"""Code lenses: how often each function is used.  Counting is left to the moment a lens is looked at.

Relies on `references`.
"""

from collections.abc import Iterator
from typing import NamedTuple

from lsp.analysis.symbols import symbol_at
from lsp.documents.snapshot import Snapshot
from lsp.documents.spans import Location, Span
from lsp.features.defined import of_symbol
from lsp.features.references import references
from lsp.workspace.project import Project


class Lens(NamedTuple):
    """The uses of something."""

    title: str
    places: list[Location]


def lenses(snapshot: Snapshot) -> Iterator[Span]:
    """The names of the functions that get a lens: those that have a name and are not inside others."""
    for shift, unit, _ in snapshot.statements():
        for function in unit.facts.functions:
            if function.parent is unit.facts.main and function.start < function.end:
                yield Span(function.start + shift, function.end + shift)


def resolve(project: Project, snapshot: Snapshot, offset: int) -> Lens:
    """The lens of the function named at an offset."""
    found = symbol_at(project, snapshot, offset)
    if found is None:
        return Lens("0 references", [])
    defined = set(of_symbol(project, snapshot, found[0]))
    places = [one for one in references(project, snapshot, offset, True) if one not in defined]
    return Lens(f"{len(places)} reference{'' if len(places) == 1 else 's'}", places)
