"""Breakpoints: where they are planted, when they stop, and what they leave alone."""

from pathlib import Path

from debugger.stops import Reason
from engine.compiler.opcodes import BREAK, VISIT
from tests.debugger.sessions import debugging, lines, moments, repeat

PROGRAM = """\
local total = 0

-- nothing here
for i = 1, 3 do
  total = total + i
end
local function show(n)
  print(n)
end
show(total)
show(-total)
-- the end
"""


def test_stops_at_each_execution_of_the_line() -> None:
    session = debugging(PROGRAM)
    session.set_breakpoint(5)
    forward = repeat(session.continue_)
    assert lines(forward) == [5, 5, 5]
    assert [stop.reason for stop in forward] == [Reason.BREAKPOINT] * 3 + [Reason.FINISHED]
    assert moments(repeat(session.reverse_continue)) == moments(forward)[::-1]


def test_moves_to_the_next_line_with_code() -> None:
    session = debugging(PROGRAM)
    assert session.set_breakpoint(2).line == 4
    assert session.breakpoints.at_line("demo.lua", 2) is None
    assert session.breakpoints.at_line("demo.lua", 4) is not None


def test_waits_where_no_line_follows() -> None:
    session = debugging(PROGRAM)
    found = session.set_breakpoint(13)
    assert (found.line, found.verified) == (13, False)
    assert session.continue_().reason is Reason.FINISHED


def test_in_a_function_that_runs_already() -> None:
    session = debugging("local function f(n)\n  if n > 0 then f(n - 1) end\n  return n\nend\nf(3)\n")
    session.set_breakpoint(2)
    for _ in range(3):
        session.continue_()
    session.clear_breakpoint(2)
    session.set_breakpoint(3)
    depths = []
    while session.continue_().reason is Reason.BREAKPOINT:
        depths.append(len(session.frames()))
    assert depths == [5, 4, 3, 2]


def test_planted_on_the_instruction_where_the_program_stands() -> None:
    session = debugging(PROGRAM)
    session.set_breakpoint(5)
    session.continue_()
    session.set_breakpoint(5)
    assert (session.continue_().line, session.evaluate("i")) == (5, [2])
    session.clear_breakpoint(5)
    assert session.step_instruction().reason is Reason.STEP
    assert session.continue_().reason is Reason.FINISHED
    assert session.output()[0][1] == b"6\n"


def test_on_the_first_line() -> None:
    session = debugging(PROGRAM)
    session.set_breakpoint(1)
    assert session.continue_().reason is Reason.FINISHED
    stop = session.reverse_continue()
    assert (stop.reason, stop.t) == (Reason.BREAKPOINT, 0)
    assert session.reverse_continue().reason is Reason.OLDEST


def test_stops_inside_what_is_stepped_over() -> None:
    session = debugging(PROGRAM)
    session.set_breakpoint(8)
    while (stop := session.step_over()).reason is Reason.STEP:
        pass
    assert (stop.reason, stop.line) == (Reason.BREAKPOINT, 8)
    session.clear_breakpoint(8)
    session.continue_()
    session.set_breakpoint(8)
    assert session.step_back().line == 8
    assert session.step_back().line == 11


def test_a_step_onto_a_breakpoint_says_so() -> None:
    session = debugging(PROGRAM)
    session.set_breakpoint(4)
    assert session.step_over().reason is Reason.BREAKPOINT


def test_conditions() -> None:
    session = debugging(PROGRAM)
    session.set_breakpoint(5, condition="i == 2")
    stop = session.continue_()
    assert (stop.reason, session.evaluate("i, total")) == (Reason.BREAKPOINT, [2, 1])
    t = stop.t
    assert session.continue_().reason is Reason.FINISHED
    assert session.reverse_continue().t == t


def test_a_condition_that_fails_stops() -> None:
    session = debugging(PROGRAM)
    session.set_breakpoint(5, condition="i + nothing > 0")
    assert session.continue_().reason is Reason.BREAKPOINT


def test_a_condition_that_does_not_hold_does_not_hide_a_step() -> None:
    session = debugging(PROGRAM)
    session.set_breakpoint(4, condition="false")
    stop = session.step_over()
    assert (stop.reason, stop.line) == (Reason.STEP, 4)


def test_conditions_have_no_effect() -> None:
    session = debugging("count = 0\nfor i = 1, 3 do\n  print(i)\nend\nprint(count)\n")
    session.set_breakpoint(3, condition="(function() count = count + 1; return false end)()")
    assert session.continue_().reason is Reason.FINISHED
    assert session.output()[-1][1] == b"0\n"


def test_an_expression_runs_through_breakpoints() -> None:
    session = debugging("local function f(n)\n  return n + 1\nend\nprint(f(1))\nprint(2)\n")
    session.set_breakpoint(2)
    session.set_breakpoint(5, condition="f(1) == 2")
    session.continue_()
    assert session.continue_().line == 5
    assert session.evaluate("f(41)") == [42]
    assert session.reverse_continue().line == 2


def test_in_a_chunk_that_is_loaded_later() -> None:
    session = debugging("local f = load('local x = 1\\n\\nx = x + 1\\nreturn x', '@late.lua')\nprint(f())\n")
    found = session.set_breakpoint(2, "late.lua", "x == 1")
    assert not found.verified
    stop = session.continue_()
    assert (stop.reason, stop.source, stop.line) == (Reason.BREAKPOINT, "late.lua", 3)
    assert found.verified
    assert found.line == 3
    assert session.breakpoints.all() == [found]


def test_in_a_file(tmp_path: Path) -> None:
    module = tmp_path / "module.lua"
    module.write_text("local m = {}\nfunction m.f()\n  return 7\nend\nreturn m\n")
    session = debugging(f"local m = dofile('{module}')\nprint(m.f())\n")
    session.set_breakpoint(3, str(module))
    stop = session.continue_()
    assert (stop.source, stop.line) == (str(module), 3)
    assert session.source_lines(str(module))[2] == "  return 7"


def test_two_that_move_to_the_same_line_become_one() -> None:
    session = debugging("load('\\n\\n\\nprint(1)', '@late.lua')()\n")
    session.set_breakpoint(2, "late.lua")
    session.set_breakpoint(3, "late.lua")
    assert lines(repeat(session.continue_)) == [4]
    assert [one.line for one in session.breakpoints.all()] == [4]


def test_removed_ones_leave_the_code_as_it_was() -> None:
    session = debugging(PROGRAM)
    found = [session.set_breakpoint(line) for line in (1, 5, 8)]
    places = [place for one in found for place in one.places]
    assert len(places) >= 3
    assert all(proto.code[pc] & 0xFF == BREAK for proto, pc in places)
    for one in found:
        session.clear_breakpoint(one.line)
    session.clear_breakpoint(99)
    assert session.breakpoints.all() == []
    assert all(proto.code[pc] & 0xFF == VISIT or proto.code[pc] == proto.original[pc] for proto, pc in places)
    assert session.continue_().reason is Reason.FINISHED
