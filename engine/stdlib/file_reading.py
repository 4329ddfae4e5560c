"""`read` and `lines` of the input and output library (manual 6.8)."""

from typing import cast

from mypy_extensions import i64

from engine.runtime import numbers
from engine.runtime.call import Call
from engine.runtime.values import LuaError
from engine.stdlib.file_handles import (
    INPUT,
    check_file,
    close,
    default_file,
    default_handle,
    file_of,
    open_or_fail,
    use,
)
from engine.stdlib.files import LuaFile, read_numeral, scanned_number
from engine.stdlib.outcomes import c_string, failure

# -- reading -----------------------------------------------------------------------------------------------


def io_read(call: Call) -> object:
    return _read(call, default_file(call, INPUT), call.args(), 1)


def file_read(call: Call) -> object:
    return _read(call, check_file(call), call.args(2), 2)


def _read(call: Call, file: LuaFile, formats: list[object], first: i64) -> object:
    """Read by each of the formats, until one fails; `first` is the number of the argument that the first one is."""
    try:
        if not formats:
            return _charged(call, file.read_line(False))
        results: list[object] = []
        for at, form in enumerate(formats):
            value = _read_format(call, file, form, first + at)
            results.append(value)
            if value is None:
                break
        return tuple(results)
    except OSError as error:
        return failure(error, None)


def _read_format(call: Call, file: LuaFile, form: object, at: i64) -> object:
    if isinstance(form, float) or (isinstance(form, int) and not isinstance(form, bool)):
        return _read_count(call, file, form, at)
    starred = call.machine.dialect.starred_formats
    if starred and not (isinstance(form, bytes) and form.startswith(b"*")):
        raise call.argument_error(at, b"invalid option")
    if not isinstance(form, bytes):
        raise call.argument_error(at, b"string expected, got " + call.machine.type_name_of(form))
    letter = form.removeprefix(b"*")[:1]
    if letter == b"l":
        return _charged(call, file.read_line(False))
    if letter == b"n":
        return scanned_number(file) if call.machine.dialect.scanned_numbers else numbers.to_number(read_numeral(file))
    if letter == b"a":
        return _charged(call, file.read_all())
    if letter == b"L":
        return _charged(call, file.read_line(True))
    raise call.argument_error(at, b"invalid format")


def _read_count(call: Call, file: LuaFile, form: int | float, at: i64) -> object:
    count = numbers.to_integer(form) if call.coroutine.integers else numbers.truncate(float(form))
    if count is None:
        raise call.argument_error(at, b"number has no integer representation")
    if count == 0:
        return None if file.is_at_end() else b""
    if count < 0:
        raise LuaError(b"not enough memory")  # C takes the count for one without sign
    return _charged(call, file.read_bytes(count))


def _charged(call: Call, data: bytes | None) -> bytes | None:
    if data is not None:
        call.charge(len(data))
    return data


# -- lines -------------------------------------------------------------------------------------------------


def file_lines(call: Call) -> object:
    check_file(call)
    return _lines(call, call.arg(1), False)


def io_lines(call: Call) -> object:
    if call.is_none_or_nil(1):
        handle = default_handle(call, INPUT)
        file = file_of(handle)
        if file is None or file.closed:
            raise call.error(b"attempt to use a closed file")
        return _lines(call, handle, False)
    opened = open_or_fail(call, c_string(call.check_string(1)), b"r")
    iterator = _lines(call, opened, True)
    return (iterator, None, None, opened) if call.machine.dialect.closing_lines else iterator


def _lines(call: Call, handle: object, close_at_end: bool) -> object:
    """The iterator over a file by the formats given from argument 2 on."""
    limit = call.machine.dialect.line_formats
    if call.count - 1 > limit:
        if call.machine.dialect.starred_formats:
            raise call.argument_error(limit, b"too many options")
        raise call.argument_error(limit + 2, b"too many arguments")
    upvalues: list[object] = [handle, close_at_end]
    upvalues.extend(call.args(2))
    return call.new_function("lines", next_line, upvalues)


def next_line(call: Call) -> object:
    """The iterator; its upvalues are the file, whether to close it at its end, and the formats."""
    file = file_of(call.upvalue(0))
    if file is None or file.closed:
        raise call.error(b"file is already closed")
    use(call, file)
    upvalues = call.function.upvalues
    formats: list[object] = [] if upvalues is None else upvalues[2:]
    results = _read(call, file, formats, 2)
    first = results
    if isinstance(results, tuple):
        first = results[0]
        if first is None and len(results) > 1:
            raise call.error(cast(bytes, results[1]))  # the message of a failure
    if first is not None:
        return results
    if call.upvalue(1) is True:
        close(file)
    return ()
