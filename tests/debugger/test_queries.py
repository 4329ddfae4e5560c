"""Queries: the same answers with a short ring and short epochs as with everything at hand, and as a walk finds them."""

from itertools import pairwise

import pytest

from debugger.evaluation import EvaluationError
from debugger.mover import line_of
from debugger.queries.query import RESULTS
from debugger.queries.results import plain
from debugger.session import Session
from debugger.stops import Reason
from engine.history.writes import step_writes
from engine.runtime.values import LuaClosure

PROGRAM = b"""
local log = {}
local function add(a, b)
  if b == 3 then error("three", 0) end
  return a + b
end
local function outer(n, ...)
  local ok, r = pcall(add, n, n % 5)
  log[#log + 1] = r
  return r, ...
end
local co = coroutine.wrap(function(x) while true do x = coroutine.yield((outer(x, x))) end end)
for i = 1, 12 do
  co(i)
  count = (count or 0) + 1
end
local function tail(n) return outer(n) end
tail(50)
print(#log, count)
io.stderr:write("done")
"""


def ended(history: int = 1 << 20, spacing: int = 1 << 40) -> Session:
    session = Session("demo.lua", source=PROGRAM, history=history)
    session.keeps_every_step = True
    assert session.history.checkpoints is not None
    session.history.checkpoints.shortest = spacing
    session.continue_()
    return session


@pytest.fixture(params=[(1 << 20, 1 << 40), (1024, 150)], ids=["ring", "epochs"])
def session(request: pytest.FixtureRequest) -> Session:
    return ended(*request.param)


def in_main(session: Session) -> Session:
    """At a moment where the program's variables are in reach."""
    session.seek(session.query.output().all()[0].t - 1)
    return session


def test_lines_and_their_values(session: Session) -> None:
    expected = []
    walker = ended()
    for t in range(walker.newest):
        walker.seek(t)
        co = walker.machine.current
        if walker._mover.starts_line() and line_of(co, co.depth) == 5:
            expected.append((t, [walker.formatter.show(one) for one in walker.evaluate("a, b")]))
    found = session.query.lines(5, expression="a, b").all()
    assert [(hit.t, [str(one) for one in hit.values]) for hit in found] == expected
    assert len(expected) == 11
    assert session.query.lines(5, expression="a.x.y").all()[0].error


def test_coverage_counts_line_starts(session: Session) -> None:
    walker = ended()
    expected: dict[int, int] = {}
    for t in range(walker.newest):
        walker.seek(t)
        if walker._mover.starts_line():
            co = walker.machine.current
            line = int(line_of(co, co.depth))
            expected[line] = expected.get(line, 0) + 1
    found = {one.line: one.count for one in session.query.coverage().all()}
    assert found == expected
    assert session.query.executed_lines("demo.lua") == set(expected)


def test_calls_with_arguments_and_results(session: Session) -> None:
    found = session.query.calls("add").all()
    assert [[str(value) for _, value in call.arguments] for call in found] == [
        [str(n), str(n % 5)] for n in [*range(1, 13), 50]
    ]
    assert [(call.how, [str(one) for one in call.results], call.error) for call in found] == [
        ("error", [], '"three"') if n % 5 == 3 else ("return", [str(n + n % 5)], "") for n in [*range(1, 13), 50]
    ]
    assert {str(call.caller) for call in found} == {"demo.lua:8"}
    outer = session.query.calls("outer").all()
    assert [str(value) for _, value in outer[1].arguments] == ["2", "2"]
    assert [str(value) for value in outer[1].results] == ["4", "2"]
    assert [call.how for call in session.query.calls("tail").all()] == ["tail call"]


def test_every_call_begins_at_the_first_instruction_of_its_function(session: Session) -> None:
    for call in session.query.calls("add").all():
        session.seek(call.t)
        co = session.machine.current
        function = co.functions[co.depth]
        assert isinstance(function, LuaClosure)
        assert (int(function.proto.line), int(co.pcs[co.depth])) == (call.where.line, 0)


BEGINNINGS = b"""
local function greet(name)
  return "hello " .. name
end
local function down(n)
  while n > 0 do
    n = n - 1
  end
  return n
end
greet("you")
down(2)
greet("me")
"""


def at_line(line: int, source: bytes = BEGINNINGS, times: int = 1) -> Session:
    session = Session("demo.lua", source=source)
    session.set_breakpoint(line)
    for _ in range(times):
        session.continue_()
    return session


@pytest.mark.parametrize("times", [1, 2])
def test_a_call_that_has_just_begun(times: int) -> None:
    session = at_line(3, times=times)
    calls = session.query.calls("greet").all()
    assert [one.how for one in calls] == ["return"] * (times - 1) + [""]
    assert calls[-1].t == session.t
    (root,) = session.query.call_tree().all()
    assert root.children[0].children[-1].t == session.t
    before = session.query.calls("greet", (session.oldest, session.t - 1)).all()
    assert [one.t for one in before] == [one.t for one in calls[:-1]]


@pytest.mark.parametrize("times", [1, 2])
def test_what_a_function_that_has_just_begun_was_given(times: int) -> None:
    session = at_line(3, times=times)
    (write,) = session.query.writes(session.place("name")).all()
    assert (write.t, str(write.old), str(write.new)) == (session.t - 1, "nil", ['"you"', '"me"'][times - 1])
    assert session.origin("name").text == "written in the code"
    assert session.finish(session.motion_last_write(session.place("name"))).reason is Reason.WRITE


@pytest.mark.parametrize("spacing", [1 << 40, 1])
def test_a_loop_where_a_function_begins_is_no_call_of_it(spacing: int) -> None:
    session = Session("demo.lua", source=BEGINNINGS, history=16)
    session.keeps_every_step = True
    assert session.history.checkpoints is not None
    session.history.checkpoints.shortest = spacing
    session.set_breakpoint(9)
    session.continue_()
    found = session.query.writes(session.place("n")).all()
    assert [(str(one.old), str(one.new)) for one in found] == [("nil", "2"), ("2", "1"), ("1", "0")]


def test_the_first_value_of_a_variable_that_closures_share() -> None:
    source = b"local n = 5\nlocal function f(by) return function() n = n + by end end\nf(2)()\nf(3)()\nprint(n)\n"
    session = at_line(5, source)
    found = session.query.writes(session.place("n")).all()
    assert [(one.where.line, str(one.old), str(one.new)) for one in found] == [
        (1, "nil", "5"), (2, "5", "7"), (2, "7", "10")
    ]  # fmt: skip
    assert found == session.query.writes(session.place("n"), (0, session.t)).all()
    later = session.query.writes(session.place("n"), (found[0].t + 1, session.t)).all()
    assert later == found[1:]


def test_errors_also_those_that_were_caught(session: Session) -> None:
    found = session.query.errors().all()
    assert [(one.where.line, str(one.error), one.catcher) for one in found] == [(4, '"three"', "pcall")] * 2
    assert {str(one.caught) for one in found} == {"demo.lua:8"}


def test_an_error_at_the_end_of_a_slice_is_found_once() -> None:
    source = b"local function f() error('no') end\nfor n = 1, 20 do pcall(f) end\n"
    for budget in (7, 9, 50):
        session = Session("demo.lua", source=source)
        session.begin(session.motion_continue())
        while session.advance(budget) is None:
            pass
        assert len(session.query.errors().all()) == 20


def test_writes_with_the_values_before_and_after(session: Session) -> None:
    found = in_main(session).query.writes(session.place("count")).all()
    values = ["nil", *(str(n) for n in range(1, 13))]
    assert [(str(one.old), str(one.new)) for one in found] == list(pairwise(values))
    walker = in_main(ended())
    place = walker.place("count")
    walker.seek(walker.newest)
    expected = []
    for t in range(1, walker.newest + 1):
        walker.seek(t)
        if step_writes(walker.machine, place):
            expected.append(t - 1)
    assert [one.t for one in found] == expected
    assert len(in_main(session).query.writes(session.place("log[3]")).all()) == 1
    assert session.t == session.query.output().all()[0].t - 1


def test_the_writes_that_change_a_length(session: Session) -> None:
    found = in_main(session).query.writes(session.place("length of log")).all()
    assert [(str(one.old), str(one.new)) for one in found] == list(pairwise(str(n) for n in range(14)))


def test_reads(session: Session) -> None:
    found = in_main(session).query.reads(session.place("count")).all()
    assert [str(one.value) for one in found] == ["nil", *(str(n) for n in range(1, 13))]


def test_switches_of_coroutines(session: Session) -> None:
    found = session.query.switches().all()
    assert [one.kind for one in found] == ["resume", "return"] * 12


def test_output_loads_and_allocations(session: Session) -> None:
    assert [(one.text, one.stream) for one in session.query.output()] == [("13\t12\n", "stdout"), ("done", "stderr")]
    assert [(one.t, one.source) for one in session.query.loads()] == [(0, "demo.lua")]
    sites = {(one.where.line, one.kind): one.count for one in session.query.allocations()}
    assert sites[2, "table"] == 1
    assert sites[12, "thread"] == 1


def test_the_call_tree(session: Session) -> None:
    (root,) = session.query.call_tree().all()
    (main,) = root.children
    assert [node.name for node in main.children][-2:] == ["tail", "outer"] or main.children[-1].name == "tail"
    assert sum(1 for _ in _nodes(root)) - 1 == 1 + 1 + 13 + 13 + 1
    small = session.query.call_tree(limit=3).all()[0]
    assert sum(1 for _ in _nodes(small)) == 4


def _nodes(node):  # type: ignore[no-untyped-def]
    yield node
    for child in node.children:
        yield from _nodes(child)


def test_a_call_that_an_error_ends_for_good() -> None:
    source = b"local function f(n) if n > 1 then error('deep', 0) end f(n + 1) end\n"
    for ending in (b"f(0)\n", b"pcall(f, 0)\n"):
        session = Session("demo.lua", source=source + ending)
        session.continue_()
        assert [(one.how, one.error) for one in session.query.calls("f")] == [("error", '"deep"')] * 3
    abandoned = b"local function g() coroutine.yield() end\ncoroutine.wrap(g)()\n"
    session = Session("demo.lua", source=abandoned)
    session.continue_()
    assert [one.how for one in session.query.calls("g")] == [""]


def test_a_stretch_of_time(session: Session) -> None:
    every = session.query.calls("add").all()
    between = (every[3].t, every[7].t)
    assert [one.t for one in session.query.calls("add", between).all()] == [one.t for one in every[3:7]]


def test_a_query_leads_back_to_where_it_began(session: Session) -> None:
    for t in (session.newest, 17, session.newest // 2):
        session.seek(t)
        query = session.query.coverage()
        query.advance()
        query.cancel()
        assert (session.t, query.is_done) == (t, True)
        assert session.query.calls("add").where(lambda call: call.how == "error").first() is not None
        assert session.t == t


def test_a_slice_of_work_has_not_many_results() -> None:
    session = Session("demo.lua", source=b"local t = {}\nfor i = 1, 2000 do t.n = i end\nprint(t.n)\n")
    session.continue_()
    session.seek(session.query.output().all()[0].t - 1)
    query = session.query.writes(session.place("t.n"))
    while not query.is_done:
        assert len(query.advance()) <= RESULTS
    assert len(query.found) == 2000


def test_what_does_not_exist_is_refused(session: Session) -> None:
    with pytest.raises(EvaluationError, match="no function nothing"):
        session.query.calls("nothing")
    with pytest.raises(EvaluationError, match="no code on line 1000"):
        session.query.lines(1000)


def test_results_as_json_has_them(session: Session) -> None:
    first = plain(session.query.calls("add").all()[0])
    assert first["arguments"] == [["a", 1], ["b", 1]]
    assert first["where"]["source"] == "demo.lua"


def test_a_coroutine_hangs_below_the_call_that_resumes_it_not_below_one_that_is_over() -> None:
    source = b"""\
local function over() return 1 end
local worker = coroutine.wrap(function() while true do coroutine.yield() end end)
over()
worker()
"""
    session = Session("demo.lua", source=source)
    session.continue_()
    (root,) = session.query.call_tree().all()
    (main,) = root.children
    assert [(child.name, len(child.children)) for child in main.children] == [("over", 0), ("function <demo.lua:2>", 0)]
