"""Lines of text whose parts have roles ("keyword", "changed", ...), which a pane paints in its theme's colours.

The views make them, the panes paint them.  Knows nothing of either.
"""

from collections.abc import Iterable
from typing import Final

from rich.cells import cell_len

Span = tuple[str, str]
"""A role (empty for plain text) and the text."""

Line = list[Span]

ROLES: Final = (
    # source text
    "keyword",
    "constant",
    "number",
    "string",
    "comment",
    "call",
    "field",
    "operator",
    "self",
    # values and what is around them
    "name",
    "function",
    "table",
    "faint",
    "heading",
    # state: always shown by a sign as well
    "now",
    "breakpoint",
    "changed",
    "old",
    "read",
    "write",
    "error",
    "later",
    "match",
    "graph",
    "mark-bookmark",
    "executed",
    "inline",
)


def printable(text: str, tab: int = 4) -> str:
    """Text without control characters: tabs become spaces, the others their Unicode pictures.

    What a program prints may thus not control the terminal.
    """
    text = text.expandtabs(tab)
    if text.isprintable():
        return text
    return "".join(one if one.isprintable() else _picture(one) for one in text)


def _picture(character: str) -> str:
    code = ord(character)
    if code < 32:
        return chr(0x2400 + code)
    return "\u2421" if code == 127 else "\ufffd"


def plain(line: Iterable[Span]) -> str:
    return "".join(text for _, text in line)


def width(line: Iterable[Span]) -> int:
    """In terminal cells."""
    return sum(cell_len(text) for _, text in line)


def with_role(line: Line, start: int, end: int, role: str) -> Line:
    """The line with the characters from `start` to `end` in another role."""
    result: Line = []
    at = 0
    for old, text in line:
        first = min(max(start - at, 0), len(text))
        last = min(max(end - at, 0), len(text))
        for part, part_role in ((text[:first], old), (text[first:last], role), (text[last:], old)):
            if part:
                result.append((part_role, part))
        at += len(text)
    return result


def counted(number: int, what: str) -> str:
    """`1 write`, `2,000 writes`."""
    return f"{grouped(number)} {what}{'' if number == 1 else 's'}"


def grouped(number: int) -> str:
    """A count with its digits in groups of three."""
    return f"{number:,}"
