"""Replays: executing an epoch of the run again, and telling whether it does what it did.

The recorded line has a ring, and a replay has its own.  From the base of an epoch (`checkpoints`) the machine executes
up to a moment, the last steps of the way recorded, so that going back from there is an undo.  Replays are compared with
the marks that the run has left.  Which moment to go to, and when to come back, is for `timeline` to say.

A function of the library that has worked for long does so again.  Who wants the replay no more than that can have it
given up (`is_given_up`): it ends with BrokenOff, at the newest moment.
"""

from collections.abc import Callable
from time import perf_counter
from typing import Final

from mypy_extensions import i32

from engine.history import interrupts
from engine.history.checkpoints import Checkpoints
from engine.history.event_log import Divergence
from engine.history.likeness import fingerprint, first_difference, outline, place_of, plain_registers
from engine.history.ring import Ring
from engine.history.undo import move
from engine.history.walking import at_breakpoint
from engine.runtime.host import ExitRequest
from engine.runtime.polling import BrokenOff
from engine.vm import loop, run
from engine.vm.machine import Machine

WINDOW: Final = 524_288
"""Steps of a replay that can be undone."""

FURTHEST: Final = 4 * WINDOW
"""Steps that are looked through at most for the one where a replay begins to differ."""


PATIENCE: Final = 0.05
"""Seconds that a replay executes before it is asked whether it is still wanted."""


class Replays(run.HostSteps):
    """The rings of a machine, and the replays of its run if it has `checkpoints`."""

    def __init__(self, machine: Machine, size: int, checkpoints: Checkpoints | None) -> None:
        self.machine: Final = machine
        self.checkpoints: Final = checkpoints
        self._size: Final = size
        run.record(machine, size)
        self._ring: Ring = machine.ring  # of the recorded line; a replay has its own
        self._replay_ring: Ring | None = None
        # Asked while `can_be_given_up`, where a function of the library works for long.
        self.is_given_up: Callable[[], bool] | None = None
        self.can_be_given_up = False
        self.patience = PATIENCE
        self._began = 0.0  # when execution did, by `perf_counter`
        self.objects = 0  # changes whenever objects that were made in a replay are no longer those of the machine

    @property
    def is_replaying(self) -> bool:
        """Whether the machine stands where only a replay brings it: forward from here it executes again."""
        return self.machine.replaying

    @property
    def newest(self) -> int:
        """The newest t that has been executed."""
        self._synchronise()
        return self._ring.last

    def _synchronise(self) -> None:
        """Take note of steps executed since the last look."""
        machine = self.machine
        ring = machine.ring
        if machine.t > ring.last:
            ring.last = machine.t
            if not machine.recording:
                ring.start = machine.t

    def keep_live_pc(self) -> None:
        """On leaving the newest moment: the pc there stands in the entry after the last."""
        machine = self.machine
        ring = machine.ring
        if machine.t == ring.last:
            co = machine.current
            if co.depth >= 0:
                ring.pcs[(machine.t + 1) & ring.mask] = i32(co.pcs[co.depth])

    def run_replay(self, limit: int) -> None:
        """Execute the replay forward, recording, until `limit`, a breakpoint, or the end of the epoch.

        At the end of an epoch the machine goes over to the recorded line's next one, or to its newest moment, after a
        comparison with it.  Raises Divergence, at the newest moment.
        """
        checkpoints = self.checkpoints
        assert checkpoints is not None
        machine = self.machine
        after = checkpoints.base + 1
        end = checkpoints.epochs[after].t if after < len(checkpoints.epochs) else checkpoints.newest
        try:
            if self._passes_host_step():
                return
            if machine.t < end:
                if not machine.recording:
                    self._record_replay(True)
                self._advance(min(limit, end))
                self._synchronise()
        except (Divergence, BrokenOff):
            self._abandon()
            raise
        if machine.t == end or (checkpoints.is_boundary(after) and run.is_over(machine)):
            self._compare_with_line(after)

    def _go_to_end_at_hand(self) -> None:
        """Where no replay is: to the newest moment, before the base of an epoch is gone to."""
        if not self.is_replaying:
            self._synchronise()
            self.keep_live_pc()
            move(self.machine, self.machine.ring.last)

    def begin_search(self, end: int) -> int:
        """Go to the beginning of the epoch that leads to `end`, to run it without recording; where it begins."""
        checkpoints = self.checkpoints
        assert checkpoints is not None
        epoch = checkpoints.epoch_at(end - 1)
        self._go_to_end_at_hand()
        self._go_to_base(epoch)
        return self.machine.t

    def begin_replay(self, t: int, recording: bool) -> int:
        """Go to a moment as to the beginning of a replay; where the epoch that is replayed ends.

        `recording`: the steps that follow can be undone.
        """
        checkpoints = self.checkpoints
        assert checkpoints is not None
        epoch = checkpoints.epoch_at(t)
        self._go_to_end_at_hand()
        self._go_to_base(epoch)
        self.search_past(t)
        if recording:
            self._record_replay(True)
        return self.end_of_epoch(t)

    def search_to(self, limit: int) -> None:
        """Run a replay forward without recording, until `limit` or the next breakpoint."""
        machine = self.machine
        try:
            self._execute_planted()
            if machine.t < limit and not at_breakpoint(machine):
                self._advance(limit)
        except (Divergence, BrokenOff):
            self._abandon()
            raise
        self._synchronise()

    def search_past(self, limit: int) -> None:
        """Run a replay forward without recording, until `limit`, past breakpoints."""
        try:
            self._run_past_breakpoints(limit)
        except (Divergence, BrokenOff):
            self._abandon()
            raise
        self._synchronise()

    @property
    def replayed_epoch(self) -> int:
        """The moment at which the epoch begins that is replayed; -1 if none is."""
        replay = None if self.checkpoints is None else self.checkpoints.replay
        return -1 if replay is None else replay.t

    def end_of_epoch(self, t: int) -> int:
        """Where the epoch of the step after `t` ends."""
        checkpoints = self.checkpoints
        assert checkpoints is not None
        after = checkpoints.epoch_at(t) + 1
        return checkpoints.epochs[after].t if after < len(checkpoints.epochs) else self.newest

    def _replay_epoch(self, epoch: int, t: int) -> None:
        """Replay an epoch up to a moment in it, its end included."""
        checkpoints = self.checkpoints
        assert checkpoints is not None
        machine = self.machine
        self._go_to_end_at_hand()
        if checkpoints.bases is not None and epoch == checkpoints.base + 1 and machine.ring.last == machine.t:
            if machine.t == checkpoints.epochs[epoch].t:
                self._compare_with_line(epoch)  # it goes on from there
        if epoch != checkpoints.base or machine.ring.last > t:
            self._go_to_base(epoch)
        try:
            self._execute_again(t)
        except (Divergence, BrokenOff):
            self._abandon()
            raise

    def _execute_again(self, t: int) -> None:
        """Replay up to a moment of the epoch, and record the steps that lead there."""
        machine = self.machine
        move(machine, machine.ring.last)
        if machine.t < t - WINDOW // 2:
            machine.recording = False
            self._run_past_breakpoints(t - WINDOW // 2)
        if not machine.recording:
            self._record_replay(True)
        self._run_past_breakpoints(t)
        self._synchronise()

    def _run_past_breakpoints(self, t: int) -> None:
        while self.machine.t < t:
            reason = self._advance(t)
            if reason == loop.BREAKPOINT:
                self._execute_planted()
            elif reason != loop.LIMIT and self.machine.t < t:
                raise self._named(Divergence(self.machine.t, "the program ends here"))

    def _advance(self, t: int) -> int:
        assert self.checkpoints is not None
        if self._passes_host_step():
            return loop.LIMIT
        moment, seen = self.checkpoints.next_mark()
        self._listen()
        try:
            reason = interrupts.advance(self.machine, self.checkpoints.log, min(t, moment))
        except ExitRequest:
            run.end(self.machine)
            reason = loop.FINISHED
        except Divergence as found:
            raise self._named(found) from None
        finally:
            self.machine.poller.hook = None
        if self.machine.t == moment and outline(self.machine) != seen:
            alike = self.checkpoints.last_mark()
            raise self._named(Divergence(moment, f"the state is another; it was the same at step {alike}"))
        return loop.LIMIT if reason == interrupts.INTERRUPTED else reason

    def _execute_planted(self) -> None:
        if self._passes_host_step():
            return
        self._listen()
        try:
            run.execute_planted(self.machine)
        except ExitRequest:
            run.end(self.machine)
        finally:
            self.machine.poller.hook = None

    def _listen(self) -> None:
        """Have functions of the library that work for long ask whether the replay is still wanted."""
        if self.can_be_given_up and self.is_given_up is not None:
            self._began = perf_counter()
            self.machine.poller.hook = self._ask

    def _ask(self, can_break_off: bool) -> None:
        assert self.is_given_up is not None
        if can_break_off and perf_counter() - self._began > self.patience and self.is_given_up():
            raise BrokenOff

    def _abandon(self) -> None:
        """Leave the replay, which may be in the middle of a step."""
        self.machine.running = None
        self.machine.call.extra = 0
        self._leave_replay()

    def _passes_host_step(self) -> bool:
        """Go over a step that the host made, if the next one is that: to the epoch after it."""
        checkpoints = self.checkpoints
        assert checkpoints is not None
        if not checkpoints.epochs[checkpoints.base].is_host:
            return False
        self._go_to_base(checkpoints.base + 1)
        return True

    def _compare_with_line(self, after: int) -> None:
        """At the end of a replayed epoch: go over to the recorded line, which must be in the same state."""
        checkpoints = self.checkpoints
        assert checkpoints is not None
        replayed = fingerprint(self.machine)
        t = self.machine.t
        if checkpoints.bases is not None:
            if checkpoints.is_boundary(after):
                self._go_to_base(after)
            elif not checkpoints.pass_on(after):
                self._leave_replay()
                raise Divergence(t, "the state is another")
            elif after < len(checkpoints.epochs):
                self._record_replay(False)
            return
        if after < len(checkpoints.epochs) and t < self.newest:
            self._go_to_base(after)
        else:  # also where the last epoch has no steps yet
            self._leave_replay()
        if fingerprint(self.machine) != replayed:
            self._leave_replay()
            raise Divergence(t, "the state is another")

    def _named(self, found: Divergence) -> Divergence:
        """What to say of a replay that differs where it stands: the first step that does, if it can be told.

        From the last mark that was the same, its steps are compared with those in the line's ring; where that does not
        reach, with those of one more replay, for what is not deterministic seldom does the same twice.  Leaves the
        machine before the step.
        """
        checkpoints = self.checkpoints
        assert checkpoints is not None
        base = checkpoints.base
        start, end = checkpoints.last_mark(), int(self.machine.t)
        if run.is_over(self.machine):
            end -= 1  # after it there are no registers to be compared
        if end - start > FURTHEST:
            return found
        while start < end:
            first = int(self._ring.first())
            is_held = first <= start and end <= self._ring.last
            stop = (
                min(end, start + WINDOW - 1) if is_held or not start < first < end else min(first, start + WINDOW - 1)
            )
            if is_held:
                ring, registers, there = self._steps_of_line(stop)
            else:
                ring, registers, there = self._steps_of_replay(base, start, stop)
            step = self._compare_again(base, start, stop, ring, registers, there)
            if step > 0:
                move(self.machine, step - 1)
                how = "what it did" if is_held else "the same twice"
                return Divergence(step, f"this step, {place_of(self.machine)}, does not do {how}")
            if there < stop:
                break
            start = stop
        return found

    def _steps_of_line(self, t: int) -> tuple[Ring, list[object], int]:
        """The ring of the recorded line, the registers that it has at moment `t`, and `t`."""
        machine = self.machine
        self._leave_replay()
        self.keep_live_pc()
        move(machine, t)
        registers = plain_registers(machine)
        move(machine, machine.ring.last)
        return self._ring, registers, t

    def _steps_of_replay(self, base: int, start: int, t: int) -> tuple[Ring, list[object], int]:
        """Likewise for a replay, which may not come to moment `t`: the moment that it comes to."""
        self._run_again(base, start, t)
        ring = self.machine.ring
        self._replay_ring = None  # the next replay is not to overwrite it
        return ring, plain_registers(self.machine), int(self.machine.t)

    def _compare_again(self, base: int, start: int, t: int, ring: Ring, registers: list[object], there: int) -> int:
        """The first step after `start` that a replay does otherwise than those in a ring; 0 if there is none."""
        machine = self.machine
        self._run_again(base, start, t)
        here = int(machine.t)
        if here == there:
            return first_difference(ring, machine, registers, start, here)
        end = min(here, there)
        move(machine, end)
        return first_difference(ring, machine, [], start, end) or end + 1

    def _run_again(self, base: int, start: int, t: int) -> None:
        """Replay an epoch up to moment `t`, or as far as it gets, with the steps after `start` recorded."""
        self._go_to_base(base)
        if self._run_on(start):
            self._record_replay(True)
            self._run_on(t)
            self._synchronise()
            if run.is_over(self.machine):
                move(self.machine, self.machine.t - 1)

    def _run_on(self, t: int) -> bool:
        """Execute a replay up to moment `t`, or as far as it gets, without comparing it with anything; whether it got
        there."""
        machine, checkpoints = self.machine, self.checkpoints
        assert checkpoints is not None
        try:
            while machine.t < t and not run.is_over(machine):
                if interrupts.advance(machine, checkpoints.log, t) == loop.BREAKPOINT:
                    interrupts.execute_planted(machine, checkpoints.log)
        except ExitRequest:
            run.end(machine)
        except Divergence:  # in the middle of a step
            self._synchronise()
            if machine.t > machine.ring.first():
                move(machine, machine.t - 1)
                machine.ring.last = machine.t
            return False
        return machine.t >= t

    def _go_to_base(self, epoch: int) -> None:
        assert self.checkpoints is not None
        self.objects += 1
        try:
            self.checkpoints.go_to_base(epoch)
        finally:
            self._record_replay(False)

    def _leave_replay(self) -> None:
        """Back to the newest moment of the recorded line."""
        assert self.checkpoints is not None
        self.objects += 1
        self.machine.ring = self._ring
        self.machine.recording = self._size > 0
        try:
            self.checkpoints.go_to_newest()
        except Divergence:
            self._record_replay(False)
            raise

    def _record_replay(self, recording: bool) -> None:
        """Begin a window of the replay's ring here; undo reaches back to it if `recording`."""
        ring = self._replay_ring
        machine = self.machine
        if ring is None:
            ring = self._replay_ring = Ring(WINDOW, machine.t)
        ring.start = ring.last = machine.t
        machine.ring = ring
        machine.recording = recording
