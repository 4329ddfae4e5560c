"""Parsing a file into units, and parsing again only what an edit may have changed.

After an edit the parse begins anew one statement before it, and ends where two statements in a row begin where
statements of the old version begin: from there on the parser, which looks one token ahead and carries nothing from one
top-level statement to the next, would find what it found before.
Relies on the engine's tolerant parser, `units` and `unclosed`.
"""

from bisect import bisect_left
from collections.abc import Sequence
from typing import Final, NamedTuple

from engine.syntax import ast
from engine.syntax.dialects import Dialect
from engine.syntax.errors import SyntaxProblem
from engine.syntax.parser import parse_tolerant
from lsp.documents.unclosed import CHUNK_NAME, Cut, Part, find_cut, moved_problem, no_collection, parse_part
from lsp.documents.units import Unit, split

_MARGIN: Final = 2  # units behind the edit that are parsed at first
_NAMES_LINES: Final = b"at line"
_OVERFLOW: Final = b"overflow"


class Parsed(NamedTuple):
    """The units of a file, where they begin, and what is wrong with it."""

    units: list[Unit]
    starts: list[int]
    problems: list[SyntaxProblem]
    open_unit: Unit | None = None
    """A unit whose last block is not closed, and was ended where the next statement begins a line; see `unclosed`."""


def parse_all(source: bytes, dialect: Dialect, before: Sequence[Unit]) -> Parsed:
    """Parse a whole file; units found in `before` are taken over."""
    with no_collection():
        chunk, problems = parse_tolerant(source, CHUNK_NAME, dialect)
    statements = chunk.body.statements
    cut = find_cut(source, Part(statements, 0, problems), len(source), dialect)
    if cut is not None:
        rest = parse_part(source, cut.at, len(source), dialect)
        if not rest.problems:
            parts = [Part(statements[:-1], 0, []), cut.part, rest]
            joined = _joined(source, dialect, before, parts, [*problems[:-1], _at_end(cut, source)])
            if _may_be_cut(joined):
                return joined
    units, starts = split(statements, source, dialect, before, 0, 0)
    return Parsed(units, starts, problems)


def _joined(
    source: bytes, dialect: Dialect, before: Sequence[Unit], parts: list[Part], problems: list[SyntaxProblem]
) -> Parsed:
    """The units of a file that was parsed in parts, of which the second is not closed."""
    units, starts = _split_parts(source, dialect, before, parts, 0)
    return Parsed(units, starts, problems, units[len(parts[0].statements)])


def _may_be_cut(parsed: Parsed) -> bool:
    """Whether ending what is not closed hides no error.

    ``...`` behind it would be one inside of it.  A label that it ends with is the last of its block only if nothing
    follows: else a `goto` to it may jump into the scope of a local.
    """
    if parsed.open_unit is None:
        return True
    at = parsed.units.index(parsed.open_unit)
    return not _ends_with_label(parsed.open_unit) and not any(unit.facts.has_varargs for unit in parsed.units[at + 1 :])


def _ends_with_label(unit: Unit) -> bool:
    """Whether nothing but semicolons follows a label up to the end of a unit's statement."""
    assert unit.statement is not None
    end = unit.statement.end - unit.origin
    behind = (unit.text[label.node.end - unit.origin : end] for label in unit.facts.labels)
    return any(not text.strip(b"; \t\r\n") for text in behind)


def _split_parts(
    source: bytes, dialect: Dialect, before: Sequence[Unit], parts: list[Part], start: int
) -> tuple[list[Unit], list[int]]:
    """The units of several parts that follow each other."""
    units: list[Unit] = []
    starts: list[int] = []
    for part in parts:
        more, places = split(part.statements, source, dialect, before, start, part.base)
        start = places[-1]
        units[-1:] = more
        starts[-1:] = places
    return units, starts


def _at_end(cut: Cut, source: bytes) -> SyntaxProblem:
    """The error of what is not closed, where the parser finds it: at the end of the file."""
    return SyntaxProblem(cut.problem.message, len(source), len(source), cut.problem.line)


class _Edit(NamedTuple):
    """What differs between two versions: they are the same up to `start`, and from `old_end` or `new_end` on.

    `adds_lines` if what is behind stands on other lines than before.
    """

    start: int
    old_end: int
    new_end: int
    adds_lines: bool

    @property
    def moved(self) -> int:
        return self.new_end - self.old_end


def parse_again(source: bytes, dialect: Dialect, old_source: bytes, old: Parsed) -> Parsed | None:
    """Parse a file that was parsed in an earlier version; None if all of it has to be parsed."""
    edit = _difference(old_source, source)
    first = _first_unit(old, edit.start)
    statement = old.units[first].statement
    if statement is None:
        return None
    start = _start_of(old, first) if first > 0 else 0  # the edit may be in front of the first statement
    last = bisect_left(old.starts, edit.old_end)  # the first unit that is all behind the edit
    margin = _MARGIN
    while last + margin < len(old.units) - 1:
        stop = old.starts[last + margin] + edit.moved
        found = _between(source, dialect, old, edit, first, start, stop)
        if found is not None:
            return found
        margin *= 4
    return None


def _difference(old: bytes, new: bytes) -> _Edit:
    """Where two texts differ."""
    size = min(len(old), len(new))
    same = _common(old, new, size)
    tail = _common(old[::-1], new[::-1], size - same)
    old_end, new_end = len(old) - tail, len(new) - tail
    return _Edit(same, old_end, new_end, old.count(b"\n", same, old_end) != new.count(b"\n", same, new_end))


def _common(one: bytes, other: bytes, size: int) -> int:
    """How many bytes two texts begin with that are the same, at most `size`."""
    low, high = 0, size
    while low < high:
        middle = (low + high + 1) // 2
        if one[low:middle] == other[low:middle]:
            low = middle
        else:
            high = middle - 1
    return low


def _first_unit(old: Parsed, offset: int) -> int:
    """The unit to begin with: the one before the edit, or before an error that reaches up to it."""
    at = max(0, bisect_left(old.starts, offset) - 2)
    reported = {problem.start for problem in old.problems}
    while at > 0 and (isinstance(old.units[at].statement, ast.ErrorStat) or _is_reported(old, at, reported)):
        at -= 1
    return at


def _is_reported(old: Parsed, unit: int, reported: set[int]) -> bool:
    """Whether an error was reported at a unit's first token: it may be one of the unit before."""
    return bool(reported) and _start_of(old, unit) in reported


def _start_of(old: Parsed, unit: int) -> int:
    """Where a unit's statement begins in the file."""
    one = old.units[unit]
    assert one.statement is not None
    return one.statement.start + old.starts[unit] - one.origin


def _between(
    source: bytes, dialect: Dialect, old: Parsed, edit: _Edit, first: int, start: int, stop: int
) -> Parsed | None:
    """Parse from `start` to `stop`; None if the parse does not fall in with the old one in between."""
    parts = [parse_part(source, start, stop, dialect)]
    cut = find_cut(source, parts[0], stop, dialect)
    if cut is not None:
        rest = parse_part(source, cut.at, stop, dialect)
        if rest.problems:
            return None
        parts = [Part(parts[0].statements[:-1], parts[0].base, parts[0].problems[:-1]), cut.part, rest]
    if any(_OVERFLOW in problem.message for part in parts for problem in part.problems):
        return None
    found = _meeting(parts[-1].statements, parts[-1].base, old, edit, cut is not None)
    if found is None:
        return None
    count, meeting = found
    end = _start_of(old, meeting)
    stays_open = _stays_open(old, first, meeting)
    kept = _kept_problems(old, start, end, edit)
    here = [one for part in parts for one in part.problems if one.start <= end + edit.moved]
    if kept is None or (cut is not None and (stays_open or kept[1])) or (stays_open and here):
        return None
    parts[-1] = Part(parts[-1].statements[:count], parts[-1].base, [])
    units, starts = _split_parts(source, dialect, old.units[first:meeting], parts, old.starts[first])
    del units[-1], starts[-1]
    # The unit where the parses meet begins where the one before it ends now.
    expected = starts[-1] + len(units[-1].text) if units else old.starts[first]
    if expected != old.starts[meeting] + edit.moved:
        return None
    open_unit = old.open_unit if stays_open else None
    if cut is not None:
        open_unit = units[len(parts[0].statements)]
        here.append(_at_end(cut, source))
    again = Parsed(
        [*old.units[:first], *units, *old.units[meeting:]],
        [*old.starts[:first], *starts, *(one + edit.moved for one in old.starts[meeting:])],
        [*kept[0], *here, *kept[1]],
        open_unit,
    )
    return again if _may_be_cut(again) else None


def _stays_open(old: Parsed, first: int, meeting: int) -> bool:
    """Whether a unit that is not closed is outside what was parsed again."""
    return old.open_unit is not None and old.open_unit not in old.units[first:meeting]


def _meeting(
    statements: list[ast.Stat], base: int, old: Parsed, edit: _Edit, after_cut: bool
) -> tuple[int, int] | None:
    """Where a new parse falls in with the old one: how many statements come before, and the old unit."""
    for count, statement in enumerate(statements[:-1]):
        start = statement.start + base - edit.moved
        at = bisect_left(old.starts, start + 1) - 1
        if at < 0 or old.starts[at] < edit.old_end:
            continue  # what is before the statement belongs to its unit
        if count == 0 and after_cut:
            continue  # where the unit before it ends is not known here
        if count > 0 and statements[count - 1].end + base != old.starts[at] + edit.moved:
            continue  # something that is no statement stands between
        if _is_same(old, at, statement, base - edit.moved):
            following = statements[count + 1]
            if at + 1 < len(old.units) - 1 and _start_of(old, at + 1) == following.start + base - edit.moved:
                if not isinstance(following, ast.ErrorStat):
                    return count, at
    return None


def _is_same(old: Parsed, unit: int, statement: ast.Stat, base: int) -> bool:
    before = old.units[unit].statement
    if before is None or type(before) is not type(statement) or isinstance(statement, ast.ErrorStat):
        return False
    shift = old.starts[unit] - old.units[unit].origin
    return before.start + shift == statement.start + base and before.end + shift == statement.end + base


def _kept_problems(
    old: Parsed, start: int, end: int, edit: _Edit
) -> tuple[list[SyntaxProblem], list[SyntaxProblem]] | None:
    """The problems before and behind what was parsed; None if one of them may have changed all the same."""
    before = [one for one in old.problems if one.start < start]
    behind = [one for one in old.problems if one.start > end]
    if old.open_unit is not None:
        at = old.units.index(old.open_unit)
        if start <= _start_of(old, at) < end:
            del behind[-1:]  # the error at the end of the file was about what was parsed again
    if edit.adds_lines and any(_NAMES_LINES in one.message for one in behind):
        return None
    return before, [moved_problem(one, edit.moved) for one in behind]
