"""The base library beside PUC Lua's: results, messages, and what calls back into Lua."""

import io

import pytest
from lupa import lua54
from script_driver import same

from engine.host.vm import VM

SCRIPTS = {
    "assert": """
        out(assert(1, 2, nil)) out(select('#', assert(true)))
        out(pcall(assert)) out(pcall(assert, false)) out(pcall(assert, nil, 'm', 5)) out(pcall(assert, false, nil))
        out(pcall(function() assert(false, 'message') end))
        out(pcall(function() assert(1 > 2) end))
        local t = {} out(select(2, pcall(assert, false, t)) == t)
    """,
    "error": """
        out(pcall(error)) out(pcall(error, nil)) out(pcall(error, 'm')) out(pcall(error, 12, 2))
        local function f(level) error('deep', level) end
        local function g(level) f(level) end
        for level = 0, 5 do out(pcall(g, level)) end
        out(pcall(function() error({}, 2) end) == false)
        out(pcall(error, 'm', 'x')) out(pcall(error, 'm', 1.5))
        local t = setmetatable({}, {__index = function(t, k) error('no field ' .. k, 2) end})
        out(pcall(function() return t.x end))
    """,
    "getmetatable": """
        out(getmetatable({})) out(getmetatable('').__index == string) out(pcall(getmetatable))
        out(getmetatable(setmetatable({}, {__metatable = false})))
        out(pcall(setmetatable, setmetatable({}, {__metatable = 1}), {}))
        out(pcall(setmetatable, 1, {})) out(pcall(setmetatable, {})) out(pcall(setmetatable, {}, 3))
        out(pcall(function() setmetatable(setmetatable({}, {__metatable = 1}), nil) end))
        local t = {} out(setmetatable(t, nil) == t)
    """,
    "raw": """
        local t = setmetatable({}, {__index = function() return 1 end, __newindex = error, __len = function() return
        9 end,
            __eq = function() return true end})
        out(rawget(t, 'x'), rawset(t, 'x', 5) == t, rawget(t, 'x'), rawlen(t), rawlen('abc'), #t)
        out(rawequal(t, setmetatable({}, getmetatable(t))), rawequal(1, 1.0), rawequal('a', 'a'), rawequal(0/0, 0/0))
        out(pcall(rawlen, 5)) out(pcall(rawget, {})) out(pcall(rawget, 1, 2)) out(pcall(rawset, {}, 1))
        out(pcall(rawset, {}, nil, 1)) out(pcall(rawset, {}, 0/0, 1)) out(pcall(rawequal, 1)) out(rawget({}, nil))
        out(pcall(function() rawset({}, nil, 1) end))
    """,
    "next": """
        out(next({})) out(next({7})) out(next({7}, 1)) out(pcall(next, {}, 'x')) out(pcall(next)) out(pcall(next, 1))
        local t = {1, 2, x = 3} local n = 0 for k, v in next, t do n = n + v t[k] = nil end out(n, next(t))
        for k in pairs({nil, 2}) do out(k) end
        out(pcall(function() for k in next, {}, 1 do end end))
    """,
    "pairs": """
        out((pairs({})) == next, select('#', pairs({}))) out(pcall(pairs))
        out(pcall(function() for k in pairs(nil) do end end)) out(pcall(function() for k in pairs(5) do end end))
        local t = setmetatable({}, {__pairs = function(t) return function(_, k) k = (k or 0) + 1
            if k < 4 then return k, k * k end end, t end})
        for k, v in pairs(t) do out(k, v) end
        out(select('#', pairs(t)))
        out(pcall(pairs, setmetatable({}, {__pairs = function() error('p') end})))
        out(pcall(pairs, setmetatable({}, {__pairs = 5})))
        out(select('#', pairs(setmetatable({}, {__pairs = function() return 1, 2, 3, 4, 5 end}))))
    """,
    "ipairs": """
        for i, v in ipairs({5, 6, nil, 8}) do out(i, v) end
        for i, v in ipairs(setmetatable({1}, {__index = function(t, i) if i < 5 then return i * 10 end end})) do
            out(i, v) end
        for i, v in ipairs(setmetatable({}, {__index = {4, 5}})) do out(i, v) end
        out(pcall(ipairs)) out(pcall(function() for _ in ipairs(nil) do end end))
        out(pcall(function() for _ in ipairs(12) do end end))
        for i in ipairs('abc') do out(i) end
        out((ipairs({})) == (ipairs({})), select('#', ipairs({})))
        local f = ipairs({}) out(f({3, 4}, 1)) out(f({3, 4}, 2)) out(pcall(f, {1}, 'x')) out(pcall(f, {1}))
        out(f({[math.mininteger] = 'wrapped'}, math.maxinteger))
    """,
    "select": """
        out(select('#')) out(select('#', nil, nil)) out(select(2, 'a', 'b', 'c')) out(select(-1, 'a', 'b'))
        out(select(-2, 'a', 'b')) out(pcall(select, -3, 'a', 'b')) out(pcall(select, 0)) out(select(9, 1))
        out(pcall(select)) out(pcall(select, 'x')) out(pcall(select, 1.5)) out(select('2', 'a', 'b'))
    """,
    "tonumber": """
        for _, s in ipairs{'10', ' 10 ', '0x10', '1e1', '1e', '', ' ', '0x', '1 2', '1.', '.5', '- 1', '0x1p4',
        'nan', 'inf',
            '9223372036854775808', '0xffffffffffffffffff', '1_0'} do out(s, tonumber(s), math.type(tonumber(s))) end
        out(tonumber(5), tonumber(5.5), tonumber(nil), tonumber({}), tonumber(true)) out(pcall(tonumber))
        for _, case in ipairs{{'ff', 16}, {'FF', 16}, {'zz', 36}, {'0x1', 16}, {'0b1', 2}, {'12', 2}, {' -7 ', 8},
        {'8', 8},
            {'', 10}, {'-', 10}, {'+5', 10}, {'1e1', 10}, {'1e1', 16}, {'7fffffffffffffff', 16}, {'ffffffffffffffff',
            16},
            {'10000000000000000', 16}, {('9'):rep(40), 10}, {'1.0', 10}, {'1 1', 10}, {'a\\0', 16}} do
            out(tonumber(case[1], case[2])) end
        out(pcall(tonumber, 5, 10)) out(pcall(tonumber, '5', 1)) out(pcall(tonumber, '5', 37))
        out(pcall(tonumber, {}, 10))
        out(pcall(tonumber, '5', 'x')) out(pcall(tonumber, nil, 10)) out(tonumber('5', nil))
    """,
    "tostring": """
        out(tostring(nil), tostring(true), tostring(1), tostring(1.0), tostring(-0.0), tostring('s'), tostring(1e100))
        local named = setmetatable({}, {__name = 'Thing'}) out((tostring(named):gsub('0x%x+', 'ADDRESS')))
        out(tostring(setmetatable({}, {__tostring = function(t) return 'shown' end})))
        out(math.type(tostring(setmetatable({}, {__tostring = function() return 1 end}))))
        out(pcall(tostring, setmetatable({}, {__tostring = function() return {} end})))
        out(pcall(function() tostring(setmetatable({}, {__tostring = function() return nil end})) end))
        out(pcall(tostring, setmetatable({}, {__tostring = function() error('inside', 0) end})))
        out(pcall(tostring, setmetatable({}, {__tostring = 1}))) out(pcall(tostring))
        out(tostring(setmetatable({}, {__tostring = setmetatable({}, {__call = function() return 'called' end})})))
        out((tostring(setmetatable({}, {__name = 5})):gsub('0x%x+', 'ADDRESS')))
        local co = coroutine.wrap(function() return tostring(setmetatable({}, {__tostring = function()
            return 'plain' end})) end) out(co())
    """,
    "type": """
        out(type(nil), type(1), type('x'), type({}), type(print), type(type), type(coroutine.create(print)),
        type(io.stdout))
        out(pcall(type)) out(type(function() end))
    """,
    "load": """
        out(load('return 1 + 1')()) out(load('syntax error here')) out(load('return ...', 'n')(7))
        out(load('x =', '=name')) out(load('x =', '@file')) out(load('x\\ny z', 'text'))
        out(load('return a', 'n', 't', {a = 5})()) out(pcall(load('return a', 'n', 't', nil)))
        out(load('return 1', 'n', 'b')) out(load('return 1', 'n', 'x'))
        out(load(string.dump(load('return 1')), 'n', 't'))
        out(load(string.dump(load('return a')), 'n', 'b', {a = 'bin'})())
        out(load(12)) out(pcall(load)) out(pcall(load, nil)) out(pcall(load, {})) out(pcall(load, 'x', {}))
        out(pcall(load, 'return 1', 'n', {})) out(load(print, 'n', 5))
        out(pcall(load('error("x")'))) out(pcall(load('error("x")', '=chunk')))
    """,
    "load with a reader": """
        local function reader(...) local parts, i = {...}, 0 return function() i = i + 1 return parts[i] end end
        out(load(reader('return ', '1', '+ 2'))()) out(load(reader())()) out(load(reader('return ', 5, ';'))())
        out(load(reader('return 1', '', ' syntax error'))()) out(load(reader('return', ' return'), '=r'))
        out(load(reader('x', ' y'))) out(load(function() error('from reader', 0) end))
        out(load(function() return {} end)) out(load(function() return true end))
        out(load(reader('return a'), 'n', 't', {a = 'env'})()) out(load(reader('return 1'), 'n', 'b'))
        local t = {} out(select(2, load(function() error(t) end)) == t)
        local co = coroutine.wrap(function() return load(reader('return ', 'coroutine.isyieldable()'))() end) out(co())
    """,
    "loadfile and dofile": """
        out(loadfile('/no/such/file')) out(loadfile('/')) out(pcall(dofile, '/no/such/file'))
        out(pcall(loadfile, {})) out(pcall(loadfile, 'x', {})) out(pcall(dofile, {}))
    """,
    "collectgarbage": """
        out(collectgarbage(), collectgarbage('collect'), math.type(collectgarbage('count')))
        out(collectgarbage('isrunning'), collectgarbage('stop'), collectgarbage('isrunning'), collectgarbage('restart'),
            collectgarbage('isrunning'))
        out(collectgarbage('step')) out(pcall(collectgarbage, 'bad')) out(pcall(collectgarbage, {}))
        out(pcall(collectgarbage, 'step', 'x'))
        collectgarbage('setpause', 200) out(collectgarbage('setpause', 150), collectgarbage('setpause', 200))
        collectgarbage('setstepmul', 100) out(collectgarbage('setstepmul', 403), collectgarbage('setstepmul', 100))
        collectgarbage('incremental') out(collectgarbage('generational'), collectgarbage('incremental', 1000, 2))
        out(collectgarbage('incremental', 200, 100))
    """,
    "finalizers": """
        for i = 1, 3 do setmetatable({}, {__gc = function() out('gc', i) end}) end
        out(collectgarbage())
        setmetatable({}, {__gc = function() out('inside', collectgarbage('count'), collectgarbage()) end})
        collectgarbage()
        setmetatable({}, {__gc = function() error('ignored') end}) out(pcall(collectgarbage))
        local weak = setmetatable({}, {__mode = 'v'}) weak[1] = {} weak.x = {} weak.s = 'string'
        collectgarbage() out(weak[1], weak.x, weak.s)
        setmetatable({}, {__gc = function() out((debug.traceback('trace'):match('^.-collectgarbage'))) end})
        collectgarbage()
        out(pcall(collectgarbage, 'step'))
    """,
    "pcall": """
        out(pcall(pcall)) out(pcall(pcall, error, 'e')) out(pcall(1)) out(pcall(nil)) out(pcall())
        out(pcall(string.rep)) out(select('#', pcall(function() end)))
        out(pcall(setmetatable({}, {__call = function(_, x)
            return x end}), 7))
        out(xpcall(error, function(m) return 'handled ' .. m end, 'e', 0))
        out(xpcall(function(...) return ... end, print, 1, 2))
        out(pcall(xpcall)) out(pcall(xpcall, print)) out(pcall(xpcall, print, 5))
        out(xpcall(function() local x = nil; x() end, function(m) return m, 2 end))
        out(xpcall(error, function(m) error('again') end, 'e')) out(xpcall(5, function(m) return m end))
        out(pcall(coroutine.wrap(function() out(pcall(coroutine.yield, 1)) error('after') end)))
        local co = coroutine.create(function() out(pcall(function() coroutine.yield(1) error('late') end)) end)
        out(coroutine.resume(co)) out(coroutine.resume(co)) out(coroutine.status(co))
    """,
    "globals": """
        out(_VERSION, _G._G == _G, package.loaded._G == _G)
        local names = {} for _, name in ipairs{'assert', 'collectgarbage', 'dofile', 'error', 'getmetatable',
        'ipairs', 'load',
            'loadfile', 'next', 'pairs', 'pcall', 'print', 'rawequal', 'rawget', 'rawlen', 'rawset', 'require',
            'select',
            'setmetatable', 'tonumber', 'tostring', 'type', 'warn', 'xpcall'} do names[#names + 1] = type(_G[name]) end
        out(table.concat(names, ' '))
        for _, library in ipairs{'string', 'table', 'math', 'io', 'os', 'coroutine', 'debug', 'package', 'utf8'} do
            local found = {} for k, v in pairs(_G[library]) do found[#found + 1] = k .. ' ' .. type(v) end
            table.sort(found) out(library, table.concat(found, ', ')) end
        local found = {} for k, v in pairs(getmetatable('')) do found[#found + 1] = k end table.sort(found)
        out(table.concat(found, ' '))
    """,
    "names in messages": """
        local t = {next = next} out(pcall(function() t.next() end)) out(pcall(function() t:next('x', 'y') end))
        local f = rawset out(pcall(function() f() end)) out(pcall(function() rawlen(5) end))
        out(pcall(function() return rawlen(5) end)) out(pcall(function() string.rep() end))
        out(pcall(function() ('x'):rep({}) end)) out(pcall(function() return tostring() end))
        out(pcall(function() require() end)) out(pcall(function() load() end))
    """,
}


@pytest.mark.parametrize("name", SCRIPTS)
def test_same_as_puc(name: str) -> None:
    same(SCRIPTS[name])


PRINTS = b"""
print() print(1, nil, 'x', 1.5, true) print(setmetatable({}, {__tostring = function() return 'shown' end}), 2)
print(setmetatable({}, {__tostring = function() return 7 end}))
pcall(print, 'before', 2, setmetatable({}, {__tostring = function() error() end}), 'after')
pcall(print, 'before', setmetatable({}, {__tostring = function() return {} end})) print() io.stdout:flush()
"""


def test_print(capfd: pytest.CaptureFixture[str]) -> None:
    lua54.LuaRuntime(encoding=None).execute(PRINTS)
    expected = capfd.readouterr().out
    stdout = io.BytesIO()
    VM(stdout=stdout).run_source(PRINTS, b"=prints")
    assert stdout.getvalue().decode() == expected


WARNINGS = b"""
warn('off yet') warn('@on') warn('one') warn('two', ' and ', 3) warn('@off', 'both') warn('@unknown') warn('@off')
warn('silent') warn('@on') warn('\\0hidden')
"""


def test_warn(capfd: pytest.CaptureFixture[str]) -> None:
    lua54.LuaRuntime(encoding=None).execute(WARNINGS)
    expected = capfd.readouterr().err
    stderr = io.BytesIO()
    VM(stderr=stderr).run_source(WARNINGS, b"=warnings")
    assert stderr.getvalue().decode() == expected


def test_loading_files(tmp_path_factory: pytest.TempPathFactory) -> None:
    directory = tmp_path_factory.mktemp("chunks")
    contents = {
        "plain.lua": b"return 'plain', ...",
        "script.lua": b"#!/usr/bin/lua\nreturn 'script'",
        "marked.lua": b"\xef\xbb\xbfreturn 'marked'",
        "marked_script.lua": b"\xef\xbb\xbf# comment\nerror('line 2')",
        "comment.lua": b"# only a comment",
        "empty.lua": b"",
        "wrong.lua": b"# comment\n\nwrong",
        "environment.lua": b"return name",
    }
    for name, source in contents.items():
        (directory / name).write_bytes(source)
        path = str(directory / name)
        same(f"out(loadfile('{path}') ~= nil) out(select(2, loadfile('{path}'))) out(pcall(dofile, '{path}'))")
    path = str(directory / "environment.lua")
    same(f"out(loadfile('{path}', 't', {{name = 'given'}})()) out(loadfile('{path}', 'b'))")
    same(f"out(pcall(loadfile('{path}', 'bt', nil)))")
    same(f"out(pcall(loadfile('{directory / 'plain.lua'}'), 1, 2))")


def test_binary_file_after_a_comment(tmp_path_factory: pytest.TempPathFactory) -> None:
    path = tmp_path_factory.mktemp("chunks") / "binary.lua"
    vm = VM()
    (code,) = vm.run_source(b"return string.dump(load('return 42'))", b"=dump")
    assert isinstance(code, bytes)
    path.write_bytes(b"#!lua\n" + code)
    assert vm.run_source(b"return loadfile(...)()", b"=load", [str(path).encode()]) == [42]


def test_loading_standard_input() -> None:
    vm = VM(stdin=io.BytesIO(b"# comment\nreturn 'from stdin', debug.getinfo(1, 'S').source"))
    assert vm.run_source(b"return dofile()", b"=load") == [b"from stdin", b"=stdin"]
