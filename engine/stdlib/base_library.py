"""The base library (manual 6.1), apart from loading chunks (`chunk_loading`) and from the collector (`collection`).

What calls Lua functions is an operation of the VM (`OPERATIONS`) or goes on in ``prelude_base.lua``, which is
given `HELPERS`.
"""

import contextlib
from collections.abc import Callable
from typing import Final

from engine.runtime import numbers
from engine.runtime.call import Call
from engine.runtime.table import LuaTable
from engine.runtime.tostring import tostring_basic, tostring_named, type_name
from engine.runtime.values import Invoke, LuaError
from engine.stdlib import base_variants, chunk_loading, collection
from engine.stdlib.outcomes import c_string
from engine.vm import metamethods, operations, tables

_SPACE: Final = b" \f\n\r\t\v"


def carried_out_by_vm(call: Call) -> object:
    """Stands in for the body of an operation, which the VM never asks for."""
    raise AssertionError("the VM itself carries out " + call.function.name)


# -- errors ------------------------------------------------------------------------------------------------


def _assert(call: Call) -> object:
    if call.truthy(1):
        return call.arg(1) if call.count == 1 else tuple(call.args())
    call.check_any(1)
    return _raise(call, call.arg(2) if call.given(2) else b"assertion failed!", 1)


def _error(call: Call) -> object:
    level = call.opt_int(2, 1)
    return _raise(call, call.arg(1), int(level))


def _raise(call: Call, value: object, level: int) -> object:
    """Raise an error; before a string goes the position of the function at `level`."""
    if level > 0 and isinstance(value, (int, float)) and not isinstance(value, bool):
        if call.machine.dialect.number_positions:
            value = call.number_text(value)
    if isinstance(value, bytes) and level > 0:
        raise LuaError(call.machine.where(level) + value)
    raise LuaError(value)


def _warn(call: Call) -> object:
    pieces: list[bytes] = [c_string(call.check_string(1))]
    for at in range(2, call.count + 1):
        pieces.append(c_string(call.check_string(at)))
    machine = call.machine
    if len(pieces) == 1 and pieces[0].startswith(b"@"):
        if pieces[0] in (b"@on", b"@off"):
            machine.note_own()
            machine.warnings = pieces[0] == b"@on"
    else:
        machine.warn(b"".join(pieces))
    return ()


# -- values as strings and numbers -------------------------------------------------------------------------


def text_of(call: Call, value: object) -> bytes | None:
    """The value as `tostring` shows it; None if its `__tostring` has to be called for that."""
    if isinstance(value, bytes):
        return value
    metatable = call.metatable_of(value)
    if metatable is None:
        return tostring_basic(value, call.machine.float_style)
    if metatable.get_key(b"__tostring") is not None:
        return None
    if not call.machine.dialect.named_types:
        return tostring_basic(value, call.machine.float_style)
    return tostring_named(value, metatable.get_key(b"__name"), call.machine.float_style)


def _tostring(call: Call) -> object:
    value = call.check_any(1)
    text = text_of(call, value)
    return Invoke(call.machine.prelude[b"tostring"], [value]) if text is None else text


def _print(call: Call) -> object:
    pieces: list[bytes] = []
    for value in call.args():
        text = text_of(call, value)
        if text is None:
            return Invoke(call.machine.prelude[b"print"], [int(call.count), *call.args()])
        pieces.append(text)
    _write_out(call, b"\t".join(pieces) + b"\n")
    return ()


def _write_out(call: Call, data: bytes) -> None:
    """Write to the standard output; `print` does not care whether that works."""
    with contextlib.suppress(OSError):
        call.machine.write_output(data)


def _tonumber(call: Call) -> object:
    if call.is_none_or_nil(2):
        return numbers.to_number(call.check_any(1))
    base = call.check_integer(2)
    text = call.arg(1)
    if not isinstance(text, bytes):
        raise call.type_error(1, b"string")
    if not 2 <= base <= 36:
        raise call.argument_error(2, b"base out of range")
    return parse_integer(text, int(base))


def parse_integer(text: bytes, base: int) -> int | None:
    """The integer that a string holds in a base from 2 to 36, modulo 2^64; None if it holds none."""
    text = text.strip(_SPACE)
    digits = text[1:] if text[:1] in (b"-", b"+") else text
    if not digits.isalnum():
        return None
    value = 0
    for code in digits.upper():
        digit = code - 48 if code <= 57 else code - 55  # '0' to '9', 'A' to 'Z'
        if digit >= base:
            return None
        value = numbers.wrap(value * base + digit)
    return numbers.wrap(-value) if text.startswith(b"-") else value


def _type(call: Call) -> object:
    return type_name(call.check_any(1))


# -- tables ------------------------------------------------------------------------------------------------


def _getmetatable(call: Call) -> object:
    metatable = call.metatable_of(call.check_any(1))
    if metatable is None:
        return None
    shown = metatable.get_key(b"__metatable")
    return metatable if shown is None else shown


def _setmetatable(call: Call) -> object:
    table = call.check_table(1)
    metatable = call.arg(2)
    if not call.given(2) or not (metatable is None or isinstance(metatable, LuaTable)):
        raise call.alternatives_error(2, b"nil or table")
    if call.metamethod(table, b"__metatable") is not None:
        raise call.error(b"cannot change a protected metatable")
    call.set_metatable(table, metatable)
    return table


def _rawequal(call: Call) -> object:
    left = call.check_any(1)
    right = call.check_any(2)
    return metamethods.raw_equal(left, right)


def _rawlen(call: Call) -> object:
    value = call.arg(1)
    if isinstance(value, LuaTable):
        return value.length()
    if isinstance(value, bytes):
        return len(value)
    raise call.alternatives_error(1, b"table or string")


def _rawget(call: Call) -> object:
    table = call.check_table(1)
    key = call.check_any(2)
    return None if key is None else table.get(key)


def _rawset(call: Call) -> object:
    table = call.check_table(1)
    key = call.check_any(2)
    value = call.check_any(3)
    if key is None:
        raise LuaError(b"table index is nil")
    if isinstance(key, float) and key != key:
        raise LuaError(b"table index is NaN")
    call.set(table, key, value)
    return table


def _next(call: Call) -> object:
    table = call.check_table(1)
    before = table.position_of(call.arg(2))
    if before == -2:
        raise LuaError(b"invalid key to 'next'")
    position = table.next_position(before)
    call.machine.poller.took((len(table.array) + len(table.values) if position < 0 else position) - before)
    if position < 0:
        return None
    return table.key_at(position), table.value_at(position)


def _pairs(call: Call) -> object:
    value = call.check_any(1)
    handler = call.metamethod(value, b"__pairs")
    if handler is not None:
        name = b"pairs_closing" if call.machine.dialect.pairs_closing_value else b"pairs"
        return Invoke(call.machine.prelude[name], [handler, value])
    if call.machine.dialect.pairs_closing_value:
        return call.machine.prelude[b"next"], value, None, None
    return call.machine.prelude[b"next"], value, None


def _ipairs(call: Call) -> object:
    return call.machine.prelude[b"ipairs_step"], call.check_any(1), 0


def ipairs_step(call: Call) -> object:
    """The iterator of `ipairs`: the next index and its value, metamethods respected."""
    at = numbers.wrap(int(call.check_integer(2)) + 1)
    value = call.arg(1)
    if isinstance(value, LuaTable):
        item = value.get_int(at)
        if item is not None:
            return at, item
        if value.metatable is None:
            return None
    return Invoke(call.machine.prelude[b"ipairs_iterator"], [value, at])


def _select(call: Call) -> object:
    which = call.arg(1)
    if isinstance(which, bytes) and which.startswith(b"#"):
        return int(call.count - 1)
    position = call.check_int(1)
    if position < 0:
        position += call.count
    elif position > call.count:
        position = call.count
    if position < 1:
        raise call.argument_error(1, b"index out of range")
    return tuple(call.args(position + 1))


_PLAIN: Final[dict[str, Callable[[Call], object]]] = {
    "assert": _assert,
    "error": _error,
    "getmetatable": _getmetatable,
    "ipairs": _ipairs,
    "next": _next,
    "pairs": _pairs,
    "pcall": carried_out_by_vm,
    "print": _print,
    "rawequal": _rawequal,
    "rawget": _rawget,
    "rawlen": _rawlen,
    "rawset": _rawset,
    "select": _select,
    "setmetatable": _setmetatable,
    "tonumber": _tonumber,
    "tostring": _tostring,
    "type": _type,
    "warn": _warn,
    "xpcall": carried_out_by_vm,
}

FUNCTIONS: Final[dict[str, Callable[[Call], object]]] = {
    **_PLAIN,
    **base_variants.FUNCTIONS,
    **chunk_loading.FUNCTIONS,
    **collection.FUNCTIONS,
}


# The functions that the VM carries out, or (negative numbers) may carry out, itself.
OPERATIONS: Final[dict[str, int]] = {
    "ipairs_step": tables.OP_IPAIRS,
    "next": tables.OP_NEXT,
    "pcall": operations.OP_PCALL,
    "raw_ipairs_step": tables.OP_IPAIRS,
    "xpcall": operations.OP_XPCALL,
}

# The iterators that `ipairs` returns.
STEPS: Final[dict[str, Callable[[Call], object]]] = {
    "ipairs_step": ipairs_step,
    "raw_ipairs_step": base_variants.raw_ipairs_step,
}

# -- for the prelude ---------------------------------------------------------------------------------------


def _convert(call: Call) -> object:
    """``convert(value)``: the value as a string; calls its `__tostring`, whose result is still to be checked."""
    value = call.arg(1)
    text = text_of(call, value)
    return Invoke(call.metamethod(value, b"__tostring"), [value]) if text is None else text


def _check_text(call: Call) -> object:
    """``check_text(text)``: what `__tostring` gave, as a string."""
    value = call.arg(1)
    if isinstance(value, bytes):
        return value
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        if not call.machine.dialect.checked_tostring:
            return value
        raise call.error(b"'__tostring' must return a string")
    return call.number_text(value)


def _check_printed(call: Call) -> object:
    """``check_printed(text)``: what the global `tostring` gave to `print`, as a string."""
    value = call.arg(1)
    if isinstance(value, bytes):
        return value
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise call.error(b"'tostring' must return a string to 'print'")
    return call.number_text(value)


def _write(call: Call) -> object:
    """``write(text)``: to the standard output."""
    _write_out(call, call.check_string(1))
    return ()


def _fail(call: Call) -> object:
    """``fail(message)``: raise an error of the library function."""
    raise call.error(call.check_string(1))


HELPERS: Final[dict[str, Callable[[Call], object]]] = {
    "check_printed": _check_printed,
    "check_text": _check_text,
    "convert": _convert,
    "fail": _fail,
    "ipairs_step": ipairs_step,
    "pcall": carried_out_by_vm,
    "rawget": _rawget,
    "type": _type,
    "write": _write,
    **chunk_loading.HELPERS,
    **collection.HELPERS,
}
