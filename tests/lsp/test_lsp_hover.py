"""Hover and signature help."""

import pytest
from marked import Workspace

from lsp.features.hover import hover
from lsp.features.signature_help import signature_help

SHOWN = {
    "local |>x = 1": "local x: integer = 1",
    "local |>x = 1.5": "local x: number = 1.5",
    "local |>x = 'a'": 'local x: string = "a"',
    "local |>x = 1 x = 2": "local x: integer",
    "local |>x <const> = true": "local x <const>: boolean = true",
    "local x = 1 local |>y = x + 1": "local y: integer",
    "local |>x = #t > 0": "local x: boolean",
    "local |>x = {}": "local x: table",
    "local function |>f(a, b) end": "local function f(a, b)",
    "local |>f = function(...) end": "local function f(...)",
    "function f(|>a) end": "(parameter) a",
    "for |>i = 1, 3 do end": "(loop variable) i: integer",
    "local C = {} function C:m(a) end C:|>m(1)": "function C:m(a)",
    "local t = { x = 1 } print(t.|>x)": "(field) t.x: integer = 1",
    "count = 3 print(|>count)": "(global) count: integer = 3",
    "|>print()": "function print(...)",
    "string.|>format()": "function string.format(formatstring: string, ...): string",
    "('x'):|>rep(3)": "function string.rep(s: string, n: integer, sep?: string): string",
    "local s = 'x' s:|>upper()": "function string.upper(s: string): string",
    "local fmt = string.format |>fmt('x')": "function string.format(formatstring: string, ...): string",
    "math.|>pi": "math.pi: number",
    "|>math.floor(1)": "(library) math",
    "local x = math.floor(1) print(|>x)": "local x: integer",
    "local m = require 'mod' |>m.f()": "local m: table {\n    f: fun()\n}",
    "local |>t = { a = 1, ['b c'] = 2 } t.f = function(x) end t.__index = t": (
        "local t: table {\n    a: integer,\n    ['b c']: integer,\n    f: fun(x)\n}"
    ),
    "config = { size = { w = 1 } } print(config.|>size)": "(field) config.size: table {\n    w: integer\n}",
    "goto |>l ::l::": "::l::",
    "x.|>y = 1": "(field) x.y: integer = 1",
}


@pytest.mark.parametrize(("source", "code"), SHOWN.items())
def test_what_a_name_is(source: str, code: str) -> None:
    workspace = Workspace(source, mod="return { f = function() end }")
    found = hover(workspace.project, workspace.snapshot, workspace.cursor)
    assert found is not None
    assert found.description.code == code


def test_the_range_is_the_name() -> None:
    workspace = Workspace("local «|>name» = 1")
    found = hover(workspace.project, workspace.snapshot, workspace.cursor)
    assert found is not None
    assert (found.start, found.end) == workspace.marked.ranges[0]


def test_comments_above_and_behind_are_shown() -> None:
    workspace = Workspace("-- How many.\n-- At most.\nlocal x = 1\nlocal y = 2 -- how wide\nprint(|>x, |>y)")
    texts = [hover(workspace.project, workspace.snapshot, at) for at in workspace.marked.cursors]
    assert [found and found.description.text for found in texts] == ["How many.\nAt most.", "how wide"]


def test_a_function_of_another_dialect_says_so() -> None:
    workspace = Workspace("|>unpack({})")
    found = hover(workspace.project, workspace.snapshot, workspace.cursor)
    assert found is not None
    assert found.description.text == "Not in Lua 5.4, but in 5.1, luajit."


def test_there_is_nothing_to_say_of_blanks() -> None:
    workspace = Workspace("local x = 1 |> \n")
    assert hover(workspace.project, workspace.snapshot, workspace.cursor) is None


SIGNATURES = {
    "string.rep(|>": ("rep(s: string, n: integer, sep?: string): string", 0),
    "string.rep('x', |>": ("rep(s: string, n: integer, sep?: string): string", 1),
    "string.rep('a,b', f(1, 2), |>)": ("rep(s: string, n: integer, sep?: string): string", 2),
    "('x'):rep(|>)": ("rep(n: integer, sep?: string): string", 0),
    "local function f(a, b) end\nf(1, |>2)": ("f(a, b)", 1),
    "local C = {} function C:m(a, b) end C:m(1,|>)": ("m(a, b)", 1),
    "local C = {} function C.m(self, a) end C:m(|>)": ("m(a)", 0),
    "print(1, 2, string.rep(|>))": ("rep(s: string, n: integer, sep?: string): string", 0),
    "string.rep({1, 2}, |>)": ("rep(s: string, n: integer, sep?: string): string", 1),
    "f(function() print(|>) end)": ("print(...)", 0),
    "local m = require 'mod'\nm.run(|>)": ("run(speed)", 0),
    "table.insert(t, 1, |>)": ("insert(list: table, pos: integer, value: any)", 2),
    "table.insert(t, |>)": ("insert(list: table, value: any)", 1),
}


@pytest.mark.parametrize(("source", "expected"), SIGNATURES.items())
def test_the_signature_around_a_place(source: str, expected: tuple[str, int]) -> None:
    workspace = Workspace(source, mod="return { run = function(speed) end }")
    found = signature_help(workspace.project, workspace.snapshot, workspace.cursor)
    assert found is not None
    assert (found.signatures[found.active].label, found.parameter) == expected


@pytest.mark.parametrize("source", ["print|>(1)", "print(1)|>", "x = |>1", "f(|>)", "print(function() |> end)"])
def test_no_signature_outside_calls_and_for_the_unknown(source: str) -> None:
    workspace = Workspace(source)
    assert signature_help(workspace.project, workspace.snapshot, workspace.cursor) is None


def test_a_class_is_shown_where_a_comment_names_it() -> None:
    source = "---A thing.\n---@class Thing: Base\n---@field x? number\n---@type table<string, |>Thing>\nlocal t\n"
    workspace = Workspace(source)
    found = hover(workspace.project, workspace.snapshot, workspace.cursor)
    assert found is not None
    assert found.description == ("(class) Thing {\n    x?: number\n}", "A thing.\n\nInherits from `Base`.")


def test_a_variable_is_shown_as_it_is_where_it_stands() -> None:
    source = (
        "---@param x string|number|nil\nlocal function f(x)\nif not x then return |>x end\n"
        "if type(x) == 'string' then print(|>x) else print(|>x) end\nx = |>x\nend"
    )
    workspace = Workspace(source)
    shown = []
    for cursor in workspace.marked.cursors:
        found = hover(workspace.project, workspace.snapshot, cursor)
        assert found is not None
        shown.append(found.description.code.rpartition(": ")[2])
    assert shown == ["nil", "string", "number", "string|number"]
