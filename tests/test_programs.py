"""Runs the Lua programs in tests/programs and fixtures, on Moonwalk and, where installed, on PUC Lua.

The comments that say what a program prints are described in tests/programs/README.md.
"""

import importlib
import io
import re
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pytest
from _pytest.mark import ParameterSet

from engine.host.program import run_program
from engine.syntax.dialects import LUA_54
from tests.program_dialect import dialect_of

ROOT: Final = Path(__file__).resolve().parent.parent
PROGRAMS: Final = sorted((ROOT / "tests" / "programs").rglob("*.lua"))
FIXTURES: Final = sorted((ROOT / "fixtures").rglob("*.lua"))
REFERENCE: Final = shutil.which("lua5.4")

EXPECTED_LINE: Final = re.compile(r"-- expect: ?(.*)$")
EXPECTED_ERROR: Final = re.compile(r"-- expect error: (.*)$")
EXPECTED_PLAIN_ERROR: Final = re.compile(r"-- expect plain error: (.*)$")


@dataclass(frozen=True)
class Outcome:
    """What a run leaves behind: text as the conventions write it, and the first line of standard error."""

    lines: list[str]
    error: str
    status: int


Runner = Callable[[str], tuple[bytes, bytes, int]]


def on_moonwalk(path: str) -> tuple[bytes, bytes, int]:
    stdout, stderr = io.BytesIO(), io.BytesIO()
    dialect = dialect_of(Path(path).read_bytes())
    status = run_program(path, dialect=dialect, stdin=io.BytesIO(), stdout=stdout, stderr=stderr)
    return stdout.getvalue(), stderr.getvalue(), status


def on_reference(path: str) -> tuple[bytes, bytes, int]:
    """Started under the name `lua`, which it puts in front of its messages."""
    done = subprocess.run(["lua", path], executable=REFERENCE, input=b"", capture_output=True, timeout=60)
    return done.stdout, done.stderr, done.returncode


_CAPTURE: Final = b"""function(text, name, write)
  function print(...)
    local parts = {}
    for i = 1, select('#', ...) do parts[i] = tostring((select(i, ...))) end
    write(table.concat(parts, '\\t') .. '\\n')
  end
  local chunk, message = (loadstring or load)(text, name)
  if not chunk then return message end
  return select(2, pcall(chunk))
end"""


def on_lupa(path: str) -> tuple[bytes, bytes, int]:
    """PUC Lua in process, for programs in other versions than 5.4; they print with `print` alone."""
    source = Path(path).read_bytes()
    dialect = dialect_of(source)
    if dialect.macros:
        pytest.skip("no other Lua has these macros")
    module = importlib.import_module("lupa." + dialect.key.replace("5.", "lua5"))
    printed: list[bytes] = []
    lua = module.LuaRuntime(encoding=None)
    message = lua.eval(_CAPTURE)(source, b"@" + path.encode(), printed.append)
    return b"".join(printed), b"" if message is None else b"lua: " + message, 0 if message is None else 1


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


RUNNERS: Final = [
    pytest.param(on_moonwalk, id="moonwalk"),
    pytest.param(on_reference, id="lua5.4", marks=pytest.mark.skipif(REFERENCE is None, reason="no lua5.4 here")),
]
ON_LUPA: Final = pytest.param(on_lupa, id="lupa")


def runs_of(path: Path) -> list[ParameterSet]:
    """A program with each of what runs it."""
    runners = RUNNERS if dialect_of(path.read_bytes()) is LUA_54 else [RUNNERS[0], ON_LUPA]
    return [
        pytest.param(*runner.values, path, id=f"{runner.id}-{name(path)}", marks=runner.marks) for runner in runners
    ]


def normal(text: str, path: str) -> str:
    return text.replace(path, Path(path).name).replace("\t", " ").rstrip()


def expected(path: Path) -> Outcome:
    """What the comments of a program say."""
    lines: list[str] = []
    error = ""
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if found := EXPECTED_LINE.search(line):
            lines.append(found[1])
        elif found := EXPECTED_ERROR.search(line):
            error = f"lua: {path.name}:{number}: {found[1]}"
        elif found := EXPECTED_PLAIN_ERROR.search(line):
            error = f"lua: {found[1]}"
    return Outcome(lines, error, 1 if error else 0)


def actual(runner: Runner, path: str) -> Outcome:
    stdout, stderr, status = runner(path)
    lines = stdout.decode("utf-8", "replace").split("\n")
    if lines[-1] == "":
        lines.pop()
    first_error_line = stderr.decode("utf-8", "replace").partition("\n")[0]
    return Outcome([normal(line, path) for line in lines], normal(first_error_line, path), status)


@pytest.fixture(autouse=True)
def at_the_root(monkeypatch: pytest.MonkeyPatch) -> None:
    """Messages name a file as it was given: programs run from the root of the repository."""
    monkeypatch.chdir(ROOT)


@pytest.mark.parametrize(("runner", "path"), [run for path in PROGRAMS for run in runs_of(path)])
def test_program_prints_what_it_says(runner: Runner, path: Path) -> None:
    assert actual(runner, name(path)) == expected(path)


@pytest.mark.parametrize("runner", RUNNERS)
@pytest.mark.parametrize("path", FIXTURES, ids=name)
def test_fixture_prints_what_is_recorded(runner: Runner, path: Path) -> None:
    stdout, stderr, status = runner(name(path))
    assert stdout == path.with_suffix(".expected").read_bytes()
    crash = path.with_suffix(".stderr")
    if crash.exists():
        assert stderr.startswith(b"lua: " + crash.read_bytes())
        assert status == 1
    else:
        assert (stderr, status) == (b"", 0)
