"""Breakpoints as the client sets them: whole lists at a time, each with a number that it keeps.

They outlive the session: one that is set before the launch, or before a restart, is set in the program that comes.
"""

from dataclasses import dataclass
from typing import Final

from debugger.breakpoints import Breakpoint
from debugger.dap.conditions import failures, problem_of
from debugger.dap.conventions import byte_column, utf16_column
from debugger.dap.debuggee import Debuggee
from debugger.dap.dispatcher import Commands, Refused
from debugger.dap.fields import Body, Fields, Json
from debugger.dap.sources import Sources
from debugger.hit_conditions import BadHitCondition
from debugger.hit_conditions import parse as parse_hit_condition
from debugger.session import Session
from debugger.source_names import file_key

_ON_INSTRUCTION: Final = -1

_KINDS: Final = {0: "function breakpoint", _ON_INSTRUCTION: "instruction breakpoint"}
"""What a stop is called by the lines of what is met there; otherwise "breakpoint"."""


@dataclass(frozen=True)
class _Wish:
    """A breakpoint that the client wants: on a line (`name` is the source), maybe at a column (in UTF-16 units, from
    1), on the function `name` (line 0), or on the instruction `name` (line -1).
    """

    name: str
    line: int
    condition: str
    hit_condition: str
    message: str = ""
    column: int = 0


@dataclass
class _Entry:
    """A wish, the number that the client knows it by, and what has become of it."""

    number: int
    wish: _Wish
    planted: Breakpoint | None = None
    problem: str = ""
    told: tuple[bool, int] = (False, 0)  # what the client has been told: whether verified, and the line


class BreakpointRequests:
    """Answers what is asked about breakpoints."""

    def __init__(self, debuggee: Debuggee, sources: Sources) -> None:
        self._debuggee = debuggee
        self._sources = sources
        self._last = 0
        self._by_source: dict[str, list[_Entry]] = {}
        self._functions: list[_Entry] = []
        self._instructions: list[_Entry] = []

    def commands(self) -> Commands:
        return {
            "setBreakpoints": self._set_breakpoints,
            "setFunctionBreakpoints": self._set_function_breakpoints,
            "setInstructionBreakpoints": self._set_instruction_breakpoints,
        }

    def new_number(self) -> int:
        """A number for a breakpoint, of whatever kind: no two have the same."""
        self._last += 1
        return self._last

    def begin(self) -> None:
        """A program begins: set in it what the client wants."""
        session = self._session()
        for entry in self._entries():
            entry.planted = None
            if session is not None and not entry.problem:
                self._plant(session, entry)
        self.announce()

    def withdraw(self) -> None:
        """The client goes, the program stays."""
        session = self._session()
        for entry in self._entries():
            if session is not None:
                _uproot(session, entry)

    def announce(self) -> None:
        """Tell the client which breakpoints have found their place since the last time."""
        for entry in self._entries():
            planted = self._standing(entry)
            if planted is not None and entry.told != _state(planted):
                self._debuggee.client.event("breakpoint", {"reason": "changed", "breakpoint": self._describe(entry)})

    def failures(self) -> list[str]:
        """What is wrong with the conditions of the breakpoints that the program has stopped at."""
        session = self._debuggee.session
        return failures((one.condition for one in session.breakpoints_here()), session)

    def met(self) -> tuple[list[int], str]:
        """The numbers of the breakpoints at the present moment, and the protocol's name for their kind."""
        here = self._debuggee.session.breakpoints_here()
        found = [one for one in self._entries() if self._standing(one) in here]
        kinds = {_KINDS.get(one.wish.line, "breakpoint") for one in found}
        return [one.number for one in found], kinds.pop() if len(kinds) == 1 else "breakpoint"

    def _session(self) -> Session | None:
        """Where breakpoints are set: there is none before the launch, and in a run without debugging."""
        settings = self._debuggee.settings
        return self._debuggee.session if settings is not None and settings.debug else None

    def _entries(self) -> list[_Entry]:
        return [
            *(one for entries in self._by_source.values() for one in entries), *self._functions, *self._instructions
        ]  # fmt: skip

    def _set_breakpoints(self, arguments: Fields) -> Body:
        source = self._sources.named(arguments.fields("source"))
        conventions = self._debuggee.conventions
        if arguments.has("breakpoints") or not arguments.has("lines"):
            wishes = [
                _Wish(
                    source,
                    conventions.line_in(one.integer("line")),
                    *_conditions(one),
                    one.text("logMessage", ""),
                    conventions.column_in(one.integer("column")) if one.has("column") else 0,
                )
                for one in arguments.objects("breakpoints")
            ]
        else:
            lines = arguments.integers("lines")
            wishes = [_Wish(source, conventions.line_in(line), "", "") for line in lines]
        key = file_key(source)
        self._by_source[key] = self._replaced(self._by_source.get(key, []), wishes)
        return {"breakpoints": [self._describe(one) for one in self._by_source[key]]}

    def _set_function_breakpoints(self, arguments: Fields) -> Body:
        wishes = [_Wish(one.text("name"), 0, *_conditions(one)) for one in arguments.objects("breakpoints")]
        self._functions = self._replaced(self._functions, wishes)
        return {"breakpoints": [self._describe(one) for one in self._functions]}

    def _set_instruction_breakpoints(self, arguments: Fields) -> Body:
        wishes: list[_Wish] = []
        for one in arguments.objects("breakpoints"):
            proto, pc = self._debuggee.addresses.place(one.text("instructionReference"))
            address = self._debuggee.addresses.of(proto, pc + one.integer("offset", 0))
            wishes.append(_Wish(address, _ON_INSTRUCTION, *_conditions(one)))
        self._instructions = self._replaced(self._instructions, wishes)
        return {"breakpoints": [self._describe(one) for one in self._instructions]}

    def _replaced(self, before: list[_Entry], wishes: list[_Wish]) -> list[_Entry]:
        """The entries for what is wanted now; what was wanted already stays as it is, its hits counted."""
        session = self._session()
        kept = {one.wish: one for one in before}
        for entry in before:
            if entry.wish not in wishes and session is not None:
                _uproot(session, entry)
        entries: list[_Entry] = []
        for wish in wishes:
            entries.append(kept.get(wish) or self._new(session, wish))
        for entry in entries:
            if session is not None and not entry.problem and self._standing(entry) is None:
                self._plant(session, entry)  # what stood in its place is gone
        return entries

    def _standing(self, entry: _Entry) -> Breakpoint | None:
        """What stands for an entry: of several that have moved to one line, the last one stands for all."""
        planted = entry.planted
        if planted is None or planted.is_exact or not entry.wish.line:
            return planted
        return self._debuggee.session.breakpoints.at_line(planted.source, planted.line)

    def _new(self, session: Session | None, wish: _Wish) -> _Entry:
        entry = _Entry(self.new_number(), wish, problem=_problem(wish))
        if session is not None and not entry.problem:
            self._plant(session, entry)
        return entry

    def _plant(self, session: Session, entry: _Entry) -> None:
        wish = entry.wish
        conditions = wish.condition, wish.hit_condition
        if problem := problem_of(wish.condition, session):
            entry.problem = problem
            return
        if wish.line == _ON_INSTRUCTION:
            try:
                proto, pc = self._debuggee.addresses.place(wish.name)
                instructions = len(proto.original)
            except Refused as refused:  # it was in a program that is gone
                entry.problem = str(refused)
                return
            if pc < instructions:
                entry.planted = session.set_instruction_breakpoint(proto, pc, *conditions)
            else:
                entry.problem = f"there is no code at {wish.name}"
        elif not wish.line:
            entry.planted = session.set_function_breakpoint(wish.name, *conditions)
        elif wish.column and self._may_have_columns(session, wish):
            column = byte_column(self._sources.line(wish.name, wish.line), wish.column)
            entry.planted = session.set_column_breakpoint(wish.line, column, wish.name, *conditions, wish.message)
        else:
            entry.planted = session.set_breakpoint(wish.line, wish.name, *conditions, wish.message)

    def _may_have_columns(self, session: Session, wish: _Wish) -> bool:
        """A line without code has none: its breakpoint moves to the next line that has some."""
        return bool(session.breakpoints.columns(wish.name, wish.line)) or not session.breakpoints.mains(wish.name)

    def _describe(self, entry: _Entry) -> Body:
        conventions = self._debuggee.conventions
        planted = self._standing(entry)
        body: dict[str, Json] = {"id": entry.number, "verified": False}
        line = entry.wish.line
        source = entry.wish.name
        if planted is not None:
            entry.told = _state(planted)
            body["verified"] = planted.verified
            line, source = planted.line, planted.source
        if entry.problem:
            body["message"] = entry.problem
        elif not body["verified"]:
            body["message"] = "waits for code that has not been loaded yet"
        if line > 0:
            body["line"] = conventions.line_out(line)
            body["source"] = self._sources.describe(source)
        if planted is not None and planted.column:
            body["column"] = conventions.column_out(utf16_column(self._sources.line(source, line), planted.column))
        if entry.wish.line == _ON_INSTRUCTION:
            body["instructionReference"] = entry.wish.name
        return body


def _conditions(wanted: Fields) -> tuple[str, str]:
    return wanted.text("condition", "").strip(), wanted.text("hitCondition", "").strip()


def _problem(wish: _Wish) -> str:
    """Why a breakpoint cannot be set; empty if it can."""
    try:
        if wish.hit_condition:
            parse_hit_condition(wish.hit_condition)
    except BadHitCondition as bad:
        return str(bad)
    return ""


def _uproot(session: Session, entry: _Entry) -> None:
    planted = entry.planted
    if planted is None:
        return
    if planted.is_exact:
        session.breakpoints.remove_exact(planted)
    elif entry.wish.line:
        if session.breakpoints.at_line(planted.source, planted.line) is planted:
            session.clear_breakpoint(planted.line, planted.source)
    else:
        session.breakpoints.remove_function(entry.wish.name)


def _state(planted: Breakpoint) -> tuple[bool, int]:
    return planted.verified, planted.line
