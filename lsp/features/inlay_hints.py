"""Inlay hints: the names of parameters at calls, the types of locals, and what recorded runs have shown.

Relies on `inference`, signature help and `observed`.
"""

from collections.abc import Iterator
from typing import Final, NamedTuple

from engine.syntax import ast
from engine.syntax.nodes import text_of
from lsp.binding.facts import LOCAL, CallUse, Variable
from lsp.binding.facts import PARAMETER as PARAMETER_VARIABLE
from lsp.documents.snapshot import Snapshot
from lsp.documents.spans import Edit
from lsp.features import observed, recorded_actions
from lsp.features.recorded_values import line_hints
from lsp.features.signature_help import method_entry
from lsp.types import documentation, inference
from lsp.workspace.project import Project

PARAMETER: Final = "parameter"
TYPE: Final = "type"
OBSERVED: Final = "observed type"
VALUE: Final = "value"
_LONGEST_TYPE: Final = 40


class Hint(NamedTuple):
    """Some text that is shown at an offset."""

    offset: int
    text: str
    kind: str
    tooltip: str = ""
    edits: tuple[Edit, ...] = ()
    """What accepting the hint writes."""


def inlay_hints(project: Project, snapshot: Snapshot, start: int, end: int) -> Iterator[Hint]:
    """The hints of some bytes of a file."""
    yield from _of_code(project, snapshot, start, end)
    for offset, text in line_hints(project, snapshot, start, end):
        yield Hint(offset, text, VALUE, "in the chosen iteration")


def _of_code(project: Project, snapshot: Snapshot, start: int, end: int) -> Iterator[Hint]:
    for at in range(snapshot.unit_at(start), len(snapshot.units)):
        if snapshot.starts[at] > end:
            return
        shift = snapshot.shift(at)
        facts = snapshot.units[at].facts
        if project.settings.parameter_hints:
            for use in facts.calls:
                if start <= use.node.end + shift and use.node.start + shift <= end:
                    yield from _of_call(project, snapshot, at, use)
        if project.settings.type_hints:
            for variable in facts.variables:
                if start <= variable.node.end + shift <= end:
                    yield from _of_variable(project, snapshot, at, variable)


def _of_call(project: Project, snapshot: Snapshot, unit: int, use: CallUse) -> Iterator[Hint]:
    if not any(_says_little(argument) for argument in use.node.arguments):
        return
    names = parameter_names(project, snapshot, unit, use.node)
    if len(names) < 2 and len(use.node.arguments) < 2 and not _is_bare(use.node.arguments[0]):
        return
    shift = snapshot.shift(unit)
    for name, argument in zip(names, use.node.arguments, strict=False):
        if name and name != "..." and _says_little(argument):
            yield Hint(argument.start + shift, f"{name}:", PARAMETER)


def _is_bare(argument: ast.Expr) -> bool:
    return isinstance(argument, (ast.TrueLiteral, ast.FalseLiteral, ast.Nil))


def _says_little(argument: ast.Expr) -> bool:
    """Whether a reader of an argument may wonder what it is for."""
    if isinstance(argument, (ast.Table, ast.Function)):
        return False
    return isinstance(argument, (ast.Number, ast.String, ast.TrueLiteral, ast.FalseLiteral, ast.Nil, ast.Unary))


def parameter_names(project: Project, snapshot: Snapshot, unit: int, call: ast.Call | ast.MethodCall) -> list[str]:
    """The names of the parameters that a call's arguments go to; none, if there are several signatures."""
    is_method = isinstance(call, ast.MethodCall)
    path = inference.callee_path(project, snapshot, unit, call)
    entry = None if path is None else inference.library_entry(snapshot, path)
    if entry is None and path is None and isinstance(call, ast.MethodCall):
        entry = method_entry(project, snapshot, unit, call)
    if entry is not None:
        if len(entry.signatures) != 1:
            return []
        return [one.name for one in entry.signatures[0].parameters][1 if is_method else 0 :]
    found = inference.callee(project, snapshot, unit, call)
    if found is None or found.function.node is None:
        return []
    names = [text_of(one.name) for one in found.function.node.parameters]
    return names[1:] if is_method else names


def _of_variable(project: Project, snapshot: Snapshot, unit: int, variable: Variable) -> Iterator[Hint]:
    """The type of a local that gets it from a call; a constant's type is plain to see."""
    is_result = variable.kind == LOCAL and isinstance(variable.value, (ast.Call, ast.MethodCall))
    if not is_result and variable.kind != PARAMETER_VARIABLE:
        return
    annotations = documentation.of_variable(snapshot, unit, variable)
    if annotations.types or annotations.class_name or variable.node.start == variable.node.end:
        return
    kind = inference.of_variable(project, snapshot, unit, variable)
    if kind and kind not in ("any", "nil") and len(kind) <= _LONGEST_TYPE:
        if is_result and kind != "table":  # which is what anything may be: a module, an object
            yield Hint(variable.node.end + snapshot.shift(unit), f": {kind}", TYPE)
    elif project.settings.observed_hints:
        yield from _observed(project, snapshot, unit, variable)


def _observed(project: Project, snapshot: Snapshot, unit: int, variable: Variable) -> Iterator[Hint]:
    """The type that a variable had in the last run; accepting it writes the annotation."""
    found = observed.of_variable(project, snapshot, unit, variable)
    kind = "" if found is None else observed.annotation_of(found.values)
    if found is None or not kind or len(kind) > _LONGEST_TYPE:
        return
    evidence = project.evidence(snapshot)
    match = None if evidence is None else evidence.function(variable.function)
    edit: Edit | None = None
    if variable.kind == PARAMETER_VARIABLE and match is not None:
        edit = recorded_actions.parameter_annotation(snapshot, match, text_of(variable.name))
    elif isinstance(variable.statement, ast.Local) and len(variable.statement.names) == 1:
        start = variable.statement.start + snapshot.shift(unit)
        edit = recorded_actions.line_above(snapshot, start, f"---@type {kind}")
    when = f", {observed.BEFORE_EDITS}" if found.is_stale else ""
    tooltip = f"Seen in the last run{when}: {observed.values_text(found.values)}"
    yield Hint(
        variable.node.end + snapshot.shift(unit), f": {kind}", OBSERVED, tooltip, () if edit is None else (edit,)
    )
