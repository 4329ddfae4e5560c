"""Generated programs print the same on Moonwalk, with and without history, as on PUC Lua 5.4.

`make fuzz` runs this with fresh random programs, as many as MOONWALK_FUZZ_EXAMPLES says.
"""

import io
import os
from typing import Final

import lupa.lua54  # type: ignore[import-untyped]  # has no stubs
import pytest
from hypothesis import HealthCheck, given, note, settings

from engine.host.vm import VM
from tests.generated.programs import programs

EXAMPLES: Final = int(os.environ.get("MOONWALK_FUZZ_EXAMPLES", "300"))

HARNESS: Final = b"""
local source = ...
local output = {}
function print(line) output[#output + 1] = line end
local program, problem = load(source, "=program")
if not program then return "does not compile: " .. problem end
local ok, e = pcall(program, 1, 2, 3)
if not ok then output[#output + 1] = "error: " .. (type(e) == "string" and e or type(e)) end
return table.concat(output, "\\n")
"""
"""Runs a source and returns what it printed and the error it ended in."""


def on_puc(source: bytes) -> str:
    lua = lupa.lua54.LuaRuntime(encoding=None)
    return bytes(lua.execute(HARNESS, source)).decode("utf-8", "backslashreplace")


def on_moonwalk(source: bytes, history: int) -> str:
    vm = VM(history=history, stdout=io.BytesIO())
    (output,) = vm.run_source(HARNESS, b"=harness", [source])
    assert isinstance(output, bytes)
    return output.decode("utf-8", "backslashreplace")


@pytest.fixture(scope="module", autouse=True)
def warmed_up() -> None:
    """The first compilation raises Python's recursion limit, which Hypothesis wants to stay as it is in a test."""
    on_moonwalk(b"", 0)


@pytest.mark.parametrize("history", [0, 10_000])
@settings(max_examples=EXAMPLES, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(source=programs())
def test_same_output_as_puc_lua(history: int, source: str) -> None:
    note(source)
    expected = on_puc(source.encode())
    assert not expected.startswith("does not compile"), expected
    assert on_moonwalk(source.encode(), history) == expected
