"""Execution that repeats the Ctrl-Cs of a run: where one came, it comes again.

`advance` and `execute_planted` are those of `engine.vm.run`, for a machine whose answers are in a log.  What came in
the middle of a question is raised by the log (`Interruption`), what came between two instructions is an event here.
"""

from typing import Final

from mypy_extensions import i64

from engine.history.event_log import INTERRUPT, EventLog, Interruption
from engine.runtime.values import LuaError
from engine.vm import loop, run
from engine.vm.machine import Machine

INTERRUPTED: Final = 5
"""A reason beside those of `run.advance`: the machine has been interrupted, and may go on."""

MESSAGE: Final = b"interrupted!"


def interrupt(machine: Machine) -> None:
    """Let the running function fail, as `lua` does after Ctrl-C."""
    run.interrupt(machine, LuaError(MESSAGE))


def advance(machine: Machine, log: EventLog, limit: i64) -> int:
    """Execute until `machine.t` is `limit` or something stops it: the reasons of `run.advance`, or INTERRUPTED."""
    due = log.interrupt_at()
    if machine.t == due and machine.t < limit:
        _interrupt_between(machine, log)
        return INTERRUPTED
    try:
        reason = int(run.advance(machine, min(limit, due)))
    except Interruption:
        interrupt(machine)
        return INTERRUPTED
    if reason == loop.LIMIT and machine.t < limit and machine.t == log.interrupt_at():
        _interrupt_between(machine, log)
        return INTERRUPTED
    return reason


def execute_planted(machine: Machine, log: EventLog) -> bool:
    """Execute one instruction, also where a breakpoint is planted on it; whether the run was interrupted instead."""
    if machine.t == log.interrupt_at():
        _interrupt_between(machine, log)
        return True
    try:
        run.execute_planted(machine)
    except Interruption:
        interrupt(machine)
        return True
    return False


def _interrupt_between(machine: Machine, log: EventLog) -> None:
    log.next_event(INTERRUPT)
    interrupt(machine)
