"""The oracle of replay: the full state at every step of a plain forward run, against what seeking the run gives."""

import io
import random

from engine.history.state import Form, state_form
from engine.host.vm import VM
from engine.runtime.host import ExitRequest, Host
from engine.syntax.dialects import LUA_54, Dialect
from engine.vm import run


class StoppedClock(Host):
    """A world where two runs of a program are the same."""

    def __init__(self) -> None:
        super().__init__(io.BytesIO(b"one\ntwo\n3\n"), io.BytesIO(), io.BytesIO())

    def clock(self) -> float:
        return 1.5

    def time(self) -> int:
        return 1_000_000


def forms_of_run(source: bytes, dialect: Dialect, max_steps: int) -> dict[int, Form]:
    """The state at each step (those that no instruction ends at left out), from a run without any history."""
    vm = VM(dialect, host=StoppedClock())
    machine = vm.machine
    machine.keep_output = True
    run.enter(machine, vm.load(source, b"=oracle"), [])
    forms: dict[int, Form] = {machine.t: state_form(machine)}
    while machine.t < max_steps and machine.results is None and machine.failure is None:
        before = machine.t
        try:
            run.advance(machine, machine.t + 1)
        except ExitRequest:
            break
        if machine.t == before + 1:
            forms[machine.t] = state_form(machine)
    return forms


def check_replay(
    source: bytes,
    *,
    dialect: Dialect = LUA_54,
    history: int = 0,
    spacing: int = 40,
    budget: int = 1 << 30,
    max_steps: int = 3000,
    jumps: int = 40,
) -> VM:
    """Run a program with checkpoints every `spacing` steps, seek all over it, and compare.

    The VM, at the newest moment.
    """
    forms = forms_of_run(source, dialect, max_steps)
    newest = max(forms)
    vm = VM(dialect, history=history, whole_run=True, checkpoint_bytes=budget, host=StoppedClock())
    machine, recorded = vm.machine, vm.history
    assert recorded is not None
    assert recorded.checkpoints is not None
    machine.keep_output = True
    recorded.checkpoints.shortest = spacing
    run.enter(machine, vm.load(source, b"=oracle"), [])
    recorded.host_acted()
    chance = random.Random(newest)
    while machine.t < newest:
        run.advance(machine, min(newest, machine.t + chance.randint(1, spacing)))
        recorded.keep_up()
        recorded.checkpoints.dearest = 0

    def compare() -> None:
        if machine.t in forms:
            assert state_form(machine) == forms[machine.t], f"the state at t={machine.t} differs"

    def go(t: int) -> None:
        recorded.seek(t)
        assert machine.t == t
        compare()

    compare()
    output = list(machine.output)
    oldest = recorded.oldest
    for _ in range(jumps):
        t = chance.randint(oldest, newest)
        go(t)
        for _ in range(chance.randint(0, 3)):
            if machine.t > oldest:
                recorded.step_back()
                compare()
        for _ in range(chance.randint(0, 5)):
            if machine.t < newest:
                recorded.step_forward()
                compare()
    go(oldest)
    go(newest)
    assert machine.output == output
    return vm
