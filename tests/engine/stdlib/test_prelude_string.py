"""The Lua part of the string library, run by PUC Lua on our natives, beside PUC Lua's own functions."""

from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from lupa import lua54
from native_driver import Natives

import engine.stdlib
from engine.runtime.table import LuaTable
from engine.stdlib import string_formatting, string_matching

LUA = lua54.LuaRuntime(encoding=None, unpack_returned_tuples=True)
SOURCE = (Path(engine.stdlib.__path__[0]) / "prelude_string.lua").read_bytes()
NATIVES = Natives("string", {**string_formatting.HELPERS, **string_matching.HELPERS})

# A chunk's natives from a Python function (name, arguments...) -> (succeeded, results...); tables stay outside.
LOAD = LUA.eval(
    """function(source, call)
    local native = {}
    for _, name in ipairs {"add_piece", "capture_count", "captures_at", "join_pieces", "next_match", "put_text"} do
        native[name] = function(...)
            local outcome = table.pack(call(name, ...))
            if not outcome[1] then error(outcome[2], 0) end
            return table.unpack(outcome, 2, outcome.n)
        end
    end
    native.format = string.format
    native.convert = function(value) return getmetatable(value).__tostring(value) end
    return assert(load(source))(native)
end"""
)

pieces: dict[str, LuaTable] = {}


def call(name: bytes, *arguments: object) -> tuple[object, ...]:
    values = list(arguments)
    if name in (b"add_piece", b"join_pieces"):  # the table of the one run that is going on
        if name == b"add_piece" and values[1] == 1:
            pieces["now"] = LuaTable(1)
        values[0] = pieces.get("now", LuaTable(1))
    return NATIVES.call(name.decode(), *values)


PRELUDE = LOAD(SOURCE, call)

# What a replacement function is called with, and what gsub gives.
TRACE = LUA.eval(
    """function(gsub, subject, pattern, limit, results)
    local log, calls = {}, 0
    local ok, text, count = pcall(gsub, subject, pattern, function(...)
        calls = calls + 1
        log[#log + 1] = table.concat({select("#", ...), ...}, " ")
        return results[(calls - 1) % #results + 1]
    end, limit)
    if not ok then text = text:gsub("^.-:%d+: ", "") end
    return table.concat(log, ";"), ok, text, count
end"""
)
INDEX = LUA.eval(
    """function(gsub, subject, pattern, limit)
    local proxy = setmetatable({}, {__index = function(_, key) return key ~= "b" and key .. "!" end})
    return gsub(subject, pattern, proxy, limit)
end"""
)
GSUB = LUA.eval("string.gsub")
FORMAT_META = LUA.eval(
    """function(format_meta, ...)
    local function object(text) return setmetatable({}, {__tostring = function() return text end}) end
    return pcall(format_meta, 3, object(...), "%d %s %s", 1, "replaced", select(2, ...))
end"""
)

SUBJECTS = st.text(alphabet="ab (\0", max_size=8).map(str.encode)
PATTERNS = st.sampled_from([b"a", b"a*", b"()", b"^a", b"(a)(b?)", b"(.)()(.)", b"%f[%w]", b"(a", b"", b"[^b]"])


@given(SUBJECTS, PATTERNS, st.integers(-1, 9), st.lists(st.sampled_from([b"x", b"", 1, 2.5, False, True]), min_size=1))
@example(b"abc", b"a*", 9, [b"-"])
def test_gsub_with_a_function(subject: bytes, pattern: bytes, limit: int, results: list[object]) -> None:
    values = LUA.table_from(results)
    found = TRACE(PRELUDE[b"gsub_call"], subject, pattern, limit, values)
    assert found == TRACE(GSUB, subject, pattern, limit, values)


@given(SUBJECTS, PATTERNS.filter(lambda pattern: pattern != b"(a"), st.integers(-1, 9))
def test_gsub_with_an_index_metamethod(subject: bytes, pattern: bytes, limit: int) -> None:
    found = INDEX(PRELUDE[b"gsub_index"], subject, pattern, limit)
    assert found == INDEX(GSUB, subject, pattern, limit)


@pytest.mark.parametrize(
    ("given_text", "outcome"),
    [(b"text", (True, b"1 text end")), (7, (True, b"1 7 end")), (None, (False, b"'__tostring' must return a string"))],
)
def test_format_takes_what_tostring_gives(given_text: object, outcome: tuple[bool, bytes]) -> None:
    assert FORMAT_META(PRELUDE[b"format_meta"], given_text, b"end") == outcome
