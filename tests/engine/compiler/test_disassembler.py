"""The disassembler's text and data."""

from compiling import all_protos, compiled
from sources import generated

from engine.compiler.disassembler import constant_text, disassemble, format_proto, reads_and_writes

LISTING = """\
main <x:0,0> (5 instructions)
0+ params, 2 registers, 1 upvalue, 1 local, 1 constant, 1 function
\t0\t[1]\tLOADI     \t0 5\t; a
\t1\t[2]\tCLOSURE   \t1 0\t; function <x:2,2>
\t2\t[2]\tSETTABUP  \t0 0 1\t; _ENV "f"
\t3\t[3]\tRETURN1   \t0\t; a
\t4\t[3]\tRETURN0
constants (1):
\t0\t"f"
locals (1):
\t0\ta\tR0\t1\t5
upvalues (1):
\t0\t_ENV\tregister 0
"""


def test_format() -> None:
    proto = compiled("local a = 5\nfunction f() end\nreturn a")
    assert format_proto(proto, False) == LISTING
    assert format_proto(proto).startswith(LISTING + "\nfunction <x:2,2> (1 instruction)\n0 params, ")


def test_every_instruction_has_a_line() -> None:
    for seed in range(20):
        for proto in all_protos(compiled(generated(seed))):
            lines = disassemble(proto)
            assert [line.pc for line in lines] == list(range(len(proto.original)))
            for line in lines:
                reads, writes = reads_and_writes(proto, line.pc)
                assert all(register < proto.frame_size for register in reads + writes)


def test_constants_as_text() -> None:
    shown = [constant_text(value) for value in (None, True, 1, 1.0, b'a"\n\x01', b"x" * 50)]
    assert shown == ["nil", "true", "1", "1.0", '"a\\"\\n\\x01"', '"' + "x" * 40 + '..."']


def test_reads_and_writes() -> None:
    proto = compiled("local a, b = f(1) a[b] = {}")
    found = {line.name: reads_and_writes(proto, line.pc) for line in disassemble(proto)}
    assert found["CALL"] == ([0, 1], [0, 1])
    assert found["SETTABLE"] == ([0, 1, 2], [])
    assert found["NEWTABLE"] == ([], [2])
