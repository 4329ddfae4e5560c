"""Code for expressions.  Relies on `codegen_branch` for conditions; function bodies are `codegen`'s."""

from typing import Final

from engine.compiler import opcodes as op
from engine.compiler.assembler import MAX_FIELD
from engine.compiler.codegen_branch import COMPARISONS, BranchCoder, Exits
from engine.compiler.folding import is_number
from engine.compiler.places import CONSTANT, INDEXED, INTEGER, REGISTER, Place
from engine.compiler.scopes import VARARG
from engine.syntax import ast

OPEN: Final = -1  # as a number of values: all there are
_FLUSH: Final = 50  # positional items of a table constructor that wait in registers

_ARITHMETIC: Final = {
    "+": op.ADD,
    "-": op.SUB,
    "*": op.MUL,
    "/": op.DIV,
    "%": op.MOD,
    "//": op.IDIV,
    "^": op.POW,
    "&": op.BAND,
    "|": op.BOR,
    "~": op.BXOR,
    "<<": op.SHL,
    ">>": op.SHR,
}
_WITH_NUMBER: Final = {
    "+": op.ADDK,
    "-": op.SUBK,
    "*": op.MULK,
    "/": op.DIVK,
    "%": op.MODK,
    "//": op.IDIVK,
    "^": op.POWK,
}
_WITH_INTEGER: Final = {"&": op.BANDK, "|": op.BORK, "~": op.BXORK, "<<": op.SHLK, ">>": op.SHRK}
_UNARY: Final = {"-": op.UNM, "~": op.BNOT, "#": op.LEN, "not": op.NOT}


def has_many_values(node: ast.Expr) -> bool:
    """Whether an expression may stand for any number of values (manual 3.4.12)."""
    return isinstance(node, (ast.Call, ast.MethodCall, ast.Vararg))


class ExpressionCoder(BranchCoder):
    """How expressions are compiled."""

    def function_proto(self, node: ast.Function) -> int:
        """Compile a function inside this one; its number among the prototypes."""
        raise NotImplementedError

    # -- single values

    def evaluate(self, node: ast.Expr, register: int, line: int = 0) -> None:
        base = self.free
        constant = self.scopes.constant_of(node)
        if constant is not None:
            self.at(node, line)
            self.load_constant(constant, register)
        elif isinstance(node, ast.Name):
            self.load(self.name_place(node, line), register)
        elif self._in_chain(node):
            self.load(self._chain(node, register, 1), register)
        elif isinstance(node, ast.Paren):
            self.evaluate(node.inner, register, self._paren_line(node, line))
        elif isinstance(node, ast.Table):
            self._table(node, register)
        elif isinstance(node, ast.Function):
            index = self.function_proto(node)
            self.mark(node, node.end_line)
            self.asm.emit_bx(op.CLOSURE, register, index)
        elif isinstance(node, ast.Binary) and node.op == "..":
            self._concat(node, register)
        elif self.is_logical(node):
            self.logical(node, register, line)
        elif isinstance(node, ast.Unary):
            self._unary(node, register)
        elif isinstance(node, ast.Vararg):
            self.at(node)
            self._varargs(register, 2)
        self.free = base

    def place(self, node: ast.Expr, line: int = 0) -> Place:
        constant = self.scopes.constant_of(node)
        if constant is not None:
            return Place(CONSTANT, 0, 0, node, line, constant)
        if isinstance(node, ast.Name):
            return self.name_place(node, line)
        if self._in_chain(node):
            return self._chain(node, -1, 1)
        if isinstance(node, ast.Paren):
            inner = self.place(node.inner, self._paren_line(node, line))
            inner.is_vararg = False
            return inner
        return Place(REGISTER, self.to_next(node, line), 0, node, line)

    def _paren_line(self, node: ast.Paren, line: int) -> int:
        return line if line > 0 else self.positions.end_line(node.end)

    def _unary(self, node: ast.Unary, register: int) -> None:
        operand = self.operand(node.operand)
        if node.op == "not":
            self.at(node)
        else:
            self.mark(node, node.line)
        self.asm.emit(_UNARY[node.op], register, self.settled(operand))

    def _concat(self, node: ast.Binary, register: int) -> None:
        """A chain of ``..``, all in one instruction, whether or not what is on the right is in parentheses."""
        base = self.free
        last: ast.Expr = node
        line = node.line
        while isinstance(last, ast.Binary) and last.op == "..":
            line = last.line
            self.to_next(last.left, line)
            last = self._within_parentheses(last.right)
        self.to_next(last)
        self.mark(node, line)
        self.asm.emit(op.CONCAT, base, self.free - base)
        if register != base:
            self.asm.emit(op.MOVE, register, base)

    def _within_parentheses(self, node: ast.Expr) -> ast.Expr:
        """A ``..`` that is in parentheses; anything else as it is."""
        inner = node
        while isinstance(inner, ast.Paren):
            inner = inner.inner
        return inner if isinstance(inner, ast.Binary) and inner.op == ".." else node

    # -- chains that lean to the left: indexing, calls, binary operators

    def _in_chain(self, node: ast.Expr) -> bool:
        if isinstance(node, ast.Binary):
            return (node.op in _ARITHMETIC or node.op in COMPARISONS) and node not in self.scopes.folded
        return isinstance(node, (ast.Index, ast.Call, ast.MethodCall))

    def _chain(self, node: ast.Expr, register: int, results: int) -> Place:
        """Compile a chain from its innermost part outwards.

        What an operator yields goes into `register`, or with -1 into a temporary; the number of
        `results` is for a chain that ends in a call.
        """
        base = self.free
        links: list[ast.Expr] = []
        while self._in_chain(node):
            links.append(node)
            if isinstance(node, ast.Index):
                node = node.object
            elif isinstance(node, ast.Call):
                node = node.function
            elif isinstance(node, ast.MethodCall):
                node = node.object
            elif isinstance(node, ast.Binary):
                node = node.left
        innermost = links[-1]
        place = self.place(node, innermost.line if isinstance(innermost, ast.Binary) else 0)
        while len(links) > 1:
            place = self._link(links.pop(), place, base, -1, 1)
        return self._link(links[0], place, base, register, results)

    def _link(self, node: ast.Expr, left: Place, base: int, register: int, results: int) -> Place:
        """One more part of a chain on top of what is to its left, whose temporaries begin at `base`."""
        if isinstance(node, ast.Index):
            return self.index_place(node, left, base)
        if isinstance(node, ast.Call):
            self._call(node, left, base, results)
            return Place(REGISTER, base, 0, node, 0)
        if isinstance(node, ast.MethodCall):
            self._method_call(node, left, base, results)
            return Place(REGISTER, base, 0, node, 0)
        assert isinstance(node, ast.Binary)
        if register < 0:
            self._binary(node, left, base, base)
            self.free = base
            return Place(REGISTER, self.reserve(1), 0, node, 0)
        self._binary(node, left, base, register)
        return Place(REGISTER, register, 0, node, 0)

    def index_place(self, node: ast.Index, table: Place, base: int) -> Place:
        """The place of ``table[key]``."""
        return self.item_place(node, table, base, node.key, node.line)

    def item_place(self, node: ast.Node, table: Place, base: int, key: ast.Expr, line: int) -> Place:
        """A table's entry; the table's temporaries begin at `base`."""
        if table.is_vararg:
            return self.vararg_field(table, self.operand(key), node, line)
        constant = self.scopes.constant_of(key)
        if constant is not None:
            value = constant.value
            if isinstance(value, bytes):
                return self.field_place(table, base, constant, node, line)
            if isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= MAX_FIELD:
                return Place(INTEGER, self.to_operand(table, base), value, node, line)
        operand = self.to_operand(table, base)
        return Place(INDEXED, operand, self.operand(key), node, line)

    def _binary(self, node: ast.Binary, left: Place, base: int, register: int) -> None:
        if node.op in COMPARISONS:
            exits = Exits(register)
            exits.true.append(self.compare(node, left, base, True))
            self.load_boolean(register, exits)
        elif not self._with_constant(node, left, base, register):
            if left.kind == CONSTANT and left.constant is not None and is_number(left.constant.value):
                second = self.operand(node.right)
                first = self.load_next(left, self.free)
            else:
                first = self.to_operand(left, base)
                second = self.operand(node.right)
            self.mark(node, node.line)
            first = self.settled(first)
            self.asm.emit(_ARITHMETIC[node.op], register, first, self.settled(second))

    def _with_constant(self, node: ast.Binary, left: Place, base: int, register: int) -> bool:
        """An operator whose right operand is a constant that its instruction can hold; whether it is one."""
        constant = self.scopes.constant_of(node.right)
        if constant is None or not is_number(constant.value):
            return False
        field: int | None = None
        if node.op == "+":
            field = self.immediate(constant)
        opcode = op.ADDI
        if field is None:
            found = _WITH_NUMBER.get(node.op)
            if found is None:
                found = _WITH_INTEGER[node.op]
                if isinstance(constant.value, float):
                    return False
            opcode = found
            field = self.constant_field(constant)
            if field < 0:
                return False
        operand = self.to_operand(left, base)
        self.mark(node, node.line)
        self.asm.emit(opcode, register, self.settled(operand), field)
        return True

    # -- calls and lists of values

    def _call(self, node: ast.Call, function: Place, base: int, results: int) -> None:
        self.load_next(function, base)
        self._finish_call(node, node.arguments, node.line, base, 1, results)

    def _method_call(self, node: ast.MethodCall, object_: Place, base: int, results: int) -> None:
        self.load(object_, base + 1)
        self.free = base
        self.reserve(2)
        self.mark(node, node.name.line)
        key = self.asm.string(node.name.value)
        if key <= MAX_FIELD:
            self.asm.emit(op.SELF, base, base + 1, key, 1)
        else:
            register = self.reserve(1)
            self.asm.emit_bx(op.LOADK, register, key)
            self.asm.emit(op.SELF, base, base + 1, register)
            self.free -= 1
        self._finish_call(node, node.arguments, node.line, base, 2, results)

    def _finish_call(
        self, node: ast.Expr, arguments: list[ast.Expr], line: int, base: int, given: int, results: int
    ) -> None:
        """The arguments, besides what is `given`, and the call; `results` values then stand at `base`."""
        is_open = self.values(arguments, self.positions.end_line(node.end))
        count = 0 if is_open else given + len(arguments)
        self.mark(node, line)
        self.asm.emit(op.CALL, base, count, results + 1)
        self.free = base
        if results > 0:
            self.reserve(results)

    def values(self, nodes: list[ast.Expr], line: int = 0) -> bool:
        """Put all values into the next registers, the last expression's on this line; whether they are open."""
        for at, node in enumerate(nodes):
            if at < len(nodes) - 1:
                self.to_next(node)
            elif has_many_values(node):
                self.many_values(node, OPEN)
                return True
            else:
                self.to_next(node, line)
        return False

    def many_values(self, node: ast.Expr, results: int) -> None:
        """Put a number of values, or all of them, of a call or of ``...`` into the next registers."""
        if isinstance(node, ast.Vararg):
            self.at(node)
            self.touch(1)
            self._varargs(self.free, results + 1)
            if results > 0:
                self.reserve(results)
        else:
            self._chain(node, -1, results)

    def _varargs(self, register: int, wanted: int) -> None:
        """VARARG: from the table of the extra arguments, where the function has one that the program can change."""
        vararg = self.scope.vararg
        if vararg is not None and vararg.kind == VARARG and self.scope.has_vararg_table:
            self.asm.emit(op.VARARG, register, self.registers[vararg], wanted, 1)
        else:
            self.asm.emit(op.VARARG, register, 0, wanted)

    def adjusted_values(self, nodes: list[ast.Expr], wanted: int) -> int:
        """Put exactly this many values into the next registers (manual 3.4.12); the first of them."""
        first = self.free
        for at, node in enumerate(nodes):
            missing = wanted - at
            if at == len(nodes) - 1 and has_many_values(node):
                self.many_values(node, max(missing, 0))
                missing = 0
            else:
                self.to_next(node)
                missing -= 1
            if at == len(nodes) - 1 and missing > 0:
                self.asm.emit(op.LOADNIL, self.reserve(missing), missing)
        if not nodes:
            self.asm.emit(op.LOADNIL, self.reserve(wanted), wanted)
        self.free = first + wanted
        return first

    # -- table constructors

    def _table(self, node: ast.Table, register: int) -> None:
        table = self.reserve(1)
        self.mark(node, node.line)
        pc = self.asm.emit(op.NEWTABLE, table)
        here = Place(REGISTER, table, 0, node, 0)
        end_line = self.positions.end_line(node.end)
        stored = pending = fields = 0
        for at, item in enumerate(node.items):
            is_last = at == len(node.items) - 1
            if item.key is not None:
                self._field(item, item.key, here)
                fields += 1
            elif is_last and has_many_values(item.value):
                self.many_values(item.value, OPEN)
                self._set_list(node, table, 0, stored, end_line)
                stored += pending
                pending = 0
            else:
                self.to_next(item.value, end_line if is_last else 0)
                pending += 1
            if pending == _FLUSH or (is_last and pending > 0):
                self._set_list(node, table, pending, stored, end_line if is_last else 0)
                stored += pending
                pending = 0
        self.asm.set_fields(pc, min(stored, MAX_FIELD), min(fields, MAX_FIELD))
        if table != register:
            self.asm.emit(op.MOVE, register, table)

    def _field(self, item: ast.TableItem, key: ast.Expr, table: Place) -> None:
        base = self.free
        place = self.item_place(item, table, base, key, 0)
        self.assign(place, item.value, item)
        self.free = base

    def _set_list(self, node: ast.Table, table: int, count: int, offset: int, line: int) -> None:
        """Store positional items that wait in registers; a `count` of 0 means all up to the top."""
        if line > 0:
            self.mark(node, line)
        if offset <= MAX_FIELD:
            self.asm.emit(op.SETLIST, table, count, offset)
        else:
            self.asm.emit(op.SETLIST, table, count, offset & MAX_FIELD, 1)
            self.asm.emit_bx(op.EXTRA, 0, offset >> 16)
        self.free = table + 1

    def assign(self, place: Place, value: ast.Expr, node: ast.Node) -> None:
        """Compute a value and write it to a place, on behalf of a statement or a table item."""
        if place.kind == REGISTER:
            self.evaluate(value, place.table)
            return
        saved = self.free
        constant = self.scopes.constant_of(value)
        if constant is not None:
            self.at(node)
            self.store_constant(place, constant)
        else:
            operand = self.operand(value)
            self.at(node)
            self.store(place, operand)
        self.free = saved
