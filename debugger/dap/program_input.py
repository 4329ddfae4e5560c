"""The program's standard input: what the user types in the debug console or in a terminal, or a file.

While the program waits, a line in the debug console goes to it.  A terminal is the client's (`runInTerminal`): a
small program of ours (`terminal`) runs in it and sends what is typed, and shows what the program prints.
"""

import asyncio
import contextlib
import os
import secrets
import sys
from typing import Final

from debugger.dap.debuggee import Debuggee
from debugger.dap.dispatcher import Refused
from debugger.dap.fields import Body, Json
from debugger.dap.messages import Reply
from debugger.dap.settings import CONSOLES, Settings
from debugger.dap.terminal import TOKEN

_HINT: Final = "The program waits for input: type it here; :eof ends it."

_PIECE: Final = 65_536


class Input:
    """Hands input to the program, and waits for it where the program does."""

    def __init__(self, debuggee: Debuggee) -> None:
        self._debuggee = debuggee
        self._woken = asyncio.Event()
        self._terminal: asyncio.Task[None] | None = None
        self._screen: asyncio.StreamWriter | None = None  # of the terminal
        self._unseen = bytearray()  # printed before there was one

    def begin(self) -> None:
        """Another program begins.  Raises Refused, if its input cannot be had."""
        self.close()
        settings = self._debuggee.settings
        assert settings is not None
        stream = self._debuggee.session.program_input
        if settings.stdin:
            try:
                with open(settings.stdin, "rb") as file:
                    stream.feed(file.read())
            except OSError as error:
                problem = f"cannot read the program's input, {settings.stdin}: {error.strerror}"
                raise Refused(problem, show=True) from None
            return
        stream.open()
        if settings.console != CONSOLES[0] and self._debuggee.client.features.flag("supportsRunInTerminalRequest"):
            self._terminal = asyncio.get_running_loop().create_task(self._serve_terminal(settings))

    @property
    def is_wanted(self) -> bool:
        """Whether the program waits for somebody who types."""
        return self._debuggee.is_moving and self._debuggee.session.waits_for_input

    def type(self, data: bytes) -> None:
        self._debuggee.session.program_input.feed(data)
        self.wake()

    def end(self) -> None:
        self._debuggee.session.program_input.end()
        self.wake()

    def wake(self) -> None:
        """Let the program look again whether it can go on."""
        self._woken.set()

    async def wait(self) -> None:
        """Until something is typed, or the program is to do something else."""
        if self._terminal is None:
            # The data is for our extension, which brings the console to the front.
            body: Body = {"category": "console", "output": _HINT + "\n", "data": {"waitsForInput": True}}
            self._debuggee.client.event("output", body)
        await self._woken.wait()
        self._woken.clear()

    def show(self, data: bytes) -> None:
        """What the program prints, for the terminal."""
        if self._terminal is None:
            return
        self._unseen += data
        if self._screen is not None:
            self._screen.write(bytes(self._unseen))
            self._unseen.clear()

    def close(self) -> None:
        if self._terminal is not None:
            self._terminal.cancel()
            self._terminal = None
        if self._screen is not None:
            self._screen.close()
            self._screen = None

    async def _serve_terminal(self, settings: Settings) -> None:
        """Ask the client for a terminal; what is typed there comes over a connection of its own."""
        token = secrets.token_hex(16)

        async def connected(incoming: asyncio.StreamReader, outgoing: asyncio.StreamWriter) -> None:
            with contextlib.suppress(ConnectionError, ValueError):
                if (await incoming.readline()).strip() != token.encode() or self._screen is not None:
                    outgoing.close()
                    return
                self._screen = outgoing
                self.show(b"")
                await self._take_typed(incoming)

        server = await asyncio.start_server(connected, "127.0.0.1", 0)
        port = server.sockets[0].getsockname()[1]
        arguments: dict[str, Json] = {
            "kind": "external" if settings.console == CONSOLES[2] else "integrated",
            "title": os.path.basename(settings.program),
            "cwd": settings.cwd or os.getcwd(),
            "args": [sys.executable, "-m", "debugger.dap.terminal", str(port)],
            "env": {TOKEN: token},
        }
        self._debuggee.client.ask("runInTerminal", arguments, self._has_terminal)
        async with server:
            await server.serve_forever()

    async def _take_typed(self, incoming: asyncio.StreamReader) -> None:
        while data := await incoming.read(_PIECE):
            self.type(data)
        self.end()

    def _has_terminal(self, reply: Reply) -> None:
        if not reply.success:
            self._debuggee.client.console(f"There is no terminal: {reply.message}. {_HINT}", "important")
            self.close()
