"""The command line: `:goto 50%`, `:break 12 if x > 3`, ...  Text in, requests out; nothing is carried out here."""

import re
from dataclasses import dataclass
from typing import Final

SYNTAX: Final = (
    (":goto T", "to 1234, 50%, +9, -9, start, end"),
    (":line N", "go to a line; :N for short"),
    (":break [N] [if EXPR]", "a breakpoint (at the cursor)"),
    (":clear [N]", "clear a breakpoint, or `all`"),
    (":print EXPR", "evaluate an expression"),
    (":who PLACE", "back to the last write to x, player.hp, list[3], metatable of t"),
    (":write PLACE", "forward to the next write to it"),
    (":theme [NAME]", "use a theme, or list them"),
    (":help", "show the keys"),
    (":quit", "quit"),
)

NAMES: Final = ("goto", "line", "break", "clear", "print", "who", "write", "theme", "help", "quit")


class CommandError(Exception):
    """A command that cannot be understood; the text is for the user."""


@dataclass(frozen=True)
class Goto:
    """A moment: a number of steps, absolute, relative to the present or in percent of the run so far."""

    number: float
    kind: str  # "step", "percent", "relative", "start", "end"

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
    """`line` is 0 for that of the cursor."""

    line: int
    condition: str


@dataclass(frozen=True)
class Clear:
    """`line` is 0 for that of the cursor; `everything` for all breakpoints."""

    line: int
    everything: bool = False


@dataclass(frozen=True)
class Print:
    expression: str


@dataclass(frozen=True)
class Write:
    """To a write to a place: the next one, or the last one."""

    place: str
    forward: bool


@dataclass(frozen=True)
class Theme:
    name: str


@dataclass(frozen=True)
class Help:
    pass


@dataclass(frozen=True)
class Quit:
    pass


Request = Goto | GotoLine | Break | Clear | Print | Write | Theme | Help | Quit

_NUMBER: Final = re.compile(r"([+-]?)(\d[\d,_ ]*(?:\.\d+)?)\s*(%?)")
_BREAK: Final = re.compile(r"(\d+)?\s*(?:if\b\s*(.*))?", re.DOTALL)


def parse(text: str) -> Request:
    """What a command asks for.  A command may be cut short while it stays unambiguous.  Raises CommandError."""
    text = text.strip().removeprefix(":").strip()
    if text.isdigit():
        return GotoLine(int(text))
    word, _, rest = text.partition(" ")
    rest = rest.strip()
    name = _full_name(word)
    if name == "goto":
        return _goto(rest)
    if name == "line":
        return GotoLine(_line(rest, "line N"))
    if name == "break":
        return _break(rest)
    if name == "clear":
        return Clear(0, True) if rest == "all" else Clear(_line(rest, "clear [N]") if rest else 0)
    if name == "print":
        if not rest:
            raise CommandError("print what? :print EXPR")
        return Print(rest)
    if name in ("who", "write"):
        if not rest:
            raise CommandError(f"which variable or field? :{name} player.hp")
        return Write(rest, name == "write")
    if name == "theme":
        return Theme(rest)
    return Help() if name == "help" else Quit()


def _full_name(word: str) -> str:
    if not word:
        raise CommandError(f"a command is one of: {', '.join(NAMES)}")
    found = [name for name in NAMES if name.startswith(word)]
    if len(found) != 1:
        raise CommandError(f"unknown command: {word} (there are: {', '.join(NAMES)})")
    return found[0]


def _goto(text: str) -> Goto:
    if text in ("start", "end"):
        return Goto(0, text)
    match = _NUMBER.fullmatch(text)
    if match is None:
        raise CommandError("goto where? :goto 1234, 50%, +100, -100, start or end")
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
        raise CommandError("break where? :break [N] [if EXPR]")
    line, condition = match.groups()
    if condition is not None and not condition.strip():
        raise CommandError("break if what? :break [N] if EXPR")
    return Break(int(line or 0), (condition or "").strip())
