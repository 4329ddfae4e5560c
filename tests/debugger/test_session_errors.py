"""Stops at errors that something catches: the same ones in both directions, with conditions, from wherever."""

import pytest

from debugger.raised_errors import ErrorFilter
from debugger.session import Session
from debugger.stops import Reason, Stop
from tests.debugger.sessions import debugging, repeat

CAUGHT = [ErrorFilter(caught=True, uncaught=False)]

PROGRAM = """\
local function fail(n)
  if n % 2 == 0 then
    error("even " .. n)
  end
  return n.x.y
end
for n = 1, 4 do
  pcall(fail, n)
end
pcall(error, {code = 7})
local co = coroutine.create(function() local t; t.x = 1 end)
coroutine.resume(co)
local wrapped = coroutine.wrap(function() error("wrapped") end)
print(pcall(wrapped))
xpcall(function() error("handled") end, function(m) return m end)
print(select("#", pcall(string.rep)))
error("at last")
"""

LINES = [5, 3, 5, 3, 10, 11, 13, 15, 16]


def where(stops: list[Stop]) -> list[tuple[Reason, int, int]]:
    return [(one.reason, one.t, one.line) for one in stops]


def both_ways(session: Session) -> list[Stop]:
    """The stops of a run forward, which are those backward and those of a second time forward."""
    forward = repeat(session.continue_)
    backward = repeat(session.reverse_continue)
    assert where(backward[:-1])[::-1] == where(forward[:-1])
    assert backward[-1].reason is Reason.OLDEST
    assert where(repeat(session.continue_)) == where(forward)
    return forward


@pytest.mark.parametrize("history", [1_000_000, 10])
def test_the_same_errors_in_both_directions(history: int) -> None:
    session = debugging(PROGRAM, history=history)
    session.set_error_filters(CAUGHT)
    stops = both_ways(session)
    assert [one.line for one in stops[:-1]] == LINES
    assert {one.reason for one in stops[:-1]} == {Reason.RAISE}
    assert stops[-1].reason is Reason.ERROR


def test_the_error_and_the_variables_are_to_be_seen() -> None:
    session = debugging(PROGRAM)
    session.set_error_filters(CAUGHT)
    session.continue_()
    assert session.continue_().text == "demo.lua:3: even 2"
    assert session.evaluate("n") == [2]
    assert session.evaluate("err") == [b"demo.lua:3: even 2"]
    session.seek(session.t - 1)
    assert session.error_text() == ""
    assert session.evaluate("err") == [None]


def test_nothing_after_the_error_has_happened_yet() -> None:
    session = debugging("pcall(error, 'x')\nprint('after')\n")
    session.set_error_filters(CAUGHT)
    assert session.continue_().reason is Reason.RAISE
    assert session.program_output.written() == []


def test_without_filters_caught_errors_do_not_stop() -> None:
    session = debugging(PROGRAM)
    assert session.continue_().reason is Reason.ERROR
    assert not session.error_stops()
    session.set_error_filters([ErrorFilter(caught=False, uncaught=True, condition="err:find('last')")])
    assert session.error_stops()
    session.set_error_filters([ErrorFilter(caught=False, uncaught=True, condition="err:find('first')")])
    assert not session.error_stops()


def test_filters_that_come_later_find_the_errors_of_the_past() -> None:
    session = debugging(PROGRAM)
    session.continue_()
    session.set_error_filters(CAUGHT)
    backward = repeat(session.reverse_continue)
    assert [one.line for one in backward[:-1]] == LINES[::-1]


@pytest.mark.parametrize(
    ("condition", "lines"),
    [
        ("type(err) == 'table' and err.code == 7", [10]),
        ("n == 4", [3]),
        ("tostring(err):find 'even'", [3, 3]),
        ("does not compile", LINES),
    ],
)
@pytest.mark.parametrize("history", [1_000_000, 10])
def test_conditions(condition: str, lines: list[int], history: int) -> None:
    session = debugging(PROGRAM, history=history)
    session.set_error_filters([ErrorFilter(caught=True, uncaught=True, condition=condition)])
    assert [one.line for one in both_ways(session)[:-1]] == lines


def test_with_breakpoints_and_data_breakpoints() -> None:
    session = debugging(PROGRAM)
    session.set_error_filters(CAUGHT)
    session.set_breakpoint(8)
    stops = both_ways(session)
    assert [one.line for one in stops[:-1]][:6] == [8, 5, 8, 3, 8, 5]
    session.set_data_breakpoints([session.watch(session.place("print"))])
    session.seek(0)
    assert [one.line for one in both_ways(session)[:-1]][:6] == [8, 5, 8, 3, 8, 5]


def test_stepping_stops_too() -> None:
    session = debugging("local function f()\n  error('x')\nend\npcall(f)\nlocal y = 1\n")
    session.set_error_filters(CAUGHT)
    while session.stop.line != 4:
        session.step_over()
    stop = session.step_over()
    assert (stop.reason, stop.line) == (Reason.RAISE, 2)
    assert (session.step_over().line, session.stop.reason) == (5, Reason.STEP)
    stop = session.step_back()
    assert (stop.reason, stop.line) == (Reason.RAISE, 2)


def test_a_branch_forgets_the_errors_of_the_future() -> None:
    session = debugging("for i = 1, 3 do\n  pcall(error, i)\nend\n")
    session.set_error_filters(CAUGHT)
    first = session.continue_().t
    repeat(session.continue_)
    session.seek(first)
    session.branch()
    assert session.errors.between(first, 1000) == []
    assert session.evaluate("i") == [1]
    assert [one.reason for one in repeat(session.continue_)] == [Reason.RAISE] * 2 + [Reason.FINISHED]


def test_errors_of_evaluations_do_not_count() -> None:
    session = debugging("local x = 1\nreturn x\n")
    session.set_error_filters(CAUGHT)
    session.step_over()
    session.evaluate("pcall(error)")
    assert session.errors.between(0, 1000) == []
