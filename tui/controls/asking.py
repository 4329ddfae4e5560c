"""What is asked at the prompt, and what is done with the answers."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from debugger.completion import complete
from debugger.evaluation import EvaluationError
from debugger.named_moments import KINDS
from tui import commands
from tui.arrangement import PANES
from tui.commands import CommandError
from tui.panes.prompt import Answered, Offered
from tui.spans import grouped
from tui.views.asked import asked_of
from tui.views.moment import coroutine_name, frame_name, place, short_name

if TYPE_CHECKING:
    from tui.app import Debugger

_EXPRESSIONS = (
    "print", "tell", "watch", "who", "write", "data", "set", "history", "origin", "reads", "life", "lines", "catch",
)  # fmt: skip
"""Commands that take an expression."""


class Asking:
    def __init__(self, app: "Debugger") -> None:
        self.app = app
        self.session = app.session

    def ask(self, kind: str, text: str = "") -> None:
        self.app.prompt.open(kind, text)

    def condition(self) -> None:
        """Ask for the condition of the breakpoint at the cursor."""
        found = self.app.stopping.at_cursor()
        self.ask("condition", "" if found is None else found.condition)

    def watch(self) -> None:
        """Ask for an expression to watch: the selected value, where one has been selected."""
        focused = self.app.desk.focused_last == "variables"
        self.ask("watch", (self.app.looking.selected_value() or "") if focused else "")

    def bookmark(self) -> None:
        found = self.app.state.bookmarks.at(self.session.t)
        self.ask("bookmark", "" if found is None else found.note)

    def set_value(self) -> None:
        """Ask for a new value, of the selected variable or field."""
        if self.session.recording is not None:
            self.app.say("what is recorded cannot be changed", "error")
            return
        text = self.app.looking.selected_value()
        self.ask("set", "" if text is None else f"{text} = ")

    def diff(self) -> None:
        """Ask for the other moment: where the user jumped from, unless he wants another."""
        last = self.app.state.jumps.back_from(self.session.t)
        self.ask("diff", "" if last is None else str(last))

    def close(self) -> None:
        self.app.prompt.close()
        desk = self.app.desk
        desk.panes[desk.in_place_of(desk.focused_last)].focus()

    def answered(self, message: Answered) -> None:
        self.close()
        text = message.text
        match message.kind:
            case "command":
                self.carry_out(text)
            case "evaluate":
                self.evaluate(text)
            case "condition":
                self.app.stopping.set(self.app.stopping.here(text))
            case "write" | "who":
                self.app.travel.write(text, message.kind == "write")
            case "watch":
                self.add_watch(text)
            case "bookmark":
                self.add_bookmark(text)
            case "search":
                self.app.looking.search(text)
            case "history":
                self.app.questions.history(text)
            case "origin":
                self.app.questions.origin(text)
            case "reads":
                self.app.questions.reads(text)
            case "life":
                self.app.questions.life(text)
            case "lines":
                self.app.questions.line_values(self.app.desk.source.cursor_line, text)
            case "set":
                self.set(text)
            case "diff":
                self.compare(text)
            case "step":
                self.app.calling.step_into(text)

    def complete(self, kind: str, before: str) -> tuple[int, list[str]]:
        """Where the word at the end of `before` begins, and what it can become."""
        if self.app.travel.driver.running or kind in ("search", "bookmark"):
            return len(before), []
        offset = 0
        if kind == "step":
            return 0, [name for name in self.app.calling.names() if name.startswith(before)]
        if kind == "command":
            word, space, rest = before.partition(" ")
            if not space:
                return 0, [name for name in commands.names() if name.startswith(word)]
            offset = len(word) + 1
            if word in ("show", "hide"):
                return offset, [name for name in PANES if name.startswith(rest)]
            if word in ("goto", "diff"):
                return offset, [name for name in (*KINDS, "start", "end") if name.startswith(rest)]
            if word == "step":
                return offset, [name for name in self.app.calling.names() if name.startswith(rest)]
            if word == "close":
                others = [coroutine_name(self.session, co) for co in self.session.coroutines()[1:]]
                return offset, [name for name in others if name.startswith(rest)]
            if word == "theme":
                return offset, [name for name in self.app.available_themes if name.startswith(rest)]
            if word == "open":
                return offset, [one for one in self.session.breakpoints.sources() if rest in one]
            if word not in _EXPRESSIONS and " if " not in before:
                return len(before), []
        start, found = complete(self.session, self.app.state.moment.frame, before[offset:])
        return offset + start, [one.name for one in found]

    def offered(self, message: Offered) -> None:
        """Show the completions; the one that was taken is in brackets."""
        words = [f"[{word}]" if at == message.at else word for at, word in enumerate(message.words)]
        first = max(0, message.at - 3)
        self.app.say("  ".join(words[first : first + 30]) or "no completion", "note")

    # -- expressions -----------------------------------------------------------------------------

    def evaluate(self, expression: str) -> None:
        """Show the values of an expression in the console and, shortly, in the status line."""
        if not expression or self.app.travel.is_busy():
            return
        frame = self.app.state.moment.frame
        where = "globals" if frame is None else f"in {frame_name(frame)}"
        console = self.app.desk.console
        self.app.desk.show_pane("console")
        try:
            values = self.session.evaluate(expression, frame)
        except EvaluationError as error:
            console.add_error(expression, where, self.session.t, str(error))
            self.app.say(str(error), "error")
            return
        console.add_values(expression, where, self.session.t, values, self.session.evaluation_output())
        shown = ", ".join(self.session.formatter.show(value) for value in values) or "no values"
        self.app.say(f"{expression} = {shown}", "note")

    def tell(self, expression: str) -> None:
        """Show in the console what the metamethods of a value tell: its text, pairs and computed fields."""
        if self.app.travel.is_busy():
            return
        frame = self.app.state.moment.frame
        console = self.app.desk.console
        self.app.desk.show_pane("console")
        try:
            values = self.session.evaluate(expression, frame)
        except EvaluationError as error:
            self.app.say(str(error), "error")
            return
        asked = asked_of(self.session, values[0] if values else None)
        for one in asked:
            console.add_told(f"{expression} {one.name}", self.session.t, *one.answers())
        metamethods = ", ".join(one.metamethod for one in asked) or "it has no __tostring, __pairs or __index function"
        self.app.say(f"{expression}: {metamethods}", "note" if asked else "error")

    def add_watch(self, expression: str) -> None:
        if not expression or self.app.travel.is_busy():
            return
        self.app.state.watches.add(expression)
        self.app.desk.show_pane("watches")
        self.app.desk.look_again("watches")
        self.app.questions.numbers(expression)

    def add_bookmark(self, note: str) -> None:
        if self.app.travel.is_busy():
            return
        frame = self.app.state.moment.frame
        where = short_name(self.session.path) if frame is None else place(frame)
        added = self.app.state.bookmarks.add(self.session.t, where, note)
        if added is None:
            self.app.say("all letters are taken: remove a bookmark first (M)", "error")
            return
        self.app.say(f"bookmark {added.letter} at t={grouped(added.t)}: :goto '{added.letter} comes back", "note")
        self.app.desk.look_again("bookmarks")
        self.app.show_timeline()

    def set(self, text: str) -> None:
        """`NAME = VALUE`: give a variable or field another value; in the past that opens a branch."""
        if not text or self.app.travel.is_busy():
            return
        name, sign, value = text.partition("=")
        if not sign or not name.strip() or not value.strip():
            self.app.say("set what? NAME = VALUE", "error")
            return
        self.app.branching.set_value(name.strip(), value.strip())

    def compare(self, text: str) -> None:
        """What differs between this moment and another, named as for `:goto`."""
        if text:
            self._at(text, self.app.questions.diff)

    def _origin(self, text: str) -> None:
        """`PLACE` or `PLACE at T`."""
        place, at, moment = text.rpartition(" at ")
        if at:
            self._at(moment, partial(self.app.questions.origin_at, place.strip()))
        else:
            self.app.questions.origin(text)

    def _at(self, text: str, then: Callable[[int], None]) -> None:
        """Go on with a moment that is named as for `:goto`."""
        if self.app.travel.is_busy():
            return
        try:
            request = commands.parse(f"goto {text}")
        except CommandError as error:
            self.app.say(str(error), "error")
            return
        if isinstance(request, commands.Goto):
            self._when_known(request, then)

    # -- commands --------------------------------------------------------------------------------

    def carry_out(self, text: str) -> None:
        """Carry out what was typed behind the colon."""
        try:
            request = commands.parse(text)
        except CommandError as error:
            self.app.say(str(error), "error")
            return
        match request:
            case commands.Goto():
                self._when_known(request, self.app.travel.go_to)
            case commands.GotoLine():
                self.app.desk.source.move_cursor(request.line - 1)
            case commands.Break():
                self.app.stopping.set(request)
            case commands.Clear():
                self.app.stopping.clear(request)
            case commands.Data():
                self.app.stopping.watch(request)
            case commands.Write():
                self.app.travel.write(request.place, request.forward)
            case commands.Press():
                self.app.do(request.id)
            case commands.Say():
                self._say(request.name, request.text)

    def _when_known(self, moment: commands.Goto, then: Callable[[int], None]) -> None:
        """Go on with the moment that is meant; if there is none the user is told."""
        session = self.session
        if moment.kind == "happened":
            self.app.questions.moment(moment.happened, then)
        elif moment.kind != "bookmark":
            then(moment.target(session.t, session.oldest, session.latest))
        elif (found := self.app.state.bookmarks.named(moment.letter)) is not None:
            then(found.t)
        else:
            self.app.say(f"there is no bookmark {moment.letter}", "error")

    def _say(self, name: str, text: str) -> None:
        match name:
            case "print":
                self.evaluate(text)
            case "tell":
                self.tell(text)
            case "watch":
                self.add_watch(text)
            case "set":
                self.set(text)
            case "history":
                self.app.questions.history(text)
            case "origin":
                self._origin(text)
            case "diff":
                self.compare(text)
            case "reads":
                self.app.questions.reads(text)
            case "calls":
                self.app.questions.calls_of(text)
            case "lines":
                number, _, expression = text.partition(" ")
                if number.isdigit():
                    self.app.questions.line_values(int(number), expression.strip())
                else:
                    self.app.say("a line is a number: :lines N [EXPR]", "error")
            case "errors":
                self.app.questions.errors()
            case "made":
                self.app.questions.made()
            case "life":
                self.app.questions.life(text)
            case "catch":
                self.app.stopping.catch(text)
            case "step":
                self.app.calling.step_into(text)
            case "patch":
                self.app.branching.patch(text)
            case "rename":
                self.app.branching.rename(text)
            case "compare":
                self.app.questions.compare_branches(text)
            case "save":
                self.app.branching.save(text)
            case "fork":
                self.app.branching.fork()
            case "close":
                self.app.branching.close(text)
            case "branch":
                self.app.branching.branch(text)
            case "mark":
                self.add_bookmark(text)
            case "find":
                self.app.looking.search(text)
            case "open":
                self.app.looking.open_source(text)
            case "show":
                self.app.looking.show(text)
            case "hide":
                self.app.looking.hide(text)
            case "theme":
                self.app.looking.use_theme(text)
