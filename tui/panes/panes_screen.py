"""The list of all panes: Enter shows one, Space hides it or takes it back."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.screen import ModalScreen
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from tui.arrangement import KEYS, PANES
from tui.keys import BY_ID
from tui.panes.desk import Desk


class PanesScreen(ModalScreen[str | None]):
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,0,q", "dismiss(None)", "close", id="panes-close"),
        Binding("space", "hide_or_show", "show or hide", id="panes-toggle"),
    ]

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk

    def compose(self) -> ComposeResult:
        box = OptionList(*(Option(self._text(name), id=name) for name in PANES), id="panes-box", markup=False)
        box.border_title = "panes"
        box.border_subtitle = "Enter shows · Space hides"
        yield box

    def _text(self, name: str) -> str:
        sign = "○ hidden" if name in self.desk.hidden else "●       "
        return f"{KEYS[name]}  {sign}  {BY_ID[f'pane-{name}'].text}"

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        self.dismiss(event.option_id)

    def action_hide_or_show(self) -> None:
        box = self.query_one(OptionList)
        if box.highlighted is None:
            return
        name = PANES[box.highlighted]
        if name in self.desk.hidden:
            self.desk.hidden.discard(name)
        elif name != "source":
            self.desk.hide_pane(name)
        self.desk.place()
        box.replace_option_prompt_at_index(box.highlighted, self._text(name))
