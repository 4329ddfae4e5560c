"""What is told of a large file at once, and what once it has settled."""

from typing import Any

import pytest
from lsp_client import PUSHED, Client
from marked import uri

from lsp.documents.changes import Change
from lsp.documents.positions import Encoding
from lsp.documents.snapshot import Snapshot
from lsp.features import diagnostics, static
from lsp.rules.finding import View
from lsp.workspace.project import Project

HEAD = "local M = {}\nlocal function helper(a, b)\n  return a, b\nend\n"
PART = "function M.f{n}(list)\n  local unused = {n}\n  return helper(list)\nend\n"
TEXT = HEAD + "".join(PART.format(n=n) for n in range(200)) + "return M\n"


def opened(text: str = TEXT) -> tuple[Project, Snapshot]:
    project = Project()
    snapshot = project.open_file(uri("large.lua"), text.encode(), 1)
    diagnostics.diagnostics(project, snapshot)
    return project, snapshot


def replaced(project: Project, snapshot: Snapshot, old: str, new: str) -> Snapshot:
    start = snapshot.text.index(old.encode())
    places = [snapshot.lines.position(at, Encoding.UTF16) for at in (start, start + len(old))]
    return project.change_file(snapshot.uri, [Change(*places, new)], (snapshot.version or 0) + 1)


def fresh(snapshot: Snapshot) -> list[diagnostics.Diagnostic]:
    project = Project()
    return diagnostics.diagnostics(project, project.open_file(snapshot.uri, snapshot.text, 1))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("  local unused = 100", "\n\n  local unused, more = 100"),
        ("  return helper(list)", "  return helper(list, 1, 2, 3)"),
        ("function M.f50(list)", "function M.f51(list, other)"),
        ("local function helper(a, b)", "local function helper(a)"),
        ("local function helper(a, b)", "local function other(a, b)"),
        ("  return a, b\n", "  return undefined_name\n"),
        ("return M\n", ""),
        ("function M.f7(list)", "---@diagnostic disable\nfunction M.f7(list)"),
        ("local M = {}\n", "local M = {\n"),
    ],
)
def test_an_edit(old: str, new: str) -> None:
    project, snapshot = opened()
    assert diagnostics.is_large(snapshot)
    snapshot = replaced(project, snapshot, old, new)
    assert not diagnostics.is_known(project, snapshot)
    at_once = diagnostics.soon(project, snapshot)
    assert [one[:5] for one in at_once] == [one[:5] for one in fresh(snapshot)]
    assert diagnostics.diagnostics(project, snapshot) == fresh(snapshot)
    assert diagnostics.is_known(project, snapshot)


def test_only_what_changed_is_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    looked: list[int] = []
    units = View.units

    def spied(view: View) -> Any:
        looked.append(len(view.snapshot.units) if view.only is None else len(view.only))
        return units(view)

    project, snapshot = opened()
    monkeypatch.setattr(View, "units", spied)
    snapshot = replaced(project, snapshot, "unused = 100", "unused = 1000")
    diagnostics.soon(project, snapshot)
    assert set(looked) == {1}
    looked.clear()
    snapshot = replaced(project, snapshot, "helper(a, b)", "helper(a)")
    diagnostics.soon(project, snapshot)
    assert min(looked) > 200
    looked.clear()
    project.add_file(uri("other.lua"), b"helper = 1")
    diagnostics.soon(project, snapshot)
    assert min(looked) > 200


REDEFINED = "local first = 1\n" + TEXT + "local function last()\n  local first = 2\n  return first\nend\n"


def test_findings_that_are_taken_over_say_nothing_of_what_may_have_moved() -> None:
    project, snapshot = opened(REDEFINED)
    (before,) = [one for one in diagnostics.diagnostics(project, snapshot) if "'first'" in one.message and one.related]
    snapshot = replaced(project, snapshot, "unused = 100", "unused = 1000")
    (after,) = [one for one in static.soon(project, snapshot) if one.message == before.message]
    assert (after.start, after.related) == (before.start + 1, ())


def test_a_client_is_told_again_once_the_file_has_settled() -> None:
    client = Client(PUSHED)
    name = "file:///tmp/large.lua"
    client.open(name, REDEFINED)
    line = REDEFINED[: REDEFINED.index("unused = 100")].count("\n")
    client.diagnostics(name, 1)
    at = {"line": line, "character": 20}
    client.change(name, 2, {"range": {"start": at, "end": at}, "text": "0"})

    def related() -> list[Any]:
        found = client.diagnostics(name, 2)
        redefined = [one for one in found if one["code"] == "redefined-local"]
        return [one["relatedInformation"] for one in redefined if "relatedInformation" in one]

    assert related() == []
    assert len(related()) == 1
    assert client.close() == 0
