"""The examples in docs/macros.md do what their comments say."""

import io
import re
from pathlib import Path
from typing import Final

import pytest

from engine.host.vm import VM
from engine.syntax.dialects import MACRO_LUA

PAGE: Final = Path(__file__).resolve().parents[3] / "docs" / "macros.md"
TEXT: Final = PAGE.read_text(encoding="utf-8")
LUA: Final = re.findall(r"^```lua\n(.*?)^```", TEXT, re.MULTILINE | re.DOTALL)
PYTHON: Final = re.findall(r"^```python\n(.*?)^```", TEXT, re.MULTILINE | re.DOTALL)


@pytest.mark.parametrize("example", LUA)
def test_example_prints_what_it_says(example: str) -> None:
    stdout = io.BytesIO()
    vm = VM(MACRO_LUA, stdout=stdout)
    vm.run_source(example.encode(), b"=example")
    vm.flush()
    expected = re.findall(r"^-- expect: (.*)$", example, re.MULTILINE)
    assert expected
    assert stdout.getvalue().decode().replace("\t", " ").splitlines() == expected


@pytest.mark.parametrize("example", PYTHON)
def test_example_in_python_runs(example: str) -> None:
    exec(compile(example, str(PAGE), "exec"), {})


def test_the_page_has_examples() -> None:
    assert len(LUA) > 5
    assert len(PYTHON) == 1
