"""What has happened in the whole run, as requests of our own: the values of a variable, the calls of a function, the
tree of calls, and where a value came from.

They do not move the program.  Each is a question of `debugger.queries`; a moment `t` in an answer can be gone to.
The place whose values were asked for has a number, by which the origin of an earlier value can be asked for wherever
the program stands then; a restarted program has other places.
"""

from collections.abc import Awaitable, Callable, Iterable
from typing import TypeVar

from debugger.dap.asking import Asking
from debugger.dap.debuggee import Debuggee
from debugger.dap.dispatcher import Commands, Refused
from debugger.dap.fields import Body, Fields, Json, Malformed
from debugger.dap.sources import Sources
from debugger.evaluation import EvaluationError
from debugger.inspection import Frame
from debugger.origin import OriginNode
from debugger.queries.query import Query
from debugger.queries.results import Call, CallNode, Shown, Where, Write
from debugger.session import Session
from engine.history.timeline import OutOfHistory
from engine.history.writes import Place

R = TypeVar("R")

LIMIT = 1000
"""Results in an answer, unless more are asked for."""


class Histories:
    """Answers what is asked about the run."""

    def __init__(self, debuggee: Debuggee, sources: Sources, asking: Asking) -> None:
        self._debuggee = debuggee
        self._sources = sources
        self._asking = asking
        self._session: Session | None = None  # that of the places
        self._places: list[tuple[str, Place]] = []

    def commands(self) -> Commands:
        return {
            "moonwalk/history": self._history,
            "moonwalk/calls": self._calls,
            "moonwalk/callTree": self._call_tree,
            "moonwalk/origin": self._origin,
        }

    # -- questions, for the console too ----------------------------------------------------------

    async def writes(self, expression: str, frame: Frame | None, limit: int) -> tuple[list[Write], bool]:
        """Raises Refused."""
        return await self._writes(self._place_named(expression, frame), limit)

    async def calls(self, function: str, limit: int) -> tuple[list[Call], bool]:
        """Oldest first: those that go on are found last.  Raises Refused."""
        session = self._debuggee.stopped
        found, is_complete = await self._results(lambda: session.query.calls(function), limit)
        return sorted(found, key=lambda call: call.t), is_complete

    async def origin(self, expression: str, frame: Frame | None) -> OriginNode:
        """Raises Refused."""
        return await self._origin_at(self._debuggee.stopped.t, self._place_named(expression, frame), expression)

    async def _origin_at(self, t: int, place: Place, name: str) -> OriginNode:
        session = self._debuggee.stopped
        found, _ = await self._results(lambda: session.origin_at(t, place, name), 1)
        if not found:
            raise Refused("the search was given up")
        return found[0]

    def _place_named(self, expression: str, frame: Frame | None) -> Place:
        """Raises Refused."""
        try:
            return self._debuggee.stopped.place(expression, frame)
        except EvaluationError as error:
            raise Refused(str(error)) from None

    async def _writes(self, place: Place, limit: int) -> tuple[list[Write], bool]:
        session = self._debuggee.stopped
        return await self._results(lambda: session.query.writes(place), limit)

    async def _results(self, ask: Callable[[], Query[R]], limit: int) -> tuple[list[R], bool]:
        try:
            query = ask()
        except (EvaluationError, OutOfHistory) as error:
            raise Refused(str(error)) from None
        return await self._asking.results(query, limit)

    # -- requests --------------------------------------------------------------------------------

    def _history(self, arguments: Fields) -> Awaitable[Body]:
        expression, limit = arguments.text("expression"), _limit(arguments)
        place = self._place_named(expression, self._debuggee.frame(arguments))
        number = self._remember(expression, place)

        async def answer() -> Body:
            writes, is_complete = await self._writes(place, limit)
            found: list[Json] = [
                {**self._place(one.t, one.where), "old": str(one.old), "new": str(one.new)} for one in writes
            ]
            return {"expression": expression, "place": number, "writes": found, "complete": is_complete}

        return answer()

    def _calls(self, arguments: Fields) -> Awaitable[Body]:
        function, limit = arguments.text("function"), _limit(arguments)

        async def answer() -> Body:
            calls, is_complete = await self.calls(function, limit)
            found: list[Json] = [self._call(one) for one in calls]
            return {"function": function, "calls": found, "complete": is_complete}

        return answer()

    def _call(self, call: Call) -> Body:
        found: dict[str, Json] = {**self._place(call.t, call.caller, call.name), "arguments": arguments_text(call)}
        if call.end >= 0:
            found["returnT"] = call.end
        if call.how in ("return", "tail call"):
            found["results"] = values_text(call.results)
        if call.how == "error":
            found["error"] = call.error
        return found

    def _call_tree(self, arguments: Fields) -> Awaitable[Body]:
        """The calls made directly by the call that began at a moment, or by the main chunk; without what they got."""
        session = self._debuggee.stopped
        t, limit = arguments.integer("t", -1), _limit(arguments)

        async def answer() -> Body:
            roots, is_complete = await self._results(session.query.call_tree, 1)
            node = next((one for one in _walk(roots) if one.t == t), None) if t >= 0 else _main(roots)
            if node is None:
                return {"calls": [], "complete": is_complete}
            found: list[Json] = [
                {
                    **self._place(one.t, one.where, one.name),
                    "hasCalls": bool(one.children) or one.left_out > 0,
                    **({"returnT": one.end} if one.end >= 0 else {}),
                }
                for one in node.children[:limit]
            ]
            return {"calls": found, "complete": is_complete and not node.left_out and len(node.children) <= limit}

        return answer()

    def _remember(self, expression: str, place: Place) -> int:
        """The number of a place."""
        if self._session is not self._debuggee.session:
            self._session = self._debuggee.session
            self._places.clear()
        self._places.append((expression, place))
        return len(self._places)

    def _origin(self, arguments: Fields) -> Awaitable[Body]:
        """Of the value that a variable or field has here; or of one that a place, by its number, had at a moment."""
        session = self._debuggee.stopped
        if arguments.has("place"):
            number, t = arguments.integer("place"), arguments.integer("t")
            if self._session is not session or not 1 <= number <= len(self._places):
                raise Refused("these values are of another run")
            expression, place = self._places[number - 1]
        else:
            expression, t = arguments.text("expression"), session.t
            place = self._place_named(expression, self._debuggee.frame(arguments))

        async def answer() -> Body:
            return {"root": self._origin_node(await self._origin_at(t, place, expression))}

        return answer()

    def _origin_node(self, node: OriginNode) -> Body:
        children: list[Json] = [self._origin_node(one) for one in node.children]
        return {
            **self._place(node.t, node.where),
            "name": node.name,
            "value": str(node.value),
            "how": node.text,
            "children": children,
            "complete": not node.is_cut,
        }

    def _place(self, t: int, where: Where, function: str = "") -> dict[str, Json]:
        found: dict[str, Json] = {
            "t": t,
            "line": self._debuggee.conventions.line_out(where.line),
            "function": function or where.function,
        }
        if where.line:
            found["source"] = self._sources.describe(where.source)
        return found


def arguments_text(call: Call) -> str:
    return ", ".join(f"{name} = {value}" for name, value in call.arguments)


def values_text(values: Iterable[Shown]) -> str:
    return ", ".join(str(one) for one in values)


def _limit(arguments: Fields) -> int:
    limit = arguments.integer("limit", LIMIT)
    if limit < 1:
        raise Malformed(f"arguments.limit should be at least 1, not {limit}")
    return limit


def _walk(nodes: Iterable[CallNode]) -> Iterable[CallNode]:
    pending = list(nodes)
    while pending:
        node = pending.pop()
        yield node
        pending += node.children


def _main(roots: list[CallNode]) -> CallNode | None:
    """The main chunk's call: the root stands for the whole run, and has it as its only child."""
    if not roots:
        return None
    root = roots[0]
    return root.children[0] if len(root.children) == 1 and root.children[0].t <= root.t else root
