"""Errors that nothing catches: whether the program stops at them, and what is known of the one it stands at."""

from collections.abc import Sequence
from typing import Final

from debugger.dap.debuggee import Debuggee
from debugger.dap.dispatcher import Commands, Refused
from debugger.dap.fields import Body, Fields
from debugger.dap.runner import Runner
from debugger.values import type_of
from engine.vm import tracebacks

UNCAUGHT: Final = "uncaught"


class Exceptions:
    """Answers what is asked about errors."""

    FILTERS: Sequence[Body] = ({"filter": UNCAUGHT, "label": "Uncaught errors", "default": True},)

    def __init__(self, debuggee: Debuggee, runner: Runner) -> None:
        self._debuggee = debuggee
        self._runner = runner

    def commands(self) -> Commands:
        return {"setExceptionBreakpoints": self._set, "exceptionInfo": self._info}

    def _set(self, arguments: Fields) -> Body:
        chosen = [*arguments.texts("filters"), *(one.text("filterId") for one in arguments.objects("filterOptions"))]
        self._runner.uncaught_stops = UNCAUGHT in chosen
        return {"breakpoints": [{"verified": one == UNCAUGHT} for one in chosen]}

    def _info(self, arguments: Fields) -> Body:
        session = self._debuggee.stopped
        machine = session.machine
        failure = machine.failure
        if failure is None:
            raise Refused("there is no error at this moment")
        text = session.error_text()
        traceback = failure.traceback or tracebacks.traceback(machine, machine.current, None, 0)
        return {
            "exceptionId": type_of(failure.value) if not isinstance(failure.value, bytes) else "error",
            "description": text,
            "breakMode": "unhandled",
            "details": {
                "message": text,
                "typeName": type_of(failure.value),
                "stackTrace": traceback.decode("utf-8", "replace"),
            },
        }
