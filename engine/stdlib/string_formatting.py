"""`string.format`: walks a format string and its arguments (manual 6.4).

Relies on ``formatting`` for the conversions.  An argument of "%s" with a `__tostring` metamethod is turned
into a string in ``prelude_string.lua``, which then calls `string.format` again with that string.
"""

import math
from collections.abc import Callable
from typing import Final

from mypy_extensions import i64

from engine.runtime import numbers
from engine.runtime.call import Call
from engine.runtime.tostring import address, identity
from engine.runtime.values import Invoke
from engine.stdlib import c_formats, formatting
from engine.stdlib.base_library import text_of
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
from engine.stdlib.outcomes import c_string

_WORD: Final = 18446744073709551616.0
_WHOLE_FROM: Final = 100  # bytes from which a string is not padded


def format_values(call: Call) -> object:
    dialect = call.machine.dialect
    form = call.check_string(1)
    items = formatting.parse_format(form) if dialect.checked_specifiers else c_formats.parse_format(form, dialect)
    parts: list[bytes] = []
    size: i64 = 0
    at: i64 = 1
    for item in items:
        kind = item.kind
        if kind == LITERAL:
            text = item.text
        else:
            at += 1
            if dialect.repeated_flags:
                _check(call, item)
            if at > call.count:
                raise call.argument_error(at, dialect.missing_value)
            if kind == STRING:
                value = call.arg(at)
                if isinstance(value, bytes):
                    text = value
                elif dialect.classic_formats:
                    text = call.check_string(at)
                else:
                    shown = text_of(call, value)
                    if shown is None:
                        prelude = call.machine.prelude[b"format_meta"]
                        return Invoke(prelude, [int(at), value, *call.args()])
                    text = shown
                if not item.simple or dialect.classic_formats or not dialect.zero_bytes_error:
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
        integer = call.check_integer(at) if call.coroutine.integers else _integer_of_float(call, item, at)
        _check(call, item)
        return formatting.format_integer(item, integer)
    if kind == FLOAT:
        if item.letter in (65, 97):
            _check(call, item)
        number = call.check_float(at)
        if number != number and call.machine.float_style == numbers.UNSIGNED:
            number = math.nan
        _check(call, item)
        return formatting.format_float(item, number)
    _check(call, item)
    if kind == CHARACTER:
        text = formatting.pad(item, bytes([int(call.check_integer(at)) & 255]))
        return c_string(text) if call.machine.dialect.classic_formats else text
    if kind == POINTER:
        pointer = _pointer(call, call.arg(at))
        return pointer if call.machine.dialect.repeated_flags else formatting.pad(item, pointer)
    assert kind in (QUOTED, MALFORMED)
    dialect = call.machine.dialect
    if dialect.classic_formats:
        return c_formats.quote(call.check_string(at), call.machine.poller)
    if dialect.quotes_anything:
        shown = text_of(call, call.arg(at))
        if shown is not None:
            return formatting.quote(shown, call.machine.poller) or b""
    value = call.arg(at) if dialect.quoted_literals else call.check_string(at)
    quoted = formatting.quote(value, call.machine.poller, dialect.quoted_infinities)
    if quoted is None:
        raise call.argument_error(at, b"value has no literal form")
    return quoted


def _integer_of_float(call: Call, item: Item, at: i64) -> i64:
    """A float as C casts it, to an integer with a sign or without; some dialects say if that is out of range."""
    value = call.check_float(at)
    if item.letter == 100 or item.letter == 105:
        integer: int = numbers.truncate(value)
        problem = b"not a number in proper range"
        cast = float(integer)
    else:
        if call.machine.dialect.wrapped_casts:
            integer = numbers.truncate(value if value < _WORD / 2 else value - _WORD)
        else:
            integer = numbers.truncate_unsigned(value)
        problem = b"not a non-negative number in proper range"
        cast = float(integer & 0xFFFFFFFFFFFFFFFF)
    if call.machine.dialect.formatted_range and not -1.0 < value - cast < 1.0:
        raise call.argument_error(at, problem)
    return integer


def _string(call: Call, item: Item, at: i64, text: bytes) -> bytes:
    if b"\0" in text:
        if call.machine.dialect.zero_bytes_error:
            raise call.argument_error(at, b"string contains zeros")
        if (len(text) < _WHOLE_FROM or b"." in item.text) and not call.machine.dialect.whole_strings:
            text = c_string(text)
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
    return call.machine.dialect.null_pointer if identity(value) < 0 else address(value)


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
