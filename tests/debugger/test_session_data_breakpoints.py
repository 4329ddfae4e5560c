"""Data breakpoints: every write and every read stops, before it happens, in both directions; conditions, hit counts."""

import pytest

from debugger.data_breakpoints import Access, accesses
from debugger.hit_conditions import BadHitCondition
from debugger.session import Session
from debugger.stops import Reason, Stop
from tests.debugger.sessions import debugging, lines, moments, repeat, run_to

PROGRAM = """\
local t = { 10, 20, 30, x = 1 }
local function twice(n)
  local sum = n
  sum = sum + n
  return sum
end
for _, v in ipairs(t) do io.write(v) end
for k in pairs(t) do io.write(tostring(k)) end
io.write(table.concat(t, ","), rawget(t, 2), #t)
local heir = setmetatable({}, { __index = t })
io.write(heir.x, heir[2])
t.x = t.x + 1
t[2] = twice(t[2])
twice(1)
shared = 5
io.write(shared, t["x"])
"""

GAME = """\
local player = { hp = 10 }
local function hit(n)
  player.hp = player.hp - n
end
local other = { hp = 1 }
other.hp = 2
hit(1)
local count = 0
for i = 1, 3 do
  hit(i)
  count = count + 1
end
player.hp = 99
print(player.hp)
"""


def watching(text: str, access: Access, line: int = 7, source: str = PROGRAM, **more: str) -> Session:
    session = debugging(source)
    run_to(session, line)
    session.set_data_breakpoints([session.watch(session.place(text), access, **more)])
    return session


def forth_and_back(session: Session) -> list[Stop]:
    """The stops on the way to the end: the same, backward."""
    origin = session.t
    forward = repeat(session.continue_)
    backward = [stop for stop in repeat(session.reverse_continue)[:-1] if stop.t > origin]
    assert [(stop.t, stop.reason) for stop in backward[::-1]] == [(stop.t, stop.reason) for stop in forward[:-1]]
    return forward


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("t.x", [8, 11, 12, 16]),
        ("t[2]", [7, 8, 9, 9, 11, 13]),
        ("length of t", [9, 9]),
    ],
)
def test_fields_and_lengths(text: str, expected: list[int]) -> None:
    stops = forth_and_back(watching(text, Access.READ))
    assert lines(stops) == expected
    assert {stop.reason for stop in stops[:-1]} == {Reason.READ}


def test_a_captured_variable() -> None:
    source = "local n = 1\nlocal function get() return n end\nget()\nn = 2\nprint(n, get())\n"
    assert lines(forth_and_back(watching("n", Access.READ, 3, source))) == [2, 5, 2]


def test_a_captured_table_is_read_on_the_way_to_its_fields() -> None:
    source = "local t = {}\nlocal function set(v) t.v = v end\nset(1)\nprint(t.v)\n"
    assert lines(forth_and_back(watching("t", Access.READ, 3, source))) == [2, 4]


def test_a_global() -> None:
    assert lines(forth_and_back(watching("shared", Access.READ))) == [16]


def test_a_local_variable_is_that_of_its_function() -> None:
    session = watching("n", Access.READ, 3)
    stops = forth_and_back(session)
    assert lines(stops) == [4, 3, 4]  # the read of the first stop's own line is passed: it comes next there
    session = watching("sum", Access.READ_WRITE, 4)
    assert lines(forth_and_back(session)) == [5, 3, 4, 5]


def test_writes_to_the_register_of_a_local_by_others_do_not_stop() -> None:
    source = """\
local function f()
  local a = 1
  a = a + 1
  return a
end
local function g() local x, y, z = 7, 8, 9; x = 10; return x + y + z end
f()
g()
print(g())
"""
    session = watching("a", Access.WRITE, 3, source)
    assert lines(repeat(session.continue_)) == []
    assert lines(repeat(session.reverse_continue)) == [3, 2]


def test_what_the_next_instruction_reads_has_its_value_still() -> None:
    session = watching("t.x", Access.READ)
    values = []
    while session.continue_().reason is Reason.READ:
        values += session.evaluate("t.x")
        assert [one.access for one in session.data_breakpoints.here()] == [Access.READ]
    assert values == [1, 1, 1, 2]


def test_reads_and_writes() -> None:
    stops = forth_and_back(watching("t.x", Access.READ_WRITE))
    assert [(stop.line, stop.reason) for stop in stops[:-1]] == [
        (8, Reason.READ), (11, Reason.READ), (12, Reason.READ), (12, Reason.WRITE), (16, Reason.READ)
    ]  # fmt: skip


def test_with_a_breakpoint_at_the_same_moment() -> None:
    source = "local t = { n = 1 }\nlocal v = 0\nv = t.n\nlocal w = t.n\nprint(v, w)\n"
    session = watching("t.n", Access.READ, 2, source)
    session.set_breakpoint(3)
    stops = forth_and_back(session)
    assert [(stop.line, stop.reason) for stop in stops[:-1]] == [(3, Reason.BREAKPOINT), (4, Reason.READ)]


LOOP = "local t = { n = 0 }\nfor i = 1, 12 do\n  t.n = t.n + i\nend\nprint(t.n)\n"


@pytest.mark.parametrize("access", list(Access))
def test_conditions(access: Access) -> None:
    stops = forth_and_back(watching("t.n", access, 2, LOOP, condition="i and i % 5 == 0"))
    assert lines(stops) == ([3] * 4 if access is Access.READ_WRITE else [3] * 2)


@pytest.mark.parametrize(
    ("access", "hit_condition", "expected"),
    [
        (Access.WRITE, "%4", [4, 8, 12]),
        (Access.READ, "%4", [4, 8, 12]),
        (Access.READ, ">11", [12, None]),
        (Access.READ_WRITE, "=3", [1]),
        (Access.READ_WRITE, "20", [10]),
    ],
)
@pytest.mark.parametrize("history", [1 << 20, 1024], ids=["ring", "replay"])
def test_hit_counts(access: Access, hit_condition: str, expected: list[int | None], history: int) -> None:
    session = debugging(LOOP, history=history)
    run_to(session, 2)
    session.set_data_breakpoints([session.watch(session.place("t.n"), access, hit_condition=hit_condition)])
    found = []
    for stop in forth_and_back(session)[:-1]:
        session.seek(stop.t)
        found += session.evaluate("i")
    if access is not Access.READ:  # the table's constructor writes, too: that is before the first stop
        expected = [one if one is None else one - (access is Access.WRITE) for one in expected]
    assert found == expected


@pytest.mark.parametrize(
    ("access", "reasons"), [(Access.READ_WRITE, [Reason.READ, Reason.WRITE]), (Access.WRITE, [Reason.WRITE])]
)
def test_where_only_a_replay_reaches(access: Access, reasons: list[Reason]) -> None:
    source = "local t = { n = 0 }\nfor i = 1, 30000 do\n  if i % 10000 == 0 then\n    t.n = t.n + i\n  end\nend\n"
    session = debugging(source, history=1000)
    run_to(session, 2)
    session.set_data_breakpoints([session.watch(session.place("t.n"), access)])
    stops = forth_and_back(session)
    assert [(stop.line, stop.reason) for stop in stops[:-1]] == [(4, reason) for reason in reasons] * 3
    assert moments(repeat(session.continue_))[-3 * len(reasons) :] == moments(stops)


@pytest.mark.parametrize("access", list(Access))
def test_hits_are_counted_in_a_long_run(access: Access) -> None:
    source = "local t = { n = 0 }\nfor i = 1, 200000 do\n  if i % 10000 == 0 then t.n = t.n + i end\nend\nprint(1)\n"
    session = watching("t.n", access, 5, source, hit_condition="21")
    stop = session.reverse_continue()
    assert (stop.reason is Reason.OLDEST) == (access is Access.READ)
    assert session.evaluate("i") == [{Access.WRITE: 200_000, Access.READ: None, Access.READ_WRITE: 100_000}[access]]


def test_from_before_the_object_is_made() -> None:
    source = "local n = 1\ndo\n  local t = { v = n }\n  t.v = 2\n  n = t.v\nend\nprint(n)\n"
    session = watching("t.v", Access.READ_WRITE, 4, source)
    session.seek(0)
    stops = repeat(session.continue_)
    assert [(stop.line, stop.reason) for stop in stops[:-1]] == [
        (3, Reason.WRITE), (4, Reason.WRITE), (5, Reason.READ)
    ]  # fmt: skip
    assert moments(repeat(session.reverse_continue)) == moments(stops)[::-1]


def test_in_code_that_is_loaded_on_the_way() -> None:
    source = "local t = { n = 1 }\nshown = t\nload('local a = shown.n return a')()\nprint(t.n)\n"
    stops = forth_and_back(watching("t.n", Access.READ, 2, source))
    assert [stop.source for stop in stops[:-1]] == ["local a = shown.n return a", "demo.lua"]


@pytest.mark.parametrize("budget", [1, 7, 50])
@pytest.mark.parametrize(
    ("text", "access", "line", "source", "expected"),
    [
        ("t.x", Access.READ_WRITE, 7, PROGRAM, [8, 11, 12, 12, 16]),
        ("player.hp", Access.WRITE, 5, GAME, [3, 3, 3, 3, 13]),
    ],
)
def test_in_slices_of_any_size(
    text: str, access: Access, line: int, source: str, expected: list[int], budget: int
) -> None:
    def moved(session: Session, forward: bool) -> Stop:
        session.begin(session.motion_continue(forward=forward))
        while (stop := session.advance(budget)) is None:
            pass
        return stop

    session = watching(text, access, line, source)
    forward = repeat(lambda: moved(session, True))
    assert lines(forward) == expected
    assert moments(repeat(lambda: moved(session, False)))[:5] == moments(forward)[::-1]


def test_a_movement_that_is_given_up_leaves_no_traps() -> None:
    session = watching("t.x", Access.READ)
    for forward in (True, False):
        motion = session.motion_continue(forward=forward)
        session.begin(motion)
        session.advance(1)
        session.pause()
        session.advance(1)
        assert session.breakpoints.blocks() == 0


def test_what_cannot_be_asked_for() -> None:
    session = debugging(PROGRAM)
    run_to(session, 7)
    assert accesses(session.place("metatable of t")) == [Access.WRITE]
    with pytest.raises(BadHitCondition):
        session.watch(session.place("t.x"), hit_condition="often")


def test_every_write_forward_and_backward() -> None:
    session = watching("player.hp", Access.WRITE, 5, GAME)
    forward = repeat(session.continue_)
    assert lines(forward) == [3, 3, 3, 3, 13]
    assert [stop.reason for stop in forward[:-1]] == [Reason.WRITE] * 5
    backward = repeat(session.reverse_continue)
    assert moments(backward)[:5] == moments(forward)[::-1]


def test_the_value_is_still_the_old_one() -> None:
    session = watching("player.hp", Access.WRITE, 5, GAME)
    values = []
    while session.continue_().reason is Reason.WRITE:
        values += session.evaluate("player.hp")
    assert values == [10, 9, 8, 6, 3]


def test_writes_with_a_breakpoint_on_the_way() -> None:
    session = watching("player.hp", Access.WRITE, 5, GAME)
    session.set_breakpoint(11)
    forward = repeat(session.continue_)
    assert lines(forward) == [3, 3, 11, 3, 11, 3, 11, 13]
    backward = repeat(session.reverse_continue)
    assert moments(backward)[:8] == moments(forward)[::-1]


def test_several_places() -> None:
    session = watching("player.hp", Access.WRITE, 9, GAME)
    session.set_data_breakpoints([session.watch(session.place(name)) for name in ("count", "player.hp")])
    forward = repeat(session.continue_)
    assert lines(forward) == [3, 11, 3, 11, 3, 11, 13]
    assert moments(repeat(session.reverse_continue))[:7] == moments(forward)[::-1]


def test_none_left_is_an_ordinary_continue() -> None:
    session = watching("player.hp", Access.WRITE, 5, GAME)
    session.set_data_breakpoints([])
    assert session.continue_().reason is Reason.FINISHED
