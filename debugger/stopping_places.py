"""Where on a line a breakpoint with a column can stop: where the line begins, at each call, in each function on it.

A call is known by the column where its expression begins; there the program has evaluated nothing of it yet.
"""

from collections.abc import Iterable

from engine.compiler.names import call_name
from engine.compiler.opcodes import CALL, TAILCALL
from engine.compiler.proto import Proto
from engine.syntax.dialects import Dialect


def stopping_places(protos: Iterable[Proto], line: int) -> dict[int, list[tuple[Proto, int]]]:
    """The columns (in bytes, from 1) of a line, in order, each with its instructions in the functions of a source."""
    found: dict[int, list[tuple[Proto, int]]] = {}
    for proto in protos:
        for column, pc in _of_function(proto, line).items():
            found.setdefault(column, []).append((proto, pc))
    return dict(sorted(found.items()))


def calls_on_line(proto: Proto, start: int) -> list[int]:
    """The calls from an instruction on that are on its line, by their instructions."""
    line = proto.lines[start]
    found: list[int] = []
    for pc in range(start, len(proto.lines)):
        if proto.lines[pc] != line:
            break
        if is_call(proto, pc):
            found.append(pc)
    return found


def named_calls(proto: Proto, start: int, dialect: Dialect) -> list[tuple[int, str]]:
    """`calls_on_line`, each with what it calls its function."""
    found: list[tuple[int, str]] = []
    for pc in calls_on_line(proto, start):
        named = call_name(proto, pc, dialect)
        found.append((pc, "function" if named is None else named[1].decode("utf-8", "replace")))
    return found


def is_call(proto: Proto, pc: int) -> bool:
    return proto.original[pc] & 0xFF in (CALL, TAILCALL)


def _of_function(proto: Proto, line: int) -> dict[int, int]:
    """For each column the first instruction of the function that belongs to it."""
    lines, columns = proto.lines, proto.columns
    here = [pc for pc in range(len(lines)) if lines[pc] == line]
    begins = {int(columns[pc]) for pc in here if pc == 0 or lines[pc - 1] != line or is_call(proto, pc)}
    first: dict[int, int] = {}
    for pc in here:
        column = int(columns[pc])
        if column in begins:
            first.setdefault(column, pc)
    return first
