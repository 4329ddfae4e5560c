"""The libraries of LuaJIT where they differ from those of Lua 5.1, against the original."""

from pathlib import Path

import pytest

from engine.host.vm import VM
from engine.syntax.dialects import LUAJIT
from tests.engine.stdlib.dialect_driver import chunks, in_moonwalk, same

CHUNKS = chunks(Path(__file__).with_name("library_luajit.lua"))


@pytest.mark.parametrize("name", CHUNKS)
def test_chunk(name: str) -> None:
    same("luajit", CHUNKS[name])


@pytest.mark.parametrize(
    ("module", "reason"),
    [("ffi", "Moonwalk runs no native code"), ("string.buffer", "Moonwalk has no string buffers")],
)
def test_modules_that_are_not_there(module: str, reason: str) -> None:
    chunk = f"local ok, problem = pcall(function() local m = require '{module}' end) return problem"
    assert in_moonwalk("luajit", chunk).decode() == f"true | \"chunk:1: module '{module}' is not available: {reason}\""


def test_a_module_of_that_name_may_take_its_place() -> None:
    assert in_moonwalk("luajit", "package.preload.ffi = function() return 7 end return (require 'ffi')") == b"true | 7"


def test_nothing_is_compiled() -> None:
    assert VM(LUAJIT).run_source(b"return jit.status()", b"=test") == [False]
