"""The terminal debugger: what is on the screen, and who is told of what happens there.

Everything about the program comes from `debugger.Session`; `state` is what the debugger knows besides.  What the user
asks for is carried out by the `controls`, one module a concept; `actions` says which key or command asks which.
"""

from collections.abc import Iterable
from functools import partial
from typing import ClassVar

from textual.app import App, ComposeResult, SystemCommand
from textual.binding import BindingType
from textual.screen import Screen

from debugger.branches import Branch
from debugger.session import Session
from engine.runtime.coroutine import Coroutine
from tui import keys
from tui.actions import actions
from tui.arrivals import Arrivals
from tui.controls.asking import Asking
from tui.controls.branching import Branching
from tui.controls.calling import Calling
from tui.controls.looking import Looking
from tui.controls.questions import Questions, Search
from tui.controls.stopping import Stopping
from tui.controls.travel import Travel
from tui.driver import Job, Movement
from tui.help import HelpScreen
from tui.memory import Memory, Remembered
from tui.panes.bars import Banner, KeyBar, PositionBar, StatusLine
from tui.panes.desk import Desk
from tui.panes.input_line import InputLine, Typed
from tui.panes.main_screen import MainScreen
from tui.panes.messages import (
    BreakpointClicked,
    CoroutineChosen,
    FrameSelected,
    InstructionClicked,
    MomentChosen,
    Opened,
    PlaceChosen,
    Removed,
)
from tui.panes.prompt import Answered, Offered, Prompt
from tui.panes.timeline import Pointed, TimelinePane
from tui.spans import grouped
from tui.state import State
from tui.themes import THEMES, code_colours
from tui.views.position import call_depth, position_line
from tui.views.stops import error_banner
from tui.views.variables import Row


class Debugger(App[int]):
    """One session on the screen."""

    TITLE = "Moonwalk"
    CSS_PATH = "moonwalk.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [*keys.app_bindings()]
    ENABLE_COMMAND_PALETTE = True

    def __init__(self, session: Session, memory: Memory | None = None, *, takes_input: bool = True) -> None:
        """With `takes_input`, what the program reads from standard input is typed by the user."""
        super().__init__()
        self.takes_input = takes_input and session.recording is None
        self.HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-wide")]
        self.VERTICAL_BREAKPOINTS = [(0, "-low"), (26, "-tall")]
        self.session = session
        self.arrivals = Arrivals()
        session.break_off_for(self.arrivals.have_come, self.arrivals.pause)
        self.state = State(session)
        self.memory = Memory() if memory is None else memory
        self._remembered = self.memory.recall()
        self.looking = Looking(self)
        self.travel = Travel(self)
        self.calling = Calling(self)
        self.branching = Branching(self)
        self.stopping = Stopping(self)
        self.asking = Asking(self)
        self.questions = Questions(self)
        self._actions = actions(self)
        for theme in THEMES:
            self.register_theme(theme)

    def get_default_screen(self) -> MainScreen:
        return MainScreen(id="_default")

    def get_theme_variable_defaults(self) -> dict[str, str]:
        return code_colours(self.current_theme)

    def compose(self) -> ComposeResult:
        yield Banner(id="banner")
        yield Desk(self.state, self._remembered, id="panes")
        yield PositionBar(id="position")
        yield TimelinePane(self.state.timeline, id="timeline")
        yield StatusLine(id="status")
        yield InputLine(id="input")
        yield Prompt(self.asking.complete, id="prompt")
        yield KeyBar(id="keys")

    def on_mount(self) -> None:
        known = self._remembered.theme in self.available_themes
        self.theme = self._remembered.theme if known else THEMES[0].name
        self.desk.panes[self.desk.zoomed or "source"].focus()
        self.state.depths.add(self.session.t, call_depth(self.session))
        self.show_moment()
        if self.takes_input:
            self.session.program_input.open()
        self.travel.run_first()

    def keep(self) -> None:
        """Remember how the screen is arranged."""
        desk = self.desk
        self.memory.keep(Remembered(self.theme, sorted(desk.hidden), desk.recent, desk.zoomed))

    # The screen at the bottom of the stack holds them all, also while a dialogue is open.

    @property
    def desk(self) -> Desk:
        return self.screen_stack[0].query_one(Desk)

    @property
    def prompt(self) -> Prompt:
        return self.screen_stack[0].query_one(Prompt)

    @property
    def input(self) -> InputLine:
        return self.screen_stack[0].query_one(InputLine)

    @property
    def timeline(self) -> TimelinePane:
        return self.screen_stack[0].query_one(TimelinePane)

    def say(self, text: str, kind: str = "") -> None:
        """Show a line of text in the status line; `kind` is "", "note" or "error"."""
        self.screen_stack[0].query_one(StatusLine).say(text, kind)

    # -- showing ---------------------------------------------------------------------------------

    def show_moment(self) -> None:
        """Show where the session stands."""
        self.state.refresh()
        self.desk.look()
        self.show_timeline()
        failure = self.state.failure
        here = failure is not None and self.session.t >= failure.t
        self.screen_stack[0].query_one(Banner).update_error(error_banner(self.session, failure), here)

    def show_timeline(self) -> None:
        self.state.refresh_timeline()
        self.timeline.look()
        self._show_position()

    def show_progress(self, job: Job) -> None:
        """Work is going on."""
        arrow = "▶" if job.forward else "◀"
        done = job.progress()
        share = "" if done is None else f" · {100 * done:.0f}%"
        self.say(f"{arrow} {job.label} … t={grouped(self.session.t)}{share} · p stops it")
        if isinstance(job, Movement):
            self.state.refresh_timeline()
            self.timeline.look()
        self._show_position(f"{arrow}{arrow} RUNNING")

    def _show_position(self, running: str = "") -> None:
        timeline = self.state.timeline
        line = position_line(self.session, timeline, self.size.width, running)
        past = not running and timeline.facts.t < timeline.facts.newest
        self.screen_stack[0].query_one(PositionBar).show(line, past)

    def ask_for_input(self) -> None:
        """The program wants to read what has not come yet."""
        self.show_moment()
        self._show_position("» INPUT")
        self.say("the program waits for input: Enter sends a line, Ctrl+D ends the input, Esc stops here")
        written = b"".join(data for _, data in self.session.output()[-20:])
        self.input.open(written.rpartition(b"\n")[2].decode("utf-8", "replace"))

    def on_typed(self, message: Typed) -> None:
        if message.text is None:
            self.session.program_input.end()
        else:
            self.session.program_input.feed(message.text.encode("utf-8", "surrogateescape") + b"\n")
        self._close_input()
        self.travel.go_on()

    def _close_input(self) -> None:
        self.input.close()
        self.desk.panes[self.desk.in_place_of(self.desk.focused_last)].focus()

    def finished(self, job: Job) -> None:
        """Some work is over."""
        if isinstance(job, Movement) and job.stop is not None:
            self.travel.arrived(job, job.stop)
        elif isinstance(job, Search):
            job.finish()

    # -- what is asked for -----------------------------------------------------------------------

    def do(self, name: str) -> None:
        """Carry out a command of the key table."""
        self._actions[name]()

    def action_do(self, name: str) -> None:
        self.do(name)

    def action_show_pane(self, name: str) -> None:
        """A click on a title: the pane is shown, and nothing asked."""
        self.looking.show(name)

    def leave(self) -> None:
        """Close what is open, stop what is going on: one of them, whatever is nearest."""
        if self.input.is_open:
            self._close_input()
            self.travel.pause()
        elif self.prompt.is_open:
            self.asking.close()
        elif self.travel.driver.running:
            self.travel.pause()
        elif self.desk.zoomed:
            self.looking.toggle_zoom()
        elif self.state.timeline.window is not None:
            self.state.timeline.window = None
            self.show_timeline()
        else:
            self.looking.clear_searches()

    def help(self) -> None:
        self.push_screen(HelpScreen())

    async def action_quit(self) -> None:
        self.exit(0)

    def get_system_commands(self, screen: Screen[object]) -> Iterable[SystemCommand]:
        """The command palette: every key's command, and the themes."""
        for command in keys.COMMANDS:
            title = f"{command.text[0].upper()}{command.text[1:]}"
            yield SystemCommand(title, command.shown_keys, partial(self.do, command.id))
        yield SystemCommand("Change the theme", "light, dark and many more", self.action_change_theme)

    # -- what panes ask for ----------------------------------------------------------------------

    def on_moment_chosen(self, message: MomentChosen) -> None:
        self.travel.go_to(message.t)

    def on_place_chosen(self, message: PlaceChosen) -> None:
        self.looking.open_place(message.source, message.line)

    def on_frame_selected(self, message: FrameSelected) -> None:
        self.looking.select_frame(message.row)

    def on_coroutine_chosen(self, message: CoroutineChosen) -> None:
        self.looking.visit(message.coroutine)

    def on_breakpoint_clicked(self, message: BreakpointClicked) -> None:
        self.stopping.toggle_line(message.line)

    def on_instruction_clicked(self, message: InstructionClicked) -> None:
        self.stopping.toggle()

    def on_removed(self, message: Removed) -> None:
        if isinstance(message.subject, Coroutine):
            self.branching.close_coroutine(message.subject)
        else:
            self.stopping.remove(message.subject)

    def on_opened(self, message: Opened) -> None:
        subject = message.subject
        if self.travel.is_busy():
            return
        if isinstance(subject, Row):
            self.desk.variables.toggle(subject)
        elif isinstance(subject, Branch):
            self.branching.switch_branch(subject)
        elif isinstance(subject, str):
            self.questions.history(subject)

    def on_answered(self, message: Answered) -> None:
        self.asking.answered(message)

    def on_offered(self, message: Offered) -> None:
        self.asking.offered(message)

    def on_pointed(self, message: Pointed) -> None:
        self.say(message.text, "note")
