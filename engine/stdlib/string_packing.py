"""`string.pack`, `string.packsize` and `string.unpack` (manual 6.4.2).  Relies on ``packing``."""

from collections.abc import Callable
from typing import Final

from engine.runtime.call import Call
from engine.runtime.values import LuaError
from engine.stdlib import packing
from engine.stdlib.packing import CHARS, DOUBLE, FLOAT, INT, PADDING, STRING, UINT, Layout, PackError, Reader
from engine.stdlib.string_positions import start_of

_MAX_SIZE: Final = 0x7FFFFFFF  # bytes; for longer strings there is no memory


def _error(call: Call, error: PackError) -> LuaError:
    if error.argument > 0:
        return call.argument_error(error.argument, error.message)
    return call.error(error.message)


def pack(call: Call) -> object:
    size_limit = call.machine.dialect.size_limit
    layout = Layout(call.check_string(1), size_limit)
    parts: list[bytes] = []
    total = 0
    argument = 1
    try:
        while layout.next(total):
            if layout.padding + layout.size > size_limit - total:
                raise PackError(b"result too long", argument)
            total += layout.padding + layout.size
            call.charge(layout.padding + min(layout.size, _MAX_SIZE))
            parts.append(bytes(layout.padding))
            if layout.kind < PADDING:
                argument += 1
                packed = _pack_value(call, layout, argument)
                total += len(packed) - layout.size
                parts.append(packed)
            else:
                parts.append(bytes(layout.size))
    except PackError as error:
        raise _error(call, error) from None
    return b"".join(parts)


def _pack_value(call: Call, layout: Layout, argument: int) -> bytes:
    kind = layout.kind
    if argument > call.count:  # in PUC Lua a nil stands after the arguments
        expected = b"number" if kind <= DOUBLE else b"string"
        raise call.argument_error(argument, expected + b" expected, got nil")
    if kind in (INT, UINT):
        return packing.pack_integer(call.check_integer(argument), layout, argument)
    if kind in (FLOAT, DOUBLE):
        return packing.pack_float(call.check_float(argument), layout)
    text = call.check_string(argument)
    if kind == CHARS:
        if len(text) > layout.size:
            raise PackError(b"string longer than given size", argument)
        if layout.size > _MAX_SIZE:
            raise LuaError(b"not enough memory")
        return text.ljust(layout.size, b"\0")
    if kind == STRING:
        return packing.pack_length(len(text), layout, argument) + text
    if b"\0" in text:
        raise PackError(b"string contains zeros", argument)
    return text + b"\0"


def packsize(call: Call) -> object:
    try:
        return packing.packed_size(call.check_string(1), call.machine.dialect.size_limit)
    except PackError as error:
        raise _error(call, error) from None


def unpack(call: Call) -> object:
    text = call.check_string(1)
    data = call.check_string(2)
    position = call.opt_integer(3, 1)
    at = start_of(position, len(data))
    clamped = call.machine.dialect.clamped_unpack or position > 0 or -len(data) <= position < 0
    if at > len(data) or not clamped:
        raise call.argument_error(3, b"initial position out of string")
    dialect = call.machine.dialect
    reader = Reader(text, dialect.size_limit, data, at, dialect.unpacks_to_end)
    try:
        values = reader.read_all()
    except PackError as error:
        raise _error(call, error) from None
    return (*values, reader.at + 1) if values else reader.at + 1


FUNCTIONS: Final[dict[str, Callable[[Call], object]]] = {"pack": pack, "packsize": packsize, "unpack": unpack}
