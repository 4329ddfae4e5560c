"""Whether something catches an error that is being raised."""

from engine.runtime.coroutine import Coroutine
from engine.runtime.values import NativeFunction
from engine.vm import operations, unwinding


def is_caught(co: Coroutine | None) -> bool:
    """Whether something catches an error that a coroutine raises: a `pcall`, or the `resume` of a coroutine."""
    while co is not None:
        level = int(unwinding.catcher(co))
        function = co.functions[level] if level >= 0 else None
        if isinstance(function, NativeFunction):
            return function.operation != operations.OP_HOST
        co = co.resumer
        waiting = co.functions[co.depth] if co is not None and co.depth >= 0 else None
        if isinstance(waiting, NativeFunction) and waiting.operation == operations.OP_RESUME:
            return True
    return False
