"""Everything that a session can do has a key and a command: each is pressed or typed, and the session's own methods are
seen to be called."""

import asyncio
from collections.abc import Callable
from functools import wraps
from pathlib import Path

import pytest
from debugging import Driven, debugging

from debugger.queries.queries import Queries
from debugger.session import Session
from tui import commands, keys

PROGRAM = """\
local Shop = { count = 10 }
function Shop.sell(n)
  if n > 3 then error("too many") end
  Shop.count = Shop.count - n
  return Shop.count
end
local worker = coroutine.wrap(function() while true do coroutine.yield(Shop.count) end end)
local last = 0
for n = 1, 5 do
  local ok, left = pcall(Shop.sell, n)
  last = worker() + (ok and left or 0)
end
print(last)
"""

KEYS = {
    "motion_step_over": ("n", "N"),
    "motion_step_in": ("s", "S"),
    "motion_step_out": ("f", "F"),
    "motion_continue": ("c", "C"),
    "motion_step_instruction": ("i", "I"),
    "motion_visit": ("t", "T", "left_square_bracket", "right_square_bracket"),
    "motion_seek": ("g", "G", "left_parenthesis", "r", "R"),
    "motion_frame_start": ("less_than_sign",),
    "motion_step_into_call": ("greater_than_sign",),
    "motion_last_write": ("left_curly_bracket",),
    "motion_next_write": ("right_curly_bracket",),
    "set_breakpoint": ("b",),
    "clear_breakpoint": ("b",),
    "watch": ("D", "U"),
    "set_data_breakpoints": ("D", "U"),
    "set_error_filters": ("X",),
    "origin_query": ("o",),
    "coroutines": ("y",),
    "query.writes": ("h",),
    "query.reads": ("O",),
    "query.coverage": ("H",),
    "query.call_tree": ("l",),
    "query.switches": ("v",),
}
"""Methods, and the keys that call them where the run stands on a call, with a variable selected."""

COMMANDS = {
    "motion_step_over": "over",
    "motion_step_in": "into",
    "motion_step_out": "out",
    "motion_continue": "continue",
    "motion_step_instruction": "instruction",
    "motion_visit": "to-cursor",
    "motion_seek": "goto 50%",
    "motion_frame_start": "frame-start",
    "motion_step_into_call": "step pcall",
    "motion_last_write": "who last",
    "motion_next_write": "write last",
    "moment_query": "goto call Shop.sell 2",
    "set_breakpoint": "break 11 hits 2 if n > 2",
    "set_function_breakpoint": "break Shop.sell",
    "set_column_breakpoint": "break 11:10",
    "set_instruction_breakpoint": "break @0",
    "clear_breakpoint": "clear 11",
    "watch": "data last",
    "set_data_breakpoints": "data last",
    "set_error_filters": "catch n == 4",
    "evaluate": "print n",
    "evaluation_output": "print print(n)",
    "place": "history last",
    "origin_query": "origin last",
    "origin_at": "origin last at 60%",
    "diff_query": "diff start",
    "compare_query": "compare main",
    "set_variable": "set last = 5",
    "branch": "fork",
    "switch_branch": "branch main",
    "close_coroutines": "close {coroutine}",
    "patch_function": "patch Shop.sell",
    "coroutines": "show coroutines",
    "save_recording": "save demo.mwk",
    "query.writes": "history last",
    "query.reads": "reads last",
    "query.calls": "calls Shop.sell",
    "query.call_tree": "pane-calls",
    "query.lines": "lines 11 n, left",
    "query.errors": "errors",
    "query.switches": "pane-events",
    "query.allocations": "made",
    "query.coverage": "count-lines",
    "query.life": "life Shop",
}
"""Methods, and a command that calls each."""

SHOWN = {
    "t", "oldest", "newest", "latest", "in_past", "frames", "walk_frames", "returned", "output", "known_output",
    "source_lines", "error_text", "error_value", "exit_code", "has_coroutines", "take_logged", "query.loads",
    "query.output", "query.executed_lines", "changed", "breakpoints_here", "has_logged", "message_of",
}  # fmt: skip
"""What panes show unasked: the panes' tests see it."""

WHAT_CARRIES_IT = {"begin", "advance", "finish", "pause", "break_off_for", "waits_for_input"}
"""How movements are carried out: p pauses, and input is asked for."""

AT_ONCE = {
    "continue_", "reverse_continue", "step_in", "step_over", "step_out", "step_instruction", "step_back_in",
    "step_back", "step_back_out", "step_back_instruction", "seek", "last_write", "next_write", "origin", "diff",
    "moment", "compare_branches", "set_place", "query.last_write",
}  # fmt: skip
"""The same as a motion, a query or `set_variable`, for a program that waits."""

OF_OTHERS = {"of_recording", "of_vm", "call_began", "observer", "iteration", "stop_here", "error_stops"}
"""How a session is made, and what an embedding program, the language server or the debug adapter needs."""


def test_every_method_of_a_session_is_accounted_for() -> None:
    methods = {name for name in dir(Session) if not name.startswith("_")}
    methods |= {f"query.{name}" for name in dir(Queries) if not name.startswith("_")}
    assert methods == {*KEYS, *COMMANDS, *SHOWN, *WHAT_CARRIES_IT, *AT_ONCE, *OF_OTHERS}


def test_every_command_and_key_is_known() -> None:
    bound = {key for command in keys.COMMANDS for key in command.keys}
    assert {key for pressed in KEYS.values() for key in pressed} <= bound
    assert {command.split()[0] for command in COMMANDS.values()} <= set(commands.names())


class Spy:
    """Notes which of a session's methods are called."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.called: set[str] = set()
        for name in {*KEYS, *COMMANDS}:
            owner = Queries if name.startswith("query.") else Session
            monkeypatch.setattr(owner, name.rpartition(".")[2], self._noting(name, owner))

    def _noting(self, name: str, owner: type) -> Callable[..., object]:
        method: Callable[..., object] = getattr(owner, name.rpartition(".")[2])

        @wraps(method)
        def noting(*args: object, **named: object) -> object:
            self.called.add(name)
            return method(*args, **named)

        return noting


async def _stand_before_a_call(driven: Driven, t: int) -> None:
    """At a moment of the first branch, nothing set, with `last` selected in the variables."""
    app = driven.app
    app.leave()
    app.asking.carry_out("branch main")
    app.asking.carry_out("clear all")
    app.travel.go_to(t)
    await driven.settle()
    app.looking.show("variables")
    variables = app.desk.variables
    variables.move_cursor(next(at for at, row in enumerate(variables.rows) if row.name == "last"))


def test_keys_call_the_session(monkeypatch: pytest.MonkeyPatch) -> None:
    async def script() -> None:
        async with debugging(PROGRAM) as driven:
            spy = Spy(monkeypatch)
            fifth = driven.session.query.lines(10).all()[4].t
            for method, pressed in KEYS.items():
                for key in pressed:
                    await _stand_before_a_call(driven, fifth)
                    if method == "clear_breakpoint":
                        driven.session.set_breakpoint(10)
                    spy.called.clear()
                    await driven.press(key)
                    await driven.settle()
                    assert method in spy.called, f"{key}: {driven.status}"

    asyncio.run(script())


def test_commands_call_the_session(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "demo.lua").write_text(PROGRAM.replace("- n", "- 2 * n"))
    monkeypatch.chdir(tmp_path)

    async def script() -> None:
        async with debugging(PROGRAM) as driven:
            spy = Spy(monkeypatch)
            fifth = driven.session.query.lines(10).all()[4].t
            for method, command in COMMANDS.items():
                await _stand_before_a_call(driven, fifth)
                worker = driven.session.coroutines()[1]
                spy.called.clear()
                driven.app.asking.carry_out(command.format(coroutine=f"0x{worker.born:x}"))
                await driven.settle()
                assert method in spy.called, f"{command}: {driven.status}"

    asyncio.run(script())
