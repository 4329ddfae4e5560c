"""What the rules find in a file, without what settings and comments switch off.

A rule about units alone is asked about each unit once.  What the others found is kept for each unit as well, and holds
as long as the interface of the file and everything outside of it does: `soon` takes it over, to answer a keystroke in a
large file; `by_rule` looks at all of it.  Relies on `lsp.rules` and `lsp.analysis.interface`.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator
from typing import Final, NamedTuple

from lsp.analysis.interface import interface
from lsp.documents.snapshot import Snapshot
from lsp.documents.suppression import suppressions
from lsp.features.problem import Diagnostic
from lsp.rules.finding import FileRule, Finding, Rule, UnitRule, View
from lsp.rules.registry import RULES
from lsp.workspace.configuration import EVERYTHING
from lsp.workspace.project import Project

_META: Final = re.compile(rb"^---@meta\b", re.MULTILINE)
_HEAD: Final = 2048  # bytes, in which a file says what it is
_MOST_AT_ONCE: Final = 250  # units


class _Kept(NamedTuple):
    """What was found in a unit, by the codes of the rules, in the coordinates of its tree."""

    context: tuple[object, ...]
    by_code: dict[str, list[Finding]]


def by_rule(project: Project, snapshot: Snapshot) -> Iterator[list[Diagnostic]]:
    """What the rules find, in parts: those about units alone, those about types unit by unit, the others one by one."""
    if _is_left_alone(project, snapshot):
        return
    context = _context(project, snapshot)
    kept = [_Kept(context, {}) for _ in snapshot.units]
    yield list(_of_units(project, snapshot))
    rules = [rule for rule in RULES if isinstance(rule, FileRule) and _is_asked(project, snapshot, rule)]
    typed = [rule for rule in rules if rule.asks_types]
    for at in range(len(snapshot.units)):
        view = View(project, snapshot, frozenset((at,)))
        yield [one for rule in typed for one in _found(view, rule, kept)]
    view = View(project, snapshot)
    for rule in rules:
        if not rule.asks_types:
            yield list(_found(view, rule, kept))
    for unit, findings in zip(snapshot.units, kept, strict=True):
        unit.memory[_Kept] = findings


def _found(view: View, rule: FileRule, kept: list[_Kept]) -> Iterator[Diagnostic]:
    """What a rule finds; it is kept for its units."""
    snapshot = view.snapshot
    found = list(rule.check(view))
    for one in found:
        at = _unit_of(snapshot, one)
        kept[at].by_code.setdefault(rule.code, []).append(one.moved(-snapshot.shift(at)))
    return _shown(view.project, snapshot, rule, found)


def soon(project: Project, snapshot: Snapshot) -> Iterator[Diagnostic]:
    """What the rules find in new units, and what they had found in the others.

    If that would be too many to look at, what was found when other units were others has to do, or nothing.
    """
    if _is_left_alone(project, snapshot):
        return
    context = _context(project, snapshot)
    kept: dict[int, _Kept] = {}
    for at, unit in enumerate(snapshot.units):
        known = unit.memory.get(_Kept)
        if isinstance(known, _Kept):
            kept[at] = known
    new = [at for at in range(len(snapshot.units)) if at not in kept]
    doubtful = [at for at, one in kept.items() if one.context != context]
    if len(new) + len(doubtful) <= _MOST_AT_ONCE:
        new += doubtful
    elif len(new) > _MOST_AT_ONCE:
        new = []
    for at in new:
        kept[at] = _Kept(context, {})
    yield from _of_units(project, snapshot)
    looked_at = frozenset(new)
    view = View(project, snapshot, looked_at)
    for rule in RULES if new else ():
        if isinstance(rule, FileRule) and _is_asked(project, snapshot, rule):
            for one in rule.check(view):
                at = _unit_of(snapshot, one)
                if at in looked_at:
                    kept[at].by_code.setdefault(rule.code, []).append(one.moved(-snapshot.shift(at)))
                    yield from _shown(project, snapshot, rule, [one])
    by_code = {rule.code: rule for rule in RULES}
    for at, findings in kept.items():
        if at in looked_at:
            snapshot.units[at].memory[_Kept] = findings
            continue
        shift = snapshot.shift(at)
        for code, found in findings.by_code.items():
            alone = [_alone(snapshot, at, one.moved(shift)) for one in found]
            yield from _shown(project, snapshot, by_code[code], alone)


def _context(project: Project, snapshot: Snapshot) -> tuple[object, ...]:
    """What findings about a unit depend on besides the unit."""
    return (interface(snapshot), project.outside(snapshot.uri))


def _is_left_alone(project: Project, snapshot: Snapshot) -> bool:
    """Whether no rule is to look at a file: one that only declares what is elsewhere, or that its project excludes."""
    return _META.search(snapshot.text, 0, _HEAD) is not None or EVERYTHING in project.disabled_rules(snapshot.uri)


def _is_asked(project: Project, snapshot: Snapshot, rule: FileRule) -> bool:
    """Whether a rule is to look at a file now."""
    return not (rule.asks_all and project.is_being_read) and rule.code not in project.disabled_rules(snapshot.uri)


def _unit_of(snapshot: Snapshot, finding: Finding) -> int:
    """The unit that a finding is in; one at the border of two is in the second."""
    return max(0, bisect_right(snapshot.starts, finding.start) - 1)


def _alone(snapshot: Snapshot, at: int, finding: Finding) -> Finding:
    """A finding without what it says of other units, which may have moved."""
    start = snapshot.starts[at]
    end = start + len(snapshot.units[at].text)
    related = tuple(one for one in finding.related if start <= one[0] and one[1] <= end)
    fixes = tuple(fix for fix in finding.fixes if all(start <= edit.start and edit.end <= end for edit in fix.edits))
    return finding._replace(related=related, fixes=fixes)


def _shown(project: Project, snapshot: Snapshot, rule: Rule, found: list[Finding]) -> Iterator[Diagnostic]:
    if not found:
        return
    disabled = project.disabled_rules(snapshot.uri)
    hidden = suppressions(snapshot)
    for finding in found:
        if finding.name and f"name:{finding.name}" in disabled:
            continue
        if not hidden.hides(rule.code, snapshot.lines.line_of(finding.start), finding.name):
            yield Diagnostic(
                finding.start,
                finding.end,
                rule.severity,
                rule.code,
                finding.message,
                rule.unnecessary,
                isinstance(rule, FileRule) and rule.deprecated,
                finding.related,
                finding.fixes,
            )


def _of_units(project: Project, snapshot: Snapshot) -> Iterator[Diagnostic]:
    """What the rules find that ask for no more than a unit; of each unit once."""
    disabled = project.disabled_rules(snapshot.uri)
    for at, unit in enumerate(snapshot.units):
        found = unit.memory.get(UnitRule)
        if not isinstance(found, list):
            found = [(rule, one) for rule in RULES if isinstance(rule, UnitRule) for one in rule.check(unit)]
            unit.memory[UnitRule] = found
        if found:
            shift = snapshot.shift(at)
            for rule, one in found:
                if rule.code not in disabled:
                    yield from _shown(project, snapshot, rule, [one.moved(shift)])
