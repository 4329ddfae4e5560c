"""Objects over time: the same name at every moment, in replays and in other runs; where they were made, until when."""

import pytest

from debugger import objects
from debugger.evaluation import EvaluationError
from debugger.session import Session

PROGRAM = b"""
local kept = { name = "kept" }
local passing = { name = "passing" }
for i = 1, 50 do kept.count = i end
passing = nil
for i = 1, 200 do kept.count = i end
print(kept.count)
"""


def ended(history: int, spacing: int) -> Session:
    session = Session("demo.lua", source=PROGRAM, history=history)
    assert session.history.checkpoints is not None
    session.history.checkpoints.shortest = spacing
    session.set_breakpoint(7)
    session.continue_()
    return session


@pytest.mark.parametrize(("history", "spacing"), [(1 << 20, 1 << 40), (1024, 100)])
def test_names_and_lives(history: int, spacing: int) -> None:
    session = ended(history, spacing)
    session.seek(40)
    names = [objects.name_of(session.evaluate(name)[0]) for name in ("kept", "passing")]
    assert names == [objects.name_of(one) for one in (ended(1024, 77).evaluate("kept")[0],)] + names[1:]
    kept = session.query.life(names[0]).all()[0]
    assert (kept.name, kept.where.line, kept.is_alive, kept.last) == (names[0], 2, True, session.newest)
    passing = session.query.life(names[1]).all()[0]
    assert (passing.where.line, passing.is_alive) == (3, False)
    assert session.t == 40
    session.seek(passing.last)
    assert session.stop.line == 5
    assert session.evaluate("passing.name") == [b"passing"]
    assert objects.find(session.query.context, objects.identity_of(names[1]) or 0) is not None
    session.step_instruction()
    assert objects.find(session.query.context, objects.identity_of(names[1]) or 0) is None


def test_what_no_object_is_called() -> None:
    session = ended(1024, 100)
    assert session.query.life("table#123450000").all() == []
    for name in ("kept", "table#xyz", ""):
        with pytest.raises(EvaluationError, match="no name of an object"):
            session.query.life(name)
