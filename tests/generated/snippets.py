"""Statements that show one thing each: templates like those of `tests.generated.templates`, of several lines."""

from typing import Final

SNIPPETS: Final = (
    # -- coroutines
    """\
do
  local co = coroutine.create(function(a) show('in', a) local b = coroutine.yield(a) show(b) return $x end)
  show(coroutine.status(co), coroutine.resume(co, $i))
  show(coroutine.status(co), coroutine.resume(co, $x))
  show(coroutine.status(co), coroutine.resume(co))
end""",
    """\
do
  local co
  co = coroutine.create(function() show(coroutine.status(co), coroutine.resume(co)) error($s, $n) end)
  show(coroutine.resume(co))
  show(coroutine.status(co), coroutine.resume(co))
end""",
    """\
do
  local outer
  outer = coroutine.wrap(function()
    local inner = coroutine.wrap(function() coroutine.yield(pcall(outer)) end)
    inner()
    return $i
  end)
  attempt(outer)
  attempt(outer)
end""",
    """\
do
  local co = coroutine.create(function() local v <close> = closer('pending') coroutine.yield($i) end)
  show(coroutine.resume(co))
  show(coroutine.close(co), coroutine.status(co))
  show(coroutine.close(co))
end""",
    """\
do
  local co = coroutine.create(function() local v <close> = setmetatable({}, { __close = function() error($s) end }) error($s) end)
  show(coroutine.resume(co))
  show(coroutine.close(co))
end""",
    "show(pcall(coroutine.close, coroutine.create(function() end)))",
    "show(select(2, coroutine.resume(coroutine.create(function() return coroutine.isyieldable(), $i end))))",
    "show(coroutine.resume(coroutine.create(function(...) return select('#', ...), ... end), $i, nil, $s))",
    "do local w = coroutine.wrap(function() return $i end) show(w()) attempt(w) end",
    "attempt(coroutine.wrap(function() local x = $v.field.y end))",
    # -- errors
    """\
do
  local function raise(l) error($s, l) end
  local function outer(l) raise(l) end
  attempt(outer, $n)
  attempt(raise, $n)
end""",
    "show(xpcall(function() local x = $v.field.y end, trace))",
    "show(xpcall(function() error($s) end, trace))",
    """\
do
  local function deep(n) if n == 0 then error($s) end deep(n - 1) return n end
  show(xpcall(function() deep($n) end, trace))
end""",
    """\
do
  local function tail(n) if n == 0 then return missing_global.x end return tail(n - 1) end
  show(xpcall(function() return (tail($n)) end, trace))
end""",
    "show(xpcall(function() table.sort({ 3, 2, 1 }, function(a, b) return a < b.x end) end, trace))",
    "show(xpcall(function() return ('x'):gsub('.', function(c) error($s) end) end, trace))",
    "show(xpcall(function() local t = setmetatable({}, { __index = function(t, k) error(k) end }) return t.x, 1 end, trace))",
    "show(xpcall(function() local t = setmetatable({}, { __add = function(a, b) return a.x.y end }) return t + 1, 1 end, trace))",
    "show(xpcall(function() for k in $v do end end, trace))",
    "show(xpcall(function(...) return select('#', ...), ... end, trace, $i, $s))",
    "show(xpcall(error, function(e) return type(e), $i end, { }))",
    "show(xpcall(function() error($s) end, function(e) error(e) end))",
    "show(pcall(pcall, error, $s))",
    "show(pcall(error, setmetatable({}, { __tostring = function() return $s end })))",
    "show(pcall(string.rep), pcall(('x').rep, 'x', {}), pcall(pcall))",
    # -- environments
    """\
do
  local f = function() seen = $m return seen end
  setfenv(f, { show = show })
  show(f(), rawget(_G, 'seen'))
  show(getfenv(f).seen, getfenv(f) == _G, getfenv(attempt) == _G)
end""",
    "do local n = $i do local _ENV = { show = show } x = n show(x, y) end end",
    "attempt(function() local _ENV = nil x = 1 end)",
    "attempt(function(_ENV) return a.b end, { a = $i })",
    "show(compiled('local a = ... x = a return x', {})($i))",
    "do local i, parts = 0, { 'return ', '$n', ' + ', '$n' } show(load(function() i = i + 1 return parts[i] end)()) end",
    "attempt(compiled('local t = {} t.x.y = 1'))",
    "attempt(compiled('\\n\\nerror($n)'))",
    # -- varargs
    "do local function f(...) return select('#', ...), (...), ... end show(f($i, nil, $s)) show((f())) end",
    "do local function f(...) return arg.n, arg[1], arg[$n] end show(f($i, nil, $s)) end",
    "do local function f(a, ...t) t[1] = t[1] or 5 return a, t.n, t[1], ... end show(f($i, nil, $s)) show((f())) end",
    "do local function f(...t) t.n = $n return ... end attempt(f, 1, 2, 3) end",
    # -- metamethods
    """\
do
  local log = setmetatable({}, {
    __index = function(t, k) show('get', k) return $i end,
    __newindex = function(t, k, v) show('set', k, v) rawset(t, k, v) end,
    __call = function(self, ...) return select('#', ...), ... end,
    __concat = function(a, b) return type(a) .. type(b) end,
    __len = function() return $i end,
    __unm = function() return 'minus' end,
    __eq = function() return $b end,
    __lt = function(a, b) return $i end,
    __le = function(a, b) return nil end,
    __mod = function(a, b) return 'mod' end,
    __div = function(a, b) return 'div' end,
    __pow = function(a, b) return 'pow', 2 end,
    __idiv = function(a, b) return 'idiv' end,
    __shl = function(a, b) return 'shl' end,
    __shr = function(a, b) return 'shr' end,
    __tostring = function() return $s end,
    __name = 'Log',
    __metatable = 'locked',
  })
  log.x = log.y
  log.x = 3
  show(log.x, log($i, nil), log .. 1, 1 .. log, 'a' .. 'b' .. log, -log, log == {}, log ~= 1)
  show(log % 2, 2 / log, log ^ log, tostring(log), getmetatable(log))
  attempt(function() return #log end)
  attempt(function() return log < log, log <= log, log > log end)
  attempt(function() return log < {}, 1 <= log end)
  attempt(setmetatable, log, {})
  attempt(function() return log + 1 end)
  attempt(ipairs, log)
end""",
    """\
do
  local base = setmetatable({ a = $i }, { __index = { b = $i }, __newindex = { } })
  local derived = setmetatable({}, { __index = base, __newindex = base })
  derived.c = 5
  derived.a = 6
  show(derived.a, derived.b, derived.c, rawget(base, 'a'), rawget(base, 'c'), rawget(derived, 'a'))
end""",
    "do local t = setmetatable({}, {}) getmetatable(t).__index = t attempt(function() return t.x end) end",
    "do local t = setmetatable({}, {}) getmetatable(t).__newindex = t attempt(function() t.x = 1 end) end",
    "do local c = setmetatable({}, { __call = setmetatable({}, { __call = function(...) return select('#', ...) end }) }) attempt(c, 1) end",
    "for k, v in pairs(setmetatable({}, { __pairs = function(t) return function(_, k) if not k then return 1, $i end end, t, nil end })) do show(k, v) end",
    "for i, v in ipairs(setmetatable({}, { __index = function(t, i) if i <= $n then return i * 2 end end })) do show(i, v) end",
    "attempt(function() return tostring(setmetatable({}, { __tostring = function() return $x end })) end)",
    "attempt(function() return (tostring(setmetatable({}, { __name = $s })):gsub(': .*', '')) end)",
    "attempt(function() return setmetatable({}, { __name = 'My' }) + 1 end)",
    "attempt(function() return math.floor(setmetatable({}, { __name = 'My' })) end)",
    "attempt(function() return 1 < setmetatable({}, { __name = 'My' }) end)",
    "attempt(function() return setmetatable({}, { __index = 5 }).x end)",
    "attempt(function() return #setmetatable({}, { __len = function() return $x end }) end)",
    "attempt(table.concat, setmetatable({}, { __len = function() return 2 end, __index = function(_, i) return i end }), $s)",
    "attempt(table.unpack, setmetatable({}, { __index = function(_, i) return i * 2 end }), 1, $n)",
    "attempt(table.insert, setmetatable({}, { __len = function() return $x end }), 1)",
    "do local u = newproxy(true) getmetatable(u).__index = function(_, k) return k end show(u.abc, type(u)) attempt(function() return u + 1 end) end",
    # -- to-be-closed and constant variables
    "attempt(function() local a <close> = closer('a') local b <close> = closer('b') error($s) end)",
    "attempt(function() local a <close> = closer('a') return $i, $s end)",
    "attempt(function() local a <close> = setmetatable({}, { __close = function(_, e) error($x, 0) end }) error($s) end)",
    "attempt(function() local a <close> = {} end)",
    "attempt(function() local a <close> = nil local b <close> = false return 1 end)",
    "do local limit <const> = $n for i = 1, limit do local c <close> = closer(i) if i == 2 then break end end end",
    # -- globals
    "do local a, b = $i, $s global g1, g2 = a, b show(g1, g2) g1, g2 = nil end",
    "do local a = $i global<const> * global h1 = a show(h1) h1 = nil end",
    "do global function g3(a) return a end show(g3(3)) g3 = nil end",
    "show(compiled('global x = 1 global x = 2'))",
    "show(compiled('global none; print(1)'))",
    "show(compiled('global print; x = 1'))",
    "show(compiled('global<const> x; x = 1'))",
    # -- control
    "for i = 1, 3 do for j = 1, 2 do if j == 2 then goto continue end show(i, j) end ::continue:: end",
    "while true do burn() break show(1) end",
    "do ;;; local a = 1; show(a) end",
    "do local i, t = 1, {} i, t[i] = i + 1, 20 show(i, t[1], t[2]) end",
    "do local a, b, c = (function() return 1, 2 end)() show(a, b, c, (function() return 1, 2 end)(), ((function() return 3, 4 end)())) end",
    "do local x = 0.1 for i = 1, $n do x = x * 3 end show(x, x == 0.3, x // 1) end",
    "do local s = '' for i = 3, 1, -1 do s = s .. i end show(s) end",
    "do local t = {} for i = 1.0, 2 do t[i] = i end show(#t, t[1], next(t)) end",
    "do local t = { [1] = 1, [2^53] = 2, [-1] = 3, ['1'] = 4 } show(t[1.0], t[2^53], t[-1], t['1'], #t) end",
    # -- libraries
    "show(tonumber($N), tonumber($N, 16), tonumber($N, 36))",
    "attempt(function() return $N + 0, $N * '2' end)",
    "attempt(function() return -$N, $N .. 1 end)",
    "show(math.type(tonumber($N)), math.tointeger(tonumber($N) or 0.5))",
    "show($t:find($p), $t:match($p), ($t:gsub($p, '%0%0')))",
    "show($t:gsub($p, { a = 1, b = true, l = false, o = 'O' }))",
    "show($t:find($p, $m), $t:match($p, $m))",
    "for k in string.gmatch($s, $p) do burn() show(k) end",
    "for k in string.gmatch($s, $p, $m) do burn() show(k) end",
    "for p, c in utf8.codes('h\\195\\169\\226\\130\\172') do show(p, c) end",
    "attempt(function() for p, c in utf8.codes($s) do show(p, c) end end)",
    "show(utf8.codepoint('h\\195\\169', 1, -1)) show(utf8.offset('h\\195\\169x', $m), utf8.len('h\\195\\169', $m % 2 + 1))",
    "attempt(string.pack, '$q', $i) attempt(string.unpack, '$q', $s, $m)",
    "show(string.format('%q', $i)) attempt(string.format, '%q', $f)",
    "show(string.format('$W', real($f)), string.format('$W', $i))",
    "do local d = os.date('!*t', $n * 86399) show(d.year, d.month, d.day, d.hour, d.min, d.sec, d.wday, d.yday, d.isdst) end",
    "attempt(function() return os.time({ year = 2021, month = $m, day = $m, hour = $m, min = $m, sec = $m, isdst = false }) end)",
    "attempt(os.time, { year = $x, month = 1, day = 1 })",
    "do math.randomseed($n) show(math.random(), math.random($n + 1), math.random($m, 10)) end",
    "do math.randomseed($n, 2) attempt(math.random, $i) attempt(math.random, $i, $i) attempt(math.random, 0) end",
    "do local t = { 5, 3, 8, 1 } table.sort(t, function(a, b) return a % 3 < b % 3 end) show(unpack(t)) end",
    "do local t = { 5, 3, 8, 1, $i, $i } table.sort(t) show(t[1], t[2], t[3], t[4], t[5], t[6]) end",
    "attempt(table.sort, { 3, 'a', 1 })",
    "attempt(table.sort, { $x, $x, $x })",
    "attempt(table.concat, { $x, $x, $x }, $s)",
    "attempt(table.remove, { 1, 2, 3 }, $m)",
    "attempt(table.insert, { 1, 2, 3 }, $n + 1, $x)",
    "show(select($n + 1, $x, $x, $x), select(-1, $x, $x))",
    "show(table.unpack({ $x, $x, $x }, $n, 3))",
    "show(unpack({ $x, $x, $x }, $n, 3))",
    "do local t = table.move({ 1, 2, 3 }, 1, 3, $n + 1) show(t[1], t[2], t[3], t[4], t[5]) end",
    "show(debug.getinfo(1, 'l').currentline, debug.getinfo(attempt, 'S').linedefined, debug.getinfo(attempt, 'S').lastlinedefined)",
    "show(debug.getinfo(attempt, 'u').nups, debug.getinfo(attempt, 'u').nparams, debug.getinfo(attempt, 'u').isvararg)",
    "do local i = debug.getinfo(1, 'nSl') show(i.name, i.namewhat, i.what, i.short_src, i.linedefined) end",
    "do local function named() local i = debug.getinfo(1, 'nt') return i.name, i.namewhat, i.istailcall end show(named()) show((function() return named() end)()) end",
    "do local a, b = $i, $s show((debug.getlocal(1, 1))) local f = function() return a, b end show(debug.getupvalue(f, 1)) show(debug.setupvalue(f, 2, 5), f()) end",
    "show(rawequal($x, $x), rawlen({ 1, 2 }), rawlen($s))",
    "show(bit32.extract(0xff00, $n, $n + 1), bit32.arshift(-256, $n), bit32.lrotate(0x80000001, $m), bit32.rshift($f, 1))",
    "show(bit.tohex(-1, $m), bit.arshift(-256, $n), bit.rol(0x12345678, $m), bit.tobit($f), bit.band($s + 0 or 0, 15))",
    "do local ok, e = pcall(setmetatable, 1, {}) show(ok, e) show(getmetatable('abc').__index == string, getmetatable({})) end",
    "show(next({}), next({ 10 }), next({ a = 1 }), type(next), rawget({ 5 }, 1))",
    "show(tostring(1e15), tostring(1e16), tostring(-0.0), tostring(1e100), tostring(2^63), tostring(0.1), 1e15 .. '', 10 / 2)",
    "show($i == $i, $i < $f, $f <= $i, $i == $f, 1 == 1.0, '1' == 1, 2^53 == 2^53 + 1)",
    "show($i % -3, -7 % 3, 7 % -3, -7.5 % 2, 7.5 % -2, 5 % math.huge, -5 % math.huge)",
    "show(-7 // 2, 7 // -2, -7.5 // 2, 7 // 0.0, -7 // 0.0, 1 // math.huge, -1 // math.huge)",
    "show(1 << 63, 1 << 64, -1 >> 1, 1 << -1, 5 & 3, 5 | 3, 5 ~ 3, ~0, '3' & 1, 2.0 | 1)",
    "show(math.max(1, 2.5), math.min(2, 1.0), math.abs(-3), math.floor(-3.5), math.ceil(-3.5), math.fmod(-7, 3), math.modf(-3.7))",
    "show(string.byte('abc', -1), ('abc'):sub(-2), ('abc'):sub(2, 10), ('abc'):sub(0), ('x'):rep(0), ('x'):rep(-1))",
)  # fmt: skip
