"""Diagnostics: what is wrong with a file, or might be.

First the syntax errors, in PUC Lua's words; then what its compiler would refuse; then what the rules find and what
recorded runs have shown.  Whether
the compiler refuses a file is for the engine's own resolver to say; the walk over the units only finds the places of
all that it would complain about, not just of the first.
Relies on the engine, `static`, `run_time` and the comments that suppress.
"""

import re
from collections.abc import Iterator
from typing import Final

from lsp.analysis.flaws import flaws
from lsp.binding.facts import Flaw
from lsp.documents.changes import to_text
from lsp.documents.refusals import Refusal, refusal
from lsp.documents.snapshot import Snapshot
from lsp.documents.suppression import suppressions
from lsp.features import run_time, static
from lsp.features.problem import Diagnostic
from lsp.rules.finding import ERROR
from lsp.workspace.project import Project

SYNTAX: Final = "syntax"
_AT_LINE: Final = re.compile(r"at line (\d+)")
_QUOTED: Final = re.compile(r"'[^']*'")
_MOST: Final = 500  # diagnostics a file
_MANY_UNITS: Final = 150


def diagnostics(project: Project, snapshot: Snapshot) -> list[Diagnostic]:
    """All that there is to tell about a file."""
    found = _known(project, snapshot)
    while found is None:  # a module that is met for the first time is read, and others may be met in it
        for _ in steps(project, snapshot):
            pass
        found = _known(project, snapshot)
    return found


def steps(project: Project, snapshot: Snapshot) -> Iterator[None]:
    """The work that `diagnostics` is, in steps between which others can have their turn.

    It is in vain if another file changes meanwhile: `is_known` says so.
    """
    if _known(project, snapshot) is not None:
        return
    key = _state(project)
    found = list(syntax(snapshot))
    yield
    for some in static.by_rule(project, snapshot):
        found += some
        yield
    found += recorded(project, snapshot)
    snapshot.memory[Diagnostic] = (key, _sorted(found))


def is_known(project: Project, snapshot: Snapshot) -> bool:
    """Whether `diagnostics` needs no work."""
    return _known(project, snapshot) is not None


def soon(project: Project, snapshot: Snapshot) -> list[Diagnostic]:
    """What can be told at once: in a large file, of parts that an edit has left alone what was known before it."""
    known = _known(project, snapshot)
    if known is not None or not is_large(snapshot):
        return diagnostics(project, snapshot)
    return _sorted([*syntax(snapshot), *static.soon(project, snapshot), *recorded(project, snapshot)])


def is_large(snapshot: Snapshot) -> bool:
    """Whether looking at all of a file takes longer than a keystroke may."""
    return len(snapshot.units) > _MANY_UNITS


def _known(project: Project, snapshot: Snapshot) -> list[Diagnostic] | None:
    kept = snapshot.memory.get(Diagnostic)
    if isinstance(kept, tuple) and kept[0] == _state(project):
        known: list[Diagnostic] = kept[1]
        return known
    return None


def _state(project: Project) -> tuple[int, int]:
    return project.generation, project.recordings.generation


def _sorted(found: list[Diagnostic]) -> list[Diagnostic]:
    return sorted(found, key=lambda one: (one.start, one.end, one.code))[:_MOST]


def syntax(snapshot: Snapshot) -> list[Diagnostic]:
    """What the compiler refuses."""
    found = [
        Diagnostic(*_widened(snapshot, problem.start, problem.end), ERROR, SYNTAX, to_text(problem.message))
        for problem in snapshot.problems
    ]
    every = list(flaws(snapshot))
    refusals = [*snapshot.refusals, *_constants_refused(snapshot, every)]
    first_problem = min((one.start for one in found), default=len(snapshot.text) + 1)
    for one in refusals:
        if one.offset <= first_problem:
            found += [refused for refused in _refused(snapshot, one, every) if refused not in found]
    return found


def _constants_refused(snapshot: Snapshot, every: list[Flaw]) -> list[Refusal]:
    """What the compiler refuses of a file whose units it takes one by one: assignments to constants between them."""
    inside = sum(len(unit.facts.flaws) + len(unit.facts.open_jumps) for unit in snapshot.units)
    found = refusal(snapshot.source, snapshot.dialect) if len(every) > inside else None
    return [] if found is None else [found]


def _refused(snapshot: Snapshot, refusal: Refusal, every: list[Flaw]) -> list[Diagnostic]:
    """A refusal, and everything of its kind."""
    named = _AT_LINE.search(refusal.message)
    lines = {refusal.line - 1, int(named[1]) - 1 if named is not None else refusal.line - 1}
    found: list[Diagnostic] = []
    for flaw in every:
        if _kind(flaw.message) == _kind(refusal.message):
            line = snapshot.lines.line_of(flaw.start)
            message = _reworded(refusal.message, flaw.message, line + 1)
            found.append(Diagnostic(flaw.start, flaw.end, ERROR, SYNTAX, message))
    if any(snapshot.lines.line_of(one.start) in lines for one in found):
        return found
    place = _widened(snapshot, *_on_line(snapshot, refusal.offset, refusal.line))
    return [Diagnostic(*place, ERROR, SYNTAX, refusal.message)]


def _kind(message: str) -> str:
    """What a refusal is about, whatever the words of a dialect."""
    for kind in ("break", "label", "const"):
        if kind in message:
            return kind
    return message


def _reworded(refusal: str, message: str, line: int) -> str:
    """The compiler's words, about another name and line."""
    name = _QUOTED.search(message)
    text = refusal if name is None else _QUOTED.sub(lambda _: name[0], refusal, count=1)
    return _AT_LINE.sub(f"at line {line}", text)


def _on_line(snapshot: Snapshot, offset: int, line: int) -> tuple[int, int]:
    """The place of an error that the compiler blames on a line: its offset, if that is there, else all of the line."""
    if snapshot.lines.line_of(offset) == line - 1:
        return offset, offset
    return snapshot.lines.bounds(min(line, len(snapshot.lines.starts)) - 1)


def _widened(snapshot: Snapshot, start: int, end: int) -> tuple[int, int]:
    """A range of no width as one that can be seen: from the last character before it, if no other follows."""
    if start < end:
        return start, end
    text = snapshot.text
    if start < len(text) and text[start : start + 1] not in (b"\n", b"\r"):
        return start, start + 1
    while start > 0 and text[start - 1 : start].isspace():
        start -= 1
    return max(0, start - 1), max(end, min(1, len(text)))


def recorded(project: Project, snapshot: Snapshot) -> Iterator[Diagnostic]:
    """What recorded runs have shown, without what settings and comments switch off."""
    disabled = project.disabled_rules(snapshot.uri)
    hidden = suppressions(snapshot)
    for one in run_time.diagnostics(project, snapshot):
        if one.code not in disabled and not hidden.hides(one.code, snapshot.lines.line_of(one.start)):
            yield one
