"""Real clients drive the debug adapter: Neovim with nvim-dap, and Microsoft's client for tests of adapters.

They are used where they are installed, as the environment says:

- ``MOONWALK_NVIM``, a Neovim, and ``MOONWALK_NVIM_DAP``, the directory of nvim-dap;
- ``MOONWALK_NODE_MODULES``, a directory where npm has installed ``mocha`` and ``@vscode/debugadapter-testsupport``.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).parent
SECONDS = 180


@pytest.fixture
def program(tmp_path: Path) -> Path:
    path = tmp_path / "program.lua"
    path.write_text("local n = 0\nfor i = 1, 3 do\n  n = n + i\nend\nprint(n)\n", encoding="utf-8")
    return path


@pytest.fixture
def moonwalk(tmp_path: Path) -> Path:
    """The command, as one word."""
    path = tmp_path / "moonwalk"
    root = HERE.parent.parent
    path.write_text(f'#!/bin/sh\nPYTHONPATH="{root}" exec "{sys.executable}" -m debugger.cli "$@"\n', encoding="utf-8")
    path.chmod(0o755)
    return path


def needed(name: str) -> str:
    value = os.environ.get(name)
    if not value:
        pytest.skip(f"{name} is not set")
    return value


def run(words: list[str], directory: Path, **environment: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        words,
        cwd=directory,
        env={**os.environ, **{name: str(value) for name, value in environment.items()}},
        capture_output=True,
        text=True,
        timeout=SECONDS,
    )


def test_neovim(program: Path, moonwalk: Path, tmp_path: Path) -> None:
    words = [needed("MOONWALK_NVIM"), "--headless", "-u", "NONE", "-i", "NONE", "-n", "-S", str(HERE / "neovim.lua")]
    done = run(
        words,
        tmp_path,
        NVIM_DAP=needed("MOONWALK_NVIM_DAP"),
        MOONWALK=moonwalk,
        MOONWALK_EDITORS=HERE.parent.parent / "editors",
        PROGRAM=program,
    )
    assert done.stdout.split("\n")[:9] == [
        "breakpoint 3 t=5",
        "step 2 t=1",
        "breakpoint 3 t=5",
        "breakpoint 3 t=7",
        "breakpoint 3 t=5",
        "step 2 t=1",
        "goto 3 t=5",
        "n + 40 = 40",
        "terminated true",
    ], done.stderr


def test_microsoft_s_client(program: Path, moonwalk: Path, tmp_path: Path) -> None:
    modules = Path(needed("MOONWALK_NODE_MODULES"))
    script = modules / "moonwalk_client.cjs"  # Node looks for modules beside the script
    shutil.copy(HERE / "client.cjs", script)
    failing = tmp_path / "failing.lua"
    failing.write_text("local t\nprint(t.x)\n", encoding="utf-8")
    words = ["npx", "--no-install", "mocha", str(script)]
    done = run(words, modules, MOONWALK=moonwalk, PROGRAM=program, FAILING=failing)
    assert done.returncode == 0, done.stdout
    assert "8 passing" in done.stdout
