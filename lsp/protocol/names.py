"""Requests about the name at a place: where it is defined and used, what it is, what it could become."""

import asyncio
from collections.abc import Iterator
from typing import Final, Protocol

from lsprotocol import types

from lsp.binding.facts import READ
from lsp.documents.snapshot import Snapshot
from lsp.documents.spans import Location
from lsp.features import completion, definition, hover, references, rename, signature_help, type_definition
from lsp.features.completion import Item
from lsp.protocol.convert import Formats, described, edits, locations, marked_up, offset, range_of
from lsp.protocol.server import MoonwalkServer
from lsp.protocol.wire import RequestFailed

_ITEM_KINDS: Final = {
    completion.VARIABLE: types.CompletionItemKind.Variable,
    completion.CONSTANT: types.CompletionItemKind.Constant,
    completion.FUNCTION_ITEM: types.CompletionItemKind.Function,
    completion.METHOD: types.CompletionItemKind.Method,
    completion.FIELD: types.CompletionItemKind.Field,
    completion.MODULE: types.CompletionItemKind.Module,
    completion.KEYWORD: types.CompletionItemKind.Keyword,
    completion.SNIPPET: types.CompletionItemKind.Snippet,
    completion.CLASS: types.CompletionItemKind.Class,
}
_TRIGGERS: Final = [".", ":", '"', "'", "@", "<"]


class At(Protocol):
    """A request about a place in a file."""

    @property
    def text_document(self) -> types.TextDocumentIdentifier: ...
    @property
    def position(self) -> types.Position: ...


def register(server: MoonwalkServer) -> None:
    """Register the handlers."""
    _register_places(server)
    _register_rename(server)
    _register_explanations(server)
    _register_completion(server)


def _place(server: MoonwalkServer, params: At) -> tuple[Snapshot, int] | None:
    snapshot = server.opened(params.text_document.uri)
    return None if snapshot is None else (snapshot, offset(server, snapshot, params.position))


def _register_places(server: MoonwalkServer) -> None:
    project = server.project

    @server.feature(types.TEXT_DOCUMENT_DEFINITION)
    def definition_of(params: types.DefinitionParams) -> list[types.Location]:
        place = _place(server, params)
        return [] if place is None else locations(server, definition.definition(project, *place))

    @server.feature(types.TEXT_DOCUMENT_DECLARATION)
    def declaration_of(params: types.DeclarationParams) -> list[types.Location]:
        place = _place(server, params)
        return [] if place is None else locations(server, definition.declaration(project, *place))

    @server.feature(types.TEXT_DOCUMENT_IMPLEMENTATION)
    def implementation_of(params: types.ImplementationParams) -> list[types.Location]:
        place = _place(server, params)
        return [] if place is None else locations(server, definition.implementation(project, *place))

    @server.feature(types.TEXT_DOCUMENT_TYPE_DEFINITION)
    def type_of(params: types.TypeDefinitionParams) -> list[types.Location]:
        place = _place(server, params)
        return [] if place is None else locations(server, type_definition.type_definition(project, *place))

    @server.feature(types.TEXT_DOCUMENT_REFERENCES)
    async def references_of(params: types.ReferenceParams) -> list[types.Location]:
        place = _place(server, params)
        if place is None:
            return []
        found: list[Location] = []
        every: Iterator[Location] = references.references(project, *place, params.context.include_declaration)
        last = ""
        for one in every:
            if one.uri != last:
                last = one.uri
                await asyncio.sleep(0)  # between two files the request can be cancelled
            found.append(one)
        return locations(server, found)

    @server.feature(types.TEXT_DOCUMENT_DOCUMENT_HIGHLIGHT)
    def highlights_of(params: types.DocumentHighlightParams) -> list[types.DocumentHighlight]:
        place = _place(server, params)
        if place is None:
            return []
        kinds = types.DocumentHighlightKind
        return [
            types.DocumentHighlight(
                range_of(server, place[0], one.start, one.end), kinds.Read if one.access == READ else kinds.Write
            )
            for one in references.highlights(project, *place)
        ]


def _register_rename(server: MoonwalkServer) -> None:
    project = server.project

    @server.feature(types.TEXT_DOCUMENT_PREPARE_RENAME)
    def prepare(params: types.PrepareRenameParams) -> types.PrepareRenamePlaceholder | None:
        place = _place(server, params)
        if place is None:
            return None
        try:
            span = rename.prepare(project, *place)
        except rename.RenameError as error:
            raise RequestFailed(str(error)) from None
        text = place[0].text[span.start : span.end].decode("utf-8", "replace")
        return types.PrepareRenamePlaceholder(range_of(server, place[0], span.start, span.end), text)

    @server.feature(types.TEXT_DOCUMENT_RENAME, types.RenameOptions(prepare_provider=True))
    def rename_to(params: types.RenameParams) -> types.WorkspaceEdit | None:
        snapshot = server.opened(params.text_document.uri)
        if snapshot is None:
            return None
        try:
            found = rename.rename(project, snapshot, offset(server, snapshot, params.position), params.new_name)
        except rename.RenameError as error:
            raise RequestFailed(str(error)) from None
        changes: dict[str, list[types.TextEdit]] = {}
        for uri, those in found.items():
            one = project.snapshot(uri)
            if one is not None:
                changes[one.uri] = edits(server, one, those)
        return types.WorkspaceEdit(changes=changes)


def _register_explanations(server: MoonwalkServer) -> None:
    project = server.project

    @server.feature(types.TEXT_DOCUMENT_HOVER)
    def hover_at(params: types.HoverParams) -> types.Hover | None:
        place = _place(server, params)
        found = None if place is None else hover.hover(project, *place)
        if place is None or found is None:
            return None
        document = server.client_capabilities.text_document
        formats = None if document is None or document.hover is None else document.hover.content_format
        text = described(formats, found.description.code, found.description.text)
        return types.Hover(text, range_of(server, place[0], found.start, found.end))

    options = types.SignatureHelpOptions(trigger_characters=["(", ",", "{", '"'], retrigger_characters=[")"])

    @server.feature(types.TEXT_DOCUMENT_SIGNATURE_HELP, options)
    def signatures(params: types.SignatureHelpParams) -> types.SignatureHelp | None:
        place = _place(server, params)
        found = None if place is None else signature_help.signature_help(project, *place)
        if found is None:
            return None
        formats = _signature_formats(server)
        shown = [
            types.SignatureInformation(
                one.label,
                marked_up(formats, one.text) if one.text else None,
                [types.ParameterInformation(parameter) for parameter in one.parameters],
            )
            for one in found.signatures
        ]
        active = found.signatures[found.active]
        number = found.parameter
        if active.is_vararg:
            number = min(number, len(active.parameters) - 1)
        return types.SignatureHelp(shown, found.active, number)


def _register_completion(server: MoonwalkServer) -> None:
    project = server.project
    last: list[Item] = []  # what the items of the last answer are about

    @server.feature(
        types.TEXT_DOCUMENT_COMPLETION, types.CompletionOptions(trigger_characters=_TRIGGERS, resolve_provider=True)
    )
    def complete(params: types.CompletionParams) -> types.CompletionList:
        place = _place(server, params)
        last[:] = [] if place is None else completion.completion(project, *place)
        client = _completing(server)
        snippets = client is not None and bool(client.snippet_support)
        made = [
            _item(server, place[0], at, item)
            for at, item in enumerate(last)
            if place is not None and (snippets or not item.is_snippet)
        ]
        return types.CompletionList(is_incomplete=False, items=made)

    @server.feature(types.COMPLETION_ITEM_RESOLVE)
    def resolve(item: types.CompletionItem) -> types.CompletionItem:
        data = item.data
        at = data.get("at") if isinstance(data, dict) else None
        uri = data.get("uri") if isinstance(data, dict) else None
        snapshot = server.opened(uri) if isinstance(uri, str) else None
        if not isinstance(at, int) or at >= len(last) or snapshot is None or last[at].label != item.label:
            return item
        description = completion.describe_item(project, snapshot, last[at])
        if description is not None:
            formats = None if (client := _completing(server)) is None else client.documentation_format
            item.documentation = described(formats, description.code, description.text)
        return item


def _completing(server: MoonwalkServer) -> types.ClientCompletionItemOptions | None:
    document = server.client_capabilities.text_document
    completing = None if document is None else document.completion
    return None if completing is None else completing.completion_item


def _signature_formats(server: MoonwalkServer) -> Formats:
    document = server.client_capabilities.text_document
    helping = None if document is None else document.signature_help
    signature = None if helping is None else helping.signature_information
    return None if signature is None else signature.documentation_format


def _item(server: MoonwalkServer, snapshot: Snapshot, at: int, item: Item) -> types.CompletionItem:
    made = types.CompletionItem(
        label=item.label,
        kind=_ITEM_KINDS[item.kind],
        detail=item.detail or None,
        sort_text=f"{item.order}{item.label}",
        data={"at": at, "uri": snapshot.uri},
    )
    if item.deprecated:
        made.tags = [types.CompletionItemTag.Deprecated]
    if item.is_snippet:
        made.insert_text = item.insert
        made.insert_text_format = types.InsertTextFormat.Snippet
    if item.edits:
        made.additional_text_edits = edits(server, snapshot, item.edits)
    return made
