"""Gives each request to who carries it out, and sees to it that each is answered.

A handler returns the body of its response or raises `Refused`.  What has to come after the response, events above all,
it leaves with `Dispatcher.afterwards`.  A handler that takes its time returns something to wait for: a *search*.  The
requests that come meanwhile wait for its end, but for those that can do without the machine; one that moves the program
lets `give_up` end it.
"""

import asyncio
import os
import re
import traceback
from collections import deque
from collections.abc import Awaitable, Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, nullcontext
from typing import Final

from debugger.dap.client import GOING_ON, INTERNAL, Client
from debugger.dap.fields import Body, Fields, Malformed
from debugger.dap.messages import BadRequest, Reply, Request, parse

Answer = Body | None | Awaitable[Body]
"""The body of a response, or what to wait for until it is there."""

Handler = Callable[[Fields], Answer]
"""Carries out a request, given its arguments."""

_INDEPENDENT: Final = frozenset(("cancel", "pause"))
"""Requests that need not wait for a search."""

ENDING: Final = frozenset(
    (
        "continue", "reverseContinue", "next", "stepIn", "stepOut", "stepBack", "goto", "restart", "restartFrame",
        "pause", "terminate", "disconnect", "moonwalk/seek", "moonwalk/reverseStepIn", "moonwalk/reverseStepOut",
    )
)  # fmt: skip
"""Requests that end a search."""

_ENDING: Final = re.compile(rf'"progressId"|"command"\s*:\s*"(?:{"|".join(sorted(ENDING))})"'.encode())



def has_ending(waiting: bytes) -> bool:
    """Whether a request that ends what is done is among bytes that have come, where nothing can take it."""
    return _ENDING.search(waiting) is not None


Commands = Mapping[str, Handler]
"""Handlers by the names of their requests."""


class Refused(Exception):  # noqa: N818  # it is an answer
    """A request that is not carried out; the text is for the user, who is shown it at once if `show`."""

    def __init__(self, text: str, *, show: bool = False) -> None:
        super().__init__(text)
        self.show = show


class Dispatcher:
    """Answers requests, each while it is our turn."""

    def __init__(self, client: Client, turn: Callable[[], AbstractContextManager[None]] = nullcontext) -> None:
        self._client = client
        self._turn = turn
        self._commands: dict[str, Handler] = {}
        self._pending: list[Callable[[], None]] = []
        self._search: asyncio.Task[None] | None = None
        self._searched_for = 0  # the number of the search's request
        self._waiting: deque[Request] = deque()
        self._command = ""  # what is being carried out
        self.give_up: Callable[[], None] = lambda: None  # ends the search in progress

    def add(self, commands: Commands) -> None:
        self._commands.update(commands)

    def afterwards(self, action: Callable[[], None]) -> None:
        """Do something once the request in progress is answered."""
        self._pending.append(action)

    def moves(self, action: Callable[[], None]) -> None:
        """The same with what sets the program in motion, or has it stand elsewhere.

        A client that does not expect this of the request is told before the answer: VS Code takes events that follow
        each other for simultaneous, and would go on with the stop before.
        """
        if self._command not in GOING_ON:
            self._client.goes_on()
        self.afterwards(action)

    def handle(self, content: bytes) -> None:
        """Carry out and answer the request in a frame; report a frame that holds none."""
        client = self._client
        try:
            request = parse(content)
        except BadRequest as bad:
            client.refuse(bad.seq, bad.command, str(bad))
            return
        except Malformed as bad:
            self.report(str(bad))
            return
        if isinstance(request, Reply):
            client.replied(request)
        elif self._search is None or request.command in _INDEPENDENT:
            self._carry_out(request)
        else:
            self._waiting.append(request)
        if not isinstance(request, Request):
            return
        ends = request.command in ENDING and request.seq != self._searched_for  # a restart may itself take its time
        if ends or request.arguments.values.get("requestId") == self._searched_for:
            self.give_up()

    def _carry_out(self, request: Request) -> None:
        handler = self._commands.get(request.command)
        if handler is None:
            self._client.refuse(request.seq, request.command, f"{request.command!r} is not supported")
            return
        self._command = request.command
        with self._refusing(request):
            with self._turn():
                answer = handler(request.arguments)
            if isinstance(answer, Awaitable):
                self._searched_for = request.seq
                self._search = asyncio.get_running_loop().create_task(self._finish(request, answer))
                return
            self._client.respond(request, answer)
        self._act()

    async def _finish(self, request: Request, answer: Awaitable[Body]) -> None:
        """Answer the request of a search, and then those that have waited."""
        with self._refusing(request):
            self._client.respond(request, await answer)
        self._search = None
        self._searched_for = 0
        self._act()
        while self._waiting and self._search is None:
            self._carry_out(self._waiting.popleft())

    @contextmanager
    def _refusing(self, request: Request) -> Iterator[None]:
        """What goes wrong becomes the answer."""
        client = self._client
        try:
            yield
        except Refused as refused:
            client.refuse(request.seq, request.command, str(refused), show=refused.show)
        except Malformed as bad:
            client.refuse(request.seq, request.command, str(bad))
        except Exception as failure:
            client.refuse(request.seq, request.command, internal_error(failure), show=True, number=INTERNAL)

    async def settle(self) -> None:
        """End the search in progress, if there is one."""
        if self._search is not None:
            self.give_up()
            self._waiting.clear()
            await self._search

    def report(self, text: str) -> None:
        """Tell the user of something that is no answer to a request."""
        self._client.console(f"moonwalk: {text}", "important")

    def _act(self) -> None:
        pending, self._pending = self._pending, []
        for action in pending:
            try:
                action()
            except Exception as failure:
                self.report(internal_error(failure))


def internal_error(failure: Exception) -> str:
    """What a failure is called that is nobody's but Moonwalk's; for its developers a traceback on standard error."""
    if os.environ.get("MOONWALK_TRACEBACK"):
        traceback.print_exception(failure)
    what = " ".join(f"{type(failure).__name__}: {failure}".split())
    return f"internal error: {what}"
