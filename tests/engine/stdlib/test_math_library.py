"""The mathematical library against PUC Lua."""

import math

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from native_driver import Natives

from engine.runtime.values import Invoke
from engine.stdlib import math_library
from engine.stdlib.catalogue import has_function
from engine.syntax.dialects import LUA_54

MATH = Natives("math", math_library.FUNCTIONS)

INTEGERS = st.integers(-(2**63), 2**63 - 1) | st.integers(-20, 20)
FLOATS = st.floats() | st.integers(-20, 20).map(float) | st.sampled_from([-0.0, 0.5, 2.0**63, -(2.0**63), 2.0**53])
NUMBERS = INTEGERS | FLOATS
VALUES = NUMBERS | st.sampled_from([None, True, b"10", b"0x10", b"1e1", b"x", b"", b" 7 ", b"2.5", []])

ONE_ARGUMENT = ["abs", "ceil", "floor", "modf", "tointeger", "type", "sqrt", "deg", "rad"]
TRANSCENDENTAL = ["sin", "cos", "tan", "asin", "acos", "exp", "log"]


@given(st.sampled_from(ONE_ARGUMENT), VALUES)
def test_functions_of_one_number(name: str, value: object) -> None:
    MATH.same(name, value)


@given(st.sampled_from(TRANSCENDENTAL), VALUES)
def test_transcendental_functions(name: str, value: object) -> None:
    MATH.same(name, value)


NAMES = [name for name in math_library.FUNCTIONS if has_function(LUA_54, "math", name)]


@pytest.mark.parametrize("name", sorted(set(NAMES) - {"random", "randomseed"}))
def test_missing_argument(name: str) -> None:
    MATH.same(name)


@given(VALUES, VALUES)
@example(-(2**63), -1)
@example(5, 0)
@example(-6, 4)
@example(1, 0.0)
@example(math.inf, 2)
def test_fmod(a: object, b: object) -> None:
    MATH.same("fmod", a, b)


@given(VALUES, st.none() | VALUES)
@example(8, 2)
@example(1000, 10)
@example(0, 10)
@example(-1, 2)
@example(27, 3)
def test_log_with_base(value: object, base: object) -> None:
    MATH.same("log", value, base)


@given(VALUES, VALUES)
def test_atan_and_ult(a: object, b: object) -> None:
    MATH.same("atan", a, b)
    MATH.same("ult", a, b)


@given(st.lists(NUMBERS, min_size=1, max_size=5))
@example([1, 1.0])
@example([0.0, -0.0])
@example([2**53, 2.0**53 + 2, 2**53 + 1])
def test_extremes_of_numbers(values: list[object]) -> None:
    MATH.same("max", *values)
    MATH.same("min", *values)


def test_extremes_of_other_values_are_left_to_lua() -> None:
    handed: object = object()
    MATH.machine.prelude[b"math.max"] = handed
    outcome = MATH.call("max", b"a", b"b")
    invoke = outcome[1]
    assert isinstance(invoke, Invoke)
    assert (invoke.function, invoke.arguments) == (handed, [2, b"a", b"b"])


def test_constants() -> None:
    expected = {"pi": math.pi, "huge": math.inf, "maxinteger": 2**63 - 1, "mininteger": -(2**63)}
    assert expected == math_library.CONSTANTS
