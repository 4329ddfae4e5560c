"""What a session on a recording has of it beyond its events: the checkpoints, and where the run ends.

A recorded program is executed from its beginning, as any other, until somebody wants to go to a moment that lies
beyond a checkpoint ahead.  From then on the session *follows* the recording: its history is that of the whole run, and
every moment is reached from the checkpoint before it.
"""

from debugger.program_output import ProgramOutput
from debugger.raised_errors import RaisedErrors
from engine.history.library_objects import LibraryObjects
from engine.host.recorded_history import RecordedBases, bases_of, begin_at_first, take_over
from engine.host.recorded_output import RecordedOutput
from engine.host.recording import Recording
from engine.host.recording_contents import EXITED
from engine.host.vm import VM


class RecordedRun:
    """The recorded run that a VM executes again.  Made before the VM has run anything."""

    def __init__(self, vm: VM, recording: Recording, output: ProgramOutput, errors: RaisedErrors) -> None:
        self._vm = vm
        self._errors = errors
        self._recording = recording
        self._output = output
        self._library = LibraryObjects(vm.machine)
        self._bases: RecordedBases | None = None  # None where there are no checkpoints, or once they are followed
        self.is_followed = False

    def begin(self) -> None:
        """The VM stands at the beginning of the session."""
        self._bases = bases_of(self._vm, self._library, self._recording)

    def begin_at_first(self) -> None:
        """Follow a recording that is of the end of a run alone.  Raises RecordingError."""
        begin_at_first(self._vm, self._library, self._recording)
        self._note_followed()

    @property
    def end(self) -> int:
        """The moment where the run ends, if it can be gone to at once; else -1."""
        return -1 if self._bases is None else self._bases.end

    @property
    def exit_code(self) -> int | None:
        """What the program called `os.exit` with at its end; None if it did not."""
        end = self._recording.end
        return end.status if end is not None and end.stop is not None and end.stop.ending == EXITED else None

    def follow(self, t: int) -> None:
        """Follow the recording, if that makes the way to moment `t` shorter."""
        bases, history = self._bases, self._vm.history
        if bases is not None and history is not None and bases.lead_from(history.newest, t):
            self._bases = None
            if take_over(self._vm, bases):
                self._note_followed()

    def _note_followed(self) -> None:
        self.is_followed = True
        self._vm.log.repeats_output = True
        self._output.recorded = RecordedOutput(self._recording)
        self._errors.take_recorded(self._recording.caught_errors())
