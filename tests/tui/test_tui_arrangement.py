"""The panes tile every screen, and titles fit into their slots."""

import pytest

from tui.arrangement import PANES, arrange, title

WIDTHS = (20, 40, 60, 80, 99, 100, 120, 170, 200, 300)
HEIGHTS = (3, 10, 20, 30, 44, 57, 100)
SIZES = [(width, height) for width in WIDTHS for height in HEIGHTS]


@pytest.mark.parametrize(("width", "height"), SIZES)
def test_slots_tile_the_screen(width: int, height: int) -> None:
    slots = arrange(width, height)
    cells = [
        (slot.x + x, slot.y + y) for slot in slots for x in range(slot.width) for y in range(slot.height)
    ]
    assert len(cells) == len(set(cells)) == width * height
    assert all(0 <= x < width and 0 <= y < height for x, y in cells)
    assert sorted(name for slot in slots for name in slot.panes) == sorted(PANES)


def test_what_is_seen_at_once() -> None:
    assert [slot.panes[0] for slot in arrange(80, 20)] == ["source", "frames", "variables"]
    assert [slot.panes[0] for slot in arrange(120, 36)] == ["source", "output", "frames", "variables", "registers"]
    assert {"source", "output", "variables", "watches", "registers", "code", "breakpoints"} <= {
        slot.panes[0] for slot in arrange(200, 56)
    }


@pytest.mark.parametrize(("width", "height"), SIZES)
def test_hidden_panes_leave_their_place_to_the_others(width: int, height: int) -> None:
    hidden = {"output", "console", "events", "registers", "frames", "source"}
    slots = arrange(width, height, hidden=hidden)
    assert sum(slot.width * slot.height for slot in slots) == width * height
    assert sorted(name for slot in slots for name in slot.panes) == sorted(set(PANES) - hidden | {"source"})


def test_one_pane_alone() -> None:
    (slot,) = arrange(80, 20, "code")
    assert (slot.panes, slot.width, slot.height) == (("code",), 80, 20)


@pytest.mark.parametrize("width", range(4, 60))
def test_titles_fit(width: int) -> None:
    found = title(PANES[2:], "code", "count_stock", width)
    text = "  ".join(tab for _, tab in found.tabs) + (f" · {found.detail}" if found.detail else "")
    assert len(text) <= width
    assert any(pane == "code" for pane, _ in found.tabs)
