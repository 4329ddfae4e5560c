"""`moonwalk dis`: shows what a program is compiled to."""

import click

from debugger.cli.dialect_option import dialect_option


@click.command(short_help="Show a program's bytecode.")
@dialect_option
@click.argument("file", type=click.UNPROCESSED)
def command(lua: str, file: str) -> int:
    """Print the bytecode of FILE, each function with its constants, upvalues and nested functions."""
    from engine.compiler.disassembler import format_proto
    from engine.host.program import PROGRAM, error_text, load_script
    from engine.host.vm import VM
    from engine.runtime.values import LuaError
    from engine.syntax.dialects import DIALECTS

    vm = VM(DIALECTS[lua])
    try:
        closure = load_script(vm, file)
    except LuaError as error:
        click.echo(PROGRAM + b": " + error_text(vm, error), err=True)
        return 1
    click.echo(format_proto(closure.proto), nl=False)
    return 0
