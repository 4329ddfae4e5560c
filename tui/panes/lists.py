"""The panes that list things of the session: breakpoints, bookmarks, coroutines, events."""

from debugger.branches import Branch
from debugger.session import Session
from engine.runtime.coroutine import Coroutine
from tui.bookmarks import Bookmarks
from tui.panes.list_pane import ListPane
from tui.panes.messages import CoroutineChosen, Opened
from tui.views.bookmarks import bookmark_entries
from tui.views.branches import branch_entries
from tui.views.breakpoints import Watched, breakpoint_entries
from tui.views.coroutines import coroutine_entries
from tui.views.events import Events
from tui.views.moment import Moment


class BreakpointsPane(ListPane):
    def __init__(self, session: Session, watched: list[Watched], *, id: str) -> None:
        super().__init__(id=id)
        self.session = session
        self.watched = watched

    def look(self, moment: Moment) -> None:
        self.show_entries(breakpoint_entries(self.session, self.watched))


class BookmarksPane(ListPane):
    def __init__(self, bookmarks: Bookmarks, *, id: str) -> None:
        super().__init__(id=id)
        self.bookmarks = bookmarks

    def look(self, moment: Moment) -> None:
        self.show_entries(bookmark_entries(self.bookmarks, moment.session.t))


class CoroutinesPane(ListPane):
    def look(self, moment: Moment) -> None:
        self.show_entries(coroutine_entries(moment.session))

    def chosen(self) -> None:
        entry = self.entry
        if entry is not None and isinstance(entry.subject, Coroutine):
            self.post_message(CoroutineChosen(entry.subject))


class BranchesPane(ListPane):
    def look(self, moment: Moment) -> None:
        self.show_entries(branch_entries(moment.session))

    def chosen(self) -> None:
        entry = self.entry
        if entry is not None and isinstance(entry.subject, Branch):
            self.post_message(Opened("branches", entry.subject))


class EventsPane(ListPane):
    def __init__(self, events: Events, *, id: str) -> None:
        super().__init__(id=id)
        self.events = events

    def look(self, moment: Moment) -> None:
        self.events.update()
        self.show_many(self.events, self.events.now)
