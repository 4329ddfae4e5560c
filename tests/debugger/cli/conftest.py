"""Runs the `moonwalk` command, and the real `lua` where it is installed, as separate processes."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

ROOT = Path(__file__).parents[3]


class Outcome(NamedTuple):
    """What a process left: its exit status, standard output and standard error."""

    status: int
    stdout: bytes
    stderr: bytes


Run = Callable[..., Outcome]


def outcome(command: list[str], folder: Path, stdin: bytes, environment: dict[str, str], executable: str) -> Outcome:
    done = subprocess.run(
        command, executable=executable, cwd=folder, input=stdin, env=environment, capture_output=True, check=False
    )
    return Outcome(done.returncode, done.stdout, done.stderr)


@pytest.fixture
def moonwalk(tmp_path: Path) -> Run:
    """Run `moonwalk` with these arguments in the test's folder."""

    def run(*words: str, stdin: bytes = b"", **environment: str) -> Outcome:
        command = [sys.executable, "-m", "debugger.cli", *words]
        inherited = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONWARNINGS": ""}
        return outcome(command, tmp_path, stdin, {**inherited, **environment}, sys.executable)

    return run


@pytest.fixture
def lua(tmp_path: Path) -> Run:
    """Run PUC Lua 5.4, called `lua`, with these arguments in the test's folder; skips where there is none."""
    executable = shutil.which("lua5.4")
    if executable is None:
        pytest.skip("lua5.4 is not installed")

    def run(*words: str, stdin: bytes = b"") -> Outcome:
        return outcome(["lua", *words], tmp_path, stdin, {"PATH": os.environ["PATH"]}, executable)

    return run
