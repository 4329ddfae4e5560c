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
}


@pytest.mark.parametrize("name", SCRIPTS)
def test_same_as_puc(name: str) -> None:
    same(SCRIPTS[name])
