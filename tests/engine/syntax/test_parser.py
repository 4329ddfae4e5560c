"""The parser: what tree a text gives, where the nodes stand, and which lines PUC Lua blames."""

import re
from collections.abc import Iterator

import lupa.lua54
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.syntax import ast
from engine.syntax.ast import Chunk, Expr, Node
from engine.syntax.dialects import LUA_54
from engine.syntax.linemap import LineMap
from engine.syntax.parser import parse

_LUA = lupa.lua54.LuaRuntime(encoding=None)
_FAILURE = _LUA.eval(b"function(s) local _, m = pcall(assert(load(s, '=x', 't'))) return m end")
_VALUE = _LUA.eval(b"function(s) return load(s, '=x', 't')() end")


def chunk_of(source: bytes) -> Chunk:
    return parse(source, b"=x", LUA_54)


def expression(source: bytes) -> Expr:
    (statement,) = chunk_of(b"return " + source).body.statements
    assert isinstance(statement, ast.Return)
    (value,) = statement.values
    return value


def fields(node: Node) -> dict[str, object]:
    """The node's attributes, in the order of its constructor's parameters; a compiled node has no `__dict__`."""
    names = getattr(type(node), "__mypyc_attrs__", None) or vars(node)
    return {name: getattr(node, name) for name in names}


def children(node: Node) -> Iterator[Node]:
    for value in fields(node).values():
        if isinstance(value, Node):
            yield value
        elif isinstance(value, list):
            yield from (item for item in value if isinstance(item, Node))


def walk(node: Node) -> Iterator[Node]:
    yield node
    for child in children(node):
        yield from walk(child)


def shape(node: object) -> object:
    """The tree without positions, for comparison."""
    if isinstance(node, Node):
        return (type(node).__name__, *(shape(value) for name, value in fields(node).items() if name not in _POSITIONS))
    if isinstance(node, list):
        return [shape(item) for item in node]
    return node


_POSITIONS = {"start", "end", "line", "end_line", "name_start", "own"}


def grouped(node: Expr) -> str:
    """An expression with every operation in parentheses."""
    if isinstance(node, ast.Binary):
        return f"({grouped(node.left)} {node.op} {grouped(node.right)})"
    if isinstance(node, ast.Unary):
        return f"({node.op} {grouped(node.operand)})"
    if isinstance(node, ast.Paren):
        return grouped(node.inner)
    if isinstance(node, ast.Number):
        return str(node.value)
    assert isinstance(node, ast.Name)
    return node.name.decode()


# -- expressions


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        (b"a or b and c", "(a or (b and c))"),
        (b"a < b == c", "((a < b) == c)"),
        (b"a .. b .. c", "(a .. (b .. c))"),
        (b"a ^ b ^ c", "(a ^ (b ^ c))"),
        (b"-a ^ b", "(- (a ^ b))"),
        (b"a ^ -b", "(a ^ (- b))"),
        (b"not a == b", "((not a) == b)"),
        (b"- - ~ # a", "(- (- (~ (# a))))"),
        (b"a - b - c", "((a - b) - c)"),
        (b"a | b ~ c & d << e .. f + g * h", "(a | (b ~ (c & (d << (e .. (f + (g * h)))))))"),
        (b"a * b // c % d / e", "((((a * b) // c) % d) / e)"),
        (b"(a + b) * c", "((a + b) * c)"),
        (b"a .. b + c .. d", "(a .. ((b + c) .. d))"),
        (b"a >> b << c", "((a >> b) << c)"),
        (b"a ~= b <= c >= d > e", "((((a ~= b) <= c) >= d) > e)"),
        (b"2 ^ - 3 ^ 2", "(2 ^ (- (3 ^ 2)))"),
    ],
)
def test_priorities(source: bytes, expected: str) -> None:
    assert grouped(expression(source)) == expected


@given(
    st.lists(
        st.tuples(st.sampled_from(["+", "-", "*", "/", "//", "%", "^"]), st.integers(1, 9)), min_size=1, max_size=8
    ),
    st.lists(st.booleans(), min_size=8, max_size=8),
)
def test_priorities_equal_puc_lua(operations: list[tuple[str, int]], minus: list[bool]) -> None:
    text = "7" + "".join(f" {op} {'-' if sign else ''}{n}" for (op, n), sign in zip(operations, minus, strict=False))
    parenthesized = grouped(expression(text.encode()))
    assert repr(_VALUE(b"return " + text.encode())) == repr(_VALUE(b"return " + parenthesized.encode()))


def test_literals() -> None:
    source = b"nil, true, false, ..., 1, 1.0, 'a', [[b]]"
    (statement,) = chunk_of(b"return " + source).body.statements
    assert isinstance(statement, ast.Return)
    assert [shape(value) for value in statement.values] == [
        ("Nil",), ("TrueLiteral",), ("FalseLiteral",), ("Vararg",),
        ("Number", 1), ("Number", 1.0), ("String", b"a"), ("String", b"b"),
    ]  # fmt: skip
    numbers = [value.value for value in statement.values if isinstance(value, ast.Number)]
    assert [type(number) for number in numbers] == [int, float]


def test_suffixes() -> None:
    assert shape(expression(b"a.b[1]:c(2){}'s'")) == (
        "Call",
        (
            "Call",
            (
                "MethodCall",
                ("Index", ("Index", ("Name", b"a"), ("String", b"b"), True), ("Number", 1), False),
                ("String", b"c"),
                [("Number", 2)],
            ),
            [("Table", [])],
        ),
        [("String", b"s")],
    )
    assert shape(expression(b"(f)()")) == ("Call", ("Paren", ("Name", b"f")), [])


def test_tables() -> None:
    assert shape(expression(b"{1, x = 2; [y] = 3, z, {}, }")) == (
        "Table",
        [
            ("TableItem", None, ("Number", 1)),
            ("TableItem", ("String", b"x"), ("Number", 2)),
            ("TableItem", ("Name", b"y"), ("Number", 3)),
            ("TableItem", None, ("Name", b"z")),
            ("TableItem", None, ("Table", [])),
        ],
    )


def test_functions() -> None:
    body = ("Block", [])
    assert shape(expression(b"function(a, b, ...) end")) == (
        "Function", [("Name", b"a"), ("Name", b"b")], True, None, body,
    )  # fmt: skip
    assert shape(expression(b"function(...) end")) == ("Function", [], True, None, body)
    assert shape(expression(b"function() end")) == ("Function", [], False, None, body)


# -- statements


def statements(source: bytes) -> list[object]:
    return [shape(statement) for statement in chunk_of(source).body.statements]


def test_statements() -> None:
    a, b, c = ("Name", b"a"), ("Name", b"b"), ("Name", b"c")
    block = ("Block", [])
    assert statements(b";;;") == []
    assert statements(b"a, b.c = b") == [("Assign", [a, ("Index", b, ("String", b"c"), True)], [b])]
    assert statements(b"a()") == [("CallStat", ("Call", a, []))]
    assert statements(b"do end") == [("Do", block)]
    assert statements(b"while a do end") == [("While", a, block)]
    assert statements(b"repeat until a") == [("Repeat", block, a)]
    assert statements(b"if a then elseif b then else end") == [
        ("If", [("IfClause", a, block), ("IfClause", b, block)], block)
    ]
    assert statements(b"if a then end") == [("If", [("IfClause", a, block)], None)]
    assert statements(b"for a = b, c do end") == [("NumericFor", a, b, c, None, block)]
    assert statements(b"for a = b, c, a do end") == [("NumericFor", a, b, c, a, block)]
    assert statements(b"for a, b in c, c do end") == [("GenericFor", [a, b], [c, c], block)]
    assert statements(b"break goto x ::y:: return") == [("Break",), ("Goto", b"x"), ("Label", b"y"), ("Return", [])]
    assert statements(b"return a, b;") == [("Return", [a, b])]


def test_locals() -> None:
    a, b = ("Name", b"a"), ("Name", b"b")
    one = ("Number", 1)
    assert statements(b"local a, b = 1") == [("Local", [("AttribName", a, None), ("AttribName", b, None)], [one])]
    assert statements(b"local a <const>, b <close>") == [
        ("Local", [("AttribName", a, b"const"), ("AttribName", b, b"close")], [])
    ]
    assert statements(b"local function a() end") == [("LocalFunction", a, ("Function", [], False, None, ("Block", [])))]


def test_function_statements() -> None:
    plain = ("Function", [], False, None, ("Block", []))
    method = ("Function", [("Name", b"self"), ("Name", b"x")], False, None, ("Block", []))
    a_b = ("Index", ("Name", b"a"), ("String", b"b"), True)
    assert statements(b"function a() end") == [("FunctionStat", ("Name", b"a"), plain, False)]
    assert statements(b"function a.b() end") == [("FunctionStat", a_b, plain, False)]
    assert statements(b"function a.b:c(x) end") == [
        ("FunctionStat", ("Index", a_b, ("String", b"c"), True), method, True)
    ]


def test_a_call_may_begin_a_line() -> None:
    assert statements(b"a = b\n(c)()") == [
        ("Assign", [("Name", b"a")], [("Call", ("Call", ("Name", b"b"), [("Name", b"c")]), [])])
    ]


# -- positions

PROGRAM = b"""
local a <const>, b <close> = (1), nil
local function f(x, y, ...)
  local t = {x, y = 2, ["z"] = 3; ..., n = select('#', ...)}
  if x == y then return t; elseif not (x < -y) then goto done else t.x[1].y = x .. "a\\65" end
  while #t > 0 and x do t[#t] = nil; if t.n then break end end
  for i = 1, 10, 2 do print(i // 2 ~ 3) end
  for k, v in pairs(t) do t:method(k, v){1}"s"[[long
string]] end
  repeat local u = 0x1p4 until u ^ 2 >= 1e3 or f
  ::done::
  return function() return a, b end, (f(x))
end
function f.g.h:m(p) self.p, f.q = p, ~p & 1 | 2 << 3 end
do local s = 'it\\'s' --[[c]] end -- comment
return f, true, false
"""


def test_nodes_lie_within_their_parents_and_in_order() -> None:
    for node in walk(chunk_of(PROGRAM)):
        assert 0 <= node.start <= node.end <= len(PROGRAM)
        at = node.start
        for child in children(node):
            # A method's `self` has no text of its own, and a named item's key none but its name.
            assert at <= child.start <= child.end <= node.end, (node, child)
            at = child.end


def test_the_text_of_an_expression_is_that_expression() -> None:
    seen = set()
    nodes = list(walk(chunk_of(PROGRAM)))
    targets = [node.target for node in nodes if isinstance(node, ast.FunctionStat)]  # `f:m` is no expression
    for node in nodes:
        text = PROGRAM[node.start : node.end]
        if isinstance(node, ast.Name) and node.start < node.end:
            assert text == node.name
        elif isinstance(node, ast.Function):
            assert text.endswith(b"end")
        elif isinstance(node, Expr) and node.start < node.end and node not in targets:
            if isinstance(node, ast.String) and text[:1] not in (b"'", b'"', b"["):
                assert text == node.value
            else:
                assert shape(expression(text)) == shape(node)
        seen.add(type(node))
    assert seen >= {ast.Table, ast.Index, ast.Call, ast.MethodCall, ast.Binary, ast.Unary, ast.Paren, ast.Vararg}


def test_the_text_of_a_statement_is_that_statement() -> None:
    seen = set()
    for node in walk(chunk_of(PROGRAM)):
        if isinstance(node, ast.Stat):
            assert statements(PROGRAM[node.start : node.end]) == [shape(node)]
            seen.add(type(node))
    assert len(seen) == 15


def test_a_block_reaches_from_the_token_before_it_to_the_one_behind() -> None:
    source = b"while a do\n b()\nend if c then  else d() end"
    loop, branch = chunk_of(source).body.statements
    assert isinstance(loop, ast.While)
    assert source[loop.body.start : loop.body.end] == b"\n b()\n"
    assert (loop.body.line, loop.body.end_line) == (1, 3)
    assert isinstance(branch, ast.If)
    assert branch.orelse is not None
    clause = branch.clauses[0]
    assert source[clause.start : clause.end] == b"if c then  "
    assert source[clause.body.start : clause.body.end] == b"  "
    assert source[branch.orelse.start : branch.orelse.end] == b" d() "


def test_a_chunk_ends_with_its_last_token() -> None:
    chunk = chunk_of(b"\nf()\n\n")
    assert (chunk.start, chunk.end, chunk.end_line, chunk.body.end_line) == (0, 6, 2, 4)
    assert chunk.source_name == b"=x"


def test_line_map() -> None:
    source = b"ab\nc\r\n\rd\n\r\ne"
    lines = LineMap(source)
    assert [lines.line_of(offset) for offset in range(len(source) + 1)] == [1, 1, 1, 2, 2, 2, 3, 4, 4, 4, 5, 6, 6]
    assert [lines.column_of(offset) for offset in range(len(source) + 1)] == [1, 2, 3, 1, 2, 3, 1, 1, 2, 3, 1, 1, 2]
    assert LineMap(b"").line_of(0) == 1


@given(st.lists(st.sampled_from(["\n", "\r", "a", " "]), max_size=20))
def test_the_line_map_counts_as_the_lexer_does(pieces: list[str]) -> None:
    source = "".join([*pieces, "b()"]).encode()
    lines = LineMap(source)
    if b"a" not in source:
        statement = chunk_of(source).body.statements[0]
        assert lines.line_of(statement.start) == statement.line


# -- the lines that PUC Lua blames


def line_blamed(source: bytes) -> int:
    found = re.match(rb"x:(\d+): ", _FAILURE(source))
    assert found is not None
    return int(found.group(1))


@pytest.mark.parametrize(
    ("op", "source"),
    [
        ("+", b"local a = nil\n+\n1"),
        ("*", b"local a = 1 +\n2 *\n nil"),
        ("<", b"local a = 1\n<\n{}\n"),
        (">=", b"local a = {}\n>=\n1\n\n"),
        ("<=", b"local a = {}\n<=\n('x')\n==\n1"),
        ("..", b"local a = 'x'\n..\n{}"),
        ("^", b"local a = 2 ^\n\n nil"),
        ("&", b"local a = 1 &\n 1.5"),
        ("-", b"local a =\n-\nnil"),
        ("#", b"local a = 1 + (\n#\nnil)"),
    ],
)
def test_lines_of_operators(op: str, source: bytes) -> None:
    (line,) = [
        node.line for node in walk(chunk_of(source)) if isinstance(node, (ast.Unary, ast.Binary)) and node.op == op
    ]
    assert line == line_blamed(source)


@pytest.mark.parametrize(
    "source",
    [
        b"local f\n\nf\n(\n1,\n2\n)",
        b"local f f\n'x'",
        b"local f f\n[[x\n\ny]]",
        b"local f f\n{\n1\n}",
        b"local o = {} o\n:\nm\n(\n)",
        b"local o = {} o:m'a\\\nb'",
        b"(\n(\n{}\n)\n)\n(\n)",
        b"local a = 1 + 2 +\n (nil)\n(1)",
    ],
)
def test_lines_of_calls(source: bytes) -> None:
    (line,) = [node.line for node in walk(chunk_of(source)) if isinstance(node, (ast.Call, ast.MethodCall))]
    assert line == line_blamed(source)


@pytest.mark.parametrize(
    "source",
    [
        b"local a\nlocal x = a\n.\nb\n\nlocal y",
        b"local a\nlocal x = a\n[\n'b'\n]\n\n",
        b"local a\nlocal x = a\n.b\n+\n1",
        b"local a\nlocal x = a\n.b\nand\n1",
        b"local a\nlocal x = 1 + a\n.b\n",
        b"local a\nlocal x = 1 ..\na\n.b\n..\n2",
        b"local a\nlocal x = a\n.b\n,\n1",
        b"local a\nlocal x = 1, a\n.b\n\nlocal y",
        b"local a\nlocal x = (a\n.b\n)",
        b"local a\nlocal x = - a\n.b\n+ 1",
        b"local a\nprint(a\n.b\n)",
        b"local a\nprint(a\n.b\n,1\n)",
        b"local a\nprint(1, a\n.b\n\n)",
        b"local a\nprint(a\n.b\n[1\n]\n)",
        b"local a\nlocal x = {a\n.b\n}",
        b"local a\nlocal x = {a\n.b\n,\n}",
        b"local a\nlocal x = {a\n.b\n,\nc\n}",
        b"local a\nlocal x = {a\n.b\n,\nc = 1\n}",
        b"local a\nlocal x = {1, a\n.b\n;\n}",
        b"local a\nlocal x = {c = a\n.b\n,\n}",
        b"local a\nlocal x = {[a\n.b\n]\n= 1}",
        b"local a\nif a\n.b\nthen\nend",
        b"local a\nwhile 1 do if a\n.b\nthen\nbreak\nend end",
        b"local a\nwhile a\n.b\ndo\nend",
        b"local a\nrepeat until a\n.b\n\nlocal x",
        b"local a\nfor i = a\n.b\n, 2\ndo end",
        b"local a\nfor i = 1, a\n.b\n\ndo end",
        b"local a\nfor i in a\n.b\n\ndo end",
        b"local a\ndo return a\n.b\n\nend",
        b"local a\na\n.b\n=\n1",
        b"local a\na\n.b\n=\n1\n+ #'x'\n\nlocal x",
        b"local a, b\na\n.b\n, b\n=\n1\n\n",
        b"local a\na\n.b\n.c\n=\n1\n",
        b"local a\na\n.b\n()",
        b"local a\na\n.b\n'x'",
        b"local a\na\n.b\n:\nc\n()",
        b"local a\nfunction a\n.\nb\n(\n)\nend",
        b"local a\nfunction a\n.b\n.c\n(\n)\nend",
    ],
)
def test_lines_of_indexing(source: bytes) -> None:
    innermost = [
        node for node in walk(chunk_of(source)) if isinstance(node, ast.Index) and isinstance(node.object, ast.Name)
    ]
    assert [node.line for node in innermost] == [line_blamed(source)]


def test_lines_of_iteration() -> None:
    source = b"for\n\nk\nin\nnil\ndo\nend"
    (statement,) = chunk_of(source).body.statements
    assert statement.line == line_blamed(source) == 5


def test_lines_of_items() -> None:
    source = b"local a\n= {\n[\nnil\n]\n=\n1\n}"
    (item,) = [node for node in walk(chunk_of(source)) if isinstance(node, ast.TableItem)]
    assert item.line == line_blamed(source) == 7


@pytest.mark.parametrize(
    "source",
    [
        b"return\nfunction\n(\n)\n\nend",
        b"local\nfunction\nf\n(\n)\n\nend\nreturn f",
        b"\nfunction\nf\n(\n)\n\nend\nreturn f",
    ],
)
def test_lines_of_functions(source: bytes) -> None:
    ask = b"local i = debug.getinfo((function() " + source + b" end)(), 'S') return {i.linedefined, i.lastlinedefined}"
    first, last = _VALUE(ask).values()
    (function,) = [node for node in walk(chunk_of(source)) if isinstance(node, ast.Function)]
    assert (function.line, function.end_line) == (first, last)
