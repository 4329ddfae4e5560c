"""Labels, `goto` and `break` inside one function: what leads where, and what leads nowhere.

A label is seen in its whole block and in the blocks inside it; jumps that find none in the unit's own top level
wait for the labels of other units.  Relies on `facts`.
"""

from typing import Final

from engine.syntax import ast
from engine.syntax.nodes import text_of
from lsp.binding.facts import Facts, Flaw, LabelFacts, Variable


class _Block:
    def __init__(self, loop: bool) -> None:
        self.loop: Final = loop
        self.labels: Final[dict[bytes, LabelFacts]] = {}
        self.waiting: Final[list[ast.Goto]] = []


class Jumps:
    """The jumps of one function."""

    def __init__(self, facts: Facts, source: bytes, offset: int, active: list[Variable]) -> None:
        self._facts: Final = facts
        self._source: Final = source
        self._offset: Final = offset
        self._active: Final = active
        self._blocks: Final[list[_Block]] = []

    def inner(self) -> "Jumps":
        """The jumps of a function inside this one."""
        jumps = Jumps(self._facts, self._source, self._offset, self._active)
        jumps.enter(False)
        return jumps

    def enter(self, loop: bool) -> None:
        self._blocks.append(_Block(loop))

    def leave(self) -> None:
        """End the innermost block: its jumps find its labels or wait in the block around it."""
        block = self._blocks.pop()
        self._settle(block, self._blocks[-1].waiting)

    def leave_function(self) -> None:
        """End the function: a jump that still waits leads nowhere."""
        left: list[ast.Goto] = []
        self._settle(self._blocks.pop(), left)
        self._facts.flaws.extend(no_label(jump) for jump in left)

    def leave_unit(self) -> None:
        """End the unit: jumps that still wait may lead to labels of other units."""
        block = self._blocks.pop()
        self._settle(block, self._facts.open_jumps)
        self._facts.top_labels.extend(block.labels.values())

    def _settle(self, block: _Block, left: list[ast.Goto]) -> None:
        for jump in block.waiting:
            label = block.labels.get(jump.label)
            if label is None:
                left.append(jump)
            else:
                label.jumps.append(jump)

    def add_break(self, node: ast.Break) -> None:
        if not any(block.loop for block in self._blocks):
            # The words are those of the engine, whose compiler decides whether this is reported at all.
            self._facts.flaws.append(Flaw("break outside loop", node.start, node.end))

    def add_goto(self, node: ast.Goto) -> None:
        self._blocks[-1].waiting.append(node)

    def add_label(self, node: ast.Label) -> None:
        at = self._source.find(node.name, node.start - self._offset + 2)
        label = LabelFacts(node, self._offset + at)
        self._facts.labels.append(label)
        self._blocks[-1].labels.setdefault(node.name, label)


def no_label(jump: ast.Goto) -> Flaw:
    """The complaint about a jump that leads nowhere."""
    return Flaw(f"no visible label '{text_of(jump.label)}' for <goto>", *jump_name(jump))


def jump_name(jump: ast.Goto) -> tuple[int, int]:
    """Where a `goto` names its label."""
    return jump.end - len(jump.label), jump.end
