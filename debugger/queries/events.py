"""What the run itself keeps or tells on the way: output, loaded chunks, switches of coroutines."""

from debugger.breakpoints import source_path
from debugger.program_output import ProgramOutput
from debugger.queries.context import Context, all_protos
from debugger.queries.query import Work
from debugger.queries.results import Load, Output, Switch, Where
from engine.runtime.coroutine import Coroutine


def output(written: ProgramOutput, start: int, end: int) -> Work[Output]:
    """What the program wrote to its standard streams, in the order of time."""
    printed, errors = written.everything()
    pieces = [(one, "stdout") for one in printed] + [(one, "stderr") for one in errors]
    for piece, stream in sorted(pieces, key=lambda one: one[0].t):
        if start < piece.t <= end:
            text = piece.data.decode("utf-8", "replace")
            yield Output(piece.t, Where(piece.source, piece.line), text, stream)


def loads(context: Context, start: int, end: int) -> Work[Load]:
    """The chunks that were loaded, the program's own included."""
    for t, main in sorted(context.machine.chunks.items(), key=lambda one: one[0]):
        if start <= t <= end:
            yield Load(int(t), source_path(main), len(all_protos([main])))


def switches(context: Context, start: int, end: int) -> Work[Switch]:
    """The switches from one coroutine to another, in the order of time."""
    machine = context.machine
    sweep = context.sweep(start, end)
    waiting: list[int] | None = None
    machine.switched = []
    try:
        for _ in sweep.run():
            if waiting is None:
                waiting = _waiting(machine.current)
            found, machine.switched = machine.switched, []
            for t, source, target in found:
                kind = "return" if waiting and waiting[-1] == target else "resume"
                if kind == "return":
                    waiting.pop()
                else:
                    waiting.append(source)
                if start < t <= end:
                    yield Switch(t, kind, source, target)
            yield None
    finally:
        machine.switched = None


def _waiting(co: Coroutine) -> list[int]:
    """The identities of the coroutines that wait for one, the main one first."""
    found: list[int] = []
    running = co.resumer
    while running is not None:
        found.append(int(running.born))
        running = running.resumer
    return found[::-1]
