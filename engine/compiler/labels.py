"""Labels, `goto` and `break` of one function (manual 3.3.4): what jumps where, and what may not.

Works as PUC Lua does, so that the same error comes first: a `goto` waits in a list until its label
turns up in its block or in one around it; where gotos are late, until that block ends.  Where a label's
name is taken in its block only, a `goto` to it from an inner block waits until that one ends.
Relies on `scopes` and `positions`.
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
        self.keys = [name]  # what its label may be found by


@final
class Labels:
    """The labels in sight and the pending jumps of the function being resolved."""

    def __init__(self, scopes: Scopes, positions: Positions, active: list[Variable]) -> None:
        self._scopes: Final = scopes
        self._positions: Final = positions
        self._active: Final = active
        self._blocks: Final[list[_Block]] = []
        self._defined: Final[list[ast.Label]] = []
        self._keys: Final[dict[ast.Label, bytes]] = {}  # what a label is found by
        self._pending: Final[list[_Jump]] = []
        self._words: Final = positions.dialect.wording
        self._of_blocks: Final = not positions.dialect.function_labels
        self._late: Final = positions.dialect.late_gotos
        # Where gotos are late: the labels by name, with the number of variables active there.
        self._late_labels: Final[dict[bytes, tuple[ast.Label, int]]] = {}

    def enter_block(self, is_loop: bool) -> None:
        self._blocks.append(_Block(is_loop, len(self._active), len(self._defined), len(self._pending)))

    def leave_block(self, offset: int, is_whole: bool = True) -> int:
        """End the innermost block, whose variables are still active; `offset` is where PUC Lua's lexer stands.

        If a part of the block is missing in the text (not `is_whole`), no jump is wrong yet.  Returns how many
        variables stay active.
        """
        block = self._blocks.pop()
        if self._late and is_whole:
            self._settle_late(block, offset)
        del self._defined[block.first_label :]
        left: list[_Jump] = []
        for jump in self._pending[block.first_jump :]:
            if not (block.is_loop and jump.name == _BREAK) and not self._meets_outer_label(jump):
                jump.level = block.level
                left.append(jump)
        self._pending[block.first_jump :] = left
        if left and not self._blocks and is_whole:
            raise self._no_label(left[0], offset)
        return block.level

    def _meets_outer_label(self, jump: _Jump) -> bool:
        """Let a jump out of a block that has ended go to a label of the next block, if labels are of blocks."""
        if not self._of_blocks or not self._blocks or not isinstance(jump.node, ast.Goto):
            return False
        found = self._find(jump.keys)
        if found is not None:
            self._scopes.targets[jump.node] = found
        return found is not None

    def add_break(self, node: ast.Break) -> None:
        self._pending.append(_Jump(_BREAK, node, len(self._active)))

    def add_goto(self, node: ast.Goto) -> None:
        keys = self._positions.keys(node.label, node.end - 1)
        found = None if self._late else self._find(keys)
        if found is None:
            jump = _Jump(node.label, node, len(self._active))
            jump.keys = keys
            self._pending.append(jump)
        else:
            self._scopes.targets[node] = found

    def define(self, node: ast.Label, offset: int) -> None:
        """Add a label, whose name must not be taken."""
        key = self._positions.keys(node.name, node.name_start)[0]
        self._keys[node] = key
        repeated = self._find([key])
        if repeated is not None:
            message = self._words.label_twice.replace(b"%d", b"%d" % repeated.line) % node.name
            raise self._positions.error_behind(message, self._positions.behind_semicolons(offset))
        self._defined.append(node)

    def settle(self, node: ast.Label, is_last: bool, offset: int) -> None:
        """Let the waiting jumps go to a label.

        Where it ends its block (`is_last`), the block's variables count as gone already.
        """
        block = self._blocks[-1]
        level = block.level if is_last else len(self._active)
        if self._late:
            self._late_labels[self._keys[node]] = (node, level)
            return
        waiting: list[_Jump] = []
        for jump in self._pending[block.first_jump :]:
            if self._keys[node] in jump.keys:
                if jump.level < level:
                    offset = self._positions.behind_semicolons(offset)
                self._settle(jump, node, level, offset)
            else:
                waiting.append(jump)
        self._pending[block.first_jump :] = waiting

    def _settle(self, jump: _Jump, label: ast.Label, level: int, offset: int) -> None:
        """Let a pending jump go to its label, where this many variables are active."""
        if jump.level < level:
            raise self._into_scope(jump, offset)
        if isinstance(jump.node, ast.Goto):
            self._scopes.targets[jump.node] = label

    def _settle_late(self, block: _Block, offset: int) -> None:
        """At the end of a block: the jumps to labels of its own, in the order of the jumps."""
        waiting: list[_Jump] = []
        for jump in self._pending[block.first_jump :]:
            found = self._late_label(jump)
            if found is not None and found[0] in self._defined[block.first_label :]:
                self._settle(jump, found[0], found[1], offset)
            else:
                waiting.append(jump)
        self._pending[block.first_jump :] = waiting

    def _late_label(self, jump: _Jump) -> tuple[ast.Label, int] | None:
        for key in jump.keys:
            found = self._late_labels.get(key)
            if found is not None:
                return found
        return None

    def _find(self, keys: list[bytes]) -> ast.Label | None:
        first = self._blocks[-1].first_label if self._of_blocks else 0
        for label in self._defined[first:]:
            if self._keys[label] in keys:
                return label
        return None

    def _into_scope(self, jump: _Jump, offset: int) -> Exception:
        message = self._words.into_scope.replace(b"%d", b"%d" % jump.node.line)
        return self._error(message % (jump.name, self._active[jump.level].name), jump, offset)

    def _no_label(self, jump: _Jump, offset: int) -> Exception:
        line = b"%d" % jump.node.line
        if isinstance(jump.node, ast.Break):
            return self._error(self._words.stray_break.replace(b"%d", line), jump, offset)
        return self._error(self._words.no_label.replace(b"%d", line) % jump.name, jump, offset)

    def _error(self, message: bytes, jump: _Jump, offset: int) -> Exception:
        message += self._positions.note(jump.node)
        if self._words.blames_jump:
            return self._positions.error_at(message, jump.node.line, offset)
        return self._positions.error_behind(message, offset)
