"""Tracebacks, as `luaL_traceback` and its like write them."""

from typing import TYPE_CHECKING

from mypy_extensions import i64

from engine.runtime import tostring
from engine.runtime.coroutine import FAILED, Coroutine
from engine.runtime.reports import AT_MARK, CALLED, CALLED_FIRST, CALLED_THEN_C, FROM_START, GLOBAL_FIRST
from engine.runtime.values import LuaClosure
from engine.syntax.chunkid import chunk_id
from engine.vm.activations import TAIL_CALL, Activation, all_from
from engine.vm.function_names import called_as, global_name

if TYPE_CHECKING:
    from engine.vm.machine import Machine


def traceback(machine: "Machine", co: Coroutine, message: bytes | None, level: i64) -> bytes:
    """The message, a line, and the call stack from a level on."""
    rules = machine.dialect.reports
    found: list[Activation] = []
    if rules.tail_levels:
        for _ in range(level, 0):
            found.append(Activation(co, -1, TAIL_CALL))  # levels above the stack pass for tail calls
        level = max(level, 0)
    if level >= 0:
        found += all_from(machine, co, level)
    text = b"" if message is None else message + b"\n"
    text += b"stack traceback:"
    first: i64 = rules.first_levels
    if rules.gap != FROM_START:
        first = max(first - level, 0)
    gap: i64 = len(found) - first - rules.last_levels
    if gap == 1 or (rules.gap == AT_MARK and level > rules.first_levels):
        gap = 0
    for number, shown in enumerate(found):
        if gap > 0 and first <= number < first + gap:
            if number == first:
                text += b"\n\t..."
                if rules.counted_gap:
                    # One more is left out than PUC says, and so than is said here.
                    text += b"\t(skipping %d levels)" % (gap - 1)
            continue
        text += traceback_line(machine, shown)
    return text


def expansion_notes(one: Activation) -> bytes:
    """Which macros the current instruction comes from, a line each."""
    function = one.function
    if not isinstance(function, LuaClosure):
        return b""
    origin = function.proto.origins.get(int(one.pc()))
    notes = b""
    if origin is not None:
        for note in origin.expansion.notes():
            notes += b"\n\t\t" + note
    return notes


def traceback_line(machine: "Machine", one: Activation) -> bytes:
    rules = machine.dialect.reports
    function = one.function
    if function is TAIL_CALL:
        return b"\n\t(tail call): ?"
    is_lua = one.is_lua()
    text = b"\n\t[C]: "
    if isinstance(function, LuaClosure) and is_lua:
        text = b"\n\t%s:%d: " % (chunk_id(function.proto.source, machine.dialect.chunk_ids), one.line())
        if rules.lost_lines and one.coroutine.status == FAILED and one.level == one.coroutine.depth:
            text = b"\n\t%s: " % chunk_id(function.proto.source, machine.dialect.chunk_ids)
    name = _name(machine, one)
    if name is not None:
        text += b"in " + name
    elif rules.name_order != CALLED:
        text += b"in ?"
    else:
        text += b"at " + tostring.address(function) if rules.addresses else b"?"
    text += expansion_notes(one)
    if one.is_tail_called() and rules.tail_marks:
        text += b"\n\t(...tail calls...)"
    return text


def _name(machine: "Machine", one: Activation) -> bytes | None:
    """What a traceback calls a function: "main chunk", "function 'f'", "local 'f'"."""
    rules = machine.dialect.reports
    function = one.function
    is_lua = one.is_lua()
    known = global_name(machine, function) if rules.name_order == GLOBAL_FIRST else None
    if known is not None:
        return b"function '%s'" % known
    named = called_as(machine, one)
    if named is not None:
        return b"%s '%s'" % (named[0] if rules.name_kinds else b"function", named[1])
    if isinstance(function, LuaClosure) and is_lua and function.proto.line == 0:
        return b"main chunk"
    if rules.name_order == CALLED_FIRST or (rules.name_order == CALLED_THEN_C and not is_lua):
        known = global_name(machine, function)
        if known is not None:
            return b"function '%s'" % known
    if isinstance(function, LuaClosure) and is_lua:
        return b"function <%s:%d>" % (chunk_id(function.proto.source, machine.dialect.chunk_ids), function.proto.line)
    return None
