"""The coroutine library (manual 6.2).  Switching is an operation of the VM (``engine/vm/operations.py``)."""

from collections.abc import Callable
from typing import Final

from engine.runtime.call import Call
from engine.runtime.coroutine import Coroutine
from engine.runtime.values import LuaClosure, NativeFunction
from engine.stdlib.base_library import carried_out_by_vm
from engine.vm import operations


def _new_coroutine(call: Call) -> Coroutine:
    """A coroutine for argument 1, which must be a function."""
    function = call.arg(1)
    if not isinstance(function, (LuaClosure, NativeFunction)):
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
    raise call.type_error(1, b"thread")


def _status(call: Call) -> object:
    return operations.status_name(call.machine, _check_coroutine(call))


def _running(call: Call) -> object:
    return call.coroutine, call.coroutine is call.machine.main


def _isyieldable(call: Call) -> object:
    coroutine = _check_coroutine(call) if call.given(1) else call.coroutine
    return coroutine is not call.machine.main


FUNCTIONS: Final[dict[str, Callable[[Call], object]]] = {
    "close": carried_out_by_vm,
    "create": _create,
    "isyieldable": _isyieldable,
    "resume": carried_out_by_vm,
    "running": _running,
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
