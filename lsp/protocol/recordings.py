"""Recordings: found in the workspace, played in the background, and what the user asks of them.

A recording is played in slices on the event loop, so requests are answered meanwhile.  The program runs again without
the outside world: nothing that it does has an effect.
"""

import asyncio
import os
import sys
from collections.abc import Callable
from typing import Final

from lsprotocol import types

from debugger.observing.iteration import Iteration
from debugger.recording_files import FOLDER, SUFFIX, make_folder, recording_name
from debugger.session import LoadError, Session
from engine.host.recording import read_recording
from engine.host.recording_format import RecordingError
from lsp.analysis.loops import loop_at
from lsp.features import recorded_lenses
from lsp.features.recorded_lenses import LAST
from lsp.protocol import indexing
from lsp.protocol.server import MoonwalkServer
from lsp.protocol.wire import RequestFailed
from lsp.recordings.line_map import NONE
from lsp.recordings.store import Run, files_of, folders_around
from lsp.workspace.uris import to_path

RECORD: Final = "moonwalk.record"
RELOAD: Final = "moonwalk.reloadRecordings"

_HISTORY: Final = 4_096  # steps that can be undone: whether a loop or a call came to an instruction
_LOOK_SECONDS: Final = 1.0
_LONGEST_RUN: Final = 600.0  # seconds that a program is recorded


def register(server: MoonwalkServer) -> None:
    """Register the commands."""

    @server.command(recorded_lenses.SHOW_ITERATION)
    async def show_iteration(uri: str, line: int, number: int) -> None:
        await _show_iteration(server, uri, line, number)

    @server.command(recorded_lenses.HIDE_ITERATION)
    async def hide_iteration(uri: str) -> None:
        server.project.recordings.choose(_own_uri(server, uri), None)
        await indexing.refresh(server)

    @server.command(RELOAD)
    async def reload_recordings() -> int:
        await scan(server, again=True)
        return len(server.project.recordings.paths())

    @server.command(RECORD)
    async def record_program(uri: str) -> str:
        return await _record(server, uri)


# -- finding and playing -----------------------------------------------------------------------------


async def scan(server: MoonwalkServer, again: bool = False) -> None:
    """Play the recordings of the workspace that are new, and forget those that are gone."""
    recordings = server.project.recordings
    found = list(_found(server))
    before = recordings.generation
    for path in set(recordings.paths()) - set(found):
        recordings.remove(path)
    for path in found:
        try:
            time = os.stat(path).st_mtime
        except OSError:
            continue
        if recordings.is_new(path, time) or again:
            await play(server, path)
    if recordings.generation != before:
        await indexing.refresh(server)


async def watch(server: MoonwalkServer) -> None:
    """Look for new recordings every now and then, for a client that does not tell of them."""
    while not server.is_shut_down:
        await asyncio.sleep(_LOOK_SECONDS)
        await scan(server)


def _found(server: MoonwalkServer) -> list[str]:
    """The recordings in the workspace folders and in the folders for recordings, the oldest first."""
    found: dict[str, float] = {}
    for root in server.project.roots:
        for folder in (root, *(os.path.join(root, name) for name in server.project.settings.recording_folders)):
            try:
                with os.scandir(folder) as entries:
                    files = [entry for entry in entries if entry.name.endswith(SUFFIX) and entry.is_file()]
                    found.update((entry.path, entry.stat().st_mtime) for entry in files)
            except OSError:
                continue
    return sorted(found, key=lambda path: (found[path], path))


async def play(server: MoonwalkServer, path: str) -> None:
    """Play a recording from its beginning to its end, and keep what was seen."""
    project = server.project
    try:
        time = os.stat(path).st_mtime
        recording = read_recording(path)
        session = Session.of_recording(recording, _HISTORY)
    except (OSError, RecordingError, LoadError) as error:
        server.project.recordings.remove(path)
        server.window_log_message(types.LogMessageParams(types.MessageType.Warning, f"{path}: {error}"))
        return
    observer = session.observer()
    if not await _in_slices(server, observer.advance, f"Playing {os.path.basename(path)}", recording.until, session):
        return
    program = session.path
    files = files_of(observer.seen, folders_around(path, project.roots))
    project.recordings.put(Run(path, time, program, observer.seen, files))


async def _in_slices(
    server: MoonwalkServer, advance: Callable[[], bool], title: str, end: int, session: Session
) -> bool:
    """Advance until it is done, with progress; False if the user has cancelled it."""
    token: str | None = None
    try:
        slices = 0
        while not advance():
            slices += 1
            if slices == 10:
                token = await indexing.begin_progress(server, title)
            if token is not None:
                if server.work_done_progress.tokens[token].cancelled():
                    return False
                if slices % 10 == 0:
                    part = min(100, 100 * session.t // max(end, 1))
                    report = types.WorkDoneProgressReport(message=f"step {session.t:,}", percentage=part)
                    server.work_done_progress.report(token, report)
            await asyncio.sleep(0)
    finally:
        if token is not None:
            server.work_done_progress.end(token, types.WorkDoneProgressEnd())
    return True


# -- what the user asks for ----------------------------------------------------------------------------


def _own_uri(server: MoonwalkServer, uri: str) -> str:
    snapshot = server.opened(uri)
    return uri if snapshot is None else snapshot.uri


async def _show_iteration(server: MoonwalkServer, uri: str, line: int, number: int) -> None:
    """Play the last run of a file to an iteration of the loop whose body begins with a line, and show its values."""
    project = server.project
    snapshot = server.opened(uri)
    evidence = None if snapshot is None else project.evidence(snapshot)
    loop = None if snapshot is None else loop_at(snapshot, line)
    if snapshot is None or evidence is None or loop is None:
        raise RequestFailed("There is no loop here that ran in a recorded run.")
    first, last = evidence.map.old(loop.first), evidence.map.old(loop.last)
    count = evidence.count(loop.first) or 0
    if NONE in (first, last) or not count:
        raise RequestFailed("The loop was changed since it ran.")
    wanted = count if number == LAST else number
    if not 1 <= wanted <= count:
        raise RequestFailed(f"The loop ran {count} times: there is no iteration {number}.")
    try:
        session = Session.of_recording(read_recording(evidence.run.path), _HISTORY)
    except (RecordingError, LoadError) as error:
        raise RequestFailed(str(error)) from None
    iteration: Iteration = session.iteration(evidence.source, first + 1, wanted, first + 1, last + 1)
    if await _in_slices(server, iteration.advance, f"Iteration {wanted}", evidence.run.seen.t, session):
        project.recordings.choose(snapshot.uri, iteration)
        await indexing.refresh(server)


async def _record(server: MoonwalkServer, uri: str) -> str:
    """Run a program and record it, without input; the recording's path."""
    path = to_path(uri)
    if path is not None and os.path.isfile(path) and server.opened(uri) is None:
        server.project.read_file(path)  # it is not known yet
    snapshot = server.opened(uri)
    if path is None or snapshot is None or not os.path.isfile(path):
        raise RequestFailed("Only a file on disk can be run.")
    root = server.project.root_of(uri) or os.path.dirname(path)
    folder = os.path.join(root, FOLDER)
    make_folder(folder)
    target = os.path.join(folder, recording_name(path, root))
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "debugger.cli", "run", "--lua", snapshot.dialect.key),
        *("--record", target, path),
        cwd=root,
        env=_environment(),
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    try:
        output, _ = await asyncio.wait_for(process.communicate(), _LONGEST_RUN)
    except (TimeoutError, asyncio.CancelledError):
        process.kill()
        await process.wait()
        raise
    if not os.path.isfile(target):
        raise RequestFailed(f"The program could not be recorded: {output.decode('utf-8', 'replace').strip()}")
    await play(server, target)
    await indexing.refresh(server)
    return target


def _environment() -> dict[str, str]:
    """The environment for a process that finds Moonwalk where this one did."""
    paths = [path for path in sys.path if path]
    return {**os.environ, "PYTHONPATH": os.pathsep.join(paths)}
