"""Moments as a person names them: `1841`, `50%`, `-200`, `end`, `error 2`, `output -1`, `call refund 3`, `line 12`.

A number behind the name counts from 1, or from the end if it is negative; without one the last is meant.
"""

import re
from collections.abc import Callable, Iterable
from typing import Final

from debugger.evaluation import EvaluationError
from debugger.queries.queries import Queries
from engine.history.event_log import EventLog
from engine.history.timeline import History

FORMS: Final = "a number of steps, 50%, +N, -N, start, end, or error, output, event, call NAME, line N with a number"

_STEPS: Final = re.compile(r"([+-]?)([\d,_]+)")
_PERCENT: Final = re.compile(r"(\d+(?:\.\d+)?)\s*%")


class NamedMoments:
    """Finds moments of a session."""

    def __init__(self, history: History, query: Queries, log: EventLog) -> None:
        self._history = history
        self._query = query
        self._log = log
        self._lists: Final[dict[str, Callable[[str], Iterable[int]]]] = {
            "error": lambda _: [one.t for one in self._query.errors()],
            "output": lambda _: [one.t - 1 for one in self._query.output()],
            "event": lambda _: [max(one.t - 1, 0) for one in self._log.all_events()],
            "call": lambda name: [one.t for one in self._query.calls(name)],
            "line": self._line,
        }

    def find(self, text: str) -> int:
        """The moment that a text names.  Raises EvaluationError, and what the query raises that it takes."""
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
        elif words and words[0] in self._lists:
            return self._of_list(words)
        raise EvaluationError(f"{text!r} names no moment: give {FORMS}")

    def _of_list(self, words: list[str]) -> int:
        kind, rest = words[0], words[1:]
        argument = ""
        if kind in ("call", "line"):
            if not rest:
                raise EvaluationError(f"{kind} of what? {FORMS}")
            argument, rest = rest[0], rest[1:]
        which = rest[0] if len(rest) == 1 else "-1"
        if len(rest) > 1 or not which.lstrip("-").isdigit() or int(which) == 0:
            raise EvaluationError(f"which {kind}? Give its number, from 1, or from the end, from -1")
        found = list(self._lists[kind](argument))
        at = int(which) - 1 if int(which) > 0 else len(found) + int(which)
        if not 0 <= at < len(found):
            raise EvaluationError(f"there is no such {kind}: {len(found)} of them are known")
        return found[at]

    def _line(self, name: str) -> Iterable[int]:
        source, _, line = name.rpartition(":")
        if not line.isdigit():
            raise EvaluationError(f"{name} is no line: write N or FILE:N")
        return [one.t for one in self._query.lines(int(line), source or None)]
