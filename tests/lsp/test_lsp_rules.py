"""Static diagnostics: each rule on sources that have its findings between « and »."""

import re
import sys
from pathlib import Path

import pytest
from marked import Workspace, edited

from engine.syntax.dialects import LUA_54
from lsp.features.code_actions import code_actions
from lsp.features.diagnostics import diagnostics
from lsp.rules.page import page
from lsp.rules.registry import RULES
from lsp.workspace.settings import Settings

FOUND: dict[str, list[str]] = {
    "undefined-global": [
        "print(«cuont»)",
        "print(x) x = 1",
        "local a <const> = «b»",
        "function f() return g() end function g() end",
        "local _ENV = {} print(x)",
        "print(_G, _ENV, _VERSION, string, arg)",
        "«f»()",
        "print(shared)",
        "print(\n«x», y) y = 1",
    ],
    "other-dialect": [
        "print(«unpack»({}))",
        "«setfenv»(1, {})",
        "print(«table.getn»({}))",
        "local unpack = table.unpack print(unpack)",
        "unpack = 1 print(unpack)",
        "local unpack = unpack or table.unpack print(unpack)",
        "if setfenv then setfenv(1, {}) end",
        "print(type(jit) == 'table' and jit.version)",
        "local band = «bit32».band print(band)",
        "if f(«setfenv») then «setfenv»(1, {}) end",
    ],
    "undefined-field": [
        "string.«fromat»()",
        "print(math.pi, math.«tau»)",
        "local string = {} string.x()",
        "string.trim = 1 string.trim()",
        "print(os.«x».y)",
    ],
    "unknown-field": [
        "---@class A\n---@field x integer\n---@type A\nlocal a\nprint(a.x, a.«y», a['«z»'])",
        "---@class A\n---@field x integer\n---@param a A\nlocal function f(a) a:«go»() end f()",
        "---@class A\n---@field x integer\n---@class B: A\n---@type B?\nlocal b\nif b then print(b.x, b.«y») end",
        "---@class A\n---@field x integer\nlocal A = {}\nfunction A:m() end\n---@type A\nlocal a\na:m() a:«n»()",
        "---@class A\n---@field x integer\n---@type A\nlocal a\na.y = 1\nprint(a.y)",
        "---@class A\n---@field x integer\n---@type A\nlocal a\nlocal t = { y = 1 }\nprint(a.y, t)",  # that one?
        "---@class A\n---@field [string] integer\n---@field x string\n---@type A\nlocal a\nprint(a.y)",
        "---@class A: Unknown\n---@field x integer\n---@type A\nlocal a\nprint(a.y)",
        "---@class A\n---@type A\nlocal a\nprint(a.y)",
        "---@class A\n---@field x integer\n---@type A|table\nlocal a\nprint(a.y)",
        "---@class A\n---@field x integer\n---@class B\n---@field y integer\n---@type A|B\nlocal a\nprint(a.y, a.«z»)",
        "---@class A\n---@field x integer\n---@type A\nlocal a\n"
        "---@diagnostic disable-next-line: undefined-field\nprint(a.y)",
    ],
    "argument-count": [
        "«string.rep('x')»",
        "print(string.rep('x', 1, 2, «3»))",
        "print()",
        "math.floor(f())",
        "«math.floor()»",
        "math.floor(1, «2, 3»)",
        "table.insert({}, 1, 2) table.insert({}, 1) «table.insert({})»",
        "local function f(a) end f(1) f() f(1, «2») f(g()) f(1, g()) f(1, «2, g()»)",
        "local function f(...) end f(1, 2)",
        "local function f(a) end f = g f(1, 2)",
        "local function f(a) end\nfunction g() f(1, «2») end",
        "print(('x'):rep(1))",
    ],
    "unused-local": [
        "local «x» = 1",
        "local x = 1 print(x)",
        "local «x» = 1\nx = 2",
        "local x = 1\nfunction f() return x end",
        "local function f() f = nil end",
        "local function f() return f() end f()",
        "local _ = 1 local _x = 2",
        "local x <close> = f()",
        "for i = 1, 2 do end",
        "for k, «v» in pairs({}) do end",
        "do local x = 1 end do local «y» = 1 end".replace("local x", "local «x»"),
        "local «x»\nlocal x = 1\nprint(x)",
    ],
    "unused-parameter": [
        "function f(a, «b») return a end",
        "function f(a, b) return b end",
        "function f(a, b) end",
        "local C = {} function C:m(«a») return 1 end",
        "f(function(_a) return 1 end)",
        "t = { f = function(self, «a») return 1 end }",
    ],
    "unused-label": ["::«l»::", "goto l ::l::", "function f() ::«l»:: end ::l:: goto l"],
    "redefined-local": [
        "local x = 1 do local «x» = x end",
        "local x = 1\nfunction f(«x») return x end",
        "local x = 1\nlocal x = 2",
        "do local x = 1 end do local x = 2 end",
        "local _ = 1 for _ = 1, 2 do end",
        "function f(a) local «a» = a end",
    ],
    "unreachable-code": [
        "function f() do return 1 end «print(1)» end",
        "function f() error('x') «g() h()» end",
        "while true do break end",
        "function f() if x then return 1 else return 2 end «g()» end",
        "function f() if x then return 1 end g() end",
        "function f() goto l print(1) ::l:: end",
        "function f() while true do g() end «g()» end",
        "function f() while true do if x then break end end g() end",
        "function f() os.exit(1) «g()» end",
        "do return 1 end\n«f()\ng()»",
        "do return 1 end\ng()\n::l::",
        "f() do return 1 end",
    ],
    "redundant-value": ["local a, b = 1, 2, «3»", "a = 1, «f()»", "local a, b = f()", "local a = f(1, 2)"],
    "duplicate-key": [
        "t = { x = 1, y = 2, «x» = 3 }",
        "t = { 1, 2, [«2»] = 3 }",
        "t = { ['x'] = 1, «x» = 2 }",
        "t = { x = { x = 1 }, [x] = 2, [y()] = 1, [y()] = 2 }",
        "t = { [1.0] = 1, [true] = 1, [«1»] = 2, [«true»] = 1 }",
    ],
    "self-assignment": ["«x = x»", "local x = x", "«a.b = a.b»", "a.b = b.a", "a[i] = a[i]"],
    "suspicious-comparison": [
        "print(«not a == b»)",
        "print(not (a == b), not a == not b, not a == false)",
        "print(«#t == nil»)",
        "print(«x == {}»)",
        "print(type(x) == «'nunber'»)",
        "print(type(x) == 'number', #t == 0)",
        "print(«x == 0/0», «(0/0) ~= y», «x < 0/0», x ~= x)",
        "print(«1 < x < 3», «a == b == c», a < b == true)",
        "print(«'1' == 1», «#t == '1'», '1' == x)",
        "print(«#t < 0», #t > 0, «0 > #t», «x < x»)",
    ],
    "empty-block": [
        "«if x then »end",
        "if x then -- nothing\nend",
        "if x then y() end",
        "«if x then y() else »end",
        "«do end»",
    ],
    "missing-return": [
        "---@return number\nlocal function f(x) if x then return 1 end «end»",
        "---@return number\nlocal function f(x) if x then return 1 else error('x') end end",
        "---@return number?\nlocal function f(x) if x then return 1 end end",
        "---@return number|nil: whether, or not\nlocal function f(x) if x then return 1 end end",
        "---@return number|nil\nlocal function f(x) x() end",
        "---@return number\nlocal function f() end",
        "local function f(x) if x then return 1 end end",
    ],
    "type-mismatch": [
        "---@type integer\nlocal count = «'none'» print(count)",
        "---@enum C\nlocal C = { A = 1, B = 2 }\n---@param c C\nlocal function f(c) end\n"
        "f(1) f(C.B) f(«3») f(«{}») f(g())",
        "---@enum (key) C\nlocal C = { a = 1 }\n---@param c C\nlocal function f(c) end f('a') f(«'b'») print(C)",
        "---@enum C\nlocal C = { A = 1, B = g() }\n---@param c C\nlocal function f(c) end f(3) print(C)",
        "---@enum C\nlocal C = { A = 1 }\nC.B = 2\n---@param c C\nlocal function f(c) end f(3)",
        "---@type integer\nlocal n = 1\nn = «'x'» print(n)",
        "---@type integer?\nlocal count = nil print(count)",
        "---@type string\nlocal name = nil print(name)",
        "---@return boolean\nlocal function f() return «nil» end f()",
        "---@return boolean?\nlocal function f() return nil end f()",
        "---@param mode 'r'|'w'\nlocal function f(mode) end f('r') f(«'x'») f(y)",
        "---@param t string[]\nlocal function f(t) end f({}) f(«'x'») f({ 1 })",
        "---@class Animal\n---@class Dog: Animal\n---@class Stone\n---@param a Animal\n"
        "local function f(a) end\n---@type Dog, Stone, Animal\nlocal d, s, a = g()\n"
        "f(d) f(«s») f(a) f(«1») f({})",
        "---@generic T\n---@param x T\n---@return T\nlocal function id(x) return x end\n---@param s string\n"
        "local function f(s) end\nf(id('x')) f(«id({})»)",
        "---@overload fun(n: number)\n---@param s table\nlocal function f(s) end f(1) f({}) f(«true»)",
        "---@param f fun(x: integer): string\nlocal function g(f) end g(function() end) g(print) g(«1»)",
        "---@alias Id string|integer\n---@param id Id\nlocal function f(id) end f(1) f('x') f(«{}») f(x)",
        "local function g(a) if a then return 1 end return {} end\nstring.rep('x', g(1))",
        "do local x = 'a' x = {} string.rep(«x», 1) end",
        "do local x if y then x = {} else x = 'a' end string.rep(x, 1) end",
        "---@class P\n---@field x integer\n---@type P\nlocal p = {}\np.x = «{}» p.x = 2 p.x = nil",
        "---@param n integer\nlocal function f(n) end\n---@param x Foo\nlocal function g(x) f(x) end g()",
        "---@enum E\nlocal E = { A = 1 }\n---@param e E\nlocal function f(e) end f(E.A) f(1)",
        "---@param ... string\nlocal function f(...) print(...) end f('x', «{}»)",
        "local C = {} C.__index = C\n---@param n integer\nfunction C:m(n) end\n"
        "local c = setmetatable({}, C) c:m(«{}») c:m(1) C.m(c, «{}»)",
        "string.rep(«{}», 2)",
        "string.rep('x', «nil»)",
        "string.rep(1, '2')",
        "table.concat(«'x'», ',')",
        "do local t = {} string.rep(«t», 1) end",
        "do local t = {} t = f() string.rep(t, 1) end",
        "print({}, nil) string.rep(x, y)",
        "---@param a number\n---@param b? number\n---@overload fun(a: table)\nlocal function f(a, b)\n"
        "if type(a) ~= 'number' then print(pairs(a), b) end print(pairs(«1»)) end f({})",
        "---@param t { [1]: string, [2]: table }\nlocal function f(t) string.rep(t[1], 2) end f()",
        "---@param list table\n---@param n? integer\nlocal function f(list, n) end\nf(«1», nil) f({}, «true») f({})",
        "---@param c Car\nlocal function f(c) end\nf(1)",
        "setmetatable({}, nil) pcall(«'f'»)",
    ],
    "deprecated": [
        "---@deprecated\nlocal function old() end\n«old»()",
        "local M = {}\n---@deprecated use new\nfunction M.old() end\nM.«old»()",
        "local function fine() end\nfine()",
    ],
    "unused-function": [
        "local function «f»() f = nil end",
        "local function «f»() return f() end",
        "local function f() return f() end f()",
        "local «f» = function() end",
        "local function _f() end",
        "local function f() end\nfunction g() f() end",
    ],
    "unused-vararg": [
        "local function f(a, «...») return a end f()",
        "local function f(...) return ... end f()",
        "local function f(«...») return function(...) return ... end end f()",
        "local function f(...) end f()",
        "function f(...) print(arg) end",
    ],
    "lowercase-global": [
        "function f() «x» = 1 x = 2 end",
        "x = 1 function f() x = 2 end",
        "function f() X = 1 end",
        "function f() shared = 1 end",
        "function f() local x x = 1 end",
        "setfenv(1, {}) function f() x = 1 end",
    ],
    "library-assignment": [
        "«string» = 'x'",
        "print = print or f",
        "function print() end",
        "«math.pi» = 3",
        "math.sum = 1",
        "package.path = 'x'",
        "local string = string string = 1",
        "«print» = nil",
    ],
    "count-down-loop": [
        "for i = «#t, 1» do end",
        "for i = #t, 1, -1 do end",
        "for i = «10, 1» do end",
        "for i = «10, 1, 2» do end",
        "for i = 1, 10 do end",
        "for i = 1, 2, «0» do end",
        "for i = #t, n do end",
    ],
    "suspicious-length": [
        "if «#t» then end",
        "while x and «#t» do end",
        "if #t > 0 and x then end",
        "x = not «#t»",
        "if «#t» and x then end",
        "print(«#{ 1, nil, 3 }»)",
        "local n = #t or 0",
    ],
    "newline-call": [
        "local x = f\n«(»g)()",
        "local x = f;\n(g)()",
        "f 'text'\n(g)",
        "f 'text'\n«(»g).x()",
        "f(\n1)",
    ],
    "redundant-return": [
        "function f() print(1) «return» end",
        "function f() return end",
        "function f() return 1 end",
        "function f() if x then return end print(1) end",
    ],
    "redundant-return-value": [
        "---@return number\nlocal function f() return 1, «2» end f()",
        "---@return number, string\nlocal function f() return 1, 's' end f()",
        "local function f() return 1, 2 end f()",
        "---@return number ...\nlocal function f() return 1, 2 end f()",
        "---@return number count of them, or none\nlocal function f() return 1, «2» end f()",
        "---@return number count, string name of it\nlocal function f() return 1, 's', «2» end f()",
        "---@return number\nlocal function f() return g() end f()",
    ],
    "unbalanced-assignment": [
        "local a, «b» = 1",
        "local a, b = f()",
        "local a, b = nil",
        "a.x, «a.y» = 1",
        "local a, b",
        "local a, b = ...",
        "local function f() local a, b = 1 b = a print(b) end f()",
        "local a, b = 1\nfunction f() b = a end",
    ],
    "duplicate-function": [
        "local M = {} function M.f() end\nfunction M.g() end\nfunction «M.f»() end",
        "local M = {}\nfunction M.f() end\nfunction M:g() end",
        "function f() end\nfunction «f»() end",
        "function f() end\nlocal old = f\nfunction f() old() end",
        "function f() end\nif x then return f end\nfunction f() end",
        "local M = {}\nfunction M.f() end\nlocal N = {}\nfunction N.f() end",
    ],
    "duplicate-parameter": [
        "function f(a, «a») return a end",
        "function f(_, _) end",
        "local a, «a» = 1, 2",
        "for k, «k» in pairs({}) do end",
        "function f(a, b) return a, b end",
        "local C = {} function C:m(«self») return self end",
    ],
    "duplicate-condition": [
        "if a then b() elseif «a» then c() end",
        "if a == 1 then b() elseif a == 2 then c() elseif «a  ==  1» then d() end",
        "if f() then b() elseif f() then c() end",
        "x = «a and a»",
        "x = a and a or b",
        "x = a and b",
        "if a.b then c() elseif «a.b» then d() end",
    ],
    "constant-condition": [
        "if «'x'» then f() end",
        "while true do f() end",
        "while «0» do f() end",
        "local x = {} or «y»",
        "local x = a or {}",
        "if x == 'x' or «'y'» then f() end",
        "repeat f() until 1",
        "if not «'x'» then f() end",
        "while 1 do f() end",
    ],
    "loop-variable": [
        "for i = 1, 3 do «i» = i + 1 end",
        "for k, v in pairs({}) do v = 1 end",
        "for i = 1, 3 do local j = i j = 2 end",
    ],
    "format-arguments": [
        "print(string.format(«'%d %s', 1)»)",
        "print(string.format('%d %s', 1, 'x'))",
        "print(string.format('%d', 1, «2, 3»))",
        "print(string.format('%d%%', 1))",
        "print(string.format('%d %s', f()))",
        "print(string.format(«'%y'», 1))",
        "print((«'%s'):format()»)",
        "print(x:format())",
        "print(string.format('%5.2f|%-10s|%q', 1, 2, 3))",
        "print(string.format(fmt, 1))",
    ],
    "malformed-pattern": [
        "print(string.match(x, «'[a-z'»))",
        "print(string.match(x, '[a-z]'), string.find(x, '[]]'), string.gsub(x, '%b()', ''))",
        "print(string.find(x, '[', 1, true))",
        "print(string.find(x, «'('»))",
        "print(string.gsub(x, «'a)'», ''))",
        "print(string.gsub(x, «'%'», ''))",
        "print(('x'):match(«'%f'»), x:match('['))",
        "print(string.match(x, '(%w+)%1'), string.match(x, «'%1'»))",
        "print(string.match(x, «'%b('»), string.match(x, '%f[%w]'), string.match(x, '()'))",
    ],
    "unused-result": [
        "«string.upper(x)»",
        "local y = string.upper(x) print(y)",
        "«('x'):rep(3)»",
        "x:rep(3)",
        "---@nodiscard\nlocal function f() return 1 end\n«f()»\nprint(f())",
        "«tostring(x)»",
        "string.gsub(x, 'y', print)",
        "table.insert(t, 1)",
    ],
    "nil-access": [
        "local function f(p) if not p then print(«p».name) end end f()",
        "do local x «x»() end",
        "do local x = nil print(«x».y) end",
        "local x if y then x = {} end print(x.y)",
        "local x local function g() x = {} end g() print(x.y)",
        "local function f(x) if x == nil then return end print(x.y) end f()",
        "local function f(x) if x == nil then x = {} end print(x.y) end f()",
        "x = nil print(x.y)",
        "local x for i = 1, 3 do if x then print(x.y) end x = f() end",
        "local t = {} t.a = nil print(t.a.b)",
        "local x = f() if a then x = nil elseif b then print(x.y) end",
    ],
    "maybe-nil": [
        "local f = io.open('x')\nlocal function g() local h = io.open('x') «h»:read() end g(f)",
        "local function g() local h = assert(io.open('x')) h:read() end g()",
        "local function g() local h = io.open('x') if not h then return end h:read() end g()",
        "---@param n {x: integer}?\nlocal function g(n) return «n».x end g()",
        "---@param n {x: integer}?\nlocal function g(n) n = n or { x = 1 } return n.x end g()",
        "---@param n {x: integer}?\nlocal function g(n) return n and n.x end g()",
        "---@param n {x: integer}?\nlocal function g(n) if type(n) == 'table' then print(n.x) end end g()",
        "---@param n {x: integer}?\nlocal function g(n) while n do n = n.x end end g()",
        "---@param n {x: integer}?\nlocal function g(n) if n == nil or n.x then return end print(n.x) end g()",
        "---@param n {x: integer}?\nlocal function g(n) assert(n, 'no') print(n.x) end g()",
        "---@param n {x: integer}?\nlocal function g(n) return function() return n.x end end g()",
        "local function f() if x then return 1, {} end return nil, 'text' end\n"
        "local function g() local ok, t = f() if ok then print(t.x) end end g()",
    ],
    "missing-pairs": [
        "for k in «{ 1, 2 }» do print(k) end",
        "for k in pairs({ 1, 2 }) do print(k) end",
        "local t = { 1 } for k in «t» do print(k) end",
        "local t = setmetatable({}, {}) for k in t do print(k) end",
        "for k in f() do print(k) end",
        "---@param t string[]\nlocal function f(t) for s in «t» do print(s) end end f()",
        "for k in «nil» do print(k) end",
    ],
    "wrong-operand": [
        "local x = «nil» + 1 print(x)",
        "local x = 'n' .. «true» print(x)",
        "print(#«42»)",
        "print(«'a' < 1»)",
        "local t = {} print(t + 1, -t, #t, t .. 'x')",
        "print('1' + 1, 1 .. 2, #'x', 'a' < 'b')",
        "do local n = 1 «n»() end",
        "local function f() end print(«f» + 1)",
        "local x if a then x = 1 end print(x + 1)",
        "print('%d' % f, y + 1)",
        "do local n = 1 print(«n».x) end",
        "local function f(a) return a + 1 end f()",
        "print(«nil» < 1)",
        "do local t = { 1 } t[1] = { 2 } print(t[1][1]) end",
        "---@alias T string\n---@generic T\n---@param f T\n---@param ... T\n"
        "local function g(f, ...) f() for _, a in ipairs({ ... }) do a() end end g()",
        "do local t = { 1 } print(«t[1]»[1]) end",
        "print(x / function() end, x * true, «nil» + x)",
        "local M = {} function M.f() end print(M.f + M.f)",
        "print(1 / «function() end», 1 * «true»)",
        "local ok, message = io.stdout:write('x') print(ok, 'x' .. message)",
        "local ok = os.execute('x') print(ok / 256)",
    ],
    "unknown-parameter": [
        "---@param «widht» number\n---@param height number\n"
        "local function area(width, height) return width * height end area()",
        "---@param a number\n---@param «a» string\nlocal function f(a) return a end f()",
        "---@param ... string\nlocal function f(...) return ... end f()",
        "---@param o table\n---@param o.x number\nlocal function f(o) return o end f()",
        "-- @param x\nlocal function f(a) return a end f()",
        "local M = {}\n---@param «b» number\nfunction M.f(a) return a end",
    ],
    "unknown-type": [
        "---@class Account\n---@param account «Acount»\nlocal function close(account) print(account) end close()",
        "---@class Account\n---@param account Account\nlocal function close(account) print(account) end close()",
        "---@param x Something\nlocal function f(x) print(x) end f()",
        "---@class Account\n---@field private account Account\n---@field package _accounts Account",
        "---@class Value\n---@generic Valu\n---@param x Valu\nlocal function f(x) print(x) end f()",
    ],
}
CASES = [(code, source) for code, sources in FOUND.items() for source in sources]


@pytest.mark.parametrize(("code", "source"), CASES)
def test_what_a_rule_finds(code: str, source: str) -> None:
    workspace = Workspace(source, other="shared = 1")
    found = [one for one in diagnostics(workspace.project, workspace.snapshot) if one.code == code]
    assert [(one.start, one.end) for one in found] == workspace.marked.ranges


def test_every_rule_is_tested_and_documented() -> None:
    assert {rule.code for rule in RULES} == set(FOUND)
    for rule in RULES:
        module = __import__(rule.check.__module__, fromlist=["RULE"])
        assert module.RULE is rule
        assert module.__doc__


def test_the_page_of_documentation_is_fresh() -> None:
    """If not: python -m lsp.rules.page > docs/diagnostics.md"""
    assert Path("docs/diagnostics.md").read_text(encoding="utf-8") == page()


def test_examples_of_the_documentation_show_what_they_say() -> None:
    """Each message stands in the comment behind what it is about."""
    for rule in RULES:
        examples = re.findall(r"```lua\n(.*?)\n```", sys.modules[rule.check.__module__].__doc__ or "", re.DOTALL)
        assert examples, rule.code
        for example in examples:
            workspace = Workspace(example)
            found = [one for one in diagnostics(workspace.project, workspace.snapshot) if one.code == rule.code]
            assert found, rule.code
            lines = workspace.snapshot.lines
            for one in found:
                start, end = lines.bounds(lines.line_of(one.start))
                assert one.message in workspace.text_of(start, end), rule.code


def test_a_file_that_only_declares_is_left_alone() -> None:
    source = "---@meta\nstring = {}\nfunction f(x) end\nfunction f(x) end\nlocal unused = 1\n"
    workspace = Workspace(source)
    assert diagnostics(workspace.project, workspace.snapshot) == []
    assert len(diagnostics(workspace.project, Workspace(source.replace("@meta", "")).snapshot)) > 2


def test_a_rockspec_names_its_package() -> None:
    workspace = Workspace("")
    snapshot = workspace.project.open_file("file:///workspace/x-1.rockspec", b"package = 'x'\nstring = 1", 1)
    assert [one.code for one in diagnostics(workspace.project, snapshot)] == []


def test_other_dialects_have_other_globals() -> None:
    for lua, source in {
        "5.1": "print(unpack({}))",
        "5.2": "print(bit32.band(1))",
        "luajit": "print(bit.band(1))",
        "5.3": "print(utf8.char(1))",
    }.items():
        workspace = Workspace(source, lua)
        assert diagnostics(workspace.project, workspace.snapshot) == []


SILENT = {
    "the next line": "---@diagnostic disable-next-line: undefined-global\nprint(x)\n«y»()",
    "this line": "print(x) ---@diagnostic disable-line: undefined-global\n«y»()",
    "from here": "«y»()\n---@diagnostic disable: undefined-global\nprint(x)",
    "a stretch": "---@diagnostic disable: undefined-global\nprint(x)\n---@diagnostic enable: undefined-global\n«y»()",
    "everything": "---@diagnostic disable\nprint(x)",
    "luacheck on a line": "print(x) -- luacheck: ignore\n«y»()",
    "luacheck a name": "print(x) -- luacheck: ignore x\n«y»() -- luacheck: ignore z",
    "luacheck a code": "print(x) -- luacheck: ignore 113\n«y»() -- luacheck: ignore 211",
    "luacheck the rest": "«y»()\n-- luacheck: ignore\nprint(x)",
    "luacheck in a function": "function f()\n-- luacheck: ignore\nprint(x)\nend\n«y»()",
    "luacheck pushed": "-- luacheck: push\n-- luacheck: ignore\nprint(x)\n-- luacheck: pop\n«y»()",
    "LuaLS's names": "---@diagnostic disable-next-line: unbalanced-assignments, unused-local\nlocal a, b = 1\n«y»()",
    "luacheck globals": "-- luacheck: globals x z\nprint(x) «y»()",
}


@pytest.mark.parametrize("source", SILENT.values(), ids=SILENT)
def test_comments_silence(source: str) -> None:
    workspace = Workspace(source)
    found = diagnostics(workspace.project, workspace.snapshot)
    assert [(one.start, one.end) for one in found] == workspace.marked.ranges


def test_settings_silence() -> None:
    workspace = Workspace("print(x) y() local z")
    settings = Settings(LUA_54, frozenset({"x"}), frozenset({"unused-local"}))
    workspace.project.configure(settings)
    snapshot = workspace.project.open[workspace.snapshot.uri]
    assert [one.message for one in diagnostics(workspace.project, snapshot)] == ["undefined global 'y'"]


FIXED = {
    ("print(prnt)", "Change to 'print'"): "print(print)",
    ("string.fromat()", "Change to 'format'"): "string.format()",
    ("unpack({})", "Change to 'table.unpack'"): "table.unpack({})",
    ("local x = 1", "Rename to '_x'"): "local _x = 1",
    ("local function f() end", "Remove 'f'"): "",
    ("x = 1, 2", "Remove what is redundant"): "x = 1",
    ("print(not a == b)", "Put parentheses around the comparison"): "print(not (a == b))",
    ("do\n  x()\nend", "Ignore undefined-global on this line"): (
        "do\n  ---@diagnostic disable-next-line: undefined-global\n  x()\nend"
    ),
    ("x()", "Ignore undefined-global in this file"): "---@diagnostic disable: undefined-global\nx()",
    ("t['key'] = 1", "Write as .key"): "t.key = 1",
    ("t.key = 1", 'Write as ["key"]'): 't["key"] = 1',
    ("x = 'a b'", 'Write as "a b"'): 'x = "a b"',
}


@pytest.mark.parametrize(("case", "expected"), FIXED.items())
def test_what_code_actions_do(case: tuple[str, str], expected: str) -> None:
    source, title = case
    workspace = Workspace(source)
    at = source.find("'") + 1 if "'" in source else source.find(".") + 2 if "." in source and "=" in source else 0
    end = len(source) if at == 0 else at
    actions = {one.title: one for one in code_actions(workspace.project, workspace.snapshot, at, end)}
    assert title in actions
    assert edited(workspace.marked.text, actions[title].edits) == expected


@pytest.mark.parametrize(
    ("source", "at"),
    [
        *(("function t.key() end", 11), ("function t.a.key:go() end", 11), ("function t:key() end", 11)),
        *(("t['end'] = 1", 3), ("t['a b'] = 1", 3), ("t['1'] = 1", 3)),
    ],
)
def test_a_name_that_can_be_written_in_one_way_only_is_left_alone(source: str, at: int) -> None:
    workspace = Workspace(source)
    actions = code_actions(workspace.project, workspace.snapshot, at, at)
    assert [one.title for one in actions if one.title.startswith(("Write as .", "Write as ["))] == []


def test_the_first_fix_is_preferred_and_names_what_it_solves() -> None:
    workspace = Workspace("print(prnt)")
    first = next(code_actions(workspace.project, workspace.snapshot, 6, 6))
    assert first.preferred
    assert first.solves is not None
    assert first.solves.code == "undefined-global"
