"""Stepping over, into and out, both ways: where it stops, and what it passes over."""

import pytest

from debugger.session import Session
from debugger.stops import Reason
from engine.history.state import state_hash
from tests.debugger.sessions import debugging, lines, moments, repeat, run_to

CALLS = """\
local function leaf(x)
  return x + 1
end
local function node(x)
  local a = leaf(x)
  return a + leaf(a)
end
local n = node(1)
print(n)
"""


def stop_lines(session: Session, *commands: str) -> list[int]:
    return [getattr(session, command)().line for command in commands]


def test_step_over_passes_over_calls() -> None:
    session = debugging(CALLS)
    stops = repeat(session.step_over)
    assert lines(stops) == [7, 8, 9]
    assert stops[-1].reason is Reason.FINISHED
    assert session.output()[0][1] == b"5\n"


def test_step_in_follows_calls() -> None:
    assert lines(repeat(debugging(CALLS).step_in)) == [7, 8, 5, 2, 6, 2, 9]


def test_step_over_stays_in_the_function_and_then_in_its_caller() -> None:
    session = debugging(CALLS)
    run_to(session, 2)
    assert stop_lines(session, "step_over", "step_over") == [6, 9]


def test_step_out_stops_in_the_caller_after_the_call() -> None:
    session = debugging(CALLS)
    run_to(session, 2)
    stop = session.step_out()
    assert (stop.reason, stop.line) == (Reason.STEP, 6)  # nothing of line 5 is left
    assert [frame.name for frame in session.frames()] == ["node", "main chunk"]
    assert session.step_out().line == 9
    assert session.step_out().reason is Reason.FINISHED


def test_step_back_out_stops_at_the_call() -> None:
    session = debugging(CALLS)
    run_to(session, 2)
    stop = session.step_back_out()
    assert (stop.reason, stop.line) == (Reason.STEP, 5)
    session.step_instruction()
    assert session.frames()[0].name == "leaf"
    assert session.frames()[0].pc == 0


def test_step_back_from_inside_a_line_goes_to_its_start() -> None:
    session = debugging(CALLS)
    run_to(session, 6)
    start = session.t
    session.step_in()
    assert session.step_out().line == 6
    assert session.t > start
    assert session.step_back().t == start
    assert stop_lines(session, "step_back", "step_back", "step_back") == [5, 8, 7]


def test_step_back_passes_over_calls_and_step_back_in_does_not() -> None:
    session = debugging(CALLS)
    run_to(session, 9)
    t = session.t
    assert lines(repeat(session.step_back)) == [8, 7, 3]
    session.seek(t)
    assert lines(repeat(session.step_back_in)) == [2, 6, 2, 5, 8, 7, 3]


def test_instructions() -> None:
    session = debugging(CALLS)
    assert [session.step_instruction().t for _ in range(3)] == [1, 2, 3]
    assert session.step_instruction(4).t == 7
    assert session.step_back_instruction(2).t == 5
    assert session.step_back_instruction().t == 4
    assert session.step_back_instruction(100).reason is Reason.OLDEST
    assert session.t == 0
    assert session.step_instruction(100_000).reason is Reason.FINISHED


RECURSION = """\
local function sum(n)
  if n == 0 then return 0 end
  local rest = sum(n - 1)
  return n + rest
end
print(sum(3))
"""


def test_recursion_stays_in_its_own_call() -> None:
    session = debugging(RECURSION)
    run_to(session, 3)
    session.step_in()
    assert session.evaluate("n") == [2]
    assert stop_lines(session, "step_over", "step_over") == [3, 4]
    assert session.evaluate("n") == [2]
    assert stop_lines(session, "step_over") == [4]
    assert session.evaluate("n") == [3]
    assert stop_lines(session, "step_back") == [3]
    assert session.evaluate("n") == [3]


LOOPS = """\
for i = 1, 2 do
  print(i)
end
for i = 1, 2 do print(i) end
local n = 2
while n > 0 do
  n = n - 1
end
"""


def test_loops_stop_at_each_turn() -> None:
    session = debugging(LOOPS)
    forward = [1, *lines(repeat(session.step_over))]
    assert forward == [1, 2, 1, 2, 1, 4, 4, 5, 6, 7, 6, 7, 6, 8]
    assert lines(repeat(session.step_back)) == forward[::-1]


COROUTINES = """\
local function producer()
  local x = 1
  coroutine.yield(x)
  x = 2
  coroutine.yield(x)
  return 3
end
local next_one = coroutine.wrap(producer)
local a = next_one()
local b = next_one()
local c = next_one()
print(a, b, c)
"""


def test_coroutines_are_passed_over_as_calls() -> None:
    session = debugging(COROUTINES)
    forward = [7, *lines(repeat(session.step_over))]
    assert forward == [7, 8, 9, 10, 11, 12]
    assert lines(repeat(session.step_back)) == forward[::-1]


def test_stepping_into_a_coroutine_and_through_its_yields() -> None:
    session = debugging(COROUTINES)
    assert lines(repeat(session.step_in)) == [8, 9, 2, 3, 10, 4, 5, 11, 6, 12]


def test_stepping_over_a_yield_stays_in_the_coroutine() -> None:
    session = debugging(COROUTINES)
    run_to(session, 3)
    assert stop_lines(session, "step_over", "step_over", "step_over", "step_over") == [4, 5, 6, 12]
    run = debugging(COROUTINES)
    run_to(run, 6)
    assert stop_lines(run, "step_back", "step_back", "step_back", "step_back", "step_back") == [5, 4, 3, 2, 9]


def test_stepping_out_of_a_coroutine() -> None:
    session = debugging(COROUTINES)
    run_to(session, 4)
    assert session.step_out().line == 12
    session = debugging(COROUTINES)
    run_to(session, 4)
    assert session.step_back_out().line == 9


ERRORS = """\
local function fail(n)
  if n == 0 then
    error('no')
  end
  fail(n - 1)
  return 1
end
local ok = pcall(fail, 2)
local fine = pcall(function()
  fail(1)
  print('not here')
end)
print(ok, fine)
"""


def test_caught_errors_are_passed_over() -> None:
    session = debugging(ERRORS)
    forward = [7, *lines(repeat(session.step_over))]
    assert forward == [7, 8, 9, 12, 9, 13]
    assert lines(repeat(session.step_back)) == forward[::-1]


@pytest.mark.parametrize("live", [True, False], ids=["live", "in the past"])
def test_an_error_leaves_the_stepped_function(live: bool) -> None:
    session = debugging(ERRORS)
    run_to(session, 10)
    t = session.t
    if not live:
        session.continue_()
        session.seek(t)
    assert session.step_over().line == 13
    session.seek(t)
    assert session.step_out().line == 13


@pytest.mark.parametrize("live", [True, False], ids=["live", "in the past"])
def test_an_error_kills_the_coroutine_that_is_stepped(live: bool) -> None:
    session = debugging(
        "local function fail()\n  error('x')\nend\n"
        "local co = coroutine.create(function()\n  fail()\n  print('not here')\nend)\n"
        "coroutine.resume(co)\nprint(coroutine.status(co))\n"
    )
    run_to(session, 5)
    t = session.t
    if not live:
        session.continue_()
        session.seek(t)
    assert session.step_over().line == 9
    assert session.step_back().line == 8


def test_closing_on_an_error_is_passed_over() -> None:
    session = debugging(
        "local function closer()\n  return setmetatable({}, { __close = function()\n    print('x')\n  end })\nend\n"
        "local function work()\n  local a <close> = closer()\n  error('x')\nend\n"
        "print(pcall(function()\n  work()\nend))\nprint('end')\n"
    )
    run_to(session, 8)
    t = session.t
    assert session.step_over().line == 13
    session.seek(t)
    assert session.step_in().line == 3


TAIL = """\
local function last(n)
  local m = n
  return m
end
local function first(n)
  return last(n)
end
print(first(1))
print('end')
"""


def test_tail_calls_are_passed_over() -> None:
    session = debugging(TAIL)
    run_to(session, 6)
    t = session.t
    assert session.step_over().line == 9
    session.seek(t)
    assert stop_lines(session, "step_in", "step_in", "step_in") == [2, 3, 9]
    assert stop_lines(session, "step_back_in", "step_back_in", "step_back_in") == [3, 2, 6]


SORT = """\
local t = { 3, 1, 2 }
table.sort(t, function(a, b)
  return a < b
end)
local s = ('ab'):gsub('%w', function(c)
  return c:upper()
end)
print(s, table.concat(t))
"""


def test_never_stops_in_library_code() -> None:
    session = debugging(SORT)
    assert lines(repeat(session.step_over)) == [2, 4, 2, 5, 7, 5, 8]
    session = debugging(SORT)
    stops = repeat(session.step_in)
    assert all(stop.source == "demo.lua" and stop.line > 0 for stop in stops[:-1])
    assert lines(stops).count(3) >= 2
    assert lines(stops).count(6) == 2
    back = repeat(session.step_back_in)
    assert moments(back)[::-1] == [0, *moments(stops)]


def test_leaving_a_comparator_goes_to_the_caller_of_sort() -> None:
    for command in ("step_over", "step_out"):
        session = debugging(SORT)
        run_to(session, 3)
        assert getattr(session, command)().line in (2, 4, 5)
        assert len(session.frames()) == 1
    session = debugging(SORT)
    run_to(session, 3)
    assert session.step_back_out().line == 2
    assert [frame.name for frame in session.frames()] == ["main chunk"]


def test_stepping_back_out_of_an_error() -> None:
    session = debugging("local function f()\n  local x = nil\n  return x.y\nend\nprint(1)\nf()\n")
    stop = session.continue_()
    assert (stop.reason, stop.line) == (Reason.ERROR, 3)
    assert stop_lines(session, "step_back", "step_back", "step_back", "step_back") == [3, 2, 6, 5]


def test_forward_from_the_past_comes_to_the_same_end() -> None:
    session = debugging(SORT)
    session.continue_()
    end, state, output = session.t, state_hash(session.machine), session.output()
    for t in range(0, end, 7):
        session.seek(t)
        assert session.in_past
        repeat(session.step_over)
        assert (session.t, state_hash(session.machine), session.output()) == (end, state, output)


def test_a_long_call_is_one_stretch(monkeypatch: pytest.MonkeyPatch) -> None:
    """Stepping over a call takes as many single steps however long the call is."""

    def single_steps(count: int) -> list[int]:
        session = debugging(f"local function work()\n  for i = 1, {count} do end\nend\nwork()\nprint(1)\n")
        run_to(session, 4)
        mover, taken = session._mover, [0]
        step = mover.step

        def counted(forward: bool) -> Reason | None:
            taken[0] += 1
            return step(forward)

        monkeypatch.setattr(mover, "step", counted)
        assert session.step_over().line == 5
        forward = taken[0]
        assert session.step_back().line == 4
        return [forward, taken[0] - forward]

    assert single_steps(50_000) == single_steps(5)
