"""Gives each request to who carries it out, and sees to it that each is answered.

A handler returns the body of its response or raises `Refused`.  What has to come after the response, events above all,
it leaves with `Dispatcher.afterwards`.
"""

import os
import traceback
from collections.abc import Callable, Mapping

from debugger.dap.client import INTERNAL, Client
from debugger.dap.fields import Body, Fields, Malformed
from debugger.dap.messages import BadRequest, Reply, parse

Handler = Callable[[Fields], Body | None]
"""Carries out a request, given its arguments; the body of the response."""

Commands = Mapping[str, Handler]
"""Handlers by the names of their requests."""


class Refused(Exception):  # noqa: N818  # it is an answer
    """A request that is not carried out; the text is for the user, who is shown it at once if `show`."""

    def __init__(self, text: str, *, show: bool = False) -> None:
        super().__init__(text)
        self.show = show


class Dispatcher:
    """Answers requests."""

    def __init__(self, client: Client) -> None:
        self._client = client
        self._commands: dict[str, Handler] = {}
        self._pending: list[Callable[[], None]] = []

    def add(self, commands: Commands) -> None:
        self._commands.update(commands)

    def afterwards(self, action: Callable[[], None]) -> None:
        """Do something once the request in progress is answered."""
        self._pending.append(action)

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
            return
        handler = self._commands.get(request.command)
        if handler is None:
            client.refuse(request.seq, request.command, f"{request.command!r} is not supported")
            return
        try:
            client.respond(request, handler(request.arguments))
        except Refused as refused:
            client.refuse(request.seq, request.command, str(refused), show=refused.show)
        except Malformed as bad:
            client.refuse(request.seq, request.command, str(bad))
        except Exception as failure:
            client.refuse(request.seq, request.command, internal_error(failure), show=True, number=INTERNAL)
        self._act()

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
