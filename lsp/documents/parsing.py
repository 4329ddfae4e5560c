"""Parsing a file into units, and parsing again only what an edit may have changed.

After an edit the parse begins anew one statement before it, and ends where two statements in a row begin where
statements of the old version begin: from there on the parser, which looks one token ahead and carries nothing from one
top-level statement to the next, would find what it found before.
Relies on the engine's tolerant parser and on `units`.
"""

import gc
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Final, NamedTuple

from engine.syntax import ast
from engine.syntax.dialects import Dialect
from engine.syntax.errors import SyntaxProblem
from engine.syntax.parser import parse_tolerant
from lsp.documents.units import Unit, split

CHUNK_NAME: Final = b"=file"
_MARGIN: Final = 2  # units behind the edit that are parsed at first
_NAMES_LINES: Final = b"at line"
_OVERFLOW: Final = b"overflow"


class Parsed(NamedTuple):
    """The units of a file, where they begin, and what is wrong with it."""

    units: list[Unit]
    starts: list[int]
    problems: list[SyntaxProblem]


@contextmanager
def no_collection() -> Iterator[None]:
    """Keep Python's collector from searching a tree that is only being made."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def parse_all(source: bytes, dialect: Dialect, before: Sequence[Unit]) -> Parsed:
    """Parse a whole file; units found in `before` are taken over."""
    with no_collection():
        chunk, problems = parse_tolerant(source, CHUNK_NAME, dialect)
    units, starts = split(chunk.body.statements, source, dialect, before, 0, 0)
    return Parsed(units, starts, problems)


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
    lines = source.count(b"\n", 0, start)
    margin = _MARGIN
    while last + margin < len(old.units) - 1:
        stop = old.starts[last + margin] + edit.moved
        found = _between(source, dialect, old, edit, first, start, stop, lines)
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
    source: bytes, dialect: Dialect, old: Parsed, edit: _Edit, first: int, start: int, stop: int, lines: int
) -> Parsed | None:
    """Parse from `start` to `stop`; None if the parse does not fall in with the old one in between."""
    padding = b"\n" * lines  # messages name lines
    base = start - lines
    with no_collection():
        chunk, problems = parse_tolerant(padding + source[start:stop], CHUNK_NAME, dialect)
    if any(_OVERFLOW in problem.message for problem in problems):
        return None
    statements = chunk.body.statements
    found = _meeting(statements, base, old, edit)
    if found is None:
        return None
    count, meeting = found
    end = _start_of(old, meeting)
    kept = _kept_problems(old, start, end, edit)
    if kept is None:
        return None
    here = [_moved(one, base) for one in problems if one.start + base <= end + edit.moved]
    units, starts = split(statements[:count], source, dialect, old.units[first:meeting], old.starts[first], base)
    del units[-1], starts[-1]
    # The unit where the parses meet begins where the one before it ends now.
    boundary = old.starts[meeting] + edit.moved
    expected = starts[-1] + len(units[-1].text) if units else old.starts[first]
    if expected != boundary:
        return None
    return Parsed(
        [*old.units[:first], *units, *old.units[meeting:]],
        [*old.starts[:first], *starts, *(one + edit.moved for one in old.starts[meeting:])],
        [*kept[0], *here, *kept[1]],
    )


def _meeting(statements: list[ast.Stat], base: int, old: Parsed, edit: _Edit) -> tuple[int, int] | None:
    """Where a new parse falls in with the old one: how many statements come before, and the old unit."""
    for count, statement in enumerate(statements[:-1]):
        start = statement.start + base - edit.moved
        at = bisect_left(old.starts, start + 1) - 1
        if at < 0 or old.starts[at] < edit.old_end:
            continue  # what is before the statement belongs to its unit
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
    if edit.adds_lines and any(_NAMES_LINES in one.message for one in behind):
        return None
    return before, [_moved(one, edit.moved) for one in behind]


def _moved(problem: SyntaxProblem, by: int) -> SyntaxProblem:
    return SyntaxProblem(problem.message, problem.start + by, problem.end + by, problem.line)
