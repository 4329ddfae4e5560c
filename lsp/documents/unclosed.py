"""Parsing parts of a file, and ending what is not closed.

While a function is being written its ``end`` is missing, and the parser takes everything up to the end of the file for
its body.  Where that is the only thing wrong, the body is ended at the next line that begins with a statement in the
first column: what is below stays what it was.  The error stays where the original has it, at the end of the file.
Relies on the engine's tolerant parser.
"""

import gc
import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final, NamedTuple

from engine.syntax import ast
from engine.syntax.dialects import Dialect
from engine.syntax.errors import SyntaxProblem
from engine.syntax.parser import parse_tolerant

CHUNK_NAME: Final = b"=file"
# A line that a statement begins in the first column.
_STATEMENT: Final = re.compile(rb"^(?!(?:end|until|else|elseif|then|do|and|or|not)\b)[A-Za-z_]", re.MULTILINE)


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


class Part(NamedTuple):
    """Statements that were parsed by themselves; `base` is what to add to their offsets to get the file's."""

    statements: list[ast.Stat]
    base: int
    problems: list[SyntaxProblem]
    """In the offsets of the file."""


class Cut(NamedTuple):
    """A statement that is not closed, as it is when it is ended at the offset `at`, and what is wrong with it."""

    part: Part
    at: int
    problem: SyntaxProblem


def parse_part(source: bytes, start: int, stop: int, dialect: Dialect) -> Part:
    """Parse from one offset to another, as if nothing were behind."""
    lines = source.count(b"\n", 0, start)  # messages name lines
    with no_collection():
        chunk, problems = parse_tolerant(b"\n" * lines + source[start:stop], CHUNK_NAME, dialect)
    base = start - lines
    return Part(chunk.body.statements, base, [moved_problem(one, base) for one in problems])


def moved_problem(problem: SyntaxProblem, by: int) -> SyntaxProblem:
    """The same problem, further on in the file."""
    return SyntaxProblem(problem.message, problem.start + by, problem.end + by, problem.line)


def find_cut(source: bytes, parsed: Part, stop: int, dialect: Dialect) -> Cut | None:
    """Where to end the last statement of a part, which is not closed at `stop`; None if that is not plain."""
    if not parsed.statements or not parsed.problems or parsed.problems[-1].start != stop:
        return None
    start = parsed.statements[-1].start + parsed.base
    own = [problem for problem in parsed.problems if problem.start > start]
    if source[start - 1 : start] not in (b"", b"\n"):
        return None  # it does not begin its line: neither will what is behind it
    line_end = source.find(b"\n", start, stop)
    found = _STATEMENT.search(source, line_end, stop) if line_end >= 0 else None
    if found is None:
        return None
    at = found.start()
    part = parse_part(source, start, at, dialect)
    if len(part.statements) != 1 or [one.message for one in part.problems] != [one.message for one in own[-1:]]:
        return None
    if any(problem.start != at for problem in own[:-1]):
        return None  # there is more wrong with it than that a `return` is not the last
    return Cut(Part(part.statements, part.base, []), at, part.problems[0])
