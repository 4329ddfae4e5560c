"""A debugging session: a program, and everything that can be done with its run."""

import os
from collections.abc import Sequence

from debugger.defaults import HISTORY
from debugger.recorded import source_name
from debugger.session._changing import Changing
from debugger.session._program import LoadError, Program
from debugger.stops import Reason
from engine.history.event_log import Divergence, EndOfRecording
from engine.host.recording import Recording
from engine.host.vm import VM
from engine.syntax.dialects import LUA_54, Dialect


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

    def call_began(self) -> None:
        """The host has called a function: the program stands at its beginning."""
        self.stop = self._stop(Reason.ENTRY)
