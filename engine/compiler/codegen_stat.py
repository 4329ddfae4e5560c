"""Code for statements.  Relies on `codegen_declare`; what a `goto` may reach was checked by `resolver`."""

from typing import Final

from engine.compiler import opcodes as op
from engine.compiler.codegen_declare import DeclarationCoder
from engine.compiler.function_state import Block
from engine.compiler.places import CELL, FIELD, INDEXED, UPVALUE, UPVALUE_FIELD, Place
from engine.compiler.positions import Positions
from engine.compiler.scopes import FunctionScope, Scopes, Variable
from engine.syntax import ast

_FOR_STATE: Final = b"(for state)"
_NUMERIC_NAMES: Final = (b"(for index)", b"(for limit)", b"(for step)")
_GENERIC_NAMES: Final = (b"(for generator)", _FOR_STATE, b"(for control)")


class StatementCoder(DeclarationCoder):
    """How statements are compiled."""

    def __init__(self, scopes: Scopes, scope: FunctionScope, positions: Positions) -> None:
        super().__init__(scopes, scope, positions)
        self._label_blocks: Final[dict[ast.Label, Block]] = {}
        self._label_pcs: Final[dict[ast.Label, int]] = {}
        self._label_levels: Final[dict[ast.Label, int]] = {}
        self._gotos: Final[dict[ast.Label, list[int]]] = {}  # jumps to labels further on

    # -- blocks

    def statements(self, block: ast.Block) -> None:
        for statement in block.statements:
            if isinstance(statement, ast.Label):
                self._label_blocks[statement] = self.block
        for statement in block.statements:
            self._statement(statement)

    def _body(self, block: ast.Block, is_loop: bool = False) -> None:
        """A block with a scope of its own."""
        self.enter_block(is_loop)
        self.statements(block)
        self._at_end(block)
        self.leave_block()

    def _at_end(self, block: ast.Block) -> None:
        """What is emitted next belongs to the last token of a block."""
        if block.statements:
            self.at(block.statements[-1])
        else:
            self.mark(block, block.line)

    def _statement(self, node: ast.Stat) -> None:
        if isinstance(node, ast.CallStat):
            self.many_values(node.call, 0)
        elif isinstance(node, ast.Local):
            self.local(node)
        elif isinstance(node, ast.Assign):
            self._assign(node)
        elif isinstance(node, ast.If):
            self._if(node)
        elif isinstance(node, ast.Return):
            self._return(node)
        elif isinstance(node, ast.FunctionStat):
            self.function_statement(node)
        elif isinstance(node, ast.LocalFunction):
            self.local_function(node)
        elif isinstance(node, ast.NumericFor):
            self._numeric_for(node)
        elif isinstance(node, ast.GenericFor):
            self._generic_for(node)
        else:
            self._control(node)

    def _control(self, node: ast.Stat) -> None:
        if isinstance(node, ast.While):
            self._while(node)
        elif isinstance(node, ast.Repeat):
            self._repeat(node)
        elif isinstance(node, ast.Do):
            self._body(node.body)
        elif isinstance(node, ast.Break):
            self._break(node)
        elif isinstance(node, ast.Goto):
            self._goto(node)
        elif isinstance(node, ast.Label):
            self._label(node)
        elif isinstance(node, ast.Global):
            self.global_statement(node)
        elif isinstance(node, ast.GlobalFunction):
            self.global_function(node)

    # -- assignments

    def _assign(self, node: ast.Assign) -> None:
        saved = self.free
        if len(node.targets) == 1 and len(node.values) == 1:
            self.assign(self.place(node.targets[0]), node.values[0], node)
        else:
            self._assign_many(node)
        self.free = saved

    def _assign_many(self, node: ast.Assign) -> None:
        """All expressions first, then the assignments from the last to the first, as PUC Lua orders them."""
        places: list[Place] = []
        for target in node.targets:
            place = self.place(target)
            if place.kind <= UPVALUE:
                self._save_from(place, places)
            places.append(place)
        if len(node.values) == len(places):
            first = self.free
            for value in node.values[:-1]:
                self.to_next(value)
            self.assign(places.pop(), node.values[-1], node)
        else:
            first = self.adjusted_values(node.values, len(places))
        self.at(node)
        while places:
            place = places.pop()
            self.store(place, first + len(places))

    def _save_from(self, assigned: Place, places: list[Place]) -> None:
        """Save a variable that is about to change, where earlier targets use it as a table or a key."""
        operand = ~assigned.table if assigned.kind == CELL else assigned.table
        copy = self.free
        used = False
        for place in places:
            if assigned.kind == UPVALUE:
                if place.kind == UPVALUE_FIELD and place.table == operand:
                    place.kind = FIELD
                    place.table = copy
                    used = True
            elif place.kind >= FIELD:
                if place.table == operand:
                    place.table = copy
                    used = True
                if place.kind == INDEXED and place.key == operand:
                    place.key = copy
                    used = True
        if used:
            self.load_next(assigned, copy)

    # -- conditions and loops

    def _if(self, node: ast.If) -> None:
        ends: list[int] = []
        for at, clause in enumerate(node.clauses):
            is_last = at == len(node.clauses) - 1 and node.orelse is None
            body = clause.body
            if self._is_break(body) and not self._closes_on_break():
                self._loop_block().breaks.extend(self.jump_when(clause.condition, True, body.line))
                continue
            skip = self.jump_when(clause.condition, False, body.line if self.positions.dialect.fused_break else 0)
            self._body(body)
            if not is_last:
                self._at_end(body)
                ends.append(self.asm.jump())
            self.asm.land(skip)
        if node.orelse is not None:
            self._body(node.orelse)
        self.asm.land(ends)

    def _is_break(self, body: ast.Block) -> bool:
        """Whether a block is a mere `break` for which a conditional jump can do."""
        fuses = self.positions.dialect.fused_break
        return fuses and len(body.statements) == 1 and isinstance(body.statements[0], ast.Break)

    def _while(self, node: ast.While) -> None:
        start = self.asm.here()
        leave = self.jump_when(node.condition, False)
        self.enter_block(True)
        self._body(node.body)
        self._at_end(node.body)
        self.asm.jump_to(self.asm.jump(), start)
        self.at(node)
        self.leave_block()
        self.asm.land(leave)

    def _repeat(self, node: ast.Repeat) -> None:
        start = self.asm.here()
        self.enter_block(True)
        self.enter_block(False)
        self.statements(node.body)
        again = self.jump_when(node.condition, False)
        closes = self.block.to_close >= 0
        self.at(node)
        self.leave_block()
        if closes:
            done = self.asm.jump()
            self.asm.land(again)
            self.asm.emit(op.CLOSE, self.free)
            again = [self.asm.jump()]
            self.asm.land([done])
        for jump in again:
            self.asm.jump_to(jump, start)
        self.leave_block()

    def _numeric_for(self, node: ast.NumericFor) -> None:
        variable = self.scopes.variables[node.variable]
        self.enter_block(True)
        base = self.to_next(node.first)
        self.to_next(node.limit)
        if node.step is not None:
            self.to_next(node.step)
        else:
            self.asm.emit_bx(op.LOADI, self.reserve(1), 1)
        named = self.positions.dialect.named_loop_values
        for at in range(1 if self.positions.dialect.constant_loop_variables else 0, 3):
            self.show(_NUMERIC_NAMES[at] if named else _FOR_STATE, base + at, False)
        self.mark(node, node.body.line)
        prepare = self.asm.emit_bx(op.FORPREP, base, 0)
        self.enter_block(False)
        self._loop_variable(variable, base, self.free)
        body = self.asm.here()
        self._body(node.body)
        self.leave_block()
        self.mark(node, node.line)
        loop = self.asm.emit_bx(op.FORLOOP, base, 0)
        self.asm.adopt_position(prepare + 1, body)
        self.asm.jump_to(loop, prepare + 1)
        self.asm.land([prepare])
        self.at(node)
        self.leave_block()

    def _generic_for(self, node: ast.GenericFor) -> None:
        self.enter_block(True)
        base = self.adjusted_values(node.values, 4)
        self.mark_to_close(base + 2)
        states = [base, base + 1, base + 3, base + 2]  # in PUC Lua's order: the closing value is the last
        if self.positions.dialect.constant_loop_variables:
            states.remove(base + 3)
        named = self.positions.dialect.named_loop_values
        if named:
            states.remove(base + 2)
        for at, register in enumerate(states):
            self.show(_GENERIC_NAMES[at] if named else _FOR_STATE, register, False)
        self.mark(node, node.body.line)
        prepare = self.asm.emit_bx(op.TFORPREP, base, 0)
        self.enter_block(False)
        self.reserve(len(node.names) - 1)
        for at, name in enumerate(node.names):
            variable = self.scopes.variables[name]
            if at == 0:
                self._loop_variable(variable, base + 3, base + 3 + len(node.names))
            else:
                self.activate(variable, base + 3 + at)
        body = self.asm.here()
        self._body(node.body)
        self.leave_block()
        self.asm.land([prepare])
        self.mark(node, node.line)
        self.asm.emit(op.TFORCALL, base, 0, len(node.names))
        self.asm.jump_to(self.asm.emit_bx(op.TFORLOOP, base, 0), prepare + 1)
        self.asm.adopt_position(prepare + 1, body)
        self.at(node)
        self.leave_block()

    def _loop_variable(self, variable: Variable, control: int, copy: int) -> None:
        """Declare the variable that controls a loop; if the body may change it, it is a copy."""
        if variable.captured or variable.assigned:
            assert copy == self.free
            self.reserve(1)
            self.asm.emit(op.MOVE, copy, control)
            self.activate(variable, copy)
        else:
            self.activate(variable, control)

    # -- jumps

    def _loop_block(self) -> Block:
        block = self.block
        while not block.is_loop:
            assert block.previous is not None
            block = block.previous
        return block

    def _closes_on_break(self) -> bool:
        """Whether a `break` here leaves to-be-closed variables behind that the end of the loop would not close."""
        block = self.block
        while not block.is_loop:
            if block.to_close >= 0:
                return True
            assert block.previous is not None
            block = block.previous
        return False

    def _break(self, node: ast.Break) -> None:
        self.at(node)
        loop = self._loop_block()
        if self._closes_on_break():
            self.close_outwards(loop, self.free)
        loop.breaks.append(self.asm.jump())

    def _goto(self, node: ast.Goto) -> None:
        self.at(node)
        label = self.scopes.targets[node]
        target = self._label_pcs.get(label)
        if target is not None:
            self.close_outwards(self._label_blocks[label], self._label_levels[label])
            self.asm.jump_to(self.asm.jump(), target)
            return
        self.close_outwards(self._label_blocks[label], self.free)
        waiting = self._gotos.get(label)
        if waiting is None:
            waiting = []
            self._gotos[label] = waiting
        waiting.append(self.asm.jump())

    def _label(self, node: ast.Label) -> None:
        self._label_pcs[node] = self.asm.here()
        self._label_levels[node] = self.free
        waiting = self._gotos.get(node)
        if waiting is not None:
            self.asm.land(waiting)

    # -- return

    def _return(self, node: ast.Return) -> None:
        values = node.values
        saved = self.free
        closes = self.block.inside_to_close
        if not values:
            self._finish_return(node, op.RETURN0, 0, 0, closes)
        elif len(values) == 1 and isinstance(values[0], (ast.Call, ast.MethodCall)) and not closes:
            self._tail_call(values[0])
        elif len(values) == 1 and not isinstance(values[0], (ast.Call, ast.MethodCall, ast.Vararg)):
            operand = self.operand(values[0])
            self.at(node)
            self._finish_return(node, op.RETURN1, self.settled(operand), 0, closes)
        else:
            is_open = self.values(values)
            if not is_open:
                self.check_returns(len(values))
            self._finish_return(node, op.RETURN, saved, 0 if is_open else len(values) + 1, closes)
        self.free = saved

    def _finish_return(self, node: ast.Return, opcode: int, first: int, count: int, closes: bool) -> None:
        self.at(node)
        if closes:
            self.asm.emit(op.CLOSE, 0, 0, int(opcode == op.RETURN and count == 0))
        self.asm.emit(opcode, first, count)

    def _tail_call(self, call: ast.Expr) -> None:
        base = self.free
        self.many_values(call, -1)
        self.asm.make_tail_call(self.positions.dialect.reports.tail_levels)
        if self.positions.dialect.tail_calls_at_end:
            self.asm.lines[-1] = self.positions.end_line(call.end)
        self.asm.emit(op.RETURN, base, 0)
