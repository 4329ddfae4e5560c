"""Upvalues as the debug library shows them (manual 6.10): `getupvalue`, `setupvalue`, `upvalueid`, `upvaluejoin`.

The upvalues of a native have no names and cannot be changed.  Library code written in Lua has none, as far as a
program can see.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING, Final, cast

from mypy_extensions import i64

from engine.runtime.call import Call
from engine.runtime.coroutine import Coroutine
from engine.runtime.table import LuaTable
from engine.runtime.values import LIGHT, LuaClosure, NativeFunction, UserData

if TYPE_CHECKING:
    from engine.vm.machine import Machine

_NO_NAME: Final = b"(no name)"
_STARRED_NO_NAME: Final = b"(*no name)"

# What a native may keep in its upvalues that is a Lua value; the rest looks like nil.
_VALUES: Final = (int, float, bytes, LuaTable, LuaClosure, NativeFunction, UserData, Coroutine)

# What identifies an upvalue: a cell, or a native and the upvalue's number.
UpvalueKey = object


def is_lua(function: object) -> bool:
    """Whether a function is one that the program knows as a Lua function."""
    return isinstance(function, LuaClosure) and not function.proto.is_library


def hidden_count(machine: "Machine") -> int:
    """How many upvalues a Lua function has before those that the program sees: its environment may be one."""
    return 1 if machine.dialect.function_environments else 0


def upvalue_count(machine: "Machine", function: object) -> int:
    """How many upvalues the program sees."""
    if isinstance(function, LuaClosure):
        return 0 if function.proto.is_library else len(function.cells) - hidden_count(machine)
    if isinstance(function, NativeFunction) and function.upvalues is not None:
        return len(function.upvalues)
    return 0


def _getupvalue(call: Call) -> object:
    at = call.check_integer(2)
    function = call.check_function(1)
    if not 1 <= at <= upvalue_count(call.machine, function):
        return ()
    if isinstance(function, LuaClosure):
        at += hidden_count(call.machine)
        name = _name_of(call, function, at)
        return name, call.machine.get_cell(function.cells[at - 1])
    if not call.machine.dialect.native_upvalues:
        return ()
    value = cast(list[object], cast(NativeFunction, function).upvalues)[at - 1]
    return b"", value if isinstance(value, _VALUES) else None


def _name_of(call: Call, function: LuaClosure, at: i64) -> bytes:
    return function.proto.upvalues[at - 1].name or (
        _STARRED_NO_NAME if call.machine.dialect.starred_locals else _NO_NAME
    )


def _setupvalue(call: Call) -> object:
    value = call.check_any(3)
    at = call.check_integer(2)
    function = call.check_function(1)
    if not isinstance(function, LuaClosure) or not 1 <= at <= upvalue_count(call.machine, function):
        return ()
    at += hidden_count(call.machine)
    call.machine.set_cell(function.cells[at - 1], value)
    return _name_of(call, function, at)


def _upvalue_key(call: Call, function_at: int, at: int) -> UpvalueKey | None:
    """The identity of upvalue number (argument `at`) of the function in argument `function_at`; None if none."""
    number = call.check_integer(at)
    function = call.check_function(function_at)
    if not 1 <= number <= upvalue_count(call.machine, function):
        return None
    if isinstance(function, LuaClosure):
        return function.cells[number - 1 + hidden_count(call.machine)]
    return (function, int(number))


def _upvalueid(call: Call) -> object:
    """An upvalue's identity: always the same userdata for the same upvalue.  They are kept in this native's upvalue."""
    key = _upvalue_key(call, 1, 2)
    if key is None:
        if call.machine.dialect.upvalueid_error:
            raise call.argument_error(2, b"invalid upvalue index")
        return None
    known = cast(dict[object, UserData], call.upvalue(0))
    found = known.get(key)
    if found is None:
        found = UserData(LIGHT, None, call.machine.new_identity())
        known[key] = found
    return found


def new_identities() -> list[object]:
    """The upvalues that the native `upvalueid` is made with."""
    identities: dict[object, UserData] = {}
    return [identities]


def _upvaluejoin(call: Call) -> object:
    for at in (2, 4):
        if _upvalue_key(call, at - 1, at) is None:
            raise call.argument_error(at, b"invalid upvalue index")
    target = call.arg(1)
    source = call.arg(3)
    if not isinstance(target, LuaClosure):
        raise call.argument_error(1, b"Lua function expected")
    if not isinstance(source, LuaClosure):
        raise call.argument_error(3, b"Lua function expected")
    hidden = hidden_count(call.machine)
    cell = source.cells[call.check_integer(4) - 1 + hidden]
    call.machine.join_cell(target, call.check_integer(2) - 1 + hidden, cell)
    return ()


FUNCTIONS: Final[dict[str, Callable[[Call], object]]] = {
    "getupvalue": _getupvalue,
    "setupvalue": _setupvalue,
    "upvalueid": _upvalueid,
    "upvaluejoin": _upvaluejoin,
}
