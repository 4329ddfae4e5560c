"""What is to be known of values beside what they are: results, what metamethods tell, where they come from."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.debugger.dap.editor import Editor

Write = Callable[..., str]

RETURNS = """\
local function both(a, b)
  return a + b, { sum = a + b }
end
local function quiet() end
local x = both(1, 2)
both(3, 4)
quiet()
local s = ("%d"):format(x)
return both(5, 6)
"""


def returned(editor: Editor) -> dict[str, str] | None:
    scopes = editor.ask("scopes", frameId=editor.frames(levels=1)[0]["id"])["scopes"]
    found = [one for one in scopes if one["name"] == "Returned"]
    if not found:
        return None
    assert found[0]["presentationHint"] == "returnValue"
    return editor.values(found[0])


def test_what_was_returned_in_both_directions(editor: Editor, write: Write) -> None:
    editor.launch(write(RETURNS), stopOnEntry=True)
    editor.stopped()
    expected = {
        4: None,
        5: None,
        6: {"both()": "3"},
        7: {"both() [1]": "7", "both() [2]": "{sum = 7}"},
        8: None,
        9: {"format()": '"3"'},
    }
    seen = {}
    while editor.move("next")["reason"] == "step" and editor.line() != 1:
        seen[editor.line()] = returned(editor)
    assert seen == expected
    back = {}
    while editor.move("stepBack")["reason"] == "step":
        if editor.line() > 3:
            back[editor.line()] = returned(editor)
    assert back == expected


def test_what_was_returned_after_a_step_out(editor: Editor, write: Write) -> None:
    program = write("local function f(n)\n  return n * 2\nend\nprint(f(4) + f(5))\n")
    editor.launch(program, {program: [{"line": 2}]})
    editor.stopped()
    assert returned(editor) is None
    editor.move("stepOut")
    assert returned(editor) == {"f()": "8"}
    editor.move("stepIn")
    assert returned(editor) is None
    editor.move("stepOut")
    assert returned(editor) == {"f()": "10"}


OBJECTS = """\
local asked = 0
local getters = { area = function(o) return o.w * o.h end, broken = function() error("no", 0) end }
local Box = {
  __tostring = function(o) asked = asked + 1 return "box of " .. o.w end,
  __pairs = function(o)
    return function(_, k) if k == nil then return "w", o.w elseif k == "w" then return { 1 }, "table" end end, o
  end,
  __index = function(o, k) local get = getters[k] return get and get(o) end,
}
local box = setmetatable({ w = 2, h = 3 }, Box)
local bad = setmetatable({}, { __tostring = function() error("cannot say", 0) end })
print(box.area)
"""


@pytest.fixture
def objects(editor: Editor, write: Write) -> Editor:
    program = write(OBJECTS)
    editor.launch(program, {program: [{"line": 12}]})
    editor.stopped()
    return editor


def lazy(editor: Editor, variable: str, name: str) -> dict[str, Any]:
    """The one child that takes the place of a lazy one."""
    child = editor.children(editor.children(editor.scope("Locals"))[variable])[name]
    assert child["presentationHint"] == {"kind": "virtual", "lazy": True}
    assert child["value"] == ""
    (found,) = editor.children(child).values()
    return found


def test_what_metamethods_tell_when_they_are_asked(objects: Editor) -> None:
    box = objects.children(objects.scope("Locals"))["box"]
    assert list(objects.children(box)) == ["(metatable)", "(tostring)", "(pairs)", "(index)", "w", "h"]
    text = lazy(objects, "box", "(tostring)")
    assert (text["value"], text["evaluateName"]) == ('"box of 2"', "tostring(box)")
    pairs = objects.children(lazy(objects, "box", "(pairs)"))
    assert {name: one["value"] for name, one in pairs.items()} == {"w": "2", "[{…}]": '"table"'}
    assert pairs["w"]["evaluateName"] == "box.w"
    fields = objects.children(lazy(objects, "box", "(index)"))
    assert {name: one["value"] for name, one in fields.items()} == {"area": "6"}
    assert objects.evaluate(fields["area"]["evaluateName"]) == "6"
    assert objects.evaluate("asked") == "0"


def test_a_metamethod_that_fails(objects: Editor) -> None:
    found = lazy(objects, "bad", "(tostring)")
    assert found["value"] == "cannot say"
    assert found["presentationHint"]["attributes"] == ["failedEvaluation"]


ORIGINS = """\
local total = 0
local function add(n)
  total = total + n
end
local list = { size = 0 }
for i = 1, 3 do
  add(i)
  list.size = i
end
print(total, list.size)
"""


@pytest.fixture
def origins(editor: Editor, write: Write) -> Editor:
    program = write(ORIGINS)
    editor.launch(program, {program: [{"line": 10}, {"line": 3, "hitCondition": "2"}]})
    editor.stopped()
    return editor


def place(editor: Editor, variable: dict[str, Any], kind: str) -> int:
    found = editor.ask("locations", locationReference=variable[kind])
    assert found["source"]["name"] == "program.lua"
    line: int = found["line"]
    return line


def test_where_variables_are_declared(origins: Editor) -> None:
    upvalue = origins.children(origins.scope("Upvalues"))["total"]
    assert place(origins, upvalue, "declarationLocationReference") == 1
    argument = origins.children(origins.scope("Locals"))["n"]
    assert place(origins, argument, "declarationLocationReference") == 2
    origins.move("continue")
    variables = origins.children(origins.scope("Locals"))
    found = {name: place(origins, one, "declarationLocationReference") for name, one in variables.items()}
    assert found == {"total": 1, "add": 2, "list": 5}


def test_where_values_were_written(origins: Editor) -> None:
    argument = origins.children(origins.scope("Locals"))["n"]
    assert place(origins, argument, "valueLocationReference") == 7
    origins.move("continue")
    variables = origins.children(origins.scope("Locals"))
    where = origins.evaluate(":where")
    assert place(origins, variables["total"], "valueLocationReference") == 3
    assert place(origins, variables["add"], "valueLocationReference") == 2
    assert place(origins, origins.children(variables["list"])["size"], "valueLocationReference") == 8
    assert origins.evaluate(":where") == where
    known = variables["total"]["valueLocationReference"]
    origins.move("stepBack")
    assert "not of this stop" in origins.refused("locations", locationReference=known)["message"]


def test_where_what_is_evaluated_was_written(origins: Editor) -> None:
    origins.move("continue")
    frame = origins.frames()[0]["id"]

    def asked(expression: str) -> dict[str, Any]:
        return origins.ask("evaluate", expression=expression, context="hover", frameId=frame)

    assert place(origins, asked("total"), "valueLocationReference") == 3
    assert place(origins, asked("add"), "valueLocationReference") == 2
    assert place(origins, asked("list.size"), "valueLocationReference") == 8
    assert "valueLocationReference" not in asked("total + 1")


def test_a_value_that_nothing_wrote(editor: Editor, write: Write) -> None:
    program = write("print(1)\n")
    editor.launch(program, stopOnEntry=True)
    editor.stopped()
    table = editor.children(editor.scope("Globals"))["_G"]
    version = editor.children(table)["_VERSION"]
    answer = editor.refused("locations", locationReference=version["valueLocationReference"])
    assert answer["message"] == "it has had this value since history began"


def test_pages_of_named_children(editor: Editor, write: Write) -> None:
    program = write(
        "local t = setmetatable({}, {})\nfor i = 1, 5000 do t['k' .. i] = i end\n"
        "for i = 10, 5000, 10 do t['k' .. i] = nil end\nprint(1)\n"
    )
    editor.launch(program, {program: [{"line": 4}]})
    editor.stopped()
    table = editor.children(editor.scope("Locals"))["t"]
    keys = ["(metatable)", *(f"k{i}" for i in range(1, 5001) if i % 10)]
    for start, count in ((0, 3), (1, 10), (2000, 100), (4490, 100), (4501, 5)):
        page = editor.children(table, filter="named", start=start, count=count)
        assert list(page) == keys[start : start + count]


def test_a_key_beyond_the_first_page_is_changed(editor: Editor, write: Write) -> None:
    program = write("local t = {}\nfor i = 1, 3000 do t['k' .. i] = i end\nprint(t.k2999)\n")
    editor.launch(program, {program: [{"line": 3}]})
    editor.stopped()
    table = editor.children(editor.scope("Locals"))["t"]
    editor.ask("setVariable", variablesReference=table["variablesReference"], name="k2999", value="'new'")
    editor.stopped()
    editor.move("next")
    assert editor.printed() == "new\n"


def test_an_upvalue_of_a_function_is_changed_and_evaluated(editor: Editor, write: Write) -> None:
    program = write("local n = 1\nlocal function get() return n end\nlocal t = { get = get }\nprint(t.get())\n")
    editor.launch(program, {program: [{"line": 4}]})
    editor.stopped()
    function = editor.children(editor.children(editor.scope("Locals"))["t"])["get"]
    n = editor.children(function)["n"]
    assert editor.evaluate(n["evaluateName"]) == "1"
    editor.ask("setVariable", variablesReference=function["variablesReference"], name="n", value="7")
    editor.stopped()
    editor.move("next")
    assert editor.printed() == "7\n"
