"""Variables that the user changes, and the branches of time that this makes."""

from collections.abc import Callable

import pytest

from tests.debugger.dap.editor import Editor

PROGRAM = """\
local player = {hp = 10, items = {1, 2}}
local hits = 0
local function hit(by)
  player.hp = player.hp - by
  hits = hits + 1
end
for i = 1, 3 do
  hit(i)
end
print(player.hp, hits)
"""

Write = Callable[..., str]


@pytest.fixture
def standing(editor: Editor, write: Write) -> Editor:
    """In the first call of hit."""
    program = write(PROGRAM)
    editor.launch(program, {program: [{"line": 4, "condition": "by == 1"}]})
    editor.stopped()
    return editor


def test_a_local_at_the_newest_moment(standing: Editor) -> None:
    scope = standing.scope("Locals")
    told = standing.ask("setVariable", variablesReference=scope["variablesReference"], name="by", value="2 + 2")
    assert (told["value"], told["type"], told["variablesReference"]) == ("4", "number", 0)
    assert standing.stopped()["reason"] == "goto"
    assert standing.evaluate("by") == "4"
    standing.move("continue")
    assert standing.printed() == "1\t3\n"


def test_a_client_that_hears_of_invalid_values_keeps_its_references(editor: Editor, write: Write) -> None:
    editor.initialize(supportsInvalidatedEvent=True)
    editor.ask("launch", program=write("local x = 1\nprint(x)\n"))
    editor.ask("configurationDone")
    editor.stopped()
    editor.evaluate(":start")
    editor.stopped()
    editor.move("next")
    scope = editor.scope("Locals")
    editor.evaluate(":branch")
    editor.ask("setVariable", variablesReference=scope["variablesReference"], name="x", value="7")
    assert editor.event("invalidated") == {"areas": ["variables"]}
    assert editor.values(scope) == {"x": "7"}


def test_fields_and_elements(standing: Editor) -> None:
    player = standing.children(standing.scope("Upvalues"))["player"]
    told = standing.ask("setVariable", variablesReference=player["variablesReference"], name="hp", value="{1, 2}")
    assert told["variablesReference"] > 0
    standing.stopped()
    items = standing.children(standing.children(standing.scope("Upvalues"))["player"])["items"]
    standing.ask("setVariable", variablesReference=items["variablesReference"], name="[2]", value="'two'")
    standing.stopped()
    assert standing.evaluate("player.items[2]") == '"two"'
    assert standing.evaluate("player.hp[1]") == "1"


def test_an_expression(standing: Editor) -> None:
    told = standing.ask("setExpression", expression="player.hp", value="100", frameId=standing.frames()[0]["id"])
    assert told["value"] == "100"
    standing.stopped()
    standing.move("continue")
    assert standing.printed() == "94\t3\n"


def test_in_the_past_a_branch_begins_and_the_other_can_be_gone_back_to(standing: Editor) -> None:
    standing.move("continue")
    assert standing.printed() == "4\t3\n"
    standing.move("reverseContinue")
    standing.ask("setExpression", expression="player.hp", value="50")
    assert "branch 1 begins at t=" in standing.event("output", lambda body: body["category"] == "console")["output"]
    assert standing.stopped()["reason"] == "goto"
    standing.move("continue")
    assert standing.printed() == "4\t3\n44\t3\n"
    listed = standing.evaluate(":branches").split("\n")
    assert [line[:10] for line in listed] == ["  main: up", "* branch 1"]
    standing.ask("moonwalk/nameBranch", id=1, name="mended")
    standing.ask("moonwalk/switchBranch", id=0)
    assert standing.stopped()["reason"] == "goto"
    assert standing.evaluate("player and player.hp or 'over'") == '"over"'
    standing.move("reverseContinue")
    assert standing.evaluate("player.hp") == "10"
    standing.evaluate(":switch mended")
    standing.stopped()
    assert standing.evaluate(":branches").split("\n")[1].startswith("* mended: ")
    assert standing.printed() == "4\t3\n44\t3\n"


def test_set_in_the_console(standing: Editor) -> None:
    assert standing.evaluate(":set player.hp = player.hp * 2") == "player.hp = 20"
    standing.stopped()
    assert standing.evaluate("player.hp") == "20"


@pytest.mark.parametrize(
    ("command", "arguments", "complaint"),
    [
        ("setExpression", {"expression": "1 + 1", "value": "3"}, "is no variable"),
        ("setExpression", {"expression": "player.hp", "value": "(nil).x"}, "index a nil value"),
        ("moonwalk/switchBranch", {"id": 9}, "there is no branch '9'"),
        ("moonwalk/nameBranch", {"id": 0, "name": " "}, "needs a name"),
        ("evaluate", {"expression": ":set x"}, ":set player.hp = 10"),
    ],
)
def test_what_cannot_be(standing: Editor, command: str, arguments: dict[str, object], complaint: str) -> None:
    assert complaint in standing.refused(command, **arguments)["message"]
    assert standing.evaluate("player.hp") == "10"


def test_what_is_no_place(standing: Editor) -> None:
    scope = standing.scope("Locals")["variablesReference"]
    answer = standing.refused("setVariable", variablesReference=scope, name="nothing", value="1")
    assert "nothing that can be given" in answer["message"]


COROUTINES = """\
local function work(n)
  while true do
    n = n + coroutine.yield(n)
  end
end
local co = coroutine.create(work)
coroutine.resume(co, 1)
local closing = setmetatable({}, { __close = print })
local other = coroutine.create(function() local held <close> = closing coroutine.yield() end)
coroutine.resume(other)
print(coroutine.resume(co, 2))
print(coroutine.status(co))
"""


def test_a_coroutine_is_ended(editor: Editor, write: Write) -> None:
    program = write(COROUTINES)
    editor.launch(program, {program: [{"line": 11}]})
    editor.stopped()
    assert [one["id"] for one in editor.ask("threads")["threads"]] == [1, 2, 3]
    assert "suspended" in editor.refused("terminateThreads", threadIds=[1])["message"]
    assert "to be closed" in editor.refused("terminateThreads", threadIds=[2, 3])["message"]
    assert "does not exist" in editor.refused("terminateThreads", threadIds=[9])["message"]
    assert editor.evaluate("coroutine.status(co)") == '"suspended"'
    editor.ask("terminateThreads", threadIds=[2])
    editor.stopped()
    assert editor.seen("thread")[-1] == {"reason": "exited", "threadId": 2}
    editor.move("continue")
    assert editor.printed() == "false\tcannot resume dead coroutine\ndead\n"
    editor.move("stepBack")
    editor.move("moonwalk/seek", t=0)
    assert editor.move("continue")["reason"] == "breakpoint"
    assert editor.evaluate("coroutine.status(co)") == '"suspended"'


def test_a_coroutine_of_the_past_is_ended_in_a_branch(editor: Editor, write: Write) -> None:
    program = write(COROUTINES)
    editor.launch(program, {program: [{"line": 11}]})
    editor.stopped()
    editor.move("continue")
    editor.move("reverseContinue")
    editor.ask("terminateThreads", threadIds=[2])
    editor.stopped()
    assert "the run goes on from here" in editor.printed("console")
    editor.move("continue")
    assert editor.printed().endswith("false\tcannot resume dead coroutine\ndead\n")
