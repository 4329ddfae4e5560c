"""Requests that change a file: formatting and code actions."""

from lsprotocol import types

from lsp.documents.spans import Edit
from lsp.features import formatting
from lsp.features.code_actions import Action, code_actions
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

    options = types.CodeActionOptions([types.CodeActionKind.QuickFix, types.CodeActionKind.RefactorRewrite])

    @server.feature(types.TEXT_DOCUMENT_CODE_ACTION, options)
    def actions(params: types.CodeActionParams) -> list[types.CodeAction]:
        snapshot = server.opened(params.text_document.uri)
        if snapshot is None:
            return []
        start = offset(server, snapshot, params.range.start)
        end = offset(server, snapshot, params.range.end)
        only = params.context.only
        found = code_actions(server.project, snapshot, start, end)
        return [_action(server, params, one) for one in found if only is None or _is_wanted(one.kind, only)]


def _is_wanted(kind: str, only: object) -> bool:
    wanted = [str(getattr(one, "value", one)) for one in only] if isinstance(only, (list, tuple)) else []
    return any(kind == one or kind.startswith(one + ".") or not one for one in wanted)


def _action(server: MoonwalkServer, params: types.CodeActionParams, one: Action) -> types.CodeAction:
    snapshot = server.opened(params.text_document.uri)
    assert snapshot is not None
    solved = None if one.solves is None else [diagnostics.convert(server, snapshot, one.solves)]
    return types.CodeAction(
        one.title,
        kind=types.CodeActionKind(one.kind),
        diagnostics=solved,
        is_preferred=one.preferred or None,
        edit=types.WorkspaceEdit(changes={snapshot.uri: edits(server, snapshot, one.edits)}),
    )


def _indent(options: types.FormattingOptions) -> str:
    return " " * options.tab_size if options.insert_spaces else "\t"
