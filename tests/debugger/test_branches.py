"""Branches: what is changed in the past makes another run, and every branch stays what it was."""

import pytest

from debugger.branches import NoBranch
from debugger.evaluation import EvaluationError
from debugger.session import CannotChange, Session
from debugger.stops import Reason
from engine.history.state import state_hash
from tests.debugger.sessions import debugging

PROGRAM = """
local hp, list = 10, {}
for i = 1, 6 do
  hp = hp - i
  list[#list + 1] = hp
  if hp < 0 then print("dead at", i) break end
end
print("end", hp, #list, list[1])
"""


@pytest.fixture(params=[(1 << 20, 1 << 40), (1024, 12)], ids=["ring", "epochs"])
def session(request: pytest.FixtureRequest) -> Session:
    history, spacing = request.param
    session = debugging(PROGRAM, history=history)
    assert session.history.checkpoints is not None
    session.history.checkpoints.shortest = spacing
    session.continue_()
    return session


def every_state(session: Session) -> list[str]:
    found = []
    for t in range(session.oldest, session.newest + 1):
        session.seek(t)
        found.append(state_hash(session.machine))
    return found


def at_second_round(session: Session) -> int:
    session.set_breakpoint(5)
    session.seek(0)
    session.continue_()
    stop = session.continue_()
    session.clear_breakpoint(5)
    return stop.t


def test_a_variable_set_in_the_past_makes_a_branch_and_leaves_the_other_as_it_was(session: Session) -> None:
    before, output, newest = every_state(session), session.output(), session.newest
    fork = at_second_round(session)
    assert session.evaluate("hp, i") == [7, 2]
    session.set_variable("hp", "100")
    assert session.evaluate("hp, i, #list") == [100, 2, 1]
    assert [branch.name for branch in session.branches.all()] == ["main", "branch 1"]
    session.continue_()
    assert session.output()[-1][1] == b"end\t82\t6\t9\n"
    after = every_state(session)
    assert after[: fork + 1] == before[: fork + 1]
    session.switch_branch("main")
    assert (session.newest, session.output()) == (newest, output)
    assert every_state(session) == before
    session.switch_branch("branch 1")
    assert every_state(session) == after


def test_branches_of_branches(session: Session) -> None:
    states = [every_state(session)]
    for number in range(1, 5):
        at_second_round(session)
        session.set_variable("hp", str(20 * number))
        session.continue_()
        states.append(every_state(session))
    session.seek(3)
    assert session.branch().parent == 4
    session.continue_()
    states.append(every_state(session))
    assert states[5] == states[0]
    for number in (0, 3, 1, 5, 2, 4, 0, 2):
        session.switch_branch(str(number))
        assert every_state(session) == states[number]


def test_the_change_is_a_write_that_is_found_and_can_be_stepped_over(session: Session) -> None:
    fork = at_second_round(session)
    session.set_variable("hp", "100")
    session.continue_()
    session.seek(fork + 1)
    stop = session.last_write("hp")
    assert (stop.reason, stop.t) == (Reason.WRITE, fork)
    writes = session.query.writes(session.place("hp")).all()
    assert ("7", "100") in [(str(one.old), str(one.new)) for one in writes]
    session.seek(fork + 1)
    session.step_back_instruction()
    assert session.evaluate("hp") == [7]
    session.step_instruction()
    assert session.evaluate("hp") == [100]


def test_fields_tables_and_the_newest_moment(session: Session) -> None:
    at_second_round(session)
    session.set_variable("list[1]", "{ deep = { 5 } }")
    assert session.evaluate("list[1].deep[1]") == [5]
    session.set_variable("extra", "'global'")
    assert session.evaluate("extra") == [b"global"]
    assert len(session.branches.all()) == 2
    session.seek(session.newest - 1)
    assert session.evaluate("extra") == [None]


def test_what_two_branches_differ_in(session: Session) -> None:
    at_second_round(session)
    session.set_variable("extra", "{ 7 }")
    session.continue_()
    session.seek(9)
    found = {(one.kind, one.name): (str(one.old), str(one.new)) for one in session.compare_branches("main", "1")}
    assert (session.branches.active.number, session.t) == (1, 9)
    assert found["field", "_G.extra"][0] == "None"
    assert found["table", "extra"] == ("None", "1 fields")
    assert len(found) == 2
    assert session.compare_branches("1", "1") == []


def test_names(session: Session) -> None:
    at_second_round(session)
    session.branch()
    session.branches.rename(1, "what if")
    assert session.branches.active.name == "what if"
    for bad in ("main", " "):
        with pytest.raises(NoBranch):
            session.branches.rename(1, bad)
    with pytest.raises(NoBranch, match="there is no branch"):
        session.switch_branch("nowhere")


def test_what_cannot_be_changed_is_refused_and_nothing_happens(session: Session) -> None:
    at_second_round(session)
    t = session.t
    for text, expression, error in (
        ("hp", "1 +", EvaluationError),
        ("1 + 1", "2", EvaluationError),
        ("metatable of list", "{}", CannotChange),
    ):
        with pytest.raises(error):
            session.set_variable(text, expression)
    assert (session.t, len(session.branches.all())) == (t, 1)


PATCHED = """
local function price(n) return n * 2 end
local total, made = 0, nil
local function outer(n)
  local function inner(m) return m + 1 end
  made = inner
  total = total + price(n)
  return inner(n)
end
for i = 1, 6 do
  outer(i)
end
print(total, made(10))
"""


@pytest.mark.parametrize(("history", "spacing"), [(1 << 20, 1 << 40), (1024, 20)])
def test_a_function_patched_in_the_past(history: int, spacing: int) -> None:
    session = debugging(PATCHED, history=history)
    assert session.history.checkpoints is not None
    session.history.checkpoints.shortest = spacing
    session.continue_()
    before, output = every_state(session), session.output()
    assert output[-1][1] == b"42\t11\n"
    session.set_breakpoint(11, condition="i == 4")
    session.seek(0)
    fork = session.continue_().t
    session.clear_breakpoint(11)
    assert session.patch_function("price", PATCHED.replace("n * 2", "n * 100").encode()) == 1
    assert session.patch_function("inner", PATCHED.replace("m + 1", "m - 1").encode()) == 1
    session.continue_()
    assert session.output()[-1][1] == b"1512\t9\n"
    after = every_state(session)
    assert after[: fork + 1] == before[: fork + 1]
    session.switch_branch("main")
    assert (session.output(), every_state(session)) == (output, before)
    session.switch_branch("1")
    assert every_state(session) == after


def test_the_new_code_may_use_globals_where_the_old_did_not() -> None:
    session = debugging(PATCHED)
    session.set_breakpoint(12)
    session.continue_()
    session.patch_function("price", PATCHED.replace("return n * 2", "return tonumber('7')").encode())
    session.continue_()
    assert session.output()[-1][1] == b"42\t11\n"


def test_a_call_in_progress_finishes_on_the_old_code() -> None:
    source = "local function f(n)\n  local a = n + 1\n  return a\nend\nfirst = f(1)\nprint(first, f(1))\n"
    session = debugging(source)
    session.set_breakpoint(3)
    session.continue_()
    session.patch_function("f", source.replace("n + 1", "n + 50").replace("return a", "return -a").encode())
    session.clear_breakpoint(3)
    session.continue_()
    assert session.output()[-1][1] == b"2\t-51\n"


def test_code_that_does_not_fit_is_refused() -> None:
    session = debugging(PATCHED)
    for text, why in (
        (PATCHED.replace("function outer", "function price"), "2 functions named price"),
        ("local other = 1\nlocal function price(n) return n * other end\n", "uses other"),
        (PATCHED.replace("price", "cost"), "no function named price"),
        (PATCHED.replace("n * 2", "n *"), "unexpected symbol"),
    ):
        with pytest.raises(CannotChange, match=why):
            session.patch_function("price", text.encode())
    with pytest.raises(CannotChange, match="no function nothing"):
        session.patch_function("nothing", PATCHED.encode())
    assert session.t == 0


def test_a_comparison_that_is_given_up_leads_back_to_where_it_was_asked_for(session: Session) -> None:
    at_second_round(session)
    session.set_variable("hp", "100")
    session.seek(at := session.newest // 2)
    for slices in range(1, 6):
        query = session.compare_query("main", "branch 1")
        query.advance(slices)
        query.cancel()
        assert (session.branches.active.name, session.t) == ("branch 1", at)
    assert session.compare_query("main", "branch 1").all() == session.compare_branches("main", "branch 1") != []
