"""How the functions of the table library take their first argument (manual 6.6).

A plain table, whose metamethods do not matter, they treat themselves; anything else that is a table, or
behaves like one, they hand over to the Lua code in ``prelude_table.lua``.
"""

from typing import Final

from mypy_extensions import i64

from engine.runtime.call import Call
from engine.runtime.table import LuaTable
from engine.runtime.values import Invoke

# What an argument that is not a table has to have in its metatable to stand in for one.
READ: Final = 1
WRITE: Final = 2
LENGTH: Final = 4


def is_plain(table: LuaTable) -> bool:
    """Whether reading, writing and measuring the table call no metamethod."""
    metatable = table.metatable
    return metatable is None or (
        metatable.get_key(b"__index") is None
        and metatable.get_key(b"__newindex") is None
        and metatable.get_key(b"__len") is None
    )


def check_table_like(call: Call, at: i64, needs: i64) -> object:
    """Argument `at`, which must be a table or have the metamethods for what it `needs`."""
    value = call.arg(at)
    if isinstance(value, LuaTable):
        return value
    metatable = call.metatable_of(value)
    if (
        metatable is not None
        and (not needs & READ or metatable.get_key(b"__index") is not None)
        and (not needs & WRITE or metatable.get_key(b"__newindex") is not None)
        and (not needs & LENGTH or metatable.get_key(b"__len") is not None or _is_measured(call, value))
    ):
        return value
    raise call.type_error(at, b"table")


def _is_measured(call: Call, value: object) -> bool:
    """Whether a value has a length without a `__len`."""
    return isinstance(value, bytes) and call.machine.dialect.unmeasured_strings


def hand_over(call: Call, name: bytes, arguments: list[object]) -> Invoke:
    return Invoke(call.machine.prelude[name], arguments)
