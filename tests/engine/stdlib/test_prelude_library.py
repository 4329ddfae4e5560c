"""The Lua part of the libraries `table`, `math` and `os`, run by PUC Lua beside PUC Lua's own functions.

The same calls must read and write the same elements, and call order functions and metamethods with the
same arguments, in the same order.
"""

from pathlib import Path

from hypothesis import example, given
from hypothesis import strategies as st
from lupa import lua54

import engine.stdlib

LUA = lua54.LuaRuntime(encoding=None)
DIRECTORY = Path(engine.stdlib.__path__[0])


def prelude(name: str) -> bytes:
    return (DIRECTORY / f"prelude_{name}.lua").read_bytes()


# Loads a prelude with stand-ins for the native helpers.
LOAD = LUA.eval(
    """function(source)
    local native = {concat = table.concat, unpack = table.unpack, below = math.ult, time = os.time}
    function native.fail(message) error(message, 0) end
    function native.argument_error(at, message) error("bad argument #" .. at .. " (" .. message .. ")", 0) end
    function native.length(value) return math.tointeger(value) or error("object length is not an integer", 0) end
    function native.check_order() end
    function native.result_count(first, last) return math.max(0, last - first + 1) end
    function native.piece(value, at)
        if type(value) == "string" or type(value) == "number" then return value end
        error("invalid value (" .. type(value) .. ") at index " .. at .. " in table for 'concat'", 0)
    end
    return assert(load(source))(native)
end"""
)

# Calls a function on a list that logs every access; gives the log, the outcome and the list's final contents.
TRACE = LUA.eval(
    """function(f, values, size, ...)
    local log, list = {}, {}
    for i = 1, size do list[i] = values[i] end
    local proxy = setmetatable({}, {
        __index = function(_, key) log[#log + 1] = "get " .. key; return list[key] end,
        __newindex = function(_, key, value)
            log[#log + 1] = "set " .. key .. " " .. tostring(value)
            list[key] = value
        end,
        __len = function() log[#log + 1] = "len"; return size end,
    })
    local outcome = table.pack(pcall(f, proxy, ...))
    for i = 1, outcome.n do outcome[i] = outcome[i] == proxy and "proxy" or tostring(outcome[i]) end
    for i = -2, size + 50 do log[#log + 1] = tostring(list[i]) end
    return table.concat(log, "\\n") .. "\\n" .. table.concat(outcome, " ")
end"""
)

# The same for sorting: also logs what the order function is asked.
TRACE_SORT = LUA.eval(
    """function(sort, values, size, kind)
    local log, list = {}, {}
    for i = 1, size do list[i] = values[i] end
    local function order(a, b)
        log[#log + 1] = tostring(a) .. "?" .. tostring(b)
        if kind == 1 then return a < b elseif kind == 2 then return a > b elseif kind == 3 then return a <= b
        elseif kind == 4 then return true elseif kind == 5 then return nil else return a % 7 < b % 7 end
    end
    local ok, message = pcall(sort, list, kind > 0 and order or nil)
    log[#log + 1] = tostring(ok) .. " " .. tostring(message)
    for i = 1, size do log[#log + 1] = tostring(list[i]) end
    return table.concat(log, "\\n")
end"""
)

LIBRARY = LOAD(prelude("table"))
MATH = LOAD(prelude("math"))
OS = LOAD(prelude("os"))
NATIVE = LUA.globals()[b"table"]

POSITIONS = st.integers(-2, 12)
SIZES = st.integers(0, 8)


def same(name: bytes, size: int, ours: list[object], theirs: list[object]) -> None:
    values = LUA.table_from([at * 10 for at in range(1, size + 1)])
    expected = TRACE(NATIVE[name], values, size, *theirs)
    assert TRACE(LIBRARY[b"table." + name], values, size, *ours) == blamed(expected, name)


def blamed(log: bytes, name: bytes) -> bytes:
    """PUC's message without the function's name, which the stand-ins do not know."""
    return log.replace(b" to 'table." + name + b"'", b"").replace(b" to '" + name + b"'", b"")


@given(SIZES, POSITIONS)
def test_insert(size: int, position: int) -> None:
    same(b"insert", size, [position, b"new"], [position, b"new"])
    same(b"insert", size, [None, b"new"], [b"new"])


@given(SIZES, st.none() | POSITIONS)
def test_remove(size: int, position: int | None) -> None:
    same(b"remove", size, [position], [position])


@given(SIZES, POSITIONS, st.none() | POSITIONS)
def test_concat_and_unpack(size: int, first: int, last: int | None) -> None:
    same(b"concat", size, [b"-", first, last], [b"-", first, last])
    same(b"unpack", size, [first, last], [first, last])


@given(SIZES, POSITIONS, POSITIONS, POSITIONS)
def test_move(size: int, first: int, last: int, target: int) -> None:
    if last < first:
        return  # the native does not hand over what moves nothing
    trace = LUA.eval("function(f, trace, ...) return trace(function(list, ...) return f(list, ...) end, ...) end")
    values = LUA.table_from([at * 10 for at in range(1, size + 1)])
    ours = LUA.eval("function(move) return function(list, f, e, t) return move(list, f, e, t, list) end end")
    expected = trace(NATIVE[b"move"], TRACE, values, size, first, last, target)
    assert trace(ours(LIBRARY[b"table.move"]), TRACE, values, size, first, last, target) == expected


@given(st.lists(st.integers(0, 30), max_size=60) | st.permutations(range(40)), st.integers(0, 6))
@example(list(range(90)), 1)
@example([1] * 90, 1)
@example([1, 2, 3, 4, 5], 4)
def test_sort_asks_for_the_same_pairs(values: list[int], kind: int) -> None:
    table = LUA.table_from(values)
    expected = TRACE_SORT(NATIVE[b"sort"], table, len(values), kind)
    assert TRACE_SORT(LIBRARY[b"table.sort"], table, len(values), kind) == expected


@given(st.lists(st.integers(0, 30), max_size=40))
def test_sort_reads_and_writes_the_same_elements(values: list[int]) -> None:
    table = LUA.table_from(values)
    expected = TRACE(NATIVE[b"sort"], table, len(values))
    assert TRACE(LIBRARY[b"table.sort"], table, len(values)) == expected


def test_sort_of_a_lopsided_list() -> None:
    """A list on which the middle is a bad pivot again and again is sorted all the same."""
    sort = LUA.eval(
        """function(sort)
        local n, list, keys = 3000, {}, {}
        for i = 1, n do list[i] = i end
        local candidate, solid, gas = 0, 0, {}
        for i = 1, n do keys[i] = n + 1 end
        local function order(a, b)                       -- McIlroy's adversary
            if keys[a] > n and keys[b] > n then
                solid = solid + 1
                keys[a == candidate and a or b] = solid
            end
            if keys[a] > n then candidate = a elseif keys[b] > n then candidate = b end
            return keys[a] < keys[b]
        end
        sort(list, order)
        for i = 2, n do if keys[list[i]] < keys[list[i - 1]] then return i end end
        return 0
    end"""
    )
    assert sort(LIBRARY[b"table.sort"]) == 0


@given(st.lists(st.sampled_from([b"a", b"b", b"ab", b"", b"B"]), min_size=1))
def test_extremes_of_strings(values: list[bytes]) -> None:
    math_library = LUA.globals()[b"math"]
    assert MATH[b"math.max"](len(values), *values) == math_library[b"max"](*values)
    assert MATH[b"math.min"](len(values), *values) == math_library[b"min"](*values)


def test_time_of_a_table_with_metamethods() -> None:
    run = LUA.eval(
        """function(time)
        local log, fields = {}, {year = 2024, month = 14, day = -3, hour = 30}
        local date = setmetatable({}, {
            __index = function(_, key) log[#log + 1] = key; return fields[key] end,
            __newindex = function(_, key, value) log[#log + 1] = key .. "=" .. tostring(value) end,
        })
        return time(date), table.concat(log, " ")
    end"""
    )
    assert run(OS[b"os.time"]) == run(LUA.globals()[b"os"][b"time"])
