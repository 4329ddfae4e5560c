"""Macros (docs/macros.md): what calls expand to, what names mean, limits, and errors with both positions."""

import io

import pytest

from debugger.session import Session
from engine.compiler.disassembler import format_proto
from engine.compiler.load import compile_source
from engine.host.macros import quote
from engine.host.vm import VM
from engine.runtime.values import LuaError
from engine.syntax.ast import Chunk
from engine.syntax.dialects import DIALECTS, LUA_55, MACRO_LUA
from engine.syntax.errors import LuaSyntaxError
from engine.syntax.macro_values import Code
from engine.syntax.parser import parse_tolerant

UNLESS = "@macro unless(condition, body) return @quote{ if not $condition then $body end } end\n"
SQUARE = "@macro square(x) return @quote{ $x * $x } end\n"


def new_vm() -> VM:
    return VM(MACRO_LUA, stdout=io.BytesIO(), stderr=io.BytesIO())


def results(source: str, vm: VM | None = None) -> list[object]:
    return (vm or new_vm()).run_source(source.encode(), b"@f.lua")


def error(source: str, vm: VM | None = None) -> str:
    with pytest.raises(LuaError) as caught:
        results(source, vm)
    return str(caught.value)


def problems(source: str, vm: VM | None = None) -> tuple[Chunk, list[str]]:
    macros = None if vm is None else vm.machine.macros
    chunk, found = parse_tolerant(source.encode(), b"@f.lua", MACRO_LUA, macros)
    for one in found:
        assert 0 <= one.start <= one.end <= len(source)
    return chunk, [f"{one.line}: {one.message.decode()}" for one in found]


# -- calls and what they become


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        (SQUARE + "return @square(3)", 9),
        (SQUARE + "return 1 + @square(1 + 2)", 10),
        (SQUARE + "return 18 / @square(3)", 2.0),
        (SQUARE + "return -@square(3) ^ 2", -81.0),
        (SQUARE + "return @square(#'abc')", 9),
        (SQUARE + "return @square((function() local a = 2 return a end)())", 4),
        (SQUARE + "return @square(@square(2))", 16),
        ("@macro first(a, b) return a end return #@first({1, 2}, f(x, y))", 2),
        ("@macro count(...) return select('#', ...) end return @count(function(a, b) local c, d = a, b end, 2)", 2),
        ("@macro count(...) return select('#', ...) end return @count", 0),
        ("@macro count(...) return select('#', ...) end return @count()", 0),
        ("@macro count(...) return select('#', ...) end return @count(@quote{1, 2}, 3)", 2),
        ("@macro text(c) return tostring(c) end return @text{ f(a).b , 'x' .. [[y]] }", b"f(a).b , 'x' .. [[y]]"),
        ("@macro kinds(...) local k = '' for _, c in ipairs({...}) do k = k .. c.kind .. ' ' end return k end "
         "return @kinds(a, 1, 'x', a.b)", b"name number string code "),
        ("@macro value(c) return c.value end return @value(0x10)", 16),
        ("@macro line(c) return c.line end\n\nreturn @line(\nx)", 4),
        ("@macro nothing() end @nothing() return 1", 1),
        ("@macro call(f, x) return @quote{ $f($x) } end return @call(tostring, 1)", b"1"),
        ("@macro op(o, a, b) return a .. o .. b end return @op(+, 1, 2)", 3),
        ("@macro neg(x) return -1 end return 2 - @neg(0)", 3),
        ("@macro smallest() return math.mininteger end return @smallest", -(2**63)),
        ("@macro nan() return 0/0 end return @nan ~= @nan", True),
        ("@macro bytes() return '\\0\\n\"\\\\\\255' end return @bytes", b'\0\n"\\\xff'),
        ("@macro half() return 0.5 end return @half", 0.5),
        ("@macro read() return code.read('1 + 1') end return @read * 2", 4),
        ("return @unquote(1 + 1)", 2),
        ("return $(('x'):rep(3))", b"xxx"),
        ("return @quote{ 1 }", 1),
        ("return @if(1 < 2, 'yes', undefined())", b"yes"),
        ("return @if(nil, 1 / 0)", None),
        ("@if(false){ return @unknown() } @elseif(true){ return 2 } @else{ return 3 }", 2),
        ("@if(_VERSION == 'Lua 5.5'){ return 1 }", 1),
        ("@macro a() n = (n or 0) + 1 return n end return @a + @a + @a", 6),
        ("local @gensym(x) = 1 return x", None),
        ("@macro pair() local n = @gensym(n) return @quote{ (function($n) return $n end)(7) } end return @pair", 7),
    ],
)  # fmt: skip
def test_a_call_becomes_code(source: str, expected: object) -> None:
    found = results(source)
    assert found == ([] if expected is None and not found else [expected])


def test_bodies_are_statements() -> None:
    assert results(UNLESS + "local x = 1\n@unless(x > 1){ x = 5; x = x + 1 }\n@unless(x){ x = 0 }\nreturn x") == [6]


def test_macros_define_macros() -> None:
    source = "@macro define(name) return @quote{ @macro $name(x) return @quote{ $x + 1 } end } end\n"
    assert results(source + "@define(add)\nreturn @add(1)") == [2]


def test_other_dialects_have_no_macros() -> None:
    assert DIALECTS["macro"] is MACRO_LUA
    for dialect in DIALECTS.values():
        if dialect is not MACRO_LUA:
            with pytest.raises(LuaSyntaxError):
                compile_source(b"return @if(true, 1, 2)", b"=x", dialect)


def test_a_program_without_macros_is_compiled_as_ever() -> None:
    source = b"local t = {1, 2; x = 3}\nfor k, v in pairs(t) do t[k] = v .. 'x' end\nreturn t.x\n"
    one, other = compile_source(source, b"=x", LUA_55), compile_source(source, b"=x", MACRO_LUA)
    assert list(one.code) == list(other.code)
    assert list(one.columns) == list(other.columns)


# -- names


def test_locals_of_a_macro_are_its_own() -> None:
    swap = "@macro swap(a, b) return @quote{ do local tmp = $a; $a = $b; $b = tmp end } end\n"
    assert results(swap + "local tmp, x = 1, 2\n@swap(tmp, x)\nreturn tmp, x") == [2, 1]
    assert results("@macro m() return @quote{ local hidden = 1 } end\n@m()\nreturn hidden") == [None]


def test_each_expansion_has_its_own_locals() -> None:
    times = (
        "@macro times(n, body) return @quote{ do local i = 0 while i < $n do i = i + 1 $body end end } end\n"
        "local s = 0\n@times(2){ @times(3){ s = s + 1 } }\nreturn s"
    )
    assert results(times) == [6]


def test_labels_of_a_macro_are_its_own() -> None:
    again = (
        "@macro twice(body) return @quote{ do local n = 0 ::top:: n = n + 1 if n > 2 then goto done end "
        "$body goto top ::done:: end } end\n"
    )
    assert results(again + "local s = 0\n@twice{ @twice{ s = s + 1 } }\nreturn s") == [4]
    source = (
        again + "local s = 0\nfor i = 1, 3 do @twice{ if i == 2 then goto done end s = s + i } ::done:: end return s"
    )
    assert results(source) == [8]


def test_names_of_the_program_are_visible_where_a_macro_is_called() -> None:
    assert results("@macro x() return @quote{ counter } end\nlocal counter = 7\nreturn @x") == [7]
    assert results("@macro set(n) return @quote{ local $n = 3 } end\n@set(y)\nreturn y") == [3]
    assert results("@macro set() return @quote{ local $(code.name('y')) = 3 } end\n@set()\nreturn y") == [3]
    assert results("@macro method(o, b) return @quote{ function $o:m() $b end } end\n"
                   "local t = {v = 4}\n@method(t){ return self.v }\nreturn t:m()") == [4]  # fmt: skip


# -- positions


def test_code_of_a_macro_stands_on_the_line_of_the_call_and_arguments_on_their_own() -> None:
    source = b"@macro m(body)\n  return @quote{ f()\n $body\n g() }\nend\n\n@m{\n  h()\n}\n"
    vm = new_vm()
    proto = vm.load(source, b"@f.lua").proto
    assert sorted(set(proto.lines[:-1])) == [7, 8]
    assert {origin.line for origin in proto.origins.values()} == {2, 4}
    assert {origin.expansion.macro for origin in proto.origins.values()} == {b"m"}
    assert {origin.expansion.definition for origin in proto.origins.values()} == {b"f.lua:1"}
    assert all(proto.lines[pc] == 7 for pc in proto.origins)


def test_the_disassembly_names_the_macro() -> None:
    listing = format_proto(new_vm().load(SQUARE.encode() + b"local a = ...\nreturn a + @square(a)", b"@f.lua").proto)
    (product,) = [line for line in listing.splitlines() if "MUL" in line]
    (total,) = [line for line in listing.splitlines() if "ADD" in line]
    assert product.endswith("(@square)")
    assert "@square" not in total


def test_a_run_time_error_names_the_call_and_its_traceback_the_definition() -> None:
    source = (
        "@macro inner(x)\n  return @quote{ $x.y.z = 1 }\nend\n@macro outer(x)\n  return @quote{ @inner($x) }\nend\n"
    )
    with pytest.raises(LuaError) as caught:
        results(source + "\nlocal t = {}\n@outer(t)")
    assert str(caught.value) == "f.lua:9: attempt to index a nil value (field 'y')"
    assert caught.value.traceback == (
        b"stack traceback:\n\tf.lua:9: in main chunk\n\t\tin expansion of @inner, defined at f.lua:1\n"
        b"\t\tin expansion of @outer, defined at f.lua:4\n\t[C]: in ?"
    )


def test_the_debugger_stops_at_calls_and_in_arguments() -> None:
    source = b"@macro twice(body)\n  return @quote{ $body $body }\nend\nlocal n = 0\n@twice{\n  n = n + 1\n}\nreturn n"
    session = Session("demo.lua", source=source, dialect=MACRO_LUA)
    assert [session.step_over().line for _ in range(2)] == [6, 8]
    assert [session.step_back().line for _ in range(2)] == [6, 4]


# -- errors


@pytest.mark.parametrize(
    ("source", "message"),
    [
        (UNLESS + "\n@unles(x){}", "f.lua:3: unknown macro @unles (did you mean @unless?)"),
        ("@zzz()", "f.lua:1: unknown macro @zzz"),
        ("@macro m(a, b) end\n@m(1)", "f.lua:2: macro @m wants 2 arguments (a, b), not 1 (defined at f.lua:1)"),
        ("@macro m(a) end\n@m(1){2}", "f.lua:2: macro @m wants 1 argument (a), not 2 (defined at f.lua:1)"),
        ("@macro m() end\n@m(1)", "f.lua:2: macro @m wants 0 arguments, not 1 (defined at f.lua:1)"),
        ("@macro m(a, ...) end\n@m()",
         "f.lua:2: macro @m wants at least 1 argument (a, ...), not 0 (defined at f.lua:1)"),
        ("@macro m() end\n\n@macro m() end", "f.lua:3: macro @m is already defined at f.lua:1"),
        ("@macro if() end", "f.lua:1: macro @if is built in"),
        ("@macro m() return @quote{ @m() } end\n\n@m()",
         "f.lua:3: macro @m expands without end (100 expansions inside of each other) "
         "(in expansion of @m, defined at f.lua:1)"),
        ("@macro m(x)\n  error('no ' .. x.kind)\nend\n\n@m(1)",
         "f.lua:5: macro @m: f.lua:2: no number (in expansion of @m, defined at f.lua:1)"),
        ("@macro m() error({}) end @m()",
         "f.lua:1: macro @m: error object is a table value (in expansion of @m, defined at f.lua:1)"),
        ("@macro m() return pairs end @m()",
         "f.lua:1: macro @m: attempt to use a function value as code (in expansion of @m, defined at f.lua:1)"),
        ("@macro m() local t = {} t[1] = t return t end @m()",
         "f.lua:1: macro @m: attempt to use a table value as code (in expansion of @m, defined at f.lua:1)"),
        ("@macro m()\n  return @quote{ $missing }\nend\n@m()",
         "f.lua:4: macro @m: f.lua:2: attempt to unquote a nil value (in expansion of @m, defined at f.lua:1)"),
        ("@macro m() return code.read('\"x') end @m()",
         "f.lua:1: macro @m: f.lua:1: not code: unfinished string near <eof> (in expansion of @m, defined at f.lua:1)"),
        ("@macro m()\n  x = = 1\nend", "f.lua:2: unexpected symbol near '='"),
        ("@macro m()\n  return @quote{ x = = 1 }\nend\n\n@m()",
         "f.lua:5: unexpected symbol near '=' (in expansion of @m, defined at f.lua:1)"),
        ("@macro m()\n  return @quote{ local x <const> = 1; x = 2 }\nend\n\n@m()",
         "f.lua:5: attempt to assign to const variable 'x' (in expansion of @m, defined at f.lua:1)"),
        ("@macro m()\n  return @quote{ goto gone }\nend\n\n@m()",
         "f.lua:5: no visible label 'gone' for <goto> at line 5 (in expansion of @m, defined at f.lua:1)"),
        ("@macro m(x) end\n@m(1", "f.lua:2: ')' expected (to close '(' at line 2) near <eof>"),
        ("@macro m(x) end\n@m{ f(1]\n}", "f.lua:2: ')' expected (to close '(' at line 2) near ']'"),
        ("@macro m(x)\n  if x then\nend", "f.lua:3: 'end' expected (to close '@macro' at line 1) near <eof>"),
        ("@macro m(x) return $x end", "f.lua:1: '@unquote' outside of '@quote'"),
        ("@ 1", "f.lua:1: macro name expected near '1'"),
        ("@macro 1() end", "f.lua:1: macro name expected near '1'"),
        ("@macro m end", "f.lua:1: '(' expected after the name of a macro near 'end'"),
        ("@quote(1)", "f.lua:1: '{' expected after '@quote' near '('"),
        ("@unquote{1}", "f.lua:1: '(' expected after '@unquote' near '{'"),
        ("@if{1}", "f.lua:1: '@if' wants a condition in parentheses"),
        ("@else{1}", "f.lua:1: '@else' without '@if'"),
        ("@gensym(1)", "f.lua:1: '@gensym' takes one name"),
        ("x = $1", "f.lua:1: name or '(' expected after '$' near '1'"),
        ("x = $(io.open)", "f.lua:1: @unquote: f.lua:1: attempt to index a nil value (global 'io')"),
        ("@if(a.b){}", "f.lua:1: @if: f.lua:1: attempt to index a nil value (global 'a')"),
        ("x = 1 +\n@if(true, )", "f.lua:2: unexpected symbol near <eof>"),
        ("x = =\n@zzz()", "f.lua:1: unexpected symbol near '='"),
    ],
)  # fmt: skip
def test_error_messages(source: str, message: str) -> None:
    assert error(source) == message
    found = problems(source, new_vm())[1]  # the same error, unless only the resolver finds it
    assert not found or message in [f"f.lua:{one}" for one in found]


def test_nesting_is_limited() -> None:
    assert results("return " + "@quote{" * 90 + "1" + "}" * 90) == [1]
    assert error("return " + "@quote{" * 110 + "1" + "}" * 110) == "f.lua:1: macros are nested too deeply"


def test_what_macros_do_is_limited() -> None:
    vm = new_vm()
    vm.macros.step_limit = 1000
    vm.macros.token_limit = 100
    note = " (in expansion of @m, defined at f.lua:1)"
    gave_up = "f.lua:2: macro @m: gave up after 1000 steps" + note
    assert error("@macro m() while true do end end\n@m()", vm) == gave_up
    assert error("@macro m() pcall(function() while true do end end) end\n@m()", vm) == gave_up
    many = "@macro few() return @quote{ f(1, 2, 3, 4) } end @macro m() return @quote{ @few() @few() @few() } end\n"
    assert error(many + "@m() " * 10, vm) == "f.lua:2: macros expand to more than 100 tokens" + note


def test_what_depends_on_the_surroundings_is_withheld() -> None:
    names = ("io", "os", "debug", "package", "require", "load", "dofile", "loadfile", "print", "coroutine", "x")
    source = "".join(f"if {name} ~= nil then error('{name}') end\n" for name in names)
    assert results(f"x = 1\n@macro m()\n{source} end\n@m()\nreturn x") == [1]


@pytest.mark.parametrize(
    "source", ["@", "@m", "@m(", "@m{", "@macro", "@macro m(", "$", "@if", "@if(", "@if(x){", "@quote", "f(@m(])", "@}"]
)
def test_a_tolerant_parser_goes_through_with_any_beginning(source: str) -> None:
    for vm in (new_vm(), None):
        chunk, found = problems("local a = 1\n" + source, vm)
        assert len(found) == 1
        assert len(chunk.body.statements) >= 1


def test_problems_stand_in_the_text() -> None:
    found = problems("@macro m(x) return @quote{ x * $x } end\nprint(2 @m(1))", new_vm())[1]
    assert found == ["2: ')' expected near 'x' (in expansion of @m, defined at f.lua:1)"]


def test_expansion_is_the_same_every_time() -> None:
    source = "@macro r() return math.random(1000000) end return @r, @r"
    assert results(source) == results(source)


# -- macros in Python


def test_macros_in_python() -> None:
    vm = new_vm()
    vm.define_macro("VERSION", lambda: "'1.0'")
    vm.define_macro("double", lambda x: quote("$x * 2", x=x))
    vm.define_macro("names", lambda *found: b",".join(one.text for one in found))
    vm.define_macro("both", lambda a, b="7": [a, "..", b])
    vm.define_macro("nothing", lambda: None)
    assert results("@nothing() return @VERSION, @double(1 + 2), @names(a, b.c), @both(1), @both(1, 2)", vm) == [
        b"1.0", 6, b"a,b.c", b"17", b"12"
    ]  # fmt: skip


def test_code_in_python() -> None:
    vm = new_vm()
    seen: list[tuple[str, object, int, str]] = []

    def look(*found: Code) -> None:
        seen.extend((one.kind, one.value, one.line, str(one)) for one in found)

    vm.define_macro("look", look)
    results("@look(a, 1,\n'x', a  +  b)", vm)
    assert seen == [
        ("name", b"a", 1, "a"),
        ("number", 1, 1, "1"),
        ("string", b"x", 2, "'x'"),
        ("code", None, 2, "a + b"),
    ]


def test_names_in_a_quote_of_python_are_its_own() -> None:
    vm = new_vm()
    vm.define_macro("swap", lambda a, b: quote("do local t = $a; $a = $b; $b = t end", a=a, b=b))
    assert results("local t, u = 1, 2 @swap(t, u) return t, u", vm) == [2, 1]


def test_errors_of_macros_in_python() -> None:
    vm = new_vm()
    vm.define_macro("wrong", lambda: {}["key"])
    vm.define_macro("object", lambda: object())
    vm.define_macro("gap", lambda: quote("$x"))
    place = f"test_macros.py:{test_errors_of_macros_in_python.__code__.co_firstlineno + 2}"
    assert (
        error("\n@wrong()", vm)
        == f"f.lua:2: macro @wrong: KeyError: 'key' (in expansion of @wrong, defined at {place})"
    )
    assert "macro @gap: no piece for $x" in error("@gap()", vm)
    assert "macro @wrong wants 0 arguments, not 1" in error("@wrong(1)", vm)
    assert f"macro @wrong is already defined at {place}" in error("@macro wrong() end", vm)
    with pytest.raises(ValueError, match="already defined"):
        vm.define_macro("wrong", lambda: None)
    with pytest.raises(ValueError, match="no name for a macro"):
        vm.define_macro("a b", lambda: None)


def test_chunks_have_macros_of_their_own_and_those_of_the_vm() -> None:
    vm = new_vm()
    vm.define_macro("one", lambda: 1)
    source = "@macro two() return 2 end return load('return @one')(), load('return @two')"
    assert results(source, vm) == [1, None, b'[string "return @two"]:1: unknown macro @two']
