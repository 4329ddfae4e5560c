"""Definition, references, highlights: one symbol marked in a source, everything that means it between « and »."""

import pytest
from marked import Workspace, uri

from lsp.features.definition import declaration, definition, implementation
from lsp.features.diagnostics import diagnostics
from lsp.features.references import highlights, references

# The first range is the definition; the cursor is tried in every range.
SYMBOLS = {
    "a local": "local «x» = 1 print(«x») «x» = 2 local y = x0",
    "a local of the top level": "local «x» = 1\nfunction f() return «x» end\ndo local x = 2 end\nprint(«x»)",
    "a local hides another": "local x = 1\ndo local «x» = x print(«x») end\nprint(x)",
    "a redeclared local of the top level": "local x = 1\nprint(x)\nlocal «x» = 2\nprint(«x»)",
    "an upvalue": "local function f() local «n» = 0 return function() «n» = «n» + 1 return «n» end end",
    "a local function inside itself": "local function «f»(n) return n == 0 or «f»(n - 1) end\n«f»(3)",
    "a local with a function does not see itself": "local f = 1\nlocal «f» = function() return f end\nprint(«f»)",
    "a parameter": "function f(a, «b») return «b», function(b) return b end end",
    "the variable of a loop": "for «i» = 1, 2 do print(«i») end print(i)",
    "the condition of repeat": "repeat local «done» = f() until «done»",
    "a global": "«count» = 0\nfunction f() «count» = «count» + 1 end\nlocal function g(count) return count end",
    "a global through _G": "«total» = 1 print(_G.«total», _ENV.«total»)",
    "a label": "do goto «l» ::«l»:: end goto m ::m::",
    "a label of the top level": "goto «l»\nlocal x\n::«l»::",
    "a field": "local t = { «x» = 1, y = 2 } t.«x» = t.«x» + t.y local u = { x = 3 }",
    "a field in quotes": "local t = {} t['«x»'] = 1 print(t.«x», t[x])",
    "a field of a field": "local t = { a = { «x» = 1 } } print(t.a.«x», t.x)",
    "a method": "local C = {} function C:«m»() end C:«m»() C.«m»(C)",
    "a field of self": "local C = {} C.__index = C function C.new() return setmetatable({ «n» = 0 }, C) end\n"
    "function C:add() self.«n» = self.«n» + 1 end\nlocal c = C.new() print(c.«n»)",
    "a field of an alias": "local t = {} local u = t t.«x» = 1 print(u.«x»)",
    "a field of a global table": "app = {}\nfunction app.«run»() end\napp.«run»()",
    "a const": "local «k» <const> = 1 print(«k»)",
}


@pytest.mark.parametrize("source", SYMBOLS.values(), ids=SYMBOLS)
def test_every_use_leads_to_all_others(source: str) -> None:
    workspace = Workspace(source)
    expected = workspace.marked.ranges
    for start, end in expected:
        for offset in {start, end}:
            found = references(workspace.project, workspace.snapshot, offset, True)
            assert [(one.start, one.end) for one in found] == expected
            shown = highlights(workspace.project, workspace.snapshot, offset)
            assert [(one.start, one.end) for one in shown] == expected


@pytest.mark.parametrize("source", SYMBOLS.values(), ids=SYMBOLS)
def test_every_use_leads_to_the_definition(source: str) -> None:
    workspace = Workspace(source)
    for start, _ in workspace.marked.ranges:
        found = [(one.start, one.end) for one in definition(workspace.project, workspace.snapshot, start)]
        assert found
        if "goto" not in source and "_G" not in source and "count" not in source and ".«" not in source:
            assert found == workspace.marked.ranges[:1]
        assert set(found) <= set(workspace.marked.ranges)


def test_highlights_tell_reading_from_writing() -> None:
    workspace = Workspace("local x = 1 x = x + 1 |>x()")
    found = highlights(workspace.project, workspace.snapshot, workspace.cursor)
    assert [one.access for one in found] == [0, 2, 1, 1]


def test_nothing_is_named_in_a_number_or_a_keyword() -> None:
    for source in ("local x = |>12", "re|>turn", "x = '|>a b'", "-- |>x"):
        workspace = Workspace(source)
        assert definition(workspace.project, workspace.snapshot, workspace.cursor) == []
        assert list(references(workspace.project, workspace.snapshot, workspace.cursor, True)) == []


MODULE = "local M = {}\nfunction M.«run»(a) end\nM.limit = 3\nreturn M\n"


@pytest.mark.parametrize(
    "main",
    [
        "local m = require 'mod'\nm.|>run(1)",
        "local run = require('mod').|>run",
        "require('mod').|>run()",
        "local m = require('mod')\nlocal n = m\nn.|>run()",
        "local m = require('mod')\nlocal run = m.run\nm.|>run()",
    ],
)
def test_a_field_of_a_module_is_defined_in_its_file(main: str) -> None:
    workspace = Workspace(main, mod=MODULE)
    found = definition(workspace.project, workspace.snapshot, workspace.cursor)
    assert [(one.uri, one.start, one.end) for one in found] == [(uri("mod.lua"), *workspace.others["mod"].ranges[0])]


def test_references_cross_files_both_ways() -> None:
    workspace = Workspace("local m = require 'mod'\nm.«run»(m.«run»)", mod=MODULE)
    start = workspace.marked.ranges[0][0]
    from_user = {(one.uri, one.start) for one in references(workspace.project, workspace.snapshot, start, True)}
    assert len(from_user) == 3
    mod = workspace.project.snapshot(uri("mod.lua"))
    assert mod is not None
    from_module = references(workspace.project, mod, workspace.others["mod"].ranges[0][0], True)
    assert {(one.uri, one.start) for one in from_module} == from_user
    without = references(workspace.project, workspace.snapshot, start, False)
    assert {(one.uri, one.start) for one in without} == from_user - {(uri("mod.lua"), mod.text.index(b"run"))}


def test_a_module_that_returns_a_constructor() -> None:
    workspace = Workspace("local m = require 'mod'\nprint(m.|>x)", mod="return { «x» = 1 }")
    (found,) = definition(workspace.project, workspace.snapshot, workspace.cursor)
    assert (found.uri, found.start, found.end) == (uri("mod.lua"), *workspace.others["mod"].ranges[0])


def test_globals_of_other_files() -> None:
    workspace = Workspace("|>helper()", other="function «helper»() end")
    (found,) = definition(workspace.project, workspace.snapshot, workspace.cursor)
    assert (found.uri, found.start, found.end) == (uri("other.lua"), *workspace.others["other"].ranges[0])


def test_the_string_of_require_leads_to_the_file() -> None:
    workspace = Workspace("local m = require 'lib.|>mod'", **{"lib/mod": "return 1"})
    (found,) = definition(workspace.project, workspace.snapshot, workspace.cursor)
    assert found == (uri("lib/mod.lua"), 0, 0)


def test_modules_that_require_each_other_end() -> None:
    workspace = Workspace(
        "local m = require 'one'\nprint(m.|>x)", one="return require 'two'", two="return require 'one'"
    )
    assert definition(workspace.project, workspace.snapshot, workspace.cursor) == []


def test_declaration_is_one_place_and_implementations_are_functions() -> None:
    source = "local t = {}\nt.f = nil\nt.«f» = function() end\nfunction t.«f»() end\nt.|>f()"
    workspace = Workspace(source)
    assert len(declaration(workspace.project, workspace.snapshot, workspace.cursor)) == 1
    found = implementation(workspace.project, workspace.snapshot, workspace.cursor)
    assert [(one.start, one.end) for one in found] == workspace.marked.ranges


def test_a_field_of_something_unknown_leads_to_functions_of_its_name() -> None:
    workspace = Workspace("local C = {}\nfunction C:«jump»() end\nfunction f(x) x:|>jump() end")
    found = definition(workspace.project, workspace.snapshot, workspace.cursor)
    assert [(one.start, one.end) for one in found] == workspace.marked.ranges


def test_declared_globals_of_5_5() -> None:
    workspace = Workspace("global «x»\n«x» = 1\nlocal y <const> = «x»", "5.5")
    for start, _ in workspace.marked.ranges:
        found = references(workspace.project, workspace.snapshot, start, True)
        assert [(one.start, one.end) for one in found] == workspace.marked.ranges
        (place,) = definition(workspace.project, workspace.snapshot, start)
        assert (place.start, place.end) == workspace.marked.ranges[0]


def test_named_varargs_of_5_5() -> None:
    workspace = Workspace("function f(...«rest») return «rest»[1], ... end", "5.5")
    found = references(workspace.project, workspace.snapshot, workspace.marked.ranges[0][0], True)
    assert [(one.start, one.end) for one in found] == workspace.marked.ranges


def test_names_in_comments_lead_where_they_are_declared() -> None:
    for source in (
        "---@class «A»\n---@type |>A[]\nlocal x",
        "---@param |>a number\nlocal function f(«a») return a end",
        "---@class A\n---@field «x» number\n---@type A\nlocal a\nprint(a.|>x)",
        "---@alias «Id» string\n---@return string, |>Id\nlocal function f() end",
        "---@class A\nlocal A = {}\nfunction A:«go»() end\n---@type A\nlocal a = b\na:|>go()",
    ):
        workspace = Workspace(source)
        found = definition(workspace.project, workspace.snapshot, workspace.cursor)
        assert [(one.start, one.end) for one in found] == workspace.marked.ranges


def test_what_leads_back_to_itself_leads_nowhere() -> None:
    for source in (
        "local M = {}\nlocal x = M.f()\nM.f = x\nprint(|>x)",
        "local M = {}\nM.a = M.b() M.b = M.a() M.c = M.a\nM.|>c()",
        "x = y() y = x print(|>x.z)",
    ):
        workspace = Workspace(source)
        definition(workspace.project, workspace.snapshot, workspace.cursor)
        diagnostics(workspace.project, workspace.snapshot)


def test_the_method_of_an_annotated_object_is_implemented_where_its_class_has_it() -> None:
    workspace = Workspace("---@class A\nlocal A = {}\nfunction A:«go»() end\n---@type A\nlocal a = b\na:|>go()")
    found = implementation(workspace.project, workspace.snapshot, workspace.cursor)
    assert [(one.start, one.end) for one in found] == workspace.marked.ranges
