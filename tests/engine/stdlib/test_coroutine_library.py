"""The coroutine library beside PUC Lua's."""

import pytest
from script_driver import same

SCRIPTS = {
    "create": """
        out(pcall(coroutine.create)) out(pcall(coroutine.create, {})) out(type(coroutine.create(print)))
        out(coroutine.resume(coroutine.create(math.max), 1, 5, 3))
        out(coroutine.resume(coroutine.create(function(...) return select('#', ...), ... end), nil, nil))
    """,
    "resume and yield": """
        local co = coroutine.create(function(a, b)
            out('start', a, b)
            local c = coroutine.yield(a + b) out('c', c)
            local d, e = coroutine.yield(c * 2) out(d, e)
            return 'end', d + e
        end)
        out(coroutine.resume(co, 1, 2)) out(coroutine.resume(co, 10)) out(coroutine.resume(co, 3, 4))
        out(coroutine.resume(co)) out(coroutine.status(co))
        out(pcall(coroutine.resume)) out(pcall(coroutine.resume, 5)) out(pcall(coroutine.resume, print))
        out(coroutine.resume(coroutine.running()))
        out(coroutine.resume(coroutine.create(function() error('inside') end)))
        out(coroutine.resume(coroutine.create(function() error({}) end)) == false)
        out(coroutine.resume(coroutine.create(function() return pcall(error, 'caught') end)))
        local self self = coroutine.create(function() return coroutine.resume(self) end) out(coroutine.resume(self))
        out(select('#', coroutine.resume(coroutine.create(function() return nil, nil end))))
        out(select('#', coroutine.resume(coroutine.create(function() coroutine.yield() end))))
    """,
    "status": """
        local co co = coroutine.create(function()
            out(coroutine.status(co))
            local inner = coroutine.create(function() out(coroutine.status(co)) coroutine.yield() end)
            coroutine.resume(inner) out(coroutine.status(inner)) coroutine.yield()
        end)
        out(coroutine.status(co)) coroutine.resume(co) out(coroutine.status(co)) coroutine.resume(co)
        out(coroutine.status(co))
        local failed = coroutine.create(error) coroutine.resume(failed) out(coroutine.status(failed))
        out(coroutine.status((coroutine.running()))) out(pcall(coroutine.status)) out(pcall(coroutine.status, {}))
    """,
    "running": """
        local main, is_main = coroutine.running()
        out(type(main), is_main, coroutine.isyieldable(), coroutine.isyieldable(main))
        coroutine.wrap(function() local co, is_main = coroutine.running()
            out(is_main, co ~= main, coroutine.isyieldable(), coroutine.isyieldable(main), coroutine.isyieldable(co))
            end)()
        out(coroutine.isyieldable(coroutine.create(print))) out(pcall(coroutine.isyieldable, 5))
        out(pcall(coroutine.isyieldable, nil))
    """,
    "yield outside": """
        out(pcall(coroutine.yield, 1)) out(pcall(function() coroutine.yield() end))
    """,
    "wrap": """
        local f = coroutine.wrap(function(...) local x = coroutine.yield(...) return x, 'last' end)
        out(f(1, 2)) out(f('x')) out(pcall(f)) out(pcall(function() f() end))
        out(pcall(coroutine.wrap)) out(pcall(coroutine.wrap, 5))
        out(pcall(coroutine.wrap(function() error('positioned') end)))
        out(pcall(function() local g = coroutine.wrap(function() error('inner') end) g() end))
        out(pcall(function() local g = coroutine.wrap(function() error('plain', 0) end) g() end))
        local t = {} out(select(2, pcall(coroutine.wrap(function() error(t) end))) == t)
        for i, v in coroutine.wrap(function() for i = 1, 3 do coroutine.yield(i, i * i) end end) do out(i, v) end
        local g g = coroutine.wrap(function() return pcall(g) end) out(g())
    """,
    "close": """
        local co = coroutine.create(function()
            local a <close> = setmetatable({}, {__close = function(_, e) out('close a', e) end})
            local b <close> = setmetatable({}, {__close = function(_, e) out('close b', e) end})
            coroutine.yield('yielded')
        end)
        out(coroutine.resume(co)) out(coroutine.close(co)) out(coroutine.status(co)) out(coroutine.close(co))
        out(coroutine.close(coroutine.create(print)))
        local failed = coroutine.create(function() error('e', 0) end) coroutine.resume(failed)
        out(coroutine.close(failed)) out(coroutine.close(failed))
        local bad = coroutine.create(function()
            local a <close> = setmetatable({}, {__close = function(_, e) out('last', e) end})
            local b <close> = setmetatable({}, {__close = function() error('in close', 0) end})
            coroutine.yield() end)
        coroutine.resume(bad) out(coroutine.close(bad)) out(coroutine.status(bad))
        out(pcall(coroutine.close)) out(pcall(coroutine.close, (coroutine.running())))
        coroutine.wrap(function() out(pcall(coroutine.close, (coroutine.running()))) end)()
        local outer outer = coroutine.create(function()
            coroutine.wrap(function() out(pcall(coroutine.close, outer)) end)() end)
        coroutine.resume(outer)
    """,
    "closing on errors": """
        local co = coroutine.wrap(function()
            local a <close> = setmetatable({}, {__close = function(_, e) out('closed', e) end})
            error('wrapped', 0) end)
        out(pcall(co)) out(pcall(co))
        local kept = coroutine.create(function()
            local a <close> = setmetatable({}, {__close = function(_, e) out('closed', e) end})
            error('resumed', 0) end)
        out(coroutine.resume(kept)) out(coroutine.close(kept))
    """,
    "across calls": """
        local function yielder(...) return coroutine.yield(...) end
        local t = setmetatable({}, {__index = function(_, k) return yielder(k) end, __add = function() return
        yielder('add') end,
            __lt = function() return yielder('lt') end, __concat = function() return yielder('concat') end,
            __call = function(_, x) return yielder(x) end, __len = function() return yielder('len') end})
        local co = coroutine.wrap(function()
            out(t.field) out(t + 1) out(t < t) out(t .. 'x') out(t(5)) out(#t)
            for k in function() return yielder('iterate') end do out(k) end
            out(pcall(pcall, yielder, 'nested'))
            return 'done'
        end)
        local value = co()
        for i = 1, 8 do out('yielded', value) value = co(i ~= 8 and i or nil) end
        out(value) for i = 1, 3 do if value == 'done' then break end value = co() out(value) end
    """,
    "many": """
        local total = 0
        for i = 1, 200 do
            local co = coroutine.wrap(function() for j = 1, 3 do coroutine.yield(j) end end)
            total = total + co() + co() + co() end
        out(total)
        local function nest(n) if n == 0 then return coroutine.yield('deep') end
            return coroutine.wrap(function() return nest(n - 1) end)() end
        out(pcall(nest, 20))
        local function recurse() return coroutine.wrap(recurse)() end
        out((select(2, pcall(recurse)):match('C stack overflow')))
    """,
}


@pytest.mark.parametrize("name", SCRIPTS)
def test_same_as_puc(name: str) -> None:
    same(SCRIPTS[name])
