"""Runs the official Lua test files of a dialect on Moonwalk, each in a process of its own.

    python tools/conformance.py [--dialect 5.3|5.4|5.5|all] [--only NAME] [--lua PATH] [--timeout SECONDS]

The files are part of the source distribution of lupa, which bundles PUC Lua; it has those of 5.3, 5.4 and 5.5.  pip
downloads it once into `.conformance/`; nothing of it enters the repository.  The files run in portable mode (`_port`,
`_soft`) and without PUC Lua's internal test library `T`.  A table for each dialect says of every file: pass, or
where it first failed, or why it is not run.  The exit status is the number of files that failed.  With `--lua`
another interpreter runs them, for comparison.
"""

import re
import subprocess
import sys
import tarfile
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Final

import click

ROOT: Final = Path(__file__).resolve().parent.parent
DOWNLOADS: Final = ROOT / ".conformance"
TESTES: Final = re.compile(r"[^/]+/third-party/lua\d+/testes/.+")
PORTABLE: Final = "_port=true _soft=true"

SKIPPED: Final = {
    "all.lua": "runs the other files",
    "api.lua": "tests the C API through the test library T",
    "code.lua": "inspects PUC Lua's instructions through the test library T",
    "heavy.lua": "fills the memory of the machine on purpose",
    "main.lua": "tests the stand-alone interpreter's command line; portable mode leaves all of it out",
    "memerr.lua": "lets allocations fail through the test library T",
}
"""Files that are not run, and why."""

NO_BOUNDARY: Final = "demands that a C function cannot be yielded across; here every function can"
OWN_FORMAT: Final = "demands PUC Lua's own binary format; here `string.dump` has another, and another format byte"

ONE_COLLECTION: Final = "demands that a cycle through a suspended coroutine outlives one collection; here none does"

YIELDS: Final = {
    "coroutine.lua": {
        "assert(not pcall(table.sort,{1,2,3}, coroutine.yield))": NO_BOUNDARY,
        "          assert(not coroutine.isyieldable())": NO_BOUNDARY,
    },
    "errors.lua": {'checkerr("yield across", f)': NO_BOUNDARY},
}

DEPARTURES: Final[dict[str, dict[str, dict[str, str]]]] = {
    "5.3": YIELDS
    | {
        "calls.lua": {
            "assert(string.sub(c, 1, #header) == header)": OWN_FORMAT,
            "assert(not load(s))": OWN_FORMAT,
        },
        "gc.lua": {"  assert(not collected)": ONE_COLLECTION},
    },
    "5.4": YIELDS
    | {
        "calls.lua": {
            "assert(string.sub(c, 1, #header) == header)": OWN_FORMAT,
            "assert(ci == 0x5678 and cn == 370.5)": OWN_FORMAT,
            "assert(not load(s))": OWN_FORMAT,
        },
    },
    "5.5": {
        "coroutine.lua": {
            "assert(not pcall(table.sort,{1,2,3}, coroutine.yield))": NO_BOUNDARY,
            "        assert(not coroutine.isyieldable())": NO_BOUNDARY,
        },
        "errors.lua": {'checkerr("yield across", f)': NO_BOUNDARY},
        "calls.lua": {
            "    assert(t[i] == header[i])": OWN_FORMAT,
            "assert(not load(s))": OWN_FORMAT,
        },
    },
}
"""What is left out of a dialect's files, and why."""

FAILURE: Final = re.compile(r"^[^:\n]+: (?P<where>[^:\n]+:\d+): (?P<message>.*)$", re.MULTILINE)


@dataclass(frozen=True)
class Result:
    """What became of one file."""

    name: str
    seconds: float
    failure: str | None
    departures: tuple[tuple[str, str], ...]

    def __str__(self) -> str:
        text = f"{self.name:<16} {self.seconds:7.1f} s  {self.failure or 'pass'}"
        for line, reason in self.departures:
            text += f"\n{'':<28}but for {line}: {reason}"
        return text


def test_folder(dialect: str) -> Path:
    """The folder with a dialect's official files, downloaded where it is not there yet."""
    release = version("lupa")
    folder = DOWNLOADS / f"lupa-{release}" / "third-party" / f"lua{dialect.replace('.', '')}" / "testes"
    if not folder.exists():
        download(release)
    return folder


def download(release: str) -> None:
    DOWNLOADS.mkdir(exist_ok=True)
    (DOWNLOADS / ".gitignore").write_text("*\n", encoding="utf-8")
    package = DOWNLOADS / f"lupa-{release}.tar.gz"
    if not package.exists():
        # Only lupa itself comes as source: its build requirements as wheels, or pip would compile them.
        options = ["--quiet", "--no-deps", "--no-binary", "lupa", "--dest", str(DOWNLOADS)]
        subprocess.run([sys.executable, "-m", "pip", "download", *options, f"lupa=={release}"], check=True)
    with tarfile.open(package) as archive:
        members = [member for member in archive if TESTES.fullmatch(member.name)]
        archive.extractall(DOWNLOADS, members, filter="data")


def run(command: list[str], file: Path, departures: dict[str, str], timeout: float) -> Result:
    """Run one file in its folder, as the files expect."""
    started = time.perf_counter()
    failure = None
    script = without(file, departures) if departures else file
    try:
        done = subprocess.run(
            [*command, "-e", PORTABLE, script.name],
            cwd=file.parent,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=timeout,
        )
        if done.returncode != 0:
            failure = first_failure(done.stderr.decode("utf-8", "replace"), done.returncode)
    except subprocess.TimeoutExpired:
        failure = f"not finished after {timeout:g} s"
    return Result(file.name, time.perf_counter() - started, failure, tuple(departures.items()))


def without(file: Path, passages: Iterable[str]) -> Path:
    """A copy of the file, beside it, that lacks some passages."""
    text = file.read_text(encoding="latin-1")
    for passage in passages:
        if passage not in text:
            raise click.ClickException(f"{file} has no {passage}")
        text = text.replace(passage, "")
    copy = file.with_name(f"departing_{file.name}")
    copy.write_text(text, encoding="latin-1")
    return copy


def first_failure(stderr: str, status: int) -> str:
    """File, line and message of the error that ended a run."""
    if found := FAILURE.search(stderr):
        return f"{found['where']}: {found['message']}"
    last = stderr.strip().splitlines()[-1:] or ["no message"]
    return f"exit status {status}: {last[0]}"


def results(dialect: str, command: list[str], only: tuple[str, ...], timeout: float) -> Iterator[Result]:
    for file in sorted(test_folder(dialect).glob("*.lua")):
        if only and file.stem not in only and file.name not in only:
            continue
        if file.name.startswith("departing_"):
            continue
        if file.name in SKIPPED:
            click.echo(f"{file.name:<16} skipped: {SKIPPED[file.name]}")
        else:
            yield run(command, file, DEPARTURES[dialect].get(file.name, {}), timeout)


def run_suite(dialect: str, command: list[str], only: tuple[str, ...], timeout: float) -> int:
    """Print the table of a dialect and return how many files failed."""
    click.echo(f"Lua {dialect}")
    failed = passed = 0
    for result in results(dialect, command, only, timeout):
        click.echo(str(result))
        if result.failure:
            failed += 1
        else:
            passed += 1
    click.echo(f"{passed} passed, {failed} failed\n")
    return failed


@click.command()
@click.option(
    "--dialect",
    type=click.Choice([*DEPARTURES, "all"]),
    default="all",
    show_default=True,
    help="Whose tests are run.",
)
@click.option("--only", multiple=True, metavar="NAME", help="Run only this file; may be given several times.")
@click.option("--lua", metavar="PATH", help="Run this interpreter instead of Moonwalk.")
@click.option("--timeout", default=300.0, show_default=True, help="Seconds a file may take.")
def main(dialect: str, only: tuple[str, ...], lua: str | None, timeout: float) -> None:
    """Run the official Lua tests."""
    moonwalk = str(Path(sys.executable).parent / "moonwalk")
    failed = 0
    for one in DEPARTURES if dialect == "all" else (dialect,):
        command = [lua] if lua else [moonwalk, "run", "--lua", one]
        failed += run_suite(one, command, only, timeout)
    sys.exit(failed)


if __name__ == "__main__":
    main()
