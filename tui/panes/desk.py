"""The desk: all panes, placed by `arrangement`, with their titles, tabs and zoom.

A pane that cannot be seen is not brought up to date until it can.
"""

from typing import ClassVar, Final

from textual import events
from textual.containers import Container
from textual.content import Content

from tui.arrangement import PANES, Slot, Title, arrange, title
from tui.memory import Remembered
from tui.panes.answers import AnswerPane
from tui.panes.calls import CallsPane
from tui.panes.code import CodePane
from tui.panes.console import ConsolePane
from tui.panes.frames import FramesPane
from tui.panes.line_pane import LinePane
from tui.panes.lists import BookmarksPane, BranchesPane, BreakpointsPane, CoroutinesPane, EventsPane
from tui.panes.output import OutputPane
from tui.panes.palette import CLASSES, Palette
from tui.panes.registers import RegistersPane
from tui.panes.source import SourcePane
from tui.panes.variables import VariablesPane
from tui.panes.watches import WatchesPane
from tui.state import State
from tui.views.moment import frame_name, short_name

_BARE_BELOW: Final = (100, 26)
"""On a screen smaller than this, panes have a rule above them instead of a frame around them."""

_FRAMES_REMEMBERED: Final = 20


class Desk(Container):
    COMPONENT_CLASSES: ClassVar[set[str]] = CLASSES

    def __init__(self, state: State, remembered: Remembered, *, id: str) -> None:
        session = state.session
        self.state = state
        self.source = SourcePane(session, id="source")
        self.variables = VariablesPane(session, id="variables")
        self.registers = RegistersPane(session.formatter, id="registers")
        self.console = ConsolePane(session.formatter, id="console")
        self.watches = WatchesPane(state.watches, id="watches")
        self.code = CodePane(id="code")
        self.calls = CallsPane(id="calls")
        self.history = AnswerPane("h shows all that the selected variable or field has been", id="history")
        self.origin = AnswerPane("o tells where the value of the selected variable or field comes from", id="origin")
        self.diff = AnswerPane("= tells what differs between this moment and another one", id="diff")
        self.answers = AnswerPane("L O and :calls :reads :lines :errors :made :life ask the run", id="answers")
        panes: list[LinePane] = [
            self.source,
            FramesPane(id="frames"),
            self.variables,
            self.registers,
            self.code,
            OutputPane(session, id="output"),
            self.console,
            self.watches,
            BreakpointsPane(session, state.watched, id="breakpoints"),
            CoroutinesPane(id="coroutines"),
            self.calls,
            EventsPane(state.events, id="events"),
            self.history,
            self.origin,
            self.diff,
            self.answers,
            BookmarksPane(state.bookmarks, id="bookmarks"),
            BranchesPane(id="branches"),
        ]
        self.panes: dict[str, LinePane] = dict(zip(PANES, panes, strict=True))
        self.zoomed = remembered.alone
        self.hidden = set(remembered.hidden)
        self.recent = list(remembered.recent)  # the panes that were asked for, the last one first
        self.focused_last = "source"
        self._slots: list[Slot] = []
        self._titles: dict[str, Title] = {}  # of the panes that are seen
        self._stale = set(PANES)
        super().__init__(*panes, id=id)
        self.palette = Palette(self)
        for pane in panes:
            pane.palette = self.palette

    def notify_style_update(self) -> None:
        super().notify_style_update()
        self.palette.forget()
        for pane in self.panes.values():
            pane.paint_anew()

    # -- which panes are seen --------------------------------------------------------------------

    def show_pane(self, name: str) -> None:
        """Bring a pane to the front of its slot."""
        self._bring_forward(name)
        self.place()

    def _bring_forward(self, name: str) -> None:
        self.hidden.discard(name)
        if self.zoomed:
            self.zoomed = name
        self.recent = [name, *(one for one in self.recent if one != name)]

    def focus_pane(self, name: str) -> None:
        self.show_pane(name)
        self.panes[name].focus()

    def hide_pane(self, name: str) -> None:
        """Take a pane away; the source stays."""
        if name != "source":
            self.hidden.add(name)
            self.zoomed = ""
            self.place()

    def next_tabs(self) -> None:
        """The next pane in every slot that has several."""
        for slot in self._slots:
            at = slot.panes.index(self._active(slot))
            if len(slot.panes) > 1:
                self._bring_forward(slot.panes[(at + 1) % len(slot.panes)])
        self.place()

    def seen(self) -> list[str]:
        """The panes that can be seen, in the order of the screen."""
        return [self._active(slot) for slot in self._slots]

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
        self._slots = arrange(width, height, self.zoomed, self.hidden)
        bare = width < _BARE_BELOW[0] or self.app.size.height < _BARE_BELOW[1]
        placed: dict[str, Slot] = {self._active(slot): slot for slot in self._slots}
        for name, pane in self.panes.items():
            slot = placed.get(name)
            pane.display = slot is not None
            if slot is not None:
                classes = {"bare": bare, "beside": slot.x > 0}
                pane.set_classes([one for one, is_so in classes.items() if is_so])
                pane.styles.offset = (slot.x, slot.y)
                pane.styles.width = slot.width
                pane.styles.height = slot.height
        self._update()
        self.set_titles()

    def set_titles(self) -> None:
        """Titles with the keys of the panes; in a slot with tabs all of them, the one in front underlined."""
        details = self._details()
        for slot in self._slots:
            active = self._active(slot)
            shown = title(slot.panes, active, details.get(active, ""), slot.width - 6)
            if self._titles.get(active) == shown:
                continue
            self._titles[active] = shown
            style = "bold underline" if len(shown.tabs) > 1 else "bold"
            parts = [
                Content.from_markup(
                    f"[{style}]$text[/]$detail" if name == active else f"[@click={_when_clicked(name)}]$text[/]",
                    text=text,
                    detail=f" · {shown.detail}" if shown.detail else "",
                )
                for name, text in shown.tabs
            ]
            self.panes[active].border_title = Content("  ").join(parts).markup

    def _details(self) -> dict[str, str]:
        frame = self.state.moment.frame
        name = "" if frame is None else frame_name(frame)
        line = f":{frame.line}" if frame is not None and frame.line else ""
        return {
            "source": short_name(self.source.source) + line,
            "variables": name,
            "registers": "r: read, w: written next" if frame is not None and frame.innermost else name,
            "code": name,
            "history": self.history.subject,
            "origin": self.origin.subject,
            "diff": self.diff.subject,
            "answers": self.answers.subject,
        }

    def _active(self, slot: Slot) -> str:
        return next((name for name in self.recent if name in slot.panes), slot.panes[0])

    # -- what they show --------------------------------------------------------------------------

    def remember(self) -> None:
        """Before a movement: keep what can be seen, to mark what changes."""
        self.state.watches.remember()
        self.variables.variables.remember()
        self.registers.registers.remember(self.state.session.frames(limit=_FRAMES_REMEMBERED))

    def look(self) -> None:
        """Show the present moment, and its selected frame."""
        self._stale = set(PANES)
        self._update()
        self.set_titles()

    def look_again(self, *names: str) -> None:
        """What some panes show has changed."""
        self._stale.update(names)
        self._update()
        self.set_titles()

    def _update(self) -> None:
        if self.state.is_elsewhere:
            return
        seen = self._stale.intersection(self.seen())
        self._stale -= seen
        for name in PANES:
            if name in seen:
                self.panes[name].look(self.state.moment)


def _when_clicked(name: str) -> str:
    """What a click on the tab of a pane, or of none, does."""
    return f"app.show_pane('{name}')" if name else "app.do('panes')"
