"""What only the program's own code can tell of a value: the text of `__tostring`, the pairs of `__pairs`, fields that
`__index` computes.

Each runs a metamethod, with its side effects undone (`debugger.evaluation`): for a person who asks for it, not to be
shown unasked.
"""

from dataclasses import dataclass
from typing import Final

from debugger.evaluation import EvaluationError, Evaluator
from engine.history.state import cell_value
from engine.runtime.table import LuaTable
from engine.runtime.values import LuaClosure, UserData
from engine.vm.machine import Machine

MOST: Final = 1000
"""Pairs and fields that are worked out at once."""

_PAIRS: Final = f"""(function()
  local keys, values, count = {{}}, {{}}, 0
  local iterator, state, key = handler(value)
  local held
  while count < {MOST} do
    key, held = iterator(state, key)
    if key == nil then break end
    count = count + 1
    keys[count], values[count] = key, held
  end
  return {{keys, values, count}}
end)()"""


@dataclass(frozen=True)
class Computable:
    """What a value has to be asked for: which of its metamethods there are."""

    text: bool
    pairs: bool
    fields: bool


class Computed:
    """Asks values on a machine.  Everything raises EvaluationError where a metamethod fails."""

    def __init__(self, machine: Machine, evaluator: Evaluator) -> None:
        self._machine = machine
        self._evaluator = evaluator

    def of(self, value: object) -> Computable:
        """What can be asked of a value."""
        if not isinstance(value, (LuaTable, UserData)) or value.metatable is None:
            return Computable(False, False, False)
        return Computable(
            self._machine.metamethod(value, b"__tostring") is not None,
            self._machine.metamethod(value, b"__pairs") is not None,
            bool(self._names(value)),
        )

    def text(self, value: object) -> object:
        """What `__tostring` says."""
        found = self._evaluator.call(self._machine.metamethod(value, b"__tostring"), [value])
        return found[0] if found else None

    def pairs(self, value: object) -> list[tuple[object, object]]:
        """What a traversal with `pairs` comes to, MOST pairs at most."""
        given = {"handler": self._machine.metamethod(value, b"__pairs"), "value": value}
        (found,) = self._evaluator.evaluate(None, _PAIRS, given)
        assert isinstance(found, LuaTable)
        keys, values, count = (found.get(at) for at in (1, 2, 3))
        assert isinstance(keys, LuaTable)
        assert isinstance(values, LuaTable)
        assert isinstance(count, int)
        return [(keys.get(at), values.get(at)) for at in range(1, count + 1)]

    def fields(self, value: object) -> list[tuple[bytes, object]]:
        """The fields that an `__index` function computes, for the names that it knows: keys of tables it captures."""
        found: list[tuple[bytes, object]] = []
        for name in self._names(value):
            try:
                results = self._evaluator.call(self._machine.metamethod(value, b"__index"), [value, name])
            except EvaluationError:
                continue
            if results and results[0] is not None:
                found.append((name, results[0]))
        return found

    def _names(self, value: object) -> list[bytes]:
        handler = self._machine.metamethod(value, b"__index")
        if not isinstance(handler, LuaClosure) or handler.proto.is_library:
            return []
        known: dict[bytes, None] = {}
        for cell in handler.cells:
            table = cell_value(cell)
            if not isinstance(table, LuaTable) or table is self._machine.globals:
                continue
            for key, held in zip(table.keys, table.values, strict=True):
                if len(known) == MOST:
                    break
                is_own = isinstance(value, LuaTable) and value.get(key) is not None
                if isinstance(key, bytes) and key[:2] != b"__" and held is not None and not is_own:
                    known[key] = None
        return list(known)
