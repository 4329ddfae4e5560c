"""`moonwalk dap`: serves editors over the Debug Adapter Protocol."""

import click


@click.command(short_help="Serve an editor as a debug adapter.")
@click.option(
    "--port", type=click.IntRange(0, 65535), metavar="N", help="Serve clients at this TCP port, one after another."
)
def command(port: int | None) -> int:
    """Debug for an editor, over the Debug Adapter Protocol: on standard input and output, or with --port over TCP.

    Port 0 takes any free one; standard error says which.
    """
    import asyncio

    from debugger.dap.server import serve_stdio, serve_tcp
    from engine.host.tuning import quiet_collector

    quiet_collector()
    try:
        asyncio.run(serve_stdio() if port is None else serve_tcp(port))
    except KeyboardInterrupt:
        return 0  # so some editors end it, and people a server
    except OSError as error:
        raise click.ClickException(f"cannot listen at port {port}: {error.strerror}") from None
    return 0
