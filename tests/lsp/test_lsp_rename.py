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


CLASS = """\
---@class «Account» a class: what an Account is
---@field owner «Account»?
---@field byName table<string, «Account»>
local Account = {}
---@alias Accounts «Account»[]|fun(Account: string, other?: «Account»): «Account»
---@generic T: «Account»
---@param list «Account»[] of Account
---@param text "Account"
---@return «Account» first, «Account»|nil second one, an Account
function Account.first(list, text) return list[1] --[[@as «Account»]] end
---@type { Account: «Account» }
local t
---@cast t «Account»
print("---@type Account", Account, t)
"""


def test_a_class_is_renamed_where_comments_name_it_in_all_files() -> None:
    workspace = Workspace(CLASS, other="---@class Savings: «Account»\n---@field Account «Account»\n")
    for cursor, _ in workspace.marked.ranges:
        edits = rename(workspace.project, workspace.snapshot, cursor + 1, "bank.Konto")
        assert {name: sorted(edit[:2] for edit in found) for name, found in edits.items()} == {
            uri("main.lua"): workspace.marked.ranges,
            uri("other.lua"): workspace.others["other"].ranges,
        }
    for name in ("Savings", "string", "a b", ""):
        with pytest.raises(RenameError):
            rename(workspace.project, workspace.snapshot, workspace.marked.ranges[0][0], name)


IN_COMMENTS = {
    "a parameter": (
        "---@param |>a number of a\n---@param b number\nfunction f(a, b) return a end",
        "---@param new number of a\n---@param b number\nfunction f(new, b) return new end",
    ),
    "a parameter in the code": (
        "local M = {}\n---@param a number\nfunction M.f(|>a) return function() return a end end\n",
        "local M = {}\n---@param new number\nfunction M.f(new) return function() return new end end\n",
    ),
    "an alias": ("---@alias |>A string\n---@type A\nlocal A", "---@alias new string\n---@type new\nlocal A"),
    "an enum": (
        "---@enum Color\nlocal C = {}\n---@param c |>Color\nlocal function f(c) end",
        "---@enum new\nlocal C = {}\n---@param c new\nlocal function f(c) end",
    ),
    "a variable that is cast": (
        "local x = f()\n---@cast |>x string\nprint(x)",
        "local new = f()\n---@cast new string\nprint(new)",
    ),
    "a field without a table": (
        "---@class C\n---@field |>x number\n---@param c C\nlocal function f(c, d) return c.x + d.x end",
        "---@class C\n---@field new number\n---@param c C\nlocal function f(c, d) return c.new + d.x end",
    ),
    "a field of an object": (
        "---@class C\n---@field x C\n---@class D: C\n---@class E\n---@field x number\n"
        "---@param d D\n---@param e E\nlocal function f(d, e) return d.|>x.x, e.x end",
        "---@class C\n---@field new C\n---@class D: C\n---@class E\n---@field x number\n"
        "---@param d D\n---@param e E\nlocal function f(d, e) return d.new.new, e.x end",
    ),
    "a method of an object": (
        "---@class C\nlocal C = {}\nfunction C:go() end\nfunction C:twice() self:go() end\n"
        "---@param c C\nlocal function f(c) c:|>go() end",
        "---@class C\nlocal C = {}\nfunction C:new() end\nfunction C:twice() self:new() end\n"
        "---@param c C\nlocal function f(c) c:new() end",
    ),
}


@pytest.mark.parametrize(("source", "expected"), IN_COMMENTS.values(), ids=IN_COMMENTS)
def test_names_change_in_code_and_comments(source: str, expected: str) -> None:
    workspace = Workspace(source)
    edits = rename(workspace.project, workspace.snapshot, workspace.cursor, "new")
    assert edited(workspace.marked.text, edits[workspace.snapshot.uri]) == expected


def test_the_field_of_a_class_in_another_file_is_renamed_in_both() -> None:
    workspace = Workspace(
        "---@type Account\nlocal a = open()\nprint(a.|>balance, b.balance)",
        account="---@class Account\n---@field balance number\nlocal A = {}\nfunction A:add(n) self.balance = n end\n",
    )
    edits = rename(workspace.project, workspace.snapshot, workspace.cursor, "amount")
    assert {name: edited(workspace.project.text(name), found) for name, found in edits.items()} == {
        uri("main.lua"): "---@type Account\nlocal a = open()\nprint(a.amount, b.balance)",
        uri("account.lua"): "---@class Account\n---@field amount number\nlocal A = {}\n"
        "function A:add(n) self.amount = n end\n",
    }


def test_what_nothing_declares_is_not_renamed() -> None:
    for source in ("---@type |>Nothing\nlocal x", "---@param |>b number\nlocal function f(a) end", "-- |>word"):
        workspace = Workspace(source)
        with pytest.raises(RenameError):
            prepare(workspace.project, workspace.snapshot, workspace.cursor)
