"""Data breakpoints: the places whose writes stop a continue, in both directions.

A place is known by a number as long as the program is; a restarted program has others.
"""

from debugger.dap.containers import child_named
from debugger.dap.debuggee import Debuggee
from debugger.dap.dispatcher import Commands
from debugger.dap.fields import Body, Fields, Json
from debugger.evaluation import EvaluationError
from debugger.places import Tracked
from debugger.session import Session
from engine.history.writes import Place


class DataBreakpointRequests:
    """Answers what is asked about data breakpoints."""

    def __init__(self, debuggee: Debuggee) -> None:
        self._debuggee = debuggee
        self._session: Session | None = None  # that of the places
        self._places: dict[str, Tracked] = {}

    def commands(self) -> Commands:
        return {"dataBreakpointInfo": self._info, "setDataBreakpoints": self._set}

    def _info(self, arguments: Fields) -> Body:
        """What is written to: a child of something that was shown, or the variable or field that a text names."""
        session = self._debuggee.stopped
        if self._session is not session:
            self._session = session
            self._places.clear()
        name = arguments.text("name")
        place: Place | None = None
        problem = f"{name} is nothing that a program can write to"
        if arguments.integer("variablesReference", 0) > 0:
            child = child_named(self._debuggee.containers.thing(arguments.integer("variablesReference")), name)
            place = None if child is None else child.place
        else:
            try:
                place = session.place(name, self._debuggee.frame(arguments))
            except EvaluationError as error:
                problem = str(error)
        if place is None:
            return {"dataId": None, "description": problem}
        number = str(len(self._places) + 1)
        self._places[number] = session.watch(place)
        return {"dataId": number, "description": name, "accessTypes": ["write"], "canPersist": False}

    def _set(self, arguments: Fields) -> Body:
        session = self._debuggee.session if self._debuggee.has_program else None
        answers: list[Json] = []
        watched: list[Tracked] = []
        for wanted in arguments.objects("breakpoints"):
            place = self._places.get(wanted.text("dataId")) if self._session is session else None
            if wanted.text("accessType", "write") != "write":
                answers.append({"verified": False, "message": "only writes are watched"})
            elif place is None:
                answers.append({"verified": False, "message": "this value is of another run"})
            else:
                watched.append(place)
                answers.append({"verified": True})
        if session is not None:
            session.set_data_breakpoints(watched)
        return {"breakpoints": answers}
