"""Watching one object for writes while the machine executes at full speed.

Every write to a table or a cell compares the object's epoch with the machine's, and goes a longer way when they differ
(`Machine.keep_table`, `keep_cell`).  A watched object has an epoch's number that is none, so all of its writes go that
way, and no other object's do.
"""

from typing import Final, final

from mypy_extensions import i64

WATCHED: Final = -1
"""The epoch of what is watched."""

ANY_KEY: Final[object] = object()
"""What a write is to that may be to several keys."""

METATABLE_KEY: Final[object] = object()
"""What a write is to that sets the metatable."""

EVERY_KEY: Final[object] = object()
"""What a watch of the whole object looks for."""


@final
class Watch:
    """The steps that may have written to `key` of `subject`: all that did, and some more.

    `key` is a normalised key, METATABLE_KEY, or EVERY_KEY.  Whether a step really wrote the place is for
    `writes.step_writes` to say.
    """

    def __init__(self, subject: object, key: object) -> None:
        self.subject: Final = subject
        self.key: Final = key
        self.is_kept = False  # whether the epoch in progress has an image of the object
        self.steps: Final[list[int]] = []

    def is_kept_after(self, t: i64, key: object) -> bool:
        """Take note of a write in step `t`; whether an image of the object has been kept, and none is needed."""
        if key is ANY_KEY:
            meant = self.key is not METATABLE_KEY
        elif self.key is EVERY_KEY:
            meant = key is not METATABLE_KEY
        else:
            meant = key is self.key or (key is not METATABLE_KEY and self.key is not METATABLE_KEY and key == self.key)
        if meant and (len(self.steps) == 0 or self.steps[len(self.steps) - 1] != t):
            self.steps.append(int(t))
        kept = self.is_kept
        self.is_kept = True
        return kept
