"""`moonwalk dis`: shows what a program is compiled to."""

import click


@click.command(short_help="Show a program's bytecode.")
@click.argument("file", type=click.UNPROCESSED)
def command(file: str) -> int:
    """Print the bytecode of FILE, each function with its constants, upvalues and nested functions."""
    from engine.compiler.disassembler import format_proto
    from engine.host.program import PROGRAM, error_text, load_script
    from engine.host.vm import VM
    from engine.runtime.values import LuaError

    vm = VM()
    try:
        closure = load_script(vm, file)
    except LuaError as error:
        click.echo(PROGRAM + b": " + error_text(vm, error), err=True)
        return 1
    click.echo(format_proto(closure.proto), nl=False)
    return 0
