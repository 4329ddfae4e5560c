"""Evidence: what a run says about one version of a file, at the places where it still holds.

A function is the one of the run whose first line it has kept; if others of its lines were changed since, what is known
of it is *stale*: shown as such, and never at the changed lines.  Relies on snapshots, their facts and the line map.
"""

from collections.abc import Iterator
from typing import Final, NamedTuple

from debugger.observing.seen import FunctionSeen
from debugger.observing.values import Values
from engine.syntax.nodes import text_of
from lsp.binding.facts import PARAMETER, FunctionFacts, Variable
from lsp.documents.snapshot import Snapshot
from lsp.recordings.line_map import NONE, LineMap
from lsp.recordings.store import Run


class Match(NamedTuple):
    """A function of the text and the same in the run."""

    unit: int
    facts: FunctionFacts
    seen: FunctionSeen
    is_stale: bool


class Evidence:
    """What a run says about a snapshot."""

    def __init__(self, run: Run, source: str, snapshot: Snapshot) -> None:
        self.run: Final = run
        self.source: Final = source
        self.snapshot: Final = snapshot
        self.map: Final = LineMap(run.seen.texts[source], snapshot.text)
        self.counts: Final = run.seen.lines.get(source, {})
        self._matches: Final[dict[FunctionFacts, Match]] = {}
        by_place = {(one.line, one.number): one for one in run.seen.functions if one.source == source}
        self.main: Final[FunctionSeen | None] = by_place.get((0, 0))
        self._find(by_place)

    def _find(self, by_place: dict[tuple[int, int], FunctionSeen]) -> None:
        lines = self.snapshot.lines
        numbers: dict[int, int] = {}
        for at, unit in enumerate(self.snapshot.units):
            shift = self.snapshot.shift(at)
            for facts in unit.facts.functions:
                if facts.node is None:
                    continue
                first = lines.line_of(facts.node.start + shift)
                last = lines.line_of(max(facts.node.end + shift - 1, 0))
                number = numbers[first] = numbers.get(first, -1) + 1
                old = self.map.old(first)
                seen = by_place.get((old + 1, number)) if old != NONE else None
                if seen is None or seen.parameters != _parameters(facts):
                    continue
                is_same = self.map.is_whole(first, last) and seen.last_line - seen.line == last - first
                self._matches[facts] = Match(at, facts, seen, not is_same)

    # -- functions and variables

    def function(self, facts: FunctionFacts) -> Match | None:
        """A function of the text in the run."""
        return self._matches.get(facts)

    def functions(self) -> Iterator[Match]:
        return iter(self._matches.values())

    def is_stale(self, function: FunctionFacts) -> bool:
        """Whether a function, or the file if it is its top level, was changed since the run."""
        match = self._matches.get(function)
        return not self.map.is_same if match is None else match.is_stale

    def holds(self, function: FunctionFacts) -> bool:
        """Whether a function is as it was; of the top level each line is for itself."""
        match = self._matches.get(function)
        return function.node is None or (match is not None and not match.is_stale)

    def values(self, unit: int, variable: Variable) -> Values | None:
        """The values that a local variable has had; None, if it is new, or got them at a line that was changed."""
        home = variable.function
        name = text_of(variable.name)
        match = self._matches.get(home)
        seen = self.main if home.node is None else None if match is None else match.seen
        if seen is None:
            return None
        if variable.kind == PARAMETER:
            found = seen.arguments[seen.parameters.index(name)] if name in seen.parameters else None
            return found if found is not None and found.count else None
        shift = self.snapshot.shift(unit)
        statement = variable.statement or variable.node
        lines = self.snapshot.lines
        for line in range(lines.line_of(statement.start + shift), lines.line_of(statement.end + shift) + 1):
            old = self.map.old(line)
            known = seen.locals.get((name, old + 1)) if old != NONE else None
            if known is not None and known.count:
                return known
        return None

    # -- lines

    def line(self, recorded: int) -> int:
        """The line (from 0) that a recorded one (from 1) is now; NONE if it is gone."""
        return self.map.new(recorded - 1)

    def count(self, line: int) -> int | None:
        """How often a line (from 0) was executed; None if it has no code, or is new."""
        old = self.map.old(line)
        return None if old == NONE else self.counts.get(old + 1)

    def callees(self, line: int, columns: range) -> list[tuple[FunctionSeen, int]]:
        """The functions called from a line, by calls that begin in some bytes of it (from 0), and how often."""
        old = self.map.old(line)
        found: list[tuple[FunctionSeen, int]] = []
        for function in self.run.seen.functions if old != NONE else ():
            times = sum(
                count
                for site, count in function.callers.items()
                if site.source == self.source and site.line == old + 1 and site.column - 1 in columns
            )
            if times:
                found.append((function, times))
        return found


def _parameters(facts: FunctionFacts) -> list[str]:
    return [text_of(one.name) for one in facts.parameters if one.kind == PARAMETER]


def evidence_of(run: Run, path: str, snapshot: Snapshot) -> Evidence:
    """What a run says about a version of a file that it loaded; made once for each."""
    key = (Evidence, run)
    found = snapshot.memory.get(key)
    if not isinstance(found, Evidence):
        found = Evidence(run, run.files[path], snapshot)
        snapshot.memory[key] = found
    return found
