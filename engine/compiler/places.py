"""Places: expressions on the way to a register.

A place says where a value stands, or how to get at it, before an instruction has been spent on it:
`a.b` is a place as soon as `a` is in a register.  Reading it, writing it, or calling it then takes
the instruction that fits.  An *operand* is a place reduced to one integer: a register, or for a
captured local ``~register`` of its cell.  A cell is opened only when the instruction that
needs the value is emitted, because PUC Lua, where such a local is a plain register, reads it then.
Relies on `function_state`.
"""

from typing import Final, final

from engine.compiler import opcodes as op
from engine.compiler.folding import Constant
from engine.compiler.function_state import FunctionState
from engine.compiler.scopes import VARARG, Variable
from engine.syntax import ast

REGISTER: Final = 0  # table: the register
CELL: Final = 1  # table: the register of a local's cell
UPVALUE: Final = 2  # table: the upvalue
CONSTANT: Final = 3  # constant
UPVALUE_FIELD: Final = 4  # table: an upvalue, key: a string constant
FIELD: Final = 5  # table: an operand, key: a string constant
INTEGER: Final = 6  # table: an operand, key: a small integer
INDEXED: Final = 7  # table: an operand, key: an operand
ARGUMENT: Final = 8  # an extra argument, key: an operand


@final
class Place:
    """Where a value is; `node` and `line` are for the instruction that gets it."""

    def __init__(
        self, kind: int, table: int, key: int, node: ast.Node, line: int, constant: Constant | None = None
    ) -> None:
        self.kind = kind
        self.table = table
        self.key = key
        self.node: Final = node
        self.line: Final = line
        self.constant: Final = constant
        self.is_vararg = False  # it is the function's own local for its extra arguments


class PlaceCoder(FunctionState):
    """How places are made, read and written."""

    # -- making

    def variable_place(self, variable: Variable, node: ast.Expr, line: int) -> Place:
        constant = variable.constant
        if constant is not None:
            return Place(CONSTANT, 0, 0, node, line, constant)
        if variable in self.registers:
            place = Place(CELL if variable.captured else REGISTER, self.registers[variable], 0, node, line)
            place.is_vararg = variable.kind == VARARG
            return place
        return Place(UPVALUE, self.scope.upvalue_indices[variable], 0, node, line)

    def name_place(self, node: ast.Name, line: int) -> Place:
        variable = self.scopes.variables.get(node)
        if variable is not None:
            return self.variable_place(variable, node, line)
        environment = self.variable_place(self.scopes.environments[node], node, line)
        return self.field_place(environment, self.free, Constant(node.name), node, line)

    def field_place(self, table: Place, base: int, key: Constant, node: ast.Node, line: int) -> Place:
        """A table's field at a string constant; the table's temporaries stand at `base` and above."""
        if table.is_vararg:
            register = self.reserve(1)
            self.load_constant(key, register)
            return self.vararg_field(table, register, node, line)
        index = self.constant_field(key)
        if index < 0:
            operand = self.to_operand(table, base)
            register = self.reserve(1)
            self.load_constant(key, register)
            return Place(INDEXED, operand, register, node, line)
        if table.kind == UPVALUE:
            return Place(UPVALUE_FIELD, table.table, index, node, line)
        return Place(FIELD, self.to_operand(table, base), index, node, line)

    def vararg_field(self, table: Place, key: int, node: ast.Node, line: int) -> Place:
        """A field of the local for the extra arguments, which may be no table; the key is an operand."""
        return Place(INDEXED if self.scope.has_vararg_table else ARGUMENT, self.to_operand(table, 0), key, node, line)

    # -- reading

    def load(self, place: Place, register: int) -> None:
        """Get the value into a register, one in use or the next free one."""
        kind = place.kind
        if kind == REGISTER and place.table == register:
            return
        self.at(place.node, place.line)
        asm = self.asm
        if kind == REGISTER:
            asm.emit(op.MOVE, register, place.table)
        elif kind == CELL:
            asm.emit(op.GETCELL, register, place.table)
        elif kind == UPVALUE:
            asm.emit(op.GETUPVAL, register, place.table)
        elif kind == CONSTANT:
            assert place.constant is not None
            self.load_constant(place.constant, register)
        elif kind == UPVALUE_FIELD:
            asm.emit(op.GETTABUP, register, place.table, place.key)
        elif kind == ARGUMENT:
            saved = self.free
            asm.emit(op.GETVARG, register, self.settled(place.key))
            self.free = saved
        else:
            saved = self.free
            table = self.settled(place.table)
            if kind == FIELD:
                asm.emit(op.GETFIELD, register, table, place.key)
            elif kind == INTEGER:
                asm.emit(op.GETI, register, table, place.key)
            else:
                asm.emit(op.GETTABLE, register, table, self.settled(place.key))
            self.free = saved

    def load_next(self, place: Place, base: int) -> int:
        """Get the value into the register `base`, giving up all temporaries from there on."""
        self.load(place, base)
        self.free = base
        return self.reserve(1)

    def to_operand(self, place: Place, base: int) -> int:
        """The place as an operand: a local stays where it is, anything else goes into the register `base`."""
        if place.kind == CELL:
            return ~place.table
        return place.table if place.kind == REGISTER else self.load_next(place, base)

    def settled(self, operand: int) -> int:
        """An operand's register; a cell is opened into a new one."""
        if operand >= 0:
            return operand
        register = self.reserve(1)
        self.asm.emit(op.GETCELL, register, ~operand)
        return register

    # -- writing

    def store(self, place: Place, operand: int) -> None:
        """Write an operand's value to a place."""
        saved = self.free
        if place.kind >= UPVALUE_FIELD:
            self._store_field(place, self.settled(operand), 0)
        elif place.kind == REGISTER and operand < 0:
            self.asm.emit(op.GETCELL, place.table, ~operand)
        else:
            source = self.settled(operand)
            if place.kind == REGISTER:
                self.asm.emit(op.MOVE, place.table, source)
            elif place.kind == CELL:
                self.asm.emit(op.SETCELL, source, place.table)
            else:
                self.asm.emit(op.SETUPVAL, source, place.table)
        self.free = saved

    def store_constant(self, place: Place, constant: Constant) -> None:
        """Write a constant to a place."""
        saved = self.free
        if place.kind == REGISTER:
            self.load_constant(constant, place.table)
            return
        index = self.constant_field(constant) if place.kind >= UPVALUE_FIELD else -1
        if index >= 0:
            self._store_field(place, index, 1)
        else:
            register = self.reserve(1)
            self.load_constant(constant, register)
            self.store(place, register)
        self.free = saved

    def _store_field(self, place: Place, value: int, k: int) -> None:
        """Write a register, or with k set a constant, to an indexed place."""
        if place.kind == UPVALUE_FIELD:
            self.asm.emit(op.SETTABUP, place.table, place.key, value, k)
            return
        table = self.settled(place.table)
        if place.kind == FIELD:
            self.asm.emit(op.SETFIELD, table, place.key, value, k)
        elif place.kind == INTEGER:
            self.asm.emit(op.SETI, table, place.key, value, k)
        else:
            self.asm.emit(op.SETTABLE, table, self.settled(place.key), value, k)

    # -- expressions as places

    def place(self, node: ast.Expr, line: int = 0) -> Place:
        """An expression as a place; `line` is for the instruction that gets the value, 0 for the line it ends on."""
        raise NotImplementedError

    def evaluate(self, node: ast.Expr, register: int, line: int = 0) -> None:
        """Put an expression's value into a register: one in use, which is written last, or the next free one."""
        raise NotImplementedError

    def to_next(self, node: ast.Expr, line: int = 0) -> int:
        """Put an expression's value into the next register."""
        self.evaluate(node, self.free, line)
        return self.reserve(1)

    def operand(self, node: ast.Expr, line: int = 0) -> int:
        """An expression's value as an operand."""
        base = self.free
        return self.to_operand(self.place(node, line), base)
