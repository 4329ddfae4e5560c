"""The places inside a line of source where a breakpoint can stop: ● before those that do, ○ before the picked one."""

from debugger.breakpoints import Breakpoint
from debugger.session import Session
from debugger.source_names import file_key
from tui.spans import Line, Span, printable
from tui.views.breakpoints import breakpoint_sign


def marked_line(session: Session, source: str, number: int, line: Line, picked: int) -> Line:
    """A line with its marks; `picked` is a column, 0 for none."""
    found = exact_on(session, source, number)
    signs: dict[int, Span] = {one.column: ("breakpoint", breakpoint_sign(one)) for one in found if one.column}
    if picked:
        signs[picked] = ("match", signs[picked][1] if picked in signs else "○")
    if not signs:
        return line
    raw = session.source_lines(source)[number - 1 : number]
    text = raw[0].encode() if raw else b""
    return with_signs(line, {shown_offset(text, column): sign for column, sign in signs.items()})


def exact_on(session: Session, source: str, number: int) -> list[Breakpoint]:
    """The breakpoints inside a line."""
    exact = session.breakpoints.exact()
    if not exact:
        return exact
    key = file_key(source)
    return [one for one in exact if one.line == number and file_key(one.source) == key]


def shown_offset(text: bytes, column: int) -> int:
    """How many characters of a line are shown before a column in bytes, from 1."""
    return len(printable(text[: column - 1].decode("utf-8", "replace")))


def with_signs(line: Line, signs: dict[int, Span]) -> Line:
    """A line with signs put in, each by the number of characters before it."""
    found: Line = []
    at = 0
    waiting = sorted(signs.items())
    for role, text in line:
        start = 0
        while waiting and waiting[0][0] < at + len(text):
            cut = max(waiting[0][0] - at, start)
            found += [(role, text[start:cut])] if cut > start else []
            found.append(waiting.pop(0)[1])
            start = cut
        found.append((role, text[start:]))
        at += len(text)
    return [*found, *(sign for _, sign in waiting)]
