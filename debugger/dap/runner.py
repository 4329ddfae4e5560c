"""Carries movements out in slices on the event loop, so that requests are read and answered meanwhile.

At the end of each it tells the client where the program stands, or that the program is over.
"""

import asyncio
import time
from dataclasses import replace
from typing import Final

from debugger.dap import moments
from debugger.dap.breakpoints import BreakpointRequests
from debugger.dap.data_breakpoints import DataBreakpointRequests
from debugger.dap.debuggee import Debuggee
from debugger.dap.dispatcher import internal_error
from debugger.dap.exceptions import Exceptions
from debugger.dap.fields import Json
from debugger.dap.output import Output
from debugger.dap.program_input import Input
from debugger.dap.progress import Progress
from debugger.dap.sources import Sources
from debugger.dap.stack import Stack
from debugger.motions import Motion
from debugger.stops import Reason, Stop
from engine.history.event_log import Divergence, EndOfRecording

SLICE_SECONDS: Final = 0.02
"""About how long a slice takes: the client waits for an answer no longer than that."""

_TURNS: Final = 4
"""Turns of the event loop between two slices: a request that has come is taken, read and carried out in them."""

_FIRST_BUDGET: Final = 1000
_SMALLEST_BUDGET: Final = 10
_LARGEST_BUDGET: Final = 2_000_000


class Runner:
    """Moves the program.  `ended` is called when it is over and the client is told."""

    def __init__(
        self,
        debuggee: Debuggee,
        sources: Sources,
        stack: Stack,
        breakpoints: BreakpointRequests,
        data_breakpoints: DataBreakpointRequests,
        exceptions: Exceptions,
        program_input: Input,
        output: Output,
    ) -> None:
        self._debuggee = debuggee
        self._sources = sources
        self._stack = stack
        self._breakpoints = breakpoints
        self._data_breakpoints = data_breakpoints
        self._exceptions = exceptions
        self._input = program_input
        self._output = output
        self._budget = _FIRST_BUDGET
        self._task: asyncio.Task[None] | None = None
        self.has_terminated = False
        self.stops_at_call = False  # the next call of a host's is to stop where it begins

    def begin(self) -> None:
        """Another program begins."""
        self.has_terminated = False
        self._output.begin()
        self._sources.forget()
        self._stack.begin()
        self._breakpoints.begin()
        self._exceptions.begin()
        self._sources.announce()

    def start(self, motion: Motion, *, leaves: bool = True, arrival: str = "") -> None:
        """Set the program in motion.  Forward from its end it is left, if it `leaves`.

        `arrival` is the protocol's reason for a stop at the goal, if not that of a goto.
        """
        debuggee = self._debuggee
        session = debuggee.stopped
        is_at_end = session.stop.reason in moments.ENDS and not session.in_past
        was_over = leaves and motion.forward and is_at_end
        session.begin(motion)
        debuggee.forget()
        debuggee.is_moving = True
        progress = None if motion.forward else Progress(debuggee)
        self._task = asyncio.get_running_loop().create_task(self._run(was_over, progress, arrival))

    def stop(self) -> None:
        """Give up the movement in progress, if there is one, without a word."""
        if self._task is not None:
            self._task.cancel()
            self._task = None
        self._debuggee.is_moving = False

    def begin_call(self) -> None:
        """The host has called a function: let it run, up to the first stop."""
        debuggee = self._debuggee
        session = debuggee.session
        debuggee.is_moving = False
        session.call_began()
        wants_stop, self.stops_at_call = self.stops_at_call, False
        if wants_stop:
            self.tell_stop(replace(session.stop, reason=Reason.PAUSE))
        elif (stop := session.stop_here()) is not None:
            self.tell_stop(stop)
        else:
            self.start(session.motion_continue())

    async def settle(self) -> None:
        """Bring the movement in progress to a halt."""
        task = self._task
        if task is not None and not task.done():
            self._debuggee.session.pause()
            self._input.wake()
            await task

    async def _run(self, was_over: bool, progress: Progress | None, arrival: str) -> None:
        session = self._debuggee.session
        try:
            while True:
                began = time.perf_counter()
                stop = await self._slice()
                if stop is not None:
                    break
                self._tell_news()
                if progress is not None:
                    progress.report()
                await self._debuggee.client.drain()
                self._adapt(time.perf_counter() - began)
                if session.waits_for_input:
                    await self._input.wait()
                for _ in range(_TURNS):
                    await asyncio.sleep(0)  # requests have their turn
        except (Divergence, EndOfRecording) as problem:
            self._debuggee.client.console(f"moonwalk: {problem}", "important")
            stop = Stop(Reason.PAUSE, session.t, "", 0)
        except Exception as failure:
            self._debuggee.client.console(f"moonwalk: {internal_error(failure)}", "important")
            stop = Stop(Reason.PAUSE, session.t, "", 0)
        self._debuggee.is_moving = False
        if progress is not None:
            progress.end()
        self._tell_news()
        self._arrive(stop, was_over, arrival)

    async def _slice(self) -> Stop | None:
        host = self._debuggee.host
        return self._advance() if host is None else await host.execute(self._advance)

    def _advance(self) -> Stop | None:
        return self._debuggee.session.advance(self._budget)

    def _adapt(self, took: float) -> None:
        """A slice took so many seconds, with what the client was told: how long is the next one to be?"""
        if took < SLICE_SECONDS / 2:
            self._budget = min(self._budget * 2, _LARGEST_BUDGET)
        elif took > SLICE_SECONDS:
            self._budget = max(int(self._budget * SLICE_SECONDS / took), _SMALLEST_BUDGET)

    def _tell_news(self) -> None:
        self._output.send()
        self._breakpoints.announce()
        self._sources.announce()

    def _arrive(self, stop: Stop, was_over: bool, arrival: str) -> None:
        settings = self._debuggee.settings
        assert settings is not None
        is_over = stop.reason in moments.ENDS
        wants_end = self._debuggee.session.error_stops() if stop.reason is Reason.ERROR else settings.stop_at_end
        if is_over and (was_over or not (wants_end or settings.start_at_end)):
            self.terminate(stop)
        else:
            self.tell_stop(stop, arrival=arrival)
        if is_over:
            asyncio.get_running_loop().call_soon(self._debuggee.keep_run)

    def tell_stop(self, stop: Stop, reason: Reason | None = None, *, arrival: str = "") -> None:
        """Tell the client that the program stands, for another reason than that of the stop, if one is given."""
        if reason is not None:
            stop = replace(stop, reason=reason)
        session = self._debuggee.session
        self._stack.announce()
        body: dict[str, Json] = {
            "reason": moments.reason(stop),
            "description": moments.description(session, stop),
            "threadId": self._stack.current(),
            "allThreadsStopped": True,
            "text": stop.text or moments.position(session),
        }
        failures: list[str] = []
        if stop.reason is Reason.BREAKPOINT:
            body["hitBreakpointIds"], body["reason"] = self._breakpoints.met()
            failures = self._breakpoints.failures()
        elif stop.reason in (Reason.WRITE, Reason.READ):
            body["hitBreakpointIds"] = self._data_breakpoints.met()
            failures = self._data_breakpoints.failures()
        elif stop.reason is Reason.SEEK and arrival:
            body["reason"] = arrival
        for failure in failures:
            self._debuggee.client.console(f"moonwalk: {failure}", "console")
        self._debuggee.client.stopped(body)

    def terminate(self, stop: Stop) -> None:
        """Tell the client that the program is over; a call of a host's is, and the host goes on."""
        if self._debuggee.host is not None:
            self._debuggee.is_moving = True
            self._debuggee.host.call_over()
            return
        if self.has_terminated:
            return
        self.has_terminated = True
        session = self._debuggee.session
        if stop.reason is Reason.ERROR:
            self._debuggee.client.console(f"lua: {stop.text}", "stderr")
        code = session.exit_code
        if code is None:
            code = 1 if stop.reason is Reason.ERROR else 0
        self._debuggee.client.event("exited", {"exitCode": code})
        self._debuggee.client.event("terminated")
