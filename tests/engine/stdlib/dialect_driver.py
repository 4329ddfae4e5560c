"""Runs Lua chunks in Moonwalk and in the original of a dialect, to compare what they return.

The chunks stand in files, in sections that begin with a line "--- name"; one chunk begins with each line "--" and
ends before the next.
"""

import importlib
import io
import re
from pathlib import Path
from typing import cast

from engine.host.vm import VM
from engine.syntax.dialects import DIALECTS

ORIGINALS = {
    "5.1": "lua51",
    "5.2": "lua52",
    "5.3": "lua53",
    "5.4": "lua54",
    "5.5": "lua55",
    "luajit": "luajit21",
}

# Calls the chunk and shows its results, or its error.  The libraries it needs are out of the chunk's reach.
RUN = b"""
local source, load, pcall, select = ..., loadstring or load, pcall, select
local tostring, type, quoted, concat = tostring, type, string.format, table.concat
local function show(...)
  local shown = {}
  for i = 1, select("#", ...) do
    local value = select(i, ...)
    shown[i] = type(value) == "string" and quoted("%q", value) or tostring(value)
  end
  return concat(shown, " | ")
end
local chunk = load(source, "=chunk")
local text = show(pcall(chunk))
return text
"""


def chunks(path: Path) -> dict[str, str]:
    """The chunks of a file, by section and number."""
    found: dict[str, str] = {}
    for section in re.split(r"^--- ", path.read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]:
        name, _, rest = section.partition("\n")
        for number, chunk in enumerate(re.split(r"^--\n", rest, flags=re.MULTILINE)[1:], 1):
            found[f"{name} {number}"] = chunk
    return found


def in_original(key: str, chunk: str) -> bytes:
    """What the chunk returns in a new state of the original."""
    runtime = importlib.import_module("lupa." + ORIGINALS[key]).LuaRuntime(encoding=None)
    run = runtime.eval(b"function(run, source) return (loadstring or load)(run, '=run')(source) end")
    return cast(bytes, run(RUN, chunk.encode()))


def in_moonwalk(key: str, chunk: str, history: int = 0) -> bytes:
    """What the chunk returns in a new Moonwalk VM."""
    streams = [io.BytesIO() for _ in range(3)]
    vm = VM(DIALECTS[key], history=history, stdin=streams[0], stdout=streams[1], stderr=streams[2])
    (text,) = vm.run_source(RUN, b"=run", [chunk.encode()])
    assert isinstance(text, bytes)
    return text


def same(key: str, chunk: str) -> None:
    """Check that both return the same, with history recorded and without."""
    expected = in_original(key, chunk)
    assert in_moonwalk(key, chunk) == expected
    assert in_moonwalk(key, chunk, 1000) == expected
