"""The subcommands besides `run`, and what every command has in common."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]


def test_help_shows_examples_and_every_command(moonwalk: Callable) -> None:
    outcome = moonwalk("--help")
    assert outcome.status == 0
    assert b"moonwalk run script.lua one two" in outcome.stdout
    for name in (b"run", b"debug", b"check", b"dis", b"info"):
        assert b"\n  " + name + b" " in outcome.stdout


def test_version(moonwalk: Callable) -> None:
    from engine.build_info import VERSION

    assert moonwalk("--version") == (0, f"moonwalk {VERSION}\n".encode(), b"")


def test_info_names_the_form_of_the_engine(moonwalk: Callable) -> None:
    lines = moonwalk("info").stdout.decode().splitlines()
    facts = dict(line.split(":", 1) for line in lines)
    assert facts["dialects"].strip() == "5.1, 5.2, 5.3, 5.4, 5.5, luajit, macro"
    assert facts["compiled"].split()[0].rstrip(",") in ("yes", "no")


def test_info_says_no_when_told_to_run_interpreted(moonwalk: Callable) -> None:
    assert b"compiled:    no (" in moonwalk("info", MOONWALK_PURE="1").stdout


@pytest.mark.parametrize(
    "words",
    [["frob"], ["run"], ["run", "--frob", "x.lua"], ["run", "--history", "-1", "x.lua"], ["debug"], ["check"]],
    ids=" ".join,
)
def test_mistakes_on_the_command_line(moonwalk: Callable, words: list[str]) -> None:
    outcome = moonwalk(*words)
    assert outcome.status == 2
    assert outcome.stdout == b""
    assert b"Error: " in outcome.stderr
    assert b"Traceback" not in outcome.stderr


def test_verification_brings_its_own_history(moonwalk: Callable) -> None:
    outcome = moonwalk("run", "--verify-history", "-e", "for i = 1, 100 do x = i end")
    assert outcome.status == 0
    assert outcome.stderr.startswith(b"history verified: ")


def test_check_accepts_programs_in_silence(moonwalk: Callable, tmp_path: Path) -> None:
    (tmp_path / "good.lua").write_text("#!/usr/bin/lua\nlocal x <const> = 1 return x")
    assert moonwalk("check", "good.lua") == (0, b"", b"")


def test_check_names_what_is_wrong_in_every_file(moonwalk: Callable, tmp_path: Path) -> None:
    (tmp_path / "a.lua").write_text("if")
    (tmp_path / "b.lua").write_text("return 1")
    (tmp_path / "c.lua").write_text("\nx = = 1")
    outcome = moonwalk("check", "a.lua", "b.lua", "c.lua", "no.lua")
    assert outcome.status == 1
    assert outcome.stderr.decode().splitlines() == [
        "a.lua:1: unexpected symbol near <eof>",
        "c.lua:2: unexpected symbol near '='",
        "cannot open no.lua: No such file or directory",
    ]


def test_dis_shows_the_bytecode(moonwalk: Callable, tmp_path: Path) -> None:
    (tmp_path / "x.lua").write_text("local function f(a) return a + 1 end print(f(2))")
    outcome = moonwalk("dis", "x.lua")
    assert outcome.status == 0
    assert b"CALL" in outcome.stdout
    assert b"x.lua" in outcome.stdout


def test_dis_of_what_is_no_program(moonwalk: Callable, tmp_path: Path) -> None:
    (tmp_path / "x.lua").write_text("x x")
    assert moonwalk("dis", "x.lua") == (1, b"", b"lua: x.lua:1: syntax error near 'x'\n")


def test_internal_error_is_one_line(moonwalk: Callable, tmp_path: Path) -> None:
    """A `tui` package that breaks stands for any failure in Moonwalk itself."""
    (tmp_path / "tui").mkdir()
    (tmp_path / "tui" / "__init__.py").touch()
    (tmp_path / "tui" / "start.py").write_text("raise RuntimeError('broken\\n  twice')")
    path = os.pathsep.join([str(tmp_path), str(ROOT)])
    outcome = moonwalk("debug", "x.lua", PYTHONPATH=path)
    assert outcome.status == 70
    assert outcome.stderr == (
        b"moonwalk: internal error: RuntimeError: broken twice (set MOONWALK_TRACEBACK=1 for details)\n"
    )
    assert b"Traceback" in moonwalk("debug", "x.lua", PYTHONPATH=path, MOONWALK_TRACEBACK="1").stderr


def test_run_starts_without_the_user_interfaces() -> None:
    code = (
        "import sys; from debugger.cli.main import main; status = main(['run', '-e', '']); "
        "heavy = {'textual', 'rich', 'pygls', 'debugpy', 'asyncio', 'msgpack', 'tui', 'lsp'} & set(sys.modules); "
        "sys.exit(status or ', '.join(sorted(heavy)) or 0)"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, check=False)
    assert done.stderr == b""
    assert done.returncode == 0


@pytest.mark.skipif(not hasattr(signal, "SIGPIPE"), reason="there are no such signals here")
def test_nobody_reads_the_output() -> None:
    """`moonwalk run ... | head -1` ends in silence, like `lua`."""
    code = "for i = 1, 1e7 do print(i) end"
    command = [sys.executable, "-m", "debugger.cli", "run", "-e", code]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        assert process.stdout.readline() == b"1\n"
        process.stdout.close()
        assert process.stderr.read() == b""
    assert process.returncode == -signal.SIGPIPE


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="there is no /dev/full here")
def test_output_that_cannot_be_written() -> None:
    with open("/dev/full", "wb") as full:
        command = [sys.executable, "-m", "debugger.cli", "run", "-e", "print(1)"]
        done = subprocess.run(command, cwd=ROOT, stdout=full, stderr=subprocess.PIPE, check=False)
    assert (done.returncode, done.stderr) == (0, b"")


@pytest.mark.skipif(os.name != "posix", reason="sends a signal")
def test_interrupt() -> None:
    """Ctrl-C ends a program that loops for ever, with Lua's message and exit status."""
    command = [sys.executable, "-m", "debugger.cli", "run", "-e", "print('ready') io.stdout:flush() while true do end"]
    # A shell starts its background jobs with the signal ignored, and the tests may run in one.
    heed = partial(signal.signal, signal.SIGINT, signal.SIG_DFL)
    with subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, preexec_fn=heed
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        assert process.stdout.readline() == b"ready\n"
        process.send_signal(signal.SIGINT)
        try:
            process.wait(timeout=20)
        finally:
            process.kill()
        message = process.stderr.read()
    assert process.returncode == 1
    assert message.startswith(b"lua: interrupted!\n")
