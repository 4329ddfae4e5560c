"""Questions about the whole run: what a value has been and where it comes from, the calls, how often lines ran."""

import contextlib
import re
from bisect import bisect_right
from collections.abc import Callable
from typing import TYPE_CHECKING, Final, Generic, TypeVar

from debugger import objects
from debugger.branches import NoBranch
from debugger.differences import Difference
from debugger.evaluation import EvaluationError
from debugger.origin import OriginNode
from debugger.queries.query import Query
from debugger.queries.results import CallNode, LineCount, Switch, Write
from engine.history.timeline import OutOfHistory
from engine.history.writes import Place
from tui.driver import Job
from tui.spans import counted, grouped
from tui.views.answers import history_entries, origin_entries
from tui.views.difference import branch_entries, difference_entries
from tui.views.entries import Entry, hint
from tui.views.events import switched
from tui.views.found import (
    called_entries,
    hit_entries,
    life_entries,
    raised_entries,
    read_entries,
    site_entries,
)
from tui.views.sparkline import sparkline

if TYPE_CHECKING:
    from tui.app import Debugger

R = TypeVar("R")

_SPARKS = 20


_ADDRESS: Final = re.compile(r"(?:(\w+):? ?)?0x([0-9A-Fa-f]+)")
"""As a program prints it: `table: 0x1a0001`."""

MOST: Final = 20_000
"""Results that are asked for, where there may be as many as steps."""


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
            if len(self.query.found) >= MOST:
                self.cancel()
        return self.query.is_done

    def progress(self) -> float | None:
        return self.query.progress if self.query.start < self.query.end else None

    def cancel(self) -> None:
        self._cancelled = True

    def finish(self) -> None:
        self.answer(self.query.found, not self.query.is_cancelled)


class Questions:
    def __init__(self, app: "Debugger") -> None:
        self.app = app
        self.session = app.session
        self._written: tuple[Place, str] | None = None  # what the pane of histories is about

    def _ask(self, label: str, query: Query[R], answer: Callable[[list[R], bool], None]) -> None:
        self.app.travel.start(Search(label, query, answer))

    def selected(self, kind: str) -> None:
        """Ask for the history, the origin, the readers or the life of the selected value; if none is selected, of
        which."""
        if self.app.travel.is_busy():
            return
        text = self.app.looking.selected_value()
        if kind == "origin" and self.app.desk.focused_last == "history":
            self.origin_of_write()
        elif text is None:
            self.app.asking.ask(kind)
        else:
            {"history": self.history, "origin": self.origin, "reads": self.reads, "life": self.life}[kind](text)

    def history(self, text: str) -> None:
        """All that a variable or field has been in the run."""
        if not text or self.app.travel.is_busy():
            return
        try:
            place = self.session.place(text, self.app.state.moment.frame)
            query = self.session.query.writes(place)
        except EvaluationError as error:
            self.app.say(str(error), "error")
            return

        def answer(found: list[Write], is_all: bool) -> None:
            self._written = (place, text)
            self.app.state.hits = [one.t for one in found]
            self.app.desk.focus_pane("history")
            picture = sparkline(self._learn(text, found), _SPARKS)
            now = self.session.t
            self.app.desk.history.draw(
                f"{text}  {picture}".rstrip(), lambda width: history_entries(found, is_all, width, now)
            )
            self._tell(f"{counted(len(found), 'write')} to {text}", is_all)

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
        self._origin(text, query)

    def origin_at(self, text: str, t: int) -> None:
        """Where the value comes from that a variable or field had at another moment."""
        try:
            self._origin_of(self.session.place(text, self.app.state.moment.frame), text, t)
        except EvaluationError as error:
            self.app.say(str(error), "error")

    def origin_of_write(self) -> None:
        """Where the value comes from that was written in the cursor's row of the history."""
        entry = self.app.desk.history.entry
        if self._written is None or entry is None or entry.t is None:
            self.app.say("a row of the history is to be selected: h asks for one", "error")
        elif not self.app.travel.is_busy():
            self._origin_of(*self._written, entry.t + 1)

    def _origin_of(self, place: Place, text: str, t: int) -> None:
        try:
            query = self.session.origin_at(t, place, text)
        except OutOfHistory as error:
            self.app.say(str(error), "error")
            return
        self._origin(f"{text} at t={grouped(t)}", query)

    def _origin(self, text: str, query: Query[OriginNode]) -> None:
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
            self._tell(f"{counted(len(found), 'difference')} from t={grouped(t)}", is_all)

        self._ask(f"comparing with t={grouped(t)}", query, answer)

    def numbers(self, text: str) -> None:
        """The numbers that a watched variable or field has been, for its sparkline; of other expressions none."""
        try:
            query = self.session.query.writes(self.session.place(text, self.app.state.moment.frame))
        except EvaluationError:
            return

        def answer(found: list[Write], is_all: bool) -> None:
            self._learn(text, found)
            self._tell(f"{text} is watched", is_all)

        self._ask(f"what {text} has been", query, answer)

    def _learn(self, text: str, found: list[Write]) -> list[float]:
        """Give a watch its numbers."""
        points = [(one.t + 1, float(one.new.number)) for one in found if one.new.number is not None]
        self.app.state.watches.learn(text, points)
        return [number for _, number in points]

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

    def events(self) -> None:
        """All events, with the switches between coroutines; once these are known they are only shown."""
        self.app.looking.show("events")
        events = self.app.state.events
        if events.searched == self.session.newest or not self.session.has_coroutines or self.app.travel.is_busy():
            return

        def answer(found: list[Switch], is_all: bool) -> None:
            events.learn(switched(self.session, found))
            self._tell(f"{grouped(len(found))} switches between coroutines", is_all)

        self._ask("events", self.session.query.switches(), answer)

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

    # -- answers that are lists of moments -------------------------------------------------------

    def _list(self, subject: str, make: Callable[[], Query[R]], rows: Callable[[list[R]], list[Entry]]) -> None:
        """Ask something whose answer is shown in the pane of answers."""
        if self.app.travel.is_busy():
            return
        try:
            query = make()
        except EvaluationError as error:
            self.app.say(str(error), "error")
            return

        def answer(found: list[R], is_all: bool) -> None:
            entries = rows(found) or hint("none")
            self.app.state.hits = [one.t for one in entries if one.t is not None]
            now = bisect_right([one.t or 0 for one in entries], self.session.t) - 1
            self.app.desk.focus_pane("answers")
            self.app.desk.answers.answer(subject, entries, max(now, 0))
            self._tell(f"{grouped(len(found))} found: {subject}", is_all)

        self._ask(subject, query, answer)

    def reads(self, text: str) -> None:
        """What reads a variable or field."""
        if text:
            frame, session = self.app.state.moment.frame, self.session
            self._list(f"reads of {text}", lambda: session.query.reads(session.place(text, frame)), read_entries)

    def calls_of(self, name: str) -> None:
        self._list(f"calls of {name}", lambda: self.session.query.calls(name), called_entries)

    def line_values(self, line: int, expression: str) -> None:
        """Each time that a line of the shown source began, with the values of an expression."""
        source = self.app.desk.source.source
        subject = f"line {line}" + (f": {expression}" if expression else "")
        self._list(subject, lambda: self.session.query.lines(line, source, expression), hit_entries)

    def errors(self) -> None:
        self._list("errors", self.session.query.errors, raised_entries)

    def made(self) -> None:
        """Where objects were made."""
        self._list("what was made where", self.session.query.allocations, site_entries)

    def life(self, text: str) -> None:
        """When an object was made, and how long it was in reach: one of a name or address, or the value of an
        expression."""
        if text and not self.app.travel.is_busy():
            name = self._object(text)
            self._list(f"life of {name}", lambda: self.session.query.life(name), life_entries)

    def _object(self, text: str) -> str:
        """The name of the object that is meant."""
        if (address := _ADDRESS.fullmatch(text)) is not None:
            return f"{address[1] or ''}{objects.NAME}{int(address[2], 16):x}"
        if objects.identity_of(text) is None:
            with contextlib.suppress(EvaluationError):
                values = self.session.evaluate(text, self.app.state.moment.frame)
                return (objects.name_of(values[0]) if values else "") or text
        return text

    def compare_branches(self, name: str) -> None:
        """What is not so at the end of another branch."""
        if self.app.travel.is_busy():
            return
        mine = self.session.branches.active.name
        try:
            query = self.session.compare_query(mine, name)
        except NoBranch as error:
            self.app.say(str(error), "error")
            return

        def answer(found: list[Difference], is_all: bool) -> None:
            self.app.desk.focus_pane("diff")
            self.app.desk.diff.answer(f"{mine} → {name}", branch_entries(found, mine, name))
            self._tell(f"{counted(len(found), 'difference')} between the ends of {mine} and {name}", is_all)

        self._ask(f"comparing {mine} with {name}", query, answer)

    def moment(self, text: str, then: Callable[[int], None]) -> None:
        """Find a moment by its name (see `debugger.named_moments`), and go on with it."""
        if self.app.travel.is_busy():
            return
        try:
            query = self.session.moment_query(text)
        except EvaluationError as error:
            self.app.say(str(error), "error")
            return

        def answer(found: list[int], is_all: bool) -> None:
            self._tell(f"{text}, which is not found", is_all)
            if found:
                then(found[0])

        self._ask(f"looking for {text}", query, answer)

    def _tell(self, text: str, is_all: bool) -> None:
        self.app.show_moment()
        self.app.say(text if is_all else f"given up: {text}, so far", "note")
