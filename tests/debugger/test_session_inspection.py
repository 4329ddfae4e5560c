"""What is to be seen at a moment: frames, variables, registers, globals, coroutines; and what a movement changed."""

from debugger import inspection
from debugger.inspection import Frame, Variable
from debugger.session import Session
from debugger.values import Formatter
from engine.syntax.dialects import LUA_54
from tests.debugger.sessions import debugging, run_to

FORMATTER = Formatter(LUA_54)

PROGRAM = """\
counter = 0
local outer = 'up'
local function work(a, b, ...)
  local sum = a + b
  local read = function() return sum end
  do
    local sum = 'inner'
    counter = counter + 1
  end
  return sum + read() + #outer
end
local result = work(1, 2, 'x', nil)
print(result)
"""


def shown(variables: list[Variable]) -> list[tuple[str, str]]:
    return [(one.name, FORMATTER.show(one.value)) for one in variables]


def top(session: Session) -> Frame:
    return session.frames()[0]


def test_frames() -> None:
    session = debugging(PROGRAM)
    run_to(session, 8)
    frames = session.frames()
    assert [(frame.name, frame.source, frame.line, frame.innermost) for frame in frames] == [
        ("work", "demo.lua", 8, True),
        ("main chunk", "demo.lua", 12, False),
    ]
    assert session.frames(limit=1) == frames[:1]


def test_variables_at_any_moment() -> None:
    session = debugging(PROGRAM)
    run_to(session, 8)
    frame = top(session)
    assert shown(inspection.local_variables(frame)) == [
        ("a", "1"), ("b", "2"), ("sum", "3"), ("read", "function <demo.lua:5>"), ("sum", '"inner"'),
    ]  # fmt: skip
    assert shown(inspection.upvalues(frame)) == [("outer", '"up"')]
    assert shown(inspection.extra_arguments(frame)) == [("...[1]", '"x"'), ("...[2]", "nil")]
    session.step_back()
    assert "inner" not in str(shown(inspection.local_variables(top(session))))
    session.step_back()
    session.step_back()
    assert shown(inspection.local_variables(top(session))) == [("a", "1"), ("b", "2")]


def test_globals_of_the_program_alone() -> None:
    session = debugging(PROGRAM)
    assert "counter" not in dict(shown(inspection.global_variables(session.machine, None)))
    run_to(session, 13)
    found = dict(shown(inspection.global_variables(session.machine, top(session))))
    assert found["counter"] == "1"
    assert set(found) == {"arg", "counter"}


def test_globals_in_an_environment_of_its_own() -> None:
    session = debugging("local _ENV = { x = 5 }\ny = 6\nx = y\n")
    run_to(session, 3)
    assert session.evaluate("x + y") == [11]
    assert shown(inspection.global_variables(session.machine, top(session))) == [("x", "5"), ("y", "6")]


def test_registers() -> None:
    session = debugging(PROGRAM)
    run_to(session, 8)
    found = inspection.registers(top(session))
    assert [one.index for one in found] == list(range(len(found)))
    assert {(one.name, FORMATTER.show(one.value)) for one in found} >= {("a", "1"), ("sum", "3"), ("sum", '"inner"')}


COROUTINES = """\
local inner = coroutine.wrap(function(a)
  local b = a + 1
  coroutine.yield(b)
end)
local middle = coroutine.create(function(n)
  inner(n)
  coroutine.yield(n)
end)
coroutine.resume(middle, 5)
print(coroutine.status(middle))
"""


def test_coroutines() -> None:
    session = debugging(COROUTINES)
    run_to(session, 3)
    waiting = inspection.coroutines(session.machine)
    assert [session.frames(co)[0].name for co in waiting][1:] == ["inner", "coroutine.resume"]
    assert [next(f.line for f in session.frames(co) if f.closure is not None) for co in waiting] == [3, 6, 9]
    assert session.evaluate("n", session.frames(waiting[1])[1]) == [5]
    run_to(session, 10)
    assert inspection.coroutines(session.machine) == [session.machine.main]


def test_changed_variables() -> None:
    session = debugging("local n, s = 1, 'x'\nlocal f = function() return n end\nn = n + 1\ns = s\nprint(n)\n")
    run_to(session, 3)
    session.step_over()
    frame = top(session)
    assert session.changed(frame, "n") == (True, "1")
    assert session.changed(frame, "s") == (False, '"x"')
    assert session.changed(frame, "missing") == (False, "")
    session.step_back()
    assert session.changed(top(session), "n") == (True, "2")


def test_looking_changes_nothing() -> None:
    from engine.history.state import state_hash

    session = debugging(PROGRAM)
    session.continue_()
    for t in range(session.newest, 0, -3):
        session.seek(t)
        before = state_hash(session.machine)
        for frame in session.frames():
            inspection.visible_variables(frame)
            inspection.registers(frame)
            inspection.extra_arguments(frame)
        inspection.global_variables(session.machine, None)
        assert state_hash(session.machine) == before


def test_sources() -> None:
    session = debugging("load('return\\n1')()\nload('x=1')()\n")
    session.continue_()
    assert session.source_lines("demo.lua") == ["load('return\\n1')()", "load('x=1')()"]
    assert session.source_lines("return\n1") == ["return", "1"]
    assert session.source_lines("x=1") == ["x=1"]
    assert session.source_lines("missing.lua") == []


def test_a_function_that_nothing_calls_by_a_name_has_the_one_of_its_declaration() -> None:
    source = """
local shop = {}
function shop.sell() local ok = shop.check() return ok end
function shop.check()
  local seen = 1
  return seen
end
pcall(function()
  pcall(shop.sell)
end)
"""
    session = debugging(source)
    session.set_breakpoint(6)
    session.continue_()
    names = [frame.name for frame in session.frames()]
    assert names == ["check", "shop.sell", "pcall", "function <demo.lua:8>", "pcall", "main chunk"]
    assert [frame.name for frame in session.walk_frames()] == names
