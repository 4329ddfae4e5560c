"""The questions that can be asked about a run: `session.query.calls("f")` and its neighbours.

Each method returns a `Query` over a stretch of time, the whole run by default; nothing is worked out until it is
advanced or iterated.
"""

from collections.abc import Sequence
from typing import TypeVar

from debugger import objects
from debugger.evaluation import EvaluationError
from debugger.objects import ObjectLife
from debugger.program_output import ProgramOutput
from debugger.queries import allocations, calls, coverage, errors, events, lines, places_written
from debugger.queries.context import Context, all_protos
from debugger.queries.query import Query, Work
from debugger.queries.results import (
    Call,
    CallNode,
    Hit,
    LineCount,
    Load,
    Moment,
    Output,
    Raised,
    Read,
    Site,
    Switch,
    Write,
)
from engine.compiler.proto import Proto
from engine.history.writes import Place

R = TypeVar("R")

Span = tuple[int, int]
"""A stretch of time: the first moment, and the last."""

CALLS_SHOWN = 100_000
"""Calls that a call tree has at most, unless asked for more."""


class Queries:
    """The questions; `between` is the stretch of time to look at."""

    def __init__(self, context: Context, output: ProgramOutput) -> None:
        self.context = context
        self._output = output

    def writes(self, place: Place, between: Span | None = None) -> Query[Write]:
        """The writes to a place (`Session.place` finds it), with what it held before and after."""
        start, end = self._span(between)
        return self._query(places_written.writes(self.context, place, start, end), start, end)

    def last_write(self, place: Place) -> Query[Moment]:
        """One result: the last write to a place before the present moment, or the making of its object, if any."""
        end = int(self.context.machine.t)
        return self._query(places_written.last_write(self.context, place, end), self.context.history.oldest, end)

    def reads(self, place: Place, between: Span | None = None) -> Query[Read]:
        """The instructions that read a place; of library functions those are seen that `place_reads` knows."""
        start, end = self._span(between)
        return self._query(places_written.reads(self.context, place, start, end), start, end)

    def calls(self, function: str, between: Span | None = None) -> Query[Call]:
        """The calls of a function (named as for a function breakpoint) that begin in the stretch, each when it is over.

        Raises EvaluationError if no function of that name is loaded.
        """
        protos = self._functions(function)
        start, end = self._span(between)
        return self._query(calls.calls(self.context, protos, start, end), start, end)

    def call_tree(self, between: Span | None = None, limit: int = CALLS_SHOWN) -> Query[CallNode]:
        """One result: the tree of the calls of Lua functions that begin in the stretch, `limit` of them at most."""
        protos = all_protos(self.context.breakpoints.all_mains())
        start, end = self._span(between)
        return self._query(calls.call_tree(self.context, protos, limit, start, end), start, end)

    def lines(
        self, line: int, source: str | None = None, expression: str = "", between: Span | None = None
    ) -> Query[Hit]:
        """The moments at which a line begins, each with the values of an expression there: a log point after the fact.

        Raises EvaluationError if there is no code on the line.
        """
        sources = self.context.breakpoints.sources()
        name = sources[0] if source is None and sources else source or ""
        places = self.context.breakpoints.lines_at(name, line)
        if not places:
            raise EvaluationError(f"there is no code on line {line} of {name}")
        start, end = self._span(between)
        return self._query(lines.lines(self.context, places, expression, start, end), start, end)

    def errors(self, between: Span | None = None) -> Query[Raised]:
        """The errors raised, also those that something caught."""
        start, end = self._span(between)
        return self._query(errors.errors(self.context, start, end), start, end)

    def output(self, between: Span | None = None) -> Query[Output]:
        """What was written to the standard streams."""
        start, end = self._span(between)
        return self._query(events.output(self._output, start, end), start, end)

    def switches(self, between: Span | None = None) -> Query[Switch]:
        """The switches from one coroutine to another."""
        start, end = self._span(between)
        return self._query(events.switches(self.context, start, end), start, end)

    def loads(self, between: Span | None = None) -> Query[Load]:
        """The chunks that were loaded."""
        start, end = self._span(between)
        return self._query(events.loads(self.context, start, end), start, end)

    def allocations(self, between: Span | None = None) -> Query[Site]:
        """The places that made tables, functions and coroutines, the busiest first; results come at the end."""
        start, end = self._span(between)
        return self._query(allocations.allocations(self.context, start, end), start, end)

    def coverage(self, between: Span | None = None) -> Query[LineCount]:
        """How often each line began; results come at the end."""
        start, end = self._span(between)
        return self._query(coverage.coverage(self.context, start, end), start, end)

    def life(self, name: str) -> Query[ObjectLife]:
        """One result: where the object of a name like `table#1a0001` was made, and how long it was in reach.

        No result, if no object has had that identity.  Raises EvaluationError for what is no such name.
        """
        born = objects.identity_of(name)
        if born is None:
            raise EvaluationError(f"{name} is no name of an object, like table#1a0001")
        start, end = self._span(None)
        return self._query(objects.life(self.context, born), start, end)

    def executed_lines(self, source: str) -> set[int]:
        """The lines of a source that have run at any moment of the run, at once."""
        return coverage.executed_lines(self.context, source)

    def _query(self, work: Work[R], start: int, end: int) -> Query[R]:
        return Query(self.context.history, work, start, end)

    def _span(self, between: Span | None) -> Span:
        history = self.context.history
        if between is None:
            return history.oldest, history.newest
        start, end = between
        return max(start, history.oldest), min(end, history.newest)

    def _functions(self, name: str) -> Sequence[Proto]:
        found = self.context.breakpoints.functions_named(name)
        if not found:
            raise EvaluationError(f"there is no function {name} in what has been loaded")
        return found
