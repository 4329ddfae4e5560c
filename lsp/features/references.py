"""Finding everything that means the same as the name at a place.  Relies on `lsp.analysis.symbols`."""

from collections.abc import Iterator

from lsp.analysis.symbols import Occurrence, occurrences, symbol_at
from lsp.documents.snapshot import Snapshot
from lsp.documents.spans import Location
from lsp.features.definition import of_symbol, searched
from lsp.workspace.project import Project


def references(project: Project, snapshot: Snapshot, offset: int, with_definition: bool) -> Iterator[Location]:
    """The places that name the thing at an offset, file by file."""
    found = symbol_at(project, snapshot, offset)
    if found is None:
        return
    symbol = found[0]
    defined = set() if with_definition else set(of_symbol(project, snapshot, symbol))
    for one in searched(project, snapshot, symbol):
        for place in occurrences(project, one, symbol):
            location = Location(one.uri, place.start, place.end)
            if location not in defined:
                yield location


def highlights(project: Project, snapshot: Snapshot, offset: int) -> list[Occurrence]:
    """The places in the file that name the thing at an offset."""
    found = symbol_at(project, snapshot, offset)
    return [] if found is None else occurrences(project, snapshot, found[0])
