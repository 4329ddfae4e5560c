"""A level: one function while it is being resolved, with what is declared and active in it.

Relies on `scopes` and `labels`; `resolver` has a stack of levels.
"""

from typing import Final, final

from engine.compiler.labels import Labels
from engine.compiler.positions import Positions
from engine.compiler.scopes import FunctionScope, Scopes, Variable


@final
class Level:
    """A function's active variables, in order and by name, and its labels."""

    def __init__(self, scope: FunctionScope, scopes: Scopes, positions: Positions) -> None:
        self.scope: Final = scope
        self.active: Final[list[Variable]] = []
        self.globals: Final[list[Variable]] = []  # those of the active ones that declare globals
        self.registers = 0  # how many of the active ones live in a register
        self.labels: Final = Labels(scopes, positions, self.active)
        self._by_name: Final[dict[bytes, list[Variable]]] = {}

    def find(self, name: bytes) -> Variable | None:
        """The active variable of this name, of several the one declared last."""
        found = self._by_name.get(name)
        return found[-1] if found else None

    def activate(self, variable: Variable) -> None:
        self.active.append(variable)
        if variable.is_global():
            self.globals.append(variable)
        elif variable.constant is None:
            self.registers += 1
        self._by_name.setdefault(variable.key, []).append(variable)

    def deactivate(self, left: int, offset: int) -> None:
        """Let all but this many variables end at an offset."""
        while len(self.active) > left:
            variable = self.active.pop()
            variable.end = offset
            self._by_name[variable.key].pop()
            if variable.is_global():
                self.globals.pop()
            elif variable.constant is None:
                self.registers -= 1
