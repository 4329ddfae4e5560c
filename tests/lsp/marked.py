"""Marked source: Lua text with marks inside, for tests of features.

``|>`` stands before a place (the cursor), ``«`` and ``»`` around a range.  Files of a workspace are given by name.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from engine.syntax.dialects import DIALECTS
from lsp.documents.snapshot import Snapshot
from lsp.documents.spans import Edit
from lsp.workspace.project import Project
from lsp.workspace.settings import Settings

ROOT = "/workspace"


@dataclass
class Marked:
    """A text without its marks, and where they were, in bytes."""

    text: bytes
    cursors: list[int]
    ranges: list[tuple[int, int]]

    @property
    def cursor(self) -> int:
        return self.cursors[0]


def read(source: str) -> Marked:
    """Take the marks out of a text."""
    text = bytearray()
    cursors: list[int] = []
    ranges: list[tuple[int, int]] = []
    opened: list[int] = []
    at = 0
    while at < len(source):
        if source.startswith("|>", at):
            cursors.append(len(text))
            at += 2
            continue
        if source[at] == "«":
            opened.append(len(text))
        elif source[at] == "»":
            ranges.append((opened.pop(), len(text)))
        else:
            text += source[at].encode()
        at += 1
    return Marked(bytes(text), cursors, sorted(ranges))


def uri(name: str) -> str:
    return f"file://{ROOT}/{name}"


class Workspace:
    """A project of marked files; the first is the one that tests are about."""

    def __init__(self, main: str, lua: str = "5.4", **others: str) -> None:
        self.project = Project()
        self.project.roots.append(ROOT)
        self.project.configure(Settings(dialect=DIALECTS[lua]))
        self.marked = read(main)
        self.others = {name: read(text) for name, text in others.items()}
        for name, marked in self.others.items():
            self.project.add_file(uri(f"{name}.lua"), marked.text)
        self.snapshot: Snapshot = self.project.open_file(uri("main.lua"), self.marked.text, 1)

    @property
    def cursor(self) -> int:
        return self.marked.cursor

    def text_of(self, start: int, end: int) -> str:
        return self.marked.text[start:end].decode()


def edited(text: bytes, edits: Iterable[Edit]) -> str:
    """A text after some edits that do not overlap."""
    for edit in sorted(edits, reverse=True):
        text = text[: edit.start] + edit.text.encode() + text[edit.end :]
    return text.decode()
