"""Measures the language server as an editor meets it: a process that speaks the protocol over pipes.

`python -m benchmarks.language_server` prints how long diagnostics take after a keystroke in a file of 10 000 lines, how
long completion takes there, and how long it takes to read a workspace of 2 000 files, with the longest wait for an
answer meanwhile.  Each has a goal.
"""

import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import click
from rich.console import Console
from rich.table import Table

from tests.lsp.lsp_client import PULLING, PUSHED, Client

LINES: Final = 10_000
FILES: Final = 2_000
KEYSTROKES: Final = 60

_FUNCTION: Final = """\
--- Counts what item {n} holds.
---@param list number[]
---@param limit? integer
---@return number sum, number rest, string text
function M.count_{n}(list, limit)
  local sum, seen = 0, {{ first = nil, times = 0 }}
  for index, value in ipairs(list) do
    if limit and index > limit then
      break
    elseif type(value) == "number" then
      sum = sum + value * {n}
      seen.first = seen.first or index
      seen.times = seen.times + 1
    end
  end
  local text = string.format("%d of %d: %s", seen.times, #list, tostring(sum))
  return sum, M.count_{before}(list, sum // 2), text
end

"""
_LINES_EACH: Final = _FUNCTION.count("\n")


@dataclass(frozen=True)
class Figure:
    """What was measured, in milliseconds, and what it should be at most."""

    name: str
    value: float
    goal: float
    unit: str = "ms"

    @property
    def is_met(self) -> bool:
        return self.value <= self.goal


def large_file(lines: int) -> str:
    """A module of about so many lines."""
    count = lines // _LINES_EACH
    functions = "".join(_FUNCTION.format(n=n, before=max(0, n - 1)) for n in range(count))
    return f'local M = {{}}\nM.other = require "other"\n{functions}return M\n'


def write_workspace(folder: Path, files: int) -> None:
    """Modules in folders of fifty, each of which requires the one before."""
    for number in range(files):
        path = folder / f"part{number // 50}" / f"module{number}.lua"
        path.parent.mkdir(exist_ok=True)
        before = f"part{(number - 1) // 50}.module{number - 1}" if number else "string"
        functions = "".join(_FUNCTION.format(n=n, before=max(0, n - 1)) for n in range(6))
        path.write_text(f'local M = {{}}\nlocal before = require "{before}"\n{functions}M.before = before\nreturn M\n')


def percentile(seconds: list[float], part: float) -> float:
    """In milliseconds."""
    values = [1000 * one for one in seconds]
    return sorted(values)[min(len(values) - 1, int(part * len(values)))]


def measure_file(lines: int, keystrokes: int) -> Iterator[Figure]:
    """Type into the middle of a large file, a statement of its own and a field to complete, again and again."""
    client = Client(PUSHED)
    uri = "file:///tmp/benchmark/large.lua"
    text = large_file(lines)
    client.open(uri, text)
    client.diagnostics(uri, 1)
    line = (lines // 2 // _LINES_EACH) * _LINES_EACH + 2 + 14  # the last of a loop, inside a function
    diagnosed: list[float] = []
    completed: list[float] = []
    version = 1
    for number in range(keystrokes):
        typed = "    seen." if number % 2 == 0 else "    string."
        column = 0
        for at, letter in enumerate(["\n", *typed]):
            place = {"line": line + (0 if at == 0 else 1), "character": 0 if at == 0 else column}
            version += 1
            started = time.perf_counter()
            client.change(uri, version, {"range": {"start": place, "end": place}, "text": letter})
            client.diagnostics(uri, version)
            diagnosed.append(time.perf_counter() - started)
            if at == 0:
                line -= 1  # the new line is above: what is typed goes there
            else:
                column += 1
        started = time.perf_counter()
        place = {"line": line + 1, "character": column}
        found = client.request("textDocument/completion", {"textDocument": {"uri": uri}, "position": place})
        completed.append(time.perf_counter() - started)
        assert any(item["label"] in ("times", "format") for item in found["items"])
        version += 1
        start, end = {"line": line + 1, "character": 0}, {"line": line + 2, "character": 0}
        client.change(uri, version, {"range": {"start": start, "end": end}, "text": ""})
        client.diagnostics(uri, version)
        line += 1
    client.close()
    yield Figure(
        f"diagnostics after a keystroke, {lines} lines (95th percentile)", percentile(diagnosed, 0.95), 60
    )
    yield Figure(f"completion, {lines} lines (95th percentile)", percentile(completed, 0.95), 40)


def measure_workspace(files: int) -> Iterator[Figure]:
    """Open a workspace; ask for hovers until it is read."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_workspace(folder, files)
        started = time.perf_counter()
        client = Client(PULLING, folder)
        path = folder / "part0" / "module1.lua"
        uri = path.as_uri()
        client.open(uri, path.read_text())
        waits: list[float] = []
        reports = 0

        def is_over() -> bool:
            nonlocal reports
            reports = sum(_kind(message) == "report" for message in client.notifications)
            return any(_kind(message) == "end" for message in client.notifications)

        while not is_over():
            asked = time.perf_counter()
            place = {"textDocument": {"uri": uri}, "position": {"line": 6, "character": 12}}
            client.request("textDocument/hover", place)
            waits.append(time.perf_counter() - asked)
        seconds = time.perf_counter() - started
        symbols = client.request("workspace/symbol", {"query": "count_3"})
        assert len(symbols) == min(files, 1000), len(symbols)
        assert reports > 0
        client.close()
    yield Figure(f"workspace of {files} files, from the start", seconds, 10, "s")
    yield Figure("longest wait for a hover meanwhile", 1000 * max(waits), 250)


def _kind(message: dict[str, Any]) -> str:
    value = message["params"].get("value") if message["method"] == "$/progress" else None
    return str(value.get("kind")) if isinstance(value, dict) else ""


def measure(scale: float = 1.0) -> list[Figure]:
    """All figures, for a part of the full size."""
    lines, files = max(_LINES_EACH * 4, int(LINES * scale)), max(20, int(FILES * scale))
    return [*measure_file(lines, max(4, int(KEYSTROKES * scale))), *measure_workspace(files)]


def report(figures: list[Figure]) -> Table:
    table = Table(title="The language server")
    table.add_column("figure")
    for title in ("measured", "goal at most", ""):
        table.add_column(title, justify="right")
    for one in figures:
        measured = f"{one.value:.1f} {one.unit}"
        table.add_row(one.name, measured, f"{one.goal:g} {one.unit}", "" if one.is_met else "missed")
    return table


@click.command()
@click.option("--scale", default=1.0, show_default=True, help="Part of the full size: 0.1 is a tenth.")
def main(scale: float) -> None:
    """Measure the language server."""
    Console().print(report(measure(scale)))


if __name__ == "__main__":
    main()
