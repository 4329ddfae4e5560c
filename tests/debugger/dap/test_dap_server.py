"""The command: over standard input and output, and over TCP with several clients; driven by debugpy's own client."""

import queue
import re
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from debugpy.common.messaging import JsonIOStream, JsonMessageChannel

from debugger.dap.framing import frame

SECONDS = 60


class Handlers:
    """Keeps what comes; the client calls it on a thread of its own."""

    def __init__(self) -> None:
        self.events: queue.Queue[tuple[str, Any]] = queue.Queue()

    def event(self, event: Any) -> None:
        self.events.put((event.event, event.body))

    def disconnect(self) -> None:
        self.events.put(("(disconnect)", None))


class Remote:
    """A client at the other end of a stream."""

    def __init__(self, stream: JsonIOStream) -> None:
        self.handlers = Handlers()
        self.channel = JsonMessageChannel(stream, self.handlers)
        self.channel.start()

    def event(self, name: str) -> Any:
        while True:
            found, body = self.handlers.events.get(timeout=SECONDS)
            if found == name:
                return body
            assert found != "(disconnect)"

    def pausing(self, program: Path) -> None:
        """Launch a program that is busy in a library function for hours, pause it there, and look at it."""
        channel = self.channel
        channel.request("initialize", {"adapterID": "moonwalk"})
        channel.request("launch", {"program": str(program)})
        source = {"path": str(program)}
        channel.request("setBreakpoints", {"source": source, "breakpoints": [{"line": 2}]})
        channel.request("configurationDone")
        assert self.event("stopped")["reason"] == "breakpoint"
        channel.request("continue", {"threadId": 1})
        channel.request("pause", {"threadId": 1})
        stop = self.event("stopped")
        assert (stop["reason"], stop["description"].split(",")[0]) == ("pause", "Paused")
        frames = channel.request("stackTrace", {"threadId": 1})["stackFrames"]
        assert [one["line"] for one in frames] == [2]
        channel.request("continue", {"threadId": 1})
        channel.request("disconnect")
        channel.wait()

    def session(self, program: Path) -> None:
        """Launch, stop at a breakpoint, step back, and say goodbye."""
        channel = self.channel
        assert channel.request("initialize", {"adapterID": "moonwalk"})["supportsStepBack"]
        channel.request("launch", {"program": str(program)})
        self.event("initialized")
        source = {"path": str(program)}
        channel.request("setBreakpoints", {"source": source, "breakpoints": [{"line": 3}]})
        channel.request("configurationDone")
        stop = self.event("stopped")
        assert stop["reason"] == "breakpoint"
        channel.request("stepBack", {"threadId": stop["threadId"]})
        assert self.event("stopped")["reason"] == "step"
        frames = channel.request("stackTrace", {"threadId": 1})["stackFrames"]
        assert [one["line"] for one in frames] == [2]
        channel.request("disconnect")
        channel.wait()


@pytest.fixture
def program(tmp_path: Path) -> Path:
    path = tmp_path / "program.lua"
    path.write_text('local a = 1\nio.write("no newline")\nprint(a)\n')
    return path


def moonwalk(*words: str) -> subprocess.Popen[bytes]:
    pipe = subprocess.PIPE
    return subprocess.Popen([sys.executable, "-m", "debugger.cli", *words], stdin=pipe, stdout=pipe, stderr=pipe)


def test_over_standard_input_and_output(program: Path) -> None:
    with moonwalk("dap") as process:
        remote = Remote(JsonIOStream.from_process(process, "moonwalk"))
        remote.session(program)
        assert process.wait(SECONDS) == 0


def test_a_client_that_closes_its_end_ends_the_process() -> None:
    with moonwalk("dap") as process:
        output, errors = process.communicate(frame(b"{}"), timeout=SECONDS)
        assert process.returncode == 0
        assert output.startswith(b"Content-Length: ")
        assert b"Traceback" not in errors


@pytest.mark.parametrize("words", [[], ["--port", "0"]])
def test_an_interrupt_ends_it_in_peace(words: list[str]) -> None:
    with moonwalk("dap", *words) as process:
        assert process.stdin is not None
        process.stdin.write(frame(b"{}"))
        process.stdin.flush()
        stream = process.stderr if words else process.stdout
        assert stream is not None
        assert stream.readline()  # it serves
        process.send_signal(signal.SIGINT)
        _, errors = process.communicate(timeout=SECONDS)
        assert (process.returncode, errors) == (0, b"")


@pytest.fixture
def busy(tmp_path: Path) -> Path:
    path = tmp_path / "busy.lua"
    path.write_text('print("begins")\nlocal found = (("a"):rep(20000)):match("a*a*a*b")\nprint(found)\n')
    return path


def test_pause_in_a_library_function(busy: Path) -> None:
    with moonwalk("dap") as process:
        try:
            Remote(JsonIOStream.from_process(process, "moonwalk")).pausing(busy)
            assert process.wait(SECONDS) == 0
        finally:
            process.kill()


@pytest.fixture
def port() -> Iterator[int]:
    """Where a server waits."""
    process = moonwalk("dap", "--port", "0")
    assert process.stderr is not None
    said = process.stderr.readline().decode()
    found = re.fullmatch(r"moonwalk dap: listening at 127\.0\.0\.1:(\d+)\n", said)
    assert found is not None, said
    threading.Thread(target=process.stderr.read, daemon=True).start()
    yield int(found[1])
    process.kill()
    process.communicate(timeout=SECONDS)


def test_several_clients_one_after_another(port: int, program: Path) -> None:
    for _ in range(2):
        stream = JsonIOStream.from_socket(socket.create_connection(("127.0.0.1", port)), "moonwalk")
        Remote(stream).session(program)


def test_pause_in_a_library_function_over_tcp(port: int, busy: Path) -> None:
    Remote(JsonIOStream.from_socket(socket.create_connection(("127.0.0.1", port)), "moonwalk")).pausing(busy)


def test_a_client_that_vanishes_makes_room_for_the_next(port: int, program: Path) -> None:
    with socket.create_connection(("127.0.0.1", port)) as connection:
        connection.sendall(b"Content-Length: 100\r\n\r\n{")
    stream = JsonIOStream.from_socket(socket.create_connection(("127.0.0.1", port)), "moonwalk")
    Remote(stream).session(program)


def test_a_port_that_is_taken() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        with moonwalk("dap", "--port", str(taken.getsockname()[1])) as process:
            _, errors = process.communicate(timeout=SECONDS)
    assert process.returncode == 1
    assert b"cannot listen at port" in errors
