"""A small client of the debug adapter protocol, for measuring: it sends requests and waits for what it needs."""

import asyncio
import itertools
import json
from typing import Any

import click

from debugger.dap.framing import frame, read_frame

Message = dict[str, Any]


class Editor:
    """Talks to an adapter."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader = reader
        self._writer = writer
        self._numbers = itertools.count(1)
        self._kept: list[Message] = []  # events and requests that nobody has waited for yet
        self._responses: dict[int, Message] = {}

    def send(self, command: str, **arguments: object) -> int:
        """Send a request; its number."""
        number = next(self._numbers)
        request = {"seq": number, "type": "request", "command": command, "arguments": arguments}
        self._writer.write(frame(json.dumps(request).encode()))
        return number

    async def ask(self, command: str, **arguments: object) -> Message:
        """Send a request; the body of the response."""
        return await self.response(self.send(command, **arguments))

    async def response(self, number: int) -> Message:
        """The body of the response to a request."""
        while number not in self._responses:
            await self._receive()
        message = self._responses.pop(number)
        if not message["success"]:
            raise click.ClickException(f"{message['command']}: {message['message']}")
        body: Message = message.get("body", {})
        return body

    async def message(self, name: str) -> Message:
        """The next event or request of a name; what came before it is forgotten."""
        while True:
            while self._kept:
                message = self._kept.pop(0)
                if name in (message.get("event"), message.get("command")):
                    return message
            await self._receive()

    async def _receive(self) -> None:
        content = await read_frame(self._reader)
        if content is None:
            raise click.ClickException("the debug adapter has ended")
        message: Message = json.loads(content)
        if message["type"] == "response":
            self._responses[message["request_seq"]] = message
        else:
            self._kept.append(message)
