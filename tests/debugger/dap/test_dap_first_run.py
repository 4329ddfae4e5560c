"""A launch that records: the program runs to its end, and its recording is debugged."""

from collections.abc import Callable
from pathlib import Path

from engine.host.recording import read_recording
from tests.debugger.dap.editor import Editor

Write = Callable[..., str]

PROGRAM = """\
local name = io.read()
local function greet(who) return "hello " .. who end
print(greet(name))
local sum = 0
for i = 1, 3 do
  sum = sum + i
end
error("the end")
"""


def test_the_recording_of_the_run_is_debugged(editor: Editor, write: Write, tmp_path: Path) -> None:
    record = tmp_path / ".moonwalk" / "greet.mwk"
    (tmp_path / "input.txt").write_text("moon\n")
    editor.initialize()
    program = write(PROGRAM)
    editor.ask("launch", program=program, stdin=str(tmp_path / "input.txt"), record=str(record))
    editor.ask("setBreakpoints", source={"path": program}, breakpoints=[{"line": 6}])
    editor.ask("configurationDone")
    stop = editor.stopped()
    assert stop["reason"] == "breakpoint"
    assert editor.evaluate("name, i") == '"moon", 1'
    assert read_recording(str(record)).end is not None
    editor.ask("continue", threadId=1)
    assert editor.stopped()["reason"] == "breakpoint"
    editor.ask("reverseContinue", threadId=1)
    assert editor.stopped()["reason"] == "breakpoint"
    assert editor.evaluate("i") == "1"


def test_a_restart_records_again(editor: Editor, write: Write, tmp_path: Path) -> None:
    record = tmp_path / "again.mwk"
    editor.initialize()
    program = write("local x = 1\nprint(x)\n")
    editor.ask("launch", program=program, record=str(record), stopOnEntry=True)
    editor.ask("configurationDone")
    editor.stopped()
    Path(program).write_text("local x = 2\nprint(x)\n")
    editor.ask("restart")
    editor.stopped()
    editor.ask("next", threadId=1)
    editor.stopped()
    assert editor.evaluate("x") == "2"


def test_what_cannot_be_recorded(editor: Editor, write: Write, tmp_path: Path) -> None:
    editor.initialize()
    record = str(tmp_path / "x.mwk")
    assert "cannot open" in editor.refused("launch", program=str(tmp_path / "no.lua"), record=record)["message"]
    other = tmp_path / "precious.txt"
    other.write_text("precious")
    program = write("print(1)\n")
    assert "is no recording" in editor.refused("launch", program=program, record=str(other))["message"]
    assert other.read_text() == "precious"
    editor.ask("launch", program=program, record=record)


def test_a_run_that_does_not_end_is_given_up(editor: Editor, write: Write, tmp_path: Path) -> None:
    editor.initialize()
    program = write("while true do end\n")
    launch = editor.send("launch", {"program": program, "record": str(tmp_path / "x.mwk")})
    editor.ask("cancel", requestId=launch)
    assert "given up" in editor.response(launch)["message"]
