"""The base library where Lua 5.1 and LuaJIT have it otherwise than later versions.

Environments are in `function_environments`, `module` and `require` in `prelude_module.lua`.  What calls Lua functions
goes on in ``prelude_base.lua``.
"""

from collections.abc import Callable
from typing import Final

from engine.runtime import numbers
from engine.runtime.call import Call
from engine.runtime.tostring import tostring_basic
from engine.runtime.values import Invoke, LuaError
from engine.stdlib import chunk_loading, function_environments, proxies
from engine.stdlib.outcomes import c_string
from engine.vm import collector

_SPACE: Final = b" \f\n\r\t\v"
_LARGEST_WORD: Final = 0xFFFFFFFFFFFFFFFF
_COLLECTOR_OPTIONS: Final = (b"stop", b"restart", b"collect", b"count", b"step", b"setpause", b"setstepmul")

# -- errors ------------------------------------------------------------------------------------------------


def _assert_any(call: Call) -> object:
    """A message that is a string or a number gets a position; of what is none, the last argument is the error."""
    if call.truthy(1):
        return call.arg(1) if call.count == 1 else tuple(call.args())
    call.check_any(1)
    if call.count == 1:
        raise call.error(b"assertion failed!")
    message = call.arg(2)
    if isinstance(message, bytes) or numbers.to_number(message) is not None:
        raise call.error(c_string(call.check_string(2)))
    raise LuaError(call.arg(call.count))


# -- tables ------------------------------------------------------------------------------------------------


def _unpack(call: Call) -> object:
    table = call.check_table(1)
    first = call.opt_int(2, 1)
    last = table.length() if call.is_none_or_nil(3) else call.check_int(3)
    if first > last:
        return ()
    count = last - first + 1
    if count >= call.machine.dialect.unpack_limit:
        raise call.error(b"too many results to unpack")
    if first >= 1 and last <= len(table.array):
        return tuple(table.array[first - 1 : last])
    values: list[object] = []
    for offset in range(count):
        values.append(table.get_int(first + offset))
    return tuple(values)


# -- values as strings and numbers -------------------------------------------------------------------------


def _tostring(call: Call) -> object:
    """What `__tostring` returns is not checked."""
    value = call.check_any(1)
    handler = call.metamethod(value, b"__tostring")
    if handler is not None:
        return Invoke(handler, [value])
    return tostring_basic(value, call.machine.float_style)


def _tonumber(call: Call) -> object:
    base = int(call.opt_int(2, 10))
    if base == 10:
        return numbers.to_number(call.check_any(1), call.machine.dialect.string_numerals)
    text = c_string(call.check_string(1))
    if not 2 <= base <= 36:
        raise call.argument_error(2, b"base out of range")
    return word_in_base(text, base, call.machine.dialect.wrapped_negatives)


def word_in_base(text: bytes, base: int, wrapped: bool) -> float | None:
    """What C's `strtoul` reads from the whole string; a negative number, if `wrapped`, counts from 2^64 down."""
    text = text.strip(_SPACE)
    negative = text.startswith(b"-")
    digits = text[1:] if text[:1] in (b"-", b"+") else text
    if base == 16 and digits[:2] in (b"0x", b"0X") and digits[2:3].isalnum():
        digits = digits[2:]
    if not digits.isalnum():
        return None
    value = 0
    for code in digits.upper():
        digit = code - 48 if code <= 57 else code - 55  # '0' to '9', 'A' to 'Z'
        if digit >= base:
            return None
        value = value * base + digit
    if value > _LARGEST_WORD:
        value = _LARGEST_WORD
    elif negative and wrapped:
        value = -value & _LARGEST_WORD
    return -float(value) if negative and not wrapped else float(value)


# -- chunks ------------------------------------------------------------------------------------------------


def _load(call: Call) -> object:
    """The chunk comes from a function alone."""
    name = c_string(call.opt_string(2, b"=(load)"))
    reader = call.check_function(1)
    return Invoke(call.machine.prelude[b"load"], [reader, name, b"bt"])


def _loadstring(call: Call) -> object:
    source = call.check_string(1)
    name = c_string(call.opt_string(2, source))
    try:
        return chunk_loading.load_chunk(call.machine, source, name, b"bt")
    except LuaError as error:
        return None, error.value


def _loadfile(call: Call) -> object:
    path = None if call.is_none_or_nil(1) else c_string(call.check_string(1))
    try:
        return chunk_loading.load_file(call.machine, path, b"bt")
    except LuaError as error:
        return None, error.value


# -- the collector -----------------------------------------------------------------------------------------


def _collectgarbage(call: Call) -> object:
    machine = call.machine
    options = (*_COLLECTOR_OPTIONS, b"isrunning") if machine.dialect.tells_if_collecting else _COLLECTOR_OPTIONS
    option = call.check_option(1, b"collect", options)
    parameter = call.opt_int(2, 0)
    if option == b"collect":
        return Invoke(machine.prelude[b"collectgarbage"], [0])
    if option == b"step":
        return Invoke(machine.prelude[b"collectgarbage"], [True])
    if option == b"count":
        return int(collector.measure(machine)) / 1024.0
    if option == b"isrunning":
        return not machine.collector_stopped
    machine.note_collector()
    previous = 0
    if option == b"setpause":
        previous, machine.pause = int(machine.pause), parameter
    elif option == b"setstepmul":
        previous, machine.step_multiplier = int(machine.step_multiplier), parameter
    else:
        machine.collector_stopped = option == b"stop"
        collector.schedule(machine)
    return previous


def _gcinfo(call: Call) -> object:
    return int(collector.measure(call.machine)) // 1024


FUNCTIONS: Final[dict[str, Callable[[Call], object]]] = {
    "assert:any message": _assert_any,
    "collectgarbage:classic": _collectgarbage,
    "gcinfo": _gcinfo,
    "load:function": _load,
    "loadfile:classic": _loadfile,
    "loadstring": chunk_loading.load,
    "loadstring:classic": _loadstring,
    "newproxy": proxies.new_proxy,
    "tonumber:classic": _tonumber,
    "tostring:classic": _tostring,
    "unpack": _unpack,
    **function_environments.FUNCTIONS,
}
