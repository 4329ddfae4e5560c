"""The oracle of history: the full state, written down at every step of a forward run, against what the ring gives.

The state's canonical form (`engine.history.state`) knows nothing of the ring, and it is taken by a run that only
goes forward; going backward, forward again and anywhere must give the same forms.
"""

import io
import random

from engine.history.state import Form, state_form
from engine.host.vm import VM
from engine.runtime.host import ExitRequest
from engine.syntax.dialects import LUA_54, Dialect
from engine.vm import run


def check_program(
    source: bytes, *, dialect: Dialect = LUA_54, steps: int = 1 << 16, max_steps: int = 20_000, jumps: int = 60
) -> int:
    """Run a program, comparing at every reachable t; the number of steps it took.

    `steps` is the size of the ring; programs longer than `max_steps` are compared up to there.
    """
    vm = VM(dialect, history=steps, stdout=io.BytesIO(), stderr=io.BytesIO(), stdin=io.BytesIO())
    machine, history = vm.machine, vm.history
    assert history is not None
    run.enter(machine, vm.load(source, b"=oracle"), [])
    forms: dict[int, Form] = {machine.t: state_form(machine)}
    while machine.t < max_steps and machine.results is None and machine.failure is None:
        before = machine.t
        try:
            run.advance(machine, machine.t + 1)
        except ExitRequest:
            break
        if machine.t > before + 1:
            continue  # steps that are not instructions come along with one that is
        forms[machine.t] = state_form(machine)
    oldest, newest = history.oldest, history.newest

    def compare(t: int) -> None:
        assert machine.t == t
        if t in forms:
            assert state_form(machine) == forms[t], f"the state at t={t} differs"

    for t in range(newest - 1, oldest - 1, -1):
        history.step_back()
        compare(t)
    for t in range(oldest + 1, newest + 1):
        history.step_forward()
        compare(t)
    chance = random.Random(newest)
    for _ in range(jumps):
        t = chance.randint(oldest, newest)
        history.seek(t)
        compare(t)
    return newest
