"""What a session shows of the present moment: frames, coroutines, values of expressions, the error raised there."""

from collections.abc import Iterator
from typing import Final

from debugger import inspection
from debugger.computed import Computed
from debugger.evaluation import EvaluationError, Evaluator
from debugger.inspection import Frame
from debugger.places import find_place, same_object
from debugger.returned import Returned, returned
from debugger.session._program import HeldProgram, Program
from debugger.stops import Reason, Stop
from engine.history.writes import Place
from engine.runtime.coroutine import Coroutine
from engine.runtime.values import LuaError

_FRAMES_REMEMBERED: Final = 20


class Looking(HeldProgram):
    """A session that can be looked at."""

    def __init__(self, program: Program) -> None:
        super().__init__(program)
        self._remembered: dict[tuple[tuple[int, int, int], str], str] = {}
        self._evaluator = Evaluator(self.machine)
        self.computed = Computed(self.machine, self._evaluator)

    def frames(self, co: Coroutine | None = None, limit: int | None = None) -> list[Frame]:
        """The call frames, the innermost first; `limit` of them at most."""
        return inspection.frames(self.machine, co, limit, self._names.of)

    def walk_frames(self, co: Coroutine | None = None) -> Iterator[Frame]:
        """The same one by one: a stack may be half a million frames deep."""
        return inspection.walk_frames(self.machine, co, self._names.of)

    def coroutines(self) -> list[Coroutine]:
        """The coroutines that are not dead, the main one first (see `inspection.living_coroutines`)."""
        return inspection.living_coroutines(self.machine) if self._making.happened else [self.machine.main]

    @property
    def has_coroutines(self) -> bool:
        """Whether the program may have made coroutines at some time."""
        return self._making.happened or self.recording is not None

    def evaluate(self, expression: str, frame: Frame | None = None) -> list[object]:
        """The values of a Lua expression in a frame, its side effects rolled back.  Raises EvaluationError.

        At an error, `err` is its value, unless a variable of the frame has that name.
        """
        if frame is None:
            frame = next(iter(self.frames(limit=1)), None)
        given = {}
        if self._is_at_error() and "err" not in ({} if frame is None else inspection.visible_variables(frame)):
            given["err"] = self.error_value()
        return self._evaluator.evaluate(frame, expression, given)

    def evaluation_output(self) -> str:
        """What the expression evaluated last has written, which nobody else sees."""
        return self._evaluator.written.decode("utf-8", "replace")

    def place(self, text: str, frame: Frame | None = None) -> Place:
        """The variable or field that a text names in a frame (the innermost by default).  Raises EvaluationError."""
        if frame is None:
            frame = next(iter(self.frames(limit=1)), None)
        return find_place(self.machine, self._evaluator, text, frame)

    def returned(self) -> Returned | None:
        """What the call returned that ended last on the way to this moment (see `debugger.returned`)."""
        return returned(self.history)

    def changed(self, frame: Frame, name: str) -> tuple[bool, str]:
        """Whether a variable differs from what it was before the last movement, and what it was then."""
        before = self._remembered.get((frame.identity, name))
        variable = inspection.visible_variables(frame).get(name)
        if before is None or variable is None:
            return False, ""
        return self.formatter.show(variable.value) != before, before

    def error_value(self) -> object:
        """The value of the error at this moment: the uncaught one, or the one that is about to be raised."""
        failure = self.machine.failure
        value = self.errors.value_at(self.t) if failure is None else failure.value
        return same_object(self.machine, value)

    def error_text(self) -> str:
        """The message of the error at this moment; empty if there is none."""
        return self.message_of(self.error_value()) if self._is_at_error() else ""

    def message_of(self, value: object) -> str:
        """The message of a value as an error: what its `__tostring` says, where `lua` would ask that."""
        speaks = self.machine.dialect.reports.spoken_objects
        handler = self.machine.metamethod(value, b"__tostring") if speaks else None
        if handler is not None and not isinstance(value, bytes):
            try:
                spoken = self._evaluator.call(handler, [value])
            except EvaluationError:
                spoken = []
            if spoken and isinstance(spoken[0], bytes):
                return spoken[0].decode("utf-8", "replace")
        return inspection.error_text(LuaError(value), self.machine.dialect)

    def _is_at_error(self) -> bool:
        return self.machine.failure is not None or self.errors.is_at(self.t)

    def _remember(self) -> None:
        """Keep the variables of the frames, to tell what the next movement changes."""
        self._remembered = {
            (frame.identity, name): self.formatter.show(variable.value)
            for frame in self.frames(limit=_FRAMES_REMEMBERED)
            for name, variable in inspection.visible_variables(frame).items()
        }

    def _stop(self, reason: Reason) -> Stop:
        frame = next((one for one in inspection.walk_frames(self.machine) if one.closure is not None), None)
        text = self.error_text() if reason in (Reason.ERROR, Reason.RAISE) else ""
        if frame is None:
            return Stop(reason, self.t, "", 0, text)
        return Stop(reason, self.t, frame.source, frame.line, text)
