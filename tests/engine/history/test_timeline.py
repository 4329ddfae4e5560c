"""The ends of history: its size in steps, its budget in bytes, and what is said beyond them."""

import io

import pytest

from engine.history.state import state_hash
from engine.history.timeline import OutOfHistory
from engine.host.vm import VM

BUSY = b"local t = {} for i = 1, 40000 do t[i % 50 + 1], t.x = i, {i} table.insert(t, i) table.remove(t) end print(#t)"


def ran(source: bytes, history: int, history_bytes: int = 1 << 30) -> VM:
    vm = VM(history=history, history_bytes=history_bytes, stdout=io.BytesIO())
    vm.run_source(source, b"=test")
    return vm


def test_steps_that_are_no_longer_kept_are_named() -> None:
    history = ran(BUSY, 1024).history
    assert history is not None
    assert history.newest - history.oldest <= 1024
    with pytest.raises(OutOfHistory, match=f"the oldest reachable step is t={history.oldest}"):
        history.seek(3)
    with pytest.raises(OutOfHistory, match="has not been executed"):
        history.seek(history.newest + 1)
    assert history.machine.t == history.newest


def test_both_ends_stop_single_steps() -> None:
    history = ran(b"local a = 1", 1024).history
    assert history is not None
    with pytest.raises(OutOfHistory):
        history.step_forward()
    history.seek(history.oldest)
    with pytest.raises(OutOfHistory):
        history.step_back()


def test_journals_keep_to_their_budget() -> None:
    small = ran(BUSY, 1 << 20, 4_000_000)
    large = ran(BUSY, 1 << 20)
    assert small.history is not None
    assert large.history is not None
    small.history.keep_up()
    assert large.history.oldest == 0
    assert 0 < small.history.oldest < small.history.newest
    assert small.history.bytes_used < large.history.bytes_used
    assert small.verification.run() is None


def test_verify_finds_no_difference_and_leaves_the_machine_at_the_end() -> None:
    vm = ran(BUSY, 1 << 20)
    assert vm.history is not None
    before = state_hash(vm.machine)
    assert vm.verification.run() is None
    assert state_hash(vm.machine) == before


def test_verify_names_the_first_step_that_differs() -> None:
    """What changes behind the back of history is found, by the marks made while the program ran."""
    vm = VM(history=1 << 16, stdout=io.BytesIO())
    assert vm.history is not None
    vm.verification.every = 100
    vm.run_source(b"kept = {} for i = 1, 1000 do kept[i % 9] = i end", b"=test")
    assert vm.verification.run() is None
    vm.machine.globals.set(b"smuggled", True)
    wrong = vm.verification.run()
    assert wrong is not None
    assert wrong <= 100


def test_several_calls_of_the_host_are_one_history() -> None:
    vm = ran(b"function add(n) total = (total or 0) + n return total end", 4096)
    assert vm.history is not None
    add = vm.globals.get(b"add")
    hashes = {vm.steps: state_hash(vm.machine)}
    for number in (5, 7):
        assert vm.run(add, [number])[0] in (5, 12)
        hashes[vm.steps] = state_hash(vm.machine)
    assert vm.verification.run() is None
    for t, expected in hashes.items():
        vm.history.seek(t)
        assert state_hash(vm.machine) == expected


def test_branch_gives_up_what_came_later() -> None:
    vm = ran(b"print('a') print('b')", 1024)
    assert vm.history is not None
    vm.history.seek(3)
    vm.history.branch()
    assert vm.history.newest == 3
    assert not vm.history.in_past
