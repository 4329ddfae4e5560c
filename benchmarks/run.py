"""Compares Moonwalk, recording and not, with PUC Lua 5.4 and with a recorder written on debug.sethook.

`python -m benchmarks.run` runs every program of `benchmarks/programs` in this process: on PUC Lua through
lupa, on Moonwalk without history, with the whole run reachable (checkpoints and event log, no ring), in a debugging
session that continues to the end (which writes into the ring where something may look back, see `debugger.mover`), and
with every step in the ring.  Each is run `--repeat` times and the best time counts.  All must print the same.
The debug.sethook recorder is far slower, so it runs a small part of the work; its slow-down there is applied to the
full time.
"""

import importlib
import io
import json
import math
import time
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final, NamedTuple

import click
import lupa.lua54  # type: ignore[import-untyped]  # has no stubs
from rich.console import Console
from rich.table import Table

from benchmarks.catalogue import BENCHMARKS, Benchmark
from debugger.defaults import HISTORY
from debugger.session import Session
from engine.host.tuning import quiet_collector
from engine.host.vm import VM

RECORDER: Final = Path(__file__).resolve().parent / "sethook_recorder.lua"
RECORDER_SCALE: Final = 0.01
"""The part of the work that the debug.sethook recorder is given."""

CAPTURE: Final = b"""
local lines, concat, pack, tostring = {}, table.concat, table.pack, tostring
function print(...)
  local words = pack(...)
  for i = 1, words.n do words[i] = tostring(words[i]) end
  lines[#lines + 1] = concat(words, "\\t")
end
return function() return concat(lines, "\\n") .. "\\n" end
"""

Run = Callable[[bytes, bytes], tuple[float, bytes]]
"""Runs a source with its size as argument; returns seconds and the text printed."""


class OutputsDifferError(Exception):
    """Two implementations printed different results."""


@dataclass(frozen=True)
class Measurement:
    """Best times of one program, in seconds."""

    name: str
    size: int
    puc: float
    off: float
    whole_run: float
    debugger: float
    on: float
    sethook: float

    @property
    def off_ratio(self) -> float:
        return self.off / self.puc

    @property
    def whole_run_ratio(self) -> float:
        return self.whole_run / self.off

    @property
    def debugger_ratio(self) -> float:
        return self.debugger / self.off

    @property
    def on_ratio(self) -> float:
        return self.on / self.puc

    @property
    def recording_ratio(self) -> float:
        return self.on / self.off

    @property
    def sethook_ratio(self) -> float:
        return self.sethook / self.on


class Column(NamedTuple):
    title: str
    value: Callable[[Measurement], float]
    form: str


COLUMNS: Final = (
    Column("PUC s", lambda m: m.puc, "{:.3f}"),
    Column("off / PUC", lambda m: m.off_ratio, "{:.2f}"),
    Column("whole run / off", lambda m: m.whole_run_ratio, "{:.2f}"),
    Column("debugger / off", lambda m: m.debugger_ratio, "{:.2f}"),
    Column("ring / off", lambda m: m.recording_ratio, "{:.2f}"),
    Column("ring / PUC", lambda m: m.on_ratio, "{:.2f}"),
    Column("sethook / ring", lambda m: m.sethook_ratio, "{:.1f}"),
)


def run_puc(source: bytes, size: bytes) -> tuple[float, bytes]:
    lua = lupa.lua54.LuaRuntime(encoding=None)
    output = lua.execute(CAPTURE)
    program = lua.compile(source)
    started = time.perf_counter()
    program(size)
    return time.perf_counter() - started, bytes(output())


def run_sethook(source: bytes, size: bytes) -> tuple[float, bytes]:
    lua = lupa.lua54.LuaRuntime(encoding=None)
    output = lua.execute(CAPTURE)
    record = lua.execute(RECORDER.read_bytes())
    program = lua.compile(source)
    started = time.perf_counter()
    record(program, size)
    return time.perf_counter() - started, bytes(output())


def moonwalk(history: int, whole_run: bool = False) -> Run:
    def run(source: bytes, size: bytes) -> tuple[float, bytes]:
        stdout = io.BytesIO()
        vm = VM(history=history, whole_run=whole_run, stdout=stdout)
        started = time.perf_counter()
        vm.run_source(source, b"=benchmark", [size])
        seconds = time.perf_counter() - started
        vm.flush()
        return seconds, stdout.getvalue()

    return run


def run_debugger(source: bytes, size: bytes) -> tuple[float, bytes]:
    session = Session("benchmark", [size.decode()], source=source)
    started = time.perf_counter()
    session.continue_()
    seconds = time.perf_counter() - started
    return seconds, b"".join(text for _, text in session.output())


def best(run: Run, source: bytes, size: int, repeat: int) -> tuple[float, bytes]:
    """The shortest of `repeat` runs, and what they printed."""
    results = [run(source, str(size).encode()) for _ in range(repeat)]
    outputs = {output for _, output in results}
    if len(outputs) > 1:
        raise OutputsDifferError("the same program printed different results when run again")
    return min(seconds for seconds, _ in results), outputs.pop()


def same(benchmark: Benchmark, expected: bytes, actual: bytes, what: str) -> None:
    if actual != expected:
        raise OutputsDifferError(f"{benchmark.name}: {what} printed {actual!r}, PUC Lua printed {expected!r}")


def measure(benchmark: Benchmark, scale: float, repeat: int) -> Measurement:
    """Run one program every way.  Raises OutputsDifferError."""
    source = benchmark.path.read_bytes()
    size = benchmark.size_for(scale)
    puc, expected = best(run_puc, source, size, repeat)
    off, output = best(moonwalk(0), source, size, repeat)
    same(benchmark, expected, output, "Moonwalk")
    whole_run, output = best(moonwalk(0, True), source, size, repeat)
    same(benchmark, expected, output, "Moonwalk with checkpoints")
    debugger, output = best(run_debugger, source, size, repeat)
    same(benchmark, expected, output, "the debugger")
    on, output = best(moonwalk(HISTORY, True), source, size, repeat)
    same(benchmark, expected, output, "Moonwalk with history")
    small = benchmark.size_for(min(scale, RECORDER_SCALE))
    puc_small, expected = best(run_puc, source, small, 3)
    sethook_small, output = best(run_sethook, source, small, 1)
    same(benchmark, expected, output, "the debug.sethook recorder")
    return Measurement(benchmark.name, size, puc, off, whole_run, debugger, on, puc * sethook_small / puc_small)


def geometric_mean(values: Iterable[float]) -> float:
    logarithms = [math.log(value) for value in values]
    return math.exp(sum(logarithms) / len(logarithms))


def report(measurements: list[Measurement], title: str) -> Table:
    table = Table(title=title)
    table.add_column("program", no_wrap=True)
    for column in COLUMNS:
        table.add_column(column.title, justify="right")
    for measurement in measurements:
        table.add_row(measurement.name, *(column.form.format(column.value(measurement)) for column in COLUMNS))
    table.add_section()
    means = (column.form.format(geometric_mean(map(column.value, measurements))) for column in COLUMNS)
    table.add_row("geometric mean", *means)
    return table


def as_json(measurement: Measurement) -> dict[str, object]:
    return {
        **asdict(measurement),
        "off_ratio": measurement.off_ratio,
        "whole_run_ratio": measurement.whole_run_ratio,
        "debugger_ratio": measurement.debugger_ratio,
        "on_ratio": measurement.on_ratio,
        "recording_ratio": measurement.recording_ratio,
        "sethook_ratio": measurement.sethook_ratio,
    }


def engine_form() -> str:
    source = importlib.import_module("engine.vm.machine").__file__ or ""
    return "interpreted" if source.endswith(".py") else "compiled"


@click.command()
@click.option("--only", multiple=True, metavar="NAME", help="Run only this program; may be given several times.")
@click.option("--repeat", default=3, show_default=True, help="How often each program runs; the best time counts.")
@click.option("--scale", default=1.0, show_default=True, help="Part of the full work: 0.1 is a tenth.")
@click.option("--json", "to_json", is_flag=True, help="Print the measurements as JSON.")
def main(only: tuple[str, ...], repeat: int, scale: float, to_json: bool) -> None:
    """Compare Moonwalk with PUC Lua 5.4 and with a recorder on debug.sethook."""
    names = [benchmark.name for benchmark in BENCHMARKS]
    for name in only:
        if name not in names:
            raise click.BadParameter(f"no program {name!r}; there are {', '.join(names)}", param_hint="--only")
    console = Console(stderr=True)
    quiet_collector()
    measurements = []
    for benchmark in BENCHMARKS:
        if only and benchmark.name not in only:
            continue
        with console.status(benchmark.name):
            try:
                measurements.append(measure(benchmark, scale, repeat))
            except OutputsDifferError as error:
                raise click.ClickException(str(error)) from None
    if to_json:
        click.echo(json.dumps([as_json(measurement) for measurement in measurements], indent=2))
        return
    Console().print(report(measurements, f"Moonwalk ({engine_form()}) and PUC Lua 5.4, {scale:g} of the full work"))


if __name__ == "__main__":
    main()
