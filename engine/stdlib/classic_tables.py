"""The table library of Lua 5.1 and LuaJIT: on tables alone, without metamethods, and with positions unchecked.

`foreach` and `foreachi` go on in ``prelude_classic.lua``; `sort` is in `table_variants`.
"""

from collections.abc import Callable
from typing import Final

from mypy_extensions import i64

from engine.runtime.call import Call
from engine.runtime.table import LuaTable
from engine.runtime.values import Invoke
from engine.stdlib.table_library import append, insert_at, join, remove_at


def _insert(call: Call) -> object:
    table = call.check_table(1)
    if call.count == 2:
        append(call, table, call.arg(2))
        return ()
    if call.count != 3:
        raise call.error(b"wrong number of arguments to 'insert'")
    position = call.check_int(2)
    value = call.arg(3)
    length = table.length()
    if 1 <= position <= length + 1:
        insert_at(call, table, position, value)
        return ()
    machine = call.machine
    at = length + 1
    while at > position:
        machine.raw_set(table, at, table.get_int(at - 1))
        at -= 1
    machine.raw_set(table, position, value)
    return ()


def _remove(call: Call) -> object:
    table = call.check_table(1)
    length = table.length()
    position = call.opt_int(2, length)
    if not 1 <= position <= length:
        return ()
    return remove_at(call, table, length, position)


def _concat(call: Call) -> object:
    separator = call.opt_string(2, b"")
    table = call.check_table(1)
    first = call.opt_int(3, 1)
    last = table.length() if call.is_none_or_nil(4) else call.check_int(4)
    return join(call, table, separator, first, last)


# -- lengths -----------------------------------------------------------------------------------------------


def _getn(call: Call) -> object:
    return int(call.check_table(1).length())


def _setn(call: Call) -> object:
    call.check_table(1)
    raise call.error(b"'setn' is obsolete")


def _maxn(call: Call) -> object:
    """The largest positive number that is a key."""
    table = call.check_table(1)
    largest: int | float = 0
    position = table.next_position(-1)
    while position >= 0:
        key = table.key_at(position)
        if isinstance(key, (int, float)) and not isinstance(key, bool) and key > largest:
            largest = key
        call.machine.poller.worked(4)
        position = table.next_position(position)
    return largest


# -- iteration ---------------------------------------------------------------------------------------------


def _foreach(call: Call) -> object:
    table = call.check_table(1)
    return Invoke(call.machine.prelude[b"table.foreach"], [table, call.check_function(2)])


def _foreachi(call: Call) -> object:
    table = call.check_table(1)
    length = int(table.length())
    return Invoke(call.machine.prelude[b"table.foreachi"], [table, call.check_function(2), length])


# -- preallocation -----------------------------------------------------------------------------------------


def new_table(call: Call) -> object:
    """``require "table.new"``: a table; for how many elements does not matter."""
    call.check_int(1)
    call.check_int(2)
    return call.new_table()


def clear_table(call: Call) -> object:
    """``require "table.clear"``: remove all elements."""
    table = call.check_table(1)
    clear(call, table)
    return ()


def clear(call: Call, table: LuaTable) -> None:
    keys: list[object] = []
    position: i64 = table.next_position(-1)
    while position >= 0:
        keys.append(table.key_at(position))
        position = table.next_position(position)
    call.machine.array_replace(table, [])
    for key in keys:
        call.set(table, key, None)


FUNCTIONS: Final[dict[str, Callable[[Call], object]]] = {
    "concat:classic": _concat,
    "foreach": _foreach,
    "foreachi": _foreachi,
    "getn": _getn,
    "insert:classic": _insert,
    "maxn": _maxn,
    "remove:classic": _remove,
    "setn": _setn,
}
