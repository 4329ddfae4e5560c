"""The moments that the user has jumped from and to, to go back and forward through, as a browser does with pages."""

from typing import Final

MOST: Final = 500
"""Moments that are kept."""


class Jumps:
    """A list of moments, and where in it the user is."""

    def __init__(self) -> None:
        self.moments: list[int] = []
        self.at = -1

    def jumped(self, origin: int, goal: int) -> None:
        """The user has jumped; what came after the present place in the list is forgotten."""
        if origin == goal:
            return
        del self.moments[self.at + 1 :]
        for t in (origin, goal):
            if not self.moments or self.moments[-1] != t:
                self.moments.append(t)
        del self.moments[:-MOST]
        self.at = len(self.moments) - 1

    def back(self, now: int) -> int | None:
        """The moment to go back to from `now`, which may be some steps away from the last jump; None: there is none."""
        if self.at >= 0 and self.moments[self.at] != now:
            if self.at == len(self.moments) - 1:
                self.moments.append(now)  # so that forward leads here again
                return self.moments[self.at]
            return self.moments[self.at]
        if self.at <= 0:
            return None
        self.at -= 1
        return self.moments[self.at]

    def back_from(self, now: int) -> int | None:
        """The last moment in the list that is not `now`."""
        return next((t for t in reversed(self.moments[: self.at + 1]) if t != now), None)

    def forward(self, now: int) -> int | None:
        """The moment to go forward to; None: there is none."""
        if self.at + 1 >= len(self.moments):
            return None
        self.at += 1
        return self.moments[self.at] if self.moments[self.at] != now else self.forward(now)
