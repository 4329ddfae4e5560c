"""The desk: all panes, placed by `arrangement`, with their titles, tabs and zoom."""

from typing import Final

from textual import events
from textual.containers import Container
from textual.content import Content

from debugger.session import Session
from tui.arrangement import PANES, Slot, arrange, title
from tui.panes.code import CodePane
from tui.panes.frames import FramesPane
from tui.panes.line_pane import LinePane
from tui.panes.log import LogPane
from tui.panes.output import OutputPane
from tui.panes.registers import RegistersPane
from tui.panes.source import SourcePane
from tui.panes.variables import VariablesPane
from tui.views.moment import Moment, frame_lines, frame_name, short_name
from tui.views.stops import without_position

_BARE_BELOW: Final = (100, 26)
"""On a screen smaller than this, panes have a rule above them instead of a frame around them."""

_FRAMES_REMEMBERED: Final = 20


class Desk(Container):
    def __init__(self, session: Session, *, id: str) -> None:
        self.source = SourcePane(session.breakpoints, session.machine.dialect, id="source")
        self.frames = FramesPane(id="frames")
        self.variables = VariablesPane(session, id="variables")
        self.registers = RegistersPane(session.formatter, id="registers")
        self.code = CodePane(id="code")
        self.output = OutputPane(session, id="output")
        self.log_pane = LogPane(session.formatter, id="log")
        panes: list[LinePane] = [
            self.source, self.frames, self.variables, self.registers, self.code, self.output, self.log_pane,
        ]
        self.panes: dict[str, LinePane] = dict(zip(PANES, panes, strict=True))
        self.details: dict[str, str] = {}
        self.zoomed = ""
        self._recent: list[str] = []  # the panes that were asked for, the last one first
        self._slots: list[Slot] = []
        self.focused_last = "source"
        super().__init__(*panes, id=id)

    # -- which panes are seen --------------------------------------------------------------------

    def show_pane(self, name: str) -> None:
        """Bring a pane to the front of its slot."""
        if self.zoomed:
            self.zoomed = name
        if name in self._recent:
            self._recent.remove(name)
        self._recent.insert(0, name)
        self.place()

    def next_tabs(self) -> None:
        """The next pane in every slot that has several."""
        for slot in self._slots:
            at = slot.panes.index(self._active(slot))
            if len(slot.panes) > 1:
                self.show_pane(slot.panes[(at + 1) % len(slot.panes)])

    def in_place_of(self, name: str) -> str:
        """The pane that is seen where this one would be."""
        return next((self._active(slot) for slot in self._slots if name in slot.panes), "source")

    def toggle_zoom(self) -> None:
        self.zoomed = "" if self.zoomed else self.focused_last
        self.place()

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        self.focused_last = event.widget.id or "source"

    # -- where they are --------------------------------------------------------------------------

    def on_resize(self) -> None:
        self.place()

    def place(self) -> None:
        """Give every pane its place, or none."""
        width, height = self.size
        self._slots = arrange(width, height, self.zoomed)
        bare = width < _BARE_BELOW[0] or self.app.size.height < _BARE_BELOW[1]
        placed: dict[str, Slot] = {self._active(slot): slot for slot in self._slots}
        for name, pane in self.panes.items():
            slot = placed.get(name)
            pane.display = slot is not None
            if slot is not None:
                pane.set_class(bare, "bare")
                pane.set_class(slot.x > 0, "beside")
                pane.styles.offset = (slot.x, slot.y)
                pane.styles.width = slot.width
                pane.styles.height = slot.height
        self.set_titles()

    def set_titles(self) -> None:
        """Titles with the focus keys; in a slot with tabs all of them, the one in front underlined."""
        for slot in self._slots:
            active = self._active(slot)
            shown = title(slot.panes, active, self.details.get(active, ""), slot.width - 6)
            style = "bold underline" if len(shown.tabs) > 1 else "bold"
            parts = [
                Content.from_markup(
                    f"[{style}]$text[/]$detail" if name == active else f"[@click=app.show_pane('{name}')]$text[/]",
                    text=text,
                    detail=f" · {shown.detail}" if shown.detail else "",
                )
                for name, text in shown.tabs
            ]
            self.panes[active].border_title = Content("  ").join(parts).markup

    def _active(self, slot: Slot) -> str:
        return next((name for name in self._recent if name in slot.panes), slot.panes[0])

    # -- what they show --------------------------------------------------------------------------

    def remember(self, session: Session) -> None:
        """Before a movement: keep what can be seen, to mark what changes."""
        self.variables.variables.remember()
        self.registers.registers.remember(session.frames()[:_FRAMES_REMEMBERED])

    def show_moment(self, moment: Moment) -> None:
        """Show another moment."""
        self.frames.update(moment)
        self.output.update()
        self.show_frame(moment)

    def show_frame(self, moment: Moment) -> None:
        """Show the selected frame of the moment."""
        frame = moment.frame
        session = moment.session
        if frame is None or frame.closure is None:
            self.source.open(self.source.source or session.path, session.source_lines(session.path))
            self.source.stand_at(0, True)
        else:
            self.source.open(frame.source, session.source_lines(frame.source))
            first = next(row.frame for row in moment.rows if row.frame is not None and row.frame.closure is not None)
            error = without_position(session.error_text(), frame.line) if frame is first else ""
            self.source.stand_at(frame.line, moment.is_innermost, error)
        self.frames.show(frame_lines(moment), moment.selected)
        self.variables.update(frame)
        self.registers.update(frame)
        self.code.update(frame)
        name = "" if frame is None else frame_name(frame)
        self.details = {
            "source": short_name(self.source.source) + (f":{frame.line}" if frame is not None and frame.line else ""),
            "variables": name,
            "registers": "r/w next",
            "code": name,
        }
        self.set_titles()

    def show_breakpoints(self, moment: Moment) -> None:
        """Breakpoints were set or cleared."""
        self.source.refresh()
        self.code.update(moment.frame)
