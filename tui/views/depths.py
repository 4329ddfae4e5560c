"""How deep the calls were along the run: samples taken while it ran, and what each cell of a graph shows of them."""

from bisect import bisect_left, bisect_right

Cell = float | None
"""The mean depth in a stretch of the run; None where it is not known."""


class Depths:
    """Samples (moment, depth) in the order of time."""

    def __init__(self) -> None:
        self.moments: list[int] = []
        self.depths: list[int] = []

    def add(self, t: int, depth: int) -> None:
        """A sample; one later than the last, or it is known already."""
        if not self.moments or t > self.moments[-1]:
            self.moments.append(t)
            self.depths.append(depth)

    def copy(self) -> "Depths":
        found = Depths()
        found.moments, found.depths = list(self.moments), list(self.depths)
        return found

    def give_up(self, t: int) -> None:
        """Forget what came after a moment: the run has gone another way."""
        at = bisect_right(self.moments, t)
        del self.moments[at:], self.depths[at:]

    def cells(self, start: int, end: int, count: int) -> list[Cell]:
        """The stretch from `start` to `end` in `count` cells; where no sample falls into a cell the last one holds."""
        found: list[Cell] = []
        span = max(end - start, 1)
        last = self.moments[-1] if self.moments else -1
        for cell in range(count):
            first, after = start + span * cell // count, start + span * (cell + 1) // count
            low, high = bisect_left(self.moments, first), bisect_left(self.moments, max(after, first + 1))
            if high > low:
                found.append(sum(self.depths[low:high]) / (high - low))
            elif low > 0 and first <= last:
                found.append(float(self.depths[low - 1]))
            else:
                found.append(None)
        return found


def budget(t: int, largest: int) -> int:
    """Steps to run before the next sample at `t`, so that a run of any length has some hundreds of them."""
    return min(max(t // 256, 16), largest)
