"""Reverse and forward data breakpoints: every write is found, in both directions, in the ring and beyond it."""

import pytest

from debugger.evaluation import EvaluationError
from debugger.session import Session
from debugger.stops import Reason
from engine.runtime.table import LuaTable

PROGRAM = b"""
local player = { hp = 10, items = {} }
local meta = { __index = { name = "nobody" } }
local function hurt(n) player.hp = player.hp - n end
local total, plain = 0, 0
local co = coroutine.wrap(function() while true do total = total + 1 coroutine.yield() end end)
for i = 1, 300 do
  plain = i % 3
  if i % 100 == 0 then hurt(1) setmetatable(player, meta) end
  if i % 50 == 0 then co() end
  player.items[i % 10 + 1] = i
  rawset(player, 'last', i)
  if i % 40 == 0 then table.insert(player.items, 1, i) table.sort(player.items) end
end
global = total
print(player.hp)
"""
PLACES = [
    "player.hp", "player.items[3]", "player.last", "total", "plain", "global", "metatable of player",
    "length of player.items",
]  # fmt: skip


def at_the_end(history: int, spacing: int) -> Session:
    session = Session("demo.lua", source=PROGRAM, history=history)
    session.keeps_every_step = True
    assert session.history.checkpoints is not None
    session.history.checkpoints.shortest = spacing
    session.set_breakpoint(16)
    assert session.continue_().reason is Reason.BREAKPOINT
    return session


def writes_backward(session: Session, text: str) -> list[int]:
    """The moments before each write, the last one first, and that of the creation or beginning."""
    place = session.place(text)
    found: list[int] = []
    while True:
        stop = session.finish(session.motion_last_write(place))
        if stop.reason is not Reason.WRITE:
            return found
        found.append(stop.t)


def writes_forward(session: Session, text: str, start: int) -> list[int]:
    """The moments before each write from `start` on."""
    place = session.place(text)
    end = session.t
    session.seek(start)
    found: list[int] = []
    while True:
        stop = session.finish(session.motion_next_write(place))
        if stop.reason is not Reason.WRITE or stop.t >= end:
            return found
        found.append(stop.t)


@pytest.mark.parametrize("text", PLACES)
def test_both_directions_find_the_same_writes_in_the_ring_and_beyond(text: str) -> None:
    whole = at_the_end(1 << 20, 1 << 20)
    expected = writes_backward(whole, text)
    assert expected
    session = at_the_end(1024, 700)
    assert writes_backward(session, text) == expected
    session.seek(session.newest)
    # A cell or table of this name does not exist before: look from after its first write on.
    first = min(expected) + 1
    assert writes_forward(session, text, first) == sorted(expected)[1:]


def test_each_change_of_a_field_is_a_write_that_was_found() -> None:
    session = at_the_end(1 << 20, 1 << 20)
    found = set(writes_backward(session, "player.hp"))
    session.seek(session.newest)
    table = session.place("player.hp").subject
    changes: set[int] = set()
    session.seek(min(found) + 1)
    assert isinstance(table, LuaTable)  # the same object all along: the ring makes none anew
    before = table.get(b"hp")
    while session.t < session.newest:
        t = session.t
        session.history.step_forward()
        if table.get(b"hp") != before:
            before = table.get(b"hp")
            changes.add(t)
    assert changes
    assert changes <= found


def test_the_line_that_writes() -> None:
    session = at_the_end(1024, 700)
    assert session.last_write("player.hp").line == 4
    assert session.evaluate("player.hp, n") == [8, 1]
    session.seek(session.newest)
    assert session.last_write("global").line == 15
    assert session.last_write("global").reason is Reason.OLDEST


def test_the_creation_of_a_table() -> None:
    session = at_the_end(1024, 700)
    place = session.place("player.never")
    stop = session.finish(session.motion_last_write(place))
    assert (stop.reason, stop.line) == (Reason.CREATED, 2)


@pytest.mark.parametrize("text", ["", "1 + 1", "player.hp, 1", "nothing.field", "player[nil]", "player.", "print()"])
def test_what_is_no_place_is_refused(text: str) -> None:
    session = at_the_end(1024, 700)
    with pytest.raises(EvaluationError):
        session.last_write(text)


def test_the_next_write_to_an_object_that_is_garbage_in_the_end() -> None:
    program = b"""local player = {hp = 10}
local function hit(by)
player.hp = player.hp - by
end
hit(3)
hit(4)
print(player.hp)
"""
    session = Session("demo.lua", source=program)
    session.continue_()
    session.seek(9)
    stop = session.next_write("player.hp")
    assert (stop.reason, stop.line, stop.t) == (Reason.WRITE, 3, 16)


def test_the_result_of_a_library_function_is_a_write() -> None:
    session = Session("demo.lua", source=b"local s = 'x'\ns = string.upper(s)\nprint(s)\n")
    session.set_breakpoint(3)
    session.continue_()
    stop = session.last_write("s")
    assert (stop.reason, stop.line) == (Reason.WRITE, 2)
    assert session.evaluate("s") == [b"x"]


LOCALS = {
    "after another in its register": (
        "local function f(x)\n do local a = x + 1; print(a) end\n do\n"
        "  local b = x * 2\n  b = b + 1\n  print(b)\n end\nend\nf(3)\n",
        ("b", 6, [(4, "nil", "6"), (5, "6", "7")]),
    ),
    "a parameter": (
        "local function f(x)\n x = x + 1\n print(x)\nend\nf(3)\n",
        ("x", 3, [(5, "nil", "3"), (2, "3", "4")]),
    ),
    "at the beginning": ("local n = 0\nn = n + 1\nprint(n)\n", ("n", 3, [(1, "nil", "0"), (2, "0", "1")])),
    "of a numeric loop": (
        "for i = 1, 3 do\n  if i == 3 then\n    print(i)\n  end\nend\n",
        ("i", 3, [(1, "nil", "1"), (1, "1", "2"), (1, "2", "3")]),
    ),
    "of a generic loop": (
        "for k, v in pairs({5, 6}) do\n  if k == 2 then\n    print(v)\n  end\nend\n",
        ("v", 3, [(1, "nil", "5"), (1, "5", "6")]),
    ),
    "new in each round": (
        "for i = 1, 2 do\n  local x = i * 2\n  x = x + 1\n  if i == 2 then\n    print(x)\n  end\nend\n",
        ("x", 5, [(2, "nil", "2"), (3, "2", "3"), (2, "nil", "4"), (3, "4", "5")]),
    ),
    "one of several results": (
        "local a, b = (function() return 4, 5 end)()\nb = a + b\nprint(b)\n",
        ("b", 3, [(1, "nil", "5"), (2, "5", "9")]),
    ),
}


@pytest.mark.parametrize("name", LOCALS)
def test_the_history_of_a_local_is_that_of_the_variable_not_of_its_register(name: str) -> None:
    source, (variable, line, expected) = LOCALS[name]
    session = Session("demo.lua", source=source.encode())
    session.set_breakpoint(line)
    session.continue_()
    found = session.query.writes(session.place(variable)).all()
    assert [(one.where.line, str(one.old), str(one.new)) for one in found] == expected
