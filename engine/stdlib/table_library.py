"""The table library (manual 6.6), but for `table.sort` (see `table_sorting`).

These natives check arguments and do the work on plain tables; the rest is in ``prelude_table.lua``.
"""

from collections.abc import Callable
from typing import Final, cast

from mypy_extensions import i64

from engine.runtime import numbers
from engine.runtime.call import Call
from engine.runtime.table import LuaTable
from engine.runtime.values import LuaError
from engine.stdlib import table_sorting
from engine.stdlib.long_strings import joined
from engine.stdlib.table_arguments import LENGTH, READ, WRITE, check_table_like, hand_over, is_plain

# Moving so few elements is noted one by one; for more, the old list is kept as a whole.
_FEW: Final = 16

# What `table.create` takes: numbers of elements, and of other fields.
_MAX_ELEMENTS: Final = 0x7FFFFFFF
_MAX_FIELDS: Final = 0x40000000


# -- insert and remove -------------------------------------------------------------------------------------


def _insert(call: Call) -> object:
    value = call.arg(1)
    count = call.count
    if isinstance(value, LuaTable) and is_plain(value):
        if count == 2:
            append(call, value, call.arg(2))
            return ()
        if count != 3:
            raise call.error(b"wrong number of arguments to 'insert'")
        insert_at(call, value, call.check_integer(2), call.arg(3))
        return ()
    check_table_like(call, 1, READ | WRITE | LENGTH)
    if count == 2:
        return hand_over(call, b"table.insert", [value, None, call.arg(2)])
    if count != 3:
        raise call.error(b"wrong number of arguments to 'insert'")
    return hand_over(call, b"table.insert", [value, int(call.check_integer(2)), call.arg(3)])


def append(call: Call, table: LuaTable, value: object) -> None:
    length = table.length()
    if value is not None and length == len(table.array):
        call.machine.array_append(table, value)
    else:
        call.machine.raw_set(table, length + 1, value)


def insert_at(call: Call, table: LuaTable, position: i64, value: object) -> None:
    length = table.length()
    if not 1 <= position <= length + 1:
        raise call.argument_error(2, b"position out of bounds")
    if position == length + 1:
        append(call, table, value)
        return
    machine = call.machine
    if length == len(table.array):
        machine.array_append(table, table.array[length - 1])
    array = table.array
    if length - position < _FEW:
        at = length
        while at >= position:
            machine.array_set(table, at, array[at - 1])
            at -= 1
        machine.array_set(table, position - 1, value)
        return
    shifted = array[: position - 1]
    shifted.append(value)
    shifted.extend(array[position - 1 : length])
    shifted.extend(array[length + 1 :])
    machine.array_replace(table, shifted)


def _remove(call: Call) -> object:
    value = call.arg(1)
    if isinstance(value, LuaTable) and is_plain(value):
        length = value.length()
        if call.is_none_or_nil(2):
            return _remove_last(call, value, length)
        return remove_at(call, value, length, call.check_integer(2))
    check_table_like(call, 1, READ | WRITE | LENGTH)
    position: object = None if call.is_none_or_nil(2) else int(call.check_integer(2))
    return hand_over(call, b"table.remove", [value, position])


def _remove_last(call: Call, table: LuaTable, length: i64) -> object:
    removed = table.get_int(length)
    if 1 <= length <= len(table.array):
        call.machine.array_set(table, length - 1, None)
    elif removed is not None:
        call.machine.raw_set(table, length, None)
    return removed


def remove_at(call: Call, table: LuaTable, length: i64, position: i64) -> object:
    if position == length or position == length + 1:
        return _remove_last(call, table, position)
    if not 1 <= position <= length:
        raise call.argument_error(call.machine.dialect.position_argument, b"position out of bounds")
    machine = call.machine
    array = table.array
    removed = array[position - 1]
    if length - position < _FEW:
        while position < length:
            machine.array_set(table, position - 1, array[position])
            position += 1
        machine.array_set(table, length - 1, None)
        return removed
    shifted = array[: position - 1]
    shifted.extend(array[position:length])
    shifted.append(None)
    shifted.extend(array[length:])
    machine.array_replace(table, shifted)
    return removed


# -- concat ------------------------------------------------------------------------------------------------


def concat(call: Call) -> object:
    value = call.arg(1)
    if isinstance(value, LuaTable) and is_plain(value):
        separator = call.opt_string(2, b"")
        first = call.opt_integer(3, 1)
        last = call.opt_integer(4, value.length())
        return join(call, value, separator, first, last)
    check_table_like(call, 1, READ | LENGTH)
    end: object = None if call.is_none_or_nil(4) else int(call.check_integer(4))
    return hand_over(call, b"table.concat", [value, call.opt_string(2, b""), int(call.opt_integer(3, 1)), end])


def join(call: Call, table: LuaTable, separator: bytes, first: i64, last: i64) -> bytes:
    if first > last:
        return b""
    if first >= 1 and last <= len(table.array):
        elements = table.array[first - 1 : last]
        if _are_strings(elements):
            return _joined(call, separator, cast("list[bytes]", elements))
    pieces: list[bytes] = []
    at = first
    while True:
        pieces.append(piece_of(call, table.get_int(at), at))
        call.machine.poller.worked(4)
        if at == last:
            break
        at += 1
    return _joined(call, separator, pieces)


def _joined(call: Call, separator: bytes, pieces: list[bytes]) -> bytes:
    text = joined(separator, pieces, call.machine.poller)
    call.charge(len(text))
    return text


def _are_strings(elements: list[object]) -> bool:
    for element in elements:  # noqa: SIM110  # compiled, a generator expression would look at all of them
        if not isinstance(element, bytes):
            return False
    return True


def piece_of(call: Call, value: object, at: i64) -> bytes:
    """An element to be concatenated: a string, or a number as a string."""
    if isinstance(value, bytes):
        return value
    if isinstance(value, float) or (isinstance(value, int) and not isinstance(value, bool)):
        return call.number_text(value)
    kind = call.machine.type_name_of(value)
    raise call.error(b"invalid value (" + kind + b") at index " + str(int(at)).encode() + b" in table for 'concat'")


# -- create ------------------------------------------------------------------------------------------------


def _create(call: Call) -> object:
    """``table.create(elements [, others])``: an empty table, its memory accounted for."""
    elements = call.check_integer(1)
    others = call.opt_integer(2, 0)
    if not 0 <= elements <= _MAX_ELEMENTS:
        raise call.argument_error(1, b"out of range")
    if not 0 <= others <= _MAX_ELEMENTS:
        raise call.argument_error(2, b"out of range")
    if others > _MAX_FIELDS:
        raise LuaError(b"table overflow")
    call.charge(16 * elements + 40 * others)
    return call.new_table()


# -- pack and unpack ---------------------------------------------------------------------------------------


def _pack(call: Call) -> object:
    table = call.new_table()
    if call.count > 0:
        table.array = call.args()
    table.set(b"n", int(call.count))
    return table


def unpack(call: Call) -> object:
    checks = call.machine.dialect.unpack_checks
    value = check_table_like(call, 1, READ | LENGTH) if checks else call.arg(1)
    first = call.opt_integer(2, 1)
    if isinstance(value, LuaTable) and is_plain(value):
        last = value.length() if call.is_none_or_nil(3) else call.check_integer(3)
        if first >= 1 and last <= len(value.array) and last - first < call.machine.dialect.stack_limit:
            if first > last:
                return ()
            call.machine.poller.took(last - first)
            return tuple(value.array[first - 1 : last])
        return spread(value, first, result_count(call, first, last))
    end: object = None if call.is_none_or_nil(3) else int(call.check_integer(3))
    return hand_over(call, b"table.unpack", [value, int(first), end, checks])


def result_count(call: Call, first: i64, last: i64) -> i64:
    """How many values there are from `first` to `last`; raises "too many results to unpack"."""
    if first > last:
        return 0
    count = int(last) - int(first) + 1
    if count >= call.machine.dialect.stack_limit:
        raise call.error(b"too many results to unpack")
    return count


def spread(table: LuaTable, first: i64, count: i64) -> tuple[object, ...]:
    values: list[object] = []
    for offset in range(count):
        values.append(table.get_int(first + offset))
    return tuple(values)


# -- move --------------------------------------------------------------------------------------------------


def _move(call: Call) -> object:
    first = call.check_integer(2)
    last = call.check_integer(3)
    target = call.check_integer(4)
    into: i64 = 1 if call.is_none_or_nil(5) else 5
    source = check_table_like(call, 1, READ)
    destination = check_table_like(call, into, WRITE)
    if last < first:
        return destination
    if first <= 0 and int(last) >= numbers.MAX_INTEGER + int(first):
        raise call.argument_error(3, b"too many elements to move")
    count = last - first + 1
    if int(target) > numbers.MAX_INTEGER - int(count) + 1:
        raise call.argument_error(4, b"destination wrap around")
    if (
        isinstance(source, LuaTable)
        and isinstance(destination, LuaTable)
        and is_plain(source)
        and is_plain(destination)
    ):
        _move_plain(call, source, first, count, destination, target)
        return destination
    return hand_over(call, b"table.move", [source, int(first), int(last), int(target), destination])


def _move_plain(call: Call, source: LuaTable, first: i64, count: i64, destination: LuaTable, target: i64) -> None:
    array = destination.array
    size = i64(len(array))
    if 1 <= target <= size + 1 and first >= 1 and first + count - 1 <= len(source.array) and count > _FEW:
        values = array[: target - 1]
        values.extend(source.array[first - 1 : first + count - 1])
        values.extend(array[target + count - 1 :])
        while len(values) > size and values[len(values) - 1] is None:
            values.pop()
        if len(values) <= size or destination.slots is None:
            call.charge(16 * (len(values) - size))
            call.machine.array_replace(destination, values)
            return
    upward = target > first + count - 1 or target <= first or source is not destination
    for step in range(count):
        offset: i64 = step if upward else count - 1 - step
        call.machine.poller.worked(4)
        call.machine.raw_set(destination, target + offset, source.get_int(first + offset))


FUNCTIONS: Final[dict[str, Callable[[Call], object]]] = {
    "concat": concat,
    "create": _create,
    "insert": _insert,
    "move": _move,
    "pack": _pack,
    "remove": _remove,
    "sort": table_sorting.sort,
    "unpack": unpack,
}

CONSTANTS: Final[dict[str, object]] = {}
