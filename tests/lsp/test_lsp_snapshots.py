"""Snapshots after random edits are what they are for a fresh start."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from marked import ROOT, uri

from engine.syntax.dialects import LUA_54
from lsp.analysis.outline import outline
from lsp.analysis.symbols import occurrences, symbol_at
from lsp.documents.changes import Change
from lsp.documents.positions import Encoding
from lsp.documents.snapshot import Snapshot
from lsp.features.completion import completion
from lsp.features.diagnostics import diagnostics
from lsp.features.folding import folding
from lsp.features.formatting import format_document
from lsp.features.hover import hover
from lsp.features.inlay_hints import inlay_hints
from lsp.features.semantic_tokens import tokens
from lsp.features.signature_help import signature_help
from lsp.workspace.project import Project

FIXTURES = Path(__file__).resolve().parents[2] / "fixtures"

PIECES = (
    "local a = 1\n",
    "local function f(x, y)\n  return x + y\nend\n",
    "function M.g(self, ...)\n  local t = { a = ..., b = 2 }\n  self.v = t\n  goto done\n  ::done::\nend\n",
    "for i = 1, 10 do print(i, a) end\n",
    "for k, v in pairs(t) do\n  k = v\nend\n",
    "M = setmetatable({}, { __index = M })\n",
    "if a then return a elseif b then f(1, 2) else a = f end\n",
    "-- ---@diagnostic disable\n",
    "--[[ long\ncomment ]]\n",
    "x.y.z = function() end\n",
    "local s <const> = 'text'\n",
    "s = [==[\nlong ]]\n]==]\n",
    "repeat local q = 1 until q\n",
    "while true do break end\n",
    "goto top ::top::\n",
    "return M\n",
    "end\n",
    "(f or g)(x)\n",
    "a.b:c 'x'.d = 1\n",
    "local _ENV = {}\n",
    ";;\n",
    "ünïcode = '😀'\n",
    "require 'mod'.x()\n",
)
SCRAPS = (
    *PIECES,
    "end",
    "(",
    ")",
    "{",
    "\n",
    " ",
    "'",
    "--",
    "[[",
    "local ",
    "=",
    ".",
    ":",
    "function",
    "x",
    "until",
    "😀",
    "",
)

sources = st.lists(st.sampled_from(PIECES), max_size=16).map("".join)
edit_lists = st.lists(st.tuples(st.floats(0, 1), st.floats(0, 0.2), st.sampled_from(SCRAPS)), min_size=1, max_size=6)


def everything(project: Project, snapshot: Snapshot) -> list[object]:
    """What features say about a file, in terms that do not depend on where it comes from."""
    return [
        diagnostics(project, snapshot),
        list(tokens(snapshot)),
        outline(snapshot),
        folding(snapshot),
        format_document(snapshot, "  "),
        list(inlay_hints(project, snapshot, 0, len(snapshot.text))),
    ]


def at_places(project: Project, snapshot: Snapshot, step: int) -> list[object]:
    """What features say about places of a file."""
    found: list[object] = []
    for offset in range(0, len(snapshot.text) + 1, step):
        found.append(hover(project, snapshot, offset))
        found.append(signature_help(project, snapshot, offset))
        found.append(sorted(item.label for item in completion(project, snapshot, offset)))
        symbol = symbol_at(project, snapshot, offset)
        if symbol is not None:
            found.append(occurrences(project, snapshot, symbol[0]))
    return found


def fresh(text: bytes) -> tuple[Project, Snapshot]:
    project = Project()
    project.roots.append(ROOT)
    return project, project.open_file(uri("main.lua"), text, 1)


@given(source=sources, edits=edit_lists)
def test_after_edits_everything_is_as_for_a_fresh_start(source: str, edits: list[tuple[float, float, str]]) -> None:
    project, snapshot = fresh(source.encode())
    everything(project, snapshot)
    text = source
    for version, (where, share, new) in enumerate(edits, 2):
        start = round(where * len(text))
        end = min(len(text), start + round(share * len(text)))
        lines = snapshot.lines
        places = [lines.position(len(text[:at].encode()), Encoding.UTF16) for at in (start, end)]
        text = text[:start] + new + text[end:]
        snapshot = project.change_file(snapshot.uri, [Change(*places, new)], version)
        assert snapshot.text == text.encode()
        other_project, other = fresh(snapshot.text)
        assert everything(project, snapshot) == everything(other_project, other)
    step = max(1, len(text) // 12)
    assert at_places(project, snapshot, step) == at_places(other_project, other, step)


def test_a_changed_unit_leaves_the_others_as_they_are() -> None:
    before = Snapshot("file:///x.lua", b"local a = 1\nlocal b = 2\nprint(a, b)\n", LUA_54)
    kept = [unit.facts for unit in before.units]
    after = Snapshot("file:///x.lua", b"local a = 1\nlocal bb = 2\nprint(a, b)\n", LUA_54, 2, before)
    assert [unit.facts is old for unit, old in zip(after.units[:3], kept, strict=False)] == [True, False, True]


def test_units_of_the_same_text_have_variables_of_their_own() -> None:
    text = b"local a = 1\nprint(a)\nlocal a = 1\nprint(a)\n"
    before = Snapshot("file:///x.lua", text, LUA_54)
    after = Snapshot("file:///x.lua", b"\n" + text, LUA_54, 2, before)
    variables = [variable for unit in after.units for variable in unit.facts.variables]
    assert len(set(variables)) == 2


def test_a_first_line_for_the_shell_is_no_lua() -> None:
    for text in (b"#!/bin/lua\nlocal x = 1 return x", b"\xef\xbb\xbf# x\rreturn 1", b"\xef\xbb\xbfreturn 1", b"#"):
        assert Snapshot("file:///x.lua", text, LUA_54).problems == []


@pytest.mark.parametrize(
    "source",
    [
        "x = a" + ".b" * 3000,
        "x = 1" + " + 1" * 3000,
        "f" + "(1)" * 3000,
        "x = a" + ":b()" * 3000,
        "x = " + "(" * 150 + "1",
    ],
    ids=["index", "sum", "call", "method", "nesting"],
)
def test_long_chains_are_no_deep_trees(source: str) -> None:
    project, snapshot = fresh(source.encode())
    everything(project, snapshot)
    at_places(project, snapshot, len(source) // 2)


def test_features_survive_every_place_of_a_program() -> None:
    project, snapshot = fresh((FIXTURES / "json.lua").read_bytes())
    assert [one for one in diagnostics(project, snapshot) if one.severity == "error"] == []
    at_places(project, snapshot, 97)
