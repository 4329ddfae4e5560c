"""Evaluating expressions at any moment: what they give, and that they leave no trace."""

from pathlib import Path

import pytest

from debugger.evaluation import STEP_LIMIT, EvaluationError
from debugger.session import Session
from debugger.stops import Reason
from debugger.values import Formatter
from engine.history.state import state_form
from engine.runtime.table import LuaTable
from engine.syntax.dialects import LUA_54
from tests.debugger.sessions import debugging, run_to

FORMATTER = Formatter(LUA_54)

PROGRAM = """\
total = 10; math.randomseed(1)
local captured = 1
local plain = 2
local list = { 1, 2, 3, name = 'list' }
local mt = setmetatable({}, { __index = function(_, k) return k .. '!' end, __len = function() return 99 end })
local function bump(n)
  captured = captured + n
  total = total + n
  list[#list + 1] = n
  return captured
end
local co = coroutine.wrap(function() while true do coroutine.yield(captured) end end)
local thread = coroutine.create(function(x) local y = coroutine.yield(x); total = y end)
coroutine.resume(thread, 1)
local function inside(a, ...)
  print(a, captured, plain, list, mt, bump, co, thread)
  return a
end
inside(5, 'x', 'y')
bump(1)
error('end')
"""

SAME = [
    ("a", ["5"]),
    ("a + plain * 2, captured", ["9", "1"]),
    ("...", ['"x"', '"y"']),
    ("select('#', ...)", ["2"]),
    ("captured", ["1"]),
    ("total", ["10"]),
    ("list.name, #list", ['"list"', "3"]),
    ("mt.key, #mt", ['"key!"', "99"]),
    ("nothing", ["nil"]),
    ("", []),
    ("local x = 3; return x, a", ["3", "5"]),
    ("a = 7", []),
    ("a -- a comment", ["5"]),
    ("captured = 100; return captured", ["100"]),
    ("bump(5)", ["6"]),
    ("bump(5) + bump(5)", ["17"]),
    ("captured = 50; return bump(1)", ["51"]),
    ("total = nil", []),
    ("list[1] = 'new'; list.name = nil; list.other = {}; return list[1], list.name", ['"new"', "nil"]),
    ("table.remove(list, 1), #list", ["1", "2"]),
    ("table.sort(list, function(x, y) return x > y end); return list[1]", ["3"]),
    ("setmetatable(list, nil); return getmetatable(list)", ["nil"]),
    ("co(), co()", ["1", "1"]),
    ("coroutine.resume(thread, 5); return total, coroutine.status(thread)", ["5", '"dead"']),
    ("(function() local c = coroutine.wrap(function() coroutine.yield(3) end) return c() end)()", ["3"]),
    ("coroutine.close(thread), coroutine.status(thread)", ["true", '"dead"']),
    ("pcall(error, 'caught')", ["false", '"caught"']),
    ("print('hidden'); io.write('hidden')", []),
    ("math.random(1, 1)", ["1"]),
    ("math.randomseed(42)", ["42", "0"]),
    ("load('return 1 + 1')()", ["2"]),
    ("collectgarbage('count') > 0", ["true"]),
    ("collectgarbage()", ["0"]),
    ("string.rep('ab', 3)", ['"ababab"']),
    ("{ 1, 2, x = { y = 3 } }", ["{1, 2, x = {…}}"]),
    ("setmetatable({}, { __gc = function() total = 0 end }) and 1", ["1"]),
    ("debug.sethook(function() total = 1 end, 'l'); local x = 1\nlocal y = 2\nreturn total", ["1"]),
    ("require('string') == string", ["true"]),
    ("_G.total", ["10"]),
]

REFUSED = [
    ("1 +", "(expression):1: unexpected symbol near <eof>"),
    ("error('on purpose')", "(expression):1: on purpose"),
    ("error({})", "(error object is a table value)"),
    ("error()", "(error object is a nil value)"),
    ("bump(nil)", "demo.lua:7: attempt to perform arithmetic on a nil value (local 'n')"),
    ("nothing.field", "(expression):1: attempt to index a nil value (global 'nothing')"),
    ("while true do total = total + 1 end", f"gave up after {STEP_LIMIT} steps"),
    ("(function() while true do end end)()", f"gave up after {STEP_LIMIT} steps"),
    ("os.exit(1)", "the expression called os.exit"),
    ("pcall(os.exit)", "the expression called os.exit"),
    ("io.open('/tmp/x')", "an expression may not touch files or start programs"),
    ("pcall(io.open, '/tmp/x')", "an expression may not touch files or start programs"),
    ("io.popen('true')", "an expression may not touch files or start programs"),
    ("os.remove('/nowhere')", "an expression may not touch files or start programs"),
    ("os.rename('/nowhere', '/there')", "an expression may not touch files or start programs"),
    ("os.tmpname()", "an expression may not touch files or start programs"),
    ("io.tmpfile()", "an expression may not touch files or start programs"),
    ("os.execute('true')", "an expression may not touch files or start programs"),
    ("io.read()", "an expression may not touch files or start programs"),
    ("io.stderr:write('x')", "an expression may not touch files or start programs"),
    ("coroutine.yield(1)", "attempt to yield from outside a coroutine"),
]


@pytest.fixture(scope="module", params=["past", "newest"])
def machine_at(request: pytest.FixtureRequest) -> Session:
    session = debugging(PROGRAM)
    run_to(session, 16)
    if request.param == "past":
        here = session.t
        session.continue_()
        session.seek(here)
    return session


def everything(session: Session) -> tuple[object, ...]:
    """All that an evaluation could disturb."""
    machine = session.machine
    places = (session.t, session.oldest, session.newest, session.output(), list(machine.output))
    return (*places, state_form(machine), machine.collector_state(), machine.collects, machine.host, machine.ring)


@pytest.mark.parametrize(("expression", "values"), SAME)
def test_values(machine_at: Session, expression: str, values: list[str]) -> None:
    before = everything(machine_at)
    found = machine_at.evaluate(expression)
    assert [FORMATTER.show(value) for value in found] == values
    assert everything(machine_at) == before


@pytest.mark.parametrize(("expression", "message"), REFUSED)
def test_refusals(machine_at: Session, expression: str, message: str) -> None:
    before = everything(machine_at)
    with pytest.raises(EvaluationError) as caught:
        machine_at.evaluate(expression)
    assert str(caught.value) == message
    assert everything(machine_at) == before


def test_the_run_goes_on_as_if_nothing_had_been_evaluated() -> None:
    plain = debugging(PROGRAM)
    end = plain.continue_()
    session = debugging(PROGRAM)
    for expression, _ in SAME:
        session.step_over()
        if session.frames():
            for frame in session.frames():
                try:
                    session.evaluate(expression, frame)
                except EvaluationError:
                    continue
    session.seek(0)
    stop = session.continue_()
    assert (stop.reason, stop.t, stop.text) == (end.reason, end.t, end.text)
    assert state_form(session.machine) == state_form(plain.machine)
    assert session.output() == plain.output()


def test_in_outer_and_past_frames() -> None:
    session = debugging(PROGRAM)
    run_to(session, 7)
    outer = session.frames()[1]
    assert session.evaluate("n") == [1]
    assert session.evaluate("plain, captured, n", outer) == [2, 1, None]
    with pytest.raises(EvaluationError, match=r"cannot use '...' outside a vararg function near '...'"):
        session.evaluate("...")
    session.step_out()
    assert session.evaluate("captured") == [2]
    session.step_back()
    assert session.evaluate("captured") == [1]


def test_at_the_end_of_the_program() -> None:
    session = debugging(PROGRAM)
    assert session.continue_().reason is Reason.ERROR
    before = everything(session)
    assert session.evaluate("captured, total", session.frames()[1]) == [2, 11]
    assert session.evaluate("bump(1)", session.frames()[1]) == [3]
    assert everything(session) == before
    session = debugging("x = 1")
    assert session.continue_().reason is Reason.FINISHED
    assert session.evaluate("x") == [1]
    assert session.machine.results == []


def test_inside_a_coroutine() -> None:
    session = debugging(
        "local co = coroutine.wrap(function(a)\n  local b = a\n  coroutine.yield(b)\nend)\nco(1)\nco()\n"
    )
    run_to(session, 3)
    before = everything(session)
    with pytest.raises(EvaluationError, match="attempt to yield from outside a coroutine"):
        session.evaluate("coroutine.yield(b)")
    assert session.evaluate("a + b") == [2]
    assert everything(session) == before
    assert session.continue_().reason is Reason.FINISHED


def test_open_files_are_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "data"
    path.write_text("one\ntwo\n")
    session = debugging(
        f"local f = io.open('{path}')\nlocal lines = f:lines()\nlocal a = f:read()\nlocal b = f:read()\nprint(a, b)\n"
    )
    run_to(session, 4)
    for expression in ("f:read()", "f:close()", "lines()", "f:seek('set')", "io.lines(f)", "io.close(f)"):
        with pytest.raises(EvaluationError):
            session.evaluate(expression)
    session.continue_()
    assert session.output()[0][1] == b"one\ttwo\n"


def test_tables_made_by_the_expression_keep_what_they_hold() -> None:
    session = debugging("local old = { 1 }\nprint(old)\n")
    run_to(session, 2)
    made = session.evaluate("local t = { old, n = 2 }; t.self = t; old[2] = 5; return setmetatable(t, { x = 1 }), old")
    assert FORMATTER.show(made[0]) == "{{…}, n = 2, self = {…}}"
    assert made[0].metatable.get_key(b"x") == 1
    assert FORMATTER.show(made[1]) == "{1}"


def test_an_evaluator_keeps_nothing() -> None:
    """Thousands of evaluations, for the conditions of breakpoints, would fill the memory."""
    session = debugging(PROGRAM)
    session.evaluate("(function() local t = {} for i = 1, 100 do t[i] = { i } end return #t end)()")
    ring = session._evaluator._ring
    assert ring is not None
    assert not any(isinstance(one, (list, LuaTable)) for one in ring.refs)
