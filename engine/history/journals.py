"""What the journals in a ring hold, in bytes, and keeping that within a budget."""

from typing import Final, cast

from mypy_extensions import i64

from engine.history.changes import Change
from engine.history.ring import R_JOURNAL, Ring

LANE_BYTES: Final = 29
"""Bytes of a ring entry: pc 4, tag 1, integer 8, float 8, reference 8."""


def size(ring: Ring) -> int:
    """Estimated bytes of the journals of all its steps."""
    total = 0
    for t in range(ring.first() + 1, ring.last + 1):
        at = t & ring.mask
        if ring.tags[at] == R_JOURNAL:
            total += journal_size(ring, at)
    return total


def trim(ring: Ring, budget: i64) -> None:
    """Let history begin later, if the journals of all its steps together hold more than `budget` bytes."""
    oldest = ring.first()
    t = ring.last
    total: i64 = 0
    while t > oldest:
        at = t & ring.mask
        if ring.tags[at] == R_JOURNAL:
            total += journal_size(ring, at)
            if total > budget:
                break
        t -= 1
    while oldest < t:
        oldest += 1
        ring.refs[oldest & ring.mask] = None
    ring.start = max(ring.start, t)


def journal_size(ring: Ring, at: i64) -> i64:
    """Estimated bytes of one step's journal."""
    size: i64 = 56
    for change in cast(list[Change], ring.refs[at]):
        size += 8 + change.size()
    return size
