"""Errors that were raised, also those that `pcall` and its like swallowed: where, and where they were caught."""

from debugger.queries.context import Context
from debugger.queries.query import Work
from debugger.queries.results import Raised, Where
from engine.history.visits import RAISED
from engine.runtime.coroutine import Coroutine
from engine.runtime.values import NativeFunction
from engine.vm import operations, unwinding


def errors(context: Context, start: int, end: int) -> Work[Raised]:
    """The errors raised between two moments, in the order of time."""
    machine = context.machine
    history = context.history
    sweep = context.sweep(start, end, may_matter=lambda t: history.has_visited(t, 1 << RAISED))
    machine.raised = []
    last = start  # the step that was looked at last: where a stretch ends, going there raises its error once more
    try:
        for _ in sweep.run():
            found, machine.raised = machine.raised, []
            for t, error in found:
                if not last < t <= end:
                    continue
                last = t
                shown = context.show(error.value)
                machine.raised = None  # to go there may raise it once more
                history.seek(t - 1)
                catcher, caught = who_catches(context)
                yield Raised(t - 1, context.where(), shown, catcher, caught)
                machine.raised = []
            if found:
                history.seek(max(t for t, _ in found))
            yield None
    finally:
        machine.raised = None


def who_catches(context: Context) -> tuple[str, Where | None]:
    """What would catch an error that is raised here: its name, and where it was called."""
    co: Coroutine | None = context.machine.current
    while co is not None:
        level = unwinding.catcher(co)
        if level >= 0:
            function = co.functions[level]
            assert isinstance(function, NativeFunction)
            if function.operation == operations.OP_HOST:
                return "", None
            return function.name, context.caller(co, level)
        waiting = co.resumer
        if waiting is not None and waiting.depth >= 0:
            function = waiting.functions[waiting.depth]
            if isinstance(function, NativeFunction) and function.name == "resume":
                return "coroutine.resume", context.caller(waiting, int(waiting.depth))
        co = waiting
    return "", None
