"""What can be asked about the run by name: reads, calls, lines, errors, objects; and the commands of branches."""

import asyncio
from pathlib import Path

from debugging import debugging

from debugger import objects
from debugger.session import Session
from tui.app import Debugger

PROGRAM = """\
local stock = { price = 2, count = 10 }
local function sell(n)
  if n > 5 then
    error("too many")
  end
  stock.count = stock.count - n
  return n * stock.price
end
local till = 0
for n = 1, 6 do
  local ok, got = pcall(sell, n)
  till = till + (ok and got or 0)
end
print(till)
"""

COROUTINES = """\
local function squares(n)
  return coroutine.wrap(function()
    for i = 1, n do coroutine.yield(i * i) end
  end)
end
local total = 0
for square in squares(2) do total = total + square end
local add = load("local a, b = ... return a + b")
print(add(total, 1))
"""


def test_answers_are_rows_that_lead_to_moments() -> None:
    async def script() -> None:
        async with debugging(PROGRAM) as driven:
            driven.session.set_breakpoint(14)
            await driven.press("C")
            for command, count, start in (
                ("calls sell", 6, "sell(n=1) → 2   demo.lua:11"),
                ("lines 12 n, got", 6, "1, 2   demo.lua:12"),
                ("lines 12 nothing.field", 6, "✖ "),
                ("errors", 1, '✖ "demo.lua:4: too many"   demo.lua:4  caught by pcall   at demo.lua:11'),
                ("reads stock.price", 5, "2   demo.lua:7"),
            ):
                await driven.command(command)
                rows = driven.rows("answers")
                assert len(rows) == count, command
                assert rows[0].split(maxsplit=1)[1].startswith(start), rows[0]
            assert driven.status == "· 5 found: reads of stock.price"
            assert driven.app.focused is driven.app.desk.answers
            await driven.press("home", "down", "enter")
            assert driven.app.desk.source.present == 7
            assert driven.session.evaluate("n") == [2]

    asyncio.run(script())


def test_the_last_call_is_one_that_an_error_ended() -> None:
    async def script() -> None:
        async with debugging(PROGRAM) as driven:
            await driven.command("calls sell")
            last = driven.rows("answers")[-1]
            assert last.split(maxsplit=1)[1] == 'sell(n=6)  ✖ "demo.lua:4: too many"   demo.lua:11'

    asyncio.run(script())


def test_objects_have_a_place_and_a_life() -> None:
    async def script() -> None:
        async with debugging(PROGRAM) as driven:
            driven.session.set_breakpoint(14)
            await driven.press("C")
            await driven.command("made")
            assert [row.split()[:3] for row in driven.rows("answers")] == [
                ["1", "table", "demo.lua:1"],
                ["1", "function", "demo.lua:8"],
            ]
            (stock,) = driven.session.evaluate("stock")
            await driven.command(f"life {objects.name_of(stock)}")
            rows = driven.rows("answers")
            assert rows[1].split()[-2:] == ["made", "demo.lua:1"]
            await driven.command("life nonsense")
            assert driven.status == "✖ nonsense is no name of an object, like table#1a0001"
            await driven.command("calls nothing")
            assert driven.status.startswith("✖ there is no function nothing")

    asyncio.run(script())


def test_keys_ask_about_the_line_and_the_value_under_the_cursor() -> None:
    async def script() -> None:
        async with debugging(PROGRAM) as driven:
            driven.session.set_breakpoint(12)
            await driven.press("C", "L")
            await driven.type("n, ok")
            await driven.settle()
            assert [row.split("  ")[1] for row in driven.rows("answers")][-1].startswith("6, false")
            await driven.press("3", "home", "down")
            variables = driven.app.desk.variables
            variables.search("till")
            await driven.press("O")
            await driven.settle()
            assert driven.app.desk.answers.subject == "reads of till"

    asyncio.run(script())


def test_events_are_switches_and_chunks_too() -> None:
    async def script() -> None:
        async with debugging(COROUTINES) as driven:
            await driven.press("v")
            await driven.settle()
            assert driven.status == "· 6 switches between coroutines"
            kinds = [row.split()[2] for row in driven.rows("events")]
            assert [kind for kind in kinds if kind in ("resume", "return")] == ["resume", "return"] * 3
            assert kinds.count("load") == 2
            row = next(at for at, kind in enumerate(kinds) if kind == "resume")
            driven.app.desk.panes["events"].move_cursor(row)
            await driven.press("enter")
            assert driven.session.machine.current is not driven.session.machine.main
            rows = driven.rows("coroutines")
            driven.app.desk.focus_pane("coroutines")
            rows = driven.rows("coroutines")
            assert "↰ resumed by main" in rows[1]

    asyncio.run(script())


def test_reads_and_caught_errors_stop_when_asked_to() -> None:
    async def script() -> None:
        async with debugging(PROGRAM) as driven:
            await driven.press("g", "n", "n")
            await driven.command("data read stock.price hits 2 if n < 9")
            assert driven.status == "· each read of stock.price stops, hits 2 if n < 9, forward and backward"
            await driven.press("c")
            await driven.settle()
            assert driven.status.endswith("read next, at demo.lua:7")
            assert driven.session.evaluate("n") == [2]
            await driven.press("9")
            assert driven.rows("breakpoints") == [" ◉ stock.price  each read if n < 9 hits 2"]
            await driven.press("delete", "X")
            assert driven.status == "· errors that are caught stop, too, forward and backward"
            await driven.press("c")
            await driven.settle()
            assert driven.app.desk.source.present == 4
            await driven.press("X", "c")
            await driven.settle()
            assert driven.session.t == driven.session.newest
            await driven.command("catch err == 5")
            await driven.press("C")
            await driven.settle()
            assert driven.session.t == 0
            await driven.command("data any metatable of stock")
            assert driven.status.startswith("✖ ")

    asyncio.run(script())


def test_the_value_under_the_cursor_stops_where_it_is_used() -> None:
    async def script() -> None:
        async with debugging(PROGRAM) as driven:
            driven.session.set_breakpoint(14)
            await driven.press("C", "3", "home")
            driven.app.desk.variables.search("till")
            await driven.press("U")
            assert driven.status == "· each read of till stops, forward and backward"
            await driven.press("C")
            await driven.settle()
            assert driven.status.endswith("read next, at demo.lua:12")
            driven.app.desk.variables.search("till")
            await driven.press("3", "U")
            assert driven.status == "· reads of till do not stop any more"

    asyncio.run(script())


def test_into_one_of_several_calls_and_back_to_its_start() -> None:
    async def script() -> None:
        source = "local function f(x) return x end\nlocal function g(x)\n  local y = x\n  return y\nend\nprint(g(f(1)))"
        async with debugging(source) as driven:
            driven.session.set_breakpoint(6)
            await driven.press("C")
            await driven.command("step g")
            assert driven.status == "▶ step into g · stopped at demo.lua:3"
            await driven.press("n", "less_than_sign")
            assert driven.status.startswith("◀ to the frame's start · ")
            assert driven.app.desk.source.present == 3
            await driven.command("step nothing")
            assert driven.status.startswith("✖ from here on, this line does not call nothing")

    asyncio.run(script())


def test_another_branch_has_its_own_depths_and_a_name() -> None:
    async def script() -> None:
        async with debugging(PROGRAM) as driven:
            main = list(driven.app.state.depths.moments)
            driven.session.set_breakpoint(11)
            await driven.press("g", "c", "c", "E")
            await driven.type("stock.price = 100")
            assert driven.app.state.depths.moments[-1] <= driven.session.newest < main[-1]
            driven.session.clear_breakpoint(11)
            await driven.press("c")
            await driven.command("rename dear")
            await driven.press("K")
            assert "dear" in driven.rows("branches")[1]
            await driven.command("compare main")
            assert driven.status.endswith("differences between the ends of dear and main")
            other = list(driven.app.state.depths.moments)
            await driven.command("branch main")
            assert driven.app.state.depths.moments == main
            await driven.command("branch dear")
            assert driven.app.state.depths.moments == other
            await driven.command("rename main")
            assert driven.status.startswith("✖ a branch needs a name of its own")

    asyncio.run(script())


def test_a_function_gets_the_code_of_its_file(tmp_path: Path) -> None:
    async def script() -> None:
        path = tmp_path / "price.lua"
        path.write_text("local function price(n)\n  return n * 2\nend\nfor n = 1, 3 do\n  print(price(n))\nend\n")
        app = Debugger(Session(str(path)))
        async with app.run_test(size=(120, 40)) as pilot:
            while app.travel.driver.running:
                await pilot.pause()
            app.session.set_breakpoint(5)
            await pilot.press("g", "c", "c")
            await pilot.pause()
            path.write_text(path.read_text().replace("n * 2", "n * 100"))
            app.asking.carry_out("patch price")
            assert "100" in str(app.desk.source.lines[1])
            app.session.clear_breakpoint(5)
            await pilot.press("c")
            await pilot.pause()
            assert b"".join(data for _, data in app.session.output()) == b"2\n200\n300\n"
            path.unlink()
            app.asking.carry_out("patch price")
            await pilot.pause()

    asyncio.run(script())


def test_a_watch_is_drawn_with_all_that_it_has_been() -> None:
    async def script() -> None:
        async with debugging(PROGRAM, size=(200, 60)) as driven:
            driven.session.set_breakpoint(12)
            await driven.press("g", "c", "c", "a")
            await driven.type("till")
            await driven.settle()
            (row,) = driven.rows("watches")
            assert row.startswith(" till = 2  ▁")
            roles = [role for role, _ in driven.app.desk.watches.line(0)]
            assert roles[-3:] == ["graph", "now", "later"]
            await driven.press("a")
            await driven.type("till * 2")
            assert driven.rows("watches")[1] == " till * 2 = 4"

    asyncio.run(script())
