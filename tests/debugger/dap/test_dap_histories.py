"""Questions about the whole run: values, calls, origins; they take their time and let others have theirs."""

from collections.abc import Callable

import pytest

from debugger.dap import asking, progress
from tests.debugger.dap.editor import Editor

PROGRAM = """\
local player = {hp = 10}
local function hit(by)
  local left = player.hp - by
  player.hp = left
  return left
end
hit(3)
hit(4)
pcall(hit, nil)
hit(0)
print(player.hp)
"""

Write = Callable[..., str]


@pytest.fixture
def standing(editor: Editor, write: Write) -> Editor:
    """At the last line."""
    program = write(PROGRAM)
    editor.launch(program, {program: [{"line": 11}]})
    editor.stopped()
    return editor


def test_the_values_of_a_field(standing: Editor) -> None:
    before = standing.evaluate(":where")
    answer = standing.ask("moonwalk/history", expression="player.hp")
    assert answer["complete"]
    assert [(one["line"], one["old"], one["new"]) for one in answer["writes"]] == [
        (1, "nil", "10"), (4, "10", "7"), (4, "7", "3"), (4, "3", "3")
    ]  # fmt: skip
    assert answer["writes"][1]["function"] == "hit"
    assert answer["writes"][1]["source"]["name"] == "program.lua"
    assert standing.evaluate(":where") == before
    standing.move("moonwalk/seek", t=answer["writes"][2]["t"])
    assert (standing.line(), standing.evaluate("player.hp")) == (4, "7")


def test_the_calls_of_a_function(standing: Editor) -> None:
    answer = standing.ask("moonwalk/calls", function="hit", limit=2)
    assert not answer["complete"]
    calls = standing.ask("moonwalk/calls", function="hit")["calls"]
    assert [(one["arguments"], one.get("results"), one["line"]) for one in calls] == [
        ("by = 3", "7", 7), ("by = 4", "3", 8), ("by = nil", None, 9), ("by = 0", "3", 10)
    ]  # fmt: skip
    assert "attempt to perfor" in calls[2]["error"]


def test_the_tree_of_calls(standing: Editor) -> None:
    calls = standing.ask("moonwalk/callTree")["calls"]
    assert [one["function"] for one in calls] == ["hit"] * 4
    assert not any(one["hasCalls"] for one in calls)
    assert standing.ask("moonwalk/callTree", t=calls[0]["t"]) == {"calls": [], "complete": True}


def test_where_a_value_came_from(standing: Editor) -> None:
    root = standing.ask("moonwalk/origin", expression="player.hp")["root"]
    assert (root["value"], root["line"]) == ("3", 4)
    assert root["children"][0]["value"] == "3"
    assert (root["name"], root["how"], root["complete"]) == ("player.hp", "stored into a table", True)


def test_where_an_earlier_value_came_from(standing: Editor) -> None:
    answer = standing.ask("moonwalk/history", expression="player.hp")
    place, writes = answer["place"], answer["writes"]
    standing.move("moonwalk/seek", t=1)  # where the variable does not exist yet
    root = standing.ask("moonwalk/origin", place=place, t=writes[1]["t"] + 1)["root"]
    assert (root["name"], root["value"], root["line"], root["t"]) == ("player.hp", "7", 4, writes[1]["t"])
    assert standing.evaluate(":where").startswith("t=1 ")
    assert "has not been executed" in standing.refused("moonwalk/origin", place=place, t=10**9)["message"]
    assert "of another run" in standing.refused("moonwalk/origin", place=place + 1, t=1)["message"]


def test_in_the_console(standing: Editor) -> None:
    history = standing.evaluate(":history player.hp").split("\n")
    assert len(history) == 4
    assert history[1].endswith("program.lua:4  10 → 7")
    calls = standing.evaluate(":calls hit").split("\n")
    assert "hit(by = 3) → 7, called at" in calls[0]
    assert "fails: " in calls[2]
    origin = standing.evaluate(":origin player.hp").split("\n")
    assert origin[0].startswith("player.hp = 3: ")
    assert origin[1].startswith("  ")
    assert "there is no function nobody" in standing.refused("evaluate", expression=":calls nobody")["message"]


def test_requests_that_come_meanwhile_wait_for_it(standing: Editor) -> None:
    search = standing.send("moonwalk/history", {"expression": "player.hp"})
    asked = standing.send("evaluate", {"expression": "player.hp"})
    assert standing.response(asked)["body"]["result"] == "3"
    order = [one["request_seq"] for one in standing.transcript if one["type"] == "response"]
    assert order.index(search) < order.index(asked)


@pytest.mark.parametrize("how", ["request", "progress", "movement"])
def test_a_search_that_is_ended(editor: Editor, write: Write, monkeypatch: pytest.MonkeyPatch, how: str) -> None:
    monkeypatch.setattr(progress, "AFTER", 0.0)
    monkeypatch.setattr(progress, "EVERY", 0.0)
    monkeypatch.setattr(asking, "SLICE_SECONDS", 0.0)
    editor.initialize(supportsProgressReporting=True)
    program = write("n = 0\nfor i = 1, 60000 do\n  n = n + i\nend\nprint(n)\n")
    editor.ask("launch", program=program, history=1000)
    editor.ask("configurationDone")
    editor.stopped()
    search = editor.send("moonwalk/history", {"expression": "n", "limit": 1_000_000})
    began = editor.event("progressStart")
    assert (began["title"], began["cancellable"]) == ("Searching", True)
    if how == "request":
        editor.ask("cancel", requestId=search)
    elif how == "progress":
        editor.ask("cancel", progressId=began["progressId"])
    else:
        editor.send("reverseContinue", {"threadId": 1})
    assert not editor.response(search)["body"]["complete"]
    editor.event("progressEnd")
    if how == "movement":
        assert editor.stopped()["description"].startswith("Start of history")
    else:
        assert editor.evaluate(":where").endswith("(100 %)")
