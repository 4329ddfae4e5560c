"""Linking: paths through the units of a file and the files of a workspace, and what is assigned at their ends.

A path goes on through the variables of other units and through `require`, to a variable of some file or a global.
Relies on `links`, on `paths` and on a `Files` that knows the other files.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final, NamedTuple, Protocol

from engine.syntax import ast
from lsp.analysis.links import is_reassigned, later_writes, links
from lsp.analysis.paths import Required, Result, UnitPath, makes_class, of_variable, path_in_unit
from lsp.binding.facts import READ, WRITE, FieldUse, FunctionFacts, Variable
from lsp.documents.snapshot import Snapshot
from lsp.documents.units import Unit

_MAX_STEPS: Final = 12
_CONSTRUCTOR: Final = b"new"
GLOBAL_TABLES: Final = (b"_G", b"_ENV")


class Files(Protocol):
    """What linking asks of a workspace."""

    generation: int
    """Changes whenever any file does: what was found out across files holds for one generation."""

    def find_module(self, name: str, origin: str) -> Snapshot | None:
        """The file that ``require "name"`` loads in the file `origin` (a URI)."""


@dataclass(frozen=True)
class Local:
    """A variable of a file, as the root of a path; where it is does not matter for what it is."""

    variable: Variable
    snapshot: Snapshot = field(compare=False, repr=False)
    unit: int = field(compare=False)


class Global(NamedTuple):
    """A global variable, as the root of a path."""

    name: bytes


class Path(NamedTuple):
    """A variable of a file, or a global, and the keys that lead on from it."""

    root: Local | Global
    keys: tuple[bytes, ...]

    def field(self, key: bytes) -> "Path":
        return normal(Path(self.root, (*self.keys, key)))


def normal(path: Path) -> Path:
    """The path with ``_G.x`` as the global x."""
    if isinstance(path.root, Global) and path.root.name in GLOBAL_TABLES and path.keys:
        return normal(Path(Global(path.keys[0]), path.keys[1:]))
    return path


def path_of(files: Files, snapshot: Snapshot, unit: int, expr: ast.Expr) -> Path | None:
    """The path of an expression of a unit."""
    known = _known_paths(files, snapshot)
    key = (unit, expr)
    if key not in known:
        path = path_in_unit(snapshot.units[unit], expr)
        known[key] = None  # of what leads back to itself nothing is known
        known[key] = None if path is None else _link(files, snapshot, unit, path, _MAX_STEPS)
    return known[key]


def _known_paths(files: Files, snapshot: Snapshot) -> dict[tuple[int, ast.Expr], Path | None]:
    found = snapshot.memory.get(Path)
    if not isinstance(found, tuple) or found[0] != files.generation:
        found = (files.generation, {})
        snapshot.memory[Path] = found
    paths: dict[tuple[int, ast.Expr], Path | None] = found[1]
    return paths


def path_of_variable(files: Files, snapshot: Snapshot, unit: int, variable: Variable) -> Path | None:
    """The path of a variable that a unit declares."""
    path = _own_path(snapshot, unit, variable)
    return None if path is None else _link(files, snapshot, unit, path, _MAX_STEPS)


def _own_path(snapshot: Snapshot, unit: int, variable: Variable) -> UnitPath | None:
    if variable.exported and is_reassigned(snapshot, unit, variable):
        return UnitPath(variable, ())
    return of_variable(snapshot.units[unit], variable)


def _link(files: Files, snapshot: Snapshot, unit: int, path: UnitPath, steps: int) -> Path | None:
    root = path.root
    if steps <= 0:
        return None
    if isinstance(root, Required):
        return _through_module(files, snapshot, path, root, steps)
    if isinstance(root, Result):
        return _through_call(files, snapshot, unit, path, root, steps)
    if isinstance(root, Variable):
        return Path(Local(root, snapshot, unit), path.keys)
    found = links(snapshot).lookup(root, unit)
    if found is None:
        return normal(Path(Global(root), path.keys))
    home, variable = found
    further = _further(snapshot, home, variable)
    if further is None:
        return Path(Local(variable, snapshot, home), path.keys)
    return _link(files, snapshot, home, UnitPath(further.root, (*further.keys, *path.keys)), steps - 1)


def _further(snapshot: Snapshot, home: int, variable: Variable) -> UnitPath | None:
    """What a variable that a unit declares for others stands for, if not for itself."""
    known = snapshot.memory.setdefault("further", {})
    assert isinstance(known, dict)
    if variable not in known:
        path = _own_path(snapshot, home, variable)
        known[variable] = None if path is None or path.root is variable else path
    found: UnitPath | None = known[variable]
    return found


def _through_call(files: Files, snapshot: Snapshot, unit: int, path: UnitPath, root: Result, steps: int) -> Path | None:
    callee = _link(files, snapshot, unit, root.function, steps - 1)
    if callee is None:
        return None
    found = function_at(files, callee, snapshot)
    if found is None:
        # Class libraries make `new` out of sight; its result is an object of the class.
        is_new = callee.keys[-1:] == (_CONSTRUCTOR,)
        if not is_new and any(makes_class(value) for _, _, value in values_at(files, callee, snapshot)):
            return normal(Path(callee.root, (*callee.keys, *path.keys)))  # calling a class makes an object
        return normal(Path(callee.root, (*callee.keys[:-1], *path.keys))) if is_new else None
    for statement in found.function.returns:
        if statement.values:
            inner = path_in_unit(found.snapshot.units[found.unit], statement.values[0])
            result = None if inner is None else _link(files, found.snapshot, found.unit, inner, steps - 2)
            if result is not None:
                return normal(Path(result.root, (*result.keys, *path.keys)))
    return None


def _through_module(files: Files, snapshot: Snapshot, path: UnitPath, root: Required, steps: int) -> Path | None:
    name = root.name.decode("utf-8", "replace")
    other = files.find_module(name, snapshot.uri)
    if other is None:
        # A library's name, or a module that nobody can find: it stands for the global of its name.
        return normal(Path(Global(root.name), path.keys)) if name.isidentifier() else None
    if other.uri == snapshot.uri:
        return None
    result = module_result(files, other, steps - 1)
    return None if result is None else normal(Path(result.root, (*result.keys, *path.keys)))


def module_result(files: Files, snapshot: Snapshot, steps: int = _MAX_STEPS) -> Path | None:
    """The path of what a file returns."""
    found = returned(snapshot)
    if found is None or steps <= 0:
        return None
    at, value = found
    path = path_in_unit(snapshot.units[at], value)
    return None if path is None else _link(files, snapshot, at, path, steps)


def returned(snapshot: Snapshot) -> tuple[int, ast.Expr] | None:
    """The first value that a file returns at its end, and its unit."""
    for at in range(len(snapshot.units) - 1, -1, -1):
        statement = snapshot.units[at].statement
        if isinstance(statement, ast.Return):
            return (at, statement.values[0]) if statement.values else None
        if statement is not None:
            return None
    return None


# -- what is defined at a path


class Definition(NamedTuple):
    """A function where it is defined."""

    snapshot: Snapshot
    unit: int
    function: FunctionFacts


def fields_named(snapshot: Snapshot, name: bytes) -> Iterator[tuple[int, FieldUse]]:
    """All fields of this name, whatever they are fields of."""
    for at, unit in enumerate(snapshot.units):
        if name not in unit.text:
            continue
        by_key = unit.memory.get(FieldUse)
        if not isinstance(by_key, dict):
            by_key = _by_key(unit.facts.fields)
            unit.memory[FieldUse] = by_key
        for use in by_key.get(name, ()):
            yield at, use


def writes_at(files: Files, snapshot: Snapshot, path: Path, key: bytes) -> list[tuple[int, FieldUse]]:
    """Where a file assigns to the field `key` of what is at a path, with the units."""
    found = [(at, use) for at, by_key in _own_writes(snapshot, path) for use in by_key.get(key, ())]
    return _in_order([*found, *_linked_writes(files, snapshot, key).get(path, ())])


def writes_into(files: Files, snapshot: Snapshot, path: Path) -> list[tuple[int, FieldUse]]:
    """Where a file assigns to any field of what is at a path, with the units."""
    found = [(at, use) for at, by_key in _own_writes(snapshot, path) for uses in by_key.values() for use in uses]
    for key in _writers(snapshot):
        found += _linked_writes(files, snapshot, key).get(path, ())
    return _in_order(found)


def _in_order(found: list[tuple[int, FieldUse]]) -> list[tuple[int, FieldUse]]:
    return sorted(found, key=lambda entry: (entry[0], entry[1].key.start))


class _Writes(NamedTuple):
    """The fields that a unit assigns to, by name: of what its own variables lead to, and of other things."""

    to_own: dict[tuple[Variable, tuple[bytes, ...]], dict[bytes, list[FieldUse]]]
    to_others: dict[bytes, list[tuple[FieldUse, UnitPath]]]


def _writes_of(unit: Unit) -> _Writes:
    found = unit.memory.get(_Writes)
    if not isinstance(found, _Writes):
        found = unit.memory[_Writes] = _Writes({}, {})
        for use in unit.facts.fields:
            path = path_in_unit(unit, use.object) if use.access == WRITE else None
            if path is None:
                continue
            if isinstance(path.root, Variable):
                by_key = found.to_own.setdefault((path.root, path.keys), {})
                by_key.setdefault(use.key.value, []).append(use)
            else:
                found.to_others.setdefault(use.key.value, []).append((use, path))
    return found


def _own_writes(snapshot: Snapshot, path: Path) -> Iterator[tuple[int, dict[bytes, list[FieldUse]]]]:
    """The fields that the unit assigns to in which a path begins."""
    root = path.root
    if isinstance(root, Local) and root.snapshot.uri == snapshot.uri and root.unit < len(snapshot.units):
        by_key = _writes_of(snapshot.units[root.unit]).to_own.get((root.variable, path.keys))
        if by_key is not None:
            yield root.unit, by_key


def writes_to_others(unit: Unit) -> dict[bytes, list[tuple[FieldUse, UnitPath]]]:
    """The fields that a unit assigns to, by name, but for those of its own variables."""
    return _writes_of(unit).to_others


def _linked_writes(files: Files, snapshot: Snapshot, key: bytes) -> dict[Path, list[tuple[int, FieldUse]]]:
    """The assignments to fields of a name, of which the unit alone does not say of what, by the paths of that."""
    known = snapshot.memory.get(_Writes)
    if not isinstance(known, tuple) or known[0] != files.generation:
        known = (files.generation, dict[bytes, dict[Path, list[tuple[int, FieldUse]]]]())
        snapshot.memory[_Writes] = known
    by_name: dict[bytes, dict[Path, list[tuple[int, FieldUse]]]] = known[1]
    by_path = by_name.get(key)
    if by_path is None:
        by_path = by_name[key] = {}
        for at in _writers(snapshot).get(key, ()):
            for use, path in _writes_of(snapshot.units[at]).to_others[key]:
                linked = _link(files, snapshot, at, path, _MAX_STEPS)
                if linked is not None:
                    by_path.setdefault(linked, []).append((at, use))
    return by_path


def _writers(snapshot: Snapshot) -> dict[bytes, list[int]]:
    """The units that assign to fields of a name, of what other units must be asked for."""
    found = snapshot.memory.get("writers")
    if not isinstance(found, dict):
        found = dict[bytes, list[int]]()
        for at, unit in enumerate(snapshot.units):
            for name in _writes_of(unit).to_others:
                found.setdefault(name, []).append(at)
        snapshot.memory["writers"] = found
    return found


def _by_key(fields: list[FieldUse]) -> dict[bytes, list[FieldUse]]:
    found: dict[bytes, list[FieldUse]] = {}
    for use in fields:
        found.setdefault(use.key.value, []).append(use)
    return found


def values_at(files: Files, path: Path, origin: Snapshot) -> Iterator[tuple[Snapshot, int, ast.Expr]]:
    """What is assigned at a path, in its own file, or in the file `origin` if it begins at a global."""
    root = path.root
    snapshot = root.snapshot if isinstance(root, Local) else origin
    if path.keys:
        for at, use in writes_at(files, snapshot, Path(root, path.keys[:-1]), path.keys[-1]):
            if use.value is not None:
                yield snapshot, at, use.value
    elif isinstance(root, Local):
        yield from _values_of_local(root)
    else:
        linked = links(snapshot)
        for at in linked.users.get(root.name, ()):
            if linked.lookup(root.name, at) is None:
                for free in snapshot.units[at].facts.free[root.name]:
                    if free.access != READ and free.value is not None:
                        yield snapshot, at, free.value


def _values_of_local(root: Local) -> Iterator[tuple[Snapshot, int, ast.Expr]]:
    variable = root.variable
    if variable.value is not None and variable.nth == 0:
        yield root.snapshot, root.unit, variable.value
    for use in variable.uses:
        if use.access == WRITE and use.value is not None:
            yield root.snapshot, root.unit, use.value
    for at, free in later_writes(root.snapshot).get(variable, ()) if variable.exported else ():
        if free.value is not None:
            yield root.snapshot, at, free.value


def function_at(files: Files, path: Path, origin: Snapshot, steps: int = 4) -> Definition | None:
    """The function at a path."""
    for snapshot, at, value in values_at(files, path, origin):
        if isinstance(value, ast.Function):
            return Definition(snapshot, at, snapshot.units[at].facts.function_of[value])
        if isinstance(value, (ast.Name, ast.Index)) and steps > 0:
            further = path_of(files, snapshot, at, value)
            found = None if further is None or further == path else function_at(files, further, snapshot, steps - 1)
            if found is not None:
                return found
    return None
