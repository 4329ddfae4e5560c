"""Extra arguments of a vararg function off the fast path: as values, as a table, one by one.  All writes are noted.

They lie below the frame, their number in the register under R[0] (`calls.enter`).
"""

from typing import Final

from mypy_extensions import i64

from engine.runtime.coroutine import Coroutine
from engine.runtime.numbers import float_to_integer
from engine.runtime.table import LuaTable
from engine.runtime.values import intern
from engine.vm import calls, naming
from engine.vm.machine import Machine

_SIZE: Final = intern(b"n")
_MOST: Final = 0x3FFFFFFF  # arguments in a table of extra arguments; what a C integer holds, halved


def spread(machine: Machine, co: Coroutine, a: i64, word: i64) -> None:
    """VARARG."""
    base = co.base(co.depth)
    wanted = (word >> 40) - 1
    if (word >> 16) & 1:
        _spread_table(machine, co, a, machine.local_value(co, base + ((word >> 24) & 0xFFFF)), wanted)
        return
    extra = co.ints[base - 1]
    source = base - 1 - extra
    count = _make_room(machine, co, a, extra, wanted)
    for offset in range(count):
        if offset < extra:
            machine.copy_register(co, a + offset, source + offset)
        else:
            machine.set_register(co, a + offset, None)


def _spread_table(machine: Machine, co: Coroutine, a: i64, arguments: object, wanted: i64) -> None:
    """The extra arguments as the program has left them in their table."""
    size = arguments.get(_SIZE) if isinstance(arguments, LuaTable) else None
    if not isinstance(arguments, LuaTable) or not isinstance(size, int) or isinstance(size, bool):
        raise naming.run_error(machine, b"vararg table has no proper 'n'")
    if not 0 <= size <= _MOST:
        raise naming.run_error(machine, b"vararg table has no proper 'n'")
    extra = i64(size)
    count = _make_room(machine, co, a, extra, wanted)
    for offset in range(count):
        machine.set_register(co, a + offset, arguments.get(int(offset + 1)) if offset < extra else None)


def _make_room(machine: Machine, co: Coroutine, a: i64, extra: i64, wanted: i64) -> i64:
    """How many values to write; where all are wanted, they get a top."""
    if wanted >= 0:
        return wanted
    calls.check_stack(machine, co, a + extra)
    co.reserve(a + extra)
    machine.set_top(co, a + extra)
    return extra


def make_table(machine: Machine, co: Coroutine, a: i64) -> None:
    """VARARGTABLE."""
    base = co.base(co.depth)
    extra = co.ints[base - 1]
    source = base - 1 - extra
    values: list[object] = [co.get(at) for at in range(source, source + extra)]
    table = LuaTable(machine.new_identity())
    table.array = values
    table.insert(_SIZE, int(extra) if machine.dialect.integers else float(extra))
    machine.allocated += 96 + 16 * extra
    machine.set_register(co, a, table)


def get(machine: Machine, co: Coroutine, a: i64, key_register: i64) -> None:
    """GETVARG."""
    base = co.base(co.depth)
    extra = co.ints[base - 1]
    key = co.get(key_register)
    if isinstance(key, float):
        key = float_to_integer(key)
    value: object = None
    if isinstance(key, int) and not isinstance(key, bool):
        if 1 <= key <= extra:
            value = co.get(base - 2 - extra + i64(key))
    elif key == b"n":
        value = int(extra)
    machine.set_register(co, a, value)
