"""Questions about the whole run: what a value has been and where it comes from, the calls, how often lines ran."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Generic, TypeVar

from debugger.differences import Difference
from debugger.evaluation import EvaluationError
from debugger.origin import OriginNode
from debugger.queries.query import Query
from debugger.queries.results import CallNode, LineCount, Write
from engine.history.timeline import OutOfHistory
from tui.driver import Job
from tui.spans import grouped
from tui.views.answers import history_entries, origin_entries
from tui.views.difference import difference_entries
from tui.views.sparkline import sparkline

if TYPE_CHECKING:
    from tui.app import Debugger

R = TypeVar("R")

_SPARKS = 20


class Search(Job, Generic[R]):
    """A query that is being answered; `answer` takes what it has found, also where it is given up."""

    def __init__(self, label: str, query: Query[R], answer: Callable[[list[R], bool], None]) -> None:
        super().__init__(label, True)
        self.query = query
        self.answer = answer
        self._cancelled = False

    def advance(self, budget: int) -> bool:
        if self._cancelled:
            self.query.cancel()
        else:
            self.query.advance()
        return self.query.is_done

    def progress(self) -> float | None:
        return self.query.progress

    def cancel(self) -> None:
        self._cancelled = True

    def finish(self) -> None:
        self.answer(self.query.found, not self._cancelled)


class Questions:
    def __init__(self, app: "Debugger") -> None:
        self.app = app
        self.session = app.session

    def _ask(self, label: str, query: Query[R], answer: Callable[[list[R], bool], None]) -> None:
        self.app.travel.start(Search(label, query, answer))

    def selected(self, kind: str) -> None:
        """Ask for the history or the origin of the selected value; where none is selected, which is asked."""
        if self.app.travel.is_busy():
            return
        text = self.app.looking.selected_value()
        if text is None:
            self.app.asking.ask(kind)
        elif kind == "history":
            self.history(text)
        else:
            self.origin(text)

    def history(self, text: str) -> None:
        """All that a variable or field has been in the run."""
        if not text or self.app.travel.is_busy():
            return
        try:
            query = self.session.query.writes(self.session.place(text, self.app.state.moment.frame))
        except EvaluationError as error:
            self.app.say(str(error), "error")
            return

        def answer(found: list[Write], is_all: bool) -> None:
            self.app.state.hits = [one.t for one in found]
            self.app.desk.focus_pane("history")
            room = self.app.desk.history.size.width
            entries, at = history_entries(found, is_all, room, self.session.t)
            numbers = [(one.t + 1, float(one.new.number)) for one in found if one.new.number is not None]
            picture = sparkline([number for _, number in numbers], _SPARKS)
            self.app.desk.history.answer(f"{text}  {picture}".rstrip(), entries, at)
            self.app.state.watches.learn(text, numbers)
            self._tell(f"{grouped(len(found))} writes to {text}", is_all)

        self._ask(f"history of {text}", query, answer)

    def origin(self, text: str) -> None:
        """Where the value of a variable or field comes from."""
        if not text or self.app.travel.is_busy():
            return
        try:
            query = self.session.origin_query(text, self.app.state.moment.frame)
        except EvaluationError as error:
            self.app.say(str(error), "error")
            return

        def answer(found: list[OriginNode], is_all: bool) -> None:
            self.app.desk.focus_pane("origin")
            self.app.desk.origin.answer(text, origin_entries(found), 0)
            self._tell(f"where {text} comes from", is_all)

        self._ask(f"origin of {text}", query, answer)

    def diff(self, t: int) -> None:
        """What differs between this moment and another."""
        session = self.session
        t = min(t, session.newest)
        first, second = min(t, session.t), max(t, session.t)
        try:
            query = session.diff_query(first, second)
        except OutOfHistory as error:
            self.app.say(str(error), "error")
            return

        def answer(found: list[Difference], is_all: bool) -> None:
            self.app.desk.focus_pane("diff")
            self.app.desk.diff.answer(f"t={grouped(t)}", difference_entries(found, first, second, t))
            self._tell(f"{grouped(len(found))} differences from t={grouped(t)}", is_all)

        self._ask(f"comparing with t={grouped(t)}", query, answer)

    def calls(self) -> None:
        """The tree of all calls; once it is known it is only shown."""
        self.app.looking.show("calls")
        pane = self.app.desk.calls
        if pane.newest == self.session.newest or self.app.travel.is_busy():
            return

        def answer(found: list[CallNode], is_all: bool) -> None:
            if found:
                pane.answer(found[0], self.session.newest)
            self._tell("the calls of the run", is_all)

        self._ask("calls", self.session.query.call_tree(), answer)

    def count_lines(self) -> None:
        """How often each line ran."""
        if self.app.travel.is_busy():
            return

        def answer(found: list[LineCount], is_all: bool) -> None:
            hits: dict[str, dict[int, int]] = {}
            for one in found:
                hits.setdefault(one.source, {})[one.line] = one.count
            if is_all:
                self.app.desk.source.show_hits(hits)
            self._tell("how often each line began", is_all)

        self._ask("counting lines", self.session.query.coverage(), answer)

    def _tell(self, text: str, is_all: bool) -> None:
        self.app.show_moment()
        self.app.say(text if is_all else f"given up: {text}, so far", "note")
