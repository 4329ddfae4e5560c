"""Moments as a person names them: `1841`, `50%`, `-200`, `end`, `error 2`, `output -1`, `call refund 3`, `line 12`.

A number behind the name counts from 1, or from the end if it is negative; without one the last is meant.
"""

import re
from collections.abc import Callable, Iterable
from typing import Final, TypeVar

from debugger.evaluation import EvaluationError
from debugger.queries.queries import Queries
from debugger.queries.query import Query, Work
from debugger.queries.results import Hit
from engine.history.event_log import EventLog
from engine.history.timeline import History

FORMS: Final = "a number of steps, 50%, +N, -N, start, end, or error, output, event, call NAME, line N with a number"

KINDS: Final = ("error", "output", "event", "call", "line")
"""What a moment is named by, beside numbers: these take a search of the run."""

R = TypeVar("R")

_STEPS: Final = re.compile(r"([+-]?)([\d,_]+)")
_PERCENT: Final = re.compile(r"(\d+(?:\.\d+)?)\s*%")


class NamedMoments:
    """Finds moments of a session."""

    def __init__(self, history: History, query: Queries, log: EventLog) -> None:
        self._history = history
        self._query = query
        self._lists: Final[dict[str, Callable[[str], Work[int]]]] = {
            "error": lambda _: _moments(query.errors(), lambda one: one.t),
            "output": lambda _: _moments(query.output(), lambda one: one.t - 1),
            "event": lambda _: _each(max(one.t - 1, 0) for one in log.all_events()),
            "call": lambda name: _moments(query.calls(name), lambda one: one.t),
            "line": lambda name: _moments(self._line(name), lambda one: one.t),
        }

    def find(self, text: str) -> Query[int]:
        """The moment that a text names, the one result of a query.

        Raises EvaluationError where the text names none, also while the query is advanced.
        """
        history = self._history
        t = self._at_once(text)
        work = self._of_list(text.split()) if t is None else _each([t])
        return Query(history, work, history.oldest, history.newest)

    def _at_once(self, text: str) -> int | None:
        """The moment that a text names without a look at the run; None for the KINDS."""
        words = text.split()
        history = self._history
        if found := _PERCENT.fullmatch(text.strip()):
            part = float(found[1])
            if part <= 100:
                return history.oldest + round((history.newest - history.oldest) * part / 100)
        elif found := _STEPS.fullmatch(text.strip()):
            number = int(found[2].replace(",", "").replace("_", ""))
            return number if not found[1] else int(history.machine.t) + (number if found[1] == "+" else -number)
        elif words and words[0] in ("start", "end") and len(words) == 1:
            return history.oldest if words[0] == "start" else history.newest
        elif words and words[0] in KINDS:
            return None
        raise EvaluationError(f"{text!r} names no moment: give {FORMS}")

    def _of_list(self, words: list[str]) -> Work[int]:
        kind, rest = words[0], words[1:]
        argument = ""
        if kind in ("call", "line"):
            if not rest:
                raise EvaluationError(f"{kind} of what? {FORMS}")
            argument, rest = rest[0], rest[1:]
        which = rest[0] if len(rest) == 1 else "-1"
        if len(rest) > 1 or not which.lstrip("-").isdigit() or int(which) == 0:
            raise EvaluationError(f"which {kind}? Give its number, from 1, or from the end, from -1")
        return _chosen(kind, int(which), self._lists[kind](argument))

    def _line(self, name: str) -> Query[Hit]:
        source, _, line = name.rpartition(":")
        if not line.isdigit():
            raise EvaluationError(f"{name} is no line: write N or FILE:N")
        return self._query.lines(int(line), source or None)


def _moments(query: Query[R], moment: Callable[[R], int]) -> Work[int]:
    """Those of the results of a query."""
    try:
        while not query.is_done:
            for one in query.advance():
                yield moment(one)
            yield None
    finally:
        query.cancel()


def _chosen(kind: str, which: int, moments: Work[int]) -> Work[int]:
    """One of several moments by its number.  Raises EvaluationError."""
    found: list[int] = []
    try:
        for t in moments:
            if t is None:
                yield None
                continue
            found.append(t)
            if len(found) == which and kind != "call":  # calls come in the order in which they end
                yield t
                return
    finally:
        moments.close()
    found.sort()
    at = which - 1 if which > 0 else len(found) + which
    if not 0 <= at < len(found):
        raise EvaluationError(f"there is no such {kind}: {len(found)} of them are known")
    yield found[at]


def _each(moments: Iterable[int]) -> Work[int]:
    yield from moments
