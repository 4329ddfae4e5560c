"""A Python program that embeds a VM, and editors that attach to it, one after another."""

import gc
import io
import socket
import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from debugger.dap.embedded import Embedded
from debugger.session import Session
from engine.host.vm import VM
from engine.runtime.call import Call
from engine.runtime.values import LuaError, NativeFunction
from tests.conftest import engine_is_compiled
from tests.debugger.dap.editor import SECONDS, Editor
from tests.debugger.dap.remote import Remote

RULES = b"""\
local total = 0
function add(n)
  total = total + n
  print("total", total)
  return total
end
function fail()
  error("no")
end
function ask(n)
  local answer = host(n)
  return answer + 1
end
"""

SOURCE = "rules.lua"


class Program:
    """The host: calls functions of the VM in a thread of its own."""

    def __init__(self) -> None:
        self.printed = io.BytesIO()
        self.vm = VM(whole_run=True, history=100_000, stdout=self.printed)
        self.threads: list[threading.Thread] = []
        self.vm.globals.set(b"host", NativeFunction("host", self._double))
        self.server = self.vm.listen_dap()
        self.vm.run_source(RULES, b"@" + SOURCE.encode())

    def _double(self, call: Call) -> object:
        self.threads.append(threading.current_thread())
        return call.check_integer(1) * 2

    def call(self, name: bytes, *arguments: object) -> "Called":
        return Called(lambda: self.vm.run(self.vm.globals.get(name), arguments))


class Called:
    """A call in progress."""

    def __init__(self, work: Callable[[], list[object]]) -> None:
        self._work = work
        self._outcome: Any = None
        self.thread = threading.Thread(target=self._run, daemon=True)
        self.thread.start()

    def _run(self) -> None:
        try:
            self._outcome = self._work()
        except LuaError as error:
            self._outcome = error

    def outcome(self) -> Any:
        self.thread.join(SECONDS)
        assert not self.thread.is_alive()
        return self._outcome


@pytest.fixture
def program() -> Iterator[Program]:
    begun = Program()
    yield begun
    begun.server.close()


@pytest.fixture
def connect(program: Program) -> Iterator[Callable[[], Remote]]:
    opened: list[Remote] = []

    def open_one() -> Remote:
        opened.append(Remote(program.server.port))
        return opened[-1]

    yield open_one
    for one in opened:
        if not one.loop.is_closed():
            one.close()


Connect = Callable[[], Remote]


def test_without_a_client_calls_just_run(program: Program) -> None:
    assert program.call(b"add", 2).outcome() == [2]
    assert program.printed.getvalue() == b"total\t2\n"


def test_breakpoints_in_calls_and_back_through_earlier_ones(program: Program, connect: Connect) -> None:
    editor = connect()
    assert [one["verified"] for one in editor.attach(SOURCE, [3])] == [True]
    assert program.server.wait_for_client(SECONDS)
    first = program.call(b"add", 2)
    assert (editor.stopped()["reason"], editor.line(), editor.evaluate("n")) == ("breakpoint", 3, "2")
    editor.ask("continue", threadId=1)
    assert first.outcome() == [2]
    second = program.call(b"add", 5)
    editor.stopped()
    assert editor.evaluate("total") == "2"
    assert (editor.move("reverseContinue")["reason"], editor.evaluate("n")) == ("breakpoint", "2")
    assert editor.evaluate("total") == "0"
    assert editor.move("continue")["reason"] == "breakpoint"
    editor.ask("continue", threadId=1)
    assert second.outcome() == [7]
    editor.ask("threads")
    assert editor.printed() == "total\t2\ntotal\t7\n"
    assert program.printed.getvalue() == b"total\t2\ntotal\t7\n"


def test_clients_one_after_another(program: Program, connect: Connect) -> None:
    editor = connect()
    editor.attach(SOURCE, [3])
    call = program.call(b"add", 1)
    editor.stopped()
    editor.move("stepBack")
    editor.ask("disconnect")
    assert call.outcome() == [1]
    assert program.call(b"add", 1).outcome() == [2]
    editor = connect()
    editor.attach(SOURCE, [4])
    call = program.call(b"add", 1)
    editor.stopped()
    assert editor.evaluate("total") == "3"
    assert editor.printed() == ""
    editor.close()  # without a word
    assert call.outcome() == [3]


def test_uncaught_errors_stop_and_then_go_to_the_host(program: Program, connect: Connect) -> None:
    editor = connect()
    editor.attach(SOURCE, [])
    call = program.call(b"fail")
    stop = editor.stopped()
    assert (stop["reason"], stop["text"]) == ("exception", "rules.lua:8: no")
    editor.ask("continue", threadId=1)
    assert call.outcome().value == b"rules.lua:8: no"
    assert program.call(b"add", 1).outcome() == [1]


def test_functions_of_the_host_run_in_its_own_thread(program: Program, connect: Connect) -> None:
    editor = connect()
    editor.attach(SOURCE, [11])
    call = program.call(b"ask", 20)
    editor.stopped()
    editor.move("next")
    assert editor.evaluate("answer") == "40"
    editor.ask("continue", threadId=1)
    assert call.outcome() == [41]
    assert program.threads == [call.thread]


def test_stop_at_the_next_call(program: Program, connect: Connect) -> None:
    editor = connect()
    editor.attach(SOURCE, [], stopOnEntry=True)
    call = program.call(b"add", 1)
    assert (editor.stopped()["reason"], editor.line()) == ("pause", 3)
    editor.ask("continue", threadId=1)
    call.outcome()
    editor.ask("pause", threadId=1)
    call = program.call(b"add", 1)
    assert (editor.stopped()["reason"], editor.line()) == ("pause", 3)
    editor.ask("continue", threadId=1)
    assert call.outcome() == [2]


def test_attach_and_pause_while_a_call_runs(program: Program, connect: Connect) -> None:
    endless = program.vm.load(b"while not stop do n = (n or 0) + 1 end return 'over'", b"=loop")
    call = Called(lambda: program.vm.run(endless))
    editor = connect()
    editor.attach(SOURCE, [])
    editor.ask("pause", threadId=1)
    assert editor.stopped()["reason"] == "pause"
    assert int(editor.evaluate("n")) >= 0
    program.vm.globals.set(b"stop", True)
    editor.ask("continue", threadId=1)
    assert call.outcome() == [b"over"]


def test_breakpoints_are_set_between_slices(
    program: Program, connect: Connect, monkeypatch: pytest.MonkeyPatch
) -> None:
    """While the program runs, the adapter touches it in its turn alone."""
    session = program.server.session
    inside: list[bool] = []  # slices in progress
    seen: list[bool] = []  # whether one was, as a breakpoint was set
    advance, set_breakpoint = session.advance, session.set_breakpoint

    def advancing(*arguments: int) -> Any:
        inside.append(True)
        try:
            return advance(*arguments)
        finally:
            inside.pop()

    def setting(*arguments: Any, **more: Any) -> Any:
        seen.append(bool(inside))
        return set_breakpoint(*arguments, **more)

    monkeypatch.setattr(session, "advance", advancing)
    monkeypatch.setattr(session, "set_breakpoint", setting)
    endless = program.vm.load(b"local n = 0\nwhile not stop do\n  n = n + 1\nend\nreturn 'over'", b"=loop")
    editor = connect()
    editor.attach(SOURCE, [])
    call = Called(lambda: program.vm.run(endless))
    for line in range(10, 30):
        editor.ask("setBreakpoints", source={"name": "loop"}, breakpoints=[{"line": line}])
    assert seen == [False] * 20
    editor.ask("setBreakpoints", source={"name": "loop"}, breakpoints=[{"line": 3}])
    assert editor.stopped()["reason"] == "breakpoint"
    program.vm.globals.set(b"stop", True)
    editor.ask("setBreakpoints", source={"name": "loop"}, breakpoints=[])
    editor.ask("continue", threadId=1)
    assert call.outcome() == [b"over"]


def test_requests_are_answered_while_a_function_of_the_host_runs(program: Program, connect: Connect) -> None:
    entered, leave = threading.Event(), threading.Event()

    def wait(call: Call) -> object:
        entered.set()
        assert leave.wait(SECONDS)
        return 1

    program.vm.globals.set(b"host", NativeFunction("host", wait))
    editor = connect()
    editor.attach(SOURCE, [])
    call = program.call(b"ask", 1)
    assert editor.beside(lambda: entered.wait(SECONDS))
    answer = editor.ask("setBreakpoints", source={"path": SOURCE}, breakpoints=[{"line": 12}])
    assert answer["breakpoints"][0]["verified"]
    assert program.server._turn_of.acquire(timeout=SECONDS)  # nobody holds it for the time of the function
    program.server._turn_of.release()
    leave.set()
    assert (editor.stopped()["reason"], editor.line()) == ("breakpoint", 12)
    editor.ask("continue", threadId=1)
    assert call.outcome() == [2]


def test_pause_in_a_library_function(program: Program, connect: Connect) -> None:
    size = 900 if engine_is_compiled() else 130  # about a second
    busy = program.vm.load(
        b"local text = ('a'):rep(%d)\nlocal found = text:match('a*a*b')\nreturn found" % size, b"@busy.lua"
    )
    editor = connect()
    editor.attach("busy.lua", [2])
    call = Called(lambda: program.vm.run(busy))
    editor.stopped()
    editor.ask("continue", threadId=1)
    editor.ask("pause", threadId=1)
    assert (editor.stopped()["reason"], editor.line()) == ("pause", 2)
    editor.ask("continue", threadId=1)
    assert call.outcome() == [None]


def test_what_is_not_the_client_s_to_do(program: Program, connect: Connect) -> None:
    editor = connect()
    editor.attach(SOURCE, [])
    assert "not ours" in editor.refused("restart")["message"]
    editor.ask("terminate")
    editor.event("terminated")
    editor.ask("disconnect")
    assert program.call(b"add", 1).outcome() == [1]


def test_through_an_adapter_that_the_editor_starts(program: Program, editor: Editor) -> None:
    editor.initialize()
    editor.ask("attach", port=program.server.port)
    assert editor.event("capabilities")["capabilities"]["supportsStepBack"]
    editor.event("initialized")
    editor.ask("setBreakpoints", source={"path": SOURCE}, breakpoints=[{"line": 3}])
    editor.ask("configurationDone")
    call = program.call(b"add", 4)
    editor.stopped()
    assert editor.evaluate("n") == "4"
    editor.ask("disconnect")
    assert call.outcome() == [4]


def test_nobody_listens(editor: Editor) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port = listening.getsockname()[1]
    editor.initialize()
    assert f"nothing listens at 127.0.0.1:{port}" in editor.refused("attach", port=port)["message"]
    assert 'name the "port"' in editor.refused("attach")["message"]
    assert "port should be from 1" in editor.refused("attach", port=70000)["message"]


def test_a_vm_that_forgets_cannot_be_debugged() -> None:
    with pytest.raises(ValueError, match="must keep its run"):
        VM().listen_dap()


TOTAL = b"""\
local n = 0
local function gone() end
function total(by)
  local function inner() n = n + by end
  inner()
  return n
end
"""


def test_functions_of_a_chunk_that_nobody_holds_any_more_have_names() -> None:
    vm = VM(whole_run=True, history=10_000)
    vm.run_source(TOTAL, b"@rules.lua")
    gc.collect()
    session = Session.of_vm(vm)
    for name in ("total", "rules.total", "inner"):
        (found,) = session.breakpoints.functions_named(name)
        assert found.line == {"inner": 4}.get(name, 3)


def test_a_port_that_is_taken(program: Program) -> None:
    with pytest.raises(OSError, match="address already in use"):
        Embedded(VM(whole_run=True, history=10), program.server.port, "127.0.0.1")


@pytest.mark.parametrize("ending", ["returns", "fails"])
def test_questions_reach_over_the_calls_of_the_host(
    program: Program, connect: Callable[[], Remote], ending: str
) -> None:
    editor = connect()
    editor.attach(SOURCE, [4])
    first = program.call(b"add", 2)
    editor.stopped()
    editor.ask("continue", threadId=1)
    assert first.outcome() == [2]
    if ending == "fails":
        failing = program.call(b"fail")
        editor.stopped()
        editor.ask("continue", threadId=1)
        assert isinstance(failing.outcome(), LuaError)
    second = program.call(b"add", 5)
    editor.stopped()
    frame = editor.frames()[0]["id"]

    def questions() -> list[Any]:
        writes = editor.ask("moonwalk/history", expression="total", frameId=frame)
        calls = editor.ask("moonwalk/calls", function="add")
        return [[one["new"] for one in writes["writes"]], len(calls["calls"])]

    assert questions() == [["0", "2", "7"], 2]
    assert editor.ask("moonwalk/origin", expression="total", frameId=frame)["root"]["value"] == "7"
    editor.move("reverseContinue")
    frame = editor.frames()[0]["id"]
    assert questions() == [["0", "2", "7"], 2]
    editor.move("continue")
    editor.ask("continue", threadId=1)
    assert second.outcome() == [7]
