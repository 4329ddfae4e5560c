"""Generated programs print the same on Moonwalk, with and without history, as on the original of their dialect.

`make fuzz` does the same with many more programs (`tools.fuzz`).
"""

from typing import Final

import pytest
from hypothesis import HealthCheck, given, note, settings
from hypothesis import strategies as st
from hypothesis.strategies import DataObject

from engine.syntax.dialects import DIALECTS
from tests.differential import COMPILE, ORIGINALS, in_moonwalk, in_original
from tests.generated.mutants import mutated
from tests.generated.programs import programs, random_program
from tests.generated.scopes import seeded

EXAMPLES: Final = 20
SEEDS: Final = 30


@pytest.fixture(scope="module", autouse=True)
def warmed_up() -> None:
    """The first compilation raises Python's recursion limit, which Hypothesis wants to stay as it is in a test."""
    in_moonwalk("5.4", b"")


@pytest.mark.parametrize("history", [0, 10_000])
@pytest.mark.parametrize("key", ORIGINALS)
@settings(max_examples=EXAMPLES, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(data=st.data())
def test_same_output(key: str, history: int, data: DataObject) -> None:
    source = data.draw(programs(DIALECTS[key]))
    note(source)
    expected = in_original(key, source.encode())
    assert not expected.startswith("does not compile"), expected
    assert in_moonwalk(key, source.encode(), history=history) == expected


@pytest.mark.parametrize("key", ORIGINALS)
def test_same_message_about_mistakes(key: str) -> None:
    for seed in range(SEEDS):
        source = mutated(random_program(seed, DIALECTS[key]), seeded(seed)).encode()
        assert in_moonwalk(key, source, COMPILE) == in_original(key, source, COMPILE), f"seed {seed}"
