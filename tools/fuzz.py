"""Runs random programs on Moonwalk and on the originals and compares what they print and the errors they end in.

    python -m tools.fuzz [--dialect 5.1|…|luajit|all] [--programs N] [--seed N] [--jobs N] [--keep DIRECTORY]

The programs are those of `tests.generated`, so they cover the grammar and the libraries of each dialect; one in four
has mistakes and is only compiled.  A program is named by its dialect and seed; with `--keep`, each that behaves
differently is written to a directory, with both outputs.  The exit status is 1 if there is any.
"""

import sys
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from itertools import zip_longest
from pathlib import Path
from typing import Final

import click

from engine.syntax.dialects import DIALECTS
from tests.differential import COMPILE, ORIGINALS, RUN, in_moonwalk, in_original
from tests.generated.mutants import mutated
from tests.generated.programs import random_program
from tests.generated.scopes import seeded

BATCH: Final = 250
"""Programs that a process runs before it reports."""
MUTANTS: Final = 4
"""One program in so many is a mutant."""


@dataclass
class Report:
    """What became of a batch of programs."""

    dialect: str
    counts: Counter[str] = field(default_factory=Counter)
    differing: list[tuple[int, str, str, str]] = field(default_factory=list)
    """Seed, source, the original's output, Moonwalk's."""


def program_of(key: str, seed: int) -> tuple[str, bytes]:
    """The program of a seed and the harness that is meant for it."""
    source = random_program(seed, DIALECTS[key])
    if seed % MUTANTS == 0:
        return mutated(source, seeded(seed)), COMPILE
    return source, RUN


def run_batch(key: str, first: int, count: int) -> Report:
    report = Report(key)
    for seed in range(first, first + count):
        source, harness = program_of(key, seed)
        code = source.encode()
        expected = in_original(key, code, harness)
        try:
            found = in_moonwalk(key, code, harness)
        except Exception as problem:  # the engine failed, which is a difference too
            found = f"{type(problem).__name__}: {problem}"
        ending = expected.rpartition("\n")[2]
        report.counts["programs"] += 1
        report.counts["mutants"] += harness is COMPILE
        report.counts["ended in an error"] += harness is RUN and ending.startswith("error: ")
        if found != expected or (harness is RUN and expected.startswith("does not compile")):
            report.differing.append((seed, source, expected, found))
    return report


def first_difference(expected: str, found: str) -> tuple[str, str]:
    """The lines where two outputs part."""
    for one, other in zip_longest(expected.split("\n"), found.split("\n"), fillvalue="(end)"):
        if one != other:
            return one, other
    return expected.rpartition("\n")[2], "(the same)"


def keep(directory: Path, key: str, seed: int, source: str, expected: str, found: str) -> None:
    directory.mkdir(parents=True, exist_ok=True)
    for ending, text in (("lua", source), ("expected", expected), ("found", found)):
        (directory / f"{key}-{seed}.{ending}").write_text(text, encoding="utf-8")


def batches(keys: list[str], programs: int, seed: int) -> Iterator[tuple[str, int, int]]:
    """Dialect, first seed and size of each batch, the dialects in turn."""
    for start in range(0, programs, BATCH):
        for key in keys:
            yield key, seed + start, min(BATCH, programs - start)


def summary(totals: dict[str, Report], seconds: float) -> None:
    for key, total in totals.items():
        counts = total.counts
        click.echo(
            f"{key:>7}: {counts['programs']} programs ({counts['mutants']} with mistakes), "
            f"{counts['ended in an error']} ended in an error, {len(total.differing)} differ"
        )
    click.echo(f"{seconds:.0f} s")


@click.command()
@click.option("--dialect", type=click.Choice([*ORIGINALS, "all"]), default="all", show_default=True)
@click.option("--programs", type=click.IntRange(1), default=2000, show_default=True, help="How many for each dialect.")
@click.option("--seed", type=int, default=None, help="Of the first program.  [default: from the clock]")
@click.option("--jobs", type=click.IntRange(1), default=1, show_default=True)
@click.option("--keep", "directory", type=click.Path(path_type=Path), help="Where to write programs that differ.")
def main(dialect: str, programs: int, seed: int | None, jobs: int, directory: Path | None) -> None:
    """Compare random programs on Moonwalk and on the originals."""
    started = time.monotonic()
    if seed is None:
        seed = int(time.time()) * 1000
    keys = [*ORIGINALS] if dialect == "all" else [dialect]
    totals = {key: Report(key) for key in keys}
    click.echo(f"from seed {seed}")
    with ProcessPoolExecutor(jobs) as pool:
        waiting = [pool.submit(run_batch, *batch) for batch in batches(keys, programs, seed)]
        try:
            for future in waiting:
                report = future.result()
                total = totals[report.dialect]
                total.counts += report.counts
                total.differing += report.differing
                for number, source, expected, found in report.differing:
                    theirs, ours = first_difference(expected, found)
                    click.echo(f"{report.dialect} {number}\n  original: {theirs}\n  moonwalk: {ours}")
                    if directory is not None:
                        keep(directory, report.dialect, number, source, expected, found)
        except KeyboardInterrupt:
            click.echo("interrupted")
            pool.shutdown(cancel_futures=True)
    summary(totals, time.monotonic() - started)
    sys.exit(any(total.differing for total in totals.values()))


if __name__ == "__main__":
    main()
