"""What can be made of recorded calls: annotations of the types that were seen, and a test that repeats the calls.

Relies on the project's evidence, on annotations that are there already, and on modules.
"""

import os
import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from debugger.observing.seen import Call, FunctionSeen
from debugger.observing.values import is_name, literal
from engine.syntax.nodes import text_of
from lsp.analysis.linking import Global, Local, Path, module_result, path_of
from lsp.analysis.visibility import function_around
from lsp.documents.snapshot import Snapshot
from lsp.documents.spans import Edit
from lsp.features import observed
from lsp.recordings.evidence import Match
from lsp.types import documentation
from lsp.workspace import modules
from lsp.workspace.project import Project
from lsp.workspace.uris import from_path, to_path

_MOST_CALLS: Final = 8
_NO_FILE_NAME: Final = re.compile(r"\W+")
_TEST_FOLDERS: Final = ("tests", "test", "spec")

_SAME: Final = """\
local function same(a, b)
  if type(a) ~= "table" or type(b) ~= "table" then return a == b end
  for key, value in pairs(a) do
    if not same(value, b[key]) then return false end
  end
  for key in pairs(b) do
    if a[key] == nil then return false end
  end
  return true
end
"""

_RAISES: Final = """\
local function raises(text, f, ...)
  local fine, message = pcall(f, ...)
  local same = text == nil or string.find(tostring(message), text, 1, true) ~= nil
  return type(f) == "function" and not fine and same
end
"""
_HELPERS: Final = {"same(": _SAME, "raises(": _RAISES}
_UNREADABLE: Final = "\ufffd"
_LONGEST_MESSAGE: Final = 100
_POSITION: Final = re.compile(r"^[^\n]*?:\d+: ")


class NewFile(NamedTuple):
    """A file to make."""

    uri: str
    text: str


def function_at(project: Project, snapshot: Snapshot, offset: int) -> Match | None:
    """The function named at an offset, or the innermost around it, in the last run."""
    evidence = project.evidence(snapshot)
    if evidence is None:
        return None
    line = snapshot.lines.line_of(offset)
    for match in evidence.functions():
        shift = snapshot.shift(match.unit)
        if observed.is_named(match.facts) and match.facts.start + shift <= offset <= match.facts.end + shift:
            return match
    found = evidence.function(function_around(snapshot, offset)[1])
    if found is not None:
        return found
    on_line = [
        match
        for match in evidence.functions()
        if snapshot.lines.line_of(match.facts.start + snapshot.shift(match.unit)) == line
    ]
    return on_line[0] if len(on_line) == 1 else None


# -- annotations -----------------------------------------------------------------------------------


def annotations(snapshot: Snapshot, match: Match) -> Edit | None:
    """The annotations of a function that are not there yet; None if there is nothing to write."""
    facts, seen = match.facts, match.seen
    node = facts.node
    if node is None or not seen.calls:
        return None
    written = documentation.of_function(snapshot, match.unit, facts)
    lines: list[str] = []
    for name, values in zip(seen.parameters, seen.arguments, strict=True):
        if name != "self" and name not in written.parameters and name != "_":
            lines += [f"---@param {line}" for line in [_parameter(name, observed.annotation_of(values))] if line]
    if not written.returns:
        types = [observed.annotation_of(values) for values in seen.results]
        lines += [f"---@return {kind}" for kind in types if kind]
    return None if not lines else _above(snapshot, match, lines)


def _parameter(name: str, kind: str) -> str:
    if not kind:
        return ""
    if kind.endswith("?"):
        return f"{name}? {kind[:-1]}"
    return f"{name} {kind}"


def parameter_annotation(snapshot: Snapshot, match: Match, name: str) -> Edit | None:
    """The annotation of one parameter, if it has none."""
    written = documentation.of_function(snapshot, match.unit, match.facts)
    values = match.seen.arguments[match.seen.parameters.index(name)]
    text = _parameter(name, observed.annotation_of(values))
    return _above(snapshot, match, [f"---@param {text}"]) if text and name not in written.parameters else None


def _above(snapshot: Snapshot, match: Match, added: list[str]) -> Edit | None:
    """Lines above the one that a function begins on."""
    facts = match.facts
    assert facts.node is not None
    first = facts.start if observed.is_named(facts) else facts.node.start
    return line_above(snapshot, min(first, facts.node.start) + snapshot.shift(match.unit), *added)


def line_above(snapshot: Snapshot, offset: int, *added: str) -> Edit:
    """Lines above that of an offset, indented like it."""
    start, end = snapshot.lines.bounds(snapshot.lines.line_of(offset))
    text = snapshot.text[start:end]
    indent = text[: len(text) - len(text.lstrip())].decode("ascii", "replace")
    return Edit(start, start, "".join(f"{indent}{one}\n" for one in added))


def all_annotations(project: Project, snapshot: Snapshot) -> list[Edit]:
    """The annotations of all named functions of a file."""
    evidence = project.evidence(snapshot)
    found = [] if evidence is None else list(evidence.functions())
    edits = [annotations(snapshot, match) for match in found if observed.is_named(match.facts)]
    return [edit for edit in edits if edit is not None]


# -- a test ----------------------------------------------------------------------------------------


def test_of(project: Project, snapshot: Snapshot, match: Match) -> NewFile | None:
    """A test that repeats recorded calls; None if the function is not within reach, or nothing can be written down."""
    path = to_path(snapshot.uri)
    calls = list(_repeatable(match.seen))
    callee = _callee(project, snapshot, match) if path is not None else None
    if path is None or callee is None or not calls:
        return None
    head, name = callee
    source = os.path.basename(path)
    lines = [f"-- Recorded calls of {match.facts.name} ({source}): what it did then, it should still do.", head, ""]
    checks = [_check(name, match.seen, call) for call in calls]
    lines += [text for use, text in _HELPERS.items() if any(f"assert({use}" in line for line in checks)]
    count = f"{len(calls)} recorded call{'' if len(calls) == 1 else 's'}"
    lines += [*checks, f'print("{match.facts.name}: {count} as before")', ""]
    return NewFile(from_path(_free_name(project, path, match.facts.name)), "\n".join(lines))


def _repeatable(seen: FunctionSeen) -> Iterator[Call]:
    """Calls that can be written down, each once; those that raised an error too."""
    known: set[str] = set()
    for call in [*seen.first_calls, seen.last]:
        if call is None or call.literals is None or len(known) == _MOST_CALLS:
            continue
        if not call.raised and (call.result_literals is None or "0/0" in call.result_literals):
            continue
        text = ", ".join(call.literals)
        if text not in known:
            known.add(text)
            yield call


def _check(name: str, seen: FunctionSeen, call: Call) -> str:
    """The statement that makes a call again, and looks whether the same comes of it."""
    literals = list(call.literals or ())
    while literals and literals[-1] == "nil" and len(literals) <= len(seen.parameters):
        literals.pop()
    arguments = ", ".join(literals)
    if call.raised:
        return f"assert(raises({', '.join([_message(call), name, *literals])}))"
    results = call.result_literals or []
    if not results:
        return f'assert(select("#", {name}({arguments})) == 0)'
    if len(results) == 1 and not results[0].startswith("{"):
        return f"assert({name}({arguments}) == {results[0]})"
    return f"assert(same({{ {name}({arguments}) }}, {{ {', '.join(results)} }}))"


def _message(call: Call) -> str:
    """What the message of an error has to say again, as Lua: its first line without the place; nil if none is known."""
    if call.error is None:
        return "nil"
    line = _POSITION.sub("", call.error, count=1).partition("\n")[0].partition(_UNREADABLE)[0]
    return literal(line[:_LONGEST_MESSAGE].encode()) or '""'


def _callee(project: Project, snapshot: Snapshot, match: Match) -> tuple[str, str] | None:
    """The statement that brings a function within reach of another file, and what it is called there."""
    target = match.facts.target
    if target is None or match.facts.is_method:
        return None
    path = path_of(project, snapshot, match.unit, target)
    if path is None:
        return None
    origin = to_path(snapshot.uri) or ""
    name = modules.name_of(origin, project.module_roots(snapshot.uri), project.templates(snapshot.uri))
    if name is None:
        return None
    if isinstance(path.root, Global):
        shown = ".".join(text_of(part) for part in (path.root.name, *path.keys))
        return f'require "{name}"', shown
    result = module_result(project, snapshot)
    if result is None or not _is_below(path, result):
        return None
    variable = _NO_FILE_NAME.sub("_", name.rpartition(".")[2])
    variable = variable if is_name(variable.encode()) else "module"
    below = ".".join(text_of(key) for key in path.keys[len(result.keys) :])
    return f'local {variable} = require "{name}"', f"{variable}.{below}" if below else variable


def _is_below(path: Path, owner: Path) -> bool:
    """Whether a path leads through another."""
    is_local = isinstance(path.root, Local) and isinstance(owner.root, Local) and path.root == owner.root
    return is_local and path.keys[: len(owner.keys)] == owner.keys


def _free_name(project: Project, path: str, function: str) -> str:
    """A file name that is not taken, in the tests' folder if there is one."""
    root = project.root_of(from_path(path)) or os.path.dirname(path)
    folders = [os.path.join(root, name) for name in _TEST_FOLDERS if os.path.isdir(os.path.join(root, name))]
    folder = folders[0] if folders else root
    stem = os.path.splitext(os.path.basename(path))[0]
    base = _NO_FILE_NAME.sub("_", f"test_{stem}_{function.replace(':', '.').rpartition('.')[2]}")
    number = 1
    while True:
        found = os.path.join(folder, f"{base}.lua" if number == 1 else f"{base}_{number}.lua")
        if not os.path.exists(found):
            return found
        number += 1
