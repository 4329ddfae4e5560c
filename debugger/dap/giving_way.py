"""Letting other threads run, from within work that holds Python's lock for long.

To let go of the lock for no time is not enough: a thread that waits for it is woken, and finds it taken again.
"""

import time
from typing import Final

_EVERY: Final = 0.01
_FOR: Final = 0.001


class GivingWay:
    """Lets go of the lock for a moment, not too often; cheap to ask."""

    def __init__(self) -> None:
        self._last = 0.0

    def give_way(self) -> None:
        now = time.perf_counter()
        if now - self._last > _EVERY:
            time.sleep(_FOR)
            self._last = time.perf_counter()
