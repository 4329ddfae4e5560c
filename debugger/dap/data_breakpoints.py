"""Data breakpoints: the places whose writes and reads stop the program, in both directions.

A place is known by a text as long as the program is; a restarted program has others.
"""

from dataclasses import dataclass

from debugger.dap.breakpoints import BreakpointRequests
from debugger.dap.conditions import failures, problem_of
from debugger.dap.debuggee import Debuggee
from debugger.dap.dispatcher import Commands, Refused
from debugger.dap.fields import Body, Fields, Json
from debugger.data_breakpoints import Access, DataBreakpoint, accesses
from debugger.evaluation import EvaluationError
from debugger.hit_conditions import BadHitCondition
from debugger.inspection import Frame
from debugger.session import Session
from engine.history.writes import Place


@dataclass(frozen=True)
class _Wish:
    """A data breakpoint that the client wants."""

    place: str
    access: Access
    condition: str
    hit_condition: str


class DataBreakpointRequests:
    """Answers what is asked about data breakpoints."""

    def __init__(self, debuggee: Debuggee, breakpoints: BreakpointRequests) -> None:
        self._debuggee = debuggee
        self._breakpoints = breakpoints
        self._session: Session | None = None  # that of the places
        self._places: dict[str, DataBreakpoint] = {}  # those asked about, each as a breakpoint on it
        self._planted: dict[_Wish, tuple[int, DataBreakpoint]] = {}  # with their numbers
        self._typed: dict[str, DataBreakpoint] = {}  # those set in the console, by what was typed

    def commands(self) -> Commands:
        return {"dataBreakpointInfo": self._info, "setDataBreakpoints": self._set}

    def met(self) -> list[int]:
        """The numbers of those whose places the next instruction reads or writes to."""
        session = self._debuggee.session
        here = session.data_breakpoints.here() if session is self._session else []
        return [number for number, one in self._planted.values() if one in here]

    def failures(self) -> list[str]:
        """What is wrong with the conditions of those, which have stopped the program."""
        session = self._debuggee.session
        return failures((one.condition for one in session.data_breakpoints.here()), session)

    def typed(self) -> list[str]:
        """Those that have been set by `toggle`."""
        return list(self._typed) if self._session is self._debuggee.session else []

    def toggle(self, name: str, access: Access, frame: Frame | None) -> bool:
        """Stop at what is named in the console, or no longer; whether it stops now.  Raises Refused."""
        session = self._in_program()
        text = name if access is Access.WRITE else f"{access.words} {name}"
        if self._typed.pop(text, None) is None:
            try:
                place = session.place(name, frame)
            except EvaluationError as error:
                raise Refused(str(error)) from None
            if access not in accesses(place):
                raise Refused(f"no instruction reads {name}")
            self._typed[text] = session.watch(place, access)
        self._apply(session)
        return text in self._typed

    def _in_program(self) -> Session:
        """The session that stands; what was known of another is forgotten."""
        session = self._debuggee.stopped
        if self._session is not session:
            self._session = session
            self._places.clear()
            self._planted.clear()
            self._typed.clear()
        return session

    def _apply(self, session: Session) -> None:
        session.set_data_breakpoints([*(one for _, one in self._planted.values()), *self._typed.values()])

    def _info(self, arguments: Fields) -> Body:
        """What is stopped at: a child of something that was shown, or the variable or field that a text names."""
        session = self._in_program()
        name = arguments.text("name")
        place: Place | None = None
        problem = f"{name} is nothing that a program can write to"
        if arguments.integer("variablesReference", 0) > 0:
            child = self._debuggee.containers.thing(arguments.integer("variablesReference")).child(name)
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
        types: list[Json] = [one.value for one in accesses(place)]
        return {"dataId": number, "description": name, "accessTypes": types, "canPersist": False}

    def _set(self, arguments: Fields) -> Body:
        session = self._debuggee.session if self._debuggee.has_program else None
        if session is not self._session:
            self._places.clear()
            self._planted.clear()
            self._typed.clear()
        before, self._planted = self._planted, {}
        answers = [self._plant(wanted, before) for wanted in arguments.objects("breakpoints")]
        if session is not None:
            self._apply(session)
        return {"breakpoints": answers}

    def _plant(self, wanted: Fields, before: dict[_Wish, tuple[int, DataBreakpoint]]) -> Json:
        """One that the client wants: as it was, its hits counted, if it was wanted before."""
        name = wanted.text("dataId")
        known = self._places.get(name)
        if known is None:
            return {"verified": False, "message": "this value is of another run"}
        word = wanted.text("accessType", Access.WRITE.value)
        if word not in [one.value for one in Access]:
            return {"verified": False, "message": f"{word!r} is no way of access: write, read or readWrite"}
        conditions = wanted.text("condition", "").strip(), wanted.text("hitCondition", "").strip()
        wish = _Wish(name, Access(word), *conditions)
        if problem := problem_of(wish.condition, self._debuggee.session):
            return {"verified": False, "message": problem}
        if wish not in before:
            try:
                before[wish] = self._breakpoints.new_number(), known.like(wish.access, *conditions)
            except BadHitCondition as bad:
                return {"verified": False, "message": str(bad)}
        self._planted[wish] = before[wish]
        return {"id": before[wish][0], "verified": True}
