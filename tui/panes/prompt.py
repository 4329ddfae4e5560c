"""The prompt: one line of input at the bottom, for commands, expressions, conditions, searches and notes."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from textual import events
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.message import Message
from textual.widgets import Input, Label
from textual.widgets.input import Selection

LABELS: Final = {
    "command": ":",
    "evaluate": "evaluate>",
    "condition": "break if>",
    "search": "/",
    "write": "next write to>",
    "who": "who wrote>",
    "watch": "watch>",
    "bookmark": "note>",
    "history": "history of>",
    "origin": "origin of>",
    "reads": "what read>",
    "life": "life of>",
    "lines": "values at the line>",
    "step": "step into the call of>",
    "set": "set NAME = VALUE>",
    "diff": "compare with t, 50%, 'a>",
}

_PROPOSED: Final = ("diff", "watch")
"""Kinds of prompts whose text is a proposal, which the first key replaces."""

Completer = Callable[[str, str], tuple[int, list[str]]]
"""For a kind of prompt and what stands before the cursor: where the word begins, and what it can become."""


@dataclass
class Answered(Message):
    """What was typed at a prompt of this kind."""

    kind: str
    text: str


@dataclass
class Offered(Message):
    """What the word at the cursor can become; the one that is taken is `at`."""

    words: list[str]
    at: int


class Prompt(Horizontal):
    """Hidden until it is opened; Enter answers, Escape closes, up and down recall, Tab completes."""

    def __init__(self, completer: Completer, *, id: str) -> None:
        super().__init__(id=id)
        self.kind = ""
        self._completer = completer
        self._history: dict[str, list[str]] = {kind: [] for kind in LABELS}
        self._back = 0
        self._words: list[str] = []  # being offered
        self._word = -1
        self._around = ("", "")  # what stands before and after the word

    def compose(self) -> ComposeResult:
        yield Label("", id="prompt-label")
        yield Input(compact=True, id="prompt-input", select_on_focus=False)

    @property
    def field(self) -> Input:
        return self.query_one(Input)

    def open(self, kind: str, text: str = "") -> None:
        self.kind = kind
        self._back = 0
        self._words = []
        self.query_one(Label).update(LABELS[kind])
        self.add_class("open")
        self._put(text)
        if kind in _PROPOSED:
            self.field.selection = Selection(0, len(text))
        self.field.focus()

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
        elif event.key in ("tab", "shift+tab"):
            event.stop()
            event.prevent_default()
            self._complete(1 if event.key == "tab" else -1)
        elif event.key not in ("left", "right"):
            self._words = []

    def _recall(self, step: int) -> None:
        history = self._history[self.kind]
        self._back = min(max(self._back + step, 0), len(history))
        self._put(history[-self._back] if self._back else "")

    def _complete(self, step: int) -> None:
        """Put in the next of the words that the one before the cursor can become; first what they all begin with."""
        if not self._words:
            text, at = self.field.value, self.field.cursor_position
            start, self._words = self._completer(self.kind, text[:at])
            self._around = (text[:start], text[at:])
            self._word = -1
            common = _common(self._words)
            if len(self._words) > 1 and len(common) > at - start:
                self._put_word(common)
                self.post_message(Offered(self._words, -1))
                return
        if not self._words:
            self.post_message(Offered([], -1))
            return
        self._word = (self._word + step) % len(self._words)
        self._put_word(self._words[self._word])
        self.post_message(Offered(self._words, self._word))
        if len(self._words) == 1:
            self._words = []

    def _put_word(self, word: str) -> None:
        before, after = self._around
        self._put(before + word + after, len(before) + len(word))

    def _put(self, text: str, cursor: int = -1) -> None:
        self.field.value = text
        self.field.cursor_position = len(text) if cursor < 0 else cursor


def _common(words: list[str]) -> str:
    """What all of the words begin with."""
    if not words:
        return ""
    first, last = min(words), max(words)
    same = 0
    while same < min(len(first), len(last)) and first[same] == last[same]:
        same += 1
    return first[:same]
