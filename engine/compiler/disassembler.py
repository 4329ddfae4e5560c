"""The disassembler: prototypes as text for people, in the manner of `luac -l -l`, and as data for tools.

Instructions are numbered from 0, as everywhere in Moonwalk.  Relies on `effects` and `names`.
"""

from typing import Final, final

from engine.compiler import effects
from engine.compiler import opcodes as op
from engine.compiler.effects import field, has_k, long_field
from engine.compiler.names import local_name
from engine.compiler.proto import Proto
from engine.runtime.numbers import to_bytes
from engine.syntax.chunkid import chunk_id

_MAX_SHOWN: Final = 40  # bytes of a string constant in a comment


@final
class Line:
    """One instruction, taken apart: `operands` as the opcode table names them, `comment` what they mean here."""

    def __init__(self, pc: int, line: int, column: int, name: str, operands: str, comment: str) -> None:
        self.pc: Final = pc
        self.line: Final = line
        self.column: Final = column
        self.name: Final = name
        self.operands: Final = operands
        self.comment: Final = comment


def disassemble(proto: Proto) -> list[Line]:
    """The instructions of a function, those inside it not included."""
    return [_line(proto, pc) for pc in range(len(proto.original))]


def instruction_text(proto: Proto, pc: int) -> str:
    """One instruction on one line: "GETFIELD 1 0 2 ; t "x"" without position."""
    line = _line(proto, pc)
    text = f"{line.name} {line.operands}".rstrip()
    return f"{text} ; {line.comment}" if line.comment else text


def reads_and_writes(proto: Proto, pc: int) -> tuple[list[int], list[int]]:
    """The registers that an instruction reads and those it writes, without the ones "up to top"."""
    word = int(proto.original[pc])
    return effects.reads(word), effects.writes(word)


def format_proto(proto: Proto, recursive: bool = True) -> str:
    """A whole function as text, and if `recursive` the functions inside it."""
    parts = [_heading(proto)]
    for line in disassemble(proto):
        text = f"\t{line.pc}\t[{line.line}]\t{line.name:<10}\t{line.operands}"
        parts.append(f"{text}\t; {line.comment}" if line.comment else text.rstrip())
    parts.extend(_tables(proto))
    text = "\n".join(parts) + "\n"
    if recursive:
        for inner in proto.protos:
            text += "\n" + format_proto(inner, True)
    return text


def constant_text(value: object) -> str:
    """A constant as it could stand in a program."""
    if isinstance(value, bytes):
        shown = value if len(value) <= _MAX_SHOWN else value[:_MAX_SHOWN] + b"..."
        return '"' + "".join(_escaped(byte) for byte in shown) + '"'
    if value is None:
        return "nil"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (int, float)):
        return to_bytes(value).decode("ascii")
    return "?"


def _escaped(byte: int) -> str:
    if byte == 10:
        return "\\n"
    if byte == 34 or byte == 92:
        return "\\" + chr(byte)
    return chr(byte) if 32 <= byte < 127 else f"\\x{byte:02x}"


def _text(name: bytes) -> str:
    return name.decode("utf-8", "replace")


# -- one instruction -------------------------------------------------------------------------------------


def _line(proto: Proto, pc: int) -> Line:
    word = int(proto.original[pc])
    name = op.NAMES[word & 0xFF]
    return Line(pc, int(proto.lines[pc]), int(proto.columns[pc]), name, _operands(word), _comment(proto, pc, word))


def _operands(word: int) -> str:
    shown: list[str] = []
    for operand in op.OPERANDS[word & 0xFF]:
        if operand == "A":
            shown.append(str(field(word, 0)))
        elif operand == "B" or operand == "C":
            shown.append(str(field(word, 1 if operand == "B" else 2)))
        elif operand == "sB" or operand == "sC":
            shown.append(str(effects.signed_field(word, 1 if operand == "sB" else 2)))
        elif operand == "Bx":
            shown.append(str(long_field(word)))
        elif operand == "sBx":
            shown.append(str(effects.signed_long_field(word)))
        elif has_k(word):
            shown[-1] += "k"
    return " ".join(shown)


def _comment(proto: Proto, pc: int, word: int) -> str:
    """The names behind an instruction's fields, where it jumps, and which macro it comes from."""
    opcode = word & 0xFF
    found: list[str] = []
    for at, letter in enumerate(effects.fields(opcode)):
        named = _named(proto, pc, letter, field(word, at), has_k(word))
        if named:
            found.append(named)
    if opcode == op.LOADK or opcode == op.ERRNNIL:
        found.append(constant_text(proto.constants[long_field(word)]))
    elif opcode == op.CLOSURE:
        inner = proto.protos[long_field(word)]
        found.append(f"function <{_text(chunk_id(inner.source))}:{inner.line},{inner.last_line}>")
    elif opcode == op.CALL:
        found.append(f"{_count(field(word, 1))} in {_count(field(word, 2))} out")
    elif opcode == op.TAILCALL:
        found.append(f"{_count(field(word, 1))} in")
    elif opcode == op.RETURN:
        found.append(f"{_count(field(word, 1))} out")
    elif opcode == op.VARARG:
        found.append(f"{_count(field(word, 2))} out")
    elif effects.is_jump(opcode):
        found.append(f"to {effects.jump_target(word, pc)}")
    origin = proto.origins.get(pc)
    if origin is not None:
        found.append(f"(@{_text(origin.expansion.macro)})")
    return " ".join(found)


def _count(field_value: int) -> str:
    return "all" if field_value == 0 else str(field_value - 1)


def _named(proto: Proto, pc: int, letter: str, index: int, k: bool) -> str:
    """What a field refers to, by name; empty where there is nothing to say (as of a loop's unnamed variables)."""
    if letter == "u":
        return _text(proto.upvalues[index].name or b"-")
    if letter in "ksni" or (letter in "xy" and k):
        return constant_text(proto.constants[index])
    if letter == "-":
        return ""
    local = local_name(proto, pc + 1 if letter == "w" else pc, index)
    return "" if local is None or local.startswith(b"(") else _text(local)


# -- what stands around the instructions -----------------------------------------------------------------


def _heading(proto: Proto) -> str:
    kind = "main" if proto.line == 0 else "function"
    place = f"{_text(chunk_id(proto.source))}:{proto.line},{proto.last_line}"
    parameters = f"{proto.parameters}{'+' if proto.is_vararg else ''}"
    return (
        f"{kind} <{place}> ({_plural(len(proto.original), 'instruction')})\n"
        f"{parameters} {'param' if parameters == '1' else 'params'}, {_plural(proto.frame_size, 'register')}, "
        f"{_plural(len(proto.upvalues), 'upvalue')}, {_plural(len(proto.locals), 'local')}, "
        f"{_plural(len(proto.constants), 'constant')}, {_plural(len(proto.protos), 'function')}"
    )


def _plural(count: int, noun: str) -> str:
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"


def _tables(proto: Proto) -> list[str]:
    """Constants, locals and upvalues."""
    lines = [f"constants ({len(proto.constants)}):"]
    for at, value in enumerate(proto.constants):
        lines.append(f"\t{at}\t{constant_text(value)}")
    lines.append(f"locals ({len(proto.locals)}):")
    for at, variable in enumerate(proto.locals):
        cell = "\tcell" if variable.cell else ""
        lines.append(f"\t{at}\t{_text(variable.name)}\tR{variable.register}\t{variable.start}\t{variable.end}{cell}")
    lines.append(f"upvalues ({len(proto.upvalues)}):")
    for at, upvalue in enumerate(proto.upvalues):
        where = "register" if upvalue.in_stack else "upvalue"
        lines.append(f"\t{at}\t{_text(upvalue.name or b'-')}\t{where} {upvalue.index}")
    return lines
