"""Requests that change a file: formatting and code actions."""

from lsprotocol import types

from lsp.documents.spans import Edit
from lsp.features import formatting
from lsp.features.code_actions import Action, code_actions
from lsp.features.recorded_actions import NewFile
from lsp.protocol import diagnostics
from lsp.protocol.convert import edits, offset
from lsp.protocol.server import MoonwalkServer


def register(server: MoonwalkServer) -> None:
    """Register the handlers."""

    @server.feature(types.TEXT_DOCUMENT_FORMATTING)
    def format_document(params: types.DocumentFormattingParams) -> list[types.TextEdit]:
        snapshot = server.opened(params.text_document.uri)
        if snapshot is None:
            return []
        return edits(server, snapshot, formatting.format_document(snapshot, _indent(params.options)))

    @server.feature(types.TEXT_DOCUMENT_RANGE_FORMATTING)
    def format_range(params: types.DocumentRangeFormattingParams) -> list[types.TextEdit]:
        snapshot = server.opened(params.text_document.uri)
        if snapshot is None:
            return []
        start = offset(server, snapshot, params.range.start)
        end = offset(server, snapshot, params.range.end)
        return edits(server, snapshot, formatting.format_range(snapshot, _indent(params.options), start, end))

    @server.feature(
        types.TEXT_DOCUMENT_ON_TYPE_FORMATTING, types.DocumentOnTypeFormattingOptions("\n", ["d", "}", ")", "e", "l"])
    )
    def format_on_type(params: types.DocumentOnTypeFormattingParams) -> list[types.TextEdit]:
        snapshot = server.opened(params.text_document.uri)
        if snapshot is None:
            return []
        at = offset(server, snapshot, params.position)
        found: list[Edit] = formatting.format_on_type(snapshot, _indent(params.options), at)
        return edits(server, snapshot, found)

    kinds = types.CodeActionKind
    options = types.CodeActionOptions([kinds.QuickFix, kinds.RefactorRewrite, kinds.Source])

    @server.feature(types.TEXT_DOCUMENT_CODE_ACTION, options)
    def actions(params: types.CodeActionParams) -> list[types.CodeAction]:
        snapshot = server.opened(params.text_document.uri)
        if snapshot is None:
            return []
        start = offset(server, snapshot, params.range.start)
        end = offset(server, snapshot, params.range.end)
        only = params.context.only
        found = code_actions(server.project, snapshot, start, end)
        creates = _can_create_files(server)
        return [
            _action(server, params, one)
            for one in found
            if (only is None or _is_wanted(one.kind, only)) and (creates or one.creates is None)
        ]


def _is_wanted(kind: str, only: object) -> bool:
    wanted = [str(getattr(one, "value", one)) for one in only] if isinstance(only, (list, tuple)) else []
    return any(kind == one or kind.startswith(one + ".") or not one for one in wanted)


def _action(server: MoonwalkServer, params: types.CodeActionParams, one: Action) -> types.CodeAction:
    snapshot = server.opened(params.text_document.uri)
    assert snapshot is not None
    solved = None if one.solves is None else [diagnostics.convert(server, snapshot, one.solves)]
    edit: types.WorkspaceEdit | None = None
    if one.creates is not None:
        edit = _new_file(one.creates)
    elif one.edits:
        edit = types.WorkspaceEdit(changes={snapshot.uri: edits(server, snapshot, one.edits)})
    command = None if one.command is None else types.Command(one.title, one.command[0], arguments=[*one.command[1]])
    return types.CodeAction(
        one.title,
        kind=types.CodeActionKind(one.kind),
        diagnostics=solved,
        is_preferred=one.preferred or None,
        edit=edit,
        command=command,
    )


def _new_file(one: NewFile) -> types.WorkspaceEdit:
    start = types.Position(0, 0)
    document = types.OptionalVersionedTextDocumentIdentifier(one.uri)
    text = types.TextEdit(types.Range(start, start), one.text)
    return types.WorkspaceEdit(document_changes=[types.CreateFile(one.uri), types.TextDocumentEdit(document, [text])])


def _can_create_files(server: MoonwalkServer) -> bool:
    workspace = server.client_capabilities.workspace
    editing = None if workspace is None else workspace.workspace_edit
    operations = None if editing is None else editing.resource_operations
    creates = operations is not None and types.ResourceOperationKind.Create in operations
    return editing is not None and bool(editing.document_changes) and creates


def _indent(options: types.FormattingOptions) -> str:
    return " " * options.tab_size if options.insert_spaces else "\t"
