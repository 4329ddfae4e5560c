"""The package library and `require` beside PUC Lua's."""

from pathlib import Path

import pytest
from script_driver import in_moonwalk, same

from engine.runtime.host import Host
from engine.stdlib.search_paths import initial_paths
from engine.syntax.dialects import LUA_54

SCRIPTS = {
    "fields": """
        out(package.config) out(#package.searchers) out(type(package.path), type(package.cpath))
        out(package.loaded.string == string, package.loaded.package == package, next(package.preload))
        out(pcall(package.loadlib, 'x'))
    """,
    "searchpath": """
        out(package.searchpath('a.b', './?.none;/no/?/init.none')) out(package.searchpath('a.b', '')) out(
        package.searchpath('a-b', '?.none', '-', '+')) out(package.searchpath('a.b', '?.none', '')) out(
        package.searchpath('a.b', '?;?;x', '.', '')) out(pcall(package.searchpath)) out(pcall(package.searchpath, 'x'))
        out(package.searchpath('x', '/')) out(package.searchpath('', '/dev/?null'))
    """,
    "preload": """
        package.preload.mine = function(...) out('loading', ...) return nil end
        out(require('mine')) out(require('mine')) out(package.loaded.mine)
        package.preload.valued = function(name) return {name = name} end
        out(require('valued').name, select(2, require('valued')))
        package.preload.setting = function(name) package.loaded[name] = 'set' end out(require('setting'))
        package.preload.falsy = function(name) return false end out(require('falsy')) out(require('falsy'))
        package.preload.failing = function() error('while loading') end out(pcall(require, 'failing'))
        package.preload.failing = function() error('while loading', 0) end out(pcall(require, 'failing'))
        for k in pairs(package.preload) do package.preload[k] = nil package.loaded[k] = nil end
        package.preload.back = function(...)
        out(debug.traceback('in module'):match("function 'require'")) end require('back')
        package.preload.back, package.loaded.back = nil, nil
    """,
    "not found": """
        local path, cpath = package.path, package.cpath
        package.path, package.cpath = '/no/?.lua;/none/?/init.lua', '/no/?.so'
        out(pcall(require, 'missing')) out(pcall(require, 'a.b.c'))
        out(pcall(function() require('missing') end)) out(pcall(function() require 'a.b' end))
        package.path = '' out(pcall(require, 'missing'))
        package.path = nil out(pcall(require, 'missing'))
        package.path, package.cpath = path, 5 out((pcall(require, 'missing')))
        package.cpath = {} out(select(2, pcall(require, 'missing')))
        package.cpath = cpath
        out(pcall(require)) out(pcall(require, {})) out(pcall(function() require() end))
    """,
    "searchers": """
        local searchers = package.searchers
        package.searchers = {function(name) return '\\n\\tno luck with ' .. name end, function() end, function()
        return 12 end}
        out(pcall(require, 'odd'))
        package.searchers[4] = function(name) return function(...) return 'found', ... end, 'data' end
        out(require('odd')) package.loaded.odd = nil
        package.searchers[4] = function() return print == 1 end out(pcall(require, 'odd'))
        package.searchers = {} out(pcall(require, 'odd'))
        package.searchers = {5} out(pcall(require, 'odd'))
        package.searchers = {function() error('search failed') end} out(pcall(require, 'odd'))
        package.searchers = nil out(pcall(require, 'odd'))
        package.searchers = searchers
        out(pcall(searchers[1])) out(searchers[1]('nothing')) out(searchers[4]('root'))
    """,
    "yield in a module": """
        package.preload.yielding = function() return 'module' end
        out(coroutine.wrap(function() return (require('yielding')) end)())
        package.preload.yielding, package.loaded.yielding = nil, nil
    """,
}


@pytest.mark.parametrize("name", SCRIPTS)
def test_same_as_puc(name: str) -> None:
    same(SCRIPTS[name])


def test_modules_in_files(tmp_path: Path) -> None:
    (tmp_path / "one.lua").write_text("out_args = {...} return {value = 1}")
    (tmp_path / "two").mkdir()
    (tmp_path / "two" / "init.lua").write_text("return 'two'")
    (tmp_path / "two" / "sub.lua").write_text("return ...")
    (tmp_path / "wrong.lua").write_text("wrong wrong")
    (tmp_path / "fails.lua").write_text("\nerror('on line 2')")
    (tmp_path / "library.so").write_bytes(b"no library")
    same(
        f"""
        local path, cpath = package.path, package.cpath
        package.path, package.cpath = '{tmp_path}/?.lua;{tmp_path}/?/init.lua', ''
        out(require('one').value) out(table.unpack(out_args)) out(select(2, require('one')))
        out(require('two')) out(require('two.sub')) out(package.searchpath('two.sub', package.path))
        out(pcall(require, 'wrong')) out(pcall(function() require('wrong') end)) out(pcall(require, 'fails'))
        for _, name in ipairs{{'one', 'two', 'two.sub', 'wrong', 'fails'}} do package.loaded[name] = nil end
        package.path, package.cpath = path, cpath out_args = nil
        """
    )
    absent = "nil|dynamic libraries not enabled; check your Lua installation|absent"
    assert in_moonwalk("out(package.loadlib('x', 'y'))") == absent
    found = in_moonwalk(f"package.cpath = '{tmp_path}/?.so' out(pcall(require, 'library'))")
    assert found == (
        f"false|error loading module 'library' from file '{tmp_path}/library.so':\n"
        "\tdynamic libraries not enabled; check your Lua installation"
    )


@pytest.mark.parametrize(
    ("values", "path"),
    [
        ({}, "DEFAULT"),
        ({b"LUA_PATH": b"a"}, "a"),
        ({b"LUA_PATH": b"a", b"LUA_PATH_5_4": b"b"}, "b"),
        ({b"LUA_PATH": b";;"}, "DEFAULT"),
        ({b"LUA_PATH": b"a;;"}, "a;DEFAULT"),
        ({b"LUA_PATH": b";;b"}, "DEFAULT;b"),
        ({b"LUA_PATH": b"a;;b;;c"}, "a;DEFAULT;b;;c"),
        ({b"LUA_PATH": b""}, ""),
    ],
)
def test_path_from_the_environment(values: dict[bytes, bytes], path: str) -> None:
    class Environment(Host):
        def getenv(self, name: bytes) -> bytes | None:
            return values.get(name)

    class Nothing(Host):
        def getenv(self, name: bytes) -> bytes | None:
            return None

    default = initial_paths(Nothing(), LUA_54)[0]
    assert default.endswith(b";./?.lua;./?/init.lua")
    assert initial_paths(Environment(), LUA_54)[0] == path.encode().replace(b"DEFAULT", default)
