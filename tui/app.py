"""The terminal debugger: the application, its actions, and which pane shows what.

Everything about the program comes from `debugger.Session`; keys are in `keys`, places in `arrangement`.
"""

import sys
from collections.abc import Iterable
from functools import partial
from typing import ClassVar

from textual.app import App, ComposeResult, SystemCommand
from textual.binding import BindingType
from textual.screen import Screen

from debugger.evaluation import EvaluationError
from debugger.motions import Motion
from debugger.session import LoadError, Session
from debugger.stops import Reason, Stop
from engine.history.timeline import OutOfHistory
from engine.history.writes import Place
from engine.host.recording import read_recording
from engine.host.recording_format import RecordingError
from engine.host.tuning import quiet_collector
from engine.syntax.dialects import Dialect
from tui import commands, keys
from tui.commands import CommandError
from tui.driver import Driver
from tui.help import HelpScreen
from tui.movements import MOVEMENTS
from tui.panes.bars import Banner, KeyBar, StatusLine
from tui.panes.desk import Desk
from tui.panes.frames import FrameSelected
from tui.panes.output import MomentChosen
from tui.panes.position import PositionBar
from tui.panes.prompt import Answered, Prompt
from tui.panes.source import BreakpointClicked
from tui.panes.variables import VariableChosen
from tui.spans import grouped
from tui.temporary import TemporaryBreakpoint
from tui.themes import THEMES, code_colours
from tui.views.moment import Moment, frame_name, place
from tui.views.position import Position
from tui.views.stops import error_banner, stop_text


def run(path: str, args: list[str], history: int, dialect: Dialect) -> int:
    """Debug a program in the terminal; `history` is how many steps are kept to be undone.  The process's exit code."""
    try:
        session = Session(path, args, dialect=dialect, history=history)
    except LoadError as error:
        print(f"{dialect.reports.program.decode()}: {error}", file=sys.stderr)
        return 1
    return _show(session)


def run_recording(path: str, history: int) -> int:
    """Debug a recorded run in the terminal.  The process's exit code."""
    try:
        session = Session.of_recording(read_recording(path), history)
    except RecordingError as error:
        print(f"moonwalk: {error}", file=sys.stderr)
        return 1
    except LoadError as error:
        print(f"moonwalk: {path}: {error}", file=sys.stderr)
        return 1
    return _show(session)


def _show(session: Session) -> int:
    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        print("moonwalk: the debugger needs a terminal", file=sys.stderr)
        return 1
    quiet_collector()
    return Debugger(session).run() or 0


class Debugger(App[int]):
    """One session on the screen."""

    TITLE = "Moonwalk"
    CSS_PATH = "moonwalk.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [*keys.bindings(keys.COMMANDS)]
    ENABLE_COMMAND_PALETTE = True

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session
        self.driver = Driver(session)
        self.moment = Moment(session)
        self.written = ""  # the variable or field whose writes were asked for last,
        self.place: Place | None = None  # and the place it was then
        self.temporary: TemporaryBreakpoint | None = None
        self.failure: Stop | None = None  # at the uncaught error that the program ends with
        for theme in THEMES:
            self.register_theme(theme)

    def get_theme_variable_defaults(self) -> dict[str, str]:
        return code_colours(self.current_theme)

    def compose(self) -> ComposeResult:
        yield Banner(id="banner")
        yield Desk(self.session, id="panes")
        yield PositionBar(id="position")
        yield StatusLine(id="status")
        yield Prompt(id="prompt")
        yield KeyBar(id="keys")

    def on_mount(self) -> None:
        self.theme = THEMES[0].name
        self.desk.source.focus()
        self.show_moment()
        self.move("run", self.session.motion_continue())

    # The screen at the bottom of the stack holds them all, also while a dialogue is open.

    @property
    def desk(self) -> Desk:
        return self.screen_stack[0].query_one(Desk)

    @property
    def prompt(self) -> Prompt:
        return self.screen_stack[0].query_one(Prompt)

    @property
    def bar(self) -> PositionBar:
        return self.screen_stack[0].query_one(PositionBar)

    def say(self, text: str, kind: str = "") -> None:
        """Show a line of text in the status line; `kind` is "", "note" or "error"."""
        self.screen_stack[0].query_one(StatusLine).say(text, kind)

    # -- movements -------------------------------------------------------------------------------

    def move(self, label: str, motion: Motion, forward: bool = True) -> None:
        """Carry out a movement, a slice at a time."""
        self.desk.remember(self.session)
        self.driver.start(label, motion, forward)
        self.pump()

    def pump(self) -> None:
        """One slice of the movement in progress."""
        stop = self.driver.advance()
        if stop is not None:
            self.arrive(stop)
            return
        arrow = "▶" if self.driver.forward else "◀"
        self.say(f"{arrow} {self.driver.label} … t={grouped(self.session.t)} · p pauses")
        self.bar.update(Position.of(self.session), True)
        self.set_timer(0.005, self.pump)

    def arrive(self, stop: Stop) -> None:
        """A movement is over."""
        if stop.reason is Reason.ERROR:
            self.failure = stop
        if self.temporary is not None:
            stop = self.temporary.restore(stop)
            self.temporary = None
        self.show_moment()
        self.say(stop_text(self.session, stop, self.driver.label, self.driver.forward))

    def show_moment(self) -> None:
        """Show where the session stands."""
        self.moment.refresh()
        self.desk.show_moment(self.moment)
        self.bar.update(Position.of(self.session), self.driver.running)
        here = self.failure is not None and self.session.t >= self.failure.t
        self.screen_stack[0].query_one(Banner).update_error(error_banner(self.session, self.failure), here)

    def is_busy(self) -> bool:
        """Whether a movement is in progress, which is then told to the user."""
        if self.driver.running:
            self.say("the program is running: p pauses it", "note")
        return self.driver.running

    def action_move(self, name: str) -> None:
        """Carry out one of the MOVEMENTS, unless another movement is in progress."""
        movement = MOVEMENTS[name]
        if not self.is_busy():
            self.move(movement.label, movement.motion(self.session), movement.forward)

    def action_start(self) -> None:
        self.go_to(self.session.oldest)

    def action_end(self) -> None:
        self.go_to(self.session.newest)

    def go_to(self, t: int) -> None:
        """To a moment, if it can be reached."""
        if self.is_busy():
            return
        try:
            motion = self.session.motion_seek(t)
        except OutOfHistory as error:
            self.say(f"t={grouped(t)} is out of reach: history starts at t={grouped(error.oldest)}", "error")
            return
        self.move("go", motion, t >= self.session.t)

    def action_to_cursor(self) -> None:
        self.run_to_cursor(True)

    def action_to_cursor_back(self) -> None:
        self.run_to_cursor(False)

    def run_to_cursor(self, forward: bool) -> None:
        if self.is_busy():
            return
        source, line = self.desk.source.source, self.desk.source.cursor_line
        nearest = self.session.breakpoints.nearest_line(source, line)
        if nearest is None:
            self.say(f"no code is loaded at line {line} or after it", "error")
            return
        self.temporary = TemporaryBreakpoint(self.session, source, nearest)
        label = f"to line {nearest}" if forward else f"back to line {nearest}"
        self.move(label, self.session.motion_continue(forward=forward), forward)

    def action_pause(self) -> None:
        """Pause; or leave whatever is open."""
        if self.prompt.is_open:
            self.close_prompt()
        elif self.driver.running:
            self.driver.pause()
        elif self.desk.zoomed:
            self.desk.toggle_zoom()
        else:
            self.desk.source.clear_search()

    def on_moment_chosen(self, message: MomentChosen) -> None:
        self.go_to(message.t)

    # -- breakpoints -----------------------------------------------------------------------------

    def action_breakpoint(self) -> None:
        self.toggle_breakpoint(self.desk.source.cursor_line)

    def on_breakpoint_clicked(self, message: BreakpointClicked) -> None:
        self.toggle_breakpoint(message.line)

    def toggle_breakpoint(self, line: int) -> None:
        if self.session.breakpoints.at_line(self.desk.source.source, line) is not None:
            self.clear_breakpoint(line)
        else:
            self.set_breakpoint(line, "")

    def set_breakpoint(self, line: int, condition: str) -> None:
        if self.is_busy():
            return
        found = self.session.set_breakpoint(line, self.desk.source.source, condition)
        text = f"breakpoint at line {found.line}"
        if condition:
            text += f" if {condition}"
        if found.line != line:
            text += f" (line {line} has no code)"
        elif not found.verified:
            text += ", waiting for code to be loaded"
        self.say(text, "note")
        self.desk.show_breakpoints(self.moment)

    def clear_breakpoint(self, line: int) -> None:
        if self.is_busy():
            return
        source = self.desk.source.source
        if self.session.breakpoints.at_line(source, line) is None:
            self.say(f"there is no breakpoint at line {line}", "error")
            return
        self.session.clear_breakpoint(line, source)
        self.say(f"breakpoint at line {line} cleared", "note")
        self.desk.show_breakpoints(self.moment)

    def clear_all_breakpoints(self) -> None:
        if self.is_busy():
            return
        found = self.session.breakpoints.all()
        for one in found:
            self.session.clear_breakpoint(one.line, one.source)
        self.say(f"{len(found)} breakpoint{'' if len(found) == 1 else 's'} cleared", "note")
        self.desk.show_breakpoints(self.moment)

    # -- frames and panes ------------------------------------------------------------------------

    def action_caller(self) -> None:
        self.select_neighbour(True)

    def action_callee(self) -> None:
        self.select_neighbour(False)

    def select_neighbour(self, outward: bool) -> None:
        if self.is_busy():
            return
        at = self.moment.neighbour(outward)
        if at is None:
            self.say("this is the outermost frame" if outward else "this is the innermost frame", "note")
            return
        self.select_frame(at)

    def on_frame_selected(self, message: FrameSelected) -> None:
        if not self.is_busy():
            self.select_frame(message.row)

    def on_variable_chosen(self, message: VariableChosen) -> None:
        if not self.is_busy():
            self.desk.variables.toggle(message.row)

    def select_frame(self, row: int) -> None:
        if row != self.moment.selected and self.moment.select(row):
            self.desk.show_frame(self.moment)
            frame = self.moment.frame
            if frame is not None:
                self.say(f"frame: {frame_name(frame)} at {place(frame)}", "note")

    def action_show_pane(self, name: str) -> None:
        self.desk.show_pane(name)
        self.desk.panes[name].focus()

    def action_tabs(self) -> None:
        had = self.desk.focused_last
        self.desk.next_tabs()
        self.desk.panes[self.desk.in_place_of(had)].focus()

    def action_zoom(self) -> None:
        self.desk.toggle_zoom()

    # -- prompts ---------------------------------------------------------------------------------

    def action_command(self) -> None:
        self.prompt.open("command")

    def action_evaluate(self) -> None:
        self.prompt.open("evaluate")

    def action_search(self) -> None:
        self.prompt.open("search")

    def action_write(self) -> None:
        self.prompt.open("write", self.written)

    def action_write_back(self) -> None:
        self.prompt.open("who", self.written)

    def go_to_write(self, text: str, forward: bool) -> None:
        """To the next or the last write to a variable or field.  Asked for once more, it is the same place again."""
        if not text or self.is_busy():
            return
        if text != self.written or self.place is None:
            try:
                self.place = self.session.place(text, self.moment.frame)
            except EvaluationError as error:
                self.say(str(error), "error")
                return
            self.written = text
        if forward:
            self.move(f"next write to {text}", self.session.motion_next_write(self.place), True)
        else:
            self.move(f"last write to {text}", self.session.motion_last_write(self.place), False)

    def action_condition(self) -> None:
        found = self.session.breakpoints.at_line(self.desk.source.source, self.desk.source.cursor_line)
        self.prompt.open("condition", "" if found is None else found.condition)

    def close_prompt(self) -> None:
        self.prompt.close()
        self.desk.panes[self.desk.in_place_of(self.desk.focused_last)].focus()

    def on_answered(self, message: Answered) -> None:
        self.close_prompt()
        if message.kind == "command":
            self.carry_out(message.text)
        elif message.kind == "evaluate":
            self.evaluate(message.text)
        elif message.kind == "condition":
            self.set_breakpoint(self.desk.source.cursor_line, message.text)
        elif message.kind in ("write", "who"):
            self.go_to_write(message.text, message.kind == "write")
        elif not self.desk.source.search(message.text):
            self.say(f"not found: {self.desk.source.pattern}", "error")

    def evaluate(self, expression: str) -> None:
        """Show the values of an expression in the log and, shortly, in the status line."""
        if not expression or self.is_busy():
            return
        frame = self.moment.frame
        where = "globals" if frame is None else f"in {frame_name(frame)}, t={grouped(self.session.t)}"
        self.desk.show_pane("log")
        try:
            values = self.session.evaluate(expression, frame)
        except EvaluationError as error:
            self.desk.log_pane.add_error(expression, where, str(error))
            self.say(str(error), "error")
            return
        self.desk.log_pane.add_values(expression, where, values)
        shown = ", ".join(self.session.formatter.show(value) for value in values) or "no values"
        self.say(f"{expression} = {shown}", "note")

    def carry_out(self, text: str) -> None:
        """Carry out what was typed behind the colon."""
        try:
            request = commands.parse(text)
        except CommandError as error:
            self.say(str(error), "error")
            return
        match request:
            case commands.Goto():
                self.go_to(request.target(self.session.t, self.session.oldest, self.session.newest))
            case commands.GotoLine():
                self.desk.source.move_cursor(request.line - 1)
            case commands.Break():
                self.set_breakpoint(request.line or self.desk.source.cursor_line, request.condition)
            case commands.Clear(everything=True):
                self.clear_all_breakpoints()
            case commands.Clear():
                self.clear_breakpoint(request.line or self.desk.source.cursor_line)
            case commands.Print():
                self.evaluate(request.expression)
            case commands.Write():
                self.go_to_write(request.place, request.forward)
            case commands.Theme():
                self.use_theme(request.name)
            case commands.Help():
                self.action_help()
            case commands.Quit():
                self.exit(0)

    def use_theme(self, name: str) -> None:
        found = [one for one in self.available_themes if name and one in (name, f"moonwalk-{name}")]
        if found:
            self.theme = found[0]
        else:
            problem = f"there is no theme {name}; " if name else ""
            self.say(f"{problem}themes: {', '.join(self.available_themes)}", "error" if name else "note")

    # -- the rest --------------------------------------------------------------------------------

    def action_help(self) -> None:
        self.push_screen(HelpScreen())

    async def action_quit(self) -> None:
        self.exit(0)

    def get_system_commands(self, screen: Screen[object]) -> Iterable[SystemCommand]:
        """The command palette: every key's command, and the themes."""
        for command in keys.COMMANDS:
            title = f"{command.text[0].upper()}{command.text[1:]}"
            yield SystemCommand(title, command.shown_keys, partial(self.run_action, command.action))
        yield SystemCommand("Change the theme", "light, dark and many more", self.action_change_theme)
