"""What the views of time in editors ask for."""

from collections.abc import Callable

import pytest

from tests.debugger.dap.editor import Editor

PROGRAM = """\
player = {hp = 10}
local function hit(by)
  player.hp = player.hp - by
end
hit(3)
hit(4)
print(player.hp)
"""


@pytest.fixture
def over(editor: Editor, write: Callable[..., str]) -> Editor:
    """At the end of the program."""
    editor.launch(write(PROGRAM))
    editor.stopped()
    return editor


def test_where_the_program_stands(over: Editor) -> None:
    timeline = over.ask("moonwalk/timeline")
    assert timeline["t"] == timeline["newest"] > 20
    assert (timeline["oldest"], timeline["inPast"], timeline["isRecording"]) == (0, False, False)
    [branch] = timeline["branches"]
    assert branch["newest"] == timeline["newest"]
    assert branch["isCurrent"] is True
    over.move("moonwalk/seek", t=5)
    earlier = over.ask("moonwalk/timeline")
    assert (earlier["t"], earlier["newest"], earlier["inPast"]) == (5, timeline["newest"], True)


def test_going_by_writes(over: Editor) -> None:
    over.move("stepBack")
    assert over.line() == 7
    assert over.move("moonwalk/lastWrite", expression="player.hp")["reason"] == "data breakpoint"
    assert (over.line(), over.evaluate("player.hp")) == (3, "7")
    over.move("moonwalk/lastWrite", expression="player.hp")
    assert (over.line(), over.evaluate("player.hp")) == (3, "10")
    over.move("moonwalk/nextWrite", expression="player.hp")
    assert (over.line(), over.evaluate("player.hp")) == (3, "7")


def test_writes_of_what_is_no_place(over: Editor) -> None:
    refusal = over.refused("moonwalk/lastWrite", expression="1 + 1")
    assert refusal["message"] == "1 + 1 is no variable, and no field of a table"


def test_running_on_in_another_branch(over: Editor) -> None:
    newest = over.ask("moonwalk/timeline")["newest"]
    over.move("moonwalk/seek", t=5)
    over.ask("moonwalk/branch")
    timeline = over.ask("moonwalk/timeline")
    assert timeline["newest"] == 5
    old, new = timeline["branches"]
    assert (old["newest"], old["isCurrent"]) == (newest, False)
    assert (new["parent"], new["from"], new["newest"], new["isCurrent"]) == (old["id"], 5, 5, True)
