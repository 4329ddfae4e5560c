"""The terminal debugger: the application, its actions, and which pane shows what.

Everything about the program comes from `debugger.Session`; keys are in `keys`, places in `arrangement`.
"""

import sys
from collections.abc import Iterable

from debugger.breakpoints import Breakpoint
from debugger.evaluation import EvaluationError
from debugger.motions import Motion
from debugger.session import LoadError, Session
from debugger.stops import Reason, Stop
from debugger.values import show
from engine.history.timeline import OutOfHistory
from textual.app import App, ComposeResult, SystemCommand
from textual.containers import Container
from textual.screen import Screen

from tui import commands, keys
from tui.commands import CommandError
from tui.driver import Driver
from tui.help import HelpScreen
from tui.panes.bars import Banner, KeyBar, StatusLine
from tui.panes.desk import Desk
from tui.panes.frames import FrameSelected
from tui.panes.output import MomentChosen
from tui.panes.position import PositionBar
from tui.panes.prompt import Answered, Prompt
from tui.panes.source import BreakpointClicked
from tui.spans import grouped
from tui.themes import CODE_FALLBACK, THEMES
from tui.views.moment import Moment, place
from tui.views.position import Position
from tui.views.stops import error_banner, stop_text


def run(path: str, args: list[str], history: int) -> int:
    """Debug a program in the terminal; `history` is how many steps can be undone.  The process's exit code."""
    try:
        session = Session(path, args, history=history)
    except LoadError as error:
        print(f"lua: {error}", file=sys.stderr)
        return 1
    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        print("moonwalk: the debugger needs a terminal", file=sys.stderr)
        return 1
    return Debugger(session).run() or 0


class Debugger(App[int]):
    """One session on the screen."""

    TITLE = "Moonwalk"
    CSS_PATH = "moonwalk.tcss"
    BINDINGS = [*keys.bindings(keys.COMMANDS)]
    ENABLE_COMMAND_PALETTE = True

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session
        self.driver = Driver(session)
        self.moment = Moment(session)
        self.temporary: Breakpoint | None = None
        self.failure = ("", 0)
        for theme in THEMES:
            self.register_theme(theme)
        self.theme = THEMES[0].name

    def get_theme_variable_defaults(self) -> dict[str, str]:
        return dict(CODE_FALLBACK)

    def compose(self) -> ComposeResult:
        yield Banner(id="banner")
        yield Desk(self.session, id="panes")
        with Container(id="foot"):
            yield PositionBar(id="position")
            yield StatusLine(id="status")
            yield Prompt(id="prompt")
            yield KeyBar(id="keys")

    def on_mount(self) -> None:
        self.desk = self.query_one(Desk)
        self.desk.panes["source"].focus()
        self.show_moment()
        self.move("run", self.session.motion_continue())
