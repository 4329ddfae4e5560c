"""The whole run in a session whose ring is short: every movement works, and stops alike, where a replay brings it."""

import random

import pytest

from debugger import inspection
from debugger.motions import Motion
from debugger.session import Session
from debugger.stops import Reason, Stop
from engine.history.state import state_hash
from engine.history.verification import Verification
from tests.debugger.sessions import debugging, repeat

PROGRAM = """\
local Account = {}
Account.__index = Account
function Account.new(name) return setmetatable({ name = name, balance = 0, log = {} }, Account) end
function Account:add(amount)
  self.balance = self.balance + amount
  self.log[#self.log + 1] = amount
  return self.balance
end
local function digits(n)
  if n < 10 then return n end
  return n % 10 + digits(n // 10)
end
local function worker(name)
  local account = Account.new(name)
  while true do
    local amount = coroutine.yield(account)
    account:add(digits(amount))
    if #account.log > 40 then account = Account.new(name .. "+") end
  end
end
local workers = {}
for i = 1, 3 do
  workers[i] = coroutine.wrap(worker)
  workers[i]("w" .. i)
end
local total = 0
for round = 1, 700 do
  local account = workers[round % 3 + 1](round * 37)
  total = total + account.balance
  if round % 100 == 0 then
    print(round, account.name, total)
  end
end
print(pcall(error, "x"))
return total
"""

IN_COROUTINE, ANEW, SELDOM = 17, 18, 31
"""Lines: two in the coroutines, and one that is met seven times."""

SLICE = 700
"""An epoch is no longer than the slice in which it is made."""

def short_sighted() -> Session:
    session = debugging(PROGRAM, history=1024)
    assert session.history.checkpoints is not None
    session.history.checkpoints.shortest = 500
    return session


def carry_out(session: Session, motion: Motion, budget: int = SLICE) -> Stop:
    """A movement in small slices, with an epoch for each that executes."""
    checkpoints = session.history.checkpoints
    assert checkpoints is not None
    session.begin(motion)
    while True:
        checkpoints.dearest = 0
        if (stop := session.advance(budget)) is not None:
            return stop


def executed() -> Session:
    """A session at the end of its run."""
    session = short_sighted()
    assert carry_out(session, session.motion_continue()).reason is Reason.FINISHED
    return session


def stops_of(session: Session, *, forward: bool) -> list[tuple[int, int]]:
    """Moment and line of every breakpoint on the way to the end of the run, or to its beginning."""
    stops = repeat(lambda: carry_out(session, session.motion_continue(forward=forward)))
    assert stops[-1].reason is (Reason.FINISHED if forward else Reason.OLDEST)
    return [(stop.t, stop.line) for stop in stops[:-1]]


def test_the_run_is_what_these_tests_need() -> None:
    session = executed()
    checkpoints = session.history.checkpoints
    assert checkpoints is not None
    assert session.t > 40_000
    assert len(checkpoints.epochs) > 40
    assert session.history.at_hand[0] > session.t - 3000
    assert session.oldest == 0


@pytest.mark.parametrize("where", [[SELDOM], [ANEW], [SELDOM, IN_COROUTINE]], ids=str)
def test_reverse_continue_stops_where_continue_did(where: list[int]) -> None:
    session = short_sighted()
    for line in where:
        session.set_breakpoint(line)
    forward = stops_of(session, forward=True)
    end, state, output = session.t, state_hash(session.machine), session.output()
    assert len(forward) > 5
    assert {line for _, line in forward} == {one.line for one in session.breakpoints.all()}
    assert stops_of(session, forward=False)[::-1] == forward
    assert stops_of(session, forward=True) == forward
    assert (session.t, state_hash(session.machine), session.output()) == (end, state, output)


def test_conditions_hold_alike_in_both_directions() -> None:
    session = short_sighted()
    session.set_breakpoint(IN_COROUTINE, condition="account.name == 'w2' and #account.log % 10 == 7")
    session.set_breakpoint(SELDOM, condition="round == 300")
    forward = stops_of(session, forward=True)
    assert len(forward) == 5
    assert stops_of(session, forward=False)[::-1] == forward
    assert stops_of(session, forward=True) == forward


def test_every_stop_can_be_sought_and_looks_the_same() -> None:
    session = short_sighted()
    session.set_breakpoint(IN_COROUTINE, condition="amount % 50 == 0")
    seen = []
    while session.continue_().reason is Reason.BREAKPOINT:
        found = session.evaluate("account.name, account.balance, amount, #account.log")
        seen.append((session.stop.line, session.t, found, [frame.name for frame in session.frames()]))
    assert len(seen) > 5
    for at in [*range(len(seen) - 1, -1, -2), *range(0, len(seen), 3)]:
        line, t, found, names = seen[at]
        session.seek(t)
        assert session.evaluate("account.name, account.balance, amount, #account.log") == found
        assert [frame.name for frame in session.frames()] == names
        assert session.stop.line == line


@pytest.fixture(scope="module")
def remembering() -> Session:
    """A session at the end of the same run, with all of it in its ring."""
    session = debugging(PROGRAM)
    session.continue_()
    return session


COMMANDS = (
    "step_in", "step_over", "step_out", "step_instruction", "step_back_in", "step_back", "step_back_out",
    "step_back_instruction",
)  # fmt: skip


@pytest.mark.parametrize("seed", range(3))
def test_movements_stop_as_with_a_long_ring(remembering: Session, seed: int) -> None:
    chance = random.Random(seed)
    session = executed()
    assert session.newest == remembering.newest
    for _ in range(8):
        t = chance.randrange(session.newest)
        assert session.seek(t) == remembering.seek(t)
        direction = chance.choice((COMMANDS[:4], COMMANDS[4:], COMMANDS))
        for _ in range(10):
            command = chance.choice(direction)
            expected = getattr(remembering, command)()
            assert getattr(session, command)() == expected, command
            assert [one.identity for one in session.frames()] == [one.identity for one in remembering.frames()]


@pytest.mark.parametrize("forward", [True, False])
@pytest.mark.parametrize("name", ["motion_step_in", "motion_step_over", "motion_step_out"])
def test_slices_make_no_difference_in_old_epochs(remembering: Session, name: str, forward: bool) -> None:
    session = executed()
    for t in (10_007, 20_051, 30_013):
        remembering.seek(t)
        expected = remembering.finish(getattr(remembering, name)(forward=forward))
        for budget in (3, 50):
            session.seek(t)
            assert carry_out(session, getattr(session, name)(forward=forward), budget) == expected


def in_coroutine(session: Session, frame: int = 0) -> list[object]:
    return session.evaluate("account.name, #account.log, amount", session.frames()[frame])


@pytest.mark.parametrize("command", ["step_out", "step_back_out", "step_over", "step_back"])
def test_a_coroutine_made_in_an_older_epoch(remembering: Session, command: str) -> None:
    session = executed()
    for one in (session, remembering):
        one.seek(25_000)
        one.set_breakpoint(5)
        one.continue_()
        one.clear_breakpoint(5)
    assert in_coroutine(session, 1) == in_coroutine(remembering, 1)
    assert [co.born for co in inspection.coroutines(session.machine)] == [
        co.born for co in inspection.coroutines(remembering.machine)
    ]
    for _ in range(40):
        assert getattr(session, command)() == getattr(remembering, command)()


def test_a_step_that_takes_many_epochs() -> None:
    """The loop as one step, both ways: through all epochs."""
    source = f"local function main()\n{PROGRAM.replace('return total', '')}end\nmain()\nprint('over')\n"
    session = debugging(source, history=1024)
    assert session.history.checkpoints is not None
    session.history.checkpoints.shortest = 500
    carry_out(session, session.motion_continue())
    calls = source.count("\n") - 1
    session.set_breakpoint(calls + 1)
    session.reverse_continue()
    after = session.t
    assert after > 40_000
    assert carry_out(session, session.motion_step_over(forward=False)).line == calls
    before = session.t
    assert before < 10
    assert carry_out(session, session.motion_step_over()).t == after
    session.seek(before + 200)
    assert carry_out(session, session.motion_step_out()).t == after
    session.seek(after - 200)
    assert carry_out(session, session.motion_step_out(forward=False)).line == calls
    assert session.t < 10


def test_a_search_that_is_given_up_leads_back() -> None:
    session = executed()
    for origin in (session.newest, session.newest - 5000):
        session.seek(origin)
        state = state_hash(session.machine)
        session.set_breakpoint(IN_COROUTINE, condition="false")
        session.begin(session.motion_continue(forward=False))
        for _ in range(20):
            assert session.advance(300) is None
        session.pause()
        stop = session.advance(300)
        assert stop is not None
        assert (stop.reason, stop.t) == (Reason.PAUSE, origin)
        assert state_hash(session.machine) == state
        session.clear_breakpoint(IN_COROUTINE)
        assert session.reverse_continue() == Stop(Reason.OLDEST, 0, "demo.lua", 1, "")


def test_a_search_passes_over_the_epochs_where_the_line_did_not_run() -> None:
    session = executed()
    checkpoints = session.history.checkpoints
    assert checkpoints is not None
    session.set_breakpoint(2)
    assert session.history.end_of_visits(session.newest, session.breakpoints.blocks()) == checkpoints.end_of(1)
    assert session.reverse_continue().line == 2
    session.clear_breakpoint(2)
    session.seek(session.newest)
    session.set_breakpoint(IN_COROUTINE)
    end = session.history.end_of_visits(session.newest, session.breakpoints.blocks())
    assert end > checkpoints.epochs[-2].t
    assert session.reverse_continue().line == IN_COROUTINE


def test_a_slice_passes_few_breakpoints() -> None:
    """Each may take an evaluation: a front end would wait for long."""
    session = debugging("for i = 1, 1200 do\n  local x = i\nend\nprint(1)\n", history=1024)
    session.set_breakpoint(2, condition="x == 0")
    for forward in (True, False):
        session.begin(session.motion_continue(forward=forward))
        slices = 1
        while session.advance(1_000_000) is None:
            slices += 1
        assert slices > 2


@pytest.mark.parametrize("t", [3, 1234, 20_000, 42_000])
def test_a_branch_from_the_far_past(t: int) -> None:
    session = executed()
    end, state, output = session.t, state_hash(session.machine), session.output()
    session.seek(t)
    there = state_hash(session.machine)
    session.branch()
    assert (session.t, session.newest, session.in_past, state_hash(session.machine)) == (t, t, False, there)
    assert carry_out(session, session.motion_continue()).reason is Reason.FINISHED
    assert (session.t, state_hash(session.machine), session.output()) == (end, state, output)


@pytest.mark.parametrize("t", [3, 1234, 20_000, 42_000])
def test_the_past_of_a_branch(t: int) -> None:
    session = executed()
    session.seek(t)
    there = state_hash(session.machine)
    session.branch()
    carry_out(session, session.motion_continue())
    session.set_breakpoint(SELDOM)
    backward = stops_of(session, forward=False)
    assert len(backward) == 7
    assert stops_of(session, forward=True)[::-1] == backward
    session.seek(t)
    assert state_hash(session.machine) == there


def test_evaluation_leaves_no_trace_in_a_replay() -> None:
    session = executed()
    hashes = dict.fromkeys(range(500, session.newest, 6111), "")
    for t in hashes:
        session.seek(t)
        hashes[t] = state_hash(session.machine)
        assert session.evaluate("(function() Account = {} total = -1 return string.rep('x', 3) end)()") == [b"xxx"]
        assert state_hash(session.machine) == hashes[t]
        session.step_over()
        session.evaluate("coroutine.wrap(function() coroutine.yield(total) end)()")
        session.step_back()
    for t, known in hashes.items():
        session.seek(t)
        assert state_hash(session.machine) == known
    assert Verification(session.history).run() is None


def test_whether_a_line_starts_is_known_where_epochs_begin(remembering: Session) -> None:
    session = executed()
    checkpoints = session.history.checkpoints
    assert checkpoints is not None
    found = []
    for t in [epoch.t for epoch in checkpoints.epochs]:
        session.seek(t)
        remembering.seek(t)
        found.append(session._mover.starts_line())
        assert found[-1] == remembering._mover.starts_line()
        assert session.t == t
    assert True in found
    assert False in found


def test_forward_from_the_past_to_an_epoch_that_has_no_steps_yet() -> None:
    """The last epoch begins at the newest moment: there the program executes, and no replay goes on."""
    session = debugging("local n = 0\nfor i = 1, 400 do n = n + i end\nprint(n)\n", history=1024)
    kept = session.history.checkpoints
    assert kept is not None
    kept.shortest = 500
    session.seek(500)
    assert (kept.epochs[-1].t, session.newest) == (500, 500)
    session.seek(0)
    stop = session.continue_()
    assert (stop.reason, session.output()[0][1]) == (Reason.FINISHED, b"80200\n")
    assert session.newest == session.t > 500
    assert not session.history.is_replaying


LATER = """\
math.randomseed(1)
local n = 0
local c = 5
local function f() c = c + 1 end
n = n + 1
f()
n = n + 1
print(n, c)
"""


@pytest.mark.parametrize(
    "way", ["continue_", "step_over", "step_in", "step_out", "step_instruction", "set_variable"]
)
def test_execution_goes_on_from_the_line_where_a_replay_has_come_to_its_end(way: str) -> None:
    """The last write before the newest moment is found in a replay, whose ring reaches that moment: there no replay
    executes on."""
    straight = debugging(LATER)
    straight.continue_()
    session = debugging(LATER)
    session.set_breakpoint(8)
    session.continue_()
    session.clear_breakpoint(8)
    newest = session.newest
    session.finish(session.motion_last_write(session.place("n")))
    assert session.history.is_replaying
    while session.t < newest:
        session.step_instruction()
    if way == "set_variable":
        session.set_variable("c", "c")
    else:
        getattr(session, way)()
        assert not session.history.is_replaying
    session.continue_()
    added = 1 if way == "set_variable" else 0
    assert (session.t, session.newest) == (straight.t + added, straight.newest + added)
    assert [text for _, text in session.output()] == [text for _, text in straight.output()]
    if way != "set_variable":
        assert state_hash(session.machine) == state_hash(straight.machine)
