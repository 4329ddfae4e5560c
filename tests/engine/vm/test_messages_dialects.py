"""Messages of run-time errors and tracebacks are those of every original: PUC Lua 5.1 to 5.5, and LuaJIT.

Each snippet runs in a coroutine, so that nothing of the embedding shows in its traceback.
"""

import importlib
import io
import re
from collections.abc import Callable
from functools import cache
from typing import Final

import pytest

from engine.host.program import run_program
from engine.host.vm import VM
from engine.syntax.dialects import DIALECTS, LUA_51, Dialect

ORIGINALS: Final = {
    "5.1": "lua51", "5.2": "lua52", "5.3": "lua53", "5.4": "lua54", "5.5": "lua55", "luajit": "luajit21",
}  # fmt: skip

RUNNER: Final = b"""
local load, resume, create, traceback = loadstring or load, coroutine.resume, coroutine.create, debug.traceback
return function(source)
  local chunk, problem = load(source, "=t")
  if not chunk then return "does not compile: " .. problem end
  local co = create(chunk)
  local ok, value = resume(co)
  return tostring(ok) .. " " .. tostring(value) .. "\\n" .. traceback(co, "of the coroutine")
end
"""

# X stands for an operand that the operator cannot take.
OPERATIONS: Final = (
    "return X + 1", "return 2 * X", "return -X", "return #X", "return X .. 'a'", "return 'a' .. X .. 1", "return X < 1",
    "return X <= X", "return X.y", "return X.y.z", "return X[1]", "local i = 1 return X[i][i]",
    "local a = X() return a", "return X()", "local a = X:m(1)", "local a = X.y()", "for i = X, 1 do end",
    "for i = 1, X do end", "for i = 1, 2, X do end", "for k in X do end", "return X + nil", "return nil + X",
    "return {} .. X",
)  # fmt: skip

# Where the operand comes from: what stands before the operation, and the operand; V stands for its value.
SOURCES: Final = (
    ("local x = V", "x"), ("g = V", "g"), ("local t = {x = V}", "t.x"), ("local t = {a = {x = V}}", "t.a.x"),
    ("local t = {V}", "t[1]"), ("local t = {[300] = V}", "t[300]"), ("local t, i = {V}, 1", "t[i]"),
    ("local t, k = {x = V}, 'x'", "t[k]"), ("local f = function() return V end", "f()"),
    ("local y local x = V", "(y or x)"),
    ("local t = {x = V}", "(t.x or t.y)"), ("", "(V)"),
)  # fmt: skip

BITWISE: Final = (
    "return X & 1", "return 1 | X", "return ~X", "return X << X", "return X // 1", "return X & 1.5", "return 3 ~ X",
    "return X // 0", "return X % 0", "return 2^63 | X",
)  # fmt: skip

SNIPPETS: Final = r"""
error('m')
error('m', 0)
error('m', 2)
error({})
local function f() error('m', 2) end f()
local function f() error('m', 2) end local function g() return f() end g()
local function f() error('m', 3) end local function g() return f() end local function h() g() end h()
local function f() return error('m', 2) end f()
function f() error('m') end f()
local t = {} function t.f() error('m') end t.f()
local t = {} function t:f() local x = self.y.z end t:f()
local t = {a = {}} function t.a:g() error('m') end t.a:g()
local up local function f() up() end f()
local up = {} local function f() up.a.b = 1 end f()
local s = 'x' s:bad()
local s = 'x' s:rep({})
local s = 'x' s.rep({}, 1)
('x'):rep()
string.rep()
string.rep('x', {})
local rep = string.rep rep()
local t = {g = string.rep} t.g()
local t = {g = string.rep} t:g()
local t = {string.rep} t[1]('x', io.stdout)
error(select(2, pcall(string.rep, 'x')), 0)
error(select(2, pcall(string.rep, 'x', setmetatable({}, {__name = 'My'}))), 0)
error(select(2, pcall(nil)), 0)
local function f() return string.rep() end local x = f()
for k in next, nil do end
for k in string.rep do end
for k, v in function() error('it') end do end
for k, v in pairs(nil) do end
for i = '1', {}, true do end
local t = setmetatable({}, {__index = function() error('mm') end}) local x = t.y
local t = setmetatable({}, {__newindex = function() error('mm') end}) t.y = 1
local t = setmetatable({}, {__add = function() error('mm') end}) local x = t + 1
local t = setmetatable({}, {__concat = function() error('mm') end}) local x = 'a' .. t .. 1
local t = setmetatable({}, {__lt = function() error('mm') end}) local x = t < t
local t = setmetatable({}, {__unm = function() error('mm') end}) local x = -t
local t = setmetatable({}, {__call = function() error('mm') end}) t()
error(select(2, pcall(function() return setmetatable({}, {__add = 1}) + 1 end)), 0)
local t = setmetatable({}, {__call = 1}) t()
local t = setmetatable({}, {__index = true}) local x = t.y.z
local t = setmetatable({}, {__name = 'My'}) local x = t + 1
local t = setmetatable({}, {__name = 'My'}) local x = t < t
local x = 'x' < coroutine.create(print)
local x = print < print
local x = '10' + {}
local x = -'a'
local x = 'a' .. nil
local a, b, c = 1, {}, 2 return a .. b .. c
local a = {} return a.x and a.y.z
local a = {} return (a.x or a.y).z
local x = {} x[nil] = 1
math.und()
local m = math m.und.x()
_G.und()
local s = 'und' _G[s]()
local _ENV = {} x()
local e = {} local _ENV = e y.z = 1
error(select(2, xpcall(function() local x = nil + 1 end, debug.traceback)), 0)
local function f() error('x') end error(select(2, xpcall(function() f() end, debug.traceback)), 0)
local function f() error('x') end error(select(2, xpcall(function() return f() end, debug.traceback)), 0)
function f() error(debug.traceback('m'), 0) end f()
local co = coroutine.wrap(function() error('in co') end) co()
local co = coroutine.create(coroutine.yield) coroutine.resume(co, 1) error(debug.traceback(co, 'm'), 0)
error(debug.traceback('m', 0), 0)
error(debug.traceback(nil), 0)
error(debug.traceback({}), 0)
error(debug.traceback('m', -1), 0)
error(debug.traceback('m', '1'), 0)
local x <close> = setmetatable({}, {__close = function() error('cl') end})
"""

INFORMATION: Final = (
    "local function f() local i = debug.getinfo(2, 'nS') "
    "error(tostring(i.name) .. i.namewhat .. i.what .. i.short_src, 0) end (function() return f() end)()",
    "local function f() local i = debug.getinfo(1, 'n') error(tostring(i.name) .. i.namewhat, 0) end "
    "local t = setmetatable({}, {__index = f}) local x = t.y",
)

DEPTHS: Final = (5, 18, 19, 20, 21, 22, 23, 24, 50)
DEEP: Final = (
    "local function f(n) if n == 0 then local x = debug.traceback('m', %d) return x end "
    "local x = f(n - 1) return x end error(f(%d), 0)"
)
TAILS: Final = "local function f(n) if n == 0 then error('deep', %d) end return f(n - 1) end f(%d)"


@cache
def original(key: str) -> Callable[[bytes], bytes]:
    lua = importlib.import_module("lupa." + ORIGINALS[key]).LuaRuntime(unpack_returned_tuples=True, encoding=None)
    run: Callable[[bytes], bytes] = lua.execute(RUNNER)
    return run


@cache
def ours(key: str) -> Callable[[bytes], bytes]:
    vm = VM(DIALECTS[key], stdout=io.BytesIO())
    (function,) = vm.run_source(RUNNER, b"=runner")

    def run(source: bytes) -> bytes:
        (said,) = vm.run(function, [source])
        assert isinstance(said, bytes)
        return said

    return run


def comparable(said: bytes) -> str:
    """Without addresses; LuaJIT's numbers of library functions are not shown by Moonwalk."""
    return re.sub(r"\[builtin#\d+\]", "[C]", re.sub("0x[0-9a-f]+", "0x", said.decode("latin-1")))


def differences(key: str, sources: list[str]) -> list[tuple[str, str, str]]:
    """The snippets that fail in another way than the original has it: (snippet, original's words, ours)."""
    found = []
    for source in sources:
        expected, said = (comparable(run(source.encode())) for run in (original(key), ours(key)))
        if expected != said and not (expected.startswith("does not compile") and said.startswith("does not compile")):
            found.append((source, expected, said))
    return found


@pytest.mark.parametrize("key", ORIGINALS)
@pytest.mark.parametrize("value", ["nil", "{}", "'abc'", "print"])
def test_operands(key: str, value: str) -> None:
    operations = OPERATIONS + (BITWISE if DIALECTS[key].bitwise_operators else ())
    sources = [
        before.replace("V", value) + " " + operation.replace("X", operand.replace("V", value))
        for before, operand in SOURCES
        for operation in operations
    ]
    assert differences(key, sources) == []


@pytest.mark.parametrize("key", ORIGINALS)
def test_snippets(key: str) -> None:
    snippets = [*SNIPPETS.strip().split("\n"), *INFORMATION]
    functions = [f"local function outer(...) {snippet} end outer(1)" for snippet in snippets]
    assert differences(key, snippets + functions) == []


@pytest.mark.parametrize("key", ORIGINALS)
def test_tracebacks_of_deep_stacks(key: str) -> None:
    assert differences(key, [DEEP % (level, depth) for level in (0, 1, 3, 12) for depth in DEPTHS]) == []


@pytest.mark.parametrize("key", ORIGINALS)
def test_levels_of_tail_calls(key: str) -> None:
    assert differences(key, [TAILS % (level, depth) for level in (1, 2, 3, 5) for depth in (0, 1, 3, 30)]) == []


def test_tail_calls_that_are_levels_can_be_undone() -> None:
    vm = VM(LUA_51, history=10_000)
    assert vm.history is not None
    source = (
        b"local function f(n, ...) if n == 0 then return debug.getinfo(40, 'S').what end return f(n - 1, ...) end "
        b"local function g(n, a) return f(n, a, a) end return (g(50))"
    )
    assert vm.run_source(source, b"=t") == [b"tail"]
    assert vm.verification.run() is None


@pytest.mark.parametrize(
    ("key", "object_", "said"),
    [
        ("5.1", "{}", "lua: (error object is not a string)\n"),
        ("luajit", "{}", "luajit: (error object is not a string)\n"),
        ("5.2", "{}", "lua: (no error message)\n"),
        ("5.3", "{}", "lua: (error object is a table value)\nstack traceback:\n"),
        ("5.1", "nil", ""),
        ("5.2", "nil", ""),
        ("5.3", "nil", "lua: (error object is a nil value)\nstack traceback:\n"),
        ("5.1", "SPEAKER", "lua: (error object is not a string)\n"),
        ("5.2", "SPEAKER", "lua: spoken\n"),
        ("5.4", "SPEAKER", "lua: spoken\n"),
        ("luajit", "SPEAKER", "luajit: spoken\nstack traceback:\n"),
    ],
)
def test_uncaught_error_objects(key: str, object_: str, said: str) -> None:
    speaker = "setmetatable({}, {__tostring = function() return 'spoken' end})"
    assert uncaught(DIALECTS[key], f"error({object_.replace('SPEAKER', speaker)})").startswith(said)


@pytest.mark.parametrize(
    ("key", "error", "local", "last"),
    [
        ("5.1", "function 'error'", "function 'f'", "?"),
        ("5.2", "function 'error'", "function 'f'", "in ?"),
        ("5.4", "function 'error'", "local 'f'", "in ?"),
        ("5.5", "global 'error'", "local 'f'", "in ?"),
    ],
)
def test_traceback_of_an_uncaught_error(key: str, error: str, local: str, last: str) -> None:
    assert uncaught(DIALECTS[key], "local function f() error('x') end f()") == (
        "lua: (command line):1: x\nstack traceback:\n"
        f"\t[C]: in {error}\n"
        f"\t(command line):1: in {local}\n"
        "\t(command line):1: in main chunk\n"
        f"\t[C]: {last}\n"
    )


def uncaught(dialect: Dialect, source: str) -> str:
    """What the stand-alone interpreter says when the program has ended in an error."""
    stderr = io.BytesIO()
    run_program(None, dialect=dialect, statements=[source], stdout=io.BytesIO(), stderr=stderr)
    return stderr.getvalue().decode()
