"""`moonwalk debug`: opens a program in the terminal debugger, or offers it in a browser."""

import shlex
import sys
from typing import Final

import click

from debugger.cli.dialect_option import dialect_option
from debugger.defaults import HISTORY

PORT: Final = 8000


@click.command(
    context_settings={"allow_interspersed_args": False, "show_default": True},
    short_help="Debug a Lua program in the terminal.",
)
@dialect_option
@click.option(
    "--history",
    type=click.IntRange(min=1),
    default=HISTORY,
    metavar="N",
    help="Keep the last N steps to be undone; earlier ones are replayed.",
)
@click.option("--input", "stdin", metavar="PATH", help="Let the program read PATH instead of what is typed.")
@click.option(
    "--keep/--no-keep", "keeps", default=True, help="Leave the run in the nearest folder .moonwalk, if there is one."
)
@click.option("--serve", "serves", is_flag=True, help="Offer the debugger in a browser instead.")
@click.option("--host", default="localhost", metavar="NAME", help="With --serve: where to listen.")
@click.option("--port", type=click.IntRange(1, 65535), default=PORT, metavar="N", help="With --serve: the port.")
@click.argument("file", type=click.UNPROCESSED)
@click.argument("args", nargs=-1, type=click.UNPROCESSED)
def command(
    lua: str,
    history: int,
    stdin: str | None,
    keeps: bool,
    serves: bool,
    host: str,
    port: int,
    file: str,
    args: tuple[str, ...],
) -> int:
    """Open the Lua program FILE, run with ARGS, in the terminal debugger.

    Everything after FILE belongs to the program. FILE may be a recording, which has its own arguments.
    With --serve, each page that is opened debugs a run of its own; whoever reaches the port can run the program.
    """
    recorded = names_recording(file)
    if recorded and args:
        raise click.UsageError("A recording takes no arguments: it has those of the recorded run.")
    if recorded and stdin is not None:
        raise click.UsageError("A recording takes no input: it has that of the recorded run.")
    if serves:
        from tui.serve import serve

        options = ["--lua", lua, "--history", str(history), *([] if stdin is None else ["--input", stdin])]
        options.append("--keep" if keeps else "--no-keep")
        words = [sys.executable, "-m", "debugger.cli", "debug", *options, file, *args]
        return serve(shlex.join(words), host, port)
    if recorded:
        from tui.start import run_recording

        return run_recording(file, history)

    from engine.syntax.dialects import DIALECTS
    from tui.start import run

    return run(file, list(args), history, DIALECTS[lua], stdin, keeps)


def names_recording(file: str) -> bool:
    """Whether there is such a file and it is a recording."""
    from engine.host.recording_format import is_recording

    try:
        return is_recording(file)
    except OSError:
        return False
