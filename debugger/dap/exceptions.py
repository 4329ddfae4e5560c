"""Errors: which of them stop the program, and what is known of the one it stands at.

At an error that something catches the program stands before the instruction that raises it; at one that nothing
catches it stands at its end.
"""

from collections.abc import Sequence
from typing import Final

from debugger.dap.conditions import problem_of
from debugger.dap.debuggee import Debuggee
from debugger.dap.dispatcher import Commands, Refused
from debugger.dap.fields import Body, Fields, Json
from debugger.raised_errors import ErrorFilter
from debugger.session import Session
from debugger.values import type_of
from engine.runtime.table import LuaTable
from engine.vm import tracebacks

_CONDITION: Final = "A Lua expression; err is the error, as in: tostring(err):find 'timeout'"

_MEANINGS: Final = {"uncaught": (False, True), "caught": (True, False), "all": (True, True)}
"""The filters: whether they mean caught errors, and uncaught ones."""


def _filter(name: str, label: str, description: str, is_default: bool = False) -> Body:
    return {
        "filter": name,
        "label": label,
        "description": description,
        "default": is_default,
        "supportsCondition": True,
        "conditionDescription": _CONDITION,
    }


_CAUSES: Final = (b"cause", b"inner", b"previous", b"original", b"wrapped", b"reason", b"error", b"err")
"""The fields in which an error object keeps the error that it was made for."""

_DEEPEST: Final = 20  # errors in errors


class Exceptions:
    """Answers what is asked about errors.  The filters outlive the session, as breakpoints do."""

    FILTERS: Sequence[Body] = (
        _filter("uncaught", "Uncaught errors", "Errors that end the program", True),
        _filter("caught", "Caught errors", "Errors that pcall, xpcall or coroutine.resume catch"),
        _filter("all", "All errors", "Both"),
    )

    def __init__(self, debuggee: Debuggee) -> None:
        self._debuggee = debuggee
        self._filters = [ErrorFilter(caught=False, uncaught=True)]

    def commands(self) -> Commands:
        return {"setExceptionBreakpoints": self._set, "exceptionInfo": self._info}

    def begin(self) -> None:
        """A program begins: let it stop at the errors that the client wants."""
        settings = self._debuggee.settings
        is_debugged = settings is not None and settings.debug
        self._debuggee.session.set_error_filters(self._filters if is_debugged else [])

    def _set(self, arguments: Fields) -> Body:
        wanted = [(name, "") for name in arguments.texts("filters")]
        for option in arguments.objects("filterOptions"):
            wanted.append((option.text("filterId"), option.text("condition", "").strip()))
        answers: list[Json] = []
        filters: list[ErrorFilter] = []
        for name, condition in wanted:
            meaning = _MEANINGS.get(name)
            if meaning is None:
                answers.append({"verified": False, "message": f"there is no filter {name!r}"})
                continue
            problem = problem_of(condition, self._debuggee.session) if self._debuggee.has_program else ""
            if problem:
                answers.append({"verified": False, "message": problem})
                continue
            filters.append(ErrorFilter(*meaning, condition))
            answers.append({"verified": True})
        self._filters = filters
        if self._debuggee.has_program:
            self.begin()
        return {"breakpoints": answers}

    def _info(self, arguments: Fields) -> Body:
        session = self._debuggee.stopped
        machine = session.machine
        failure = machine.failure
        if failure is None and not session.errors.is_at(session.t):
            raise Refused("there is no error at this moment")
        value = session.error_value()
        text = session.error_text()
        traceback = None if failure is None else failure.traceback
        if traceback is None:
            traceback = tracebacks.traceback(machine, machine.current, None, 0)
        return {
            "exceptionId": "error" if isinstance(value, bytes) else type_of(value),
            "description": text,
            "breakMode": "always" if failure is None else "unhandled",
            "details": {
                **_details(session, value, "err"),
                "stackTrace": traceback.decode("utf-8", "replace"),
            },
        }


def _details(session: Session, value: object, expression: str, outer: tuple[object, ...] = ()) -> Body:
    """An error, and inside it the one that it was made for; `outer` are those that this one is inside of."""
    details: dict[str, Json] = {
        "message": session.message_of(value),
        "typeName": type_of(value),
        "evaluateName": expression,
    }
    outer = (*outer, value)
    if not isinstance(value, LuaTable) or len(outer) == _DEEPEST:
        return details
    causes = ((name.decode(), value.get(name)) for name in _CAUSES)
    inner = next(((name, cause) for name, cause in causes if isinstance(cause, (bytes, LuaTable))), None)
    if inner is not None and not any(inner[1] is one for one in outer):
        details["innerException"] = [_details(session, inner[1], f"{expression}.{inner[0]}", outer)]
    return details
