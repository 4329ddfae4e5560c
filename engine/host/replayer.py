"""Runs a recording again: to show what it wrote, or to verify that it still does the same.

Relies on `recording`.  What is compared: every event (where the program asks for it), every write, the state at the
recorded moments, and the end.
"""

from dataclasses import dataclass
from typing import BinaryIO, Final, cast

from engine.history.event_log import Divergence, EndOfRecording, EventLog, Witness
from engine.host.no_world import NO_STREAM, DroppingStream, NoWorld
from engine.host.recording import KEPT_SUM, Recording, mark, run_logged, write_sum
from engine.host.recording_contents import Mark
from engine.host.vm import VM
from engine.vm.machine import Machine

_NOTHING: Final = cast(BinaryIO, DroppingStream())


@dataclass(frozen=True)
class Outcome:
    """What became of a replay: the program's exit status (None, if the recording ends before it does), how many steps
    were run, and how it differs from the run (None, if it does not).
    """

    status: int | None
    steps: int
    difference: Divergence | None


def replay(recording: Recording, stdout: BinaryIO, stderr: BinaryIO) -> Outcome:
    """Run a recording again, and show what it writes to its standard streams."""
    return _Replay(recording, False).run(stdout, stderr)


def verify(recording: Recording) -> Outcome:
    """Run a recording again in silence, and look for the first step that differs."""
    return _Replay(recording, True).run(_NOTHING, _NOTHING)


class _Replay(Witness):
    """A run of a recording.  Raises Divergence where it compares and finds a difference."""

    def __init__(self, recording: Recording, compares: bool) -> None:
        self._recording = recording
        self._compares = compares
        self._log: EventLog = recording.log()
        self._log.witness = self
        self._total = 0
        self._writes = 0
        self._marks = 0

    def run(self, stdout: BinaryIO, stderr: BinaryIO) -> Outcome:
        recording = self._recording
        ended: list[VM] = []

        def note_end(vm: VM, seconds: float) -> int:
            ended.append(vm)
            return 0

        status: int | None = None
        difference: Divergence | None = None
        world = NoWorld(stdout, stderr)
        try:
            status = run_logged(recording.header.program, self._log, world, NO_STREAM, stderr, note_end)
            if self._compares:
                self._compare_end(ended[0], status)
        except EndOfRecording:
            stdout.flush()
        except Divergence as found:
            difference = found
            stdout.flush()
        return Outcome(status, self._log.now(), difference)

    # -- as a witness ----------------------------------------------------------------------------

    def wrote(self, stream: int, data: bytes) -> None:
        if not self._compares or self._recording.header.is_of_session:
            return
        t = self._log.now()
        self._total = write_sum(self._total, stream, data)
        writes = self._recording.writes
        if self._writes >= len(writes):
            if self._recording.end is None and t >= self._recording.until:
                raise EndOfRecording(self._recording.until)
            raise Divergence(t, "the program writes more than it did")
        then, total = writes[self._writes]
        if then < t:
            raise Divergence(then, "the program does not write what it wrote")
        if then != t or total != self._total & KEPT_SUM:
            raise Divergence(t, "the program writes something else")
        self._writes += 1

    def next_look(self) -> int:
        recording = self._recording
        end = self._log.end
        if self._compares and self._marks < len(recording.marks):
            return min(end, recording.marks[self._marks].t)
        return end

    def look(self, machine: Machine) -> None:
        marks = self._recording.marks
        t = int(machine.t)
        while self._compares and self._marks < len(marks) and marks[self._marks].t <= t:
            self._compare_state(machine, marks[self._marks])
            self._marks += 1
        if t >= self._log.end:
            raise EndOfRecording(t)

    # -- comparing -------------------------------------------------------------------------------

    def _compare_state(self, machine: Machine, then: Mark) -> None:
        if then.t != machine.t:
            raise Divergence(int(machine.t), f"it does not stand between two instructions at step {then.t}, as then")
        writes = self._recording.writes
        if self._writes < len(writes) and writes[self._writes][0] <= then.t:
            raise Divergence(writes[self._writes][0], "the program does not write what it wrote")
        if mark(machine, bool(then.state)) != then:
            raise Divergence(then.t, "the state is another, here or since the state that was compared before")

    def _compare_end(self, vm: VM, status: int) -> None:
        machine = vm.machine
        end = self._recording.end
        if end is None:
            if machine.t < self._recording.until:
                raise Divergence(int(machine.t), f"the program ends, and it ran to step {self._recording.until}")
            return
        event = self._log.present_event()
        if event is not None:
            raise Divergence(event.t, f"the program does not ask for {event.kind}, as it did")
        if machine.t != end.mark.t:
            first = min(int(machine.t), end.mark.t)
            raise Divergence(first, f"the program ends at step {machine.t}, it ended at step {end.mark.t}")
        self._compare_state(machine, end.mark)
        if (status, vm.last_words) != (end.status, end.words):
            raise Divergence(end.mark.t, f"the program ends with status {status} or another error, not {end.status}")
