"""Binary chunks: there and back, and what must not come back."""

import random

import pytest
from compiling import all_protos, compiled
from sources import PROGRAMS

from engine.compiler import opcodes as op
from engine.compiler.chunks import dump, proto_hash, undump
from engine.compiler.disassembler import format_proto
from engine.compiler.proto import Proto, UpvalueDesc
from engine.compiler.verifier import BadCodeError, verify
from engine.syntax.errors import LuaSyntaxError


def message_of(data: bytes, name: bytes = b"=b") -> bytes:
    with pytest.raises(LuaSyntaxError) as caught:
        undump(data, name)
    return caught.value.message


@pytest.mark.parametrize("source", PROGRAMS)
def test_a_dump_reads_back(source: str) -> None:
    proto = compiled(source)
    assert format_proto(undump(dump(proto, False), b"=b")) == format_proto(proto)


def test_constants_keep_their_types() -> None:
    proto = compiled("return 1.0, 2^53, -9223372036854775807 - 1, 1e999, 'a\\0b', x == nil, x == true")
    assert repr(undump(dump(proto, False), b"=b").constants) == repr(proto.constants)


def test_stripped_dump_has_no_names() -> None:
    proto = undump(dump(compiled("local secret = 1; return function() return secret end"), True), b"=b")
    assert b"secret" not in dump(proto, False)
    for found in all_protos(proto):
        assert found.source == b"=?"
        assert found.locals == []
        assert set(found.lines) == {-1}


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", b"truncated chunk"),
        (b"\x1bLuaX", b"version mismatch"),
        (b"\x1bLua\x54\x00", b"format mismatch"),
        (b"\x1bLua\x54M\x19\x93\n\x1a\n0", b"corrupted chunk"),
        (b"\x1bLxx", b"not a binary chunk"),
    ],
)
def test_bad_headers(data: bytes, reason: bytes) -> None:
    assert message_of(data) == b"b: bad binary format (" + reason + b")"


def test_names_in_messages() -> None:
    assert message_of(b"\x1b", b"@file").startswith(b"file: ")
    assert message_of(b"\x1b", b"\x1bLua").startswith(b"binary string: ")
    assert message_of(b"\x1b", b"text").startswith(b"text: ")


def test_every_truncation_is_noticed() -> None:
    data = dump(compiled(PROGRAMS[5]), False)
    for size in range(len(data)):
        assert b"truncated chunk" in message_of(data[:size])


def refusal(data: bytes) -> bytes | None:
    try:
        undump(data, b"=b")
    except LuaSyntaxError as error:
        return error.message
    return None


def test_damage_is_an_error_or_harmless() -> None:
    choose = random.Random(54)
    for source in PROGRAMS:
        data = dump(compiled(source), False)
        for _ in range(60):
            damaged = bytearray(data)
            damaged[choose.randrange(12, len(data))] = choose.randrange(256)
            message = refusal(bytes(damaged))
            assert message is None or b"bad binary format" in message


def function(*code: int, constants: list[object] | None = None, protos: list[Proto] | None = None) -> Proto:
    upvalues = [UpvalueDesc(b"_ENV", True, 0, False)]
    lines = [1] * len(code)
    return Proto(b"=x", 0, 0, 1, False, 4, list(code), lines, lines, constants or [], protos or [], upvalues, [])


_RETURN = op.encode(op.RETURN0)


@pytest.mark.parametrize(
    "code",
    [
        [op.encode(op.MOVE, 1, 0)],
        [op.encode(op.MOVE, 1, 4), _RETURN],
        [op.encode(op.MOVE, 1, 2), _RETURN],
        [op.encode(op.GETUPVAL, 1, 1), _RETURN],
        [op.encode_bx(op.LOADK, 1, 1), _RETURN],
        [op.encode_bx(op.CLOSURE, 1, 0), _RETURN],
        [op.encode(op.GETFIELD, 1, 0, 0), _RETURN],
        [op.encode_bx(op.JMP, 0, 1), _RETURN],
        [op.encode_bx(op.JMP, 0, -2), _RETURN],
        [op.encode(op.GETCELL, 1, 0), _RETURN],
        [op.encode(op.NEWCELL, 0), op.encode(op.MOVE, 1, 0), _RETURN],
        [op.encode(op.CALL, 0, 0, 1), _RETURN],
        [op.encode(op.RETURN, 0, 0), _RETURN],
        [op.encode(op.SETLIST, 0, 0, 0), _RETURN],
        [op.encode(op.LOADNIL, 1, 3), op.encode(op.SETLIST, 0, 1, 0), _RETURN],
        [op.encode(op.VARARG, 1, 0, 2), _RETURN],
        [op.encode(op.VARARGTABLE, 1), _RETURN],
        [op.encode(op.GETVARG, 1, 0), _RETURN],
        [op.encode_bx(op.ERRNNIL, 0, 0), _RETURN],
        [op.encode_bx(op.ERRNNIL, 0, 1), _RETURN],
        [op.encode_bx(op.ERRNNIL, 2, 0), _RETURN],
        [op.encode(op.BREAK), _RETURN],
        [op.encode(op.EXTRA), _RETURN],
        [250, _RETURN],
        [_RETURN | 1 << 56, _RETURN],
        [op.encode(op.CALL, 0, 1, 2), op.encode(op.MOVE, 0, 1), _RETURN],
        [op.encode_bx(op.TEST, 0, 1), op.encode(op.LOADNIL, 1, 1), op.encode(op.MOVE, 2, 1), _RETURN],
    ],
)
def test_bad_code_is_refused(code: list[int]) -> None:
    with pytest.raises(BadCodeError):
        verify(function(*code, constants=[1]))


def test_good_code_is_accepted() -> None:
    verify(function(op.encode(op.MOVE, 1, 0), op.encode(op.NEWCELL, 1), op.encode(op.GETCELL, 2, 1), _RETURN))


def test_captured_register_must_hold_a_cell() -> None:
    inner = function(_RETURN)
    closure = op.encode_bx(op.CLOSURE, 1, 0)
    verify(function(op.encode(op.NEWCELL, 0), closure, _RETURN, protos=[inner]))
    with pytest.raises(BadCodeError):
        verify(function(closure, _RETURN, protos=[inner]))


def test_hash_is_of_what_a_function_does() -> None:
    one = compiled("local a = 1\nreturn function() return a + 1 end")
    same = compiled("local b = 1 return function()\nreturn b + 1 end")
    other = compiled("local a = 1 return function() return a + 2 end")
    assert proto_hash(one) == proto_hash(same) != proto_hash(other)
    assert proto_hash(one) == proto_hash(undump(dump(one, True), b"=b"))
    assert proto_hash(compiled("return 1 == 1.0, 10000000000")) != proto_hash(
        compiled("return 1.0 == 1, 10000000000.0")
    )


def test_a_string_is_written_once() -> None:
    text = b"x" * 50
    dumped = dump(compiled("return '{0}', function() return '{0}' end".format("x" * 50)), True)
    assert dumped.count(text) == 1
    assert undump(dumped, b"x").protos[0].constants == [text]
