"""Every key of the debugger, in one table: bindings, key bar, help and command palette are made from it.

Lower case goes forward in time, upper case backward.
"""

from dataclasses import dataclass
from typing import Final

from textual.binding import Binding

MOVE: Final = "Move in time"
STOP_AT: Final = "Breakpoints"
LOOK: Final = "Look around"
OTHER: Final = "The debugger"
IN_PANE: Final = "In a pane"


@dataclass(frozen=True)
class Command:
    """A command with its keys (as Textual names them, the first is the one that is shown).

    `label` is for the key bar.  `back` is the id of the same command in the other
    direction of time, which the key bar shows together with it.
    """

    id: str
    keys: tuple[str, ...]
    action: str
    text: str
    group: str
    label: str = ""
    back: str = ""

    @property
    def shown_keys(self) -> str:
        return "  ".join(shown_key(key) for key in self.keys)


COMMANDS: Final = (
    Command("over", ("n", "f10"), "move('over')", "step over", MOVE, "over", "over-back"),
    Command("over-back", ("N", "shift+f10"), "move('over-back')", "step over, backward", MOVE),
    Command("into", ("s", "f11"), "move('into')", "step into calls", MOVE, "into", "into-back"),
    Command("into-back", ("S", "shift+f11"), "move('into-back')", "step into calls, backward", MOVE),
    Command("out", ("f", "f12"), "move('out')", "finish the function", MOVE, "out", "out-back"),
    Command("out-back", ("F", "shift+f12"), "move('out-back')", "back to the call of the function", MOVE),
    Command(
        "continue", ("c", "f5", "f8"), "move('continue')", "to a breakpoint, an error or the end", MOVE,
        "continue", "continue-back",
    ),
    Command("continue-back", ("C", "shift+f8"), "move('continue-back')", "back to a breakpoint or the start", MOVE),
    Command("instruction", ("i",), "move('instruction')", "one VM instruction", MOVE, "instr", "instruction-back"),
    Command("instruction-back", ("I",), "move('instruction-back')", "one VM instruction back", MOVE),
    Command("to-cursor", ("t",), "to_cursor", "run to the line of the cursor", MOVE, "to cursor", "to-cursor-back"),
    Command("to-cursor-back", ("T",), "to_cursor_back", "back to the line of the cursor", MOVE),
    Command("write", ("w",), "write", "to the next write to a variable or field", MOVE, "write", "write-back"),
    Command("write-back", ("W",), "write_back", "who wrote it? back to the last write", MOVE),
    Command("start", ("g",), "start", "to the start of history", MOVE, "start/end", "end"),
    Command("end", ("G",), "end", "to the end of history", MOVE),
    Command("pause", ("p", "escape"), "pause", "pause a running program", MOVE),
    Command("breakpoint", ("b", "f9"), "breakpoint", "set or clear a breakpoint at the cursor", STOP_AT, "break"),
    Command("condition", ("B",), "condition", "a breakpoint with a condition", STOP_AT),
    Command("evaluate", ("e",), "evaluate", "evaluate an expression in the frame", LOOK, "evaluate"),
    Command("caller", ("u",), "caller", "up: the frame of the caller", LOOK, "frame", "callee"),
    Command("callee", ("d",), "callee", "down: the frame of the callee", LOOK),
    Command("search", ("slash",), "search", "search the source; empty: next match", LOOK, "search"),
    Command("pane-source", ("1",), "show_pane('source')", "source", LOOK),
    Command("pane-frames", ("2",), "show_pane('frames')", "call frames", LOOK),
    Command("pane-variables", ("3",), "show_pane('variables')", "variables", LOOK),
    Command("pane-registers", ("4",), "show_pane('registers')", "registers of the VM", LOOK),
    Command("pane-code", ("5",), "show_pane('code')", "code: the VM instructions", LOOK),
    Command("pane-output", ("6",), "show_pane('output')", "output of the program", LOOK),
    Command("pane-log", ("7",), "show_pane('log')", "log: evaluated expressions", LOOK),
    Command("tabs", ("x",), "tabs", "the other panes that share a place", LOOK, "tabs"),
    Command("zoom", ("z",), "zoom", "the focused pane alone, and back", LOOK, "zoom"),
    Command("command", ("colon",), "command", "type a command", OTHER, "command"),
    Command("help", ("question_mark", "f1"), "help", "this help", OTHER, "help"),
    Command("quit", ("q",), "quit", "quit", OTHER, "quit"),
)

PANE_COMMANDS: Final = (
    Command("pane-up", ("up", "k"), "cursor_up", "cursor up", IN_PANE),
    Command("pane-down", ("down", "j"), "cursor_down", "cursor down", IN_PANE),
    Command("pane-page-up", ("pageup",), "cursor_page_up", "a page up", IN_PANE),
    Command("pane-page-down", ("pagedown",), "cursor_page_down", "a page down", IN_PANE),
    Command("pane-home", ("home",), "cursor_first", "to the first row", IN_PANE),
    Command("pane-end", ("end",), "cursor_last", "to the last row", IN_PANE),
    Command("pane-left", ("left",), "look_left", "scroll to the left", IN_PANE),
    Command("pane-right", ("right",), "look_right", "scroll to the right", IN_PANE),
    Command(
        "pane-choose", ("enter", "space"), "choose",
        "open a table; go to a printed line", IN_PANE,
    ),
)

BAR: Final = (
    "over", "into", "out", "continue", "breakpoint", "help", "quit", "evaluate", "command", "write",
    "to-cursor", "start", "instruction", "caller", "search", "tabs", "zoom",
)
"""What the key bar shows, the most important first: what does not fit is left out."""

_BY_ID: Final = {command.id: command for command in (*COMMANDS, *PANE_COMMANDS)}

_SHOWN: Final = {
    "slash": "/",
    "colon": ":",
    "question_mark": "?",
    "escape": "Esc",
    "pageup": "PgUp",
    "pagedown": "PgDn",
    "up": "↑",
    "down": "↓",
    "left": "←",
    "right": "→",
}


def shown_key(key: str) -> str:
    """A key as people read it."""
    modifiers, _, last = key.rpartition("+")
    shown = _SHOWN.get(last, last if len(last) == 1 else last.capitalize())
    return f"{modifiers.capitalize()}+{shown}" if modifiers else shown


def bindings(commands: tuple[Command, ...]) -> list[Binding]:
    return [
        Binding(",".join(command.keys), command.action, command.text, show=False, id=command.id)
        for command in commands
    ]


def bar_entries() -> list[tuple[str, str, str]]:
    """For the key bar: keys, label and action of each entry, in pairs forward and backward (`n/N over`)."""
    found: list[tuple[str, str, str]] = []
    for command in (_BY_ID[name] for name in BAR):
        shown = shown_key(command.keys[0])
        if command.back:
            shown += "/" + shown_key(_BY_ID[command.back].keys[0])
        found.append((shown, command.label, command.action))
    return found
