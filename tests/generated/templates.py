"""The templates that generated programs are made of, and what stands in front of every program.

A dollar sign and a letter stand for a part that is drawn; `Expressions.part` says which.
"""

from typing import Final

PRELUDE: Final = """\
local fuel = 2000
local function burn()
  fuel = fuel - 1
  if fuel < 0 then error("out of fuel", 0) end
end
local function text(v)
  local kind = math.type(v)
  if kind == "integer" then return string.format("%d", v) end
  if kind == "float" then return v ~= v and "nan" or string.format("%.14gf", v) end
  if type(v) == "string" then return string.format("%q", v) end
  if v == nil or type(v) == "boolean" then return tostring(v) end
  return type(v)
end
local function show(...)
  local words = table.pack(...)
  for i = 1, words.n do words[i] = text(words[i]) end
  print(table.concat(words, " "))
end
local function attempt(f, ...) show("attempt", pcall(f, ...)) end
local function closer(name)
  return setmetatable({}, { __close = function(_, e) show("close", name, e) end })
end
global_integer, global_string = 7, "global"
function Value(x) return type(x) == "table" and x.v or math.tointeger(x) or 0 end
"""

ARRAY_EFFECTS: Final = (
    *("table.sort(@)", "table.sort(@, function(a, b) return a > b end)", "table.insert(@, $i)"),
    *("table.insert(@, 1, $i)", "show(table.remove(@))", "show(table.remove(@, 1))", "show(table.unpack(@, 1, 3))"),
    *("show(#table.move(@, 1, #@, 2, { 0 }))", "for k, v in pairs(@) do burn() show(k, v) end"),
    *("for w in $t:gmatch($p) do burn() show(w) end", "show(next(@))", "show(select(-1, 0, table.unpack(@)))"),
)  # fmt: skip
"""What may be done with an array, which is written @."""
RANGES: Final = (
    *("1, $n", "$m, $m, 1", "$m, $m, -2", "1, 2, 0.5", "2.0, 0, -1", "$i, $i", "3, -math_huge, -1"),
    *("math_maxinteger - 1, math_maxinteger", "math_mininteger + 1, math_mininteger, -1"),
)  # fmt: skip
"""What a numeric for runs over; one with a point makes floats."""
ITERATORS: Final = (
    "coroutine.wrap(function() for i = 1, $n do coroutine.yield(i) end end)",
    "function(_, i) if i < $n then return i + 1 end end, nil, 0",
    "function(_, i) if i < $n then return i + 1 end end, nil, 0, closer('loop')",
    "setmetatable({}, { __call = function(_, _, i) i = (i or 0) + 1 if i <= $n then return i end end })",
)
RAISES: Final = (
    *("error($s)", "error($s, 0)", "error($s, 2)", "error($i)", "error()", "error({})", "assert($b, $s)"),
    *("local _ = $v.field", "show($a .. 1)", "missing_global()", "show(#nil)"),
)  # fmt: skip

INTEGERS: Final = ("0", "1", "2", "3", "-1", "7", "10", "255", "0xff", "1000003", "math.maxinteger", "math.mininteger")
FLOATS: Final = ("0.0", "0.5", "1.0", "-2.5", "3e2", "1e15", "1e100", "2^53", "0x1p-3", "math.pi", "math.huge", "-0.0")
STRINGS: Final = (
    *("''", "'a'", "'abc'", '"Hello, World"', "'10'", "'0x1F'", "'1e2'", "'x=1, y=22'", "'  padded  '", "'a.b.c'"),
    *("'%d'", r"'tab\tnew\nline'", r"'\65\x42\u{263E}'", "[[long [string]\nin two lines]]"),
)  # fmt: skip
BOOLEANS: Final = ("true", "false", "(1 < 2)", "(nil == false)")
PATTERNS: Final = ("%a+", "%d", "l+", "[aeiou]", "(%w)(%w)", "^%s*", ".-,", "%f[%w]%w+", "()", "x*", "[^%s]", "%p")

INTEGER_FORMS: Final = (
    *("($i + $i)", "($i - $i)", "($i * $i)", "($i // $d)", "($i % $d)", "($i & $i)", "($i | $i)", "($i ~ $i)"),
    *("($i << $i)", "($i >> $n)", "(- $i)", "(~$i)", "#$a", "#$t", "($b and $i or $i)", "(global_integer + $i)"),
    *("math.max($i, $i)", "math.min($i, 3)", "math.abs($i)", "(math.tointeger($f) or 0)", "math.fmod($i, 7)"),
    *("($t:byte($m) or 0)", "$t:len()", "($t:find($p) or 0)", "select(2, $t:gsub($p, ''))", "(utf8.len($t) or -1)"),
    *("(tonumber($s) and 1 or 0)", "(string.unpack('<i8', string.pack('<i8', $i)))", "(tonumber('zz', 36) - $i)"),
    *("select('#', table.unpack($a, 1, 3))", "($a[$n] or 0)", "({ x = 4, y = { z = $i } }).y.z"),
    *("(function(a, b) return a - (b or 1) end)($i, $i)", "#{ $i, $i, nil }", "select(2, 'x', $i)"),
)  # fmt: skip
RECORD_FORMS: Final = ("$R.a", "($R.b + 1)", "($R[1.5] or 0)", "($R.missing or 9)", "($R['a'] - $R.b)")
OBJECT_FORMS: Final = (
    *("($o + $i)", "($i - $o)", "($o * $o)", "(- $o)", "#$o", "$o.v", "$o.w", "$o($i)", "$o:bump(1)", "($o & 15)"),
    *("(~$o)", "($o | $i)", "($i ~ $o)"),
)  # fmt: skip
VARARG_FORMS: Final = ("select('#', ...)", "((...) or 3)", "#{ ... }", "(select(-1, 0, ...))", "#{ ..., $i }")
FLOAT_FORMS: Final = (
    *("($f + $f)", "($f - $f)", "($f * $f)", "($f / $f)", "($f // $f)", "($f % $f)", "($f + $i)", "($i / $i)"),
    *("(2 ^ $m)", "(- $f)", "math.max($f, $f)", "math.sqrt(math.abs($f))", "(($f) // 1)", "('1.5' + $f)"),
    *("($b and $f or $f)", "math.fmod($f, 2.5)", "tonumber('0.25')", "(10 // $f)", "($f % -3)"),
)  # fmt: skip
STRING_FORMS: Final = (
    *("($t .. $s)", "($t .. $i)", "($i .. $t .. $i)", "$t:upper()", "$t:reverse()", "$t:rep($n, '-')"),
    *("$t:sub($m, $m)", "('%5d|%-6s|%x'):format($i, $t, 255)", "('%q %s'):format($t, $b)", "tostring($i)"),
    *("($t:gsub($p, '<%0>', 3))", "($t:gsub('%w', { a = 'A', b = 1, c = false }))"),
    *("($t:match($p) or 'no match') .. ''", "table.concat($a, ',')"),
    *("($t:gsub($p, function(m) return m ~= '' and #tostring(m) or nil end))", "type($x)", "($b and $t or $s)"),
    *("string.char(65 + $n)", "global_string", "(math.type($i) .. math.type($f))", "($t .. $t .. $t)"),
)  # fmt: skip
BOOLEAN_FORMS: Final = (
    *("($i < $i)", "($i <= $i)", "($i == $f)", "($f < $f)", "($f >= $i)", "($f ~= $f)", "($s < $s)", "($s <= $s)"),
    *("($s == $s)", "(not $b)", "($b and $b)", "($b or $b)", "($a == $a)", "math.ult($i, $i)", "(#$a > $n)"),
)  # fmt: skip
OBJECT_COMPARISONS: Final = ("($o < $i)", "($o <= $o)", "($o == $o)", "($i < $o)", "($o ~= $o)", "(rawequal($o, $o))")
RECORD_CONSTRUCTORS: Final = (
    *("{ a = $i, b = $i }", "{ ['a'] = $i; b = $i, 1, 2 }", "{ b = $i, a = $i, [1.5] = 2, [2.0] = 3, }"),
    "setmetatable({ a = $i }, { __index = { b = $i } })",
    "setmetatable({}, { __index = function(_, k) return ({ a = $i, b = $i })[k] end })",
)  # fmt: skip
FAULTS: Final = (
    *("$i + nil", "$t + $a", "$v.field.deeper", "$a.x.y", "missing_global.x", "missing_global($i)", "$v()"),
    *("$a:method()", "$i // 0", "$i % 0", "$a < $a", "$i < $t", "nil .. $s", "$a .. $s", "#$v", "1.5 | 1"),
    *("2^63 & $i", "$t & 1", "-$a", "('x'):rep({})", "('x'):bad()", "math.floor($s)", "setmetatable($i, {})"),
    *("string.rep()", "ipairs()", "$v.x", "table.concat({ $i, {} })", "error($s, 0)", "error($s)"),
    *("error({ code = $i })", "select(0)", "('x'):find('[')", "string.format('%d', $f)", "coroutine.resume($i)"),
    *("table.unpack({}, 1, 1e8)", "({})[nil]", "rawset({}, nil, 1)", "next({}, 1)", "assert(false)"),
    *("assert(nil, $s)", "load('return +')", "load('x = = ' .. $n)", "tostring()", "utf8.char(-1)", "$a[1][2][3]"),
    *("(nil)[$i]", "$s < nil", "{} .. {}", "('%d'):format($s)", "coroutine.wrap(function() error($s) end)()"),
    *("coroutine.yield($i)", "string.char($i)", "math.random(0, -1)", "table.insert($a, 9, 9)"),
)  # fmt: skip
