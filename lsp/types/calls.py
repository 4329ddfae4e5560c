"""What a call gives: the promised results, those of the function that is called, or an object of the class.

Relies on `relations` for the choice between overloads; library functions with results that a signature cannot say are
known here by their names.
"""

from typing import Final, NamedTuple

from engine.syntax import ast
from lsp.analysis.linking import Local, path_of, returned
from lsp.types import class_libraries, declared, settled
from lsp.types.fields import element, named_or_table
from lsp.types.model import (
    BOOLEAN,
    INTEGER,
    NEVER,
    NIL,
    NUMBER,
    STRING,
    TABLE,
    UNKNOWN,
    Array,
    Function,
    Literal,
    Map,
    Named,
    Parameter,
    Quoted,
    Table,
    Type,
    Union,
    is_unknown,
    may_be_false,
    members,
    substituted,
    truthy,
    union,
    widened,
    without_nil,
)
from lsp.types.relations import fits
from lsp.types.scope import Scope, path_of_table
from lsp.types.values import ANYTHING, Values, one

_RUNS_OTHERS: Final = ("pcall", "xpcall", "require", "dofile", "table.sort", "string.gsub", "setmetatable", "load")
_ENDS: Final = ("error", "os.exit")


class Called(NamedTuple):
    """What is known of a call; `function` is what is called, in the signature that fits."""

    values: Values
    function: Function | None = None
    library: str = ""
    arguments: Values = ANYTHING
    skips_self: bool = False
    """Whether the arguments begin at the second parameter."""

    @property
    def never_returns(self) -> bool:
        return self.library in _ENDS or self.values.first[:1] == (NEVER,)

    @property
    def is_harmless(self) -> bool:
        """Whether the call runs nothing but the library."""
        if not self.library or self.library.startswith("coroutine"):
            return False
        return self.library not in _RUNS_OTHERS

    @property
    def parameters(self) -> tuple[Parameter, ...]:
        """The parameters that the arguments go to."""
        if self.function is None:
            return ()
        return self.function.parameters[1 if self.skips_self else 0 :]


def call(scope: Scope, node: ast.Call | ast.MethodCall, callee: Type, owner: Type | None, arguments: Values) -> Called:
    """What a call gives whose callee and arguments have these types; `owner` is the object of a method."""
    kind = declared.resolved(scope, callee)
    functions = [one_ for one_ in members(kind) if isinstance(one_, Function)]
    if len(functions) != 1 or any(other != NIL for other in members(kind) if not isinstance(other, Function)):
        return Called(_of_object(scope, node, kind), None, "", arguments)
    function = functions[0]
    special = _special(scope, node, function.library, arguments)
    if special is not None:
        return Called(special, function, function.library, arguments, owner is not None)
    # A method's object takes the place of the first parameter, as an argument does; `f.m(x)` gives it as one.
    skips = owner is not None
    given = Values((owner, *arguments.first), arguments.rest) if owner is not None else arguments
    chosen = _chosen(scope, function, given, _size(node) + (1 if skips else 0))
    values = _results(scope, node, chosen, given, owner)
    return Called(values, chosen, function.library, arguments, skips)


def _size(node: ast.Call | ast.MethodCall) -> int:
    return len(node.arguments)


def _chosen(scope: Scope, function: Function, given: Values, count: int) -> Function:
    """The first signature that the arguments fit."""
    if not function.overloads:
        return function
    for one_ in (function, *function.overloads):
        if _accepts(scope, one_, given, count):
            return one_
    return function


def _accepts(scope: Scope, function: Function, given: Values, count: int) -> bool:
    is_open = any(parameter.name == "..." for parameter in function.parameters)
    if count > len(function.parameters) and not is_open and given.rest is None:
        return False
    needed = sum(1 for one_ in function.parameters if not one_.optional and one_.name != "...")
    if count < needed and given.rest is None and function.library:
        return False
    for number, parameter in enumerate(function.parameters):
        if parameter.name == "..." or number >= len(given.first):
            break
        kind = given.first[number]
        if not fits(scope, kind, parameter.type) and not (parameter.optional and kind == NIL):
            return False
    return True


def _results(
    scope: Scope, node: ast.Call | ast.MethodCall, function: Function, given: Values, owner: Type | None
) -> Values:
    if function.returns is not None:
        bound = type_arguments(scope, function, given)
        bound["self"] = owner if owner is not None else UNKNOWN
        first = tuple(substituted(kind, bound) for kind in function.returns)
        return Values(first, None if function.rest is None else substituted(function.rest, bound))
    origin = function.origin
    found = ANYTHING
    if origin is not None:
        snapshot = scope.memory.snapshot(origin.uri)
        at = None if snapshot is None else scope.memory.index_of(snapshot, origin.unit)
        if snapshot is not None and at is not None:
            from lsp.types.flow import flow_of

            flow = flow_of(scope.elsewhere(snapshot, at).deeper(), origin.function)
            found = ANYTHING if flow is None else flow.results()
            found = _related(Values(tuple(widened(kind) for kind in found.first), found.rest))
    if is_unknown(found.at(0)):
        by_path = _by_path(scope, node)
        if by_path is not None:
            return Values((by_path, *found.first[1:]), found.rest)
    return found


def _related(found: Values) -> Values:
    """Results of `return` statements: where the first may say that there are none, nil is not for the others to tell.

    A program that has looked at the first (`local ok, text = f()  if not ok then ...`) knows about the others.
    """
    if len(found.first) < 2 or not any(may_be_false(kind) for kind in members(found.first[0])):
        return found
    others = (without_nil(kind) if kind != NIL else kind for kind in found.first[1:])
    return Values((found.first[0], *others), found.rest)


def _by_path(scope: Scope, node: ast.Call | ast.MethodCall) -> Type | None:
    """What the text says that a call stands for: an object, a module."""
    path = path_of(scope.project, scope.snapshot, scope.at, node)
    if path is None:
        return None
    if isinstance(path.root, Local):
        scope.memory.note_unit(path.root.snapshot.units[path.root.unit])
    return settled.table_at(scope, path)


def _of_object(scope: Scope, node: ast.Call | ast.MethodCall, kind: Type) -> Values:
    """What calling something that is no function gives: a class makes an object."""
    operators = settled.call_operators(scope, kind)
    if len(operators) == 1 and operators[0].returns:
        return Values(operators[0].returns)
    if isinstance(kind, Named):
        for table in declared.tables(scope, kind)[:1]:
            if class_libraries.is_class(scope, table):
                return one(kind)
    if isinstance(kind, Table) and class_libraries.is_class(scope, kind):
        path = path_of_table(scope, kind)
        if path is not None:
            return one(named_or_table(scope, path))
    by_path = _by_path(scope, node)
    return ANYTHING if by_path is None else Values((by_path,), UNKNOWN)


# -- type parameters


def type_arguments(scope: Scope, function: Function, given: Values) -> dict[str, Type]:
    """What a call's arguments say of a function's type parameters."""
    if not function.generics:
        return {}
    names = {name.partition(":")[0].strip() for name in function.generics}
    bound: dict[str, Type] = {}
    for number, parameter in enumerate(function.parameters):
        if parameter.name == "...":
            for kind in given.first[number:]:
                _bind(scope, parameter.type, kind, names, bound)
            break
        if number < len(given.first):
            _bind(scope, parameter.type, given.first[number], names, bound)
    return {name: bound.get(name, UNKNOWN) for name in names}


def _bind(scope: Scope, wanted: Type, given: Type, names: set[str], bound: dict[str, Type]) -> None:
    if isinstance(wanted, Named) and not wanted.arguments and wanted.name in names:
        before = bound.get(wanted.name)
        given = widened(given)
        bound[wanted.name] = given if before is None or is_unknown(before) else union((before, given))
    elif isinstance(wanted, Quoted) and wanted.name in names:
        if isinstance(given, Literal) and given.basic == "string":
            bound[wanted.name] = Named(given.text[1:-1])
    elif isinstance(wanted, Union):
        rest = [kind for kind in members(given) if kind not in wanted.members]
        for kind in wanted.members:
            if rest:
                _bind(scope, kind, union(rest), names, bound)
    elif isinstance(wanted, Array):
        _bind(scope, wanted.element, element(scope, given, INTEGER), names, bound)
    elif isinstance(wanted, Map):
        if isinstance(given, Map):
            _bind(scope, wanted.key, given.key, names, bound)
            _bind(scope, wanted.value, given.value, names, bound)
        elif isinstance(given, Array):
            _bind(scope, wanted.key, INTEGER, names, bound)
            _bind(scope, wanted.value, given.element, names, bound)
    elif isinstance(wanted, Named) and isinstance(given, Named) and wanted.name == given.name:
        for one_, other in zip(wanted.arguments, given.arguments, strict=False):
            _bind(scope, one_, other, names, bound)
    elif isinstance(wanted, Function) and isinstance(given, Function):
        for number, kind in enumerate(wanted.returns or ()):
            if given.returns is not None and number < len(given.returns):
                _bind(scope, kind, given.returns[number], names, bound)


# -- library functions that know more than their signatures


def _special(scope: Scope, node: ast.Call | ast.MethodCall, name: str, arguments: Values) -> Values | None:
    if name == "setmetatable":
        by_path = _by_path(scope, node)
        return one(by_path if by_path is not None else arguments.at(0))
    if name == "require":
        return one(_required(scope, node))
    if name == "assert":
        return Values((truthy(declared.unaliased(scope, arguments.at(0))), *arguments.first[1:]), arguments.rest)
    if name in ("pcall", "xpcall"):
        return Values((BOOLEAN,), UNKNOWN)
    if name == "select":
        counts = arguments.at(0) == Literal("string", '"#"')
        return one(INTEGER if scope.snapshot.dialect.integers else NUMBER) if counts else ANYTHING
    if name == "os.execute":
        return ANYTHING  # a number up to 5.1, a boolean since: programs for both tell them apart in many ways
    if name in ("rawget", "rawset", "next", "table.remove", "table.unpack", "unpack", "string.unpack"):
        return ANYTHING
    if name in ("string.match", "string.gmatch", "string.find"):
        return _captures(node, name, arguments)
    if name in ("math.max", "math.min", "math.abs") and arguments.rest is None:
        kinds = {widened(kind) for kind in arguments.first}
        return one(INTEGER) if kinds == {INTEGER} and scope.snapshot.dialect.integers else None
    if name == "debug.getinfo":
        return one(TABLE)
    if name == "tostring":
        return one(STRING)
    return None


def _captures(node: ast.Call | ast.MethodCall, name: str, arguments: Values) -> Values | None:
    """The results of matching: a pattern that is not plain to see may have captures of positions."""
    pattern = arguments.at(0 if isinstance(node, ast.MethodCall) else 1)
    if name == "string.find" or (isinstance(pattern, Literal) and "()" not in pattern.text):
        return None
    return ANYTHING


def _required(scope: Scope, node: ast.Call | ast.MethodCall) -> Type:
    by_path = _by_path(scope, node)
    if by_path is not None:
        return by_path
    argument = node.arguments[0] if node.arguments else None
    if not isinstance(argument, ast.String):
        return UNKNOWN
    name = argument.value.decode("utf-8", "replace")
    scope.memory.note_name(b"!module " + argument.value)
    other = scope.project.find_module(name, scope.snapshot.uri)
    current = None if other is None else scope.memory.snapshot(other.uri)
    found = None if current is None or current.uri == scope.snapshot.uri else returned(current)
    if current is None or found is None:
        return UNKNOWN
    at, value = found
    return scope.elsewhere(current, at).deeper().type_of(value)
