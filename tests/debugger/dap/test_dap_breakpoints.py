"""Breakpoints as editors set them: in files loaded or not, with conditions, on functions."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.debugger.dap.editor import Editor

Write = Callable[..., str]

MODULE = """\
local M = {}
-- counts
function M.count(n)
  local sum = 0
  for i = 1, n do
    sum = sum + i
  end
  return sum
end
return M
"""

MAIN = "local M = require 'module'\nprint(M.count(12))\n"


@pytest.fixture
def project(write: Write, tmp_path: Path) -> Path:
    write(MODULE, "module.lua")
    write(MAIN, "main.lua")
    return tmp_path


def test_a_breakpoint_is_verified_at_once_where_the_code_is_loaded(editor: Editor, project: Path) -> None:
    editor.initialize()
    editor.ask("launch", program=str(project / "main.lua"), cwd=str(project))
    source = {"path": str(project / "main.lua")}
    found = editor.ask("setBreakpoints", source=source, breakpoints=[{"line": 2}, {"line": 3}])["breakpoints"]
    assert [(one["verified"], one["line"]) for one in found] == [(True, 2), (False, 3)]
    assert "message" in found[1]


def test_a_breakpoint_in_a_file_not_loaded_yet(editor: Editor, project: Path) -> None:
    module = str(project / "module.lua")
    editor.launch("main.lua", {module: [{"line": 2}, {"line": 6, "condition": "i == 2"}]}, cwd=str(project))
    changed = editor.event("breakpoint")
    assert changed["reason"] == "changed"
    assert (changed["breakpoint"]["id"], changed["breakpoint"]["verified"], changed["breakpoint"]["line"]) == (
        1,
        True,
        3,
    )
    stop = editor.stopped()
    assert (stop["hitBreakpointIds"], editor.frames()[0]["source"]["path"]) == ([1], module)
    assert editor.move("continue")["hitBreakpointIds"] == [2]
    assert editor.evaluate("i, sum") == "2, 1"


def test_lists_replace_one_another_and_keep_their_numbers(editor: Editor, project: Path) -> None:
    editor.initialize()
    editor.ask("launch", program=str(project / "module.lua"))
    source = {"path": str(project / "module.lua")}

    def ask(*lines: int) -> list[int]:
        wanted = [{"line": line} for line in lines]
        return [one["id"] for one in editor.ask("setBreakpoints", source=source, breakpoints=wanted)["breakpoints"]]

    assert ask(4, 5) == [1, 2]
    assert ask(5, 6) == [2, 3]
    assert ask() == []
    assert ask(5) == [4]


def test_the_old_form_with_lines_alone(editor: Editor, project: Path) -> None:
    editor.initialize()
    editor.ask("launch", program=str(project / "module.lua"))
    found = editor.ask("setBreakpoints", source={"path": str(project / "module.lua")}, lines=[5])["breakpoints"]
    assert [one["line"] for one in found] == [5]


@pytest.mark.parametrize(
    ("breakpoint_", "expected"),
    [
        ({"condition": "i % 5 == 0"}, ["5", "10"]),
        ({"hitCondition": ">=11"}, ["11", "12"]),
        ({"hitCondition": "%6"}, ["6", "12"]),
        ({"hitCondition": "=3"}, ["3"]),
        ({"condition": "i > 2", "hitCondition": "2"}, ["4"]),
    ],
)
def test_conditions_hold_in_both_directions(
    editor: Editor, project: Path, breakpoint_: dict[str, object], expected: list[str]
) -> None:
    module = str(project / "module.lua")
    editor.launch("main.lua", {module: [{"line": 6, **breakpoint_}]}, cwd=str(project))
    for command, order in (("continue", expected), ("reverseContinue", expected[::-1])):
        met = []
        while (stop := editor.stopped())["reason"] == "breakpoint":
            met.append(editor.evaluate("i"))
            editor.ask(command, threadId=1)
        assert met == order
        assert stop["description"].startswith(("End of the program", "Start of history"))
        editor.ask("reverseContinue", threadId=1)


def test_a_hit_condition_that_says_nothing(editor: Editor, project: Path) -> None:
    editor.initialize()
    editor.ask("launch", program=str(project / "module.lua"))
    wanted = [{"line": 5, "hitCondition": "often"}]
    source = {"path": str(project / "module.lua")}
    found = editor.ask("setBreakpoints", source=source, breakpoints=wanted)["breakpoints"][0]
    assert found["verified"] is False
    assert found["message"].startswith("hit condition 'often': write a number")


def test_log_points(editor: Editor, project: Path) -> None:
    module = str(project / "module.lua")
    wanted = {"line": 6, "condition": "i > 10", "logMessage": "i is {i}, sum {sum}"}
    editor.launch("main.lua", {module: [wanted]}, cwd=str(project))
    assert editor.stopped()["description"].startswith("End of the program")
    logged = [one for one in editor.seen("output") if one["category"] == "console"]
    assert [(one["output"], one["line"]) for one in logged] == [("i is 11, sum 55\n", 6), ("i is 12, sum 66\n", 6)]


def test_breakpoints_on_functions(editor: Editor, project: Path) -> None:
    editor.launch("main.lua", functions=[{"name": "M.count"}, {"name": "unknown"}], cwd=str(project))
    stop = editor.stopped()
    assert (stop["reason"], stop["hitBreakpointIds"]) == ("function breakpoint", [1])
    assert editor.frames()[0]["name"] == "M.count" or editor.frames()[0]["line"] == 4
    assert editor.seen("breakpoint")[-1]["breakpoint"]["verified"]
    assert editor.ask("setFunctionBreakpoints", breakpoints=[]) == {"breakpoints": []}
    assert editor.move("continue")["description"].startswith("End of the program")


def test_breakpoints_before_the_launch(editor: Editor, project: Path) -> None:
    editor.initialize()
    source = {"path": str(project / "main.lua")}
    found = editor.ask("setBreakpoints", source=source, breakpoints=[{"line": 2}])["breakpoints"]
    assert found[0]["verified"] is False
    editor.ask("launch", program="main.lua", cwd=str(project))
    assert editor.event("breakpoint")["breakpoint"]["verified"] is True
    editor.ask("configurationDone")
    assert editor.stopped()["hitBreakpointIds"] == [1]


def test_where_breakpoints_can_be(editor: Editor, project: Path) -> None:
    editor.initialize()
    source = {"path": str(project / "module.lua")}
    assert editor.ask("breakpointLocations", source=source, line=1) == {"breakpoints": []}
    editor.ask("launch", program=str(project / "module.lua"))
    found = editor.ask("breakpointLocations", source=source, line=1, endLine=6)["breakpoints"]
    assert [one["line"] for one in found] == [1, 3, 4, 5, 5, 6]
    assert editor.ask("breakpointLocations", source=source, line=2) == {"breakpoints": []}


LOADED = """\
local make = load("local a = 1\\nlocal b = a + 1\\nreturn b", "=generated")
local plain = load("local c = 3\\nreturn c")
print(make(), plain())
"""


def test_chunks_that_are_no_files(editor: Editor, write: Write) -> None:
    editor.launch(write(LOADED), stopOnEntry=True)
    editor.stopped()
    editor.move("next")
    editor.move("next")
    sources = {one["name"]: one for one in editor.ask("loadedSources")["sources"]}
    assert list(sources) == ["program.lua", "generated", "local c = 3…"]
    plain = sources["local c = 3…"]
    reference = plain["sourceReference"]
    assert editor.ask("source", sourceReference=reference)["content"] == "local c = 3\nreturn c\n"
    generated = editor.ask("source", source=sources["generated"], sourceReference=0)
    assert generated["content"] == "local a = 1\nlocal b = a + 1\nreturn b\n"
    assert [one["source"]["name"] for one in editor.seen("loadedSource")] == list(sources)
    found = editor.ask("setBreakpoints", source=plain, breakpoints=[{"line": 2}])["breakpoints"]
    assert found[0]["verified"]
    assert editor.move("continue")["hitBreakpointIds"] == [found[0]["id"]]
    assert editor.frames()[0]["source"]["sourceReference"] == reference


def test_a_binary_chunk_has_its_bytecode_for_a_text(editor: Editor, write: Write) -> None:
    program = write("load(string.dump(load('return 1 + 1', '=(text)')), 'binary')()\nprint(1)\n")
    editor.launch(program, {program: [{"line": 2}]})
    editor.stopped()
    (source,) = [one for one in editor.ask("loadedSources")["sources"] if one["name"] == "(text)"]
    assert source["sourceReference"] > 0
    program = write("load(string.dump(load('return 1 + 1', '=(text)'), true), '=binary')()\nprint(1)\n", "stripped.lua")
    editor.ask("restart", arguments={"program": program})
    editor.ask("setBreakpoints", source={"path": program}, breakpoints=[{"line": 2}])
    editor.stopped()
    binary = editor.ask("loadedSources")["sources"][-1]
    assert "bytecode" in editor.ask("source", source=binary, sourceReference=binary["sourceReference"])["content"]


def test_the_text_of_chunks_with_names_of_their_own(editor: Editor, write: Write) -> None:
    program = write(
        "load('local a = 1\\nreturn a', '=first')()\n"
        "local parts = { 'local b', ' = 2\\nreturn b' }\n"
        "load(function() return table.remove(parts, 1) end, '@second.lua')()\nprint(1)\n"
    )
    editor.launch(program, {program: [{"line": 4}]})
    editor.stopped()
    texts = {
        one["name"]: editor.ask("source", source=one, sourceReference=one["sourceReference"])["content"]
        for one in editor.ask("loadedSources")["sources"]
        if "sourceReference" in one
    }
    assert texts == {"first": "local a = 1\nreturn a\n", "second.lua": "local b = 2\nreturn b\n"}


@pytest.mark.parametrize(
    "name",
    ["virtual/x.lua", "@virtual/x.lua", "./virtual/x.lua", "{}/virtual/x.lua", "file://{}/virtual/x.lua"],
)
def test_a_chunk_with_the_name_of_a_file_that_is_not_there_is_one_source(
    name: str, editor: Editor, write: Write, tmp_path: Path
) -> None:
    program = write("local f = load('local a = 1\\nreturn a', '@virtual/x.lua')\nprint(f())\n")
    name = name.format(tmp_path)
    editor.launch(program, {name: [{"line": 2}]}, cwd=str(tmp_path))
    editor.stopped()
    (before,) = editor.ask("setBreakpoints", source={"path": name}, breakpoints=[{"line": 2}])["breakpoints"]
    assert before["verified"]
    here = editor.frames()[0]["source"]
    (listed,) = [one for one in editor.ask("loadedSources")["sources"] if "sourceReference" in one]
    assert here == listed == before["source"]
    assert editor.ask("source", source=here, sourceReference=0)["content"] == "local a = 1\nreturn a\n"


def test_a_file_has_the_path_that_the_client_calls_it_by(editor: Editor, project: Path) -> None:
    link = project / "link"
    link.symlink_to(project, target_is_directory=True)
    program = project / "through.lua"
    program.write_text(f"package.path = '{link}/?.lua'\nrequire 'module'\n")
    module = str(project / "module.lua")
    editor.launch(program, {module: [{"line": 3}]})
    assert editor.stopped()["reason"] == "breakpoint"
    assert editor.frames()[0]["source"]["path"] == module


@pytest.mark.parametrize("name", ["module.lua", "./module.lua", "@module.lua", "other/../module.lua"])
def test_a_file_that_the_client_names_by_a_relative_path_is_told_by_its_whole_one(
    name: str, editor: Editor, project: Path
) -> None:
    (project / "other").mkdir()
    program = project / "relative.lua"
    program.write_text("require 'module'\n")
    editor.launch(program, {name: [{"line": 3}]}, cwd=str(project))
    assert editor.stopped()["reason"] == "breakpoint"
    assert editor.frames()[0]["source"]["path"] == str(project / "module.lua")


def test_disassembly(editor: Editor, project: Path) -> None:
    editor.launch(str(project / "module.lua"), stopOnEntry=True)
    editor.stopped()
    address = editor.frames()[0]["instructionPointerReference"]
    found = editor.ask("disassemble", memoryReference=address, instructionOffset=-1, instructionCount=3)["instructions"]
    assert [one["address"] == address for one in found] == [False, True, False]
    assert found[0]["presentationHint"] == "invalid"
    assert found[1]["line"] == 1
    assert found[1]["location"]["name"] == "module.lua"
    assert "no code" in editor.refused("disassemble", memoryReference="0xffff000000", instructionCount=1)["message"]


WRITES = """\
local account = { balance = 100, history = {} }
local function withdraw(n)
  account.balance = account.balance - n
end
local other = 1
withdraw(30)
other = 2
withdraw(-10)
print(account.balance)
"""


@pytest.fixture
def account(editor: Editor, write: Write) -> Editor:
    """Before the first withdrawal."""
    program = write(WRITES)
    editor.launch(program, {program: [{"line": 6}]})
    editor.stopped()
    editor.ask("setBreakpoints", source={"path": program}, breakpoints=[])
    return editor


def watch(editor: Editor, access: str = "write", conditions: dict[str, str] | None = None, **what: object) -> int:
    """Set a data breakpoint; its number."""
    info = editor.ask("dataBreakpointInfo", **what)
    assert info["accessTypes"] == ["write", "read", "readWrite"]
    wanted = {"dataId": info["dataId"], "accessType": access, **(conditions or {})}
    (answer,) = editor.ask("setDataBreakpoints", breakpoints=[wanted])["breakpoints"]
    number: int = answer["id"]
    assert answer == {"id": number, "verified": True}
    return number


def test_a_field_is_written(account: Editor) -> None:
    table = account.children(account.scope("Locals"))["account"]
    watch(account, variablesReference=table["variablesReference"], name="balance")
    for value in ("100", "70"):
        assert account.move("continue")["reason"] == "data breakpoint"
        assert (account.line(), account.evaluate("account.balance")) == (3, value)
    assert account.move("continue")["description"].startswith("End of the program")
    for value in ("70", "100"):
        assert account.move("reverseContinue")["reason"] == "data breakpoint"
        assert account.evaluate("account.balance") == value


def test_a_local_is_written(account: Editor) -> None:
    watch(account, variablesReference=account.scope("Locals")["variablesReference"], name="other")
    assert (account.move("continue")["reason"], account.line()) == ("data breakpoint", 7)
    account.ask("setDataBreakpoints", breakpoints=[])
    assert account.move("continue")["description"].startswith("End of the program")


def test_an_expression_is_watched(account: Editor) -> None:
    watch(account, name="account.balance", frameId=account.frames()[0]["id"])
    assert account.move("continue")["reason"] == "data breakpoint"


def test_a_step_stops_where_a_field_is_written(account: Editor) -> None:
    number = watch(account, name="account.balance")
    for command in ("next", "stepBack"):
        stop = account.move(command)
        assert (stop["reason"], account.line(), stop["hitBreakpointIds"]) == ("data breakpoint", 3, [number])
        account.move("stepOut")
    assert account.move("stepIn")["reason"] == "step"


def test_a_field_is_read(account: Editor) -> None:
    number = watch(account, "read", name="account.balance")
    for line in (3, 3, 9):
        stop = account.move("continue")
        assert (stop["reason"], account.line(), stop["hitBreakpointIds"]) == ("data breakpoint", line, [number])
        assert stop["description"].startswith("About to be read, t=")
    assert account.move("continue")["description"].startswith("End of the program")
    for line in (9, 3, 3):
        assert (account.move("reverseContinue")["reason"], account.line()) == ("data breakpoint", line)


def test_a_field_is_read_and_written(account: Editor) -> None:
    number = watch(account, "readWrite", name="account.balance")
    words = []
    while (stop := account.move("continue"))["reason"] == "data breakpoint":
        assert stop["hitBreakpointIds"] == [number]
        words.append(stop["description"].split(",")[0].removeprefix("About to be "))
    assert words == ["read", "written"] * 2 + ["read"]


def test_data_breakpoints_have_conditions_and_hit_counts(account: Editor) -> None:
    watch(account, "write", {"condition": "n and n < 0"}, name="account.balance")
    assert (account.move("continue")["reason"], account.evaluate("n")) == ("data breakpoint", "-10")
    watch(account, "read", {"hitCondition": "=1"}, name="account.balance")
    assert (account.move("reverseContinue")["reason"], account.evaluate("n")) == ("data breakpoint", "30")
    assert account.move("continue")["description"].startswith("End of the program")
    assert (account.move("reverseContinue")["reason"], account.evaluate("n")) == ("data breakpoint", "30")
    info = account.ask("dataBreakpointInfo", name="account.balance")
    wanted = [
        {"dataId": info["dataId"], "hitCondition": "often"},
        {"dataId": info["dataId"], "accessType": "touch"},
    ]
    answers = account.ask("setDataBreakpoints", breakpoints=wanted)["breakpoints"]
    assert [one["verified"] for one in answers] == [False, False]
    assert "hit condition 'often'" in answers[0]["message"]
    assert "'touch' is no way of access" in answers[1]["message"]


def test_a_condition_that_is_no_expression_is_refused(account: Editor) -> None:
    source = account.frames()[0]["source"]
    wanted = [{"line": 7, "condition": "n +"}]
    (line,) = account.ask("setBreakpoints", source=source, breakpoints=wanted)["breakpoints"]
    info = account.ask("dataBreakpointInfo", name="account.balance")
    wanted = [{"dataId": info["dataId"], "condition": "n +"}]
    (data,) = account.ask("setDataBreakpoints", breakpoints=wanted)["breakpoints"]
    options = [{"filterId": "all", "condition": "n +"}]
    (error,) = account.ask("setExceptionBreakpoints", filters=[], filterOptions=options)["breakpoints"]
    for answer in (line, data, error):
        assert not answer["verified"]
        assert answer["message"].startswith("condition 'n +': ")
    assert account.move("continue")["description"].startswith("End of the program")


def test_a_condition_that_fails_stops_and_says_so(account: Editor) -> None:
    source = account.frames()[0]["source"]
    account.ask("setBreakpoints", source=source, breakpoints=[{"line": 7, "condition": "nobody.home"}])
    watch(account, name="account.balance", conditions={"condition": "account + 1 > 2"})
    assert account.move("continue")["reason"] == "data breakpoint"
    assert account.move("continue")["reason"] == "breakpoint"
    first, second = account.printed("console").splitlines()
    assert first.startswith("moonwalk: condition 'account + 1 > 2': ")
    assert "attempt to perform arithmetic on a table value" in first
    assert second.startswith("moonwalk: condition 'nobody.home': ")
    assert "attempt to index a nil value (global 'nobody')" in second


def test_data_breakpoints_from_the_console(account: Editor) -> None:
    assert account.evaluate(":data") == "there are none; write :data NAME"
    assert account.evaluate(":data account.balance") == "writes to account.balance stop, forward and backward"
    assert account.evaluate(":data read other").startswith("reads of other stop")
    assert account.evaluate(":data") == "account.balance\nread other"
    number = watch(account, "read", name="account.balance")
    words = [account.move("continue")["description"].split(",")[0] for _ in range(3)]
    assert words == ["About to be read", "About to be written", "About to be read"]
    assert account.evaluate(":data account.balance") == "writes to account.balance do not stop any more"
    assert account.move("reverseContinue")["hitBreakpointIds"] == [number]
    assert account.evaluate(":data read other") == "reads of other do not stop any more"
    refused = account.refused("evaluate", expression=":data both metatable of account")
    assert "no instruction reads" in refused["message"]
    assert "is no variable" in account.refused("evaluate", expression=":data 1 + 1")["message"]


def test_what_cannot_be_written_to(account: Editor) -> None:
    assert account.ask("dataBreakpointInfo", name="1 + 1")["dataId"] is None
    reference = account.scope("Locals")["variablesReference"]
    assert account.ask("dataBreakpointInfo", name="nothing", variablesReference=reference)["dataId"] is None
    answer = account.ask("setDataBreakpoints", breakpoints=[{"dataId": "99"}])["breakpoints"][0]
    assert answer == {"verified": False, "message": "this value is of another run"}


def test_two_that_move_to_one_line(editor: Editor, project: Path) -> None:
    editor.launch(str(project / "module.lua"), stopOnEntry=True)
    editor.stopped()
    source = {"path": str(project / "module.lua")}

    def ask(*lines: int) -> list[tuple[bool, int]]:
        wanted = [{"line": line} for line in lines]
        answers = editor.ask("setBreakpoints", source=source, breakpoints=wanted)["breakpoints"]
        return [(one["verified"], one["line"]) for one in answers]

    assert ask(2, 3) == [(True, 3), (True, 3)]
    assert ask(2) == [(True, 3)]
    assert (editor.move("continue")["hitBreakpointIds"], editor.line()) == ([1], 3)
