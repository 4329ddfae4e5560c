"""Lua and Python in one process under one editor: breakpoints in both, debugpy in a session beside ours."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.debugger.dap.editor import SECONDS
from tests.debugger.dap.remote import Remote

ROOT = Path(__file__).parents[3]

HOST = """\
import sys, time
from engine.host.vm import VM
from engine.runtime.values import NativeFunction

def double(call):
    given = call.check_integer(1)
    return given * 2

vm = VM(whole_run=True, history=10_000)
vm.globals.set(b"double", NativeFunction("double", double))
vm.run_source(b'''function work(n)
  local sum = 0
  for i = 1, n do sum = sum + i end
  return double(sum)
end''', b"@work.lua")
work = vm.globals.get(b"work")

def seconds():
    best = 9e9
    for _ in range(3):
        began = time.thread_time()
        vm.run(work, [SIZE])
        best = min(best, time.thread_time() - began)
    return best

alone = seconds() if SIZE else 0
server = vm.listen_dap()
print(server.port, flush=True)
assert server.wait_for_client()
sys.stdin.readline()
print(vm.run(work, [4])[0], flush=True)
sys.stdin.readline()
print(alone, seconds() if SIZE else 0, flush=True)
server.close()
"""

BREAKPOINT = 7


class Process:
    """The program, and the lines that it prints."""

    def __init__(self, path: Path) -> None:
        self.process = subprocess.Popen(
            [sys.executable, str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT,
            env={"PYTHONPATH": str(ROOT), "PYDEVD_DISABLE_FILE_VALIDATION": "1"},
        )  # fmt: skip

    def line(self) -> str:
        assert self.process.stdout is not None
        return self.process.stdout.readline().strip()

    def go_on(self) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write("\n")
        self.process.stdin.flush()


@pytest.fixture
def host(tmp_path: Path) -> Iterator[tuple[Process, str]]:
    path = tmp_path / "host.py"
    path.write_text(HOST.replace("SIZE", "0"), encoding="utf-8")
    process = Process(path)
    yield process, str(path)
    process.process.kill()
    process.process.wait(SECONDS)


def test_breakpoints_in_lua_and_python(host: tuple[Process, str]) -> None:
    process, path = host
    lua = Remote(int(process.line()))
    lua.attach("work.lua", [4], python=True)
    request: dict[str, Any] = lua.request("startDebugging")["arguments"]
    assert request["request"] == "attach"
    python = Remote(request["configuration"]["connect"]["port"], is_ours=False)
    python.attach(path, [BREAKPOINT], **request["configuration"])
    process.go_on()
    assert (lua.stopped()["reason"], lua.line(), lua.evaluate("sum")) == ("breakpoint", 4, "10")
    lua.ask("continue", threadId=1)
    stop = python.stopped()
    assert stop["reason"] == "breakpoint"
    frames = python.ask("stackTrace", threadId=stop["threadId"])["stackFrames"]
    assert frames[0]["line"] == BREAKPOINT
    given = python.ask("evaluate", expression="given", frameId=frames[0]["id"], context="watch")
    assert given["result"] == "10"
    # Python stands still, our adapter does not.
    assert lua.ask("threads")["threads"] == [{"id": 1, "name": "main"}]
    assert lua.refused("evaluate", expression="sum")["message"] == "notStopped"
    python.ask("continue", threadId=stop["threadId"])
    assert process.line() == "20"
    python.ask("disconnect")
    python.close()
    lua.ask("disconnect")
    lua.close()
    process.go_on()
    process.line()
    assert process.process.wait(SECONDS) == 0


def test_a_client_that_starts_no_second_session(host: tuple[Process, str]) -> None:
    process, _ = host
    lua = Remote(int(process.line()))
    lua.initialize()
    lua.ask("attach", python=True)
    lua.event("initialized")
    assert "starts no second session" in lua.event("output", lambda body: body["category"] == "important")["output"]
    lua.close()
