"""Attaching to an adapter that listens somewhere: everything is passed on to it, and back.

An editor that starts `moonwalk dap` so reaches a program that embeds a VM (`VM.listen_dap`), and the debugpy of such a
program, without being told of another adapter.  The other end gets the editor's `initialize` first; what it can do is
told to the editor, which has heard what we can, by an event.
"""

import asyncio
import json
from typing import Any, Final

from debugger.dap import messages
from debugger.dap.client import Client
from debugger.dap.fields import Fields, Malformed
from debugger.dap.framing import FrameError, frame, read_frame

Target = tuple[str, int]

_LOCAL: Final = "127.0.0.1"


def target_of(arguments: Fields) -> Target | None:
    """Where an attach request leads to: `connect` with host and port, or both on their own; None if it names none.

    Raises Malformed.
    """
    place = arguments.fields("connect") if arguments.has("connect") else arguments
    if not place.has("port"):
        return None
    port = place.integer("port")
    if not 0 < port < 65536:
        raise Malformed(f"{place.where}.port should be from 1 to 65535, not {port}")
    return place.text("host", _LOCAL), port


class Proxy:
    """Passes messages on.  `connect` first.  What the client gets is numbered anew, as it has heard of us before."""

    def __init__(self, target: Target, client: Client) -> None:
        self._target = target
        self._client = client
        self._incoming: asyncio.StreamReader
        self._outgoing: asyncio.StreamWriter
        self._numbers: dict[int, int] = {}  # of the other end's requests, by those that the client knows

    async def connect(self) -> None:
        """Raises OSError."""
        self._incoming, self._outgoing = await asyncio.open_connection(*self._target)

    async def run(self, initialize: bytes, attach: bytes, client: asyncio.StreamReader) -> None:
        """Until one of both ends hangs up.  The requests of the client's are those that led here."""
        self._outgoing.write(frame(initialize))
        ways = [
            asyncio.ensure_future(self._back(int(json.loads(initialize)["seq"]), attach)),
            asyncio.ensure_future(self._forth(client)),
        ]
        await asyncio.wait(ways, return_when=asyncio.FIRST_COMPLETED)
        for way in ways:
            way.cancel()
        await asyncio.gather(*ways, return_exceptions=True)
        self._outgoing.close()

    async def _back(self, number: int, attach: bytes) -> None:
        """What the other end says, but for the answer to `initialize`: then it gets the client's next request."""
        while (content := await read_frame(self._incoming)) is not None:
            message: dict[str, Any] = json.loads(content)
            if message.get("type") == "response" and message.get("request_seq") == number:
                number = -1
                self._outgoing.write(frame(attach))
                message = messages.event("capabilities", {"capabilities": message.get("body") or {}})
            known = message.pop("seq", 0)
            new = self._client.pass_on(message)
            if message.get("type") == "request":
                self._numbers[new] = known
            await self._client.drain()

    async def _forth(self, client: asyncio.StreamReader) -> None:
        while True:
            try:
                content = await read_frame(client)
            except FrameError:
                continue
            if content is None:
                return
            self._outgoing.write(frame(self._renumbered(content)))
            await self._outgoing.drain()

    def _renumbered(self, content: bytes) -> bytes:
        """A response of the client's, with the number that the other end has given its request."""
        if not self._numbers:
            return content
        message: dict[str, Any] = json.loads(content)
        number = self._numbers.pop(message.get("request_seq", 0), None)
        return content if number is None else messages.encode({**message, "request_seq": number})
