"""A client for tests: drives the adapter over in-process streams, and holds each message against the schema.

Plain calls: the adapter's event loop runs only while the client waits for something.
"""

import asyncio
import json
from collections.abc import Callable, Coroutine, Mapping
from pathlib import Path
from typing import Any, TypeVar

from debugger.dap.framing import frame, read_frame
from debugger.dap.server import serve
from tests.debugger.dap.schema import check

SECONDS = 20.0
"""A test that waits longer for an answer has failed."""

T = TypeVar("T")

Message = dict[str, Any]


class Wire:
    """Where the adapter writes to."""

    def __init__(self) -> None:
        self.reader = asyncio.StreamReader()

    def write(self, data: bytes) -> None:
        self.reader.feed_data(data)

    async def drain(self) -> None:
        return


class Editor:
    """Sends requests; keeps events until they are asked for.  `transcript` has everything in order."""

    def __init__(self) -> None:
        self.loop = asyncio.new_event_loop()
        self.incoming = asyncio.StreamReader(loop=self.loop)
        self.wire: Wire
        self.transcript: list[Message] = []
        self.events: list[Message] = []
        self.responses: dict[int, Message] = {}
        self._seq = 0
        self._served: asyncio.Task[None]
        self.run(self._open())

    async def _open(self) -> None:
        self.wire = Wire()
        self._served = asyncio.get_running_loop().create_task(serve(self.incoming, self.wire))

    def run(self, work: Coroutine[Any, Any, T]) -> T:
        return self.loop.run_until_complete(asyncio.wait_for(work, SECONDS))

    def leave(self) -> None:
        """Go away, and wait until the adapter has done what it does then."""
        self.incoming.feed_eof()
        self.run(asyncio.wait_for(self._served, SECONDS))

    def close(self) -> None:
        self.leave()
        self.loop.close()

    @property
    def is_served(self) -> bool:
        """Whether the adapter is still there."""
        self.run(asyncio.sleep(0))
        return not self._served.done()

    # -- messages --------------------------------------------------------------------------------

    def send_bytes(self, data: bytes) -> None:
        self.incoming.feed_data(data)

    def send(self, command: str, arguments: object = None) -> int:
        """Send a request and do not wait; its number."""
        self._seq += 1
        message: Message = {"seq": self._seq, "type": "request", "command": command}
        if arguments is not None:
            message["arguments"] = arguments
        self.send_bytes(frame(json.dumps(message).encode()))
        return self._seq

    async def _receive(self) -> Message:
        content = await read_frame(self.wire.reader)
        assert content is not None
        message: Message = json.loads(content)
        self.check(message)
        self.transcript.append(message)
        if message["type"] == "response":
            self.responses[message["request_seq"]] = message
        else:
            self.events.append(message)
        return message

    def check(self, message: Message) -> None:
        """Whatever the adapter sends is as the protocol says."""
        assert message["seq"] == len(self.transcript) + 1
        check(message)

    def receive(self) -> Message:
        """The adapter's next message."""
        return self.run(self._receive())

    def response(self, seq: int) -> Message:
        """The response to a request."""
        while seq not in self.responses:
            self.receive()
        return self.responses.pop(seq)

    def request(self, command: str) -> Message:
        """The next request of the adapter's of a name."""
        while True:
            for message in self.events:
                if message["type"] == "request" and message["command"] == command:
                    self.events.remove(message)
                    return message
            self.receive()

    def beside(self, work: Callable[[], T]) -> T:
        """The result of something done in another thread, while the adapter goes on."""
        return self.run(asyncio.to_thread(work))

    def ask(self, command: str, **arguments: object) -> Message:
        """The body of the response to a request, which succeeds."""
        answer = self.response(self.send(command, arguments or None))
        assert answer["success"], answer
        body: Message = answer.get("body", {})
        return body

    def refused(self, command: str, **arguments: object) -> Message:
        """The response to a request, which fails."""
        answer = self.response(self.send(command, arguments or None))
        assert not answer["success"], answer
        return answer

    def event(self, name: str, fits: Callable[[Message], bool] = lambda body: True) -> Message:
        """The body of the next event of a name, from those that have not been asked for."""
        at = 0
        while True:
            while at < len(self.events):
                if self.events[at].get("event") == name and fits(self.events[at].get("body", {})):
                    body: Message = self.events.pop(at).get("body", {})
                    return body
                at += 1
            self.receive()

    def seen(self, name: str) -> list[Message]:
        """The bodies of all events of a name so far."""
        return [one.get("body", {}) for one in self.transcript if one["type"] == "event" and one["event"] == name]

    # -- what editors do -------------------------------------------------------------------------

    def initialize(self, **features: object) -> Message:
        return self.ask("initialize", adapterID="moonwalk", **{"clientID": "test", **features})

    def launch(
        self,
        program: Path | str,
        breakpoints: Mapping[str, list[Message]] | None = None,
        functions: list[Message] | None = None,
        **configuration: object,
    ) -> None:
        """Initialize, launch, set breakpoints and begin, as VS Code does.  Lines with breakpoints by path."""
        self.initialize()
        launched = self.send("launch", {"program": str(program), **configuration})
        assert self.response(launched)["success"]
        self.event("initialized")
        for path, wanted in (breakpoints or {}).items():
            self.ask("setBreakpoints", source={"path": path}, breakpoints=wanted)
        if functions is not None:
            self.ask("setFunctionBreakpoints", breakpoints=functions)
        self.ask("setExceptionBreakpoints", filters=["uncaught"])
        self.ask("configurationDone")

    def stopped(self) -> Message:
        return self.event("stopped")

    def move(self, command: str, **arguments: object) -> Message:
        """A movement, up to its stop."""
        self.ask(command, threadId=1, **arguments)
        return self.stopped()

    def frames(self, thread: int | None = None, **arguments: object) -> list[Message]:
        number = self.seen("stopped")[-1]["threadId"] if thread is None else thread
        frames: list[Message] = self.ask("stackTrace", threadId=number, **arguments)["stackFrames"]
        return frames

    def line(self) -> int:
        """Where the program stands."""
        line: int = self.frames(levels=1)[0]["line"]
        return line

    def evaluate(self, expression: str, context: str = "repl") -> str:
        result: str = self.ask("evaluate", expression=expression, context=context)["result"]
        return result

    def scope(self, name: str) -> Message:
        scopes = self.ask("scopes", frameId=self.frames(levels=1)[0]["id"])["scopes"]
        return next(one for one in scopes if one["name"] == name)

    def children(self, reference: Message, **arguments: object) -> dict[str, Message]:
        """The variables in something, by name."""
        found = self.ask("variables", variablesReference=reference["variablesReference"], **arguments)["variables"]
        return {one["name"]: one for one in found}

    def values(self, reference: Message, **arguments: object) -> dict[str, str]:
        return {name: one["value"] for name, one in self.children(reference, **arguments).items()}

    def printed(self, category: str = "stdout") -> str:
        return "".join(one["output"] for one in self.seen("output") if one["category"] == category)
