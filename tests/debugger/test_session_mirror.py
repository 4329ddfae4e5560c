"""Going backward stops at the moments where going forward does; at the start only the entry is a stop of its own."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from debugger.stops import Reason
from engine.history.state import state_hash
from tests.debugger.sessions import debugging, lines, moments, repeat
from tests.generated.programs import programs

ROOT = Path(__file__).parents[2]
PROGRAMS = (
    "adventure", "bank", "json", "life", "lru", "matrix", "maze", "parser_expr", "scheduler", "strings",
    "bugs/lost_update", "bugs/nil_field", "bugs/shared_table",
)  # fmt: skip
STEPS = 400

generated = settings(
    max_examples=30, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much], deadline=None
)


def of_sample(name: str) -> str:
    return (ROOT / "fixtures" / f"{name}.lua").read_text()


def check_step_in(source: str, most: int) -> None:
    session = debugging(source)
    forward = [0]
    while len(forward) < most and session.step_in().reason is Reason.STEP:
        forward.append(session.t)
    session.seek(forward[-1] + 1)
    backward = []
    while len(backward) < len(forward) and session.step_back_in().reason is Reason.STEP:
        backward.append(session.t)
    assert backward[::-1] == forward
    assert session.step_back_in().reason is Reason.OLDEST


def check_step_over(source: str, most: int) -> None:
    session = debugging(source)
    depth = session.machine.current.depth
    forward = [0]
    while len(forward) < most and session.step_over().reason is Reason.STEP:
        assert session.machine.current is session.machine.main
        assert session.machine.current.depth == depth
        forward.append(session.t)
    session.seek(forward[-1])
    backward = [forward[-1]]
    while len(backward) < len(forward) and session.step_back().reason is Reason.STEP:
        backward.append(session.t)
    assert backward[::-1] == forward
    assert session.step_back().reason is Reason.OLDEST


def check_breakpoints(source: str, where: list[int]) -> None:
    """Forward (live, then once more in the past) and backward stop at the same moments, on those lines."""
    session = debugging(source)
    for line in where:
        session.set_breakpoint(line)
    forward = repeat(session.continue_)
    end = session.t
    state = state_hash(session.machine)
    output = session.output()
    known = {one.line for one in session.breakpoints.all()}
    assert set(lines(forward)) <= known
    backward = repeat(session.reverse_continue)
    assert [t for t in moments(backward)[::-1] if t > 0] == moments(forward)
    assert session.t == 0
    again = repeat(session.continue_)
    assert [(one.reason, one.t, one.line) for one in again] == [(one.reason, one.t, one.line) for one in forward]
    assert session.t == end
    assert state_hash(session.machine) == state
    assert session.output() == output


@pytest.mark.parametrize("name", PROGRAMS)
def test_steps_in_samples(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    check_step_in(of_sample(name), STEPS)
    check_step_over(of_sample(name), STEPS)


@generated
@given(programs())
def test_step_in(source: str) -> None:
    check_step_in(source, STEPS)


@generated
@given(programs())
def test_step_over(source: str) -> None:
    check_step_over(source, STEPS)


@generated
@given(programs(), st.data())
def test_continue(source: str, data: st.DataObject) -> None:
    last = source.count("\n")
    where = data.draw(st.lists(st.integers(min_value=1, max_value=last), min_size=1, max_size=4, unique=True))
    check_breakpoints(source, where)
