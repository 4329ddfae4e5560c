"""Lua programs for the compiler's tests: one for each thing a chunk can hold, and generated ones."""

import random

PROGRAMS = [
    "local a, b = 1 local c, d = f() local e, g = f(), ...",
    "a.b.c, d[e], f = 1, g(), ...",
    "local a, b = 1, 2 a, b = b, a",
    "local t, i = {}, 1 t[i], i, t = f(i), 2, nil",
    "local up = {} local function g() up.x, up = 1, up.y end return g",
    "local function f(a, b, ...) local c = a and b or ... return f(c, ...), (f(...)) end return f(1)",
    "local t = {1, 2, x = 3, [4] = 5, f(), ...} t = {f()} t = {...} t = {{{}}}",
    "o:m() o.p:q(1):r{2}'3' ('x'):rep(3) return o:m()",
    "while a do if b then break end local c function g() return c end end",
    "repeat local x = f() local function g() return x end if g then break end until x == 1",
    "for i = 1, 10 do print(i) end for i = a, b, c do i = i + 1 end for i = 3, 1, -1 do function f() return i end end",
    "for k, v in pairs(t) do t[k] = nil end for k in f do k = 1 end",
    "for a, b, c in f do g = function() return a, c end end",
    "local x <close> = f() local y <const>, z = 5, 6 do local w <close> = g() if x then return z end end return f(x)",
    "for i = 1, 3 do local c <close> = f() if i == 2 then break elseif i == 3 then goto done end end ::done::",
    "do ::top:: local c <close> = f() if c then goto top end end",
    "for a in f() do for b in g() do if a == b then goto continue end return a end ::continue:: end",
    "repeat local c <close> = f() until c or g()",
    "return a == 1, a == 'x', a ~= nil, 1 == a, a < 5, 5 < a, a >= -3, a <= 2.5, a < b, a >= b, not (a == b)",
    "return a + 1, a - 1, 1 + a, a * 2.5, a / 2, a // 3, a % 4, a ^ 2, a & 1, a | 2, a ~ 3, a << 4, a >> 5, ~a, -a, #a",
    "return 1 + 2 * 3, 7 // 0, 0 / 0, -0.0, 2 ^ 10, 'a' .. 'b' .. c .. 1, not nil, 5 & 3.0, 1 << 63, -'2'",
    "local a <const>, b <const> = 5, 'x' return function() return a, b, a + 1 end",
    "local _ENV = {} x = y function z() return w end local _ENV <const> = nil",
    "return function() return _ENV end, function(_ENV) a = b return c:d() end",
    "local a if a and (b or not c) and d then e() elseif not (a or b) then g() else h() end",
    "local a a = a or b a = a and a.x or not a a = (a and b) == c a = not not a a = nil and a or 1 and 2",
    "local function rec(n) return n < 2 and 1 or n * rec(n - 1) end return rec",
    "if nil then a() end if true then b() end while false do c() end while 1 do break end repeat until true",
    "local a local function f() a = a + 1 return a end return a + f(), a .. f(), a < f(), a == f(), {a, f()}",
]


def generated(seed: int) -> str:
    """A random program, always the same for the same seed."""
    return _Writer(random.Random(seed)).block(0)


class _Writer:
    def __init__(self, choose: random.Random) -> None:
        self.choose = choose
        self.names = ["a", "b"]
        self.labels = 0
        self.budget = 200  # of expressions; when it is used up, only the simplest things follow

    def any_of(self, *texts: str) -> str:
        return self.choose.choice(texts)

    def name(self) -> str:
        return self.choose.choice([*self.names, "g", "h"])

    def expressions(self, most: int, depth: int) -> str:
        return ", ".join(self.expression(depth) for _ in range(self.choose.randint(1, most)))

    def expression(self, depth: int) -> str:
        self.budget -= 1
        kind = self.choose.randrange(14) if depth < 4 and self.budget > 0 else 0
        inner = depth + 1
        if kind == 0:
            return self.any_of("nil", "true", "1", "-40000", "2.5", "'s'", "...", self.name(), self.name())
        if kind < 4:
            operator = self.any_of("+", "-", "*", "/", "..", "<", ">=", "==", "~=", "and", "or", "//", "&")
            return f"{self.operand(inner)} {operator} {self.operand(inner)}"
        if kind < 6:
            return f"{self.any_of('not', '-', '#')} {self.operand(inner)}"
        if kind == 6:
            return f"{self.name()}({self.expressions(2, inner)})"
        if kind == 7:
            return f"{self.name()}:m({self.expression(inner)})"
        if kind == 8:
            return f"{self.name()}[{self.expression(inner)}]"
        if kind == 9:
            return f"{self.name()}.x.y"
        if kind == 10:
            return f"{{{self.expressions(3, inner)}, k = {self.expression(inner)}}}"
        if kind == 11:
            return f"function(a, ...) {self.function(inner)} end"
        return self.operand(inner)

    def operand(self, depth: int) -> str:
        return f"({self.expression(depth)})"

    def function(self, depth: int) -> str:
        return f"{self.block(depth)} return {self.expressions(2, depth)}"

    def block(self, depth: int) -> str:
        visible = len(self.names)
        text = " ".join(self.statement(depth + 1) for _ in range(self.choose.randint(1, 5)))
        del self.names[visible:]
        return text

    def declare(self, *names: str) -> None:
        self.names.extend(names)

    def body(self, depth: int) -> str:
        self.labels += 1
        label = f"l{self.labels}"
        condition = self.expression(2)
        leave = self.any_of("", f"if {condition} then break end", f"if {condition} then goto {label} end")
        return f"{leave} do {self.block(depth)} end ::{label}::"

    def statement(self, depth: int) -> str:
        kind = self.choose.randrange(12 if depth < 4 and self.budget > 0 else 4)
        if kind == 0:
            values = self.expressions(3, 1)
            name = f"v{self.choose.randrange(9)}"
            self.declare(name)
            return f"local {name}, w{self.any_of('', ' <const>', ' <close>')} = {values};"
        if kind < 3:
            target = self.any_of("g", f"{self.name()}.x", f"{self.name()}[{self.name()}]")
            return f"{self.name()}, {target} = {self.expressions(3, 1)};"
        if kind == 3:
            return f"{self.name()}({self.expressions(3, 1)});"
        if kind < 6:
            first = f"if {self.expression(1)} then {self.block(depth)}"
            return f"{first} elseif {self.expression(1)} then {self.block(depth)} end"
        if kind == 6:
            return f"for i = {self.expression(2)}, 9 do {self.body(depth)} end"
        if kind == 7:
            return f"for k, v in {self.expressions(2, 2)} do {self.body(depth)} end"
        if kind == 8:
            return f"while {self.expression(1)} do {self.body(depth)} end"
        if kind == 9:
            return f"repeat {self.block(depth)} until {self.expression(1)}"
        if kind == 10:
            self.declare("f")
            return f"local function f(a, ...) {self.function(depth)} end"
        return f"do {self.block(depth)} end"
