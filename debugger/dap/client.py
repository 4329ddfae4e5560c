"""The client at the other end: what is sent to it, in order, and what it has said it can do."""

from collections.abc import Callable
from typing import Final, Protocol

from debugger.dap import messages
from debugger.dap.fields import Body, Fields, Json
from debugger.dap.framing import frame
from debugger.dap.messages import Reply, Request

REFUSED: Final = 1
"""The number of an error that the user or the client can do something about."""

INTERNAL: Final = 2
"""The number of an error in Moonwalk."""

GOING_ON: Final = frozenset(
    ("launch", "attach", "continue", "reverseContinue", "next", "stepIn", "stepOut", "stepBack", "goto", "restart",
     "restartFrame")
)  # fmt: skip
"""Requests whose success means to the client that the program moves; of any other movement it is to be told."""


class Outgoing(Protocol):
    """Where bytes go: an asyncio StreamWriter is one."""

    def write(self, data: bytes, /) -> None: ...

    async def drain(self) -> None: ...


class Client:
    """Sends.  `features` are the arguments of the client's `initialize` request."""

    def __init__(self, outgoing: Outgoing) -> None:
        self._outgoing = outgoing
        self._seq = 0
        self._asked: dict[int, Callable[[Reply], None]] = {}
        self._thread: Json = None  # that of the last stop, as long as the client takes the program for standing
        self.features = Fields({}, "arguments")

    def respond(self, request: Request, body: Body | None) -> None:
        if request.command in GOING_ON:
            self._thread = None
        self._send(messages.response(request.seq, request.command, body))

    def refuse(self, seq: int, command: str, text: str, *, show: bool = False, number: int = REFUSED) -> None:
        """Answer a request with an error; `show` asks the client to show it to the user."""
        self._send(messages.refusal(seq, command, text, show=show, number=number))

    def ask(self, command: str, arguments: Body, on_reply: Callable[[Reply], None]) -> None:
        """Send a request to the client."""
        self._send(messages.request(command, arguments))
        self._asked[self._seq] = on_reply

    def replied(self, reply: Reply) -> None:
        """The client has answered a request of ours."""
        on_reply = self._asked.pop(reply.request_seq, None)
        if on_reply is not None:
            on_reply(reply)

    def pass_on(self, message: dict[str, Json]) -> int:
        """Send a message that somebody else has made; the number that it gets."""
        self._send(message)
        return self._seq

    def event(self, name: str, body: Body | None = None) -> None:
        self._send(messages.event(name, body))

    def goes_on(self) -> None:
        """The program moves: the client is told, unless it takes that for granted."""
        if self._thread is not None:
            self.event("continued", {"threadId": self._thread, "allThreadsContinued": True})
            self._thread = None

    def stopped(self, body: Body) -> None:
        """The program stands; where it has stood before, the client is to forget."""
        self.goes_on()
        self.event("stopped", body)
        self._thread = body["threadId"]

    def console(self, text: str, category: str = "console") -> None:
        """Show a line to the user: in the debug console, or as important."""
        self.event("output", {"category": category, "output": text + "\n"})

    async def drain(self) -> None:
        """Wait until the client has taken what was sent, more or less."""
        await self._outgoing.drain()

    def _send(self, message: dict[str, Json]) -> None:
        self._seq += 1
        self._outgoing.write(frame(messages.encode({"seq": self._seq, **message})))
