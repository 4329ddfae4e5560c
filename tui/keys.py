"""Every key of the debugger, in one table: bindings, key bar, help, command palette and `:name` are made from it.

Lower case goes forward in time, upper case backward; of a pair of brackets the left one goes backward.
"""

from dataclasses import dataclass
from typing import Final

from textual.binding import Binding

from tui.arrangement import KEYS, PANES

MOVE: Final = "Move in time"
JUMP: Final = "Jump in time"
STOP_AT: Final = "Breakpoints"
ASK: Final = "Ask the run"
LOOK: Final = "Look around"
PANE: Final = "Panes"
OTHER: Final = "The debugger"
IN_PANE: Final = "In a pane"


@dataclass(frozen=True)
class Command:
    """A command with its keys (as Textual names them, the first is the one that is shown).

    `label` is for the key bar.  `back` is the id of the same command in the other direction of time, which the key
    bar shows together with it.  `aliases` are what some terminals send for the keys; nobody is told of them.
    """

    id: str
    keys: tuple[str, ...]
    text: str
    group: str
    label: str = ""
    back: str = ""
    aliases: tuple[str, ...] = ()

    @property
    def action(self) -> str:
        return f"do('{self.id}')"

    @property
    def shown_keys(self) -> str:
        return "  ".join(shown_key(key) for key in self.keys)


PANE_TEXTS: Final = {
    "source": "source",
    "frames": "call frames",
    "variables": "variables",
    "registers": "registers: the VM's stack",
    "code": "code: the VM instructions",
    "output": "output of the program",
    "console": "console: values, log points",
    "watches": "watched expressions",
    "breakpoints": "breakpoints of all kinds",
    "coroutines": "coroutines: who resumed whom",
    "calls": "call tree of the run",
    "events": "events: errors, output, input",
    "answers": "answers of the run",
    "bookmarks": "bookmarks",
    "branches": "branches of the timeline",
}
"""The panes whose key shows them and asks nothing."""

COMMANDS: Final = (
    Command("over", ("n", "f10"), "step over", MOVE, "over", "over-back"),
    Command("over-back", ("N", "shift+f10"), "step over, backward", MOVE, aliases=("f22",)),
    Command("into", ("s", "f11"), "step into calls", MOVE, "into", "into-back"),
    Command("into-back", ("S", "shift+f11"), "step into calls, backward", MOVE, aliases=("f23",)),
    Command("out", ("f", "f12"), "finish the function", MOVE, "out", "out-back"),
    Command("out-back", ("F", "shift+f12"), "back to the function's call", MOVE, aliases=("f24",)),
    Command("continue", ("c", "f5", "f8"), "to a breakpoint, error or the end", MOVE, "continue", "continue-back"),
    Command(
        "continue-back", ("C", "shift+f5", "shift+f8"), "back to a breakpoint or start", MOVE,
        aliases=("f17", "f20"),
    ),
    Command("instruction", ("i",), "one VM instruction", MOVE, "instr", "instruction-back"),
    Command("instruction-back", ("I",), "one VM instruction back", MOVE),
    Command("into-call", ("greater_than_sign",), "into one call of the line", MOVE),
    Command("frame-start", ("less_than_sign",), "back to the start of the frame", MOVE),
    Command("to-cursor", ("t",), "run to the line of the cursor", MOVE, "to cursor", "to-cursor-back"),
    Command("to-cursor-back", ("T",), "back to the line of the cursor", MOVE),
    Command("pause", ("p", "escape"), "pause, cancel, close", MOVE),
    Command("start", ("g",), "to the start of history", JUMP, "start/end", "end"),
    Command("end", ("G",), "to the end of history", JUMP),
    Command("line-back", ("left_square_bracket",), "last time at the cursor's line", JUMP, "line", "line-next"),
    Command("line-next", ("right_square_bracket",), "next time at the cursor's line", JUMP),
    Command("value-back", ("left_curly_bracket",), "last write of the selected value", JUMP, "value", "value-next"),
    Command("value-next", ("right_curly_bracket",), "next write of the selected value", JUMP),
    Command("jump-back", ("left_parenthesis", "alt+left"), "back to where you jumped from", JUMP, "jump", "jump-next"),
    Command("jump-next", ("right_parenthesis", "alt+right"), "forward again", JUMP),
    Command("raise-back", ("R",), "the error before, caught ones too", JUMP, "error", "raise"),
    Command("raise", ("r",), "the next error, caught ones too", JUMP),
    Command("write", ("w",), "to the next write to a variable or field", JUMP, "write", "write-back"),
    Command("write-back", ("W",), "who wrote it? back to the last write", JUMP),
    Command("bookmark", ("m",), "bookmark this moment, with a note", JUMP, "bookmark"),
    Command("zoom-in", ("plus",), "timeline: zoom in", JUMP, "zoom", "zoom-out"),
    Command("zoom-out", ("minus",), "timeline: zoom out", JUMP),
    Command("breakpoint", ("b", "f9"), "set or clear a breakpoint at the cursor", STOP_AT, "break"),
    Command("condition", ("B",), "a breakpoint with a condition", STOP_AT),
    Command("place-next", ("full_stop",), "pick a call of the line, for b B >", STOP_AT, "place", "place-back"),
    Command("place-back", ("comma",), "pick the one before", STOP_AT),
    Command("data-breakpoint", ("D",), "stop at writes of the selected value", STOP_AT),
    Command("read-breakpoint", ("U",), "stop at uses (reads) of the selected value", STOP_AT),
    Command("catch", ("X",), "stop at errors that are caught, or not", STOP_AT),
    Command("evaluate", ("e",), "evaluate an expression in the frame", ASK, "evaluate"),
    Command("watch", ("a",), "add a watch", ASK, "watch"),
    Command("history", ("h",), "history of the selected value", ASK, "history"),
    Command("origin", ("o",), "origin: why is the value so? in history: of its row", ASK, "origin"),
    Command("readers", ("O",), "what read the selected value", ASK),
    Command("life", ("Y",), "life of the selected object", ASK),
    Command("line-values", ("L",), "each time at the cursor's line: values", ASK),
    Command("diff", ("equals_sign",), "what differs from another moment", ASK),
    Command("count-lines", ("H",), "count how often each line ran", ASK),
    Command("set-value", ("E",), "set a value; in the past: a new branch", ASK),
    Command("search", ("slash",), "search the focused pane; empty: again", ASK, "search"),
    Command("caller", ("u",), "up: the frame of the caller", LOOK, "frame", "callee"),
    Command("callee", ("d",), "down: the frame of the callee", LOOK),
    Command("next-pane", ("tab",), "the next pane", LOOK, "pane"),
    Command("last-pane", ("shift+tab",), "the pane before", LOOK),
    Command("tabs", ("x",), "the other panes that share a place", LOOK, "tabs"),
    Command("zoom", ("z",), "the focused pane alone, and back", LOOK, "alone"),
    Command("hide", ("Z",), "hide the focused pane", LOOK),
    Command("panes", ("0",), "list of all panes", LOOK, "panes"),
    *(Command(f"pane-{name}", (KEYS[name],), PANE_TEXTS[name], PANE) for name in PANES if name in PANE_TEXTS),
    Command("command", ("colon",), "type a command", OTHER, "command"),
    Command("help", ("question_mark", "f1"), "this help", OTHER, "help"),
    Command("quit", ("q",), "quit", OTHER, "quit"),
)

PANE_COMMANDS: Final = (
    Command("pane-up", ("up", "k"), "cursor up", IN_PANE),
    Command("pane-down", ("down", "j"), "cursor down", IN_PANE),
    Command("pane-page-up", ("pageup",), "a page up", IN_PANE),
    Command("pane-page-down", ("pagedown",), "a page down", IN_PANE),
    Command("pane-home", ("home",), "to the first row", IN_PANE),
    Command("pane-end", ("end",), "to the last row", IN_PANE),
    Command("pane-left", ("left",), "scroll to the left", IN_PANE),
    Command("pane-right", ("right",), "scroll to the right", IN_PANE),
    Command("pane-choose", ("enter", "space"), "open it; go to its moment or line", IN_PANE),
    Command("pane-remove", ("delete", "backspace"), "remove a watch, breakpoint, bookmark; close a coroutine", IN_PANE),
)

PANE_ACTIONS: Final = {
    "pane-up": "cursor_up",
    "pane-down": "cursor_down",
    "pane-page-up": "cursor_page_up",
    "pane-page-down": "cursor_page_down",
    "pane-home": "cursor_first",
    "pane-end": "cursor_last",
    "pane-left": "look_left",
    "pane-right": "look_right",
    "pane-choose": "choose",
    "pane-remove": "remove",
}
"""The actions of every pane, by the ids of PANE_COMMANDS."""

BAR: Final = (
    "over", "into", "out", "continue", "breakpoint", "help", "quit", "evaluate", "line-back", "value-back", "command",
    "to-cursor", "history", "origin", "start", "jump-back", "raise-back", "watch", "bookmark", "instruction", "caller",
    "search", "next-pane", "tabs", "zoom", "panes", "zoom-in",
)
"""What the key bar shows, the most important first: what does not fit is left out."""

BY_ID: Final = {command.id: command for command in (*COMMANDS, *PANE_COMMANDS)}

_SHOWN: Final = {
    "slash": "/",
    "colon": ":",
    "question_mark": "?",
    "left_square_bracket": "[",
    "right_square_bracket": "]",
    "left_curly_bracket": "{",
    "right_curly_bracket": "}",
    "left_parenthesis": "(",
    "right_parenthesis": ")",
    "equals_sign": "=",
    "less_than_sign": "<",
    "greater_than_sign": ">",
    "full_stop": ".",
    "comma": ",",
    "plus": "+",
    "minus": "-",
    "escape": "Esc",
    "delete": "Del",
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


_OF_SCREEN: Final = ("next-pane", "last-pane")
"""Commands whose keys the screen would take for itself: a pane must take them first."""


def app_bindings() -> list[Binding]:
    return [_binding(command, command.action) for command in COMMANDS]


def pane_bindings() -> list[Binding]:
    return [
        *(_binding(command, PANE_ACTIONS[command.id]) for command in PANE_COMMANDS),
        *(_binding(BY_ID[name], f"app.{BY_ID[name].action}") for name in _OF_SCREEN),
    ]


def _binding(command: Command, action: str) -> Binding:
    return Binding(",".join((*command.keys, *command.aliases)), action, command.text, show=False, id=command.id)


def bar_entries() -> list[tuple[str, str, str]]:
    """For the key bar: keys, label and action of each entry, in pairs forward and backward (`n/N over`)."""
    found: list[tuple[str, str, str]] = []
    for command in (BY_ID[name] for name in BAR):
        shown = shown_key(command.keys[0])
        if command.back:
            shown += "/" + shown_key(BY_ID[command.back].keys[0])
        found.append((shown, command.label, command.action))
    return found
