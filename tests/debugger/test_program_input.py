"""Input that comes piece by piece: the program waits before the step that reads, and nothing happens twice."""

import pytest

from debugger.session import Session
from debugger.stops import Reason
from engine.history.state import state_hash
from tests.debugger.sessions import debugging

PROGRAM = """\
local name = io.read()
print("hello " .. tostring(name))
local a, b = io.read("n", "n")
print(a, b)
print(io.read(3), io.read("a"))
"""


def waiting(source: str = PROGRAM, history: int = 1_000_000) -> Session:
    session = debugging(source, history=history)
    session.program_input.open()
    return session


def printed(session: Session) -> str:
    return b"".join(one.data for one in session.program_output.written()).decode()


def test_without_anybody_who_types_input_is_at_its_end() -> None:
    session = debugging(PROGRAM)
    session.continue_()
    assert printed(session).startswith("hello nil\n")


@pytest.mark.parametrize("history", [1_000_000, 3])
def test_the_program_waits_and_goes_on(history: int) -> None:
    session = waiting(history=history)
    stop = session.continue_()
    assert (stop.reason, stop.line, session.waits_for_input) == (Reason.PAUSE, 1, True)
    session.program_input.feed(b"wor")
    assert session.continue_().line == 1
    session.program_input.feed(b"ld\n12")
    assert session.continue_().line == 3
    assert printed(session) == "hello world\n"
    session.program_input.feed(b" 5")
    session.continue_()
    session.program_input.feed(b"6\nabcdef")
    stop = session.continue_()
    assert (stop.line, session.waits_for_input) == (5, True)
    session.program_input.end()
    assert session.continue_().reason is Reason.FINISHED
    assert printed(session) == "hello world\n12\t56\n\nab\tcdef\n"
    assert len(session.branches.all()) == 1
    assert session.history.checkpoints is not None
    assert session.history.checkpoints.left == []
    end = state_hash(session.machine)
    session.seek(0)
    assert session.continue_().reason is Reason.FINISHED
    assert state_hash(session.machine) == end


def test_stepping_waits_too() -> None:
    session = waiting()
    stop = session.step_over()
    assert (stop.reason, session.waits_for_input) == (Reason.PAUSE, True)
    session.program_input.feed(b"x\n")
    assert (session.step_over().line, session.waits_for_input) == (2, False)
    session.step_back()
    assert session.step_over().line == 2


def test_going_on_from_the_past_reads_the_same_again() -> None:
    session = waiting("local a = io.read()\nlocal b = io.read()\nprint(a, b)\n")
    session.program_input.feed(b"one\ntwo\n")
    session.set_breakpoint(2)
    session.continue_()
    at = session.t
    session.continue_()
    session.seek(at)
    session.branch()
    session.continue_()
    assert printed(session) == "one\ttwo\n"


def test_in_a_coroutine_under_pcall() -> None:
    session = waiting("local f = coroutine.wrap(function() return pcall(io.read, 'L') end)\nprint(f())\n")
    session.continue_()
    session.program_input.feed(b"line\n")
    session.continue_()
    assert printed(session) == "true\tline\n\n"
