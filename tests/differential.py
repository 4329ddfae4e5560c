"""Runs a program in Moonwalk and in the original of its dialect, for what it prints and the error that it ends in."""

import importlib
import io
from functools import cache
from typing import Any, Final

from engine.host.vm import VM
from engine.syntax.dialects import DIALECTS

ORIGINALS: Final = {
    "5.1": "lua51",
    "5.2": "lua52",
    "5.3": "lua53",
    "5.4": "lua54",
    "5.5": "lua55",
    "luajit": "luajit21",
}
"""The modules of lupa by dialect."""

RUN: Final = b"""
local source, load, pcall, type, concat = ..., loadstring or load, pcall, type, table.concat
local output = {}
function print(line) output[#output + 1] = line end
local program, problem = load(source, "=program")
if not program then return "does not compile: " .. problem end
local ok, e = pcall(program, 1, 2, 3)
if not ok then output[#output + 1] = "error: " .. (type(e) == "string" and e or type(e)) end
return concat(output, "\\n")
"""
"""Runs a source and returns what it printed and the error it ended in."""

COMPILE: Final = b"""
local program, problem = (loadstring or load)(..., "=program")
return program and "compiles" or problem
"""
"""Compiles a source and returns the message if it cannot be."""


@cache
def _original(key: str) -> Any:
    return importlib.import_module("lupa." + ORIGINALS[key]).LuaRuntime


def in_original(key: str, source: bytes, harness: bytes = RUN) -> str:
    """The result of a harness in a new state of the original."""
    runtime = _original(key)(encoding=None)
    run = runtime.eval(b"function(harness, source) return (loadstring or load)(harness, '=harness')(source) end")
    return _shown(bytes(run(harness, source)))


def in_moonwalk(key: str, source: bytes, harness: bytes = RUN, history: int = 0) -> str:
    """The result of a harness in a new Moonwalk VM."""
    vm = VM(DIALECTS[key], history=history, stdout=io.BytesIO())
    (output,) = vm.run_source(harness, b"=harness", [source])
    assert isinstance(output, bytes)
    return _shown(output)


def _shown(output: bytes) -> str:
    """An output as text.  Lua 5.2 names a global function with "_G." or without, differently from run to run."""
    return output.decode("utf-8", "backslashreplace").replace("'_G.", "'")
