"""The line in which the program's input is typed, shown while the program waits for some."""

from dataclasses import dataclass
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.message import Message
from textual.widgets import Input, Label

from tui.spans import printable

_LONGEST = 30


@dataclass
class Typed(Message):
    """Input for the program; None for its end."""

    text: str | None


class InputLine(Horizontal):
    """Enter hands a line to the program, Ctrl+D ends the input, Escape stops the program where it waits."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("ctrl+d", "end", "end of input", id="input-end", priority=True)]

    def compose(self) -> ComposeResult:
        yield Label("", id="input-label")
        yield Input(
            compact=True, id="input-field", select_on_focus=False, placeholder="Enter sends · Ctrl+D ends · Esc stops"
        )

    @property
    def is_open(self) -> bool:
        return self.has_class("open")

    def open(self, asked: str) -> None:
        """Wait for a line; `asked` is what the program has written before it."""
        asked = printable(asked.strip()) or "input"
        self.query_one(Label).update(f"» {asked[-_LONGEST:]}")
        self.add_class("open")
        self.query_one(Input).focus()

    def close(self) -> None:
        self.remove_class("open")
        self.query_one(Input).value = ""

    def on_input_submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self.post_message(Typed(event.value))

    def action_end(self) -> None:
        self.post_message(Typed(None))
