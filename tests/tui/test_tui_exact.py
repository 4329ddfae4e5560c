"""Breakpoints inside a line: at a picked call, at a column, on an instruction; stepping into one call of several."""

import asyncio

from debugging import debugging

PROGRAM = """\
local function f(x) return x end
local function g(x)
  local y = x
  return y
end
print(g(f(1)))
for i = 1, 3 do f(i) end
"""


def test_a_picked_call_gets_a_breakpoint_that_stops_both_ways() -> None:
    async def script() -> None:
        async with debugging(PROGRAM) as driven:
            await driven.press("1")
            await driven.command("line 6")
            await driven.press("full_stop", "full_stop", "full_stop")
            assert driven.status == "· column 9: b sets a breakpoint there, > steps into the call"
            assert driven.rows("source")[5].endswith("print(g(○f(1)))")
            await driven.press("b")
            assert driven.status == "· breakpoint at line 6, column 9"
            await driven.press("comma", "comma", "comma")
            assert driven.status == "· line 6 as a whole"
            assert driven.rows("source")[5].startswith("◌")
            assert driven.rows("source")[5].endswith("print(g(●f(1)))")
            await driven.press("C")
            stopped = driven.session.t
            assert driven.status == "◀ continue, back · breakpoint at demo.lua:6"
            assert driven.session.breakpoints_here()[0].column == 9
            await driven.press("g", "c")
            assert driven.session.t == stopped
            await driven.press("9", "enter", "full_stop", "full_stop", "full_stop", "b")
            assert driven.session.breakpoints.exact() == []
            await driven.press("1", "end", "comma")
            assert driven.app.desk.source.column == 17

    asyncio.run(script())


def test_columns_and_instructions_have_commands() -> None:
    async def script() -> None:
        async with debugging(PROGRAM) as driven:
            driven.session.set_breakpoint(4)
            await driven.press("C")
            for command, said in (
                ("break 7:17 hits >= 2", "· breakpoint at line 7, column 17, hits >= 2"),
                ("break 7:15", "· breakpoint at line 7, column 17 (nothing stops at column 15)"),
                ("log 7:17 i is {i}", "· log point at line 7, column 17"),
                ("clear 7:17", "· breakpoint at line 7, column 17 cleared"),
                ("clear 7:17", "✖ there is no breakpoint there"),
                ("break 7 if ((", "✖ (expression):1: unexpected symbol near <eof>"),
                ("break 7:17 if ((", "✖ (expression):1: unexpected symbol near <eof>"),
                ("data y if ((", "✖ (expression):1: unexpected symbol near <eof>"),
                ("catch ((", "✖ (expression):1: unexpected symbol near <eof>"),
                ("break 7:0", "✖ a column is a number from 1: :break N:COL"),
                ("break @1 if x == 1", "· breakpoint on instruction 1 of g if x == 1"),
                ("break @99", "✖ there is no instruction 99: g has 0 to 2 (see 5 code)"),
                ("clear all", "· 2 breakpoints cleared"),
                ("clear @1", "✖ there is no breakpoint there"),
            ):
                await driven.command(command)
                assert driven.status == said, command
            await driven.press("G")
            await driven.command("break @0")
            assert driven.status.startswith("✖ select the frame of a Lua function first")

    asyncio.run(script())


def test_an_instruction_gets_a_breakpoint_by_key_and_by_click() -> None:
    async def script() -> None:
        async with debugging(PROGRAM, size=(120, 60)) as driven:
            driven.session.set_breakpoint(3)
            await driven.press("C", "5", "down", "b")
            assert driven.status == "· breakpoint on instruction 1 of g"
            assert driven.rows("code")[1].startswith("●")
            await driven.press("9")
            assert driven.rows("breakpoints")[1] == " ● demo.lua:4  on instruction 1 of g  return y"
            await driven.press("5", "c")
            assert driven.app.state.moment.frame is not None
            assert driven.app.state.moment.frame.pc == 1
            code = driven.app.desk.code
            await driven.pilot.click(code, offset=(2, 2))
            await driven.pilot.pause()
            assert driven.session.breakpoints.exact() == []
            await driven.press("B")
            await driven.type("y == 9")
            assert [one.condition for one in driven.session.breakpoints.exact()] == ["y == 9"]
            await driven.press("9", "end", "delete")
            assert driven.session.breakpoints.exact() == []

    asyncio.run(script())


def test_of_several_calls_one_is_stepped_into() -> None:
    async def script() -> None:
        async with debugging(PROGRAM) as driven:
            driven.session.set_breakpoint(6)
            await driven.press("C", "greater_than_sign")
            assert driven.status == "· into which call? f, g, print"
            await driven.type("g")
            assert driven.status == "▶ step into g · stopped at demo.lua:3"
            await driven.press("C", "full_stop", "full_stop", "full_stop", "greater_than_sign")
            assert driven.status == "▶ step into f · stopped at demo.lua:1"
            await driven.press("greater_than_sign")
            assert driven.status == "✖ from here on, nothing is called there: n steps over the line"

    asyncio.run(script())
