"""What happens where a breakpoint is met: its condition is evaluated, its hits are counted, a log point writes."""

from collections.abc import Callable

from debugger import hit_conditions
from debugger.breakpoints import Breakpoint, Trap
from debugger.evaluation import EvaluationError
from debugger.hit_counts import HitCounts
from debugger.log_points import Logged, fill_in


class Meetings:
    """Decides whether breakpoints stop the program.  `hits` is set as soon as there is one.

    `evaluate` gives the values of an expression in the innermost frame, `show` the text of a value.
    """

    def __init__(self, evaluate: Callable[[str], list[object]], show: Callable[[object], str]) -> None:
        self.hits: HitCounts | None = None
        self._evaluate = evaluate
        self._show = show
        self._logged: list[Logged] = []
        self._logged_now: set[tuple[int, int]] = set()  # log points and moments, of the movement in progress

    def begin(self) -> None:
        """A movement begins: in it each log point writes once for a moment."""
        self._logged_now.clear()

    @property
    def has_logged(self) -> bool:
        return bool(self._logged)

    def take_logged(self) -> list[Logged]:
        """What log points have written since this was asked last, in the order in which they were met."""
        logged, self._logged = self._logged, []
        return logged

    def holds(self, found: Breakpoint) -> bool:
        """Whether a breakpoint's condition holds."""
        if isinstance(found, Trap) and not found.holds_here():
            return False
        return self.is_true(found.condition)

    def is_true(self, condition: str) -> bool:
        """Whether a condition holds at the present moment.  One that fails is shown to the user, not skipped."""
        if not condition:
            return True
        try:
            values = self._evaluate(condition)
        except EvaluationError:
            return True
        return bool(values) and values[0] is not None and values[0] is not False

    def stops(self, found: Breakpoint) -> bool:
        """Whether a breakpoint that is met, its condition holding, stops the program."""
        hits = self.hits
        assert hits is not None
        if found.hit_condition and not hit_conditions.holds(found.hit_condition, hits.number(found)):
            return False
        if not found.message:
            return True
        t = int(hits.machine.t)
        key = (id(found), t)
        if key not in self._logged_now:
            self._logged_now.add(key)
            self._logged.append(Logged(t, found.source, found.line, fill_in(found.message, self._value_of)))
        return False

    def _value_of(self, expression: str) -> str:
        """The values of an expression for a log message: strings as they are."""
        try:
            values = self._evaluate(expression)
        except EvaluationError as error:
            return f"{{{error}}}"
        texts = [one.decode("utf-8", "replace") if isinstance(one, bytes) else self._show(one) for one in values]
        return ", ".join(texts)
