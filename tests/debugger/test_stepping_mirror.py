"""Stepping over is the same in both directions: the moments where one stops are those where the other does."""

from pathlib import Path

import pytest

from debugger.session import Session
from debugger.stops import Reason

ROOT = Path(__file__).parents[2]
PROGRAMS = (
    "adventure", "bank", "json", "life", "lru", "matrix", "maze", "parser_expr", "scheduler", "strings",
    "bugs/lost_update", "bugs/nil_field", "bugs/shared_table",
)


@pytest.mark.parametrize("name", PROGRAMS)
def test_stepping_over(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    session = Session(f"fixtures/{name}.lua")
    depth = session.machine.current.depth
    forward = [0]
    while len(forward) < 100 and session.step_over().reason is Reason.STEP:
        assert session.machine.current.depth <= depth
        forward.append(session.t)
    session.seek(forward[-1])
    backward = [session.t]
    while session.t > 0:
        session.step_back()
        backward.append(session.t)
    assert backward[::-1] == forward
