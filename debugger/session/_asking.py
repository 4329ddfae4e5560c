"""What a session answers about the whole run: queries, origins of values, differences of moments, named moments."""

from debugger import origin
from debugger.differences import Difference, differences
from debugger.inspection import Frame
from debugger.named_moments import NamedMoments
from debugger.observing.iteration import Iteration
from debugger.observing.observer import Observer
from debugger.origin import OriginNode
from debugger.queries.queries import Queries
from debugger.queries.query import Query
from debugger.session._program import Program
from debugger.session._stopping import Stopping
from engine.history.timeline import OutOfHistory
from engine.history.writes import Place


class Asking(Stopping):
    """A session that can be asked."""

    def __init__(self, program: Program) -> None:
        super().__init__(program)
        self.query = Queries(self._context, self.program_output)
        self._named = NamedMoments(self.history, self.query, self.vm.log)

    def moment_query(self, text: str) -> Query[int]:
        """The moment that a text names, such as `50%`, `error 1` or `call refund -1` (`named_moments`).

        The query has one result.  Raises EvaluationError, also when it is advanced.
        """
        return self._named.find(text)

    def moment(self, text: str) -> int:
        """`moment_query`, carried out."""
        return self.moment_query(text).all()[0]

    def origin_query(self, text: str, frame: Frame | None = None, limit: int = origin.NODES) -> Query[OriginNode]:
        """Why a variable or field has the value it has here: a query with one result, the root of a tree.

        The tree has `limit` nodes at most.  Raises EvaluationError.
        """
        return self.origin_at(self.t, self.place(text, frame), text, limit)

    def origin_at(self, t: int, place: Place, name: str, limit: int = origin.NODES) -> Query[OriginNode]:
        """As `origin_query`, for the value that a place, called `name`, has at a moment.  Raises OutOfHistory."""
        if not self.oldest <= t <= self.newest:
            raise OutOfHistory(t, self.oldest, self.newest)
        work = origin.Origin(self._context, name, place, limit, t).work()
        return Query(self.history, work, self.oldest, t)

    def origin(self, text: str, frame: Frame | None = None, limit: int = origin.NODES) -> OriginNode:
        """`origin_query`, carried out."""
        return self.origin_query(text, frame, limit).all()[0]

    def diff_query(self, first: int, second: int) -> Query[Difference]:
        """What is not at moment `second` as it was at moment `first`.  Raises OutOfHistory."""
        for t in (first, second):
            if not self.oldest <= t <= self.newest:
                raise OutOfHistory(t, self.oldest, self.newest)
        return Query(self.history, differences(self._context, first, second), self.oldest, self.newest)

    def diff(self, first: int, second: int) -> list[Difference]:
        """`diff_query`, carried out."""
        return self.diff_query(first, second).all()

    def observer(self) -> Observer:
        """One that plays the run to its end and notes what happens in it; such a session is used for nothing else."""
        mains = [main for source in self.breakpoints.sources() for main in self.breakpoints.mains(source)]
        return Observer(self._mover, self.formatter, mains, self.error_text)

    def iteration(self, source: str, line: int, number: int, first: int, last: int) -> Iteration:
        """One that plays to visit `number` of a line and notes the variables there; likewise for that alone."""
        return Iteration(self._mover, self.formatter, source, line, number, first, last)
