"""The native part of the table library against PUC Lua; the tables are plain ones."""

from typing import cast

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from native_driver import LUA, Natives, items_of, puc, shown, table_of

from engine.runtime.polling import Poller
from engine.runtime.table import LuaTable
from engine.runtime.values import Invoke
from engine.stdlib import table_library, table_sorting
from engine.stdlib.catalogue import has_function
from engine.syntax.dialects import LUA_54

TABLE = Natives("table", table_library.FUNCTIONS)
for prelude_name in table_library.FUNCTIONS:
    TABLE.machine.prelude[b"table." + prelude_name.encode()] = prelude_name

# Runs a list of calls on one table, and gives the outcomes and what the table then holds.
SCRIPT = LUA.eval(
    """function(size, calls)
    local list, outcomes = {}, {}
    for i = 1, size do list[i] = i * 10 end
    for i = 1, #calls do
        local c = calls[i]
        outcomes[i] = table.pack(pcall(table[c.name], list, table.unpack(c, 1, c.n)))
    end
    return list, outcomes
end"""
)

POSITIONS = st.integers(-1, 45)
CALLS = st.one_of(
    st.tuples(st.just("insert"), st.just("value")),
    st.tuples(st.just("insert"), POSITIONS, st.just("value")),
    st.tuples(st.just("remove")),
    st.tuples(st.just("remove"), POSITIONS),
    st.tuples(st.just("move"), POSITIONS, POSITIONS, POSITIONS),
    st.tuples(st.just("unpack")),
    st.tuples(st.just("unpack"), POSITIONS, POSITIONS),
    st.tuples(st.just("concat"), st.just("-"), POSITIONS, POSITIONS),
)


def encoded(call: tuple[object, ...]) -> list[object]:
    return [value.encode() if isinstance(value, str) else value for value in call]


@given(st.sampled_from([0, 1, 3, 20, 40]), st.lists(CALLS, max_size=4))
@example(40, [("insert", 2, "value"), ("remove", 2), ("remove", 1), ("insert", 1, "value")])
@example(40, [("move", 1, 30, 5)])
@example(40, [("move", 5, 40, 1)])
@example(0, [("remove",), ("remove", 0), ("remove", 1)])
def test_sequences_of_calls(size: int, calls: list[tuple[object, ...]]) -> None:
    their_calls = [
        LUA.table_from({**dict(enumerate(encoded(call)[1:], 1)), b"name": encoded(call)[0], b"n": len(call) - 1})
        for call in calls
    ]
    list_, outcomes = SCRIPT(size, LUA.table_from(their_calls))
    table = table_of([at * 10 for at in range(1, size + 1)])
    for at, call in enumerate(calls, 1):
        name, *arguments = encoded(call)
        assert isinstance(name, bytes)
        found = TABLE.call(name.decode(), table, *arguments)
        packed = outcomes[at]
        if name != b"move" or not found[0]:
            assert shown(found) == shown(tuple(packed[i] for i in range(1, packed[b"n"] + 1)))
    assert dict(items_of(table)) == dict(list_.items())


def test_append_takes_over_what_follows_in_the_hash_part() -> None:
    table = LuaTable(9)
    for key, value in ((1, 10), (3, 30), (5, 50)):
        table.set(key, value)
    TABLE.call("insert", table, 20)
    assert table.array == [10, 20, 30]
    TABLE.call("insert", table, 1, 0)
    assert dict(items_of(table)) == {1: 0, 2: 10, 3: 20, 4: 30, 5: 50}
    assert table.length() == 5


@pytest.mark.parametrize(
    "name", sorted(name for name in table_library.FUNCTIONS if has_function(LUA_54, "table", name))
)
@pytest.mark.parametrize(
    "arguments",
    [(), (1,), (1, 2, 3, 4), ([],), ([], b"x"), ([], 1, 2, 3), ([], 1.5, 2), ([1], 2), ([1], b"1"), ([1, 2, 3], 5)],
)
def test_arguments(name: str, arguments: tuple[object, ...]) -> None:
    if name == "unpack" and arguments in ((), (1,), (1, 2, 3, 4)):
        assert isinstance(TABLE.call(name, *arguments)[1], Invoke)  # what has no length is not known here
        return
    TABLE.same(name, *arguments)


@pytest.mark.parametrize(
    "call",
    [
        ("unpack", [], 1, 10**7),
        ("unpack", [], 1, 10**6),
        ("unpack", [], -(2**63), 2**63 - 1),
        ("unpack", [], 2**63 - 2, 2**63 - 1),
        ("unpack", [1, 2], 1, 2**63 - 1),
        ("move", [1, 2, 3], 1, 2**63 - 1, 2),
        ("move", [], -1, 2**63 - 1, 2),
        ("move", [], 1, 2, 2**63 - 1),
        ("move", [], 2**63 - 1, 2**63 - 1, 2**63 - 1),
        ("concat", [1, 2.0, b"x", -3], b", "),
        ("concat", [1, 2, True]),
        ("concat", [1, []]),
        ("concat", [1, 2], b",", 1, 3),
        ("concat", [], b",", 2**63 - 1, 2**63 - 1),
        ("concat", [], 5),
        ("pack", 1, None, 3, None),
        ("pack", None),
        ("sort", [], 5),
        ("sort", [1], 5),
        ("sort", [2, 1], 5),
    ],
)
def test_limits(call: tuple[object, ...]) -> None:
    name = call[0]
    assert isinstance(name, str)
    TABLE.same(name, *call[1:])


def test_concat_up_to_the_last_integer() -> None:
    table = LuaTable(9)
    table.set(2**63 - 1, b"end")
    assert TABLE.call("concat", table, b"-", 2**63 - 1, 2**63 - 1) == (True, b"end")


def test_move_to_another_table() -> None:
    source = table_of(list(range(100)))
    destination = table_of([b"a", b"b"])
    assert TABLE.call("move", source, 1, 100, 2, destination) == (True, destination)
    assert destination.array == [b"a", *range(100)]
    destination.set(b"key", 1)
    TABLE.call("move", source, 1, 50, 80, destination)
    assert destination.array[79:] == list(range(50))
    assert destination.get(b"key") == 1


def test_metamethods_are_left_to_lua() -> None:
    table = table_of([3, 1, 2])
    table.metatable = LuaTable(8)
    assert TABLE.call("remove", table) == (True, 2)
    table.metatable.set(b"__index", LuaTable(7))
    for name, arguments in (
        ("insert", [1]),
        ("insert", [1, 2]),
        ("remove", []),
        ("concat", []),
        ("unpack", []),
        ("move", [1, 2, 3]),
        ("sort", []),
    ):
        invoke = TABLE.call(name, table, *arguments)[1]
        assert isinstance(invoke, Invoke)
        assert invoke.function == name


SORTABLE = (
    st.lists(st.integers(-5, 5))
    | st.lists(st.floats(allow_nan=False))
    | st.lists(st.integers(-(2**63), 2**63 - 1) | st.floats(allow_nan=False))
    | st.lists(st.binary(max_size=3))
)


@given(SORTABLE.filter(lambda values: len(values) > 1))
@example([2**53, 2.0**53 + 2, 2**53 + 1])
def test_sort_without_an_order(values: list[object]) -> None:
    table = table_of(values)
    outcome = TABLE.call("sort", table)
    if len(outcome) > 1:
        assert any(isinstance(value, float) for value in values)  # only floats may need the algorithm itself
        return
    sort = LUA.eval("function(list) table.sort(list) return list end")
    assert shown((table,)) == shown((sort(LUA.table_from(values)),))


def test_many_elements_are_sorted_by_pieces() -> None:
    values: list[object] = [at * 7919 % 100_003 / 2 for at in range(120_000)]
    expected = sorted(cast("list[float]", values))
    assert table_sorting.sort_plain(values, Poller())
    assert values == expected


@pytest.mark.parametrize(
    "values", [[1, b"a"], [b"a", 1], [1, 1.0], [0.0, -0.0], [1.0, float("nan")], [True, False], [None, 1], [[], []]]
)
def test_what_does_not_order_totally_is_left_to_the_algorithm(values: list[object]) -> None:
    assert not table_sorting.sort_plain(values, Poller())


def test_only_tables_can_be_unpacked_by_the_native() -> None:
    assert puc("table", "unpack", b"ab") == (True, None, None)
    assert isinstance(TABLE.call("unpack", b"ab")[1], Invoke)
