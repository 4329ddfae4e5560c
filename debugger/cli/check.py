"""`moonwalk check`: looks for syntax errors."""

import click

from debugger.cli.dialect_option import dialect_option


@click.command(short_help="Look for syntax errors.")
@dialect_option
@click.argument("files", nargs=-1, required=True, metavar="FILE...", type=click.UNPROCESSED)
def command(lua: str, files: tuple[str, ...]) -> int:
    """Compile each FILE without running it; print what is wrong, in Lua's words.

    The exit status is 1 if any file cannot be read or is not a Lua program.
    """
    from engine.host.program import error_text, load_script
    from engine.host.vm import VM
    from engine.runtime.values import LuaError
    from engine.syntax.dialects import DIALECTS

    vm = VM(DIALECTS[lua])
    status = 0
    for file in files:
        try:
            load_script(vm, file)
        except LuaError as error:
            click.echo(error_text(vm, error), err=True)
            status = 1
    return status
