"""The comments that belong to something: the lines right above it.  Relies on the line index."""

from lsp.documents.changes import to_text
from lsp.documents.snapshot import Snapshot


def lines_above(snapshot: Snapshot, offset: int) -> list[str]:
    """The comment lines right above the line that holds an offset."""
    lines = snapshot.lines
    line = lines.line_of(offset) - 1
    found: list[str] = []
    while line >= 0:
        start, end = lines.bounds(line)
        text = snapshot.text[start:end].strip()
        if not text.startswith(b"--") or text.startswith(b"--[["):
            break
        found.append(to_text(text))
        line -= 1
    return found[::-1]


def line_behind(snapshot: Snapshot, offset: int) -> list[str]:
    """The comment at the end of the line that holds an offset."""
    _, end = snapshot.lines.bounds(snapshot.lines.line_of(offset))
    rest = snapshot.text[offset:end]
    at = rest.find(b"--")
    if at < 0 or b'"' in rest[:at] or b"'" in rest[:at] or rest.startswith((b"--[[", b"--[="), at):
        return []
    return [to_text(rest[at:])]
