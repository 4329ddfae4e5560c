"""Requests of our own for the views of time that editors have: where the program stands, and going by writes.

`moonwalk/timeline` is cheap and asked at each stop.  `moonwalk/branch` lets the program run on from the
present moment, in a new branch.
`moonwalk/lastWrite` and `moonwalk/nextWrite` go to before a write to the variable or field that `expression` names.
"""

from collections.abc import Callable

from debugger.branches import Branch, NoBranch
from debugger.dap.debuggee import Debuggee
from debugger.dap.dispatcher import Commands, Handler, Refused
from debugger.dap.fields import Body, Fields, Json
from debugger.dap.movements import Movements
from debugger.dap.output import Output
from debugger.evaluation import EvaluationError
from debugger.motions import Motion
from debugger.session import Session
from engine.history.writes import Place


class Timeline:
    """Answers them."""

    def __init__(self, debuggee: Debuggee, movements: Movements, output: Output) -> None:
        self._debuggee = debuggee
        self._movements = movements
        self._output = output

    def commands(self) -> Commands:
        return {
            "moonwalk/timeline": self._timeline,
            "moonwalk/branch": self._branch,
            "moonwalk/lastWrite": self._write(lambda session, place: session.motion_last_write(place)),
            "moonwalk/nextWrite": self._write(lambda session, place: session.motion_next_write(place)),
        }

    def _timeline(self, arguments: Fields) -> Body:
        session = self._debuggee.stopped
        return {
            "t": session.t,
            "oldest": session.oldest,
            "newest": session.newest,
            "inPast": session.in_past,
            "isRecording": session.recording is not None,
            "branches": [_branch(one) for one in session.branches.all()],
        }

    def _branch(self, arguments: Fields) -> Body | None:
        try:
            self._debuggee.stopped.branch()
        except NoBranch as refused:
            raise Refused(str(refused)) from None
        self._output.cut()
        return None

    def _write(self, make: Callable[[Session, Place], Motion]) -> Handler:
        def handle(arguments: Fields) -> Body | None:
            session = self._debuggee.stopped
            try:
                place = session.place(arguments.text("expression"), self._debuggee.frame(arguments))
            except EvaluationError as error:
                raise Refused(str(error)) from None
            self._movements.move(make(session, place))
            return None

        return handle


def _branch(branch: Branch) -> dict[str, Json]:
    described: dict[str, Json] = {
        "id": branch.number,
        "name": branch.name,
        "newest": branch.newest,
        "isCurrent": branch.is_active,
    }
    return described if branch.parent < 0 else {**described, "parent": branch.parent, "from": branch.forked_at}
