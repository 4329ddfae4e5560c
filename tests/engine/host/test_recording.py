"""Recordings: a run that was written to a file is the same run when it is replayed, and differences are found."""

import errno
import io
import signal
import subprocess
from pathlib import Path

import pytest

from engine.host.recorder import Recorder
from engine.host.recording import Recording
from engine.host.replayer import verify
from engine.syntax.dialects import DIALECTS
from tests.engine.host.recordings import (
    CATCHES,
    Interrupted,
    InterruptedRecorder,
    Recorded,
    change_value,
    program,
    record,
    record_file,
    replayed,
    run,
)

ROOT = Path(__file__).parents[3]
FIXTURES = sorted((ROOT / "fixtures").glob("*.lua"))

WORLD = """
print(os.time() > 0, os.clock() >= 0, type(os.getenv("HOME")), os.date("%Y-%m-%d %H:%M:%S"))
print(math.random(1000), math.random(), {} ~= {}, tostring({}), tostring(print))
print(io.read("*n"), io.read(), io.read(3), io.read("*a"))
local name = os.tmpname()
local file = io.open(name, "w")
file:write("one\\ntwo\\n")
file:close()
for line in io.lines(name) do io.write("[", line, "]") end
file = io.open(name, "a+")
print(file:seek("end"), file:seek("set", 1), file:read(2), file:close())
print(os.rename(name, name .. ".x"), os.remove(name .. ".x"), os.remove(name .. ".x"))
local pipe = io.popen("echo from outside; exit 3")
print(pipe:read("*a"), pipe:close())
print(os.execute("exit 4"))
print(io.open("/nowhere/there"))
io.stderr:write("to error\\n")
local module = require "inner"
print(module.answer(...), select("#", ...))
error("the end")
"""

INNER = "return {answer = function(...) return 42, ... end}\n"


def same_run(recorded: Recorded) -> Recording:
    """Check that a replay shows what the run wrote, and that it verifies."""
    recording = recorded.read()
    assert (recording.problem, recording.is_damaged) == ("", False)
    outcome, stdout, stderr = replayed(recording)
    assert outcome.difference is None
    assert (outcome.status, stdout, stderr) == (recorded.status, recorded.stdout, recorded.stderr)
    assert verify(recorded.read()).difference is None
    return recording


# -- the same run again ----------------------------------------------------------------------------


@pytest.mark.parametrize("lua", sorted(set(DIALECTS) - {"macro"}))
def test_the_outside_world_is_in_the_recording(lua: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "inner.lua").write_text(INNER)
    monkeypatch.setenv("LUA_PATH", str(tmp_path / "?.lua"))
    recorded = record(tmp_path, WORLD, lua=lua, stdin=io.BytesIO(b"12 rest\nabcdef\n"), args=("a", "b"))
    assert b"from outside" in recorded.stdout
    assert b"the end" in recorded.stderr
    (tmp_path / "inner.lua").unlink()
    (tmp_path / "x.lua").unlink()
    monkeypatch.setenv("LUA_PATH", "")
    monkeypatch.setenv("HOME", "elsewhere")
    monkeypatch.setattr(subprocess, "Popen", None)
    same_run(recorded)


@pytest.mark.parametrize("fixture", FIXTURES, ids=[one.stem for one in FIXTURES])
def test_fixture(fixture: Path, tmp_path: Path) -> None:
    recorded = record_file(str(fixture), tmp_path / "x.mwk", interval=0)
    assert recorded.stdout == fixture.with_suffix(".expected").read_bytes()
    same_run(recorded)


def test_macros(tmp_path: Path) -> None:
    recorded = record(tmp_path, 'print(1 + 2)\nprint(select("#", ...))', lua="macro")
    assert recorded.stdout == b"3\n0\n"
    same_run(recorded)


@pytest.mark.parametrize(
    "source",
    [
        "os.exit(7)",
        "x x",
        "error(setmetatable({}, {__tostring = function() return 'spoken' end}))",
        "local t <close> = setmetatable({}, {__close = function() print(io.read()) end}) error('e')",
        "setmetatable({}, {__gc = function() print(os.clock() >= 0) end})",
        "local t <close> = setmetatable({}, {__close = function() os.exit(4) end})",
        "print(io.read('n', 'n', 'l'))",
        "print(pcall(io.lines, 'missing')) print(io.open('.'):read())",
        "local f = load('return ' .. io.read()) print(f())",
    ],
)
def test_ends(source: str, tmp_path: Path) -> None:
    recording = same_run(record(tmp_path, source, stdin=io.BytesIO(b"12 13\nline\n")))
    assert recording.end is not None


def test_statements_come_first(tmp_path: Path) -> None:
    recorded = record(tmp_path, "print(a, b, ...)", args=("1",), statements=("a = io.read()", "b = os.time()"))
    same_run(recorded)


def test_a_program_from_standard_input(tmp_path: Path) -> None:
    recorder = Recorder(str(tmp_path / "x.mwk"), program("-", args=("a",)))
    recorded = run(recorder, io.BytesIO(b"print(arg[0], ...) print(io.read())"))
    assert recorded.stdout == b"-\ta\nnil\n"
    same_run(recorded)


def test_a_program_that_is_not_there(tmp_path: Path) -> None:
    recorded = run(Recorder(str(tmp_path / "x.mwk"), program(str(tmp_path / "no.lua"))))
    assert recorded.status == 1
    (tmp_path / "no.lua").write_text("print(1)")
    same_run(recorded)


class FullDisk(io.BytesIO):
    """Takes only so much."""

    def write(self, data: object, /) -> int:
        if self.tell() > 3:
            raise OSError(errno.ENOSPC, "full")
        return super().write(data)  # type: ignore[arg-type]


def test_failures_of_writing_are_in_the_recording(tmp_path: Path) -> None:
    script = tmp_path / "x.lua"
    script.write_text("for i = 1, 3 do local ok, why = io.write('abc') io.stderr:write(tostring(why), '\\n') end")
    recorded = run(Recorder(str(tmp_path / "x.mwk"), program(str(script))), stdout=FullDisk())
    outcome, _, stderr = replayed(recorded.read())
    assert (outcome.difference, stderr) == (None, recorded.stderr)
    assert b"No space left" in stderr


# -- Ctrl-C ----------------------------------------------------------------------------------------

LOOPS = "local n = 0 print(pcall(function() while true do n = n + 1 end end)) print(n)"


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full here")
def test_what_a_full_disk_does_not_take_is_given_up(tmp_path: Path) -> None:
    source = """\
io.output("/dev/full")
print(io.write(("x"):rep(100000)))
print(io.type(io.output():flush()))
print(io.write("a") == io.output(), io.output():flush())
"""
    recorded = record(tmp_path, source)
    failure = b"nil\tNo space left on device\t28\n"
    assert recorded.stdout == failure + b"nil\ntrue\t" + failure
    same_run(recorded)


def test_an_interrupt_while_the_program_waits(tmp_path: Path) -> None:
    recorded = record(tmp_path, CATCHES, stdin=Interrupted(b"one\ntwo\n"))
    assert recorded.stdout.startswith(b"false\t")
    assert recorded.stdout.endswith(b"interrupted!\ttwo\n")
    same_run(recorded)


@pytest.mark.parametrize("source", [LOOPS, "while true do end"])
def test_an_interrupt_between_two_instructions(source: str, tmp_path: Path) -> None:
    script = tmp_path / "x.lua"
    script.write_text(source)
    recorded = run(InterruptedRecorder(str(tmp_path / "x.mwk"), program(str(script))))
    assert b"interrupted!" in recorded.stdout + recorded.stderr
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler
    same_run(recorded)


# -- verification ----------------------------------------------------------------------------------

ECHO = "local sum = 0\nfor i = 1, 3 do\n  local line = io.read()\n  sum = sum + #line\nend\nprint(sum, os.time())"


def planted(folder: Path, kind: str, value: object) -> tuple[Recording, int]:
    """A recording of ECHO where the last event of a kind has another value; its step."""
    recorded = record(folder, ECHO, stdin=io.BytesIO(b"a\nbb\nccc\n"))
    event = [event for event in recorded.read().events if event.kind == kind][-1]
    return change_value(recorded.path, event.value, value), event.t


@pytest.mark.parametrize(("kind", "value"), [("readline", b"cccc\n"), ("time", 1)])
def test_a_planted_change_of_an_event_is_found(kind: str, value: object, tmp_path: Path) -> None:
    recording, t = planted(tmp_path, kind, value)
    found = verify(recording).difference
    assert found is not None
    assert t <= found.t <= t + 20  # where the sum is printed
    assert "writes something else" in str(found)


def test_another_source_is_found(tmp_path: Path) -> None:
    recording, _ = planted(tmp_path, "source", b"print(io.read())")
    found = verify(recording).difference
    assert found is not None
    assert "the next event of the run is" in str(found) or "writes" in str(found)


def test_a_change_that_shows_in_the_state_alone_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MOONWALK_WORD", "here")
    recorded = record(tmp_path, "x = os.getenv('MOONWALK_WORD')")
    recording = change_value(recorded.path, b"here", b"elsewhere")
    found = verify(recording).difference
    assert found is not None
    assert "the state is another" in str(found)


def test_states_are_compared_on_the_way(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("engine.host.vm.SLICE", 1000)
    recording = record(tmp_path, "local n = 0 for i = 1, 5000 do n = n + i end print(n)", interval=0).read()
    moments = [mark.t for mark in recording.marks]
    assert len(moments) >= 10
    assert verify(recording).difference is None
    third = recording.marks[2]
    recording.marks[2] = type(third)(third.t, third.figures ^ 1, third.state)
    found = verify(recording).difference
    assert found is not None
    assert found.t == third.t
