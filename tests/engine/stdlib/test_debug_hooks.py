"""Debug hooks beside PUC Lua's."""

import pytest
from script_driver import same

SCRIPTS = {
    "set and get": """
        out(debug.gethook()) out(pcall(debug.sethook, print)) out(pcall(debug.sethook, {}, 'l'))
        out(pcall(debug.sethook, print, 'c', 'x'))
        local function hook() end
        debug.sethook(hook, 'crl', 100) local h, mask, count = debug.gethook() debug.sethook()
        out(h == hook, mask, count) out(debug.gethook())
        debug.sethook(hook, '') out(debug.gethook()) debug.sethook(hook, 'r')
        out(select(2, debug.gethook())) debug.sethook(nil)
        local co = coroutine.create(function() local x = 1
            coroutine.yield() end)
        debug.sethook(co, hook, 'l') out(debug.gethook(co) == hook, debug.gethook()) debug.sethook(co)
        local lines = {}
        debug.sethook(function(event, line) lines[#lines + 1] = line end, 'l')
        local x = 1
        for i = 1, 2 do
            x = x + i
        end
        debug.sethook()
        out(table.concat(lines, ' '))
    """,
    "call hooks": """
        local events = {}
        local function f(x)
            return x
        end
        local function g(x) local y = f(x) return y end
        debug.sethook(function(event) local info = debug.getinfo(2, 'nS')
            if info.what ~= 'C' then events[#events + 1] = event .. ' ' .. info.name end end, 'c')
        f(1)
        g(2)
        debug.sethook()
        out(table.concat(events, ', '))
    """,
    "count hooks": """
        local n = 0
        debug.sethook(function(event) n = n + 1 if n == 1 then out(event) end end, '', 100)
        for i = 1, 1000 do end
        debug.sethook()
        out(n >= 10)
        out(pcall(function() debug.sethook(function() debug.sethook() error('from hook', 0) end, '', 10) while true
        do end end))
        out(debug.gethook())
    """,
    "lines and returns after a count": """
        local log = {}
        debug.sethook(function(event, line) log[#log + 1] = event .. (line or '') end, 'l', 1)
        local x = 1 debug.sethook()
        for i = 1, #log - 1 do out(log[i] == 'count' and log[i + 1]:match('^line') ~= nil) end
    """,
    "a hook that counts sees every jump": """
        local n = 0
        debug.sethook(function() n = n + 1 end, '', 1)
        for i = 1, 1000 do end
        debug.sethook()
        out(n > 1000 and n < 1012)
    """,
    "temporaries in hooks": """
        debug.sethook(function() local i = debug.getinfo(2, 'fr')
            if i.func ~= math.abs then return end
            out(debug.getlocal(2, 1)) out(debug.getlocal(2, i.ftransfer)) out(i.ntransfer)
        end, 'cr')
        math.abs(-2)
        debug.sethook()
    """,
    "programs as callers": """
        local log = {}
        local function hook(event) local info = debug.getinfo(2, 'nS')
            log[#log + 1] = event .. ' ' .. tostring(info.name) .. ' ' .. info.what end
        debug.sethook(hook, 'cr')
        local t = setmetatable({}, {__concat = function() return 'c' end, __len = function() return 3 end,
            __eq = function() return true end, __le = function() return false end, __newindex = function() end,
            __unm = function() return 1 end, __pairs = function(t) return next, {1}, nil end,
            __index = function(t, i) if i ~= 3 then return 'x' end end})
        local y = t .. 'x' .. 'y' y = #t y = t == setmetatable({}, getmetatable(t)) y = t <= t t.x = 1 y = -t
        for k in pairs(t) do end
        for k in ipairs(t) do end
        table.concat(t, '', 1, 2) table.unpack(t, 1, 2)
        for w in string.gmatch('a b', '%a') do end
        string.gsub('abc', 'b', {b = 'c'})
        xpcall(function() local a = nil; a.b = 1 end, function(m) return m end)
        local function va(...) local a, b = ... return select('#', ...) end
        va(1, 2, 3)
        do local c <close> = setmetatable({}, {__close = function() end}) end
        debug.sethook()
        for _, event in ipairs(log) do out(event) end
    """,
    "collections under hooks": """
        local collected, events = 0, 0
        setmetatable({}, {__gc = function() collected = collected + 1 end})
        debug.sethook(function() events = events + 1 end, 'cl')
        local n = 0
        while n < 100 do n = n + 1 local t = {} end collectgarbage()
        debug.sethook()
        out(collected, events)
    """,
}


@pytest.mark.parametrize("name", SCRIPTS)
def test_same_as_puc(name: str) -> None:
    same(SCRIPTS[name])
