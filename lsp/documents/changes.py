"""Changes of a text, as an editor sends them.  Relies on `positions`."""

from collections.abc import Iterable
from typing import NamedTuple

from lsp.documents.positions import Encoding, LineIndex, Position


class Change(NamedTuple):
    """A range to replace, and by what; without a range all of the text."""

    start: Position | None
    end: Position | None
    text: str


def to_bytes(text: str) -> bytes:
    """The bytes of a text; half of a surrogate pair keeps a form of its own."""
    return text.encode("utf-8", "surrogatepass")


def to_text(data: bytes) -> str:
    """The text of some bytes; what is no UTF-8 becomes replacement characters."""
    try:
        return data.decode("utf-8", "surrogatepass")
    except UnicodeDecodeError:
        return data.decode("utf-8", "replace")


def apply(lines: LineIndex, changes: Iterable[Change], encoding: Encoding) -> bytes:
    """The text after some changes, each of which sees the text that the one before it left."""
    text = lines.text
    for change in changes:
        new = to_bytes(change.text)
        if change.start is None or change.end is None:
            text = new
            continue
        lines = lines if lines.text is text else LineIndex(text)
        start = lines.offset(change.start.line, change.start.character, encoding)
        end = lines.offset(change.end.line, change.end.character, encoding)
        text = text[:start] + new + text[max(start, end) :]
    return text
