"""Time in a session: seeking, both ends of history, the end of the program, pausing, output, branches."""

import pytest

from debugger.session import LoadError, Session
from debugger.stops import Reason
from engine.history.state import state_hash
from tests.debugger.sessions import debugging, repeat, run_to

PROGRAM = """\
local t = {}
for i = 1, 50 do
  t[i] = i * i
  print(i)
end
return #t
"""


def test_seek_within_the_past() -> None:
    session = debugging(PROGRAM)
    session.continue_()
    hashes = dict.fromkeys(range(0, session.newest + 1, 13), "")
    for t in hashes:
        stop = session.seek(t)
        assert (stop.reason, stop.t, session.in_past) == (Reason.SEEK, t, t < session.newest)
        hashes[t] = state_hash(session.machine)
    for t in reversed(hashes):
        session.seek(t)
        assert state_hash(session.machine) == hashes[t]


def test_seek_into_the_future_executes_past_breakpoints() -> None:
    session = debugging(PROGRAM)
    session.set_breakpoint(4)
    stop = session.seek(100)
    assert (stop.reason, session.t, session.newest) == (Reason.SEEK, 100, 100)
    assert session.seek(1_000_000).reason is Reason.FINISHED


def test_beyond_the_ring_the_run_is_replayed() -> None:
    session = debugging("for i = 1, 5000 do\n  local x = i\nend\n", history=1024)
    session.continue_()
    t = session.t
    assert session.oldest == 0
    assert session.seek(17).t == 17
    for command in (session.step_back, session.step_back_in, session.step_back_instruction):
        before = session.t
        command()
        assert session.t < before
    assert session.seek(0).t == 0
    for command in (session.step_back, session.step_back_in, session.step_back_out, session.reverse_continue):
        assert command().reason is Reason.OLDEST
    assert session.continue_().t == t


@pytest.mark.parametrize("command", ["step_in", "step_over", "step_out", "step_instruction", "continue_"])
@pytest.mark.parametrize(
    ("source", "reason"), [("return 1", Reason.FINISHED), ("error('x')", Reason.ERROR), ("os.exit(3)", Reason.FINISHED)]
)
def test_forward_at_the_end(source: str, reason: Reason, command: str) -> None:
    session = debugging(source)
    repeat(session.step_instruction)
    t = session.t
    stop = getattr(session, command)()
    assert (stop.reason, stop.t, session.in_past) == (reason, t, False)
    session.step_back_instruction()
    stop = session.continue_()
    assert (stop.reason, stop.t) == (reason, t)


def test_the_entry() -> None:
    session = debugging(PROGRAM)
    assert (session.stop.reason, session.stop.t, session.stop.line) == (Reason.ENTRY, 0, 1)
    assert session.step_back().reason is Reason.OLDEST
    assert (session.oldest, session.newest, session.t) == (0, 0, 0)


def test_an_uncaught_error_keeps_the_stack() -> None:
    session = debugging("local function f(x)\n  local y = x.field\n  return y\nend\nlocal a = 1\nf(nil)\n")
    stop = session.continue_()
    assert (stop.reason, stop.line) == (Reason.ERROR, 2)
    assert stop.text == "demo.lua:2: attempt to index a nil value (local 'x')"
    assert [(frame.name, frame.line) for frame in session.frames()] == [("f", 2), ("main chunk", 6)]
    assert session.evaluate("x") == [None]
    assert session.evaluate("a", session.frames()[1]) == [1]
    session.step_back()
    assert session.error_text() == ""


@pytest.mark.parametrize(
    ("raised", "text"),
    [
        ("'plain', 0", "plain"),
        ("12", "12"),
        ("{}", "(error object is a table value)"),
        ("nil", "(error object is a nil value)"),
        ("setmetatable({}, { __tostring = function() return 'spoken' end })", "spoken"),
        ("setmetatable({}, { __tostring = function() error('x') end })", "(error object is a table value)"),
    ],
)
def test_error_texts(raised: str, text: str) -> None:
    stop = debugging(f"error({raised})").continue_()
    assert (stop.reason, stop.text, stop.line) == (Reason.ERROR, text, 1)


def test_an_error_in_a_native_shows_it() -> None:
    session = debugging("local s = 'x'\nstring.rep(s)\n")
    assert session.continue_().line == 2
    assert [frame.name for frame in session.frames()] == ["string.rep", "main chunk"]


def test_stack_overflow() -> None:
    session = debugging("local function f(n)\n  return 1 + f(n + 1)\nend\nf(1)\n", history=4096)
    stop = session.continue_()
    assert (stop.reason, stop.line) == (Reason.ERROR, 2)
    assert "stack overflow" in stop.text
    assert len(session.frames(limit=3)) == 3
    assert session.evaluate("n > 1000") == [True]


def test_exit() -> None:
    session = debugging("print('a')\nlocal x = 1\nos.exit(7)\nprint('b')\n")
    assert session.exit_code is None
    stop = session.continue_()
    assert (stop.reason, stop.line, session.exit_code) == (Reason.FINISHED, 3, 7)
    end, state = session.t, state_hash(session.machine)
    assert session.step_back().line == 3
    assert session.machine.results is None
    assert session.evaluate("x") == [1]
    session.seek(0)
    session.continue_()
    assert (session.t, state_hash(session.machine)) == (end, state)
    assert session.output() == session.machine.output


def test_output_up_to_the_present() -> None:
    session = debugging("print(1)\nio.write(2, '\\n')\nprint(3)\n")
    repeat(session.step_over)
    assert b"".join(text for _, text in session.output()) == b"1\n2\n3\n"
    when = [t for t, text in session.output()]
    session.seek(when[-1] - 1)
    assert session.output()[-1][0] < when[-1]
    session.seek(0)
    assert session.output() == []


def test_pause() -> None:
    session = debugging("while true do end\n")
    session.keeps_every_step = True  # to go back through them
    session.begin(session.motion_continue())
    assert session.advance(1000) is None
    session.pause()
    stop = session.advance(1000)
    assert stop is not None
    assert (stop.reason, stop.line, stop.t) == (Reason.PAUSE, 1, 2000)
    session.begin(session.motion_continue(forward=False))
    assert session.advance(500) is None
    assert session.t == 1500
    session.pause()
    stop = session.advance(500)
    assert stop is not None
    assert (stop.reason, stop.t) == (Reason.PAUSE, 1000)
    assert session.advance() is stop


@pytest.mark.parametrize("forward", [True, False])
def test_slices_make_no_difference(forward: bool) -> None:
    source = "local function f(n)\n  if n > 0 then f(n - 1) end\nend\nfor i = 1, 3 do\n  f(i)\nend\n"
    names = ["motion_step_in", "motion_step_over", "motion_step_out", "motion_continue"]
    for name in names:
        found = []
        for budget in (1, 3, 1000):
            session = debugging(source)
            session.set_breakpoint(3)
            run_to(session, 2)
            session.begin(getattr(session, name)(forward=forward))
            while (stop := session.advance(budget)) is None:
                pass
            found.append(stop)
        assert found[0] == found[1] == found[2]


def test_a_branch_gives_up_the_future() -> None:
    session = debugging("for i = 1, 3 do\n  print(i)\nend\nos.exit(1)\n")
    session.continue_()
    end, state = session.t, state_hash(session.machine)
    session.seek(8)
    hash_then = state_hash(session.machine)
    session.branch()
    assert (session.newest, session.in_past, session.exit_code) == (8, False, None)
    assert state_hash(session.machine) == hash_then
    assert session.continue_().reason is Reason.FINISHED
    assert (session.t, state_hash(session.machine), session.exit_code) == (end, state, 1)
    assert [text for _, text in session.output()] == [b"1\n", b"2\n", b"3\n"]


def test_a_program_that_cannot_be_loaded() -> None:
    with pytest.raises(LoadError, match="unexpected symbol near"):
        debugging("x = = 1")
    with pytest.raises(LoadError, match="No such file"):
        Session("/nowhere/there.lua")


def test_arguments() -> None:
    session = Session("demo.lua", ["one", "two"], source=b"local a, b = ...\nprint(a, b, arg[0], #arg)\n")
    session.continue_()
    assert session.output()[0][1] == b"one\ttwo\tdemo.lua\t2\n"
