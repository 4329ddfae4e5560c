"""The grammar that Lua 5.5 adds: declarations of globals, attributes before the names, named extra arguments."""

import lupa.lua55
import pytest

from engine.syntax import ast
from engine.syntax.dialects import LUA_54, LUA_55
from engine.syntax.errors import LuaSyntaxError
from engine.syntax.parser import parse, parse_tolerant

_LUA = lupa.lua55.LuaRuntime(encoding=None)
_MESSAGE = _LUA.eval(b"function(s) local _, m = load(s, '=x', 't') return m end")


def statement(source: bytes) -> ast.Stat:
    (found,) = parse(source, b"=x", LUA_55).body.statements
    return found


def our_message(source: bytes) -> bytes | None:
    try:
        parse(source, b"=x", LUA_55)
    except LuaSyntaxError as error:
        return error.message
    return None


def names_of(node: ast.Local | ast.Global) -> list[tuple[bytes, bytes | None]]:
    return [(declared.name.name, declared.attrib) for declared in node.names]


def test_declaration_of_globals() -> None:
    node = statement(b"global a, b <const>, c")
    assert isinstance(node, ast.Global)
    assert names_of(node) == [(b"a", None), (b"b", b"const"), (b"c", None)]
    assert node.values == []
    assert (node.start, node.end, node.line) == (0, 22, 1)


def test_initialisation_is_on_the_line_of_its_values() -> None:
    node = statement(b"global\na, b =\n1,\n2")
    assert isinstance(node, ast.Global)
    assert len(node.values) == 2
    assert node.line == 3


@pytest.mark.parametrize(("source", "attrib"), [(b"global *", None), (b"global<const> *", b"const")])
def test_declaration_of_all_names(source: bytes, attrib: bytes | None) -> None:
    node = statement(source)
    assert isinstance(node, ast.GlobalAll)
    assert node.attrib == attrib


def test_global_function() -> None:
    node = statement(b"\nglobal function f(a) end")
    assert isinstance(node, ast.GlobalFunction)
    assert node.name.name == b"f"
    assert [parameter.name for parameter in node.function.parameters] == [b"a"]
    assert node.line == 2


def test_attribute_before_the_names() -> None:
    node = statement(b"local <const> a, b <close>, c = 1")
    assert isinstance(node, ast.Local)
    assert names_of(node) == [(b"a", b"const"), (b"b", b"close"), (b"c", b"const")]


def test_named_extra_arguments() -> None:
    node = statement(b"function f(a, ...rest) end")
    assert isinstance(node, ast.FunctionStat)
    function = node.function
    assert function.is_vararg
    assert function.vararg is not None
    assert (function.vararg.name, function.vararg.start, function.vararg.end) == (b"rest", 17, 21)
    plain = statement(b"function f(...) end")
    assert isinstance(plain, ast.FunctionStat)
    assert plain.function.is_vararg
    assert plain.function.vararg is None


@pytest.mark.parametrize(
    "source",
    [b"global = 1", b"global.x = 1", b"global()", b"global 'x'", b"global {}", b"global:m()", b"global, x = 1, 2"],
)
def test_global_is_a_name_where_no_declaration_can_follow(source: bytes) -> None:
    assert _MESSAGE(source) is None
    assert isinstance(statement(source), (ast.Assign, ast.CallStat))


@pytest.mark.parametrize(
    "source",
    [
        b"global",
        b"global 1",
        b"global x =",
        b"global x,",
        b"global x, 1",
        b"global * x",
        b"global <const> * = 1",
        b"global <const>",
        b"global <close> x",
        b"global x\n<close>\n\n",
        b"global <other> x",
        b"global function",
        b"global function f.x() end",
        b"global function f:m() end",
        b"global a.b = 1",
        b"global local x",
        b"local <const>",
        b"local <const> function f() end",
        b"local <const x",
        b"local <close> a, b",
        b"local a <close>,\n<const> b",
        b"local x\n<bad>\n= 1",
        b"local function f(...1) end",
        b"local function f(...a, b) end",
        b"local function f(... a b) end",
        b"local function f(a ...) end",
        b"do\nbreak\nend",
        b"repeat local function f()\nbreak end until x",
    ],
)
def test_errors_are_those_of_puc_lua(source: bytes) -> None:
    message = our_message(source)
    assert message is not None
    assert message == _MESSAGE(source)


@pytest.mark.parametrize("source", [b"global x", b"local <const> x", b"local function f(...t) end"])
def test_lua_54_has_none_of_it(source: bytes) -> None:
    with pytest.raises(LuaSyntaxError):
        parse(source, b"=x", LUA_54)


def test_a_bad_declaration_leaves_the_rest_of_the_tree() -> None:
    chunk, problems = parse_tolerant(b"global x, = 1\nglobal <close> y\nlocal z", b"=x", LUA_55)
    assert [problem.line for problem in problems] == [1, 2]
    assert isinstance(chunk.body.statements[-1], ast.Local)
    assert any(isinstance(node, ast.Global) and names_of(node) == [(b"y", b"close")] for node in chunk.body.statements)
