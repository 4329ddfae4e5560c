"""`moonwalk debug`: opens a program in the terminal debugger."""

from typing import Final

import click

from debugger.cli.dialect_option import dialect_option

HISTORY: Final = 1_000_000
"""Steps remembered unless told otherwise."""


@click.command(
    context_settings={"allow_interspersed_args": False, "show_default": True},
    short_help="Debug a Lua program in the terminal.",
)
@dialect_option
@click.option("--history", type=click.IntRange(min=1), default=HISTORY, metavar="N", help="Remember the last N steps.")
@click.argument("file", type=click.UNPROCESSED)
@click.argument("args", nargs=-1, type=click.UNPROCESSED)
def command(lua: str, history: int, file: str, args: tuple[str, ...]) -> int:
    """Open the Lua program FILE, run with ARGS, in the terminal debugger.

    Everything after FILE belongs to the program.
    """
    from engine.syntax.dialects import DIALECTS
    from tui.app import run

    return run(file, list(args), history, DIALECTS[lua])
