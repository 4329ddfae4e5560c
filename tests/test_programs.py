"""Runs the Lua programs in tests/programs and fixtures, on Moonwalk and, where installed, on PUC Lua 5.4.

The comments that say what a program prints are described in tests/programs/README.md.
"""

import io
import re
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pytest

from engine.host.program import run_program

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
    status = run_program(path, stdin=io.BytesIO(), stdout=stdout, stderr=stderr)
    return stdout.getvalue(), stderr.getvalue(), status


def on_reference(path: str) -> tuple[bytes, bytes, int]:
    """Started under the name `lua`, which it puts in front of its messages."""
    done = subprocess.run(["lua", path], executable=REFERENCE, input=b"", capture_output=True, timeout=60)
    return done.stdout, done.stderr, done.returncode


RUNNERS: Final = [
    pytest.param(on_moonwalk, id="moonwalk"),
    pytest.param(on_reference, id="lua5.4", marks=pytest.mark.skipif(REFERENCE is None, reason="no lua5.4 here")),
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


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@pytest.fixture(autouse=True)
def at_the_root(monkeypatch: pytest.MonkeyPatch) -> None:
    """Messages name a file as it was given: programs run from the root of the repository."""
    monkeypatch.chdir(ROOT)


@pytest.mark.parametrize("runner", RUNNERS)
@pytest.mark.parametrize("path", PROGRAMS, ids=name)
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
