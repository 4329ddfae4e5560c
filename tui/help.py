"""The help screen: every key, every command and every sign, made from the tables that the program itself uses."""

from typing import Final

from rich.cells import cell_len
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from tui import commands, keys

SIGNS: Final = (
    ("▶ ▷", "the next line to be executed; in a caller, the line of the call"),
    ("●  ◆  ○", "breakpoint; with a condition; waiting for its code to be loaded"),
    ("● 1 → 2", "changed since the stop before, from 1 to 2"),
    ("r  w", "a register that the next instruction reads, writes"),
    ("◆ in time", "the present, between the oldest and the newest moment"),
)

Section = tuple[str, list[tuple[str, str]]]
"""A heading and its rows: what is pressed or seen, and what it means."""


def sections() -> tuple[list[Section], list[Section]]:
    """The help as two columns."""
    groups: dict[str, list[tuple[str, str]]] = {}
    for command in (*keys.COMMANDS, *keys.PANE_COMMANDS):
        groups.setdefault(command.group, []).append((command.shown_keys, command.text))
    named = list(groups.items())
    left = [one for one in named if one[0] in (keys.MOVE, keys.STOP_AT, keys.IN_PANE)]
    right = [one for one in named if one not in left]
    palette = ("Ctrl+P", "command palette, with all of this and the themes")
    right[-1] = (right[-1][0], [*right[-1][1], palette])
    return left, [*right, ("Commands", list(commands.SYNTAX)), ("Signs", list(SIGNS))]


def text(column: list[Section]) -> Content:
    parts: list[Content] = []
    for heading, rows in column:
        parts.append(Content.styled(heading, "bold $primary"))
        room = max(cell_len(first) for first, _ in rows)
        for first, meaning in rows:
            pad = " " * (room - cell_len(first) + 2)
            parts.append(Content.assemble("  ", (first, "bold $accent"), pad, meaning))
        parts.append(Content(""))
    return Content("\n").join(parts)


class HelpScreen(ModalScreen[None]):
    """Closed by any of the keys that open it, by Escape or by q."""

    BINDINGS = [Binding("escape,question_mark,q,f1", "dismiss", "close", id="help-close")]
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-roomy")]

    def compose(self) -> ComposeResult:
        left, right = sections()
        with VerticalScroll(id="help-box") as box:
            box.border_title = "keys: lower case forward in time, UPPER CASE backward"
            box.border_subtitle = "Esc closes"
            with Horizontal(classes="columns"):
                yield Static(text(left))
                yield Static(text(right))
