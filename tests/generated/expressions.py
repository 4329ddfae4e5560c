"""The expressions of generated programs, by the type of their value.

A template names its parts by a dollar sign and a letter (see `Expressions.part`); only the parts of the template that
is chosen are drawn.  Floats become text nowhere but in `show`, which hides the sign of NaN, and strings that are kept
are cut, so that no loop makes them grow.
"""

import re
from typing import Final

from tests.generated.scopes import (
    ARRAY,
    BOOLEAN,
    FLOAT,
    FUNCTION,
    GENERATOR,
    INTEGER,
    OBJECT,
    RECORD,
    STRING,
    Choices,
    Scopes,
)

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

PART: Final = re.compile(r"\$([a-zA-Z])")
LONGEST: Final = 50
"""Bytes of a string that is kept in a variable."""


class Expressions:
    """Writes expressions from what is in sight.  `depth` bounds how far one nests."""

    def __init__(self, choices: Choices) -> None:
        self.choices = choices
        self.scopes = Scopes()

    def fill(self, forms: tuple[str, ...], depth: int) -> str:
        """One of some templates, with its parts drawn."""
        form = self.choices.one_of(forms)
        if "function" in form:
            self.scopes.push(function=True)
        filled = PART.sub(lambda found: self.part(found[1], depth), form)
        if "function" in form:
            self.scopes.pop()
        return filled

    def part(self, letter: str, depth: int) -> str:
        """A part of a template.

        $i $f $s $b $a $x: an integer, float, string, boolean, array, or any of these; $t: a string in a form that a
        method call may follow; $v $o $R: a variable that holds an integer, an object, a record; $p: a pattern;
        $n $m: a small number, without or with sign; $d: a divisor.
        """
        match letter:
            case "i":
                return self.integer(depth)
            case "f":
                return self.float(depth)
            case "s":
                return self.string(depth)
            case "t":
                return f"({self.string(depth)})"
            case "b":
                return self.boolean(depth)
            case "a":
                return self.array(depth)
            case "x":
                return self.any_expression(depth)
            case "v":
                return self.scopes.variable(INTEGER, self.choices) or "global_integer"
            case "o":
                return self.known(OBJECT)
            case "R":
                return self.known(RECORD)
            case "p":
                return f"'{self.choices.one_of(PATTERNS)}'"
            case "n":
                return str(self.choices.number(0, 4))
            case "m":
                return str(self.choices.number(-4, 6))
            case "d":
                return self.choices.one_of(("2", "3", "-3", "7", "10"))
            case _:
                raise ValueError(letter)

    def known(self, kind: str) -> str:
        """A variable of a type of which there is one in sight."""
        name = self.scopes.variable(kind, self.choices)
        assert name is not None
        return name

    def stored(self, kind: str, depth: int) -> str:
        """A value of a type, fit to be kept in a variable."""
        if kind == STRING:
            return f"({self.string(depth)}):sub(1, {LONGEST})"
        return self.of_type(kind, depth)

    def of_type(self, kind: str, depth: int) -> str:
        if kind == INTEGER:
            return self.integer(depth)
        if kind == FLOAT:
            return self.float(depth)
        if kind == STRING:
            return self.string(depth)
        if kind == BOOLEAN:
            return self.boolean(depth)
        if kind == ARRAY:
            return self.array(depth)
        return self.fill(RECORD_CONSTRUCTORS, depth - 1)

    def any_expression(self, depth: int) -> str:
        return self.of_type(self.choices.one_of((INTEGER, INTEGER, FLOAT, STRING, BOOLEAN, ARRAY)), depth)

    def simple(self, kind: str, literals: tuple[str, ...]) -> str:
        """A variable or a literal."""
        name = self.scopes.variable(kind, self.choices) if self.choices.chance(2) else None
        return name or self.choices.one_of(literals)

    def integer(self, depth: int) -> str:
        if depth <= 0 or self.choices.chance(4):
            return self.simple(INTEGER, INTEGERS)
        source = self.choices.number(0, 9)
        if source == 6 and self.scopes.has(RECORD):
            return self.fill(RECORD_FORMS, depth - 1)
        if source == 7 and self.scopes.has(OBJECT):
            return self.fill(OBJECT_FORMS, depth - 1)
        if source == 8 and self.scopes.in_varargs():
            return self.fill(VARARG_FORMS, depth - 1)
        if source == 9 and (self.scopes.has(FUNCTION) or self.scopes.has(GENERATOR)):
            return self.integer_from_call(depth - 1)
        return self.fill(INTEGER_FORMS, depth - 1)

    def integer_from_call(self, depth: int) -> str:
        generator = self.scopes.variable(GENERATOR, self.choices)
        function = self.scopes.variable(FUNCTION, self.choices)
        if function is None:
            return f"({generator}({self.integer(depth)}) or 0)"
        return f"({self.call_of(function)})"

    def call_of(self, function: str) -> str:
        """A call with any number of arguments."""
        arguments = [self.integer(1) for _ in range(self.choices.number(0, 4))]
        return f"{function}({', '.join(arguments)})"

    def float(self, depth: int) -> str:
        if depth <= 0 or self.choices.chance(4):
            return self.simple(FLOAT, FLOATS)
        return self.fill(FLOAT_FORMS, depth - 1)

    def string(self, depth: int) -> str:
        if depth <= 0 or self.choices.chance(4):
            return self.simple(STRING, STRINGS)
        return self.fill(STRING_FORMS, depth - 1)

    def boolean(self, depth: int) -> str:
        if depth <= 0:
            return self.simple(BOOLEAN, BOOLEANS)
        if self.choices.chance(8) and self.scopes.has(OBJECT):
            return self.fill(OBJECT_COMPARISONS, depth - 1)
        return self.fill(BOOLEAN_FORMS, depth - 1)

    def array(self, depth: int) -> str:
        name = self.scopes.variable(ARRAY, self.choices) if self.choices.chance(2) else None
        if name is not None:
            return name
        items = [self.integer(min(depth, 1)) for _ in range(self.choices.number(0, 4))]
        if self.scopes.in_varargs() and self.choices.chance(5):
            items.append("...")
        return "({ " + ", ".join(items) + " })"

    def faulty(self) -> str:
        """An expression that, most times, raises an error."""
        return self.fill(FAULTS, 1)
