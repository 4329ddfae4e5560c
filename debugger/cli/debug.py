"""`moonwalk debug`: opens a program in the terminal debugger."""


import click

from debugger.cli.dialect_option import dialect_option
from debugger.defaults import HISTORY


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
@click.argument("file", type=click.UNPROCESSED)
@click.argument("args", nargs=-1, type=click.UNPROCESSED)
def command(lua: str, history: int, file: str, args: tuple[str, ...]) -> int:
    """Open the Lua program FILE, run with ARGS, in the terminal debugger.

    Everything after FILE belongs to the program. FILE may be a recording, which has its own arguments.
    """
    if names_recording(file):
        if args:
            raise click.UsageError("A recording takes no arguments: it has those of the recorded run.")
        from tui.start import run_recording

        return run_recording(file, history)

    from engine.syntax.dialects import DIALECTS
    from tui.start import run

    return run(file, list(args), history, DIALECTS[lua])


def names_recording(file: str) -> bool:
    """Whether there is such a file and it is a recording."""
    from engine.host.recording_format import is_recording

    try:
        return is_recording(file)
    except OSError:
        return False
