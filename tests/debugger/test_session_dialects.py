"""Sessions on programs in other versions than Lua 5.4: variables that only those have, numbers as they write them."""

import pytest

from debugger import inspection
from debugger.session import Session
from engine.syntax.dialects import LUA_51, LUA_52, LUA_53, LUA_54, LUA_55, LUAJIT, Dialect
from tests.debugger.sessions import run_to


def debugging_in(dialect: Dialect, source: str) -> Session:
    return Session("demo.lua", dialect=dialect, source=source.encode())


def evaluated(session: Session, expression: str) -> list[str]:
    return [session.formatter.show(value) for value in session.evaluate(expression)]


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


WITHOUT_INTEGERS = [LUA_51, LUA_52, LUAJIT]
WITH_INTEGERS = [LUA_53, LUA_54, LUA_55]
NUMBERS = "local n = 2\nlocal t = {[0] = 1, 7; x = 6 / 2, [2^53] = 0.5}\nn = n + 1\nerror(n * 1, 0)\n"


@pytest.mark.parametrize("dialect", WITHOUT_INTEGERS, ids=lambda dialect: dialect.name)
def test_whole_numbers_where_all_are_floats(dialect: Dialect) -> None:
    session = debugging_in(dialect, NUMBERS)
    run_to(session, 4)
    assert evaluated(session, "n, 1e15, -0.5") == ["3", "1e+15", "-0.5"]
    assert evaluated(session, "t") == ["{7, [0] = 1, x = 3, [9.007199254741e+15] = 0.5}"]
    (table,) = session.evaluate("t")
    assert [name for name, _ in session.formatter.children(table)] == ["[1]", "[0]", "x", "[9.007199254741e+15]"]
    frame = session.frames()[0]
    session.step_back()
    session.step_over()
    assert session.changed(frame, "n") == (True, "2")
    assert session.continue_().text == "3"


@pytest.mark.parametrize("dialect", WITH_INTEGERS, ids=lambda dialect: dialect.name)
def test_whole_numbers_where_they_differ_from_floats(dialect: Dialect) -> None:
    session = debugging_in(dialect, NUMBERS)
    run_to(session, 4)
    assert evaluated(session, "n, 6 / 2, 2^53 | 0") == ["3", "3.0", "9007199254740992"]
    assert evaluated(session, "t") == ["{7, [0] = 1, x = 3.0, [9007199254740992] = 0.5}"]


@pytest.mark.parametrize(
    ("dialect", "text"),
    [
        (LUA_51, "(error object is not a string)"),
        (LUA_52, "(no error message)"),
        (LUA_53, "(error object is a table value)"),
        (LUAJIT, "(error object is not a string)"),
    ],
    ids=lambda one: one.name if isinstance(one, Dialect) else "",
)
def test_an_error_that_is_no_string(dialect: Dialect, text: str) -> None:
    assert debugging_in(dialect, "error({})").continue_().text == text
