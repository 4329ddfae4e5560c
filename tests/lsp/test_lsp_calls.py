"""The call hierarchy."""

from marked import Workspace, uri

from lsp.features.call_hierarchy import Item, incoming, outgoing, prepare

SOURCE = """
local M = require 'mod'
local function helper(x) return x end
local function twice(x) return helper(helper(x)) end
function run() |>helper(1) M.go() print(1) end
helper(2)
"""


def the_item(workspace: Workspace) -> Item:
    (item,) = prepare(workspace.project, workspace.snapshot, workspace.cursor)
    return item


def test_who_calls_a_function() -> None:
    workspace = Workspace(SOURCE, mod="return {}")
    item = the_item(workspace)
    assert item.name == "helper"
    assert [(calls.item.name, len(calls.places)) for calls in incoming(workspace.project, item)] == [
        ("twice", 2),
        ("run", 1),
        ("main.lua", 1),
    ]


def test_whom_a_function_calls_across_files() -> None:
    workspace = Workspace(SOURCE, mod="local M = {}\nfunction M.go() end\nreturn M")
    (run,) = prepare(workspace.project, workspace.snapshot, workspace.snapshot.text.index(b"run"))
    found = outgoing(workspace.project, run)
    assert [(calls.item.uri, calls.item.name) for calls in found] == [
        (uri("main.lua"), "helper"),
        (uri("mod.lua"), "M.go"),
    ]
    callers = incoming(workspace.project, found[1].item)
    assert [(calls.item.name, calls.uri) for calls in callers] == [("run", uri("main.lua"))]


def test_methods_and_functions_in_fields() -> None:
    workspace = Workspace("local C = {}\nfunction C:|>a() self:b() end\nfunction C:b() self:a() end")
    item = the_item(workspace)
    assert item.name == "C:a"
    assert [calls.item.name for calls in incoming(workspace.project, item)] == ["C:b"]
    assert [calls.item.name for calls in outgoing(workspace.project, item)] == ["C:b"]


def test_inside_a_function_it_is_that_function() -> None:
    workspace = Workspace("function f() local x = |>1 end")
    assert the_item(workspace).name == "f"
    assert prepare(Workspace("x = |>1").project, Workspace("x = 1").snapshot, 4) == []
