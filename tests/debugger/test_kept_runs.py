"""Keeping the run of a session: it can be run again from the file, or there is no file."""

from collections.abc import Callable
from pathlib import Path

import pytest

from debugger.kept_runs import KeptRun
from debugger.observing.seen import Ending
from debugger.recording_files import nearest_folder
from debugger.session import Session
from engine.history.state import state_hash
from engine.host.recording import read_recording
from engine.host.recording_format import RecordingError
from engine.host.replayer import verify
from engine.host.vm import VM
from engine.syntax.dialects import DIALECTS

PROGRAM = """\
local seen = {}
local function note(what) seen[#seen + 1] = what return #seen end
note(io.read() or "none")
note(os.clock() >= 0)
note(os.getenv("HOME"))
for line in io.lines(arg[0]) do note(line) end
local co = coroutine.wrap(function() while true do coroutine.yield(note(os.time())) end end)
co() co()
print(#seen)
local later = note(io.read() or "nothing")
print(later)
error({ code = #seen })
"""


@pytest.fixture
def begun(tmp_path: Path) -> Callable[..., Session]:
    def begin(source: str = PROGRAM, lua: str = "5.4", given: bytes = b"one\ntwo\n") -> Session:
        path = tmp_path / "main.lua"
        path.write_text(source)
        session = Session(str(path), ["a", "b"], dialect=DIALECTS[lua])
        session.program_input.feed(given)
        return session

    return begin


@pytest.mark.parametrize("lua", ["5.1", "5.2", "5.3", "5.4", "5.5", "luajit"])
def test_a_run_that_ended_is_the_same_again(lua: str, begun: Callable[..., Session], tmp_path: Path) -> None:
    session = begun(lua=lua)
    session.set_breakpoint(9)
    session.continue_()
    session.step_back()
    session.evaluate("print('not the program') or os.time()")
    while session.continue_().t < session.newest or session.machine.failure is None:
        pass
    path = str(tmp_path / "kept.mwk")
    session.save_recording(path)
    recording = read_recording(path)
    assert verify(recording).difference is None
    again = Session.of_recording(recording)
    assert again.continue_().t == session.newest
    assert state_hash(again.machine) == state_hash(session.machine)
    seen = Session.of_recording(recording).observer().finish()
    assert (seen.ending, seen.t) == (Ending.ERROR, session.newest)
    (note,) = [one for one in seen.functions if one.line == 2]
    assert [note.calls] == session.evaluate("#seen", session.frames()[-1])


def test_a_run_that_was_left_is_known_up_to_there(begun: Callable[..., Session], tmp_path: Path) -> None:
    session = begun()
    session.set_breakpoint(9)
    session.continue_()
    session.step_back()
    session.save_recording(str(tmp_path / "kept.mwk"))
    seen = Session.of_recording(read_recording(str(tmp_path / "kept.mwk"))).observer().finish()
    assert (seen.ending, seen.t) == (Ending.CUT, session.newest)


def test_a_branch_is_a_run_of_its_own(begun: Callable[..., Session], tmp_path: Path) -> None:
    session = begun()
    session.continue_()
    session.set_breakpoint(9)
    session.reverse_continue()
    session.branch()
    session.program_input.feed(b"three\n")
    session.continue_()
    path = str(tmp_path / "kept.mwk")
    session.save_recording(path)
    assert verify(read_recording(path)).difference is None
    again = Session.of_recording(read_recording(path))
    again.continue_()
    assert state_hash(again.machine) == state_hash(session.machine)


def test_what_could_not_be_run_again_is_not_kept(begun: Callable[..., Session], tmp_path: Path) -> None:
    path = str(tmp_path / "kept.mwk")
    session = begun()
    session.set_breakpoint(9)
    session.continue_()
    session.set_variable("seen[1]", "'another'")
    session.continue_()
    asking = begun("for i = 1, 100000 do os.clock() end")
    asking.continue_()
    kept = begun()
    kept.continue_()
    kept.save_recording(path)
    vm = VM(history=1000, whole_run=True)
    for one, why in (
        (session, "something was changed"),
        (asking, "asked the outside world too much"),
        (Session("text.lua", source=b"return 1"), "only the run of a program in a file"),
        (Session.of_recording(read_recording(path)), "only the run of a program in a file"),
        (Session.of_vm(vm), "only the run of a program in a file"),
    ):
        with pytest.raises(RecordingError, match=why):
            one.save_recording(str(tmp_path / "none.mwk"))
    assert sorted(file.name for file in tmp_path.iterdir()) == ["kept.mwk", "main.lua"]


def test_where_runs_are_kept(begun: Callable[..., Session], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "home" / "work" / "src").mkdir(parents=True)
    (tmp_path / "home" / ".moonwalk").mkdir()
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    program = str(tmp_path / "home" / "work" / "src" / "main.lua")
    assert nearest_folder(program) == ""
    (tmp_path / "home" / "work" / ".moonwalk").mkdir()
    assert nearest_folder(program) == str(tmp_path / "home" / "work" / ".moonwalk")
    Path(program).write_text("print(1)\n")
    session = Session(program)
    kept = KeptRun(session)
    kept.keep()
    assert list((tmp_path / "home" / "work" / ".moonwalk").iterdir()) == []  # nothing has been run
    session.continue_()
    kept.keep()
    (file,) = (tmp_path / "home" / "work" / ".moonwalk").iterdir()
    assert file.name == "src_main.session.mwk"
    file.write_bytes(b"")
    kept.keep()
    assert file.read_bytes() == b""  # there is nothing new
    file.write_text("precious")
    again = KeptRun(session)
    again.keep()
    assert "no recording" in again.problem
    assert file.read_text() == "precious"


def test_a_folder_that_is_named_is_made(begun: Callable[..., Session], tmp_path: Path) -> None:
    session = begun()
    session.continue_()
    kept = KeptRun(session, str(tmp_path / "runs" / "kept"))
    kept.keep()
    assert kept.problem == ""
    assert sorted(file.name for file in (tmp_path / "runs" / "kept").iterdir()) == [".gitignore", "main.session.mwk"]


def test_without_a_folder_nothing_is_kept(begun: Callable[..., Session], tmp_path: Path) -> None:
    session = begun()
    session.continue_()
    kept = KeptRun(session)
    kept.keep()
    assert kept.problem == ""
    assert [file.name for file in tmp_path.iterdir()] == ["main.lua"]
