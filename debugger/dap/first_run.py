"""Running a program to its end before it is looked at, and keeping the run: `"record"` in a launch configuration.

A process of its own does that, as `moonwalk run --record`; what is debugged is the recording.  So the language server,
which plays the recordings of a workspace, knows what the debugged run has done.
"""

import asyncio
import os
import sys
from asyncio.subprocess import DEVNULL, PIPE, Process
from contextlib import suppress
from pathlib import Path

from debugger.dap.dispatcher import Refused
from debugger.dap.settings import Settings
from engine.host.recording_format import is_recording


class FirstRun:
    """One such run; it can be given up as soon as there is this."""

    def __init__(self) -> None:
        self._process: Process | None = None
        self._is_given_up = False

    async def carry_out(self, settings: Settings) -> None:
        """Run the program in this process's directory and environment.  Raises Refused if that leaves no recording."""
        if os.path.isfile(settings.program) and is_recording(settings.program):
            raise Refused('a recording is not recorded again: leave out "record"', show=True)
        record = Path(settings.record)
        if record.exists() and not is_recording(settings.record):
            raise Refused(f"{record} is there, and is no recording: it is not overwritten", show=True)
        words = ["run", "--lua", settings.lua, "--record", settings.record, "--", settings.program, *settings.args]
        try:
            record.parent.mkdir(parents=True, exist_ok=True)
            record.unlink(missing_ok=True)
            given = os.open(settings.stdin or os.devnull, os.O_RDONLY)
        except OSError as error:
            raise Refused(f"cannot record in {record}: {error.strerror}: {error.filename}", show=True) from None
        try:
            self._process = await asyncio.create_subprocess_exec(
                sys.executable, "-m", "debugger.cli", *words, stdin=given, stdout=DEVNULL, stderr=PIPE
            )
        finally:
            os.close(given)
        if self._is_given_up:
            self._end()
        _, said = await self._process.communicate()
        self._process = None
        if self._is_given_up:
            raise Refused("the run that was to be recorded has been given up")
        if not record.is_file() or not is_recording(settings.record):
            raise Refused(said.decode("utf-8", "replace").strip() or f"{settings.program} left no recording", show=True)

    def give_up(self) -> None:
        """End the run, if it goes on or is about to begin."""
        self._is_given_up = True
        self._end()

    def _end(self) -> None:
        if self._process is not None:
            with suppress(ProcessLookupError):  # it has just ended
                self._process.kill()
