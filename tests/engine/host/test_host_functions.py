"""Python functions that Lua calls: results, errors, effects on tables, calls back; and replays that do without them."""

from collections.abc import Generator
from typing import Any

import pytest

from engine.history.state import state_hash
from engine.host.vm import VM
from engine.runtime.call import Call
from engine.runtime.host import Host
from engine.runtime.table import LuaTable
from engine.runtime.values import LuaError
from engine.syntax.dialects import LUA_51, LUA_54, Dialect

PROGRAM = b"""
local account = { balance = 0 }
for i = 1, 20 do
  account.balance = account.balance + random(10)
  note(account, "last", i)
end
local made = build("x", 3)
local same = identity(account) == account
local ok, message = pcall(refuse, 7)
local doubled = map({ 1, 2, 3 }, function(n) account.calls = (account.calls or 0) + 1 return n * 2 end)
local nested = map({ 4, 5 }, function(n) return #map({ n, n }, function(m) return m end) + n end)
local fails, why = pcall(map, { 1 }, function() error("inside", 0) end)
local meta = getmetatable(tagged())
for i = 1, 30 do account.balance = account.balance + 1 end
return account.balance, account.last, made.name, made.list[3], made.self == made, same, ok, message,
    doubled[3], account.calls, nested[2], fails, why, meta.tag
"""


class Still(Host):
    """A world where time stands still, so that every VM gets the same seed of random numbers."""

    def time(self) -> int:
        return 1

    def clock(self) -> float:
        return 0.0


class World:
    """The functions, and how often they have been called."""

    def __init__(self) -> None:
        self.calls = 0

    def random(self, call: Call) -> object:
        self.calls += 1
        return int(call.check_integer(1)) * self.calls % 7

    def note(self, call: Call) -> object:
        self.calls += 1
        call.set(call.check_table(1), call.arg(2), call.arg(3))
        return None

    def build(self, call: Call) -> object:
        self.calls += 1
        outer, inner = call.new_table(), call.new_table()
        outer.set(b"name", call.check_string(1))
        for at in range(int(call.check_integer(2))):
            inner.set(at + 1, at * 10 + self.calls)
        outer.set(b"list", inner)
        outer.set(b"self", outer)
        return outer

    def identity(self, call: Call) -> object:
        return call.arg(1)

    def refuse(self, call: Call) -> object:
        self.calls += 1
        raise LuaError(b"refused %d" % call.check_integer(1))

    def tagged(self, call: Call) -> object:
        self.calls += 1
        table, meta = call.new_table(), call.new_table()
        call.set(meta, b"tag", self.calls)
        call.set_metatable(table, meta)
        return table

    def map(self, call: Call) -> Generator[tuple[object, list[object]], list[object], object]:
        self.calls += 1
        source, function = call.check_table(1), call.check_function(2)
        result = call.new_table()
        for at in range(1, int(source.length()) + 1):
            values = yield function, [source.get(at)]
            self.calls += 1
            result.set(at, values[0])
        return result


def world_of(vm: VM) -> World:
    world = World()
    for name in ("random", "note", "build", "identity", "refuse", "tagged", "map"):
        vm.define_function(name, getattr(world, name))
    return world


def ended(dialect: Dialect, **options: Any) -> tuple[VM, World, list[object]]:  # VM's options
    vm = VM(dialect, host=Still(), **options)
    world = world_of(vm)
    return vm, world, vm.run_source(PROGRAM, b"=program")


def every_state(vm: VM) -> list[str]:
    assert vm.history is not None
    found = []
    for t in range(vm.history.oldest, vm.history.newest + 1):
        vm.history.seek(t)
        found.append(state_hash(vm.machine))
    return found


@pytest.mark.parametrize("dialect", [LUA_54, LUA_51])
def test_a_replay_calls_none_of_them_and_is_the_same(dialect: Dialect) -> None:
    plain = ended(dialect)[2]
    assert plain[2:5] == [b"x", plain[3], True]
    assert plain[6:8] == [False, b"refused 7"]
    assert plain[11:13] == [False, b"inside"]
    whole, _, results = ended(dialect, history=1 << 20, whole_run=True)
    assert results == plain
    expected = every_state(whole)
    vm, world, results = ended(dialect, history=0, whole_run=True)
    assert results == plain
    calls = world.calls
    assert every_state(vm) == expected
    assert world.calls == calls


def test_what_is_no_lua_value_is_refused() -> None:
    vm = VM()
    vm.define_function("wrong", lambda call: object())
    vm.define_function("text", lambda call: ("é", 1))
    assert vm.run_source(b"return text()", b"=x") == ["é".encode(), 1]
    with pytest.raises(LuaError, match="returned a object, which is no Lua value"):
        vm.run_source(b"return wrong()", b"=x")


def test_arguments_are_checked_as_those_of_library_functions() -> None:
    vm = VM()
    vm.define_function("half", lambda call: call.check_number(1) / 2)
    with pytest.raises(LuaError, match=r"bad argument #1 to 'half' \(number expected, got nil\)"):
        vm.run_source(b"return half(nil)", b"=x")


def test_a_callback_may_yield() -> None:
    vm = VM()
    world_of(vm)
    source = b"""
    local co = coroutine.wrap(function() return map({1, 2}, function(n) return coroutine.yield(n) end) end)
    return co(), co(10), co(20)[2]
    """
    assert vm.run_source(source, b"=x") == [1, 2, 20]


def test_another_branch_cannot_go_on_in_the_middle_of_a_function() -> None:
    vm = VM(history=1 << 16, whole_run=True)
    world_of(vm)
    vm.run_source(b"inside = 0 return map({1, 2, 3}, function(n) inside = n return n end)", b"=x")
    assert vm.history is not None
    while vm.globals.get(b"inside") != 2:
        vm.history.step_back()
    vm.history.branch()
    from engine.vm import run

    run.advance(vm.machine, 1 << 40)
    assert vm.machine.failure is not None
    assert b"cannot go on in another branch of time" in bytes(vm.machine.failure.value)  # type: ignore[arg-type,call-overload]


def test_tables_as_arguments_are_the_programs_own() -> None:
    vm = VM()
    seen: list[object] = []
    vm.define_function("see", lambda call: seen.append(call.arg(1)))
    vm.run_source(b"t = {} see(t)", b"=x")
    assert isinstance(seen[0], LuaTable)
    assert seen[0] is vm.globals.get(b"t")


def test_what_a_function_allocates_is_counted_in_a_replay() -> None:
    """Found in a flight recorder's file: the replay said that it differed from the run."""
    vm = VM(history=1 << 12, whole_run=True)

    def make(call: Call) -> object:
        table = call.new_table()
        for at in range(1, 50):
            call.set(table, at, b"x" * at)
        return table

    vm.define_function("make", make)
    vm.run_source(b"local all = {} for i = 1, 3000 do all[i % 7] = make() end", b"@x.lua")
    assert vm.history is not None
    allocated = vm.machine.allocated
    vm.history.begin_replay(vm.history.newest - 1, False)
    vm.history.search_past(vm.history.newest)
    assert vm.machine.allocated == allocated
