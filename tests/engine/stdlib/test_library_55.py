"""What the libraries of 5.5, and errors and coroutines in it, do otherwise than in 5.4; each compared with PUC Lua.

The same scripts run in 5.4, so that a feature that leaks into it is found too.
"""

import io
from pathlib import Path

import pytest
from dialect_driver import same

from engine.host.program import run_program
from engine.syntax.dialects import DIALECTS

# Before a script, in its first line; what `out` was given is the script's result.
_BEFORE = (
    "local log = {} local function out(...) local shown = {} "
    "for i = 1, select('#', ...) do shown[i] = tostring((select(i, ...))) end "
    "log[#log + 1] = table.concat(shown, '|'):gsub('0x%x+', 'address') end "
)
_AFTER = "\nreturn table.concat(log, '\\n')"


def check(key: str, script: str) -> None:
    same(key, _BEFORE + script + _AFTER)


def shown(script: str) -> str:
    """A script that shows the outcome of an expression."""
    return f"out(pcall(function() return {script} end))"


def each(*expressions: str) -> str:
    return "\n".join(shown(expression) for expression in expressions)


CLOSER = (
    "local function closer(name, f) return setmetatable({}, {__close = function(_, ...) "
    "out(name, select('#', ...), ...) if f then f() end end}) end "
)
CALLED = "local function called(f, n) for i = 1, n do f = setmetatable({}, {__call = f}) end return f end "

SCRIPTS = {
    "create": each(
        "#table.create(3, 4)", "table.create(-1)", "table.create(2^31)", "table.create(1, -1)", "table.create('3')",
        "table.create()", "table.create(2.5)", "table.create(0, 2^31 - 1)",
    ),
    "frexp": each(
        "math.frexp(8)", "math.frexp(0)", "math.frexp(-0.3)", "math.frexp(1/0)", "math.frexp(0/0)",
        "math.frexp(2^-1074)", "math.frexp()",
    ),
    "ldexp": each(
        "math.ldexp(1, 3)", "math.ldexp(-1, 10000)", "math.ldexp(0.5, -2000)", "math.ldexp(1, 2^32)",
        "math.ldexp(1, 2^31)", "math.ldexp(1, 1.5)", "math.ldexp(3)",
    ),
    "offset": each(
        *[f"utf8.offset('aé€x', {n})" for n in range(-6, 8)],
        *[f"utf8.offset('aé€x', 0, {at})" for at in range(1, 9)],
        "utf8.offset('', 0)", r"utf8.offset('\x80\x80', 0)", r"utf8.offset('é\x80', -1)",
        r"utf8.offset('\xff\xbf\xbf', 1)",
    ),
    "numbers": each(
        "1e15, 1e16, 0.1, 1/3, 2^53, -0.0, 1e100, 2^63", "0/0, -(0/0), 1/0", "1/3 .. '', ('x'):rep(2, 0.1)",
        "table.concat({1/3, 2.0, 1e15}, ' ')", "string.format('%s %g %q', 1/3, 1/3, 1/3)",
    ),
    "pairs": each(
        "select('#', pairs({}))",
        "select('#', pairs(setmetatable({}, {__pairs = function() return 1, 2, 3, 4, 5 end})))",
    ),
    "pairs closing": CLOSER
    + "local t = setmetatable({}, {__pairs = function() return next, {1}, nil, closer('end') end}) "
    "for k in pairs(t) do out(k) end",
    "load modes": each(
        "load('return 1', 'x', 'B')", "load(function() end, 'x', 'bB')", "loadfile('x', 'B')", "load('x', 'x', 'b')",
    ),
    "dump": each("string.dump(print)", "string.dump(1)", "string.dump()", "#string.dump(function() end) > 0"),
    "rep": each("string.rep('ab', 3, ',')", "string.rep('xx', 2^62)", "string.rep('x', -1)"),
    "pack": each(
        "string.packsize('c2147483648')", "string.packsize('c2147483647c2147483647')",
        "string.packsize('c922337203685477580' .. ('c922337203685477580'):rep(10))",
        "string.pack('i99999999999999999', 1)", "string.unpack('c922337203685477580', 'abc')",
    ),
    "unpack": each(
        "table.unpack(1, 1, 3)", "table.unpack(nil, 'a')", "table.unpack('abc', 1, 2)",
        "table.unpack(setmetatable({}, {__len = function() error('len') end}), 1, 2)", "table.unpack({1, 2}, 1, 3)",
    ),
    "strings as tables": each("table.concat('abc')", "table.insert('abc', 1)", "table.unpack('abc')"),
    "collector": each(
        "collectgarbage('setpause', 100)", "collectgarbage('param')", "collectgarbage('param', 'x')",
        "collectgarbage('incremental', {})", "collectgarbage('generational'), collectgarbage('step')",
        "collectgarbage('step')",
    ),
    "registers": each(
        *[f"load('return 1' .. (',1'):rep({count}))" for count in (252, 253, 254)],
        "load('f(1' .. (',1'):rep(252) .. ')') ~= nil",
    ),
    "dead": "local f = coroutine.wrap(print) f() "
    "out(xpcall(f, function(m) return (debug.traceback(m):match('^.-\\n.-\\n.-\\n.-\\n')) end))",
    "registry": each("type(debug.getregistry()[3]) == 'thread'", "debug.getregistry()[2] == _G"),
    "failed write": "local f = io.open('/dev/full', 'w') f:setvbuf('no') out(f:write('abc', 'd')) "
    "out(f:flush()) out(f:close())",
    "extra arguments": CALLED
    + each(
        "called(string.rep, 1)('x')", "called(string.rep, 2)('x', {})", "called(string.rep, 1)()",
        "({f = called(string.rep, 1)}):f('x')", "called(table.unpack, 1)(1, {})", "called(xpcall, 1)(1)",
        "called(function() return debug.getinfo(1, 't').extraargs end, 3)()",
        "called(function(a, b, ...) return debug.getinfo(1, 't').extraargs, ... end, 1)()",
        "called(function(a, ...) return debug.getinfo(1, 't').extraargs, (...) == nil end, 2)(1, 2, 3)",
        "debug.getinfo(print, 't').extraargs, debug.getinfo(1, 't').extraargs",
    ),
    "call chains": CALLED + each("called(function() return 1 end, 15)()", "called(function() return 1 end, 16)()"),
    "nil errors": each(
        "error()", "error(nil)", "assert(false, nil)", "xpcall(error, function(...) return ... end)",
        "xpcall(error, function() end, 'x')", "coroutine.resume(coroutine.create(error))", "coroutine.wrap(error)()",
    )
    + " local co = coroutine.create(error) out(coroutine.resume(co)) out(coroutine.close(co)) out(coroutine.close(co))",
    "close arguments": CLOSER + "do local a <close> = closer('a') end out(pcall(function() "
    "local b <close> = closer('b') local c <close> = closer('c', function() error('c') end) end))",
    "close running": CLOSER
    + each("coroutine.close()", "coroutine.close(coroutine.running())", "coroutine.close(nil)")
    + """
for _, f in ipairs{false, function() error('oops') end, coroutine.yield} do
  local co = coroutine.create(function()
    local x <close> = closer('x', f)
    pcall(string.gsub, 'a', 'a', function() coroutine.close() end)
    out('not reached')
  end)
  out(coroutine.resume(co))
  out(coroutine.status(co))
  out(coroutine.close(co))
  out(coroutine.close(co))
end
local f = coroutine.wrap(function() local x <close> = closer('x', function() error('oops') end) coroutine.close() end)
out(pcall(f))
out(pcall(f))
local co
co = coroutine.create(function()
  out(coroutine.resume(coroutine.create(function() coroutine.close(co) end)))
end)
out(coroutine.resume(co))""",
}  # fmt: skip


@pytest.mark.parametrize("name", sorted(SCRIPTS))
@pytest.mark.parametrize("key", ["5.4", "5.5"])
def test_same_as_puc(key: str, name: str) -> None:
    check(key, SCRIPTS[name])


def test_collector_parameters_are_rounded_as_in_puc() -> None:
    values = [0, 1, 12, 13, 99, 100, 101, 250, 333, 1000, 4097, 65535, 396799, 396800, 2**31 - 1, 2**31, -5]
    names = ["minormul", "majorminor", "minormajor", "pause", "stepmul", "stepsize"]
    lines = [f"out(collectgarbage('param', 'pause', {value}))" for value in values]
    check("5.5", "\n".join(lines + [f"out(collectgarbage('param', '{name}'))" for name in names]))


# -- the stand-alone interpreter -----------------------------------------------------------------------------


@pytest.fixture(autouse=True)
def _in_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def program(key: str, source: str) -> tuple[int, str, str]:
    """Exit status, output and messages of a program."""
    Path("script.lua").write_text(source, encoding="utf-8")
    out, err = io.BytesIO(), io.BytesIO()
    status = run_program("script.lua", dialect=DIALECTS[key], stdin=io.BytesIO(), stdout=out, stderr=err)
    return status, out.getvalue().decode(), err.getvalue().decode()


PENDING = (
    "local function closer(name, f) return setmetatable({}, {__close = function(_, e) print(name, e) f() end}) end\n"
)


def test_exit_closes_what_is_pending_in_the_main_coroutine() -> None:
    source = PENDING + (
        "local a <close> = closer('a', print)\n"
        "local b <close> = closer('b', function() error('wrong', 0) end)\n"
        "coroutine.wrap(function() local c <close> = closer('c', print) os.exit(3, true) end)()\n"
    )
    assert program("5.4", source) == (3, "b\tnil\na\twrong\n\n", "")


def test_exit_without_closing() -> None:
    assert program("5.4", PENDING + "local a <close> = closer('a', print) os.exit(4)") == (4, "", "")


def test_pending_variables_get_the_message_with_its_traceback() -> None:
    source = PENDING + "local a <close> = closer('a', print)\nerror('first', 0)\n"
    trace = "first\nstack traceback:\n\t[C]: in function 'error'\n\tscript.lua:3: in main chunk\n\t[C]: in ?\n"
    assert program("5.4", source) == (1, "a\t" + trace + "\n", "lua: " + trace)


@pytest.mark.parametrize(("key", "mode"), [("5.3", None), ("5.4", "generational"), ("5.5", "generational")])
def test_first_mode_of_the_collector(key: str, mode: str | None) -> None:
    status, out, _ = program(key, "print(collectgarbage('incremental'))")
    assert (status, out) == ((1, "") if mode is None else (0, mode + "\n"))
