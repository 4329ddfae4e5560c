"""The templates of expressions and of parts of statements, and what stands in front of every program.

A dollar sign and a letter stand for a part that is drawn; `Expressions.part` says which.  Only the templates are used
that fit the dialect of the program (`tests.generated.fitting`).
"""

from typing import Final

PRELUDE: Final = """\
local fuel = 300
local function burn()
  fuel = fuel - 1
  if fuel < 0 then error("out of fuel", 0) end
end
local function text(v)
  local kind = math.type and math.type(v) or type(v)
  if kind == "integer" then return string.format("%d", v) end
  if kind == "float" or kind == "number" then return v ~= v and "nan" or string.format("%.14gf", v) end
  if kind == "string" then return string.format("%q", v) end
  if v == nil or kind == "boolean" then return tostring(v) end
  return type(v)
end
local function show(...)
  local words = {}
  for i = 1, select("#", ...) do words[i] = text((select(i, ...))) end
  print(table.concat(words, " "))
end
local function attempt(f, ...) show("attempt", pcall(f, ...)) end
local function closer(name)
  return setmetatable({}, { __close = function(_, e) show("close", name, e) end })
end
local function real(v) return v == v and v or 0.5 end
local function bounded(v) return v == v and v < 2^53 and v > -2^53 and v or 0 end
local function compiled(source, environment)
  if not setfenv then return load(source, "=inner", "t", environment or _G) end
  local f, problem = loadstring(source, "=inner")
  if f and environment then setfenv(f, environment) end
  return f, problem
end
local function trace(e)
  return (debug.traceback(e):gsub("'xpcall'.*", "'xpcall'"):gsub("[^\\n]*: at 0x%x+", "at an address"))
end
global_integer, global_string = 7, "global"
function Value(x)
  if type(x) == "table" then return x.v end
  return math.tointeger and math.tointeger(x) or type(x) == "number" and x or 0
end
"""

ARRAY_EFFECTS: Final = (
    *("table.sort(@)", "table.sort(@, function(a, b) return a > b end)", "table.insert(@, $i)"),
    *("table.insert(@, 1, $i)", "show(table.remove(@))", "show(table.remove(@, 1))", "show(table.unpack(@, 1, 3))"),
    *("show(#table.move(@, 1, #@, 2, { 0 }))", "for k, v in pairs(@) do burn() show(k, v) end"),
    *("for w in $t:gmatch($p) do burn() show(w) end", "show(next(@))", "show(select(-1, 0, table.unpack(@)))"),
    *("show(unpack(@))", "show(table.getn(@), table.maxn(@))", "table.foreachi(@, show)", "table.foreach(@, show)"),
    *("show(#@, next(@, #@))", "for a, b in $t:gmatch('(%w)(%w*)') do burn() show(a, b) end", "show(rawlen(@))"),
    *("show(table.concat(@, $s, 1, #@))", "show(pcall(table.concat, @, $s, $m, $m))", "show(table.pack(@, nil).n)"),
    *("for i, v in ipairs(@) do burn() if i > $n then break end show(v) end", "show(rawget(@, $m))"),
    *("attempt(table.sort, @, function(a, b) return true end)", "show(#table.create($n, 2))"),
)  # fmt: skip
"""What may be done with an array, which is written @."""
RANGES: Final = (
    *("1, $n", "$m, $m, 1", "$m, $m, -2", "1, 2, 0.5", "2.0, 0, -1", "3, -math.huge, -1"),
    *("0.1, 0.5, 0.1", "2^53 - 1, 2^53 + 2", "$m, $m, $m", "1, $f", "$f, 3"),
)  # fmt: skip
"""What a numeric `for` runs over."""
EDGE_RANGES: Final = (
    *("$i, $i", "math.maxinteger - 1, math.maxinteger", "math.mininteger + 1, math.mininteger, -1"),
    "math.maxinteger - 2, math.maxinteger, 2",
)
"""More of them, some of which end where integers do."""
ITERATORS: Final = (
    "coroutine.wrap(function() for i = 1, $n do coroutine.yield(i) end end)",
    "function(_, i) if i < $n then return i + 1 end end, nil, 0",
    "function(_, i) if i < $n then return i + 1 end end, nil, 0, closer('loop')",
    "setmetatable({}, { __call = function(_, _, i) i = (i or 0) + 1 if i <= $n then return i end end })",
)
RAISES: Final = (
    *("error($s)", "error($s, 0)", "error($s, $n)", "error($i)", "error()", "error({})", "assert($b, $s)"),
    *("local _ = $v.field", "show($a .. 1)", "missing_global()", "show(#nil)", "error(nil)", "error($i, 2)"),
    *("for i = 1, 10, 0 do burn() end", "for i = 'a', 2 do end", "for i = 1, {} do end"),
    *("for i = 1, 2, $s do end", "for i = '1', 2 do end"),
    *("for k in $v do end", "for k in nil do end", "for k, v in next, $v do end", "string.rep()", "$a.x.y = 1"),
    *("local up = nil up.x = 1", "local f f()", "global_missing.x = $i", "$a.b.c()", "$v:method()", "($s)()"),
    *("error(setmetatable({}, { __tostring = function() return 'object' end }))", "$a[nil] = 1", "$a[0/0] = 1"),
    *("assert(false, { })", "assert(nil)", "assert($b)", "local x <close> = $i", "show(-{})", "show(2^nil)"),
)  # fmt: skip

INTEGERS: Final = ("0", "1", "2", "3", "-1", "7", "10", "255", "0xff", "1000003", "math.maxinteger", "math.mininteger")
FLOATS: Final = ("0.0", "0.5", "1.0", "-2.5", "3e2", "1e15", "1e100", "2^53", "0x1p-3", "math.pi", "math.huge", "-0.0",
                 "0.1", ".5e-3", "3.", "1e308", "1e-300", "123456.789")  # fmt: skip
STRINGS: Final = (
    *("''", "'a'", "'abc'", '"Hello, World"', "'10'", "'0x1F'", "'1e2'", "'x=1, y=22'", "'  padded  '", "'a.b.c'"),
    *("'%d'", r"'tab\tnew\nline'", r"'\65\x42'", r"'\u{263E}'", "[[long [string]\nin two lines]]", "'(a(b)c)'"),
    *("[==[\nx]]y]==]", r"'a\zb'", r"'\0zero'", r"'\200\255'", "'-7'", "'end'"),
)  # fmt: skip
BOOLEANS: Final = ("true", "false", "(1 < 2)", "(nil == false)")
PATTERNS: Final = (
    *("%a+", "%d", "l+", "[aeiou]", "(%w)(%w)", "^%s*", ".-,", "%f[%w]%w+", "()", "x*", "[^%s]", "%p", "%b()", "$"),
    *("(.)%1", "[%a_][%w_]*", "[]]", "[^]]+", "%u%l*", "^(.-)%s*$", "[a-c]", "[%-x]", "(a*(.)%w(%s*))", "%g", "%z"),
    *(".", "%x+", "%.", "(%w+)=(%w+)", "[^%w%s]+", "%c", "a?b?c?", "-", "^"),
)  # fmt: skip
BAD_PATTERNS: Final = (
    *("[", "[a", "[a-", "[^", "%", "(", ")", "(()", "%1", "(%1)", "%b", "%bx", "%f", "%fa", "[%", "(a)%2"),
)  # fmt: skip
REPLACEMENTS: Final = ("<%0>", "%1", "%%", "%2", "%", "%x", "%9", "", "-", "%1%1")
NUMERALS: Final = (
    *("10", " 10 ", "0x10", "0X1f", "1e2", "1E+2", "1e", "0x", "0x1p4", "0x.8", "0x1.8p1", ".5", "5.", ".", "", " "),
    *("1e400", "-1e400", "inf", "nan", "-7", "- 7", "+7", "--7", "1_000", "0b11", "1LL", "1ULL", "2i", "12abc"),
    *("10\\0",),
    *("9223372036854775807", "9223372036854775808", "-9223372036854775808", "0xffffffffffffffff", "1 2", "\\t3\\n"),
    *("0x1ffffffffffffffff", "zz", "7f", "-ff", "1e+", "0x1p", "1.5e3", "00012", "1e-5", "99999999999999999999"),
)  # fmt: skip
"""What is given to tonumber; also to arithmetic."""
FLOAT_CONVERSIONS: Final = (
    *("%g", "%5.2f", "%e", "%.3g", "%+.1e", "%10.4f", "%-8.2f|", "%.0f", "%#g", "% f", "%G", "%E", "%.14g", "%08.3f"),
    *("%.20f", "%s", "%10s", "%.3s"),
)  # fmt: skip
INTEGER_CONVERSIONS: Final = (
    *("%d", "%+5d", "%-5d|", "%05d", "% d", "%i", "%.3d", "%10.4d", "%s", "%x", "%X", "%o", "%#x", "%5x", "%f", "%g"),
)  # fmt: skip
BAD_CONVERSIONS: Final = (
    *("%", "%y", "%5", "%.123f", "%123d", "%-#+ 0d", "%#d", "%a", "%A", "%u", "%ld", "%c", "%5.2q", "%q", "%i %d"),
    *("%.3c", "%0s", "%F", "%\\n", "%10.123s", "%.f", "%--5d", "%0005d"),
)  # fmt: skip
SOURCES: Final = (
    *("return +", "x = = 1", "local", "if x then", "for i = 1 do end", "return 1 2", "x = }", "f(", "a.b:c = 1"),
    *("x = 'a",),
    *("x = [[a", "--[[ a", "goto l", "::l:: ::l::", "break", "local function f.x() end", "x = 0x", "x = 1e"),
    *(r"x = '\q'",),
    *(r"x = '\300'", r"x = '\xzz'", r"x = '\u{110000000}'", "return ...", "function f() return ... end", "x = a b"),
    *("local x <const> = 1 x = 2", "local x <foo> = 1", "local x <close>, y <close> = 1", "global x"),
    *("x = 5 // 0", "@"),
    *("return return", "end", "until x", "repeat until", "(f)", "f().x", "x, y", "x + 1", "a.1", "x = ~", "x = 3..2"),
    *("for a, b c in d do end", "x = {1, 2", "x = {[1] 2}", "local t = {a.b = 1}", "return function(a, ..., b) end"),
    *("for i = 1, 2 do i = 3 end", "function f(...t) return t.n end", "global none y = 1", "global <const> *"),
    *("x = 1 .. ",),
    *("do local a goto a end", "goto continue; local a; ::continue:: a = 1", r"\0", "x = 'a\nb'", "return 1,", "not x"),
    *("break x = 1", "while true do break x = 1 end", "return;;", ";;", "x = 08", "x = 1LL", "x = 0b1", "x = 1i"),
    *("a = b\n(c)()",),
    *("x = 'a\\\nb' y =", "local a = {} a:b", "x = function end", "x = a.b.", "x = !1", "if a = b then end"),
    *("x != y", "x += 1"),
    *("local a, = 1", "for a in", "function a:b.c() end", "return (1", "x = #", "elseif", "local goto = 1"),
    *("x = [==[a]=]", "..."),
)  # fmt: skip
"""Chunks for load, most of them wrong."""
LITERALS: Final = (
    *("nil", "true", "{}", "type", "'a'", "'10'", "''", "0", "1", "-1", "2.5", "3", "{ 1, 2, 3 }", "1e15", "0/1", "-2"),
    *("math.huge", "'0x10'", "{ n = 2 }", "2^40", "'%d'", "'[a'", "{ 'a', 'b' }", "function() end", "255", "1000003"),
)  # fmt: skip
"""Arguments for any function."""
FUNCTIONS: Final = (
    *("string.byte", "string.char", "string.find", "string.format", "string.gmatch", "string.gsub", "string.len"),
    *("string.lower", "string.match", "string.reverse", "string.sub", "string.upper", "string.pack", "string.unpack"),
    *("string.packsize", "table.concat", "table.insert", "table.remove", "table.unpack", "table.sort", "table.maxn"),
    *("table.getn", "table.pack", "table.setn", "math.abs", "math.ceil", "math.floor", "math.fmod", "math.max"),
    *("math.min",),
    *("math.sqrt", "math.modf", "math.tointeger", "math.ult", "math.type", "math.pow", "math.log", "math.exp"),
    *("math.mod",),
    *("tonumber", "rawequal", "rawget", "rawset", "rawlen", "select", "ipairs", "pairs", "next", "setmetatable"),
    *("unpack",),
    *("getmetatable", "utf8.char", "utf8.codepoint", "utf8.len", "utf8.offset", "utf8.codes", "coroutine.status"),
    *("coroutine.resume", "coroutine.wrap", "coroutine.create", "coroutine.close", "bit32.band", "bit32.bnot"),
    *("bit32.lshift", "bit32.rshift", "bit32.arshift", "bit32.extract", "bit32.replace", "bit32.lrotate", "bit.band"),
    *("bit.bnot", "bit.lshift", "bit.arshift", "bit.rol", "bit.tobit", "bit.tohex", "bit.bswap", "assert"),
    *("error", "pcall"),
    *("type", "debug.getmetatable", "loadstring", "math.frexp", "math.atan"),
    *("math.atan2", "os.difftime", "math.log10", "xpcall", "load", "math.cosh", "bit32.btest", "bit32.bxor"),
)  # fmt: skip
"""Functions that are called with any arguments."""

INTEGER_FORMS: Final = (
    *("($i + $i)", "($i - $i)", "($i * $i)", "($i // $d)", "($i % $d)", "($i & $i)", "($i | $i)", "($i ~ $i)"),
    *("($i << $i)", "($i >> $n)", "(- $i)", "(~$i)", "#$a", "#$t", "($b and $i or $i)", "(global_integer + $i)"),
    *("math.max($i, $i)", "math.min($i, 3)", "math.abs($i)", "(math.tointeger($f) or 0)", "math.fmod($i, 7)"),
    *("($t:byte($m) or 0)", "$t:len()", "($t:find($p) or 0)", "select(2, $t:gsub($p, ''))", "(utf8.len($t) or -1)"),
    *("(tonumber($s) and 1 or 0)", "(string.unpack('<i8', string.pack('<i8', $i)))", "(tonumber('zz', 36) - $i)"),
    *("select('#', table.unpack($a, 1, 3))", "($a[$n] or 0)", "({ x = 4, y = { z = $i } }).y.z"),
    *("(function(a, b) return a - (b or 1) end)($i, $i)", "#{ $i, $i, nil }", "select(2, 'x', $i)"),
    *("math.floor($i / 7)", "math.ceil($i / 3)", "select('#', $t:byte(1, -1))", "#$t:rep($n, $s)"),
    *("(select(-1, $i, $i))",),
    *("select('#', $t:find($p, $m))", "($t:find($s, $m, true) or 0)", "(tonumber($s, 16) or 0)"),
    *("(rawget($a, 1) or 0)",),
    *("bit32.band($i, $i)", "bit32.bor($i, $n)", "bit32.bxor($i, $i)", "bit32.bnot($i)", "bit32.lshift($i, $m)"),
    *("bit32.rshift($i, $m)", "bit32.arshift($i, $m)", "bit32.lrotate($i, $m)", "bit32.extract($i, $n, 4)"),
    *("bit32.replace($i, $i, $n, 2)", "bit.band($i, $i)", "bit.bor($i, $n)", "bit.bxor($i, $i)", "bit.bnot($i)"),
    *("bit.lshift($i, $n)", "bit.arshift($i, $n)", "bit.rol($i, $n)", "bit.ror($i, $m)", "bit.bswap($i)"),
    *("bit.tobit($i)",),
    *("tonumber(os.date('!%j', 86400 * $n))", "os.date('!*t', 1000003 * $n).yday", "string.packsize('i4i8')"),
    *("#string.pack('s1', 'abc')", "(string.unpack('>I2', string.pack('>I2', $i % 65536)))"),
    *("(utf8.offset('abc', $n) or 0)",),
    *("utf8.codepoint('abc', $n % 3 + 1)", "select('#', coroutine.running())", "debug.getinfo(1, 'l').currentline"),
    *("debug.getinfo(1, 'S').linedefined", "compiled('return ...')($i)", "(compiled('return x', { x = $i })())"),
    *("setfenv(function() return missing or 5 end, { missing = $i })()", "getfenv(1).global_integer"),
    *("(function(...) return arg.n + (arg[1] or 0) end)($i)", "(function(...t) return t.n + #t end)($i, $i)"),
    *("(function(...) return select('#', ...) end)($i, nil)", "$a[#$a] and 1 or 0", "($i < $i and 1 or 2)"),
    *("$a[1] or $i",),
    "os.time({ year = 2020, month = $m, day = 3, hour = 12 }) - os.time({ year = 2020, month = 1, day = 1 })",
)  # fmt: skip
RECORD_FORMS: Final = ("$R.a", "($R.b + 1)", "($R[1.5] or 0)", "($R.missing or 9)", "($R['a'] - $R.b)")
OBJECT_FORMS: Final = (
    *("($o + $i)", "($i - $o)", "($o * $o)", "(- $o)", "#$o", "$o.v", "$o.w", "$o($i)", "$o:bump(1)", "($o & 15)"),
    *("(~$o)", "($o | $i)", "($i ~ $o)", "($o / $i)", "($i % $o)", "($o ^ 2)", "($o // $i)", "(2 << $o)", "($o >> $i)"),
    *("rawget($o, 'v')", "#($o .. $s)", "($o .. 1 == 'joined' and 1 or 0)"),
)  # fmt: skip
VARARG_FORMS: Final = ("select('#', ...)", "((...) or 3)", "#{ ... }", "(select(-1, 0, ...))", "#{ $i, ... }")
FLOAT_FORMS: Final = (
    *("($f + $f)", "($f - $f)", "($f * $f)", "($f / $f)", "($f // $f)", "($f % $f)", "($f + $i)", "($i / $i)"),
    *("(2 ^ $m)", "(- $f)", "math.max($f, $f)", "math.sqrt(math.abs($f))", "(($f) // 1)", "('1.5' + $f)"),
    *("($b and $f or $f)", "math.fmod($f, 2.5)", "tonumber('0.25')", "(10 // $f)", "($f % -3)", "math.exp($n)"),
    *("math.log(math.abs($f) + 1, 10)", "math.log($n + 1)", "math.log($n + 1, 2)", "math.sin($n)", "math.cos($n)"),
    *("math.tan($n)", "math.asin(0.5)", "math.atan($n, 2)", "math.atan2($f, 3)", "math.pow($f, $n)"),
    *("math.log10($n + 1)",),
    *("math.sinh(0.5)", "math.cosh($n)", "math.tanh($f)", "math.deg($f)", "math.rad($f)", "math.modf($f)"),
    *("select(2, math.modf($f))", "(math.frexp($f))", "math.ldexp($f, $m)", "math.floor($n / 3)"),
    *("math.ceil($f / 1e100)",),
    *("($f ^ 2)", "math.mod($f, 2.5)", "os.difftime($n, $m)", "('0x10' + $f)", "('10' * $i)", "(-'2')"),
    *("($f % math.huge)",),
    *("(tonumber($N) or 0.5)", "(function() math.randomseed($n) return math.random(1, 100) end)()", "(2 ^ 0.5)"),
    *("(function() math.randomseed(42) return math.random() end)()", "math.min($f, $i, $f)", "($s + 1 or 0)"),
    *("math.acos(0.25)",),
)  # fmt: skip
STRING_FORMS: Final = (
    *("($t .. $s)", "($t .. $i)", "($i .. $t .. $i)", "$t:upper()", "$t:reverse()", "$t:rep($n, '-')"),
    *("$t:sub($m, $m)", "('%5d|%-6s|%x'):format($i, $t, 255)", "('%q %s'):format($t, $s)", "tostring($i)"),
    *("($t:gsub($p, '<%0>', 3))", "($t:gsub('%w', { a = 'A', b = 1, c = false }))", "tostring($b)"),
    *("($t:match($p) or 'no match') .. ''", "table.concat($a, ',')", "tostring(real($f))", "(real($f) .. '')"),
    *("($t:gsub($p, function(m) return m ~= '' and #tostring(m) or nil end))", "type($x)", "($b and $t or $s)"),
    *("string.char(65 + $n)", "global_string", "(math.type($i) .. math.type($f))", "($t .. $t .. $t)"),
    *("string.format('$W', real($f))", "string.format('$W', real($f))", "string.format('$D', $i)"),
    *("string.format('$D', $i)",),
    *("string.format('%c%c', $n + 65, $n + 97)", "string.format('%q', $s)"),
    *("string.format('%.3s|%10s|%-10s|', $s, $s, $s)",),
    *("string.format('%5.1s', $s)", "$t:rep($n, $s)", "$t:lower()", "($t:gsub('(%w+) (%w+)', '%2 %1'))"),
    *("($t:gsub('', '-'))",),
    *("($t:gsub('.', '%0%0', $n))", "($t:gsub('%W', '%%'))", "($t:gsub($p, string.upper))", "($t:gsub('%a', { }))"),
    *("table.concat({ $s, $i, $s }, $s)", "(select($n + 1, $s, $s, 'x', 'y', 'z'))"),
    *("($t:match('%b()', $m) or 'none')",),
    *("os.date('!%Y-%m-%d %H:%M:%S', $n * 1000003)", "os.date('!%c|%x|%X|%p|%A|%B|%j|%y|%%', $n * 86400)"),
    *("bit.tohex($i)",),
    *("bit.tohex($i, $m)", "utf8.char(65 + $n, 0x20AC)", "_VERSION", "debug.getinfo(1, 'S').what"),
    *("debug.getinfo(1, 'S').source",),
    *("(debug.getinfo(1, 'n').name or 'none')", "(debug.getinfo(1, 'n').namewhat)"),
    *("debug.getinfo(print, 'S').short_src",),
    *("tostring(setmetatable({}, { __tostring = function() return $s end }))",),
    *("coroutine.status(coroutine.create(function() end))",),
    *("((select(2, pcall(error, $s))))", "tostring(tonumber($N))", "tostring(tonumber($N, 16))"),
    *("(compiled('return ' .. ('%q'):format($s))())",),
    *("(select(2, pcall(error, { })) and 'table')", "(math.type(tonumber($N)) or 'none')"),
    *("(string.format('%-5s|', $s))",),
    *("(string.pack('>i4', $m):gsub('.', function(c) return c:byte() .. ' ' end))",),
    *("table.concat({ $t:byte(1, 5) }, ' ')",),
)  # fmt: skip
BOOLEAN_FORMS: Final = (
    *("($i < $i)", "($i <= $i)", "($i == $f)", "($f < $f)", "($f >= $i)", "($f ~= $f)", "($s < $s)", "($s <= $s)"),
    *("($s == $s)", "(not $b)", "($b and $b)", "($b or $b)", "($a == $a)", "math.ult($i, $i)", "(#$a > $n)"),
    *("rawequal($x, $x)", "bit32.btest($i, $i)", "coroutine.isyieldable()", "(next({}) == nil)", "(pcall(error))"),
    *("(math.type($i) == 'integer')", "($s == tostring($i))", "(tostring($i) == ('%.14g'):format($i))", "(not nil)"),
    *("(select(2, coroutine.running()) == true)", "(type(next) == 'function')", "($t:find($s, 1, true) ~= nil)"),
)  # fmt: skip
OBJECT_COMPARISONS: Final = ("($o < $o)", "($o <= $o)", "($o == $o)", "($o ~= $o)", "(rawequal($o, $o))", "($o == $i)")
MIXED_COMPARISONS: Final = ("($o < $i)", "($i < $o)", "($o >= $i)", "($s <= $o)")
RECORD_CONSTRUCTORS: Final = (
    *("{ a = $i, b = $i }", "{ ['a'] = $i; b = $i, 1, 2 }", "{ b = $i, a = $i, [1.5] = 2, [2.0] = 3, }"),
    "setmetatable({ a = $i }, { __index = { b = $i } })",
    "setmetatable({}, { __index = function(_, k) return ({ a = $i, b = $i })[k] end })",
)  # fmt: skip
FAULTS: Final = (
    *("$i + nil", "$t + $a", "$v.field.deeper", "$a.x.y", "missing_global.x", "missing_global($i)", "$v()"),
    *("$a:method()", "$i // 0", "$i % 0", "$a < $a", "$i < $t", "nil .. $s", "$a .. $s", "#$v", "1.5 | 1"),
    *("2^63 & $i", "$t & 1", "-$a", "('x'):rep({})", "('x'):bad()", "math.floor($s)", "setmetatable($i, {})"),
    *("string.rep()", "ipairs()", "$v.x", "table.concat({ $i, {} })", "error($s, 0)", "error($s)", "$i < nil"),
    *("error({ code = $i })", "select(0)", "('x'):find('[')", "string.format('%d', $f)", "coroutine.resume($i)"),
    *("table.unpack({}, 1, 1e8)", "({})[nil]", "rawset({}, nil, 1)", "next({}, 1)", "assert(false)"),
    *("unpack({}, 1, 1e8)",),
    *("assert(nil, $s)", "load('return +')", "load('x = = ' .. $n)", "tostring()", "utf8.char(-1)", "$a[1][2][3]"),
    *("(nil)[$i]", "$s < nil", "{} .. {}", "('%d'):format($s)", "coroutine.wrap(function() error($s) end)()"),
    *("coroutine.yield($v)", "string.char($i)", "math.random(0, -1)", "table.insert($a, 9, 9, 9)", "('%s'):format($b)"),
    *("$L($X)", "$L($X, $X)", "$L($X, $X, $X)", "$L()", "$L($s, $X)", "$L($i, $X)", "$L($f)", "$L($X, $i, $m)"),
    *("$L($X)", "$L($X, $X)", "$L($X, $X, $X)", "$L($s, $m, $m)", "$L($s, $s)", "$L($X, $X, $X, $X)"),
    *("(pcall($L, $X))",),
    *("select(2, pcall($L, $X, $X))", "select(2, pcall($L, $X))", "compiled($Y)", "compiled($Y)", "compiled($Y)"),
    *("$t:find('$P')", "$t:gsub('$P', '')", "$t:match('$P', $m)", "$t:gsub($p, '$r')", "$t:gsub('(%w)', '$r')"),
    *("$t:gsub('.', $X)",),
    *("string.format('$C', $s)", "string.format('$C', $i, $i)", "string.format('$C')", "string.format('$D', $f)"),
    *("string.format('%5.2f', $X)", "string.format('%d', $X)", "tonumber($N, $m)", "tonumber($N)", "$N + 1"),
    *("tonumber($s, 2)", "tonumber('10', 99)"),
    *("select($m, $i, $i)", "table.concat($a, $X)", "setmetatable({}, { __index = $X }).x", "('x')[$X]"),
    *("$X + $X", "$X .. $X"),
    *("$X < $X", "$X <= $X", "- $X", "#$X", "$X ^ $X", "$X % $X", "$X / $X", "$X & $X", "$X ~ $X", "$X << $X"),
    *("~$X", "$X // $X"),
    *("$X == $X", "not $X", "($X)($X)", "($X).field", "($X)[$X]", "({})[$X]", "math.max($X, $X)", "$s .. $X"),
    *("$X + $i", "$f < $X"),
    *("setmetatable({}, { __metatable = 1 })", "getmetatable('').x", "debug.getinfo(100)", "debug.getinfo(1, '?')"),
    *("debug.getlocal(100, 1)", "select('#', debug.getinfo(1, 'S'))", "os.time({ year = $m })", "os.date('%Ez', 0)"),
    *("os.date('*t', $n).hour and 1", "string.format('%q', $f)", "string.format('%q', $i)"),
    *("string.pack('$q', $i)", "string.unpack('$q', $s)"),
    *("setfenv(-1, {})", "setfenv(100, {})", "getfenv(100)", "setfenv(1, $i)", "setfenv(print, {})"),
    *("bit32.extract($i, $m, $m)", "bit.tohex($s)", "utf8.codepoint($s, 1, -1)"),
    *("utf8.offset($s, $m, $m)", "utf8.len($s, $m, $m)", "utf8.char($i)", "math.tointeger($X)"),
    *("math.fmod($i, 0)", "math.fmod($f, 0)"),
    *("xpcall(error, type)", "xpcall($X, type)", "xpcall(error, $X, $s)", "pcall()", "error()"),
)  # fmt: skip
PACKINGS: Final = (
    *("i4", "<i8", ">I3", "z", "s2", "f", "d", "n", "j", "i17"),
    *("!8 i4 i8", "x", "Xi4", "=i2", "c5", "B", "b", "q", "i0", "<"),
)  # fmt: skip
"""Formats of string.pack."""
