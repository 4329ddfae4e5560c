"""Inference: what type an expression has where it stands.  The expression is the one at ``|>``."""

import pytest
from marked import Workspace

from engine.syntax import ast
from engine.syntax.nodes import path_to
from lsp.documents.changes import Change
from lsp.features.diagnostics import diagnostics
from lsp.types.inference import type_of
from lsp.types.notation import NotationError, read, read_strictly, show


def type_at(source: str, lua: str = "5.4", **others: str) -> str | None:
    workspace = Workspace(source, lua, **others)
    snapshot = workspace.snapshot
    at = snapshot.unit_at(workspace.cursor)
    statement = snapshot.units[at].statement
    while statement is None or statement.end + snapshot.shift(at) <= workspace.cursor:
        at += 1
        statement = snapshot.units[at].statement
    nodes = path_to(statement, workspace.cursor - snapshot.shift(at))
    node = nodes[-2] if isinstance(nodes[-1], ast.String) else nodes[-1]
    return type_of(workspace.project, snapshot, at, node)  # type: ignore[arg-type]


NOTATION = {
    "string|nil": "string?",
    "(A|B)[]": "(A|B)[]",
    "table<string, number>": "table<string, number>",
    "{x: number, y?: string, [string]: integer}": "{ x: number, y: string?, [string]: integer }",
    "[string, integer]": "[string, integer]",
    "fun(a: number, b?: string, ...: any): boolean, string": "fun(a: number, b?: string, ...: any): boolean, string",
    "fun(cb: fun(x: integer): string, y: number): nil": "fun(cb: fun(x: integer): string, y: number): nil",
    "fun(): A|B": "fun(): A|B",
    "fun<T>(x: T): T[]": "fun(x: T): T[]",
    "'r'|\"w\"": '"r"|"w"',
    "true|false": "boolean",
    "integer|number": "number",
    "1|-2": "1|-2",
    "`T`": "`T`",
    "Stack<integer>[]": "Stack<integer>[]",
    "async fun(x)": "fun(x)",
    "fun(a: integer): (string, number)": "fun(a: integer): string, number",
}


@pytest.mark.parametrize(("text", "shown"), NOTATION.items())
def test_types_are_read_and_shown(text: str, shown: str) -> None:
    assert show(read_strictly(text)) == shown
    assert show(read(shown)) == shown


@pytest.mark.parametrize("text", ["nil|", "integer|", "fun(", "{ x", "a b", "$", "(" * 60])
def test_what_is_no_type_is_not_known(text: str) -> None:
    with pytest.raises(NotationError):
        read_strictly(text)
    assert show(read(text)) == "unknown"


FLOW = {
    # assignments
    "do local x = 1 x = 'a' print(|>x) end": "string",
    "do local x if a then x = 1 else x = 'a' end print(|>x) end": "integer|string",
    "do local x = 1 if a then x = 'a' end print(|>x) end": "string|integer",
    "do local x = 1 if a then x = 'a' return end print(|>x) end": "integer",
    "do local x = 1 if a then error('x') else x = 'a' end print(|>x) end": "string",
    "do local x = 1 local function f() x = 'a' end f() print(|>x) end": "integer|string",
    "do local a, b = 1, 'x' a, b = b, a print(|>a) end": "string",
    "do local x = f() or 'x' print(|>x) end": None,
    # loops
    "do local n = 0 while a do n = n + 1 end print(|>n) end": "integer",
    "do local x = 1 for i = 1, 3 do x = 'a' end print(|>x) end": "integer|string",
    "do local x for i = 1, 3 do x = { i } end print(|>x) end": "table?",
    "do local x = 1 repeat x = 'a' until b print(|>x) end": "string",
    "do local x = 1 while true do if b then x = 'a' break end end print(|>x) end": "string",
    "for i = 1, 3 do print(|>i) end": "integer",
    "for i = 1, 3, 0.5 do print(|>i) end": "number",
    "---@type string[]\nlocal t = {}\nfor i, s in ipairs(t) do print(|>s) end": "string",
    "---@type table<string, integer>\nlocal t = {}\nfor k, v in pairs(t) do print(|>k) end": "string",
    "do local t = { 'a', 'b' } for _, s in ipairs(t) do print(|>s) end end": "string",
    "do local x = 1 goto l x = 'a' ::l:: print(|>x) end": "integer",
    # conditions
    "---@param x string?\nlocal function f(x) if x then print(|>x) end end": "string",
    "---@param x string?\nlocal function f(x) if not x then return end print(|>x) end": "string",
    "---@param x string?\nlocal function f(x) if x == nil then print(|>x) end end": "nil",
    "---@param x string?\nlocal function f(x) x = x or 'a' print(|>x) end": "string",
    "---@param x string?\nlocal function f(x) return x and |>x end": "string",
    "---@param x string|number\nlocal function f(x) if type(x) == 'string' then print(|>x) end end": "string",
    "---@param x string|table\nlocal function f(x) if type(x) ~= 'string' then print(|>x) end end": "table",
    "local function f(x) if type(x) == 'number' then print(|>x) end end": "number",
    "---@param x string?\nlocal function f(x) assert(x) print(|>x) end": "string",
    "---@param x string?\nlocal function f(x) local y = assert(x) print(|>y) end": "string",
    "---@param x string|false\nlocal function f(x) if x ~= false then print(|>x) end end": "string",
    "---@param x string?\nlocal function f(x) while x do print(|>x) end end": "string",
    "---@param x string?\n---@param y integer?\nlocal function f(x, y) if x and y then print(|>y) end end": "integer",
    "---@param t {x: string?}\nlocal function f(t) if t.x then print(|>t.x) end end": "{ x: string? }",
    "---@param t {x: string?}\nlocal function f(t) if t.x then print(t.|>x) end end": "string",
    # casts
    "do local x = f() ---@cast x string\nprint(|>x) end": "string",
    "---@param x string?\nlocal function f(x)\n---@cast x -?\nprint(|>x) end": "string",
    "do local x = f() --[[@as integer]] print(|>x) end": "integer",
    # operators
    "do local x = 1 print(|>x + 1) end": "integer",
    "print(1 / 2 |>== 3)": "boolean",
    "do local x = ('a'):rep(3) print(|>x) end": "string",
    "do local x = #t print(|>x) end": "integer",
    # functions
    "local function f(a) return a and 1 end local x = f(1) print(|>x)": "boolean|integer|nil",  # as inside a function
    "local function f() return 1, 'a' end\ndo local _, x = f() print(|>x) end": "string",
    "local function f(n) if n > 0 then return f(n - 1) end return 'x' end\nlocal x = f(1) print(|>x)": None,
    # from one statement of the top level to the next
    "local x = 1\nx = 'a'\nprint(|>x)": "string",
    "local x = 1\nx = 'a'\nx = true\nprint(|>x)": "boolean",
    "local x = 1\nif a then x = 'a' end\nprint(|>x)": "string|integer",
    "local x = io.open('f')\nprint(|>x)": "file?",
    "local x = io.open('f')\nif not x then error('no') end\nprint('a')\nprint(|>x)": "file",
    "local x = io.open('f')\nassert(x)\nprint(|>x)": "file",
    "local x\nwhile true do x = os.getenv('A') if x then break end end\nprint(|>x)": "string",
    "local x = f()\nif type(x) ~= 'string' then return end\nprint(|>x)": "string",
    "local x = 1\nlocal function f() x = 'a' end\nf()\nprint(|>x)": "integer|string",
    "local x = 1\nx = 'a'\nlocal function f() print(|>x) end": "integer|string",
    "local x\nfor i = 1, 3 do print(|>x) x = { y = 1 } end": "table?",
    "local x = 1\nx = 'a'\nlocal x = x\nprint(|>x)": "string",
    "local x = 1\ngoto on\nx = 'a'\n::on::\nprint(|>x)": "integer|string",
    "x = 1\nx = 'a'\nprint(|>x)": "integer|string",
}


@pytest.mark.parametrize(("source", "expected"), FLOW.items())
def test_what_flow_finds(source: str, expected: str | None) -> None:
    assert type_at(source) == expected


ANNOTATED = {
    "generic function": (
        "---@generic T\n---@param x T\n---@return T[]\nlocal function list(x) end\nlocal x = list('a') print(|>x)",
        "string[]",
    ),
    "generic over lists": (
        "---@generic T\n---@param t T[]\n---@return T\nlocal function first(t) end\n"
        "---@type integer[]\nlocal n\nlocal x = first(n) print(|>x)",
        "integer",
    ),
    "class by name": (
        "---@class Car\n---@generic T\n---@param name `T`\n---@return T\nlocal function make(name) end\n"
        "local x = make('Car') print(|>x)",
        "Car",
    ),
    "generic class": (
        "---@class Stack<T>\n---@field top T\n---@type Stack<string>\nlocal s\nprint(s.|>top)",
        "string",
    ),
    "inherited field": (
        "---@class A\n---@field x integer\n---@class B: A\n---@type B\nlocal b\nprint(b.|>x)",
        "integer",
    ),
    "alias": ("---@alias Id string|integer\n---@param x Id\nlocal function f(x) print(|>x) end", "Id"),
    "overload": (
        "---@overload fun(n: integer): integer\n---@param s table\n---@return string\nlocal function f(s) end\n"
        "local x = f(1) print(|>x)",
        "integer",
    ),
    "call operator": (
        "---@class Point\n---@operator call(integer): Point\nlocal Point = {}\nlocal p = Point(1) print(|>p)",
        "Point",
    ),
    "self": (
        "---@class Builder\nlocal Builder = {}\n---@return self\nfunction Builder:add() return self end\n"
        "---@type Builder\nlocal b\nlocal x = b:add():add() print(|>x)",
        "Builder",
    ),
    "callback": (
        "---@param f fun(n: integer)\nlocal function each(f) end\neach(function(n) print(|>n) end)",
        "integer",
    ),
    "map": ("---@type table<string, integer[]>\nlocal t\nprint(t.x|>)", "integer[]"),
    "method of a field": (
        "---@class A\n---@field name string\nlocal A = {}\nfunction A:m() local x = self.|>name end",
        "string",
    ),
    "comment behind": ("local x = f() ---@type string\nprint(|>x)", "string"),
    "tuple": ("---@type [string, string]\nlocal t\nlocal x = t[1] print(|>x)", "string"),
    "promise of nothing": ("---@type Foo\nlocal x\nprint(|>x)", "Foo"),
}


@pytest.mark.parametrize(("source", "expected"), ANNOTATED.values(), ids=ANNOTATED)
def test_what_annotations_say(source: str, expected: str) -> None:
    assert type_at(source) == expected


CLASSES = {
    "plain": "local C = {} C.__index = C\nfunction C.new() return setmetatable({ n = 1 }, C) end\n"
    "local o = C.new()\nprint(o.|>n)",
    "index of its own": "local C = { n = 1 }\nlocal o = setmetatable({}, { __index = C })\nprint(o.|>n)",
    "inheritance": "local A = { n = 1 } A.__index = A\nlocal B = setmetatable({}, { __index = A })\nprint(B.|>n)",
    "middleclass": "local class = require 'middleclass'\nlocal A = class('A')\nfunction A:initialize() self.n = 1 end\n"
    "local o = A:new()\nprint(o.|>n)",
    "middleclass, called": "local class = require 'middleclass'\nlocal A = class('A')\n"
    "function A:initialize() self.n = 1 end\nlocal o = A()\nprint(o.|>n)",
    "middleclass, below": "local class = require 'middleclass'\nlocal A = class('A')\n"
    "function A:initialize() self.n = 1 end\nlocal B = class('B', A)\nlocal o = B:new()\nprint(o.|>n)",
    "30log": "local class = require '30log'\nlocal A = class('A', { n = 1 })\nfunction A:init() self.n = 2 end\n"
    "local o = A()\nprint(o.|>n)",
    "classic": "local Object = require 'classic'\nlocal A = Object:extend()\nfunction A:new() self.n = 1 end\n"
    "local o = A()\nprint(o.|>n)",
    "Penlight": "local class = require 'pl.class'\nlocal A = class()\nfunction A:_init() self.n = 1 end\n"
    "local o = A()\nprint(o.|>n)",
    "self": "local A = {}\nfunction A:init() self.n = 1 end\nfunction A:m() print(self.|>n) end",
    "module": "local m = require 'mod'\nprint(m.|>n)",
    "class of a module": "local C = require 'cls'\nlocal o = C.new()\nprint(o.|>n)",
    "function of a module": "local m = require 'mod'\ndo local x = m.count() print(|>x) end",
}
MODULES = {
    "mod": "local M = { n = 1 }\nfunction M.count() return 3 end\nreturn M",
    "cls": "local C = {}\nC.__index = C\nfunction C.new() local self = setmetatable({}, C) self.n = 1 return self end\n"
    "return C",
}


@pytest.mark.parametrize("source", CLASSES.values(), ids=CLASSES)
def test_the_fields_of_objects(source: str) -> None:
    assert type_at(source, **MODULES) == "integer"


def test_without_integers_numbers_are_numbers() -> None:
    assert type_at("do local x = 1 x = x + 1 print(|>x) end", "5.1") == "number"


def mismatches(workspace: Workspace) -> list[str]:
    snapshot = workspace.project.open[workspace.snapshot.uri]
    return [one.message for one in diagnostics(workspace.project, snapshot) if one.code == "type-mismatch"]


def test_what_an_edit_touches_is_found_out_again() -> None:
    source = "---@param n table\nlocal function f(n) end\nlocal x = {}\nprint('between')\nf(x)\n"
    workspace = Workspace(source)
    assert mismatches(workspace) == []
    at = source.index("{}")
    changed = source[:at] + "'a'" + source[at + 2 :]
    workspace.project.change_file(workspace.snapshot.uri, [Change(None, None, changed)], 2)
    assert mismatches(workspace) == ["'n' should be table, but is \"a\""]
    workspace.project.change_file(workspace.snapshot.uri, [Change(None, None, source)], 3)
    assert mismatches(workspace) == []


def test_a_long_chain_of_names_is_followed_to_its_end() -> None:
    links = "".join(f"local a{n} = a{n - 1}\n" for n in range(1, 400))
    assert type_at(f"local a0 = 'text'\n{links}print(|>a399)") == "string"


def test_what_is_known_at_a_statement_follows_an_edit_before_it() -> None:
    source = "---@type string?\nlocal x = f()\nprint('between')\nprint(x:upper())\n"
    workspace = Workspace(source)

    def codes(text: str, version: int) -> list[str]:
        snapshot = workspace.project.change_file(workspace.snapshot.uri, [Change(None, None, text)], version)
        return [one.code for one in diagnostics(workspace.project, snapshot) if one.code.endswith(("nil", "access"))]

    assert codes(source.replace("= f()", ""), 2) == ["maybe-nil"]
    assert codes(source.replace("= f()", "").replace("print('between')", "if not x then return end"), 3) == []
    assert codes(source.replace("print('between')", "x = nil"), 4) == ["nil-access"]
    assert codes(source.replace("print('between')", "local function g() x = nil end g()"), 5) == []


def test_what_another_file_says_is_found_out_again() -> None:
    workspace = Workspace("local m = require 'mod'\nm.f(1)\n", mod="local M = {}\nfunction M.f(x) end\nreturn M")
    assert mismatches(workspace) == []
    text = b"local M = {}\n---@param x table\nfunction M.f(x) end\nreturn M"
    workspace.project.add_file(workspace.snapshot.uri.replace("main", "mod"), text)
    assert mismatches(workspace) == ["'x' should be table, but is integer"]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("local z = f() --[[@as { n: integer }]]\nprint(|>z)", "{ n: integer }"),
        ("do\nlocal z = (f()) --[[@as string]] -- and more\nprint(|>z) end", "string"),
        ("local a, b = f() --[[@as string]], 1\nprint(|>a)", "string"),
        ("local x = f()\n---@cast x string\nprint(x)\nprint(|>x)", "string"),
        ("---@type string|nil\nlocal x = f()\n---@cast x -nil, +integer\nprint(|>x)", "string|integer"),
        ("---@class V\n---@operator add(V): V\n---@operator mul(number): V\n---@operator len: integer\n"
         "---@type V\nlocal v\nlocal a, b, c = v + v, 2 * v, #v\nprint(|>a)", "V"),
        ("---@class V\n---@operator mul(number): V\n---@operator mul(V): number\n---@type V\nlocal v\n"
         "print(|>v * v)", "V"),
        ("---@class V\n---@operator mul(number): V\n---@operator mul(V): number\n---@type V\nlocal v\n"
         "local n = v * v\nprint(|>n)", "number"),
        ("---@generic T\n---@param list T[]\n---@param fn fun(x: T): boolean\nlocal function find(list, fn) end\n"
         "find({ 1, 2 }, function(v) print(|>v) end)", "integer"),
    ],
)  # fmt: skip
def test_what_is_written_about_expressions_and_operators(source: str, expected: str) -> None:
    assert type_at(source) == expected
