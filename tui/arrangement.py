"""Where the panes are, for a screen of any size.

A slot is a place on the screen; panes that share one are its tabs.  Pure arithmetic in cells.
"""

from dataclasses import dataclass
from typing import Final

PANES: Final = ("source", "frames", "variables", "registers", "code", "output", "log")
"""All panes, in the order of their focus keys 1 to 7."""

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


def arrange(width: int, height: int, alone: str = "") -> list[Slot]:
    """The slots of a screen of this size; together they tile it.  `alone` names a pane that gets everything."""
    if alone:
        return [Slot((alone,), 0, 0, width, height)]
    if height < _LOW:
        return [Slot(PANES, 0, 0, width, height)]
    if width < _TWO_COLUMNS or height < 26:
        return _compact(width, height)
    if width >= _WIDE and height >= _TALL:
        return _everything(width, height)
    return _two_columns(width, height)


def _compact(width: int, height: int) -> list[Slot]:
    """The source above, everything else below it."""
    below = max(6, height * 9 // 20)
    top = height - below
    if width < _NARROW:
        return [Slot(("source",), 0, 0, width, top), Slot(PANES[1:], 0, top, width, below)]
    frames = min(max(24, width * 3 // 10), 44)
    return [
        Slot(("source",), 0, 0, width, top),
        Slot(("frames",), 0, top, frames, below),
        Slot(PANES[2:], frames, top, width - frames, below),
    ]


def _two_columns(width: int, height: int) -> list[Slot]:
    left = width * 58 // 100
    right = width - left
    bottom = max(8, height * 3 // 10)
    frames = max(6, height // 6)
    slots = [
        Slot(("source",), 0, 0, left, height - bottom),
        Slot(("output", "log"), 0, height - bottom, left, bottom),
        Slot(("frames",), left, 0, right, frames),
    ]
    if height >= _TALL:
        each = (height - frames) * 3 // 10
        rest = height - frames - 2 * each
        return [
            *slots,
            Slot(("variables",), left, frames, right, rest),
            Slot(("registers",), left, frames + rest, right, each),
            Slot(("code",), left, frames + rest + each, right, each),
        ]
    below = (height - frames) * 45 // 100
    rest = height - frames - below
    return [
        *slots,
        Slot(("variables",), left, frames, right, rest),
        Slot(("registers", "code"), left, frames + rest, right, below),
    ]


def _everything(width: int, height: int) -> list[Slot]:
    left = width * 45 // 100
    middle = (width - left) // 2
    right = width - left - middle
    bottom = height // 4
    output = left // 2
    frames = max(8, height // 5)
    registers = height * 2 // 5
    return [
        Slot(("source",), 0, 0, left, height - bottom),
        Slot(("output",), 0, height - bottom, output, bottom),
        Slot(("log",), output, height - bottom, left - output, bottom),
        Slot(("frames",), left, 0, middle, frames),
        Slot(("variables",), left, frames, middle, height - frames),
        Slot(("registers",), left + middle, 0, right, registers),
        Slot(("code",), left + middle, registers, right, height - registers),
    ]


@dataclass(frozen=True)
class Title:
    """The title of a slot: (pane, text) of each tab, and a detail of the pane that is in front."""

    tabs: list[tuple[str, str]]
    detail: str


def title(panes: tuple[str, ...], active: str, detail: str, width: int) -> Title:
    """The title of a slot that fits into `width` cells: in the worst case the keys of the other tabs alone."""
    full = [(pane, f"{PANES.index(pane) + 1} {pane}") for pane in panes]
    short = [(pane, text if pane == active else text[0]) for pane, text in full]
    for tabs in (full, short):
        used = sum(len(text) + 2 for _, text in tabs) - 2
        room = width - used - 3
        if used <= width:
            if len(detail) > room:
                detail = "…" + detail[1 - room :] if room >= _SHORTEST_DETAIL else ""
            return Title(tabs, detail)
    return Title([(active, dict(full)[active][:width])], "")
