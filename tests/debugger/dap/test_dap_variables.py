"""Scopes, variables and expressions: complete, by pages, and without a trace in the program."""

import base64
from collections.abc import Callable

import pytest

from tests.debugger.dap.editor import Editor

Write = Callable[..., str]

PROGRAM = """\
shared = { 10, 20, 30, x = 1, ["two words"] = 2, [2.5] = 3, [true] = 4 }
local up = "captured"
local function f(a, ...)
  local t = setmetatable({ 1, 2 }, { __index = { inherited = 1, method = function() end } })
  local text = "tab\\tquote\\""
  local n = -1
  print(a, up)
  return t
end
f(1.5, "extra", nil)
"""


@pytest.fixture
def standing(editor: Editor, write: Write) -> Editor:
    """In the function, before it prints."""
    program = write(PROGRAM)
    editor.launch(program, {program: [{"line": 7}]})
    editor.stopped()
    return editor


def test_scopes(standing: Editor) -> None:
    scopes = standing.ask("scopes", frameId=standing.frames()[0]["id"])["scopes"]
    assert [(one["name"], one["expensive"]) for one in scopes] == [
        ("Locals", False),
        ("Upvalues", False),
        ("Varargs", False),
        ("Globals", True),
    ]
    assert scopes[0]["presentationHint"] == "locals"


def test_what_is_in_them(standing: Editor) -> None:
    assert standing.values(standing.scope("Locals")) == {
        "a": "1.5",
        "t": "{1, 2}",
        "text": '"tab\\tquote\\""',
        "n": "-1",
    }
    assert standing.values(standing.scope("Upvalues")) == {"up": '"captured"'}
    assert standing.values(standing.scope("Varargs")) == {"...[1]": '"extra"', "...[2]": "nil"}
    assert list(standing.values(standing.scope("Globals"))) == ["arg", "shared", "_G"]


def test_every_expression_leads_to_its_value(standing: Editor) -> None:
    """What `evaluateName` says evaluates to what is shown, all the way down."""
    seen = 0
    for scope in ("Locals", "Upvalues", "Varargs"):
        pending = list(standing.children(standing.scope(scope)).values())
        while pending:
            one = pending.pop()
            if "evaluateName" in one and one["type"] != "function":
                assert standing.evaluate(one["evaluateName"]) == one["value"], one
                seen += 1
            if one["variablesReference"] and one["type"] == "table":
                pending += standing.children(one).values()
    assert seen >= 10


def test_a_table_in_two_parts(standing: Editor) -> None:
    table = standing.children(standing.scope("Globals"))["shared"]
    assert (table["indexedVariables"], table["namedVariables"]) == (3, 4)
    assert standing.values(table, filter="indexed") == {"[1]": "10", "[2]": "20", "[3]": "30"}
    assert standing.values(table, filter="indexed", start=1, count=1) == {"[2]": "20"}
    assert standing.values(table, filter="indexed", start=5, count=10) == {}
    named = {"x": "1", '["two words"]': "2", "[2.5]": "3", "[true]": "4"}
    assert standing.values(table, filter="named") == named
    assert standing.values(table) == {**named, "[1]": "10", "[2]": "20", "[3]": "30"}


def test_a_metatable_is_a_child(standing: Editor) -> None:
    children = standing.children(standing.children(standing.scope("Locals"))["t"])
    assert list(children) == ["(metatable)", "[1]", "[2]"]
    assert children["(metatable)"]["presentationHint"] == {"kind": "virtual"}
    assert "__index" in standing.children(children["(metatable)"])


def test_a_function_shows_its_upvalues(standing: Editor) -> None:
    answer = standing.ask("evaluate", expression="debug.getinfo(1, 'f').func", context="repl")
    assert answer["type"] == "function"


def test_in_another_frame(standing: Editor) -> None:
    frames = standing.frames()
    assert [one["line"] for one in frames] == [7, 10]
    answer = standing.ask("evaluate", expression="up .. type(a)", frameId=frames[1]["id"], context="watch")
    assert answer["result"] == '"capturednil"'


def test_numbers_in_hexadecimal(standing: Editor) -> None:
    assert standing.values(standing.scope("Locals"), format={"hex": True})["n"] == "0xffffffffffffffff"


def test_several_results(standing: Editor) -> None:
    answer = standing.ask("evaluate", expression="1, {2}, 'three'", context="repl")
    assert answer["result"] == '1, {2}, "three"'
    assert standing.values(answer) == {"1": "1", "2": "{2}", "3": '"three"'}


def test_nothing_that_is_evaluated_changes_the_program(standing: Editor) -> None:
    before = standing.values(standing.scope("Locals"))
    assert standing.evaluate("n = 99") == "(no value)"
    assert standing.evaluate("(function() n = 5; shared.x = 6; return n + shared.x end)()") == "11"
    assert standing.values(standing.scope("Locals")) == before
    assert standing.evaluate("shared.x") == "1"
    assert standing.printed() == ""


@pytest.mark.parametrize("context", ["hover", "watch", "repl", "clipboard", "variables"])
def test_an_expression_that_fails(standing: Editor, context: str) -> None:
    answer = standing.refused("evaluate", expression="nothing.field", context=context)
    assert "attempt to index a nil value (global 'nothing')" in answer["message"]
    assert answer["body"]["error"]["showUser"] is False


def test_a_long_string(standing: Editor) -> None:
    assert standing.evaluate("('x'):rep(5000)", "watch").endswith('"…')
    assert len(standing.evaluate("('x'):rep(5000)", "clipboard")) == 5002


@pytest.mark.parametrize(
    ("text", "labels"),
    [
        ("te", ["text"]),
        ("print(u", ["up"]),
        ("t.", ["inherited", "method"]),
        ("t:m", ["method"]),
        ("t:", ["method"]),
        ("string.for", ["format"]),
        ("shared.", ["x"]),
        ("nothing.", []),
        (":ba", [":back", ":back in", ":back out"]),
    ],
)
def test_completions(standing: Editor, text: str, labels: list[str]) -> None:
    frame_id = standing.frames()[0]["id"]
    targets = standing.ask("completions", text=text, column=len(text) + 1, frameId=frame_id)["targets"]
    found = [one["label"] for one in targets if one["label"] not in ("unpack", "utf8")]
    assert found == labels
    for one in targets:
        assert one["start"] - 1 + one["length"] == len(text)
        assert one["label"].startswith(text[one["start"] - 1 :])


@pytest.mark.parametrize(
    ("text", "labels"),
    [
        ("q['", ["", "a b", "fine", "in"]),
        ('q[ "f', ["fine"]),
        ("q['in'].", ["x"]),
        ("print(q['in']['", ["x"]),
        ("q.list[1].", ["deep"]),
        ("q[nothing].", []),
        ("nothing['", []),
    ],
)
def test_completions_with_brackets(editor: Editor, write: Write, text: str, labels: list[str]) -> None:
    keys = "['a b'] = 1, ['it\\'s \"'] = 2, fine = 3, [''] = 4, ['in'] = {x = 1}, list = {{deep = 1}}"
    editor.launch(write(f"local q = {{{keys}}}\nprint(q)\n"), stopOnEntry=True)
    editor.stopped()
    editor.move("next")
    targets = editor.ask("completions", text=text, column=len(text) + 1)["targets"]
    assert [one["label"] for one in targets if one["label"] != "list"] == labels


def test_completions_count_in_utf16(standing: Editor) -> None:
    text = "print('😀', te"
    targets = standing.ask("completions", text=text, column=len(text) + 2)["targets"]
    assert [(one["label"], one["start"]) for one in targets] == [("text", len(text))]


LARGE = """\
local list, map = {}, {}
for i = 1, 2500 do
  list[i] = i
  map["k" .. i] = i
end
print "made"
"""


def test_large_tables_by_pages(editor: Editor, write: Write) -> None:
    program = write(LARGE)
    editor.launch(program, {program: [{"line": 6}]})
    editor.stopped()
    tables = editor.children(editor.scope("Locals"))
    assert tables["list"]["indexedVariables"] == 2500
    page = editor.values(tables["list"], filter="indexed", start=2400, count=100)
    assert (len(page), page["[2500]"]) == (100, "2500")

    def all_of(reference: dict[str, object]) -> list[str]:
        """For a client that knows of no pages: what is left is the last child."""
        names: list[str] = []
        children = editor.children(reference)
        while "…" in children:
            rest = children.pop("…")
            assert len(children) == 1000
            names += children
            children = editor.children(rest)
        return names + list(children)

    assert all_of(tables["list"]) == [f"[{i}]" for i in range(1, 2501)]
    assert all_of(tables["map"]) == [f"k{i}" for i in range(1, 2501)]


def test_values_of_a_past_moment(editor: Editor, write: Write) -> None:
    program = write("local t = {}\nfor i = 1, 3 do\n  t[i] = i\nend\nprint(#t)\n")
    editor.launch(program, {program: [{"line": 3}]})
    editor.stopped()
    editor.move("continue")
    editor.move("continue")
    assert editor.values(editor.scope("Locals"))["t"] == "{1, 2}"
    editor.move("reverseContinue")
    assert editor.values(editor.scope("Locals"))["t"] == "{1}"
    assert editor.evaluate("#t, i") == "1, 2"


def test_deep_stacks_by_pages(editor: Editor, write: Write) -> None:
    program = write(
        "local function down(n)\n  if n == 0 then\n    return 0\n  end\n  return 1 + down(n - 1)\nend\ndown(500)\n"
    )
    editor.launch(program, {program: [{"line": 3}]})
    editor.stopped()
    first = editor.ask("stackTrace", threadId=1, startFrame=0, levels=20)
    assert len(first["stackFrames"]) == 20
    assert first["totalFrames"] == 502
    last = editor.ask("stackTrace", threadId=1, startFrame=490, levels=20)
    assert (len(last["stackFrames"]), last["totalFrames"]) == (12, 502)
    assert last["stackFrames"][-1]["name"] == "main chunk"
    assert len(editor.frames()) == 502


def test_where_the_caller_stands_in_its_line(editor: Editor, write: Write) -> None:
    program = write("local function f() return 1 end\nlocal s = 'é😀' .. f()\n")
    editor.launch(program, {program: [{"line": 1, "condition": "false"}]}, [{"name": "f"}])
    editor.stopped()
    assert [(one["line"], one["column"]) for one in editor.frames()] == [(1, 1), (2, 20)]


def test_where_in_its_line_the_program_stands(editor: Editor, write: Write) -> None:
    program = write("local n = 1\nlocal s = 'ä' .. n + nil\n")
    editor.launch(program, {program: [{"line": 2}]})
    editor.stopped()
    assert editor.frames()[0]["column"] == 1
    assert editor.move("continue")["reason"] == "exception"
    assert editor.frames()[0]["column"] == len("local s = 'ä' .. n")
    editor.ask("stepBack", threadId=1)
    editor.stopped()
    assert editor.frames()[0]["column"] == 1


def test_where_a_function_was_defined(standing: Editor) -> None:
    frame_id = standing.frames()[1]["id"]
    scope = next(one for one in standing.ask("scopes", frameId=frame_id)["scopes"] if one["name"] == "Locals")
    function = standing.children(scope)["f"]
    found = standing.ask("locations", locationReference=function["valueLocationReference"])
    assert (found["source"]["name"], found["line"]) == ("program.lua", 3)
    assert standing.values(function)["up"] == '"captured"'


def test_what_can_be_set_and_what_is_watched(standing: Editor) -> None:
    scope = standing.scope("Locals")
    info = standing.ask("dataBreakpointInfo", variablesReference=scope["variablesReference"], name="t")
    standing.ask("setDataBreakpoints", breakpoints=[{"dataId": info["dataId"]}])
    hints = {name: one["presentationHint"].get("attributes") for name, one in standing.children(scope).items()}
    assert hints.pop("t") == ["hasDataBreakpoint"]
    assert set(hints.values()) == {None}
    several = standing.ask("evaluate", expression="1, 2", context="repl")
    assert standing.children(several)["1"]["presentationHint"]["attributes"] == ["readOnly"]


def test_the_bytes_of_a_string(standing: Editor) -> None:
    shown = standing.ask("evaluate", expression=r"'a\0\xff' .. 'z'", context="watch")
    assert shown["result"] == r'"a\0\xffz"'

    def read(**what: object) -> tuple[bytes, object, object]:
        found = standing.ask("readMemory", memoryReference=shown["memoryReference"], **what)
        return base64.b64decode(found.get("data", "")), found["address"], found.get("unreadableBytes")

    assert read(count=4) == (b"a\0\xffz", "0", None)
    assert read(offset=2, count=1) == (b"\xff", "2", None)
    assert read(offset=2, count=10) == (b"\xffz", "2", 8)
    assert read(offset=9, count=5) == (b"", "9", 5)
    assert read(offset=-1, count=5) == (b"", "-1", 5)
    text = standing.children(standing.scope("Locals"))["text"]
    assert standing.ask("readMemory", memoryReference=text["memoryReference"], count=2)["data"]
    for reference in ("0x10", "string-", "string-x"):
        refused = standing.refused("readMemory", memoryReference=reference, count=1)
        assert refused["message"] == f"{reference!r} is the address of no string"
    standing.move("next")
    refused = standing.refused("readMemory", memoryReference=shown["memoryReference"], count=1)
    assert "not of this stop" in refused["message"]


def test_what_an_expression_prints_is_shown(standing: Editor) -> None:
    assert standing.evaluate("print('one') io.write('two') return 3") == "3"
    assert standing.printed("console") == "one\ntwo\n"
    assert "oops" in standing.refused("evaluate", expression="print('three') error('oops')", context="repl")["message"]
    assert standing.evaluate("print('unseen')", "watch") == "(no value)"
    assert standing.evaluate("print('unseen')", "hover") == "(no value)"
    assert standing.printed("console") == "one\ntwo\nthree\n"
    assert standing.printed() == ""
