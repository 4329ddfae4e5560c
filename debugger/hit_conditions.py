"""Hit conditions: the numbers of its hits at which a breakpoint stops, and which number a hit has.

A hit has the same number in both directions of time: the count of moments, from the beginning of the run, at which the
breakpoint was met and its condition held.  The moments are remembered; those of a stretch that has not been looked
through yet are found by going through it.
"""

import re
from bisect import bisect_right
from collections.abc import Callable
from typing import Final, Protocol

from debugger.breakpoints import Breakpoint
from debugger.mover import Mover

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


def hit_number(mover: Mover, found: Breakpoint, condition_holds: Callable[[Breakpoint], bool]) -> int:
    """The number of the hit at the present moment, where the breakpoint is met."""
    machine = mover.machine
    t = machine.t
    if found.counted < t:
        mover.history.seek(max(found.counted, mover.history.oldest))
        if found.counted < 0:
            _note(mover, found, condition_holds)
        while machine.t < t:
            mover.stretch(t)
            _note(mover, found, condition_holds)
        found.counted = t
    return bisect_right(found.hits, t)


def _note(mover: Mover, found: Breakpoint, condition_holds: Callable[[Breakpoint], bool]) -> None:
    if found in mover.breakpoints_here() and mover.meets(found) and condition_holds(found):
        found.hits.append(int(mover.machine.t))


def forget_after(found: Counted, t: int) -> None:
    """The run after moment t has been given up."""
    found.counted = min(found.counted, t)
    del found.hits[bisect_right(found.hits, t) :]
