"""The program's input is typed by the user; errors that something caught are one key away."""

import asyncio
from pathlib import Path

import pytest
from debugging import debugging

from engine.syntax.dialects import LUA_54
from tui.start import run

GREETING = """\
io.write("name? ")
local name = io.read()
print("hello " .. name)
local count = 0
for line in io.lines() do count = count + 1 end
print(count)
"""

SWALLOWED = """\
local function risky(n)
  if n % 2 == 0 then error("even " .. n) end
  return n
end
for i = 1, 4 do
  pcall(risky, i)
end
"""


def test_the_program_waits_for_what_the_user_types() -> None:
    async def script() -> None:
        async with debugging(GREETING, waits=True) as driven:
            app = driven.app
            assert app.input.is_open
            assert "waits for input" in driven.status
            assert app.desk.source.present == 2
            await driven.press(*"Ann", "enter")
            assert driven.session.output()[-1][1] == b"hello Ann\n"
            await driven.press(*"one", "enter", *"two", "enter", "ctrl+d")
            await driven.settle()
            assert not app.input.is_open
            assert driven.session.output()[-1][1] == b"2\n"
            await driven.press("g", "c")  # the past is not asked again
            await driven.settle()
            assert "the program has finished" in driven.status

    asyncio.run(script())


def test_escape_stops_the_program_where_it_waits() -> None:
    async def script() -> None:
        async with debugging(GREETING, waits=True) as driven:
            here = driven.session.t
            await driven.press("escape")
            assert not driven.app.input.is_open
            assert driven.session.t == here
            assert "paused at demo.lua:2" in driven.status
            await driven.press("N")
            assert driven.session.t < here
            await driven.press("c")
            assert driven.app.input.is_open

    asyncio.run(script())


def test_swallowed_errors_are_one_key_away() -> None:
    async def script() -> None:
        async with debugging(SWALLOWED) as driven:
            await driven.press("R")
            assert driven.session.evaluate("n") == [4]
            assert driven.status.startswith("◀ error before · t=")
            await driven.press("R")
            assert driven.session.evaluate("n") == [2]
            await driven.press("R")
            assert driven.status == "· no error was raised before this moment"
            await driven.press("r")
            assert driven.session.evaluate("n") == [4]
            assert len(driven.app.state.timeline.errors) == 2
            await driven.press("v")
            assert sum("✖ caught" in row and "even" in row for row in driven.rows("events")) == 2

    asyncio.run(script())


def test_input_from_a_file_that_is_not_there(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    missing = str(tmp_path / "none")
    assert run("fixtures/json.lua", [], 1000, LUA_54, missing) == 1
    assert capsys.readouterr().err == f"moonwalk: cannot read {missing}: No such file or directory\n"
