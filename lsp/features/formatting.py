"""Formatting: indentation and blanks; line breaks stay where they are, but for runs of empty lines.

Works on tokens: what stands between two tokens is replaced, the tokens never are, so no program changes its meaning and
no comment is lost.  Formatting what is formatted changes nothing.  A text with syntax errors is left alone.
Relies on `spacing` and `indentation`.
"""

from collections.abc import Iterator
from typing import Final

from lsp.documents import scanner
from lsp.documents.scanner import Token
from lsp.documents.snapshot import Snapshot
from lsp.documents.spans import Edit
from lsp.features.indentation import Indentation
from lsp.features.spacing import Spacing

_EMPTY_LINES: Final = 1  # the longest run that stays


def format_document(snapshot: Snapshot, indent: str) -> list[Edit]:
    """The edits that format a file."""
    return [] if snapshot.problems else [_trimmed(snapshot, edit) for edit in edits(snapshot, indent)]


def format_range(snapshot: Snapshot, indent: str, start: int, end: int) -> list[Edit]:
    """The edits that format the lines of a range."""
    if snapshot.problems:
        return []
    lines = snapshot.lines
    first = lines.starts[lines.line_of(start)]
    last = lines.bounds(lines.line_of(max(start, end - 1)))[1]
    found = (_trimmed(snapshot, edit) for edit in edits(snapshot, indent, _beginning(snapshot, first), last))
    return [edit for edit in found if first <= edit.start and edit.end <= last]


def _beginning(snapshot: Snapshot, offset: int) -> int:
    """Where to begin, in order to format what is at an offset: a statement of the top level before it.

    Behind an error, or something that is not closed, nobody knows what belongs to the top level.
    """
    at = snapshot.unit_at(offset)
    for problem in snapshot.problems:
        at = min(at, snapshot.unit_at(problem.start))
    if snapshot.parsed.open_unit is not None:
        at = min(at, snapshot.units.index(snapshot.parsed.open_unit))
    at -= 1
    statement = snapshot.units[at].statement if at > 0 else None
    return 0 if statement is None else statement.start + snapshot.shift(at)


def _trimmed(snapshot: Snapshot, edit: Edit) -> Edit:
    """The edit without line breaks that stay: where only the indentation changes, it is in that line."""
    head, newline, rest = edit.text.rpartition("\n")
    kept = (head + newline).encode()
    old = snapshot.source[edit.start : edit.end]
    if kept and old.startswith(kept) and b"\n" not in old[len(kept) :]:
        return Edit(edit.start + len(kept), edit.end, rest)
    return edit


def format_on_type(snapshot: Snapshot, indent: str, offset: int) -> list[Edit]:
    """The edits that indent the line of an offset, and the one before it, while it is being written."""
    lines = snapshot.lines
    line = lines.line_of(offset)
    found: list[Edit] = []
    begin = _beginning(snapshot, lines.starts[max(0, line - 1)])
    for edit in edits(snapshot, indent, begin, offset):
        if edit.end > offset:
            break
        at = lines.line_of(edit.end)
        is_blank = not snapshot.text[slice(*lines.bounds(at))].strip()
        if at in (line - 1, line) and not is_blank and edit.end == _first_column(snapshot, at):
            start = lines.starts[at]
            text = edit.text.rpartition("\n")[2]
            if snapshot.text[start : edit.end] != text.encode():
                found.append(Edit(start, edit.end, text))
    start, end = lines.bounds(line)
    level = None if snapshot.text[start:end].strip() else _level_of_new_line(snapshot.source, begin, start)
    if level is not None and snapshot.text[start:end] != (indent * level).encode():
        found.append(Edit(start, end, indent * level))
    return found


def _level_of_new_line(text: bytes, begin: int, offset: int) -> int | None:
    """How deep a statement is that is about to begin at an offset; None inside of a comment or a string."""
    indentation = Indentation(text)
    before: Token | None = None
    is_first = True
    for token in scanner.scan(text, begin):
        if token.start >= offset:
            break
        if token.kind == scanner.NEWLINE:
            is_first = True
        elif token.end > offset:
            return None
        else:
            if is_first:
                indentation.begin_line(token, before)
            indentation.read(token)
            before, is_first = token, False
    return indentation.begin_line(Token(scanner.NAME, offset, offset), before)


def _first_column(snapshot: Snapshot, line: int) -> int:
    start, end = snapshot.lines.bounds(line)
    text = snapshot.text[start:end]
    return start + len(text) - len(text.lstrip())


def edits(snapshot: Snapshot, indent: str, start: int = 0, end: int | None = None) -> Iterator[Edit]:
    """The edits that format a text, from its beginning or a statement of the top level, to its end or an offset."""
    text = snapshot.source
    newline = "\r\n" if b"\r\n" in text else "\n"
    indentation = Indentation(text)
    spacing = Spacing(text, start)
    at = start  # the end of the last token
    breaks = 0  # line breaks since then
    before: Token | None = None
    first = len(text) - len(text.lstrip()) if text == snapshot.text else snapshot.lines.bounds(0)[1]
    for token in scanner.scan(text, start):
        if end is not None and at > end:
            return
        if token.kind == scanner.NEWLINE:
            breaks += 1
            continue
        blanks = "" if before is None else spacing.between(before, token)
        if before is None or breaks:
            level = indentation.begin_line(token, before)
            wanted = indent * level
            if before is not None:
                wanted = newline * min(breaks, _EMPTY_LINES + 1) + wanted
            elif text != snapshot.text:
                wanted = newline * breaks + wanted  # behind a first line that is the loader's
                at = first
        else:
            wanted = blanks
        indentation.read(token)
        if before is not None or text == snapshot.text or breaks:
            yield from _replace(text, at, token.start, wanted)
        at, before, breaks = token.end, token, 0
    if before is not None:
        yield from _replace(text, at, len(text), newline)


def _replace(text: bytes, start: int, end: int, wanted: str) -> Iterator[Edit]:
    if text[start:end] != wanted.encode():
        yield Edit(start, end, wanted)
