"""Loading chunks (manual 6.1): `load`, `loadfile` and `dofile`, and what `require` needs of it.

Relies on the compiler for text and on `chunks` for what `string.dump` makes.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from mypy_extensions import i64

from engine.compiler import chunks
from engine.compiler.load import compile_source
from engine.runtime import numbers
from engine.runtime.call import Call
from engine.runtime.values import Cell, Invoke, LuaClosure, LuaError
from engine.stdlib.outcomes import c_string, message_of
from engine.stdlib.table_library import concat
from engine.syntax.errors import LuaSyntaxError
from engine.vm.machine import fill_cell

if TYPE_CHECKING:
    from engine.vm.machine import Machine

_SIGNATURE: Final = b"\x1b"  # the first byte of a binary chunk
_BYTE_ORDER_MARK: Final = b"\xef\xbb\xbf"


def load_chunk(machine: "Machine", source: bytes, name: bytes, mode: bytes) -> LuaClosure:
    """The main function of a chunk, text or binary as `mode` ("b", "t", "bt") allows (`lua_load`).

    `name` is "@file", "=name" or the text itself.  Raises LuaError with the message that `load` returns.
    """
    is_binary = source.startswith(_SIGNATURE)
    if (b"b" if is_binary else b"t") not in mode:
        kind = b"binary" if is_binary else b"text"
        raise LuaError(b"attempt to load a %s chunk (mode is '%s')" % (kind, mode))
    proto = machine.chunk_of_step()
    if proto is None:
        try:
            if is_binary:
                proto = chunks.undump(source, name)
            else:
                proto = compile_source(source, name, machine.dialect, machine.macros, machine.poller)
        except LuaSyntaxError as error:
            raise LuaError(error.message) from None
        machine.chunk_loaded(proto)
    machine.charge(len(source))
    cells = [Cell(0, 0, 0.0, None) for _ in proto.upvalues]
    if len(cells) == 1 or (len(cells) > 1 and not machine.dialect.environment_if_alone):
        fill_cell(cells[0], machine.environment_of(machine.current))
    return LuaClosure(proto, cells, machine.new_identity())


def load_file(machine: "Machine", path: bytes | None, mode: bytes) -> LuaClosure:
    """The main function of a file, or of the standard input (`luaL_loadfilex`); raises LuaError."""
    if path is None:
        return load_chunk(machine, skip_first_line(machine.host.stdin.read()), b"=stdin", mode)
    try:
        stream = machine.host.open(path, "r")
    except OSError as error:
        raise LuaError(b"cannot open " + path + b": " + message_of(error)) from None
    try:
        source = stream.read()
    except OSError as error:
        raise LuaError(b"cannot read " + path + b": " + message_of(error)) from None
    finally:
        stream.close()
    return load_chunk(machine, skip_first_line(source), b"@" + path, mode)


def skip_first_line(source: bytes) -> bytes:
    """A file's contents without a byte order mark, and without a first line that starts with `#`.

    The line break stays before a text, so that line numbers are right.
    """
    source = source.removeprefix(_BYTE_ORDER_MARK)
    if not source.startswith(b"#"):
        return source
    end = source.find(b"\n")
    if end < 0:
        return b""
    return source[end + 1 :] if source.startswith(_SIGNATURE, end + 1) else source[end:]


def _check_mode(call: Call, at: i64) -> bytes:
    """Argument `at`: which kinds of chunks are allowed."""
    mode = c_string(call.opt_string(at, b"bt"))
    if b"B" in mode and call.machine.dialect.fixed_buffers:
        raise call.argument_error(at, b"invalid mode")
    return mode


def load(call: Call) -> object:
    chunk = call.arg(1)
    mode = _check_mode(call, 3)
    if not isinstance(chunk, bytes) and numbers.to_number(chunk) is None:
        name = call.opt_string(2, b"=(load)")
        call.check_function(1)
        return Invoke(call.machine.prelude[b"load"], [chunk, name, mode, *call.args(4)])
    source = call.check_string(1)
    name = c_string(call.opt_string(2, source))
    try:
        return _with_environment(call, load_chunk(call.machine, source, name, mode), 4)
    except LuaError as error:
        return None, error.value


def _loadfile(call: Call) -> object:
    path = None if call.is_none_or_nil(1) else c_string(call.check_string(1))
    mode = _check_mode(call, 2)
    try:
        return _with_environment(call, load_file(call.machine, path, mode), 3)
    except LuaError as error:
        return None, error.value


def _with_environment(call: Call, closure: LuaClosure, at: int) -> LuaClosure:
    """The function with argument `at`, if it was given, as its first upvalue."""
    if call.given(at) and len(closure.cells) > 0:
        fill_cell(closure.cells[0], call.arg(at))
    return closure


def _dofile(call: Call) -> object:
    path = None if call.is_none_or_nil(1) else c_string(call.check_string(1))
    return Invoke(load_file(call.machine, path, b"bt"), [])


FUNCTIONS: Final[dict[str, Callable[[Call], object]]] = {"dofile": _dofile, "load": load, "loadfile": _loadfile}

# -- for the prelude ---------------------------------------------------------------------------------------


def _check_piece(call: Call) -> object:
    """``check_piece(piece)``: what a reader gave, nil at the end; nil and a message if it is no string."""
    piece = call.arg(1)
    if piece is None or piece == b"":
        return None
    if isinstance(piece, bytes) or (isinstance(piece, (int, float)) and not isinstance(piece, bool)):
        return call.check_string(1)
    return None, call.machine.where(1) + b"reader function must return a string"


HELPERS: Final[dict[str, Callable[[Call], object]]] = {"check_piece": _check_piece, "concat": concat, "load": load}
