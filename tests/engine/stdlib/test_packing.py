"""The formats of `string.pack`, `packsize` and `unpack` against PUC Lua."""

import math

from hypothesis import example, given
from hypothesis import strategies as st
from lupa import lua54

from engine.stdlib import packing
from engine.stdlib.packing import Layout, PackError, Reader
from engine.syntax.dialects import LUA_54

LUA = lua54.LuaRuntime(encoding=None)
CALL = LUA.eval("function(f, ...) return table.pack(pcall(string[f], ...)) end")
SIZE_LIMIT = LUA_54.size_limit

OPTIONS = st.sampled_from(
    [
        "b", "B", "h", "H", "l", "j", "J", "T", "f", "d", "n", "i", "I", "i3", "I16", "i16", "i17", "i0", "s", "s1",
        "z", "x", "X", "Xi4", "Xc1", "c", "c0", "c5", "!", "!2", "!3", "!16", " ", "<", ">", "=", "q", "\x00",
    ]
)
FORMATS = st.lists(OPTIONS, max_size=6).map(lambda options: "".join(options).encode())


def lua(name: str, *arguments: object) -> list[object]:
    packed = CALL(name.encode(), *arguments)
    return [packed[at] for at in range(2, packed[b"n"] + 1)]


def blame(name: str, error: PackError) -> bytes:
    if error.argument == 0:
        return error.message
    return b"bad argument #%d to 'string.%s' (%s)" % (error.argument, name.encode(), error.message)


@given(FORMATS)
@example(b"c2147483647")
@example(b"c214748364c214748364c214748364")
@example(b"c214748363 c214748363" * 6)
@example(b"!4 i3 Xi8")
@example(b"b!Xi8")
def test_packsize(text: bytes) -> None:
    try:
        found: object = packing.packed_size(text, SIZE_LIMIT)
    except PackError as error:
        found = blame("packsize", error)
    assert [found] == lua("packsize", text)


@given(FORMATS, st.binary(max_size=24) | st.binary(max_size=4).map(lambda data: data * 8), st.integers(0, 3))
@example(b"i16", b"\xff" * 16, 0)
@example(b"i16", b"\xff" * 8 + b"\0" * 8, 0)
@example(b"I16", b"\xff" * 8 + b"\0" * 8, 0)
@example(b"i9", b"\xff" * 8 + b"\0", 0)
@example(b"s", b"\xff" * 8, 0)
@example(b"z", b"", 0)
def test_unpack(text: bytes, data: bytes, skip: int) -> None:
    at = min(skip, len(data))
    reader = Reader(text, SIZE_LIMIT, data, at)
    try:
        found = [*reader.read_all(), reader.at + 1]
    except PackError as error:
        found = [blame("unpack", error)]
    assert repr(found) == repr(lua("unpack", text, data, at + 1))


ORDERS = st.sampled_from([b"<", b">"])


@given(
    ORDERS,
    st.sampled_from("bBhHlLjJT")
    | st.integers(1, 16).map(lambda size: f"i{size}")
    | st.integers(1, 16).map(lambda size: f"I{size}"),
    st.integers(-(2**63), 2**63 - 1) | st.integers(-300, 300),
)
def test_integers(order: bytes, option: str, value: int) -> None:
    layout = Layout(order + option.encode(), SIZE_LIMIT)
    layout.next(0)
    layout.next(0)
    try:
        found = packing.pack_integer(value, layout, 2)
    except PackError as error:
        found = blame("pack", error)
    assert [found] == lua("pack", order + option.encode(), value)


@given(ORDERS, st.sampled_from([b"f", b"d", b"n"]), st.floats() | st.sampled_from([1e300, -1e300, math.inf, -0.0]))
def test_floats(order: bytes, option: bytes, value: float) -> None:
    layout = Layout(order + option, SIZE_LIMIT)
    layout.next(0)
    layout.next(0)
    assert [packing.pack_float(value, layout)] == lua("pack", order + option, value)


def test_alignment_is_reported_before_the_option() -> None:
    layout = Layout(b"!bi", SIZE_LIMIT)
    paddings = []
    total = 0
    while layout.next(total):
        paddings.append((layout.kind, layout.padding, layout.size))
        total += layout.padding + layout.size
    assert paddings == [(packing.NOTHING, 0, 0), (packing.INT, 0, 1), (packing.INT, 3, 4)]
