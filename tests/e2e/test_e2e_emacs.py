"""Real Emacs in batch mode: the debugger through dap-mode, the language server through eglot."""

from pathlib import Path

from tests.e2e.programs import ASKING, COUNTING, WORDS, python_program
from tests.installed_editors import ROOT, folder, run

HERE = Path(__file__).parent
SECONDS = 180


def emacs(script: str, program: str, directory: Path, moonwalk: Path, **more: object) -> list[str]:
    """The lines that a script prints in Emacs, which is not to know of the user's files."""
    folder("emacs")
    path = directory / "program.lua"
    path.write_text(program, encoding="utf-8")
    output = run(
        ["emacs", "--no-init-file", "--batch", "--load", HERE / script],
        directory,
        SECONDS,
        HOME=directory,
        MOONWALK=moonwalk,
        MOONWALK_EDITORS=ROOT / "editors",
        PROGRAM=path,
        **more,
    )
    said = (
        "line ", "position ", "listed ", "terminated", "diagnostic ", "hover ", "definition ", "renamed ", "stopped",
        "waited ", "lenses ", "debugged ", "shown ", "left",
    )
    return [line for line in output.split("\n") if line.startswith(said)]


def test_debugging(moonwalk: Path, tmp_path: Path) -> None:
    assert emacs("emacs_dap.el", COUNTING, tmp_path, moonwalk) == [
        "line 3",
        "line 2",
        "line 3",
        "line 3",
        "line 2",
        "line 3",
        "line 1",
        "position t=0 of 7, from t=0",
        "line 3",
        "listed 0 | program.lua:1 | nil → 0",
        "listed 5 | program.lua:3 | 0 → 1",
        "line 3",
        "listed 0 | program.lua:1 | n = 0: written in the code",
        "line 1",
        "terminated",
    ]


def test_console_input_and_a_python_program(moonwalk: Path, tmp_path: Path) -> None:
    with python_program(tmp_path) as (_, rules, port):
        lines = emacs("emacs_ways.el", ASKING, tmp_path, moonwalk, RULES=rules, HOST_PORT=port)
    assert [line.replace(f"{tmp_path}/", "") for line in lines] == [
        "shown The program waits for input: M-x moonwalk-input",
        "line 2",
        'shown t=12  greet(name = "Ada") goes on, called at program.lua:6',
        "line 6",
        'shown t=7  program.lua:5  nil → "Ada"',
        'shown name = "Ada": what read answered, t=7  program.lua:5',
        "line 5",
        "line 3",
        "line 2",
        "shown name? ",
        "shown hello Bob",
        "line 4",
        "line 4",
        "shown t=14 of 14, from t=0",
        "line 4",
        "shown t=9 of 14, from t=0",
        "left",
    ]


def test_language_server(moonwalk: Path, tmp_path: Path) -> None:
    assert emacs("emacs_eglot.el", WORDS, tmp_path, moonwalk) == [
        "diagnostic 6 moonwalk [undefined-global]: undefined global 'undefined_name'",
        "hover table.insert",
        "definition 1",
        "lenses 1 reference, called once, last returned 4, open last call, record and debug",
        "debugged at line 2",
        "renamed local function twice(n)",
        "stopped",
    ]
