"""What generated programs once found to differ from the originals."""

from typing import Final

import pytest

from tests.differential import ORIGINALS, in_moonwalk, in_original

SHOW: Final = """\
local function show(...)
  local words = {}
  for i = 1, select("#", ...) do words[i] = tostring((select(i, ...))) end
  print(table.concat(words, " | "))
end
local function attempt(f, ...) show(pcall(f, ...)) end
local function turns(first, last, step)
  local n = 0
  for i = first, last, step do n = n + 1 if n > 3 then break end end
  return n
end
"""

ALL: Final = tuple(ORIGINALS)
FROM_54: Final = ("5.4", "5.5")

CASES: Final[dict[str, tuple[tuple[str, ...], str]]] = {
    "a numeric for with NaN": (
        ALL,
        """
        local nan = 0 / 0
        show(turns(nan, 3, 1), turns(1, nan, 1), turns(1, nan, -1), turns(nan, nan, 1))
        show(turns(1.5, nan, 1), turns(1.5, nan, -1), turns(3, 1, nan), turns(1.5, 3, nan), turns(1.5, -3, nan))
        """,
    ),
    "the first value of a loop with a large step": (ALL, "for i = 0.1, 1, 1e17 do show(i) end"),
    "hexadecimal strings beyond 64 bits": (
        ALL,
        "show(tonumber('0x1ffffffffffffffff'), '0xffffffffffffffff' + 0, '-0x1ffffffffffffffff' * 1)",
    ),
    "the names of infinity and NaN as numbers": (
        ALL,
        """
        for _, text in ipairs({ "inf", "-Infinity", " nan ", "-nan", "in", "nano" }) do
          attempt(function() return text + 1 end)
          show(tonumber(text))
        end
        """,
    ),
    "a zero byte in a numeral": (ALL, "attempt(function() return '10\\0x' + 1 end) show(tonumber('10\\0x'))"),
    "binary numerals in strings": (
        ALL,
        """
        for _, text in ipairs({ "0b101", " 0B11 ", "-0b11", "0b12", "0b" }) do
          show(tonumber(text))
          attempt(function() return text * 1 end)
          attempt(math.abs, text)
        end
        """,
    ),
    "messages end at a zero byte": (
        ALL,
        """
        show((debug.traceback("a\\0b"):gsub("\\n.*", "")))
        attempt(error, "a\\0b")
        attempt(function() local t = {} t["x\\0y"]() end)
        attempt(function() local t = {} return t["x\\0y"].z end)
        """,
    ),
    "the constant that an operator does not take": (("5.3", *FROM_54), "attempt(function() return 'x\\0y' & 1 end)"),
    "the name of a variable that cannot be closed": (
        FROM_54,
        "attempt(function() if 'a' <= 'b' then local x <close> = ({ 1 })[1] and 1 or 0 end end)",
    ),
    "lines of concatenations in parentheses": (
        ALL,
        """
        local v, x = {}, "x"
        attempt(function() return v
          .. (x
          .. x) end)
        attempt(function() return x .. ((
          x .. v) .. x) end)
        attempt(function() return v .. (x + 1
          ) end)
        """,
    ),
    "the line of a tail call": (
        ALL,
        """
        attempt(function() return missing(1,
          2) end)
        attempt(function() local r = missing(1,
          2) end)
        """,
    ),
    "pcall without a function, within xpcall": (
        ALL,
        """
        local function handler(e) return "handled", e end
        attempt(xpcall, function() pcall() end, handler)
        attempt(xpcall, function() attempt(pcall()) end, handler)
        attempt(xpcall, function() attempt(xpcall()) end, handler)
        attempt(pcall, pcall)
        show(coroutine.resume(coroutine.create(function() show(xpcall(function() pcall() end, handler)) pcall() end)))
        """,
    ),
    "a message of assert ends at a zero byte": (ALL, "attempt(assert, false, 'a\\0b')"),
    "a name of a type ends at a zero byte": (
        ("5.3", *FROM_54),
        "show((tostring(setmetatable({}, { __name = 'a\\0b' })):gsub(':.*', '')))",
    ),
    "large numbers in hexadecimal": (
        ("5.1", "luajit"),
        "for _, n in ipairs({ 1e100, 2^63, 2^64, -2^63, 2^64 + 2^60, -1.5 }) do show(('%x %d'):format(n, n)) end",
    ),
    "which argument is looked at first": (
        ALL,
        """
        for _, name in ipairs({ "fmod", "atan2", "pow", "ldexp" }) do
          if math[name] then attempt(math[name], {}, {}) attempt(math[name], {}) end
        end
        attempt(os.difftime, "x", "y")
        """,
    ),
    "pairs and ipairs without an argument": (ALL, "attempt(pairs) attempt(ipairs) show(pcall(ipairs, nil) and 1)"),
    "conversions of string.format that are none": (
        ALL,
        """
        local forms = { "%y", "%5", "%", "%5.", "%-5", "%ld", "%5.l", "%.123f", "%123d", "%F", "%10.2F|", "%5\\n" }
        for _, form in ipairs(forms) do
          attempt(string.format, form)
          attempt(string.format, form, 5)
        end
        """,
    ),
    "pointers of what is no object": (("5.4", "5.5", "luajit"), "show(string.format('%p|%10p|', nil, true))"),
    "modifiers in formats of dates": (
        ("5.1", "5.3", *FROM_54, "luajit"),
        "attempt(os.date, '!%Ey|%Od|%d', 0) attempt(os.date, '!%E', 0)",
    ),
    "unpacking a string without its zero byte": (
        ("5.3", *FROM_54),
        "attempt(string.unpack, 'z', 'abc') attempt(string.unpack, 'z', 'abc', 4) attempt(string.unpack, 'zz', 'abc')",
    ),
}
"""The dialects that have what a program needs, and the program."""


@pytest.mark.parametrize(("key", "name"), [(key, name) for name, (keys, _) in CASES.items() for key in keys])
def test_case(key: str, name: str) -> None:
    source = (SHOW + CASES[name][1]).encode()
    expected = in_original(key, source)
    assert not expected.startswith(("does not compile", "error")), expected
    assert in_moonwalk(key, source) == expected
