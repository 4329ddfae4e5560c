"""Defaults of the debugger that commands show in their help.  Imports nothing, so that help is there at once."""

from typing import Final

HISTORY: Final = 131_072
"""Steps that a session's ring holds, to be undone at once; earlier ones are replayed.

A ring of a million steps makes a program run a fifth slower than one of this size, and what it saves is a replay of
some 25 ms, once.
"""
