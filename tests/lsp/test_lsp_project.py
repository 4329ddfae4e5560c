"""The project: files, folders, configuration, modules."""

from pathlib import Path

import pytest

from engine.syntax.dialects import LUA_51, LUA_52, LUA_53, LUA_54, LUAJIT
from lsp.documents.changes import Change
from lsp.documents.positions import Position
from lsp.features.diagnostics import diagnostics
from lsp.features.file_rename import renamed_files
from lsp.workspace.configuration import matches, read_luarc
from lsp.workspace.luacheckrc import read as read_luacheckrc
from lsp.workspace.modules import candidates, name_of
from lsp.workspace.project import Project
from lsp.workspace.settings import Settings, read
from lsp.workspace.uris import from_path, to_path


def project_at(root: Path, **files: str) -> Project:
    for name, text in files.items():
        path = root / name.replace("__", "/")
        path = path.with_suffix(".lua") if "." not in path.name else path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    project = Project()
    project.add_root(str(root))
    for one in project.files_below(str(root)):
        project.read_file(one)
    return project


@pytest.mark.parametrize("path", ["/a/b.lua", "/with space/ünï#%?.lua", "/x/+(1).lua"])
def test_paths_and_uris(path: str) -> None:
    assert to_path(from_path(path)) == path


def test_uris_of_other_things_have_no_path() -> None:
    assert to_path("untitled:Untitled-1") is None
    assert to_path("file:///a%20b/c%3A.lua") == "/a b/c:.lua"


def test_files_on_disk_are_known_and_skipped_folders_are_not(tmp_path: Path) -> None:
    project = project_at(tmp_path, a="x = 1", sub__b="y = 2", node_modules__c="z = 3")
    assert sorted(Path(to_path(uri) or "").name for uri in project.uris()) == ["a.lua", "b.lua"]
    assert project.defines_global(b"x")
    assert not project.defines_global(b"z")


def test_what_is_open_counts_and_what_is_on_disk_when_it_is_closed(tmp_path: Path) -> None:
    project = project_at(tmp_path, a="x = 1")
    uri = (tmp_path / "a.lua").as_uri()
    project.open_file(uri, b"y = 1", 1)
    assert (project.defines_global(b"x"), project.defines_global(b"y")) == (False, True)
    project.change_file(uri, [Change(Position(0, 0), Position(0, 1), "z")], 2)
    assert project.text(uri) == b"z = 1"
    assert project.defines_global(b"z")
    project.close_file(uri)
    assert (project.defines_global(b"x"), project.defines_global(b"z")) == (True, False)


def test_changes_on_disk(tmp_path: Path) -> None:
    project = project_at(tmp_path, a="x = 1", sub__b="y = 1", sub__c="z = 1")
    (tmp_path / "a.lua").write_text("w = 1")
    project.read_file(str(tmp_path / "a.lua"))
    assert (project.defines_global(b"x"), project.defines_global(b"w")) == (False, True)
    project.remove_path(str(tmp_path / "sub"))
    assert not project.defines_global(b"y")
    assert len(project.uris()) == 1
    (tmp_path / "a.lua").unlink()
    project.read_file(str(tmp_path / "a.lua"))
    assert project.uris() == []


def test_several_folders_with_configurations_of_their_own(tmp_path: Path) -> None:
    one, two = tmp_path / "one", tmp_path / "two"
    for folder in (one, two):
        folder.mkdir()
    (one / ".luarc.json").write_text('{ "runtime.version": "Lua 5.1", "diagnostics": { "globals": ["love"] } }')
    (two / ".luacheckrc").write_text('std = "lua53"\nglobals = { "ngx" }\nread_globals = { vim = { fields = {} } }')
    project = project_at(one, a="love() ngx()")
    project.add_root(str(two))
    first = project.open_file((one / "a.lua").as_uri(), b"love() ngx()", 1)
    second = project.open_file((two / "b.lua").as_uri(), b"love() ngx() vim()", 1)
    assert (first.dialect, second.dialect) == (LUA_51, LUA_53)
    assert [one.message for one in diagnostics(project, first)] == ["undefined global 'ngx'"]
    assert [one.message for one in diagnostics(project, second)] == ["undefined global 'love'"]
    project.remove_root(str(one))
    assert all("/one/" not in uri for uri in project.uris() if uri not in project.open)


def test_a_changed_configuration_counts_at_once(tmp_path: Path) -> None:
    project = project_at(tmp_path)
    uri = (tmp_path / "a.lua").as_uri()
    project.open_file(uri, b"x()", 1)
    (tmp_path / ".luarc.json").write_text('{ "runtime": { "version": "LuaJIT" }, "diagnostics.globals": ["x"] }')
    project.forget_configurations()
    assert project.open[uri].dialect is LUAJIT
    assert diagnostics(project, project.open[uri]) == []


def test_luarc_with_comments_and_commas() -> None:
    found = read_luarc('{ // a\n "Lua": { "runtime": { "version": "Lua 5.2", /* b */ }, }, "x": "//no, }" }')
    assert found.dialect is LUA_52
    assert read_luarc("no json").dialect is None
    assert read_luarc('{"Lua.diagnostics.disable": ["unused-local"]}').disabled >= {"unused-local"}


def test_luacheckrc_is_read_and_not_run() -> None:
    found = read_luacheckrc(b'std = "min+lua51"\nglobals = { "a", "b" }\nfoo(bar)\nstd = x and "lua54"')
    assert (found.dialect, found.globals) == (LUA_51, {"a", "b"})
    assert read_luacheckrc(b"syntax error =").globals == frozenset()


def test_luacheckrc_says_what_is_not_wanted() -> None:
    found = read_luacheckrc(
        b"unused_args = false\nignore = { '4', '113/x' }\nstds.game = { read_globals = { 'love' } }\nstd = 'max+busted'"
    )
    assert found.disabled == {"unused-parameter", "unused-vararg", "redefined-local", "duplicate-parameter", "name:x"}
    assert {"love", "describe", "before_each"} <= found.globals


def test_luacheckrc_says_something_of_some_files(tmp_path: Path) -> None:
    project = project_at(
        tmp_path,
        spec__a="describe(1) helper(1) other(1)",
        lua__a="describe(1)",
        lua__b_spec="describe(1) helper(1)",
        vendor__deep__c="describe(1)",
        gen="other(1)",
    )
    (tmp_path / ".luacheckrc").write_text(
        "std = luajit\nfiles['spec/**/*.lua'] = { std = '+busted' }\nfiles['spec'].globals = { 'helper' }\n"
        "files = { ['gen.lua'] = { ignore = { '113' } } }\nexclude_files = { 'vendor/' }"
    )
    project.forget_configurations()
    found = {}
    for uri in project.uris():
        snapshot = project.snapshot(uri)
        assert snapshot is not None
        assert snapshot.dialect is LUAJIT
        name = (to_path(uri) or "").removeprefix(f"{tmp_path}/")
        found[name] = [one.message.split("'")[1] for one in diagnostics(project, snapshot)]
    assert found == {
        "spec/a.lua": ["other"],
        "lua/a.lua": ["describe"],
        "lua/b_spec.lua": ["helper"],
        "vendor/deep/c.lua": [],
        "gen.lua": [],
    }


@pytest.mark.parametrize(
    ("pattern", "path", "fits"),
    [
        ("spec/**/*.lua", "spec/a.lua", True),
        ("spec/**/*.lua", "spec/b/c/a.lua", True),
        ("spec/*.lua", "spec/b/a.lua", False),
        ("spec", "spec/b/a.lua", True),
        ("./spec/", "spec/a.lua", True),
        ("spec", "spectator/a.lua", False),
        ("?.lua", "a.lua", True),
        ("**/*_spec.lua", "a_spec.lua", True),
    ],
)
def test_patterns_of_files(pattern: str, path: str, fits: bool) -> None:
    assert matches(pattern, path) is fits


def test_luarc_names_diagnostics_as_luals_does() -> None:
    found = read_luarc('{"diagnostics": {"disable": ["param-type-mismatch"], "severity": {"empty-block": "None"}}}')
    assert found.disabled == {"param-type-mismatch", "type-mismatch", "empty-block"}


def test_settings() -> None:
    found = read(
        {
            "moonwalk": {
                "lua": "5.3",
                "diagnostics": {"globals": ["g"], "disable": ["d"]},
                "inlayHints": {"types": False},
            }
        }
    )
    assert found == Settings(LUA_53, frozenset({"g"}), frozenset({"d"}), True, False, True)
    for nonsense in (None, 3, {"moonwalk": 3}, {"lua": [], "diagnostics": {"globals": 3}, "inlayHints": []}):
        assert read(nonsense) == Settings()
    assert read({}).dialect is None
    assert LUA_54 is not LUA_53


def test_names_of_modules() -> None:
    roots, templates = ["/w"], ("?.lua", "?/init.lua", "src/?.lua")
    assert list(candidates("a.b", roots, templates)) == ["/w/a/b.lua", "/w/a/b/init.lua", "/w/src/a/b.lua"]
    assert name_of("/w/src/a/b.lua", roots, templates) == "a.b"
    assert name_of("/w/a/init.lua", roots, templates) == "a"
    assert name_of("/elsewhere/a.lua", roots, templates) is None


def test_modules_are_found_in_the_folders_the_configuration_names(tmp_path: Path) -> None:
    project = project_at(tmp_path, main="local m = require 'deep'", scripts__deep="return {}")
    uri = (tmp_path / "main.lua").as_uri()
    assert project.find_module("deep", uri) is None
    (tmp_path / ".luarc.json").write_text('{ "runtime.path": ["scripts/?.lua"] }')
    project.forget_configurations()
    found = project.find_module("deep", uri)
    assert found is not None
    assert found.uri == (tmp_path / "scripts" / "deep.lua").as_uri()


def test_a_module_that_appears_is_found(tmp_path: Path) -> None:
    project = project_at(tmp_path, main="require 'late'")
    uri = (tmp_path / "main.lua").as_uri()
    assert project.find_module("late", uri) is None
    (tmp_path / "late.lua").write_text("return 1")
    project.read_file(str(tmp_path / "late.lua"))
    assert project.find_module("late", uri) is not None


def test_a_renamed_file_is_required_by_its_new_name(tmp_path: Path) -> None:
    project = project_at(tmp_path, main="local m = require('lib.old')\nprint('lib.old')", lib__old="return {}")
    old = (tmp_path / "lib" / "old.lua").as_uri()
    found = renamed_files(project, old, (tmp_path / "lib" / "new.lua").as_uri())
    assert found == {(tmp_path / "main.lua").as_uri(): [(19, 26, "lib.new")]}


def test_the_files_of_a_renamed_folder_are_required_by_their_new_names(tmp_path: Path) -> None:
    project = project_at(tmp_path, main="require 'lib.a' require('lib.sub.b') require 'lib'", lib__a="", lib__sub__b="")
    found = renamed_files(project, (tmp_path / "lib").as_uri(), (tmp_path / "core").as_uri())
    assert found == {(tmp_path / "main.lua").as_uri(): [(9, 14, "core.a"), (25, 34, "core.sub.b")]}
    assert renamed_files(project, (tmp_path / "li").as_uri(), (tmp_path / "core").as_uri()) == {}
