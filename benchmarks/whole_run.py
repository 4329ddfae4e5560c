"""What the whole run of a program costs to reach: seeking, stepping back, reverse queries.

`python -m benchmarks.whole_run` debugs one long program and prints times, in milliseconds or relative to the time that
the same session took forward.  The index passes over epochs in which the line did not run; `without the index` are
questions that every epoch has to be replayed for.
"""

import random
import statistics
import time
from collections.abc import Callable
from functools import partial
from typing import Final

import click
from rich.console import Console
from rich.table import Table

from debugger.session import Session
from engine.host.tuning import quiet_collector

STEPS_A_ROUND: Final = 19
"""Steps that a round of the program's loop takes, about."""

PROGRAM: Final = """\
local grid = {}
for i = 1, 1000 do grid[i] = i end
local function rare(x)
  early = x
  return x
end
local function work(i)
  local k = i % 1000 + 1
  grid[k] = (grid[k] * 31 + i) % 65537
  return grid[k]
end
local function tick(i)
  ticks = i
end
rare(1)
local sum = 0
for i = 1, ROUNDS do
  sum = sum + work(i)
  if i % 1000 == 0 then tick(i) end
end
print(sum)
"""
RARE_LINE: Final = 4
TICK_LINE: Final = 13

SEEKS: Final = 31


def ended(rounds: int, condition: str = "") -> tuple[Session, float]:
    """A session at the end of the program, and how many seconds it took to get there."""
    session = Session("whole_run.lua", source=PROGRAM.replace("ROUNDS", str(rounds)).encode())
    if condition:
        session.set_breakpoint(TICK_LINE, condition=condition)
    started = time.perf_counter()
    session.continue_()
    return session, time.perf_counter() - started


def timed(action: Callable[[], object]) -> float:
    """Seconds that an action takes."""
    started = time.perf_counter()
    action()
    return time.perf_counter() - started


def seeks(session: Session) -> tuple[list[float], list[float], list[float]]:
    """Milliseconds of going anywhere, of the first step back there, and of the next one."""
    chance = random.Random(1)
    found: tuple[list[float], list[float], list[float]] = ([], [], [])
    for _ in range(SEEKS):
        there = partial(session.seek, chance.randrange(session.newest))
        for times, action in zip(found, (there, session.step_back, session.step_back), strict=True):
            times.append(timed(action) * 1000)
    return found


def backward(session: Session, line: int, condition: str = "") -> float:
    """Seconds to go back from the end to a breakpoint."""
    session.seek(session.newest)
    session.set_breakpoint(line, condition=condition)
    seconds = timed(session.reverse_continue)
    assert session.stop.line == line, session.stop
    session.clear_breakpoint(line)
    return seconds


def last_write(session: Session, name: str) -> float:
    session.seek(session.newest - 2)
    return timed(lambda: session.last_write(name))


@click.command()
@click.option("--steps", default=1_000_000_000, show_default=True, help="Length of the run that is sought in.")
@click.option("--searched", default=100_000_000, show_default=True, help="Length of the run that is searched.")
def main(steps: int, searched: int) -> None:
    """Measure what it takes to reach any moment of a long run."""
    quiet_collector()
    table = Table(title="The whole run of a program in the debugger")
    table.add_column("what")
    table.add_column("figure", justify="right")
    session, forward = ended(steps // STEPS_A_ROUND)
    assert session.history.checkpoints is not None
    table.add_row(f"run forward, {session.newest / 1e6:,.0f} million steps", f"{forward:.1f} s")
    table.add_row("checkpoints held", f"{session.history.checkpoints.bytes_used / 1e6:,.1f} MB")
    table.add_row("first step back from its end", f"{timed(session.step_back) * 1000:.1f} ms")
    for what, times in zip(("seek anywhere", "first step back there", "the next one"), seeks(session), strict=True):
        table.add_row(f"{what}: median, longest", f"{statistics.median(times):.1f} ms, {max(times):.1f} ms")
    table.add_section()
    session, forward = ended(searched // STEPS_A_ROUND)
    table.add_row(f"run forward, {session.newest / 1e6:,.0f} million steps", f"{forward:.1f} s")
    table.add_row("reverse-continue, by the index", f"{backward(session, RARE_LINE) * 1000:.0f} ms")
    table.add_row("last write, not by the index", f"{last_write(session, 'early') / forward:.2f} of forward")
    _, conditional = ended(searched // STEPS_A_ROUND, "i < 0")
    searching = backward(session, TICK_LINE, "i == 1000")
    table.add_row("reverse-continue, conditional", f"{searching / conditional:.2f} of forward likewise")
    Console().print(table)


if __name__ == "__main__":
    main()
