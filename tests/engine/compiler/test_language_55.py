"""What Lua 5.5 changed in the language, compared with PUC Lua: results, errors and the lines they blame."""

import io
from typing import cast

import lupa.lua55
import pytest

from engine.compiler.chunks import dump, undump
from engine.compiler.disassembler import instruction_text
from engine.compiler.load import compile_source
from engine.compiler.proto import Proto
from engine.host.vm import VM
from engine.runtime.values import LuaError
from engine.syntax.dialects import LUA_55

_RUN = b"""
  local chunk = ...
  local results = {pcall(chunk, 1, 2, 3)}
  for i = 1, 9 do results[i] = tostring(results[i]) end
  return table.concat(results, ' ', 1, 9)
"""


def lua_outcome(source: bytes) -> bytes:
    """In a state of its own: globals stay defined."""
    lua = lupa.lua55.LuaRuntime(encoding=None)
    loaded = lua.eval(b"function(text) return load(text, '=x') end")(source)
    outcome = loaded[1] if isinstance(loaded, tuple) else lua.eval(b"function(...)" + _RUN + b"end")(loaded)
    assert isinstance(outcome, bytes)
    return outcome


def our_outcome(source: bytes) -> bytes:
    vm = VM(LUA_55, stdout=io.BytesIO(), stderr=io.BytesIO())
    try:
        chunk = vm.load(source, b"=x")
    except LuaError as error:
        return cast(bytes, error.value)
    (outcome,) = vm.run(vm.load(_RUN, b"=run"), [chunk])
    assert isinstance(outcome, bytes)
    return outcome


SOURCES = rb"""
global x; x = 1; return x, y
global x return print
global x local function f() return function() return y end end
do global x; x = 1 end y = 2 return x, y
global x; global *; y = 1; return y
global *; global x; return y
global <const> *; x = 1
global <const> *; global x; x = 1; return x, type(print)
global <const> *; global x; y = 1
global x <const>; function x() end
global <const> x; do local x = 1; x = 2 end; x, y = 1, 2
global x; local x <const> = 1; do global x; x = 2 end return _ENV.x
local x = 1; global y; return x, (function() return x end)()
local x <const> = 5; global x; return x
global _ENV; return 1
global _ENV, x; return x
global x, _ENV; local _ENV = {}; x = 1; return x
global x; local _ENV <const> = {x = 5}; return x
local function f(_ENV) global a = 1; return a end; return f({}), f({})
global x, y = 1, 2, 3; return x, y
global x, y = 1; return x, y
global x, y = (function(...) return ... end)(5, 6, 7); return x, y
global x = false; global x = 1
global x = nil; global x = 1; return x
global print = 1
global z = z; return z
global function f(n) return n == 0 and 'end' or f(n - 1) end return f(5)
global f = 1; global function f() end
global a <const> = 1; return a
global a <const> = 1; a = 2
local _ENV <const> = setmetatable({}, {__index = function(_, k) return k end}); global some = 1
local _ENV = nil; global x = 1
local _ENV <const> = nil; global x = 1
goto l; global x; ::l:: x = 1
goto l; global *; ::l:: x = 1
do goto l; global x; ::l:: end return 1
do goto l end; global x; ::l::
goto a; goto b; local x; ::b:: ::a:: x = 1
goto b; goto a; local x; ::b:: ::a:: x = 1
do goto l end do ::l:: end
goto continue; do ::continue:: end
while true do if true then goto continue end local x = 1 ::continue:: break end return 1
repeat if true then goto continue end local x ::continue:: until x
do local i = 1 ::top:: if i < 3 then i = i + 1; goto top end return i end
do ::l:: local x = 1; if x then goto m end goto l ::m:: end return 2
::l:: do ::l:: end
for i = 1, 2 do i = 1 end
for i = 1, 2 do local function f() i = 1 end end
for k, v in next, {} do v = 1; k = 1 end
for i = 1, 3 do local f = function() return i end; if f() == 2 then return f() end end
for i = 1, 3 do local i <const> = i + 1; return i end
for k, v in next, {5} do return (debug.getlocal(1, 3)), debug.getlocal(1, 4) end
for i = 1, 3 do return (debug.getlocal(1, 2)), debug.getlocal(1, 3) end
local function f(...t) return t.n, t[1], t[2], #t end return f(7, nil)
local function f(...t) return t[1], t[2.0], t['n'], t[0], t['1'], t[print], t[1.5] end return f(1, 2, 3)
local function f(...t) local k = 'n' return t[k], t[t.n], t[#... + 1] end return f('ab', 'c')
local function f(a, ...t) t[1] = a; t.n = 3; return ... end return f(1, 2)
local function f(...t) t.n = nil; return ... end return f(1)
local function f(...t) t.n = '1'; return ... end return f(1)
local function f(...t) t.n = 2 ^ 31; return ... end return f(1)
local function f(...t) t.n = 1e6; return ... end return f(1)
local function f(...t) t.n = 1000000; return ... end return f(1)
local function f(...t) for k in pairs(t) do t[k] = nil end t.n = 2 return ... end return f(1, 2)
local function f(...t) local u = t; u.n = 1; local a, b = ... return a, b end return f(1, 2)
local function f(...t) return function() t.n = 1 end, function() return t.n, ... end end return 1
local function f(...t) local g = function() t[1] = 5 end; g(); return ..., t[1] end return f(1, 2)
local function f(...t) (t)[1] = 5; return ... end return f(1, 2)
local function f(...t) function t.g() return 5 end return t.g(), ... end return f(1)
local function f(...t) function t:g() return self.n end return t:g() end return f(1)
local function f(...t) t.x() end f()
local function f(...t) t[1]() end f()
local function f(...t) local u = t; t.x() end f()
local function f(...t) local u = t; t[1]() end f()
local function f(...t) local u = t; return (t)[1]() end f()
local function f(...t) local u = t; t.x.y = 1 end f()
local function f(...t) t.x.y = 1 end f()
local function f(...t) return t[1] .. t[2], t[1] + t[2], t[1] < t[2], not t[3], -t[1] end return f(1, 2)
local function f(...t) t[1], t[2] = t[2], t[1]; return ... end return f(1, 2)
local function f(..._ENV) return n, x end return f(1)
local function f(..._ENV) x = 1; return x, n end return f(1)
local function f(..._ENV) global a = 10; return a end return f()
local function f(..._ENV) global n = 10 end return f()
local function f(...t) t = 1 end
local function f(...t) local t <const> = 5; return t, ... end return f(1)
local function f(a, ...) local b; return debug.getlocal(1, 2), debug.getlocal(1, 3) end return f(1, 2)
local function f(a, ...t) return (debug.getlocal(1, 2)), (select(2, debug.getlocal(1, 2))), t[1] end return f(1, 2)
local function f(a, ...) end return debug.getlocal(f, 1), debug.getlocal(f, 2), debug.getinfo(f, 'u').nparams
local function f(...t) local u = t; return debug.getlocal(1, -1) end return f(5)
local function f(...t) return debug.getlocal(1, -1) end return f(5)
local <const> a, b = 1, 2; b = 2
local <const> a <close>, b = nil, 2; return b
local <close> a <const>, b = 1, nil; return a
if nil then break end
if x == nil then return 1 else break end
local x <const> = 1; local function f() x = 2 end
local x <const> = 1; function x() end
return pcall(error)
return pcall(error, nil, 2)
return xpcall(error, function(m) return m end)
return xpcall(error, tostring)
return assert(false, nil)
return coroutine.resume(coroutine.create(error))
return pcall(coroutine.wrap(error))
"""


@pytest.mark.parametrize("source", SOURCES.strip().splitlines(), ids=lambda source: source[:50].decode())
def test_outcome_is_that_of_puc_lua(source: bytes) -> None:
    assert our_outcome(source) == lua_outcome(source)


LINES = [
    b"global x\n\n\nreturn y\n",
    b"global<const> *\nx\n=\n1\n\n",
    b"local x <const> = 1\nx\n=\n2",
    b"local x <const> = 1\nfunction x()\n\nend",
    b"local x <const> = 1\nx,\ny\n=\n1, 2",
    b"goto l\nlocal x\n::l::\nx = 1\n-- end\n\n",
    b"do\ngoto l\nlocal x\n::l::\nx = 1\n\n-- end\nend\n",
    b"while x do\nlocal y\ngoto l\nlocal z\n::l::\nx()\n\nend",
    b"repeat\ngoto l\nlocal z\n::l::\n\nuntil\nz\n\n",
    b"function f()\ngoto l\n\nend\n\n",
    b"goto\nl\n\n",
    b"::l::\n\n::l::\n\n",
    b"local x\n<bad>\n\n= 1",
    b"local x <close>,\ny\n<close>\n\n= 1",
    b"global\nprint,\nx\n=\n1,\n2",
    b"\nglobal\nfunction\nprint\n()\nend",
    b"local t = {}\nif t.x.y\nthen\nend",
    b"local t = {}\nif t.x\n.y\n\nthen\nend",
    b"local t\nif not t.x\n\nthen\nend",
    b"local t\nwhile t.x\n\ndo\nend",
    b"local _ENV = nil\nglobal x\n=\n1\n\n",
]


@pytest.mark.parametrize("source", LINES)
def test_line_is_that_of_puc_lua(source: bytes) -> None:
    outcome = our_outcome(source)
    assert b"x:" in outcome
    assert outcome == lua_outcome(source)


def declare(count: int, more: bytes = b"") -> bytes:
    return b"\n".join(b"local v%d%s = %d" % (at, more, at) for at in range(count)) + b"\n"


@pytest.mark.parametrize(
    "source",
    [
        declare(200) + b"return v199",
        declare(201),
        declare(300, b" <const>") + declare(200) + b"return v0",
        b"global x " * 300 + declare(200) + b"return v0",
        declare(199) + b"local a,\nb\n= 1,\n2\nx = 1",
        declare(197) + b"for i = 1, 2 do return i end",
        declare(198) + b"for i = 1, 2\ndo\nend",
        declare(199) + b"for i = 1, 2\ndo\nend",
        declare(196) + b"for k, v in next, {5} do return v end",
        declare(196) + b"for k, v, w in next, {}\ndo\nend",
        b"local function f(" + b"a, " * 199 + b"...) return ... end return f(5)",
        b"local function f(" + b"a, " * 200 + b"...\n)\n\nend",
        b"local function f(" + b"a, " * 200 + b"\nb\n)\nend",
        declare(200) + b"local function\nf\n() end",
    ],
    ids=range(14),
)
def test_limit_on_locals_is_that_of_puc_lua(source: bytes) -> None:
    assert our_outcome(source) == lua_outcome(source)


@pytest.mark.parametrize(
    "source",
    [
        b"if\nmath.sin(1)\nthen\n  a=1\nelse\n  a=2\nend\n",
        b"while math.sin(1) do\n  if math.sin(1)\n  then break\n  end\nend\na=1",
        b"for i = 1, 2 do\nif i == 1 then\nbreak\nend\nend",
        b"local function f(a,\n ...t)\n local x = t\n return function() return a,\n t end\nend\nf(\n1)()\n",
        b"local function f(...)\n\n return ...\nend\nf(\n1)\n",
        b"global x = 1\nglobal y,\nz =\n 1,\n2\nglobal function f()\n\n end\n f()",
    ],
)
def test_lines_visited_are_those_of_puc_lua(source: bytes) -> None:
    trace = b"""local lines = {}
      local chunk = load([==[%s]==])
      debug.sethook(function(_, line) lines[#lines + 1] = line end, 'l')
      chunk()
      debug.sethook()
      return table.concat(lines, ' ')"""
    assert our_outcome(trace % source) == lua_outcome(trace % source)


# -- code


def function_in(source: bytes) -> Proto:
    return compile_source(source, b"=x", LUA_55).protos[0]


def code(proto: Proto) -> list[str]:
    return [instruction_text(proto, pc) for pc in range(len(proto.original))]


def test_a_table_is_made_only_where_it_is_needed() -> None:
    reads = function_in(b"function f(a, ...t) return t[a] end")
    assert code(reads)[:2] == ["LOADNIL 1 1", "GETVARG 2 0 ; a"]
    writes = function_in(b"function f(a, ...t) t[a] = 1 return ... end")
    assert code(writes)[0] == "VARARGTABLE 1 ; t"
    assert "VARARG 2 1 0k ; all out" in code(writes)
    captured = function_in(b"function f(...t) return function() return t[1] end end")
    assert code(captured)[:2] == ["VARARGTABLE 0 ; t", "NEWCELL 0 ; t"]


def test_initialisation_checks_and_assigns_from_the_last() -> None:
    proto = compile_source(b"global x, y = 1, 2", b"=x", LUA_55)
    assert [line.split()[0] + " " + line.split()[-1] for line in code(proto)[2:-1]] == [
        'GETTABUP "y"',
        'ERRNNIL "y"',
        'SETTABUP "y"',
        'GETTABUP "x"',
        'ERRNNIL "x"',
        'SETTABUP "x"',
    ]


def test_a_declaration_without_values_is_no_code() -> None:
    assert code(compile_source(b"global x, y global * global <const> z", b"=x", LUA_55)) == ["RETURN0"]


@pytest.mark.parametrize(
    "source",
    [
        b"global x, y = 1, ... global function f() end",
        b"local function f(a, ...t) local b = t return ..., t.n, t[1] end",
        b"local function f(a, ...t) return t.n, t[a] end",
        b"local function f(...t) return function() return t end, ... end",
    ],
)
def test_binary_chunks_keep_the_code(source: bytes) -> None:
    proto = compile_source(source, b"=x", LUA_55)
    again = undump(dump(proto, False), b"=x")
    assert code(again) == code(proto)
    assert [code(inner) for inner in again.protos] == [code(inner) for inner in proto.protos]
