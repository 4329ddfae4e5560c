"""A debugging session: a program, and everything that can be done with its run."""

import os
from collections.abc import Sequence
from typing import Final

from debugger.defaults import HISTORY
from debugger.recorded import source_name
from debugger.session._changing import Changing
from debugger.session._program import LoadError, Program
from debugger.stops import Reason
from engine.history.event_log import Divergence, EndOfRecording
from engine.host import recording_contents
from engine.host.kept_log import write_log
from engine.host.recording import Recording
from engine.host.recording_format import RecordingError
from engine.host.vm import VM
from engine.syntax.dialects import DIALECTS, LUA_54, Dialect

LARGEST: Final = 8_000_000
"""Bytes that a program may have read if its run is to be kept."""

_ANSWER: Final = 100
"""Bytes that every answer of the outside world counts, beside those that were read."""


class Session(Changing):
    """One Lua program under the debugger.

    `path` is the program's file; `args` are its arguments; `history` is how many steps the ring holds, which are
    undone at once; the whole run before them is reached by replay.  `source` is the text, where there is no file to
    read.  A `recording` is of that program, which is run again from it (`of_recording`).  Raises LoadError.

    Stepping backward and to a moment only ever changes what is looked at: forward from the past comes to the newest
    moment first, and executes from there on.  `branch` alone gives up a future.
    """

    def __init__(
        self,
        path: str,
        args: Sequence[str] = (),
        *,
        dialect: Dialect = LUA_54,
        history: int = HISTORY,
        source: bytes | None = None,
        recording: Recording | None = None,
        vm: VM | None = None,
    ) -> None:
        program = Program(path, args, source, recording, dialect, history, vm)
        super().__init__(program)
        self._program: recording_contents.Program | None = None  # what a recording of the run begins with
        if recording is None and source is None and vm is None:
            words = [os.fsencode(word) for word in (path, *args)]
            key = next(key for key, known in DIALECTS.items() if known is dialect)
            self._program = recording_contents.Program(key, words[0], tuple(words[1:]), (), (b"lua", *words))
        self._begin(program)
        self.stop = self._stop(Reason.ENTRY)

    @classmethod
    def of_recording(cls, recording: Recording, history: int = HISTORY) -> "Session":
        """A session on a recorded run, at its beginning; forward it goes as far as the recording."""
        program = recording.header.program
        args = [os.fsdecode(word) for word in program.args]
        try:
            return cls(source_name(program), args, dialect=recording.dialect, history=history, recording=recording)
        except (Divergence, EndOfRecording) as error:
            raise LoadError(str(error)) from None

    @classmethod
    def of_vm(cls, vm: VM) -> "Session":
        """A session on the calls that a host program makes; what it makes of each it tells with `call_began`.

        The VM must keep its whole run.  Its streams remain its own.
        """
        return cls("", vm=vm)

    def save_recording(self, path: str) -> None:
        """Write the run of the active branch, up to its newest moment, to a file, as a recording.

        It holds what the program has learned from outside, up to LARGEST bytes, and nothing else.  Raises
        RecordingError, also for a run that could not be run again from that: in which something was changed, or that
        is not of a file.
        """
        events = self.vm.log.events
        if self.recording is not None or self._program is None:
            raise RecordingError(f"{path}: only the run of a program in a file can be kept")
        if self.has_interventions:
            raise RecordingError(f"{path}: a run in which something was changed cannot be kept")
        size = sum(_ANSWER + (len(one.value) if isinstance(one.value, bytes) else 0) for one in events)
        if size > LARGEST:
            raise RecordingError(f"{path}: the program has asked the outside world too much for its run to be kept")
        write_log(path, self._program, events, int(self.newest))

    def call_began(self) -> None:
        """The host has called a function: the program stands at its beginning."""
        self.stop = self._stop(Reason.ENTRY)
