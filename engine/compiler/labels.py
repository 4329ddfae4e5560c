"""Labels, `goto` and `break` of one function (manual 3.3.4): what jumps where, and what may not.

Works as PUC Lua does, so that the same error comes first: a `goto` waits in a list until its label
turns up in its block or in one around it.  Relies on `scopes` and `positions`.
"""

from typing import Final, final

from engine.compiler.positions import Positions
from engine.compiler.scopes import Scopes, Variable
from engine.syntax import ast

_BREAK: Final = b"break"


@final
class _Block:
    def __init__(self, is_loop: bool, level: int, first_label: int, first_jump: int) -> None:
        self.is_loop: Final = is_loop
        self.level: Final = level  # active variables where the block begins
        self.first_label: Final = first_label
        self.first_jump: Final = first_jump


@final
class _Jump:
    """A `goto` or `break` whose label has not turned up yet; `level` counts its active variables."""

    def __init__(self, name: bytes, node: ast.Stat, level: int) -> None:
        self.name: Final = name
        self.node: Final = node
        self.level = level


@final
class Labels:
    """The labels in sight and the pending jumps of the function being resolved."""

    def __init__(self, scopes: Scopes, positions: Positions, active: list[Variable]) -> None:
        self._scopes: Final = scopes
        self._positions: Final = positions
        self._active: Final = active
        self._blocks: Final[list[_Block]] = []
        self._defined: Final[list[ast.Label]] = []
        self._pending: Final[list[_Jump]] = []

    def enter_block(self, is_loop: bool) -> None:
        self._blocks.append(_Block(is_loop, len(self._active), len(self._defined), len(self._pending)))

    def leave_block(self, offset: int) -> int:
        """End the innermost block, whose variables are still active; `offset` is where PUC Lua's lexer stands.

        Returns how many variables stay active.
        """
        block = self._blocks.pop()
        del self._defined[block.first_label :]
        left: list[_Jump] = []
        for jump in self._pending[block.first_jump :]:
            if not (block.is_loop and jump.name == _BREAK):
                jump.level = block.level
                left.append(jump)
        self._pending[block.first_jump :] = left
        if left and not self._blocks:
            raise self._no_label(left[0], offset)
        return block.level

    def add_break(self, node: ast.Break) -> None:
        self._pending.append(_Jump(_BREAK, node, len(self._active)))

    def add_goto(self, node: ast.Goto) -> None:
        found = self._find(node.label)
        if found is None:
            self._pending.append(_Jump(node.label, node, len(self._active)))
        else:
            self._scopes.targets[node] = found

    def add_label(self, node: ast.Label, is_last: bool, offset: int) -> None:
        """Define a label; where it ends its block (`is_last`), the block's variables count as gone already."""
        repeated = self._find(node.name)
        if repeated is not None:
            message = b"label '%s' already defined on line %d" % (node.name, repeated.line)
            raise self._positions.error_behind(message, offset)
        self._defined.append(node)
        block = self._blocks[-1]
        level = block.level if is_last else len(self._active)
        waiting: list[_Jump] = []
        for jump in self._pending[block.first_jump :]:
            if jump.name != node.name:
                waiting.append(jump)
                continue
            if jump.level < level:
                raise self._into_scope(jump, offset)
            if isinstance(jump.node, ast.Goto):
                self._scopes.targets[jump.node] = node
        self._pending[block.first_jump :] = waiting

    def _find(self, name: bytes) -> ast.Label | None:
        for label in self._defined:
            if label.name == name:
                return label
        return None

    def _into_scope(self, jump: _Jump, offset: int) -> Exception:
        message = b"<goto %s> at line %d jumps into the scope of local '%s'" % (
            jump.name,
            jump.node.line,
            self._active[jump.level].name,
        )
        return self._positions.error_behind(message, offset)

    def _no_label(self, jump: _Jump, offset: int) -> Exception:
        if isinstance(jump.node, ast.Break):
            message = b"break outside loop at line %d" % jump.node.line
        else:
            message = b"no visible label '%s' for <goto> at line %d" % (jump.name, jump.node.line)
        return self._positions.error_behind(message, offset)
