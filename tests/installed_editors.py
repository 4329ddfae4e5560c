"""Editors that `tools/install_editors.py` has installed, and processes that do not outlive a test."""

import contextlib
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent

Process = subprocess.Popen[str]
Start = Callable[[Sequence[str | Path], Mapping[str, str]], Process]


def folder(part: str) -> Path:
    """The folder of a part; the test is skipped if the part is not there."""
    path = ROOT / ".e2e" / part
    if not (path / "installed").exists():
        missing = path / "missing"
        why = missing.read_text(encoding="utf-8").strip() if missing.exists() else "not installed: make e2e does it"
        pytest.skip(f"{part}: {why}")
    return path


def write_command(path: Path) -> Path:
    """Write the `moonwalk` command of this source tree, as one word."""
    path.write_text(f'#!/bin/sh\nPYTHONPATH="{ROOT}" exec "{sys.executable}" -m debugger.cli "$@"\n', encoding="utf-8")
    path.chmod(0o755)
    return path


def environment(**more: object) -> dict[str, str]:
    return {**os.environ, **{name: str(value) for name, value in more.items()}}


@contextlib.contextmanager
def processes() -> Iterator[Start]:
    """Starts processes; at the end they are gone, and whatever they have started."""
    started: list[Process] = []

    def start(words: Sequence[str | Path], environment: Mapping[str, str]) -> Process:
        process = Process(
            [str(word) for word in words],
            env=dict(environment),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )
        started.append(process)
        return process

    try:
        yield start
    finally:
        for process in reversed(started):
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()
            if process.stdout is not None:
                process.stdout.close()


def run(words: Sequence[str | Path], directory: Path, seconds: float, expected: int = 0, **more: object) -> str:
    """Run a program to its end; what it has printed.  It and what it has started are ended if it takes too long."""
    with processes() as start:
        process = start(["env", f"--chdir={directory}", *words], environment(**more))
        output, _ = process.communicate(timeout=seconds)
        assert process.returncode == expected, output
        return output
