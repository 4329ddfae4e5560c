"""Looking around at one moment: panes, frames, sources, searching, themes."""

from typing import TYPE_CHECKING

from engine.runtime.coroutine import Coroutine
from tui.arrangement import PANES
from tui.panes.panes_screen import PanesScreen
from tui.views.moment import frame_name, place, short_name

if TYPE_CHECKING:
    from tui.app import Debugger


class Looking:
    def __init__(self, app: "Debugger") -> None:
        self.app = app
        self.state = app.state

    # -- the selected value ----------------------------------------------------------------------

    @property
    def picked(self) -> int:
        """Changes whenever the user selects another value."""
        desk = self.app.desk
        return desk.variables.picks + desk.watches.picks + desk.registers.picks

    def selected_value(self) -> str | None:
        """The expression of the variable that the cursor is on; the watch or register, where that pane is focused."""
        desk = self.app.desk
        if desk.focused_last == "watches":
            return desk.watches.selected
        return desk.registers.selected if desk.focused_last == "registers" else desk.variables.selected

    # -- frames ----------------------------------------------------------------------------------

    def neighbour(self, outward: bool) -> None:
        """Select the caller's frame, or the callee's."""
        if self.app.travel.is_busy():
            return
        at = self.state.moment.neighbour(outward)
        if at is None:
            self.app.say("this is the outermost frame" if outward else "this is the innermost frame", "note")
        else:
            self.select_frame(at)

    def select_frame(self, row: int) -> None:
        moment = self.state.moment
        if self.app.travel.is_busy() or not row < len(moment.rows):
            return
        if moment.rows[row].more:
            moment.show_more()
            self.app.desk.look_again("frames")
        elif row != moment.selected and moment.select(row):
            self.app.desk.look()
            self._tell_frame()

    def visit(self, co: Coroutine) -> None:
        """Show the frames of a coroutine."""
        if not self.app.travel.is_busy():
            self.state.moment.visit(co)
            self.app.desk.look()
            self._tell_frame()

    def _tell_frame(self) -> None:
        frame = self.state.moment.frame
        if frame is not None:
            self.app.say(f"frame: {frame_name(frame)} at {place(frame)}", "note")

    # -- panes -----------------------------------------------------------------------------------

    def show(self, name: str) -> None:
        self.app.desk.focus_pane(name)
        self.app.keep()

    def hide(self, name: str = "") -> None:
        desk = self.app.desk
        name = name or desk.focused_last
        if name == "source":
            self.app.say("the source stays", "note")
            return
        had = desk.focused_last
        desk.hide_pane(name)
        self.app.keep()
        if had == name:
            desk.panes[desk.in_place_of(had)].focus()
        self.app.say(f"{name} is hidden; 0 lists all panes", "note")

    def toggle_zoom(self) -> None:
        """Give the focused pane the screen, or all of them theirs."""
        self.app.desk.toggle_zoom()
        self.app.keep()

    def next(self, step: int) -> None:
        """Focus the next pane that can be seen."""
        desk = self.app.desk
        seen = desk.seen()
        at = seen.index(desk.focused_last) if desk.focused_last in seen else 0
        desk.panes[seen[(at + step) % len(seen)]].focus()

    def tabs(self) -> None:
        desk = self.app.desk
        had = desk.focused_last
        desk.next_tabs()
        desk.panes[desk.in_place_of(had)].focus()
        self.app.keep()

    def list_panes(self) -> None:
        self.app.push_screen(PanesScreen(self.app.desk), self._panes_chosen)

    def _panes_chosen(self, name: str | None) -> None:
        self.app.keep()
        if name is not None and name in PANES:
            self.show(name)

    def zoom_time(self, factor: float) -> None:
        self.state.timeline.zoom(factor)
        self.app.show_timeline()

    # -- sources and searching -------------------------------------------------------------------

    def open_place(self, source: str, line: int) -> None:
        """Show a line of a source, wherever the program stands."""
        pane = self.app.desk.source
        moment = self.state.moment
        pane.open(source)
        is_here = moment.frame is not None and moment.frame.source == source
        pane.present = moment.frame.line if moment.frame is not None and is_here else 0
        self.app.desk.show_pane("source")
        pane.move_cursor(line - 1)
        self.app.desk.set_titles()
        self.app.say(f"{short_name(source)}:{line}", "note")

    def open_source(self, name: str) -> None:
        loaded = self.app.session.breakpoints.sources()
        found = [one for one in loaded if one == name] or [one for one in loaded if name in short_name(one)]
        if len(found) == 1:
            self.open_place(found[0], 1)
        else:
            shown = ", ".join(short_name(one) for one in (found or loaded))
            self.app.say(f"which source? {name} is {'several' if found else 'none'} of: {shown}", "error")

    def search(self, pattern: str) -> None:
        """Search the pane that is focused."""
        desk = self.app.desk
        name = desk.focused_last
        pane = desk.panes[desk.in_place_of(name)]
        if not pane.search(pattern):
            self.app.say(f"not found in {pane.id}: {pane.pattern}" if pane.pattern else "search for what?", "error")

    def clear_searches(self) -> None:
        """Nothing is marked any more that was searched for or picked."""
        for pane in self.app.desk.panes.values():
            pane.clear_search()

    def pick_place(self, step: int) -> None:
        """Pick a place inside the cursor's line, where a breakpoint can stop."""
        source = self.app.desk.source
        if not source.pick(step):
            self.app.say(f"no code is loaded on line {source.cursor_line}: nothing can stop there", "error")
        elif source.column:
            self.app.say(f"column {source.column}: b sets a breakpoint there, > steps into the call", "note")
        else:
            self.app.say(f"line {source.cursor_line} as a whole", "note")

    # -- themes ----------------------------------------------------------------------------------

    def use_theme(self, name: str) -> None:
        known = self.app.available_themes
        found = [one for one in known if name and one in (name, f"moonwalk-{name}")]
        if found:
            self.app.theme = found[0]
            self.app.keep()
        else:
            problem = f"there is no theme {name}; " if name else ""
            self.app.say(f"{problem}themes: {', '.join(known)}", "error" if name else "note")


