"""Data breakpoints stop steps, too: before the first write or read on the way, backward before the last.

The oracle: where the same step ends in a session without data breakpoints, and where a continue stops in one with them.
"""

from collections.abc import Callable

import pytest

from debugger.data_breakpoints import Access
from debugger.raised_errors import ErrorFilter
from debugger.session import Session
from debugger.stops import Reason, Stop
from tests.debugger.sessions import debugging, repeat, run_to

PROGRAM = """\
local t = { n = 0, 7 }
local count = 0
local function add(n)
  local sum = t.n + n
  t.n = sum
  return sum
end
local function twice(n) add(n) return add(n) end
local step = coroutine.wrap(function(n)
  while true do
    t.n = n
    n = coroutine.yield(add(1))
  end
end)
for i = 1, 3 do
  count = count + twice(i)
  step(i)
  if i == 2 then
    pcall(function() add(1); error("no") end)
  end
end
t[#t + 1] = count
table.sort(t, function(a, b) count = count + 1 return a > b end)
print(t.n, count)
"""

STEPS: dict[str, Callable[[Session], Stop]] = {
    "in": Session.step_in, "over": Session.step_over, "out": Session.step_out,
    "back in": Session.step_back_in, "back over": Session.step_back, "back out": Session.step_back_out,
}  # fmt: skip


def watching(text: str, access: Access, line: int = 15, *, history: int = 1_000_000, **more: str) -> Session:
    session = debugging(PROGRAM, history=history)
    run_to(session, line)
    session.set_data_breakpoints([session.watch(session.place(text), access, **more)])
    return session


def expected(plain: Stop, origin: int, hits: list[Stop]) -> tuple[int, Reason]:
    """Where a step from a moment ends that without data breakpoints ends at `plain`."""
    ahead = plain.t > origin
    between = [hit for hit in hits if (origin < hit.t < plain.t if ahead else plain.t < hit.t < origin)]
    at_end = [hit for hit in hits if hit.t == plain.t != origin]
    if between:
        found = between[0 if ahead else -1]
    elif at_end and (plain.reason, at_end[0].reason) in ((Reason.OLDEST, Reason.WRITE), (Reason.STEP, Reason.READ)):
        found = at_end[0]
    else:
        found = plain
    return found.t, found.reason


@pytest.mark.parametrize(
    ("text", "access", "more"),
    [
        ("t.n", Access.WRITE, {}),
        ("t.n", Access.READ, {}),
        ("t.n", Access.READ_WRITE, {}),
        ("count", Access.READ_WRITE, {}),
        ("t[1]", Access.READ_WRITE, {}),
        ("t.n", Access.WRITE, {"condition": "n and n > 1"}),
        ("t.n", Access.WRITE, {"hit_condition": "%3"}),
        ("t.n", Access.READ_WRITE, {"hit_condition": ">=4", "condition": "n"}),
    ],
)
@pytest.mark.parametrize("history", [1 << 20, 64], ids=["ring", "replay"])
def test_steps_from_every_line(text: str, access: Access, more: dict[str, str], history: int) -> None:
    session = watching(text, access, history=history, **more)
    session.seek(0)
    hits = repeat(session.continue_)[:-1]
    assert len(hits) > 1
    plain = debugging(PROGRAM, history=history)
    starts = [0, *(stop.t for stop in repeat(plain.step_in)), hits[0].t, hits[-1].t]
    stopped = 0
    for t in starts:
        for name, step in STEPS.items():
            plain.seek(t)
            session.seek(t)
            without, found = step(plain), step(session)
            if more.get("hit_condition") and (without.t, Reason.READ) == expected(without, t, hits):
                continue  # that it is read there as well is not said of a hit that is counted
            assert (found.t, found.reason) == expected(without, t, hits), (name, t)
            stopped += found.t != without.t
    assert stopped > 1


@pytest.mark.parametrize("budget", [1, 7, 50])
def test_in_slices_of_any_size(budget: int) -> None:
    def moved(forward: bool) -> Stop:
        session.begin(session.motion_step_over(forward=forward))
        while (stop := session.advance(budget)) is None:
            pass
        return stop

    session = watching("t.n", Access.WRITE, 16)
    origin = session.t
    stop = moved(True)
    assert (stop.line, stop.reason) == (5, Reason.WRITE)
    session.step_out()
    session.seek(origin)
    session.set_data_breakpoints([])
    session.seek(session.step_over().t)
    session.set_data_breakpoints([session.watch(session.place("t.n"))])
    back = [moved(False), moved(False), moved(False)]
    assert [(one.line, one.reason) for one in back] == [(5, Reason.WRITE), (4, Reason.STEP), (5, Reason.WRITE)]


def test_with_breakpoints_and_errors_on_the_way() -> None:
    session = watching("t.n", Access.WRITE, 19)
    origin = session.t
    session.set_breakpoint(6)
    session.set_error_filters([ErrorFilter(caught=True, uncaught=False)])
    found = [session.step_over(), session.step_out(), session.step_over()]
    assert [(stop.line, stop.reason) for stop in found] == [
        (5, Reason.WRITE), (6, Reason.BREAKPOINT), (19, Reason.RAISE)
    ]  # fmt: skip
    session.set_breakpoint(6)
    session.step_out()
    back = [session.step_back(), session.step_back_out(), session.step_back_out()]
    assert [(one.t, one.reason) for one in back] == [(one.t, one.reason) for one in found[::-1]]
    assert back[-1].t > origin


def test_a_visit_of_a_line_stops_on_its_way() -> None:
    session = watching("t.n", Access.WRITE, 16)
    forward = [session.finish(session.motion_visit(17)) for _ in range(3)]
    assert [(one.line, one.reason) for one in forward] == [(5, Reason.WRITE), (5, Reason.WRITE), (17, Reason.SEEK)]
    back = [session.finish(session.motion_visit(16, forward=False)) for _ in range(3)]
    assert [(one.line, one.reason) for one in back] == [(5, Reason.WRITE), (5, Reason.WRITE), (16, Reason.SEEK)]
    assert not session.breakpoints.are_any


def test_a_pause_while_hits_are_counted_leads_back() -> None:
    for forward in (True, False):
        session = watching("t.n", Access.READ_WRITE, 22, hit_condition="=1000")
        origin = session.t
        session.begin(session.motion_step_over(forward=forward))
        budget = 1
        while session.t in (origin, origin - 1, origin + 1):  # it has not begun to count
            assert session.advance(budget) is None
        session.pause()
        stop = session.advance(budget)
        assert stop is not None
        assert stop.reason is Reason.PAUSE
        assert abs(stop.t - origin) <= 1
        assert session.breakpoints.blocks() == 0
