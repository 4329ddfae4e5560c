"""A replay that does not do what the run did is noticed, and the first step that differs is named."""

import pytest

from debugger.session import Session
from engine.history.event_log import Divergence
from engine.runtime.call import Call
from engine.runtime.values import NativeFunction

PROGRAM = b"""
local total = 0
for i = 1, 3000 do
  total = total + i % 7
end
local luck = rogue()
for i = 1, 3000 do
  total = total + i % 5
end
if luck > BOUND then total = -total end
for i = 1, 3000 do
  total = total + i % 3
end
print(total)
"""


class Rogue:
    """A native that tells the time by itself, so to speak: no log knows of it."""

    def __init__(self) -> None:
        self.calls = 0

    def __call__(self, call: Call) -> object:
        self.calls += 1
        return self.calls


def planted(bound: int, in_ring: bool, program: bytes = PROGRAM) -> Session:
    session = Session("demo.lua", source=program.replace(b"BOUND", b"%d" % bound), history=1 << 17)
    session.keeps_every_step = in_ring
    session.machine.globals.set(b"rogue", NativeFunction("rogue", Rogue()))
    session.begin(session.motion_continue())
    while session.advance(500) is None:
        pass
    return session


@pytest.mark.parametrize("bound", [1, 100])
@pytest.mark.parametrize("in_ring", [True, False], ids=["ring", "replays"])
def test_a_planted_nondeterminism_is_reported_with_the_step(bound: int, in_ring: bool) -> None:
    """Also where the program does not go another way for it; with the run's steps at hand, and without."""
    session = planted(bound, in_ring)
    call = session.newest
    history = session.history
    with pytest.raises(Divergence) as caught:
        history.begin_replay(session.newest - 1, False)
    assert "demo.lua:6 (instruction" in str(caught.value)
    assert "CALL)" in str(caught.value)
    assert session.t == call
    session.seek(caught.value.t - 1)
    assert (session.stop.line, session.evaluate("luck")) == (6, [None])


EARLIER = b"""
local total = 0
local luck = rogue()
for i = 1, 1000 do
  total = total + i % 5
end
if luck > 1 then DO end
for i = 1, 3000 do
  total = total + i % 3
end
print(os.time())
"""


@pytest.mark.parametrize("does", [b"return", b"os.exit(0, true)", b"error('bad luck')", b"os.getenv('HOME')"])
@pytest.mark.parametrize("in_ring", [True, False], ids=["ring", "replays"])
def test_the_step_is_found_also_where_the_replay_fails(does: bytes, in_ring: bool) -> None:
    """Because it ends where the run did not, or asks the world for something else."""
    session = planted(0, in_ring, EARLIER.replace(b"DO", does))
    with pytest.raises(Divergence) as caught:
        session.history.begin_replay(session.newest - 1, False)
    assert "demo.lua:3 (instruction" in str(caught.value)
    assert (session.t, session.evaluate("1 + 1")) == (session.newest, [2])


def test_a_faithful_replay_is_not_accused() -> None:
    session = Session("demo.lua", source=PROGRAM.replace(b"rogue()", b"os.time()").replace(b"BOUND", b"1"))
    session.begin(session.motion_continue())
    while session.advance(500) is None:
        pass
    assert session.history.begin_replay(session.newest - 1, False) == session.newest


def test_a_nan_equals_itself_here() -> None:
    source = b"local nan = 0/0\nfor i = 1, 4000 do nan = nan + i end\nprint(nan)\n"
    session = Session("demo.lua", source=source)
    session.begin(session.motion_continue())
    while session.advance(500) is None:
        pass
    assert session.history.begin_replay(session.newest - 1, False) == session.newest
