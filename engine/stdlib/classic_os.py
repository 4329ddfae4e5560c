"""The operating system library where Lua 5.1 and LuaJIT have it otherwise than later versions."""

import time
from collections.abc import Callable
from typing import Final

from engine.runtime import numbers
from engine.runtime.call import Call
from engine.runtime.host import ExitRequest
from engine.runtime.table import LuaTable
from engine.stdlib.os_library import date_fields
from engine.stdlib.outcomes import c_string, failure

_INT_HALF: Final = 0x80000000
_INT_MASK: Final = 0xFFFFFFFF


def _execute(call: Call) -> object:
    """The result is C's: the exit status times 256, or the number of the signal; -1 if there is no process."""
    if call.is_none_or_nil(1):
        return 1 if call.machine.host.has_shell() else 0
    try:
        code = call.machine.host.execute(c_string(call.check_string(1)))
    except OSError:
        return -1
    return -code if code < 0 else code << 8


def _rename(call: Call) -> object:
    source = c_string(call.check_string(1))
    target = c_string(call.check_string(2))
    try:
        call.machine.host.rename(source, target)
    except OSError as error:
        return failure(error, source)
    return True


def _exit(call: Call) -> object:
    raise ExitRequest(int(call.opt_int(1, 0)), False)


# -- dates -------------------------------------------------------------------------------------------------


def _time(call: Call) -> object:
    """The fields of the date may be strings and have fractions; they stay as they are."""
    if call.is_none_or_nil(1):
        return call.machine.host.time()
    table = call.check_table(1)
    second = _field(call, table, b"sec", 0)
    minute = _field(call, table, b"min", 0)
    hour = _field(call, table, b"hour", 12)
    day = _field(call, table, b"day", None)
    month = _field(call, table, b"month", None)
    year = _field(call, table, b"year", None)
    summer = table.get_key(b"isdst")
    isdst = -1 if summer is None else 0 if summer is False else 1
    try:
        seconds = call.machine.host.make_time(year, month, day, hour, minute, second, isdst)
    except (OverflowError, OSError, ValueError):
        return None
    return None if seconds == -1 else seconds


def _field(call: Call, table: LuaTable, name: bytes, default: int | None) -> int:
    number = numbers.to_number(table.get_key(name))
    if number is None:
        if default is None:
            raise call.error(b"field '" + name + b"' missing in date table")
        return default
    return (numbers.truncate(float(number)) + _INT_HALF & _INT_MASK) - _INT_HALF


def _date(call: Call) -> object:
    """C's `strftime` gets each conversion as it is."""
    form = c_string(call.opt_string(1, b"%c"))
    host = call.machine.host
    seconds = host.time() if call.is_none_or_nil(2) else numbers.truncate(call.check_float(2))
    utc = form.startswith(b"!")
    if utc:
        form = form[1:]
    try:
        date = time.gmtime(seconds) if utc else host.local_time(seconds)
    except (OverflowError, OSError, ValueError):
        return None
    if form == b"*t":
        table = call.new_table()
        for name, value in date_fields(date):
            table.set(name, value)
        return table
    pieces: list[bytes] = []
    at = 0
    while at < len(form):
        size = 2 if form[at] == 37 and at + 1 < len(form) else 1
        if size == 2 and form[at + 1] in b"EO" and at + 2 < len(form) and call.machine.dialect.date_modifiers:
            size = 3
        item = form[at : at + size]
        if item == b"%Z" and utc:
            item = b"GMT"  # as C names it; Python says UTC
        elif size > 1 and item.isascii():
            item = time.strftime(item.decode("ascii"), date).encode()
        pieces.append(item)
        at += size
    return b"".join(pieces)


def _difftime(call: Call) -> object:
    earlier = numbers.truncate(float(call.opt_number(2, 0)))  # C looks at the second argument first
    return float(numbers.truncate(call.check_float(1)) - earlier)


FUNCTIONS: Final[dict[str, Callable[[Call], object]]] = {
    "date:classic": _date,
    "difftime:classic": _difftime,
    "execute:classic": _execute,
    "exit:classic": _exit,
    "rename:classic": _rename,
    "time:classic": _time,
}
