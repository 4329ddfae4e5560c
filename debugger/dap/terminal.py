"""What runs in a terminal of the client's: sends what is typed to the debug adapter, shows what the program prints.

Run as ``python -m debugger.dap.terminal PORT``; the environment variable `TOKEN` says that the adapter has started it.
"""

import os
import socket
import sys
import threading
from typing import Final

TOKEN: Final = "MOONWALK_TERMINAL"  # the name of the variable

_PIECE: Final = 65_536


def relay(connection: socket.socket, typed: int, screen: int) -> None:
    """Until the adapter hangs up.  The descriptors are those of the terminal."""
    threading.Thread(target=_send, args=(connection, typed), daemon=True).start()
    while shown := connection.recv(_PIECE):
        while shown:
            shown = shown[os.write(screen, shown) :]


def _send(connection: socket.socket, typed: int) -> None:
    try:
        while data := os.read(typed, _PIECE):
            connection.sendall(data)
        connection.shutdown(socket.SHUT_WR)
    except OSError:
        return  # the adapter has gone


def main() -> int:
    try:
        with socket.create_connection(("127.0.0.1", int(sys.argv[1]))) as connection:
            connection.sendall(os.environ.get(TOKEN, "").encode() + b"\n")
            relay(connection, 0, 1)
    except (OSError, ValueError, IndexError, KeyboardInterrupt) as error:
        print(f"moonwalk: no debug adapter to talk to: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
