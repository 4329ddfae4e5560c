"""Moving through recorded time: to any moment of a run, and verification.

The ring reaches back a window, instruction by instruction; where it ends, checkpoints and replay take over.  Relies on
nothing being written while the machine is in the past.  Executing from a moment in the past is a new branch: the steps
after it are given up first (`branch`).
"""

from typing import Final, cast, final

from mypy_extensions import i32, i64

from engine.history import interrupts
from engine.history.changes import Change
from engine.history.checkpoints import Checkpoints
from engine.history.event_log import Divergence
from engine.history.ring import R_JOURNAL, Ring
from engine.history.state import state_hash
from engine.history.undo import move, redo, undo
from engine.history.walking import at_breakpoint
from engine.runtime.host import ExitRequest
from engine.vm import loop, run
from engine.vm.machine import Machine

DEFAULT_BUDGET: Final = 512 * 1024 * 1024
"""Bytes that the journals of a history may hold unless told otherwise."""


LANE_BYTES: Final = 29
"""Bytes of a ring entry: pc 4, tag 1, integer 8, float 8, reference 8."""

MARKS: Final = 64
"""About how many moments a verification compares."""

DEEP: Final = 50_000
"""Registers of a stack that makes a moment dear to write down."""

WORK: Final = 2_000_000
"""Registers that a verification writes down, all its moments together, before it passes moments over."""

LOOK_EVERY: Final = 65_536
"""New steps between two looks at the budget."""

WINDOW: Final = 524_288
"""Steps of a replay that can be undone."""


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
class History:
    """A machine's recorded time.

    The ring holds the last `size` steps at most; `checkpoints`, if there are any, the whole run.  The machine's state
    is that of `machine.t`; it is in the past when that is less than `newest`.
    """

    def __init__(
        self, machine: Machine, size: int, budget: int = DEFAULT_BUDGET, checkpoints: Checkpoints | None = None
    ) -> None:
        self.machine = machine
        self.budget: Final = budget  # bytes that journals may hold; over it the oldest steps are given up
        self.checkpoints: Final = checkpoints
        self._size: Final = size
        self._looked_at: int = machine.t
        self._marks: dict[int, str] = {}
        self.mark_every: int = 0  # steps between two marks that the run is to make; 0 for none
        run.record(machine, size)
        self._ring: Ring = machine.ring  # of the recorded line; a replay has its own
        self._replay_ring: Ring | None = None
        self.objects = 0  # changes whenever objects that were made in a replay are no longer those of the machine

    # -- where the machine stands ----------------------------------------------------------------

    @property
    def is_replaying(self) -> bool:
        """Whether the machine stands where only a replay brings it: forward from here it executes again."""
        return self.machine.replaying

    @property
    def oldest(self) -> int:
        """The oldest t that can be reached."""
        self._synchronise()
        first = self._ring.first()
        return first if self.checkpoints is None else min(first, self.checkpoints.oldest)

    @property
    def newest(self) -> int:
        """The newest t that has been executed."""
        self._synchronise()
        return self._ring.last

    @property
    def in_past(self) -> bool:
        return self.machine.t < self.newest

    @property
    def at_hand(self) -> tuple[int, int]:
        """The oldest and newest t that undo and redo reach from here."""
        self._synchronise()
        ring = self.machine.ring
        return ring.first(), ring.last

    def _synchronise(self) -> None:
        """Take note of steps executed since the last look."""
        machine = self.machine
        ring = machine.ring
        if machine.t > ring.last:
            ring.last = machine.t
            if not machine.recording:
                ring.start = machine.t

    # -- memory ----------------------------------------------------------------------------------

    @property
    def steps_kept(self) -> int:
        return self.newest - self.oldest

    @property
    def bytes_used(self) -> int:
        """Estimated bytes that history holds: the ring with the journals of its steps, and the checkpoints."""
        used = self._ring.size * LANE_BYTES + self._journal_bytes()
        return used if self.checkpoints is None else used + self.checkpoints.bytes_used

    @property
    def bytes_per_step(self) -> float:
        """What a step in the ring costs on average: its lanes, and its share of the journals."""
        return LANE_BYTES + self._journal_bytes() / max(self._ring.last - self._ring.first(), 1)

    def _journal_bytes(self) -> int:
        ring = self._ring
        total = 0
        for t in range(ring.first() + 1, ring.last + 1):
            at = t & ring.mask
            if ring.tags[at] == R_JOURNAL:
                total += journal_size(ring, at)
        return total

    def keep_up(self) -> None:
        """Call this between slices of execution: it makes checkpoints, and keeps the ring within its budget.

        Cheap to call often: it looks at the journals only once in so many new steps, and at the newest moment alone.
        """
        self._synchronise()
        ring = self._ring
        if self.machine.t != ring.last or self.is_replaying:
            return
        if self.checkpoints is not None:
            self.checkpoints.tick()
        if self.machine.recording and ring.last - self._looked_at >= LOOK_EVERY:
            self._looked_at = ring.last
            trim(ring, self.budget)

    def host_acted(self) -> None:
        """Call this after the host did something that is no execution: called a function, interrupted one."""
        if self.checkpoints is not None:
            self.checkpoints.begin(True)

    # -- moving ----------------------------------------------------------------------------------

    def keep_live_pc(self) -> None:
        """On leaving the newest moment: the pc there stands in the entry after the last."""
        machine = self.machine
        ring = machine.ring
        if machine.t == ring.last:
            co = machine.current
            if co.depth >= 0:
                ring.pcs[(machine.t + 1) & ring.mask] = i32(co.pcs[co.depth])

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
        if self.is_replaying and self._ring.first() <= t <= self._ring.last:
            self._leave_replay()
        if machine.ring.first() <= t <= machine.ring.last:
            self.keep_live_pc()
            move(machine, t)
        else:
            self._replay(t)

    def _leave_replay(self) -> None:
        """Back to the newest moment of the recorded line."""
        assert self.checkpoints is not None
        self.objects += 1
        self.machine.ring = self._ring
        self.machine.recording = self._size > 0
        self.checkpoints.go_to_newest()

    def _replay(self, t: int) -> None:
        """Go to a moment that the ring does not reach."""
        assert self.checkpoints is not None
        self._replay_epoch(self.checkpoints.epoch_at(t), t)

    def _go_to_base(self, epoch: int) -> None:
        assert self.checkpoints is not None
        self.objects += 1
        self.checkpoints.go_to_base(epoch)
        self._record_replay(False)

    def _record_replay(self, recording: bool) -> None:
        """Begin a window of the replay's ring here; undo reaches back to it if `recording`."""
        ring = self._replay_ring
        machine = self.machine
        if ring is None:
            ring = self._replay_ring = Ring(WINDOW, machine.t)
        ring.start = ring.last = machine.t
        machine.ring = ring
        machine.recording = recording

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
                run.execute_planted(self.machine)
            elif reason != loop.LIMIT and self.machine.t < t:
                raise Divergence(self.machine.t, "the program ends here")

    def _advance(self, t: int) -> int:
        assert self.checkpoints is not None
        try:
            reason = interrupts.advance(self.machine, self.checkpoints.log, t)
            return loop.LIMIT if reason == interrupts.INTERRUPTED else reason
        except ExitRequest:
            run.end(self.machine)
            return loop.FINISHED

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
            if machine.t < end:
                if not machine.recording:
                    self._record_replay(True)
                self._advance(min(limit, end))
                self._synchronise()
        except Divergence:
            self._leave_replay()
            raise
        if machine.t == end:
            self._compare_with_line(after)

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

    def _replay_epoch(self, epoch: int, t: int) -> None:
        """Replay an epoch up to a moment in it, its end included."""
        checkpoints = self.checkpoints
        assert checkpoints is not None
        machine = self.machine
        if not self.is_replaying:
            self.keep_live_pc()
            move(machine, machine.ring.last)
        if epoch != checkpoints.base or machine.ring.last > t:
            self._go_to_base(epoch)
        try:
            self._execute_again(t)
        except Divergence:
            self._leave_replay()
            raise

    def begin_search(self, end: int) -> int:
        """Go to the beginning of the epoch that leads to `end`, to run it without recording; where it begins."""
        checkpoints = self.checkpoints
        assert checkpoints is not None
        epoch = checkpoints.epoch_at(end - 1)
        if not self.is_replaying:
            self.keep_live_pc()
            move(self.machine, self.machine.ring.last)
        self._go_to_base(epoch)
        return self.machine.t

    def search_to(self, limit: int) -> None:
        """Run a replay forward without recording, until `limit` or the next breakpoint."""
        machine = self.machine
        try:
            run.execute_planted(machine)
            if machine.t < limit and not at_breakpoint(machine):
                self._advance(limit)
        except Divergence:
            self._leave_replay()
            raise
        self._synchronise()

    def _compare_with_line(self, after: int) -> None:
        """At the end of a replayed epoch: go over to the recorded line, which must be in the same state."""
        checkpoints = self.checkpoints
        assert checkpoints is not None
        replayed = fingerprint(self.machine)
        t = self.machine.t
        if after < len(checkpoints.epochs):
            self._go_to_base(after)
        else:
            self._leave_replay()
        if fingerprint(self.machine) != replayed:
            self._leave_replay()
            raise Divergence(t, "the state is another")

    def branch(self) -> None:
        """Give up the steps after the present moment, so that execution may go on from here."""
        self._synchronise()
        machine = self.machine
        if self.is_replaying:
            assert self.checkpoints is not None
            self.checkpoints.branch()
            run.record(machine, self._size)
            self._ring = machine.ring
        else:
            machine.ring.last = machine.t
            if self.checkpoints is not None:
                self.checkpoints.branch()
        machine.identity_step = -1
        del machine.output[machine.output_count :]

    def mark(self) -> None:
        """Keep the state hash of the present moment, for `verify` to compare with; about 64 are kept.

        Moments with a very deep stack are passed over: writing them down takes long.
        """
        self._synchronise()
        if self.machine.current.free_index() > DEEP:
            return
        self._marks[self.machine.t] = state_hash(self.machine)
        if len(self._marks) >= 2 * MARKS:
            self._marks = {t: known for at, (t, known) in enumerate(self._marks.items()) if at % 2}
            self.mark_every *= 2

    def verify(self) -> int | None:
        """Walk back to the oldest step and forward again, comparing state hashes at some 64 moments on the way.

        A moment is compared with what it was when the program ran, if that was marked, and with what it was going
        backward.  Where stacks are very deep fewer moments are compared.  Returns the first t whose state differs,
        None if none does.  Leaves the machine at the newest moment.
        """
        oldest, newest = self.oldest, self.newest
        self.seek(newest)
        moments = {t for t in self._marks if oldest <= t <= newest}
        moments.update(range(newest, oldest, -max(1, (newest - oldest) // MARKS)))
        moments.add(oldest)
        wrong: int | None = None
        hashes: dict[int, str] = {}
        deep = 0
        for t in sorted(moments, reverse=True):
            self.seek(t)
            deep += self.machine.current.free_index()
            if deep > WORK and oldest < t < newest:
                continue
            hashes[t] = state_hash(self.machine)
            if self._marks.get(t, hashes[t]) != hashes[t]:
                wrong = t
        for t in sorted(hashes):
            self.seek(t)
            if (wrong is None or t < wrong) and state_hash(self.machine) != hashes[t]:
                wrong = t
        self.seek(newest)
        return wrong


def trim(ring: Ring, budget: i64) -> None:
    """Let history begin later, if the journals of all its steps together hold more than `budget` bytes."""
    oldest = ring.first()
    t = ring.last
    total: i64 = 0
    while t > oldest:
        at = t & ring.mask
        if ring.tags[at] == R_JOURNAL:
            total += journal_size(ring, at)
            if total > budget:
                break
        t -= 1
    while oldest < t:
        oldest += 1
        ring.refs[oldest & ring.mask] = None
    ring.start = max(ring.start, t)


def journal_size(ring: Ring, at: i64) -> i64:
    """Estimated bytes of one step's journal."""
    size: i64 = 56
    for change in cast(list[Change], ring.refs[at]):
        size += 8 + change.size()
    return size


def fingerprint(machine: Machine) -> tuple[object, ...]:
    """What tells two states apart at little cost: where the program is, and how much it has done."""
    co = machine.current
    places = tuple([int(co.pcs[level]) for level in range(co.depth + 1)])
    return co.born, places, machine.output_count, machine.allocated, machine.random
