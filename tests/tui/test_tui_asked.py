"""What variables tell when asked: what a call returned, what metamethods say, what an object is called."""

import asyncio

from debugging import Driven, debugging

PROGRAM = """\
local secret = { size = 3, name = "box" }
local mt = {
  __tostring = function(b) return "a box" end,
  __index = function(b, k) return secret[k] end,
  __pairs = function(b) return next, secret, nil end,
}
local box = setmetatable({ own = 1 }, mt)
local function double(n, m)
  return n * 2, m
end
local a = double(4, "x")
local b, c = double(5, box)
print(a, b)
"""


async def _open(driven: Driven, *names: str) -> None:
    """Choose the first row with each of the names."""
    variables = driven.app.desk.variables
    for name in names:
        variables.move_cursor(next(at for at, row in enumerate(driven.rows("variables")) if f" {name} =" in row))
        await driven.press("enter")


def test_what_the_last_call_returned_stands_with_the_variables() -> None:
    async def script() -> None:
        async with debugging(PROGRAM) as driven:
            driven.session.set_breakpoint(9)
            await driven.press("g", "c", "c", "3", "f")
            rows = driven.rows("variables")
            at = rows.index("▾ returned by double 2")
            assert rows[at + 1 : at + 3] == ["    [1] = 10", "  ▸ [2] = {own = 1}"]
            driven.app.desk.variables.move_cursor(at + 1)
            assert driven.app.looking.selected_value() is None
            await driven.press("n", "n")
            assert not any("returned by" in row for row in driven.rows("variables"))

    asyncio.run(script())


def test_metamethods_are_asked_while_their_row_is_open() -> None:
    async def script() -> None:
        async with debugging(PROGRAM) as driven:
            driven.session.set_breakpoint(13)
            await driven.press("C", "3")
            await _open(driven, "box")
            rows = [row.strip() for row in driven.rows("variables")]
            at = rows.index("▸ (tostring) = Enter asks __tostring")
            assert rows[at + 1 : at + 4] == [
                "▸ (pairs) = Enter asks __pairs", "▸ (index) = Enter asks __index", "own = 1",
            ]  # fmt: skip
            await _open(driven, "(tostring)", "(pairs)", "(index)")
            rows = [row.strip() for row in driven.rows("variables")]
            assert rows[at : at + 7] == [
                '▾ (tostring) = "a box"',
                "▾ (pairs) = 2 by __pairs", "size = 3", 'name = "box"',
                "▾ (index) = 2 by __index", "size = 3", 'name = "box"',
            ]  # fmt: skip
            driven.app.desk.variables.move_cursor(at + 2)
            assert driven.app.looking.selected_value() is None
            driven.app.desk.variables.move_cursor(at + 5)
            assert driven.app.looking.selected_value() == "box.size"
            await driven.command("tell box")
            assert driven.status == "· box: __tostring, __pairs, __index"
            assert '   = "a box"' in driven.rows("console")
            await driven.command("print print('seen', a)")
            assert driven.rows("console")[-2:] == ["  » seen    8", "  no values"]
            await driven.command("tell a")
            assert driven.status == "✖ a: it has no __tostring, __pairs or __index function"

    asyncio.run(script())


def test_a_selected_table_shows_its_name_and_has_a_life() -> None:
    async def script() -> None:
        async with debugging(PROGRAM) as driven:
            driven.session.set_breakpoint(13)
            await driven.press("C", "3")
            await _open(driven, "secret")
            name = str(driven.app.desk.variables.border_subtitle)
            assert name.startswith("table#")
            await driven.press("Y")
            await driven.settle()
            assert driven.status == f"· 1 found: life of {name}"
            lived = driven.rows("answers")
            assert lived[1].split()[-2:] == ["made", "demo.lua:1"]
            (address,) = driven.session.evaluate("tostring(secret)")
            assert isinstance(address, bytes)
            for text in (name, "secret", address.decode()):
                await driven.command(f"life {text}")
                assert driven.rows("answers") == lived
            await driven.command("life a")
            assert driven.status == "✖ a is no name of an object, like table#1a0001"

    asyncio.run(script())


def test_moments_are_gone_to_by_what_happened_then() -> None:
    async def script() -> None:
        async with debugging(PROGRAM) as driven:
            for command, line in (
                ("goto call double 1", 9), ("goto output", 13), ("goto call double -1", 9), ("goto line 11", 11),
            ):  # fmt: skip
                await driven.command(command)
                assert driven.app.desk.source.present == line, command
            here = driven.session.t
            for command, said in (
                ("goto error", "✖ there is no such error: 0 of them are known"),
                ("goto call nix", "✖ there is no function nix in what has been loaded"),
                ("goto call", "✖ call of what?"),
                ("diff call double 1", "· "),
            ):
                await driven.command(command)
                assert driven.status.startswith(said), command
                assert driven.session.t == here

    asyncio.run(script())
