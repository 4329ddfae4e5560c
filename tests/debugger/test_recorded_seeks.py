"""A session on a recording with checkpoints reaches every moment from the checkpoint before it, exactly."""

import io
import os
import random
import subprocess
import sys
from pathlib import Path

import pytest

from debugger.session import Session
from debugger.stops import Reason
from engine.history.event_log import Divergence
from engine.history.state import Form, state_form
from engine.host.program import load_script
from engine.host.recording import read_recording
from engine.host.recording_contents import FAILED
from engine.host.vm import VM
from engine.runtime.host import ExitRequest
from engine.syntax.dialects import DIALECTS
from engine.vm import run
from tests.debugger.sessions import moments, repeat
from tests.differential import ORIGINALS
from tests.engine.host.recordings import Recorded, record
from tests.generated.programs import random_program

ROOT = Path(__file__).parents[2]
LINES = b"one\ntwo\nthree\nfour\n"


@pytest.fixture
def dense(monkeypatch: pytest.MonkeyPatch) -> None:
    """Checkpoints every few hundred steps."""
    monkeypatch.setattr("engine.host.vm.SLICE", 300)
    monkeypatch.setattr("engine.host.tape._SHORTEST", 0)
    monkeypatch.setattr("engine.host.tape._TIMES_ITS_COST", 0)
    monkeypatch.setattr("engine.host.tape._BYTES", 1e12)


def open_again(file: Recorded) -> Session:
    """A session that has gone to the end of the recording at once, and back to the beginning."""
    session = Session.of_recording(read_recording(file.path), history=1000)
    assert session.newest < session.latest
    session.seek(session.latest)
    assert session.t == session.newest == session.latest
    session.seek(session.oldest)
    return session


def forms_of(file: Recorded, limit: int) -> dict[int, Form]:
    """The state at each step of the recorded run, executed from the start."""
    recording = file.read()
    vm = VM(recording.dialect, stdout=io.BytesIO(), stderr=io.BytesIO(), log=recording.log())
    machine = vm.machine
    machine.keep_output = True
    program = recording.header.program
    vm.set_up_program(program.words, 1)
    assert program.path is not None
    run.enter(machine, load_script(vm, program.path.decode()), [])
    forms = {int(machine.t): state_form(machine)}
    while machine.t < limit and machine.results is None and machine.failure is None:
        before = machine.t
        try:
            run.advance(machine, machine.t + 1)
        except ExitRequest:
            run.end(machine)
        if machine.t == before + 1:
            forms[int(machine.t)] = state_form(machine)
    return forms


def check(file: Recorded, limit: int = 4000, jumps: int = 25) -> Session:
    """Seek and step all over a recorded run, and compare."""
    forms = forms_of(file, limit)
    session = open_again(file)
    newest = max(forms)
    chance = random.Random(newest)
    history = session.history

    def compare() -> None:
        t = int(session.machine.t)
        assert t not in forms or state_form(session.machine) == forms[t], f"the state at t={t} differs"

    compare()
    for _ in range(jumps):
        history.seek(chance.randint(0, newest))
        compare()
        for _ in range(chance.randint(0, 3)):
            if session.t > 0:
                history.step_back()
                compare()
        for _ in range(chance.randint(0, 5)):
            if session.t < newest:
                history.step_forward()
                compare()
    return session


TALKS = """
local sum, kept = 0, {}
local function add(n) kept[#kept + 1] = {n} sum = sum + n return sum end
local co = coroutine.wrap(function() while true do coroutine.yield(add(1)) end end)
for line in io.lines() do
  for i = 1, 100 do co() add(#line) end
  print(line, sum, tostring(kept[#kept]), os.clock() >= 0)
  io.stderr:write(line, "!")
end
load("print(...)", "=loaded")(math.random(100))
local f <close> = setmetatable({}, {__close = function() print("closed") end})
error("over")
"""


@pytest.mark.usefixtures("dense")
@pytest.mark.parametrize("lua", ["5.4", "5.5"])
def test_every_moment(lua: str, tmp_path: Path) -> None:
    file = record(tmp_path, TALKS, lua=lua, stdin=io.BytesIO(LINES), interval=0)
    recording = file.read()
    assert len(recording.bases) > 8
    assert recording.bases[-1].point.ending == FAILED
    session = check(file)
    assert len(session.history.checkpoints.epochs) > 8  # type: ignore[union-attr]  # there are some
    assert session.seek(session.newest).t == session.newest
    assert session.error_text().endswith("over")
    assert b"".join(data for _, data in session.output()) + b"closed\n" == file.stdout
    assert b"".join(written.data for written in session.program_output.errors) == b"one!two!three!four!"


@pytest.mark.usefixtures("dense")
@pytest.mark.parametrize("key", ORIGINALS)
def test_generated_programs(key: str, tmp_path: Path) -> None:
    for seed in (1, 2):
        file = record(tmp_path, random_program(seed, DIALECTS[key]), lua=key, interval=0)
        check(file, limit=1500, jumps=10)


@pytest.mark.usefixtures("dense")
def test_nothing_is_executed_on_the_way_to_the_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = record(tmp_path, TALKS, stdin=io.BytesIO(LINES), interval=0)
    session = Session.of_recording(read_recording(file.path), history=1000)
    assert (session.t, session.newest) == (0, 0)
    assert session.latest > 2000
    monkeypatch.setattr("engine.vm.run.advance", None)
    stop = session.seek(session.latest)
    monkeypatch.undo()
    assert session.error_text().endswith("over")
    assert session.step_back_instruction().t == stop.t - 1
    assert session.oldest == 0


@pytest.mark.usefixtures("dense")
def test_what_was_executed_already_is_kept(tmp_path: Path) -> None:
    """Checkpoints are for what lies ahead: back to what the session itself has executed its own history leads."""
    file = record(tmp_path, TALKS, stdin=io.BytesIO(LINES), interval=0)
    session = Session.of_recording(read_recording(file.path), history=1000)
    assert session.continue_().reason is Reason.ERROR
    session.seek(100)
    session.seek(session.latest)
    assert session.history.checkpoints is not None
    assert session.history.checkpoints.bases is None


@pytest.mark.usefixtures("dense")
def test_caught_errors_are_known(tmp_path: Path) -> None:
    source = "for i = 1, 300 do\n  local ok, e = pcall(error, i)\n  assert(not ok)\nend\n"
    session = open_again(record(tmp_path, source, interval=0))
    known = session.errors.between(0, session.newest)
    assert len(known) == 300
    session.seek(known[200])
    assert session.evaluate("i") == [201]


@pytest.mark.usefixtures("dense")
def test_forward_and_backward_stop_at_the_same_moments(tmp_path: Path) -> None:
    session = open_again(record(tmp_path, TALKS, stdin=io.BytesIO(LINES), interval=0))
    session.set_breakpoint(3, condition="n and n > 3")
    forward = repeat(session.continue_)
    assert forward[-1].reason is Reason.ERROR
    assert len(moments(forward)) == 200  # for the lines three and four
    assert moments(repeat(session.reverse_continue)) == moments(forward)[::-1]


@pytest.mark.usefixtures("dense")
def test_breakpoints_in_chunks_that_a_checkpoint_brings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of a module that was required before the checkpoint, and of a text that was loaded."""
    inner = tmp_path / "inner.lua"
    inner.write_text("local M = {}\nfunction M.f(n)\n  return n + 1\nend\nreturn M\n")
    monkeypatch.setenv("LUA_PATH", str(tmp_path / "?.lua"))
    source = "local M = require 'inner'\nlocal n = 0\nfor i = 1, 2000 do n = M.f(n) end\nprint(n)\n"
    file = record(tmp_path, source, interval=0)
    inner.unlink()
    session = open_again(file)
    session.seek(session.newest)
    assert session.source_lines(str(inner))[2] == "  return n + 1"
    session.set_breakpoint(3, str(inner))
    stop = session.reverse_continue()
    assert (stop.reason, stop.line, session.evaluate("n")) == (Reason.BREAKPOINT, 3, [1999])


@pytest.mark.usefixtures("dense")
def test_places_of_output(tmp_path: Path) -> None:
    session = open_again(record(tmp_path, "for i = 1, 300 do\n  print(i)\nend\n", interval=0))
    session.seek(session.newest // 2)
    half = session.output()
    assert 100 < len(half) < 200
    assert [data for _, data in half] == [b"%d\n" % i for i in range(1, len(half) + 1)]
    written = session.program_output.written()
    assert len(written) == len(half)
    assert {one.line for one in written[:100]} == {0}  # passed over
    session.seek(0)
    assert session.output() == []
    session.continue_()
    assert {written.line for written in session.program_output.written()} == {2}  # executed again


@pytest.mark.usefixtures("dense")
def test_a_cut_recording_ends_where_it_was_cut(tmp_path: Path) -> None:
    file = record(tmp_path, TALKS, stdin=io.BytesIO(LINES), interval=0)
    whole = Path(file.path).read_bytes()
    for part in (3, 5, 7, 9):
        Path(file.path).write_bytes(whole[: len(whole) * part // 10])
        recording = read_recording(file.path)
        session = Session.of_recording(recording, history=1000)
        assert session.latest == recording.until
        session.seek(recording.until // 2)
        assert session.newest == recording.until
        stop = session.continue_()
        assert (stop.reason, stop.t) == (Reason.RECORDING_END, recording.until)
        assert session.step_back_instruction().t == recording.until - 1
        assert session.reverse_continue().reason is Reason.OLDEST


@pytest.mark.usefixtures("dense")
def test_a_checkpoint_that_cannot_be_read(tmp_path: Path) -> None:
    """The file is changed while the session has it open: that is said, and what is sound can still be reached."""
    file = record(tmp_path, TALKS, stdin=io.BytesIO(LINES), interval=0)
    session = open_again(file)
    base = file.read().bases[3]
    with open(file.path, "r+b") as target:
        target.seek(base.at + 40)
        target.write(b"\0\0\0\0")
    with pytest.raises(Divergence, match="the checkpoint there cannot be read: byte"):
        session.history.seek(base.point.t + 1)
    session.history.seek(10)
    assert session.t == 10
    session.history.seek(session.newest)
    assert session.error_text().endswith("over")

RECORDS = """
import sys
from engine.host.recorder import Recorder
from tests.engine.host.recordings import program
Recorder("x.mwk", program("x.lua")).run(sys.stdin.buffer, sys.stdout.buffer, sys.stderr.buffer)
"""


def test_a_checkpoint_of_another_process(tmp_path: Path) -> None:
    """On the interpreted engine there, and on whichever is tested here."""
    (tmp_path / "x.lua").write_text(TALKS)
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "MOONWALK_PURE": "1"}
    ran = subprocess.run(
        [sys.executable, "-c", RECORDS], cwd=tmp_path, env=environment, input=LINES, capture_output=True, check=True
    )
    session = Session.of_recording(read_recording(str(tmp_path / "x.mwk")), history=1000)
    session.seek(session.latest)
    assert session.error_text().endswith("over")
    assert b"".join(data for _, data in session.output()) + b"closed\n" == ran.stdout
    assert session.evaluate("sum, #kept", session.frames()[1]) == [100 * 15 + 400, 800]
