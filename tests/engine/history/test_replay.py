"""Checkpoints and replay give the state of every step of a run, in any order."""

from pathlib import Path

import pytest
from replay_oracle import check_replay

from engine.host.vm import VM
from engine.syntax.dialects import DIALECTS
from tests.differential import ORIGINALS
from tests.generated.programs import random_program
from tests.program_dialect import dialect_of

ROOT = Path(__file__).parents[3]
EFFECTS = sorted((Path(__file__).parent / "effects").glob("*.lua"))
FIXTURES = sorted((ROOT / "fixtures").rglob("*.lua"))


@pytest.mark.parametrize("history", [0, 1024])
@pytest.mark.parametrize("path", EFFECTS, ids=lambda path: path.stem)
def test_effect(path: Path, history: int) -> None:
    source = path.read_bytes()
    check_replay(source, dialect=dialect_of(source), history=history)


@pytest.mark.parametrize("path", FIXTURES, ids=lambda path: path.stem)
def test_fixture(path: Path) -> None:
    check_replay(path.read_bytes(), max_steps=1200, jumps=15)


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("key", ORIGINALS)
def test_generated_program(key: str, seed: int) -> None:
    dialect = DIALECTS[key]
    check_replay(random_program(seed, dialect).encode(), dialect=dialect, max_steps=800, jumps=15)


def test_thinning_keeps_every_moment_reachable() -> None:
    source = b"local t = {} for i = 1, 600 do t[i % 7 + 1] = {i} t['k' .. i % 5] = i end"
    vm = check_replay(source, spacing=20, budget=20_000, jumps=60)
    assert vm.history is not None
    assert vm.history.checkpoints is not None
    assert vm.history.checkpoints.bytes_used <= 40_000


@pytest.mark.parametrize("history", [0, 1024])
def test_the_calls_of_a_host_keep_to_the_budget_however_many(history: int) -> None:
    budget = 100_000
    vm = VM(whole_run=True, history=history, checkpoint_bytes=budget)
    vm.run_source(b"local total = 0 function add(n) total = total + n return total end", b"=add")
    add = vm.globals.get(b"add")
    total = 0
    for number in range(2000):
        total += number
        assert vm.run(add, [number]) == [total]
    kept = vm.history
    assert kept is not None
    assert kept.checkpoints is not None
    assert kept.checkpoints.bytes_used <= budget * 17 // 16
    oldest = kept.oldest
    assert 0 < oldest < vm.steps
    kept.seek(oldest)
    kept.seek(kept.newest)
    assert vm.run(add, [0]) == [total]
