"""What recorded runs have shown to be wrong, or not to be used: errors, contradictions, code that never ran.

An error stands at the line that raised it, with the calls that led there; it goes once that line is changed, or a newer
run of the program ends otherwise.  Relies on the project's evidence.
"""

import re
from collections.abc import Iterator
from typing import Final

from debugger.observing.seen import CaughtSeen, Ending, ErrorSeen, FrameSeen
from engine.syntax import ast
from engine.syntax.nodes import text_of, walk
from lsp.analysis.visibility import function_around
from lsp.binding.facts import PARAMETER, WRITE, FunctionFacts, Variable
from lsp.documents.snapshot import Snapshot
from lsp.documents.spans import Location
from lsp.features.problem import Diagnostic, Moment
from lsp.recordings.evidence import Evidence, Match, evidence_of
from lsp.recordings.line_map import NONE
from lsp.recordings.store import Run
from lsp.rules.finding import ERROR, HINT, INFORMATION, WARNING
from lsp.workspace.project import Project
from lsp.workspace.uris import from_path, to_path

RUN_TIME_ERROR: Final = "run-time-error"
CAUGHT_ERROR: Final = "caught-error"
OBSERVED_NIL: Final = "observed-nil"
NEVER_EXECUTED: Final = "never-executed"

_POSITION: Final = re.compile(r"^.*?:\d+: ", re.DOTALL)
_MOST_FRAMES: Final = 50
# What only ends something: a return of the function that nobody wrote counts as code of its last line.
_CLOSING: Final = re.compile(rb"(\bend\b|[\s})\],;])*")
# Functions that a value is given to in order to find out what it is.
_ASKING: Final = (b"assert", b"type", b"tostring", b"print", b"select")

# Operators that no nil can stand beside, like `..`.
_FAILING: Final = ("+", "-", "*", "/", "//", "%", "^")


def diagnostics(project: Project, snapshot: Snapshot) -> Iterator[Diagnostic]:
    """What the last runs say about a file."""
    path = to_path(snapshot.uri)
    if path is None:
        return
    for run in project.recordings.latest():
        if path not in run.files:
            continue
        if run.seen.error is not None:
            yield from _error(project, snapshot, run, run.seen.error, path)
        for caught in run.seen.caught:
            yield from _caught(project, snapshot, run, caught, path)
    evidence = project.evidence(snapshot)
    if evidence is not None:
        yield from _contradictions(evidence)
        if project.settings.never_executed and evidence.run.seen.ending is not Ending.CUT:
            yield from _never_executed(evidence)


# -- errors ----------------------------------------------------------------------------------------


def _error(project: Project, snapshot: Snapshot, run: Run, error: ErrorSeen, path: str) -> Iterator[Diagnostic]:
    """The error that ended a run."""
    frames = [frame for frame in error.frames if frame.line > 0]
    place = _raised_at(snapshot, run, frames, path)
    if place is not None:
        message = f"{_without_place(error.message, frames)} (in the last run)"
        related = tuple(_calls(project, run, frames))
        moment = Moment(run.path, error.t)
        yield Diagnostic(place.start, place.end, ERROR, RUN_TIME_ERROR, message, frames=related, moment=moment)


def _caught(project: Project, snapshot: Snapshot, run: Run, error: CaughtSeen, path: str) -> Iterator[Diagnostic]:
    """An error that the program has caught: it may be meant, and it may hide a mistake."""
    frames = [frame for frame in error.frames if frame.line > 0]
    catcher = error.catcher
    place = _raised_at(snapshot, run, frames or ([] if catcher is None else [catcher]), path)
    if place is None:
        return
    times = f", {error.count} times" if error.count > 1 else ""
    message = f"{_without_place(error.message, frames)} (caught in the last run{times})"
    related = list(_calls(project, run, frames))
    found = None if catcher is None else _elsewhere(project, run, catcher.source, catcher.line)
    if found is not None and catcher is not None:
        related.append((found, f"caught in {_named(catcher)}"))
    moment = Moment(run.path, error.t)
    yield Diagnostic(
        place.start, place.end, INFORMATION, CAUGHT_ERROR, message, frames=tuple(related), moment=moment
    )


def _raised_at(snapshot: Snapshot, run: Run, frames: list[FrameSeen], path: str) -> Location | None:
    """The line of a file where an error was raised; None if that was in another file, or the line was changed."""
    if not frames or run.files[path] != frames[0].source:
        return None
    return _place(evidence_of(run, path, snapshot), snapshot, frames[0].line)


def _calls(project: Project, run: Run, frames: list[FrameSeen]) -> Iterator[tuple[Location, str]]:
    """Where an error was raised, and the calls that led there."""
    for number, frame in enumerate(frames[:_MOST_FRAMES]):
        found = _elsewhere(project, run, frame.source, frame.line)
        if found is not None:
            yield found, f"{'raised' if number == 0 else 'called'} in {_named(frame)}"


def _named(frame: FrameSeen) -> str:
    return frame.name if frame.name.startswith(("main chunk", "function <")) else f"'{frame.name}'"


def _without_place(message: str, frames: list[FrameSeen]) -> str:
    """A message without the place of the innermost frame that is Lua, with which those of the VM begin."""
    is_placed = bool(frames) and f":{frames[0].line}: " in message.split("\n")[0]
    return _POSITION.sub("", message, count=1) if is_placed else message


def _elsewhere(project: Project, run: Run, source: str, line: int) -> Location | None:
    """A line of a run, in whichever file it is now."""
    for path, name in run.files.items():
        if name == source:
            snapshot = project.snapshot(from_path(path))
            return None if snapshot is None else _place(evidence_of(run, path, snapshot), snapshot, line)
    return None


def _place(evidence: Evidence, snapshot: Snapshot, line: int) -> Location | None:
    """A line of a run (from 1) without its blanks; None if it was changed since, or its function began elsewhere."""
    now = evidence.line(line)
    if now == NONE:
        return None
    start, end = snapshot.lines.bounds(now)
    text = snapshot.text[start:end]
    start, end = end - len(text.lstrip()), start + len(text.rstrip())
    _, function = function_around(snapshot, start)
    if function.node is not None and evidence.function(function) is None:
        return None
    return Location(snapshot.uri, min(start, end), max(start, end))


# -- contradictions --------------------------------------------------------------------------------


def _contradictions(evidence: Evidence) -> Iterator[Diagnostic]:
    """Parameters that were nil in some calls, and are used without a look as if they never were."""
    for match in evidence.functions():
        if match.is_stale or not match.seen.calls:
            continue
        for variable in match.facts.parameters:
            name = text_of(variable.name)
            values = match.seen.arguments[match.seen.parameters.index(name)] if variable.kind == PARAMETER else None
            missing = 0 if values is None else values.types.get("nil", 0)
            if values is not None and missing:
                use = _careless_use(match.facts, variable)
                if use is not None:
                    yield _nil(evidence, match, variable, missing, values.count, use)


def _nil(
    evidence: Evidence, match: Match, variable: Variable, missing: int, count: int, use: tuple[ast.Name, str]
) -> Diagnostic:
    shift = evidence.snapshot.shift(match.unit)
    node, what = use
    calls = f"{missing} of {count} calls" if count > 1 else "the only call"
    return Diagnostic(
        node.start + shift,
        node.end + shift,
        WARNING,
        OBSERVED_NIL,
        f"'{text_of(variable.name)}' was nil in {calls} of the last run, and is {what} here",
        related=((variable.node.start + shift, variable.node.end + shift, "the parameter"),),
    )


def _careless_use(facts: FunctionFacts, variable: Variable) -> tuple[ast.Name, str] | None:
    """The first use of a variable that fails if it is nil; None if anything in the function may make sure of it."""
    assert facts.node is not None
    if any(use.access == WRITE for use in variable.uses):
        return None
    uses = {use.node for use in variable.uses}
    careless: dict[ast.Name, str] = {}
    for node in walk(facts.node.body):
        for operand, what in _operands(node):
            if isinstance(operand, ast.Name) and operand in uses:
                if not what:
                    return None
                careless[operand] = what
    if not careless:
        return None
    first = min(careless, key=lambda one: one.start)
    return first, careless[first]


def _operands(node: ast.Node) -> Iterator[tuple[ast.Expr, str]]:
    """What a node works on, and the word for what it does with it; empty where it asks whether it is nil."""
    if isinstance(node, (ast.Index, ast.MethodCall)):
        yield node.object, "indexed"
    elif isinstance(node, ast.Call):
        yield node.function, "called"
        if isinstance(node.function, ast.Name) and node.function.name in _ASKING:
            for argument in node.arguments:
                yield argument, ""
    elif isinstance(node, ast.Binary):
        what = "concatenated" if node.op == ".." else "used in arithmetic" if node.op in _FAILING else ""
        yield node.left, what
        yield node.right, what
    elif isinstance(node, ast.Unary) and node.op == "not":
        yield node.operand, ""
    elif isinstance(node, (ast.IfClause, ast.While, ast.Repeat)):
        yield node.condition, ""


# -- code that never ran ---------------------------------------------------------------------------


def _never_executed(evidence: Evidence) -> Iterator[Diagnostic]:
    snapshot = evidence.snapshot
    uncalled: list[tuple[int, int]] = []
    for match in evidence.functions():
        node = match.facts.node
        if node is None or match.is_stale or match.seen.calls:
            continue
        shift = snapshot.shift(match.unit)
        start, end = node.start + shift, node.end + shift
        if not any(first <= start and end <= last for first, last in uncalled):
            uncalled.append((start, end))
            yield Diagnostic(start, end, HINT, NEVER_EXECUTED, "never called in the last run", True)
    run: list[int] = []
    for line in range(len(snapshot.lines.starts) + 1):
        count = evidence.count(line)
        if count == 0 and not _is_covered(evidence, line, uncalled):
            run.append(line)
        elif run and (count is not None or line == len(snapshot.lines.starts) or evidence.map.old(line) == NONE):
            start, end = _bare(snapshot, run[0])[0], _bare(snapshot, run[-1])[1]
            if not _CLOSING.fullmatch(snapshot.text, start, end):
                yield Diagnostic(start, end, HINT, NEVER_EXECUTED, "never executed in the last run", True)
            run = []


def _is_covered(evidence: Evidence, line: int, uncalled: list[tuple[int, int]]) -> bool:
    """Whether a line is in a function that was never called, or in one that was changed since."""
    snapshot = evidence.snapshot
    start, end = _bare(snapshot, line)
    if any(first <= end and start <= last for first, last in uncalled):
        return True
    return not evidence.holds(function_around(snapshot, start)[1])


def _bare(snapshot: Snapshot, line: int) -> tuple[int, int]:
    """A line without its blanks."""
    start, end = snapshot.lines.bounds(line)
    text = snapshot.text[start:end]
    return end - len(text.lstrip()), start + len(text.rstrip())
