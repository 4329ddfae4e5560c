"""Lets the history of a VM be that of a recorded run, whose checkpoints are in the recording.

Then every moment of the run can be reached at once: nothing is executed but what leads from the checkpoint before it.
"""

from functools import partial
from typing import BinaryIO, Final, cast

from engine.history import interrupts
from engine.history.checkpoints import Bases, Moment
from engine.history.code_table import CodeTable
from engine.history.event_log import Divergence, EndOfRecording, EventLog, LoggedProcess, LoggedStream
from engine.history.library_objects import LibraryObjects
from engine.history.snapshot_form import BadSnapshot, CannotBeWritten
from engine.history.snapshot_reader import read_snapshot
from engine.history.snapshot_writer import write_snapshot
from engine.host.functions import driver_code, recorded
from engine.host.no_world import NO_PROCESS, NO_STREAM
from engine.host.recording import Recording, mark
from engine.host.recording_contents import CALLED, EXITED, FAILED, FINISHED
from engine.host.recording_format import Damage, RecordingError, pack_data, unpack_data
from engine.host.vm import SLICE, VM
from engine.runtime.host import ExitRequest
from engine.stdlib.files import PROCESS, LuaFile
from engine.vm import run
from engine.vm.loop import LIMIT
from engine.vm.machine import Machine


def bases_of(vm: VM, library: LibraryObjects, recording: Recording) -> "RecordedBases | None":
    """The checkpoints that this Moonwalk can read, of a VM that stands at the beginning; None if there are none."""
    try:
        bases = RecordedBases(vm, library, recording)
        bases.add_beginning()
    except (CannotBeWritten, Damage, BadSnapshot):
        return None
    return bases if bases.add_stored() else None


def take_over(vm: VM, bases: "RecordedBases") -> bool:
    """Let the VM's history be that of the recording; it goes to its beginning, and must keep its output.

    Whether that was possible.
    """
    history = vm.history
    assert history is not None
    history.objects += 1
    try:
        bases.add_end()
    except (Divergence, EndOfRecording, CannotBeWritten):
        vm.machine.replaying = vm.log.replaying = False
        vm.log.position = bases.moments()[0].position
        bases.restore(vm.machine, 0)
        history.begin_anew()
        return False
    bases.restore(vm.machine, 0)
    history.take_over(bases)
    return True


def begin_at_first(vm: VM, library: LibraryObjects, recording: Recording) -> None:
    """Begin with the first checkpoint of the recording, which is of the end of a run alone.

    The VM has run nothing, and keeps its output.  Raises Divergence or RecordingError.
    """
    history = vm.history
    assert history is not None
    try:
        bases = RecordedBases(vm, library, recording)
        if not bases.add_stored():
            raise RecordingError("it has no checkpoint that this Moonwalk can read")
        bases.add_end()
        bases.restore(vm.machine, 0)
        history.take_over(bases)
    except (BadSnapshot, Damage, CannotBeWritten) as problem:
        raise RecordingError(str(problem)) from None


_OVER: Final = (FINISHED, FAILED, EXITED)


class RecordedBases(Bases):
    """The moments of a recorded run whose states are in the recording, and those that are written down here."""

    def __init__(self, vm: VM, library: LibraryObjects, recording: Recording) -> None:
        """Raises BadSnapshot or Damage."""
        self._machine: Final = vm.machine
        self._log: Final = vm.log
        self._library: Final = library
        self._recording: Final = recording
        self._code: Final = CodeTable(vm.machine, library)
        self._code.add_host_code(driver_code())
        self._moments: Final[list[Moment]] = []
        self._states: Final[list[bytes | int]] = []  # of each moment, or the number of a checkpoint of the recording
        self._end = -1
        for chunk in recording.loaded_chunks():
            self._code.add_loaded(chunk)
            if chunk.path:
                vm.log.keep_text(chunk.path, chunk.text)

    def add_beginning(self) -> None:
        """The machine stands at the beginning.  Raises CannotBeWritten."""
        self._add_present()

    def add_stored(self) -> int:
        """The checkpoints of the recording from after the beginning to the end; how many there are."""
        begin = self._moments[0].t if self._moments else -1
        numbers, self._end = _usable(self._recording, self._library, begin)
        for number in numbers:
            point = self._recording.bases[number].point
            self._states.append(number)
            self._moments.append(Moment(point.t, point.events, point.ending == CALLED))
        return len(numbers)

    def add_end(self) -> None:
        """The end of the run, if there is no checkpoint.  Raises Divergence, EndOfRecording or CannotBeWritten."""
        last = len(self._moments) - 1
        if last > 0 and (self._moments[last].t == self._end or self._is_over(last)):
            return
        machine, log = self._machine, self._log
        self.restore(machine, last)
        log.position = self._moments[last].position
        recording = machine.recording
        machine.recording = False
        machine.replaying = log.replaying = True
        try:
            _execute(machine, log, self._end)
            self._add_present()
        finally:
            machine.recording = recording

    @property
    def end(self) -> int:
        """The step where the run ends."""
        return self._end

    def lead_from(self, newest: int, t: int) -> bool:
        """Whether one of the checkpoints is on the way from a moment to another."""
        return any(newest < moment.t <= t for moment in self._moments)

    def _is_over(self, index: int) -> bool:
        number = self._states[index]
        return isinstance(number, int) and self._recording.bases[number].point.ending in _OVER

    def _add_present(self) -> None:
        self._states.append(self._written())
        self._moments.append(Moment(int(self._machine.t), self._log.position, len(self._moments) == 0))

    def _written(self) -> bytes:
        self._code.add_own()
        return pack_data(write_snapshot(self._machine, self._library, self._code))

    # -- as bases --------------------------------------------------------------------------------

    def moments(self) -> list[Moment]:
        return list(self._moments)

    def restore(self, machine: Machine, index: int) -> None:
        try:
            self._read(self._states[index])
        except (BadSnapshot, Damage, ValueError) as problem:
            t = self._moments[index].t
            if index > 0:
                self.restore(machine, 0)
            raise Divergence(t, f"the checkpoint there cannot be read: {problem}") from None

    def is_at(self, machine: Machine, index: int) -> bool:
        number = self._states[index]
        if not isinstance(number, int):
            return True  # it was written down here, after the same execution
        point = self._recording.bases[number].point
        return mark(machine, False).figures == point.figures and int(machine.output_count) == point.shown

    def _read(self, state: bytes | int) -> None:
        if isinstance(state, bytes):
            self._read_snapshot(state)
        else:
            base = self._recording.base(state)
            self._read_snapshot(base.state)
            self._machine.output_count = base.point.shown

    def _read_snapshot(self, state: bytes) -> None:
        functions_of_host = partial(recorded, self._machine, self._log)
        read_snapshot(self._machine, self._library, self._code, unpack_data(state), self._reopen, functions_of_host)

    def _reopen(self, kind: int) -> LuaFile:
        """What stands for a file that the run had open: its answers are in the log."""
        if kind == PROCESS:
            process = LoggedProcess(self._log, NO_PROCESS)
            return LuaFile(process.stream, kind, process)
        return LuaFile(cast(BinaryIO, LoggedStream(self._log, NO_STREAM)), kind)


def _usable(recording: Recording, library: LibraryObjects, begin: int) -> tuple[list[int], int]:
    """The numbers of the checkpoints that this Moonwalk can read, from after the session's beginning to the end of the
    program or of the recording; and the step of that end.
    """
    program = recording.header.program
    # The host's calls; the last is the session's.
    calls = len(program.statements) + (program.path is not None)
    stop = None if recording.end is None else recording.end.stop
    end = recording.until if stop is None else stop.t
    fingerprint = library.fingerprint()
    found: list[int] = []
    t = begin
    for number, base in enumerate(recording.bases):
        point = base.point
        calls -= point.ending == FINISHED
        if base.library == fingerprint and (t < point.t <= end or (point.ending == CALLED and t <= point.t)):
            if found and recording.bases[found[-1]].point.ending in _OVER:
                found.pop()  # nothing goes on from there; what leads there comes before
            found.append(number)
            t = point.t
        if stop is None and not recording.header.is_end and (point.ending in (FAILED, EXITED) or calls == 0):
            end = point.t
            break
    return found, end


def _execute(machine: Machine, log: EventLog, end: int) -> None:
    """Run the program again up to a step, or to its own end."""
    while machine.t < end:
        try:
            reason = interrupts.advance(machine, log, min(end, machine.t + SLICE))
        except ExitRequest:
            run.end(machine)
            return
        if reason not in (LIMIT, interrupts.INTERRUPTED):
            return
