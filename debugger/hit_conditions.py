"""Hit conditions: the numbers of its hits at which a breakpoint stops.

A hit is a moment at which the breakpoint is met and its condition holds; its number is their count from the beginning
of the run (see `hit_counts`).
"""

import re
from bisect import bisect_right
from typing import Final, Protocol

_FORM: Final = re.compile(r"\s*(>=|<=|==|=|>|<|%|)\s*(\d+)\s*")

class Counted(Protocol):
    """A breakpoint whose hits are counted."""

    hits: list[int]  # the moments of those that are known
    counted: int  # up to this moment they are


class BadHitCondition(Exception):  # noqa: N818  # it is the user's
    """A hit condition that says nothing; the text says what would."""


def parse(text: str) -> tuple[str, int]:
    """The comparison and the number of a hit condition.  Raises BadHitCondition."""
    found = _FORM.fullmatch(text)
    if found is None or (found[1] == "%" and int(found[2]) == 0):
        raise BadHitCondition(f"hit condition {text!r}: write a number, or one after >=, >, <=, <, = or % (every n-th)")
    return found[1], int(found[2])


def numbers(text: str, first: int, last: int) -> range:
    """Those of the hits with the numbers `first` to `last` at which a breakpoint with this hit condition stops."""
    sign, operand = parse(text)
    if sign == "%":
        return range(first + -first % operand, last + 1, operand)
    least = {">": operand + 1, "<": 0, "<=": 0}.get(sign, operand)
    most = {"<": operand - 1, ">": last, ">=": last}.get(sign, operand)
    return range(max(first, least), min(last, most) + 1)


def holds(text: str, number: int) -> bool:
    """Whether a breakpoint with this hit condition stops at its hit of that number."""
    return bool(numbers(text, number, number))


def forget_after(found: Counted, t: int) -> None:
    """The run after moment t has been given up."""
    found.counted = min(found.counted, t)
    del found.hits[bisect_right(found.hits, t) :]
