"""Annotations and inference."""

import pytest
from marked import Workspace, uri

from lsp.features.completion import completion
from lsp.features.hover import hover
from lsp.features.signature_help import signature_help
from lsp.features.type_definition import type_definition
from lsp.types.annotations import class_names, parse, split_list, split_type


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("string the name", ("string", "the name")),
        ("string|nil # maybe", ("string|nil", "# maybe")),
        ("string | nil maybe", ("string | nil", "maybe")),
        ("fun(a: number, b): string, nil a callback", ("fun(a: number, b): string, nil", "a callback")),
        ("table<string, number> counts", ("table<string, number>", "counts")),
        ("{ x: number } a point", ("{ x: number }", "a point")),
        ("'a'|'b b' one of them", ("'a'|'b b'", "one of them")),
        ("Foo[]", ("Foo[]", "")),
    ],
)
def test_a_type_ends_where_its_description_begins(text: str, expected: tuple[str, str]) -> None:
    assert split_type(text) == expected


def test_lists_are_cut_outside_brackets() -> None:
    assert split_list("a, fun(x, y): z, table<k, v>") == ["a", "fun(x, y): z", "table<k, v>"]
    assert split_list("'a,b', c") == ["'a,b'", "c"]
    assert split_list("") == []


def test_the_classes_of_a_type() -> None:
    assert class_names("Foo|nil") == ["Foo"]
    assert class_names("(Foo|Bar)?") == ["Foo", "Bar"]
    assert class_names("Foo?") == ["Foo"]
    assert class_names("a.B<string>|integer|Foo[]") == ["a.B"]


def test_what_a_comment_says() -> None:
    found = parse(
        [
            "--- Adds.",
            "---@generic T",
            "---@param a T the first",
            "---@param b? number",
            "---@param ... string the rest",
            "---@return T sum the sum",
            "---@return string? error",
            "---@overload fun(a: string): string",
            "---@deprecated",
        ]
    )
    assert found.description == "Adds."
    assert found.generics == ["T"]
    assert [(one.name, one.type, one.optional, one.text) for one in found.parameters.values()] == [
        ("a", "T", False, "the first"),
        ("b", "number", True, ""),
        ("...", "string", False, "the rest"),
    ]
    results = [(one.type, one.name, one.text) for one in found.returns]
    assert results == [("T", "sum", "the sum"), ("string?", "error", "")]
    assert found.overloads == ["fun(a: string): string"]
    assert found.deprecated


def test_what_the_comment_of_a_class_says() -> None:
    found = parse(
        ["---@class (exact) Car: Vehicle, Thing", "---@field speed number how fast", "---@field private x? integer"]
    )
    assert (found.class_name, found.parents) == ("Car", ["Vehicle", "Thing"])
    assert [(one.name, one.type, one.optional) for one in found.fields] == [
        ("speed", "number", False),
        ("x", "integer", True),
    ]
    alias = parse(["---@alias Mode", "---| 'r' # reading", "---| 'w'"]).alias
    assert alias is not None
    assert (alias.name, alias.type) == ("Mode", "'r'|'w'")


CLASS = """
---@class Vehicle
---@field wheels integer

--- A car.
---@class Car: Vehicle
---@field speed number
---@field brake fun(hard: boolean): Car
local Car = {}
Car.__index = Car

---@param name string
---@param seats? integer
---@return Car
function Car.new(name, seats) return setmetatable({}, Car) end

function Car:drive() return self end

---@return string, integer
local function both() return 'x', 1 end

---@type Car[]
local cars = {}
"""

TYPES = {
    "---@type number\nlocal |>x": "local x: number",
    "---@type number, string\nlocal x, |>y": "local y: string",
    "local |>x = Car.new('a')": "local x: Car",
    "local x, |>y = both()": "local y: integer",
    "local |>x = Car.new('a').speed": "local x: number",
    "local |>x = Car.new('a').wheels": "local x: integer",
    "local |>x = Car.new('a').brake(true)": "local x: Car",
    "local |>x = Car.new('a'):drive()": "local x: Car",
    "for _, |>car in ipairs(cars) do end": "(loop variable) car: Car",
    "for |>i in ipairs(cars) do end": "(loop variable) i: integer",
    "---@param |>x string|nil": None,
    "---@param x string\nlocal function f(|>x) end": "(parameter) x: string",
    "---@param x? string\nlocal function f(|>x) end": "(parameter) x: string?",
    "local |>x = a and 1 or 'x'": "local x: integer|string",
    "local |>x = true and 1 or 2": "local x: integer",
    "local function f() return 1 end local |>x = f()": "local x: integer",
    "local function f(a) if a then return 1 end return nil end local |>x = f()": "local x: integer?",
    "local function f(a) return a end local |>x = f()": "local x",
    "local |>f = function(a) return a end": "local function f(a)",
    "local |>x = ('a'):len() + 1": "local x: integer",
    "local |>x = 1 / 2": "local x: number",
    "local |>x = not y": "local x: boolean",
    "local t = { a = 1 } t.a = 'x' print(t.|>a)": "(field) t.a: integer|string",
}


@pytest.mark.parametrize(("source", "code"), TYPES.items())
def test_the_type_of_a_name(source: str, code: str | None) -> None:
    workspace = Workspace(CLASS + source)
    found = hover(workspace.project, workspace.snapshot, workspace.cursor)
    shown = None if found is None else found.description.code.partition(" {")[0]
    assert shown == code


def test_numbers_without_integers() -> None:
    workspace = Workspace("local |>x = 1", "5.1")
    found = hover(workspace.project, workspace.snapshot, workspace.cursor)
    assert found is not None
    assert found.description.code.startswith("local x: number")


def test_the_fields_of_a_class_are_offered() -> None:
    for end, expected in {
        "local c = Car.new('a')\nc.|>": {"speed", "wheels", "brake", "new", "drive"},
        "local c = Car.new('a')\nc:|>": {"brake", "new", "drive"},
        "---@param c Car\nlocal function f(c) c.|> end": {"speed", "wheels", "brake", "new", "drive"},
        "local function f() local c = Car.new('a') if x then c = c:drive() end c:|> end": {"drive", "new"},
        "---@param p { left: integer, right: fun() }\nlocal function f(p) p.|> end": {"left", "right"},
        "---@param p { left: integer, right: fun() }?\nlocal function f(p) if p then p:|> end end": {"right"},
        "local function f() local h = assert(io.open('x')) h:|> end": {"read", "lines"},
        "local function f() local s = x and 'a' or 'b' s:|> end": {"upper"},
        "for _, c in ipairs(cars) do c.|> end": {"speed", "wheels", "brake", "new", "drive"},
    }.items():
        workspace = Workspace(CLASS + end)
        found = {item.label for item in completion(workspace.project, workspace.snapshot, workspace.cursor)}
        assert expected <= found, end


def test_classes_of_other_files() -> None:
    workspace = Workspace("---@type Car\nlocal |>c\nc.|>", other=CLASS)
    found = {item.label for item in completion(workspace.project, workspace.snapshot, workspace.marked.cursors[1])}
    assert {"speed", "wheels", "drive"} <= found
    (place,) = type_definition(workspace.project, workspace.snapshot, workspace.cursor)
    assert place.uri == uri("other.lua")
    assert workspace.project.text(place.uri)[place.start : place.end] == b"Car"


def test_signatures_have_types_and_overloads() -> None:
    workspace = Workspace(CLASS + "Car.new(|>)")
    found = signature_help(workspace.project, workspace.snapshot, workspace.cursor)
    assert found is not None
    assert [one.label for one in found.signatures] == ["new(name: string, seats?: integer): Car"]
    workspace = Workspace("---@overload fun(a: string): string\nlocal function f(a, b) end\nf(|>)")
    found = signature_help(workspace.project, workspace.snapshot, workspace.cursor)
    assert found is not None
    assert [one.label for one in found.signatures] == ["f(a, b)", "f(a: string): string"]


def test_a_description_lists_parameters_and_results() -> None:
    source = "--- Adds.\n---@param a number the first\n---@return number # the sum\nlocal function |>add(a, b) end"
    workspace = Workspace(source)
    found = hover(workspace.project, workspace.snapshot, workspace.cursor)
    assert found is not None
    assert found.description.code == "local function add(a: number, b): number"
    assert found.description.text == "Adds.\n\n- `a` — the first\n- returns the sum"
