"""Locations of values: where a function that is shown was defined."""

from debugger.breakpoints import source_path
from debugger.dap.debuggee import Debuggee
from debugger.dap.dispatcher import Commands
from debugger.dap.fields import Body, Fields, Json
from debugger.dap.sources import Sources
from engine.compiler.proto import Proto
from engine.runtime.values import LuaClosure


class Locations:
    """Gives references to places in sources, and answers what they stand for."""

    def __init__(self, debuggee: Debuggee, sources: Sources) -> None:
        self._debuggee = debuggee
        self._sources = sources

    def commands(self) -> Commands:
        return {"locations": self._locations}

    def reference(self, value: object) -> dict[str, Json]:
        """The field by which the client can ask where a value was defined."""
        if not isinstance(value, LuaClosure) or value.proto.is_library:
            return {}
        proto: Proto = value.proto
        return {"valueLocationReference": self._debuggee.definitions.number(proto, proto)}

    def _locations(self, arguments: Fields) -> Body:
        proto = self._debuggee.definitions.thing(arguments.integer("locationReference"))
        line = max(int(proto.line), 1)
        return {
            "source": self._sources.describe(source_path(proto)),
            "line": self._debuggee.conventions.line_out(line),
        }
