"""Lua 5.1's local `arg`, compared with PUC Lua."""

import io

import lupa.lua51
import pytest

from engine.compiler.disassembler import instruction_text
from engine.compiler.load import compile_source
from engine.host.vm import VM
from engine.syntax.dialects import LUA_51, LUA_52

_RUN = b"""
  local results = {pcall((...), 1, 2, 3)}
  for i = 1, 6 do results[i] = tostring(results[i]) end
  return table.concat(results, ' ', 1, 6)
"""
_LUA = lupa.lua51.LuaRuntime(encoding=None)
_ORACLE = _LUA.eval(b"function(text) local function run(...)" + _RUN + b"end return run(loadstring(text, '=x')) end")

SOURCES = rb"""
local function f(...) return arg.n, arg[1], arg[2], #arg end return f(5, 6)
local function f(a, ...) return arg.n, arg[1] end return f(5)
local function f(a, ...) return arg.n, arg[1] end return f()
local function f(...) local a = ... return arg, a end return f(5, 6)
local function f(...) if false then return ... end return arg end return f(1)
local function f(...) local function g(...) return ... end return arg.n, g(7) end return f(1, 2)
local function f(...) arg = 3 return arg end return f(5)
local function f(...) arg.n = 7; arg[1] = 'x' return arg.n, arg[1], arg[2] end return f(1, 2)
local function f(...) return function() return arg.n, arg[2] end end return f(1, 2, 3)()
local function f(...) return function(...) return arg.n, arg[1] end end return f(1, 2, 3)(9)
local function f(...) return function(...) local x = ... return arg, x end end return f(1, 2, 3)(9)
local function f(arg, ...) return arg.n end return f(1, 2, 3)
local function f(...) local arg = 'own' return arg end return f(1)
local t = {} function t:m(...) return self == t, arg.n, arg[1] end return t:m(4, 5)
local function f(...) return f == nil, arg.n / 2 end return f(1)
return arg
return (function() return arg end)(1)
"""


@pytest.mark.parametrize("source", SOURCES.strip().splitlines(), ids=lambda source: source[:50].decode())
def test_outcome_is_that_of_puc_lua(source: bytes) -> None:
    vm = VM(LUA_51, stdout=io.BytesIO(), stderr=io.BytesIO())
    assert vm.run(vm.load(_RUN, b"=run"), [vm.load(source, b"=x")]) == [_ORACLE(source)]


@pytest.mark.parametrize(
    ("source", "first"),
    [
        (b"function f(a, ...) return arg end", "VARARGTABLE 1 ; arg"),
        (b"function f(a, ...) return arg, ... end", "LOADNIL 1 1"),
        (b"function f(a) return a end", "RETURN1 0 ; a"),
    ],
)
def test_table_is_made_where_there_is_no_other_way_to_the_arguments(source: bytes, first: str) -> None:
    assert instruction_text(compile_source(source, b"=x", LUA_51).protos[0], 0) == first


def test_lua_52_has_no_such_local() -> None:
    proto = compile_source(b"function f(...) return arg end", b"=x", LUA_52).protos[0]
    assert instruction_text(proto, 0) == 'GETTABUP 0 0 0 ; _ENV "arg"'
