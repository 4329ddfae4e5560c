"""`string.format`: walks a format string and its arguments (manual 6.4).

Relies on ``formatting`` for the conversions.  An argument of "%s" with a `__tostring` metamethod is turned
into a string in ``prelude_string.lua``, which then calls `string.format` again with that string.
"""

from collections.abc import Callable
from typing import Final

from mypy_extensions import i64

from engine.runtime.call import Call
from engine.runtime.tostring import address, identity, tostring_basic, tostring_named
from engine.runtime.values import Invoke
from engine.stdlib import formatting
from engine.stdlib.formatting import (
    CHARACTER,
    FLOAT,
    INTEGER,
    LITERAL,
    MALFORMED,
    POINTER,
    QUOTED,
    STRING,
    Item,
)

_WHOLE_FROM: Final = 100  # bytes from which a string is not padded


def format_values(call: Call) -> object:
    items = formatting.parse_format(call.check_string(1))
    parts: list[bytes] = []
    size: i64 = 0
    at: i64 = 1
    for item in items:
        kind = item.kind
        if kind == LITERAL:
            text = item.text
        else:
            at += 1
            if at > call.count:
                raise call.argument_error(at, b"no value")
            if kind == STRING:
                value = call.arg(at)
                if isinstance(value, bytes):
                    text = value
                else:
                    metatable = call.metatable_of(value)
                    if metatable is None:
                        text = tostring_basic(value, call.machine.float_style)
                    elif metatable.get_key(b"__tostring") is not None:
                        prelude = call.machine.prelude[b"format_meta"]
                        return Invoke(prelude, [int(at), value, *call.args()])
                    else:
                        text = tostring_named(value, metatable.get_key(b"__name"), call.machine.float_style)
                if not item.simple:
                    text = _string(call, item, at, text)
            else:
                text = _convert(call, item, at)
        size += len(text)
        parts.append(text)
    call.charge(size)
    if len(parts) == 1:
        return parts[0]
    return b"".join(parts)


def _check(call: Call, item: Item) -> None:
    if item.error:
        raise call.error(item.error)


def _convert(call: Call, item: Item, at: i64) -> bytes:
    """One argument by any conversion but "%s".  The order of the checks is PUC Lua's."""
    kind = item.kind
    if kind == INTEGER:
        integer = call.check_integer(at)
        _check(call, item)
        return formatting.format_integer(item, integer)
    if kind == FLOAT:
        if item.letter in (65, 97):
            _check(call, item)
        number = call.check_float(at)
        _check(call, item)
        return formatting.format_float(item, number)
    _check(call, item)
    if kind == CHARACTER:
        return formatting.pad(item, bytes([int(call.check_integer(at)) & 255]))
    if kind == POINTER:
        return formatting.pad(item, _pointer(call, call.arg(at)))
    assert kind in (QUOTED, MALFORMED)
    quoted = formatting.quote(call.arg(at))
    if quoted is None:
        raise call.argument_error(at, b"value has no literal form")
    return quoted


def _string(call: Call, item: Item, at: i64, text: bytes) -> bytes:
    if b"\0" in text:
        raise call.argument_error(at, b"string contains zeros")
    _check(call, item)
    if len(text) >= _WHOLE_FROM and b"." not in item.text:
        return text
    return formatting.format_string(item, text)


def _pointer(call: Call, value: object) -> bytes:
    """An object's address."""
    if isinstance(value, bytes):
        addresses = call.machine.string_addresses
        number = addresses.find(value)
        if number < 0:
            number = call.machine.new_identity()
            addresses.add(value, number)
        return b"0x%014x" % int(number)
    return b"(null)" if identity(value) < 0 else address(value)


# -- for the prelude -----------------------------------------------------------------------------------------


def convert(call: Call) -> object:
    """``convert(value)``: calls the value's `__tostring`."""
    value = call.arg(1)
    return Invoke(call.metamethod(value, b"__tostring"), [value])


def put_text(call: Call) -> object:
    """``put_text(at, text, ...)``: the arguments with `text`, which `__tostring` gave, as number `at`."""
    text = call.arg(2)
    if not isinstance(text, (bytes, int, float)) or isinstance(text, bool):
        raise call.error(b"'__tostring' must return a string")
    arguments = call.args(3)
    arguments[call.check_integer(1) - 1] = text
    return tuple(arguments)


FUNCTIONS: Final[dict[str, Callable[[Call], object]]] = {"format": format_values}

HELPERS: Final[dict[str, Callable[[Call], object]]] = {
    "convert": convert,
    "format": format_values,
    "put_text": put_text,
}
