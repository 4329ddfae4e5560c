"""The libraries of Lua 5.3 against the original; what 5.2 has too is tried in both."""

from pathlib import Path

import pytest

from tests.engine.stdlib.expressions import same, sections

SHARED = sections(Path(__file__).with_name("library_52_53.lua"))
ALONE = sections(Path(__file__).with_name("library_53.lua"))


@pytest.mark.parametrize("name", SHARED)
def test_shared(name: str) -> None:
    same("5.3", SHARED[name])


@pytest.mark.parametrize("name", ALONE)
def test_alone(name: str) -> None:
    same("5.3", ALONE[name])
