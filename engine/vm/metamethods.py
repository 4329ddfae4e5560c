"""The slow paths of operators: conversions, metamethods, and the errors when there are none (manual 2.4).

Each function takes what the instruction works on, boxed, and leaves its result in the register `dest` or
takes the instruction's jump; or it pushes the call of a metamethod, whose result `calls.deliver` brings
there.  Registers are stack indices.  All writes are noted.
"""

import math
from typing import Final

from mypy_extensions import i64

from engine.compiler import opcodes as op
from engine.runtime import numbers
from engine.runtime.coroutine import K_CONCAT, K_CONDITION, K_DISCARD, K_META, K_NEGATION, Coroutine
from engine.runtime.table import LuaTable
from engine.runtime.tostring import type_name
from engine.runtime.values import LuaClosure, LuaError, NativeFunction, UserData
from engine.vm import calls, naming
from engine.vm.machine import Machine

# The event of each arithmetic instruction.
EVENTS: Final[dict[int, bytes]] = {
    op.ADD: b"__add", op.ADDI: b"__add", op.ADDK: b"__add",
    op.SUB: b"__sub", op.SUBK: b"__sub",
    op.MUL: b"__mul", op.MULK: b"__mul",
    op.DIV: b"__div", op.DIVK: b"__div",
    op.MOD: b"__mod", op.MODK: b"__mod",
    op.IDIV: b"__idiv", op.IDIVK: b"__idiv",
    op.POW: b"__pow", op.POWK: b"__pow",
    op.BAND: b"__band", op.BANDK: b"__band",
    op.BOR: b"__bor", op.BORK: b"__bor",
    op.BXOR: b"__bxor", op.BXORK: b"__bxor",
    op.SHL: b"__shl", op.SHLK: b"__shl",
    op.SHR: b"__shr", op.SHRK: b"__shr",
    op.UNM: b"__unm", op.BNOT: b"__bnot",
}  # fmt: skip
_BITWISE: Final = (b"__band", b"__bor", b"__bxor", b"__shl", b"__shr", b"__bnot")


def call_metamethod(
    machine: Machine, co: Coroutine, handler: object, arguments: list[object], dest: i64, want: i64, kind: i64
) -> None:
    """Push the call of a metamethod above everything the running frame uses."""
    at = co.free_index()
    co.reserve(at + 4)
    machine.set_register(co, at, handler)
    for offset, argument in enumerate(arguments):
        machine.set_register(co, at + 1 + offset, argument)
    calls.call(machine, co, at, len(arguments), dest, want, kind)


# -- arithmetic ----------------------------------------------------------------------------------------


def is_number(value: object) -> bool:
    return isinstance(value, float) or (isinstance(value, int) and not isinstance(value, bool))


def arithmetic(machine: Machine, co: Coroutine, opcode: i64, dest: i64, left: object, right: object) -> None:
    """R[dest] := left <op> right; for a unary operator both operands are the one there is."""
    event = EVENTS[opcode]
    converts = not machine.dialect.string_metamethods
    if event in _BITWISE:
        a = numbers.to_integer(left) if converts or is_number(left) else None
        b = numbers.to_integer(right) if converts or is_number(right) else None
        if a is not None and b is not None:
            machine.set_register(co, dest, bitwise(event, a, b))
            return
    elif is_number(left) and is_number(right):
        machine.set_register(co, dest, compute(machine, event, left, right))
        return
    elif converts:
        x = numbers.to_number(left, machine.dialect.string_numerals)
        y = numbers.to_number(right, machine.dialect.string_numerals)
        if x is not None and y is not None:
            machine.set_register(co, dest, compute(machine, event, float(x), float(y)))
            return
    handler = machine.metamethod(left, event)
    if handler is None:
        handler = machine.metamethod(right, event)
    if handler is None:
        raise naming.operand_error(machine, event, left, right)
    call_metamethod(machine, co, handler, [left, right], dest, 2, K_META)


def bitwise(event: bytes, a: i64, b: i64) -> object:
    if event == b"__band":
        return a & b
    if event == b"__bor":
        return a | b
    if event == b"__bxor":
        return a ^ b
    if event == b"__shl":
        return numbers.shift_left(a, b)
    if event == b"__shr":
        return numbers.shift_right(a, b)
    return ~a


def compute(machine: Machine, event: bytes, left: object, right: object) -> object:
    """Arithmetic on two numbers, as `lua_arith` does it: on integers where both are."""
    if isinstance(left, int) and isinstance(right, int):
        if event == b"__add":
            return numbers.wrap(left + right)
        if event == b"__sub":
            return numbers.wrap(left - right)
        if event == b"__mul":
            return numbers.wrap(left * right)
        if event == b"__unm":
            return numbers.wrap(-left)
        if event == b"__mod":
            if right == 0:
                raise LuaError(machine.where(0 if machine.running is None else 1) + b"attempt to perform 'n%0'")
            return numbers.integer_mod(left, right)
        if event == b"__idiv":
            if right == 0:
                raise LuaError(machine.where(0 if machine.running is None else 1) + b"attempt to divide by zero")
            return numbers.integer_floor_div(left, right)
    a = to_float(left)
    b = to_float(right)
    if event == b"__add":
        return a + b
    if event == b"__sub":
        return a - b
    if event == b"__mul":
        return a * b
    if event == b"__div":
        return numbers.float_div(a, b)
    if event == b"__mod":
        return numbers.float_quotient_mod(a, b) if machine.dialect.quotient_modulo else numbers.float_mod(a, b)
    if event == b"__idiv":
        return numbers.float_floor_div(a, b)
    if event == b"__pow":
        return numbers.float_pow(a, b)
    return -a


def to_float(value: object) -> float:
    if isinstance(value, int):
        return float(value)
    assert isinstance(value, float)
    return value


# -- comparison ----------------------------------------------------------------------------------------


def decide(co: Coroutine, word: i64, truth: bool) -> None:
    """Take the conditional jump of the instruction `word` that the running frame is at, or do not."""
    if truth == (((word >> 16) & 1) != 0):
        co.pcs[co.depth] += ((word >> 40) ^ 0x8000) - 0x8000


def raw_equal(left: object, right: object) -> bool:
    """Primitive equality (manual 3.4.4): numbers by value, strings by content, the rest by identity."""
    if left is right:
        return not isinstance(left, float) or left == right
    if isinstance(left, bool) or isinstance(right, bool):
        return False
    if isinstance(left, (int, float)):
        return isinstance(right, (int, float)) and left == right
    return isinstance(left, bytes) and isinstance(right, bytes) and left == right


def equal(machine: Machine, co: Coroutine, word: i64, left: object, right: object) -> None:
    """The jump of EQ for two different tables or two different userdata."""
    handler: object = None
    if (isinstance(left, LuaTable) and isinstance(right, LuaTable)) or (
        isinstance(left, UserData) and isinstance(right, UserData)
    ):
        handler = order_handler(machine, b"__eq", left, right, machine.dialect.same_equality_handlers)
    if handler is None:
        decide(co, word, False)
    else:
        call_metamethod(machine, co, handler, [left, right], 0, 2, K_CONDITION)


def less(machine: Machine, co: Coroutine, word: i64, left: object, right: object) -> None:
    """The jump of LT, LTI and GTI where the operands are not numbers of one kind."""
    if is_number(left) and is_number(right):
        decide(co, word, number_less(left, right))
    elif isinstance(left, bytes) and isinstance(right, bytes):
        machine.poller.copied(len(left))
        decide(co, word, left < right)
    else:
        compare(machine, co, b"__lt", left, right)


def less_equal(machine: Machine, co: Coroutine, word: i64, left: object, right: object) -> None:
    """The jump of LE, LEI and GEI where the operands are not numbers of one kind."""
    if is_number(left) and is_number(right):
        decide(co, word, number_less_equal(left, right))
    elif isinstance(left, bytes) and isinstance(right, bytes):
        machine.poller.copied(len(left))
        decide(co, word, left <= right)
    else:
        compare(machine, co, b"__le", left, right)


def compare(machine: Machine, co: Coroutine, event: bytes, left: object, right: object) -> None:
    dialect = machine.dialect
    same = dialect.same_order_handlers
    handler: object = None
    if not same or type_name(left) == type_name(right):
        handler = order_handler(machine, event, left, right, same)
        if handler is None and event == b"__le" and dialect.less_for_less_equal:
            handler = order_handler(machine, b"__lt", right, left, same)
            if handler is not None:
                call_metamethod(machine, co, handler, [right, left], 0, 2, K_NEGATION)
                return
    if handler is None:
        raise naming.compare_error(machine, left, right)
    call_metamethod(machine, co, handler, [left, right], 0, 2, K_CONDITION)


def order_handler(machine: Machine, event: bytes, left: object, right: object, same: bool) -> object:
    """The metamethod that compares two values, None if they have none; with `same` it must be that of both."""
    handler = machine.metamethod(left, event)
    other = machine.metamethod(right, event)
    if same:
        return handler if raw_equal(handler, other) else None
    return other if handler is None else handler


def number_less(left: object, right: object) -> bool:
    """left < right for two numbers; exact between integers and floats, as Python's own comparison is."""
    if isinstance(left, int):
        return left < right if isinstance(right, (int, float)) else False
    if isinstance(left, float):
        return left < right if isinstance(right, (int, float)) else False
    return False


def number_less_equal(left: object, right: object) -> bool:
    if isinstance(left, int):
        return left <= right if isinstance(right, (int, float)) else False
    if isinstance(left, float):
        return left <= right if isinstance(right, (int, float)) else False
    return False


# -- tables --------------------------------------------------------------------------------------------


def index(machine: Machine, co: Coroutine, dest: i64, source: i64, value: object, key: object) -> None:
    """R[dest] := value[key]; `source` is the register `value` came from, -1 where it is an upvalue."""
    for _ in range(machine.dialect.index_chain):
        if isinstance(value, LuaTable):
            found = value.get(key)
            if found is not None:
                machine.set_register(co, dest, found)
                return
            handler = machine.metamethod(value, b"__index")
            if handler is None:
                machine.set_register(co, dest, None)
                return
        else:
            handler = machine.metamethod(value, b"__index")
            if handler is None:
                raise naming.index_error(machine, co, source, value, key)
        if isinstance(handler, (LuaClosure, NativeFunction)):
            call_metamethod(machine, co, handler, [value, key], dest, 2, K_META)
            return
        value = handler
        source = -2
    raise naming.run_error(machine, machine.dialect.index_loop)


def assign(machine: Machine, co: Coroutine, source: i64, target: object, key: object, value: object) -> None:
    """target[key] := value; `source` is the register `target` came from, -1 where it is an upvalue."""
    for _ in range(machine.dialect.index_chain):
        handler: object = None
        if isinstance(target, LuaTable):
            if target.metatable is not None and target.get(key) is None:
                handler = machine.metamethod(target, b"__newindex")
            if handler is None:
                if key is None:
                    raise naming.run_error(machine, b"table index is nil")
                if isinstance(key, float) and key != key:
                    raise naming.run_error(machine, b"table index is NaN")
                machine.raw_set(target, key, value)
                return
        else:
            handler = machine.metamethod(target, b"__newindex")
            if handler is None:
                raise naming.index_error(machine, co, source, target, key)
        if isinstance(handler, (LuaClosure, NativeFunction)):
            call_metamethod(machine, co, handler, [target, key, value], 0, 1, K_DISCARD)
            return
        target = handler
        source = -2
    raise naming.run_error(machine, machine.dialect.assignment_loop)


def length(machine: Machine, co: Coroutine, dest: i64, value: object) -> None:
    """R[dest] := #value."""
    if isinstance(value, bytes):
        machine.set_register(co, dest, len(value))
        return
    handler: object = None
    if machine.dialect.table_metamethods or not isinstance(value, LuaTable):
        handler = machine.metamethod(value, b"__len")
    if handler is not None:
        call_metamethod(machine, co, handler, [value, value], dest, 2, K_META)
    elif isinstance(value, LuaTable):
        machine.set_register(co, dest, value.length())
    else:
        raise naming.length_error(machine, value)


def concat(machine: Machine, co: Coroutine, first: i64, last: i64) -> None:
    """R[first] := R[first] .. ... .. R[last], from the right; the intermediate result stands in R[last]."""
    while last > first:
        left = co.get(last - 1)
        right = co.get(last)
        left_text = text_of(machine, left)
        right_text = text_of(machine, right)
        if left_text is not None and right_text is not None:
            machine.charge(len(left_text) + len(right_text))
            machine.set_register(co, last - 1, left_text + right_text)
            last -= 1
            continue
        handler = machine.metamethod(left, b"__concat")
        if handler is None:
            handler = machine.metamethod(right, b"__concat")
        if handler is None:
            raise naming.concat_error(machine, co, last - 1, left, right)
        call_metamethod(machine, co, handler, [left, right], last - 1, 2, K_CONCAT)
        return


def text_of(machine: Machine, value: object) -> bytes | None:
    """A string, or a number as a string."""
    if isinstance(value, bytes):
        return value
    if isinstance(value, bool):
        return None
    if isinstance(value, (int, float)):
        return numbers.to_bytes(value, machine.float_style)
    return None


# -- numeric for ---------------------------------------------------------------------------------------


def prepare_loop(machine: Machine, co: Coroutine, a: i64) -> bool:
    """FORPREP (manual 3.3.5): leave start, last value and step in R[a..a+2]; whether the loop runs at all."""
    start = co.get(a)
    limit = co.get(a + 1)
    step = co.get(a + 2)
    if isinstance(start, int) and isinstance(step, int) and not isinstance(start, bool) and not isinstance(step, bool):
        if step == 0:
            check_zero_step(machine)
        bound = integer_limit(machine, start, limit, step)
        if bound is None or (start > bound if step > 0 else start < bound):
            return False
        last = start - 1 if step == 0 else start + (bound - start) // step * step
        machine.set_register(co, a + 1, last)
        return True
    reading = machine.dialect.string_numerals
    begin = numbers.to_number(start, reading)
    if begin is None and machine.dialect.initial_value_first:
        raise naming.loop_error(machine, b"initial value", start)
    top = numbers.to_number(limit, reading)
    if top is None:
        raise naming.loop_error(machine, b"limit", limit)
    by = numbers.to_number(step, reading)
    if by is None:
        raise naming.loop_error(machine, b"step", step)
    if begin is None:
        raise naming.loop_error(machine, b"initial value", start)
    first, final, stride = float(begin), float(top), float(by)
    if stride == 0.0:
        check_zero_step(machine)
        if machine.dialect.upward_zero_step:
            # The loop counts downward by zero, for ever, or not at all.
            final = -math.inf if first <= final else math.inf
    if machine.dialect.loops_test_first:
        first = first - stride + stride
    if machine.dialect.nan_loops:
        if final < first if stride > 0.0 else first < final:
            return False
    elif not (first <= final if stride > 0.0 else first >= final):
        return False
    machine.set_register(co, a, first)
    machine.set_register(co, a + 1, final)
    machine.set_register(co, a + 2, stride)
    return True


def check_zero_step(machine: Machine) -> None:
    if machine.dialect.zero_step_error:
        raise naming.run_error(machine, b"'for' step is zero")


def integer_limit(machine: Machine, start: int, limit: object, step: int) -> int | None:
    """The limit of an integer loop as an integer, clipped; None where the loop cannot run."""
    if isinstance(limit, int) and not isinstance(limit, bool):
        return limit
    number = numbers.to_number(limit)
    if number is None:
        raise naming.loop_error(machine, b"limit", limit)
    if isinstance(number, int):
        return number
    if number != number:
        return None if step > 0 else -9223372036854775808
    if number >= 9223372036854775808.0:
        return None if step < 0 else 9223372036854775807
    if number < -9223372036854775808.0:
        return None if step > 0 else -9223372036854775808
    return math.ceil(number) if step < 0 else math.floor(number)
