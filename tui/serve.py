"""The terminal debugger in a browser: each page that is opened debugs a run of its own (textual-serve)."""

import sys
from pathlib import Path

PAGE = Path(__file__).parent / "web"
"""The folder of the page: textual-serve's own one asks another machine for its font."""


def serve(command: str, host: str, port: int) -> int:
    """Serve until Ctrl-C; `command` is the shell command that opens the debugger in a terminal.  The exit code."""
    try:
        from textual_serve.server import Server
    except ImportError:
        print("moonwalk: --serve needs textual-serve: pip install 'moonwalk[serve]'", file=sys.stderr)
        return 1
    try:
        Server(command, host=host, port=port, title="Moonwalk", templates_path=PAGE).serve()
    except OSError as error:
        print(f"moonwalk: cannot serve on {host}:{port}: {error.strerror or error}", file=sys.stderr)
        return 1
    return 0
