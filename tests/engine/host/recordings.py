"""Helpers: record a program in this process, and replay recordings."""

import io
import os
import signal
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from engine.host.recorder import Recorder
from engine.host.recording import Recording, read_recording
from engine.host.recording_contents import Program
from engine.host.recording_format import INDX, PART, file_start, find_chunks, pack_chunk, read_chunk
from engine.host.replayer import Outcome, replay
from engine.vm.machine import Machine


@dataclass
class Recorded:
    """A run that was recorded: the file, and what the program wrote and ended with."""

    path: str
    status: int
    stdout: bytes
    stderr: bytes

    def read(self) -> Recording:
        return read_recording(self.path)


def program(
    path: str | None, *, lua: str = "5.4", args: tuple[str, ...] = (), statements: tuple[str, ...] = ()
) -> Program:
    """The program as `lua` gets it on its command line."""
    words = ("lua", *(() if path is None else (path, *args)))
    return Program(
        lua,
        None if path is None else os.fsencode(path),
        tuple(map(os.fsencode, args)),
        tuple(map(os.fsencode, statements)),
        tuple(map(os.fsencode, words)),
    )


def record(
    folder: Path,
    source: str,
    *,
    lua: str = "5.4",
    stdin: BinaryIO | None = None,
    args: tuple[str, ...] = (),
    statements: tuple[str, ...] = (),
    interval: float = 0.1,
) -> Recorded:
    """Write a program to `x.lua` in a folder, run it, and record it in `x.mwk`."""
    script = folder / "x.lua"
    script.write_text(source)
    return record_file(str(script), folder / "x.mwk", lua, stdin, args, statements, interval)


def record_file(
    script: str,
    target: Path,
    lua: str = "5.4",
    stdin: BinaryIO | None = None,
    args: tuple[str, ...] = (),
    statements: tuple[str, ...] = (),
    interval: float = 0.1,
) -> Recorded:
    recorder = Recorder(str(target), program(script, lua=lua, args=args, statements=statements), interval)
    return run(recorder, stdin)


def run(recorder: Recorder, stdin: BinaryIO | None = None, stdout: io.BytesIO | None = None) -> Recorded:
    stdout = io.BytesIO() if stdout is None else stdout
    stderr = io.BytesIO()
    status = recorder.run(io.BytesIO() if stdin is None else stdin, stdout, stderr)
    assert recorder.problem == ""
    return Recorded(recorder.path, status, stdout.getvalue(), stderr.getvalue())


def rewrite(path: str, change: Callable[[bytes, dict[str, object]], None]) -> Recording:
    """Change the contents of a recording's chunks, under right checksums, and leave out the index."""
    with open(path, "rb") as file:
        chunks = [(chunk.kind, read_chunk(file, chunk).map) for chunk in find_chunks(file)]
    data = file_start()
    for kind, fields in chunks:
        if kind != INDX:
            change(kind, fields)
            data += pack_chunk(kind, fields)
    Path(path).write_bytes(data)
    return read_recording(path)


def change_value(path: str, old: object, new: object) -> Recording:
    """Let an answer of the outside world have been another."""

    def change(kind: bytes, fields: dict[str, object]) -> None:
        if kind == PART:
            values = fields["values"]
            assert isinstance(values, tuple)
            fields["values"] = tuple(new if value == old else value for value in values)

    return rewrite(path, change)


def replayed(recording: Recording) -> tuple[Outcome, bytes, bytes]:
    """What becomes of a replay, and what it shows on standard output and error."""
    stdout, stderr = io.BytesIO(), io.BytesIO()
    outcome = replay(recording, stdout, stderr)
    return outcome, stdout.getvalue(), stderr.getvalue()


CATCHES = "local ok, message = pcall(function() while true do io.read() end end) print(ok, message, io.read())"
"""A program that asks for three lines, and catches the Ctrl-C that comes in place of the second."""


class Interrupted(io.BytesIO):
    """Input where Ctrl-C comes while a program waits for the second line."""

    lines = 0

    def readline(self, size: int | None = -1, /) -> bytes:
        self.lines += 1
        if self.lines == 2:
            raise KeyboardInterrupt
        return super().readline(size)


class InterruptedRecorder(Recorder):
    """Records a program that gets Ctrl-C at step 500."""

    came = False

    def next_look(self) -> int:
        return super().next_look() if self.came else 500

    def look(self, machine: Machine) -> None:
        if not self.came:
            self.came = True
            signal.raise_signal(signal.SIGINT)
        super().look(machine)
