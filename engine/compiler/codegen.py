"""The code generator: a chunk's syntax tree to its prototype.

`resolver` has said what every name means; here each function is compiled by a `FunctionCoder`, which
is made of layers: `function_state` (registers, blocks), `places` (variables and fields),
`codegen_branch` (conditions), `codegen_expr`, `codegen_declare` and `codegen_stat`.  The code is what PUC Lua 5.4's
compiler would emit, as far as the instruction sets agree, line by line.
"""

from typing import final

from engine.compiler import opcodes as op
from engine.compiler.codegen_stat import StatementCoder
from engine.compiler.positions import Positions
from engine.compiler.proto import Proto, UpvalueDesc
from engine.compiler.resolver import resolve
from engine.compiler.scopes import FunctionScope, Scopes, Variable
from engine.runtime.polling import Poller
from engine.syntax import ast
from engine.syntax.dialects import Dialect


def compile_chunk(
    chunk: ast.Chunk, source: bytes, chunk_name: bytes, dialect: Dialect, poller: Poller | None = None
) -> Proto:
    """The prototype of a chunk's main function, whose one upvalue is `_ENV`.

    The tree must be without errors, as `parse` leaves it.  Raises LuaSyntaxError for what a tree can
    hold and Lua does not allow (misplaced jumps, assignments to constants, too many variables).
    """
    positions = Positions(source, chunk_name, dialect, chunk.expansions, poller)
    scopes = resolve(chunk, positions)
    coder = FunctionCoder(scopes, scopes.main, positions)
    return coder.main(chunk)


@final
class FunctionCoder(StatementCoder):
    """The compilation of one function."""

    def __init__(self, scopes: Scopes, scope: FunctionScope, positions: Positions) -> None:
        super().__init__(scopes, scope, positions)
        self._start = 0  # where the function's own instructions begin, after those that prepare parameters

    def main(self, chunk: ast.Chunk) -> Proto:
        self.statements(chunk.body)
        upvalues = [UpvalueDesc(self.scope.upvalues[0].variable.name, True, 0, False)]
        return self._finish(chunk, 0, chunk.end_line, 0, True, upvalues)

    def function(self, node: ast.Function, upvalues: list[UpvalueDesc]) -> Proto:
        """Compile a function whose upvalues its surroundings have described."""
        self.mark(node, node.line)
        self.reserve(len(node.parameters))
        for register, parameter in enumerate(node.parameters):
            variable = self.scopes.variables[parameter]
            self.registers[variable] = register
            self.show(variable.name, register, variable.captured)
        for parameter in node.parameters:
            variable = self.scopes.variables[parameter]
            if variable.captured:
                self.asm.emit(op.NEWCELL, self.registers[variable])
        if self.scope.vararg is not None:
            self._vararg(self.scope.vararg)
        self._start = self.asm.here()
        self.statements(node.body)
        return self._finish(node, node.line, node.end_line, len(node.parameters), node.is_vararg, upvalues)

    def _vararg(self, variable: Variable) -> None:
        """The local that stands for the extra arguments: nil, if it needs no table of them."""
        register = self.reserve(1)
        self.registers[variable] = register
        if self.scope.has_vararg_table:
            self.asm.emit(op.VARARGTABLE, register)
        else:
            self.asm.emit(op.LOADNIL, register, 1)
        self.show(variable.name, register, variable.captured)
        if variable.captured:
            self.asm.emit(op.NEWCELL, register)

    def function_proto(self, node: ast.Function) -> int:
        scope = self.scopes.functions[node]
        coder = FunctionCoder(self.scopes, scope, self.positions)
        self.protos.append(coder.function(node, self.upvalue_descriptions(scope)))
        return len(self.protos) - 1

    def _finish(
        self,
        node: ast.Node,
        line: int,
        end_line: int,
        parameters: int,
        is_vararg: bool,
        upvalues: list[UpvalueDesc],
    ) -> Proto:
        """The final return, and all that goes into the prototype."""
        self.mark(node, end_line)
        if self.block.to_close >= 0:
            self.asm.emit(op.CLOSE, 0)
        self.asm.emit(op.RETURN0)
        self.asm.adopt_position(0, self._start)
        self.end_locals(0)
        self.asm.finish()
        proto = Proto(
            self.positions.chunk_name,
            line,
            end_line if line > 0 else 0,
            parameters,
            is_vararg,
            self.frame_size,
            self.asm.code,
            self.asm.lines,
            self.asm.columns,
            self.asm.constants,
            self.protos,
            upvalues,
            self.asm.locals(),
        )
        for pc, origin in enumerate(self.asm.origins):
            if origin is not None:
                proto.origins[pc] = origin
        return proto
