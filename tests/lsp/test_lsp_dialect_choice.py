"""Which Lua a file is written in."""

import pytest
from marked import Workspace

from engine.syntax.dialects import LUA_51, LUA_52, LUA_53, LUA_54, LUAJIT
from lsp.documents.dialect_choice import choose, named
from lsp.features.diagnostics import diagnostics
from lsp.workspace.settings import Settings


@pytest.mark.parametrize("name", ["5.1", "Lua 5.1", "lua51", "lua5.1"])
def test_names_of_a_dialect(name: str) -> None:
    assert named(name) is LUA_51


def test_names_of_luajit_and_of_nothing() -> None:
    assert named("LuaJIT") is named("luajit") is named("jit") is LUAJIT
    assert named("5.9") is None
    assert named("") is None


def test_the_file_itself_decides_before_the_project_and_the_project_before_the_setting() -> None:
    assert choose(b"---@lua 5.1\nx = 1", LUA_52, LUA_53) is LUA_51
    assert choose(b"x = 1", LUA_52, LUA_53) is LUA_52
    assert choose(b"x = 1", None, LUA_53) is LUA_53
    assert choose(b"x = 1", None, None) is LUA_54
    assert choose(b"#!/usr/bin/lua\n-- @lua 5.1\r\n", None, None) is LUA_51
    assert choose(b"x = '---@lua 5.1'", None, None) is LUA_54


def test_a_changed_comment_changes_the_dialect() -> None:
    workspace = Workspace("local x <const> = 1")
    project, uri = workspace.project, workspace.snapshot.uri
    assert not workspace.snapshot.problems
    after = project.open_file(uri, b"---@lua 5.1\nlocal x <const> = 1", 2)
    assert after.dialect is LUA_51
    assert after.problems


def test_a_text_that_uses_what_a_host_gives_is_written_for_it() -> None:
    for source in (
        "vim.api.nvim_command('x') print(vim.g.x, unpack({}))",
        "local v = ngx.var.uri print(v, ngx)",
        "function love.draw() love.graphics.print(love.x) end",
    ):
        workspace = Workspace(source)
        workspace.project.configure(Settings())
        snapshot = workspace.project.open_file(workspace.snapshot.uri, source.encode(), 2)
        assert snapshot.dialect is LUAJIT
        assert diagnostics(workspace.project, snapshot) == []
    for source in ("print(vim.x, t.vim.api)", "local t = { ngx = 1 }"):
        assert choose(source.encode(), None, None) is LUA_54
    assert choose(b"vim.api.x()", LUA_53, None) is LUA_53
