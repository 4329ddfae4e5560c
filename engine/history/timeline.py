"""Moving through recorded time: to any moment of a run.

The ring reaches back a window, instruction by instruction; where it ends, checkpoints and replay take over.  Relies on
nothing being written while the machine is in the past.  Executing from a moment in the past is a new branch: the steps
after it are given up first (`branch`).
"""

from typing import Final, final

from engine.history import journals
from engine.history.checkpoints import Bases, Checkpoints
from engine.history.likeness import outline
from engine.history.lines import Line
from engine.history.replays import WINDOW, Replays
from engine.history.ring import Ring
from engine.history.undo import move, redo, undo
from engine.vm import run
from engine.vm.machine import Machine

DEFAULT_BUDGET: Final = 512 * 1024 * 1024
"""Bytes that the journals of a history may hold unless told otherwise."""


LOOK_EVERY: Final = 65_536
"""New steps between two looks at the budget."""


class OutOfHistory(Exception):  # noqa: N818  # it is an answer, not a failure
    """The moment asked for is not in the recorded window; `oldest` and `newest` are what can be reached."""

    def __init__(self, t: int, oldest: int, newest: int) -> None:
        self.t = t
        self.oldest = oldest
        self.newest = newest
        if t < oldest:
            text = f"step {t} is no longer in history: the oldest reachable step is t={oldest} (raise --history)"
        else:
            text = f"step {t} has not been executed: the newest step is t={newest}"
        super().__init__(text)


@final
class History(Replays):
    """A machine's recorded time.

    The ring holds the last `size` steps at most; `checkpoints`, if there are any, the whole run.  The machine's state
    is that of `machine.t`; it is in the past when that is less than `newest`.
    """

    def __init__(
        self, machine: Machine, size: int, budget: int = DEFAULT_BUDGET, checkpoints: Checkpoints | None = None
    ) -> None:
        super().__init__(machine, size, checkpoints)
        self.owner: object = None  # whose end lets the machine's history go: it lives as long as this
        self.budget: Final = budget  # bytes that journals may hold; over it the oldest steps are given up
        self._looked_at: int = machine.t

    def take_over(self, bases: Bases) -> None:
        """Let history be that of a recorded run (see `Checkpoints.take_over`): all of it is past."""
        checkpoints = self.checkpoints
        assert checkpoints is not None
        checkpoints.take_over(bases)
        if self._ring.size >= WINDOW:
            self._replay_ring = self._ring
        self._ring = Ring(0, checkpoints.newest)
        self._record_replay(False)

    def begin_anew(self) -> None:
        """Let history begin at this moment."""
        run.record(self.machine, self._size)
        self._ring = self.machine.ring
        if self.checkpoints is not None:
            self.checkpoints.begin(True)
            del self.checkpoints.epochs[:-1]

    # -- where the machine stands ----------------------------------------------------------------

    @property
    def oldest(self) -> int:
        """The oldest t that can be reached."""
        self._synchronise()
        first = self._ring.first()
        return first if self.checkpoints is None else min(first, self.checkpoints.oldest)

    @property
    def in_past(self) -> bool:
        return self.machine.t < self.newest

    @property
    def at_hand(self) -> tuple[int, int]:
        """The oldest and newest t that undo and redo reach from here."""
        self._synchronise()
        ring = self.machine.ring
        return ring.first(), ring.last

    # -- memory ----------------------------------------------------------------------------------

    @property
    def steps_kept(self) -> int:
        return self.newest - self.oldest

    @property
    def bytes_used(self) -> int:
        """Estimated bytes that history holds: the ring with the journals of its steps, and the checkpoints."""
        used = self._ring.size * journals.LANE_BYTES + journals.size(self._ring)
        return used if self.checkpoints is None else used + self.checkpoints.bytes_used

    @property
    def bytes_per_step(self) -> float:
        """What a step in the ring costs on average: its lanes, and its share of the journals."""
        return journals.LANE_BYTES + journals.size(self._ring) / max(self._ring.last - self._ring.first(), 1)

    def keep_up(self, was_late: bool = False) -> None:
        """Call this between slices of execution: it makes checkpoints, and keeps the ring within its budget.

        `was_late`: the slice ended because a function of the library took long.

        Cheap to call often: it looks at the journals only once in so many new steps, and at the newest moment alone.
        """
        self._synchronise()
        ring = self._ring
        if self.machine.t != ring.last or self.is_replaying:
            return
        if self.checkpoints is not None:
            self.checkpoints.mark(outline(self.machine))
            self.checkpoints.tick(was_late)
        if self.machine.recording and ring.last - self._looked_at >= LOOK_EVERY:
            self._looked_at = ring.last
            journals.trim(ring, self.budget)

    def keep_steps(self, wanted: bool) -> None:
        """Whether what is executed from the newest moment on goes into the ring.

        Where it does not, going back from there is a replay: for runs that nobody looks back from at every breakpoint,
        for the ring costs as much as the execution does.
        """
        machine = self.machine
        wanted = wanted and self._size > 0
        if machine.recording != wanted and not self.is_replaying:
            self._synchronise()
            machine.recording = wanted

    def host_acted(self) -> None:
        """Call this after the host did something that is no execution: called a function, interrupted one."""
        if self.checkpoints is not None:
            self.checkpoints.begin(True)

    def begin_host_step(self) -> None:
        """Call this at the newest moment before the host makes a step of its own, and `host_acted` after it."""
        if self.checkpoints is not None:
            self.checkpoints.begin(True)
            self.checkpoints.epochs[-1].is_host = True

    def is_host_step(self, t: int) -> bool:
        """Whether step `t` was one of the host's own, which no replay makes again."""
        checkpoints = self.checkpoints
        return checkpoints is not None and t > self.oldest and checkpoints.epochs[checkpoints.epoch_at(t - 1)].is_host

    # -- moving ----------------------------------------------------------------------------------

    def step_back(self) -> None:
        """Undo one step.  Raises OutOfHistory at the oldest moment."""
        machine = self.machine
        self._synchronise()
        if machine.t > machine.ring.first():
            self.keep_live_pc()
            undo(machine)
        else:
            self.seek(machine.t - 1)

    def step_forward(self) -> None:
        """Redo one step.  Raises OutOfHistory at the newest moment."""
        machine = self.machine
        self._synchronise()
        if machine.t < machine.ring.last:
            redo(machine)
        else:
            self.seek(machine.t + 1)

    def seek(self, t: int) -> None:
        """Go to a moment.  Raises OutOfHistory, leaving everything where it was, if it cannot be reached.

        Raises Divergence, at the newest moment, if the program did not do again what it had done.
        """
        if not self.oldest <= t <= self.newest:
            raise OutOfHistory(t, self.oldest, self.newest)
        machine = self.machine
        if self.is_replaying and self._ring.first() <= t <= self._ring.last and not self._is_near(t):
            self._leave_replay()
        if machine.ring.first() <= t <= machine.ring.last:
            self.keep_live_pc()
            move(machine, t)
        else:
            self._replay(t)

    def _is_near(self, t: int) -> bool:
        """Whether a replay of a recorded run has brought a moment: there it may stay, also at the newest."""
        assert self.checkpoints is not None
        ring = self.machine.ring
        return self.checkpoints.bases is not None and ring.first() <= t <= ring.last

    def _replay(self, t: int) -> None:
        """Go to a moment that the ring does not reach."""
        assert self.checkpoints is not None
        self._replay_epoch(self.checkpoints.epoch_at(t), t)

    def go_over(self) -> bool:
        """Leave a replay that has come to the newest moment: execution goes on from the line itself.

        Whether there was one.  A recorded run is all replay.  Raises Divergence.
        """
        checkpoints = self.checkpoints
        if not self.is_replaying or checkpoints is None or checkpoints.bases is not None or self.in_past:
            return False
        self._compare_with_line(checkpoints.base + 1)
        return True

    def seek_before(self, t: int) -> None:
        """Go to a moment so that the steps before it are at hand."""
        assert self.checkpoints is not None
        self._replay_epoch(self.checkpoints.epoch_at(t - 1), t)

    def record_up_to(self, t: int) -> None:
        """Go forward to a moment, no further than the end of the epoch, so that the steps in between are at hand."""
        ring = self.machine.ring
        if ring.first() <= t <= ring.last:
            self.keep_live_pc()
            move(self.machine, t)
            return
        checkpoints = self.checkpoints
        assert checkpoints is not None
        epoch = checkpoints.epoch_at(self.machine.t)
        self._replay_epoch(epoch, min(t, checkpoints.end_of(epoch)))

    def go_back_at_hand(self, t: int) -> None:
        """Undo down to a moment, or as far as undo reaches."""
        move(self.machine, max(t, self.machine.ring.first()))

    def end_of_writes(self, t: int, born: int) -> int:
        """The end of the last epoch before step `t` that may have written to an object, or `t` if that is earlier."""
        checkpoints = self.checkpoints
        assert checkpoints is not None
        epoch = checkpoints.epoch_at(t - 1)
        while epoch > 0 and not checkpoints.writes_to(epoch, born):
            epoch -= 1
        return min(t, checkpoints.end_of(epoch))

    def written_between(self, start: int, end: int) -> tuple[set[int], int]:
        """What the epochs of a stretch may have written to: identities of objects, and the moment since which all
        that were made count.
        """
        checkpoints = self.checkpoints
        if checkpoints is None or checkpoints.bases is not None:
            return set(), 0
        first = checkpoints.epoch_at(start)
        found: set[int] = set()
        for epoch in range(first, checkpoints.epoch_at(max(end - 1, start)) + 1):
            found |= checkpoints.written(epoch)
        return found, checkpoints.epochs[first].t

    def skip_without_writes(self, born: int) -> None:
        """Go forward over the epochs that have not written to an object, from where an epoch begins."""
        checkpoints = self.checkpoints
        assert checkpoints is not None
        epoch = checkpoints.epoch_at(self.machine.t)
        first = epoch
        while (
            checkpoints.epochs[first].t == self.machine.t
            and epoch < len(checkpoints.epochs)
            and not checkpoints.writes_to(epoch, born)
        ):
            epoch += 1
        if epoch > first:
            self.seek(self.newest if epoch == len(checkpoints.epochs) else checkpoints.epochs[epoch].t)

    def end_of_visits(self, t: int, blocks: int) -> int:
        """The end of the last epoch before step `t` in which one of these blocks ran, or `t` if that is earlier.

        `blocks` has a bit for each (`visits.bit_of`).  The oldest moment, if there is no such epoch.
        """
        checkpoints = self.checkpoints
        assert checkpoints is not None
        epoch = checkpoints.epoch_at(t - 1)
        while epoch >= 0 and checkpoints.visited(epoch) & blocks == 0:
            epoch -= 1
        return self.oldest if epoch < 0 else min(t, checkpoints.end_of(epoch))

    def visited(self) -> int:
        """The blocks of code that have run in any epoch, a bit for each (`visits.bit_of`)."""
        checkpoints = self.checkpoints
        assert checkpoints is not None
        found = 0
        for epoch in range(len(checkpoints.epochs)):
            found |= checkpoints.visited(epoch)
        return found

    def has_visited(self, t: int, blocks: int) -> bool:
        """Whether one of these blocks of code ran in the epoch of the step after `t`."""
        checkpoints = self.checkpoints
        assert checkpoints is not None
        return checkpoints.visited(checkpoints.epoch_at(t)) & blocks != 0

    def has_written(self, t: int, born: int) -> bool:
        """Whether the epoch of the step after `t` may have written to an object."""
        assert self.checkpoints is not None
        return self.checkpoints.writes_to(self.checkpoints.epoch_at(t), born)

    def is_on_line(self, created: int) -> bool:
        """Whether an object that step `created` made is here the one that the recorded line has."""
        checkpoints = self.checkpoints
        replay = None if checkpoints is None else checkpoints.replay
        return replay is None or created <= replay.t

    def branch(self) -> Line | None:
        """Let execution go on from the present moment, in the past.

        Returns the line that is left, to come back to (`change_to`); None at the newest moment, and where there are no
        checkpoints: there the steps after it are given up.
        """
        self._synchronise()
        machine = self.machine
        if not self.in_past:
            self.go_over()
            return None
        checkpoints = self.checkpoints
        if checkpoints is None:
            machine.ring.last = machine.t
            machine.identity_step = -1
            del machine.output[machine.output_count :]
            return None
        if not self.is_replaying:
            self._replay(machine.t)
        left = checkpoints.fork()
        self._record_anew()
        return left

    def take_back(self) -> None:
        """Undo the step executed last and forget it: it has not happened.  It may be half done."""
        self.can_be_given_up = False  # what this takes has to be done
        machine = self.machine
        checkpoints = self.checkpoints
        self._synchronise()
        if checkpoints is not None and machine.t == machine.ring.first():
            self._replay_epoch(checkpoints.epoch_at(machine.t - 1), machine.t - 1)
            checkpoints.take_back_replayed()
            self._record_anew()
            return
        self.step_back()
        machine.ring.last = machine.t
        if checkpoints is not None:
            checkpoints.take_back()
        machine.identity_step = -1
        del machine.output[machine.output_count :]

    def change_to(self, line: Line) -> Line:
        """Leave the line of time for one that was left before, at its newest moment.  Returns the one left.

        Raises LostLine, where it was, if what they have in common is no longer remembered.
        """
        checkpoints = self.checkpoints
        assert checkpoints is not None
        self.seek(self.newest)
        left = checkpoints.change_to(line)
        self._record_anew()
        return left

    def _record_anew(self) -> None:
        """The machine stands at the newest moment of another line: its ring begins here."""
        self.objects += 1
        run.record(self.machine, self._size)
        self._ring = self.machine.ring
        self._looked_at = self.machine.t
        self.machine.identity_step = -1
