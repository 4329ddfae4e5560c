"""Into one of several calls on a line, back to the start of a frame, and breakpoints inside of lines."""

import pytest

from debugger.session import Session
from debugger.stopping_places import calls_on_line
from debugger.stops import Reason
from tests.debugger.sessions import debugging, repeat, run_to

PROGRAM = """\
local function double(n) return 2 * n end
local function add(a, b)
  local sum = a + b
  return sum
end
local x = add(double(1), double(2)) + #tostring(3)
print(x)
for i = 1, 3 do x = double(i); x = add(x, i) end
"""


def at_line_6() -> Session:
    session = debugging(PROGRAM)
    run_to(session, 6)
    return session


def calls(session: Session) -> list[int]:
    frame = session.frames(limit=1)[0]
    assert frame.closure is not None
    return calls_on_line(frame.closure.proto, frame.pc)


@pytest.mark.parametrize(("number", "line", "expected"), [(0, 1, {"n": 1}), (1, 1, {"n": 2}), (2, 3, {"a": 2, "b": 4})])
def test_into_a_call(number: int, line: int, expected: dict[str, int]) -> None:
    session = at_line_6()
    stop = session.finish(session.motion_step_into_call(calls(session)[number]))
    assert (stop.reason, stop.line) == (Reason.STEP, line)
    assert {name: session.evaluate(name)[0] for name in expected} == expected


def test_into_a_library_function_is_a_step_over() -> None:
    session = at_line_6()
    stop = session.finish(session.motion_step_into_call(calls(session)[3]))
    assert (stop.reason, stop.line) == (Reason.STEP, 7)


@pytest.mark.parametrize("history", [1_000_000, 4])
def test_back_to_the_start_of_a_frame(history: int) -> None:
    session = debugging(PROGRAM, history=history)
    run_to(session, 4)
    inner, outer = session.frames()
    stop = session.finish(session.motion_frame_start(inner))
    assert (stop.line, session.evaluate("a")) == (3, [2])
    stop = session.finish(session.motion_frame_start(session.frames()[1]))
    assert (stop.line, session.t) == (1, 0)
    assert outer.identity == session.frames()[0].identity


def test_the_columns_of_a_line() -> None:
    session = debugging(PROGRAM)
    assert session.breakpoints.columns("demo.lua", 6) == [11, 15, 26, 40]
    assert session.breakpoints.columns("demo.lua", 99) == []


@pytest.mark.parametrize("history", [1_000_000, 4])
def test_breakpoints_inside_of_a_line_in_both_directions(history: int) -> None:
    session = debugging(PROGRAM, history=history)
    first = session.set_column_breakpoint(8, 21, "demo.lua")
    second = session.set_column_breakpoint(8, 37, "demo.lua", condition="i > 1")
    assert (first.column, second.column) == (21, 36)
    forward = repeat(session.continue_)
    assert [one.line for one in forward[:-1]] == [8] * 5
    backward = repeat(session.reverse_continue)
    assert [one.t for one in backward[:-1]][::-1] == [one.t for one in forward[:-1]]
    session.breakpoints.remove_exact(first)
    assert len(repeat(session.continue_)) == 3


def test_hits_of_a_breakpoint_inside_of_a_line() -> None:
    session = debugging(PROGRAM)
    session.set_column_breakpoint(8, 21, "demo.lua", hit_condition="2")
    session.continue_()
    assert session.evaluate("i") == [2]
    assert session.continue_().reason is Reason.FINISHED


def test_breakpoints_on_instructions() -> None:
    session = debugging(PROGRAM)
    session.set_breakpoint(3)
    session.continue_()
    closure = session.frames()[0].closure
    assert closure is not None
    session.seek(0)
    session.clear_breakpoint(3)
    session.set_instruction_breakpoint(closure.proto, 1)
    met = repeat(session.continue_)
    assert {one.line for one in met[:-1]} == {4}
    assert len(met) == 5
    assert len(repeat(session.reverse_continue)) == 5


def test_a_column_waits_for_its_source() -> None:
    session = debugging("local f = load('local a = 1; print(a)', '@later.lua')\nf()\n")
    waiting = session.set_column_breakpoint(1, 14, "later.lua")
    assert not waiting.verified
    stop = session.continue_()
    assert (stop.source, stop.line) == ("later.lua", 1)
    assert session.evaluate("a") == [1]
