"""What is made of recorded calls: tests that repeat them, and annotations."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from marked import edited
from recorded import NEAR, Recorded

from lsp.features import code_actions
from lsp.workspace.uris import to_path
from tests.differential import ORIGINALS, RUN, in_original


def action(workspace: Recorded, start: str) -> code_actions.Action:
    at = workspace.cursor
    found = code_actions.code_actions(workspace.project, workspace.snapshot, at, at)
    (one,) = [one for one in found if one.title.startswith(start)]
    return one


MODULE = """\
local M = {}
function M.ad|>d(a, b)
  if a == 0 then error("no") end
  return a + b, { sum = a + b }
end
return M
"""


def test_a_test_from_recorded_calls(tmp_path: Path) -> None:
    main = f"{NEAR}local mod = require 'mod'\nmod.add(1, 2)\nmod.add(1.5, 2)\npcall(mod.add, 0)\n"
    workspace = Recorded(tmp_path, main, mod=MODULE)
    snapshot = workspace.project.snapshot((tmp_path / "mod.lua").as_uri())
    assert snapshot is not None
    at = MODULE.index("|>")
    found = code_actions.code_actions(workspace.project, snapshot, at, at)
    (made,) = [one.creates for one in found if one.creates is not None]
    assert to_path(made.uri) == str(tmp_path / "test_mod_add.lua")
    assert "assert(same({ mod.add(1, 2) }, { 3, {sum = 3} }))" in made.text
    assert 'assert(raises("no", mod.add, 0))' in made.text
    (tmp_path / "test_mod_add.lua").write_text(made.text)
    command = [sys.executable, "-m", "debugger.cli", "run", "test_mod_add.lua"]
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
    run = subprocess.run(command, cwd=tmp_path, capture_output=True, env=environment, timeout=60)
    assert (run.returncode, run.stdout) == (0, b"M.add: 3 recorded calls as before\n"), run.stderr


AWKWARD = """\
local M = {}
function M.kept(...) return ... end
function M.count(...) return select("#", ...) end
function M.none() end
function M.fail(what) error(what, what == "deep" and 2 or 1) end
function M.field(t) return t.a.b end
function M.wrap() coroutine.wrap(function() error("inside") end)() end
return M
"""
AWKWARD_CALLS = """\
M.kept("a\\0\\n\\"\\\\1", -2^53, 1/0, { [-1] = { "x", true }, ["end"] = 1.5 })
print(M.count(1, nil, nil), (M.count()))
M.none()
pcall(M.fail, "one\\ntwo") pcall(M.fail, "deep") pcall(M.fail, { code = 1 }) pcall(M.fail, 7)
pcall(M.wrap) pcall(M.field, {}) M.field({ a = { b = "c" } })
"""


@pytest.mark.parametrize("lua", ORIGINALS)
def test_tests_from_recorded_calls_hold_in_the_original_and_fail_when_the_function_changes(
    lua: str, tmp_path: Path
) -> None:
    workspace = Recorded(tmp_path, f"{NEAR}local M = require 'mod'\n{AWKWARD_CALLS}", lua=lua, mod=AWKWARD)
    snapshot = workspace.project.snapshot((tmp_path / "mod.lua").as_uri())
    assert snapshot is not None
    made: dict[str, str] = {}
    for name in ("kept", "count", "none", "fail", "field", "wrap"):
        at = AWKWARD.index(f"M.{name}") + 2
        for one in code_actions.code_actions(workspace.project, snapshot, at, at):
            if one.creates is not None:
                made[name] = one.creates.text
    assert [text.rpartition("print(")[2] for text in made.values()] == [
        f'"M.{name}: {count} as before")\n'
        for name, count in (
            *(("kept", "1 recorded call"), ("count", "2 recorded calls"), ("none", "1 recorded call")),
            *(("fail", "4 recorded calls"), ("field", "2 recorded calls"), ("wrap", "1 recorded call")),
        )
    ]

    def run(module: str, test: str) -> str:
        preload = f"package.preload.mod = (loadstring or load)([==[{module}]==], '=mod')\n"
        return in_original(lua, test.encode(), RUN.replace(b"local program", preload.encode() + b"local program", 1))

    for name, text in made.items():
        assert run(AWKWARD, text).startswith(f"M.{name}: "), run(AWKWARD, text)
        assert "error: " in run(AWKWARD.replace(f"M.{name}(", "M.gone("), text)
    assert "error: " in run(AWKWARD.replace("error(what", "error('other'"), made["fail"])
    assert "error: " in run(AWKWARD.replace('select("#", ...)', "0"), made["count"])


def test_annotations_from_recorded_calls(tmp_path: Path) -> None:
    workspace = Recorded(tmp_path, "do\n  local function f|>(a, list)\n    return a\n  end\n  f(1, { 'x' })\nend\n")
    one = action(workspace, "Write the types seen in the last run")
    assert edited(workspace.marked.text, one.edits).startswith(
        "do\n  ---@param a integer\n  ---@param list string[]\n  ---@return integer\n  local function f"
    )
