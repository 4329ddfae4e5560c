"""What a recorded run has written to standard output and error, read from the recording as far as it is asked for."""

from engine.history.event_log import STANDARD_OUTPUT
from engine.host.recording import Recording
from engine.host.recording_format import Damage


class RecordedOutput:
    """The pieces that were written, each with its step.  A part of the recording that cannot be read has none."""

    def __init__(self, recording: Recording) -> None:
        self._recording = recording
        self._next = 0  # the part that has not been read yet
        self._before = recording.bases[0].point.shown if recording.header.is_end and recording.bases else 0
        self._output: list[tuple[int, bytes]] = []
        self._errors: list[tuple[int, bytes]] = []

    def output(self, start: int, end: int) -> list[tuple[int, bytes]]:
        """Standard output from the `start`-th piece to before the `end`-th, as far as the recording has it."""
        start, end = max(start - self._before, 0), max(end - self._before, 0)
        while len(self._output) < end and self._read():
            pass
        return self._output[start:end]

    def errors(self, t: int) -> list[tuple[int, bytes]]:
        """Standard error, up to step `t`."""
        parts = self._recording.parts
        while self._next < len(parts) and (self._next == 0 or parts[self._next - 1].until < t):
            self._read()
        return [piece for piece in self._errors if piece[0] <= t]

    def _read(self) -> bool:
        """Read one more part, if there is one."""
        parts = self._recording.parts
        while self._next < len(parts) and parts[self._next].said == 0:
            self._next += 1
        if self._next == len(parts):
            return False
        try:
            said = self._recording.part(self._next).said
        except Damage:
            said = []
        self._next += 1
        for t, stream, data in said:
            (self._output if stream == STANDARD_OUTPUT else self._errors).append((t, data))
        return True
