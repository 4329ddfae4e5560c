"""A Ctrl-C of a recorded run comes again in every replay."""

from pathlib import Path

from debugger.session import Session
from debugger.stops import Reason
from engine.host.recording import read_recording
from tests.engine.host.recordings import (
    CATCHES,
    Interrupted,
    InterruptedRecorder,
    Recorded,
    program,
    record,
    run,
)


def check_everywhere(file: Recorded, around: int) -> None:
    """Seek all over the run, far beyond what the ring holds, and go forward from there across the Ctrl-C."""
    session = Session.of_recording(read_recording(file.path), history=64)
    assert session.history.checkpoints is not None
    session.history.checkpoints.shortest = 100
    while session.step_instruction(37).reason not in (Reason.FINISHED, Reason.ERROR):
        pass
    end, output = session.t, session.output()
    for t in (*range(0, end, max(1, end // 20)), *range(around - 1, around + 3)):
        for steps in (1, 5, 200):
            session.seek(t)
            session.step_instruction(steps)
            assert session.t == min(end, t + steps)
    session.seek(0)
    assert session.continue_().reason is Reason.FINISHED
    assert (session.t, session.output()) == (end, output)


def test_between_two_instructions(tmp_path: Path) -> None:
    script = tmp_path / "x.lua"
    loop = "local n = 0\nprint(pcall(function() while true do n = n + 1 end end))\n"
    script.write_text(loop + "for i = 1, 300 do n = n + i end")
    check_everywhere(run(InterruptedRecorder(str(tmp_path / "x.mwk"), program(str(script)))), 500)


def test_while_the_program_waits(tmp_path: Path) -> None:
    source = f"for i = 1, 200 do local x = {{}} end {CATCHES} for i = 1, 200 do local x = {{i}} end"
    check_everywhere(record(tmp_path, source, stdin=Interrupted(b"one\ntwo\n")), 620)
