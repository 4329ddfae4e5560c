"""Beginning and end: initialize, launch, restart, terminate; and what happens in which order."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from debugger.cli.main import main
from tests.debugger.dap.editor import Editor

PROGRAM = """\
local total = 0
for i = 1, 3 do
  total = total + i
end
print(total)
"""

Write = Callable[..., str]


def test_what_it_can_do_is_what_it_says(editor: Editor) -> None:
    capabilities = editor.initialize()
    supported = "supportsStepBack", "supportsConfigurationDoneRequest", "supportsRestartFrame"
    for name in (*supported, "supportsTerminateThreadsRequest"):
        assert capabilities[name] is True
    for name in ("supportsWriteMemoryRequest", "supportsModulesRequest"):
        assert name not in capabilities


def test_a_form_of_paths_that_is_unknown_is_refused(editor: Editor) -> None:
    assert "pathFormat" in editor.refused("initialize", adapterID="moonwalk", pathFormat="url")["message"]


def test_initialized_comes_after_the_launch_is_answered(editor: Editor, write: Write) -> None:
    editor.launch(write(PROGRAM), stopOnEntry=True)
    editor.stopped()
    order = [one.get("event") or one["command"] for one in editor.transcript]
    assert order.index("initialize") < order.index("launch") < order.index("initialized")
    assert order.index("configurationDone") < order.index("stopped")


def test_stops_at_the_entry(editor: Editor, write: Write) -> None:
    editor.launch(write(PROGRAM), stopOnEntry=True)
    stop = editor.stopped()
    assert (stop["reason"], stop["threadId"], stop["allThreadsStopped"]) == ("entry", 1, True)
    assert editor.line() == 1


def test_runs_to_the_end_and_stops_there(editor: Editor, write: Write) -> None:
    editor.launch(write(PROGRAM))
    stop = editor.stopped()
    assert stop["description"].startswith("End of the program, t=")
    assert stop["description"].endswith("(100 %)")
    assert editor.printed() == "6\n"
    assert editor.seen("terminated") == []
    editor.ask("continue", threadId=1)
    editor.event("terminated")
    assert editor.seen("exited") == [{"exitCode": 0}]


def test_runs_to_the_end_and_is_over(editor: Editor, write: Write) -> None:
    editor.launch(write(PROGRAM), stopAtEnd=False)
    editor.event("terminated")
    assert editor.seen("stopped") == []


def test_runs_without_debugging(editor: Editor, write: Write) -> None:
    program = write("print(1)\nerror('oops')\n")
    editor.launch(program, {program: [{"line": 1}, {"line": 2}]}, noDebug=True)
    editor.event("terminated")
    assert editor.seen("stopped") == []
    assert editor.seen("exited") == [{"exitCode": 1}]
    assert "oops" in editor.printed("stderr")


def test_the_exit_code_is_the_program_s(editor: Editor, write: Write) -> None:
    editor.launch(write("os.exit(7)\n"))
    assert "exit code 7" in editor.stopped()["description"]
    editor.ask("continue", threadId=1)
    assert editor.event("exited") == {"exitCode": 7}


def test_arguments_directory_environment_and_dialect(editor: Editor, write: Write, tmp_path: Path) -> None:
    write("return 'from the directory'", "module.lua")
    write("print(_VERSION, ..., os.getenv('MOONWALK_TEST'), (require 'module'))", "main.lua")
    before = os.getcwd()
    editor.launch("main.lua", args=["a b"], cwd=str(tmp_path), env={"MOONWALK_TEST": "set"}, lua="5.1")
    editor.stopped()
    assert editor.printed() == "Lua 5.1\ta b\tset\tfrom the directory\n"
    editor.ask("disconnect")
    assert not editor.is_served
    assert os.getcwd() == before
    assert "MOONWALK_TEST" not in os.environ


@pytest.mark.parametrize(
    ("configuration", "complaint"),
    [
        ({}, 'the launch configuration names no "program"'),
        ({"program": "missing.lua"}, "cannot open missing.lua"),
        ({"program": "x.lua", "lua": "6.0"}, '"lua" should be one of 5.1, '),
        ({"program": "x.lua", "cwd": "/no/such/directory"}, "No such file or directory"),
        ({"program": "x.lua", "args": "one"}, "arguments.args should be an array, not a string"),
        ({"program": "x.lua", "history": 0}, "arguments.history should be at least 1, not 0"),
    ],
)
def test_a_launch_that_cannot_be(editor: Editor, configuration: dict[str, object], complaint: str) -> None:
    editor.initialize()
    assert complaint in editor.refused("launch", **configuration)["message"]


def test_a_program_with_a_syntax_error(editor: Editor, write: Write) -> None:
    editor.initialize()
    answer = editor.refused("launch", program=write("local = 1\n"))
    assert "program.lua:1: <name> expected near '='" in answer["message"]
    assert answer["body"]["error"]["showUser"]


def test_restart_loads_the_program_anew(editor: Editor, write: Write) -> None:
    program = write(PROGRAM)
    editor.launch(program, {program: [{"line": 3}]})
    editor.stopped()
    write("print('new')\nlocal x\nx = 1\n")
    editor.ask("restart")
    stop = editor.stopped()
    assert (stop["reason"], editor.line()) == ("breakpoint", 3)
    assert editor.printed() == "new\n"


def test_terminate(editor: Editor, write: Write) -> None:
    editor.launch(write("while true do end\n"))
    editor.ask("terminate")
    editor.event("terminated")
    editor.ask("disconnect")


def test_lines_from_zero_and_uris(editor: Editor, write: Write) -> None:
    program = write(PROGRAM)
    editor.initialize(linesStartAt1=False, columnsStartAt1=False, pathFormat="uri")
    editor.ask("launch", program=program)
    source = {"path": Path(program).as_uri()}
    found = editor.ask("setBreakpoints", source=source, breakpoints=[{"line": 2}])["breakpoints"]
    assert [(one["verified"], one["line"]) for one in found] == [(True, 2)]
    editor.ask("configurationDone")
    editor.stopped()
    top = editor.frames()[0]
    assert (top["line"], top["column"], top["source"]["path"]) == (2, 0, source["path"])


def test_start_at_the_end(editor: Editor, write: Write) -> None:
    program = write("local t\nprint(1)\nprint(t.x)\n")
    editor.launch(program, {program: [{"line": 2}]}, startAtEnd=True)
    assert editor.stopped()["reason"] == "exception"
    assert (editor.move("reverseContinue")["reason"], editor.line()) == ("breakpoint", 2)


def test_a_recording(editor: Editor, write: Write, tmp_path: Path) -> None:
    program = write("local now = os.time()\nprint(now)\nlocal x = now\n")
    recording = tmp_path / "run.moonwalk"
    assert main(["run", "--record", str(recording), program]) == 0
    Path(program).unlink()
    editor.launch(str(recording), {program: [{"line": 3}]})
    assert (editor.stopped()["reason"], editor.line()) == ("breakpoint", 3)
    assert editor.printed().strip() == editor.evaluate("now")
    source = editor.frames()[0]["source"]
    assert editor.ask("source", source=source, sourceReference=source["sourceReference"])["content"].startswith("local")
    assert "a recording cannot" in editor.refused("evaluate", expression=":branch", context="repl")["message"]
    assert editor.move("continue")["description"].startswith("End of the program")
    assert editor.move("reverseContinue")["reason"] == "breakpoint"


def test_a_recording_finds_the_sources_that_it_names_by_relative_paths(
    editor: Editor, write: Write, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = Path(write("local t\nprint(1)\nprint(t.x)\n"))
    (program.parent / "runs").mkdir()
    recording = program.parent / "runs" / "last.mwk"
    monkeypatch.chdir(program.parent)
    assert main(["run", "--record", "runs/last.mwk", program.name]) == 1
    (tmp_path / "elsewhere").mkdir()
    monkeypatch.chdir(tmp_path / "elsewhere")
    editor.launch(str(recording), {str(program): [{"line": 2}]}, startAtEnd=True)
    assert editor.stopped()["reason"] == "exception"
    assert editor.frames()[0]["source"]["path"] == str(program)
    assert (editor.move("reverseContinue")["reason"], editor.line()) == ("breakpoint", 2)


def test_a_recording_that_is_damaged(editor: Editor, tmp_path: Path, write: Write) -> None:
    recording = tmp_path / "run.moonwalk"
    assert main(["run", "--record", str(recording), write("print(1)\n")]) == 0
    recording.write_bytes(recording.read_bytes()[:20])
    editor.initialize()
    editor.refused("launch", program=str(recording))
