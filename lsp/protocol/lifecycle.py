"""The beginning of a session: what the client can do, its folders and settings; and commands."""

import asyncio
from typing import Final

from lsprotocol import types
from pygls.exceptions import JsonRpcException

from lsp.documents.positions import Encoding
from lsp.protocol import diagnostics, indexing, recordings
from lsp.protocol.server import MoonwalkServer
from lsp.workspace import settings
from lsp.workspace.uris import to_path

_PATIENCE: Final = 10  # seconds that a client may take to answer


def register(server: MoonwalkServer) -> None:
    """Register the handlers."""

    @server.feature(types.INITIALIZE)
    def initialize(params: types.InitializeParams) -> None:
        server.project.encoding = _encoding(params.capabilities)
        document = params.capabilities.text_document
        server.pushes = document is None or document.diagnostic is None
        if not server.pushes:
            diagnostics.register_pull(server)
        for path in _folders(params):
            server.project.add_root(path)
            server.project.begin_reading(path)
        server.project.configure(settings.read(params.initialization_options))

    @server.feature(types.INITIALIZED)
    async def initialized(params: types.InitializedParams) -> None:
        for ask in (indexing.watch_files, indexing.fetch_settings):
            try:
                await asyncio.wait_for(ask(server), _PATIENCE)
            except (JsonRpcException, TimeoutError) as error:  # it said that it can; it is served all the same
                server.window_log_message(types.LogMessageParams(types.MessageType.Warning, str(error)))
        indexing.start(server, list(server.project.roots))
        if not indexing.can_watch(server):
            server.start_task(asyncio.ensure_future(recordings.watch(server)))


def _encoding(capabilities: types.ClientCapabilities) -> Encoding:
    """The encoding that pygls agrees on: the first that the client offers and that exists."""
    offered = None if capabilities.general is None else capabilities.general.position_encodings
    for one in offered or ():
        for encoding in Encoding:
            if encoding.value == one:
                return encoding
    return Encoding.UTF16


def _folders(params: types.InitializeParams) -> list[str]:
    uris = [folder.uri for folder in params.workspace_folders or ()]
    if not uris and params.root_uri is not None:
        uris = [params.root_uri]
    paths = [to_path(uri) for uri in uris]
    if not paths and params.root_path is not None:
        paths = [params.root_path]
    return [path for path in paths if path is not None]
