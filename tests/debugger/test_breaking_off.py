"""Functions of the library that work for long are broken off for whoever wants to have a word, and made anew later."""

from pathlib import Path

import pytest

from debugger import mover
from debugger.session import Session
from debugger.stops import Reason
from engine.history.state import state_hash
from engine.host.recording import read_recording
from engine.runtime.polling import CALLS
from tests.debugger.sessions import debugging

PROGRAM = """\
math.randomseed(1)
local before = {n = 1}
before.n = before.n + 1
local result = WORK
print(result)
"""

WORK = {
    "optional items": "(('a'):rep(16) .. 'b'):find(('a?'):rep(14) .. ('a'):rep(18))",
    "lazy items": "(('a'):rep(80)):find('.-.-.-b')",
    "runs": "(('a'):rep(200)):match('a*a*b')",
    "substitution": "#((('ab'):rep(60000)):gsub('%w*%w?', 'x'))",
    "move": "#table.move({1, 2, 3}, 1, 40000, 5, {})",
    "sorting": "#(function() local t = {} for i = 1, 60000 do t[i] = i * 7 % 1000 end table.sort(t) return t end)()",
    "concat": "#(function() local t = {} for i = 1, 30000 do t[i] = i end return table.concat(t) end)()",
    "format": "#string.format('%q', (('a\\n'):rep(4000)))",
    "load": "#string.dump(load('local a = b + 1 do local c = f(a, b) end a = nil ' .. ('a = {1, x = 2} '):rep(200)))",
    "load what cannot be": "#select(2, load('local a = b ' .. ('a = {1, x = 2} '):rep(200) .. ' goto nowhere'))",
    "collection of a long list": "#(function(t) for i = 1, 150000 do t[i] = i end collectgarbage() return t end)({})",
    "repetition": "#(('ab'):rep(3000000))",
    "repetition with separators": "#(('ab'):rep(1500000, ', '))",
    "joining many": "#(function() local t = {} for i = 1, 120000 do t[i] = 'x' end return table.concat(t, ',') end)()",
    "counting characters": "utf8.len(('x'):rep(250000))",
    "going to a character": "utf8.offset(('x'):rep(250000), 240000)",
    "collection": "#(function() local t = {} for i = 1, 15000 do t[i] = {} end collectgarbage() return t end)()",
}


NEVER = 1e9


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Somebody has waited for long enough at the first question; slices do not end by themselves."""
    monkeypatch.setattr(mover, "PATIENCE", -1.0)
    monkeypatch.setattr(mover, "LATE", NEVER)


@pytest.fixture
def hurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """Slices end at the first look at the clock."""
    monkeypatch.setattr(mover, "LATE", -1.0)


def ended(work: str) -> Session:
    session = debugging(PROGRAM.replace("WORK", work))
    session.continue_()
    return session


@pytest.mark.usefixtures("impatient")
@pytest.mark.parametrize("name", WORK)
def test_the_call_is_taken_back_and_made_anew(name: str) -> None:
    straight = ended(WORK[name])
    session = debugging(PROGRAM.replace("WORK", WORK[name]))
    asked = []
    session.break_off_for(lambda: not asked.append(session.t) and len(asked) in (1, 3))
    session.begin(session.motion_continue())
    held = []
    while (stop := session.advance(10_000_000)) is None:
        held.append(session.t)
    assert held[0] == asked[0] - 1
    assert held == sorted(held)
    assert (stop.reason, session.newest) == (Reason.FINISHED, straight.newest)
    assert session.output() == straight.output()
    assert state_hash(session.machine) == state_hash(straight.machine)
    assert len(session.branches.all()) == 1
    session.seek(5)
    session.seek(session.newest)
    assert state_hash(session.machine) == state_hash(straight.machine)


@pytest.mark.usefixtures("impatient")
@pytest.mark.parametrize("command", ["step_over", "step_in", "continue_"])
def test_a_pause_stops_before_the_call(command: str) -> None:
    session = debugging(PROGRAM.replace("WORK", WORK["runs"]))
    session.set_breakpoint(4)
    session.continue_()
    session.clear_breakpoint(4)
    session.break_off_for(lambda: session.pause() or True)
    stop = getattr(session, command)()
    assert (stop.reason, stop.line) == (Reason.PAUSE, 4)
    assert session.evaluate("before.n") == [2]
    session.break_off_for(None)
    assert session.continue_().reason is Reason.FINISHED


@pytest.mark.usefixtures("impatient")
def test_going_back_before_the_call_is_not_broken_off() -> None:
    """The ring has nothing: the run up to the call is executed again, with the long call before it."""
    work = "(function(t) for i = 1, 30000 do t[i] = i end return #table.concat(t) end)({})"
    session = debugging(f"local size = {work}\nlocal found = (('a'):rep(600)):match('a*a*b')\nprint(size, found)\n")
    calls: list[int] = []  # of library functions that have asked

    def is_wanted() -> bool:
        if session.t not in calls:
            calls.append(session.t)
        return len(calls) > 1

    session.break_off_for(is_wanted)
    session.begin(session.motion_continue())
    while len(calls) < 2:  # a slice ends after a call that took long
        assert session.advance(10_000_000) is None
    assert (session.t, session.frames()[0].line) == (session.newest, 2)
    session.break_off_for(None)
    assert session.continue_().reason is Reason.FINISHED


def test_nobody_is_asked_before_some_time_has_gone_by(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mover, "PATIENCE", NEVER)
    session = debugging(PROGRAM.replace("WORK", WORK["runs"]))
    session.break_off_for(lambda: True)
    assert session.continue_().reason is Reason.FINISHED


@pytest.mark.usefixtures("hurried")
def test_slices_end_after_calls_that_take_long() -> None:
    """A loop of long calls has few steps: a slice of them would last for minutes."""
    session = debugging(
        "local n = 0\nfor i = 1, 20 do if not (('a'):rep(300)):match('a*a*b') then n = n + 1 end end\nprint(n)\n"
    )
    session.break_off_for(lambda: False)
    session.begin(session.motion_continue())
    slices = 0
    while (stop := session.advance(10_000_000)) is None:
        slices += 1
    assert (stop.reason, session.output()[0][1]) == (Reason.FINISHED, b"20\n")
    assert slices == 20
    session.seek(session.newest // 2)
    session.seek(session.newest)
    assert session.evaluate("1 + 1") == [2]


@pytest.mark.usefixtures("impatient")
def test_a_pause_that_has_been_asked_for_does_not_begin_the_call_again() -> None:
    session = debugging(PROGRAM.replace("WORK", WORK["runs"]))
    asked: list[int] = []
    session.break_off_for(lambda: not asked.append(session.t))
    session.begin(session.motion_continue())
    assert session.advance(10_000_000) is None
    times = len(asked)
    session.pause()
    stop = session.advance(10_000_000)
    assert stop is not None
    assert (stop.reason, stop.line, len(asked)) == (Reason.PAUSE, 4, times)


MANY = {
    "short calls": ("local s = 'x' for i = 1, 2000 do tonumber(s) end", 2000 // CALLS),
    "short calls by others": ("for i = 1, 2000 do pcall(tonumber, 'x') end", 2000 // CALLS),
    "instructions": ("local n = 0 for i = 1, 100000 do n = n + i end", 100_000 // mover.STRIDE),
    "concatenations": ("local s = ('x'):rep(1600000) for i = 1, 10 do local t = s .. i end", 10),
    "comparisons": (
        "local s = ('x'):rep(1600000) local t = ('x'):rep(1599999) .. 'y' for i = 1, 10 do local x = s == t, s < t end",
        20,
    ),
    "copies": ("local s = ('x'):rep(1600000) for i = 1, 10 do local t = s:upper() end", 10),
    "insertions": ("local t = {} for i = 1, 100000 do t[i] = i end for i = 1, 10 do table.insert(t, 1, 0) end", 10),
    "lists as arguments": ("local t = {} for i = 1, 100000 do t[i] = i end for i = 1, 10 do table.unpack(t) end", 10),
    "looks for a key": (
        "local t = {} for i = 1, 100000 do t['k' .. i] = i end for k in pairs(t) do t[k] = nil end "
        "for i = 1, 10 do next(t) end for i = 1, 10 do for k in pairs(t) do end end",
        20,
    ),
}


@pytest.mark.usefixtures("hurried")
@pytest.mark.parametrize("name", MANY)
def test_slices_end_by_time_whatever_the_steps_are(name: str) -> None:
    program, least = MANY[name]
    program = f"math.randomseed(1) {program}"
    straight = debugging(program)
    straight.continue_()
    session = debugging(program)
    session.break_off_for(lambda: False)
    session.begin(session.motion_continue())
    slices = 0
    while session.advance(10_000_000) is None:
        slices += 1
    assert slices >= least
    assert state_hash(session.machine) == state_hash(straight.machine)


AGAIN = """\
math.randomseed(1)
seen = {}
for i = 1, 3 do
  seen[#seen + 1] = i
  if i == 2 then seen.found = (('a'):rep(300)):match('a*a*b') end
end
print(#seen)
"""


def ended_again(folder: Path, is_recorded: bool) -> Session:
    """At the end of that run, of a program or a recording; what is before has to be executed again."""
    program = folder / "again.lua"
    program.write_text(AGAIN)
    session = Session(str(program), history=1)
    session.continue_()
    if is_recorded:
        recording = str(folder / "run.mwk")
        session.save_recording(recording)
        session = Session.of_recording(read_recording(recording))
        session.continue_()
    session.history.patience = -1.0
    return session


def give_up_once(session: Session) -> list[int]:
    """Have what works for long in a replay given up once; when that was asked for."""
    asked: list[int] = []
    session.break_off_for(lambda: False, lambda: not asked.append(session.t) and len(asked) == 1)
    return asked


@pytest.mark.parametrize("is_recorded", [False, True])
@pytest.mark.parametrize("way", ["breakpoint", "write", "query"])
def test_a_search_is_given_up_in_a_long_call_that_is_made_again(way: str, is_recorded: bool, tmp_path: Path) -> None:
    session = ended_again(tmp_path, is_recorded)
    origin, state = session.t, state_hash(session.machine)
    asked = give_up_once(session)
    if way == "query":
        query = session.query.lines(4)
        assert (len(query.all()), query.is_cancelled) == (2, True)
    else:
        if way == "breakpoint":
            session.set_breakpoint(2)
        else:
            session.set_data_breakpoints([session.watch(session.place("seen"))])
        assert session.reverse_continue().reason is Reason.PAUSE
    assert (session.t, state_hash(session.machine), len(asked)) == (origin, state, 1)
    assert asked[0] != origin
    if way == "query":
        assert len(session.query.lines(4).all()) == 3
    else:
        assert session.reverse_continue().line in (1, 2)
    assert session.evaluate("1 + 1") == [2]
    session.seek(session.newest)
    assert state_hash(session.machine) == state
