"""Locations: where a variable is declared, where a function that is shown was defined, and where any other value was
written last, which is looked for when it is asked.
"""

from collections.abc import Awaitable, Callable

from debugger.breakpoints import source_path
from debugger.dap.asking import Asking
from debugger.dap.conventions import utf16_column
from debugger.dap.debuggee import Debuggee
from debugger.dap.dispatcher import Answer, Commands, Refused
from debugger.dap.fields import Body, Fields, Json
from debugger.dap.sources import Sources
from debugger.queries.results import Where
from engine.history.writes import Place
from engine.runtime.values import LuaClosure


class Locations:
    """Gives references to locations, and answers what they stand for."""

    def __init__(self, debuggee: Debuggee, sources: Sources, asking: Asking) -> None:
        self._debuggee = debuggee
        self._sources = sources
        self._asking = asking

    def commands(self) -> Commands:
        return {"locations": self._locations}

    def references(
        self, value: object, place: Place | None, declared: Callable[[], Where | None] | None
    ) -> dict[str, Json]:
        """The fields by which the client can ask where a value comes from, and where its variable is declared."""
        found: dict[str, Json] = {}
        numbers = self._debuggee.locations
        if isinstance(value, LuaClosure) and not value.proto.is_library:
            proto = value.proto
            defined = Where(source_path(proto), max(int(proto.line), 1))
            found["valueLocationReference"] = numbers.number(defined, defined)
        elif place is not None:
            found["valueLocationReference"] = numbers.number(place)
        if declared is not None:
            found["declarationLocationReference"] = numbers.number(declared)
        return found

    def _locations(self, arguments: Fields) -> Answer:
        location = self._debuggee.locations.thing(arguments.integer("locationReference"))
        if isinstance(location, Place):
            return self._last_written(location)
        where = location if isinstance(location, Where) else location()
        if where is None:
            raise Refused("the code does not tell where it is declared")
        return self._describe(where)

    def _last_written(self, place: Place) -> Awaitable[Body]:
        query = self._debuggee.stopped.query.last_write(place)

        async def answer() -> Body:
            found, is_complete = await self._asking.results(query, 1)
            if not found:
                raise Refused("it has had this value since history began" if is_complete else "the search was given up")
            return self._describe(found[0].where)

        return answer()

    def _describe(self, where: Where) -> Body:
        if not where.line:
            raise Refused("it was written where no Lua code runs")
        conventions = self._debuggee.conventions
        described: dict[str, Json] = {
            "source": self._sources.describe(where.source),
            "line": conventions.line_out(where.line),
        }
        if where.column:
            column = utf16_column(self._sources.line(where.source, where.line), where.column)
            described["column"] = conventions.column_out(column)
        return described
