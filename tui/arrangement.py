"""Where the panes are, for a screen of any size.

A layout is a tree: a `Split` divides its rectangle among its parts, a `Tabs` is a place that several panes share.  What
is hidden takes no place; its neighbours get it.  Pure arithmetic in cells.
"""

from collections.abc import Set
from dataclasses import dataclass
from typing import Final

PANES: Final = (
    "source", "frames", "variables", "registers", "code", "output", "console", "watches", "breakpoints",
    "coroutines", "calls", "events", "history", "origin", "diff", "answers", "bookmarks", "branches",
)
"""All panes; the first nine have their number as focus key."""

KEYS: Final = {
    **{name: str(at + 1) for at, name in enumerate(PANES[:9])},
    "coroutines": "y", "calls": "l", "events": "v", "history": "h", "origin": "o", "diff": "=", "answers": "A",
    "bookmarks": "M", "branches": "K",
}
"""The key that shows a pane; it stands in the pane's title."""

_WIDE: Final = 170
_TALL: Final = 44
_TWO_COLUMNS: Final = 100
_LOW: Final = 14
_NARROW: Final = 56
_SHORTEST_DETAIL: Final = 10


@dataclass(frozen=True)
class Slot:
    """A rectangle, and the panes of which one at a time is in it."""

    panes: tuple[str, ...]
    x: int
    y: int
    width: int
    height: int


@dataclass(frozen=True)
class Tabs:
    """A place for some panes: its share of what its split divides, and the cells that it needs at least."""

    panes: tuple[str, ...]
    share: int
    least: int = 3


@dataclass(frozen=True)
class Split:
    """Parts beside each other (`across`) or one above the other."""

    across: bool
    parts: "tuple[Tabs | Split, ...]"
    share: int = 100
    least: int = 3


Node = Tabs | Split


def layout(width: int, height: int) -> Node:
    """The layout for a screen of this size."""
    if height < _LOW:
        return Tabs(PANES, 100)
    if width < _NARROW:
        return Split(False, (Tabs(("source",), 55), Tabs(PANES[1:], 45, 6)))
    if width < _TWO_COLUMNS or height < 26:
        return _COMPACT
    return _EVERYTHING if width >= _WIDE and height >= _TALL else _TWO


_COMPACT: Final = Split(
    False,
    (
        Tabs(("source",), 54),
        Split(
            True,
            (
                Tabs(("frames", "coroutines", "breakpoints", "bookmarks", "branches"), 36, 26),
                Tabs(
                    (
                        "variables", "watches", "registers", "code", "output", "console", "calls", "events", "history",
                        "origin", "diff", "answers",
                    ),
                    64,
                ),
            ),
            46,
            6,
        ),
    ),
)
"""The source above, everything else below it."""

_TWO: Final = Split(
    True,
    (
        Split(
            False,
            (
                Tabs(("source",), 68),
                Tabs(("output", "console", "calls", "events", "history", "origin", "diff", "answers"), 32, 8),
            ),
            57,
        ),
        Split(
            False,
            (
                Tabs(("frames", "coroutines"), 24, 7),
                Tabs(("variables", "watches"), 42, 8),
                Tabs(("registers", "code", "breakpoints", "bookmarks", "branches"), 34, 8),
            ),
            43,
        ),
    ),
)

_EVERYTHING: Final = Split(
    True,
    (
        Split(
            False,
            (
                Tabs(("source",), 70),
                Split(
                    True,
                    (
                        Tabs(("output",), 46),
                        Tabs(("console", "calls", "events", "history", "origin", "diff", "answers"), 54),
                    ),
                    30,
                    8,
                ),
            ),
            44,
        ),
        Split(
            False,
            (
                Tabs(("frames", "coroutines"), 26, 8),
                Tabs(("variables",), 50, 8),
                Tabs(("watches",), 24, 6),
            ),
            28,
        ),
        Split(
            False,
            (
                Tabs(("registers",), 34, 8),
                Tabs(("code",), 40, 8),
                Tabs(("breakpoints", "bookmarks", "branches"), 26, 6),
            ),
            28,
        ),
    ),
)


def arrange(width: int, height: int, alone: str = "", hidden: Set[str] = frozenset()) -> list[Slot]:
    """The slots of a screen of this size; together they tile it.  `alone` names a pane that gets everything."""
    if alone:
        return [Slot((alone,), 0, 0, width, height)]
    kept = _without(layout(width, height), hidden - {"source"})
    assert kept is not None  # the source stays
    found: list[Slot] = []
    _place(kept, 0, 0, width, height, found)
    return found


def _without(node: Node, hidden: Set[str]) -> Node | None:
    """The layout without some panes, and without the places that this leaves empty."""
    if isinstance(node, Tabs):
        panes = tuple(name for name in node.panes if name not in hidden)
        return Tabs(panes, node.share, node.least) if panes else None
    parts = tuple(kept for part in node.parts if (kept := _without(part, hidden)) is not None)
    return Split(node.across, parts, node.share, node.least) if parts else None


def _place(node: Node, x: int, y: int, width: int, height: int, found: list[Slot]) -> None:
    if isinstance(node, Tabs):
        found.append(Slot(node.panes, x, y, width, height))
        return
    at = x if node.across else y
    for part, extent in zip(node.parts, _shares(node.parts, width if node.across else height), strict=True):
        if node.across:
            _place(part, at, y, extent, height, found)
        else:
            _place(part, x, at, width, extent, found)
        at += extent


def _shares(parts: tuple[Node, ...], extent: int) -> list[int]:
    """How many cells each part gets: its share, but what it needs at least if there is room for that."""
    total = sum(part.share for part in parts)
    cells = [extent * part.share // total for part in parts]
    if sum(part.least for part in parts) <= extent:
        cells = [max(each, part.least) for each, part in zip(cells, parts, strict=True)]
    while (excess := sum(cells) - extent) != 0:
        if excess < 0:
            cells[0] -= excess
        else:
            widest = max(range(len(parts)), key=lambda at: cells[at] - parts[at].least)
            cells[widest] -= min(excess, max(cells[widest] - parts[widest].least, 1))
    return cells


@dataclass(frozen=True)
class Title:
    """The title of a slot: (pane, text) of each tab, and a detail of the pane that is in front.

    The tab of no pane stands for those for which there is no room.
    """

    tabs: list[tuple[str, str]]
    detail: str


MORE: Final = ("", "0 more")
"""With the key that lists all panes."""


def title(panes: tuple[str, ...], active: str, detail: str, width: int) -> Title:
    """The title of a slot that fits into `width` cells: in the worst case the tab in front alone, cut off."""
    tabs = [(pane, f"{KEYS[pane]} {pane}") for pane in panes]
    while _width(tabs) > width:
        if tabs[-1] != MORE:
            tabs.append(MORE)
        dropped = next((at for at in range(len(tabs) - 2, -1, -1) if tabs[at][0] != active), -1)
        if dropped < 0:
            return Title([(active, tabs[0][1][:width])], "")
        del tabs[dropped]
    room = width - _width(tabs) - 3
    if len(detail) > room:
        detail = "…" + detail[1 - room :] if room >= _SHORTEST_DETAIL else ""
    return Title(tabs, detail)


def _width(tabs: list[tuple[str, str]]) -> int:
    return sum(len(text) + 2 for _, text in tabs) - 2
