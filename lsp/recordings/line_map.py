"""Which line of a text is which line of an older one.  Relies on nothing.

Lines that are the same at both ends are the same lines; between them the longest common runs decide.
"""

from difflib import SequenceMatcher
from typing import Final

_MOST_COMPARED: Final = 4_000_000  # pairs of lines; beyond that only those at both ends are found
NONE: Final = -1


class LineMap:
    """Between the lines of a text and those of the older one, both from 0."""

    def __init__(self, old: bytes, new: bytes) -> None:
        self.is_same: Final = old == new
        before, after = _lines(old), _lines(new)
        self._to_old: Final = [NONE] * len(after)
        self._to_new: Final = [NONE] * len(before)
        head = 0
        while head < min(len(before), len(after)) and before[head] == after[head]:
            head += 1
        tail = 0
        while tail < min(len(before), len(after)) - head and before[-1 - tail] == after[-1 - tail]:
            tail += 1
        self._join(0, 0, head)
        self._join(len(before) - tail, len(after) - tail, tail)
        middle_before, middle_after = before[head : len(before) - tail], after[head : len(after) - tail]
        if len(middle_before) * len(middle_after) <= _MOST_COMPARED:
            for one in SequenceMatcher(None, middle_before, middle_after, autojunk=False).get_matching_blocks():
                self._join(head + one.a, head + one.b, one.size)

    def _join(self, old: int, new: int, size: int) -> None:
        for at in range(size):
            self._to_old[new + at] = old + at
            self._to_new[old + at] = new + at

    def old(self, line: int) -> int:
        """The older text's line that a line was; NONE, if it was another."""
        return self._to_old[line] if 0 <= line < len(self._to_old) else NONE

    def new(self, line: int) -> int:
        """The line that one of the older text is now; NONE, if it is gone or changed."""
        return self._to_new[line] if 0 <= line < len(self._to_new) else NONE

    def is_whole(self, first: int, last: int) -> bool:
        """Whether lines are as they were, with nothing between them that is new or gone."""
        start = self.old(first)
        return start != NONE and all(self.old(line) == start + line - first for line in range(first, last + 1))


def _lines(text: bytes) -> list[bytes]:
    """As the protocol counts lines: a file ends with one, maybe empty."""
    return text.replace(b"\r\n", b"\n").replace(b"\r", b"\n").split(b"\n")
