"""Serves clients: one over standard input and output, or several over TCP, one after another."""

import asyncio
import contextlib
import os
import sys
import threading
from typing import BinaryIO, Final

from debugger.dap.adapter import Adapter
from debugger.dap.client import Outgoing
from debugger.dap.framing import FrameError, read_frame

_PIECE: Final = 65_536


async def serve(incoming: asyncio.StreamReader, outgoing: Outgoing) -> None:
    """Serve one client until it disconnects or goes away."""
    adapter = Adapter(outgoing)
    try:
        while not adapter.is_over:
            try:
                content = await read_frame(incoming)
            except FrameError as error:
                adapter.report(str(error))
                continue
            if content is None:
                return
            adapter.handle(content)
            await outgoing.drain()
    except ConnectionError:
        return  # it has gone away
    finally:
        adapter.close()


async def serve_tcp(port: int, host: str = "127.0.0.1") -> None:
    """Serve whoever connects; who comes while another is served waits.  Says on standard error where."""
    turn = asyncio.Lock()

    async def connected(incoming: asyncio.StreamReader, outgoing: asyncio.StreamWriter) -> None:
        async with turn:
            await serve(incoming, outgoing)
        outgoing.close()
        with contextlib.suppress(ConnectionError):
            await outgoing.wait_closed()

    server = await asyncio.start_server(connected, host, port)
    address = server.sockets[0].getsockname()
    print(f"moonwalk dap: listening at {address[0]}:{address[1]}", file=sys.stderr, flush=True)
    async with server:
        await server.serve_forever()


async def serve_stdio() -> None:
    """Serve the process that started this one.

    A thread reads, so that it does not matter what kind of file standard input is.
    """
    loop = asyncio.get_running_loop()
    incoming = asyncio.StreamReader()
    output = _private_output()

    def feed(piece: bytes) -> None:
        if piece:
            incoming.feed_data(piece)
        else:
            incoming.feed_eof()

    def read() -> None:
        piece = b"?"
        while piece:
            piece = os.read(0, _PIECE)
            with contextlib.suppress(RuntimeError):  # the loop has been closed meanwhile
                loop.call_soon_threadsafe(feed, piece)

    threading.Thread(target=read, daemon=True).start()
    await serve(incoming, _Output(output))


class _Output:
    """Standard output: written at once.  The client reads it, as our thread reads what the client writes."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream

    def write(self, data: bytes) -> None:
        try:
            self._stream.write(data)
            self._stream.flush()
        except OSError as error:
            raise ConnectionResetError(str(error)) from None

    async def drain(self) -> None:
        return


def _private_output() -> BinaryIO:
    """Standard output for messages alone: whatever else is written there goes to standard error from now on."""
    sys.stdout.flush()
    private = os.dup(1)
    os.dup2(2, 1)
    return os.fdopen(private, "wb")
