"""Python's own cycle collector, told what a Lua heap is like.

Lua objects are many and live long, and reference counting frees most of them: looking at all of them often is a
waste that can cost more than running the program.  An embedding program decides for itself whether to call this;
the `moonwalk` command and the benchmarks do.
"""

import gc
from typing import Final

THRESHOLDS: Final = (100_000, 4, 1000)
"""When the collector looks at the young, the middle and the old objects (see `gc.set_threshold`).

To look at the middle ones, half a million, takes 60 ms, and nothing can be done meanwhile."""


def quiet_collector() -> None:
    """Take what exists now out of the collector's sight, and have it run seldom.  Affects the whole process."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(*THRESHOLDS)
