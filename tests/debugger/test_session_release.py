"""A session that nobody holds any more is freed, with its machine and its history."""

import gc

from debugger.session import Session
from engine.host.vm import VM
from engine.vm.machine import Machine
from tests.debugger.sessions import debugging

PROGRAM = """\
local t = {}
local co = coroutine.wrap(function() for i = 1, 50 do coroutine.yield(i) end end)
for i = 1, 40 do t[i] = co() print(i) end
pcall(error, "x")
"""


def machines() -> int:
    for _ in range(3):  # the first finds the session, another what its end has let go
        gc.collect()
    return sum(isinstance(one, Machine) for one in gc.get_objects())


def used() -> Session:
    session = debugging(PROGRAM, history=1024)
    assert session.history.checkpoints is not None
    session.history.checkpoints.shortest = 200
    session.continue_()
    session.seek(5)
    session.evaluate("t")
    session.seek(session.newest - 3)
    session.branch()
    session.query.coverage().all()
    return session


def test_sessions_and_machines_do_not_add_up() -> None:
    session: Session | None = used()
    before = machines()
    for _ in range(3):
        session = used()
    assert machines() <= before
    del session
    assert machines() < before


def test_nor_do_machines_that_remember() -> None:
    before = machines()
    for whole_run in (False, True):
        vm = VM(history=1024, whole_run=whole_run)
        vm.run_source(PROGRAM.replace("print(i)", "").encode(), b"=x")
        assert vm.history is not None
        vm.history.step_back()
        del vm
    assert machines() <= before
