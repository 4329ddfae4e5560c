"""The server: a project, and the handlers of requests that the other modules of this package register."""

import asyncio
import gc
import logging
import os
from typing import Any, Final

from lsprotocol import types
from pygls.exceptions import FeatureRequestError
from pygls.lsp.server import LanguageServer

from engine.build_info import VERSION
from lsp.documents.positions import Encoding
from lsp.documents.snapshot import Snapshot
from lsp.protocol.wire import Protocol, RequestFailed, converter
from lsp.workspace.project import Project

_LOGGER: Final = logging.getLogger("pygls.protocol.json_rpc")

# Trees are many objects that live long: the collector looks at them less often.
_COLLECTION_THRESHOLDS: Final = (50_000, 20, 50)


class MoonwalkServer(LanguageServer):
    """One client's server."""

    def __init__(self) -> None:
        super().__init__(
            "moonwalk",
            VERSION,
            types.TextDocumentSyncKind.Incremental,
            protocol_cls=Protocol,
            converter_factory=converter,
        )
        self.project = Project()
        self.pushes = False
        """Whether diagnostics are sent unasked; the others are those of a client that asks."""
        self.publishing: Final[dict[str, asyncio.Task[None]]] = {}  # by file
        self.settling: Final[dict[str, Snapshot]] = {}
        """The versions that are looked at as a whole, of which a client that asks has been told a part."""
        self.has_read: Final = asyncio.Event()
        """Whether the workspace folders have been read that there were at the beginning."""
        self.background: Final[set[asyncio.Task[None]]] = set()

    @property
    def encoding(self) -> Encoding:
        return self.project.encoding

    @property
    def is_shut_down(self) -> bool:
        """Whether the client has ended the session as it should."""
        return isinstance(self.protocol, Protocol) and self.protocol.is_shut_down

    def opened(self, uri: str) -> Snapshot | None:
        """The current version of a file."""
        return self.project.snapshot(uri)

    def report_server_error(self, error: Exception, source: Any) -> None:
        """Write failures into the client's log; a request's failure is in its answer already."""
        if source is not FeatureRequestError:
            text = f"{type(error).__name__}: {error}"
            self.window_log_message(types.LogMessageParams(types.MessageType.Error, text))

    def start_task(self, task: "asyncio.Task[None]") -> None:
        """Keep a task that runs in the background until it is done."""
        self.background.add(task)
        task.add_done_callback(self.background.discard)


def _is_for_users(record: logging.LogRecord) -> bool:
    """Whether to write down what pygls has to say of a failure: not of a refusal, which is an answer like others.

    What went wrong inside is told without Python's traceback, unless that is asked for.
    """
    failure = record.exc_info[1] if record.exc_info else None
    if not os.environ.get("MOONWALK_TRACEBACK"):
        record.exc_info = None
    return not isinstance(failure, RequestFailed)


def make_server() -> MoonwalkServer:
    """A server with all its features."""
    from lsp.protocol import calls, display, documents, editing, lifecycle, names, recordings, workspace

    gc.set_threshold(*_COLLECTION_THRESHOLDS)
    _LOGGER.addFilter(_is_for_users)
    server = MoonwalkServer()
    for module in (lifecycle, documents, names, display, editing, calls, workspace, recordings):
        module.register(server)
    return server
