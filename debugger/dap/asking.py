"""Questions about the whole run, which take their time: worked out in slices on the event loop, then answered.

While one is worked out the machine stands elsewhere, so other requests wait for it (see `Dispatcher`); one that moves
the program, or a cancel, ends it early, with what has been found.
"""

import asyncio
import time
from typing import Final, TypeVar

from debugger.dap.debuggee import Debuggee
from debugger.dap.dispatcher import Refused
from debugger.dap.progress import Progress
from debugger.queries.query import Query
from engine.history.event_log import Divergence, EndOfRecording

R = TypeVar("R")

SLICE_SECONDS: Final = 0.02
"""How long a slice is worked on before messages are looked at."""


class Asking:
    """Works questions out, one at a time."""

    def __init__(self, debuggee: Debuggee) -> None:
        self._debuggee = debuggee
        self._is_cancelled = False

    def cancel(self) -> None:
        """Answer with what has been found so far."""
        self._is_cancelled = True

    async def results(self, query: Query[R], limit: int) -> tuple[list[R], bool]:
        """The results, `limit` at most, and whether these are all.  Raises Refused."""
        self._is_cancelled = False
        progress = Progress(self._debuggee, "Searching")
        try:
            while not query.is_done and len(query.found) <= limit and not self._is_cancelled:
                end = time.monotonic() + SLICE_SECONDS
                while not query.is_done and time.monotonic() < end:
                    query.advance()
                progress.report(query.progress)
                await self._debuggee.client.drain()
                await asyncio.sleep(0)  # messages have their turn
        except (Divergence, EndOfRecording) as problem:
            raise Refused(str(problem)) from None
        finally:
            is_complete = query.is_done and not query.is_cancelled and len(query.found) <= limit
            query.cancel()
            progress.end()
        return query.found[:limit], is_complete
