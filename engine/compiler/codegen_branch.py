"""Code for conditions: comparisons, ``and``, ``or``, ``not``, as jumps and as values.

A condition jumps when its expression turns out as awaited, and falls through otherwise.  Where the
expression's value is wanted as well, it jumps with the value in a register (``TESTSET``), or, if the
value is the boolean of a comparison, to an instruction that loads it.  Relies on `places`.
"""

from typing import Final, final

from engine.compiler import opcodes as op
from engine.compiler.folding import Constant
from engine.compiler.places import CONSTANT, Place, PlaceCoder
from engine.syntax import ast

COMPARISONS: Final = frozenset(("==", "~=", "<", "<=", ">", ">="))
_CONNECTIVES: Final = frozenset(("and", "or"))

# The order comparisons with an integer on the right, and what they are with it on the left.
_IMMEDIATE: Final = {"<": op.LTI, "<=": op.LEI, ">": op.GTI, ">=": op.GEI}
_MIRRORED: Final = {"<": op.GTI, "<=": op.GEI, ">": op.LTI, ">=": op.LEI}


@final
class Exits:
    """The jumps out of a condition, by what they leave behind.

    `register` is where the value goes; it is -1 when no value is wanted, and then all are `done`.
    """

    def __init__(self, register: int = -1) -> None:
        self.register: Final = register
        self.done: Final[list[int]] = []
        self.true: Final[list[int]] = []  # `true` is still to be loaded
        self.false: Final[list[int]] = []

    def add_boolean(self, jump: int, value: bool) -> None:
        if self.register < 0:
            self.done.append(jump)
        elif value:
            self.true.append(jump)
        else:
            self.false.append(jump)


class BranchCoder(PlaceCoder):
    """How conditions are compiled."""

    def jump_when(self, node: ast.Expr, outcome: bool, line: int = 0) -> list[int]:
        """Jump where the expression's truth is `outcome`; the jumps, still without a target."""
        exits = Exits()
        self._branch(node, outcome, line, exits)
        return exits.done

    def is_logical(self, node: ast.Expr) -> bool:
        """Whether an expression is compiled to jumps even where its value is wanted."""
        while isinstance(node, (ast.Paren, ast.Unary)):
            if isinstance(node, ast.Paren):
                node = node.inner
            elif node.op == "not":
                node = node.operand
            else:
                return False
        return isinstance(node, ast.Binary) and (node.op in _CONNECTIVES or node.op in COMPARISONS)

    def logical(self, node: ast.Expr, register: int, line: int) -> None:
        """The value of an expression that `is_logical`."""
        exits = Exits(register)
        is_test = self._tail(node, line, exits)
        if is_test or exits.true or exits.false:
            self.at(node, line)
            over = [] if is_test else [self.asm.jump()]
            self.load_boolean(register, exits)
            self.asm.land(over)
        self.asm.land(exits.done)

    def load_boolean(self, register: int, exits: Exits) -> None:
        """Where the jumps that leave a boolean to be loaded go; what falls in here is false."""
        self.asm.land(exits.false)
        self.asm.emit(op.LFALSESKIP, register)
        self.asm.land(exits.true)
        self.asm.emit(op.LOADTRUE, register)

    def _tail(self, node: ast.Expr, line: int, exits: Exits) -> bool:
        """The last part of a logical expression, and what comes before it; whether it is itself a mere test."""
        while True:
            if isinstance(node, ast.Binary) and node.op in _CONNECTIVES and node not in self.scopes.folded:
                self._branch(node.left, node.op == "or", node.line, exits)
                node = node.right
            elif isinstance(node, ast.Paren) and self.is_logical(node):
                node = node.inner
            elif self.is_logical(node) and self.scopes.constant_of(node) is None:
                self._branch(node, True, line, exits)
                return True
            else:
                self.evaluate(node, exits.register, line)
                return False

    def _branch(self, node: ast.Expr, outcome: bool, line: int, exits: Exits) -> None:
        constant = self.scopes.constant_of(node)
        if constant is not None:
            if constant.truthy() == outcome:
                self.at(node, line)
                self._always(constant, exits)
        elif isinstance(node, ast.Binary) and node.op in _CONNECTIVES:
            self._connect(node, outcome, line, exits)
        elif isinstance(node, ast.Binary) and node.op in COMPARISONS:
            exits.add_boolean(self._comparison(node, outcome), outcome)
        elif isinstance(node, ast.Unary) and node.op == "not":
            for jump in self.jump_when(node.operand, not outcome, line):
                exits.add_boolean(jump, outcome)
        elif isinstance(node, ast.Paren):
            self._branch(node.inner, outcome, line, exits)
        else:
            self._test(node, outcome, line, exits)

    def _always(self, constant: Constant, exits: Exits) -> None:
        """A jump that is always taken, with the constant for a value."""
        value = constant.value
        if exits.register >= 0 and not isinstance(value, bool):
            self.load_constant(constant, exits.register)
            exits.done.append(self.asm.jump())
        else:
            exits.add_boolean(self.asm.jump(), constant.truthy())

    def _test(self, node: ast.Expr, outcome: bool, line: int, exits: Exits) -> None:
        """A jump that looks at a value."""
        base = self.free
        operand = self.operand(node, line)
        self.at(node, line)
        register = self.settled(operand)
        if exits.register < 0 or exits.register == register:
            jump = self.asm.emit_bx(op.TEST, register, 0, int(outcome))
        else:
            jump = self.asm.emit(op.TESTSET, exits.register, register, 0, int(outcome))
        exits.done.append(jump)
        self.free = base

    def _connect(self, node: ast.Binary, outcome: bool, line: int, exits: Exits) -> None:
        """A chain of one connective: the first false operand decides an ``and``, the first true one an ``or``."""
        decides = node.op == "or"
        chain = [node]
        first = node.left
        while isinstance(first, ast.Binary) and first.op == node.op and first not in self.scopes.folded:
            chain.append(first)
            first = first.left
        early = exits if outcome == decides else Exits()
        self._branch(first, decides, chain[-1].line, early)
        while len(chain) > 1:
            right = chain.pop().right
            self._branch(right, decides, chain[-1].line, early)
        self._branch(node.right, outcome, line, exits)
        if early is not exits:
            self.asm.land(early.done)

    # -- comparisons

    def _comparison(self, node: ast.Binary, outcome: bool) -> int:
        base = self.free
        jump = self.compare(node, self.place(node.left, node.line), base, outcome)
        self.free = base
        return jump

    def compare(self, node: ast.Binary, left: Place, base: int, outcome: bool) -> int:
        """A jump taken when the comparison's result is `outcome`; the left operand's temporaries begin at `base`."""
        if node.op == "==" or node.op == "~=":
            return self._compare_equal(node, left, base, outcome == (node.op == "=="))
        immediate = self.immediate(self.scopes.constant_of(node.right))
        if immediate is not None:
            return self._compare_integer(node, _IMMEDIATE[node.op], self.to_operand(left, base), immediate, outcome)
        if left.kind == CONSTANT:
            immediate = self.immediate(left.constant)
            if immediate is not None:
                return self._compare_integer(node, _MIRRORED[node.op], self.operand(node.right), immediate, outcome)
        first = self.to_operand(left, base)
        second = self.operand(node.right)
        self.at(node)
        first = self.settled(first)
        second = self.settled(second)
        if node.op[0] == ">":
            first, second = second, first
        return self.asm.emit(op.LE if node.op[-1] == "=" else op.LT, first, second, 0, int(outcome))

    def _compare_integer(self, node: ast.Binary, opcode: int, operand: int, integer: int, outcome: bool) -> int:
        self.at(node)
        return self.asm.emit(opcode, self.settled(operand), integer, 0, int(outcome))

    def _compare_equal(self, node: ast.Binary, left: Place, base: int, outcome: bool) -> int:
        constant = self.scopes.constant_of(node.right)
        if left.kind == CONSTANT and constant is None:
            constant = left.constant
            first = self.operand(node.right)
        else:
            first = self.to_operand(left, base)
        k = int(outcome)
        if constant is None:
            second = self.operand(node.right)
            self.at(node)
            first = self.settled(first)
            return self.asm.emit(op.EQ, first, self.settled(second), 0, k)
        self.at(node)
        first = self.settled(first)
        immediate = self.immediate(constant)
        if immediate is not None:
            return self.asm.emit(op.EQI, first, immediate, 0, k)
        index = self.constant_field(constant)
        if index >= 0:
            return self.asm.emit(op.EQK, first, index, 0, k)
        second = self.reserve(1)
        self.load_constant(constant, second)
        return self.asm.emit(op.EQ, first, second, 0, k)
