"""Diagnostics to a client: sent unasked to one that cannot ask, else given when it asks; never both.

What is sent unasked is made in a task of its own, which a further change of the file cancels.  Of a large file what can
be told at once is told at once; once nothing has changed for a moment all of it is looked at, and told if it differs.
While the workspace is read, nothing is said that may be otherwise afterwards; then the client is told to ask again.
"""

import asyncio
from collections.abc import Coroutine
from typing import Final

from lsprotocol import types

from lsp.documents.snapshot import Snapshot
from lsp.features import diagnostics
from lsp.features.problem import Diagnostic
from lsp.protocol import rule_pages
from lsp.protocol.convert import range_of
from lsp.protocol.server import MoonwalkServer
from lsp.rules import finding

SOURCE: Final = "moonwalk"
_SETTLED: Final = 0.4  # seconds without a change
_MOST_BEGINNINGS: Final = 5  # other files change all the time: then it is done at one go

_SEVERITIES: Final = {
    finding.ERROR: types.DiagnosticSeverity.Error,
    finding.WARNING: types.DiagnosticSeverity.Warning,
    finding.INFORMATION: types.DiagnosticSeverity.Information,
    finding.HINT: types.DiagnosticSeverity.Hint,
}


def schedule(server: MoonwalkServer, uri: str) -> None:
    """See to it that the diagnostics of a file are sent, if they are to be."""
    if not server.pushes:
        return
    _replace(server, uri, _publish(server, uri))


def _replace(server: MoonwalkServer, uri: str, work: Coroutine[None, None, None]) -> None:
    """Begin a task about a file, in the place of the one before."""
    before = server.publishing.pop(uri, None)
    if before is not None:
        before.cancel()
    server.publishing[uri] = asyncio.ensure_future(work)


async def _publish(server: MoonwalkServer, uri: str) -> None:
    await asyncio.sleep(0)  # whatever the client has sent meanwhile comes first
    snapshot = server.project.open.get(uri)
    if snapshot is None:
        return
    try:
        found = diagnostics.soon(server.project, snapshot)
        _send(server, snapshot, found)
        complete = await _settled(server, snapshot)
        if complete is not None and complete != found:
            _send(server, snapshot, complete)
    except Exception as error:  # a failure here is nobody's answer: it goes into the log
        server.report_server_error(error, type(error))


def _send(server: MoonwalkServer, snapshot: Snapshot, found: list[Diagnostic]) -> None:
    items = [convert(server, snapshot, one) for one in found]
    server.text_document_publish_diagnostics(types.PublishDiagnosticsParams(snapshot.uri, items, snapshot.version))


async def _settled(server: MoonwalkServer, snapshot: Snapshot) -> list[Diagnostic] | None:
    """All of a file's diagnostics, once it has not been changed for a moment; None if they are known already."""
    if diagnostics.is_known(server.project, snapshot):
        return None
    await asyncio.sleep(_SETTLED)
    await server.has_read.wait()  # what is found before would have to be found again
    return await _complete(server, snapshot)


async def _complete(server: MoonwalkServer, snapshot: Snapshot) -> list[Diagnostic]:
    """All of a file's diagnostics, found in steps; in between others have their turn."""
    for _ in range(_MOST_BEGINNINGS):
        if diagnostics.is_known(server.project, snapshot):
            break
        for _ in diagnostics.steps(server.project, snapshot):
            await asyncio.sleep(0)
    return diagnostics.diagnostics(server.project, snapshot)


def _is_settling(server: MoonwalkServer, snapshot: Snapshot) -> bool:
    """Whether all of this version is being looked at already: another question does not begin it again."""
    task = server.publishing.get(snapshot.uri)
    return task is not None and not task.done() and server.settling.get(snapshot.uri) is snapshot


async def _refresh_when_settled(server: MoonwalkServer, snapshot: Snapshot, found: list[Diagnostic]) -> None:
    """Have a client ask again that was told what could be told at once, if there is more to tell."""
    try:
        complete = await _settled(server, snapshot)
    except Exception as error:  # as above
        server.report_server_error(error, type(error))
        return
    if complete is not None and complete != found and can_refresh(server):
        server.workspace_diagnostic_refresh(None)


def can_refresh(server: MoonwalkServer) -> bool:
    """Whether a client that asks for diagnostics can be told to ask again."""
    workspace = server.client_capabilities.workspace
    return workspace is not None and workspace.diagnostics is not None and bool(workspace.diagnostics.refresh_support)


def withdraw(server: MoonwalkServer, uri: str) -> None:
    """Take the diagnostics of a closed file back."""
    server.publishing.pop(uri, None)
    server.settling.pop(uri, None)
    if server.pushes:
        server.text_document_publish_diagnostics(types.PublishDiagnosticsParams(uri, []))


def convert(server: MoonwalkServer, snapshot: Snapshot, one: Diagnostic) -> types.Diagnostic:
    """A diagnostic as the protocol gives it."""
    tags = [types.DiagnosticTag.Unnecessary] if one.unnecessary else []
    if one.deprecated:
        tags.append(types.DiagnosticTag.Deprecated)
    related = [
        types.DiagnosticRelatedInformation(types.Location(snapshot.uri, range_of(server, snapshot, start, end)), text)
        for start, end, text in one.related
    ]
    for place, text in one.frames:
        other = server.project.snapshot(place.uri)
        if other is not None:
            where = types.Location(other.uri, range_of(server, other, place.start, place.end))
            related.append(types.DiagnosticRelatedInformation(where, text))
    return types.Diagnostic(
        range=range_of(server, snapshot, one.start, one.end),
        message=one.message,
        severity=_SEVERITIES[one.severity],
        code=one.code,
        code_description=rule_pages.description(server, one.code),
        source=SOURCE,
        tags=tags or None,
        related_information=related or None,
        data=None if one.moment is None else {"recording": one.moment.recording, "t": one.moment.t},
    )


def register_pull(server: MoonwalkServer) -> None:
    """Register the handlers for a client that asks."""
    options = types.DiagnosticOptions(identifier=SOURCE, inter_file_dependencies=True, workspace_diagnostics=True)

    @server.feature(types.TEXT_DOCUMENT_DIAGNOSTIC, options)
    async def document(params: types.DocumentDiagnosticParams) -> types.DocumentDiagnosticReport:
        await asyncio.sleep(0)
        if not can_refresh(server):
            await server.has_read.wait()  # some rules have to know all files, and there is no second answer
        snapshot = server.opened(params.text_document.uri)
        if snapshot is None:
            return types.RelatedFullDocumentDiagnosticReport(items=[])
        result_id = _result_id(server, snapshot)
        if params.previous_result_id == result_id:
            return types.RelatedUnchangedDocumentDiagnosticReport(result_id=result_id)
        found = diagnostics.soon(server.project, snapshot)
        if not diagnostics.is_known(server.project, snapshot) and not _is_settling(server, snapshot):
            server.settling[snapshot.uri] = snapshot
            _replace(server, snapshot.uri, _refresh_when_settled(server, snapshot, found))
        items = [convert(server, snapshot, one) for one in found]
        return types.RelatedFullDocumentDiagnosticReport(items=items, result_id=_result_id(server, snapshot))

    @server.feature(types.WORKSPACE_DIAGNOSTIC)
    async def workspace(params: types.WorkspaceDiagnosticParams) -> types.WorkspaceDiagnosticReport:
        await server.has_read.wait()  # before, there is no saying which files there are
        before = {one.uri: one.value for one in params.previous_result_ids}
        items: list[types.WorkspaceDocumentDiagnosticReport] = []
        for uri in server.project.uris():
            await asyncio.sleep(0)  # other requests have their turn, and this one can be cancelled
            snapshot = server.project.snapshot(uri)
            if snapshot is None:
                continue
            result_id = _result_id(server, snapshot)
            if before.get(uri) == result_id:
                items.append(
                    types.WorkspaceUnchangedDocumentDiagnosticReport(
                        uri=uri, result_id=result_id, version=snapshot.version
                    )
                )
                continue
            try:
                found = await _complete(server, snapshot)
            except Exception as error:  # one file's failure goes into the log, the others are told about all the same
                server.report_server_error(error, type(error))
                continue
            items.append(
                types.WorkspaceFullDocumentDiagnosticReport(
                    uri=uri,
                    version=snapshot.version,
                    items=[convert(server, snapshot, one) for one in found],
                    result_id=result_id,
                )
            )
        return types.WorkspaceDiagnosticReport(items)


def _result_id(server: MoonwalkServer, snapshot: Snapshot) -> str:
    """What names the state that a file's diagnostics come from: other files count as well."""
    project = server.project
    is_complete = diagnostics.is_known(project, snapshot) or not diagnostics.is_large(snapshot)
    state = f"{project.generation}:{project.recordings.generation}:{snapshot.version}"
    return state if is_complete else f"{state}:at once"
