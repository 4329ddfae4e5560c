"""Every key does what its command says, and reports the ends of history."""

import asyncio
from collections.abc import Callable

import pytest
from debugging import DEMO, ERROR_AT, Driven, debugging

from debugger.session import Session
from tui import keys
from tui.app import Debugger
from tui.arrangement import KEYS
from tui.help import HelpScreen, sections

MIDDLE = 1500

PROGRAM = """\
local function add(a, b)
  local sum = a + b
  return sum
end
local total = 0
for i = 1, 5 do
  total = add(total, i)
end
print(total)
"""


@pytest.mark.parametrize(
    ("key", "method"),
    [
        (key, method)
        for pressed, method in [
            ("n f10", Session.step_over),
            ("N shift+f10", Session.step_back),
            ("s f11", Session.step_in),
            ("S shift+f11", Session.step_back_in),
            ("f f12", Session.step_out),
            ("F shift+f12", Session.step_back_out),
            ("c f5 f8", Session.continue_),
            ("C shift+f8", Session.reverse_continue),
            ("i", Session.step_instruction),
            ("I", Session.step_back_instruction),
        ]
        for key in pressed.split()
    ],
)
def test_a_movement_key_moves_as_the_session_does(key: str, method: Callable[[Session], object]) -> None:
    expected = Session(DEMO)
    expected.continue_()
    expected.set_breakpoint(38)
    expected.seek(MIDDLE)
    method(expected)

    async def script() -> None:
        async with debugging() as driven:
            driven.session.set_breakpoint(38)
            driven.app.travel.go_to(MIDDLE)
            await driven.press(key)
            await driven.settle()
            assert driven.session.t == expected.t != MIDDLE

    asyncio.run(script())


def test_the_first_run_stops_at_the_error_with_lua_s_words() -> None:
    async def script() -> None:
        async with debugging() as driven:
            assert driven.session.t == ERROR_AT
            message = f"lua: {DEMO}:65: attempt to index a nil value (field 'label')"
            assert driven.banner == f"✖ UNCAUGHT ERROR  {message}"
            assert driven.app.desk.source.present == 65
            await driven.press("N")
            assert driven.banner.startswith("✖ error at t=2,342")
            assert driven.session.in_past

    asyncio.run(script())


def test_the_ends_of_history_are_named() -> None:
    async def script() -> None:
        async with debugging(PROGRAM) as driven:
            assert driven.status == "▶ run · end: the program has finished"
            await driven.press("g")
            assert driven.session.t == 0
            assert "start of history: t=0" in driven.status
            await driven.press("N")
            assert "◀ step over, back · start of history: t=0" in driven.status
            await driven.press("G")
            assert driven.session.t == driven.session.newest
            assert "end: the program has finished" in driven.status
            await driven.press("n")
            assert "end: the program has finished" in driven.status

    asyncio.run(script())


def test_a_short_ring_reaches_the_whole_run() -> None:
    async def script() -> None:
        async with debugging("local n = 0\nfor i = 1, 30000 do n = n + i end\nprint(n)\n", history=1000) as driven:
            end = driven.session.t
            assert driven.session.history.at_hand[0] > end - 2500
            await driven.press("g")
            assert (driven.session.t, driven.session.oldest) == (0, 0)
            assert "start of history: t=0" in driven.status
            await driven.command("goto 5000")
            assert driven.session.t == 5000
            await driven.press("n")
            assert driven.session.t == 5001
            await driven.press("end", "c")
            await driven.settle()
            assert driven.session.t == end
            await driven.press("up", "T")
            await driven.settle()
            assert driven.status == f"◀ back to line 2 · t={driven.session.t:,} at demo.lua:2"

    asyncio.run(script())


def test_breakpoints_come_and_go_at_the_cursor() -> None:
    async def script() -> None:
        async with debugging(PROGRAM) as driven:
            await driven.press("g", "home", "down", "b")
            assert [one.line for one in driven.session.breakpoints.all()] == [2]
            assert driven.rows("source")[1].startswith("●")
            await driven.press("c")
            assert driven.status == "▶ continue · breakpoint at demo.lua:2"
            await driven.press("f9")
            assert driven.session.breakpoints.all() == []
            await driven.press("B")
            await driven.type("b == 4")
            assert driven.rows("source")[1].startswith("◆")
            await driven.press("c")
            assert driven.rows("variables")[1:3] == ["    a = ● 0 → 6", "    b = ● 1 → 4"]

    asyncio.run(script())


def test_running_to_the_cursor_leaves_no_breakpoint_behind() -> None:
    async def script() -> None:
        async with debugging(PROGRAM) as driven:
            await driven.press("home", "down", "down", "T")
            assert driven.status == f"◀ back to line 3 · t={driven.session.t} at demo.lua:3"
            assert driven.rows("variables")[3] == "    sum = 15"
            assert driven.session.breakpoints.all() == []
            last = driven.session.t
            await driven.press("g", "home", "down", "down", "t")
            assert driven.status == f"▶ to line 3 · t={driven.session.t} at demo.lua:3"
            assert driven.session.t < last

    asyncio.run(script())


def test_running_to_the_cursor_keeps_the_condition_of_a_breakpoint_there() -> None:
    async def script() -> None:
        async with debugging(PROGRAM) as driven:
            driven.session.set_breakpoint(3, condition="false")
            await driven.press("g", "home", "down", "down", "t")
            assert driven.app.desk.source.present == 3
            assert [one.condition for one in driven.session.breakpoints.all()] == ["false"]

    asyncio.run(script())


def test_selecting_a_frame_takes_every_pane_along() -> None:
    async def script() -> None:
        async with debugging(PROGRAM) as driven:
            driven.session.set_breakpoint(3)
            await driven.press("C")
            assert driven.app.desk.source.arrow == "▶"
            await driven.press("u")
            assert driven.app.desk.source.present == 7
            assert driven.app.desk.source.arrow == "▷"
            assert any(row.startswith("    total = ") for row in driven.rows("variables"))
            await driven.press("u")
            assert "outermost" in driven.status
            await driven.press("2", "up")
            assert driven.app.desk.source.present == 3
            await driven.press("d")
            assert "innermost" in driven.status

    asyncio.run(script())


def test_each_pane_has_a_key_that_shows_it() -> None:
    async def script() -> None:
        async with debugging(size=(80, 24)) as driven:
            for name in keys.PANE_TEXTS:
                pane = driven.app.desk.panes[name]
                await driven.press(KEYS[name])
                await driven.settle()
                assert driven.app.focused is pane, name
                assert pane.display
                assert KEYS[name] in str(pane.border_title)

    asyncio.run(script())


def test_x_shows_the_other_tabs_and_z_one_pane_alone() -> None:
    async def script() -> None:
        async with debugging() as driven:
            panes = driven.app.desk.panes
            assert panes["registers"].display
            assert not panes["code"].display
            await driven.press("x")
            assert panes["code"].display
            assert panes["console"].display
            assert not panes["registers"].display
            await driven.press("z")
            assert [name for name, pane in panes.items() if pane.display] == ["source"]
            await driven.press("escape")
            assert panes["code"].display

    asyncio.run(script())


def test_expressions_are_evaluated_in_the_selected_frame_with_their_history() -> None:
    async def script() -> None:
        async with debugging() as driven:
            await driven.press("e")
            await driven.type("self.till, #names")
            assert driven.status == "· self.till, #names = 579, 4"
            assert driven.rows("console")[-2:] == ["  = 579", "  = 4"]
            await driven.press("e", "up")
            assert driven.field.value == "self.till, #names"
            await driven.press("escape")
            assert not driven.app.prompt.is_open
            await driven.press("e")
            await driven.type("self.nothing.at")
            assert driven.status.startswith("✖")
            assert "attempt to index a nil value (field 'nothing')" in driven.status

    asyncio.run(script())


def test_search_goes_round() -> None:
    async def script() -> None:
        async with debugging(PROGRAM) as driven:
            await driven.press("home", "slash")
            await driven.type("total")
            assert driven.app.desk.source.cursor_line == 5
            await driven.press("slash", "enter")
            assert driven.app.desk.source.cursor_line == 7
            await driven.press("slash")
            await driven.type("nowhere")
            assert driven.status == "✖ not found in source: nowhere"

    asyncio.run(script())


@pytest.mark.parametrize(
    ("command", "status"),
    [
        ("goto 100", "◀ go · t=100 at nil_field.lua:70"),
        ("goto 50%", "◀ go · t=1,171 at nil_field.lua:"),
        ("goto -1", "◀ go · t=2,341 at nil_field.lua:65"),
        ("break 12 if x > 3", "· breakpoint at line 12 if x > 3"),
        ("break 16", "· breakpoint at line 17 (line 16 has no code)"),
        ("clear 5", "✖ there is no breakpoint at line 5"),
        ("clear all", "· 0 breakpoints cleared"),
        ("print 1 + 1", "· 1 + 1 = 2"),
        ("print 1 +", "✖"),
        ("theme nonsense", "✖ there is no theme nonsense"),
        ("dance", "✖ unknown command: dance"),
    ],
)
def test_commands_say_what_they_did(command: str, status: str) -> None:
    async def script() -> None:
        async with debugging() as driven:
            await driven.command(command)
            assert driven.status.startswith(status)

    asyncio.run(script())


def test_a_running_program_can_be_paused() -> None:
    async def script() -> None:
        app = Debugger(Session("demo.lua", source=b"local n = 0\nwhile true do n = n + 1 end\n", history=1000))
        async with app.run_test() as pilot:
            driven = Driven(app, pilot)
            assert app.travel.driver.running
            await pilot.press("n")
            await pilot.press("3", "home", "enter")
            assert app.desk.variables.variables.closed == set()  # what it shows may not exist any more
            await pilot.press("p")
            await driven.settle()
            assert driven.status.startswith("▶ run · paused at demo.lua:2")
            await driven.press("N")
            assert app.session.in_past

    asyncio.run(script())


def test_a_click_on_the_timeline_or_the_gutter() -> None:
    async def script() -> None:
        async with debugging() as driven:
            await driven.pilot.click(driven.app.timeline, offset=(0, 1))
            await driven.pilot.pause()
            assert driven.session.t == 0
            await driven.pilot.click(driven.app.desk.source, offset=(2, 3))
            await driven.pilot.pause()
            assert [one.line for one in driven.session.breakpoints.all()] == [3]

    asyncio.run(script())


def test_a_line_of_output_leads_to_its_printing() -> None:
    async def script() -> None:
        async with debugging(PROGRAM) as driven:
            await driven.press("g", "6")
            assert driven.rows("output") == [" ┄┄ printed later ┄┄", " 15"]
            await driven.press("down", "enter")
            assert driven.app.desk.source.present == 9
            assert driven.rows("output") == [" 15"]

    asyncio.run(script())


def test_tables_are_opened_and_changes_marked() -> None:
    source = "local point = { x = 1, y = 2 }\npoint.x = 10\npoint.y = nil\nreturn point\n"

    async def script() -> None:
        async with debugging(source) as driven:
            await driven.press("g", "n", "3", "home", "down", "enter")
            assert driven.rows("variables")[1:4] == ["  ▾ point = {x = 1, y = 2}", "      x = 1", "      y = 2"]
            await driven.press("n")
            assert driven.rows("variables")[1:3] == ["  ▾ point = ● {x = 10, y = 2}", "      x = ● 1 → 10"]
            await driven.press("n")
            assert driven.rows("variables")[2:4] == ["      x = 10", "      y = ● 2 → nil"]
            await driven.press("N", "N")
            assert driven.rows("variables")[2:4] == ["      x = ● 10 → 1", "      y = 2"]

    asyncio.run(script())


def test_the_help_lists_every_key() -> None:
    listed = "\n".join(f"{first} {meaning}" for column in sections() for _, rows in column for first, meaning in rows)
    for command in (*keys.COMMANDS, *keys.PANE_COMMANDS):
        assert f"{command.shown_keys} {command.text}" in listed

    async def script() -> None:
        async with debugging(size=(80, 24)) as driven:
            await driven.press("question_mark")
            assert isinstance(driven.app.screen, HelpScreen)
            await driven.press("escape")
            assert not isinstance(driven.app.screen, HelpScreen)

    asyncio.run(script())


def test_every_binding_has_an_id_and_an_action_of_its_own() -> None:
    commands = (*keys.COMMANDS, *keys.PANE_COMMANDS)
    assert len({command.id for command in commands}) == len(commands)
    assert len({command.action for command in commands}) == len(commands)
    pressed = [key for command in commands for key in command.keys]
    assert len(set(pressed)) == len(pressed)


def test_the_command_palette_has_the_commands() -> None:
    async def script() -> None:
        async with debugging() as driven:
            offered = [one.title for one in driven.app.get_system_commands(driven.app.screen)]
            assert "Step over, backward" in offered
            assert len(offered) == len(keys.COMMANDS) + 1

    asyncio.run(script())


def test_q_quits() -> None:
    async def script() -> None:
        async with debugging() as driven:
            await driven.press("q")
            assert driven.app.return_value == 0

    asyncio.run(script())
