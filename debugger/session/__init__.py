"""A debugging session: the only way a front end touches a run.

Commands in, stops out.  Every movement is a `Motion` that advances in bounded slices, so that a front end stays
responsive: ``begin(motion)``, then `advance` until it returns a `Stop`.  The plain methods (`step_over`,
`reverse_continue`, ...) do both at once.  No threads, no UI types.

A session is built in layers, one a module, each of which knows only those below it: the program that it holds, what
it shows of the present, where it stops, what it answers about the whole run, how it moves, how it changes the past.
"""

from debugger.branches import NoBranch
from debugger.breakpoints import source_path
from debugger.interventions import CannotChange
from debugger.session._program import LoadError
from debugger.session._session import Session

__all__ = ["CannotChange", "LoadError", "NoBranch", "Session", "source_path"]
