"""Opening, changing, saving and closing files."""

from lsprotocol import types

from lsp.documents.changes import Change, to_bytes
from lsp.documents.positions import Position
from lsp.protocol import diagnostics, recordings
from lsp.protocol.server import MoonwalkServer


def register(server: MoonwalkServer) -> None:
    """Register the handlers."""
    project = server.project

    @server.feature(types.TEXT_DOCUMENT_DID_OPEN)
    def did_open(params: types.DidOpenTextDocumentParams) -> None:
        document = params.text_document
        project.open_file(document.uri, to_bytes(document.text), document.version)
        diagnostics.schedule(server, document.uri)

    @server.feature(types.TEXT_DOCUMENT_DID_CHANGE)
    def did_change(params: types.DidChangeTextDocumentParams) -> None:
        document = params.text_document
        project.change_file(document.uri, [_change(one) for one in params.content_changes], document.version)
        diagnostics.schedule(server, document.uri)

    @server.feature(types.TEXT_DOCUMENT_DID_SAVE)
    async def did_save(params: types.DidSaveTextDocumentParams) -> None:
        for uri in project.open:
            if uri != params.text_document.uri:
                diagnostics.schedule(server, uri)
        await recordings.scan(server)  # for clients that do not tell of files

    @server.feature(types.TEXT_DOCUMENT_DID_CLOSE)
    def did_close(params: types.DidCloseTextDocumentParams) -> None:
        project.close_file(params.text_document.uri)
        diagnostics.withdraw(server, params.text_document.uri)


def _change(event: types.TextDocumentContentChangeEvent) -> Change:
    if isinstance(event, types.TextDocumentContentChangePartial):
        start, end = event.range.start, event.range.end
        return Change(Position(start.line, start.character), Position(end.line, end.character), event.text)
    return Change(None, None, event.text)
