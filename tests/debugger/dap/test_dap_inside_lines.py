"""Inside of lines: breakpoints at columns and on instructions, stepping into one of several calls; frames restarted."""

from collections.abc import Callable

import pytest

from tests.debugger.dap.editor import Editor

PROGRAM = """\
local function double(n) return 2 * n end
local function add(a, b)
  return a + b
end
--[[ ä𝄞 ]] local x = add(double(1), double(2))
print(x)
"""

Write = Callable[..., str]


@pytest.fixture
def program(write: Write) -> str:
    return write(PROGRAM)


@pytest.fixture
def standing(editor: Editor, program: str) -> Editor:
    """At line 5."""
    editor.launch(program, {program: [{"line": 5}]})
    editor.stopped()
    return editor


def test_where_on_a_line_breakpoints_can_be(standing: Editor, program: str) -> None:
    found = standing.ask("breakpointLocations", source={"path": program}, line=5)["breakpoints"]
    assert found == [{"line": 5, "column": column} for column in (23, 27, 38)]


def test_breakpoints_at_columns_in_both_directions(editor: Editor, program: str) -> None:
    editor.launch(program, {program: [{"line": 5, "column": 38}, {"line": 1, "column": 26}, {"line": 4, "column": 9}]})
    stops = [editor.stopped()]
    answer = editor.ask("setBreakpoints", source={"path": program}, breakpoints=[{"line": 5, "column": 39}])
    assert [(one["verified"], one["line"], one["column"]) for one in answer["breakpoints"]] == [(True, 5, 38)]
    assert stops[0]["reason"] == "breakpoint"
    assert editor.line() == 1
    stop = editor.move("continue")
    assert (stop["reason"], stop["hitBreakpointIds"], editor.line()) == ("breakpoint", [4], 5)
    frame = editor.frames()[0]["id"]
    assert [one["column"] for one in editor.ask("stepInTargets", frameId=frame)["targets"]] == [38, 23]
    editor.move("continue")
    assert (editor.move("reverseContinue")["hitBreakpointIds"], editor.line()) == ([4], 5)


def test_a_column_on_a_line_without_code_moves_on(editor: Editor, write: Write) -> None:
    program = write("\n\nlocal x = 1\n")
    editor.launch(program, {program: [{"line": 1, "column": 5}]})
    editor.stopped()
    assert editor.line() == 3


def test_into_one_of_several_calls(standing: Editor) -> None:
    targets = standing.ask("stepInTargets", frameId=standing.frames()[0]["id"])["targets"]
    assert [one["label"] for one in targets] == [
        "double at column 27", "double at column 38", "add at column 23"
    ]  # fmt: skip
    assert (standing.move("stepIn", targetId=targets[1]["id"])["reason"], standing.line()) == ("step", 1)
    assert standing.evaluate("n") == "2"
    assert standing.ask("stepInTargets", frameId=standing.frames()[1]["id"]) == {"targets": []}


def test_restart_a_frame(standing: Editor) -> None:
    targets = standing.ask("stepInTargets", frameId=standing.frames()[0]["id"])["targets"]
    standing.move("stepIn", targetId=targets[2]["id"])
    inner, outer = standing.frames()
    standing.ask("restartFrame", frameId=outer["id"])
    stop = standing.stopped()
    assert stop["reason"] == "restart"
    assert stop["description"].startswith("Moved in time, t=0")
    assert "not known" in standing.refused("restartFrame", frameId=inner["id"])["message"]


def test_breakpoints_on_instructions(standing: Editor) -> None:
    frame = standing.frames()[0]
    answer = standing.ask(
        "setInstructionBreakpoints",
        breakpoints=[{"instructionReference": frame["instructionPointerReference"], "offset": 2}],
    )["breakpoints"]
    assert (answer[0]["verified"], answer[0]["line"]) == (True, 5)
    stop = standing.move("continue")
    assert (stop["reason"], stop["hitBreakpointIds"]) == ("instruction breakpoint", [answer[0]["id"]])
    assert standing.frames()[0]["instructionPointerReference"] == answer[0]["instructionReference"]
    standing.move("continue")
    assert standing.move("reverseContinue")["reason"] == "instruction breakpoint"
    reference = frame["instructionPointerReference"]
    beyond = [{"instructionReference": reference, "offset": 100_000}]
    answer = standing.ask("setInstructionBreakpoints", breakpoints=beyond)["breakpoints"]
    assert (answer[0]["verified"], answer[0]["message"][:20]) == (False, "there is no code at ")
    standing.refused("setInstructionBreakpoints", breakpoints=[{"instructionReference": "there"}])
