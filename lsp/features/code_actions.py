"""Code actions: the fixes of diagnostics, ways to silence them, small rewrites, and what recorded calls are good for.

Relies on `diagnostics` and `recorded_actions`.
"""

from collections.abc import Iterator
from typing import Final, NamedTuple

from debugger.observing.values import is_name
from engine.syntax import ast
from engine.syntax.nodes import path_to, text_of
from lsp.documents.snapshot import Snapshot
from lsp.documents.spans import Edit
from lsp.features import observed, recorded_actions
from lsp.features.diagnostics import SYNTAX, soon
from lsp.features.problem import Diagnostic
from lsp.features.recorded_actions import NewFile
from lsp.features.recorded_lenses import OPEN_RECORDING
from lsp.features.run_time import RUN_TIME_ERROR
from lsp.rules import undefined_global
from lsp.rules.finding import Finding, View
from lsp.workspace.project import Project

QUICK_FIX: Final = "quickfix"
REWRITE: Final = "refactor.rewrite"
SOURCE: Final = "source"
OTHER: Final = ""


class Action(NamedTuple):
    """Something to do for the user; `solves` is the diagnostic that it puts right."""

    title: str
    kind: str
    edits: tuple[Edit, ...]
    solves: Diagnostic | None = None
    preferred: bool = False
    command: tuple[str, tuple[object, ...]] | None = None
    """A command of the client, with its arguments."""
    creates: NewFile | None = None


def code_actions(project: Project, snapshot: Snapshot, start: int, end: int) -> Iterator[Action]:
    """What can be done in some bytes of a file."""
    for one in soon(project, snapshot):
        if one.start <= end and start <= one.end and one.code != SYNTAX:
            yield from _for_diagnostic(project, snapshot, one)
    yield from _rewrites(snapshot, start)
    yield from _from_recordings(project, snapshot, start)


def _for_diagnostic(project: Project, snapshot: Snapshot, one: Diagnostic) -> Iterator[Action]:
    if one.moment is not None:
        command = (OPEN_RECORDING, tuple(one.moment))
        yield Action("Debug backwards from here", QUICK_FIX, (), one, True, command)
    if one.code == RUN_TIME_ERROR:
        return
    fixes = list(one.fixes)
    if one.code == undefined_global.RULE.code:
        name = snapshot.text[one.start : one.end].decode("utf-8", "replace")
        fixes += undefined_global.fixes(View(project, snapshot), Finding(one.start, one.end, one.message, name))
    for at, fix in enumerate(fixes):
        yield Action(fix.title, QUICK_FIX, fix.edits, one, at == 0)
    yield Action(f"Ignore {one.code} on this line", QUICK_FIX, (_ignore_line(snapshot, one),), one)
    head = snapshot.lines.starts[1] if snapshot.text.startswith(b"#") and len(snapshot.lines.starts) > 1 else 0
    ignore = Edit(head, head, f"---@diagnostic disable: {one.code}\n")
    yield Action(f"Ignore {one.code} in this file", QUICK_FIX, (ignore,), one)


def _from_recordings(project: Project, snapshot: Snapshot, offset: int) -> Iterator[Action]:
    match = recorded_actions.function_at(project, snapshot, offset)
    if match is None:
        return
    edit = recorded_actions.annotations(snapshot, match)
    if edit is not None:
        yield Action("Write the types seen in the last run", REWRITE, (edit,))
    edits = recorded_actions.all_annotations(project, snapshot)
    if len(edits) > 1 or (edits and edit is None):
        yield Action("Write the types seen in the last run, for the whole file", SOURCE, tuple(edits))
    test = recorded_actions.test_of(project, snapshot, match)
    if test is not None:
        yield Action(f"Make a test of the recorded calls of {match.facts.name}", OTHER, (), creates=test)
    evidence = project.evidence(snapshot)
    if evidence is not None and match.seen.last is not None:
        command = (OPEN_RECORDING, (evidence.run.path, match.seen.last.t))
        title = f"Open the last call: {observed.call_text(match.facts.name or 'function', match.seen.last)}"
        yield Action(title, OTHER, (), command=command)


def _ignore_line(snapshot: Snapshot, one: Diagnostic) -> Edit:
    start, end = snapshot.lines.bounds(snapshot.lines.line_of(one.start))
    line = snapshot.text[start:end]
    indent = line[: len(line) - len(line.lstrip())].decode("ascii", "replace")
    return Edit(start, start, f"{indent}---@diagnostic disable-next-line: {one.code}\n")


def _rewrites(snapshot: Snapshot, offset: int) -> Iterator[Action]:
    at = snapshot.unit_at(offset)
    statement = snapshot.units[at].statement
    if statement is None:
        return
    shift = snapshot.shift(at)
    path = path_to(statement, offset - shift)
    if any(isinstance(node, ast.FunctionStat) and node.target in path for node in path):
        return  # the name of a function is written in one way only
    for node in reversed(path):
        if isinstance(node, ast.Index) and isinstance(node.key, ast.String):
            yield from _index(snapshot, node, shift)
            return
        if isinstance(node, ast.String):
            yield from _string(snapshot, node, shift)


def _index(snapshot: Snapshot, node: ast.Index, shift: int) -> Iterator[Action]:
    """``t["x"]`` to ``t.x`` and back."""
    assert isinstance(node.key, ast.String)
    name = text_of(node.key.value)
    if node.dotted and name:
        edit = Edit(node.object.end + shift, node.end + shift, f'["{name}"]')
        yield Action(f'Write as ["{name}"]', REWRITE, (edit,))
    elif not node.dotted and is_name(node.key.value):
        edit = Edit(node.object.end + shift, node.end + shift, f".{name}")
        yield Action(f"Write as .{name}", REWRITE, (edit,))


def _string(snapshot: Snapshot, node: ast.String, shift: int) -> Iterator[Action]:
    """The other kind of quotes, where nothing has to be escaped."""
    text = snapshot.source[node.start + shift : node.end + shift]
    for quote, other in ((b'"', b"'"), (b"'", b'"')):
        if text.startswith(quote) and len(text) > 1 and other not in text and b"\\" not in text:
            new = (other + text[1:-1] + other).decode("utf-8", "replace")
            yield Action(f"Write as {new}", REWRITE, (Edit(node.start + shift, node.end + shift, new),))
