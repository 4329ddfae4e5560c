"""Paths: what an expression stands for, as a variable and the keys that lead on from it.

``local C = require "c"``, ``local new = C.new``, ``self`` in a method: such names stand for something else, and a
path says for what, as far as the text leaves no doubt.  A path inside one unit ends at a variable of that unit, at a
free name or at a module; `lsp.analysis.linking` carries it on.  Relies on `facts`.
"""

from typing import Final, NamedTuple

from engine.syntax import ast
from engine.syntax.nodes import is_call_of
from lsp.binding import facts as kinds
from lsp.binding.facts import WRITE, Variable
from lsp.documents.units import Unit

_MAX_STEPS: Final = 12  # of one name standing for another
_STRING_LIBRARY: Final = b"string"
CLASS_MAKERS: Final = (b"class", b"Class", b"newclass")
EXTENDING: Final = (b"extend", b"subclass", b"inherit", b"derive")


class Required(NamedTuple):
    """The result of ``require "name"``."""

    name: bytes


class Result(NamedTuple):
    """The first result of a call of what is at a path."""

    function: "UnitPath"


class UnitPath(NamedTuple):
    """A path as far as a unit knows it; a root of bytes is a free name."""

    root: Variable | bytes | Required | Result
    keys: tuple[bytes, ...]

    def field(self, key: bytes) -> "UnitPath":
        return UnitPath(self.root, (*self.keys, key))


def path_in_unit(unit: Unit, expr: ast.Expr, steps: int = _MAX_STEPS) -> UnitPath | None:
    """The path of an expression; None where it is not known."""
    known: dict[ast.Expr, UnitPath | None] = unit.memory.setdefault("paths", {})  # type: ignore[assignment]
    if expr not in known:
        known[expr] = None  # a path that leads back to itself leads nowhere
        known[expr] = _find(unit, expr, steps)
    return known[expr]


def _find(unit: Unit, expr: ast.Expr, steps: int) -> UnitPath | None:
    if steps == 0:
        return None
    if isinstance(expr, ast.Name):
        variable = unit.facts.variable_of.get(expr)
        return UnitPath(expr.name, ()) if variable is None else of_variable(unit, variable, steps)
    if isinstance(expr, ast.Index):
        return _of_chain(unit, expr, steps)
    if isinstance(expr, ast.Paren):
        return path_in_unit(unit, expr.inner, steps)
    if isinstance(expr, ast.Table):
        return _of_table(unit, expr, steps)
    if isinstance(expr, ast.String) or (isinstance(expr, ast.Binary) and expr.op == ".."):
        return UnitPath(_STRING_LIBRARY, ())
    if isinstance(expr, ast.Call):
        return _of_call(unit, expr, steps)
    if isinstance(expr, ast.MethodCall):
        path = path_in_unit(unit, expr.object, steps - 1)
        return None if path is None else UnitPath(Result(path.field(expr.name.value)), ())
    return None


def _of_chain(unit: Unit, expr: ast.Expr, steps: int) -> UnitPath | None:
    """``object.a.b.c``, however long."""
    keys: list[bytes] = []
    while isinstance(expr, ast.Index) and isinstance(expr.key, ast.String):
        keys.append(expr.key.value)
        expr = expr.object
    path = None if isinstance(expr, ast.Index) else path_in_unit(unit, expr, steps)
    return None if path is None else UnitPath(path.root, (*path.keys, *reversed(keys)))


def _of_table(unit: Unit, table: ast.Table, steps: int) -> UnitPath | None:
    """A constructor stands for what it is assigned to, or for itself."""
    owner = unit.facts.owner_of.get(table)
    if isinstance(owner, ast.String):
        path = path_in_unit(unit, unit.facts.table_of_key[owner], steps)
        return None if path is None else path.field(owner.value)
    if owner is not None:
        return path_in_unit(unit, owner, steps)
    name = ast.Name(table.start, table.start, table.line, b"")
    itself = Variable(name, kinds.LOCAL, None, unit.facts.main, None)
    itself.value = table
    return UnitPath(itself, ())


def _of_call(unit: Unit, call: ast.Call, steps: int) -> UnitPath | None:
    arguments = call.arguments
    if is_call_of(call, b"require") and len(arguments) == 1 and isinstance(arguments[0], ast.String):
        return UnitPath(Required(arguments[0].value), ())
    if is_call_of(call, b"setmetatable") and len(arguments) == 2:
        table, metatable = arguments
        # An object of a class, if its class is its metatable; a table of its own with an __index of another.
        if isinstance(table, ast.Table) and isinstance(metatable, (ast.Name, ast.Index)):
            return path_in_unit(unit, metatable, steps - 1)
        return path_in_unit(unit, table, steps - 1)
    path = path_in_unit(unit, call.function, steps - 1)
    return None if path is None else UnitPath(Result(path), ())


def of_variable(unit: Unit, variable: Variable, steps: int = _MAX_STEPS) -> UnitPath | None:
    """What a variable of the unit stands for; itself, if it is more than a name for something else."""
    expr = _stands_for(variable)
    if expr is not None:
        path = path_in_unit(unit, expr, steps - 1)
        if path is not None:
            return path
    return UnitPath(variable, ())


def makes_class(value: ast.Expr) -> bool:
    """Whether a call makes a class, as those of the common class libraries do."""
    if isinstance(value, ast.MethodCall):
        return value.name.value in EXTENDING
    if not isinstance(value, ast.Call):
        return False
    function = value.function
    if isinstance(function, ast.Call):
        function = function.function  # class "Name" (Parent)
    if isinstance(function, ast.Index) and isinstance(function.key, ast.String):
        if function.key.value in EXTENDING or function.key.value in CLASS_MAKERS:
            return True
        function = function.object  # class.Name()
        return isinstance(function, ast.Name) and function.name == b"class"
    return isinstance(function, ast.Name) and function.name in CLASS_MAKERS


def _stands_for(variable: Variable) -> ast.Expr | None:
    if any(use.access == WRITE for use in variable.uses):
        return None
    value = variable.value
    if variable.kind == kinds.LOCAL and variable.nth == 0 and value is not None:
        if isinstance(value, ast.Binary) and value.op == "or":
            return value.left if isinstance(value.left, (ast.Index, ast.Call)) else None
        if makes_class(value):
            return None
        if isinstance(value, ast.Name) and value.name == variable.name:
            return value  # local print = print
        return None if isinstance(value, ast.Table) else value
    function = variable.function
    if variable.kind == kinds.PARAMETER and variable.name == b"self" and variable is function.parameters[0]:
        if isinstance(function.target, ast.Index):
            return function.target.object
    return None
