"""The resolver: one pass over a chunk that fills in its `Scopes`.

It visits the tree in the order of the text, as PUC Lua's compiler does, because the order in which
names are met decides how upvalues are numbered and which error comes first.  Long chains that lean
to the left (``a + b + c ...``, ``a.b.c ...``) are walked in a loop; real nesting is limited.
Relies on `variables`, `levels` and `labels`.
"""

from typing import Final, final

from engine.compiler import scopes as kinds
from engine.compiler.levels import Level
from engine.compiler.positions import Positions
from engine.compiler.scopes import FunctionScope, Scopes, Variable
from engine.compiler.variables import VariableResolver
from engine.syntax import ast
from engine.syntax.errors import LuaSyntaxError

_MAX_DEPTH: Final = 1000  # nested expressions and blocks; the parser allows fewer

# The locals of a vararg function that its text does not name.
_ARG: Final = b"arg"
_VARARG_TABLE: Final = b"(vararg table)"


def resolve(chunk: ast.Chunk, positions: Positions) -> Scopes:
    """Resolve every name, label and constant of a chunk.  Raises LuaSyntaxError for what manual 3.3 forbids."""
    resolver = _Resolver(positions, -1, False)
    resolver.main(chunk)
    return resolver.scopes


def resolve_beginning(chunk: ast.Chunk, positions: Positions, after_block: bool) -> None:
    """The same for a text that is cut off at a syntax error: raises only what PUC Lua finds before that one.

    `after_block` tells that a block's statements are complete there, and the token is missing that closes it.
    """
    _Resolver(positions, chunk.end, after_block).main(chunk)


@final
class _Resolver(VariableResolver):
    def __init__(self, positions: Positions, end: int, after_block: bool) -> None:
        super().__init__(positions)
        self._depth = 0
        self._end: Final = end  # where a text ends that is cut off, else -1
        self._after_block = after_block  # the next block that lacks its end lacks nothing else

    # -- functions and blocks

    def main(self, chunk: ast.Chunk) -> None:
        level = Level(self.scopes.main, self.scopes, self.positions)
        self.levels.append(level)
        level.labels.enter_block(False)
        self._statements(chunk.body, False)
        self._leave(chunk.end, self._end < 0)

    def _function(self, node: ast.Function) -> None:
        scope = FunctionScope(self.levels[-1].scope, node)
        self.scopes.functions[node] = scope
        level = Level(scope, self.scopes, self.positions)
        self.levels.append(level)
        level.labels.enter_block(False)
        if self.own_environments:
            self.capture(self.environment, -1, node)
        self._parameters(node, level)
        self._statements(node.body, False)
        self._leave(node.end, self._has_ended(node.body))
        self.levels.pop()
        self._settle_vararg(scope)

    def _parameters(self, node: ast.Function, level: Level) -> None:
        last = node.vararg if node.vararg is not None else node.parameters[-1] if node.parameters else None
        offset = node.start if last is None else last.end
        for parameter in node.parameters:
            self.declare(parameter, kinds.PARAMETER, None, node.body.start, offset)
        if not node.is_vararg:
            return
        if node.vararg is not None:
            level.scope.vararg = self.declare(node.vararg, kinds.VARARG, b"const", node.body.start, offset)
        elif self.dialect.named_varargs:
            level.scope.vararg = self.declare_hidden(_VARARG_TABLE, kinds.VARARG, node)
        elif self.dialect.vararg_table:
            level.scope.vararg = self.declare_hidden(_ARG, kinds.PARAMETER, node)

    def _settle_vararg(self, scope: FunctionScope) -> None:
        """Decide, at the end of a function, whether it needs its extra arguments in a table."""
        vararg = scope.vararg
        if vararg is not None:
            if vararg.kind == kinds.VARARG:
                scope.has_vararg_table = vararg.needs_table or vararg.captured
            else:
                scope.has_vararg_table = not scope.uses_varargs

    def _block(self, block: ast.Block, is_loop: bool) -> None:
        self.levels[-1].labels.enter_block(is_loop)
        self._statements(block, False)
        # PUC Lua ends a block before it looks whether the token that ends it is the right one.
        after_block = self._after_block
        self._leave(block.end, self._has_ended(block) or after_block)

    def _is_whole(self, block: ast.Block) -> bool:
        """Whether the token is there that ends the block."""
        return self._end < 0 or block.end < self._end

    def _has_ended(self, block: ast.Block) -> bool:
        """The same, where the block has been resolved."""
        if self._is_whole(block):
            return True
        self._after_block = False
        return False

    def _leave(self, offset: int, is_whole: bool) -> None:
        """End the innermost block: its variables end here."""
        level = self.levels[-1]
        level.deactivate(level.labels.leave_block(offset, is_whole), offset)

    def _deeper(self, node: ast.Node) -> None:
        self.positions.come_to(node)
        self._depth += 1
        if self._depth > _MAX_DEPTH:
            raise LuaSyntaxError(b"C stack overflow", node.line, node.start)

    # -- statements

    def _statements(self, block: ast.Block, is_repeat: bool) -> None:
        self._deeper(block)
        statements = block.statements
        at = 0
        while at < len(statements):
            statement = statements[at]
            if isinstance(statement, ast.Label):
                at = self._label_run(block, at, is_repeat)
            else:
                self._statement(statement)
                at += 1
        self._depth -= 1

    def _label_run(self, block: ast.Block, first: int, is_repeat: bool) -> int:
        """Labels in a row; the index behind them.

        PUC Lua reads them all before it settles the last one, then the one before it, and so on.
        """
        labels = self.levels[-1].labels
        statements = block.statements
        after = first
        run: list[ast.Label] = []
        while after < len(statements):
            statement = statements[after]
            if not isinstance(statement, ast.Label):
                break
            run.append(statement)
            after += 1
            if not self.dialect.empty_statements and self.positions.is_semicolon(statement.end):
                break  # it ends the label's statement
        offset = run[-1].end
        is_last = after == len(statements) and self._ends_block(offset, block, is_repeat)
        of_blocks = not self.dialect.function_labels
        if of_blocks:
            for label in run:
                labels.define(label, label.name_start + len(label.name))
        if not self._is_closed(run[-1]):
            return after
        while run:
            label = run.pop()
            if not of_blocks:
                labels.define(label, offset)
            labels.settle(label, is_last, offset)
        return after

    def _is_closed(self, label: ast.Label) -> bool:
        return self._end < 0 or (label.name != b"" and self.positions.is_behind(b"::", label.end))

    def _ends_block(self, offset: int, block: ast.Block, is_repeat: bool) -> bool:
        """Whether nothing but the end of its block, and of the scope of its variables, follows labels that end here."""
        if self._is_whole(block) and self.dialect.empty_statements:
            return not is_repeat
        return self.positions.ends_block(self.positions.behind_semicolons(offset))

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
            self.declare(node.name, kinds.FUNCTION, None, node.name.start, node.name.end)
            self._function(node.function)
        elif isinstance(node, ast.FunctionStat):
            self._function_statement(node)
        else:
            self._control(node)

    def _control(self, node: ast.Stat) -> None:
        labels = self.levels[-1].labels
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
        elif isinstance(node, ast.Global):
            self._global(node)
        elif isinstance(node, ast.GlobalAll):
            self.add_global(Variable(b"*", kinds.EVERYTHING, node.attrib, None, self.levels[-1].scope), node.end)
        elif isinstance(node, ast.GlobalFunction):
            self.declare_global(node.name, None, node.name.start)
            self.global_name(node.name)
            self.writes_global(node.name)
            self._function(node.function)

    def _local(self, node: ast.Local) -> None:
        for at, declared in enumerate(node.names):
            self.room(declared.name, at)
        self._exprs(node.values)
        constant = None
        if len(node.names) == len(node.values) and node.names[-1].attrib == b"const":
            constant = self.scopes.constant_of(node.values[-1])
        for at, declared in enumerate(node.names):
            known = constant if at == len(node.names) - 1 else None
            self.declare(declared.name, kinds.LOCAL, declared.attrib, node.end, node.end, known)

    def _global(self, node: ast.Global) -> None:
        if node.values:
            for declared in node.names:
                self.global_name(declared.name)
                self.writes_global(declared.name)
            self._exprs(node.values)
        for declared in node.names:
            self.declare_global(declared.name, declared.attrib, node.end)

    def _assign(self, node: ast.Assign) -> None:
        for target in node.targets:
            if isinstance(target, ast.Name):
                self.assigned(target, target.end)
            else:
                self._item(target)
        self._exprs(node.values)

    def _item(self, target: ast.Expr) -> None:
        """A table's entry as the target of an assignment."""
        self._expr(target)
        if isinstance(target, ast.Index) and isinstance(target.object, ast.Name):
            variable = self.scopes.variables.get(target.object)
            if variable is not None:
                variable.needs_table = True

    def _function_statement(self, node: ast.FunctionStat) -> None:
        target = node.target
        if not isinstance(target, ast.Name):
            self._item(target)
            self._function(node.function)
            return
        if self.dialect.constants_checked_first:
            self.assigned(target, target.end)
            self._function(node.function)
            return
        variable = self.name(target)
        self._function(node.function)
        if variable is not None:
            variable.assigned = True
            if self._is_whole(node.function.body):
                self.check_writable(target.name, variable, node.end)

    def _repeat(self, node: ast.Repeat) -> None:
        labels = self.levels[-1].labels
        labels.enter_block(True)
        labels.enter_block(False)
        self._statements(node.body, True)
        self._expr(node.condition)
        has_ended = self._has_ended(node.body)
        self._leave(node.end, has_ended)
        self._leave(node.end, has_ended)

    def _numeric_for(self, node: ast.NumericFor) -> None:
        self.levels[-1].labels.enter_block(True)
        self.room(node.variable, 3)
        self._expr(node.first)
        self._expr(node.limit)
        if node.step is not None:
            self._expr(node.step)
        last = node.limit if node.step is None else node.step
        self.declare_states(node.variable, 3, last.end)
        self._loop_body([node.variable], node.body)

    def _generic_for(self, node: ast.GenericFor) -> None:
        self.levels[-1].labels.enter_block(True)
        for at, name in enumerate(node.names):
            self.room(name, self.dialect.loop_values + at)
        self._exprs(node.values)
        self.declare_states(node.names[0], self.dialect.loop_values, node.values[-1].end)
        self._loop_body(node.names, node.body)

    def _loop_body(self, names: list[ast.Name], body: ast.Block) -> None:
        self.levels[-1].labels.enter_block(False)
        attrib = b"const" if self.dialect.constant_loop_variables else None
        for name in names:
            self.declare(name, kinds.LOOP, attrib, body.start, body.start)
            attrib = None
        self._block(body, False)
        self._leave(body.end, self._is_whole(body))
        self._leave(body.end, self._is_whole(body))

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
        if spine and isinstance(spine[-1], ast.Index) and isinstance(node, ast.Name):
            self.name(node, is_indexed=True)
        else:
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
            self.name(node)
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
        elif isinstance(node, ast.Vararg):
            self.levels[-1].scope.uses_varargs = True
