"""The input and output library (manual 6.8): `io` and the methods of file handles.

Reading is in `file_reading`, what handles are in `file_handles`.  What is written to the standard output
goes through `Machine.write_output`.
"""

import errno
from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from mypy_extensions import i64

from engine.runtime import numbers, tostring
from engine.runtime.call import Call
from engine.runtime.table import LuaTable
from engine.runtime.values import UserData
from engine.stdlib import file_reading
from engine.stdlib.file_handles import (
    FILE_HANDLE,
    INPUT,
    OUTPUT,
    check_file,
    check_handle,
    close,
    default_file,
    default_handle,
    file_of,
    new_handle,
    open_file,
    open_or_fail,
    use,
)
from engine.stdlib.files import PROCESS, REGULAR, STANDARD, STANDARD_OUTPUT, LuaFile
from engine.stdlib.outcomes import c_string, failure

if TYPE_CHECKING:
    from engine.vm.machine import Machine

_WHENCE: Final = (b"set", b"cur", b"end")
_BUFFERING: Final = (b"no", b"full", b"line")

# -- opening and closing -----------------------------------------------------------------------------------


def _open(call: Call) -> object:
    name = c_string(call.check_string(1))
    mode = c_string(call.opt_string(2, b"r"))
    if not _is_mode(mode) and not call.machine.dialect.file_modes:
        return failure(OSError(errno.EINVAL, "Invalid argument"), name)
    if not _is_mode(mode) or (call.machine.dialect.single_binary_mode and mode.endswith(b"bb")):
        raise call.argument_error(2, b"invalid mode")
    try:
        return new_handle(call, open_file(call, name, mode))
    except OSError as error:
        return failure(error, name)


def _is_mode(mode: bytes) -> bool:
    """Whether a mode is one of r, w, a, with a plus or not, and any number of b after it."""
    return mode.rstrip(b"b") in (b"r", b"w", b"a", b"r+", b"w+", b"a+")


def _popen(call: Call) -> object:
    command = c_string(call.check_string(1))
    mode = c_string(call.opt_string(2, b"r"))
    if mode not in (b"r", b"w"):
        if call.machine.dialect.process_modes:
            raise call.argument_error(2, b"invalid mode")
        return failure(OSError(errno.EINVAL, "Invalid argument"), command)
    try:
        process = call.machine.host.popen(command, mode.decode("ascii"))
    except OSError as error:
        return failure(error, command)
    return new_handle(call, LuaFile(process.stream, PROCESS, process))


def _tmpfile(call: Call) -> object:
    try:
        return new_handle(call, LuaFile(call.machine.host.temporary_file(), REGULAR))
    except OSError as error:
        return failure(error, None)


def _io_close(call: Call) -> object:
    if call.given(1):
        return _file_close(call)
    file = file_of(default_handle(call, OUTPUT))
    if file is None or file.closed:
        raise call.error(b"attempt to use a closed file")
    use(call, file)
    return close(file, call.machine.dialect.process_statuses)


def _file_close(call: Call) -> object:
    return close(check_file(call), call.machine.dialect.process_statuses)


def _file_collect(call: Call) -> object:
    """`__gc` and `__close`."""
    file = check_handle(call)
    if not file.closed:
        use(call, file)
        close(file)
    return ()


def _file_to_string(call: Call) -> object:
    file = check_handle(call)
    if file.closed:
        return b"file (closed)"
    return b"file (" + tostring.address(call.arg(1)) + b")"


def _type(call: Call) -> object:
    file = file_of(call.check_any(1))
    if file is None:
        return None
    return b"closed file" if file.closed else b"file"


# -- default files -----------------------------------------------------------------------------------------


def _input(call: Call) -> object:
    return _default(call, INPUT, b"r")


def _output(call: Call) -> object:
    return _default(call, OUTPUT, b"w")


def _default(call: Call, key: bytes, mode: bytes) -> object:
    """Set the default file to a handle or a newly opened file, if one is given; return the default file."""
    if not call.is_none_or_nil(1):
        value = call.arg(1)
        if isinstance(value, bytes) or numbers.to_number(value) is not None:
            handle: object = open_or_fail(call, c_string(call.check_string(1)), mode)
        else:
            check_file(call)
            handle = value
        call.set(call.machine.registry, key, handle)
    return default_handle(call, key)


# -- writing -----------------------------------------------------------------------------------------------


def _io_write(call: Call) -> object:
    return _write(call, default_file(call, OUTPUT), default_handle(call, OUTPUT), 1)


def _file_write(call: Call) -> object:
    return _write(call, check_file(call), call.arg(1), 2)


def _write(call: Call, file: LuaFile, handle: object, first: i64) -> object:
    """Write the arguments from `first` on; the result is the file."""
    written = 0
    try:
        for at in range(first, call.count + 1):
            data = _text_of(call, at)
            if data == b"":
                continue
            if file.kind == STANDARD_OUTPUT:
                call.machine.write_output(data)
                file.wrote(data)
            else:
                file.write(data)
            written += len(data)
    except OSError as error:
        return (*failure(error, None), written) if call.machine.dialect.counted_writes else failure(error, None)
    return True if call.machine.dialect.writes_give_true else handle


def _text_of(call: Call, at: i64) -> bytes:
    """An argument as it is written: a float perhaps in "%.14g", in which an integer value looks like an integer."""
    value = call.arg(at)
    if isinstance(value, bytes):
        return value
    if isinstance(value, float) and not call.machine.dialect.writes_as_tostring:
        return numbers.float_to_bytes(value).removesuffix(b".0")
    return call.check_string(at)


def _io_flush(call: Call) -> object:
    return _flush(default_file(call, OUTPUT))


def _file_flush(call: Call) -> object:
    return _flush(check_file(call))


def _flush(file: LuaFile) -> object:
    try:
        file.flush()
    except OSError as error:
        return failure(error, None)
    return True


# -- position and buffering --------------------------------------------------------------------------------


def _file_seek(call: Call) -> object:
    file = check_file(call)
    whence = _WHENCE.index(call.check_option(2, b"cur", _WHENCE))
    offset = int(call.opt_integer(3, 0))
    if call.machine.dialect.seeks_by_float and float(call.opt_number(3, 0)) != float(offset):
        raise call.argument_error(3, b"not an integer in proper range")
    try:
        return file.seek(offset, whence)
    except OSError as error:
        return failure(error, None)


def _file_setvbuf(call: Call) -> object:
    file = check_file(call)
    file.buffering = call.check_option(2, None, _BUFFERING)
    call.opt_integer(3, 0)  # the size of the buffer is ours to choose
    return True


FUNCTIONS: Final[dict[str, Callable[[Call], object]]] = {
    "close": _io_close,
    "flush": _io_flush,
    "input": _input,
    "lines": file_reading.io_lines,
    "open": _open,
    "output": _output,
    "popen": _popen,
    "read": file_reading.io_read,
    "tmpfile": _tmpfile,
    "type": _type,
    "write": _io_write,
}

CONSTANTS: Final[dict[str, object]] = {}

_METHODS: Final[dict[str, Callable[[Call], object]]] = {
    "close": _file_close,
    "flush": _file_flush,
    "lines": file_reading.file_lines,
    "read": file_reading.file_read,
    "seek": _file_seek,
    "setvbuf": _file_setvbuf,
    "write": _file_write,
}

_METAMETHODS: Final[dict[str, Callable[[Call], object]]] = {
    "__gc": _file_collect,
    "__tostring": _file_to_string,
}


def install_files(machine: "Machine", library: LuaTable) -> None:
    """Make the metatable of file handles and the standard files; `library` is the table `io`.  Not noted in history."""
    dialect = machine.dialect
    metatable = LuaTable(machine.new_identity())
    methods = metatable if dialect.file_methods_in_metatable else LuaTable(machine.new_identity())
    _fill(machine, methods, _METHODS)
    if dialect.named_types:
        metatable.set(b"__name", FILE_HANDLE)
    metatable.set(b"__index", methods)
    _fill(machine, metatable, _METAMETHODS)
    if dialect.closing_lines:
        metatable.set(b"__close", machine.new_native("__close", _file_collect, []))
    registry = machine.registry
    registry.set(FILE_HANDLE, metatable)
    host = machine.host
    stdin = UserData(LuaFile(host.stdin, STANDARD), metatable, machine.new_identity())
    stdout = UserData(LuaFile(host.stdout, STANDARD_OUTPUT), metatable, machine.new_identity())
    stderr = UserData(LuaFile(host.stderr, STANDARD), metatable, machine.new_identity())
    if dialect.user_value_each:
        stdin.values, stdout.values, stderr.values = [None], [None], [None]
    library.set(b"stdin", stdin)
    library.set(b"stdout", stdout)
    library.set(b"stderr", stderr)
    registry.set(INPUT, stdin)
    registry.set(OUTPUT, stdout)


def _fill(machine: "Machine", table: LuaTable, functions: dict[str, Callable[[Call], object]]) -> None:
    for name, function in functions.items():
        table.set(name.encode("ascii"), machine.new_native(name, function, []))
