"""Data breakpoints: every write stops, with the value still as it was, in both directions, with other breakpoints."""

import pytest

from debugger.session import Session
from debugger.stops import Reason, Stop
from tests.debugger.sessions import debugging, lines, moments, repeat, run_to

PROGRAM = """\
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


def watching(text: str, line: int, source: str = PROGRAM) -> Session:
    session = debugging(source)
    run_to(session, line)
    session.set_data_breakpoints([session.watch(session.place(text))])
    return session


def test_a_field_forward_and_backward() -> None:
    session = watching("player.hp", 5)
    forward = repeat(session.continue_)
    assert lines(forward) == [3, 3, 3, 3, 13]
    assert [stop.reason for stop in forward[:-1]] == [Reason.WRITE] * 5
    backward = repeat(session.reverse_continue)
    assert moments(backward)[:5] == moments(forward)[::-1]


def test_the_value_is_still_the_old_one() -> None:
    session = watching("player.hp", 5)
    values = []
    while session.continue_().reason is Reason.WRITE:
        values += session.evaluate("player.hp")
    assert values == [10, 9, 8, 6, 3]


def test_with_a_breakpoint_on_the_way() -> None:
    session = watching("player.hp", 5)
    session.set_breakpoint(11)
    forward = repeat(session.continue_)
    assert lines(forward) == [3, 3, 11, 3, 11, 3, 11, 13]
    backward = repeat(session.reverse_continue)
    assert moments(backward)[:8] == moments(forward)[::-1]


def test_several_places() -> None:
    session = watching("player.hp", 9)
    session.set_data_breakpoints([session.watch(session.place(name)) for name in ("count", "player.hp")])
    forward = repeat(session.continue_)
    assert lines(forward) == [3, 11, 3, 11, 3, 11, 13]
    assert moments(repeat(session.reverse_continue))[:7] == moments(forward)[::-1]


def test_none_left_is_an_ordinary_continue() -> None:
    session = watching("player.hp", 5)
    session.set_data_breakpoints([])
    assert session.continue_().reason is Reason.FINISHED


@pytest.mark.parametrize("budget", [1, 7, 50])
def test_in_slices_of_any_size(budget: int) -> None:
    def moved(session: Session, forward: bool) -> Stop:
        session.begin(session.motion_continue(forward=forward))
        while (stop := session.advance(budget)) is None:
            pass
        return stop

    session = watching("player.hp", 5)
    forward = repeat(lambda: moved(session, True))
    assert lines(forward) == [3, 3, 3, 3, 13]
    assert moments(repeat(lambda: moved(session, False)))[:5] == moments(forward)[::-1]


def test_where_only_a_replay_reaches() -> None:
    source = "local t = { n = 0 }\nfor i = 1, 30000 do\n  if i % 10000 == 0 then\n    t.n = i\n  end\nend\nprint(t.n)\n"
    session = debugging(source, history=1000)
    run_to(session, 2)
    session.set_data_breakpoints([session.watch(session.place("t.n"))])
    forward = repeat(session.continue_)
    assert lines(forward) == [4, 4, 4]
    backward = repeat(session.reverse_continue)
    assert moments(backward)[:3] == moments(forward)[::-1]
    assert moments(repeat(session.continue_))[-3:] == moments(forward)
