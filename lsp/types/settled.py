"""What is said of variables as a whole, wherever they are looked at: annotations, or all that is assigned to them.

Relies on `documentation` and `fields`; the values are asked of the flow of the function that has them.
"""

from typing import Final

from engine.syntax import ast
from engine.syntax.nodes import text_of
from lsp.analysis.linking import GLOBAL_TABLES, Global, Local, Path, path_of, path_of_variable, values_at
from lsp.analysis.links import later_writes, links
from lsp.binding import facts as kinds
from lsp.binding.facts import WRITE, FunctionFacts, Variable
from lsp.library import catalogue
from lsp.types import declared, documentation
from lsp.types.fields import field, full_name, library_entry, named_or_table, of_library
from lsp.types.model import (
    NIL,
    TABLE,
    UNKNOWN,
    Function,
    Named,
    Table,
    Type,
    is_unknown,
    members,
    optional,
    substituted,
    union,
    widened,
    without_nil,
)
from lsp.types.notation import read
from lsp.types.scope import Scope, table_of

_MOST_WRITES: Final = 8


def annotated(scope: Scope, variable: Variable) -> Type | None:
    """The type that a comment gives to a variable of the unit; None if none does."""
    memory = scope.memory.of(scope.snapshot, scope.at)
    key = ("annotated", variable)
    if key not in memory.results:
        memory.results[key] = _annotated(scope, variable)
    found: Type | None = memory.results[key]  # type: ignore[assignment]  # nothing else lies under such keys
    return found


def _annotated(scope: Scope, variable: Variable) -> Type | None:
    if not documentation.is_annotated(scope.snapshot, scope.at):
        return None
    says = documentation.of_variable(scope.snapshot, scope.at, variable)
    if variable.kind == kinds.VARARG:
        return None
    if variable.kind == kinds.PARAMETER and says.types:
        return _of_any_signature(scope, variable, read(says.types[0]))
    if variable.index < len(says.types) and says.types[variable.index]:
        return read(says.types[variable.index])
    if says.class_name and variable.index == 0 and variable.kind == kinds.LOCAL and not says.is_enum:
        return Named(says.class_name)
    return None


def _of_any_signature(scope: Scope, variable: Variable, kind: Type) -> Type:
    """What a parameter may be that is a `kind` in its function's first signature, and something else in others.

    Of a type parameter nothing is known, whatever else has that name.
    """
    says = documentation.of_function(scope.snapshot, scope.at, variable.function)
    found = [substituted(kind, dict.fromkeys(says.generics, UNKNOWN))]
    for text in says.overloads:
        other = read(text)
        if isinstance(other, Function):
            name = text_of(variable.name)
            types = [optional(one.type) if one.optional else one.type for one in other.parameters if one.name == name]
            found += types[:1] or [NIL if len(other.parameters) < len(variable.function.parameters) else UNKNOWN]
    return union(found)


def annotated_free(scope: Scope, name: bytes) -> Type | None:
    """The type that a comment gives to the variable of an earlier unit that a name means."""
    found = links(scope.snapshot).lookup(name, scope.at)
    return None if found is None else annotated(scope.elsewhere(scope.snapshot, found[0]), found[1])


def of_parameter(scope: Scope, variable: Variable) -> Type:
    """What is known of a parameter at the beginning of its function."""
    noted = annotated(scope, variable)
    if noted is not None:
        return noted
    function = variable.function
    if variable.name == b"self" and function.parameters and variable is function.parameters[0]:
        return _of_self(scope, function)
    node = function.node
    if node is None or function.parent is None:
        return UNKNOWN
    wanted = _expected(scope, function, node)
    if wanted is not None:
        number = function.parameters.index(variable)
        parameters = wanted.parameters
        if number < len(parameters) and parameters[number].name != "...":
            one = parameters[number]
            return UNKNOWN if is_unknown(one.type) else union((one.type, NIL)) if one.optional else one.type
    return UNKNOWN


def _of_self(scope: Scope, function: FunctionFacts) -> Type:
    target = function.target
    if isinstance(target, ast.Index):
        path = path_of(scope.project, scope.snapshot, scope.at, target.object)
        if path is not None:
            return named_or_table(scope, path)
    if isinstance(target, ast.String):  # a function in a constructor
        table = scope.facts.table_of_key.get(target)
        if table is not None:
            return of_table(scope, table)
    return UNKNOWN


def _expected(scope: Scope, function: FunctionFacts, node: ast.Function) -> Function | None:
    """The function that is wanted where a function expression stands."""
    from lsp.types.flow import flow_of

    if function.target is not None or function.parent is None:
        return None
    around = flow_of(scope, function.parent)
    return None if around is None else around.expected.get(node)


def promised(scope: Scope, function: FunctionFacts) -> tuple[Type, ...]:
    """The results that a function's comment promises; none, if overloads promise others."""
    says = documentation.of_function(scope.snapshot, scope.at, function)
    if says.overloads or not says.returns:
        return ()
    bound = dict.fromkeys((name.partition(":")[0].strip() for name in says.generics), UNKNOWN)
    found: list[Type] = []
    for note in says.returns:
        if note.type.endswith("...") or note.name == "...":
            break
        found.append(substituted(read(note.type), bound) if note.type else UNKNOWN)
    return tuple(found)


def of_vararg(scope: Scope, function: FunctionFacts) -> Type:
    """The type of each value of ``...``."""
    node = function.node
    if node is None:
        return UNKNOWN
    note = documentation.of_function(scope.snapshot, scope.at, function).parameters.get("...")
    if note is None or not note.type:
        return UNKNOWN
    generics = documentation.of_function(scope.snapshot, scope.at, function).generics
    return substituted(read(note.type), dict.fromkeys(generics, UNKNOWN))


def of_variable(scope: Scope, variable: Variable) -> Type:
    """What a variable of the unit is anywhere: what is written about it, else all that is assigned to it."""
    noted = annotated(scope, variable)
    if noted is not None:
        return noted
    if variable.kind == kinds.PARAMETER and not _writes(scope, variable):
        return of_parameter(scope, variable)
    if variable.kind == kinds.VARARG:
        return TABLE
    if variable.kind == kinds.GLOBAL:
        return UNKNOWN
    key = ("settled", variable, scope.depth)
    return scope.remembered(key, lambda: _of_values(scope, variable), UNKNOWN)


def _of_values(scope: Scope, variable: Variable) -> Type:
    from lsp.types.flow import flow_of

    home = flow_of(scope, variable.function)
    return with_writes(scope, variable, UNKNOWN if home is None else home.declared.get(variable, UNKNOWN))


def with_writes(scope: Scope, variable: Variable, first: Type) -> Type:
    """What a variable may be that is declared with a value of type `first`: that, or what is assigned to it later."""
    from lsp.types.flow import flow_of, function_around

    written = _writes(scope, variable)
    if not written or is_unknown(first):
        return first
    if len(written) > _MOST_WRITES:
        return UNKNOWN
    found = [widened(first)]
    for at, value in written:
        there = scope.elsewhere(scope.snapshot, at).deeper()
        if value is None:
            return UNKNOWN
        flow = flow_of(there, function_around(there.unit, value))
        found.append(UNKNOWN if flow is None else widened(flow.types.get(value, UNKNOWN)))
    return union(found)


def _writes(scope: Scope, variable: Variable) -> list[tuple[int, ast.Expr | None]]:
    """What is assigned to a variable after its declaration, and in which units."""
    found = [(scope.at, use.value) for use in variable.uses if use.access == WRITE]
    if variable.exported:
        found += [(at, use.value) for at, use in later_writes(scope.snapshot).get(variable, ())]
        scope.memory.note_name(variable.name)
    return found


def is_assigned_only_in(scope: Scope, variable: Variable, function: FunctionFacts) -> bool:
    """Whether no other function than this one assigns to a variable; the top level of all units is one function."""
    own = variable.function is function
    if any(use.access == WRITE and not (own and use.function is function) for use in variable.uses):
        return False
    if not variable.exported:
        return True
    scope.memory.note_name(variable.name)
    later = later_writes(scope.snapshot).get(variable, ())
    return all(function.node is None and use.function.node is None for _, use in later)


def of_free(scope: Scope, name: ast.Name) -> Type:
    """What a name is that no variable of the unit has: a variable of an earlier unit, or a global."""
    found = links(scope.snapshot).lookup(name.name, scope.at)
    if found is not None:
        kind = of_variable(scope.elsewhere(scope.snapshot, found[0]), found[1])
        # What stands between the units is not followed: a check for nil may be among it.
        return without_nil(kind) if kind != NIL else UNKNOWN
    return scope.remembered(
        ("global", name.name, scope.snapshot.uri, scope.depth), lambda: _of_global(scope, name.name), UNKNOWN
    )


def _of_global(scope: Scope, name: bytes) -> Type:
    scope.memory.note_name(name)
    path = Path(Global(name), ())
    if not scope.project.defines_global(name):
        entry = library_entry(scope.snapshot, path)
        if entry is not None:
            return of_library(entry, full_name(path))
        is_table = catalogue.is_library(scope.snapshot.dialect, text_of(name)) or name in GLOBAL_TABLES
        return Table(name, (), "", None) if is_table else UNKNOWN
    linked = links(scope.snapshot)
    found: list[Type] = []
    for at in linked.users.get(name, ()):
        if linked.lookup(name, at) is not None:
            continue
        for use in scope.snapshot.units[at].facts.free[name]:
            if use.access == kinds.READ:
                continue
            there = scope.elsewhere(scope.snapshot, at)
            noted = documentation.at(scope.snapshot, use.node.start + there.shift)
            if noted.types:
                return read(noted.types[0])
            if isinstance(use.value, ast.Table):
                return named_or_table(scope, path)
            found.append(UNKNOWN if use.value is None else widened(there.deeper().type_of(use.value)))
    if not found or scope.project.defines_global_elsewhere(name, scope.snapshot.uri):
        return UNKNOWN
    kind = without_nil(union(found))
    return kind if members(kind) else UNKNOWN


def of_path(scope: Scope, variable: Variable) -> Type:
    """The table that a variable of the unit stands for."""
    path = path_of_variable(scope.project, scope.snapshot, scope.at, variable)
    return UNKNOWN if path is None else named_or_table(scope, path)


def of_table(scope: Scope, table: ast.Table) -> Type:
    """The table that a constructor makes: that of what it is assigned to, or one of its own."""
    path = path_of(scope.project, scope.snapshot, scope.at, table)
    return TABLE if path is None else named_or_table(scope, path)


def table_at(scope: Scope, path: Path) -> Type | None:
    """The table or class at a path, if a table is made there; None if that is not known."""
    from lsp.types.class_libraries import is_class

    kind = named_or_table(scope, path)
    if isinstance(kind, Named) or not isinstance(path.root, Local):
        return kind if isinstance(kind, Named) else None
    for snapshot, at, value in values_at(scope.project, path, scope.snapshot):
        made = value.arguments[0] if _makes_table(value) and isinstance(value, ast.Call) else value
        if isinstance(made, ast.Table):
            scope.memory.note_unit(snapshot.units[at])
            return kind
    return kind if is_class(scope, table_of(path)) else None


def _makes_table(value: ast.Expr) -> bool:
    return (
        isinstance(value, ast.Call)
        and isinstance(value.function, ast.Name)
        and value.function.name == b"setmetatable"
        and bool(value.arguments)
    )


def call_operators(scope: Scope, kind: Type) -> list[Function]:
    """How a value of a class or table can be called."""
    if isinstance(kind, Named):
        return declared.calls(scope, kind)
    found = field(scope, kind, b"__call") if isinstance(kind, Table) else UNKNOWN
    return [found] if isinstance(found, Function) else []
