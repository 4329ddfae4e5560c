"""Going to the class of the thing at a place.  Relies on `inference`."""

from lsp.analysis.symbols import FieldSymbol, LocalSymbol, symbol_at
from lsp.documents.snapshot import Snapshot
from lsp.documents.spans import Location
from lsp.features.describe import describe
from lsp.types import classes, inference
from lsp.types.annotations import class_names
from lsp.workspace.project import Project


def type_definition(project: Project, snapshot: Snapshot, offset: int) -> list[Location]:
    """Where the classes of the thing at an offset are declared."""
    found = symbol_at(project, snapshot, offset)
    if found is None:
        return []
    symbol = found[0]
    kind: str | None = None
    if isinstance(symbol, LocalSymbol):
        home = project.snapshot(symbol.uri)
        kind = None if home is None else inference.of_variable(project, home, symbol.unit, symbol.variable)
    elif isinstance(symbol, FieldSymbol):
        kind = describe(project, snapshot, symbol).code.partition(": ")[2]
    places: list[Location] = []
    for name in class_names(kind) if kind else ():
        declared = classes.find(project, name)
        if declared is not None:
            places.append(Location(declared[0].uri, declared[1].start, declared[1].end))
    return places
