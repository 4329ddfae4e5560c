"""`--lua`: the option of every subcommand that reads Lua, which says in what version it is written."""

from collections.abc import Callable
from typing import Final, TypeVar

import click

VERSIONS: Final = ("5.1", "5.2", "5.3", "5.4", "5.5", "luajit", "macro")
"""The keys of `engine.syntax.dialects.DIALECTS`; written out, so that no command imports the engine for its help."""

DEFAULT: Final = "5.4"

_Command = TypeVar("_Command", bound=Callable[..., int])


def dialect_option(command: _Command) -> _Command:
    """Give a subcommand the option; it arrives as the parameter `lua`, a key of `DIALECTS`."""
    add = click.option(
        "--lua",
        type=click.Choice(VERSIONS),
        default=DEFAULT,
        metavar="VERSION",
        show_default=False,
        help=f"The Lua version: {', '.join(VERSIONS)}. Default: {DEFAULT}.",
    )
    return add(command)
