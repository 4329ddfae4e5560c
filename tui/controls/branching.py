"""Changing what happens: values and functions of the present moment, which makes a new branch in the past; going from
branch to branch, and keeping one in a file."""

from pathlib import Path
from typing import TYPE_CHECKING

from debugger.branches import Branch, NoBranch
from debugger.evaluation import EvaluationError
from debugger.interventions import CannotChange
from debugger.values import lines_of
from engine.host.recording_format import RecordingError
from engine.runtime.coroutine import Coroutine
from tui.spans import grouped
from tui.views.moment import coroutine_name

if TYPE_CHECKING:
    from tui.app import Debugger


class Branching:
    def __init__(self, app: "Debugger") -> None:
        self.app = app
        self.session = app.session
        self._patched: set[str] = set()  # the sources that are shown with the text of a patch

    def set_value(self, name: str, value: str) -> None:
        """Give a variable or field another value; in the past that makes a new branch, which is then the active one."""
        before = self.session.branches.active
        try:
            stop = self.session.set_variable(name, value, self.app.state.moment.frame)
        except (EvaluationError, CannotChange, NoBranch) as error:
            self.app.say(str(error), "error")
            return
        self.app.state.forked_at(stop.t)
        self.go_on_otherwise()
        branch = self.session.branches.active
        where = f"; this is {branch.name} now, K has them all" if branch.number != before.number else ""
        self.app.say(f"{name} is set{where}", "note")

    def patch(self, name: str) -> None:
        """Give a function the code that it has in its file now; in the past that makes a new branch."""
        if self.app.travel.is_busy():
            return
        source = self.app.desk.source.source
        try:
            text = Path(source).read_bytes()
            count = self.session.patch_function(name, text)
        except OSError as error:
            self.app.say(f"cannot read {source}: {error.strerror}", "error")
            return
        except (CannotChange, NoBranch) as error:
            self.app.say(str(error), "error")
            return
        self.app.state.forked_at(self.session.t)
        self.app.desk.source.show_text(source, lines_of(text.decode("utf-8", "replace")))
        self._patched.add(source)
        self.go_on_otherwise()
        self.app.say(f"{name} has its new code ({count} closure{'' if count == 1 else 's'})", "note")

    def fork(self) -> None:
        """Let the program go on from this moment, in the past, and not as it did: a new branch."""
        if self.app.travel.is_busy():
            return
        if not self.session.in_past:
            self.app.say("this is the newest moment: c goes on from here as it is", "note")
            return
        try:
            branch = self.session.branch()
        except NoBranch as error:
            self.app.say(str(error), "error")
            return
        self.app.state.forked_at(self.session.t)
        self.go_on_otherwise()
        self.app.say(f"this is {branch.name} now: it ends here, and c goes on; K has them all", "note")

    def close(self, name: str) -> None:
        """Close the coroutine of a name, as the pane shows it."""
        named = [(coroutine_name(self.session, co), co) for co in self.session.coroutines()]
        found = [co for known, co in named if name in (known, known.rpartition(" ")[2])]
        if len(found) == 1:
            self.close_coroutine(found[0])
        else:
            self.app.say(f"there is no coroutine {name}: y lists them", "error")

    def close_coroutine(self, co: Coroutine) -> None:
        """End a suspended coroutine; in the past that makes a new branch."""
        if self.app.travel.is_busy():
            return
        name = coroutine_name(self.session, co)
        try:
            self.session.close_coroutines([co])
        except (CannotChange, NoBranch) as error:
            self.app.say(str(error), "error")
            return
        self.app.state.forked_at(self.session.t)
        self.go_on_otherwise()
        self.app.say(f"{name} is closed", "note")

    def save(self, path: str) -> None:
        """Keep the run of the present branch in a file, as a recording."""
        if self.app.travel.is_busy():
            return
        try:
            self.session.save_recording(path)
        except (OSError, RecordingError) as error:
            self.app.say(str(error), "error")
        else:
            self.app.say(f"the run is kept in {path}: `moonwalk debug {path}` opens it", "note")

    def rename(self, name: str) -> None:
        """Give the present branch another name."""
        try:
            self.session.branches.rename(self.session.branches.active.number, name)
        except NoBranch as error:
            self.app.say(str(error), "error")
            return
        self.app.desk.look_again("branches")
        self.app.say(f"this branch is {name} now", "note")

    def branch(self, name: str) -> None:
        """Go to a branch by its name or number."""
        try:
            self.switch_branch(self.session.branches.find(name))
        except NoBranch as error:
            self.app.say(str(error), "error")

    def switch_branch(self, branch: Branch) -> None:
        if self.app.travel.is_busy():
            return
        try:
            stop = self.session.switch_branch(str(branch.number))
        except NoBranch as error:
            self.app.say(str(error), "error")
            return
        for source in self._patched:
            self.app.desk.source.show_text(source, None)
        self._patched.clear()
        self.go_on_otherwise()
        self.app.say(f"{branch.name}, at its newest moment, t={grouped(stop.t)}", "note")

    def go_on_otherwise(self) -> None:
        """Another branch is active."""
        state = self.app.state
        state.hits = []
        state.events.forget()
        state.failure = self.session.stop if self.session.machine.failure is not None else None
        self.app.desk.source.show_hits(None)
        self.app.show_moment()
