"""Class libraries: middleclass, 30log, classic, Penlight and those made alike.

They make classes by a call (``class("Name", Parent)``, ``Parent:extend()``, ``Parent:subclass("Name")``), and objects
by calling the class or its `new`.  What such a call gives has the table of the variable it is assigned to; the
constructor that gets the arguments has one of a few names.  Relies on `linking`.
"""

from typing import Final

from engine.syntax import ast
from lsp.analysis.linking import Global, Path, path_of, values_at
from lsp.types.model import Table
from lsp.types.scope import Scope, path_of_table

CONSTRUCTORS: Final = (b"initialize", b"init", b"_init", b"new", b"__init", b"constructor")
_MAKERS: Final = (b"class", b"Class", b"newclass")
_MAKER_MODULES: Final = ("middleclass", "30log", "class", "pl.class", "classic", "knife.base", "hump.class", "luaoop")
_EXTENDING: Final = (b"extend", b"subclass", b"inherit", b"derive")


def is_class(scope: Scope, table: Table) -> bool:
    """Whether a table is a class that a library made."""
    return scope.remembered(("made class", table), lambda: _is_class(scope, table), False)


def _is_class(scope: Scope, table: Table) -> bool:
    path = path_of_table(scope, table)
    if path is None:
        return False
    scope.memory.note_name(path.keys[-1] if path.keys else path.root.name if isinstance(path.root, Global) else b"")
    return any(_makes_class(scope, value) for _, _, value in values_at(scope.project, path, scope.snapshot))


def _makes_class(scope: Scope, value: ast.Expr) -> bool:
    if isinstance(value, ast.MethodCall):
        return value.name.value in _EXTENDING
    if not isinstance(value, ast.Call):
        return False
    function = value.function
    if isinstance(function, ast.Index) and isinstance(function.key, ast.String):
        if function.key.value in _EXTENDING or function.key.value in _MAKERS:
            return True
        function = function.object  # class.Name()
        return isinstance(function, ast.Name) and function.name == b"class"
    if isinstance(function, ast.Call):
        function = function.function  # class "Name" (Parent), class("Name")(Parent)
    if not isinstance(function, ast.Name):
        return False
    if function.name in _MAKERS:
        return True
    path = path_of(scope.project, scope.snapshot, scope.at, function) if function in scope.facts.variable_of else None
    return isinstance(path, Path) and isinstance(path.root, Global) and _is_maker(path.root.name)


def _is_maker(name: bytes) -> bool:
    return name.decode("utf-8", "replace") in _MAKER_MODULES
