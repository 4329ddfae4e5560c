"""How long the terminal debugger takes to answer a key, on a run of a hundred million instructions.

`python -m benchmarks.keys` runs a program of that length under the debugger, without a terminal, goes to places all
over the run, and presses keys there.  A key is answered when the screen has been painted after it: with the new
moment, or, where that takes longer, with what is being done.  Both times are shown.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Final

import click
from rich.console import Console
from rich.table import Table
from textual import events
from textual.pilot import Pilot

from debugger.session import Session
from engine.host.tuning import quiet_collector
from tui.app import Debugger

STEPS: Final = 100_000_000
TARGET_MS: Final = 50

PROGRAM: Final = """\
local function add(t, i)
  t.sum = t.sum + i
  return t.sum
end

local function work(n)
  local t = { sum = 0, list = {} }
  for i = 1, n do
    local got = add(t, i % 7)
    if i % 1000 == 0 then t.list[#t.list + 1] = got end
  end
  return t
end

for round = 1, 20 do
  local t = work(ROUNDS)
  print("round", round, t.sum)
end
"""
"""A step of the inner loop takes some twelve instructions."""

KEYS: Final = ("n", "N", "s", "S", "i", "I", "f", "F", "u", "d", "down", "1", "3", "4", "x", "b", "b", "plus", "minus")
JUMPS: Final = ("left_parenthesis", "right_parenthesis", "g", "G")
PLACES: Final = (0.03, 0.37, 0.64, 0.97)


@dataclass
class Answers:
    """Of one key: seconds until the screen answered, and until what was asked for was done."""

    answered: list[float]
    done: list[float]


class Bench:
    """A debugger and the time that its screen takes."""

    def __init__(self, app: Debugger, pilot: Pilot[int]) -> None:
        self.app = app
        self.pilot = pilot
        self.answers: dict[str, Answers] = {}
        self.painted = 0.0
        paint = app._display

        def painting(*arguments: object) -> None:
            paint(*arguments)  # type: ignore[arg-type]  # handed on as they come
            self.painted = time.perf_counter()

        app._display = painting  # type: ignore[method-assign]  # the only place where all painting goes through

    async def press(self, key: str, name: str = "") -> None:
        """Press a key, and note how long the screen and the work took."""
        await self.idle()
        found = self.answers.setdefault(name or key, Answers([], []))
        started = time.perf_counter()
        await self._send(key)
        while self.painted < started and time.perf_counter() - started < 5:
            await asyncio.sleep(0)
        found.answered.append(max(self.painted, started) - started)
        await self.idle()
        found.done.append(time.perf_counter() - started)

    async def _send(self, key: str) -> None:
        """As the terminal's driver does; `Pilot.press` would wait on its own."""

        character = key if len(key) == 1 else None
        self.app.post_message(events.Key(key, character))
        await asyncio.sleep(0)

    async def idle(self) -> None:
        """Wait until nothing is going on any more."""
        while self.app.travel.driver.running:
            await asyncio.sleep(0.001)
        await self.pilot.pause()


def percentile(values: list[float], share: float) -> float:
    ranked = sorted(values)
    return ranked[min(round(share * (len(ranked) - 1)), len(ranked) - 1)]


async def measure(app: Debugger, size: tuple[int, int], script: Callable[[Bench], Awaitable[None]]) -> Bench:
    async with app.run_test(size=size) as pilot:
        bench = Bench(app, pilot)
        await bench.idle()
        await script(bench)
        return bench


async def everywhere(bench: Bench) -> None:
    """Keys at places all over the run."""
    newest = bench.app.session.newest
    for place in PLACES:
        started = time.perf_counter()
        bench.app.travel.go_to(round(newest * place))
        await bench.idle()
        bench.answers.setdefault("(seek)", Answers([], [])).done.append(time.perf_counter() - started)
        for key in KEYS:
            await bench.press(key)
    for key in JUMPS:
        await bench.press(key)


def show(bench: Bench, steps: int) -> float:
    """Print the table; the 95th percentile of all answers, in milliseconds."""
    table = Table(title=f"keys on a run of {steps:,} instructions (milliseconds)")
    for column in ("key", "presses", "answered p50", "p95", "done p50", "p95"):
        table.add_column(column, justify="left" if column == "key" else "right")
    every: list[float] = []
    finished: list[float] = []
    for key, found in bench.answers.items():
        every += found.answered
        finished += found.done if found.answered else []
        figures = [found.answered or [0.0], found.done]
        cells = [f"{1000 * percentile(values, share):.1f}" for values in figures for share in (0.5, 0.95)]
        table.add_row(key, str(len(found.done)), *cells)
    total = [f"{1000 * percentile(values, share):.1f}" for values in (every, finished) for share in (0.5, 0.95)]
    table.add_section()
    table.add_row("all keys", str(len(every)), *total)
    Console(width=100).print(table)
    return 1000 * percentile(every, 0.95)


@click.command()
@click.option("--steps", default=STEPS, show_default=True, help="Length of the run, in instructions.")
@click.option("--size", default="120x40", show_default=True, help="Size of the screen.")
def main(steps: int, size: str) -> None:
    """Measure how long the terminal debugger takes to answer keys."""
    width, _, height = size.partition("x")
    quiet_collector()
    rounds = max(steps // (20 * 12) + 1, 10)
    session = Session("keys.lua", source=PROGRAM.replace("ROUNDS", str(rounds)).encode())
    bench = asyncio.run(measure(Debugger(session), (int(width), int(height)), everywhere))
    p95 = show(bench, session.newest)
    click.echo(f"95th percentile: {p95:.1f} ms (the target is {TARGET_MS} ms)")


if __name__ == "__main__":
    main()
