"""The resolver: one pass over a chunk that fills in its `Scopes`.

It visits the tree in the order of the text, as PUC Lua's compiler does, because the order in which
names are met decides how upvalues are numbered and which error comes first.  Long chains that lean
to the left (``a + b + c ...``, ``a.b.c ...``) are walked in a loop; real nesting is limited.
Relies on `scopes`, `labels` and `positions`.
"""

from typing import Final, final

from engine.compiler import scopes as kinds
from engine.compiler.labels import Labels
from engine.compiler.positions import Positions
from engine.compiler.proto import ENVIRONMENT, OWN_ENVIRONMENT
from engine.compiler.scopes import FunctionScope, Scopes, Upvalue, Variable
from engine.syntax import ast
from engine.syntax.errors import LuaSyntaxError

MAX_LOCALS: Final = 200  # active local variables in a function
MAX_UPVALUES: Final = 255
_MAX_DEPTH: Final = 1000  # nested expressions and blocks; the parser allows fewer


def resolve(chunk: ast.Chunk, positions: Positions) -> Scopes:
    """Resolve every name, label and constant of a chunk.  Raises LuaSyntaxError for what manual 3.3 forbids."""
    resolver = _Resolver(positions)
    resolver.main(chunk)
    return resolver.scopes


@final
class _Level:
    """A function being resolved: its active variables, in order and by name, and its labels."""

    def __init__(self, scope: FunctionScope, scopes: Scopes, positions: Positions) -> None:
        self.scope: Final = scope
        self.active: Final[list[Variable]] = []
        self.by_name: Final[dict[bytes, list[Variable]]] = {}
        self.labels: Final = Labels(scopes, positions, self.active)

    def find(self, name: bytes) -> Variable | None:
        found = self.by_name.get(name)
        return found[-1] if found else None


@final
class _Resolver:
    def __init__(self, positions: Positions) -> None:
        self.scopes: Final = Scopes()
        self._positions: Final = positions
        self._levels: Final[list[_Level]] = []
        self._depth = 0
        scope = self.scopes.main
        # An environment of its own is captured by every function, whether or not it uses globals.
        self._own_environments: Final = positions.dialect.function_environments
        name = OWN_ENVIRONMENT if self._own_environments else ENVIRONMENT
        self._environment: Final = Variable(name, kinds.ENVIRONMENT, None, None, scope)
        scope.upvalues.append(Upvalue(self._environment, True, 0))
        scope.upvalue_indices[self._environment] = 0

    # -- functions and blocks

    def main(self, chunk: ast.Chunk) -> None:
        level = _Level(self.scopes.main, self.scopes, self._positions)
        self._levels.append(level)
        level.labels.enter_block(False)
        self._statements(chunk.body, False)
        self._leave(chunk.end)

    def _function(self, node: ast.Function) -> None:
        scope = FunctionScope(self._levels[-1].scope, node)
        self.scopes.functions[node] = scope
        level = _Level(scope, self.scopes, self._positions)
        self._levels.append(level)
        level.labels.enter_block(False)
        if self._own_environments:
            self._capture(self._environment, -1, node)
        for parameter in node.parameters:
            self._declare(parameter, kinds.PARAMETER, None, node.body.start)
        self._statements(node.body, False)
        self._leave(node.end)
        self._levels.pop()

    def _block(self, block: ast.Block, is_loop: bool) -> None:
        self._levels[-1].labels.enter_block(is_loop)
        self._statements(block, False)
        self._leave(block.end)

    def _leave(self, offset: int) -> None:
        """End the innermost block: its variables end here."""
        level = self._levels[-1]
        left = level.labels.leave_block(offset)
        while len(level.active) > left:
            variable = level.active.pop()
            variable.end = offset
            level.by_name[variable.name].pop()

    def _deeper(self, node: ast.Node) -> None:
        self._depth += 1
        if self._depth > _MAX_DEPTH:
            raise LuaSyntaxError(b"C stack overflow", node.line, node.start)

    # -- variables

    def _room(self, name: ast.Name, pending: int) -> None:
        """Check that one more local can be declared, besides the `pending` ones that are not active yet."""
        level = self._levels[-1]
        if len(level.active) + pending >= MAX_LOCALS:
            raise self._positions.too_many(b"local variables", MAX_LOCALS, level.scope.line, name.end)

    def _declare(self, name: ast.Name, kind: str, attrib: bytes | None, start: int) -> Variable:
        """Make a variable active; it is visible from the byte `start` on."""
        self._room(name, 0)
        level = self._levels[-1]
        variable = Variable(name.name, kind, attrib, name, level.scope)
        variable.start = start
        level.scope.variables.append(variable)
        self.scopes.variables[name] = variable
        self._activate(level, variable)
        return variable

    def _activate(self, level: _Level, variable: Variable) -> None:
        level.active.append(variable)
        found = level.by_name.get(variable.name)
        if found is None:
            level.by_name[variable.name] = [variable]
        else:
            found.append(variable)

    def _states(self, first: ast.Name, count: int) -> None:
        """The unnamed variables of a for loop."""
        level = self._levels[-1]
        for _ in range(count):
            self._room(first, 0)
            self._activate(level, Variable(b"(for state)", kinds.STATE, None, None, level.scope))

    def _name(self, node: ast.Name) -> Variable | None:
        """Resolve a use of a name; its variable, None for a global."""
        variable = self._find(node.name, node)
        if variable is None:
            environment = self._find(self._environment.name, node)
            assert environment is not None
            self.scopes.environments[node] = environment
            return None
        self.scopes.variables[node] = variable
        variable.references.append(node)
        return variable

    def _find(self, name: bytes, node: ast.Name) -> Variable | None:
        """The visible variable of this name, made an upvalue of the functions between it and here."""
        at = len(self._levels) - 1
        while at >= 0:
            variable = self._levels[at].find(name)
            if variable is not None:
                if variable.constant is None and at < len(self._levels) - 1:
                    variable.captured = True
                    self._capture(variable, at, node)
                return variable
            at -= 1
        if name == self._environment.name:
            self._capture(self._environment, -1, node)
            return self._environment
        return None

    def _capture(self, variable: Variable, home: int, node: ast.Node) -> None:
        """Make the variable an upvalue of every function inside its home; the main function has its own of _ENV."""
        for at in range(max(home, 0) + 1, len(self._levels)):
            scope = self._levels[at].scope
            if variable in scope.upvalue_indices:
                continue
            if len(scope.upvalues) >= MAX_UPVALUES:
                raise self._positions.too_many(b"upvalues", MAX_UPVALUES, scope.line, node.end)
            in_stack = at - 1 == home
            index = 0 if in_stack else self._levels[at - 1].scope.upvalue_indices[variable]
            scope.upvalue_indices[variable] = len(scope.upvalues)
            scope.upvalues.append(Upvalue(variable, in_stack, index))

    def _assigned(self, target: ast.Name, offset: int) -> None:
        """A use of a name as the target of an assignment; an error about it is found behind `offset`."""
        variable = self._name(target)
        if variable is not None:
            variable.assigned = True
            self._check_writable(variable, offset)

    def _check_writable(self, variable: Variable, offset: int) -> None:
        if variable.attrib is not None:
            message = b"attempt to assign to const variable '%s'" % variable.name
            raise self._positions.error_behind(message, offset)

    # -- statements

    def _statements(self, block: ast.Block, is_repeat: bool) -> None:
        self._deeper(block)
        statements = block.statements
        at = 0
        while at < len(statements):
            statement = statements[at]
            if isinstance(statement, ast.Label):
                at = self._label_run(statements, at, is_repeat)
            else:
                self._statement(statement)
                at += 1
        self._depth -= 1

    def _label_run(self, statements: list[ast.Stat], first: int, is_repeat: bool) -> int:
        """Labels in a row, which PUC Lua defines last to first; the index behind them."""
        after = first
        run: list[ast.Label] = []
        while after < len(statements):
            statement = statements[after]
            if not isinstance(statement, ast.Label):
                break
            run.append(statement)
            after += 1
        is_last = after == len(statements) and not is_repeat
        offset = run[-1].end
        while run:
            self._levels[-1].labels.add_label(run.pop(), is_last, offset)
        return after

    def _statement(self, node: ast.Stat) -> None:
        if isinstance(node, ast.CallStat):
            self._expr(node.call)
        elif isinstance(node, ast.Local):
            self._local(node)
        elif isinstance(node, ast.Assign):
            self._assign(node)
        elif isinstance(node, ast.If):
            for clause in node.clauses:
                self._expr(clause.condition)
                self._block(clause.body, False)
            if node.orelse is not None:
                self._block(node.orelse, False)
        elif isinstance(node, ast.Return):
            self._exprs(node.values)
        elif isinstance(node, ast.LocalFunction):
            self._declare(node.name, kinds.FUNCTION, None, node.name.start)
            self._function(node.function)
        elif isinstance(node, ast.FunctionStat):
            self._function_statement(node)
        else:
            self._control(node)

    def _control(self, node: ast.Stat) -> None:
        labels = self._levels[-1].labels
        if isinstance(node, ast.While):
            self._expr(node.condition)
            self._block(node.body, True)
        elif isinstance(node, ast.NumericFor):
            self._numeric_for(node)
        elif isinstance(node, ast.GenericFor):
            self._generic_for(node)
        elif isinstance(node, ast.Repeat):
            self._repeat(node)
        elif isinstance(node, ast.Do):
            self._block(node.body, False)
        elif isinstance(node, ast.Break):
            labels.add_break(node)
        elif isinstance(node, ast.Goto):
            labels.add_goto(node)

    def _local(self, node: ast.Local) -> None:
        for at, declared in enumerate(node.names):
            self._room(declared.name, at)
        self._exprs(node.values)
        constant = None
        if len(node.names) == len(node.values) and node.names[-1].attrib == b"const":
            constant = self.scopes.constant_of(node.values[-1])
        for declared in node.names:
            variable = self._declare(declared.name, kinds.LOCAL, declared.attrib, node.end)
        variable.constant = constant

    def _assign(self, node: ast.Assign) -> None:
        for target in node.targets:
            if isinstance(target, ast.Name):
                self._assigned(target, target.end)
            else:
                self._expr(target)
        self._exprs(node.values)

    def _function_statement(self, node: ast.FunctionStat) -> None:
        if not isinstance(node.target, ast.Name):
            self._expr(node.target)
            self._function(node.function)
            return
        variable = self._name(node.target)
        self._function(node.function)
        if variable is not None:
            variable.assigned = True
            self._check_writable(variable, node.end)

    def _repeat(self, node: ast.Repeat) -> None:
        labels = self._levels[-1].labels
        labels.enter_block(True)
        labels.enter_block(False)
        self._statements(node.body, True)
        self._expr(node.condition)
        self._leave(node.end)
        self._leave(node.end)

    def _numeric_for(self, node: ast.NumericFor) -> None:
        self._levels[-1].labels.enter_block(True)
        self._room(node.variable, 3)
        self._expr(node.first)
        self._expr(node.limit)
        if node.step is not None:
            self._expr(node.step)
        self._states(node.variable, 3)
        self._loop_body([node.variable], node.body)

    def _generic_for(self, node: ast.GenericFor) -> None:
        self._levels[-1].labels.enter_block(True)
        for at, name in enumerate(node.names):
            self._room(name, 4 + at)
        self._exprs(node.values)
        self._states(node.names[0], 4)
        self._loop_body(node.names, node.body)

    def _loop_body(self, names: list[ast.Name], body: ast.Block) -> None:
        self._levels[-1].labels.enter_block(False)
        for name in names:
            self._declare(name, kinds.LOOP, None, body.start)
        self._block(body, False)
        self._leave(body.end)
        self._leave(body.end)

    # -- expressions

    def _exprs(self, nodes: list[ast.Expr]) -> None:
        for node in nodes:
            self._expr(node)

    def _expr(self, node: ast.Expr) -> None:
        """Resolve an expression; its left spine is walked without recursion."""
        self._deeper(node)
        spine: list[ast.Expr] = []
        while True:
            if isinstance(node, ast.Binary):
                spine.append(node)
                node = node.left
            elif isinstance(node, ast.Index):
                spine.append(node)
                node = node.object
            elif isinstance(node, ast.Call):
                spine.append(node)
                node = node.function
            elif isinstance(node, ast.MethodCall):
                spine.append(node)
                node = node.object
            else:
                break
        self._leaf(node)
        while spine:
            self._rest(spine.pop())
        self._depth -= 1

    def _rest(self, node: ast.Expr) -> None:
        """What of a spine's node is not its left part."""
        if isinstance(node, ast.Binary):
            self._expr(node.right)
            self.scopes.fold(node)
        elif isinstance(node, ast.Index):
            if not node.dotted:
                self._expr(node.key)
        elif isinstance(node, (ast.Call, ast.MethodCall)):
            self._exprs(node.arguments)

    def _leaf(self, node: ast.Expr) -> None:
        if isinstance(node, ast.Name):
            self._name(node)
        elif isinstance(node, ast.Function):
            self._function(node)
        elif isinstance(node, ast.Table):
            for item in node.items:
                if item.key is not None:
                    self._expr(item.key)
                self._expr(item.value)
        elif isinstance(node, ast.Unary):
            self._expr(node.operand)
            self.scopes.fold(node)
        elif isinstance(node, ast.Paren):
            self._expr(node.inner)
            self.scopes.fold(node)
