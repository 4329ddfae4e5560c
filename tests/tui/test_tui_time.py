"""Jumping in time: lines, values, jumps, bookmarks, data breakpoints, the timeline under the mouse."""

import asyncio

from debugging import debugging

from debugger.session import Session

PROGRAM = """\
local total = 0
local log = {}
for i = 1, 5 do
  total = total + i
  log[#log + 1] = total
end
print(total)
"""


def test_brackets_go_to_the_line_again() -> None:
    async def script() -> None:
        async with debugging(PROGRAM) as driven:
            await driven.press("home", "down", "down", "down", "left_square_bracket")
            assert driven.status.startswith("◀ last time at line 4 · t=")
            last = driven.session.t
            assert driven.session.evaluate("i, total") == [5, 10]
            await driven.press("left_square_bracket")
            assert driven.session.evaluate("i, total") == [4, 6]
            await driven.press("right_square_bracket")
            assert driven.session.t == last

    asyncio.run(script())


def test_braces_go_to_the_writes_of_the_selected_value() -> None:
    async def script() -> None:
        async with debugging(PROGRAM) as driven:
            driven.session.set_breakpoint(7)
            await driven.press("C", "3", "home", "down")
            assert driven.app.looking.selected_value() == "total"
            await driven.press("left_curly_bracket")
            assert driven.app.desk.source.present == 4
            assert driven.session.evaluate("i") == [5]
            await driven.press("left_curly_bracket", "left_curly_bracket")
            assert driven.session.evaluate("i") == [3]
            await driven.press("right_curly_bracket")
            assert driven.session.evaluate("i") == [4]
            await driven.press("home", "down", "down", "left_curly_bracket")  # another value: log
            assert driven.app.travel.written == "log"
            assert driven.app.desk.source.present == 2

    asyncio.run(script())


def test_a_field_is_selected_by_its_expression() -> None:
    async def script() -> None:
        source = "local t = { a = { 5, ['x y'] = 6 } }\nsetmetatable(t, { b = 1 })\nprint(t)\n"
        async with debugging(source) as driven:
            driven.session.set_breakpoint(3)
            await driven.press("C", "3", "home", "down", "enter")
            found = []
            for _ in range(6):
                await driven.press("down")
                if driven.app.desk.variables.rows[driven.app.desk.variables.cursor].openable:
                    await driven.press("enter")
                found.append(driven.app.looking.selected_value())
            assert found[:5] == ["getmetatable(t)", "getmetatable(t).b", "t.a", "t.a[1]", 't.a["x y"]']

    asyncio.run(script())


def test_parentheses_go_through_the_jumps() -> None:
    async def script() -> None:
        async with debugging(PROGRAM) as driven:
            end = driven.session.t
            await driven.press("g", "n", "n")
            here = driven.session.t
            await driven.press("G", "left_parenthesis")
            assert driven.session.t == here
            await driven.press("left_parenthesis")
            assert driven.session.t == 0
            await driven.press("right_parenthesis", "alt+right")
            assert driven.session.t == end
            await driven.press("right_parenthesis")
            assert "no jump" in driven.status

    asyncio.run(script())


def test_bookmarks_are_set_listed_followed_and_removed() -> None:
    async def script() -> None:
        async with debugging(PROGRAM) as driven:
            end = driven.session.t
            await driven.press("g", "n", "m")
            await driven.type("the beginning")
            marked = driven.session.t
            assert driven.status == f"· bookmark a at t={marked}: :goto 'a comes back"
            await driven.press("G", "M")
            assert driven.rows("bookmarks") == [f"  a {marked:>11}  demo.lua:2  the beginning"]
            await driven.press("enter")
            assert driven.session.t == marked
            await driven.press("G", "colon")
            assert driven.session.t == end
            await driven.type("goto 'a")
            assert driven.session.t == marked
            assert any(mark.letter == "a" for mark in driven.app.state.timeline.marks)
            await driven.press("M", "delete")
            assert driven.app.state.bookmarks.all() == []
            await driven.command("goto 'a")
            assert driven.status == "✖ there is no bookmark a"

    asyncio.run(script())


def test_a_data_breakpoint_stops_both_ways() -> None:
    async def script() -> None:
        async with debugging(PROGRAM) as driven:
            driven.session.set_breakpoint(7)
            await driven.press("C", "3", "home", "down", "D")
            assert driven.status == "· each write to total stops, forward and backward"
            await driven.press("C")
            assert driven.app.desk.source.present == 4
            assert driven.session.evaluate("i") == [5]
            await driven.press("9")
            assert [row.strip() for row in driven.rows("breakpoints")] == [
                "● demo.lua:7  print(total)", "◉ total  each write",
            ]
            await driven.press("end", "delete")
            assert driven.status == "· writes to total do not stop any more"
            await driven.press("C")
            assert driven.session.t == 0

    asyncio.run(script())


def test_breakpoints_on_functions_hits_and_log_points() -> None:
    source = "local function f(n)\n  return n * 2\nend\nfor i = 1, 6 do\n  f(i)\nend\n"

    async def script() -> None:
        async with debugging(source) as driven:
            for command, said in [
                ("break f hits %3", "· breakpoint in f, line 1, hits %3"),
                ("log 5 before {i}", "· log point at line 5"),
                ("break 5 hits x", "✖"),
            ]:
                await driven.command(command)
                assert driven.status.startswith(said)
            await driven.press("g", "c")
            assert driven.session.evaluate("n") == [3]
            assert [row.split("   ")[0] for row in driven.rows("console")] == [f"◈ before {i}" for i in (1, 2, 3)]
            await driven.press("7", "home", "enter")
            assert driven.session.evaluate("i") == [1]
            await driven.command("clear all")
            assert driven.status == "· 2 breakpoints cleared"

    asyncio.run(script())


def test_dragging_over_the_timeline_goes_there_when_released() -> None:
    async def script() -> None:
        async with debugging(PROGRAM) as driven:
            end = driven.session.t
            timeline = driven.app.timeline
            await driven.pilot.mouse_down(timeline, offset=(10, 1))
            assert driven.session.t == end
            assert "release to go there" in driven.status
            await driven.pilot.hover(timeline, offset=(60, 1))
            await driven.pilot.mouse_up(timeline, offset=(60, 1))
            await driven.pilot.pause()
            await driven.settle()
            assert driven.session.t == driven.app.state.timeline.snapped(60)
            assert 0 < driven.session.t < end
            await driven.press("plus", "plus")
            assert driven.app.state.timeline.window is not None
            await driven.press("escape")
            assert driven.app.state.timeline.window is None

    asyncio.run(script())


def test_the_depth_of_the_calls_is_known_along_the_run() -> None:
    source = "local function f(n) if n > 0 then return 1 + f(n - 1) end return 0 end\nfor i = 1, 50 do f(30) end\n"

    async def script() -> None:
        async with debugging(source) as driven:
            depths = driven.app.state.depths
            assert len(depths.moments) > 50
            assert max(depths.depths) > 20
            sampled = dict(zip(depths.moments, depths.depths, strict=True))
            check = Session("demo.lua", source=source.encode())
            check.continue_()
            for t in depths.moments[::10]:
                check.seek(t)
                assert check.machine.current.depth == sampled[t]

    asyncio.run(script())
