"""Stepping into stops where the line event of PUC Lua's `debug.sethook` is raised (manual 6.10)."""

import contextlib
import io
from pathlib import Path

import lupa.lua54
import pytest

from debugger.stops import Reason
from engine.history.line_starts import all_are_instructions, always_begins, begins
from engine.history.ring import R_JOURNAL
from engine.history.undo import undo
from engine.host.vm import VM
from engine.runtime.values import LuaClosure, LuaError
from tests.debugger.sessions import debugging

SAMPLES = sorted((Path(__file__).parents[2] / "fixtures").glob("*.lua"))

TRACE = b"""
local source, most = ...
local main = assert(load(source, "@demo.lua"))
local lines, sethook, getinfo, resume = {}, debug.sethook, debug.getinfo, coroutine.resume
local function trace(_, line)
  if getinfo(2, "S").source == "@demo.lua" then
    if #lines == most then error("enough", 0) end
    lines[#lines + 1] = line
  end
end
local create = coroutine.create
function coroutine.create(f)
  local co = create(f)
  sethook(co, trace, "l")
  return co
end
function coroutine.wrap(f)
  local co = coroutine.create(f)
  local function pass(ok, ...)
    if not ok then error(..., 0) end
    return ...
  end
  return function(...) return pass(resume(co, ...)) end
end
print, io.write = function() end, function() end
resume(coroutine.create(main))
return lines
"""

PROGRAMS = {
    "calls": """\
local function add(a, b)
  return a + b
end
local function twice(f, x) return f(f(x, 1), 2) end
print(add(1, 2), twice(add, 3))
local x = add(
  add(1, 2),
  add(3, 4)
)
return add(x,
  x)
""",
    "recursion": """\
local function factorial(n)
  if n == 0 then
    return 1
  end
  return n * factorial(n - 1)
end
print(factorial(5))
""",
    "tail calls": """\
local function down(n)
  if n == 0 then return 'done' end
  return down(n - 1)
end
print(down(4))
local function other() return down(1) end
other()
""",
    "loops": """\
for i = 1, 3 do
  local x = i
end
for i = 1, 3 do print(i) end
for i = 3, 1 do print(i) end
for i = 1, 3 do end
local n = 3
while n > 0 do n = n - 1 end
while n < 3 do
  n = n + 1
  if n == 2 then break end
end
repeat n = n - 1 until n <= 0
repeat
  n = n + 1
until n > 2
for k, v in ipairs({ 1, 2 }) do print(k, v) end
for k, v in ipairs({ 1, 2 }) do
  print(k, v)
end
::again::
n = n - 1
if n > 0 then goto again end
do goto over end
n = 10
::over::
print(n)
""",
    "conditions": """\
local function f(a, b)
  local c = a and b
    or 3
  if a and
     b then
    return 1
  elseif a then
    return 2
  else
    return c
  end
end
f(1, 2) f(1, false) f(false, 1) f(nil, nil)
""",
    "errors": """\
local function fail(n)
  if n == 0 then
    error('down')
  end
  fail(n - 1)
  print('not here')
end
print(pcall(fail, 2))
print(select('#', pcall(error)))
local ok = pcall(function() local x = nil; return x.y end)
print(xpcall(fail, function(m)
  return m .. '!'
end, 1))
fail(1)
""",
    "methods and metamethods": """\
local point = { x = 1 }
point.__index = point
point.__add = function(a, b)
  return a.x + b.x
end
point.__lt = function(a, b)
  return a.x < b.x
end
function point:move(n)
  self.x = self.x + n
  return self
end
local a = setmetatable({}, point):move(1)
local b = setmetatable({ x = 5 }, point)
print(a + b, a.y)
if a < b then print('less') end
while b < a do break end
repeat b.x = b.x - 1 until b < a
""",
    "closing": """\
local function closer(name)
  return setmetatable({}, { __close = function()
    print(name)
  end })
end
do
  local a <close> = closer('a')
  local b <close> = closer('b')
  print('inside')
end
local function f()
  local c <close> = closer('c')
  return 1
end
f()
pcall(function()
  local d <close> = closer('d')
  error('out')
end)
""",
    "coroutines": """\
local co = coroutine.create(function(a)
  local b = coroutine.yield(a + 1)
  error('dead')
end)
print(coroutine.resume(co, 1))
print(coroutine.resume(co, 2))
print(coroutine.resume(co))
""",
    "library calls back": """\
local t = { 3, 1, 2 }
table.sort(t, function(a, b)
  return a < b
end)
print(('abc'):gsub('%w', function(c)
  return c:upper()
end))
""",
}


def traced(source: str, most: int) -> list[int]:
    lua = lupa.lua54.LuaRuntime(encoding=None)
    return list(lua.execute(TRACE, source.encode(), most).values())


def stepped(source: str, most: int) -> list[int]:
    session = debugging(source)
    found = [session.stop.line]
    while len(found) < most and (stop := session.step_in()).reason is Reason.STEP:
        found.append(stop.line)
    return found


@pytest.mark.parametrize("name", PROGRAMS)
def test_samples(name: str) -> None:
    source = PROGRAMS[name]
    assert stepped(source, 1000) == traced(source, 1000)


BOOKKEEPING = """\
local weak = setmetatable({}, { __mode = "k" })
for i = 1, 200 do
  local t = setmetatable({}, { __gc = function() seen = i end })
  weak[{}] = t
  if i % 50 == 0 then collectgarbage() end
end
local lines = 0
debug.sethook(function() lines = lines + 1 end, "l")
local x = 1
x = x + 1
debug.sethook()
x = x + 1
print(lines)
"""


@pytest.mark.parametrize("name", [*PROGRAMS, "bookkeeping", *[path.stem for path in SAMPLES]])
def test_an_instruction_that_always_begins_a_line_does_so_at_every_moment(name: str) -> None:
    """The shortcut says of no moment what the steps before it deny."""
    texts = {**PROGRAMS, "bookkeeping": BOOKKEEPING}
    source = texts[name].encode() if name in texts else next(one for one in SAMPLES if one.stem == name).read_bytes()
    vm = VM(history=1 << 15, stdout=io.BytesIO())
    with contextlib.suppress(LuaError):
        vm.run_source(source, b"=demo")
    assert vm.history is not None
    machine, oldest = vm.machine, vm.history.oldest
    vm.history.keep_live_pc()
    found = 0
    while machine.t > oldest:
        co = machine.current
        depth = co.depth
        function = co.functions[depth] if depth >= 0 else None
        is_journaled = machine.ring.tags[machine.t & machine.ring.mask] == R_JOURNAL
        pc = co.pcs[depth] if depth >= 0 else -1
        is_sure = (
            isinstance(function, LuaClosure)
            and not function.proto.is_library
            and machine.failure is None
            and all_are_instructions(machine, co)
            and pc < len(function.proto.lines)
            and always_begins(function.proto, pc)
        )
        undo(machine)
        if is_sure:
            assert isinstance(function, LuaClosure)
            found += 1
            assert begins(machine, co, depth, function, pc, is_journaled), (function.proto.line, pc)
    assert found > 0 or machine.collects  # then a step may be a collection
