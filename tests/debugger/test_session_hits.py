"""Hit conditions, log points and breakpoints on functions: the same in both directions."""

from pathlib import Path

import pytest

from debugger.hit_conditions import BadHitCondition, holds, parse
from debugger.log_points import fill_in
from debugger.stops import Reason
from tests.debugger.sessions import debugging, lines, moments, repeat, run_to

LOOP = """\
local sum = 0
for i = 1, 12 do
  sum = sum + i
end
print(sum)
"""


@pytest.mark.parametrize(
    ("condition", "stopping"),
    [
        (">=10", [10, 11, 12]),
        ("> 10", [11, 12]),
        ("%5", [5, 10]),
        ("=3", [3]),
        ("==3", [3]),
        ("4", [4]),
        ("<3", [1, 2]),
        ("<= 3", [1, 2, 3]),
    ],
)
def test_hit_conditions_stop_at_the_same_hits_forward_and_backward(condition: str, stopping: list[int]) -> None:
    session = debugging(LOOP)
    session.set_breakpoint(3, hit_condition=condition)
    met: list[object] = []
    forward: list[int] = []
    while (stop := session.continue_()).reason is Reason.BREAKPOINT:
        met += session.evaluate("i")
        forward.append(stop.t)
    assert met == stopping
    assert moments(repeat(session.reverse_continue)) == forward[::-1]


def test_hits_are_counted_from_the_beginning_whenever_the_breakpoint_is_set() -> None:
    session = debugging(LOOP)
    run_to(session, 5)
    session.set_breakpoint(3, hit_condition="=3")
    assert session.reverse_continue().reason is Reason.BREAKPOINT
    assert session.evaluate("i") == [3]


def test_hits_passed_by_other_movements_count() -> None:
    session = debugging(LOOP)
    session.set_breakpoint(3, hit_condition="%4")
    session.step_over()
    session.step_over()
    assert session.step_over().line == 2
    session.seek(20)
    session.continue_()
    assert session.evaluate("i % 4") == [0]


def test_only_hits_where_the_condition_holds_count() -> None:
    session = debugging(LOOP)
    session.set_breakpoint(3, condition="i % 2 == 0", hit_condition="=3")
    session.continue_()
    assert session.evaluate("i") == [6]
    assert session.continue_().reason is Reason.FINISHED


def test_a_branch_forgets_the_hits_of_the_future_given_up() -> None:
    session = debugging(LOOP)
    session.set_breakpoint(3, hit_condition="=4")
    session.continue_()
    t = session.t
    session.continue_()
    session.seek(t - 5)
    session.branch()
    assert (session.continue_().t, session.evaluate("i")) == (t, [4])


MANY = "local sum = 0\nfor i = 1, 3000 do\n  sum = sum + i\nend\nprint(sum)\n"


def test_hits_on_the_way_forward_are_counted_without_going_back() -> None:
    session = debugging(MANY)
    session.set_breakpoint(3, hit_condition="=2000")
    replays = session.history.objects
    session.continue_()
    assert session.evaluate("i") == [2000]
    assert session.history.objects == replays


def test_hits_before_a_movement_are_counted_in_slices_and_a_pause_leads_back() -> None:
    session = debugging(MANY)
    run_to(session, 5)
    origin = session.t
    session.set_breakpoint(3, hit_condition="%2000")
    session.begin(session.motion_continue(forward=False))
    assert session.advance() is None
    assert session.t < origin
    session.pause()
    stop = session.advance()
    assert stop is not None
    assert (stop.reason, stop.t) == (Reason.PAUSE, origin)
    assert session.reverse_continue().reason is Reason.BREAKPOINT
    assert session.evaluate("i") == [2000]


@pytest.mark.parametrize("history", [1 << 20, 1024], ids=["ring", "replay"])
def test_a_breakpoint_set_while_the_program_moves_counts_the_hits_before(history: int) -> None:
    session = debugging(MANY, history=history)
    session.begin(session.motion_continue())
    assert session.advance(1000) is None
    session.set_breakpoint(3, hit_condition="=1500")
    while (stop := session.advance(1000)) is None:
        pass
    assert stop.reason is Reason.BREAKPOINT
    assert session.evaluate("i") == [1500]


@pytest.mark.parametrize("text", ["often", "%0", ">= x", "-1"])
def test_bad_hit_conditions_are_refused(text: str) -> None:
    with pytest.raises(BadHitCondition, match="write a number"):
        parse(text)


def test_a_bare_number_is_that_hit_alone() -> None:
    assert [n for n in range(6) if holds("3", n)] == [3]


def test_log_points_write_and_do_not_stop() -> None:
    session = debugging(LOOP)
    session.set_breakpoint(3, condition="i > 10", message="i={i} sum={sum} {'text'}")
    assert session.continue_().reason is Reason.FINISHED
    logged = session.take_logged()
    assert [(one.line, one.text) for one in logged] == [(3, "i=11 sum=55 text"), (3, "i=12 sum=66 text")]
    assert session.take_logged() == []
    assert session.reverse_continue().reason is Reason.OLDEST
    assert [one.t for one in session.take_logged()] == [one.t for one in logged][::-1]


def test_log_points_write_once_when_stepped_onto() -> None:
    session = debugging(LOOP)
    session.set_breakpoint(2, message="here")
    session.step_over()
    assert [one.text for one in session.take_logged()] == ["here"]


@pytest.mark.parametrize(
    ("message", "filled"),
    [
        ("plain", "plain"),
        ("{a}{b}", "<a><b>"),
        ("{f({1, 2})}!", "<f({1, 2})>!"),
        (r"\{a\} {a}", "{a} <a>"),
        ("open { brace", "open { brace"),
        ("{}", "<>"),
    ],
)
def test_messages_are_filled_in(message: str, filled: str) -> None:
    assert fill_in(message, lambda expression: f"<{expression}>") == filled


FUNCTIONS = """\
local M = {}
function M.make(n)
  return { n = n }
end
function M:grow() self.n = (self.n or 0) + 1 end
local function helper(x) return x end
local later = function(x)
  return helper(x)
end
M.table = { inner = function() return 1 end }
M.make(1)
M:grow()
later(2)
M.table.inner()
"""


@pytest.mark.parametrize(
    ("name", "stopping"),
    [
        ("M.make", [3]),
        ("make", [3]),
        ("M:grow", [5]),
        ("M.grow", [5]),
        ("demo.grow", [5]),
        ("other.grow", []),
        ("helper", [6]),
        ("later", [8]),
        ("inner", [10]),
        ("demo.lua:7", [8]),
        ("nothing", []),
    ],
)
def test_breakpoints_on_functions(name: str, stopping: list[int]) -> None:
    session = debugging(FUNCTIONS)
    found = session.set_function_breakpoint(name)
    assert found.verified == bool(stopping)
    assert lines(repeat(session.continue_)) == stopping
    assert lines(repeat(session.reverse_continue)) == stopping[::-1]


def test_breakpoints_on_functions_of_chunks_loaded_later() -> None:
    session = debugging("local f = load('function late() return 1 end')\nf()\nlate()\n")
    found = session.set_function_breakpoint("late")
    assert not found.verified
    assert session.continue_().reason is Reason.BREAKPOINT
    assert found.verified
    assert session.frames()[0].name == "late"


def test_a_breakpoint_on_a_line_and_one_on_a_function_share_an_instruction() -> None:
    session = debugging(FUNCTIONS)
    session.set_function_breakpoint("helper")
    session.set_breakpoint(6, condition="x == 2")
    stop = session.continue_()
    assert (stop.reason, session.evaluate("x")) == (Reason.BREAKPOINT, [2])
    assert len(session.breakpoints_here()) == 2
    session.breakpoints.remove_function("helper")
    assert [one.condition for one in session.breakpoints_here()] == ["x == 2"]
    session.clear_breakpoint(6)
    assert session.breakpoints_here() == []


def test_a_source_goes_by_any_name_of_its_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "module.lua").write_text("local M = {}\nfunction M.f()\n  return 1\nend\nreturn M\n")
    session = debugging("local M = require 'module'\nM.f()\n")
    names = [str(tmp_path / "module.lua"), "./module.lua", "@module.lua", (tmp_path / "module.lua").as_uri()]
    for name in names:
        session.set_breakpoint(3, name)
        assert session.continue_().reason is Reason.BREAKPOINT
        assert session.breakpoints.at_line(names[0], 3) is not None
        session.clear_breakpoint(3, name)
        assert session.continue_().reason is Reason.FINISHED
        session.seek(0)


def test_program_output_knows_its_places() -> None:
    session = debugging("print 'one'\nlocal function f()\n  io.write 'two'\nend\nf()\nio.stderr:write 'oops'\n")
    session.continue_()
    written = session.program_output.written()
    assert [(one.data, one.source, one.line) for one in written] == [(b"one\n", "demo.lua", 1), (b"two", "demo.lua", 3)]
    assert [(one.data, one.line) for one in session.program_output.errors] == [(b"oops", 6)]
    session.seek(0)
    session.branch()
    session.continue_()
    assert [one.data for one in session.program_output.written()] == [b"one\n", b"two"]
