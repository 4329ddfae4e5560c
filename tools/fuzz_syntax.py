"""Compares where the language server and the original compilers see syntax errors in random programs.

    python -m tools.fuzz_syntax [--dialect 5.1|…|luajit|all] [--programs N] [--seed N] [--jobs N]

Two programs in three have mistakes.  A program is named by its dialect and seed.  The exit status is 1 if they disagree
about any.
"""

import sys
import time
from concurrent.futures import ProcessPoolExecutor
from typing import Final

import click

from engine.syntax.nesting import make_room
from tests.differential import ORIGINALS
from tests.lsp.agreement import disagreement, program

BATCH: Final = 250
"""Programs that a process looks at before it reports."""


def run_batch(key: str, first: int, count: int) -> list[tuple[str, int, str]]:
    """The programs that there is disagreement about."""
    make_room()
    found = ((seed, disagreement(key, program(key, seed))) for seed in range(first, first + count))
    return [(key, seed, text) for seed, text in found if text]


@click.command()
@click.option("--dialect", type=click.Choice([*ORIGINALS, "all"]), default="all", show_default=True)
@click.option("--programs", type=click.IntRange(1), default=2000, show_default=True, help="How many for each dialect.")
@click.option("--seed", type=int, default=None, help="Of the first program.  [default: from the clock]")
@click.option("--jobs", type=click.IntRange(1), default=1, show_default=True)
def main(dialect: str, programs: int, seed: int | None, jobs: int) -> None:
    """Compare syntax errors of the language server with the originals'."""
    started = time.monotonic()
    first = int(time.time()) * 1000 if seed is None else seed
    keys = [*ORIGINALS] if dialect == "all" else [dialect]
    click.echo(f"from seed {first}")
    differing = 0
    with ProcessPoolExecutor(jobs) as pool:
        waiting = [
            pool.submit(run_batch, key, first + start, min(BATCH, programs - start))
            for start in range(0, programs, BATCH)
            for key in keys
        ]
        for future in waiting:
            for key, number, text in future.result():
                differing += 1
                click.echo(f"{key} {number}\n  {text}")
    click.echo(f"{programs} programs of {', '.join(keys)}: {differing} differ; {time.monotonic() - started:.0f} s")
    sys.exit(differing > 0)


if __name__ == "__main__":
    main()
