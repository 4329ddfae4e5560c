"""The operating system library (manual 6.9).  All that is outside of the program goes through the `Host`."""

import time
from collections.abc import Callable
from typing import Final

from engine.runtime import numbers
from engine.runtime.call import Call
from engine.runtime.host import ExitRequest
from engine.runtime.table import LuaTable
from engine.runtime.values import Invoke
from engine.stdlib.outcomes import c_string, failure, termination

_INT_MAX: Final = 0x7FFFFFFF
_INT_MIN: Final = -0x80000000

# The conversion specifiers of C99's `strftime`.
_SPECIFIERS: Final = b"aAbBcCdDeFgGhHIjmMnprRStTuUVwWxXyYzZ%"
_MODIFIED: Final[dict[bytes, bytes]] = {b"E": b"cCxXyY", b"O": b"deHImMSuUVwWy"}

_CATEGORIES: Final = (b"all", b"collate", b"ctype", b"monetary", b"numeric", b"time")

# -- environment, processes, files -------------------------------------------------------------------------


def _clock(call: Call) -> object:
    return call.machine.host.clock()


def _getenv(call: Call) -> object:
    return call.machine.host.getenv(c_string(call.check_string(1)))


def _execute(call: Call) -> object:
    if call.is_none_or_nil(1):
        return call.machine.host.has_shell()
    command = c_string(call.check_string(1))
    try:
        return termination(call.machine.host.execute(command))
    except OSError as error:
        return failure(error, None)


def _exit(call: Call) -> object:
    value = call.arg(1)
    code = (0 if value else 1) if isinstance(value, bool) else int(call.opt_integer(1, 0))
    raise ExitRequest(code, call.truthy(2))


def _remove(call: Call) -> object:
    name = c_string(call.check_string(1))
    try:
        call.machine.host.remove(name)
    except OSError as error:
        return failure(error, name)
    return True


def _rename(call: Call) -> object:
    source = c_string(call.check_string(1))
    target = c_string(call.check_string(2))
    try:
        call.machine.host.rename(source, target)
    except OSError as error:
        return failure(error, None)
    return True


def _tmpname(call: Call) -> object:
    try:
        return call.machine.host.temporary_name()
    except OSError:
        raise call.error(b"unable to generate a unique filename") from None


def _setlocale(call: Call) -> object:
    """The C locale is the only one."""
    locale = call.opt_string(1, b"")
    call.check_option(2, b"all", _CATEGORIES)
    return b"C" if c_string(locale) in (b"", b"C", b"POSIX") else None


# -- dates -------------------------------------------------------------------------------------------------


def _date(call: Call) -> object:
    form = call.opt_string(1, b"%c")
    if call.machine.dialect.c_date_formats:
        form = c_string(form)
    seconds = call.machine.host.time() if call.is_none_or_nil(2) else int(call.check_integer(2))
    utc = form.startswith(b"!")
    if utc:
        form = form[1:]
    try:
        date = time.gmtime(seconds) if utc else call.machine.host.local_time(seconds)
    except (OverflowError, OSError, ValueError):
        failure_message = call.machine.dialect.date_failure
        if failure_message == b"":
            return None
        raise call.error(failure_message) from None
    if c_string(form) == b"*t":
        table = call.new_table()
        for name, value in date_fields(date):
            table.set(name, value)
        return table
    return _format_date(call, form, date, utc)


def _format_date(call: Call, form: bytes, date: time.struct_time, utc: bool) -> bytes:
    pieces: list[bytes] = []
    at = 0
    while True:
        mark = form.find(b"%", at)
        if mark < 0:
            pieces.append(form[at:])
            return b"".join(pieces)
        pieces.append(form[at:mark])
        size = _specifier_size(form, mark + 1)
        if size == 0:
            rest = c_string(form[mark + 1 :])
            raise call.argument_error(1, b"invalid conversion specifier '%" + rest + b"'")
        at = mark + 1 + size
        pieces.append(_format_item(form[mark:at], date, utc))


def _specifier_size(form: bytes, at: int) -> int:
    """How many bytes the conversion specifier at `at` has; 0 if it is not a valid one."""
    specifier = form[at : at + 1]
    if specifier == b"":
        return 0
    if specifier in _SPECIFIERS:
        return 1
    following = form[at + 1 : at + 2]
    return 2 if following != b"" and following in _MODIFIED.get(specifier, b"") else 0


def _format_item(item: bytes, date: time.struct_time, utc: bool) -> bytes:
    if utc and item == b"%Z":
        return b"GMT"  # as C names it; Python says UTC
    return time.strftime(item.decode("ascii"), date).encode()


def date_fields(date: time.struct_time) -> list[tuple[bytes, object]]:
    """The fields of a date table."""
    fields: list[tuple[bytes, object]] = [
        (b"year", date.tm_year),
        (b"month", date.tm_mon),
        (b"day", date.tm_mday),
        (b"hour", date.tm_hour),
        (b"min", date.tm_min),
        (b"sec", date.tm_sec),
        (b"yday", date.tm_yday),
        (b"wday", (date.tm_wday + 1) % 7 + 1),  # Python's weeks begin on Monday
    ]
    if date.tm_isdst >= 0:
        fields.append((b"isdst", date.tm_isdst > 0))
    return fields


def _time(call: Call) -> object:
    """The time of a date table, whose fields are brought into their ranges."""
    if call.is_none_or_nil(1):
        return call.machine.host.time()
    table = call.check_table(1)
    if table.metatable is not None:
        return Invoke(call.machine.prelude[b"os.time"], [table])
    if call.machine.dialect.seconds_first:
        second, minute, hour = _time_of_day(call, table)
        day = _field(call, table, b"day", None, 0)
        month = _field(call, table, b"month", None, 1)
        year = _field(call, table, b"year", None, 1900)
    else:
        year = _field(call, table, b"year", None, 1900)
        month = _field(call, table, b"month", None, 1)
        day = _field(call, table, b"day", None, 0)
        hour = _field(call, table, b"hour", 12, 0)
        minute = _field(call, table, b"min", 0, 0)
        second = _field(call, table, b"sec", 0, 0)
    summer = table.get_key(b"isdst")
    isdst = -1 if summer is None else 0 if summer is False else 1
    host = call.machine.host
    try:
        seconds = host.make_time(year, month, day, hour, minute, second, isdst)
        date = host.local_time(seconds)
    except (OverflowError, OSError, ValueError):
        raise _not_representable(call) from None
    for name, value in date_fields(date):
        call.set(table, name, value)
    if seconds == -1:
        raise _not_representable(call)  # which is how C's `mktime` says so
    return seconds


def _time_of_day(call: Call, table: LuaTable) -> tuple[int, int, int]:
    second = _field(call, table, b"sec", 0, 0)
    minute = _field(call, table, b"min", 0, 0)
    return second, minute, _field(call, table, b"hour", 12, 0)


def _time_unchecked(call: Call) -> object:
    """`os.time` whose fields are cut to C ints, and which leaves them as they are."""
    if call.is_none_or_nil(1):
        return call.machine.host.time()
    table = call.check_table(1)
    if table.metatable is not None:
        return Invoke(call.machine.prelude[b"os.time"], [table])
    second = _number_field(call, table, b"sec", 0)
    minute = _number_field(call, table, b"min", 0)
    hour = _number_field(call, table, b"hour", 12)
    day = _number_field(call, table, b"day", None)
    month = _number_field(call, table, b"month", None)
    year = _as_int(_number_field(call, table, b"year", None) - 1900) + 1900
    summer = table.get_key(b"isdst")
    isdst = -1 if summer is None else 0 if summer is False else 1
    try:
        seconds = call.machine.host.make_time(year, month, day, hour, minute, second, isdst)
    except (OverflowError, OSError, ValueError):
        return None
    return None if seconds == -1 else seconds  # which is how C's `mktime` says so


def _number_field(call: Call, table: LuaTable, name: bytes, default: int | None) -> int:
    number = numbers.to_number(table.get_key(name))
    if number is None:
        if default is None:
            raise call.error(b"field '" + name + b"' missing in date table")
        return default
    return _as_int(numbers.truncate(float(number)))


def _as_int(value: int) -> int:
    """An integer as a C int."""
    return ((value - _INT_MIN) & 0xFFFFFFFF) + _INT_MIN


def _not_representable(call: Call) -> Exception:
    return call.error(b"time result cannot be represented in this installation")


def _field(call: Call, table: LuaTable, name: bytes, default: int | None, offset: int) -> int:
    """A field of a date table; less `offset`, it must fit a C int."""
    value = table.get_key(name)
    number = numbers.to_integer(value)
    if number is None:
        if value is not None:
            raise call.error(b"field '" + name + b"' is not an integer")
        if default is None:
            raise call.error(b"field '" + name + b"' missing in date table")
        return default
    limit = call.machine.dialect.date_limit
    if not _INT_MIN <= number - offset <= _INT_MAX or (limit > 0 and not -limit <= number <= limit):
        raise call.error(b"field '" + name + b"' is out-of-bound")
    return number


def _time_of_fields(call: Call) -> object:
    """``time(date)``: `os.time` of a plain table with the fields of another."""
    return _time(call) if call.machine.dialect.normalised_dates else _time_unchecked(call)


def _difftime(call: Call) -> object:
    if call.machine.dialect.difftime_from_zero:
        earlier = numbers.truncate(float(call.opt_number(2, 0)))  # C looks at the second argument first
        return float(numbers.truncate(call.check_float(1)) - earlier)
    later = call.check_integer(1)
    return float(int(later) - int(call.check_integer(2)))


FUNCTIONS: Final[dict[str, Callable[[Call], object]]] = {
    "clock": _clock,
    "date": _date,
    "difftime": _difftime,
    "execute": _execute,
    "exit": _exit,
    "getenv": _getenv,
    "remove": _remove,
    "rename": _rename,
    "setlocale": _setlocale,
    "time": _time,
    "time:unchecked": _time_unchecked,
    "tmpname": _tmpname,
}

CONSTANTS: Final[dict[str, object]] = {}

HELPERS: Final[dict[str, Callable[[Call], object]]] = {"time": _time_of_fields}
