"""Sessions on programs in other versions than Lua 5.4: variables that only those have."""

from debugger import inspection
from debugger.session import Session
from debugger.values import show
from engine.syntax.dialects import LUA_51, LUA_55, Dialect
from tests.debugger.sessions import run_to


def debugging_in(dialect: Dialect, source: str) -> Session:
    return Session("demo.lua", dialect=dialect, source=source.encode())


def evaluated(session: Session, expression: str) -> list[str]:
    return [show(value) for value in session.evaluate(expression)]


def local_names(session: Session) -> list[str]:
    return [variable.name for variable in inspection.local_variables(session.frames()[0])]


def test_arg_is_that_of_the_frame() -> None:
    source = "arg = {n = 'global'}\nlocal function f(...)\n  local x = 1\n  return arg\nend\nf(7, 8)\nprint(1)\n"
    session = debugging_in(LUA_51, source)
    run_to(session, 4)
    assert local_names(session) == ["arg", "x"]
    assert session.evaluate("arg.n, arg[2]") == [2.0, 8.0]
    run_to(session, 7)
    assert evaluated(session, "arg.n") == ['"global"']


def test_extra_arguments_are_a_variable_where_they_have_a_name() -> None:
    source = (
        "local function f(a, ...t)\n  t[2] = 'new'\n  return ...\nend\n"
        "local function g(...)\n  local x = 1\n  return x\nend\nf(1, 2)\ng()\n"
    )
    session = debugging_in(LUA_55, source)
    run_to(session, 3)
    assert local_names(session) == ["a", "t"]
    assert evaluated(session, "t.n, t[1], t[2], a") == ["1", "2", '"new"', "1"]
    run_to(session, 7)
    assert local_names(session) == ["x"]
