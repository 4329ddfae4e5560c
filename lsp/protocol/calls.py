"""The call hierarchy."""

from lsprotocol import types

from lsp.features import call_hierarchy
from lsp.features.call_hierarchy import Calls, Item
from lsp.features.observed import times
from lsp.protocol.convert import offset, range_of
from lsp.protocol.server import MoonwalkServer


def register(server: MoonwalkServer) -> None:
    """Register the handlers."""
    project = server.project

    @server.feature(types.TEXT_DOCUMENT_PREPARE_CALL_HIERARCHY)
    def prepare(params: types.CallHierarchyPrepareParams) -> list[types.CallHierarchyItem]:
        snapshot = server.opened(params.text_document.uri)
        if snapshot is None:
            return []
        found = call_hierarchy.prepare(project, snapshot, offset(server, snapshot, params.position))
        return [item for item in (_item(server, one) for one in found) if item is not None]

    @server.feature(types.CALL_HIERARCHY_INCOMING_CALLS)
    def incoming(params: types.CallHierarchyIncomingCallsParams) -> list[types.CallHierarchyIncomingCall]:
        made: list[types.CallHierarchyIncomingCall] = []
        item = _read(server, params.item)
        for one in call_hierarchy.incoming(project, item) if item is not None else ():
            caller = _item(server, one.item, one.seen)
            if caller is not None:
                made.append(types.CallHierarchyIncomingCall(caller, _places(server, one)))
        return made

    @server.feature(types.CALL_HIERARCHY_OUTGOING_CALLS)
    def outgoing(params: types.CallHierarchyOutgoingCallsParams) -> list[types.CallHierarchyOutgoingCall]:
        made: list[types.CallHierarchyOutgoingCall] = []
        item = _read(server, params.item)
        for one in call_hierarchy.outgoing(project, item) if item is not None else ():
            callee = _item(server, one.item, one.seen)
            if callee is not None:
                made.append(types.CallHierarchyOutgoingCall(callee, _places(server, one)))
        return made


def _item(server: MoonwalkServer, one: Item, count: int = 0) -> types.CallHierarchyItem | None:
    snapshot = server.project.snapshot(one.uri)
    if snapshot is None:
        return None
    is_method = ":" in one.name
    return types.CallHierarchyItem(
        name=one.name,
        kind=types.SymbolKind.Method if is_method else types.SymbolKind.Function,
        uri=snapshot.uri,
        detail=f"{times(count)} in the last run" if count else None,
        range=range_of(server, snapshot, one.start, one.end),
        selection_range=range_of(server, snapshot, one.name_start, one.name_end),
    )


def _read(server: MoonwalkServer, item: types.CallHierarchyItem) -> Item | None:
    """The item that a client gives back."""
    snapshot = server.project.snapshot(item.uri)
    if snapshot is None:
        return None
    return Item(
        snapshot.uri,
        item.name,
        offset(server, snapshot, item.range.start),
        offset(server, snapshot, item.range.end),
        offset(server, snapshot, item.selection_range.start),
        offset(server, snapshot, item.selection_range.end),
    )


def _places(server: MoonwalkServer, calls: Calls) -> list[types.Range]:
    snapshot = server.project.snapshot(calls.uri)
    if snapshot is None:
        return []
    return [range_of(server, snapshot, place.start, place.end) for place in calls.places]
