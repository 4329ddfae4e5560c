"""The command line: `:goto 50%`, `:break 12 if x > 3`, ...  Text in, requests out; nothing is carried out here.

What a key does, a command does too: the names of the key table are commands (`:over-back`).
"""

import re
from dataclasses import dataclass
from typing import Final

from debugger.named_moments import KINDS
from tui import keys
from tui.arrangement import PANES

SYNTAX: Final = (
    (":goto T", "to 1234, 50%, +9, -9, start, end, or 'a: a bookmark"),
    (":goto error N", "or output N, event N, call f N, line L N; -1: the last"),
    (":line N", "go to a line; :N for short"),
    (":break [N|N:COL|@PC|f] [hits H] [if EXPR]", "break at line N, a column of it, an instruction, in f"),
    (":log [N|N:COL] TEXT", "write TEXT and the values in {} there, do not stop"),
    (":data [read|any] PLACE [hits H] [if EXPR]", "stop at each write to (read of) x, player.hp, list[3]"),
    (":catch [EXPR]", "stop at errors that are caught, if EXPR holds of err; again: no longer"),
    (":clear [N|N:COL|@PC|f|all]", "clear a breakpoint, or all"),
    (":print EXPR", "evaluate an expression"),
    (":tell EXPR", "what its __tostring, __pairs and __index tell"),
    (":watch EXPR", "watch an expression"),
    (":who PLACE", "back to the last write to a place, or metatable of t"),
    (":write PLACE", "forward to the next write to it"),
    (":history PLACE", "all that it has been, as table and plot"),
    (":origin PLACE [at T]", "where its value comes from, or the one that it had then"),
    (":reads PLACE", "what has read it"),
    (":calls f", "all calls of a function, with arguments and results"),
    (":lines N [EXPR]", "each time that line N began, with values"),
    (":errors", "all errors raised, and what caught them"),
    (":made", "where tables, functions and coroutines were made"),
    (":life EXPR|table#1a", "when an object was made, and how long it was in reach"),
    (":diff T", "what differs between this moment and T"),
    (":set PLACE = EXPR", "give it another value; in the past: a new branch"),
    (":fork", "let the program go on from this moment of the past: a new branch"),
    (":branch NAME", "go to a branch of the timeline"),
    (":rename NAME", "give the present branch a name"),
    (":compare NAME", "what is not so at the end of another branch"),
    (":close COROUTINE", "end a suspended coroutine, named as in its pane"),
    (":save FILE", "keep the run of this branch as a recording"),
    (":patch f", "give f the code that is in its file now; in the past: a new branch"),
    (":step f", "step into the call of f on this line"),
    (":mark [NOTE]", "bookmark this moment"),
    (":find TEXT", "search the focused pane"),
    (":open FILE", "show a source that is loaded"),
    (":show PANE", "show a pane"),
    (":hide PANE", "hide it"),
    (":theme [NAME]", "use a theme, or list them"),
    (":help", "show the keys"),
    (":quit", "quit"),
)

NAMES: Final = tuple(dict.fromkeys(usage[1:].split()[0] for usage, _ in SYNTAX))


class CommandError(Exception):
    """A command that cannot be understood; the text is for the user."""


@dataclass(frozen=True)
class Goto:
    """A moment: a number of steps, absolute, relative to the present or in percent of the run so far; or a bookmark; or
    (`happened`) what happened then, as the session names it."""

    number: float
    kind: str  # "step", "percent", "relative", "start", "end", "bookmark", "happened"
    letter: str = ""
    happened: str = ""

    def target(self, t: int, oldest: int, newest: int) -> int:
        if self.kind == "start":
            return oldest
        if self.kind == "end":
            return newest
        if self.kind == "percent":
            return round(newest * self.number / 100)
        return max(0, t + int(self.number)) if self.kind == "relative" else int(self.number)


@dataclass(frozen=True)
class GotoLine:
    line: int


@dataclass(frozen=True)
class Break:
    """`line` is 0 for that of the cursor, `column` 0 for its beginning.

    `function` names a function instead, `instruction` one of the selected frame's function (-1: none).
    """

    line: int
    condition: str
    hits: str = ""
    message: str = ""
    function: str = ""
    column: int = 0
    instruction: int = -1


@dataclass(frozen=True)
class Clear:
    """`everything` is for all breakpoints; else they are named as in `Break`."""

    line: int
    everything: bool = False
    function: str = ""
    column: int = 0
    instruction: int = -1


@dataclass(frozen=True)
class Data:
    """A data breakpoint; `access` is "write", "read" or "any"."""

    place: str
    access: str
    condition: str = ""
    hits: str = ""


@dataclass(frozen=True)
class Write:
    """To a write to a place: the next one, or the last one."""

    place: str
    forward: bool


@dataclass(frozen=True)
class Say:
    """A command that takes a text: its name, and the text."""

    name: str
    text: str


@dataclass(frozen=True)
class Press:
    """What a key does, by its name in the key table."""

    id: str


Request = Goto | GotoLine | Break | Clear | Data | Write | Say | Press

_NUMBER: Final = re.compile(r"([+-]?)(\d[\d,_ ]*(?:\.\d+)?)\s*(%?)")
_BREAK: Final = re.compile(
    r"(?:(?P<line>\d+)(?::(?P<column>\d+))?|@(?P<pc>\d+)|(?!(?:if|hits)\b)(?P<name>[A-Za-z_][\w.:/-]*))?\s*"
    r"(?:hits\b\s*(?P<hits>.*?))?\s*(?:\bif\b\s*(?P<condition>.*))?",
    re.DOTALL,
)
_DATA: Final = re.compile(
    r"(?:(?P<access>read|write|any)\s+)?(?P<place>.+?)(?:\s+hits\s+(?P<hits>.+?))?(?:\s+if\s+(?P<condition>.+))?",
    re.DOTALL,
)
_LOG: Final = re.compile(r"(?:(\d+)(?::([1-9]\d*))?(?:\s+|$))?(.*)", re.DOTALL)
_WANTS: Final = {
    "print": "print what? :print EXPR",
    "tell": "tell of what? :tell EXPR",
    "watch": "watch what? :watch EXPR",
    "who": "which variable or field? :who player.hp",
    "write": "which variable or field? :write player.hp",
    "data": "which variable or field? :data player.hp",
    "history": "which variable or field? :history player.hp",
    "origin": "which variable or field? :origin player.hp",
    "reads": "which variable or field? :reads player.hp",
    "calls": "which function? :calls NAME",
    "lines": "which line? :lines N [EXPR]",
    "life": "which object? :life EXPR or table#1a (below the variables)",
    "rename": "which name? :rename NAME",
    "compare": "with which branch? :compare NAME",
    "close": "which coroutine? :close 0x1a, as in its pane (y)",
    "save": "to which file? :save run.mwk",
    "patch": "which function? :patch NAME",
    "step": "into which call? :step NAME",
    "diff": "compare with which moment? :diff 1234, 50%, 'a",
    "set": "set what? :set player.hp = 10",
    "branch": "which branch? :branch NAME",
    "find": "find what? :find TEXT",
    "open": "which source? :open FILE",
    "show": f"which pane? {', '.join(PANES)}",
    "hide": f"which pane? {', '.join(PANES)}",
}
"""Commands that need a text, and how they ask for it."""


def parse(text: str) -> Request:
    """What a command asks for.  A command may be cut short while it stays unambiguous.  Raises CommandError."""
    text = text.strip().removeprefix(":").strip()
    if text.isdigit():
        return GotoLine(int(text))
    word, _, rest = text.partition(" ")
    rest = rest.strip()
    name = _full_name(word)
    if name not in NAMES:
        return Press(name)
    if name in _WANTS and not rest:
        raise CommandError(_WANTS[name])
    match name:
        case "goto":
            return _goto(rest)
        case "line":
            return GotoLine(_line(rest, "line N"))
        case "break":
            return _break(rest)
        case "log":
            return _log(rest)
        case "clear":
            return _clear(rest)
        case "data":
            return _data(rest)
        case "who" | "write":
            return Write(rest, name == "write")
        case "show" | "hide":
            return Say(name, _pane(rest))
        case "help" | "quit":
            return Press(name)
        case _:
            return Say(name, rest)


def names() -> list[str]:
    """All commands, those of keys too."""
    return [*NAMES, *(command.id for command in keys.COMMANDS if command.id not in NAMES)]


_SHORT: Final = {"b": "break"}
"""What is meant by a word that several commands begin with."""


def _full_name(word: str) -> str:
    if not word:
        raise CommandError(f"a command is one of: {', '.join(NAMES)}")
    if word in names():
        return word
    if word in _SHORT:
        return _SHORT[word]
    for some in (NAMES, names()):
        found = [name for name in some if name.startswith(word)]
        shortest = min(found, key=len, default="")
        if found and all(name.startswith(shortest) for name in found):
            return shortest  # "cont" is continue, not continue-back
        if found:
            raise CommandError(f"which command? {word} may be {', '.join(found)}")
    raise CommandError(f"unknown command: {word} (there are: {', '.join(NAMES)})")


def _goto(text: str) -> Goto:
    if text in ("start", "end"):
        return Goto(0, text)
    if len(text) == 2 and text[0] == "'" and text[1].isalpha():
        return Goto(0, "bookmark", text[1])
    if text.partition(" ")[0] in KINDS:
        return Goto(0, "happened", happened=text)
    match = _NUMBER.fullmatch(text)
    if match is None:
        raise CommandError("goto where? :goto 1234, 50%, +100, -100, start, end, 'a, error 1, output 1, call f 1")
    sign, digits, percent = match.groups()
    number = float(re.sub("[,_ ]", "", digits))
    if percent:
        if sign or number > 100:
            raise CommandError("a percentage is between 0% and 100%")
        return Goto(number, "percent")
    if "." in digits:
        raise CommandError("a step is a whole number")
    return Goto(-number if sign == "-" else number, "relative" if sign else "step")


def _line(text: str, usage: str) -> int:
    if not text.isdigit() or int(text) == 0:
        raise CommandError(f"a line is a number: :{usage}")
    return int(text)


def _break(text: str) -> Break:
    match = _BREAK.fullmatch(text)
    if match is None:
        raise CommandError("break where? :break [N|N:COL|@PC|f] [hits H] [if EXPR]")
    line, column, pc, name, hits, condition = match.group("line", "column", "pc", "name", "hits", "condition")
    if condition is not None and not condition.strip():
        raise CommandError("break if what? :break [N|f] [hits H] if EXPR")
    if hits is not None and not hits.strip():
        raise CommandError("at which hits? :break [N|f] hits 3, >= 3 or %3")
    condition, hits = (condition or "").strip(), (hits or "").strip()
    if column is not None and int(column) == 0:
        raise CommandError("a column is a number from 1: :break N:COL")
    return Break(int(line or 0), condition, hits, "", name or "", int(column or 0), int(pc or -1))


def _log(text: str) -> Break:
    match = _LOG.fullmatch(text)
    line, column, message = match.groups() if match else (None, None, "")
    if not message:
        raise CommandError("log what? :log [N] TEXT, with expressions in {}")
    return Break(int(line or 0), "", "", message, column=int(column or 0))


def _clear(text: str) -> Clear:
    if text == "all":
        return Clear(0, True)
    if text[:1] == "@" and text[1:].isdigit():
        return Clear(0, instruction=int(text[1:]))
    if text and not text[0].isdigit():
        return Clear(0, False, text)
    line, colon, column = text.partition(":")
    return Clear(
        _line(line, "clear [N|N:COL|@PC|f|all]") if text else 0,
        column=_line(column, "clear N:COL") if colon else 0,
    )


def _data(text: str) -> Data:
    match = _DATA.fullmatch(text)
    if match is None or match["place"] in ("read", "write", "any"):
        raise CommandError(_WANTS["data"])
    return Data(match["place"], match["access"] or "write", match["condition"] or "", match["hits"] or "")


def _pane(text: str) -> str:
    found = [name for name in PANES if name.startswith(text)]
    if len(found) != 1:
        raise CommandError(f"there is no pane {text}: {', '.join(PANES)}")
    return found[0]
