"""The table library of Lua 5.2, and the `table.sort` of 5.1 and LuaJIT too.

Lists are tables, whose elements are read and written without metamethods; their length is what `__len` says, where
the dialect has it for tables.  That is asked for in ``prelude_table.lua``, which comes back with it through `HELPERS`.
"""

from collections.abc import Callable
from typing import Final

from mypy_extensions import i64

from engine.runtime import numbers
from engine.runtime.call import Call
from engine.runtime.table import LuaTable
from engine.runtime.values import Invoke
from engine.stdlib import table_library
from engine.stdlib.table_arguments import hand_over
from engine.stdlib.table_sorting import sort_plain


def _measured(call: Call, table: LuaTable, name: str) -> Invoke | None:
    """How to go on if a metamethod has to say how long the list is."""
    if table.metatable is None or table.metatable.get_key(b"__len") is None:
        return None
    if not call.machine.dialect.table_metamethods:
        return None
    return hand_over(call, b"measured_" + name.encode(), call.args())


# -- insert and remove -------------------------------------------------------------------------------------


def _insert(call: Call) -> object:
    table = call.check_table(1)
    later = _measured(call, table, "insert")
    return _insert_in(call, table, table.length()) if later is None else later


def _insert_in(call: Call, table: LuaTable, length: i64) -> object:
    position = length + 1
    if call.count == 3:
        position = call.check_int(2)
        if not 1 <= position <= length + 1:
            raise call.argument_error(2, b"position out of bounds")
    elif call.count != 2:
        raise call.error(b"wrong number of arguments to 'insert'")
    if length == table.length():
        table_library.insert_at(call, table, position, call.arg(call.count))
        return ()
    machine = call.machine
    for at in range(length + 1, position, -1):
        machine.raw_set(table, at, table.get_int(at - 1))
    machine.raw_set(table, position, call.arg(call.count))
    return ()


def _remove(call: Call) -> object:
    table = call.check_table(1)
    later = _measured(call, table, "remove")
    return _remove_from(call, table, table.length()) if later is None else later


def _remove_from(call: Call, table: LuaTable, length: i64) -> object:
    position = call.opt_int(2, length)
    if position != length and not 1 <= position <= length + 1:
        raise call.argument_error(1, b"position out of bounds")
    if length == table.length():
        return table_library.remove_at(call, table, length, position)
    removed = table.get_int(position)
    while position < length:
        call.machine.raw_set(table, position, table.get_int(position + 1))
        position += 1
    call.machine.raw_set(table, position, None)
    return removed


# -- concat and unpack -------------------------------------------------------------------------------------


def _concat(call: Call) -> object:
    separator = call.opt_string(2, b"")
    table = call.check_table(1)
    later = _measured(call, table, "concat") if call.is_none_or_nil(4) else None
    return _join(call, table, separator, table.length()) if later is None else later


def _concat_list(call: Call, table: LuaTable, length: i64) -> object:
    return _join(call, table, call.opt_string(2, b""), length)


def _join(call: Call, table: LuaTable, separator: bytes, length: i64) -> object:
    first = call.opt_int(3, 1)
    return table_library.join(call, table, separator, first, call.opt_int(4, length))


def _unpack(call: Call) -> object:
    table = call.check_table(1)
    later = _measured(call, table, "unpack") if call.is_none_or_nil(3) else None
    return _unpack_list(call, table, table.length()) if later is None else later


def _unpack_list(call: Call, table: LuaTable, length: i64) -> object:
    first = call.opt_int(2, 1)
    last = call.opt_int(3, length)
    return table_library.spread(table, first, table_library.result_count(call, first, last))


# -- sort --------------------------------------------------------------------------------------------------


def _sort(call: Call) -> object:
    table = call.check_table(1)
    later = _measured(call, table, "sort")
    return _sort_list(call, table, table.length()) if later is None else later


def _sort_list(call: Call, table: LuaTable, length: i64) -> object:
    order = None if call.is_none_or_nil(2) else call.check_function(2)
    if length <= 1:
        return ()
    if order is None and length == table.length() and length <= len(table.array):
        elements = table.array[:length]
        if sort_plain(elements, call.machine.poller):
            elements.extend(table.array[length:])
            call.machine.array_replace(table, elements)
            return ()
    name = b"sort_classic" if table.metatable is None else b"sort_raw"
    return hand_over(call, name, [table, order, int(length), call.machine.dialect.sort_slack])


FUNCTIONS: Final[dict[str, Callable[[Call], object]]] = {
    "concat:raw": _concat,
    "insert:raw": _insert,
    "remove:raw": _remove,
    "sort:raw": _sort,
    "unpack:raw": _unpack,
}

# -- for the prelude ---------------------------------------------------------------------------------------

_MEASURED: Final[dict[bytes, Callable[[Call, LuaTable, i64], object]]] = {
    b"concat": _concat_list,
    b"insert": _insert_in,
    b"remove": _remove_from,
    b"sort": _sort_list,
    b"unpack": _unpack_list,
}


def _with_length(call: Call) -> object:
    """``with_length(name, length, list, ...)``: the function of that name, for a list of that length."""
    number = numbers.to_number(call.arg(2))
    if number is None:
        raise call.error(b"object length is not a number")
    length = call.check_int(2)
    function = _MEASURED[call.check_string(1)]
    call.base += 2  # the arguments are those of the library function
    call.count -= 2
    return function(call, call.check_table(1), length)


def _elements(call: Call) -> object:
    """``elements(list, n)``: a new table with the first n elements."""
    table = call.check_table(1)
    copy = call.new_table()
    for at in range(1, call.check_integer(2) + 1):
        copy.set(int(at), table.get_int(at))
    return copy


def _store(call: Call) -> object:
    """``store(list, copy, n)``: put the first n elements of `copy` into the list."""
    table = call.check_table(1)
    copy = call.check_table(2)
    for at in range(1, call.check_integer(3) + 1):
        call.machine.raw_set(table, at, copy.get_int(at))
    return ()


HELPERS: Final[dict[str, Callable[[Call], object]]] = {
    "elements": _elements,
    "store": _store,
    "with_length": _with_length,
}
