"""Finding everything that means the same as the name at a place.  Relies on `annotated`."""

from collections.abc import Iterator

from lsp.analysis.symbols import Occurrence, symbol_at
from lsp.documents.snapshot import Snapshot
from lsp.documents.spans import Location
from lsp.features import annotated
from lsp.workspace.project import Project


def references(project: Project, snapshot: Snapshot, offset: int, with_definition: bool) -> Iterator[Location]:
    """The places that name the thing at an offset, file by file."""
    found = annotated.target_at(project, snapshot, offset)
    if found is None:
        return
    defined = set() if with_definition else set(annotated.defined(project, snapshot, found.target))
    for one in annotated.files(project, snapshot, found.target):
        for place in annotated.places(project, one, found.target):
            location = Location(one.uri, place.start, place.end)
            if location not in defined:
                yield location


def highlights(project: Project, snapshot: Snapshot, offset: int) -> list[Occurrence]:
    """The places in the file that name the thing at an offset."""
    noted = annotated.in_comment(project, snapshot, offset)
    if noted is not None:
        return annotated.places(project, snapshot, noted.target)
    found = symbol_at(project, snapshot, offset)
    return [] if found is None else annotated.places(project, snapshot, found[0])
