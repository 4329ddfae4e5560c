"""`moonwalk run`: runs a program as `lua` does, with statistics and a check of its history if asked."""

import contextlib
import os
from collections.abc import Sequence
from typing import TYPE_CHECKING, BinaryIO, Final

import click

from debugger.cli.dialect_option import dialect_option

if TYPE_CHECKING:
    from engine.host.program import Finished
    from engine.host.recording_contents import Program
    from engine.host.vm import VM


HISTORY: Final = 1_000_000
"""Steps that a verification covers unless told otherwise."""

MARK_EVERY: Final = 10_000
"""Steps between two moments of the run that a verification compares with; more as the run gets longer."""


@click.command(context_settings={"allow_interspersed_args": False}, short_help="Run a Lua program as `lua` does.")
@click.option("-e", "statements", multiple=True, metavar="CODE", help="Run CODE first; may be repeated.")
@dialect_option
@click.option("--history", type=click.IntRange(min=0), default=0, metavar="N", help="Remember the last N steps.")
@click.option("--stats", is_flag=True, help="Print counts and times to standard error at the end.")
@click.option("--verify-history", is_flag=True, help="Undo and redo what is remembered, and compare.")
@click.option("--record", metavar="FILE", help="Record the run in FILE, for `moonwalk debug` and `moonwalk replay`.")
@click.option(
    "--keep",
    type=click.Choice(["always", "on-error"]),
    default="always",
    show_default=True,
    help="With on-error, remove the recording of a run that succeeded.",
)
@click.argument("file", required=False, type=click.UNPROCESSED)
@click.argument("args", nargs=-1, type=click.UNPROCESSED)
@click.pass_obj
def command(
    words: list[str],
    statements: tuple[str, ...],
    lua: str,
    history: int,
    stats: bool,
    verify_history: bool,
    record: str | None,
    keep: str,
    file: str | None,
    args: tuple[str, ...],
) -> int:
    """Run the Lua program FILE with ARGS, as `lua` does.

    FILE may be - for standard input.  Everything after FILE belongs to the program, options too.
    """
    if file is None and not statements:
        raise click.UsageError("Nothing to run: name a FILE, - for standard input, or give -e CODE.")
    if record is not None and (history or verify_history):
        raise click.UsageError("A recording needs no history: leave out --history and --verify-history.")
    if verify_history and not history:
        history = HISTORY

    from debugger.cli.process import prepare_to_run, standard_streams
    from engine.host.program import run_program
    from engine.syntax.dialects import DIALECTS

    def finished(vm: "VM", seconds: float) -> int:
        if stats:
            print_statistics(vm, seconds)
        return verify(vm) if verify_history else 0

    stdin, stdout, stderr = standard_streams()
    prepare_to_run()
    if record is not None:
        program = recorded_program(lua, file, args, statements, ["moonwalk", *words])
        return run_and_record(record, keep == "on-error", program, (stdin, stdout, stderr), finished)
    return run_program(
        file,
        args,
        dialect=DIALECTS[lua],
        statements=statements,
        words=["moonwalk", *words],
        stdin=stdin,
        stdout=stdout,
        stderr=stderr,
        history=history,
        mark_every=MARK_EVERY if verify_history else 0,
        finished=finished,
    )


def recorded_program(
    lua: str, file: str | None, args: Sequence[str], statements: Sequence[str], words: Sequence[str]
) -> "Program":
    """The program as recordings have it."""
    from engine.host.recording_contents import Program

    def encoded(texts: Sequence[str]) -> tuple[bytes, ...]:
        return tuple(os.fsencode(text) for text in texts)

    path = None if file is None else os.fsencode(file)
    return Program(lua, path, encoded(args), encoded(statements), encoded(words))


def run_and_record(
    path: str,
    only_errors: bool,
    program: "Program",
    streams: tuple[BinaryIO, BinaryIO, BinaryIO],
    finished: "Finished",
) -> int:
    """Run a program and record it in a file, which with `only_errors` is removed if it succeeds."""
    from engine.host.recorder import Recorder
    from engine.host.recording_format import RecordingError

    try:
        recorder = Recorder(path, program)
    except RecordingError as error:
        click.echo(f"moonwalk: {error}", err=True)
        return 1
    status = recorder.run(*streams, finished)
    if recorder.problem:
        click.echo(f"moonwalk: {path}: the recording is not complete: {recorder.problem}", err=True)
    if only_errors and status == 0:
        with contextlib.suppress(OSError):
            os.remove(path)
    return status


def print_statistics(vm: "VM", seconds: float) -> None:
    """What the run cost, one figure a line."""
    lines = [
        ("instructions", f"{vm.steps:,}"),
        ("seconds", f"{seconds:.3f}"),
        ("instructions per second", f"{vm.steps / seconds:,.0f}" if seconds > 0 else "-"),
    ]
    history = vm.history
    if history is not None:
        kept = history.steps_kept
        lines += [
            ("steps remembered", f"{kept:,}"),
            ("bytes of history", f"{history.bytes_used:,}"),
            ("bytes per step", f"{history.bytes_per_step:.1f}"),
        ]
    for name, figure in lines:
        click.echo(f"{name:<24} {figure:>18}", err=True)


def verify(vm: "VM") -> int:
    """Undo and redo all that is remembered; return 1 and say where if that does not lead back to the same state."""
    history = vm.history
    assert history is not None
    assert vm.verification is not None
    differing = vm.verification.run()
    if differing is None:
        click.echo(f"history verified: {history.steps_kept:,} steps", err=True)
        return 0
    click.echo(f"history differs, first at t={differing}", err=True)
    return 1
