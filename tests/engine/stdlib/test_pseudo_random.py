"""The pseudo-random generator against PUC Lua: the same seeds give the same numbers."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from native_driver import LUA, Natives, puc, shown

from engine.stdlib import math_library

MATH = Natives("math", math_library.FUNCTIONS)

INTEGERS = st.integers(-(2**63), 2**63 - 1)
SMALL = st.integers(-10, 10)


def seed(*values: object) -> None:
    assert shown(MATH.call("randomseed", *values)) == shown(puc("math", "randomseed", *values))


@given(INTEGERS, st.none() | INTEGERS)
def test_floats_and_full_integers(first: int, second: int | None) -> None:
    seed(first, second)
    for _ in range(5):
        MATH.same("random")
        MATH.same("random", 0)


@given(INTEGERS, INTEGERS | SMALL, INTEGERS | SMALL)
@example(42, -(2**63), 2**63 - 1)
@example(42, 3, 3)
@example(42, 2, 1)
@example(42, 1, 2**62 + 1)
def test_intervals(start: int, low: int, high: int) -> None:
    seed(start)
    for _ in range(5):
        MATH.same("random", low, high)
        MATH.same("random", high)


@pytest.mark.parametrize(
    "arguments",
    [(1, 2, 3), (b"x",), (1.5,), (3.0,), (b"10",), (1, b"x"), (2, 1), (-1,), (None,), (1, None)],
)
def test_arguments_of_random(arguments: tuple[object, ...]) -> None:
    seed(7)
    MATH.same("random", *arguments)
    MATH.same("random")  # a call that fails takes a number all the same


@pytest.mark.parametrize("arguments", [(3.0,), (b"10",), (1.5,), (b"x",), (None,), (1, b"x"), (1, 2.0)])
def test_arguments_of_randomseed(arguments: tuple[object, ...]) -> None:
    seed(*arguments)


def test_seed_from_the_clock() -> None:
    outcome = MATH.call("randomseed")
    assert MATH.call("random") == (
        True,
        LUA.eval("function(...) math.randomseed(...) return math.random() end")(*outcome[1:]),
    )
