"""Completion."""

import pytest
from marked import Workspace, edited

from lsp.features.completion import Item, completion, describe_item


def items(source: str, lua: str = "5.4", **others: str) -> dict[str, Item]:
    workspace = Workspace(source, lua, **others)
    return {item.label: item for item in completion(workspace.project, workspace.snapshot, workspace.cursor)}


OFFERED: dict[str, tuple[set[str], set[str]]] = {
    "local width = 1 print(wi|>)": ({"width"}, {"print"}),
    "local function f(a, b) |> end local later": ({"a", "b", "f", "print", "return"}, {"later"}),
    "do local inner end |>": (set(), {"inner"}),
    "local x = |>x": (set(), {"width"}),
    "string.|>": ({"format", "rep"}, {"print", "string"}),
    "x = string.|>\nlocal y = 1": ({"format"}, {"print"}),
    "x = string.|>\ny = 1": ({"format"}, {"print"}),
    "string.fo|>": ({"format"}, {"rep"}),
    "('x'):|>": ({"upper", "rep"}, {"print"}),
    "local s = 'x'\ns:|>": ({"upper"}, {"print"}),
    "io.stdout:|>": ({"write", "close"}, {"format"}),
    "local f = io.open('x')\nf:|>": ({"read", "lines"}, {"format"}),
    "local t = { x = 1, y = { z = 2 } } t.|>": ({"x", "y"}, {"z"}),
    "local t = { x = 1, y = { z = 2 } } t.y.|>": ({"z"}, {"x"}),
    "local t = {} t.a = 1\nfunction t.f() end\nfunction t:m() end\nt.|>": ({"a", "f", "m"}, set()),
    "local t = {} t.a = 1\nfunction t.f() end\nfunction t:m() end\nt:|>": ({"f", "m"}, {"a"}),
    "local C = {} C.__index = C\nfunction C.new() local self = setmetatable({}, C) self.n = 0 return self end\n"
    "function C:go() self.|> end": ({"n", "go", "new"}, set()),
    "local C = {} C.__index = C\nfunction C.new() return setmetatable({ n = 0 }, C) end\nfunction C:go() end\n"
    "local c = C.new()\nc:|>": ({"go", "new"}, {"n"}),
    "local P = {} function P.up() end\nlocal C = setmetatable({}, { __index = P })\nC.|>": ({"up"}, set()),
    "local P = Base:extend()\nfunction P:up() end\nlocal C = P:extend()\nfunction C:down() end\nC:|>": (
        {"up", "down"},
        set(),
    ),
    "goto |>\n": (set(), {"print"}),
    "::again:: goto |>again": ({"again"}, {"print"}),
    "local x <|>": ({"const", "close"}, {"print"}),
    "local |>": ({"function"}, {"print"}),
    "function |>": (set(), {"print"}),
    "print('|>')": (set(), {"print"}),
    "-- |>": (set(), {"print"}),
    "--[[ |> ]]": (set(), {"print"}),
    "x = 1 -- |>": (set(), {"print"}),
    "---@|>": ({"param", "class"}, {"print"}),
    "---@param |>\nlocal function f(speed) end": ({"speed"}, {"print"}),
    "---@class Car\nlocal Car\n---@type |>": ({"Car", "string"}, {"print"}),
    "function f(x) x.|> end y.known = 1": ({"known"}, {"print"}),
    "require '|>'": ({"mod", "lib.deep"}, {"print"}),
    "local m = require 'mod'\nm.|>": ({"run", "limit"}, {"hidden"}),
    "local m = require 'lib.deep'\nm.|>": ({"x"}, {"run"}),
    "|>": ({"shared", "if", "local function"}, {"run"}),
    "if x then |> end": ({"print"}, set()),
    "x = 1 .. |>": ({"print"}, set()),
}


@pytest.mark.parametrize(("source", "expected"), OFFERED.items())
def test_what_is_offered(source: str, expected: tuple[set[str], set[str]]) -> None:
    found = items(
        source,
        mod="local hidden\nlocal M = {}\nfunction M.run() end\nM.limit = 1\nreturn M",
        other="shared = 1",
        **{"lib/deep": "return { x = 1 }"},
    )
    wanted, unwanted = expected
    assert wanted <= set(found)
    assert not unwanted & set(found)


def test_words_and_libraries_are_the_dialects() -> None:
    assert "goto" not in items("|>", "5.1")
    assert "goto" in items("|>", "5.2")
    assert "global" in items("|>", "5.5")
    assert "unpack" in items("|>", "5.1")
    assert "unpack" not in items("|>", "5.3")
    assert "pack" not in items("string.|>", "5.2")
    assert "band" in items("bit.|>", "luajit")


def test_parameters_come_before_globals() -> None:
    found = items("function f(pa) p|> end")
    assert found["pa"].order < found["print"].order


def test_items_are_described_when_looked_at() -> None:
    workspace = Workspace("-- How wide.\nlocal width = 1\n|>w")
    found = {item.label: item for item in completion(workspace.project, workspace.snapshot, workspace.cursor)}
    description = describe_item(workspace.project, workspace.snapshot, found["width"])
    assert description == ("local width: integer = 1", "How wide.")
    library = items("string.|>")["format"]
    shown = describe_item(workspace.project, workspace.snapshot, library)
    assert shown is not None
    assert shown.text.startswith("Text made after a template")


def test_choosing_a_module_requires_it() -> None:
    workspace = Workspace("local a = require 'a'\n\nmo|>", mod="return {}", a="return {}")
    found = {item.label: item for item in completion(workspace.project, workspace.snapshot, workspace.cursor)}
    text = edited(workspace.marked.text, found["mod"].edits)
    assert text == "local a = require 'a'\nlocal mod = require(\"mod\")\n\nmo"
    assert (
        "a" not in items("local a = require 'a'\na|>", a="return {}")
        or not items("local a = require 'a'\na|>", a="return {}")["a"].edits
    )


def test_keys_that_cannot_stand_behind_a_dot_are_not_offered() -> None:
    assert set(items("local t = { a = 1, ['b c'] = 2, ['end'] = 3 } t.|>")) == {"a"}
    assert "b c" not in items("t['b c'] = 1 t.d = 2 unknown().|>")
