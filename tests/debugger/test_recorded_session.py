"""A session on a recording: the recorded run, debugged without the outside world, as far as the recording goes."""

import io
from pathlib import Path

import pytest

from debugger.session import LoadError, NoBranch, Session
from debugger.stops import Reason
from engine.host.recorder import Recorder
from engine.host.recording import read_recording
from tests.debugger.sessions import moments, repeat
from tests.engine.host.recordings import CATCHES, Interrupted, InterruptedRecorder, program, record, run

PROGRAM = """\
local sum = 0
for line in io.lines() do
  sum = sum + #line
end
print(sum, ...)
io.stderr:write("done\\n")
"""


def recorded(folder: Path, source: str = PROGRAM, lines: bytes = b"one\nthree\n", lua: str = "5.4") -> Session:
    file = record(folder, source, lua=lua, stdin=io.BytesIO(lines), args=("a",))
    (folder / "x.lua").unlink()
    return Session.of_recording(read_recording(file.path), history=1000)


@pytest.mark.parametrize("lua", ["5.1", "5.2", "5.3", "5.4", "5.5", "luajit"])
def test_forward_and_back(lua: str, tmp_path: Path) -> None:
    session = recorded(tmp_path, lua=lua)
    session.set_breakpoint(3)
    forward = repeat(session.continue_)
    assert forward[-1].reason is Reason.FINISHED
    assert b"".join(data for _, data in session.output()) == b"8\ta\n"
    assert len(moments(forward)) == 2
    assert moments(repeat(session.reverse_continue)) == moments(forward)[::-1]
    session.seek(forward[1].t)
    assert session.evaluate("line .. sum") == [b"three3"]


def test_it_is_the_run_that_was_recorded(tmp_path: Path) -> None:
    session = recorded(tmp_path, "for i = 1, 300 do local t = {os.clock()} end print(tostring({}))")
    recording = session.recording
    assert recording is not None
    assert recording.end is not None
    assert session.continue_().t == recording.end.mark.t
    stop = session.seek(500)
    assert stop.t == 500  # a replay from the checkpoint leads there
    assert session.continue_().reason is Reason.FINISHED


def test_sources_come_from_the_recording(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    inner = tmp_path / "inner.lua"
    inner.write_text("local x = 1\nreturn x\n")
    monkeypatch.setenv("LUA_PATH", str(tmp_path / "?.lua"))
    session = recorded(tmp_path, "require 'inner'\nload('return 1\\n')()\n")
    inner.unlink()
    assert session.source_lines(session.path)[0] == "require 'inner'"
    session.continue_()
    assert session.source_lines(str(inner)) == ["local x = 1", "return x"]
    assert session.source_lines(str(tmp_path / "other.lua")) == []


def test_standard_error_is_shown_again(tmp_path: Path) -> None:
    session = recorded(tmp_path)
    session.continue_()
    assert [written.data for written in session.program_output.errors] == [b"done\n"]
    session.seek(0)
    session.continue_()
    assert len(session.program_output.errors) == 1


def test_the_uncaught_error(tmp_path: Path) -> None:
    stop = recorded(tmp_path, "local n = #io.read()\nerror('after ' .. n)").continue_()
    assert (stop.reason, stop.line) == (Reason.ERROR, 2)
    assert stop.text.endswith("x.lua:2: after 3")


def test_exit(tmp_path: Path) -> None:
    session = recorded(tmp_path, "os.exit(#io.read())")
    assert session.continue_().reason is Reason.FINISHED
    assert session.exit_code == 3


def test_statements_before_the_program(tmp_path: Path) -> None:
    file = record(tmp_path, "print(x, io.read())", stdin=io.BytesIO(b"one\n"), statements=("x = os.time()", "x = 5"))
    session = Session.of_recording(read_recording(file.path))
    assert session.oldest == session.t > 0
    assert session.continue_().reason is Reason.FINISHED
    assert b"".join(data for _, data in session.output()) == b"5\tone\n"


def test_a_statement_alone(tmp_path: Path) -> None:
    file = run(Recorder(str(tmp_path / "x.mwk"), program(None, statements=("print(1)",))))
    session = Session.of_recording(read_recording(file.path))
    assert session.continue_().reason is Reason.FINISHED


def test_the_end_of_a_recording_that_was_cut(tmp_path: Path) -> None:
    file = record(tmp_path, PROGRAM, stdin=io.BytesIO(b"one\ntwo\n"), interval=0)
    whole = Path(file.path).read_bytes()
    recording = read_recording(file.path)
    last = recording.events[-1].t
    Path(file.path).write_bytes(whole[: whole.rindex(b"PART", 0, whole.index(b"BASE"))])
    cut = read_recording(file.path)
    assert cut.end is None
    assert 0 < cut.until < last + 20
    session = Session.of_recording(cut)
    stop = session.continue_()
    assert (stop.reason, stop.t) == (Reason.RECORDING_END, cut.until)
    assert session.step_in().reason is Reason.RECORDING_END
    assert session.reverse_continue().reason is Reason.OLDEST
    assert session.seek(cut.until + 1000).t == cut.until


def test_a_recording_of_nothing(tmp_path: Path) -> None:
    file = record(tmp_path, PROGRAM, interval=0)
    whole = Path(file.path).read_bytes()
    Path(file.path).write_bytes(whole[: whole.index(b"PART")])
    recording = read_recording(file.path)
    assert (recording.end, recording.until) == (None, -1)
    with pytest.raises(LoadError, match="the recording ends"):
        Session.of_recording(recording)


def test_a_program_that_did_not_compile(tmp_path: Path) -> None:
    with pytest.raises(LoadError, match="syntax error near 'x'"):
        recorded(tmp_path, "x x")


def test_no_branches(tmp_path: Path) -> None:
    session = recorded(tmp_path)
    session.step_over()
    with pytest.raises(NoBranch):
        session.branch()


def test_an_interrupt_while_the_program_waited(tmp_path: Path) -> None:
    file = record(tmp_path, CATCHES, stdin=Interrupted(b"one\ntwo\n"))
    session = Session.of_recording(read_recording(file.path))
    stop = session.continue_()
    assert stop.reason is Reason.FINISHED
    assert b"".join(data for _, data in session.output()) == file.stdout
    assert moments(repeat(session.step_back_instruction))  # undone up to the beginning
    assert session.t == 0


def test_an_interrupt_between_two_instructions(tmp_path: Path) -> None:
    script = tmp_path / "x.lua"
    script.write_text("local n = 0\nprint(pcall(function() while true do n = n + 1 end end))\nprint(n)")
    file = run(InterruptedRecorder(str(tmp_path / "x.mwk"), program(str(script))))
    session = Session.of_recording(read_recording(file.path))
    assert session.continue_().reason is Reason.FINISHED
    assert b"".join(data for _, data in session.output()) == file.stdout
    session.seek(500)
    before = session.evaluate("n")
    session.step_instruction(20)
    session.seek(500)
    assert session.evaluate("n") == before
