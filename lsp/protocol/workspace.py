"""The workspace: folders, files on disk, settings, symbols of all files, renamed files."""

import asyncio
import os
from typing import Final

from lsprotocol import types

from debugger.recording_files import SUFFIX
from lsp.features.file_rename import renamed_files
from lsp.features.workspace_symbols import workspace_symbols
from lsp.protocol import indexing, recordings
from lsp.protocol.convert import edits, range_of
from lsp.protocol.display import SYMBOL_KINDS
from lsp.protocol.server import MoonwalkServer
from lsp.workspace import settings
from lsp.workspace.configuration import LUACHECKRC, LUARC
from lsp.workspace.uris import to_path

_MOST_SYMBOLS: Final = 1000
_LUA_FILES: Final = types.FileOperationRegistrationOptions(
    [
        types.FileOperationFilter(types.FileOperationPattern("**/*.lua"), "file"),
        types.FileOperationFilter(types.FileOperationPattern("**/*", types.FileOperationPatternKind.Folder), "file"),
    ]
)


def register(server: MoonwalkServer) -> None:
    """Register the handlers."""
    project = server.project

    @server.feature(types.WORKSPACE_SYMBOL)
    async def symbols(params: types.WorkspaceSymbolParams) -> list[types.SymbolInformation]:
        found: list[types.SymbolInformation] = []
        for count, one in enumerate(workspace_symbols(project, params.query)):
            if count % 200 == 0:
                await asyncio.sleep(0)
            snapshot = project.snapshot(one.uri)
            if snapshot is not None:
                place = range_of(server, snapshot, one.entry.name_start, one.entry.name_end)
                kind = SYMBOL_KINDS[one.entry.kind]
                location = types.Location(snapshot.uri, place)
                found.append(types.SymbolInformation(location, one.entry.name, kind, container_name=one.container))
            if len(found) == _MOST_SYMBOLS:
                break
        return found

    @server.feature(types.WORKSPACE_DID_CHANGE_CONFIGURATION)
    async def did_change_configuration(params: types.DidChangeConfigurationParams) -> None:
        workspace = server.client_capabilities.workspace
        if workspace is not None and workspace.configuration:
            await indexing.fetch_settings(server)
        else:
            project.configure(settings.read(params.settings))
            await indexing.refresh(server)

    @server.feature(types.WORKSPACE_DID_CHANGE_WORKSPACE_FOLDERS)
    async def did_change_folders(params: types.DidChangeWorkspaceFoldersParams) -> None:
        for folder in params.event.removed:
            path = to_path(folder.uri)
            if path is not None:
                project.remove_root(path)
        added = [path for path in (to_path(folder.uri) for folder in params.event.added) if path is not None]
        for path in added:
            project.add_root(path)
            project.begin_reading(path)
        indexing.start(server, added)

    @server.feature(types.WORKSPACE_DID_CHANGE_WATCHED_FILES)
    async def did_change_files(params: types.DidChangeWatchedFilesParams) -> None:
        recorded = False
        for change in params.changes:
            path = to_path(change.uri)
            if path is None:
                continue
            if path.endswith(SUFFIX):
                recorded = True
                continue
            if os.path.basename(path) in (LUARC, LUACHECKRC):
                project.forget_configurations()
            elif change.type == types.FileChangeType.Deleted:
                project.remove_path(path)
            else:
                project.read_file(path)
        await indexing.refresh(server)
        if recorded:
            await recordings.scan(server)

    @server.feature(types.WORKSPACE_WILL_RENAME_FILES, _LUA_FILES)
    def will_rename(params: types.RenameFilesParams) -> types.WorkspaceEdit | None:
        changes: dict[str, list[types.TextEdit]] = {}
        for one in params.files:
            for uri, found in renamed_files(project, one.old_uri, one.new_uri).items():
                snapshot = project.snapshot(uri)
                if snapshot is not None:
                    changes.setdefault(snapshot.uri, []).extend(edits(server, snapshot, found))
        return types.WorkspaceEdit(changes=changes) if changes else None
