"""Between bytes of snapshots and positions of the protocol."""

import re
from collections.abc import Iterable, Sequence
from typing import Final

from lsprotocol import types

from lsp.documents.snapshot import Snapshot
from lsp.documents.spans import Edit, Location
from lsp.protocol.server import MoonwalkServer


def offset(server: MoonwalkServer, snapshot: Snapshot, position: types.Position) -> int:
    """The byte offset of a position."""
    return snapshot.lines.offset(position.line, position.character, server.encoding)


def range_of(server: MoonwalkServer, snapshot: Snapshot, start: int, end: int) -> types.Range:
    """The range of some bytes."""
    first = snapshot.lines.position(start, server.encoding)
    last = snapshot.lines.position(end, server.encoding)
    return types.Range(types.Position(*first), types.Position(*last))


def locations(server: MoonwalkServer, found: Iterable[Location]) -> list[types.Location]:
    """Places of files as the protocol gives them; of files that are gone since none."""
    made: list[types.Location] = []
    for one in found:
        snapshot = server.project.snapshot(one.uri)
        if snapshot is not None:
            made.append(types.Location(snapshot.uri, range_of(server, snapshot, one.start, one.end)))
    return made


def edits(server: MoonwalkServer, snapshot: Snapshot, found: Iterable[Edit]) -> list[types.TextEdit]:
    """Edits of a file."""
    return [types.TextEdit(range_of(server, snapshot, one.start, one.end), one.text) for one in found]


_MARKS: Final = re.compile(r"[`*]")
_MARKDOWN: Final = types.MarkupKind.Markdown

Formats = Sequence[types.MarkupKind] | None
"""What a client says that it can show; if nothing, it is sent a mere string."""


def described(formats: Formats, code: str, text: str) -> types.MarkupContent | str:
    """A line of Lua with text below."""
    if _MARKDOWN not in (formats or ()):
        return marked_up(formats, f"{code}\n\n{text}" if text else code)
    shown = f"```lua\n{code}\n```"
    return types.MarkupContent(_MARKDOWN, f"{shown}\n\n{text}" if text else shown)


def marked_up(formats: Formats, text: str) -> types.MarkupContent | str:
    """A text that is written in Markdown."""
    if _MARKDOWN in (formats or ()):
        return types.MarkupContent(_MARKDOWN, text)
    plain = _MARKS.sub("", text)
    return types.MarkupContent(types.MarkupKind.PlainText, plain) if formats else plain
