"""The string library (manual 6.4): its simple functions, and the tables of all of them.

The functions with a language of their own (patterns, formats, binary layouts) are in `string_matching`,
`string_formatting` and `string_packing`; arithmetic on strings is in `string_arithmetic`.
"""

from collections.abc import Callable
from typing import Final

from mypy_extensions import i64

from engine.compiler import chunks
from engine.runtime.call import Call
from engine.runtime.values import LuaClosure, LuaError
from engine.stdlib import string_arithmetic, string_formatting, string_matching, string_packing
from engine.stdlib.long_strings import repeated
from engine.stdlib.string_positions import end_of, start_of

_MAX_SIZE: Final = 0x7FFFFFFF  # bytes; for longer strings there is no memory
_MAX_RESULTS: Final = 999_900  # about what fits on PUC Lua's stack


def byte(call: Call) -> object:
    text = call.check_string(1)
    size: i64 = len(text)
    position = call.opt_integer(2, 1)
    first = start_of(position, size)
    last = end_of(call.opt_integer(3, position), size)
    if first >= last:
        return ()
    if last - first > _MAX_RESULTS:
        raise call.error(b"stack overflow (string slice too long)")
    if last - first == 1:
        return text[first]
    return tuple(text[first:last])


def char(call: Call) -> object:
    codes = bytearray()
    for at in range(1, call.count + 1):
        code = call.check_int(at)
        if not 0 <= code <= 255:
            raise call.argument_error(at, call.machine.dialect.byte_error)
        codes.append(int(code))
    return bytes(codes)


def dump(call: Call) -> object:
    checks = call.machine.dialect.dump_checks
    function = call.arg(1) if checks else call.check_function(1)
    if not isinstance(function, LuaClosure) or function.proto.is_library:
        if checks:
            raise call.argument_error(1, b"Lua function expected")
        raise call.error(b"unable to dump given function")
    return chunks.dump(function.proto, call.machine.dialect.stripped_dumps and call.truthy(2))


def length(call: Call) -> object:
    return len(call.check_string(1))


def lower(call: Call) -> object:
    text = call.check_string(1)
    call.charge(len(text))
    return text.lower()


def upper(call: Call) -> object:
    text = call.check_string(1)
    call.charge(len(text))
    return text.upper()


def reverse(call: Call) -> object:
    text = call.check_string(1)
    call.charge(len(text))
    return text[::-1]


def repeat(call: Call) -> object:
    text = call.check_string(1)
    count = call.check_int(2)
    separator = call.opt_string(3, b"") if call.machine.dialect.repeated_separator else b""
    if count <= 0:
        return b""
    size: i64 = len(text) + len(separator)
    if size == 0:
        return b""
    if size > call.machine.dialect.size_limit // count:
        raise call.error(b"resulting string too large")
    if size > _MAX_SIZE // count:
        raise LuaError(b"not enough memory")
    call.charge(count * (len(text) + len(separator)))
    try:
        if separator:
            return repeated(text + separator, count - 1, call.machine.poller) + text
        return repeated(text, count, call.machine.poller)
    except MemoryError:
        raise LuaError(b"not enough memory") from None


def sub(call: Call) -> object:
    text = call.check_string(1)
    size: i64 = len(text)
    first = start_of(call.check_integer(2), size)
    last = end_of(call.opt_integer(3, -1), size)
    if first >= last:
        return b""
    call.charge(last - first)
    return text[first:last]


_SIMPLE: Final[dict[str, Callable[[Call], object]]] = {
    "byte": byte,
    "char": char,
    "dump": dump,
    "len": length,
    "lower": lower,
    "rep": repeat,
    "reverse": reverse,
    "sub": sub,
    "upper": upper,
}

FUNCTIONS: Final[dict[str, Callable[[Call], object]]] = {
    **_SIMPLE,
    **string_formatting.FUNCTIONS,
    **string_matching.FUNCTIONS,
    **string_packing.FUNCTIONS,
}

METAMETHODS: Final[dict[str, Callable[[Call], object]]] = string_arithmetic.METAMETHODS

# What the chunk ``prelude_string.lua`` is given.
HELPERS: Final[dict[str, Callable[[Call], object]]] = {**string_formatting.HELPERS, **string_matching.HELPERS}
