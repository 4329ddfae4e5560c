"""The number rules against PUC Lua: conversion, arithmetic and comparison, with NaN signs and infinities."""

import math
import struct

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from lupa import lua54

from engine.runtime import numbers

LUA = lua54.LuaRuntime(encoding=None)
INTEGERS = st.integers(numbers.MIN_INTEGER, numbers.MAX_INTEGER) | st.integers(-70, 70)
SPECIAL = [0.0, -0.0, math.inf, -math.inf, math.nan, -math.nan, 5e-324, 1.0, -1.0, 2.0**53, 2.0**63, -(2.0**63)]
FLOATS = st.floats() | st.sampled_from(SPECIAL) | st.integers(-20, 20).map(float)


def lua(source: str) -> object:
    return LUA.eval(source)


def bits(value: object) -> object:
    """A value that compares floats bit by bit, but takes all NaNs of one sign for the same."""
    if isinstance(value, float):
        return ("nan", math.copysign(1.0, value)) if math.isnan(value) else struct.pack("<d", value)
    return value


TOSTRING = lua("tostring")
TONUMBER = lua("tonumber")


@given(FLOATS)
def test_floats_print_as_in_lua(value: float) -> None:
    assert numbers.to_bytes(value) == TOSTRING(value)


@given(INTEGERS)
def test_integers_print_as_in_lua(value: int) -> None:
    assert numbers.to_bytes(value) == TOSTRING(value)


NUMERALS = st.text(alphabet="0123456789abefxXpP.+- \t\n\v_nNiI", max_size=24).map(str.encode)
LIKELY_NUMERALS = st.from_regex(
    rb"[ \t\v]?[-+]?(0[xX][0-9a-fA-F]{0,20}(\.[0-9a-f]{0,4})?([pP][-+]?[0-9]{1,4})?|[0-9]{0,22}(\.[0-9]{0,4})?"
    rb"([eE][-+]?[0-9]{1,3})?)[ \n\0]?",
    fullmatch=True,
)


@given(NUMERALS | LIKELY_NUMERALS)
@example(b"9223372036854775807")
@example(b"9223372036854775808")
@example(b"-9223372036854775808")
@example(b"-9223372036854775809")
@example(b"0x8000000000000000")
@example(b"0xfffffffffffffffffff")
@example(b"0x")
@example(b"0x.p1")
@example(b"0x1p99999")
@example(b"-0x1p99999")
@example(b"0x1p-99999")
@example(b"-0")
@example(b"-0x0.0")
@example(b"1e999")
@example(b"inf")
@example(b"nan")
@example(b"0x1_0")
@example(b"1_0")
@example(b"1\0")
@example(b"- 1")
@example(b"\xa01")
def test_numerals_read_as_in_lua(text: bytes) -> None:
    read = numbers.parse_number(text)
    expected = TONUMBER(text)
    assert type(read) is type(expected)
    assert bits(read) == bits(expected)


@pytest.mark.parametrize("value", [True, False, None, object(), b"", b"x"])
def test_other_values_are_no_numbers(value: object) -> None:
    assert numbers.to_number(value) is None
    assert numbers.to_integer(value) is None


@given(FLOATS)
def test_floats_convert_to_integers_as_in_lua(value: float) -> None:
    assert numbers.float_to_integer(value) == lua("math.tointeger")(value)


def test_strings_convert_to_integers() -> None:
    assert numbers.to_integer(b" 10 ") == 10
    assert numbers.to_integer(b"0x1p4") == 16
    assert numbers.to_integer(b"1.5") is None
    assert numbers.to_integer(2.0) == 2


@given(st.integers())
def test_wrap_is_modulo_2_to_64(value: int) -> None:
    wrapped = numbers.wrap(value)
    assert numbers.MIN_INTEGER <= wrapped <= numbers.MAX_INTEGER
    assert (wrapped - value) % 2**64 == 0


@pytest.mark.parametrize(
    ("operator", "operation"),
    [("//", numbers.integer_floor_div), ("%", numbers.integer_mod)],
)
def test_integer_division(operator: str, operation: object) -> None:
    expected = lua(f"function(a, b) return a {operator} b end")
    values = [1, -1, 2, -2, 7, -7, numbers.MAX_INTEGER, numbers.MIN_INTEGER, numbers.MIN_INTEGER + 1]
    for a in [0, *values]:
        for b in values:
            assert operation(a, b) == expected(a, b), (a, b)


@given(INTEGERS, st.integers(-70, 70) | INTEGERS)
def test_shifts(value: int, by: int) -> None:
    assert numbers.shift_left(value, by) == lua("function(a, b) return a << b end")(value, by)


@pytest.mark.parametrize(
    ("operator", "operation"),
    [
        ("/", numbers.float_div),
        ("//", numbers.float_floor_div),
        ("%", numbers.float_mod),
        ("^", numbers.float_pow),
    ],
)
@given(a=FLOATS, b=FLOATS)
def test_float_arithmetic(operator: str, operation: object, a: float, b: float) -> None:
    expected = lua(f"function(a, b) return a {operator} b end")(a, b)
    if math.isnan(a) and math.isnan(b):
        assert math.isnan(operation(a, b))  # whose sign wins is the C compiler's choice
    else:
        assert bits(operation(a, b)) == bits(expected)


NEAR = st.integers(-3, 3)


@given(INTEGERS | st.tuples(st.sampled_from([2**53, -(2**53), 2**62]), NEAR).map(sum), FLOATS, st.booleans(), NEAR)
@example(2**53 + 1, 2.0**53, False, 0)
@example(numbers.MAX_INTEGER, 2.0**63, False, 0)
@example(numbers.MIN_INTEGER, -(2.0**63), False, 0)
def test_comparison_is_exact(integer: int, number: float, near: bool, offset: int) -> None:
    if near:
        number = float(integer) + offset
    assert numbers.int_less_float(integer, number) == (integer < number)
    assert numbers.int_le_float(integer, number) == (integer <= number)
    assert numbers.float_less_int(number, integer) == (number < integer)
    assert numbers.float_le_int(number, integer) == (number <= integer)
