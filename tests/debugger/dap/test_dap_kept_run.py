"""What a session on a live program leaves: its run, in the folder for recordings, when it is over."""

from collections.abc import Callable
from pathlib import Path

import pytest

from debugger.observing.seen import Ending, Seen
from debugger.session import Session
from engine.host.recording import read_recording
from tests.debugger.dap.editor import Editor

Write = Callable[..., str]

PROGRAM = """\
local function double(n) return n * 2 end
local sum = 0
for i = 1, 3 do
  sum = sum + double(i)
end
error("the end")
"""


def launch_at_line_4(editor: Editor, program: str, **configuration: object) -> None:
    """Up to the first call of the function."""
    editor.initialize()
    editor.ask("launch", program=program, **configuration)
    editor.ask("setBreakpoints", source={"path": program}, breakpoints=[{"line": 4}])
    editor.ask("configurationDone")
    editor.stopped()


def seen_in(folder: Path) -> Seen:
    (file,) = folder.glob("*.session.mwk")
    return Session.of_recording(read_recording(str(file))).observer().finish()


def test_a_program_that_comes_to_its_end_is_kept_then(editor: Editor, write: Write, tmp_path: Path) -> None:
    folder = tmp_path / ".moonwalk"
    folder.mkdir()
    program = write(PROGRAM)
    launch_at_line_4(editor, program)
    editor.ask("setBreakpoints", source={"path": program}, breakpoints=[])
    assert list(folder.iterdir()) == []
    editor.ask("continue", threadId=1)
    assert editor.stopped()["reason"] == "exception"
    editor.ask("threads")  # by now it is written
    seen = seen_in(folder)
    assert seen.ending is Ending.ERROR
    assert [one.calls for one in seen.functions if one.line == 1] == [3]


@pytest.mark.parametrize("last", ["disconnect", "terminate"])
def test_a_session_that_is_ended_leaves_what_was_run(last: str, editor: Editor, write: Write, tmp_path: Path) -> None:
    folder = tmp_path / "kept"
    launch_at_line_4(editor, write(PROGRAM), keepRun=str(folder))
    editor.ask("continue", threadId=1)
    editor.stopped()
    editor.ask("stepBack", threadId=1)
    editor.stopped()
    editor.ask(last)
    editor.leave()
    seen = seen_in(folder)
    assert seen.ending is Ending.CUT
    assert [one.calls for one in seen.functions if one.line == 1] == [1]


def test_a_run_in_which_something_was_changed_is_not_kept_and_the_user_is_told(
    editor: Editor, write: Write, tmp_path: Path
) -> None:
    (tmp_path / ".moonwalk").mkdir()
    program = write(PROGRAM)
    launch_at_line_4(editor, program)
    editor.ask("setExpression", expression="sum", value="7", frameId=editor.frames()[0]["id"])
    editor.ask("setBreakpoints", source={"path": program}, breakpoints=[])
    editor.ask("continue", threadId=1)
    editor.stopped()
    assert "something was changed" in editor.event("output", lambda body: "kept" in body["output"])["output"]
    assert list((tmp_path / ".moonwalk").iterdir()) == []


@pytest.mark.parametrize("configuration", [{"keepRun": False}, {"noFolder": True}])
def test_what_is_not_wanted_is_not_kept(
    configuration: dict[str, bool], editor: Editor, write: Write, tmp_path: Path
) -> None:
    if "noFolder" not in configuration:
        (tmp_path / ".moonwalk").mkdir()
    editor.initialize()
    editor.ask("launch", program=write("print(1)\n"), **configuration)
    editor.ask("configurationDone")
    editor.stopped()
    editor.ask("disconnect")
    editor.leave()
    assert list(tmp_path.rglob("*.mwk")) == []
