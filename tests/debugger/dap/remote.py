"""An editor for tests that attaches to an adapter over TCP."""

import asyncio
from types import SimpleNamespace
from typing import cast

from tests.debugger.dap.editor import Editor, Message, Wire


class Remote(Editor):
    """An editor that attaches over TCP, to our adapter or to another."""

    def __init__(self, port: int, *, is_ours: bool = True) -> None:
        self._port = port
        self._is_ours = is_ours
        super().__init__()

    async def _open(self) -> None:
        reader, self._writer = await asyncio.open_connection("127.0.0.1", self._port)
        self.wire = cast(Wire, SimpleNamespace(reader=reader))

    def check(self, message: Message) -> None:
        if self._is_ours:
            super().check(message)

    def send_bytes(self, data: bytes) -> None:
        self._writer.write(data)

    def close(self) -> None:
        self._writer.close()
        self.run(self._ended())
        self.loop.close()

    async def _ended(self) -> None:
        while await self.wire.reader.read(1000):
            pass

    def attach(self, path: str, lines: list[int], **configuration: object) -> list[Message]:
        """Attach, with breakpoints in a file; what became of them."""
        self.initialize(supportsStartDebuggingRequest=True)
        attached = self.send("attach", configuration)
        self.event("initialized")
        source = {"path": path}
        wanted = [{"line": line} for line in lines]
        answer: list[Message] = self.ask("setBreakpoints", source=source, breakpoints=wanted)["breakpoints"]
        self.ask("configurationDone")
        assert self.response(attached)["success"]
        return answer
