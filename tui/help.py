"""The help screen: every key, every command and every sign, made from the tables that the program itself uses."""

from typing import ClassVar, Final

from rich.console import Group
from rich.style import Style
from rich.table import Table
from rich.text import Text
from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Static

from tui import commands, keys

SIGNS: Final = (
    ("▶ ▷", "the next line; in a caller, the call"),
    ("●  ◆  ○", "breakpoint: set, conditional, waiting"),
    ("◈  ◉", "log point, data breakpoint"),
    ("◌  f(○g(x))", "stops inside the line; a picked call"),
    ("● 1 → 2", "changed since the last stop"),
    ("◂ x = 1", "what the line's variables are"),
    ("▎  ┊", "a line that ran, that never did"),
    ("r  w", "a register read, written next"),
    ("▼", "timeline: the present"),
    ("━  ╌", "undone at once (ring), replayed"),
    ("┼  ┿", "checkpoints, where replays begin"),
    ("▪ ✖ ● ◆ a", "output, error, breakpoint, hit, bookmark"),
    ("▁▄█", "how deep the calls are"),
)

_TWO_COLUMNS: Final = 100

Section = tuple[str, list[tuple[str, str]]]
"""A heading and its rows: what is pressed or seen, and what it means."""


def sections() -> tuple[list[Section], list[Section]]:
    """The help as two columns."""
    groups: dict[str, list[tuple[str, str]]] = {}
    for command in (*keys.COMMANDS, *keys.PANE_COMMANDS):
        groups.setdefault(command.group, []).append((command.shown_keys, command.text))
    named = list(groups.items())
    left = [one for one in named if one[0] in (keys.MOVE, keys.JUMP, keys.IN_PANE)]
    right = [one for one in named if one not in left]
    palette = ("Ctrl+P", "command palette, themes")
    right[-1] = (right[-1][0], [*right[-1][1], palette])
    return [*left, ("Signs", list(SIGNS))], [*right, ("Commands", list(commands.SYNTAX))]


def table(section: Section, accent: str, heading_colour: str) -> Group:
    """A section: its heading, and rows of two cells, the second of which may run over several lines."""
    heading, rows = section
    found = Table.grid(padding=(0, 2, 0, 0))
    found.add_column(no_wrap=True)
    found.add_column()
    for first, meaning in rows:
        found.add_row(Text(f"  {first}", Style(color=accent, bold=True)), meaning)
    return Group(Text(heading, Style(color=heading_colour, bold=True)), found)


class HelpScreen(ModalScreen[None]):
    """Closed by any of the keys that open it, by Escape or by q."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape,question_mark,q,f1", "dismiss", "close", id="help-close")]

    def compose(self) -> ComposeResult:
        colours = self.app.theme_variables
        with VerticalScroll(id="help-box") as box:
            box.border_title = "keys: lower case forward in time, UPPER CASE backward"
            box.border_subtitle = "Esc closes"
            with Horizontal(classes="columns"):
                for column in sections():
                    with Vertical():
                        for section in column:
                            yield Static(table(section, colours["accent"], colours["primary"]))

    def on_resize(self, event: events.Resize) -> None:
        self.set_class(event.size.width < _TWO_COLUMNS, "-narrow")
