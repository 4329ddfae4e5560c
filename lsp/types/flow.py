"""Flow: one walk through a function that finds the type of every expression where it stands.

Assignments and conditions change what is known from there on; where ways meet, types are joined; loops are walked
again until nothing changes.  A function inside another is walked on its own, when it is asked about.
Relies on `environment`, `narrowing`, `expressions` and `settled`.
"""

import re
from bisect import bisect_left
from collections.abc import Callable
from functools import partial
from typing import Final

from engine.syntax import ast
from lsp.analysis.paths import makes_class
from lsp.binding.facts import WRITE, FunctionFacts, Variable
from lsp.binding.nodes import left_part
from lsp.documents.units import Unit
from lsp.types import declared, narrowing, settled
from lsp.types.calls import Called, call
from lsp.types.environment import Environment, Reference, forget_fields, forget_reference, joined, reference
from lsp.types.fields import element, field
from lsp.types.functions import of_node
from lsp.types.model import (
    ANY,
    FALSE,
    INTEGER,
    NIL,
    NUMBER,
    UNKNOWN,
    Array,
    Function,
    Literal,
    Map,
    Named,
    Tuple,
    Type,
    is_unknown,
    members,
    optional,
    truthy,
    union,
    widened,
    without_nil,
)
from lsp.types.notation import read
from lsp.types.operators import binary, logical, unary
from lsp.types.scope import Scope
from lsp.types.values import ANYTHING, NOTHING, Values, either

_MOST_PASSES: Final = 3
_DEEPEST_LOOP: Final = 2  # in which passes are repeated
_CAST: Final = re.compile(rb"---[ \t]*@cast[ \t]+([\w.]+)[ \t]+([^\r\n]*)")
_AS: Final = re.compile(rb"[ \t)]*--\[(=*)\[[ \t]*@as[ \t]+(.*?)[ \t]*\]\1\]", re.DOTALL)


def type_in(scope: Scope, expr: ast.Expr) -> Type:
    """The type of an expression of the scope's unit."""
    flow = flow_of(scope, function_around(scope.unit, expr))
    if flow is None:
        return UNKNOWN
    return flow.types.get(expr, UNKNOWN)


def function_around(unit: Unit, node: ast.Node) -> FunctionFacts:
    """The innermost function that a node is in; a function's own node is in the one around."""
    facts = unit.facts
    innermost = facts.main
    for function in facts.functions:
        body = function.node
        assert body is not None
        if body.start <= node.start < body.end and body is not node:
            innermost = function
        elif body.start > node.start:
            break
    return innermost


def flow_of(scope: Scope, function: FunctionFacts) -> "Flow | None":
    """The walk through a function; None if that is too deep, or going on right now."""
    if scope.depth <= 0:
        return None
    memory = scope.memory.of(scope.snapshot, scope.at)
    key = ("flow", function, scope.depth)
    found = memory.results.get(key)
    if isinstance(found, Flow):
        with scope.memory.working_on(memory):
            pass  # whoever asks depends on the unit
        return found if found.is_done else None
    flow = Flow(scope, function)
    memory.results[key] = flow
    try:
        with scope.memory.working_on(memory):
            flow.walk()
    finally:
        flow.finish()
        if not flow.is_done:
            del memory.results[key]
    return flow


class Flow:
    """One function, walked through."""

    def __init__(self, scope: Scope, function: FunctionFacts) -> None:
        self._scope: Scope | None = scope
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
        self._environment: Environment | None = {}
        self._breaks: Final[list[list[Environment | None]]] = []
        self._waiting: Final[dict[bytes, list[Environment | None]]] = {}
        self._loops = 0
        self._has_casts: Final = b"@cast" in scope.unit.text or b"@as" in scope.unit.text
        self._promised: tuple[Type, ...] = ()
        self._stable: Final[set[Variable]] = set()
        self._unstable: Final[set[Variable]] = set()

    @property
    def scope(self) -> Scope:
        assert self._scope is not None, "a flow that is done asks nothing"
        return self._scope

    def finish(self) -> None:
        """Let go of what only the walk needs: a file's version among it."""
        self._scope = None
        self._breaks.clear()
        self._waiting.clear()
        self._environment = None

    def results(self) -> Values:
        """What the function returns."""
        found = list(self.returns.values())
        return either([*found, NOTHING] if self.falls_through and found else found)

    def walk(self) -> None:
        scope = self.scope
        node = self.function.node
        if node is None:
            statement = scope.unit.statement
            if statement is not None:
                self._statement(statement)
        else:
            for parameter in self.function.parameters:
                kind = settled.of_parameter(scope, parameter)
                self.declared[parameter] = kind
            self._promised = settled.promised(scope, self.function)
            self._block(node.body)
        self.falls_through = self._environment is not None
        self.is_done = True

    # -- statements

    def _block(self, block: ast.Block) -> None:
        has_casts = self._has_casts
        before = block.start
        for statement in block.statements:
            if has_casts:
                self._casts(before, statement.start)
            self._statement(statement)
            before = statement.end
        if has_casts:
            self._casts(before, block.end)

    def _casts(self, start: int, end: int) -> None:
        unit = self.scope.unit
        text = unit.text[start - unit.origin : end - unit.origin]
        for match in _CAST.finditer(text):
            variable = self._visible(match[1], start)
            if variable is None or self._environment is None:
                continue
            key: Reference = (variable, ())
            before = self._environment.get(key) or self._settled(variable)
            for part in match[2].decode("utf-8", "replace").split(","):
                part = part.strip()
                if part == "-?":
                    before = without_nil(before)
                elif part == "+?":
                    before = union((before, NIL))
                elif part.startswith("+"):
                    before = union((before, read(part[1:])))
                elif part.startswith("-"):
                    taken = read(part[1:])
                    before = union(member for member in members(before) if member != taken)
                else:
                    before = read(part)
            self._environment[key] = before

    def _visible(self, name: bytes, place: int) -> Variable | None:
        found: Variable | None = None
        for variable in self.scope.facts.variables:
            if variable.name == name and variable.start <= place <= variable.end:
                found = variable
        return found

    def _statement(self, statement: ast.Stat) -> None:
        handler = _STATEMENTS.get(type(statement))
        if handler is not None:
            handler(self, statement)

    def _local(self, node: ast.Local) -> None:
        values = self._list(node.values)
        for number, attributed in enumerate(node.names):
            variable = self.scope.facts.variable_of.get(attributed.name)
            if variable is None:
                continue
            value = values.at(number) if node.values else NIL
            noted = settled.annotated(self.scope, variable)
            if noted is not None:
                if number < len(node.values) and not isinstance(node.values[number], ast.Nil):
                    self.promises[node.values[number]] = (noted, value)
                self.declared[variable] = noted
                self._put((variable, ()), self._assigned(noted, value, bool(node.values)))
            else:
                if is_unknown(value) and number < len(node.values) and makes_class(node.values[number]):
                    value = settled.of_path(self.scope, variable)
                self.declared[variable] = value
                self._put((variable, ()), value)

    def _assigned(self, noted: Type, value: Type, is_given: bool) -> Type:
        """What is known of a variable of a certain type that gets a value."""
        if not is_given or is_unknown(noted):
            return noted
        if is_unknown(value):
            return without_nil(noted)  # what comes from elsewhere is taken for what it should be
        open_ = declared.unaliased(self.scope, noted)
        if value == NIL:
            return NIL if NIL in members(open_) else noted
        left = union(member for member in members(open_) if member != NIL)
        return noted if isinstance(open_, (Named, Function)) or not members(left) else left

    def _put(self, key: Reference, kind: Type) -> None:
        if self._environment is not None:
            root = key[0]
            if isinstance(root, Variable) and not key[1] and not self._is_stable(root):
                self._environment.pop(key, None)
                return
            self._environment[key] = kind

    def _is_stable(self, variable: Variable) -> bool:
        """Whether nothing but this function assigns to a variable while the function runs."""
        if variable in self._stable:
            return True
        if variable in self._unstable:
            return False
        stable = settled.is_assigned_only_in(self.scope, variable, self.function)
        (self._stable if stable else self._unstable).add(variable)
        return stable

    def _local_function(self, node: ast.LocalFunction) -> None:
        variable = self.scope.facts.variable_of.get(node.name)
        if variable is not None:
            kind = of_node(self.scope, node.function)
            self.types[node.function] = kind
            self.declared[variable] = kind
            self._put((variable, ()), kind)

    def _function_statement(self, node: ast.FunctionStat) -> None:
        kind = of_node(self.scope, node.function)
        self.types[node.function] = kind
        if isinstance(node.target, ast.Index):
            self._evaluate(node.target.object)
        self._assign_to(node.target, kind)

    def _assign(self, node: ast.Assign) -> None:
        values = self._list(node.values)
        for target in node.targets:
            if isinstance(target, ast.Index):
                self._evaluate(target.object)
                self._evaluate(target.key)
        for number, target in enumerate(node.targets):
            if number < len(node.values):
                wanted = self._wanted(target)
                if wanted is not None:
                    self.promises[node.values[number]] = (wanted, values.at(number))
            self._assign_to(target, values.at(number))

    def _wanted(self, target: ast.Expr) -> Type | None:
        """The type that annotations give to the target of an assignment."""
        if isinstance(target, ast.Name):
            variable = self.scope.facts.variable_of.get(target)
            return None if variable is None else settled.annotated(self.scope, variable)
        if isinstance(target, ast.Index) and isinstance(target.key, ast.String):
            owner = declared.resolved(self.scope, self.types.get(target.object, UNKNOWN))
            if isinstance(owner, Named):
                found = declared.fields(self.scope, owner).get(target.key.value.decode("utf-8", "replace"))
                return None if found is None else optional(found.type)  # what is taken away becomes nil
        return None

    def _assign_to(self, target: ast.Expr, value: Type) -> None:
        if self._environment is None:
            return
        key = reference(self.scope.facts, target)
        if key is None:
            if isinstance(target, ast.Index):
                for other in list(self._environment):
                    if other[1]:
                        del self._environment[other]  # any field may be meant
            return
        forget_reference(self._environment, key)
        root = key[0]
        if not key[1] and isinstance(root, Variable):
            noted = settled.annotated(self.scope, root)
            if noted is not None:
                value = self._assigned(noted, value, True)
        if not is_unknown(value) or (not key[1] and isinstance(root, Variable)):
            self._put(key, value)

    def _call_statement(self, node: ast.CallStat) -> None:
        self._evaluate(node.call)
        called = self.calls.get(node.call)
        if called is None:
            return
        if called.library == "assert" and isinstance(node.call, ast.Call) and node.call.arguments:
            self._environment = self._narrowed(self._environment, node.call.arguments[0], True)
        if called.never_returns:
            self._environment = None

    def _do(self, node: ast.Do) -> None:
        self._block(node.body)

    def _if(self, node: ast.If) -> None:
        ends: list[Environment | None] = []
        for clause in node.clauses:
            self._evaluate(clause.condition)
            otherwise = _copied(self._narrowed(self._environment, clause.condition, False))
            self._environment = _copied(self._narrowed(self._environment, clause.condition, True))
            self._block(clause.body)
            ends.append(self._environment)
            self._environment = otherwise
        if node.orelse is not None:
            self._block(node.orelse)
        ends.append(self._environment)
        self._environment = joined(ends)

    def _return(self, node: ast.Return) -> None:
        values = self._list(node.values)
        if self._environment is not None or node not in self.returns:
            self.returns[node] = values
            for number, value in enumerate(node.values):
                if number < len(self._promised):
                    self.promises[value] = (self._promised[number], values.at(number))
        self._environment = None

    def _break(self, node: ast.Break) -> None:
        if self._breaks:
            self._breaks[-1].append(self._environment)
        self._environment = None

    def _goto(self, node: ast.Goto) -> None:
        self._waiting.setdefault(node.label, []).append(self._environment)
        self._environment = None

    def _label(self, node: ast.Label) -> None:
        coming = self._waiting.pop(node.name, [])
        for label in self.scope.facts.labels:
            if label.node is node and any(jump.start > node.start for jump in label.jumps):
                self._environment = {}  # whatever comes back may have changed everything
                for variable in self.scope.facts.variables:
                    if variable.function is self.function and any(use.access == WRITE for use in variable.uses):
                        self._environment[(variable, ())] = settled.annotated(self.scope, variable) or UNKNOWN
                return
        self._environment = joined([self._environment, *coming])

    # -- loops

    def _while(self, node: ast.While) -> None:
        def body() -> None:
            self._evaluate(node.condition)
            leaving = _copied(self._narrowed(self._environment, node.condition, False))
            if not isinstance(node.condition, ast.TrueLiteral):
                self._breaks[-1].append(leaving)
            self._environment = self._narrowed(self._environment, node.condition, True)
            self._block(node.body)

        self._loop(node.start, node.end, body)

    def _repeat(self, node: ast.Repeat) -> None:
        def body() -> None:
            self._block(node.body)
            self._evaluate(node.condition)
            if not isinstance(node.condition, ast.FalseLiteral):
                self._breaks[-1].append(_copied(self._narrowed(self._environment, node.condition, True)))
            self._environment = self._narrowed(self._environment, node.condition, False)

        self._loop(node.start, node.end, body)

    def _numeric_for(self, node: ast.NumericFor) -> None:
        bounds = [self._evaluate(node.first), self._evaluate(node.limit)]
        if node.step is not None:
            bounds.append(self._evaluate(node.step))
        kinds = {widened(bounds[0]), *(widened(kind) for kind in bounds[2:])}
        kind = INTEGER if kinds == {INTEGER} and self.scope.snapshot.dialect.integers else NUMBER
        variable = self.scope.facts.variable_of.get(node.variable)
        if variable is not None:
            self.declared[variable] = kind

        def body() -> None:
            self._breaks[-1].append(_copied(self._environment))
            self._block(node.body)

        self._loop(node.body.start, node.end, body)

    def _generic_for(self, node: ast.GenericFor) -> None:
        values = self._list(node.values)
        kinds = self._iterated(node, values)
        for number, name in enumerate(node.names):
            variable = self.scope.facts.variable_of.get(name)
            if variable is not None:
                noted = settled.annotated(self.scope, variable)
                self.declared[variable] = noted if noted is not None else kinds.at(number)

        def body() -> None:
            self._breaks[-1].append(_copied(self._environment))
            self._block(node.body)

        self._loop(node.body.start, node.end, body)

    def _iterated(self, node: ast.GenericFor, values: Values) -> Values:
        """The types of what a loop goes over."""
        scope = self.scope
        first = node.values[0]
        if len(node.values) == 1:
            self.iterated[first] = values.at(0)
        called = self.calls.get(first)
        if called is not None and called.library in ("pairs", "ipairs") and isinstance(first, ast.Call):
            over = self.types.get(first.arguments[0], UNKNOWN) if first.arguments else UNKNOWN
            over = without_nil(declared.resolved(scope, over))
            if called.library == "ipairs":
                number = INTEGER if scope.snapshot.dialect.integers else NUMBER
                return Values((number, without_nil(element(scope, over, INTEGER))))
            return pairs_of(scope, over)
        if called is not None and called.library in ("string.gmatch", "io.lines", "gmatch", "lines"):
            return ANYTHING
        iterator = values.at(0)
        if isinstance(iterator, Function) and iterator.returns is not None:
            return Values((without_nil(iterator.returns[0]), *iterator.returns[1:]) if iterator.returns else (), ANY)
        return ANYTHING

    def _loop(self, start: int, end: int, body: Callable[[], None]) -> None:
        """Walk a loop's body, given as what happens from its head to its end."""
        written = written_between(self.scope.unit, start, end)
        if self._environment is not None:
            for variable in written:
                key: Reference = (variable, ())
                if key in self._environment:
                    self._environment[key] = widened(self._environment[key])
        before = self._environment
        # Fields that the loop assigns to, or calls that may, undo what is known of them before it.
        head = None if before is None else {key: kind for key, kind in before.items() if not key[1]}
        self._loops += 1
        passes = 1 if not written or self._loops > _DEEPEST_LOOP else _MOST_PASSES
        if head is not None and written and passes == 1:
            for variable in written:
                head[(variable, ())] = settled.annotated(self.scope, variable) or UNKNOWN
        for number in range(passes):
            self._environment = None if head is None else dict(head)
            self._breaks.append([])
            body()
            left = self._breaks.pop()
            again = joined([before, self._environment])
            after = joined(left)
            if head is None or again is None or number == passes - 1:
                break
            changed = [v for v in written if (v, ()) in head and widened(again.get((v, ()), UNKNOWN)) != head[(v, ())]]
            if not changed:
                break
            for variable in changed:
                last = number == passes - 2
                kind = UNKNOWN if last else widened(again.get((variable, ()), UNKNOWN))
                head[(variable, ())] = kind if not last else settled.annotated(self.scope, variable) or UNKNOWN
        self._loops -= 1
        self._environment = after

    # -- expressions

    def _list(self, exprs: list[ast.Expr]) -> Values:
        """The values of a list of expressions."""
        kinds: list[Type] = []
        for number, expr in enumerate(exprs):
            kind = self._evaluate(expr)
            if number < len(exprs) - 1 or not isinstance(expr, (ast.Call, ast.MethodCall, ast.Vararg)):
                kinds.append(kind)
            elif isinstance(expr, ast.Vararg):
                return Values((*kinds, kind), kind)
            else:
                values = self.calls[expr].values if expr in self.calls else ANYTHING
                return Values((*kinds, kind, *values.first[1:]), values.rest)
        return Values(tuple(kinds))

    def _evaluate(self, expr: ast.Expr) -> Type:
        handler = _EXPRESSIONS.get(type(expr))
        kind = UNKNOWN if handler is None else handler(self, expr)
        self.types[expr] = kind = self._cast_to(expr, kind)
        return kind

    def _cast_to(self, expr: ast.Expr, kind: Type) -> Type:
        """The type of an expression, or what a comment ``--[[@as T]]`` behind it says."""
        if self._has_casts:
            unit = self.scope.unit
            match = _AS.match(unit.text, expr.end - unit.origin)
            if match is not None:
                return read(match[2].decode("utf-8", "replace"))
        return kind

    def _constant(self, expr: ast.Expr) -> Type:
        found = narrowing.constant(expr)
        assert found is not None
        if isinstance(found, Literal) and found.basic == "integer" and not self.scope.snapshot.dialect.integers:
            return Literal("number", found.text)
        return found

    def _vararg(self, expr: ast.Vararg) -> Type:
        return settled.of_vararg(self.scope, self.function)

    def _name(self, expr: ast.Name) -> Type:
        variable = self.scope.facts.variable_of.get(expr)
        key: Reference = (expr.name if variable is None else variable, ())
        if self._environment is not None:
            known = self._environment.get(key)
            if known is not None:
                return known
        return self._settled(variable) if variable is not None else settled.of_free(self.scope, expr)

    def _settled(self, variable: Variable) -> Type:
        if variable.function is self.function and variable in self.declared:
            if self._is_stable(variable):
                return self.declared[variable]
            kind = without_nil(settled.with_writes(self.scope, variable, self.declared[variable]))
            return kind if members(kind) else UNKNOWN
        # Others assign to it, or it is another function's: what that one has checked is not seen here.
        kind = without_nil(settled.of_variable(self.scope, variable))
        return kind if members(kind) else UNKNOWN

    def _function(self, expr: ast.Function) -> Type:
        return of_node(self.scope, expr)

    def _spine(self, expr: ast.Expr) -> Type:
        """The type of indices and calls that follow each other; a long chain of them is walked in a loop."""
        spine: list[ast.Index | ast.Call | ast.MethodCall] = []
        while isinstance(expr, (ast.Index, ast.Call, ast.MethodCall)):
            spine.append(expr)
            expr = left_part(expr)
        kind = self._evaluate(expr)
        for node in reversed(spine):
            if isinstance(node, ast.Index):
                kind = self._index(node, kind)
            elif isinstance(node, ast.Call):
                kind = self._called(node, kind, None)
            else:
                kind = self._method_call(node, kind)
            if node is not spine[0]:
                self.types[node] = kind = self._cast_to(node, kind)
        return kind

    def _index(self, expr: ast.Index, owner: Type) -> Type:
        key = self._evaluate(expr.key)
        if self._environment is not None and isinstance(expr.key, ast.String):
            named = reference(self.scope.facts, expr)
            known = None if named is None else self._environment.get(named)
            if known is not None:
                return known
        if isinstance(expr.key, ast.String):
            return field(self.scope, owner, expr.key.value)
        return element(self.scope, owner, key)

    def _paren(self, expr: ast.Paren) -> Type:
        return self._evaluate(expr.inner)

    def _table(self, expr: ast.Table) -> Type:
        for item in expr.items:
            if item.key is not None:
                self._evaluate(item.key)
            self._evaluate(item.value)
        return settled.of_table(self.scope, expr)

    def _unary(self, expr: ast.Unary) -> Type:
        return unary(expr.op, self._evaluate(expr.operand), self.scope.snapshot.dialect.integers)

    def _binary(self, expr: ast.Binary) -> Type:
        spine: list[ast.Binary] = []
        node: ast.Expr = expr
        while isinstance(node, ast.Binary):
            spine.append(node)
            node = node.left
        left = self._evaluate(node)
        for one_ in reversed(spine):
            if one_.op in ("and", "or"):
                before = self._environment
                self._environment = _copied(self._narrowed(before, one_.left, one_.op == "and"))
                right = self._evaluate(one_.right)
                self._environment = before
                left = logical(one_.op, declared.unaliased(self.scope, left), right)
            else:
                right = self._evaluate(one_.right)
                left = binary(one_.op, left, right, self.scope.snapshot.dialect)
            self.types[one_] = left
        return left

    def _method_call(self, expr: ast.MethodCall, owner: Type) -> Type:
        named = reference(self.scope.facts, expr.object)
        known = None
        if named is not None and self._environment is not None:
            known = self._environment.get((named[0], (*named[1], expr.name.value)))
        callee = known if known is not None else field(self.scope, owner, expr.name.value)
        self.types[expr.name] = callee
        return self._called(expr, callee, owner)

    def _called(self, expr: ast.Call | ast.MethodCall, callee: Type, owner: Type | None) -> Type:
        self._expect(expr, callee, owner)
        arguments = self._list(expr.arguments)
        found = call(self.scope, expr, callee, owner, arguments)
        self.calls[expr] = found
        if self._environment is not None and not found.is_harmless:
            forget_fields(self._environment, self._stable)
        return found.values.at(0)

    def _expect(self, expr: ast.Call | ast.MethodCall, callee: Type, owner: Type | None) -> None:
        """Note what functions a call wants for the function expressions among its arguments."""
        if not isinstance(callee, Function):
            return
        parameters = callee.parameters
        if (callee.is_method and owner is not None) or (owner is not None and parameters and not callee.is_method):
            parameters = parameters[1:]
        for parameter, argument in zip(parameters, expr.arguments, strict=False):
            if isinstance(argument, ast.Function):
                wanted = declared.resolved(self.scope, parameter.type)
                for member in members(wanted):
                    if isinstance(member, Function):
                        self.expected[argument] = member

    # -- conditions

    def _narrowed(self, environment: Environment | None, expr: ast.Expr, is_true: bool) -> Environment | None:
        """What is known if a condition that has been evaluated is true, or false."""
        if environment is None:
            return None
        if isinstance(expr, ast.Paren):
            return self._narrowed(environment, expr.inner, is_true)
        if isinstance(expr, ast.Unary) and expr.op == "not":
            return self._narrowed(environment, expr.operand, not is_true)
        if isinstance(expr, ast.Binary):
            if expr.op in ("and", "or"):
                both = (expr.op == "and") == is_true
                first = self._narrowed(environment, expr.left, is_true)
                if both:
                    return self._narrowed(first, expr.right, is_true)
                second = self._narrowed(self._narrowed(environment, expr.left, not is_true), expr.right, is_true)
                return joined([first, second])
            if expr.op in ("==", "~="):
                return self._compared(environment, expr, (expr.op == "==") == is_true)
            return environment
        if isinstance(expr, (ast.Name, ast.Index)):
            return self._narrow(environment, expr, truthy if is_true else narrowing.falsy_here)
        if isinstance(expr, ast.Call) and is_true and (test := self.calls.get(expr)) is not None:
            if test.library == "assert" and expr.arguments:
                return self._narrowed(environment, expr.arguments[0], True)
        if isinstance(expr, (ast.TrueLiteral, ast.FalseLiteral, ast.Nil)):
            return environment if isinstance(expr, ast.TrueLiteral) == is_true else None
        return environment

    def _compared(self, environment: Environment, expr: ast.Binary, same: bool) -> Environment:
        for side, other in ((expr.left, expr.right), (expr.right, expr.left)):
            tested = narrowing.type_test(side)
            if tested is not None and isinstance(other, ast.String):
                change = narrowing.is_type if same else narrowing.is_not_type
                return self._narrow(environment, tested, partial(change, name=other.value))
            value = narrowing.constant(other)
            if value is not None and isinstance(side, (ast.Name, ast.Index)):
                against = narrowing.is_equal if same else narrowing.is_not_equal
                return self._narrow(environment, side, partial(against, value=value))
        return environment

    def _narrow(self, environment: Environment, expr: ast.Expr, change: Callable[[Type], Type]) -> Environment:
        key = reference(self.scope.facts, expr)
        if key is None:
            return environment
        before = environment.get(key)
        if before is None:
            before = self.types.get(expr)
            if before is None:
                return environment
        after = change(declared.unaliased(self.scope, before))
        if not members(after):
            after = UNKNOWN  # a check against what is said of it: then that is not so
        if after == before:
            return environment
        root = key[0]
        exact = isinstance(root, Variable) and not key[1] and self._is_stable(root)
        if not exact and (NIL in members(after) or FALSE in members(after)):
            return environment  # a call in between may change it, and often is there for that
        return {**environment, key: after}


def _copied(environment: Environment | None) -> Environment | None:
    """What is known where ways part: each goes on with its own."""
    return None if environment is None else dict(environment)


def pairs_of(scope: Scope, over: Type) -> Values:
    """The keys and values of a table."""
    if isinstance(over, Array):
        return Values((INTEGER if scope.snapshot.dialect.integers else NUMBER, over.element))
    if isinstance(over, Map):
        return Values((over.key, over.value))
    if isinstance(over, Tuple) and over.items:
        return Values((INTEGER, union(over.items)))
    if isinstance(over, Named):
        for rest in declared.indexer(scope, over):
            if not declared.fields(scope, over).keys() - {f"[{rest.key}]"}:
                return Values((rest.key, rest.value))
    return ANYTHING


def written_between(unit: Unit, start: int, end: int) -> list[Variable]:
    """The variables of a unit that are assigned to between two offsets, but not all of them declared there."""
    known = unit.memory.get("written variables")
    if not isinstance(known, list):
        known = [
            (use.node.start, variable)
            for variable in unit.facts.variables
            for use in variable.uses
            if use.access == WRITE
        ]
        known.sort(key=lambda entry: entry[0])
        unit.memory["written variables"] = known
    found: dict[Variable, None] = {}
    for at in range(bisect_left(known, start, key=lambda entry: entry[0]), len(known)):
        place, variable = known[at]
        if place >= end:
            break
        if variable.node.start < start:
            found[variable] = None
    return list(found)


_STATEMENTS: Final[dict[type[ast.Node], Callable[..., None]]] = {
    ast.Local: Flow._local,
    ast.LocalFunction: Flow._local_function,
    ast.FunctionStat: Flow._function_statement,
    ast.Assign: Flow._assign,
    ast.CallStat: Flow._call_statement,
    ast.Do: Flow._do,
    ast.If: Flow._if,
    ast.While: Flow._while,
    ast.Repeat: Flow._repeat,
    ast.NumericFor: Flow._numeric_for,
    ast.GenericFor: Flow._generic_for,
    ast.Return: Flow._return,
    ast.Break: Flow._break,
    ast.Goto: Flow._goto,
    ast.Label: Flow._label,
}
_EXPRESSIONS: Final[dict[type[ast.Node], Callable[..., Type]]] = {
    ast.Nil: Flow._constant,
    ast.TrueLiteral: Flow._constant,
    ast.FalseLiteral: Flow._constant,
    ast.Number: Flow._constant,
    ast.String: Flow._constant,
    ast.Vararg: Flow._vararg,
    ast.Name: Flow._name,
    ast.Function: Flow._function,
    ast.Index: Flow._spine,
    ast.Paren: Flow._paren,
    ast.Table: Flow._table,
    ast.Unary: Flow._unary,
    ast.Binary: Flow._binary,
    ast.Call: Flow._spine,
    ast.MethodCall: Flow._spine,
}
