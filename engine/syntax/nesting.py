"""How deep the parts of a chunk may nest, and room on the Python stack for that.  Relies on nothing."""

import sys
from typing import Final

# Statements and expressions inside each other.  PUC Lua counts C calls, 200 in all, of which the
# `lua` program and the function `load` themselves take three.
MAX_LEVELS: Final = 197

# Interpreted, one level of nesting takes up to six Python frames; compiled, it takes none.
_FRAMES: Final = 4000


def make_room() -> None:
    """Let Python recurse deep enough to walk a chunk of `MAX_LEVELS`."""
    if sys.getrecursionlimit() < _FRAMES:
        sys.setrecursionlimit(_FRAMES)
