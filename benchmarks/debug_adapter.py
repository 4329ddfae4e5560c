"""How long an editor waits: from a stop to its variables, and for a step back in the ring.

`python -m benchmarks.debug_adapter` starts `moonwalk dap` as an editor does, lets a program run until its ring of a
million steps is full, and steps over its lines, backward and forward.  At each stop it asks what VS Code asks: threads,
the stack, scopes, and the variables of each scope that is shown opened, with the first table in it.  Then it measures
what attached debuggers cost (`mixed_debugging`), and how long a pause takes (`pauses`).
"""

import asyncio
import statistics
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import click
from rich.console import Console
from rich.table import Table

from benchmarks import mixed_debugging, pauses
from benchmarks.editor import Editor

PROGRAM: Final = """\
local items = {}
for i = 1, 20000 do items[i] = {id = i, name = "item " .. i} end
local total, seen = 0, {}
local function visit(item, depth)
  if depth > 0 then return visit(item, depth - 1) + 1 end
  seen[item.name] = item.id
  total = total + item.id
  return 0
end
for round = 1, 2 do
  local now = round
  for at, item in ipairs(items) do
    local deep = visit(item, at % 7)
    local text = item.name .. deep
    total = total + #text
  end
end
"""

LINE: Final = 11
HITS: Final = 2  # by then more than a million steps have been executed
STEPS: Final = 200

STOP_LIMIT: Final = 20.0
BACK_LIMIT: Final = 10.0
"""Milliseconds that the 95th percentile is to stay below."""

PAUSE_LIMIT: Final = 100.0
"""Milliseconds."""

Message = dict[str, Any]


class Looking(Editor):
    """An editor with its views; the times it waits are in seconds."""

    async def look(self, stop: Mapping[str, Any]) -> float:
        """Ask what an editor shows at a stop."""
        began = time.perf_counter()
        await self.ask("threads")
        frames = await self.ask("stackTrace", threadId=stop["threadId"], startFrame=0, levels=20)
        scopes = (await self.ask("scopes", frameId=frames["stackFrames"][0]["id"]))["scopes"]
        for scope in scopes:
            if scope["expensive"]:
                continue
            found = await self.ask("variables", variablesReference=scope["variablesReference"])
            opened = next((one for one in found["variables"] if one.get("indexedVariables")), None)
            if opened is not None:
                reference = opened["variablesReference"]
                await self.ask("variables", variablesReference=reference, filter="indexed", start=0, count=100)
        return time.perf_counter() - began

    async def move(self, command: str) -> tuple[float, Message]:
        began = time.perf_counter()
        await self.ask(command, threadId=1)
        stop: Message = (await self.message("stopped"))["body"]
        return time.perf_counter() - began, stop


async def measure(history: int, steps: int) -> dict[str, list[float]]:
    """Waiting times by what is waited for."""
    with tempfile.TemporaryDirectory() as directory:
        program = Path(directory) / "program.lua"
        program.write_text(PROGRAM, encoding="utf-8")
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "debugger.cli", "dap", stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE,
            limit=1 << 26,
        )  # fmt: skip
        try:
            assert process.stdin is not None
            assert process.stdout is not None
            return await _measure(Looking(process.stdout, process.stdin), program, history, steps)
        finally:
            process.kill()
            await process.wait()


async def _measure(editor: Looking, program: Path, history: int, steps: int) -> dict[str, list[float]]:
    await editor.ask("initialize", adapterID="moonwalk")
    await editor.ask("launch", program=str(program), history=history)
    hit = {"line": LINE, "hitCondition": str(HITS)}
    await editor.ask("setBreakpoints", source={"path": str(program)}, breakpoints=[hit])
    await editor.ask("configurationDone")
    stop: Message = (await editor.message("stopped"))["body"]
    found: dict[str, list[float]] = {"stop to variables": [await editor.look(stop)]}
    for command, words in (("stepBack", "step back in the ring"), ("next", "step forward in the ring")):
        for _ in range(steps):
            took, stop = await editor.move(command)
            found.setdefault(words, []).append(took)
            found["stop to variables"].append(await editor.look(stop))
    return found


def percentile(times: Sequence[float], part: int) -> float:
    """In milliseconds."""
    return statistics.quantiles(times, n=100, method="inclusive")[part - 1] * 1000


def report(found: Mapping[str, Sequence[float]], history: int) -> Table:
    table = Table(title=f"What an editor waits for (milliseconds), with a ring of {history:,} steps")
    for title in ("", "median", "95 %", "longest", "at most (95 %)"):
        table.add_column(title, justify="left" if not title else "right", no_wrap=True)
    limits = {"stop to variables": STOP_LIMIT, "step back in the ring": BACK_LIMIT}
    for words, times in found.items():
        limit = f"{limits[words]:.0f}" if words in limits else ""
        row = (percentile(times, 50), percentile(times, 95), max(times) * 1000)
        table.add_row(words, *(f"{one:.2f}" for one in row), limit)
    return table


def report_mixed(found: Mapping[str, float]) -> Table:
    table = Table(title="A loop of a VM inside of a Python program (milliseconds of its thread), by who is attached")
    for title in ("", "best of five", "to nobody"):
        table.add_column(title, justify="left" if not title else "right", no_wrap=True)
    alone = found["nobody"]
    for words, took in found.items():
        table.add_row(words, f"{took:.1f}", f"{(took / alone - 1) * 100:+.1f} %")
    return table


def report_pauses(found: Mapping[str, Sequence[float]]) -> Table:
    table = Table(title="From a pause to the stop (milliseconds), by what the program is doing")
    for title in ("", "median", "longest", "at most"):
        table.add_column(title, justify="left" if not title else "right", no_wrap=True)
    for words, times in found.items():
        table.add_row(words, f"{statistics.median(times) * 1000:.0f}", f"{max(times) * 1000:.0f}", f"{PAUSE_LIMIT:.0f}")
    return table


@click.command()
@click.option("--history", default=1_000_000, show_default=True, help="Steps that the ring holds.")
@click.option("--steps", default=STEPS, show_default=True, help="How many steps in each direction.")
def main(history: int, steps: int) -> None:
    """Measure how long an editor waits for the debug adapter."""
    console = Console()
    console.print(report(asyncio.run(measure(history, steps)), history))
    console.print(report_mixed(asyncio.run(mixed_debugging.measure())))
    console.print(report_pauses(asyncio.run(pauses.measure())))


if __name__ == "__main__":
    main()
