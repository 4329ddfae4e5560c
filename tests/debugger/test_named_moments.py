"""Moments as a person names them."""

import pytest

from debugger.evaluation import EvaluationError
from debugger.session import Session

PROGRAM = b"""
local function f(n)
  if n == 2 then error("two", 0) end
  print(n)
end
for i = 1, 4 do pcall(f, i) end
local when = os.time()
"""


@pytest.fixture(scope="module")
def session() -> Session:
    session = Session("demo.lua", source=PROGRAM)
    session.continue_()
    return session


def test_numbers_and_parts(session: Session) -> None:
    session.seek(10)
    assert [session.moment(text) for text in ("7", "+5", "-3", "start", "end", "0%", "100%")] == [
        7, 15, 7, 0, session.newest, 0, session.newest,
    ]  # fmt: skip
    assert abs(session.moment("50%") - session.newest // 2) <= 1
    assert session.moment("1,000") == 1000


def test_what_happened(session: Session) -> None:
    calls = session.query.calls("f").all()
    assert session.moment("call f 2") == calls[1].t
    assert session.moment("call f") == session.moment("call f -1") == calls[3].t
    assert session.moment("error 1") == session.query.errors().all()[0].t
    session.seek(session.moment("output 1"))
    assert session.stop.line == 4
    session.seek(session.moment("line 7"))
    assert session.stop.line == 7
    assert session.moment("line demo.lua:4 1") == session.query.lines(4).all()[0].t
    session.seek(session.moment("event"))
    assert session.stop.line == 7


@pytest.mark.parametrize(
    "text",
    ["", "x", "101%", "error 9", "error 0", "error x", "call", "call g", "line x", "line 1", "end 2", "call f 1 2"],
)
def test_what_names_none(session: Session, text: str) -> None:
    with pytest.raises(EvaluationError):
        session.moment(text)


def test_a_search_for_a_moment_ends_with_it_and_can_be_given_up(session: Session) -> None:
    session.seek(at := session.newest // 2)
    query = session.moment_query("call f -1")
    query.advance()
    query.cancel()
    assert session.t == at
    assert session.moment_query("line 7 1").all() == [session.query.lines(7).all()[0].t]
    with pytest.raises(EvaluationError):
        session.moment_query("error 9").all()
    assert session.t == at
