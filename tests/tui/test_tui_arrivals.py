"""A key is heeded while a function of the library works for long."""

import asyncio

import pytest
from debugging import Driven
from textual import events
from textual.drivers.headless_driver import HeadlessDriver

from debugger import mover
from debugger.session import Session
from tui.app import Debugger
from tui.arrivals import Arrivals, noticing
from tui.controls import travel

PROGRAM = b"""\
local before = 1
local found = (('a'):rep(200)):match('a*a*b')
print(before, found)
"""


def test_a_long_call_is_broken_off_for_the_key_that_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mover, "PATIENCE", -1.0)
    session = Session("long.lua", source=PROGRAM)
    app = Debugger(session)
    pressed: list[bool] = []

    def press_p() -> bool:
        if not pressed:
            pressed.append(app.post_message(events.Key("p", "p")))
        return True

    session.break_off_for(press_p)  # instead of `Arrivals.have_come`

    async def script() -> None:
        async with app.run_test() as pilot:
            driven = Driven(app, pilot)
            await pilot.pause()
            await driven.settle()
            assert pressed == [True]
            assert driven.session.stop.line == 2
            assert driven.session.evaluate("before, found") == [1, None]
            session.break_off_for(None)
            await driven.press("c")
            await driven.settle()
            assert driven.session.output()[0][1] == b"1\tnil\n"

    asyncio.run(script())


def test_a_key_is_heeded_before_the_long_call_begins_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """It comes once, while the first slice works; nobody looks for keys that have come before the second."""
    monkeypatch.setattr(mover, "PATIENCE", -1.0)
    monkeypatch.setattr(travel, "_PAUSE", 0)
    session = Session("long.lua", source=PROGRAM)
    app = Debugger(session)
    pressed: list[bool] = []

    def have_come() -> bool:
        if not pressed:
            pressed.append(True)
            noticing(HeadlessDriver, app.arrivals)(app).process_message(events.Key("p", "p"))
        return app.arrivals.have_come()

    session.break_off_for(have_come)

    async def script() -> None:
        async with app.run_test() as pilot:
            driven = Driven(app, pilot)
            await pilot.pause()
            await driven.settle()
            assert driven.session.stop.line == 2
            assert driven.session.evaluate("before, found") == [1, None]

    asyncio.run(script())


def test_the_thread_that_reads_the_terminal_notes_what_comes() -> None:
    arrivals = Arrivals()
    app = Debugger(Session("x.lua", source=b""))

    async def script() -> None:
        async with app.run_test() as pilot:
            driver = noticing(HeadlessDriver, arrivals)(app)
            assert not arrivals.have_come()
            driver.process_message(events.Key("a", "a"))
            assert arrivals.have_come()
            assert not arrivals.pause()
            driver.process_message(events.Key("p", "p"))
            assert arrivals.pause()
            arrivals.forget()
            assert not arrivals.have_come()
            assert not arrivals.pause()
            await pilot.pause()

    asyncio.run(script())
