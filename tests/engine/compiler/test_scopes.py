"""The resolver's findings: what each name means."""

from engine.compiler.positions import Positions
from engine.compiler.resolver import resolve
from engine.compiler.scopes import EVERYTHING, GLOBAL, LOOP, PARAMETER, VARARG, Scopes, Variable
from engine.syntax.dialects import LUA_51, LUA_54, LUA_55, Dialect
from engine.syntax.parser import parse


def scopes_of(source: bytes, dialect: Dialect = LUA_54) -> Scopes:
    return resolve(parse(source, b"=x", dialect), Positions(source, b"=x", dialect))


def variables_of(source: bytes) -> dict[bytes, Variable]:
    scopes = scopes_of(source)
    return {variable.name: variable for variable in scopes.variables.values()}


def test_references_point_to_their_declaration() -> None:
    source = b"local a = 1 do local a = a end return a"
    scopes = scopes_of(source)
    outer, inner = scopes.main.variables
    assert [node.start for node in outer.references] == [source.index(b"a end"), source.rindex(b"a")]
    assert inner.references == []
    assert outer.declaration is not None
    assert outer.declaration.start == 6


def test_variables_are_visible_from_behind_their_declaration() -> None:
    source = b"do local a = 1 end local b"
    a = variables_of(source)[b"a"]
    assert source[a.start : a.end] == b" "


def test_captured_and_assigned() -> None:
    found = variables_of(b"local a, b, c = 1 b = 2 function f(p) c = p return a end")
    assert [(v.captured, v.assigned) for v in (found[b"a"], found[b"b"], found[b"c"], found[b"p"])] == [
        (True, False),
        (False, True),
        (True, True),
        (False, False),
    ]


def test_kinds() -> None:
    found = variables_of(b"function o:m(x) end for i = 1, 2 do end for k in f do end")
    assert [found[name].kind for name in (b"self", b"x", b"i", b"k")] == [PARAMETER, PARAMETER, LOOP, LOOP]


def test_globals_belong_to_the_visible_environment() -> None:
    scopes = scopes_of(b"a = 1 local _ENV = {} b = 2")
    environments = {node.name: variable for node, variable in scopes.environments.items()}
    assert environments[b"a"] is scopes.main.upvalues[0].variable
    assert environments[b"b"] is scopes.main.variables[0]


def test_upvalues_are_numbered_as_they_are_met() -> None:
    scopes = scopes_of(b"local a, b function f() return function() return b, g, a end end")
    outer, inner = scopes.functions.values()
    assert [(u.variable.name, u.in_stack) for u in outer.upvalues] == [(b"b", True), (b"_ENV", False), (b"a", True)]
    assert [(u.variable.name, u.in_stack, u.index) for u in inner.upvalues] == [
        (b"b", False, 0),
        (b"_ENV", False, 1),
        (b"a", False, 2),
    ]


def test_constants_are_known() -> None:
    found = variables_of(
        b"local a <const> = 2 local b <const> = a * 3 local c <const> = {} local d, e <const> = 1, 's'"
    )
    known = {name: variable.constant.value for name, variable in found.items() if variable.constant is not None}
    assert known == {b"a": 2, b"b": 6, b"e": b"s"}


def test_gotos_find_their_labels() -> None:
    scopes = scopes_of(b"::a:: do goto a goto b end ::b::")
    assert {goto.label: label.name for goto, label in scopes.targets.items()} == {b"a": b"a", b"b": b"b"}


def test_declared_globals_know_their_uses() -> None:
    source = b"global a = 1 global <const> * do global a = 2 return a end a = b"
    scopes = scopes_of(source, LUA_55)
    outer, rest, inner = scopes.main.variables
    assert [(v.name, v.kind, v.attrib) for v in (outer, rest, inner)] == [
        (b"a", GLOBAL, None),
        (b"*", EVERYTHING, b"const"),
        (b"a", GLOBAL, None),
    ]
    assert [node.start for node in inner.references] == [source.index(b"a end")]
    assert [node.start for node in outer.references] == [source.rindex(b"a =")]
    assert [node.name for node in rest.references] == [b"b"]
    assert source[inner.start : inner.end] == b" return a "
    assert outer.end == len(source)
    assert scopes.variables == {}


def test_extra_arguments_have_a_variable_of_their_own() -> None:
    named = scopes_of(b"function f(a, ...t) t[1] = ... end", LUA_55)
    (scope,) = named.functions.values()
    assert scope.vararg is scope.variables[1]
    assert (scope.vararg.name, scope.vararg.kind, scope.has_vararg_table) == (b"t", VARARG, True)
    (scope,) = scopes_of(b"function f(a, ...) return ... end", LUA_55).functions.values()
    assert scope.vararg is not None
    assert (scope.vararg.name, scope.vararg.declaration, scope.has_vararg_table) == (b"(vararg table)", None, False)
    (scope,) = scopes_of(b"function f(...) return arg end", LUA_51).functions.values()
    assert scope.vararg is not None
    assert (scope.vararg.name, scope.vararg.kind, scope.has_vararg_table) == (b"arg", PARAMETER, True)
    assert len(scope.vararg.references) == 1
    (scope,) = scopes_of(b"function f(...) return arg end").functions.values()
    assert scope.vararg is None
