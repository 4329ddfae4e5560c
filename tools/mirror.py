"""Checks on random programs that going backward stops where going forward does.

    python -m tools.mirror [--programs N] [--seed N] [--jobs N]

Each program gets breakpoints on random lines, with conditions, hit conditions or none, and data breakpoints on writes
and reads of some of its globals; the history has a short ring and short epochs, so that most of the way back is
replayed.  The set of stops on the way to the end must be that on the way back.  A program is named by its seed; one
that differs is printed with its breakpoints.  The exit status is 1 if there is any.
"""

import random
import sys
import time
from collections import Counter
from multiprocessing import get_context
from typing import Final

import click

from debugger import inspection
from debugger.data_breakpoints import Access
from debugger.session import LoadError, Session
from debugger.stops import Reason
from engine.history.event_log import Divergence
from engine.history.timeline import OutOfHistory
from engine.syntax.dialects import DIALECTS
from tests.generated.programs import random_program

BATCH: Final = 50
"""Programs that a process checks before it reports."""

MOST: Final = 400
"""Stops in one direction: a program with more is passed over."""

STEPS: Final = 400_000
"""Steps of a program at most: a longer one is passed over."""

_CONDITIONS: Final = ("", "", "", "true", "nil", "1 > 2")
_HITS: Final = ("", "", "", "%2", ">=2", "=3", "<4")
_STOPPING: Final = (Reason.BREAKPOINT, Reason.WRITE, Reason.READ)


def check(seed: int) -> str:
    """What became of a program: "same", "passed over", or what differs."""
    chance = random.Random(seed)
    dialect = DIALECTS[chance.choice(sorted(set(DIALECTS) - {"macro"}))]
    source = random_program(seed, dialect)
    try:
        session = Session("mirror.lua", dialect=dialect, source=source.encode(), history=1024)
    except LoadError:
        return "passed over"
    assert session.history.checkpoints is not None
    session.history.checkpoints.shortest = chance.choice((150, 700, 3000))
    said: list[object] = [dialect.name]
    for _ in range(chance.randint(1, 4)):
        line = chance.randint(1, source.count("\n") + 1)
        condition, hits = chance.choice(_CONDITIONS), chance.choice(_HITS)
        session.set_breakpoint(line, condition=condition, hit_condition=hits)
        said.append((line, condition, hits))
    if chance.random() < 0.5:
        said.append(_watch_some(session, chance))
    forward = _stops(session, forward=True)
    if forward is None or session.newest > STEPS:  # it may come to its end in the slice that passes them
        return "passed over"
    backward = _stops(session, forward=False)
    if backward is None or backward[::-1] != forward:
        return f"seed {seed}, {said}:\nforward  {forward}\nbackward {backward and backward[::-1]}\n{source}"
    return "same"


def _watch_some(session: Session, chance: random.Random) -> list[tuple[str, Access, str, str]]:
    """Data breakpoints on globals of the program, which are known once it has run; back at its beginning."""
    reason = session.finish(session.motion_seek(STEPS)).reason
    if reason is Reason.SEEK:
        session.seek(0)
        return []
    names = [one.name for one in inspection.global_variables(session.machine, None)]
    chosen = chance.sample(names, min(len(names), chance.randint(0, 2)))
    session.seek(0)
    said = [(name, chance.choice(list(Access)), chance.choice(_CONDITIONS), chance.choice(_HITS)) for name in chosen]
    session.set_data_breakpoints(
        [session.watch(session.place(name), access, condition, hits) for name, access, condition, hits in said]
    )
    return said


def _stops(session: Session, *, forward: bool) -> list[int] | None:
    """The moments of the stops on the way to the end or the beginning; None if there are too many, or it is far."""
    found: list[int] = []
    while len(found) <= MOST and session.newest <= STEPS:
        session.begin(session.motion_continue(forward=forward))
        while (stop := session.advance()) is None:
            if session.newest > STEPS:
                return None
        if stop.reason not in _STOPPING:
            return [t for t in found if t > 0]
        found.append(stop.t)
    return None


def run_batch(seeds: range) -> list[str]:
    results = []
    for seed in seeds:
        try:
            results.append(check(seed))
        except (AssertionError, Divergence, OutOfHistory, LookupError, TypeError, ValueError) as problem:
            results.append(f"seed {seed}: {problem!r}")
    return results


@click.command()
@click.option("--programs", default=1000, show_default=True, help="How many programs to check.")
@click.option("--seed", default=1, show_default=True, help="The first program's number.")
@click.option("--jobs", default=2, show_default=True, help="Processes.")
def main(programs: int, seed: int, jobs: int) -> None:
    """Check that the stops of random programs are the same in both directions."""
    counts: Counter[str] = Counter()
    started = time.monotonic()
    every = range(seed, seed + programs)
    batches = [every[at : at + BATCH] for at in range(0, programs, BATCH)]
    with get_context("spawn").Pool(jobs, maxtasksperchild=20) as pool:
        for results in pool.imap(run_batch, batches):
            for result in results:
                is_plain = result in ("same", "passed over")
                counts[result if is_plain else "differ"] += 1
                if not is_plain:
                    click.echo(result)
    said = ", ".join(f"{count:,} {what}" for what, count in sorted(counts.items()))
    click.echo(f"{programs:,} programs in {time.monotonic() - started:.0f} s: {said}")
    sys.exit(1 if counts["differ"] else 0)


if __name__ == "__main__":
    main()
