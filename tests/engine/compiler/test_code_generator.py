"""What source text is compiled to: listings of small programs, and what holds for all of them."""

import pytest
from compiling import all_protos, code, compiled, listing, lua_lines
from sources import PROGRAMS, generated

from engine.compiler.verifier import verify


def check(source: str, *expected: str) -> None:
    assert listing(source) == list(expected)


# -- variables and assignment


def test_globals_are_fields_of_env() -> None:
    check("a = b", 'GETTABUP 0 0 1 ; _ENV "b"', 'SETTABUP 0 0 0 ; _ENV "a"')
    check("local _ENV = e; a = 1", 'GETTABUP 0 0 0 ; _ENV _ENV "e"', 'SETFIELD 0 1 2k ; _ENV "a" 1')


def test_swap_needs_one_temporary() -> None:
    check(
        "local a, b = 1, 2; a, b = b, a",
        "LOADI 0 1",
        "LOADI 1 2 ; b",
        "MOVE 2 1 ; b",
        "MOVE 1 0 ; b a",
        "MOVE 0 2 ; a",
    )


def test_table_that_is_assigned_to_is_saved_first() -> None:
    check(
        "local a; a.x, a = 1, 2",
        "LOADNIL 0 1",
        "MOVE 1 0 ; a",
        "LOADI 2 1",
        "LOADI 0 2 ; a",
        'SETFIELD 1 0 2 ; "x"',
    )


def test_missing_values_are_nil() -> None:
    check("local a, b, c = 1", "LOADI 0 1", "LOADNIL 1 2")


def test_calls_are_adjusted() -> None:
    check("local a, b, c = 1, f()", "LOADI 0 1", 'GETTABUP 1 0 0 ; _ENV "f"', "CALL 1 1 3 ; 0 in 2 out")


def test_constants_have_no_register() -> None:
    check("local a <const> = 2; local b = a * 3", "LOADI 0 6 ; b")
    inner = compiled("local a <const>, b <const> = {}, 'x'; return function() return a, b end").protos[0]
    assert [upvalue.name for upvalue in inner.upvalues] == [b"a"]


def test_captured_local_lives_in_a_cell() -> None:
    proto = compiled("local a = 1; a = a + 1; function f() a = 2 end")
    assert code(proto)[:5] == ["LOADI 0 1", "NEWCELL 0", "GETCELL 1 0 ; a", "ADDI 1 1 1", "SETCELL 1 0 ; a"]
    assert code(proto.protos[0])[:2] == ["LOADI 0 2", "SETUPVAL 0 0 ; a"]


def test_captured_parameter_becomes_a_cell_on_entry() -> None:
    proto = compiled("function f(a, b) return function() return b end end").protos[0]
    assert code(proto)[0] == "NEWCELL 1 ; b"
    assert [(local.name, local.start, local.cell) for local in proto.locals] == [(b"a", 0, False), (b"b", 0, True)]


def test_upvalue_fields_need_one_instruction() -> None:
    inner = compiled("local t = {}; function f() t.x = t.y end").protos[0]
    assert code(inner)[:2] == ['GETTABUP 0 0 1 ; t "y"', 'SETTABUP 0 0 0 ; t "x"']


def test_cell_is_opened_after_the_right_operand() -> None:
    lines = listing("local a; function f() a = 1 end; local b = a + f()")
    assert [line.split()[0] for line in lines[-4:]] == ["GETTABUP", "CALL", "GETCELL", "ADD"]


# -- expressions


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("1 + 2 * 3", "LOADI 0 7"),
        ("7 // 2 .. ''", None),
        ("2 ^ 2", "LOADK 0 0 ; 4.0"),
        ("3.0 | 4", "LOADI 0 7"),
        ("~0", "LOADI 0 -1"),
        ("not nil", "LOADTRUE 0"),
        ("1 << 63", "LOADK 0 0 ; -9223372036854775808"),
        ("1 // 0", None),
        ("0.0 / 1", None),
        ("-0.0", None),
        ("1 == 1", None),
        ("1 and 2", "LOADI 0 2"),
        ("nil or 'x'", 'LOADK 0 0 ; "x"'),
    ],
)
def test_folding(source: str, expected: str | None) -> None:
    lines = listing(f"local _ = {source}")
    if expected is None:
        assert len(lines) > 1
    else:
        assert [lines[0].replace("; _", ";").replace(" ;  ", " ; ").removesuffix(" ;")] == [expected]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("a + 1", "ADDI 1 0 1"),
        ("a + 40000", "ADDK 1 0 0"),
        ("a - 1", "SUBK 1 0 0"),
        ("a * 2.5", "MULK 1 0 0"),
        ("a & 1", "BANDK 1 0 0"),
        ("a << 1", "SHLK 1 0 0"),
        ("a[1]", "GETI 1 0 1"),
        ("a['x']", "GETFIELD 1 0 0"),
        ("a[65536]", "GETTABLE 1 0 1"),
        ("-a", "UNM 1 0"),
    ],
)
def test_operators_with_constants(source: str, expected: str) -> None:
    assert listing(f"local a; local b = {source}")[-1].split(" ;")[0] == expected


def test_concatenation_is_one_instruction() -> None:
    assert listing("local a; a = a .. 1 .. a .. 'x'")[-2:] == ["CONCAT 1 4", "MOVE 0 1 ; a"]


def test_long_chains_need_no_deep_stack() -> None:
    for link in ("+ b ", ".b", "()", ":b()", "and b ", "or b ", "== b ", "[1]", "and b or c "):
        assert compiled("a = a " + link * 3000).frame_size < 10


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        ("a", ["TEST 0 1 ; a to 3"]),
        ("not a", ["TEST 0 1k ; a to 3"]),
        ("a == 1", ["EQI 0 1 1 ; a to 3"]),
        ("a ~= 'x'", ['EQK 0 0 1k ; a "x" to 3']),
        ("nil == a", ["EQK 0 0 1 ; a nil to 3"]),
        ("a < 5", ["LTI 0 5 1 ; a to 3"]),
        ("5 < a", ["GTI 0 5 1 ; a to 3"]),
        ("5 >= a", ["LEI 0 5 1 ; a to 3"]),
        ("a > b", ["LT 1 0 1 ; b a to 3"]),
        ("a and b", ["TEST 0 2 ; a to 4", "TEST 1 1 ; b to 4"]),
        ("a or b", ["TEST 0 1k ; a to 3", "TEST 1 1 ; b to 4"]),
        ("not (a and b)", ["TEST 0 1 ; a to 3", "TEST 1 1k ; b to 4"]),
        ("true", []),
        ("nil", ["JMP 1 ; to 3"]),
    ],
)
def test_conditions_are_jumps(condition: str, expected: list[str]) -> None:
    assert listing(f"local a, b; if {condition} then a = b end")[1:-1] == expected


def test_values_of_connectives() -> None:
    check(
        "local a, b; local c = a and b or 1",
        "LOADNIL 0 2",
        "TEST 0 1 ; a to 3",
        "TESTSET 2 1 1k ; b to 4",
        "LOADI 2 1 ; c",
    )
    check(
        "local a; local b = a and a > 1",
        "LOADNIL 0 1",
        "TESTSET 1 0 3 ; a to 5",
        "GTI 0 1 1k ; a to 4",
        "LFALSESKIP 1 ; to 5",
        "LOADTRUE 1 ; b",
    )


# -- calls and tables


def test_method_call_has_the_object_first() -> None:
    check("o:m(1)", 'GETTABUP 1 0 0 ; _ENV "o"', 'SELF 0 1 1k ; "m"', "LOADI 2 1", "CALL 0 3 1 ; 2 in 0 out")


def test_open_arguments() -> None:
    check("f(...)", 'GETTABUP 0 0 0 ; _ENV "f"', "VARARG 1 0 0 ; all out", "CALL 0 0 1 ; all in 0 out")


def test_constructor_flushes_every_fifty_items() -> None:
    lines = listing("local t = {" + "1," * 120 + "f()}")
    assert [line for line in lines if line.startswith("SETLIST")] == [
        "SETLIST 0 50 0",
        "SETLIST 0 50 50",
        "SETLIST 0 0 100",
    ]
    assert lines[0] == "NEWTABLE 0 120 0"


def test_constructor_with_more_items_than_a_field_holds() -> None:
    lines = listing("local t = {" + "1," * 65600 + "}")
    assert lines[-2:] == ["SETLIST 0 50 14k", "EXTRA 1"]
    assert lines[0] == "NEWTABLE 0 65535 0"


# -- control


def test_loop_variable_shares_the_control_register() -> None:
    check(
        "for i = 1, 2 do f(i) end",
        "LOADI 0 1",
        "LOADI 1 2",
        "LOADI 2 1",
        "FORPREP 0 4 ; to 8",
        'GETTABUP 3 0 0 ; _ENV "f"',
        "MOVE 4 0 ; i",
        "CALL 3 2 1 ; 1 in 0 out",
        "FORLOOP 0 -4 ; to 4",
    )


@pytest.mark.parametrize(
    ("body", "copied"), [("i = 2", ["MOVE 3 0 ; i"]), ("function f() return i end", ["MOVE 3 0", "NEWCELL 3"])]
)
def test_loop_variable_that_may_change_is_a_copy(body: str, copied: list[str]) -> None:
    lines = listing(f"for i = 1, 2 do {body} end")
    assert lines[4 : 4 + len(copied)] == copied


def test_generic_for() -> None:
    check(
        "for k, v in f do g = v end",
        'GETTABUP 0 0 0 ; _ENV "f"',
        "LOADNIL 1 3",
        "TFORPREP 0 1 ; to 4",
        'SETTABUP 0 1 4 ; _ENV "g" v',
        "TFORCALL 0 2",
        "TFORLOOP 0 -3 ; to 3",
        "CLOSE 0 0",
    )


def test_loop_state_is_listed_before_the_variables() -> None:
    proto = compiled("for i = 1, 2 do end for k, v in f do end")
    listed = [(local.name, local.register) for local in proto.locals]
    state = b"(for state)"
    assert listed[:4] == [(state, 0), (state, 1), (state, 2), (b"i", 0)]
    assert listed[4:] == [(state, 0), (state, 1), (state, 3), (state, 2), (b"k", 3), (b"v", 4)]


def test_break_is_the_condition_s_jump() -> None:
    check("while true do if a then break end end", 'GETTABUP 0 0 0 ; _ENV "a"', "TEST 0 1k ; to 3", "JMP -3 ; to 0")


def test_leaving_a_closing_scope_closes() -> None:
    lines = listing("while a do local x <close> = b if x then break end end")
    names = [line.split(" ;")[0] for line in lines]
    assert names[3:] == ["TBC 0", "TEST 0 2", "CLOSE 0 0", "JMP 2", "CLOSE 0 0", "JMP -9"]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("return f()", ["TAILCALL 0 1 ; 0 in", "RETURN 0 0 ; all out"]),
        ("return (f())", ["CALL 0 1 2 ; 0 in 1 out", "RETURN1 0"]),
        (
            "local x <close> = f(); return f()",
            ["CALL 1 1 0 ; 0 in all out", "CLOSE 0 1", "RETURN 1 0 ; all out", "CLOSE 0 0"],
        ),
        ("local x <close> = f(); return 1, 2", ["LOADI 2 2", "CLOSE 0 0", "RETURN 1 3 ; 2 out", "CLOSE 0 0"]),
        ("local x = f(); return x", ["CALL 0 1 2 ; 0 in 1 out", "RETURN1 0 ; x"]),
        ("f() return", ["CALL 0 1 1 ; 0 in 0 out", "RETURN0"]),
        ("return f(), 1", ["LOADI 1 1", "RETURN 0 3 ; 2 out"]),
    ],
)
def test_returns(source: str, expected: list[str]) -> None:
    assert listing(source)[-len(expected) :] == expected


def test_far_jumps_are_turned_around() -> None:
    proto = compiled(
        "local a, b = 1, 2 if a < b then " + "x = y " * 20000 + "end return b and (" + "a + " * 36000 + "a)"
    )
    verify(proto)
    text = code(proto)
    assert text[2:4] == ["LT 0 1 1k ; a b to 4", f"JMP 40000 ; to {4 + 40000}"]
    testset = text.index("TEST 1 2k ; b to 40007")
    assert text[testset + 1 : testset + 3] == ["MOVE 2 1 ; b", "JMP 36000 ; to 76007"]


# -- all programs


@pytest.mark.parametrize("source", PROGRAMS)
def test_programs_pass_the_verifier(source: str) -> None:
    verify(compiled(source))


def test_generated_programs_pass_the_verifier() -> None:
    for seed in range(150):
        verify(compiled(generated(seed)))


def test_locals_lie_within_the_code() -> None:
    for seed in range(40):
        for proto in all_protos(compiled(generated(seed))):
            for local in proto.locals:
                assert 0 <= local.start <= local.end <= len(proto.original)
                assert local.register < proto.frame_size


@pytest.mark.parametrize(
    "source",
    [
        b"local a = f(\n1,\nb\n)\nlocal t = {\n1,\nx = 2,\n}\n",
        b"x = a\n+ b\n.. c\nand d\nor not\ne\n",
        b"if a\nthen\nb()\nelseif c\nthen\nd()\nelse\ne()\nend\n",
        b"while a\ndo\nb()\nend\nrepeat\nc()\nuntil\nd\n",
        b"for i =\n1,\n2\ndo\nf(i)\nend\n",
        b"function a.b.c()\nend\nlocal function f(x)\nreturn x\nend\nlocal g = function()\nend\n",
        b"a.b\n.c\n:d(\n1)\n.e = 5\nreturn\nf(\n)\n\n\n",
        b"x, y.z = 1,\n2\ngoto l\n::l::\ndo\nlocal a <const> = 5\nprint(a)\nend",
    ],
)
def test_lines_are_those_of_puc_lua(source: bytes) -> None:
    assert {int(line) for line in compiled(source).lines} == lua_lines(source)
