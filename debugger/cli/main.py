"""The `moonwalk` command: finds the subcommand, and sees to it that no Python traceback reaches its user.

One module a subcommand, imported only when it is the one asked for, so that `moonwalk run` starts without
the terminal interface.  Those modules import the engine when they run, not before.
"""

import importlib
import os
import sys
from collections.abc import Sequence
from typing import Final

import click

SUBCOMMANDS: Final = ("run", "debug", "replay", "query", "diff", "lsp", "dap", "check", "dis", "info")

INTERNAL_ERROR: Final = 70
"""The exit status of a failure in Moonwalk itself (EX_SOFTWARE)."""

EXAMPLES: Final = """\b
Examples:
  moonwalk run script.lua one two     as `lua script.lua one two`
  moonwalk run -e 'print(_VERSION)'   run one line
  moonwalk debug script.lua           step through it, backward too
  moonwalk run --record a.mwk x.lua   keep the run in a file, to debug it later
  moonwalk debug a.mwk                step through a recorded run
  moonwalk query a.mwk errors         ask a recorded run a question
  moonwalk check *.lua                look for syntax errors
"""


class Subcommands(click.Group):
    """The subcommands, each a module of this package with a `command`."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(SUBCOMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in SUBCOMMANDS:
            return None
        command: click.Command = importlib.import_module(f"debugger.cli.{cmd_name}").command
        return command


def print_version(ctx: click.Context, option: click.Parameter, wanted: bool) -> None:
    if wanted and not ctx.resilient_parsing:
        from engine.build_info import VERSION

        click.echo(f"moonwalk {VERSION}")
        ctx.exit()


@click.group(cls=Subcommands, epilog=EXAMPLES, context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "--version", is_flag=True, is_eager=True, expose_value=False, callback=print_version, help="Show the version."
)
def moonwalk() -> None:
    """Run Lua and remember everything."""


def main(argv: Sequence[str] | None = None) -> int:
    """Carry out a command line (without the program's name; that of the process by default); return its exit status."""
    words = list(sys.argv[1:] if argv is None else argv)
    try:
        status = moonwalk.main(words, prog_name="moonwalk", standalone_mode=False, obj=words)
        return status if isinstance(status, int) else 0
    except click.ClickException as mistake:
        mistake.show()
        return mistake.exit_code
    except (click.Abort, KeyboardInterrupt, BrokenPipeError):
        return 1
    except ImportError as failure:
        click.echo(f"moonwalk: cannot start: {failure}", err=True)
        return INTERNAL_ERROR
    except Exception as failure:
        return internal_error(failure)
    finally:
        release_output()


def internal_error(failure: Exception) -> int:
    """Tell of a failure that is nobody's but Moonwalk's, in one line."""
    if os.environ.get("MOONWALK_TRACEBACK"):
        import traceback

        traceback.print_exception(failure)
    else:
        what = " ".join(f"{type(failure).__name__}: {failure}".split())
        click.echo(f"moonwalk: internal error: {what} (set MOONWALK_TRACEBACK=1 for details)", err=True)
    return INTERNAL_ERROR


def release_output() -> None:
    """Flush standard output; if nobody takes it, drop it, so that Python does not complain at its exit."""
    try:
        if sys.stdout is not None:
            sys.stdout.flush()
    except OSError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
