"""Code lenses from the last run: what came of a function's calls, how often a loop ran, and ways to go there.

Relies on the project's evidence.
"""

from collections.abc import Iterator
from typing import Final, NamedTuple

from lsp.analysis.loops import Loop, loops
from lsp.documents.snapshot import Snapshot
from lsp.documents.spans import Span
from lsp.features import observed
from lsp.recordings.evidence import Evidence, Match
from lsp.workspace.project import Project

OPEN_RECORDING: Final = "moonwalk.openRecording"
RECORD_AND_DEBUG: Final = "moonwalk.recordAndDebug"
SHOW_ITERATION: Final = "moonwalk.showIteration"
HIDE_ITERATION: Final = "moonwalk.hideIteration"
LAST: Final = -1


class RecordedLens(NamedTuple):
    """A lens with a title and, if it does something, a command of the client or the server."""

    span: Span
    title: str
    command: str = ""
    arguments: tuple[object, ...] = ()


def recorded_lenses(project: Project, snapshot: Snapshot) -> Iterator[RecordedLens]:
    """The lenses of a file."""
    evidence = project.evidence(snapshot)
    if evidence is None:
        return
    for match in evidence.functions():
        if observed.is_named(match.facts):
            yield from _of_function(evidence, match)
    for loop in loops(snapshot):
        yield from _of_loop(project, evidence, loop)


def _of_function(evidence: Evidence, match: Match) -> Iterator[RecordedLens]:
    shift = evidence.snapshot.shift(match.unit)
    span = Span(match.facts.start + shift, match.facts.end + shift)
    seen = match.seen
    when = f" ({observed.BEFORE_EDITS})" if match.is_stale else ""
    yield RecordedLens(span, f"{observed.calls_text(seen)}{when}")
    path = evidence.run.path
    if seen.last_raised is not None and seen.last_raised is not seen.last:
        yield RecordedLens(span, "open last failing call", OPEN_RECORDING, (path, seen.last_raised.t))
    if seen.last is not None:
        yield RecordedLens(span, "open last call", OPEN_RECORDING, (path, seen.last.t))
    first = _first_line(evidence, match)
    yield RecordedLens(span, "record and debug", RECORD_AND_DEBUG, (evidence.snapshot.uri, first))


def _first_line(evidence: Evidence, match: Match) -> int:
    """The line on which a call of a function stops first: at its head the function is made."""
    node = match.facts.node
    start = match.facts.start if node is None or not node.body.statements else node.body.statements[0].start
    return evidence.snapshot.lines.line_of(start + evidence.snapshot.shift(match.unit))


def _of_loop(project: Project, evidence: Evidence, loop: Loop) -> Iterator[RecordedLens]:
    count = evidence.count(loop.first)
    is_same = evidence.map.is_whole(loop.first, loop.last)
    uri = evidence.snapshot.uri
    chosen = project.recordings.iterations.get(uri)
    if count and chosen is not None and chosen.line - 1 == evidence.map.old(loop.first):
        number = chosen.number
        when = "" if is_same else f" ({observed.BEFORE_EDITS})"
        yield RecordedLens(loop.span, f"iteration {number:,} of {count:,}{when}")
        if is_same and number > 1:
            yield RecordedLens(loop.span, "previous", SHOW_ITERATION, (uri, loop.first, number - 1))
        if is_same and number < count:
            yield RecordedLens(loop.span, "next", SHOW_ITERATION, (uri, loop.first, number + 1))
        yield RecordedLens(loop.span, "hide values", HIDE_ITERATION, (uri,))
    elif count and is_same:
        yield RecordedLens(loop.span, f"ran {observed.times(count)}")
        yield RecordedLens(loop.span, "values of the first iteration", SHOW_ITERATION, (uri, loop.first, 1))
        if count > 1:
            yield RecordedLens(loop.span, "of the last", SHOW_ITERATION, (uri, loop.first, LAST))
