"""The oracle of snapshots: a run that goes on in another machine from a snapshot does what the straight run did."""

import io
import random
from dataclasses import dataclass
from functools import partial

import msgpack  # type: ignore[import-untyped]  # it comes without types

from engine.compiler.proto import Proto
from engine.history.code_table import CodeTable, LoadedChunk
from engine.history.event_log import Event, EventLog, LoggedProcess, LoggedStream
from engine.history.library_objects import LibraryObjects
from engine.history.snapshot_reader import read_snapshot
from engine.history.snapshot_writer import write_snapshot
from engine.history.state import state_hash
from engine.host.functions import recorded
from engine.host.no_world import NO_PROCESS, NO_STREAM, NoWorld
from engine.host.vm import VM
from engine.runtime.host import ExitRequest, Host
from engine.stdlib.files import PROCESS, LuaFile
from engine.syntax.dialects import LUA_54, Dialect
from engine.vm import loop, run
from engine.vm.machine import Machine


@dataclass
class Moment:
    """What a straight run was like between two instructions."""

    t: int
    state: str
    position: int
    written: int
    chunks: int
    snapshot: bytes


@dataclass
class Straight:
    """A run from beginning to end: its moments, its chunks, its events and what it wrote."""

    moments: list[Moment]
    chunks: list[LoadedChunk]
    events: list[Event]
    output: bytes


class World(Host):
    """A world that can be told from any other run's."""

    def __init__(self, stdout: io.BytesIO) -> None:
        super().__init__(io.BytesIO(b"one\ntwo\n3\nfour\n"), stdout, io.BytesIO())


def advance(machine: Machine, limit: int) -> bool:
    """Execute up to a step; whether the program can go on."""
    try:
        return run.advance(machine, limit) == loop.LIMIT
    except ExitRequest:
        run.end(machine)
        return False


def run_straight(source: bytes, dialect: Dialect, steps: int, spacing: int, seed: int) -> Straight:
    """Run a program for `steps` at most; its moments are up to `spacing` steps from each other."""
    log = EventLog()
    stdout = io.BytesIO()
    vm = VM(dialect, host=World(stdout), log=log)
    machine = vm.machine
    library = LibraryObjects(machine)
    code = CodeTable(machine, library)
    straight = Straight([], [], log.events, b"")

    def note(proto: Proto) -> None:
        code.add(int(machine.t), proto)

    machine.on_chunk = note
    chance = random.Random(seed)
    run.enter(machine, vm.load(source, b"=oracle"), [])
    goes_on = True
    while True:
        snapshot: bytes = msgpack.packb(write_snapshot(machine, library, code))
        new = [first for first in code.take_used() if first not in {chunk.first for chunk in straight.chunks}]
        straight.chunks += [code.chunk(first) for first in new]
        t, state, written = int(machine.t), state_hash(machine), len(stdout.getvalue())
        straight.moments.append(Moment(t, state, log.position, written, len(straight.chunks), snapshot))
        if not goes_on or machine.t >= steps:
            break
        goes_on = advance(machine, min(steps, machine.t + chance.randint(1, spacing)))
    straight.output = stdout.getvalue()
    return straight


def check_moment(straight: Straight, at: int, dialect: Dialect) -> None:
    """Go on from a moment in a new machine, to the end of the run."""
    moment = straight.moments[at]
    log = EventLog()
    log.sealed = True
    log.events.extend(straight.events)
    stdout = io.BytesIO()
    vm = VM(dialect, host=NoWorld(stdout, io.BytesIO()), log=log)
    log.position = moment.position
    machine = vm.machine
    library = LibraryObjects(machine)
    code = CodeTable(machine, library)
    for chunk in straight.chunks[: moment.chunks]:
        code.add_loaded(chunk)

    def reopen(kind: int) -> LuaFile:
        if kind == PROCESS:
            process = LoggedProcess(log, NO_PROCESS)
            return LuaFile(process.stream, kind, process)
        return LuaFile(LoggedStream(log, NO_STREAM), kind)  # type: ignore[arg-type]  # it is one in what it does

    snapshot = msgpack.unpackb(moment.snapshot, use_list=False)
    read_snapshot(machine, library, code, snapshot, reopen, partial(recorded, machine, log))
    assert state_hash(machine) == moment.state, f"the state at t={moment.t} is another after reading"
    for later in straight.moments[at + 1 :]:
        advance(machine, later.t)
        assert machine.t == later.t
        assert state_hash(machine) == later.state, f"the state at t={later.t} is another, from t={moment.t}"
    assert stdout.getvalue() == straight.output[moment.written :]


def check_snapshots(
    source: bytes, *, dialect: Dialect = LUA_54, steps: int = 3000, spacing: int = 40, checked: int = 8, seed: int = 0
) -> int:
    """Run a program and go on from some of its moments; how many moments there were."""
    straight = run_straight(source, dialect, steps, spacing, seed)
    chance = random.Random(seed)
    moments = range(len(straight.moments))
    for at in chance.sample(moments, min(checked, len(moments))):
        check_moment(straight, at, dialect)
    return len(moments)
