"""Class libraries: middleclass, 30log, classic, Penlight and those made alike.

They make classes by a call (``class("Name", Parent)``, ``Parent:extend()``, ``Parent:subclass("Name")``), and objects
by calling the class or its `new`.  What such a call gives has the table of the variable it is assigned to.
Relies on `linking` and on `paths`, which knows such calls.
"""

from lsp.analysis.linking import Global, values_at
from lsp.analysis.paths import makes_class
from lsp.types.model import Table
from lsp.types.scope import Scope, path_of_table


def is_class(scope: Scope, table: Table) -> bool:
    """Whether a table is a class that a library made."""
    return scope.remembered(("made class", table), lambda: _is_class(scope, table), False)


def _is_class(scope: Scope, table: Table) -> bool:
    path = path_of_table(scope, table)
    if path is None:
        return False
    scope.memory.note_name(path.keys[-1] if path.keys else path.root.name if isinstance(path.root, Global) else b"")
    return any(makes_class(value) for _, _, value in values_at(scope.project, path, scope.snapshot))
