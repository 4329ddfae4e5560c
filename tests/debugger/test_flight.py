"""The flight recorder: what it keeps opens in the debugger and leads through the last steps of a VM."""

import io
import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from debugger.session import Session
from debugger.stops import Reason
from engine.history.state import state_hash
from engine.host.flight import FlightRecorder
from engine.host.recording import read_recording
from engine.host.recording_format import RecordingError
from engine.host.vm import VM
from engine.runtime.call import Call
from engine.runtime.values import LuaError, NativeFunction
from tests.debugger.sessions import moments, repeat

RULES = b"""\
local seen = {}
function rule(n)
  seen[#seen + 1] = n
  local sum = 0
  for i = 1, n do
    sum = sum + i % 7
  end
  print(n, sum)
  if n == 900 then
    local nothing
    return nothing.field
  end
  return sum
end
"""


@pytest.fixture
def short(monkeypatch: pytest.MonkeyPatch) -> None:
    """Checkpoints as often as they are wanted."""
    monkeypatch.setattr("engine.host.vm.SLICE", 500)
    monkeypatch.setattr("engine.host.tape._SHORTEST", 0)
    monkeypatch.setattr("engine.host.tape._TIMES_ITS_COST", 0)


def vm_with(flight: FlightRecorder) -> VM:
    vm = VM(stdout=io.BytesIO(), stderr=io.BytesIO(), log=flight.log)
    vm.run_source(RULES, b"@rules.lua")
    return vm


def opened(path: Path) -> Session:
    return Session.of_recording(read_recording(str(path)), history=1000)


def test_an_error_leaves_a_file_that_leads_back(tmp_path: Path) -> None:
    path = tmp_path / "crash.mwk"
    flight = FlightRecorder(on_error=str(path))
    vm = vm_with(flight)
    rule = vm.globals.get(b"rule")
    vm.run(rule, [5])
    with pytest.raises(LuaError, match=r"rules.lua:11: attempt to index a nil value"):
        vm.run(rule, [900])
    assert flight.problem_of_file == ""
    session = opened(path)
    assert (session.t, session.in_past) == (session.oldest, True)
    session.seek(session.newest)
    assert session.error_text().endswith("attempt to index a nil value (local 'nothing')")
    assert session.evaluate("n, sum") == [900, sum(i % 7 for i in range(1, 901))]
    assert session.step_back().line == 11  # before the instruction that fails
    assert session.step_back().line == 10
    session.set_breakpoint(6, "rules.lua", condition="i == 450")
    stop = session.reverse_continue()
    assert (stop.reason, session.evaluate("i")) == (Reason.BREAKPOINT, [450])
    assert session.output()[-1][1] == b"5\t15\n"
    session.seek(session.oldest)
    assert session.path == "rules.lua"


@pytest.mark.usefixtures("short")
def test_the_last_steps_alone_are_kept(tmp_path: Path) -> None:
    flight = FlightRecorder(steps=4000, interval=0)
    vm = vm_with(flight)
    vm.run(vm.globals.get(b"rule"), [8000])
    flight.dump(str(tmp_path / "x.mwk"))
    session = opened(tmp_path / "x.mwk")
    assert session.newest == vm.steps
    assert 4000 <= session.newest - session.oldest <= 4000 * 1.5 + 500
    session.seek(session.newest)
    assert state_hash(session.machine) != ""
    session.set_breakpoint(6, "rules.lua", condition="i % 100 == 0")
    backward = repeat(session.reverse_continue)
    assert len(moments(backward)) >= 8
    assert moments(repeat(session.continue_)) == moments(backward)[::-1]


@pytest.mark.usefixtures("short")
def test_bytes_are_bounded() -> None:
    flight = FlightRecorder(max_bytes=30_000, interval=0)
    vm = vm_with(flight)
    vm.run_source(b"local s = '' for i = 1, 2000 do s = i .. s print(s) end", b"=grow")
    assert 0 < flight.bytes_used < 60_000
    assert flight.oldest > 0


def test_calls_follow_each_other(tmp_path: Path) -> None:
    """From one call of the host to the next the debugger goes over, in both directions."""
    flight = FlightRecorder()
    vm = vm_with(flight)
    rule = vm.globals.get(b"rule")
    for n in (1, 2, 3):
        assert vm.run(rule, [n]) == [sum(range(n + 1))]
        vm.globals.set(b"between", n)
    flight.dump(str(tmp_path / "x.mwk"))
    session = opened(tmp_path / "x.mwk")
    session.set_breakpoint(4, "rules.lua")
    forward = repeat(session.continue_)
    assert [stop.line for stop in forward[:-1]] == [4, 4, 4]
    assert forward[-1].reason is Reason.FINISHED
    assert session.evaluate("between") == [2]
    assert moments(repeat(session.reverse_continue)) == moments(forward)[::-1]
    assert session.evaluate("between") == [None]


def test_after_an_error_it_goes_on(tmp_path: Path) -> None:
    flight = FlightRecorder()
    vm = vm_with(flight)
    rule = vm.globals.get(b"rule")
    with pytest.raises(LuaError):
        vm.run(rule, [900])
    vm.run(rule, [2])
    flight.dump(str(tmp_path / "x.mwk"))
    session = opened(tmp_path / "x.mwk")
    session.set_breakpoint(9, "rules.lua")
    session.set_breakpoint(13, "rules.lua")
    assert [stop.line for stop in repeat(session.continue_)[:-1]] == [9, 9, 13]


def test_a_signal_writes_the_file(tmp_path: Path) -> None:
    flight = FlightRecorder()
    path = tmp_path / "x.mwk"
    before = signal.getsignal(signal.SIGUSR1)
    flight.dump_on_signal(signal.SIGUSR1, str(path))
    try:
        vm = vm_with(flight)
        vm.run(vm.globals.get(b"rule"), [3])
        os.kill(os.getpid(), signal.SIGUSR1)
        assert opened(path).newest == vm.steps
    finally:
        signal.signal(signal.SIGUSR1, before)


def test_while_the_vm_runs_the_file_waits_for_a_look(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("engine.host.vm.SLICE", 500)
    path = tmp_path / "x.mwk"

    class Asking(FlightRecorder):
        def wrote(self, stream: int, data: bytes) -> None:
            super().wrote(stream, data)
            self.ask_for(str(path))
            assert not path.exists()

    vm = vm_with(Asking())
    vm.run_source(b"print('here') for i = 1, 1000 do end", b"=x")
    assert 0 < opened(path).newest < vm.steps


def of_the_host(call: object) -> object:
    return 1


HOSTED = b"""\
local prices, seen = {}, {}
function buy(n)
  local total = 0
  for i = 1, n do
    local price = price_of("thing " .. i)
    each(function(name, extra) total = total + extra; seen[#seen + 1] = name end)
    total = total + price.value + #stock(prices)
  end
  if n == 13 then error("no luck: " .. total) end
  return total
end
"""


def hosted(flight: FlightRecorder) -> tuple[VM, list[str]]:
    """A VM with functions of the host: one that makes a table, one that calls back, one that writes to a table."""
    vm = VM(stdout=io.BytesIO(), stderr=io.BytesIO(), log=flight.log)
    asked: list[str] = []

    def price_of(call: Call) -> object:
        name = call.check_string(1).decode()
        asked.append(name)
        table = call.new_table()
        call.set(table, b"value", len(asked))
        return table

    def each(call: Call) -> Iterator[object]:
        function = call.arg(1)
        for extra in (1, 2):
            yield function, [f"round {extra}".encode(), extra]

    def stock(call: Call) -> object:
        table = call.check_table(1)
        call.set(table, len(asked) % 5 + 1, b"x")
        return table

    vm.define_function("price_of", price_of)
    vm.define_function("each", each)
    vm.define_function("stock", stock)
    vm.run_source(HOSTED, b"@hosted.lua")
    return vm, asked


@pytest.mark.usefixtures("short")
def test_functions_of_the_host_are_in_it_and_are_not_called_again(tmp_path: Path) -> None:
    path = tmp_path / "crash.mwk"
    flight = FlightRecorder(steps=2000, on_error=str(path))
    vm, asked = hosted(flight)
    buy = vm.globals.get(b"buy")
    for n in range(1, 13):
        vm.run(buy, [n])
    with pytest.raises(LuaError):
        vm.run(buy, [13])
    assert flight.problem == ""
    count = len(asked)
    session = opened(path)
    assert session.oldest > 0
    session.seek(session.newest)
    assert "no luck" in session.error_text()
    total = session.evaluate("total")
    session.set_breakpoint(5, "hosted.lua")
    stops = moments(repeat(session.reverse_continue))
    assert len(stops) > 13
    session.seek(session.oldest)
    assert moments(repeat(session.continue_)) == stops[::-1]
    assert session.evaluate("total") == total
    session.seek(stops[0])
    assert session.evaluate("n, i") == [13, 13]
    assert len(asked) == count


def test_a_function_that_the_log_does_not_know_ends_it(tmp_path: Path) -> None:
    flight = FlightRecorder()
    vm = vm_with(flight)
    vm.run(vm.globals.get(b"rule"), [3])
    t = vm.steps
    vm.globals.set(b"host", NativeFunction("host", of_the_host))
    assert vm.run_source(b"return host()", b"=x") == [1]
    assert flight.problem == "it holds a function of the host (host)"
    flight.dump(str(tmp_path / "x.mwk"))
    assert opened(tmp_path / "x.mwk").newest == t


def test_nothing_to_write(tmp_path: Path) -> None:
    flight = FlightRecorder()
    with pytest.raises(RecordingError, match="nothing has been recorded"):
        flight.dump(str(tmp_path / "x.mwk"))
    other = tmp_path / "x.lua"
    other.write_text("print(1)")
    vm_with(flight)
    with pytest.raises(RecordingError, match="is no recording"):
        flight.dump(str(other))
