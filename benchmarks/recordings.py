"""Measures recordings: what one costs while the program runs, how large it is, and how soon it is open at its end.

`python -m benchmarks.recordings` records the programs below in this process and opens the recordings again.  The last
program reads as many random bytes as make a recording of 100 MB, with its work between them.
"""

import io
import os
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import click
from rich.console import Console
from rich.table import Table

from debugger.session import Session
from engine.host.program import run_program
from engine.host.recorder import Recorder
from engine.host.recording import Recording, read_recording
from engine.host.recording_contents import Program
from engine.host.recording_format import BASE
from engine.host.tuning import quiet_collector

LARGE: Final = 100_000_000
"""Bytes of the large recording."""

_READ: Final = 65_536

COMPUTES: Final = """
local sum = 0
for i = 1, %d do sum = sum + i %% 7 * 3 end
print(sum)
"""

ALLOCATES: Final = """
local list, size = {}, 0
for i = 1, %d do
  size = size + 1
  list[size] = {i, name = "item" .. i}
  if size == 50000 then list, size = {}, 0 end
end
print(#list)
"""

READS: Final = """
local sum, kept = 0, {}
for i = 1, %d do
  local data = io.read(65536)
  for j = 1, #data, 64 do sum = sum + data:byte(j) end
  kept[i %% 1000] = {i, sum}
end
print(sum)
"""


@dataclass(frozen=True)
class Figures:
    """What was measured of one program; times in seconds."""

    name: str
    steps: int
    plain: float
    recorded: float
    size: int
    checkpoints: int
    checkpoint_bytes: int
    opened: float
    at_end: float
    at_middle: float


def measure(name: str, source: str, stdin: bytes, folder: Path) -> Figures:
    """Run a program without a recording and with one, and open that."""
    script = folder / f"{name}.lua"
    script.write_text(source)
    target = str(folder / f"{name}.mwk")
    path = os.fsencode(script)
    started = time.perf_counter()
    run_program(str(script), stdin=io.BytesIO(stdin), stdout=io.BytesIO(), stderr=io.BytesIO())
    plain = time.perf_counter() - started
    recorder = Recorder(target, Program("5.4", path, (), (), (b"lua", path)))
    started = time.perf_counter()
    recorder.run(io.BytesIO(stdin), io.BytesIO(), io.BytesIO())
    recorded = time.perf_counter() - started
    opened, at_end = min(opening(target) for _ in range(3))
    recording = read_recording(target)
    session = Session.of_recording(recording)
    session.seek(session.latest)
    started = time.perf_counter()
    session.seek(session.newest // 2)
    at_middle = time.perf_counter() - started
    return Figures(
        name, session.newest, plain, recorded, os.path.getsize(target), len(recording.bases), bytes_of_bases(recording),
        opened, at_end, at_middle,
    )  # fmt: skip


def opening(path: str) -> tuple[float, float]:
    """Seconds until a recording is open, and until its last moment is shown."""
    started = time.perf_counter()
    session = Session.of_recording(read_recording(path))
    opened = time.perf_counter() - started
    session.seek(session.latest)
    return opened, time.perf_counter() - started


def bytes_of_bases(recording: Recording) -> int:
    return sum(chunk.size for chunk in recording.chunks() if chunk.kind == BASE)


def report(figures: list[Figures]) -> Table:
    table = Table(title="Recordings")
    for title in (
        "program", "instructions", "recorded / not", "MB", "bytes an instruction", "without checkpoints", "checkpoints",
        "open ms", "at its end ms", "to the middle ms",
    ):  # fmt: skip
        table.add_column(title, justify="left" if title == "program" else "right")
    for one in figures:
        table.add_row(
            one.name,
            f"{one.steps:,}",
            f"{one.recorded / one.plain:.2f}",
            f"{one.size / 1e6:.1f}",
            f"{one.size / one.steps:.4f}",
            f"{(one.size - one.checkpoint_bytes) / one.steps:.4f}",
            str(one.checkpoints),
            f"{one.opened * 1000:.0f}",
            f"{one.at_end * 1000:.0f}",
            f"{one.at_middle * 1000:.0f}",
        )
    return table


@click.command()
@click.option("--scale", default=1.0, show_default=True, help="Part of the full work: 0.1 is a tenth.")
def main(scale: float) -> None:
    """Measure what recordings cost, how large they are, and how soon they are open at their ends."""
    quiet_collector()
    reads = int(LARGE * scale) // _READ
    with tempfile.TemporaryDirectory() as folder:
        figures = [
            measure("computes", COMPUTES % int(50_000_000 * scale), b"", Path(folder)),
            measure("allocates", ALLOCATES % int(3_000_000 * scale), b"", Path(folder)),
            measure("reads", READS % reads, os.urandom(reads * _READ), Path(folder)),
        ]
    Console(width=140).print(report(figures))


if __name__ == "__main__":
    main()
