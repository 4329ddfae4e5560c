"""Static diagnostics: each rule on sources that have its findings between « and »."""

import pytest
from marked import Workspace, edited

from engine.syntax.dialects import LUA_54
from lsp.features.code_actions import code_actions
from lsp.features.diagnostics import diagnostics
from lsp.rules.registry import RULES
from lsp.workspace.settings import Settings

FOUND: dict[str, list[str]] = {
    "undefined-global": [
        "print(«cuont»)",
        "print(x) x = 1",
        "local a <const> = «b»",
        "function f() return g() end function g() end",
        "local _ENV = {} print(x)",
        "print(_G, _ENV, _VERSION, string, arg)",
        "«f»()",
        "print(shared)",
        "print(\n«x», y) y = 1",
    ],
    "other-dialect": [
        "print(«unpack»({}))",
        "«setfenv»(1, {})",
        "print(«table.getn»({}))",
        "local unpack = table.unpack print(unpack)",
        "unpack = 1 print(unpack)",
    ],
    "undefined-field": [
        "string.«fromat»()",
        "print(math.pi, math.«tau»)",
        "local string = {} string.x()",
        "string.trim = 1 string.trim()",
        "print(os.«x».y)",
    ],
    "argument-count": [
        "«string.rep('x')»",
        "print(string.rep('x', 1, 2, «3»))",
        "print()",
        "math.floor(f())",
        "«math.floor()»",
        "math.floor(1, «2, 3»)",
        "table.insert({}, 1, 2) table.insert({}, 1) «table.insert({})»",
        "local function f(a) end f(1) f() f(1, «2») f(g()) f(1, g()) f(1, «2, g()»)",
        "local function f(...) end f(1, 2)",
        "local function f(a) end f = g f(1, 2)",
        "local function f(a) end\nfunction g() f(1, «2») end",
        "print(('x'):rep(1))",
    ],
    "unused-local": [
        "local «x» = 1",
        "local x = 1 print(x)",
        "local «x» = 1\nx = 2",
        "local x = 1\nfunction f() return x end",
        "local function «f»() f = nil end",
        "local function f() return f() end f()",
        "local _ = 1 local _x = 2",
        "local x <close> = f()",
        "for i = 1, 2 do end",
        "for k, «v» in pairs({}) do end",
        "do local x = 1 end do local «y» = 1 end".replace("local x", "local «x»"),
        "local «x»\nlocal x = 1\nprint(x)",
    ],
    "unused-parameter": [
        "function f(a, «b») return a end",
        "function f(a, b) return b end",
        "function f(a, b) end",
        "local C = {} function C:m(«a») return 1 end",
        "f(function(_a) return 1 end)",
    ],
    "unused-label": ["::«l»::", "goto l ::l::", "function f() ::«l»:: end ::l:: goto l"],
    "redefined-local": [
        "local x = 1 do local «x» = x end",
        "local x = 1\nfunction f(«x») return x end",
        "local x = 1\nlocal x = 2",
        "do local x = 1 end do local x = 2 end",
        "local _ = 1 for _ = 1, 2 do end",
        "function f(a) local «a» = a end",
    ],
    "unreachable-code": [
        "function f() do return 1 end «print(1)» end",
        "function f() error('x') «g() h()» end",
        "while true do break end",
        "function f() if x then return 1 else return 2 end «g()» end",
        "function f() if x then return 1 end g() end",
        "function f() goto l print(1) ::l:: end",
        "function f() while true do g() end «g()» end",
        "function f() while true do if x then break end end g() end",
        "function f() os.exit(1) «g()» end",
    ],
    "redundant-value": ["local a, b = 1, 2, «3»", "a = 1, «f()»", "local a, b = f()", "local a = f(1, 2)"],
    "duplicate-key": [
        "t = { x = 1, y = 2, «x» = 3 }",
        "t = { 1, 2, [«2»] = 3 }",
        "t = { ['x'] = 1, «x» = 2 }",
        "t = { x = { x = 1 }, [x] = 2, [y()] = 1, [y()] = 2 }",
        "t = { [1.0] = 1, [true] = 1, [«1»] = 2, [«true»] = 1 }",
    ],
    "self-assignment": ["«x = x»", "local x = x", "«a.b = a.b»", "a.b = b.a", "a[i] = a[i]"],
    "suspicious-comparison": [
        "print(«not a == b»)",
        "print(not (a == b), not a == not b, not a == false)",
        "print(«#t == nil»)",
        "print(«x == {}»)",
        "print(type(x) == «'nunber'»)",
        "print(type(x) == 'number', #t == 0)",
    ],
    "empty-block": ["«if x then »end", "if x then -- nothing\nend", "if x then y() end", "«if x then y() else »end"],
    "missing-return": [
        "---@return number\nlocal function f(x) if x then return 1 end «end»",
        "---@return number\nlocal function f(x) if x then return 1 else error('x') end end",
        "---@return number?\nlocal function f(x) if x then return 1 end end",
        "---@return number|nil\nlocal function f(x) x() end",
        "---@return number\nlocal function f() end",
        "local function f(x) if x then return 1 end end",
    ],
    "type-mismatch": [
        "string.rep(«{}», 2)",
        "string.rep('x', «nil»)",
        "string.rep(1, '2')",
        "table.concat(«'x'», ',')",
        "do local t = {} string.rep(«t», 1) end",
        "do local t = {} t = f() string.rep(t, 1) end",
        "print({}, nil) string.rep(x, y)",
        "---@param list table\n---@param n? integer\nlocal function f(list, n) end\nf(«1», nil) f({}, «true») f({})",
        "---@param c Car\nlocal function f(c) end\nf(1)",
        "setmetatable({}, nil) pcall(«'f'»)",
    ],
    "deprecated": [
        "---@deprecated\nlocal function old() end\n«old»()",
        "local M = {}\n---@deprecated use new\nfunction M.old() end\nM.«old»()",
        "local function fine() end\nfine()",
    ],
}
CASES = [(code, source) for code, sources in FOUND.items() for source in sources]


@pytest.mark.parametrize(("code", "source"), CASES)
def test_what_a_rule_finds(code: str, source: str) -> None:
    workspace = Workspace(source, other="shared = 1")
    found = [one for one in diagnostics(workspace.project, workspace.snapshot) if one.code == code]
    assert [(one.start, one.end) for one in found] == workspace.marked.ranges


def test_every_rule_is_tested_and_documented() -> None:
    assert {rule.code for rule in RULES} == set(FOUND)
    for rule in RULES:
        module = __import__(rule.check.__module__, fromlist=["RULE"])
        assert module.RULE is rule
        assert module.__doc__


def test_other_dialects_have_other_globals() -> None:
    for lua, source in {
        "5.1": "unpack({})",
        "5.2": "bit32.band(1)",
        "luajit": "bit.band(1)",
        "5.3": "utf8.char(1)",
    }.items():
        workspace = Workspace(source, lua)
        assert diagnostics(workspace.project, workspace.snapshot) == []


SILENT = {
    "the next line": "---@diagnostic disable-next-line: undefined-global\nprint(x)\n«y»()",
    "this line": "print(x) ---@diagnostic disable-line: undefined-global\n«y»()",
    "from here": "«y»()\n---@diagnostic disable: undefined-global\nprint(x)",
    "a stretch": "---@diagnostic disable: undefined-global\nprint(x)\n---@diagnostic enable: undefined-global\n«y»()",
    "everything": "---@diagnostic disable\nprint(x)",
    "luacheck on a line": "print(x) -- luacheck: ignore\n«y»()",
    "luacheck a name": "print(x) -- luacheck: ignore x\n«y»() -- luacheck: ignore z",
    "luacheck a code": "print(x) -- luacheck: ignore 113\n«y»() -- luacheck: ignore 211",
    "luacheck the rest": "«y»()\n-- luacheck: ignore\nprint(x)",
    "luacheck globals": "-- luacheck: globals x z\nprint(x) «y»()",
}


@pytest.mark.parametrize("source", SILENT.values(), ids=SILENT)
def test_comments_silence(source: str) -> None:
    workspace = Workspace(source)
    found = diagnostics(workspace.project, workspace.snapshot)
    assert [(one.start, one.end) for one in found] == workspace.marked.ranges


def test_settings_silence() -> None:
    workspace = Workspace("print(x) y() local z")
    settings = Settings(LUA_54, frozenset({"x"}), frozenset({"unused-local"}))
    workspace.project.configure(settings)
    snapshot = workspace.project.open[workspace.snapshot.uri]
    assert [one.message for one in diagnostics(workspace.project, snapshot)] == ["undefined global 'y'"]


FIXED = {
    ("print(prnt)", "Change to 'print'"): "print(print)",
    ("string.fromat()", "Change to 'format'"): "string.format()",
    ("unpack({})", "Change to 'table.unpack'"): "table.unpack({})",
    ("local x = 1", "Rename to '_x'"): "local _x = 1",
    ("local function f() end", "Remove 'f'"): "",
    ("x = 1, 2", "Remove what is redundant"): "x = 1",
    ("print(not a == b)", "Put parentheses around the comparison"): "print(not (a == b))",
    ("do\n  x()\nend", "Ignore undefined-global on this line"): (
        "do\n  ---@diagnostic disable-next-line: undefined-global\n  x()\nend"
    ),
    ("x()", "Ignore undefined-global in this file"): "---@diagnostic disable: undefined-global\nx()",
    ("t['key'] = 1", "Write as .key"): "t.key = 1",
    ("t.key = 1", 'Write as ["key"]'): 't["key"] = 1',
    ("x = 'a b'", 'Write as "a b"'): 'x = "a b"',
}


@pytest.mark.parametrize(("case", "expected"), FIXED.items())
def test_what_code_actions_do(case: tuple[str, str], expected: str) -> None:
    source, title = case
    workspace = Workspace(source)
    at = source.find("'") + 1 if "'" in source else source.find(".") + 2 if "." in source and "=" in source else 0
    end = len(source) if at == 0 else at
    actions = {one.title: one for one in code_actions(workspace.project, workspace.snapshot, at, end)}
    assert title in actions
    assert edited(workspace.marked.text, actions[title].edits) == expected


def test_the_first_fix_is_preferred_and_names_what_it_solves() -> None:
    workspace = Workspace("print(prnt)")
    first = next(code_actions(workspace.project, workspace.snapshot, 6, 6))
    assert first.preferred
    assert first.solves is not None
    assert first.solves.code == "undefined-global"
