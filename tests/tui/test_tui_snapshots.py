"""The screens as pictures, at three sizes; `pytest tests/tui --snapshot-update` accepts new ones."""

from collections.abc import Callable

import pytest
from debugging import DEMO, settled
from textual.pilot import Pilot

from debugger.session import Session
from tui.app import Debugger

SIZES = [(80, 24), (120, 40), (200, 60)]

Compare = Callable[..., bool]


def debugger() -> Debugger:
    return Debugger(Session(DEMO))


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
def test_at_the_error(snap_compare: Compare, size: tuple[int, int]) -> None:
    assert snap_compare(debugger(), terminal_size=size, run_before=settled)


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
def test_in_the_past(snap_compare: Compare, size: tuple[int, int]) -> None:
    async def walk_back(pilot: Pilot[int]) -> None:
        app = pilot.app
        assert isinstance(app, Debugger)
        await settled(pilot)
        app.session.set_breakpoint(52, condition="shelf.label")
        app.session.set_breakpoint(48)
        app.desk.variables.variables.opened.add(("locals", "shelf"))
        for key in ("C", "n"):
            await pilot.press(key)
            await settled(pilot)

    assert snap_compare(debugger(), terminal_size=size, run_before=walk_back)


def test_by_day(snap_compare: Compare) -> None:
    async def day(pilot: Pilot[int]) -> None:
        await settled(pilot)
        pilot.app.theme = "moonwalk-day"
        for key in ("N", "N", "x", "u"):
            await pilot.press(key)
            await settled(pilot)

    assert snap_compare(debugger(), terminal_size=(120, 40), run_before=day)


@pytest.mark.parametrize("size", SIZES[:2], ids=lambda size: f"{size[0]}x{size[1]}")
def test_help(snap_compare: Compare, size: tuple[int, int]) -> None:
    async def help_(pilot: Pilot[int]) -> None:
        await settled(pilot)
        await pilot.press("question_mark")
        await pilot.pause()

    assert snap_compare(debugger(), run_before=help_, terminal_size=size)
