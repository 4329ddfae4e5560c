"""Checks that a program goes on from any moment of its run as it did: restores, runs to the end, compares.

    python -m tools.restore [--moments N] [--seed N] [--part K/N] [FILE ...]

For each program (the fixtures, if none is named) the debugger goes to random moments (every one, if the run has no more
than N; of each a part, where several processes share the work), makes a branch there and lets it run to its end: output
and state must be those of the run, and the run itself must be what it was when it is switched back to.  The exit status
is 1 if anything differs.
"""

import random
import sys
import time
from pathlib import Path

import click

from debugger.session import Session
from engine.history.state import state_hash

FIXTURES = sorted(Path("fixtures").glob("**/*.lua"))
LONGEST = 3_000_000
RING = 4096
"""Steps of a session's ring: to begin a branch with a long one takes longer than to run a fixture to its end."""

BRANCHES = 40
"""Branches of one session, before another is begun."""


EPOCH = 2000
"""Steps between two checkpoints, about: to go to a moment is to execute what lies between."""


def ended(path: Path) -> Session:
    session = Session(str(path), history=RING)
    session.history.checkpoints.shortest = EPOCH
    session.begin(session.motion_continue())
    while session.advance(EPOCH) is None:
        pass
    return session


def check(path: Path, moments: int, chance: random.Random, part: tuple[int, int] = (1, 1)) -> tuple[int, list[str]]:
    """How many moments were looked at, and what is wrong.  `part`: the how manieth part of them, of how many."""
    session = ended(path)
    if session.newest > LONGEST:
        return 0, []
    every = range(session.oldest, session.newest)
    chosen = list(every) if len(every) <= moments else sorted(chance.sample(every, moments))
    chosen = chosen[part[0] - 1 :: part[1]]
    chance.shuffle(chosen)
    expected, output = state_hash(session.machine), session.output()
    wrong = []
    for at, t in enumerate(chosen):
        if at % BRANCHES == BRANCHES - 1:
            session = ended(path)
            expected, output = state_hash(session.machine), session.output()
        session.switch_branch("main")
        if (state_hash(session.machine), session.output()) != (expected, output):
            wrong.append(f"{path}: the run is not what it was, before t={t}")
        session.seek(t)
        session.branch()
        session.continue_()
        if (state_hash(session.machine), session.output()) != (expected, output):
            wrong.append(f"{path}: from t={t} it ends otherwise")
    return len(chosen), wrong


def _part(_context: click.Context, _option: click.Parameter, text: str) -> tuple[int, int]:
    number, _, parts = text.partition("/")
    if not (number.isdecimal() and parts.isdecimal() and 1 <= int(number) <= int(parts)):
        raise click.BadParameter("it is to be like 2/8, the second of eight parts")
    return int(number), int(parts)


@click.command()
@click.option("--moments", default=200, show_default=True, help="Moments of each program.")
@click.option("--seed", default=1, show_default=True)
@click.option("--part", default="1/1", show_default=True, callback=_part, help="This part of them, of so many.")
@click.argument("files", nargs=-1, type=click.Path(exists=True, path_type=Path))
def main(moments: int, seed: int, part: tuple[int, int], files: tuple[Path, ...]) -> None:
    """Restore programs at any moment, run them to the end, and compare."""
    chance = random.Random(seed)
    started = time.monotonic()
    looked, wrong, passed = 0, [], 0
    for path in files or FIXTURES:
        count, found = check(path, moments, chance, part)
        looked += count
        wrong += found
        passed += count == 0
    for text in wrong:
        click.echo(text)
    seconds = time.monotonic() - started
    programs = len(files or FIXTURES)
    click.echo(f"{programs} programs ({passed} too long), {looked:,} moments in {seconds:.0f} s: {len(wrong)} wrong")
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
