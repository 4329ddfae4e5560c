"""Renaming."""

import pytest
from marked import Workspace, edited, uri

from lsp.features.rename import RenameError, prepare, rename

RENAMED = {
    "a local": ("local |>x = 1 print(x, t.x)", "local new = 1 print(new, t.x)"),
    "an upvalue": (
        "local x = 1 function f() x = x + 1 end return |>x",
        "local new = 1 function f() new = new + 1 end return new",
    ),
    "a parameter": ("function f(|>a) return a end a = 1", "function f(new) return new end a = 1"),
    "a global": ("|>x = 1 print(x, _G.x) local function f(x) return x end", None),
    "a field": ("local t = { |>x = 1 } t['x'] = t.x", "local t = { new = 1 } t['new'] = t.new"),
    "a method": ("local C = {} function C:x() end C:|>x()", "local C = {} function C:new() end C:new()"),
    "a label": ("goto x ::|>x::", "goto new ::new::"),
}


@pytest.mark.parametrize(("source", "expected"), RENAMED.values(), ids=RENAMED)
def test_all_names_change(source: str, expected: str | None) -> None:
    workspace = Workspace(source)
    edits = rename(workspace.project, workspace.snapshot, workspace.cursor, "new")
    text = edited(workspace.marked.text, edits[workspace.snapshot.uri])
    assert text == (expected or "new = 1 print(new, _G.new) local function f(x) return x end")


def test_a_field_is_renamed_where_the_comment_of_its_class_declares_it() -> None:
    source = (
        "---@class C\n---@field private xy number\n---@field x number the x of x\nlocal C = {}\n"
        "function C:go() return self.|>x + self.xy end\nfunction C:set(v) self.x = v end\n"
    )
    workspace = Workspace(source)
    edits = rename(workspace.project, workspace.snapshot, workspace.cursor, "new")
    assert edited(workspace.marked.text, edits[workspace.snapshot.uri]) == (
        "---@class C\n---@field private xy number\n---@field new number the x of x\nlocal C = {}\n"
        "function C:go() return self.new + self.xy end\nfunction C:set(v) self.new = v end\n"
    )


def test_names_change_across_files() -> None:
    workspace = Workspace("local m = require 'mod'\nm.|>run()", mod="local M = {}\nfunction M.run() end\nreturn M")
    edits = rename(workspace.project, workspace.snapshot, workspace.cursor, "start")
    assert {name: edited(workspace.project.text(name), found) for name, found in edits.items()} == {
        uri("main.lua"): "local m = require 'mod'\nm.start()",
        uri("mod.lua"): "local M = {}\nfunction M.start() end\nreturn M",
    }


@pytest.mark.parametrize(
    ("source", "name"),
    [
        ("local |>x = 1", "end"),
        ("local |>x = 1", "1x"),
        ("local |>x = 1", ""),
        ("|>print(1)", "show"),
        ("string.|>format('x')", "show"),
        ("function f(x) x.|>y = 1 end", "z"),
        ("local x = |>12", "y"),
        ("local C = {} function C:m() |>self.x = 1 end", "this"),
        ("local |>x = 1 local y = 2 print(x)", "y"),
        ("local |>x = 1\nlocal y = 2\nprint(x)", "y"),
        ("local |>x = 1 print(x, y)", "y"),
        ("local |>x = 1\nprint(y)", "y"),
        ("x = 1 function f(y) return |>x end", "y"),
    ],
)
def test_what_would_change_the_meaning_is_refused(source: str, name: str) -> None:
    workspace = Workspace(source)
    with pytest.raises(RenameError):
        rename(workspace.project, workspace.snapshot, workspace.cursor, name)


def test_goto_is_a_name_where_it_is_no_word() -> None:
    workspace = Workspace("local |>x = 1", "5.1")
    assert rename(workspace.project, workspace.snapshot, workspace.cursor, "goto")
    workspace = Workspace("local |>x = 1", "5.2")
    with pytest.raises(RenameError):
        rename(workspace.project, workspace.snapshot, workspace.cursor, "goto")


def test_prepare_gives_the_name_alone() -> None:
    workspace = Workspace("local t = {} t['«|>key»'] = 1")
    assert prepare(workspace.project, workspace.snapshot, workspace.cursor) == workspace.marked.ranges[0]
    workspace = Workspace("re|>turn")
    with pytest.raises(RenameError):
        prepare(workspace.project, workspace.snapshot, workspace.cursor)
