"""Indexing the workspace in the background, with progress; watching its files; fetching settings."""

import asyncio
import time
import uuid
from typing import Final

from lsprotocol import types
from pygls.exceptions import JsonRpcException

from debugger.recording_files import SUFFIX
from lsp.protocol.server import MoonwalkServer
from lsp.workspace import settings
from lsp.workspace.configuration import LUACHECKRC, LUARC

_BATCH_SECONDS: Final = 0.02  # between two looks at what the client wants
_WATCH_ID: Final = "moonwalk-files"


def start(server: MoonwalkServer, roots: list[str]) -> None:
    """Read all files of some folders, a few at a time."""
    server.start_task(asyncio.ensure_future(_index(server, roots)))


async def _index(server: MoonwalkServer, roots: list[str]) -> None:
    from lsp.protocol import recordings

    try:
        await _read(server, [path for root in roots for path in server.project.files_below(root)])
    finally:
        for root in roots:
            server.project.end_reading(root)
        server.has_read.set()
    if roots:
        await refresh(server)
        await recordings.scan(server)


async def _read(server: MoonwalkServer, paths: list[str]) -> None:
    token = await begin_progress(server, "Reading Lua files") if paths else None
    looked = time.monotonic()
    for at, path in enumerate(paths):
        server.project.read_file(path)
        if time.monotonic() - looked > _BATCH_SECONDS:
            if token is not None:
                if server.work_done_progress.tokens[token].cancelled():
                    break
                server.work_done_progress.report(
                    token,
                    types.WorkDoneProgressReport(
                        message=f"{at + 1} of {len(paths)}", percentage=100 * (at + 1) // len(paths)
                    ),
                )
            await asyncio.sleep(0)
            looked = time.monotonic()
    if token is not None:
        server.work_done_progress.end(token, types.WorkDoneProgressEnd(message=f"{len(paths)} files"))


async def begin_progress(server: MoonwalkServer, title: str) -> str | None:
    """Show a progress bar, if the client has them."""
    window = server.client_capabilities.window
    if window is None or not window.work_done_progress:
        return None
    token = str(uuid.uuid4())
    try:
        await server.work_done_progress.create_async(token)
    except JsonRpcException:  # refused: then there is no progress bar
        return None
    server.work_done_progress.begin(token, types.WorkDoneProgressBegin(title=title, cancellable=True, percentage=0))
    return token


async def refresh(server: MoonwalkServer) -> None:
    """Have the client ask again for what depends on other files."""
    from lsp.protocol import diagnostics

    for uri in server.project.open:
        diagnostics.schedule(server, uri)
    workspace = server.client_capabilities.workspace
    if workspace is None:
        return
    if not server.pushes and diagnostics.can_refresh(server):
        server.workspace_diagnostic_refresh(None)
    if workspace.inlay_hint is not None and workspace.inlay_hint.refresh_support:
        server.workspace_inlay_hint_refresh(None)
    if workspace.semantic_tokens is not None and workspace.semantic_tokens.refresh_support:
        server.workspace_semantic_tokens_refresh(None)
    if workspace.inline_value is not None and workspace.inline_value.refresh_support:
        server.workspace_inline_value_refresh(None)
    if workspace.code_lens is not None and workspace.code_lens.refresh_support:
        server.workspace_code_lens_refresh(None)


async def watch_files(server: MoonwalkServer) -> None:
    """Ask the client to tell of files that change on disk, if it can."""
    if not can_watch(server):
        return
    patterns = ("**/*.lua", "**/*.rockspec", f"**/{LUARC}", f"**/{LUACHECKRC}", f"**/*{SUFFIX}")
    options = types.DidChangeWatchedFilesRegistrationOptions(
        [types.FileSystemWatcher(glob_pattern=pattern) for pattern in patterns]
    )
    registration = types.Registration(_WATCH_ID, types.WORKSPACE_DID_CHANGE_WATCHED_FILES, options)
    await server.client_register_capability_async(types.RegistrationParams([registration]))


def can_watch(server: MoonwalkServer) -> bool:
    """Whether the client tells of files that change on disk, if it is asked to."""
    workspace = server.client_capabilities.workspace
    watching = None if workspace is None else workspace.did_change_watched_files
    return watching is not None and bool(watching.dynamic_registration)


async def fetch_settings(server: MoonwalkServer) -> None:
    """Ask the client for the settings, if it can be asked."""
    workspace = server.client_capabilities.workspace
    if workspace is None or not workspace.configuration:
        return
    item = types.ConfigurationItem(section=settings.SECTION)
    found = await server.workspace_configuration_async(types.ConfigurationParams([item]))
    if found and found[0] is not None:
        server.project.configure(settings.read(found[0]))
        await refresh(server)
