"""`tui.start.run` before there is a screen: programs that cannot be loaded."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from debugging import DEMO

from debugger.session import Session
from engine.syntax.dialects import LUA_54
from tui.start import run


def test_a_syntax_error_is_told_as_lua_does(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "bad.lua").write_text("x = = 2\n")
    assert run("bad.lua", [], 1000, LUA_54) == 1
    captured = capsys.readouterr()
    assert captured.err == "lua: bad.lua:1: unexpected symbol near '='\n"
    assert captured.out == ""


def test_a_missing_file(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("no-such-file.lua", [], 1000, LUA_54) == 1
    assert capsys.readouterr().err.startswith("lua: cannot open no-such-file.lua")


def test_without_a_terminal(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    program = tmp_path / "good.lua"
    program.write_text("return 1\n")
    with program.open() as stdin:
        monkeypatch.setattr("sys.stdin", stdin)
        assert run(str(program), [], 1000, LUA_54) == 1
    assert capsys.readouterr().err == "moonwalk: the debugger needs a terminal\n"


def test_in_a_browser_it_ends_when_nobody_is_there() -> None:
    words = [sys.executable, "-m", "debugger.cli", "debug", DEMO]
    environment = {**os.environ, "TEXTUAL_DRIVER": "textual.drivers.web_driver:WebDriver", "XDG_STATE_HOME": os.devnull}
    done = subprocess.run(words, input=b"", capture_output=True, env=environment, timeout=100, check=False)
    assert done.returncode == 0
    assert done.stdout.startswith(b"__GANGLION__\n")


@pytest.mark.parametrize("keeps", [True, False])
def test_the_run_is_kept_where_there_is_a_folder_for_it(
    keeps: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = tmp_path / "good.lua"
    program.write_text("print(io.read())\n")
    (tmp_path / ".moonwalk").mkdir()
    (tmp_path / "given.txt").write_text("moon\n")

    def show(session: Session, takes_input: bool) -> int:
        session.continue_()
        return 7

    monkeypatch.setattr("tui.start._show", show)
    assert run(str(program), [], 1000, LUA_54, str(tmp_path / "given.txt"), keeps) == 7
    files = [file.name for file in (tmp_path / ".moonwalk").iterdir()]
    assert files == (["good.session.mwk"] if keeps else [])
