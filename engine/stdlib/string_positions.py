"""How the string library takes positions: from 1, negative ones from the end (manual 6.4)."""

from mypy_extensions import i64


def start_of(position: i64, size: i64) -> i64:
    """Where a part of a string of `size` bytes starts, counted from 0.

    It may be beyond the end, but not before the beginning.
    """
    if position > 0:
        return position - 1
    if position == 0 or position < -size:
        return 0
    return size + position


def end_of(position: i64, size: i64) -> i64:
    """Where a part of a string of `size` bytes ends: the first byte after it, counted from 0; within the string."""
    if position > size:
        return size
    if position >= 0:
        return position
    if position < -size:
        return 0
    return size + position + 1
