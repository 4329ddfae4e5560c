"""The ring: what each of the last N executed instructions overwrote.

Step `t` (the t-th executed instruction, counted from 1) has the entry ``t & mask``.  An entry keeps the
instruction's pc and, in lanes, one old value; `tags` says what to do with them:

- below R_CELL: the old tag of the register R[A] (exchanging it is harmless if the step did not write it);
- R_CELL + old tag: the old value of the cell that the instruction writes;
- R_RETURN + old tag: the step returned; the old value of the caller's register that got the result;
- one of the numbers below;
- R_JOURNAL: `refs` holds a list of `Change`s that say it all.

The dispatch loop writes the lanes itself; everything else notes `Change`s.
"""

from typing import Final, final

from librt.vecs import vec
from mypy_extensions import i32, i64, u8

R_CELL: Final = 16
R_RETURN: Final = 32
R_CALL: Final = 64  # pushed a frame; refs/ints: the function and info that stood in its place
R_ARRAY_SET: Final = 65  # the instruction's table[key]: refs is the old array element
R_ARRAY_APPEND: Final = 66  # the array part grew by one; refs is the element while undone
R_SLOT_SET: Final = 67  # refs is the old value in the key's slot
R_SLOT_INSERT: Final = 68  # the key got a new slot; refs is the value while undone
R_LOOP: Final = 69  # a traversal step: refs is the pair of old R[A+3], R[A+4]
R_TAIL: Final = 70  # replaced the frame's function; refs/ints: the old function and info
R_LIST: Final = 71  # a constructor filled the array part of the table R[A]; refs is the other array
R_ARRAY_FLOAT: Final = 72  # as R_ARRAY_SET; the old element was a float, kept in its lane
R_SLOT_FLOAT: Final = 73  # as R_SLOT_SET, likewise: a float that is kept boxed is memory not used again for long
R_JOURNAL: Final = 255


@final
class Ring:
    """Room for `size` steps (a power of two).  `first` and `last` are the oldest and newest reachable t.

    `first` is where undo ends: the state before step first+1.
    """

    def __init__(self, size: i64, t: i64) -> None:
        capacity: i64 = 1024
        while capacity < size:
            capacity *= 2
        self.size: Final[i64] = capacity
        self.mask: Final[i64] = capacity - 1
        self.pcs: Final[vec[i32]] = vec[i32]([0] * capacity)
        self.tags: Final[vec[u8]] = vec[u8]([0] * capacity)
        self.ints: Final[vec[i64]] = vec[i64]([0] * capacity)
        self.floats: Final[vec[float]] = vec[float]([0.0] * capacity)
        self.refs: Final[list[object]] = [None] * capacity
        self.start: i64 = t  # t when recording began (or the last time the past was given up)
        self.last: i64 = t

    def first(self) -> i64:
        """The oldest t that can be reached, in steps.

        One entry stays out of use: the loop writes to the entry of a step before it knows whether a breakpoint
        stops it there, and the pc at `last` is kept in the entry after the last.
        """
        return max(self.start, self.last - self.size + 1)
