"""What an editor shows of a file: outline, folds, selection, links, tokens, hints, lenses; symbols of all files."""

import itertools

import pytest
from marked import Workspace, uri

from lsp.analysis.outline import Outline, outline
from lsp.documents.positions import Encoding
from lsp.features.code_lens import lenses, resolve
from lsp.features.document_links import document_links
from lsp.features.folding import folding
from lsp.features.inlay_hints import inlay_hints
from lsp.features.selection import selection
from lsp.features.semantic_tokens import MODIFIERS, TYPES, difference, encode, tokens
from lsp.features.workspace_symbols import workspace_symbols
from lsp.workspace.settings import Settings


def tree(entries: list[Outline]) -> list[object]:
    return [(entry.name + entry.detail, entry.kind, tree(entry.children)) for entry in entries]


def test_the_outline_of_a_file() -> None:
    source = """
    local x, f = 1, function(a) local inner = 1 end
    local T = { n = 1, run = function(self) end, sub = { m = 2 } }
    function T:go(...) local function deep() end end
    T.later = function() end
    count = 0
    if x then function guarded() end end
    local limit <const> = 3
    call(function() local function callback() end end)
    """
    assert tree(outline(Workspace(source).snapshot)) == [
        ("x", "variable", []),
        ("f(a)", "function", []),
        ("T", "table", [("n", "field", []), ("run(self)", "function", []), ("sub", "table", [("m", "field", [])])]),
        ("T:go(...)", "method", [("deep()", "function", [])]),
        ("T.later()", "function", []),
        ("count", "variable", []),
        ("guarded()", "function", []),
        ("limit", "constant", []),
        ("function()", "function", [("callback()", "function", [])]),
    ]


def test_an_entry_holds_its_name() -> None:
    def check(entries: list[Outline]) -> None:
        for entry in entries:
            assert entry.start <= entry.name_start <= entry.name_end <= entry.end
            check(entry.children)

    check(outline(Workspace("local a = function() end\nb.c = { d = function() end }\nlocal function e() end").snapshot))


def test_folds() -> None:
    source = (
        "local a = require 'a'\nlocal b = require 'b'\n"  # 0
        "-- one\n-- two\n"  # 2
        "function f()\n  if x then\n    y()\n  elseif z then\n    y()\n  else\n    y()\n  end\nend\n"  # 4
        "local t = {\n  1,\n}\n"  # 13
        "--[[ long\ncomment ]]\n"  # 16
        "-- region Part\nfor i = 1, 2 do\n  y()\nend\n-- endregion\n"  # 18
        "call(\n  1\n)\nlocal s = [[\nx]]\n"  # 23
    )
    assert folding(Workspace(source).snapshot) == [
        (0, 1, "imports"),
        (2, 3, "comment"),
        (4, 11, "code"),
        (5, 6, "code"),
        (7, 8, "code"),
        (9, 10, "code"),
        (13, 14, "code"),
        (16, 17, "comment"),
        (18, 22, "region"),
        (19, 20, "code"),
        (23, 24, "code"),
        (26, 27, "code"),
    ]


def test_selection_grows_from_name_to_file() -> None:
    workspace = Workspace("local x = «f(«a.«|>b»», 1)»")
    snapshot = workspace.snapshot
    found = [(one.start, one.end) for one in selection(snapshot, workspace.cursor)]
    assert found[0] == workspace.marked.ranges[2]
    assert set(workspace.marked.ranges) <= set(found)
    assert found[-1] == (0, len(snapshot.text))
    for inner, outer in itertools.pairwise(found):
        assert outer[0] <= inner[0] <= inner[1] <= outer[1]


def test_links_to_modules() -> None:
    workspace = Workspace("local m = require(«'lib.m'»)\nrequire 'gone'\nprint('lib.m')", **{"lib/m": "return 1"})
    assert document_links(workspace.project, workspace.snapshot) == [(*workspace.marked.ranges[0], uri("lib/m.lua"))]


def colours(source: str) -> list[tuple[str, str, set[str]]]:
    workspace = Workspace(source)
    return [
        (
            workspace.text_of(token.start, token.end),
            TYPES[token.type],
            {name for bit, name in enumerate(MODIFIERS) if token.modifiers >> bit & 1},
        )
        for token in tokens(workspace.snapshot)
    ]


def test_the_colours_of_names() -> None:
    assert colours(
        "local k <const> = string.rep(x, 1)\nlocal function f(p) p.q = k end\nfunction f:m() self.x() end"
    ) == [
        ("k", "variable", {"declaration", "readonly"}),
        ("string", "namespace", {"defaultLibrary"}),
        ("rep", "function", {"defaultLibrary"}),
        ("x", "variable", {"static"}),
        ("f", "function", {"declaration"}),
        ("p", "parameter", {"declaration"}),
        ("p", "parameter", set()),
        ("q", "property", {"definition"}),
        ("k", "variable", {"readonly"}),
        ("f", "function", set()),
        ("m", "method", {"definition"}),
        ("self", "parameter", set()),
        ("x", "property", set()),
    ]


def test_a_library_that_is_hidden_is_none() -> None:
    assert ("string", "variable", set()) in colours("local string = {}\nstring.x = 1")


def test_tokens_are_encoded_relative_to_each_other() -> None:
    snapshot = Workspace("local a = '😀' .. b\n  a = 1").snapshot
    data = encode(snapshot, tokens(snapshot), Encoding.UTF16)
    assert [tuple(data[at : at + 3]) for at in range(0, len(data), 5)] == [(0, 6, 1), (0, 12, 1), (1, 2, 1)]


def test_the_tokens_of_a_range() -> None:
    workspace = Workspace("local a = 1\nlocal b = 2\nlocal c = 3")
    found = list(tokens(workspace.snapshot, 12, 23))
    assert [workspace.text_of(one.start, one.end) for one in found] == ["b"]


@pytest.mark.parametrize(
    ("old", "new"), [([1, 2, 3], [1, 5, 3]), ([], [1]), ([1], []), ([1, 1], [1]), ([1, 2], [1, 2]), ([1], [1, 1, 1])]
)
def test_the_difference_of_two_answers(old: list[int], new: list[int]) -> None:
    data = list(old)
    for one in difference(old, new):
        data[one.start : one.start + one.removed] = one.data
    assert data == new


def hints(source: str, settings: Settings | None = None) -> list[tuple[int, str]]:
    workspace = Workspace(source)
    if settings is not None:
        workspace.project.configure(settings)
    found = list(inlay_hints(workspace.project, workspace.snapshot, 0, len(workspace.snapshot.text)))
    assert workspace.marked.cursors == [hint.offset for hint in found]
    return [(hint.offset, hint.text) for hint in found]


def test_hints_at_arguments_and_locals() -> None:
    found = hints("local function f(width, height) end\nf(|>1, |>2)\nf(width, {})\nlocal x|> = math.floor(y)")
    assert [text for _, text in found] == ["width:", "height:", ": integer"]


def test_hints_can_be_switched_off() -> None:
    off = Settings(parameter_hints=False, type_hints=False)
    assert hints("local function f(width, height) end\nf(1, 2)\nlocal x = math.floor(y)", off) == []


def test_lenses_count_references() -> None:
    workspace = Workspace("local function «f»() f() end\nf()\nM = {}\nfunction M.«g»() end\nprint(f, function() end)")
    snapshot = workspace.snapshot
    assert [(one.start, one.end) for one in lenses(snapshot)] == workspace.marked.ranges
    titles = [resolve(workspace.project, snapshot, start).title for start, _ in workspace.marked.ranges]
    assert titles == ["3 references", "0 references"]


def test_symbols_of_all_files() -> None:
    workspace = Workspace("local function openFile() end", other="T = { fold = { inner = 1 } }")
    found = {(one.uri, one.entry.name, one.container) for one in workspace_symbols(workspace.project, "of")}
    assert found == {(uri("main.lua"), "openFile", "")}
    found = {(one.uri, one.entry.name, one.container) for one in workspace_symbols(workspace.project, "INN")}
    assert found == {(uri("other.lua"), "inner", "fold")}
