"""The debugger in a real terminal, with real keys: inside of tmux, where that is installed."""

import os
import shlex
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
DEMO = "fixtures/bugs/nil_field.lua"
SECONDS = 60

pytestmark = pytest.mark.skipif(shutil.which("tmux") is None, reason="tmux is not installed")

PROGRAM = """\
io.write("who? ")
local name = io.read()
os.execute("echo ripped-apart; echo ripped-apart >&2")
print("hello " .. name)
print("\\27[2J\\27[31mred")
error("the end of " .. name)
"""


class Terminal:
    """A tmux server of its own with one window."""

    def __init__(self, directory: Path) -> None:
        self.socket = str(directory / "tmux")
        self.environment = {**os.environ, "XDG_STATE_HOME": str(directory), "TERM": "xterm-256color"}
        for name in ("TMUX", "COLUMNS", "LINES"):  # the size is that of the window
            self.environment.pop(name, None)

    def tmux(self, *words: str) -> str:
        done = subprocess.run(
            ["tmux", "-S", self.socket, *words], capture_output=True, env=self.environment, check=False, timeout=SECONDS
        )
        return done.stdout.decode("utf-8", "replace")

    def start(self, *words: str, size: tuple[int, int] = (120, 40)) -> None:
        command = shlex.join([sys.executable, "-m", "debugger.cli", "debug", *words])
        self.tmux(
            "-f", "/dev/null", "new-session", "-d", "-x", str(size[0]), "-y", str(size[1]), "-c", str(ROOT),
            f"{command}; echo exit status $?; exec cat",
        )

    def press(self, *keys: str) -> None:
        self.tmux("send-keys", *keys)

    def type(self, text: str) -> None:
        self.tmux("send-keys", "-l", text)
        self.press("Enter")

    def screen(self) -> str:
        return self.tmux("capture-pane", "-p")

    def wait_for(self, *texts: str) -> str:
        """The screen, as soon as it shows all of the texts."""
        until = time.monotonic() + SECONDS
        while time.monotonic() < until:
            shown = self.screen()
            if all(text in shown for text in texts):
                return shown
        raise AssertionError(f"{texts} never came; the screen is:\n{self.screen()}")


@pytest.fixture
def terminal(tmp_path: Path) -> Iterator[Terminal]:
    found = Terminal(tmp_path)
    yield found
    found.tmux("kill-server")


def test_from_the_crash_to_its_cause_and_out(terminal: Terminal) -> None:
    terminal.start(DEMO)
    terminal.wait_for("UNCAUGHT ERROR", "attempt to index a nil value (field 'label')", "65", "t=2,342")
    terminal.press("N")
    terminal.wait_for("PAST", "step over, back")
    terminal.press("G", "W")
    terminal.wait_for("who wrote>")
    terminal.type("shelf.label")
    terminal.wait_for("written next, at nil_field.lua:52", "PAST -1,762")
    terminal.press("(")
    terminal.wait_for("t=2,342 of 2,342")
    terminal.press("F10")
    terminal.wait_for("step over · end: uncaught error")
    terminal.press("S-F10")
    terminal.wait_for("step over, back · stopped at")
    terminal.press("?")
    terminal.wait_for("lower case forward in time")
    terminal.press("Escape")
    terminal.wait_for("stopped at")
    terminal.press("q")
    terminal.wait_for("exit status 0")


def test_the_screen_is_never_torn_and_input_is_typed(terminal: Terminal, tmp_path: Path) -> None:
    program = tmp_path / "asks.lua"
    program.write_text(PROGRAM)
    terminal.start(str(program), size=(80, 24))
    terminal.wait_for("waits for input", "who?")
    terminal.type("Ann")
    shown = terminal.wait_for("UNCAUGHT ERROR", "the end of Ann")
    assert len(shown.splitlines()) == 24
    terminal.press("6")
    shown = terminal.wait_for("hello Ann", "[2J", "!who? ripped-apart")
    assert shown.count("ripped-apart") in (2, 3, 4)  # in the output pane twice, and in the source
    assert "1 source" in shown
    terminal.tmux("resize-window", "-x", "130", "-y", "45")
    terminal.wait_for("4 registers", "hello Ann")
    terminal.press("q")
    terminal.wait_for("exit status 0")
