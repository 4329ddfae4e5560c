"""What the tests of the debug adapter share."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.debugger.dap.editor import Editor


@pytest.fixture
def editor() -> Iterator[Editor]:
    opened = Editor()
    yield opened
    opened.close()


@pytest.fixture
def write(tmp_path: Path) -> Callable[..., str]:
    """Writes a program; its path."""

    def write_program(text: str, name: str = "program.lua") -> str:
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return str(path)

    return write_program
