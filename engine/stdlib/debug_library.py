"""The debug library (manual 6.10): hooks, metatables, user values, tracebacks.

What looks into functions and stack frames is in `debug_inspection`, upvalues are in `debug_upvalues`.
"""

from collections.abc import Callable
from typing import Final

from mypy_extensions import i64

from engine.runtime import numbers
from engine.runtime.call import Call
from engine.runtime.table import LuaTable
from engine.runtime.values import LIGHT, Invoke, LuaError, UserData
from engine.stdlib import debug_inspection, debug_upvalues
from engine.stdlib.debug_inspection import optional_thread
from engine.stdlib.outcomes import c_string
from engine.vm.tracebacks import traceback

_HOOK_CALL: Final = 1
_HOOK_RETURN: Final = 2
_HOOK_LINE: Final = 4
_HOOK_COUNT: Final = 8
_HOOK_TABLE: Final = b"_HOOKKEY"
_C_STACK_LIMIT: Final = 200  # LUAI_MAXCCALLS
_COMMAND_SIZE: Final = 249  # bytes of a line that `debug.debug` reads

# -- hooks -------------------------------------------------------------------------------------------------


def _sethook(call: Call) -> object:
    """The result is an `Invoke`, so that the dispatch loop looks at the coroutine anew."""
    co, skip = optional_thread(call)
    hook: object = None
    mask: i64 = 0
    count: i64 = 0
    if not call.is_none_or_nil(skip + 1):
        letters = c_string(call.check_string(skip + 2))
        hook = call.check_function(skip + 1)
        count = call.opt_integer(skip + 3, 0)
        if b"c" in letters:
            mask |= _HOOK_CALL
        if b"r" in letters:
            mask |= _HOOK_RETURN
        if b"l" in letters:
            mask |= _HOOK_LINE
        if count > 0:
            mask |= _HOOK_COUNT
    call.set(_hooks_by_thread(call), co, hook)
    if mask == 0:
        hook, count = None, 0
    call.machine.set_hook(co, hook, mask, count)
    return Invoke(call.machine.no_function, [])


def _hooks_by_thread(call: Call) -> LuaTable:
    """The registry's table of hooks, as the program can find it there; its keys are weak."""
    registry = call.machine.registry
    table = registry.get_key(_HOOK_TABLE)
    if not isinstance(table, LuaTable):
        table = call.new_table()
        table.set(b"__mode", b"k")
        call.set_metatable(table, table)
        call.set(registry, _HOOK_TABLE, table)
    return table


def _gethook(call: Call) -> object:
    co, _ = optional_thread(call)
    mask = co.hook_mask
    if mask == 0:
        return (None, b"", 0) if call.machine.dialect.full_gethook else None
    letters = b""
    if mask & _HOOK_CALL:
        letters += b"c"
    if mask & _HOOK_RETURN:
        letters += b"r"
    if mask & _HOOK_LINE:
        letters += b"l"
    return co.hook, letters, int(co.hook_count)


# -- metatables, registry, user values ---------------------------------------------------------------------


def _getmetatable(call: Call) -> object:
    return call.metatable_of(call.check_any(1))


def _setmetatable(call: Call) -> object:
    value = call.arg(1)
    metatable = call.arg(2)
    if not call.given(2) or not (metatable is None or isinstance(metatable, LuaTable)):
        raise call.alternatives_error(2, b"nil or table")
    if isinstance(value, (LuaTable, UserData)):
        call.set_metatable(value, metatable)
    else:
        call.machine.set_type_metatable(value, metatable)
    return True if call.machine.dialect.set_metatable_tells else value


def _getregistry(call: Call) -> object:
    return call.machine.registry


def _getuservalue(call: Call) -> object:
    if call.machine.dialect.user_value_each:
        data = call.arg(1)
        return data.values[0] if isinstance(data, UserData) and len(data.values) > 0 else None
    at = call.opt_integer(2, 1)
    data = call.arg(1)
    if isinstance(data, UserData) and 1 <= at <= len(data.values):
        return data.values[at - 1], True
    return None


def _setuservalue(call: Call) -> object:
    dialect = call.machine.dialect
    at = 1 if dialect.user_value_each else call.opt_integer(3, 1)
    data = call.arg(1)
    if not isinstance(data, UserData) or data.payload is LIGHT:
        raise call.type_error(1, b"userdata")
    value: object = None
    if not dialect.table_user_values:
        value = call.check_any(2)
    elif not call.is_none_or_nil(2):
        value = call.check_table(2)
    if not 1 <= at <= len(data.values):
        return None
    call.machine.note_userdata(data)
    values = list(data.values)
    values[at - 1] = value
    data.values = values
    return data


# -- tracebacks --------------------------------------------------------------------------------------------


def _traceback(call: Call) -> object:
    co, skip = optional_thread(call)
    message = call.arg(skip + 1)
    if message is not None and not isinstance(message, bytes) and numbers.to_number(message) is None:
        return message
    if message is None and call.given(skip + 1) and call.machine.dialect.nil_is_no_message:
        return None
    default = 1 if co is call.coroutine else 0
    text = None if message is None else call.check_string(skip + 1)
    if call.machine.dialect.reports.joins_arguments and numbers.to_number(call.arg(skip + 2)) is None:
        return traceback(call.machine, co, _joined(call, text, skip + 2), default)
    return traceback(call.machine, co, text and c_string(text), call.opt_integer(skip + 2, default))


def _joined(call: Call, text: bytes | None, first: i64) -> bytes | None:
    """The message and all arguments from `first` on, concatenated."""
    at = call.count
    while at >= first:
        value = call.arg(at)
        if not isinstance(value, bytes) and numbers.to_number(value) is None:
            raise LuaError(b"attempt to concatenate a %s value" % call.machine.type_name_of(value))
        at -= 1
    for given in range(first, call.count + 1):
        text = (text or b"") + call.check_string(given)
    return text


def _setcstacklimit(call: Call) -> object:
    call.check_integer(1)
    return _C_STACK_LIMIT


def _debug(call: Call) -> object:
    return Invoke(call.machine.prelude[b"debug.debug"], [])


FUNCTIONS: Final[dict[str, Callable[[Call], object]]] = {
    "debug": _debug,
    "gethook": _gethook,
    "getmetatable": _getmetatable,
    "getregistry": _getregistry,
    "getuservalue": _getuservalue,
    "setcstacklimit": _setcstacklimit,
    "sethook": _sethook,
    "setmetatable": _setmetatable,
    "setuservalue": _setuservalue,
    "traceback": _traceback,
    **debug_inspection.FUNCTIONS,
    **debug_upvalues.FUNCTIONS,
}

CONSTANTS: Final[dict[str, object]] = {}

# -- for the prelude ---------------------------------------------------------------------------------------


def _read_command(call: Call) -> object:
    """``read_command()``: the next line for `debug.debug`; nil at the end."""
    host = call.machine.host
    host.stderr.write(b"lua_debug> ")
    host.stderr.flush()
    line = host.stdin.readline(_COMMAND_SIZE)
    return None if line in (b"", b"cont\n") else line


def _write_error(call: Call) -> object:
    """``write_error(text)``: a line to the standard error."""
    host = call.machine.host
    host.stderr.write(call.check_string(1) + b"\n")
    host.stderr.flush()
    return ()


HELPERS: Final[dict[str, Callable[[Call], object]]] = {"read_command": _read_command, "write_error": _write_error}
