"""What the debugger keeps besides the session: where the user is, has been, and what he wants to see."""

from dataclasses import dataclass

from debugger.session import Session
from debugger.stops import Stop
from tui.bookmarks import Bookmarks
from tui.jumps import Jumps
from tui.views.breakpoints import Watched
from tui.views.depths import Depths
from tui.views.events import Events
from tui.views.moment import Moment
from tui.views.timeline import Facts, Mark, Timeline
from tui.views.watches import Watches


@dataclass(frozen=True)
class Seen:
    """What has been seen of a branch while it was run."""

    depths: Depths
    met: frozenset[int]


class State:
    """Of one session.  No widgets: panes show it."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.moment = Moment(session)
        self.is_elsewhere = False  # the machine stands where work is going on, not where the user looks
        self.jumps = Jumps()
        self.bookmarks = Bookmarks()
        self.watches = Watches(session)
        self.watched: list[Watched] = []  # data breakpoints
        self.events = Events(session)
        self.depths = Depths()
        self.timeline = Timeline(depths=self.depths)
        self.failure: Stop | None = None  # at the uncaught error that the program ends with
        self.met: set[int] = set()  # moments where a breakpoint has stopped the program
        self.hits: list[int] = []  # the moments that were asked for last: writes, executions of a line
        session.branches.keep_with_each(self)

    def save(self) -> object:
        """What belongs to the active branch."""
        return Seen(self.depths.copy(), frozenset(self.met))

    def restore(self, saved: object) -> None:
        """Another branch is active."""
        assert isinstance(saved, Seen)
        self.depths = self.timeline.depths = saved.depths.copy()
        self.met = set(saved.met)

    def forked_at(self, t: int) -> None:
        """A new branch is active: what came after a moment is not known in it."""
        self.depths.give_up(t)
        self.met = {one for one in self.met if one < t}

    def refresh(self) -> None:
        """The session stands elsewhere."""
        self.moment.refresh()
        self.refresh_timeline()

    def refresh_timeline(self) -> None:
        timeline = self.timeline
        timeline.facts = Facts.of(self.session)
        timeline.outputs = self.session.machine.output
        timeline.errors = self.session.errors.between(0, self.session.newest)
        timeline.marks = [
            *(Mark(one.t, "bookmark", one.letter) for one in self.bookmarks.all()),
            *(Mark(t, "breakpoint") for t in self.met),
            *(Mark(t, "hit") for t in self.hits),
        ]
        if self.failure is not None:
            timeline.marks.append(Mark(self.failure.t, "error"))
        timeline.follow()
