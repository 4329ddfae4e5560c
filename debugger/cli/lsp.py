"""`moonwalk lsp`: the language server."""

import os
import sys
from typing import BinaryIO

import click


@click.command(short_help="Serve an editor as a language server.")
@click.option("--tcp", type=click.IntRange(0, 65535), metavar="PORT", help="Wait for one client at this TCP port.")
@click.option("--ws", type=click.IntRange(0, 65535), metavar="PORT", help="The same, for a WebSocket client.")
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to wait at.")
def command(tcp: int | None, ws: int | None, host: str) -> int:
    """Serve an editor as a language server, over standard input and output unless told otherwise."""
    if tcp is not None and ws is not None:
        raise click.UsageError("Give --tcp or --ws, not both.")

    from lsp.protocol.server import make_server

    server = make_server()
    if tcp is not None:
        server.start_tcp(host, tcp)
    elif ws is not None:
        server.start_ws(host, ws)
    else:
        server.start_io(stdout=private_output())
    return 0 if server.is_shut_down else 1


def private_output() -> BinaryIO:
    """Standard output for the protocol alone: whatever else is printed goes to standard error."""
    sys.stdout.flush()
    output = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    return output
