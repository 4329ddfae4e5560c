"""All breakpoints as rows: those on lines and inside them, on functions, and on data."""

from dataclasses import dataclass

from debugger.breakpoints import Breakpoint
from debugger.data_breakpoints import Access, DataBreakpoint
from debugger.session import Session
from tui.spans import Line, printable
from tui.views.entries import Entry, hint
from tui.views.moment import short_name


@dataclass(frozen=True)
class Watched:
    """A data breakpoint, with the words that named its place."""

    text: str
    breakpoint: DataBreakpoint


def breakpoint_sign(found: Breakpoint | None) -> str:
    """● set, ◆ with a condition, ◈ a log point, ○ waiting for code to be loaded."""
    if found is None:
        return " "
    if not found.verified:
        return "○"
    return "◈" if found.message else "◆" if found.condition or found.hit_condition else "●"


def inner_place(session: Session, one: Breakpoint) -> str:
    """Where a breakpoint inside a line is, in words."""
    if one.column or not one.places:
        return f"at line {one.line}, column {one.column}"
    proto, pc = one.places[0]
    return f"on instruction {pc} of {session.query.context.name_of(proto)}"


def breakpoint_entries(session: Session, watched: list[Watched]) -> list[Entry]:
    found: list[Entry] = []
    for one in session.breakpoints.all():
        where = f"{short_name(one.source)}:{one.line}"
        line: Line = [("breakpoint", f" {breakpoint_sign(one)} "), ("name", where), *_conditions(one)]
        line += _text(session, one)
        found.append(Entry(line, source=one.source, source_line=one.line, subject=one))
    for one in session.breakpoints.exact():
        where = f":{one.column}" if one.column else f"  {inner_place(session, one)}"
        line = [("breakpoint", f" {breakpoint_sign(one)} "), ("name", f"{short_name(one.source)}:{one.line}{where}")]
        line += [*_conditions(one), *_text(session, one)]
        found.append(Entry(line, source=one.source, source_line=one.line, subject=one))
    for one in session.breakpoints.functions():
        line = [("breakpoint", f" {breakpoint_sign(one)} "), ("call", f"{one.function}()"), *_conditions(one)]
        found.append(Entry(line, source=one.source, source_line=one.line, subject=one))
    for data in watched:
        one_data = data.breakpoint
        line = [("breakpoint", " ◉ "), ("name", data.text), ("faint", f"  {_ACCESSES[one_data.access]}")]
        line += _asked(one_data.condition, one_data.hit_condition)
        found.append(Entry(line, subject=data))
    return found or hint("b, B, D set breakpoints; :break f, :log LINE TEXT")


def _text(session: Session, one: Breakpoint) -> Line:
    """The line of source that a breakpoint is on."""
    text = session.source_lines(one.source)[one.line - 1 : one.line]
    return [("faint", f"  {printable(text[0].strip())}")] if text else []


_ACCESSES = {Access.WRITE: "each write", Access.READ: "each read", Access.READ_WRITE: "each read and write"}


def _asked(condition: str, hits: str) -> Line:
    line: Line = []
    if condition:
        line += [("keyword", " if "), ("", printable(condition))]
    if hits:
        line += [("keyword", " hits "), ("", printable(hits))]
    return line


def _conditions(one: Breakpoint) -> Line:
    line = _asked(one.condition, one.hit_condition)
    if one.message:
        line += [("keyword", " log "), ("string", printable(one.message))]
    return line
