"""The ring gives the state of every step, backward, forward and in any order."""

from pathlib import Path

import pytest
from history_oracle import check_program
from hypothesis import given, settings

from tests.generated.programs import programs

ROOT = Path(__file__).parents[3]
FIXTURES = sorted((ROOT / "fixtures").rglob("*.lua"))
PROGRAMS = sorted(
    path for path in (ROOT / "tests" / "programs").rglob("*.lua") if not path.name.startswith("syntax_")
)
TOO_LONG = {"life.lua", "primes.lua", "queens.lua", "sorting.lua", "maze.lua", "matrix.lua", "stack_overflow.lua"}
"""Programs whose first steps alone are compared."""


@pytest.mark.parametrize("path", FIXTURES + PROGRAMS, ids=lambda path: str(path.relative_to(ROOT)))
def test_program(path: Path) -> None:
    limit = 600 if path.name in TOO_LONG else 1500
    assert check_program(path.read_bytes(), max_steps=limit, jumps=20) > 0


@given(programs())
@settings(max_examples=60)
def test_generated_program(source: str) -> None:
    check_program(source.encode(), max_steps=1500, jumps=20)


WRAPPING = b"local t = {} for i = 1, 2000 do t[i % 7 + 1] = {i} t['k' .. i % 5] = i end"


def test_ring_that_wraps_around() -> None:
    """Only the last steps are kept; those are exact, and the oldest is not passed."""
    check_program(WRAPPING, steps=1024, max_steps=5000)


EFFECTS = {
    "registers and arithmetic": b"local a, b = 1, 2.5 for i = 1, 5 do a, b = b * i, a - i end return a // 1, a % 3",
    "tables and order of pairs": b"local t = {} for i = 1, 9 do t['k' .. i] = i end t.k3 = nil t.new = 1 for k in pairs(t) do t[k] = nil end",
    "array growth from the hash part": b"local t = {} for i = 9, 1, -1 do t[i] = i end t[#t + 1] = 1 t[#t] = nil",
    "rebuilding of the hash part": b"local t = {} for i = 1, 60 do t['a' .. i] = i t['a' .. i - 3] = nil end",
    "table library": b"local t = {3, 1, 2} table.insert(t, 5) table.insert(t, 1, 9) table.remove(t) table.remove(t, 1) "
    b"table.sort(t) table.sort(t, function(a, b) return a > b end) table.move(t, 1, 2, 2) return table.concat(t, ',')",
    "metatables": b"local t = setmetatable({}, {__index = function(_, k) return k .. '!' end, __newindex = rawset, "
    b"__add = function() return 7 end, __lt = function() return true end, __concat = function() return 'c' end}) "
    b"t.x = t.y t.z = t + 1 t.w = t < t t.v = 'a' .. t .. 'b' setmetatable(t, nil)",
    "string metatable": b"getmetatable('').__len = nil getmetatable('').__add = function() return 1 end "
    b"local x = 'a' + 'b' getmetatable('').__index = {} getmetatable('').__index = string",
    "upvalues": b"local n = 0 local function inc() n = n + 1.5 return n end inc() inc() local fs = {} "
    b"for i = 1, 3 do fs[i] = function() i = i + 1 return i end end fs[1]() fs[2]()",
    "varargs and tail calls": b"local function f(...) return select('#', ...), ... end local function g(n, ...) "
    b"if n == 0 then return f(...) end return g(n - 1, n, ...) end return g(5)",
    "coroutines": b"local co = coroutine.wrap(function(a) local b = coroutine.yield(a + 1) pcall(coroutine.yield, b) "
    b"error('x') end) co(1) co(2) co(3) pcall(co) local d = coroutine.create(function() "
    b"local x <close> = setmetatable({}, {__close = print}) coroutine.yield() end) coroutine.resume(d) coroutine.close(d)",
    "errors in flight": b"xpcall(function() local x <close> = setmetatable({}, {__close = function(_, e) error(e .. '2', 0) end}) "
    b"error('1', 0) end, function(m) return m .. 'h' end) pcall(function() pcall(error, {}) local t = nil; t.x = 1 end)",
    "to-be-closed variables": b"local mt = {__close = function() end} for i = 1, 3 do local a <close> = setmetatable({}, mt) "
    b"local b <close> = setmetatable({}, mt) if i == 2 then goto out end end ::out:: "
    b"local function f() local c <close> = setmetatable({}, mt) return 1, 2, 3 end return f()",
    "random state": b"math.randomseed(42) for i = 1, 4 do math.random() math.random(10) end",
    "iterators with state of their own": b"for w in ('a bc d'):gmatch('%a+') do local x = w end for k, v in ipairs({1, 2, nil, 4}) do end",
    "uncaught error": b"local t = {} t.a = 1 local function f() return t.b.c end f()",
    "weak tables and finalizers": b"local w = setmetatable({}, {__mode = 'k'}) w[{}] = 1 w[1] = 2 "
    b"setmetatable({}, {__gc = function() w.done = true end}) collectgarbage() collectgarbage('step') return w.done",
    "output": b"print('a') io.write('b', 1, '\\n') print(nil)",
    "debug library": b"local x = 1 local function f() return x end debug.setupvalue(f, 1, 5) debug.setlocal(1, 1, 7) "
    b"debug.upvaluejoin(f, 1, f, 1) debug.setmetatable(1, {__index = math}) local y = (4).pi debug.setmetatable(1, nil)",
}


@pytest.mark.parametrize("effect", EFFECTS)
def test_effect(effect: str) -> None:
    check_program(EFFECTS[effect])
