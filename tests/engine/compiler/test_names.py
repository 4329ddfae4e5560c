"""Names for messages, found in the code."""

import pytest
from compiling import all_protos, compiled

from engine.compiler import names, opcodes
from engine.compiler.proto import Proto


def last(proto: Proto, *names_: str) -> int:
    """The last instruction with one of these names."""
    found = [pc for pc in range(len(proto.original)) if opcodes.NAMES[proto.original[pc] & 0xFF] in names_]
    return found[-1]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("f()", (b"global", b"f")),
        ("local f; f()", (b"local", b"f")),
        ("local f; function g() return f end; f()", (b"local", b"f")),
        ("t.x()", (b"field", b"x")),
        ("local t; t.x.y()", (b"field", b"y")),
        ("local t; t[1]()", (b"field", b"integer index")),
        ("local t, k; t[k]()", (b"field", b"?")),
        ("t:m()", (b"method", b"m")),
        ("local _ENV = {}; f()", (b"global", b"f")),
        ("('x')()", (b"constant", b"x")),
        ("(a or b)()", None),
        ("f()()", None),
        ("for k in f do end", (b"for iterator", b"for iterator")),
    ],
)
def test_what_is_called(source: str, expected: tuple[bytes, bytes] | None) -> None:
    proto = compiled(source)
    assert names.call_name(proto, last(proto, "CALL", "TFORCALL")) == expected


def test_upvalue_is_called() -> None:
    inner = all_protos(compiled("local f; function g() f() end"))[1]
    assert names.call_name(inner, last(inner, "CALL")) == (b"upvalue", b"f")
    assert names.describe_upvalue(inner, 0) == (b"upvalue", b"f")


def test_field_of_an_upvalue() -> None:
    inner = all_protos(compiled("local t; function g() t.x() end"))[1]
    assert names.call_name(inner, last(inner, "CALL")) == (b"field", b"x")


@pytest.mark.parametrize(
    ("source", "opcode", "event"),
    [
        ("return a + 1", "ADDI", b"add"),
        ("return a - 1", "SUBK", b"sub"),
        ("return a .. b", "CONCAT", b"concat"),
        ("return a > 1", "GTI", b"lt"),
        ("return a == b", "EQ", b"eq"),
        ("a.b.c = 1", "SETFIELD", b"newindex"),
        ("return a.b", "GETFIELD", b"index"),
        ("local a <close> = b", "CLOSE", b"close"),
    ],
)
def test_metamethods(source: str, opcode: str, event: bytes) -> None:
    proto = compiled(source)
    assert names.call_name(proto, last(proto, opcode)) == (b"metamethod", event)


def test_value_behind_a_jump_is_uncertain() -> None:
    proto = compiled("local a; local b = (a and x) + 1")
    assert names.describe_register(proto, last(proto, "ADDI"), 1) is None


def test_register_shared_with_loop_state_is_the_variable() -> None:
    proto = compiled("for i = 1, 2 do i() end")
    assert names.call_name(proto, last(proto, "CALL")) == (b"local", b"i")
