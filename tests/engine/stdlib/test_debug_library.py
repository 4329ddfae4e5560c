"""The debug library beside PUC Lua's."""

import io

import pytest
from script_driver import same

from engine.host.vm import VM

SCRIPTS = {
    "getinfo of functions": """
        local function show(f, what) local info, keys = debug.getinfo(f, what), {}
            for k, v in pairs(info) do if type(v) == 'table' then
                local lines = {} for line in pairs(v) do lines[#lines + 1] = line end table.sort(lines) v =
                table.concat(lines, ',')
                end keys[#keys + 1] = k .. '=' .. (type(v) == 'function' and 'f' or tostring(v)) end
            table.sort(keys) out(table.concat(keys, ' ')) end
        local up = 1
        local function f(a, b, ...)
            local c = up
            return c
        end
        show(f) show(f, 'S') show(f, 'l') show(f, 'n') show(f, 't') show(f, 'u') show(f, 'f') show(f, 'r') show(f,
        'L') show(f, '')
        show(print) show(print, 'L') show(load('return 1', '=main')) show(load('return 1', '=main'), 'L')
        show(load('local x\\n\\nlocal function f()\\n return 1\\nend', '@file.lua'), 'SL')
        show(function() end, 'SL') show(coroutine.wrap(print), 'u') show(string.gmatch, 'u')
        out(debug.getinfo(f, 'f').func == f)
        show(load('x = 1', 'source text\\nof two lines'), 'S') show(load('x = 1', ('long'):rep(40)), 'S')
        show(function(a, b) local c for i = 1, 3 do
            c = i
        end end, 'uL')
    """,
    "getinfo of levels": """
        local function f() return debug.getinfo(1, 'nSltu') end
        local function show(i)
        out(i.name, i.namewhat, i.what, i.short_src, i.currentline, i.linedefined, i.lastlinedefined,
            i.istailcall, i.nups) end
        local i = f() show(i)
        local t = {method = f} i = t:method() show(i) i = t.method() show(i)
        local function tail() return f() end
        local a = tail() show(a)
        out(debug.getinfo(0, 'n').name, debug.getinfo(0, 'S').what, debug.getinfo(0, 'f').func == debug.getinfo)
        out(debug.getinfo(100)) out(debug.getinfo(-1)) out(pcall(debug.getinfo)) out(pcall(debug.getinfo, 'x'))
        out(pcall(debug.getinfo, 1, 'X')) out(pcall(debug.getinfo, 1, '>')) out(pcall(debug.getinfo, 1, 5))
        out(pcall(debug.getinfo, {})) out(pcall(debug.getinfo, 1, {})) out(pcall(debug.getinfo, 100, 'X'))
        local mt = setmetatable({}, {__index = function() show(debug.getinfo(1, 'nSltu')) end,
            __add = function() show(debug.getinfo(1, 'nSltu')) end, __eq = function() show(debug.getinfo(1, 'nSltu'))
            end})
        local _ = mt.x, mt + 1, mt == setmetatable({}, getmetatable(mt))
        for _ in function() show(debug.getinfo(1, 'nSltu')) end do end
        pcall(function() show(debug.getinfo(1, 'nSltu')) end)
        table.sort({1, 2}, function() out(debug.getinfo(2, 'S').what, debug.getinfo(2, 'n').name) return false end)
        string.gsub('x', 'x', function()
        out(debug.getinfo(2, 'f').func == string.gsub, debug.getinfo(2, 'l').currentline) end)
        tostring(setmetatable({}, {__tostring = function() out(debug.getinfo(2, 'f').func == tostring) return '' end}))
        global = function() show(debug.getinfo(1, 'nSltu')) end global() global = nil
    """,
    "getinfo of coroutines": """
        local co = coroutine.create(function(a)
            local b = a
            coroutine.yield()
            error('x')
        end)
        out(debug.getinfo(co, 0)) coroutine.resume(co, 5)
        out(debug.getinfo(co, 0, 'n').name, debug.getinfo(co, 0, 'S').what) out(debug.getinfo(co, 1, 'l').currentline)
        out(debug.getinfo(co, 2)) out(debug.getlocal(co, 1, 1)) out(debug.getlocal(co, 1, 2))
        out(debug.getlocal(co, 1, 3))
        out(debug.setlocal(co, 1, 2, 'new'), debug.getlocal(co, 1, 2)) out(pcall(debug.getlocal, co, 5, 1))
        out(debug.traceback(co)) out(debug.traceback(co, 'message', 1)) out(debug.traceback(co, nil, 5))
        coroutine.resume(co) out(debug.traceback(co))
        out(debug.getinfo(co, 0, 'n').name, debug.getinfo(co, 1, 'l').currentline)
        out(debug.getinfo(co, print, 'S').what)
    """,
    "getlocal": """
        local function f(a, b, ...)
            local c = 'c'
            do local hidden = 1 end
            local d <const>, e = 'd', function() return c end
            for i = 1, 4 do out(i, debug.getlocal(1, i)) end
            for i = 5, 10 do out(i, (debug.getlocal(1, i))) end
            for i = -1, -4, -1 do out(i, debug.getlocal(1, i)) end
            out(debug.setlocal(1, 1, 'A'), debug.setlocal(1, 3, 'C'), debug.setlocal(1, -1, 'V'), a, c, e(), ...)
            out(debug.setlocal(1, -9, 1), debug.setlocal(1, 200, 1))
        end
        f(1, nil, 'x', 'y')
        local function g(a, b, c) local d end
        for i = 0, 4 do out(debug.getlocal(g, i)) end out(debug.getlocal(print, 1))
        out(debug.getlocal(function(...) end, 1))
        out(pcall(debug.getlocal, 100, 1)) out(pcall(debug.getlocal, -1, 1)) out(pcall(debug.getlocal, 1))
        out(pcall(debug.getlocal))
        out(pcall(debug.setlocal, 100, 1, 1)) out(pcall(debug.setlocal, 1, 1)) out(pcall(debug.setlocal, {}, 1, 1))
        out(debug.getlocal(1, 0), debug.getlocal(1, -1), debug.getlocal(1, 0x7FFFFFFF), debug.getlocal(1, -0x7FFFFFFF))
        local function loop() for k, v in pairs({x = 1}) do local i = 1 while debug.getlocal(1, i) do
            local name = debug.getlocal(1, i) if name:match('^%a') then out(name) end i = i + 1 end end end loop()
        local function deep() out(debug.getlocal(2, 1)) end
        local function caller(one) deep() end caller(11)
        out(select('#', debug.getlocal(1, 200)))
        out(debug.getlocal(0, 1)) out(debug.getlocal(0, 2))
        local function temporaries(a) return a, debug.getlocal(1, 2) end out((select(2, temporaries(5))))
    """,
    "upvalues": """
        local a, b = 1, 2
        local function f() return a, b end
        local function g() return b end
        out(debug.getupvalue(f, 1)) out(debug.getupvalue(f, 2)) out(debug.getupvalue(f, 3)) out(debug.getupvalue(f, 0))
        out(debug.setupvalue(f, 2, 'B'), b) out(debug.setupvalue(f, 3, 1)) out(select('#', debug.setupvalue(f, 3, 1)))
        out(debug.upvalueid(f, 2) == debug.upvalueid(g, 1), debug.upvalueid(f, 1) == debug.upvalueid(g, 1))
        out(type(debug.upvalueid(f, 1)), debug.upvalueid(f, 9), debug.upvalueid(print, 1))
        debug.upvaluejoin(f, 1, g, 1) out(f()) a = 'A' out(f()) out(debug.upvalueid(f, 1) == debug.upvalueid(g, 1))
        out(pcall(debug.upvaluejoin, f, 3, g, 1)) out(pcall(debug.upvaluejoin, f, 1, g, 0))
        out(pcall(debug.upvaluejoin, print, 1, g, 1))
        out(pcall(debug.upvaluejoin, f, 1, g)) out(pcall(debug.upvaluejoin, {}, 1, g, 1))
        out(pcall(debug.getupvalue, f)) out(pcall(debug.getupvalue, 1, 1)) out(pcall(debug.getupvalue, f, 'x'))
        out(pcall(debug.setupvalue, f, 1)) out(pcall(debug.setupvalue, f)) out(pcall(debug.upvalueid, f))
        out(debug.getupvalue(print, 1)) out(select('#', debug.getupvalue(print, 1))) out(debug.getupvalue(require, 9))
        out(debug.getupvalue(load('return x'), 1) == '_ENV')
        out(debug.getupvalue(load(string.dump(load('return x'), true)), 1) == '(no name)')
        out((debug.getupvalue(coroutine.wrap(print), 1)) == '')
        out(debug.getinfo(f, 'u').nups, debug.getinfo(print, 'u').nups)
    """,
    "metatables": """
        local mt = {__index = function(n, k) return k end}
        out(debug.setmetatable(5, mt)) out((5).field, debug.getmetatable(7) == mt) debug.setmetatable(5, nil)
        out(debug.getmetatable(7))
        debug.setmetatable(nil, {__call = function() return 'nil called' end}) local n
        out(n()) debug.setmetatable(nil, nil)
        debug.setmetatable(true, {__tostring = function(b) return b and 'yes' or 'no' end})
        out(true, false) debug.setmetatable(true, nil)
        debug.setmetatable(print, {__index = {x = 'of functions'}})
        out(print.x, (function() end).x) debug.setmetatable(print, nil)
        local t = setmetatable({}, {__metatable = 'hidden'}) out(getmetatable(t), type(debug.getmetatable(t)))
        out(debug.setmetatable(t, nil) == t, getmetatable(t)) out(pcall(debug.setmetatable, t))
        out(pcall(debug.setmetatable, t, 1))
        out(pcall(debug.getmetatable)) out(debug.getmetatable('') == getmetatable(''))
    """,
    "registry and user values": """
        out(type(debug.getregistry()), debug.getregistry()._LOADED == package.loaded, debug.getregistry()[2] == _G)
        out(debug.getregistry()._PRELOAD == package.preload)
        out(debug.getuservalue(5)) out(debug.getuservalue(io.stdout)) out(select('#', debug.getuservalue(io.stdout, 1)))
        out(debug.setuservalue(io.stdout, 1)) out(pcall(debug.setuservalue, {}, 1))
        out(pcall(debug.setuservalue, io.stdout))
        out(pcall(debug.getuservalue, io.stdout, 'x')) out(debug.getuservalue())
        out(debug.setcstacklimit(100)) out(pcall(debug.setcstacklimit))
    """,
    "traceback": """
        local t = {} out(debug.traceback(t) == t, debug.traceback(nil) ~= nil, debug.traceback(true))
        out((debug.traceback('message'):match('^message\\nstack traceback:\\n\\t[^\\n]*')))
        out((debug.traceback('message', 0):match('^message\\nstack traceback:\\n\\t[^\\n]*\\n\\t[^\\n]*')))
        out((debug.traceback(12):match('^12\\n'))) out((debug.traceback():match('^stack traceback:\\n')))
        local function top(text) return (text:gsub('\\n[^\\n]*in upvalue .tb.*', '')) end
        local function tb() return debug.traceback('in tb') end
        local function local_function() local text = tb() return text end
        function global_function() local text = local_function() return text end
        local object = {method = function() local text = global_function() return text end}
        local function lines(text, n) local kept = {} for line in text:gmatch('[^\\n]+') do
            if #kept < n then kept[#kept + 1] = line end end return table.concat(kept, '\\n') end
        out(lines(object:method(), 8)) out(lines((function() local text = object.method() return text end)(), 8))
        out(lines(select(2, pcall(function() local text = tb() return text end)), 5))
        out(lines(string.gsub('x', 'x', tb), 5)) out(lines((select(2, xpcall(error, debug.traceback, 'e', 0))), 4))
        out(lines((select(2, xpcall(function() local x = nil + 1 end, debug.traceback))), 3))
        local function tail() return tb() end out(lines(tail(), 5))
        local function depth(n) if n == 0 then return (debug.traceback('deep')) end local text = depth(n - 1) return
        text end
        out((depth(40):gsub('skipping %d+', 'skipping N'):match('^.*skipping N levels%)')))
        out(pcall(debug.traceback, 'x', 'y')) out(debug.traceback('x', 100))
        out(lines(coroutine.wrap(function() local text = tb() return text end)(), 5))
        table.sort({1, 2}, function() out(lines(tb(), 4)) return false end)
        load(function() out(lines(tb(), 4)) end)
        for _ in ipairs(setmetatable({}, {__index = function() out(lines(tb(), 4)) end})) do end
        tostring(setmetatable({}, {__tostring = function() out(lines(tb(), 4)) return '' end}))
        string.format('%s', setmetatable({}, {__tostring = function() out(lines(tb(), 4)) return '' end}))
        local _ = setmetatable({}, {__add = function() out(lines(tb(), 4)) end}) + 1
        local _ = setmetatable({}, {__index = function() out(lines(tb(), 4)) end}).x
        do local closed <close> = setmetatable({}, {__close = function() out(lines(tb(), 4)) end}) end
        global_function = nil
    """,
}


@pytest.mark.parametrize("name", SCRIPTS)
def test_same_as_puc(name: str) -> None:
    same(SCRIPTS[name])


def test_debug_prompt() -> None:
    commands = (
        b"x = 5\nerror('wrong')\nwrong wrong\n"
        b"error(setmetatable({}, {__tostring = function() return 'shown' end}))\ncont\nx = 6\n"
    )
    stderr = io.BytesIO()
    vm = VM(stdin=io.BytesIO(commands), stderr=stderr)
    assert vm.run_source(b"debug.debug() return x, (debug.debug())", b"=prompt") == [5, None]
    assert stderr.getvalue().decode().splitlines() == [
        "lua_debug> lua_debug> (debug command):1: wrong",
        "lua_debug> (debug command):1: syntax error near 'wrong'",
        "lua_debug> shown",
        "lua_debug> lua_debug> lua_debug> ",
    ]
