"""How deep the parts of a chunk may nest, and room on the Python stack for that.  Relies on nothing."""

import sys
from typing import Final

# Interpreted, one level of nesting takes up to six Python frames; compiled, it takes none.
_FRAMES: Final = 4000


def make_room() -> None:
    """Let Python recurse deep enough to walk a chunk as deep as any dialect allows."""
    if sys.getrecursionlimit() < _FRAMES:
        sys.setrecursionlimit(_FRAMES)
