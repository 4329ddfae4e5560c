"""Differences between two moments of a run."""

import pytest

from debugger.session import Session
from engine.history.timeline import OutOfHistory

PROGRAM = b"""
local shop = { shelves = { candle = { price = 5 } }, sales = {} }
local function sell(name, n)
  local shelf = shop.shelves[name]
  shelf.count = (shelf.count or 0) - n
  table.insert(shop.sales, n)
  return shelf.count
end
local before = 1
for i = 1, 40 do sell("candle", i) end
shop.shelves.soap = { price = 2 }
setmetatable(shop.sales, { __mode = "k" })
local after = sell("soap", 3)
print(after)
"""


@pytest.fixture(params=[(1 << 20, 1 << 40), (1024, 100)], ids=["ring", "epochs"])
def session(request: pytest.FixtureRequest) -> Session:
    history, spacing = request.param
    session = Session("demo.lua", source=PROGRAM, history=history)
    session.keeps_every_step = True
    assert session.history.checkpoints is not None
    session.history.checkpoints.shortest = spacing
    session.continue_()
    return session


def moment_of_line(session: Session, line: int) -> int:
    return session.query.lines(line).all()[0].t


def test_tables_variables_and_frames(session: Session) -> None:
    first, second = moment_of_line(session, 11), moment_of_line(session, 14)
    origin = session.t
    found = {(one.kind, one.name): (str(one.old), str(one.new)) for one in session.diff(first, second)}
    assert session.t == origin
    assert found["field", "shop.shelves.soap"][0] == "None"
    assert found["field", "shop.sales[41]"] == ("None", "3")
    assert found["table", "shop.shelves.soap"] == ("None", "2 fields")
    assert ("field", "shop.sales.(metatable)") in found
    assert ("field", "shop.shelves.candle.count") not in found
    assert found["variable", "after"] == ("None", "-3")
    backward = {(one.kind, one.name): (str(one.old), str(one.new)) for one in session.diff(second, first)}
    assert backward == {key: (new, old) for key, (old, new) in found.items()}
    assert session.diff(first, first) == []


def test_inside_of_a_call(session: Session) -> None:
    call = session.query.calls("sell").all()[4]
    found = session.diff(call.t, call.end - 1)
    names = {one.name: (str(one.old), str(one.new)) for one in found if one.kind == "field"}
    assert names["shelf.count"] == ("-10", "-15")
    assert any(one.kind == "variable" and one.name == "shelf" for one in found)
    entered = session.diff(call.t - 1, call.t)
    assert [one.kind for one in entered if one.kind == "frame"] == ["frame"]


def test_moments_that_were_not(session: Session) -> None:
    with pytest.raises(OutOfHistory):
        session.diff(0, session.newest + 1)
