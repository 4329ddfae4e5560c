"""The ring gives the state of every step, backward, forward and in any order."""

from pathlib import Path

import pytest
from history_oracle import check_program

from engine.syntax.dialects import DIALECTS
from tests.differential import ORIGINALS
from tests.generated.programs import random_program
from tests.program_dialect import dialect_of

ROOT = Path(__file__).parents[3]
FIXTURES = sorted((ROOT / "fixtures").rglob("*.lua"))
REFUSED = ("syntax_", "expansion_error")
"""How the names of programs begin that do not compile."""
PROGRAMS = sorted(path for path in (ROOT / "tests" / "programs").rglob("*.lua") if not path.name.startswith(REFUSED))
TOO_LONG = {"life.lua", "primes.lua", "queens.lua", "sorting.lua", "maze.lua", "matrix.lua", "stack_overflow.lua"}
"""Programs whose first steps alone are compared."""


@pytest.mark.parametrize("path", FIXTURES + PROGRAMS, ids=lambda path: str(path.relative_to(ROOT)))
def test_program(path: Path) -> None:
    limit = 600 if path.name in TOO_LONG else 1500
    source = path.read_bytes()
    assert check_program(source, dialect=dialect_of(source), max_steps=limit, jumps=20) > 0


@pytest.mark.parametrize("seed", range(8))
@pytest.mark.parametrize("key", ORIGINALS)
def test_generated_program(key: str, seed: int) -> None:
    dialect = DIALECTS[key]
    check_program(random_program(seed, dialect).encode(), dialect=dialect, max_steps=1000, jumps=20)


WRAPPING = b"local t = {} for i = 1, 2000 do t[i % 7 + 1] = {i} t['k' .. i % 5] = i end"


def test_ring_that_wraps_around() -> None:
    """Only the last steps are kept; those are exact, and the oldest is not passed."""
    check_program(WRAPPING, steps=1024, max_steps=5000)


EFFECTS = sorted((Path(__file__).parent / "effects").glob("*.lua"))
"""Small programs, each on one kind of effect on the state."""


@pytest.mark.parametrize("path", EFFECTS, ids=lambda path: path.stem)
def test_effect(path: Path) -> None:
    source = path.read_bytes()
    check_program(source, dialect=dialect_of(source))
