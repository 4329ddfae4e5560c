"""Requests about a whole file, for what an editor shows of it: outline, folds, colours, hints, lenses, links."""

from typing import Any, Final

from lsprotocol import types

from lsp.analysis import outline
from lsp.analysis.outline import Outline
from lsp.documents.snapshot import Snapshot
from lsp.documents.spans import Span
from lsp.features import (
    code_lens,
    document_links,
    folding,
    inlay_hints,
    recorded_lenses,
    recorded_values,
    selection,
    semantic_tokens,
)
from lsp.protocol.convert import edits, locations, offset, range_of
from lsp.protocol.server import MoonwalkServer

SYMBOL_KINDS: Final = {
    outline.FUNCTION: types.SymbolKind.Function,
    outline.METHOD: types.SymbolKind.Method,
    outline.VARIABLE: types.SymbolKind.Variable,
    outline.CONSTANT: types.SymbolKind.Constant,
    outline.TABLE: types.SymbolKind.Object,
    outline.FIELD: types.SymbolKind.Field,
}
_FOLD_KINDS: Final = {
    folding.COMMENT: types.FoldingRangeKind.Comment,
    folding.IMPORTS: types.FoldingRangeKind.Imports,
    folding.REGION: types.FoldingRangeKind.Region,
}
_LEGEND: Final = types.SemanticTokensLegend(list(semantic_tokens.TYPES), list(semantic_tokens.MODIFIERS))
SHOW_REFERENCES: Final = "moonwalk.showReferences"


def register(server: MoonwalkServer) -> None:
    """Register the handlers."""
    _register_structure(server)
    _register_tokens(server)
    _register_hints(server)
    _register_values(server)


def _register_structure(server: MoonwalkServer) -> None:
    @server.feature(types.TEXT_DOCUMENT_DOCUMENT_SYMBOL)
    def symbols(params: types.DocumentSymbolParams) -> list[types.DocumentSymbol]:
        snapshot = server.opened(params.text_document.uri)
        if snapshot is None:
            return []
        return [_symbol(server, snapshot, entry) for entry in outline.outline(snapshot)]

    @server.feature(types.TEXT_DOCUMENT_FOLDING_RANGE)
    def folds(params: types.FoldingRangeParams) -> list[types.FoldingRange]:
        snapshot = server.opened(params.text_document.uri)
        found = [] if snapshot is None else folding.folding(snapshot)
        return [types.FoldingRange(one.first, one.last, kind=_FOLD_KINDS.get(one.kind)) for one in found]

    @server.feature(types.TEXT_DOCUMENT_SELECTION_RANGE)
    def selections(params: types.SelectionRangeParams) -> list[types.SelectionRange]:
        snapshot = server.opened(params.text_document.uri)
        if snapshot is None:
            return []
        found = [selection.selection(snapshot, offset(server, snapshot, one)) for one in params.positions]
        return [_selection(server, snapshot, spans) for spans in found]

    @server.feature(types.TEXT_DOCUMENT_DOCUMENT_LINK)
    def links(params: types.DocumentLinkParams) -> list[types.DocumentLink]:
        snapshot = server.opened(params.text_document.uri)
        found = [] if snapshot is None else document_links.document_links(server.project, snapshot)
        return [
            types.DocumentLink(range_of(server, snapshot, one.start, one.end), one.target)
            for one in found
            if snapshot is not None
        ]


def _symbol(server: MoonwalkServer, snapshot: Snapshot, entry: Outline) -> types.DocumentSymbol:
    return types.DocumentSymbol(
        name=entry.name,
        kind=SYMBOL_KINDS[entry.kind],
        range=range_of(server, snapshot, entry.start, entry.end),
        selection_range=range_of(server, snapshot, entry.name_start, entry.name_end),
        detail=entry.detail,
        children=[_symbol(server, snapshot, child) for child in entry.children],
    )


def _selection(server: MoonwalkServer, snapshot: Snapshot, spans: list[Span]) -> types.SelectionRange:
    made: types.SelectionRange | None = None
    for span in reversed(spans):
        made = types.SelectionRange(range_of(server, snapshot, span.start, span.end), made)
    assert made is not None
    return made


def _register_tokens(server: MoonwalkServer) -> None:
    last: dict[str, tuple[str, list[int]]] = {}  # what was sent of each file, and under which name
    count = 0

    def remember(uri: str, data: list[int]) -> str:
        nonlocal count
        count += 1
        last[uri] = (str(count), data)
        return str(count)

    def encoded(snapshot: Snapshot) -> list[int]:
        return semantic_tokens.encode(snapshot, semantic_tokens.tokens(snapshot), server.encoding)

    @server.feature(types.TEXT_DOCUMENT_SEMANTIC_TOKENS_FULL, _LEGEND)
    def full(params: types.SemanticTokensParams) -> types.SemanticTokens:
        snapshot = server.opened(params.text_document.uri)
        data = [] if snapshot is None else encoded(snapshot)
        return types.SemanticTokens(data, remember(params.text_document.uri, data))

    @server.feature(types.TEXT_DOCUMENT_SEMANTIC_TOKENS_FULL_DELTA, _LEGEND)
    def delta(params: types.SemanticTokensDeltaParams) -> types.SemanticTokens | types.SemanticTokensDelta:
        uri = params.text_document.uri
        snapshot = server.opened(uri)
        data = [] if snapshot is None else encoded(snapshot)
        name, before = last.get(uri, ("", []))
        if name != params.previous_result_id:
            return types.SemanticTokens(data, remember(uri, data))
        changes = [
            types.SemanticTokensEdit(one.start, one.removed, one.data)
            for one in semantic_tokens.difference(before, data)
        ]
        return types.SemanticTokensDelta(changes, remember(uri, data))

    @server.feature(types.TEXT_DOCUMENT_SEMANTIC_TOKENS_RANGE, _LEGEND)
    def of_range(params: types.SemanticTokensRangeParams) -> types.SemanticTokens:
        snapshot = server.opened(params.text_document.uri)
        if snapshot is None:
            return types.SemanticTokens([])
        start = offset(server, snapshot, params.range.start)
        end = offset(server, snapshot, params.range.end)
        found = semantic_tokens.tokens(snapshot, start, end)
        return types.SemanticTokens(semantic_tokens.encode(snapshot, found, server.encoding))


def _register_hints(server: MoonwalkServer) -> None:
    @server.feature(types.TEXT_DOCUMENT_INLAY_HINT)
    def hints(params: types.InlayHintParams) -> list[types.InlayHint]:
        snapshot = server.opened(params.text_document.uri)
        if snapshot is None:
            return []
        start = offset(server, snapshot, params.range.start)
        end = offset(server, snapshot, params.range.end)
        return [_hint(server, snapshot, one) for one in inlay_hints.inlay_hints(server.project, snapshot, start, end)]

    @server.feature(types.TEXT_DOCUMENT_CODE_LENS, types.CodeLensOptions(resolve_provider=True))
    def lenses(params: types.CodeLensParams) -> list[types.CodeLens]:
        snapshot = server.opened(params.text_document.uri)
        if snapshot is None:
            return []
        found: list[types.CodeLens] = []
        if server.project.settings.reference_lenses:
            for one in code_lens.lenses(snapshot):
                place = range_of(server, snapshot, one.start, one.end)
                found.append(types.CodeLens(place, data={"uri": snapshot.uri, "offset": one.start}))
        if server.project.settings.recording_lenses:
            for lens in recorded_lenses.recorded_lenses(server.project, snapshot):
                place = range_of(server, snapshot, lens.span.start, lens.span.end)
                command = types.Command(lens.title, lens.command, arguments=[*lens.arguments])
                found.append(types.CodeLens(place, command))
        return found

    @server.feature(types.CODE_LENS_RESOLVE)
    def resolve_lens(lens: types.CodeLens) -> types.CodeLens:
        if lens.command is not None:
            return lens  # those of recordings are whole from the beginning; some clients ask all the same
        data: Any = lens.data
        snapshot = server.opened(data["uri"]) if isinstance(data, dict) else None
        title = "0 references"
        arguments: list[Any] = []
        if snapshot is not None:
            start = offset(server, snapshot, lens.range.start)
            found = code_lens.resolve(server.project, snapshot, start)
            title = found.title
            arguments = [snapshot.uri, lens.range.start, locations(server, found.places)]
        lens.command = types.Command(title, SHOW_REFERENCES, arguments=arguments)
        return lens


def _register_values(server: MoonwalkServer) -> None:
    @server.feature(types.TEXT_DOCUMENT_INLINE_VALUE)
    def inline_values(params: types.InlineValueParams) -> list[types.InlineValue]:
        snapshot = server.opened(params.text_document.uri)
        if snapshot is None:
            return []
        start = offset(server, snapshot, params.range.start)
        end = offset(server, snapshot, params.range.end)
        stopped = offset(server, snapshot, params.context.stopped_location.start)
        found: list[types.InlineValue] = []
        for one in recorded_values.session_values(snapshot, start, end, stopped):
            place = range_of(server, snapshot, one.start, one.end)
            found.append(types.InlineValueVariableLookup(place, case_sensitive_lookup=True, variable_name=one.name))
        if found:
            return found
        for one in recorded_values.chosen_values(server.project, snapshot, start, end):
            place = range_of(server, snapshot, one.start, one.end)
            found.append(types.InlineValueText(place, f"{one.name} = {one.value}"))
        return found


def _hint(server: MoonwalkServer, snapshot: Snapshot, one: inlay_hints.Hint) -> types.InlayHint:
    kinds = {
        inlay_hints.TYPE: types.InlayHintKind.Type,
        inlay_hints.OBSERVED: types.InlayHintKind.Type,
        inlay_hints.PARAMETER: types.InlayHintKind.Parameter,
    }
    position = range_of(server, snapshot, one.offset, one.offset).start
    return types.InlayHint(
        position,
        one.text,
        kinds.get(one.kind),
        text_edits=edits(server, snapshot, one.edits) or None,
        tooltip=one.tooltip.replace("`", "") or None,
        padding_left=one.kind == inlay_hints.VALUE or None,
        padding_right=one.kind == inlay_hints.PARAMETER,
    )
