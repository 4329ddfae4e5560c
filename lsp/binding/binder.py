"""The binder: one walk over a unit that fills in its `Facts`.

It reads trees with errors as well as good ones, and kinds of nodes that it does not know by their parts.
Relies on `facts` and `nodes`.
"""

from collections.abc import Callable
from typing import Any, Final

from engine.syntax import ast
from engine.syntax.nodes import children, dotted, is_call_of, left_part, text_of, value_at
from lsp.binding import facts as kinds
from lsp.binding.delicate import judge
from lsp.binding.facts import (
    DECLARE,
    FOREVER,
    READ,
    WRITE,
    CallUse,
    Facts,
    FieldUse,
    Flaw,
    FunctionFacts,
    Use,
    Variable,
)
from lsp.binding.jumps import Jumps

_ENVIRONMENT: Final = b"_ENV"
_SPINE: Final = (ast.Binary, ast.Index, ast.Call, ast.MethodCall)


def bind(statement: ast.Stat, source: bytes, offset: int, constant_loops: bool) -> Facts:
    """The facts of a top-level statement.

    `source` is the text of the unit, which begins at `offset` in the coordinates of the tree.  With `constant_loops`
    a loop's variables cannot be assigned to.
    """
    binder = _Binder(source, offset, constant_loops)
    binder.unit(statement)
    return binder.facts


class _Binder:
    def __init__(self, source: bytes, offset: int, constant_loops: bool) -> None:
        self.facts: Final = Facts()
        self._constant_loops: Final = constant_loops
        self._visible: Final[dict[bytes, list[Variable]]] = {}
        self._active: Final[list[Variable]] = []
        self._function = self.facts.main
        self._jumps = Jumps(self.facts, source, offset, self._active)
        self._top = True  # whether the statement being read is the unit's own
        self._handlers: Final[dict[type[ast.Node], Callable[[Any], None]]] = {
            ast.String: _nothing,
            ast.Number: _nothing,
            ast.Nil: _nothing,
            ast.TrueLiteral: _nothing,
            ast.FalseLiteral: _nothing,
            ast.Vararg: self._vararg,
            ast.Name: self._read,
            ast.Function: self._function_expression,
            ast.Index: self._spine,
            ast.Call: self._spine,
            ast.MethodCall: self._spine,
            ast.Binary: self._spine,
            ast.Table: self._table,
            ast.Block: self._block,
            ast.Local: self._local,
            ast.LocalFunction: self._local_function,
            ast.FunctionStat: self._function_statement,
            ast.Global: self._global,
            ast.GlobalFunction: self._global_function,
            ast.GlobalAll: self._global_all,
            ast.Assign: self._assign,
            ast.While: self._while,
            ast.Repeat: self._repeat,
            ast.NumericFor: self._numeric_for,
            ast.GenericFor: self._generic_for,
            ast.Return: self._return,
            ast.Break: self._jumps_break,
            ast.Goto: self._goto,
            ast.Label: self._label,
        }

    def unit(self, statement: ast.Stat) -> None:
        self._jumps.enter(False)
        self._visit(statement)
        self._jumps.leave_unit()
        self._leave(0, FOREVER)
        judge(self.facts)

    def _visit(self, node: ast.Node) -> None:
        handler = self._handlers.get(type(node))
        if handler is not None:
            handler(node)
        else:
            for part in children(node):
                self._visit(part)

    # -- names

    def _declare(
        self, node: ast.Name, kind: str, attrib: bytes | None, start: int, statement: ast.Node | None
    ) -> Variable:
        variable = Variable(node, kind, attrib, self._function, statement)
        variable.start = start
        self.facts.variables.append(variable)
        self.facts.variable_of[node] = variable
        self.facts.uses.append(self._use(node, DECLARE, variable))
        self._visible.setdefault(node.name, []).append(variable)
        self._active.append(variable)
        return variable

    def _use(self, node: ast.Name, access: int, variable: Variable | None) -> Use:
        return Use(node, access, variable, self._function)

    def _leave(self, level: int, end: int) -> None:
        """End the visibility of all variables but the first `level`."""
        while len(self._active) > level:
            variable = self._active.pop()
            variable.end = end
            self._visible[variable.name].pop()

    def _refer(self, node: ast.Name, access: int) -> Use:
        found = self._visible.get(node.name)
        variable = found[-1] if found else None
        if variable is not None and variable.kind == kinds.GLOBAL:
            return self._refer_to_global(node, access, variable)
        use = self._use(node, access, variable)
        self.facts.uses.append(use)
        if variable is not None:
            self.facts.variable_of[node] = variable
            variable.uses.append(use)
            if variable.function is not self._function:
                variable.captured = True
        elif node.name and not self._visible.get(_ENVIRONMENT):
            self.facts.free.setdefault(node.name, []).append(use)
        return use

    def _refer_to_global(self, node: ast.Name, access: int, declaration: Variable) -> Use:
        """Note the use of a name that is declared to be global."""
        use = self._use(node, access, None)
        self.facts.uses.append(use)
        self.facts.free.setdefault(node.name, []).append(use)
        if access == WRITE and declaration.is_constant:
            self._refuse_assignment(node)
        return use

    def _vararg(self, node: ast.Vararg) -> None:
        if self._function is self.facts.main:
            self.facts.has_varargs = True

    def _read(self, node: ast.Name) -> None:
        self._refer(node, READ)

    def _write(self, node: ast.Name, value: ast.Expr | None) -> None:
        use = self._refer(node, WRITE)
        use.value = value
        variable = use.variable
        if variable is not None and variable.is_constant:
            self._refuse_assignment(node)

    def _refuse_assignment(self, node: ast.Name) -> None:
        message = f"attempt to assign to const variable '{text_of(node.name)}'"
        self.facts.flaws.append(Flaw(message, node.start, node.end))

    # -- blocks

    def _block(self, node: ast.Block, loop: bool = False) -> None:
        level = len(self._active)
        top, self._top = self._top, False
        self._jumps.enter(loop)
        for statement in node.statements:
            self._visit(statement)
        self._jumps.leave()
        self._leave(level, node.end)
        self._top = top

    def _while(self, node: ast.While) -> None:
        self._visit(node.condition)
        self._block(node.body, True)

    def _repeat(self, node: ast.Repeat) -> None:
        level = len(self._active)
        top, self._top = self._top, False
        self._jumps.enter(True)
        self._jumps.enter(False)
        for statement in node.body.statements:
            self._visit(statement)
        self._visit(node.condition)
        self._jumps.leave()
        self._jumps.leave()
        self._leave(level, node.end)
        self._top = top

    def _numeric_for(self, node: ast.NumericFor) -> None:
        for part in (node.first, node.limit, node.step):
            if part is not None:
                self._visit(part)
        self._loop([node.variable], node.body, node)

    def _generic_for(self, node: ast.GenericFor) -> None:
        for value in node.values:
            self._visit(value)
        self._loop(node.names, node.body, node)

    def _loop(self, names: list[ast.Name], body: ast.Block, statement: ast.Node) -> None:
        level = len(self._active)
        for at, name in enumerate(names):
            attrib = b"const" if self._constant_loops and at == 0 else None
            variable = self._declare(name, kinds.LOOP, attrib, body.start, statement)
            variable.nth = at
        self._block(body, True)
        self._leave(level, body.end)

    # -- statements that declare or assign

    def _local(self, node: ast.Local) -> None:
        for value in node.values:
            self._visit(value)
        for at, declared in enumerate(node.names):
            variable = self._declare(declared.name, kinds.LOCAL, declared.attrib, node.end, node)
            variable.index = at
            variable.value, variable.nth = value_at(node.values, at)
            self._export(variable)
            self._own(variable.value, variable.nth, declared.name)

    def _local_function(self, node: ast.LocalFunction) -> None:
        variable = self._declare(node.name, kinds.FUNCTION, None, node.name.start, node)
        variable.value = node.function
        self._export(variable)
        self._function_body(node.function, node.name, False)

    def _export(self, variable: Variable) -> None:
        if self._top:
            variable.exported = True
            self.facts.exports.append(variable)

    def _global(self, node: ast.Global) -> None:
        for value in node.values:
            self._visit(value)
        for at, declared in enumerate(node.names):
            value_, nth = value_at(node.values, at)
            self._declare_global(declared.name, declared.attrib, node, value_ if nth == 0 else None)
            self._own(value_, nth, declared.name)

    def _global_function(self, node: ast.GlobalFunction) -> None:
        self._declare_global(node.name, None, node, node.function)
        self._function_body(node.function, node.name, False)

    def _global_all(self, node: ast.GlobalAll) -> None:
        self.facts.spans_units = True  # from here on there are names that are not declared

    def _declare_global(
        self, node: ast.Name, attrib: bytes | None, statement: ast.Stat, value: ast.Expr | None
    ) -> None:
        variable = Variable(node, kinds.GLOBAL, attrib, self._function, statement)
        variable.start = statement.end
        self.facts.spans_units = True
        self._visible.setdefault(node.name, []).append(variable)
        self._active.append(variable)
        self._export(variable)
        use = self._use(node, DECLARE, None)
        use.value = value
        self.facts.uses.append(use)
        self.facts.free.setdefault(node.name, []).append(use)

    def _assign(self, node: ast.Assign) -> None:
        for value in node.values:
            self._visit(value)
        for at, target in enumerate(node.targets):
            value_, nth = value_at(node.values, at)
            self._target(target, value_ if nth == 0 else None)
            self._own(value_, nth, target)

    def _target(self, target: ast.Expr, value: ast.Expr | None) -> None:
        if isinstance(target, ast.Name):
            self._write(target, value)
        elif isinstance(target, ast.Index):
            self._visit(target.object)
            self._key(target, WRITE, value, False)
        else:
            self._visit(target)

    def _function_statement(self, node: ast.FunctionStat) -> None:
        if isinstance(node.target, ast.Index):
            self._visit(node.target.object)
            self._key(node.target, WRITE, node.function, node.is_method)
        else:
            self._target(node.target, node.function)
        self._function_body(node.function, node.target, node.is_method)

    # -- functions

    def _own(self, value: ast.Expr | None, nth: int, target: ast.Expr) -> None:
        """Note what a function or a table that was just read is assigned to."""
        if nth != 0:
            return
        if isinstance(value, ast.Function):
            self._christen(self.facts.function_of[value], target, False)
        elif isinstance(value, ast.Table):
            self.facts.owner_of[value] = target
        elif isinstance(value, ast.Call) and is_call_of(value, b"setmetatable") and value.arguments:
            self._own(value.arguments[0], 0, target)
        elif isinstance(value, ast.Binary) and value.op == "or":
            self._own(value.right, 0, target)

    def _christen(self, function: FunctionFacts, target: ast.Expr, is_method: bool) -> None:
        function.target = target
        function.is_method = is_method
        name = text_of(target.value) if isinstance(target, ast.String) else dotted(target)
        if is_method:
            head, _, last = name.rpartition(".")
            name = f"{head}:{last}"
        function.name = name
        last_part = target.key if isinstance(target, ast.Index) else target
        function.start, function.end = last_part.start, last_part.end

    def _function_expression(self, node: ast.Function) -> None:
        self._function_body(node, None, False)

    def _function_body(self, node: ast.Function, target: ast.Expr | None, is_method: bool) -> None:
        function = FunctionFacts(node, self._function)
        self.facts.functions.append(function)
        self.facts.function_of[node] = function
        if target is not None:
            self._christen(function, target, is_method)
        outer, outer_jumps = self._function, self._jumps
        self._function = function
        self._jumps = outer_jumps.inner()
        level = len(self._active)
        for parameter in node.parameters:
            function.parameters.append(self._declare(parameter, kinds.PARAMETER, None, node.body.start, node))
        if node.vararg is not None:
            self._declare(node.vararg, kinds.VARARG, b"const", node.body.start, node)
        self._block(node.body)
        self._leave(level, node.body.end)
        self._jumps.leave_function()
        self._function, self._jumps = outer, outer_jumps

    def _return(self, node: ast.Return) -> None:
        self._function.returns.append(node)
        for value in node.values:
            self._visit(value)

    # -- expressions

    def _spine(self, node: ast.Expr) -> None:
        """Read operators, indices and calls that follow each other; a long chain of them is walked in a loop."""
        spine: list[ast.Expr] = []
        while isinstance(node, _SPINE):
            spine.append(node)
            node = left_part(node)
        self._visit(node)
        for one in reversed(spine):
            if isinstance(one, ast.Binary):
                self._visit(one.right)
            elif isinstance(one, ast.Index):
                self._key(one, READ, None, False)
            elif isinstance(one, ast.Call):
                self._made(one)
            elif isinstance(one, ast.MethodCall):
                self.facts.fields.append(FieldUse(one.name, one.object, READ, True, None, self._function))
                self._made(one)

    def _key(self, node: ast.Index, access: int, value: ast.Expr | None, is_method: bool) -> None:
        key = node.key
        if isinstance(key, ast.String):
            self.facts.fields.append(FieldUse(key, node.object, access, is_method, value, self._function))
        else:
            self._visit(key)

    def _made(self, node: ast.Call | ast.MethodCall) -> None:
        use = CallUse(node, self._function)
        self.facts.calls.append(use)
        self._function.calls.append(use)
        for argument in node.arguments:
            self._visit(argument)
        if isinstance(node, ast.Call) and is_call_of(node, b"setmetatable") and len(node.arguments) == 2:
            table, metatable = node.arguments
            if isinstance(table, ast.Table) and isinstance(metatable, (ast.Name, ast.Index)):
                self.facts.owner_of[table] = metatable  # an object, unless it turns out to have a name of its own

    def _table(self, node: ast.Table) -> None:
        for item in node.items:
            key = item.key
            if isinstance(key, ast.String):
                self.facts.fields.append(FieldUse(key, node, WRITE, False, item.value, self._function))
            elif key is not None:
                self._visit(key)
            self._visit(item.value)
            if isinstance(key, ast.String):
                self.facts.table_of_key[key] = node
                self._own(item.value, 0, key)

    # -- jumps

    def _jumps_break(self, node: ast.Break) -> None:
        self._jumps.add_break(node)

    def _goto(self, node: ast.Goto) -> None:
        self._jumps.add_goto(node)

    def _label(self, node: ast.Label) -> None:
        self._jumps.add_label(node)


def _nothing(node: ast.Node) -> None:
    """A node without parts."""
