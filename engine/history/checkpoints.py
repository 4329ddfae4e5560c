"""Checkpoints: going back to the beginning of any epoch of a run, and running forward again from there.

A run is divided into *epochs*.  An epoch has the images (`images`) of all objects that it wrote to, as they were
before; nothing is copied when it begins.  Putting the images of the last epochs back, the newest first, gives the
state at the beginning of an epoch (its *base*), and putting them back in the other direction gives the state that was
left.  From a base the machine executes again, deterministically (`EventLog`), in a *replay*: an epoch of its own, whose
images undo it when it is left.

A run that was recorded in a file has its bases there: then every moment is past from the start, an epoch has no images,
and its base is read (`Bases`) instead of put back.

This module knows the places of the recorded line and the replay; `timeline` decides where to go.
Relies on the machine to keep the images.
"""

from time import perf_counter
from typing import Final, final

from mypy_extensions import i64, mypyc_attr

from engine.history.changes import Change
from engine.history.event_log import NEVER, Divergence, EventLog
from engine.history.images import MachineImage
from engine.history.lines import Line, parting
from engine.runtime import tostring
from engine.runtime.values import Cell, creation_step
from engine.vm.machine import Machine

DEFAULT_BUDGET: Final = 256 * 1024 * 1024
"""Bytes that images may hold unless told otherwise."""

SHORTEST: Final = 2_000_000
"""Steps of an epoch at least: some 25 ms of execution."""

LONGEST: Final = 64_000_000
"""Steps of an epoch at most."""

SLOW: Final = 0.05
"""Seconds of execution after which an epoch of slow steps ends before it has SHORTEST, but not LEAST, of them."""

LEAST: Final = 100_000
"""Steps of such an epoch at least, unless the library took the time: to wait for a user is no execution."""

_SECONDS_A_STEP: Final = 1e-8

_WEIGHINGS: Final = 64  # how often the budget is looked at while it fills

# What keeping the images may cost is one twentieth of the execution: an image costs as much time as 30 steps, and a
# byte as much as a twentieth of a step.
_STEPS_AN_IMAGE: Final = 600


@final
class Moment:
    """A moment of a recorded run whose state can be had: its step, and how many events had happened.

    At a boundary the host had just done something that a replay does not repeat.
    """

    def __init__(self, t: i64, position: int, is_boundary: bool) -> None:
        self.t: Final = t
        self.position: Final = position
        self.is_boundary: Final = is_boundary


@mypyc_attr(allow_interpreted_subclasses=True)
class Bases:
    """States of a recorded run that lie outside of memory.  Abstract: recordings have them."""

    def moments(self) -> list[Moment]:
        """The moments in their order: the beginnings of epochs, and at last the newest."""
        raise NotImplementedError

    def restore(self, machine: Machine, index: int) -> None:
        """Put the machine into the state of a moment.

        Raises event_log.Divergence, with the machine at the beginning of the first epoch.
        """
        raise NotImplementedError

    def is_at(self, machine: Machine, index: int) -> bool:
        """Whether the machine's state, which a replay has led to, can be that one."""
        raise NotImplementedError


@final
class Epoch:
    """A stretch of the recorded line from step `t` on; `kept` are its images, in the order they were made.

    `position` is how many events had happened.  A `boundary` is where the host did something that a replay does not
    repeat: none runs across it.
    """

    def __init__(self, t: int, position: int, kept: list[Change], boundary: bool) -> None:
        self.t: Final = t
        self.position: Final = position
        self.kept = kept
        self.bytes = 0
        self.boundary = boundary
        self.marks: Final[list[tuple[int, int]]] = []  # moments, each with a hash of what the machine was then
        self.is_host = False  # its one step is the host's own
        self.is_shared = False  # several lines have it: it stays as it is
        self.visited = 0  # a bit for each block of code that has run in it (`visits`)
        self.written: set[int] | None = None  # the identities of the objects in `kept`, once somebody has asked


@final
class Checkpoints:
    """The epochs of a machine's run, and where on their line the machine stands."""

    def __init__(self, machine: Machine, log: EventLog, budget: int = DEFAULT_BUDGET) -> None:
        self.shortest: int = SHORTEST  # steps of an epoch at least
        self.machine: Final = machine
        self.log: Final = log
        self.budget: Final = budget
        self.epochs: list[Epoch] = []
        self.left: Final[list[Line]] = []  # lines that the machine may come back to
        self.dearest: int = 0  # what the images of the last epoch cost, in steps
        self.base = -1  # the epoch whose beginning the machine is at, or was when the replay began; -1 at the newest
        self.replay: Epoch | None = None
        self.bases: Bases | None = None  # where the bases are, if not in memory
        self._unweighed = 0  # bytes of images since the budget was looked at
        self._began = 0.0  # when the last epoch of the line did, by `perf_counter`
        self._number: i64 = 0  # the number of the newest epoch, replays counted
        self._line_number: i64 = 0  # the number of the last epoch of the line
        self._newest = machine.t  # where the line ends, while the machine is elsewhere
        self._position = 0  # the log's position there
        self.begin(True)

    # -- recording -------------------------------------------------------------------------------

    @property
    def oldest(self) -> int:
        """The oldest t that can be reached."""
        return self.epochs[0].t

    @property
    def newest(self) -> int:
        """The t where the recorded line ends."""
        return self.machine.t if self.base < 0 else self._newest

    @property
    def bytes_used(self) -> int:
        """Estimated bytes of all images."""
        left = sum([line.bytes_used() for line in self.left])
        return left + sum([epoch.bytes for epoch in self.epochs[:-1]]) + int(self.machine.kept_bytes)

    def begin(self, boundary: bool) -> None:
        """Begin an epoch at the newest moment, between two instructions."""
        machine = self.machine
        if self.epochs:
            self.epochs[-1].bytes = int(machine.kept_bytes)
            self.epochs[-1].visited |= machine.visits.take()
            self._unweighed += int(machine.kept_bytes)
        epoch = self._new_epoch(boundary)
        self._line_number = machine.epoch
        self._began = perf_counter()
        if self.epochs and self.epochs[-1].t == epoch.t and not boundary:
            raise ValueError("an epoch of no steps")
        self.epochs.append(epoch)
        if self._unweighed > self.budget // _WEIGHINGS:
            self._unweighed = 0
            if self.bytes_used > self.budget:
                self._thin()

    def take_over(self, bases: Bases) -> None:
        """Let the line be that of a recorded run.  The machine stands at its beginning, in a replay."""
        self.bases = bases
        moments = bases.moments()
        newest = moments.pop()
        self.epochs = [Epoch(moment.t, moment.position, [], moment.is_boundary) for moment in moments]
        for epoch in self.epochs:
            epoch.visited = -1  # who knows what has run in it
        self._newest = newest.t
        self._position = newest.position
        self._begin_replay(0)

    def _begin_replay(self, index: int) -> None:
        base = self.epochs[index]
        self.base = index
        self.machine.t = base.t
        self.log.position = base.position
        self.log.replaying = True
        self.machine.replaying = True
        self.replay = self._new_epoch(False)

    def pass_on(self, index: int) -> bool:
        """In a recorded run: a replay has come to the beginning of the next epoch, and goes on there; or to the newest
        moment, and stays there.

        Whether that is where the run was.
        """
        assert self.bases is not None
        if not self.bases.is_at(self.machine, index):
            return False
        if index < len(self.epochs):
            if self.log.position != self.epochs[index].position:
                return False
            self._begin_replay(index)
        return True

    def _new_epoch(self, boundary: bool) -> Epoch:
        machine = self.machine
        self._number += 1
        machine.epoch = self._number
        machine.kept = []
        machine.kept_bytes = 0
        machine.identity_step = -1
        machine.keep(MachineImage(machine))
        machine.keep_coroutine(machine.current)
        return Epoch(machine.t, self.log.position, machine.kept, boundary)

    def mark(self, seen: int) -> None:
        """Keep a hash of what the machine is at the newest moment, for replays to be compared with."""
        marks = self.epochs[-1].marks
        if not marks or marks[-1][0] < self.machine.t:
            marks.append((int(self.machine.t), seen))

    def next_mark(self) -> tuple[int, int]:
        """The next mark on the way of the replay; a moment that is never reached if there is none."""
        t = self.machine.t
        for mark in self.epochs[self.base].marks:
            if mark[0] > t:
                return mark
        return NEVER, 0

    def last_mark(self) -> int:
        """The moment of the last mark before this one in the epoch that is replayed; its beginning if there is none."""
        epoch = self.epochs[self.base]
        return max([t for t, seen in epoch.marks if t < self.machine.t], default=epoch.t)

    def tick(self, was_late: bool = False) -> None:
        """Begin an epoch if it is time to; call it often, between instructions, at the newest moment.

        `was_late`: what has been executed last took its time.
        """
        machine = self.machine
        epoch = self.epochs[-1]
        if self.bases is not None:
            return
        steps = machine.t - epoch.t
        if steps < max(self.shortest, min(self.dearest, LONGEST)):
            if steps < LEAST and not was_late:
                return
            if perf_counter() - self._began < max(SLOW, self.dearest * _SECONDS_A_STEP):
                return
        self.dearest = _STEPS_AN_IMAGE * len(epoch.kept) + int(machine.kept_bytes)
        self.begin(False)

    def _thin(self) -> None:
        """Give up checkpoints, the denser ones of the past first, until their images are within three quarters."""
        used = self.bytes_used
        wanted = self.budget * 3 // 4
        while used > wanted and len(self.epochs) > 2:
            at = self._densest()
            if at < 0:  # nor will there be one when the oldest are gone, which may be many
                dropped = 0
                while used > wanted and len(self.epochs) - dropped > 2:
                    used -= self.epochs[dropped].bytes
                    dropped += 1
                del self.epochs[:dropped]
                return
            first, second = self.epochs[at], self.epochs[at + 1]
            used -= first.bytes + second.bytes
            first.written = None
            first.visited |= second.visited
            first.marks.extend(second.marks)
            first.kept = merged(first.kept, second.kept)
            first.bytes = sum([image.size() for image in first.kept])
            used += first.bytes
            del self.epochs[at + 1]

    def _densest(self) -> int:
        """The epoch to be joined with the next: the two are short for their age.  -1 if none may be."""
        epochs = self.epochs
        now = self.machine.t
        best = -1
        least = 0.5
        for at in range(len(epochs) - 2):
            if not (epochs[at + 1].boundary or epochs[at].is_shared or epochs[at + 1].is_shared):
                density = (epochs[at + 2].t - epochs[at].t) / (now - epochs[at].t + 1)
                if density < least:
                    best, least = at, density
        return best

    # -- moving ----------------------------------------------------------------------------------

    def epoch_at(self, t: int) -> int:
        """The index of the epoch that step `t` is reached from: the last whose base is not after it."""
        low, high = 0, len(self.epochs)
        while high - low > 1:
            middle = (low + high) // 2
            if self.epochs[middle].t <= t:
                low = middle
            else:
                high = middle
        return low

    def is_boundary(self, index: int) -> bool:
        """Whether a replay does not lead to the beginning of this epoch of a recorded run: the host had called anew."""
        return self.bases is not None and index < len(self.epochs) and self.epochs[index].boundary

    def end_of(self, index: int) -> int:
        """The t where an epoch ends."""
        return self.epochs[index + 1].t if index + 1 < len(self.epochs) else self.newest

    def writes_to(self, index: int, born: int) -> bool:
        """Whether an epoch may have written to an object: it did before there was one, or keeps an image of it."""
        if self.bases is not None or creation_step(born) >= self.epochs[index].t:
            return True
        return born in self.written(index)

    def written(self, index: int) -> set[int]:
        """The identities of the objects that an epoch keeps images of."""
        epoch = self.epochs[index]
        if epoch.written is None or epoch is self.epochs[-1]:
            epoch.written = {identity(image.subject()) for image in epoch.kept}
        return epoch.written

    def visited(self, index: int) -> int:
        """The blocks of code that have run in an epoch, a bit for each."""
        epoch = self.epochs[index]
        return epoch.visited | self.machine.visits.present() if epoch is self.epochs[-1] else epoch.visited

    def go_to_base(self, index: int) -> None:
        """Put the machine at the beginning of an epoch, ready to replay it."""
        machine = self.machine
        if self.bases is not None:
            if index == self.base:
                self._leave_replay()
            else:
                self._restore(index)
            self._begin_replay(index)
            return
        self._leave_replay()
        place = self.base
        if place < 0:
            self._newest = machine.t
            self._position = self.log.position
            self.epochs[-1].bytes = int(machine.kept_bytes)
            place = len(self.epochs)
        while place > index:
            place -= 1
            put_back(self.epochs[place].kept)
        while place < index:
            put_forward(self.epochs[place].kept)
            place += 1
        self._begin_replay(index)

    def _restore(self, index: int) -> None:
        """Read the base of an epoch, or the newest moment of a recorded run."""
        assert self.bases is not None
        self.replay = None
        try:
            self.bases.restore(self.machine, index)
        except Divergence:
            self._begin_replay(0)
            raise

    def go_to_newest(self) -> None:
        """Put the machine where the recorded line ends; it may execute from there."""
        if self.base < 0:
            return
        machine = self.machine
        if self.bases is not None:
            self._restore(len(self.epochs))
        else:
            self._leave_replay()
            for epoch in self.epochs[self.base :]:
                put_forward(epoch.kept)
        self.base = -1
        machine.t = self._newest
        self.log.position = self._position
        self._record_on(len(self.epochs) - 1, self._line_number)

    def _leave_replay(self) -> None:
        """Undo the replay: the machine is at the base again."""
        replay = self.replay
        if replay is not None:
            put_back(replay.kept)
            self.replay = None
            self.machine.t = replay.t

    def fork(self) -> Line:
        """Let the machine execute on from the moment that it replays: another line begins.  Returns the one left.

        The machine must be in a replay.
        """
        replay = self.replay
        assert replay is not None
        left = self._leave_line()
        for epoch in self.epochs[: self.base]:
            epoch.is_shared = True
        self._make_live(replay)
        return left

    def take_back_replayed(self) -> None:
        """The steps after the moment that the machine replays are to be forgotten: the line ends here."""
        replay = self.replay
        assert replay is not None
        self.epochs[self.base].visited |= self.machine.visits.take()
        self._make_live(replay)

    def _make_live(self, replay: Epoch) -> None:
        """What has been replayed of an epoch becomes the newest one, and the machine executes on from it."""
        machine = self.machine
        at = self.base
        base = self.epochs[at]
        own = Epoch(base.t, base.position, replay.kept, base.boundary)
        own.marks.extend([mark for mark in base.marks if mark[0] <= machine.t])
        own.visited = base.visited
        self.epochs = [*self.epochs[:at], own]
        self.replay = None
        self.base = -1
        self.log.events = self.log.events[: self.log.position]
        machine.output = machine.output[: machine.output_count]
        machine.chunks = {t: chunk for t, chunk in machine.chunks.items() if t <= machine.t}
        self._take_up()

    def take_back(self) -> None:
        """The machine has undone its last step, which is to be forgotten: the line ends here."""
        machine = self.machine
        visited = machine.visits.take()
        while len(self.epochs) > 1 and self.epochs[-1].t > machine.t:
            self.epochs.pop()  # its images are of a future that is given up
        epoch = self.epochs[-1]
        epoch.visited |= visited
        while epoch.marks and epoch.marks[-1][0] > machine.t:
            epoch.marks.pop()
        events = self.log.events
        while events and events[-1].t > machine.t:
            events.pop()
        self.log.position = len(events)
        self._take_up()

    def _leave_line(self) -> Line:
        """The line that the machine is at the beginning of an epoch of, as it is to be kept."""
        machine = self.machine
        self.epochs[-1].visited |= machine.visits.take()
        line = Line(self.epochs, self.log.events, machine.output, machine.chunks, self._newest, self._position)
        self.left.append(line)
        return line

    def change_to(self, line: Line) -> Line:
        """Leave the line that the machine is on for another, and go to where that ends.  Returns the one left.

        The machine must be at the newest moment.  Raises LostLine.
        """
        machine = self.machine
        own, others = parting(self.epochs, line.epochs)
        self.go_to_base(own)
        self._leave_replay()
        left = self._leave_line()
        self.left.remove(line)
        self.epochs = line.epochs
        self.log.events = line.events
        machine.output = line.output
        machine.chunks = line.chunks
        self._newest = line.newest
        self._position = line.position
        self.base = -1
        for epoch in self.epochs[others:]:
            put_forward(epoch.kept)
        machine.t = self._newest
        self.log.position = self._position
        self._take_up()
        return left

    def _take_up(self) -> None:
        """Execute on from here, in the last epoch; what it writes next is kept, be it for the second time."""
        self._number += 1
        self._record_on(len(self.epochs) - 1, self._number)

    def _record_on(self, index: int, number: i64) -> None:
        machine = self.machine
        machine.replaying = False
        machine.visits.restore()
        self.log.replaying = False
        machine.epoch = number
        self._line_number = number
        machine.kept = self.epochs[index].kept
        machine.kept_bytes = sum([image.size() for image in machine.kept])
        machine.identity_step = -1


def put_back(kept: list[Change]) -> None:
    """Exchange the images with what is there, the last first: from an epoch's end to its beginning."""
    at = len(kept) - 1
    while at >= 0:
        kept[at].swap()
        at -= 1


def put_forward(kept: list[Change]) -> None:
    """The other direction: from an epoch's beginning to its end."""
    for image in kept:
        image.swap()


def merged(first: list[Change], second: list[Change]) -> list[Change]:
    """The images of two epochs in a row as those of one: of an object that has several, the oldest counts."""
    seen: set[int] = set()
    together: list[Change] = []
    for image in first + second:
        subject = image.subject()
        if subject is None:
            together.append(image)
        elif id(subject) not in seen:
            seen.add(id(subject))
            together.append(image)
    return together


def identity(value: object) -> int:
    """The `born` of an object that has one, else -1."""
    if isinstance(value, Cell):
        return value.born
    return tostring.identity(value)
