"""Casts: comments that say what something is from here on, whatever it looks like.

``---@cast x T`` between two statements changes what a variable is taken for; ``--[[@as T]]`` behind an expression says
what that is.  Relies on `notation`.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from engine.syntax import ast
from lsp.documents.units import Unit
from lsp.types.model import NIL, Type, members, union, without_nil
from lsp.types.notation import read

_CAST: Final = re.compile(rb"---[ \t]*@cast[ \t]+([\w.]+)[ \t]+([^\r\n]*)")
_AS: Final = re.compile(rb"[ \t)]*--\[(=*)\[[ \t]*@as[ \t]+(.*?)[ \t]*\]\1\]", re.DOTALL)


def has_casts(unit: Unit) -> bool:
    """Whether there may be casts in a unit: most have none."""
    return b"@cast" in unit.text or b"@as" in unit.text


def between(unit: Unit, start: int, end: int) -> Iterator[tuple[bytes, str]]:
    """The names that are cast between two offsets, and how."""
    for match in _CAST.finditer(unit.text[start - unit.origin : end - unit.origin]):
        yield match[1], match[2].decode("utf-8", "replace")


def names(unit: Unit) -> frozenset[bytes]:
    """The names that are cast anywhere in a unit."""
    return frozenset(match[1] for match in _CAST.finditer(unit.text)) if b"@cast" in unit.text else frozenset()


def changed(kind: Type, cast: str) -> Type:
    """What a cast makes of a type."""
    for part in cast.split(","):
        part = part.strip()
        if part == "-?":
            kind = without_nil(kind)
        elif part == "+?":
            kind = union((kind, NIL))
        elif part.startswith("+"):
            kind = union((kind, read(part[1:])))
        elif part.startswith("-"):
            taken = read(part[1:])
            kind = union(member for member in members(kind) if member != taken)
        else:
            kind = read(part)
    return kind


def following(units: Sequence[Unit], at: int) -> bytes:
    """The rest of a unit's last line, which is the next one's, if there may be a cast in it."""
    rest = units[at + 1].text.partition(b"\n")[0] if at + 1 < len(units) else b""
    return rest if b"@as" in rest else b""


def behind(unit: Unit, rest: bytes, expr: ast.Expr) -> Type | None:
    """What the comment behind an expression says that it is; it may stand in the `rest` of the unit's last line."""
    match = _AS.match(unit.text, expr.end - unit.origin)
    if match is None and rest:
        match = _AS.match(unit.text[expr.end - unit.origin :] + rest)
    return None if match is None else read(match[2].decode("utf-8", "replace"))
