"""The natives of the string library against PUC Lua, and the handing over to ``prelude_string.lua``."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from native_driver import LUA, Natives, puc, shown

from engine.runtime.table import LuaTable
from engine.runtime.values import Invoke, NativeFunction
from engine.stdlib import string_library

STRING = Natives("string", string_library.FUNCTIONS)
PRELUDE = [b"gsub_call", b"gsub_index", b"format_meta"]
for prelude_name in PRELUDE:
    STRING.machine.prelude[prelude_name] = prelude_name

TEXTS = st.text(alphabet="aAb \0(%.", max_size=8).map(str.encode) | st.binary(max_size=5)
ODD_POSITIONS = st.sampled_from([2**63 - 1, -(2**63), 2.0, 1.5, b"2", b"x", b"1.5", True])
POSITIONS = st.none() | st.integers(-10, 10) | ODD_POSITIONS


@pytest.mark.parametrize("name", ["len", "lower", "upper", "reverse", "byte", "sub", "rep", "char", "find", "match"])
@pytest.mark.parametrize("arguments", [[], [None], [True], [b""], [12], [1.5], [b"a", None], [b"a", b"x"], [b"a", 1.5]])
def test_arguments(name: str, arguments: list[object]) -> None:
    STRING.same(name, *arguments)


@pytest.mark.parametrize("name", ["byte", "sub"])
@given(text=TEXTS, first=POSITIONS, last=POSITIONS)
def test_parts(name: str, text: bytes, first: object, last: object) -> None:
    STRING.same(name, text, first, last)
    STRING.same(name, text, first)


@given(st.lists(st.integers(-1, 257) | st.sampled_from([b"65", 65.0, b"x"]), max_size=4))
def test_char(codes: list[object]) -> None:
    STRING.same("char", *codes)


@given(TEXTS, st.integers(-1, 4) | st.sampled_from([2**31, 2**62, 2**63 - 1]), st.none() | TEXTS)
@example(b"", 2**31 - 1, b"")
def test_rep(text: bytes, count: int, separator: bytes | None) -> None:
    if text or separator or count < 2**31:
        STRING.same("rep", text, count, separator)


@pytest.mark.parametrize("name", ["find", "match"])
@given(
    text=TEXTS,
    pattern=TEXTS | st.sampled_from([b"a*", b"()", b"(a)(b?)", b"^b", b"a$", b"(", b"%"]),
    init=POSITIONS,
    plain=st.booleans(),
)
def test_find_and_match(name: str, text: bytes, pattern: bytes, init: object, plain: bool) -> None:
    STRING.same(name, text, pattern, init, plain)


GMATCH = LUA.eval(
    "function(...) local all = {} for a, b in string.gmatch(...) do all[#all + 1] = {a, b} end return all end"
)


@given(
    TEXTS, st.sampled_from([b"a*", b"()", b"(a)(b?)", b"^b", b"%a", b".", b"", b"^a*"]), st.none() | st.integers(-9, 9)
)
def test_gmatch(text: bytes, pattern: bytes, init: int | None) -> None:
    succeeded, iterator = STRING.call("gmatch", text, pattern, init)
    assert succeeded
    assert isinstance(iterator, NativeFunction)
    found = []
    while True:
        _, *values = STRING.call_native(iterator)
        if not values or values[0] is None:
            break
        found.append(values[:2])
    expected = [[pair[at] for at in range(1, len(pair) + 1)] for pair in GMATCH(text, pattern, init).values()]
    assert found == expected


@given(
    TEXTS,
    st.sampled_from([b"a*", b"()", b"(a)(b?)", b"^b", b"%a", b".", b"", b"(", b"[a"]),
    TEXTS | st.sampled_from([b"%0", b"%1", b"<%2>", b"%%", b"%", 1, 2.5, None, True]),
    st.none() | st.integers(-1, 5) | st.just(1.5),
)
def test_gsub(text: bytes, pattern: bytes, replacement: object, limit: object) -> None:
    STRING.same("gsub", text, pattern, replacement, limit)
    STRING.same("gsub", text, pattern, replacement)


@pytest.mark.parametrize("value", [b"x", 7, 2.5, False, None, True, []])
def test_gsub_with_a_table(value: object) -> None:
    table = LuaTable(9)
    table.set(b"b", LuaTable(10) if value == [] else value)
    table.set(1, b"position")
    source = {b"b": LUA.table() if value == [] else value, 1: b"position"}
    theirs = LUA.table_from({key: item for key, item in source.items() if item is not None})
    for pattern in (b"%a", b"()a"):
        found = STRING.call("gsub", b"abc", pattern, table)
        expected = puc("string", "gsub", b"abc", pattern, theirs)
        assert shown(found) == shown(expected)


def test_gsub_that_calls_lua_goes_on_in_the_prelude() -> None:
    table = LuaTable(9)
    table.metatable = LuaTable(10)
    native = NativeFunction("f", lambda call: None)
    for replacement, prelude in ((native, b"gsub_call"), (table, b"gsub_index")):
        _, handed_over = STRING.call("gsub", b"abc", b"%a", replacement)
        assert isinstance(handed_over, Invoke)
        assert handed_over.function == prelude
        assert handed_over.arguments == [b"abc", b"%a", replacement, 4]


FORMATS = st.lists(
    st.sampled_from(
        [
            "%d", "%5d", "%-5i|", "%x", "%c", "%5c", "%s", "%.2s", "%10s", "%q", "%g", "%5.1f", "%a", "%%", "%p",
            "%", "%y", "%5q", "%123d", "%.123s", "%5%", "text", "%0000000000000000000000000d", "%o", "%u", "%1$d",
            "%05s",
        ]
    ),
    max_size=4,
).map(lambda parts: "".join(parts).encode())
VALUES = st.sampled_from([1, -1, 2.0, 2.5, b"3", b"0x10", b"4.5", b"x", b"a\0b", b"x" * 120, None, True])


@given(FORMATS, st.lists(VALUES, max_size=4))
def test_format(text: bytes, values: list[object]) -> None:
    if b"p" not in text or not any(isinstance(value, bytes) for value in values):
        STRING.same("format", text, *values)


def test_format_of_objects() -> None:
    table = LuaTable(255)
    assert STRING.call("format", b"%s %p %20p|%-20p|", table, table, table, table) == (
        True,
        b"table: 0x000000000000ff 0x000000000000ff     0x000000000000ff|0x000000000000ff    |",
    )
    table.metatable = LuaTable(10)
    table.metatable.set(b"__name", b"My Type")
    assert STRING.call("format", b"%s", table) == (True, b"My Type: 0x000000000000ff")
    table.metatable.set(b"__tostring", b"anything")
    _, handed_over = STRING.call("format", b"%d %s", 5, table)
    assert isinstance(handed_over, Invoke)
    assert handed_over.arguments == [3, table, b"%d %s", 5, table]


def test_equal_strings_have_one_address() -> None:
    one, other = STRING.call("format", b"%p", b"abc"), STRING.call("format", b"%p", bytes([97, 98, 99]))
    assert one == other
    assert one != STRING.call("format", b"%p", b"abd")


PACKS = st.lists(
    st.sampled_from(
        ["b", "B", "h", "<i3", ">I16", "i16", "j", "f", "d", "n", "s", "s1", "z", "x", "!4", "Xi4", "c3", "c"]
    ),
    max_size=4,
).map(lambda options: "".join(options).encode())
PACKED = st.sampled_from(
    [1, -1, 200, 2**40, -(2**63), 1.0, 1e300, 1.5, b"7", b"abc", b"abcd", b"a\0", b"x" * 300, None]
)


@given(PACKS, st.lists(PACKED, max_size=4))
def test_pack(text: bytes, values: list[object]) -> None:
    STRING.same("pack", text, *values)
    STRING.same("packsize", text)


@given(PACKS, st.binary(max_size=20), st.none() | st.integers(-25, 25))
def test_unpack(text: bytes, data: bytes, init: int | None) -> None:
    STRING.same("unpack", text, data, init)


NUMERALS = st.sampled_from([b"10", b"0x10", b" 3 ", b"2.5", b"-0", b"9223372036854775807", 3, -7, 0, 0.5, -(2**63)])


@pytest.mark.parametrize("event", sorted(string_library.METAMETHODS))
@given(a=NUMERALS, b=NUMERALS)
def test_arithmetic(event: str, a: object, b: object) -> None:
    operator = {"__add": "+", "__sub": "-", "__mul": "*", "__mod": "%", "__pow": "^", "__div": "/", "__idiv": "//"}
    if event == "__unm":
        b = a = b"%d" % a if isinstance(a, int) else a
        source = "function(a) return -a end"
    else:
        source = f"function(a, b) return a {operator[event]} b end"
    natives = NativeFunction(event, string_library.METAMETHODS[event])
    if isinstance(a, bytes) or isinstance(b, bytes):
        found = STRING.call_native(natives, a, b)
        pcall = LUA.eval(f"function(...) return table.pack(pcall({source}, ...)) end")(a, b)
        expected = (pcall[1], pcall[2])
        if expected[0]:
            assert shown(found) == shown(expected)
        else:
            assert found == expected


def test_arithmetic_without_numbers() -> None:
    add = NativeFunction("__add", string_library.METAMETHODS["__add"])
    assert STRING.call_native(add, b"a", 1) == (False, b"attempt to add a 'string' with a 'number'")
    assert STRING.call_native(add, b"1", b"a") == (False, b"attempt to add a 'string' with a 'string'")
    other = LuaTable(9)
    other.metatable = LuaTable(10)
    other.metatable.set(b"__add", b"handler")
    _, handed_over = STRING.call_native(add, b"1", other)
    assert isinstance(handed_over, Invoke)
    assert handed_over.arguments == [b"1", other]
