"""The prompt: one line of input at the bottom, for commands, expressions, conditions and searches."""

from dataclasses import dataclass
from typing import Final

from textual import events
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.message import Message
from textual.widgets import Input, Label

LABELS: Final = {
    "command": ":",
    "evaluate": "evaluate>",
    "condition": "break if>",
    "search": "/",
    "write": "next write to>",
    "who": "who wrote>",
}


@dataclass
class Answered(Message):
    """What was typed at a prompt of this kind."""

    kind: str
    text: str


class Prompt(Horizontal):
    """Hidden until it is opened; Enter answers, Escape closes, up and down go through the inputs before."""

    def __init__(self, *, id: str) -> None:
        super().__init__(id=id)
        self.kind = ""
        self._history: dict[str, list[str]] = {kind: [] for kind in LABELS}
        self._back = 0

    def compose(self) -> ComposeResult:
        yield Label("", id="prompt-label")
        yield Input(compact=True, id="prompt-input", select_on_focus=False)

    def open(self, kind: str, text: str = "") -> None:
        self.kind = kind
        self._back = 0
        self.query_one(Label).update(LABELS[kind])
        self.add_class("open")
        field = self.query_one(Input)
        field.value = text
        field.cursor_position = len(text)
        field.focus()

    @property
    def is_open(self) -> bool:
        return self.has_class("open")

    def close(self) -> None:
        self.remove_class("open")

    def on_input_submitted(self, event: Input.Submitted) -> None:
        event.stop()
        text = event.value.strip()
        history = self._history[self.kind]
        if text and (not history or history[-1] != text):
            history.append(text)
        self.close()
        self.post_message(Answered(self.kind, text))

    def on_key(self, event: events.Key) -> None:
        if event.key in ("up", "down"):
            event.stop()
            self._recall(1 if event.key == "up" else -1)

    def _recall(self, step: int) -> None:
        history = self._history[self.kind]
        self._back = min(max(self._back + step, 0), len(history))
        field = self.query_one(Input)
        field.value = history[-self._back] if self._back else ""
        field.cursor_position = len(field.value)
