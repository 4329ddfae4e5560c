"""What panes ask of the debugger: small messages, each a choice that the user has made."""

from dataclasses import dataclass

from textual.message import Message

from engine.runtime.coroutine import Coroutine


@dataclass
class MomentChosen(Message):
    """A moment to go to."""

    t: int


@dataclass
class PlaceChosen(Message):
    """A line of a source to show."""

    source: str
    line: int


@dataclass
class FrameSelected(Message):
    """The row of the frame that the user wants to see."""

    row: int


@dataclass
class CoroutineChosen(Message):
    """A coroutine whose frames the user wants to see."""

    coroutine: Coroutine


@dataclass
class BreakpointClicked(Message):
    """A click on the gutter of a line."""

    line: int


@dataclass
class InstructionClicked(Message):
    """A click on the gutter of the instruction that the cursor is on."""


@dataclass
class Removed(Message):
    """The user wants the subject of a row to be gone: a watch, a breakpoint, a bookmark, a coroutine."""

    subject: object


@dataclass
class Opened(Message):
    """The user wants the subject of a row to be opened or closed."""

    pane: str
    subject: object
