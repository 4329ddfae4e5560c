"""Sources: how the client knows them, their text, and where breakpoints can be in them.

A chunk that comes from no file (`load` with a text) has a source reference and is asked for by that.
"""

import os

from debugger.breakpoints import source_path
from debugger.dap.conventions import utf16_column
from debugger.dap.debuggee import Debuggee
from debugger.dap.dispatcher import Commands, Refused
from debugger.dap.fields import Body, Fields, Json
from debugger.source_names import file_key, file_path
from engine.compiler.disassembler import format_proto


class Sources:
    """Answers what is asked about sources."""

    def __init__(self, debuggee: Debuggee) -> None:
        self._debuggee = debuggee
        self._announced: set[str] = set()
        self._paths: dict[str, str] = {}  # of files, as the client has named them

    def commands(self) -> Commands:
        return {
            "source": self._source,
            "loadedSources": self._loaded_sources,
            "breakpointLocations": self._breakpoint_locations,
        }

    def describe(self, source: str) -> Body:
        """A source as the protocol has it."""
        path = os.path.abspath(file_path(source)) if "\n" not in source and "\0" not in source else ""
        path = path and self._paths.get(file_key(source), path)
        if path and os.path.isfile(path):
            return {"name": os.path.basename(path), "path": self._debuggee.conventions.path_out(path)}
        number = self._debuggee.sources.number(source, file_key(source))
        source = self._debuggee.sources.thing(number)  # of several names that mean it, always the same
        first = source.split("\n", 1)[0].strip()
        name = first if len(first) <= 40 and first == source else first[:40] + "…"
        return {
            "name": name or "(chunk)",
            "sourceReference": number,
            "origin": "not from a file",
        }

    def named(self, described: Fields) -> str:
        """The source that the client means, as a path or a chunk's name."""
        reference = described.integer("sourceReference", 0)
        if reference > 0:
            return self._debuggee.sources.thing(reference)
        if described.has("path"):
            path = self._debuggee.conventions.path_in(described.text("path"))
            if os.path.isabs(path) and os.path.isfile(path):
                self._paths[file_key(path)] = path
            return path
        return described.text("name")

    def line(self, source: str, line: int) -> str:
        """The text of a line; empty if it is not known."""
        lines = self._debuggee.session.source_lines(source)
        return lines[line - 1] if 0 < line <= len(lines) else ""

    def announce(self) -> None:
        """Tell the client of sources that have been loaded since the last time."""
        for source in self._debuggee.session.breakpoints.sources():
            if source not in self._announced:
                self._announced.add(source)
                self._debuggee.client.event("loadedSource", {"reason": "new", "source": self.describe(source)})

    def forget(self) -> None:
        """Another program begins."""
        self._announced.clear()

    def _source(self, arguments: Fields) -> Body:
        described = arguments.fields("source")
        if described.has("path") or described.integer("sourceReference", 0) > 0:
            source = self.named(described)
        else:
            source = self._debuggee.sources.thing(arguments.integer("sourceReference"))
        session = self._debuggee.session
        mains = session.breakpoints.mains(source)
        lines = session.source_lines(source_path(mains[-1]) if mains else source)
        if lines:
            return {"content": "\n".join(lines) + "\n", "mimeType": "text/x-lua"}
        if not mains:
            raise Refused(f"there is no text of {source}")
        return {"content": "-- the text of this chunk is not known; its bytecode:\n" + format_proto(mains[-1])}

    def _loaded_sources(self, arguments: Fields) -> Body:
        found: list[Json] = [self.describe(one) for one in self._debuggee.session.breakpoints.sources()]
        return {"sources": found}

    def _breakpoint_locations(self, arguments: Fields) -> Body:
        conventions = self._debuggee.conventions
        if not self._debuggee.has_program:
            return {"breakpoints": []}
        first = conventions.line_in(arguments.integer("line"))
        last = conventions.line_in(arguments.integer("endLine", conventions.line_out(first)))
        source = self.named(arguments.fields("source"))
        breakpoints = self._debuggee.session.breakpoints
        found: list[Json] = []
        for line in sorted(one for one in breakpoints.lines(source) if first <= one <= last):
            text = self.line(source, line)
            for column in breakpoints.columns(source, line):
                shown = conventions.column_out(utf16_column(text, column))
                found.append({"line": conventions.line_out(line), "column": shown})
        return {"breakpoints": found}
