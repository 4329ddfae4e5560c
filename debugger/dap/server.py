"""Serves clients: one over standard input and output, or several over TCP, one after another."""

import asyncio
import contextlib
import os
import select
import socket
import sys
import threading
from collections import deque
from collections.abc import Callable, Iterable
from typing import BinaryIO, Final, SupportsIndex

from debugger.dap.adapter import Adapter
from debugger.dap.client import Outgoing
from debugger.dap.fields import Malformed
from debugger.dap.framing import FrameError, read_frame
from debugger.dap.giving_way import GivingWay
from debugger.dap.host import Host
from debugger.dap.messages import Request, parse
from debugger.dap.proxy import Proxy, target_of

_PIECE: Final = 65_536


class Incoming(asyncio.StreamReader):
    """A stream that shows what it holds and nobody has read."""

    def __init__(self) -> None:
        super().__init__()
        self._held = bytearray()

    @property
    def held(self) -> bytes:
        return bytes(self._held)

    def feed_data(self, data: Iterable[SupportsIndex]) -> None:
        self._held += bytes(data)
        super().feed_data(data)

    async def readline(self) -> bytes:
        return self._taken(await super().readline())

    async def read(self, n: int = -1) -> bytes:
        return self._taken(await super().read(n))

    async def readexactly(self, n: int) -> bytes:
        return self._taken(await super().readexactly(n))

    def _taken(self, data: bytes) -> bytes:
        del self._held[: len(data)]
        return data


async def serve(
    incoming: asyncio.StreamReader,
    outgoing: Outgoing,
    host: Host | None = None,
    waiting: Callable[[], bytes] = lambda: b"",
) -> None:
    """Serve one client until it disconnects or goes away; it debugs what `host` runs, if there is one.

    `waiting` gives, while the event loop cannot run, the bytes that have come and wait for it.
    """
    adapter = Adapter(outgoing, host, waiting)
    initialize = b""
    try:
        while not adapter.is_over:
            try:
                content = await read_frame(incoming)
            except FrameError as error:
                adapter.report(str(error))
                continue
            if content is None:
                return
            request = _request(content) if host is None else None
            if request is not None and request.command == "initialize":
                initialize = content
            proxy = None if request is None or not initialize else await _proxy(request, adapter)
            if proxy is not None:
                await proxy.run(initialize, content, incoming)
                return
            adapter.handle(content)
            await outgoing.drain()
    except ConnectionError:
        return  # it has gone away
    finally:
        await adapter.close()


def _request(content: bytes) -> Request | None:
    """The request in a frame; None for anything else."""
    try:
        found = parse(content)
    except Malformed:
        return None
    return found if isinstance(found, Request) else None


async def _proxy(request: Request, adapter: Adapter) -> Proxy | None:
    """What is to take over, where the client attaches to something that listens elsewhere."""
    try:
        target = target_of(request.arguments) if request.command == "attach" else None
        if target is None:
            return None
        proxy = Proxy(target, adapter.client)
        await proxy.connect()
    except (Malformed, OSError):
        return None  # the adapter says what is wrong
    return proxy


async def serve_tcp(port: int, address: str = "127.0.0.1") -> None:
    """Serve whoever connects, for ever.  Says on standard error where."""
    server = await start_server(port, address)
    found = server.sockets[0].getsockname()
    print(f"moonwalk dap: listening at {found[0]}:{found[1]}", file=sys.stderr, flush=True)
    async with server:
        await server.serve_forever()


async def start_server(port: int, address: str, host: Host | None = None) -> asyncio.Server:
    """Begin to serve whoever connects; who comes while another is served waits."""
    turn = asyncio.Lock()

    async def connected(incoming: asyncio.StreamReader, outgoing: asyncio.StreamWriter) -> None:
        assert isinstance(incoming, Incoming)
        sock = outgoing.get_extra_info("socket")

        def waiting() -> bytes:
            if not select.select([sock], [], [], 0)[0]:
                return incoming.held
            with sock.dup() as other:  # asyncio's own only tells its properties
                come: bytes = other.recv(_PIECE, socket.MSG_PEEK)
            return incoming.held + come

        async with turn:
            await serve(incoming, outgoing, host, waiting)
        outgoing.close()
        with contextlib.suppress(ConnectionError):
            await outgoing.wait_closed()

    loop = asyncio.get_running_loop()
    return await loop.create_server(lambda: asyncio.StreamReaderProtocol(Incoming(), connected), address, port)


async def serve_stdio() -> None:
    """Serve the process that started this one.

    A thread reads, so that it does not matter what kind of file standard input is.
    """
    loop = asyncio.get_running_loop()
    incoming = Incoming()
    output = _private_output()
    come: deque[bytes] = deque()  # and not taken by the loop
    giving = GivingWay()

    def feed() -> None:
        piece = come.popleft()
        if piece:
            incoming.feed_data(piece)
        else:
            incoming.feed_eof()

    def read() -> None:
        piece = b"?"
        while piece:
            piece = os.read(0, _PIECE)
            come.append(piece)
            with contextlib.suppress(RuntimeError):  # the loop has been closed meanwhile
                loop.call_soon_threadsafe(feed)

    def waiting() -> bytes:
        giving.give_way()  # to the thread
        return incoming.held + b"".join(list(come))

    threading.Thread(target=read, daemon=True).start()
    await serve(incoming, _Output(output), waiting=waiting)


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
