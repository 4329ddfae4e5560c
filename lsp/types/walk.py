"""A walk through one function: what is known where it stands, and what it leaves behind, the flow.

`statements`, `loops` and `expressions` are the steps of the walk, `conditions` the ways that part.
Relies on `environment`, `casts` and `settled`.
"""

from collections.abc import Callable, Mapping
from typing import Any, Final

from engine.syntax import ast
from lsp.analysis.links import links
from lsp.binding.facts import FunctionFacts, Variable
from lsp.types import casts, settled
from lsp.types.calls import Called
from lsp.types.environment import Environment, Reference
from lsp.types.model import UNKNOWN, Function, Type, members, without_nil
from lsp.types.scope import Scope
from lsp.types.top_level import entry_of
from lsp.types.values import NOTHING, Values, either

Handlers = Mapping[type[ast.Node], Callable[..., None]]


class Flow:
    """What was found out about one function."""

    def __init__(self, function: FunctionFacts) -> None:
        self.function: Final = function
        self.types: Final[dict[ast.Expr, Type]] = {}
        self.calls: Final[dict[ast.Expr, Called]] = {}
        self.declared: Final[dict[Variable, Type]] = {}
        self.expected: Final[dict[ast.Function, Function]] = {}
        """What functions are wanted where function expressions stand as arguments."""
        self.returns: Final[dict[ast.Return, Values]] = {}
        self.promises: Final[dict[ast.Expr, tuple[Type, Type]]] = {}
        """What is wanted where values are assigned or returned, and what is given."""
        self.iterated: Final[dict[ast.Expr, Type]] = {}
        """What generic loops call for their values."""
        self.is_done = False
        self.falls_through = False
        self.leaving: Final[dict[bytes, Type]] = {}
        """Of the top level: what is known of variables where the unit ends."""

    def results(self) -> Values:
        """What the function returns."""
        found = list(self.returns.values())
        return either([*found, NOTHING] if self.falls_through and found else found)

    def is_like(self, other: "Flow") -> bool:
        """Whether another walk through the same function has found the same, as far as others see it."""
        return (
            self.types == other.types
            and self.declared == other.declared
            and self.returns == other.returns
            and self.expected == other.expected
            and self.leaving == other.leaving
            and self.falls_through == other.falls_through
        )


class Walk:
    """One function, walked through; `handlers` know the statements."""

    def __init__(self, scope: Scope, function: FunctionFacts, flow: Flow, handlers: Handlers) -> None:
        self.scope: Final = scope
        self.function: Final = function
        self.flow: Final = flow
        self._handlers: Final = handlers
        self.environment: Environment | None = {}
        self.breaks: Final[list[list[Environment | None]]] = []
        self.waiting: Final[dict[bytes, list[Environment | None]]] = {}
        """What is known at the `goto` statements that lead to labels further on."""
        self.loops = 0
        self.facts: Final = scope.facts
        self.rest: Final = casts.following(scope.snapshot.units, scope.at)
        self.has_casts: Final = bool(self.rest) or casts.has_casts(scope.unit)
        self.promised: tuple[Type, ...] = ()
        self.stable: Final[set[Variable | bytes]] = set()
        """What nothing but this function assigns to while it runs: variables, of earlier units by their names."""
        self._unstable: Final[set[Variable]] = set()

    def all(self) -> None:
        """Walk from the beginning to the end."""
        node = self.function.node
        if node is None:
            statement = self.scope.unit.statement
            if statement is not None:
                entry = entry_of(self.scope)
                self.environment = entry.environment
                self.stable.update(entry.names)
                self._cast_before(statement)
                self._statement(statement)
                self._leave()
        else:
            for parameter in self.function.parameters:
                self.flow.declared[parameter] = settled.of_parameter(self.scope, parameter)
            self.promised = settled.promised(self.scope, self.function)
            self.block(node.body)
        self.flow.falls_through = self.environment is not None
        self.flow.is_done = True

    def block(self, block: ast.Block) -> None:
        """Walk through the statements of a block."""
        before = block.start
        for statement in block.statements:
            self._cast_between(before, statement.start)
            self._statement(statement)
            before = statement.end
        self._cast_between(before, block.end)

    def _statement(self, statement: ast.Stat) -> None:
        handler: Callable[[Walk, Any], None] | None = self._handlers.get(type(statement))
        if handler is not None:
            handler(self, statement)

    def _cast_between(self, start: int, end: int) -> None:
        if not self.has_casts:
            return
        for name, cast in casts.between(self.scope.unit, start, end):
            variable = self._visible(name, start)
            if variable is not None and self.environment is not None:
                key: Reference = (variable, ())
                self.environment[key] = casts.changed(self.environment.get(key) or self.settled(variable), cast)

    def _cast_before(self, statement: ast.Stat) -> None:
        """What casts in front of a unit's statement make of the variables of earlier units."""
        unit = self.scope.unit
        for name, cast in casts.between(unit, unit.origin, statement.start) if self.has_casts else ():
            found = links(self.scope.snapshot).lookup(name, self.scope.at)
            if found is None or name not in self.stable or self.environment is None:
                continue
            home = self.scope.elsewhere(self.scope.snapshot, found[0])
            known = self.environment.get((name, ()))
            self.environment[name, ()] = casts.changed(known or settled.of_variable(home, found[1]), cast)

    def _leave(self) -> None:
        for (root, keys), kind in (self.environment or {}).items():
            if keys:
                continue
            if isinstance(root, bytes) and root in self.stable:
                self.flow.leaving.setdefault(root, kind)
            elif isinstance(root, Variable) and root.exported and self.is_stable(root):
                self.flow.leaving[root.name] = kind

    def _visible(self, name: bytes, place: int) -> Variable | None:
        found: Variable | None = None
        for variable in self.facts.variables:
            if variable.name == name and variable.start <= place <= variable.end:
                found = variable
        return found

    # -- variables

    def put(self, key: Reference, kind: Type) -> None:
        """From here on something has a type."""
        if self.environment is not None:
            root = key[0]
            if isinstance(root, Variable) and not key[1] and not self.is_stable(root):
                self.environment.pop(key, None)
                return
            self.environment[key] = kind

    def annotated(self, root: Variable | bytes) -> Type | None:
        """The type that a comment gives to a variable."""
        if isinstance(root, Variable):
            return settled.annotated(self.scope, root)
        return settled.annotated_free(self.scope, root) if root in self.stable else None

    def is_stable(self, variable: Variable | bytes) -> bool:
        """Whether nothing but this function assigns to a variable while the function runs."""
        if variable in self.stable:
            return True
        if variable in self._unstable or isinstance(variable, bytes):
            return False
        stable = settled.is_assigned_only_in(self.scope, variable, self.function)
        (self.stable if stable else self._unstable).add(variable)
        return stable

    def settled(self, variable: Variable) -> Type:
        """What a variable is of which nothing is known here."""
        known = self.flow.declared
        if variable.function is self.function and variable in known:
            if self.is_stable(variable):
                return known[variable]
            kind = without_nil(settled.with_writes(self.scope, variable, known[variable]))
            return kind if members(kind) else UNKNOWN
        # Others assign to it, or it is another function's: what that one has checked is not seen here.
        kind = without_nil(settled.of_variable(self.scope, variable))
        return kind if members(kind) else UNKNOWN
