"""What lets the program of a session go on otherwise than it did: branches, and changes of variables and functions."""

from collections.abc import Sequence

from debugger import interventions, patching
from debugger.branches import Branch, Branches, NoBranch
from debugger.breakpoints import source_path
from debugger.declared_functions import is_meant
from debugger.differences import Difference, branch_differences
from debugger.inspection import Frame
from debugger.interventions import CannotChange
from debugger.places import Tracked
from debugger.queries.query import Query
from debugger.session._moving import Moving
from debugger.session._program import Program
from debugger.stops import Reason, Stop
from engine.history.writes import Place
from engine.runtime.coroutine import Coroutine


class Changing(Moving):
    """A session whose past can be changed, each time on a new branch."""

    def __init__(self, program: Program) -> None:
        super().__init__(program)
        self.branches = Branches(self.history, self._mover, (self.program_output, self.errors), self._forget_hits)
        self.has_interventions = False
        """Whether something was changed that the program has not changed itself, on whichever branch."""

    def branch(self) -> Branch:
        """Let the program go on from the present moment, in the past: a new branch (`branches` has them all).

        Files and processes are not as they were then; what the program does to them happens a second time.  Raises
        NoBranch in a recording.
        """
        if self.recording is not None:
            raise NoBranch("a recording cannot go on otherwise than it did")
        self.program_input.put_back(self.t)
        return self.branches.fork()

    def compare_query(self, first: str, second: str) -> Query[Difference]:
        """What is at the end of one branch not as it is at the end of another.  Raises NoBranch, also when advanced."""
        numbers = [self.branches.find(name).number for name in (first, second)]
        work = branch_differences(self._context, self.branches, *numbers)
        return Query(self.history, work, self.newest, self.newest)

    def compare_branches(self, first: str, second: str) -> list[Difference]:
        """`compare_query`, carried out."""
        return self.compare_query(first, second).all()

    def switch_branch(self, name: str) -> Stop:
        """Go to the newest moment of the branch of a name or number.  Raises NoBranch."""
        self._remember()
        self.branches.switch(self.branches.find(name).number)
        self.stop = self._stop(self._mover.end_reason() or Reason.SEEK)
        return self.stop

    def set_variable(self, text: str, expression: str, frame: Frame | None = None) -> Stop:
        """Give a variable or field the value of an expression, both of a frame; in the past that makes a new branch.

        The change is a step of its own.  Raises EvaluationError, CannotChange or NoBranch, having changed nothing.
        """
        self.set_place(self.place(text, frame), expression, frame)
        return self.stop

    def set_place(self, place: Place, expression: str, frame: Frame | None = None) -> object:
        """The same for a place of the present moment; the value."""
        if self.recording is not None:
            raise NoBranch("what is recorded cannot be changed")
        interventions.check(place)
        tracked = Tracked(self.history, place)
        self.evaluate(expression, frame)
        level = None if frame is None else (frame.coroutine, frame.level)
        self._remember()
        self.branch()
        if level is not None:  # the branch may have other objects
            co = self._mover.same_coroutine(level[0])
            frame = next((one for one in self.frames(co) if one.level == level[1]), None)
        values = self.evaluate(expression, frame)
        value = values[0] if values else None
        self.has_interventions = True
        interventions.set_value(self.history, tracked, value)
        self.stop = self._stop(Reason.STEP)
        return value

    def close_coroutines(self, coroutines: Sequence[Coroutine]) -> None:
        """End some suspended coroutines.  Raises CannotChange or NoBranch, having changed nothing."""
        if self.recording is not None:
            raise NoBranch("what is recorded cannot be changed")
        for co in coroutines:
            interventions.check_closable(co)
        self._remember()
        self.branch()
        self.has_interventions = True
        for co in coroutines:
            interventions.close_coroutine(self.history, self._mover.same_coroutine(co))
        self.stop = self._stop(Reason.STEP)

    def patch_function(self, name: str, text: bytes) -> int:
        """Give a function the code that it has in a new text of its source; the number of closures that got it.

        In the past that makes a new branch.  Calls in progress finish on the old code.  The function is named as for a
        breakpoint.  Raises CannotChange or NoBranch, having changed nothing.
        """
        if self.recording is not None:
            raise NoBranch("what is recorded cannot be changed")
        found = [
            (main, one)
            for main in self.breakpoints.all_mains()
            for one in self._names.declared(main)
            if is_meant(name, one, source_path(main))
        ]
        if len(found) != 1:
            raise CannotChange(f"there is {'more than one' if found else 'no'} function {name} in what has been loaded")
        main, old = found[0]
        outer = patching.outer_of(old.proto, main)
        new = patching.new_code(old, text, self.machine.dialect, outer)
        self._remember()
        self.branch()
        self.has_interventions = True
        count = patching.carry_out(self.history, old.proto, new, outer)
        self._names.give(new, old.name)
        self.stop = self._stop(Reason.STEP)
        return count
