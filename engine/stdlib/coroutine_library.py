"""The coroutine library (manual 6.2).  Switching is an operation of the VM (``engine/vm/operations.py``)."""

from collections.abc import Callable
from typing import Final

from engine.runtime.call import Call
from engine.runtime.coroutine import Coroutine
from engine.runtime.values import LuaClosure, NativeFunction
from engine.stdlib.base_library import carried_out_by_vm
from engine.stdlib.debug_upvalues import is_lua
from engine.vm import operations


def _new_coroutine(call: Call) -> Coroutine:
    """A coroutine for argument 1, which must be a function."""
    function = call.arg(1)
    if call.machine.dialect.lua_coroutines:
        if not isinstance(function, LuaClosure) or not is_lua(function):
            raise call.argument_error(1, b"Lua function expected")
    elif not isinstance(function, (LuaClosure, NativeFunction)):
        raise call.type_error(1, b"function")
    return operations.new_coroutine(call.machine, function)


def _create(call: Call) -> object:
    return _new_coroutine(call)


def _wrap(call: Call) -> object:
    coroutine = _new_coroutine(call)
    return NativeFunction("wrap", carried_out_by_vm, operations.OP_WRAP, [coroutine], call.machine.new_identity())


def _check_coroutine(call: Call) -> Coroutine:
    value = call.arg(1)
    if isinstance(value, Coroutine):
        return value
    raise call.alternatives_error(1, call.machine.dialect.thread_word)


def _status(call: Call) -> object:
    return operations.status_name(call.machine, _check_coroutine(call))


def _running(call: Call) -> object:
    return call.coroutine, call.coroutine is call.machine.main


def _running_alone(call: Call) -> object:
    """`running` that does not know the main coroutine."""
    return None if call.coroutine is call.machine.main else call.coroutine


def _isyieldable(call: Call) -> object:
    named = call.given(1) and call.machine.dialect.isyieldable_argument
    coroutine = _check_coroutine(call) if named else call.coroutine
    return coroutine is not call.machine.main


FUNCTIONS: Final[dict[str, Callable[[Call], object]]] = {
    "close": carried_out_by_vm,
    "create": _create,
    "isyieldable": _isyieldable,
    "resume": carried_out_by_vm,
    "running": _running,
    "running:classic": _running_alone,
    "status": _status,
    "wrap": _wrap,
    "yield": carried_out_by_vm,
}

CONSTANTS: Final[dict[str, object]] = {}

OPERATIONS: Final[dict[str, int]] = {
    "close": operations.OP_CLOSE,
    "resume": operations.OP_RESUME,
    "yield": operations.OP_YIELD,
}
