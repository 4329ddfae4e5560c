"""The state of one function under compilation: its registers, blocks and variables.

Registers are a stack: active locals at the bottom, temporaries above, `free` the first unused one.
Relies on `assembler`, `scopes` and `positions`; expressions and statements build on it.
"""

from typing import Final, final

from engine.compiler import opcodes as op
from engine.compiler.assembler import MAX_FIELD, Assembler, fits_signed
from engine.compiler.folding import Constant
from engine.compiler.positions import Positions
from engine.compiler.proto import Proto, UpvalueDesc
from engine.compiler.scopes import FunctionScope, Scopes, Upvalue, Variable
from engine.syntax import ast

MAX_REGISTERS: Final = 255  # in any dialect
_MIN_INT32: Final = -0x80000000
_MAX_INT32: Final = 0x7FFFFFFF


@final
class Block:
    """A block being compiled."""

    def __init__(self, previous: "Block | None", is_loop: bool, level: int, first_local: int) -> None:
        self.previous: Final = previous
        self.is_loop: Final = is_loop
        self.level: Final = level  # the first register of its variables
        self.first_local: Final = first_local  # how many locals are active around it
        self.to_close = -1  # the highest register that is to be closed where it ends, -1 for none
        self.inside_to_close: bool = previous is not None and previous.inside_to_close
        self.breaks: Final[list[int]] = []


class FunctionState:
    """A function under compilation."""

    def __init__(self, scopes: Scopes, scope: FunctionScope, positions: Positions) -> None:
        self.scopes: Final = scopes
        self.scope: Final = scope
        self.positions: Final = positions
        self.asm: Final = Assembler(positions.dialect.zeros_merge)
        self.protos: Final[list[Proto]] = []
        self.free = 0
        self.frame_size = 2
        self.block: Block = Block(None, False, 0, 0)
        self.registers: Final[dict[Variable, int]] = {}
        self._active: Final[list[int]] = []  # the assembler's numbers of the active locals
        self._offset = 0  # where in the text the code generator is

    # -- positions

    def at(self, node: ast.Node, line: int = 0) -> None:
        """What is emitted next belongs to this node, and to this line (0: the line the node ends on)."""
        self.mark(node, line if line > 0 else self.positions.end_line(node.end))

    def mark(self, node: ast.Node, line: int) -> None:
        self.positions.come_to(node)
        self._offset = node.end
        self.asm.line = line
        self.asm.origin = self.positions.origin_of(node)
        in_line = self.positions.line_of(node.start) == line
        self.asm.column = self.positions.column_of(node.start) if in_line else 1

    # -- limits

    def check_returns(self, count: int) -> None:
        """A `return` has so many values."""
        limit = self.positions.dialect.return_limit
        if 0 < limit <= count:
            raise self.positions.too_many(b"returns", limit, self.scope.line, self._offset)

    # -- registers

    def touch(self, count: int) -> None:
        """Make sure that the frame has room for `count` registers above the ones in use."""
        top = self.free + count
        if top > self.frame_size:
            limit = self.positions.dialect.register_limit
            if top > limit:
                message = self.positions.dialect.wording.registers_message
                if message:
                    raise self.positions.error_near(message, self._offset)
                raise self.positions.too_many(b"registers", limit, self.scope.line, self._offset)
            self.frame_size = top

    def reserve(self, count: int) -> int:
        """Take the next registers; the first of them."""
        self.touch(count)
        self.free += count
        return self.free - count

    # -- constants

    def load_constant(self, constant: Constant, register: int) -> None:
        value = constant.value
        if value is None:
            self.asm.emit(op.LOADNIL, register, 1)
        elif value is True:
            self.asm.emit(op.LOADTRUE, register)
        elif value is False:
            self.asm.emit(op.LOADFALSE, register)
        elif isinstance(value, int) and _MIN_INT32 <= value <= _MAX_INT32:
            self.asm.emit_bx(op.LOADI, register, value)
        else:
            self.asm.emit_bx(op.LOADK, register, self.asm.constant(constant))

    def constant_field(self, constant: Constant) -> int:
        """The number of a constant that goes into B or C; -1 where it does not fit."""
        index = self.asm.constant(constant)
        return index if index <= MAX_FIELD else -1

    def immediate(self, constant: Constant | None) -> int | None:
        """The integer of a constant that fits sB or sC."""
        if constant is None:
            return None
        value = constant.value
        if isinstance(value, int) and not isinstance(value, bool) and fits_signed(value):
            return value
        return None

    # -- variables

    def activate(self, variable: Variable, register: int) -> None:
        """A variable's value has got into its register: from now on it is visible."""
        self.registers[variable] = register
        if variable.captured:
            self.asm.emit(op.NEWCELL, register)
        self.show(variable.name, register, variable.captured)

    def show(self, name: bytes, register: int, cell: bool) -> int:
        """Tell debuggers about a variable; its number in the assembler."""
        number = self.asm.begin_local(name, register, cell)
        self._active.append(number)
        return number

    def upvalue_descriptions(self, scope: FunctionScope) -> list[UpvalueDesc]:
        """Where a closure of an inner function finds its cells among this function's."""
        return [self._describe(upvalue) for upvalue in scope.upvalues]

    def _describe(self, upvalue: Upvalue) -> UpvalueDesc:
        variable = upvalue.variable
        index = self.registers[variable] if upvalue.in_stack else upvalue.index
        return UpvalueDesc(variable.name, upvalue.in_stack, index, variable.attrib is not None)

    # -- blocks

    def enter_block(self, is_loop: bool) -> None:
        self.block = Block(self.block, is_loop, self.free, len(self._active))

    def leave_block(self) -> None:
        """End the innermost block: its variables are gone, its to-be-closed ones closed; breaks come here."""
        block = self.block
        self.end_locals(block.first_local)
        self.asm.land(block.breaks)
        if block.to_close >= 0:
            self.asm.emit(op.CLOSE, block.level)
        self.free = block.level
        assert block.previous is not None
        self.block = block.previous

    def end_locals(self, left: int) -> None:
        """End the debug information of all but this many active locals."""
        while len(self._active) > left:
            self.asm.end_local(self._active.pop())

    def mark_to_close(self, register: int) -> None:
        """The innermost block has a variable in this register that is to be closed."""
        self.block.to_close = register
        self.block.inside_to_close = True

    def close_outwards(self, target: Block, level: int) -> None:
        """Before a jump out of blocks into `target`: close what is to be closed in its registers from `level` on."""
        needed = target.to_close >= level
        block = self.block
        while block is not target:
            needed = needed or block.to_close >= 0
            level = min(level, block.level)
            assert block.previous is not None
            block = block.previous
        if needed:
            self.asm.emit(op.CLOSE, level)
