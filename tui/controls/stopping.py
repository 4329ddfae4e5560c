"""Breakpoints of all kinds: on lines and inside them, with conditions, on functions, on data; and log points."""

from typing import TYPE_CHECKING

from debugger.breakpoints import Breakpoint
from debugger.data_breakpoints import Access, accesses
from debugger.evaluation import EvaluationError, check
from debugger.hit_conditions import BadHitCondition
from debugger.raised_errors import ErrorFilter
from tui import commands
from tui.bookmarks import Bookmark
from tui.controls.exact import Exact, NoSpot, is_inside
from tui.views.breakpoints import Watched
from tui.views.watches import Watch

if TYPE_CHECKING:
    from tui.app import Debugger

_NAMES = {Access.WRITE: "write", Access.READ: "read", Access.READ_WRITE: "any"}
_STOPS = {Access.WRITE: "each write to", Access.READ: "each read of", Access.READ_WRITE: "each use of"}


class Stopping:
    def __init__(self, app: "Debugger") -> None:
        self.app = app
        self.session = app.session
        self.exact = Exact(app)

    @property
    def _source(self) -> str:
        return self.app.desk.source.source

    @property
    def _line(self) -> int:
        return self.app.desk.source.cursor_line

    def here(self, condition: str = "") -> commands.Break:
        """A breakpoint at the cursor: on the instruction, if the code pane is focused; at the picked place of the line,
        if one is; else on the line."""
        desk = self.app.desk
        if desk.focused_last == "code" and "code" in desk.seen():
            return commands.Break(0, condition, instruction=desk.code.cursor)
        return commands.Break(self._line, condition, column=desk.source.column)

    def at_cursor(self) -> Breakpoint | None:
        """The breakpoint that is there."""
        spot = self.here()
        try:
            if is_inside(spot):
                return next(iter(self.exact.find(spot)), None)
        except NoSpot:
            return None
        return self.session.breakpoints.at_line(self._source, spot.line)

    def toggle(self) -> None:
        """Set or clear the breakpoint at the cursor."""
        spot = self.here()
        if self.at_cursor() is None:
            self.set(spot)
        else:
            self.clear(commands.Clear(spot.line, column=spot.column, instruction=spot.instruction))

    def toggle_line(self, line: int) -> None:
        if self.session.breakpoints.at_line(self._source, line) is not None:
            self.clear(commands.Clear(line))
        else:
            self.set(commands.Break(line, ""))

    def set(self, wanted: commands.Break) -> None:
        if self.app.travel.is_busy():
            return
        line = wanted.line or self._line
        try:
            self._check(wanted.condition)
            if is_inside(wanted):
                self.app.say(f"{self.exact.set(wanted)}{_asked(wanted)}", "note")
                self._show()
                return
            if wanted.function:
                found = self.session.set_function_breakpoint(wanted.function, wanted.condition, wanted.hits)
            else:
                found = self.session.set_breakpoint(line, self._source, wanted.condition, wanted.hits, wanted.message)
        except (BadHitCondition, EvaluationError, NoSpot) as error:
            self.app.say(str(error), "error")
            return
        text = f"log point at line {found.line}" if wanted.message else f"breakpoint at line {found.line}"
        if wanted.function:
            text = f"breakpoint in {wanted.function}" + (f", line {found.line}" if found.verified else "")
        text += _asked(wanted)
        if not found.verified:
            text += ", waiting for code to be loaded"
        elif not wanted.function and found.line != line:
            text += f" (line {line} has no code)"
        self.app.say(text, "note")
        self._show()

    def clear(self, wanted: commands.Clear) -> None:
        if self.app.travel.is_busy():
            return
        if wanted.everything:
            self._clear_all()
            return
        if is_inside(wanted):
            self._clear_exact(wanted)
            return
        line = wanted.line or self._line
        where = f"in {wanted.function}" if wanted.function else f"at line {line}"
        if wanted.function:
            known = wanted.function in (one.function for one in self.session.breakpoints.functions())
            self.session.breakpoints.remove_function(wanted.function)
        else:
            known = self.session.breakpoints.at_line(self._source, line) is not None
            self.session.clear_breakpoint(line, self._source)
        self.app.say(f"breakpoint {where} cleared" if known else f"there is no breakpoint {where}", _kind(known))
        self._show()

    def _clear_exact(self, wanted: commands.Clear) -> None:
        try:
            cleared = self.exact.clear(wanted)
        except NoSpot as error:
            self.app.say(str(error), "error")
            return
        self.app.say(f"{cleared} cleared" if cleared else "there is no breakpoint there", _kind(bool(cleared)))
        self._show()

    def _clear_all(self) -> None:
        breakpoints = self.session.breakpoints
        lines, functions, exact = breakpoints.all(), breakpoints.functions(), breakpoints.exact()
        for one in lines:
            self.session.clear_breakpoint(one.line, one.source)
        for one in functions:
            breakpoints.remove_function(one.function)
        for one in exact:
            breakpoints.remove_exact(one)
        count = len(lines) + len(functions) + len(exact) + len(self.app.state.watched)
        self.app.state.watched.clear()
        self._plant_watched()
        self.app.say(f"{count} breakpoint{'' if count == 1 else 's'} cleared", "note")
        self._show()

    # -- data ------------------------------------------------------------------------------------

    def watch_selected(self, access: Access) -> None:
        """Stop at each write or read of the selected value, or no longer."""
        text = self.app.looking.selected_value()
        if text is None:
            self.app.say("select a variable, a field or a watch first (3)", "error")
        else:
            self.watch(commands.Data(text, _NAMES[access]))

    def watch(self, wanted: commands.Data) -> None:
        """Set a data breakpoint; one that is set already is cleared, if nothing more is asked of it."""
        if self.app.travel.is_busy():
            return
        watched = self.app.state.watched
        access = next(one for one, name in _NAMES.items() if name == wanted.access)
        known = [one for one in watched if one.text == wanted.place and one.breakpoint.access is access]
        if known and not wanted.condition and not wanted.hits:
            self._unwatch(known[0])
            return
        try:
            self._check(wanted.condition)
            place = self.session.place(wanted.place, self.app.state.moment.frame)
            if access not in accesses(place):
                self.app.say(f"no instruction reads {wanted.place}", "error")
                return
            found = self.session.watch(place, access, wanted.condition, wanted.hits)
        except (EvaluationError, BadHitCondition) as error:
            self.app.say(str(error), "error")
            return
        watched[:] = [one for one in watched if one not in known]
        watched.append(Watched(wanted.place, found))
        self._plant_watched()
        self.app.say(f"{_STOPS[access]} {wanted.place} stops{_with(wanted)}, forward and backward", "note")
        self._show()

    def _unwatch(self, watched: Watched) -> None:
        self.app.state.watched.remove(watched)
        self._plant_watched()
        kind = {Access.WRITE: "writes to", Access.READ: "reads of"}.get(watched.breakpoint.access, "uses of")
        self.app.say(f"{kind} {watched.text} do not stop any more", "note")
        self._show()

    def _plant_watched(self) -> None:
        self.session.set_data_breakpoints([one.breakpoint for one in self.app.state.watched])

    # -- errors ----------------------------------------------------------------------------------

    def toggle_catching(self) -> None:
        """Stop at errors that something catches, or no longer."""
        if self.session.errors.stops:
            self.session.set_error_filters([])
            self.app.say("errors that are caught do not stop any more (r and R go to them)", "note")
        else:
            self.catch("")

    def catch(self, condition: str) -> None:
        """Stop at errors that something catches, if a condition holds of `err`, the error."""
        if self.session.errors.stops and not condition:
            self.toggle_catching()
            return
        try:
            self._check(condition)
        except EvaluationError as error:
            self.app.say(str(error), "error")
            return
        self.session.set_error_filters([ErrorFilter(True, True, condition)])
        where = f" if {condition}" if condition else ""
        self.app.say(f"errors that are caught stop, too{where}, forward and backward", "note")

    def _check(self, condition: str) -> None:
        """Raises EvaluationError for a condition that is no expression."""
        if condition:
            check(condition, self.session.machine.dialect)

    # -- in lists --------------------------------------------------------------------------------

    def remove(self, subject: object) -> None:
        """Remove what a row of a list is about."""
        if self.app.travel.is_busy():
            return
        state = self.app.state
        if isinstance(subject, Breakpoint):
            if subject.function:
                self.clear(commands.Clear(0, False, subject.function))
            elif subject.is_exact:
                self.session.breakpoints.remove_exact(subject)
                self.app.say("breakpoint cleared", "note")
                self._show()
            else:
                self.session.clear_breakpoint(subject.line, subject.source)
                self.app.say(f"breakpoint at line {subject.line} cleared", "note")
                self._show()
        elif isinstance(subject, Watched):
            self._unwatch(subject)
        elif isinstance(subject, Watch):
            state.watches.remove(subject)
            self.app.desk.look_again("watches")
        elif isinstance(subject, Bookmark):
            state.bookmarks.remove(subject.t)
            self.app.desk.look_again("bookmarks")
            self.app.show_timeline()

    def _show(self) -> None:
        self.app.desk.source.paint()
        self.app.desk.look_again("breakpoints", "code")


def _asked(wanted: commands.Break) -> str:
    condition = f" if {wanted.condition}" if wanted.condition else ""
    return condition + (f", hits {wanted.hits}" if wanted.hits else "")


def _with(wanted: commands.Data) -> str:
    hits = f", hits {wanted.hits}" if wanted.hits else ""
    return hits + (f" if {wanted.condition}" if wanted.condition else "")


def _kind(known: bool) -> str:
    return "note" if known else "error"
