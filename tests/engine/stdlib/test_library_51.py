"""The libraries of Lua 5.1, most of which LuaJIT has too, against the original."""

from pathlib import Path

import pytest

from tests.engine.stdlib.dialect_driver import chunks, same

SHARED = chunks(Path(__file__).with_name("library_51.lua"))
ALONE = chunks(Path(__file__).with_name("library_51_alone.lua"))


@pytest.mark.parametrize("name", SHARED)
@pytest.mark.parametrize("key", ["5.1", "luajit"])
def test_shared(key: str, name: str) -> None:
    same(key, SHARED[name])


@pytest.mark.parametrize("name", ALONE)
def test_alone(name: str) -> None:
    same("5.1", ALONE[name])
