"""Movements through a run: each command as an object that advances in bounded slices.

A motion looks at where the session stands when it is made, and is then advanced until it says why it is over.
Forward and backward are mirror images: stepping backward stops at the moments where stepping forward does, the line
starts (see `mover`).
"""

from debugger.mover import LOOKS, Followed, Mover, line_of
from debugger.stops import Reason
from engine.compiler.opcodes import TAILCALL
from engine.history.visits import bit_of, bits_of
from engine.runtime.coroutine import DEAD, K_UNWIND, KIND_MASK, Coroutine
from engine.runtime.values import LuaClosure


class Motion:
    """A movement in progress.  Abstract: each kind of movement says how it advances."""

    def __init__(self, mover: Mover, forward: bool) -> None:
        self.mover = mover
        self.machine = mover.machine
        self.forward = forward

    @property
    def looks_back(self) -> bool:
        """Whether it may look back from where it comes to on its way, at other places than breakpoints."""
        return True

    def advance(self, budget: int) -> Reason | None:
        """Move on by `budget` steps at most; the reason, if the movement is over."""
        raise NotImplementedError

    def cancel(self) -> None:
        """Give the movement up."""

    @property
    def reached(self) -> int:
        """How far the movement has come: what lies between its origin and this moment, it has passed for good."""
        return self.machine.t

    def limit(self, budget: int) -> int:
        """The moment where a slice of the movement ends."""
        return self.machine.t + (budget if self.forward else -budget)


class Continue(Motion):
    """To the next breakpoint, error or end; backward to the previous breakpoint or the oldest moment.

    Backward it undoes what the ring holds, and then runs one epoch after the other forward, the last one first, to
    see where it would have stopped (`Search`).
    """

    def __init__(self, mover: Mover, forward: bool) -> None:
        super().__init__(mover, forward)
        self.origin: int = mover.machine.t
        self.search: Search | None = None

    @property
    def looks_back(self) -> bool:
        return False

    def advance(self, budget: int) -> Reason | None:
        if self.search is not None:
            return self.search.advance(budget)
        if self.forward:
            return self.mover.run_to(self.limit(budget))
        history = self.mover.history
        first, _ = history.at_hand
        if self.machine.t > first:
            return self.mover.run_to(max(self.limit(budget), first))
        if first <= history.oldest:
            return Reason.OLDEST
        self.search = Search(self.mover)
        return None

    @property
    def reached(self) -> int:
        return self.machine.t if self.search is None else self.search.end

    def cancel(self) -> None:
        """Give the movement up: a search leads back to where it began."""
        if self.search is not None:
            self.mover.history.seek(self.origin)


class Search:
    """Looks for the last breakpoint before the present moment, epoch by epoch.

    Each is run forward first, to note where a breakpoint may stop; then those places are looked at, the last one first.
    """

    def __init__(self, mover: Mover) -> None:
        self.mover = mover
        self.machine = mover.machine
        self.end: int = mover.machine.t  # what is looked for lies before
        self.start = -1  # the beginning of the epoch that is searched; -1 between two epochs
        self.met: list[int] = []  # where it may stop in this epoch
        self.is_choosing = False

    def advance(self, budget: int) -> Reason | None:
        """Search on, by `budget` steps at most; the reason, if the search is over."""
        history = self.mover.history
        if self.is_choosing:
            return self._choose(budget)
        if self.start < 0:
            self.end = history.end_of_visits(self.end, self.mover.breakpoints.blocks())
            if self.end <= history.oldest:
                history.seek(history.oldest)
                return Reason.OLDEST
            self.start = history.begin_search(self.end)
            self._look()
        self._run(min(self.end, self.machine.t + budget))
        self.is_choosing = self.machine.t == self.end
        return None

    def _run(self, limit: int) -> None:
        looks = 0
        while self.machine.t < limit and looks < LOOKS:
            self.mover.history.search_to(limit)
            if self.machine.t < self.end:
                looks += 1
                self._look()

    def _look(self) -> None:
        if self.mover.is_on_breakpoint():
            self.met.append(self.machine.t)

    def _choose(self, budget: int) -> Reason | None:
        """Stop at the last place where a breakpoint does; on to the epoch before if there is none."""
        least = self.machine.t - budget
        looks = 0
        while self.met and self.machine.t > least and looks < LOOKS:
            self.mover.history.seek(self.met.pop())
            if self.mover.meets_breakpoint():
                return Reason.BREAKPOINT
            looks += 1
        if not self.met:
            self.is_choosing = False
            self.end = self.start
            self.start = -1
        return None


class Travel(Motion):
    """To a moment, or to where time ends, passing breakpoints; `arrived` is the reason on arrival."""

    def __init__(self, mover: Mover, t: int, arrived: Reason) -> None:
        super().__init__(mover, t > mover.machine.t)
        self.t = t
        self.arrived = arrived

    @property
    def looks_back(self) -> bool:
        return False

    def advance(self, budget: int) -> Reason | None:
        # What has been executed is reached at one go; beyond it the machine executes, in slices.
        newest = self.mover.history.newest
        reason = self.mover.travel(self.t if self.t <= newest else min(self.t, max(newest, self.machine.t) + budget))
        return self.arrived if reason is None and self.machine.t == self.t else reason


class _Framed(Motion):
    """A motion that keeps to a frame, at first the innermost of the program's own, and passes over what it calls.

    A coroutine that the frame resumes counts as called; so does everything that happens while it waits in a yield.
    When the frame is left, the one that goes on takes its place.
    """

    def __init__(self, mover: Mover, forward: bool) -> None:
        super().__init__(mover, forward)
        self.followed = Followed(mover, self.machine.current)
        self.depth: int = self.co.depth
        while self.depth > 0 and line_of(self.co, self.depth) == 0:
            self.depth -= 1
        if self.depth < 0:
            self.depth = 1  # the program has ended; its main function stood there

    @property
    def co(self) -> Coroutine:
        """The frame's coroutine."""
        return self.followed.now()

    def is_waiting(self) -> bool:
        """Whether something runs that the frame called."""
        return self.co.depth > self.depth and self.co.status < DEAD

    def skips(self) -> bool:
        """Go back over epochs in which neither the frame's function nor code with a breakpoint ran; whether any were.

        Called where undo reaches no further, while the frame waits: all of these epochs are inside of what it called.
        """
        history = self.mover.history
        t = int(self.machine.t)
        if self.forward or not history.oldest < t <= history.at_hand[0] or not self.is_waiting():
            return False
        end = history.end_of_visits(t, self.mover.breakpoints.blocks() | self.own_blocks())
        if end >= t:
            return False
        if end > history.oldest:
            history.seek_before(end)
        else:
            history.seek(end)
        return True

    def own_blocks(self) -> int:
        """The blocks of code (`visits`) one of which runs where the movement ends: here those of the frame."""
        function = self.co.functions[self.depth] if self.depth >= 0 else None
        return bits_of(function.proto) if isinstance(function, LuaClosure) else -1

    def follow(self) -> None:
        """If the frame has been left, go on with the one that runs."""
        if self.is_waiting():
            return
        co = self.machine.current
        self.followed = Followed(self.mover, co)
        self.depth = co.depth
        # On leaving by an error the pending __close are called first, by the frame that caught it.
        if co.depth >= 0 and (co.infos[co.depth] >> 57) & KIND_MASK == K_UNWIND and co.pcs[co.depth] == 0:
            self.depth -= 1


class Out(_Framed):
    """Forward until the function has returned; backward until before it was called."""

    def __init__(self, mover: Mover, forward: bool) -> None:
        super().__init__(mover, forward)
        self.depth -= 1

    def own_blocks(self) -> int:
        """That with which the function begins; it has just run or will run next, where the function was called."""
        co = self.co
        function = co.functions[self.depth + 1]
        if not isinstance(function, LuaClosure) or co.pcs[self.depth + 1] == 0:
            return -1
        bit = bit_of(function.proto, 0)
        return -1 if bit < 0 else 1 << bit

    def advance(self, budget: int) -> Reason | None:
        if self.skips():
            return None
        limit = self.limit(budget)
        while (reason := self.mover.run_to(limit, self.followed, self.depth)) is Reason.STEP:
            self.follow()
            if self.is_waiting():
                continue
            if line_of(self.co, self.depth) != 0:
                break
            self.depth -= 1
        return reason


class Line(_Framed):
    """By source lines, over calls or into them: to the next line start of the frame, or to the next of all."""

    def __init__(self, mover: Mover, forward: bool, into: bool) -> None:
        super().__init__(mover, forward)
        self.into = into

    def advance(self, budget: int) -> Reason | None:
        mover = self.mover
        if not self.into and self.skips():
            return None
        limit = self.limit(budget)
        while self.machine.t != limit:
            if self.is_waiting() and not self.into:
                reason = mover.run_to(limit, self.followed, self.depth)
                if reason is not Reason.STEP:
                    return reason
            elif (reason := self._step()) is not None or mover.is_held:
                return reason
            self.follow()
            if mover.meets_breakpoint():
                return Reason.BREAKPOINT
            if (self.into or not self.is_waiting()) and mover.starts_line():
                return Reason.STEP
        return None

    def _step(self) -> Reason | None:
        """One step; a function called in tail position is called by the frame's caller."""
        is_tail = self.forward and self._is_tail_call()
        reason = self.mover.step(self.forward)
        if is_tail and self.machine.current is self.co and self.co.depth == self.depth and self.co.pcs[self.depth] == 0:
            self.depth -= 1
        return reason

    def _is_tail_call(self) -> bool:
        co = self.machine.current
        function = co.functions[co.depth] if co.depth >= 0 else None
        return isinstance(function, LuaClosure) and function.proto.original[co.pcs[co.depth]] & 0xFF == TAILCALL
