"""Helpers: a debugger on a program, driven by keys, without a terminal."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from textual.content import Content
from textual.pilot import Pilot
from textual.widgets import Input

from debugger.session import Session
from tui.app import Debugger
from tui.panes.bars import Banner, StatusLine
from tui.spans import plain

ROOT = Path(__file__).parents[2]
DEMO = "fixtures/bugs/nil_field.lua"
ERROR_AT = 2342


class Driven:
    """A running debugger and the keys to drive it."""

    def __init__(self, app: Debugger, pilot: Pilot[int]) -> None:
        self.app = app
        self.pilot = pilot
        self.session = app.session

    async def press(self, *keys: str) -> None:
        await self.pilot.press(*keys)
        await self.pilot.pause()

    async def type(self, text: str) -> None:
        """Type into the prompt, and answer."""
        self.field.value = text
        await self.press("enter")

    async def command(self, text: str) -> None:
        """Give a command, and wait for what it does."""
        await self.press("colon")
        await self.type(text)
        await self.settle()

    @property
    def field(self) -> Input:
        return self.app.screen.query_one("#prompt-input", Input)

    async def settle(self) -> None:
        """Wait for a movement that takes several slices."""
        while self.app.travel.driver.running:
            await self.pilot.pause()

    @property
    def status(self) -> str:
        return _text(self.app.screen_stack[0].query_one(StatusLine))

    @property
    def banner(self) -> str:
        return _text(self.app.screen_stack[0].query_one(Banner))

    def rows(self, pane: str) -> list[str]:
        """The text of all rows of a pane."""
        widget = self.app.desk.panes[pane]
        return [plain([*widget.lead(y), *widget.line(y)]).rstrip() for y in range(len(widget.lines))]


def _text(widget: StatusLine | Banner) -> str:
    visual = widget.visual
    return visual.plain.strip() if isinstance(visual, Content) else ""


async def settled(pilot: Pilot[int]) -> Debugger:
    """The debugger of a pilot, after its first run, or after another movement."""
    app = pilot.app
    assert isinstance(app, Debugger)
    await pilot.pause()
    while app.travel.driver.running:
        await pilot.pause()
    await pilot.pause()
    return app


@asynccontextmanager
async def debugging(
    source: str | None = None,
    *,
    size: tuple[int, int] = (120, 40),
    history: int = 1_000_000,
    waits: bool = False,
) -> AsyncIterator[Driven]:
    """A debugger on `source` (as "demo.lua"), or on the demonstration, after its first run.

    With `waits` that ends where the program waits for input.
    """
    if source is None:
        session = Session(DEMO, history=history)
    else:
        session = Session("demo.lua", source=source.encode(), history=history)
    app = Debugger(session)
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        driven = Driven(app, pilot)
        if waits:
            while not app.input.is_open:
                await pilot.pause()
            await pilot.pause()
        else:
            await driven.settle()
        yield driven
