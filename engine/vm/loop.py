"""The dispatch loop: fetches, records and executes instructions on the fast paths.

One call runs until step `limit`, until something asks to stop, or until an error leaves it (`LuaError`; the
caller, ``run``, unwinds).  Fast paths work on the lanes of the running coroutine, held in locals.  Before each
instruction the ring entry gets the pc and the old R[A] (see ``engine/history/ring.py``); a fast path that
overwrites something else puts that in the entry instead.

A slow path is always the same: save the pc and t, call a function of `metamethods`, `calls` or `tables` that
works on the machine through its noting methods, and ``break`` to load the frame anew.

The opcodes stand in three levels, the frequent ones first, so that a C compiler that makes no jump table of
the chain still finds those quickly.
"""

from typing import Final, cast

from mypy_extensions import i32, i64, u8

from engine.compiler.opcodes import (
    ADD,
    ADDI,
    ADDK,
    BAND,
    BANDK,
    BNOT,
    BOR,
    BORK,
    BREAK,
    BXOR,
    BXORK,
    CALL,
    CLOSE,
    CLOSURE,
    CONCAT,
    DIV,
    DIVK,
    EQ,
    EQI,
    EQK,
    ERRNNIL,
    FORLOOP,
    FORPREP,
    GEI,
    GETCELL,
    GETFIELD,
    GETI,
    GETTABLE,
    GETTABUP,
    GETUPVAL,
    GETVARG,
    GTI,
    IDIV,
    IDIVK,
    JMP,
    LE,
    LEI,
    LEN,
    LFALSESKIP,
    LOADFALSE,
    LOADI,
    LOADK,
    LOADNIL,
    LOADTRUE,
    LT,
    LTI,
    MOD,
    MODK,
    MOVE,
    MUL,
    MULK,
    NEWCELL,
    NEWTABLE,
    NOT,
    POW,
    POWK,
    RETURN,
    RETURN0,
    RETURN1,
    SELF,
    SETCELL,
    SETFIELD,
    SETI,
    SETLIST,
    SETTABLE,
    SETTABUP,
    SETUPVAL,
    SHL,
    SHLK,
    SHR,
    SHRK,
    SUB,
    SUBK,
    TAILCALL,
    TBC,
    TEST,
    TESTSET,
    TFORCALL,
    TFORLOOP,
    TFORPREP,
    UNM,
    VARARG,
    VARARGTABLE,
    VISIT,
)
from engine.history.ring import (
    R_ARRAY_APPEND,
    R_ARRAY_FLOAT,
    R_ARRAY_SET,
    R_CALL,
    R_CELL,
    R_JOURNAL,
    R_LIST,
    R_LOOP,
    R_RETURN,
    R_TAIL,
)
from engine.history.watch import ANY_KEY
from engine.runtime import numbers
from engine.runtime.coroutine import DEAD, K_CALL, KIND_MASK, TAIL_FLAG
from engine.runtime.polling import CALLS, WORK
from engine.runtime.table import LuaTable, is_index
from engine.runtime.values import (
    T_CELL,
    T_FALSE,
    T_FLOAT,
    T_INT,
    T_LUA,
    T_NATIVE,
    T_NIL,
    T_STRING,
    T_TABLE,
    T_TRUE,
    T_USERDATA,
    Cell,
    Invoke,
    LuaClosure,
    NativeFunction,
)
from engine.vm import calls, metamethods, naming, tables, varargs
from engine.vm.machine import Machine

# Why `execute` returned.
LIMIT: Final = 0  # t reached the limit
FINISHED: Final = 1  # the host's call has its results
BREAKPOINT: Final = 2  # the next instruction has a breakpoint planted on it
RETURNED: Final = 3  # the machine's `stop_coroutine` is down to `stop_depth`, or dead

# Integer results inside these bounds need no wrapping to 64 bits; compiled ones never do.
_LOW: Final = -4611686018427387904
_HIGH: Final = 4611686018427387903
_SIGN: Final = 0x8000
_LONG: Final = 4096  # bytes of a string with which some time goes by
_SIGN_32: Final = 0x80000000


def execute(machine: Machine, limit: i64) -> i64:
    """Execute instructions until `machine.t` is `limit` (in steps) or something stops the run; say which.

    Raises LuaError with the machine as the raising instruction left it; `machine.t` counts that instruction.
    """
    recording = machine.recording
    ring = machine.ring
    mask = ring.mask
    r_pcs = ring.pcs
    r_tags = ring.tags
    r_ints = ring.ints
    r_floats = ring.floats
    r_refs = ring.refs
    call = machine.call
    poller = machine.poller
    quotient_modulo = machine.dialect.quotient_modulo
    caches_closures = machine.dialect.cached_closures
    epoch = machine.epoch
    t = machine.t
    h: i64 = 0
    reason: i64 = LIMIT
    calls_made: i64 = 0
    while True:
        co = machine.current
        if co.hook is not None and co.hook_depth < 0 and t + 1 < limit:
            machine.t = t
            return LIMIT  # a debug hook was set: one instruction at a time from here
        waiting = machine.stop_coroutine
        if waiting is not None and (waiting.depth <= machine.stop_depth or waiting.status >= DEAD):
            machine.t = t
            return RETURNED
        if poller.is_late:
            limit = t
        call.coroutine = co
        tags = co.tags
        ints = co.ints
        floats = co.floats
        refs = co.refs
        size = co.size
        functions = co.functions
        infos = co.infos
        pcs = co.pcs
        frames: i64 = len(functions)
        depth = co.depth
        stop = machine.stop_depth if co is machine.stop_coroutine else -2
        closure = cast(LuaClosure, functions[depth])
        proto = closure.proto
        code = proto.code
        base = (infos[depth] >> 24) & 0xFFFFFF
        pc = pcs[depth]
        while True:
            if t >= limit:
                pcs[depth] = pc
                machine.t = t
                return reason
            word = code[pc]
            op = word & 0xFF
            a = base + ((word >> 8) & 0xFF)
            t += 1
            if recording:
                h = t & mask
                r_pcs[h] = i32(pc)
                tag = i64(tags[a])
                r_tags[h] = u8(tag)
                if tag == T_INT:
                    r_ints[h] = ints[a]
                elif tag >= T_STRING:
                    r_refs[h] = refs[a]
                elif tag == T_FLOAT:
                    r_floats[h] = floats[a]
            pc += 1

            if op == MOVE:
                b = base + ((word >> 24) & 0xFFFF)
                tag = i64(tags[b])
                tags[a] = tags[b]
                if tag == T_INT:
                    ints[a] = ints[b]
                elif tag >= T_STRING:
                    refs[a] = refs[b]
                elif tag == T_FLOAT:
                    floats[a] = floats[b]
            elif op == GETFIELD:
                b = base + ((word >> 24) & 0xFFFF)
                if tags[b] == T_TABLE:
                    value = tables.field(cast(LuaTable, refs[b]), proto, pc - 1, word >> 40)
                    if value is not tables.CALL_NEEDED:
                        co.put(a, value)
                        continue
                pcs[depth] = pc
                machine.t = t
                metamethods.index(machine, co, a, b, co.get(b), proto.constants[word >> 40])
                break
            elif op == GETTABLE:
                b = base + ((word >> 24) & 0xFFFF)
                c = base + (word >> 40)
                if tags[b] == T_TABLE:
                    table = cast(LuaTable, refs[b])
                    if tags[c] == T_INT:
                        integer = ints[c] - 1
                        array = table.array
                        if 0 <= integer < len(array):
                            value = array[integer]
                        else:
                            value = table.get_int(integer + 1)
                    elif tags[c] == T_FLOAT:
                        value = table.get_float(floats[c])
                    else:
                        value = table.get(co.get(c))
                    if value is None and table.metatable is not None:
                        value = tables.lookup(table, co.get(c))
                    if value is not tables.CALL_NEEDED:
                        co.put(a, value)
                        continue
                pcs[depth] = pc
                machine.t = t
                metamethods.index(machine, co, a, b, co.get(b), co.get(c))
                break
            elif op == ADD:
                b = base + ((word >> 24) & 0xFFFF)
                c = base + (word >> 40)
                tag = i64(tags[b])
                other = i64(tags[c])
                if tag == T_INT and other == T_INT:
                    integer = ints[b] + ints[c]
                    if integer < _LOW or integer > _HIGH:
                        integer = numbers.wrap(integer)
                    ints[a] = integer
                    tags[a] = T_INT
                    continue
                if tag == T_FLOAT and other == T_FLOAT:
                    floats[a] = floats[b] + floats[c]
                    tags[a] = T_FLOAT
                    continue
                if tag == T_FLOAT and other == T_INT:
                    floats[a] = floats[b] + float(ints[c])
                    tags[a] = T_FLOAT
                    continue
                if tag == T_INT and other == T_FLOAT:
                    floats[a] = float(ints[b]) + floats[c]
                    tags[a] = T_FLOAT
                    continue
                pcs[depth] = pc
                machine.t = t
                metamethods.arithmetic(machine, co, op, a, co.get(b), co.get(c))
                break
            elif op == ADDI:
                b = base + ((word >> 24) & 0xFFFF)
                c = ((word >> 40) ^ _SIGN) - _SIGN
                tag = i64(tags[b])
                if tag == T_INT:
                    integer = ints[b] + c
                    if integer < _LOW or integer > _HIGH:
                        integer = numbers.wrap(integer)
                    ints[a] = integer
                    tags[a] = T_INT
                elif tag == T_FLOAT:
                    floats[a] = floats[b] + float(c)
                    tags[a] = T_FLOAT
                else:
                    pcs[depth] = pc
                    machine.t = t
                    metamethods.arithmetic(machine, co, op, a, co.get(b), c)
                    break
            elif op == FORLOOP:
                if tags[a] == T_INT:
                    if ints[a] != ints[a + 1]:
                        ints[a] = ints[a] + ints[a + 2]
                        pc += ((word >> 24) ^ _SIGN_32) - _SIGN_32
                else:
                    number = floats[a] + floats[a + 2]
                    if (number <= floats[a + 1]) if floats[a + 2] > 0.0 else (number >= floats[a + 1]):
                        floats[a] = number
                        pc += ((word >> 24) ^ _SIGN_32) - _SIGN_32
            elif op == LT:
                b = base + ((word >> 24) & 0xFFFF)
                tag = i64(tags[a])
                other = i64(tags[b])
                if tag == T_INT and other == T_INT:
                    truth = ints[a] < ints[b]
                elif tag == T_FLOAT and other == T_FLOAT:
                    truth = floats[a] < floats[b]
                else:
                    pcs[depth] = pc
                    machine.t = t
                    metamethods.less(machine, co, word, co.get(a), co.get(b))
                    break
                if truth == (((word >> 16) & 1) != 0):
                    pc += ((word >> 40) ^ _SIGN) - _SIGN
            elif op == LE:
                b = base + ((word >> 24) & 0xFFFF)
                tag = i64(tags[a])
                other = i64(tags[b])
                if tag == T_INT and other == T_INT:
                    truth = ints[a] <= ints[b]
                elif tag == T_FLOAT and other == T_FLOAT:
                    truth = floats[a] <= floats[b]
                else:
                    pcs[depth] = pc
                    machine.t = t
                    metamethods.less_equal(machine, co, word, co.get(a), co.get(b))
                    break
                if truth == (((word >> 16) & 1) != 0):
                    pc += ((word >> 40) ^ _SIGN) - _SIGN
            elif op == LTI:
                b = (((word >> 24) & 0xFFFF) ^ _SIGN) - _SIGN
                tag = i64(tags[a])
                if tag == T_INT:
                    truth = ints[a] < b
                elif tag == T_FLOAT:
                    truth = floats[a] < float(b)
                else:
                    pcs[depth] = pc
                    machine.t = t
                    metamethods.less(machine, co, word, co.get(a), b)
                    break
                if truth == (((word >> 16) & 1) != 0):
                    pc += ((word >> 40) ^ _SIGN) - _SIGN
            elif op == GTI:
                b = (((word >> 24) & 0xFFFF) ^ _SIGN) - _SIGN
                tag = i64(tags[a])
                if tag == T_INT:
                    truth = ints[a] > b
                elif tag == T_FLOAT:
                    truth = floats[a] > float(b)
                else:
                    pcs[depth] = pc
                    machine.t = t
                    metamethods.less(machine, co, word, b, co.get(a))
                    break
                if truth == (((word >> 16) & 1) != 0):
                    pc += ((word >> 40) ^ _SIGN) - _SIGN
            elif op == EQK:
                b = (word >> 24) & 0xFFFF
                tag = i64(proto.k_tags[b])
                if tag == T_STRING:
                    truth = tags[a] == T_STRING and (refs[a] is proto.constants[b] or refs[a] == proto.constants[b])
                elif tag == T_INT and tags[a] == T_INT:
                    truth = ints[a] == proto.k_ints[b]
                else:
                    truth = metamethods.raw_equal(co.get(a), proto.constants[b])
                if truth == (((word >> 16) & 1) != 0):
                    pc += ((word >> 40) ^ _SIGN) - _SIGN
            elif op == TEST:
                if (tags[a] > T_FALSE) == (((word >> 16) & 1) != 0):
                    pc += ((word >> 24) ^ _SIGN_32) - _SIGN_32
            elif op == JMP:
                pc += ((word >> 24) ^ _SIGN_32) - _SIGN_32
            elif op == EQ:
                b = base + ((word >> 24) & 0xFFFF)
                tag = i64(tags[a])
                if tag != i64(tags[b]):
                    truth = T_INT <= tag <= T_FLOAT and metamethods.raw_equal(co.get(a), co.get(b))
                elif tag == T_INT:
                    truth = ints[a] == ints[b]
                elif tag == T_STRING:
                    truth = refs[a] is refs[b]
                    if not truth:
                        truth = refs[a] == refs[b]
                        integer = len(cast(bytes, refs[a]))
                        if integer >= _LONG:
                            poller.copied(integer)
                            if poller.is_late:
                                limit = t
                elif tag == T_FLOAT:
                    truth = floats[a] == floats[b]
                elif tag < T_STRING or refs[a] is refs[b]:
                    truth = True
                elif tag == T_TABLE or tag == T_USERDATA:
                    pcs[depth] = pc
                    machine.t = t
                    metamethods.equal(machine, co, word, refs[a], refs[b])
                    break
                else:
                    truth = False
                if truth == (((word >> 16) & 1) != 0):
                    pc += ((word >> 40) ^ _SIGN) - _SIGN
            elif op == GETUPVAL:
                cell = closure.cells[(word >> 24) & 0xFFFF]
                tag = cell.tag
                tags[a] = u8(tag)
                if tag == T_INT:
                    ints[a] = cell.integer
                elif tag >= T_STRING:
                    refs[a] = cell.ref
                elif tag == T_FLOAT:
                    floats[a] = cell.number
            elif op == CALL:
                b = (word >> 24) & 0xFFFF
                count = b - 1 if b else co.top - a - 1
                tag = i64(tags[a])
                if tag == T_LUA:
                    callee = cast(LuaClosure, refs[a])
                    called = callee.proto
                    if (
                        called.is_vararg
                        or count < called.parameters
                        or a + 1 + called.room > size
                        or depth + 2 > frames
                    ):
                        pcs[depth] = pc
                        machine.t = t
                        calls.call(machine, co, a, count, a, word >> 40, K_CALL)
                        break
                    pcs[depth] = pc
                    depth += 1
                    if recording:
                        r_tags[h] = R_CALL
                        r_ints[h] = infos[depth]
                        r_refs[h] = functions[depth]
                    base = a + 1
                    infos[depth] = a | base << 24 | (word >> 40) << 48
                    functions[depth] = callee
                    co.depth = depth
                    closure = callee
                    proto = called
                    code = proto.code
                    pc = 0
                    continue
                if tag == T_NATIVE:
                    native = cast(NativeFunction, refs[a])
                    if native.operation <= 0:
                        pcs[depth] = pc
                        machine.t = t
                        call.function = native
                        call.base = a + 1
                        call.count = count
                        machine.running = native
                        value = native.function(call)
                        machine.running = None
                        calls_made += 1
                        if calls_made % CALLS == 0:
                            poller.took(WORK)
                        if poller.is_late:
                            limit = t
                        c = word >> 40
                        if c == 1:
                            if not isinstance(value, Invoke):
                                continue
                        elif c == 2 and not isinstance(value, (tuple, Invoke)):
                            if recording and r_tags[h] == R_JOURNAL:
                                machine.set_register(co, a, value)
                            else:
                                co.put(a, value)
                            continue
                        calls.finish(machine, co, value, a, count, a, c, K_CALL)
                        break
                pcs[depth] = pc
                machine.t = t
                calls.call(machine, co, a, count, a, word >> 40, K_CALL)
                break
            elif op == RETURN1:
                info = infos[depth]
                if (info >> 57) & KIND_MASK == K_CALL:
                    b = (info >> 48) & 0x1FF
                    if 1 <= b <= 2:
                        dest = info & 0xFFFFFF
                        if recording:
                            tag = i64(tags[dest])
                            r_tags[h] = u8(R_RETURN + tag)
                            r_ints[h] = ints[dest]
                            r_floats[h] = floats[dest]
                            if tag >= T_STRING:
                                r_refs[h] = refs[dest]
                        if b == 2:
                            tag = i64(tags[a])
                            tags[dest] = tags[a]
                            if tag == T_INT:
                                ints[dest] = ints[a]
                            elif tag >= T_STRING:
                                refs[dest] = refs[a]
                            elif tag == T_FLOAT:
                                floats[dest] = floats[a]
                        pcs[depth] = pc
                        depth -= 1
                        co.depth = depth
                        closure = cast(LuaClosure, functions[depth])
                        proto = closure.proto
                        code = proto.code
                        base = (infos[depth] >> 24) & 0xFFFFFF
                        pc = pcs[depth]
                        if depth == stop:
                            limit = t
                            reason = RETURNED
                        continue
                pcs[depth] = pc
                machine.t = t
                calls.return_values(machine, co, a, 1)
                if machine.results is not None:
                    return FINISHED
                break
            elif op == RETURN0:
                info = infos[depth]
                if (info >> 57) & KIND_MASK == K_CALL:
                    b = (info >> 48) & 0x1FF
                    if 1 <= b <= 2:
                        dest = info & 0xFFFFFF
                        if recording:
                            tag = i64(tags[dest])
                            r_tags[h] = u8(R_RETURN + tag)
                            r_ints[h] = ints[dest]
                            r_floats[h] = floats[dest]
                            if tag >= T_STRING:
                                r_refs[h] = refs[dest]
                        if b == 2:
                            tags[dest] = T_NIL
                        pcs[depth] = pc
                        depth -= 1
                        co.depth = depth
                        closure = cast(LuaClosure, functions[depth])
                        proto = closure.proto
                        code = proto.code
                        base = (infos[depth] >> 24) & 0xFFFFFF
                        pc = pcs[depth]
                        if depth == stop:
                            limit = t
                            reason = RETURNED
                        continue
                pcs[depth] = pc
                machine.t = t
                calls.return_values(machine, co, a, 0)
                if machine.results is not None:
                    return FINISHED
                break
            elif op == GETTABUP:
                cell = closure.cells[(word >> 24) & 0xFFFF]
                if cell.tag == T_TABLE:
                    value = tables.field(cast(LuaTable, cell.ref), proto, pc - 1, word >> 40)
                    if value is not tables.CALL_NEEDED:
                        co.put(a, value)
                        continue
                pcs[depth] = pc
                machine.t = t
                metamethods.index(machine, co, a, -1, machine.get_cell(cell), proto.constants[word >> 40])
                break
            elif op == SELF:
                b = base + ((word >> 24) & 0xFFFF)
                c = word >> 40
                if (word >> 16) & 1:
                    if tags[b] == T_TABLE:
                        value = tables.field(cast(LuaTable, refs[b]), proto, pc - 1, c)
                        if value is not tables.CALL_NEEDED:
                            co.put(a, value)
                            continue
                    key = proto.constants[c]
                else:
                    key = co.get(base + c)
                pcs[depth] = pc
                machine.t = t
                metamethods.index(machine, co, a, b, co.get(b), key)
                break
            elif op == LOADI:
                ints[a] = ((word >> 24) ^ _SIGN_32) - _SIGN_32
                tags[a] = T_INT
            elif op == LOADK:
                c = word >> 24
                tag = i64(proto.k_tags[c])
                tags[a] = u8(tag)
                if tag == T_INT:
                    ints[a] = proto.k_ints[c]
                elif tag == T_FLOAT:
                    floats[a] = proto.k_floats[c]
                elif tag == T_STRING:
                    refs[a] = proto.constants[c]
            elif op == SETFIELD:
                c = word >> 40
                if tags[a] == T_TABLE:
                    value = proto.constants[c] if (word >> 16) & 1 else co.get(base + c)
                    b = (word >> 24) & 0xFFFF
                    if tables.store_field(machine, cast(LuaTable, refs[a]), proto, pc - 1, b, value, t):
                        continue
                else:
                    value = proto.constants[c] if (word >> 16) & 1 else co.get(base + c)
                pcs[depth] = pc
                machine.t = t
                metamethods.assign(machine, co, a, co.get(a), proto.constants[(word >> 24) & 0xFFFF], value)
                break
            elif op == SETTABLE:
                b = base + ((word >> 24) & 0xFFFF)
                c = word >> 40
                value = proto.constants[c] if (word >> 16) & 1 else co.get(base + c)
                if tags[a] == T_TABLE:
                    table = cast(LuaTable, refs[a])
                    if tags[b] == T_INT or (tags[b] == T_FLOAT and is_index(floats[b])):
                        integer = (ints[b] if tags[b] == T_INT else i64(int(floats[b]))) - 1
                        array = table.array
                        if 0 <= integer < len(array):
                            if table.metatable is None or array[integer] is not None:
                                if table.epoch != epoch:
                                    machine.keep_table(table, t, integer + 1)
                                if recording:
                                    old = array[integer]
                                    if isinstance(old, float):
                                        r_tags[h] = R_ARRAY_FLOAT
                                        r_floats[h] = old
                                    else:
                                        r_tags[h] = R_ARRAY_SET
                                        r_refs[h] = old
                                array[integer] = value
                                continue
                        elif (
                            integer == len(array)
                            and table.slots is None
                            and table.metatable is None
                            and value is not None
                        ):
                            if table.epoch != epoch:
                                machine.keep_table(table, t, integer + 1)
                            if recording:
                                r_tags[h] = R_ARRAY_APPEND
                            machine.allocated += 16
                            table.append(value)
                            continue
                    elif tags[b] == T_STRING:
                        if tables.store_key(machine, table, refs[b], value, t):
                            continue
                pcs[depth] = pc
                machine.t = t
                metamethods.assign(machine, co, a, co.get(a), co.get(b), value)
                break
            elif op == SUB:
                b = base + ((word >> 24) & 0xFFFF)
                c = base + (word >> 40)
                tag = i64(tags[b])
                other = i64(tags[c])
                if tag == T_INT and other == T_INT:
                    integer = ints[b] - ints[c]
                    if integer < _LOW or integer > _HIGH:
                        integer = numbers.wrap(integer)
                    ints[a] = integer
                    tags[a] = T_INT
                    continue
                if tag == T_FLOAT and other == T_FLOAT:
                    floats[a] = floats[b] - floats[c]
                    tags[a] = T_FLOAT
                    continue
                if tag == T_FLOAT and other == T_INT:
                    floats[a] = floats[b] - float(ints[c])
                    tags[a] = T_FLOAT
                    continue
                if tag == T_INT and other == T_FLOAT:
                    floats[a] = float(ints[b]) - floats[c]
                    tags[a] = T_FLOAT
                    continue
                pcs[depth] = pc
                machine.t = t
                metamethods.arithmetic(machine, co, op, a, co.get(b), co.get(c))
                break
            elif op == MUL:
                b = base + ((word >> 24) & 0xFFFF)
                c = base + (word >> 40)
                tag = i64(tags[b])
                other = i64(tags[c])
                if tag == T_INT and other == T_INT:
                    integer = ints[b] * ints[c]
                    if integer < _LOW or integer > _HIGH:
                        integer = numbers.wrap(integer)
                    ints[a] = integer
                    tags[a] = T_INT
                    continue
                if tag == T_FLOAT and other == T_FLOAT:
                    floats[a] = floats[b] * floats[c]
                    tags[a] = T_FLOAT
                    continue
                if tag == T_FLOAT and other == T_INT:
                    floats[a] = floats[b] * float(ints[c])
                    tags[a] = T_FLOAT
                    continue
                if tag == T_INT and other == T_FLOAT:
                    floats[a] = float(ints[b]) * floats[c]
                    tags[a] = T_FLOAT
                    continue
                pcs[depth] = pc
                machine.t = t
                metamethods.arithmetic(machine, co, op, a, co.get(b), co.get(c))
                break
            elif op == ADDK:
                b = base + ((word >> 24) & 0xFFFF)
                c = word >> 40
                tag = i64(tags[b])
                other = i64(proto.k_tags[c])
                if tag == T_INT and other == T_INT:
                    integer = ints[b] + proto.k_ints[c]
                    if integer < _LOW or integer > _HIGH:
                        integer = numbers.wrap(integer)
                    ints[a] = integer
                    tags[a] = T_INT
                    continue
                if tag == T_FLOAT and other == T_FLOAT:
                    floats[a] = floats[b] + proto.k_floats[c]
                    tags[a] = T_FLOAT
                    continue
                if tag == T_FLOAT and other == T_INT:
                    floats[a] = floats[b] + float(proto.k_ints[c])
                    tags[a] = T_FLOAT
                    continue
                if tag == T_INT and other == T_FLOAT:
                    floats[a] = float(ints[b]) + proto.k_floats[c]
                    tags[a] = T_FLOAT
                    continue
                pcs[depth] = pc
                machine.t = t
                metamethods.arithmetic(machine, co, op, a, co.get(b), proto.constants[c])
                break
            elif op == SUBK:
                b = base + ((word >> 24) & 0xFFFF)
                c = word >> 40
                tag = i64(tags[b])
                other = i64(proto.k_tags[c])
                if tag == T_INT and other == T_INT:
                    integer = ints[b] - proto.k_ints[c]
                    if integer < _LOW or integer > _HIGH:
                        integer = numbers.wrap(integer)
                    ints[a] = integer
                    tags[a] = T_INT
                    continue
                if tag == T_FLOAT and other == T_FLOAT:
                    floats[a] = floats[b] - proto.k_floats[c]
                    tags[a] = T_FLOAT
                    continue
                if tag == T_FLOAT and other == T_INT:
                    floats[a] = floats[b] - float(proto.k_ints[c])
                    tags[a] = T_FLOAT
                    continue
                if tag == T_INT and other == T_FLOAT:
                    floats[a] = float(ints[b]) - proto.k_floats[c]
                    tags[a] = T_FLOAT
                    continue
                pcs[depth] = pc
                machine.t = t
                metamethods.arithmetic(machine, co, op, a, co.get(b), proto.constants[c])
                break
            elif op == MULK:
                b = base + ((word >> 24) & 0xFFFF)
                c = word >> 40
                tag = i64(tags[b])
                other = i64(proto.k_tags[c])
                if tag == T_INT and other == T_INT:
                    integer = ints[b] * proto.k_ints[c]
                    if integer < _LOW or integer > _HIGH:
                        integer = numbers.wrap(integer)
                    ints[a] = integer
                    tags[a] = T_INT
                    continue
                if tag == T_FLOAT and other == T_FLOAT:
                    floats[a] = floats[b] * proto.k_floats[c]
                    tags[a] = T_FLOAT
                    continue
                if tag == T_FLOAT and other == T_INT:
                    floats[a] = floats[b] * float(proto.k_ints[c])
                    tags[a] = T_FLOAT
                    continue
                if tag == T_INT and other == T_FLOAT:
                    floats[a] = float(ints[b]) * proto.k_floats[c]
                    tags[a] = T_FLOAT
                    continue
                pcs[depth] = pc
                machine.t = t
                metamethods.arithmetic(machine, co, op, a, co.get(b), proto.constants[c])
                break
            elif LEI <= op <= LOADNIL:
                if op == LEI:
                    b = (((word >> 24) & 0xFFFF) ^ _SIGN) - _SIGN
                    tag = i64(tags[a])
                    if tag == T_INT:
                        truth = ints[a] <= b
                    elif tag == T_FLOAT:
                        truth = floats[a] <= float(b)
                    else:
                        pcs[depth] = pc
                        machine.t = t
                        metamethods.less_equal(machine, co, word, co.get(a), b)
                        break
                    if truth == (((word >> 16) & 1) != 0):
                        pc += ((word >> 40) ^ _SIGN) - _SIGN
                elif op == GEI:
                    b = (((word >> 24) & 0xFFFF) ^ _SIGN) - _SIGN
                    tag = i64(tags[a])
                    if tag == T_INT:
                        truth = ints[a] >= b
                    elif tag == T_FLOAT:
                        truth = floats[a] >= float(b)
                    else:
                        pcs[depth] = pc
                        machine.t = t
                        metamethods.less_equal(machine, co, word, b, co.get(a))
                        break
                    if truth == (((word >> 16) & 1) != 0):
                        pc += ((word >> 40) ^ _SIGN) - _SIGN
                elif op == EQI:
                    b = (((word >> 24) & 0xFFFF) ^ _SIGN) - _SIGN
                    if tags[a] == T_INT:
                        truth = ints[a] == b
                    else:
                        truth = tags[a] == T_FLOAT and floats[a] == float(b)
                    if truth == (((word >> 16) & 1) != 0):
                        pc += ((word >> 40) ^ _SIGN) - _SIGN
                elif op == DIV:
                    b = base + ((word >> 24) & 0xFFFF)
                    c = base + (word >> 40)
                    tag = i64(tags[b])
                    other = i64(tags[c])
                    if tag == T_FLOAT and other == T_FLOAT:
                        floats[a] = numbers.float_div(floats[b], floats[c])
                        tags[a] = T_FLOAT
                        continue
                    if tag == T_FLOAT and other == T_INT:
                        floats[a] = numbers.float_div(floats[b], float(ints[c]))
                        tags[a] = T_FLOAT
                        continue
                    if tag == T_INT and other == T_FLOAT:
                        floats[a] = numbers.float_div(float(ints[b]), floats[c])
                        tags[a] = T_FLOAT
                        continue
                    if tag == T_INT and other == T_INT:
                        floats[a] = numbers.float_div(float(ints[b]), float(ints[c]))
                        tags[a] = T_FLOAT
                        continue
                    pcs[depth] = pc
                    machine.t = t
                    metamethods.arithmetic(machine, co, op, a, co.get(b), co.get(c))
                    break
                elif op == MOD:
                    b = base + ((word >> 24) & 0xFFFF)
                    c = base + (word >> 40)
                    tag = i64(tags[b])
                    other = i64(tags[c])
                    if tag == T_INT and other == T_INT and ints[c] != 0:
                        integer = numbers.integer_mod(ints[b], ints[c])
                        ints[a] = integer
                        tags[a] = T_INT
                        continue
                    if tag == T_FLOAT and other == T_FLOAT:
                        if quotient_modulo:
                            floats[a] = numbers.float_quotient_mod(floats[b], floats[c])
                        else:
                            floats[a] = numbers.float_mod(floats[b], floats[c])
                        tags[a] = T_FLOAT
                        continue
                    if tag == T_FLOAT and other == T_INT:
                        floats[a] = numbers.float_mod(floats[b], float(ints[c]))
                        tags[a] = T_FLOAT
                        continue
                    if tag == T_INT and other == T_FLOAT:
                        floats[a] = numbers.float_mod(float(ints[b]), floats[c])
                        tags[a] = T_FLOAT
                        continue
                    pcs[depth] = pc
                    machine.t = t
                    metamethods.arithmetic(machine, co, op, a, co.get(b), co.get(c))
                    break
                elif op == IDIV:
                    b = base + ((word >> 24) & 0xFFFF)
                    c = base + (word >> 40)
                    tag = i64(tags[b])
                    other = i64(tags[c])
                    if tag == T_INT and other == T_INT and ints[c] != 0:
                        integer = numbers.integer_floor_div(ints[b], ints[c])
                        ints[a] = integer
                        tags[a] = T_INT
                        continue
                    if tag == T_FLOAT and other == T_FLOAT:
                        floats[a] = numbers.float_floor_div(floats[b], floats[c])
                        tags[a] = T_FLOAT
                        continue
                    if tag == T_FLOAT and other == T_INT:
                        floats[a] = numbers.float_floor_div(floats[b], float(ints[c]))
                        tags[a] = T_FLOAT
                        continue
                    if tag == T_INT and other == T_FLOAT:
                        floats[a] = numbers.float_floor_div(float(ints[b]), floats[c])
                        tags[a] = T_FLOAT
                        continue
                    pcs[depth] = pc
                    machine.t = t
                    metamethods.arithmetic(machine, co, op, a, co.get(b), co.get(c))
                    break
                elif op == POW:
                    b = base + ((word >> 24) & 0xFFFF)
                    c = base + (word >> 40)
                    tag = i64(tags[b])
                    other = i64(tags[c])
                    if tag == T_FLOAT and other == T_FLOAT:
                        floats[a] = numbers.float_pow(floats[b], floats[c])
                        tags[a] = T_FLOAT
                        continue
                    if tag == T_FLOAT and other == T_INT:
                        floats[a] = numbers.float_pow(floats[b], float(ints[c]))
                        tags[a] = T_FLOAT
                        continue
                    if tag == T_INT and other == T_FLOAT:
                        floats[a] = numbers.float_pow(float(ints[b]), floats[c])
                        tags[a] = T_FLOAT
                        continue
                    if tag == T_INT and other == T_INT:
                        floats[a] = numbers.float_pow(float(ints[b]), float(ints[c]))
                        tags[a] = T_FLOAT
                        continue
                    pcs[depth] = pc
                    machine.t = t
                    metamethods.arithmetic(machine, co, op, a, co.get(b), co.get(c))
                    break
                elif op == BAND:
                    b = base + ((word >> 24) & 0xFFFF)
                    c = base + (word >> 40)
                    tag = i64(tags[b])
                    other = i64(tags[c])
                    if tag == T_INT and other == T_INT:
                        integer = ints[b] & ints[c]
                        ints[a] = integer
                        tags[a] = T_INT
                        continue
                    pcs[depth] = pc
                    machine.t = t
                    metamethods.arithmetic(machine, co, op, a, co.get(b), co.get(c))
                    break
                elif op == BOR:
                    b = base + ((word >> 24) & 0xFFFF)
                    c = base + (word >> 40)
                    tag = i64(tags[b])
                    other = i64(tags[c])
                    if tag == T_INT and other == T_INT:
                        integer = ints[b] | ints[c]
                        ints[a] = integer
                        tags[a] = T_INT
                        continue
                    pcs[depth] = pc
                    machine.t = t
                    metamethods.arithmetic(machine, co, op, a, co.get(b), co.get(c))
                    break
                elif op == BXOR:
                    b = base + ((word >> 24) & 0xFFFF)
                    c = base + (word >> 40)
                    tag = i64(tags[b])
                    other = i64(tags[c])
                    if tag == T_INT and other == T_INT:
                        integer = ints[b] ^ ints[c]
                        ints[a] = integer
                        tags[a] = T_INT
                        continue
                    pcs[depth] = pc
                    machine.t = t
                    metamethods.arithmetic(machine, co, op, a, co.get(b), co.get(c))
                    break
                elif op == SHL:
                    b = base + ((word >> 24) & 0xFFFF)
                    c = base + (word >> 40)
                    tag = i64(tags[b])
                    other = i64(tags[c])
                    if tag == T_INT and other == T_INT:
                        integer = numbers.shift_left(ints[b], ints[c])
                        ints[a] = integer
                        tags[a] = T_INT
                        continue
                    pcs[depth] = pc
                    machine.t = t
                    metamethods.arithmetic(machine, co, op, a, co.get(b), co.get(c))
                    break
                elif op == SHR:
                    b = base + ((word >> 24) & 0xFFFF)
                    c = base + (word >> 40)
                    tag = i64(tags[b])
                    other = i64(tags[c])
                    if tag == T_INT and other == T_INT:
                        integer = numbers.shift_right(ints[b], ints[c])
                        ints[a] = integer
                        tags[a] = T_INT
                        continue
                    pcs[depth] = pc
                    machine.t = t
                    metamethods.arithmetic(machine, co, op, a, co.get(b), co.get(c))
                    break
                elif op == DIVK:
                    b = base + ((word >> 24) & 0xFFFF)
                    c = word >> 40
                    tag = i64(tags[b])
                    other = i64(proto.k_tags[c])
                    if tag == T_FLOAT and other == T_FLOAT:
                        floats[a] = numbers.float_div(floats[b], proto.k_floats[c])
                        tags[a] = T_FLOAT
                        continue
                    if tag == T_FLOAT and other == T_INT:
                        floats[a] = numbers.float_div(floats[b], float(proto.k_ints[c]))
                        tags[a] = T_FLOAT
                        continue
                    if tag == T_INT and other == T_FLOAT:
                        floats[a] = numbers.float_div(float(ints[b]), proto.k_floats[c])
                        tags[a] = T_FLOAT
                        continue
                    if tag == T_INT and other == T_INT:
                        floats[a] = numbers.float_div(float(ints[b]), float(proto.k_ints[c]))
                        tags[a] = T_FLOAT
                        continue
                    pcs[depth] = pc
                    machine.t = t
                    metamethods.arithmetic(machine, co, op, a, co.get(b), proto.constants[c])
                    break
                elif op == MODK:
                    b = base + ((word >> 24) & 0xFFFF)
                    c = word >> 40
                    tag = i64(tags[b])
                    other = i64(proto.k_tags[c])
                    if tag == T_INT and other == T_INT and proto.k_ints[c] != 0:
                        integer = numbers.integer_mod(ints[b], proto.k_ints[c])
                        ints[a] = integer
                        tags[a] = T_INT
                        continue
                    if tag == T_FLOAT and other == T_FLOAT:
                        if quotient_modulo:
                            floats[a] = numbers.float_quotient_mod(floats[b], proto.k_floats[c])
                        else:
                            floats[a] = numbers.float_mod(floats[b], proto.k_floats[c])
                        tags[a] = T_FLOAT
                        continue
                    if tag == T_FLOAT and other == T_INT:
                        floats[a] = numbers.float_mod(floats[b], float(proto.k_ints[c]))
                        tags[a] = T_FLOAT
                        continue
                    if tag == T_INT and other == T_FLOAT:
                        floats[a] = numbers.float_mod(float(ints[b]), proto.k_floats[c])
                        tags[a] = T_FLOAT
                        continue
                    pcs[depth] = pc
                    machine.t = t
                    metamethods.arithmetic(machine, co, op, a, co.get(b), proto.constants[c])
                    break
                elif op == IDIVK:
                    b = base + ((word >> 24) & 0xFFFF)
                    c = word >> 40
                    tag = i64(tags[b])
                    other = i64(proto.k_tags[c])
                    if tag == T_INT and other == T_INT and proto.k_ints[c] != 0:
                        integer = numbers.integer_floor_div(ints[b], proto.k_ints[c])
                        ints[a] = integer
                        tags[a] = T_INT
                        continue
                    if tag == T_FLOAT and other == T_FLOAT:
                        floats[a] = numbers.float_floor_div(floats[b], proto.k_floats[c])
                        tags[a] = T_FLOAT
                        continue
                    if tag == T_FLOAT and other == T_INT:
                        floats[a] = numbers.float_floor_div(floats[b], float(proto.k_ints[c]))
                        tags[a] = T_FLOAT
                        continue
                    if tag == T_INT and other == T_FLOAT:
                        floats[a] = numbers.float_floor_div(float(ints[b]), proto.k_floats[c])
                        tags[a] = T_FLOAT
                        continue
                    pcs[depth] = pc
                    machine.t = t
                    metamethods.arithmetic(machine, co, op, a, co.get(b), proto.constants[c])
                    break
                elif op == POWK:
                    b = base + ((word >> 24) & 0xFFFF)
                    c = word >> 40
                    tag = i64(tags[b])
                    other = i64(proto.k_tags[c])
                    if tag == T_FLOAT and other == T_FLOAT:
                        floats[a] = numbers.float_pow(floats[b], proto.k_floats[c])
                        tags[a] = T_FLOAT
                        continue
                    if tag == T_FLOAT and other == T_INT:
                        floats[a] = numbers.float_pow(floats[b], float(proto.k_ints[c]))
                        tags[a] = T_FLOAT
                        continue
                    if tag == T_INT and other == T_FLOAT:
                        floats[a] = numbers.float_pow(float(ints[b]), proto.k_floats[c])
                        tags[a] = T_FLOAT
                        continue
                    if tag == T_INT and other == T_INT:
                        floats[a] = numbers.float_pow(float(ints[b]), float(proto.k_ints[c]))
                        tags[a] = T_FLOAT
                        continue
                    pcs[depth] = pc
                    machine.t = t
                    metamethods.arithmetic(machine, co, op, a, co.get(b), proto.constants[c])
                    break
                elif op == BANDK:
                    b = base + ((word >> 24) & 0xFFFF)
                    c = word >> 40
                    tag = i64(tags[b])
                    other = i64(proto.k_tags[c])
                    if tag == T_INT and other == T_INT:
                        integer = ints[b] & proto.k_ints[c]
                        ints[a] = integer
                        tags[a] = T_INT
                        continue
                    pcs[depth] = pc
                    machine.t = t
                    metamethods.arithmetic(machine, co, op, a, co.get(b), proto.constants[c])
                    break
                elif op == BORK:
                    b = base + ((word >> 24) & 0xFFFF)
                    c = word >> 40
                    tag = i64(tags[b])
                    other = i64(proto.k_tags[c])
                    if tag == T_INT and other == T_INT:
                        integer = ints[b] | proto.k_ints[c]
                        ints[a] = integer
                        tags[a] = T_INT
                        continue
                    pcs[depth] = pc
                    machine.t = t
                    metamethods.arithmetic(machine, co, op, a, co.get(b), proto.constants[c])
                    break
                elif op == BXORK:
                    b = base + ((word >> 24) & 0xFFFF)
                    c = word >> 40
                    tag = i64(tags[b])
                    other = i64(proto.k_tags[c])
                    if tag == T_INT and other == T_INT:
                        integer = ints[b] ^ proto.k_ints[c]
                        ints[a] = integer
                        tags[a] = T_INT
                        continue
                    pcs[depth] = pc
                    machine.t = t
                    metamethods.arithmetic(machine, co, op, a, co.get(b), proto.constants[c])
                    break
                elif op == SHLK:
                    b = base + ((word >> 24) & 0xFFFF)
                    c = word >> 40
                    tag = i64(tags[b])
                    other = i64(proto.k_tags[c])
                    if tag == T_INT and other == T_INT:
                        integer = numbers.shift_left(ints[b], proto.k_ints[c])
                        ints[a] = integer
                        tags[a] = T_INT
                        continue
                    pcs[depth] = pc
                    machine.t = t
                    metamethods.arithmetic(machine, co, op, a, co.get(b), proto.constants[c])
                    break
                elif op == SHRK:
                    b = base + ((word >> 24) & 0xFFFF)
                    c = word >> 40
                    tag = i64(tags[b])
                    other = i64(proto.k_tags[c])
                    if tag == T_INT and other == T_INT:
                        integer = numbers.shift_right(ints[b], proto.k_ints[c])
                        ints[a] = integer
                        tags[a] = T_INT
                        continue
                    pcs[depth] = pc
                    machine.t = t
                    metamethods.arithmetic(machine, co, op, a, co.get(b), proto.constants[c])
                    break
                elif op == UNM:
                    b = base + ((word >> 24) & 0xFFFF)
                    tag = i64(tags[b])
                    if tag == T_INT:
                        integer = -ints[b]
                        if integer < _LOW or integer > _HIGH:
                            integer = numbers.wrap(integer)
                        ints[a] = integer
                        tags[a] = T_INT
                    elif tag == T_FLOAT:
                        floats[a] = -floats[b]
                        tags[a] = T_FLOAT
                    else:
                        pcs[depth] = pc
                        machine.t = t
                        metamethods.arithmetic(machine, co, op, a, co.get(b), co.get(b))
                        break
                elif op == BNOT:
                    b = base + ((word >> 24) & 0xFFFF)
                    if tags[b] == T_INT:
                        ints[a] = ~ints[b]
                        tags[a] = T_INT
                    else:
                        pcs[depth] = pc
                        machine.t = t
                        metamethods.arithmetic(machine, co, op, a, co.get(b), co.get(b))
                        break
                elif op == NOT:
                    tags[a] = T_FALSE if tags[base + ((word >> 24) & 0xFFFF)] > T_FALSE else T_TRUE
                elif op == TESTSET:
                    b = base + ((word >> 24) & 0xFFFF)
                    if (tags[b] > T_FALSE) == (((word >> 16) & 1) != 0):
                        co.copy(a, b)
                        pc += ((word >> 40) ^ _SIGN) - _SIGN
                elif op == LOADFALSE:
                    tags[a] = T_FALSE
                elif op == LOADTRUE:
                    tags[a] = T_TRUE
                elif op == LFALSESKIP:
                    tags[a] = T_FALSE
                    pc += 1
                elif op == LOADNIL:
                    b = (word >> 24) & 0xFFFF
                    if b == 1 or not recording:
                        while b > 0:
                            b -= 1
                            tags[a + b] = T_NIL
                    else:
                        machine.t = t
                        while b > 0:
                            b -= 1
                            machine.set_register(co, a + b, None)
            else:
                if op == LEN:
                    b = base + ((word >> 24) & 0xFFFF)
                    if tags[b] == T_TABLE:
                        table = cast(LuaTable, refs[b])
                        if table.metatable is None:
                            integer = table.length()
                            if co.integers:
                                ints[a] = integer
                                tags[a] = T_INT
                            else:
                                floats[a] = float(integer)
                                tags[a] = T_FLOAT
                            continue
                    elif tags[b] == T_STRING:
                        co.put(a, len(cast(bytes, refs[b])))
                        continue
                    pcs[depth] = pc
                    machine.t = t
                    metamethods.length(machine, co, a, co.get(b))
                    break
                if op == SETUPVAL:
                    cell = closure.cells[(word >> 24) & 0xFFFF]
                    if cell.epoch != epoch:
                        machine.keep_cell(cell, t)
                    if recording:
                        r_tags[h] = u8(R_CELL + cell.tag)
                        r_ints[h] = cell.integer
                        r_floats[h] = cell.number
                        if cell.tag >= T_STRING:
                            r_refs[h] = cell.ref
                    tag = i64(tags[a])
                    cell.tag = tag
                    if tag == T_INT:
                        cell.integer = ints[a]
                    elif tag >= T_STRING:
                        cell.ref = refs[a]
                    elif tag == T_FLOAT:
                        cell.number = floats[a]
                elif op == GETCELL:
                    cell = cast(Cell, refs[base + ((word >> 24) & 0xFFFF)])
                    tag = cell.tag
                    tags[a] = u8(tag)
                    if tag == T_INT:
                        ints[a] = cell.integer
                    elif tag >= T_STRING:
                        refs[a] = cell.ref
                    elif tag == T_FLOAT:
                        floats[a] = cell.number
                elif op == SETCELL:
                    cell = cast(Cell, refs[base + ((word >> 24) & 0xFFFF)])
                    if cell.epoch != epoch:
                        machine.keep_cell(cell, t)
                    if recording:
                        r_tags[h] = u8(R_CELL + cell.tag)
                        r_ints[h] = cell.integer
                        r_floats[h] = cell.number
                        if cell.tag >= T_STRING:
                            r_refs[h] = cell.ref
                    tag = i64(tags[a])
                    cell.tag = tag
                    if tag == T_INT:
                        cell.integer = ints[a]
                    elif tag >= T_STRING:
                        cell.ref = refs[a]
                    elif tag == T_FLOAT:
                        cell.number = floats[a]
                elif op == NEWCELL:
                    tag = i64(tags[a])
                    cell = Cell(tag, ints[a], floats[a], refs[a] if tag >= T_STRING else None)
                    cell.born = t << 16
                    cell.epoch = epoch
                    refs[a] = cell
                    tags[a] = T_CELL
                elif op == GETI:
                    b = base + ((word >> 24) & 0xFFFF)
                    c = word >> 40
                    if tags[b] == T_TABLE:
                        table = cast(LuaTable, refs[b])
                        value = table.get_int(c)
                        if value is None and table.metatable is not None:
                            value = tables.lookup(table, c)
                        if value is not tables.CALL_NEEDED:
                            co.put(a, value)
                            continue
                    pcs[depth] = pc
                    machine.t = t
                    metamethods.index(machine, co, a, b, co.get(b), c)
                    break
                elif op == SETI:
                    b = (word >> 24) & 0xFFFF
                    c = word >> 40
                    value = proto.constants[c] if (word >> 16) & 1 else co.get(base + c)
                    if tags[a] == T_TABLE:
                        table = cast(LuaTable, refs[a])
                        array = table.array
                        if 1 <= b <= len(array) and (table.metatable is None or array[b - 1] is not None):
                            if table.epoch != epoch:
                                machine.keep_table(table, t, b)
                            if recording:
                                r_tags[h] = R_ARRAY_SET
                                r_refs[h] = array[b - 1]
                            array[b - 1] = value
                            continue
                    pcs[depth] = pc
                    machine.t = t
                    metamethods.assign(machine, co, a, co.get(a), b, value)
                    break
                elif op == SETTABUP:
                    cell = closure.cells[(word >> 8) & 0xFF]
                    b = (word >> 24) & 0xFFFF
                    c = word >> 40
                    value = proto.constants[c] if (word >> 16) & 1 else co.get(base + c)
                    if cell.tag == T_TABLE:
                        if tables.store_field(machine, cast(LuaTable, cell.ref), proto, pc - 1, b, value, t):
                            continue
                    pcs[depth] = pc
                    machine.t = t
                    metamethods.assign(machine, co, -1, machine.get_cell(cell), proto.constants[b], value)
                    break
                elif op == CONCAT:
                    b = (word >> 24) & 0xFFFF
                    if machine.allocated > machine.threshold:
                        pcs[depth] = pc - 1
                        machine.t = t
                        calls.collect(machine)
                        break
                    text = tables.concat(co, a, b, machine.float_style)
                    if text is not None:
                        integer = len(text)
                        machine.allocated += integer
                        if integer >= _LONG:
                            poller.copied(integer)
                            if poller.is_late:
                                limit = t
                        refs[a] = text
                        tags[a] = T_STRING
                        continue
                    pcs[depth] = pc
                    machine.t = t
                    metamethods.concat(machine, co, a, a + b - 1)
                    break
                elif op == NEWTABLE:
                    if machine.allocated > machine.threshold:
                        pcs[depth] = pc - 1
                        machine.t = t
                        calls.collect(machine)
                        break
                    machine.allocated += 56
                    table = LuaTable(t << 16)
                    table.epoch = epoch
                    refs[a] = table
                    tags[a] = T_TABLE
                elif op == CLOSURE:
                    if machine.allocated > machine.threshold:
                        pcs[depth] = pc - 1
                        machine.t = t
                        calls.collect(machine)
                        break
                    called = proto.protos[word >> 24]
                    cells: list[Cell] = []
                    for upvalue in called.upvalues:
                        if upvalue.in_stack:
                            cells.append(cast(Cell, refs[base + upvalue.index]))
                        else:
                            cells.append(closure.cells[upvalue.index])
                    if caches_closures:
                        pcs[depth] = pc
                        machine.t = t
                        calls.make_closure(machine, co, a, called, cells)
                        continue
                    machine.allocated += 40
                    refs[a] = LuaClosure(called, cells, t << 16)
                    tags[a] = T_LUA
                elif op == TFORCALL:
                    c = word >> 40
                    if tags[a] == T_NATIVE:
                        native = cast(NativeFunction, refs[a])
                        if native.operation < 0 and tags[a + 1] == T_TABLE and c <= 2:
                            table = cast(LuaTable, refs[a + 1])
                            integer = tables.advance(table, native.operation, co, a + 3, proto, pc - 1, poller)
                            if integer > -2:
                                if recording:
                                    r_tags[h] = R_LOOP
                                    r_refs[h] = (co.get(a + 3), co.get(a + 4))
                                if integer == -1:
                                    tags[a + 3] = T_NIL
                                    tags[a + 4] = T_NIL
                                else:
                                    co.put(a + 3, table.key_at(integer))
                                    co.put(a + 4, table.value_at(integer))
                                continue
                    pcs[depth] = pc
                    machine.t = t
                    calls.iterate(machine, co, a, c)
                    break
                elif op == TFORLOOP:
                    if tags[a + 3] != T_NIL:
                        pc += ((word >> 24) ^ _SIGN_32) - _SIGN_32
                elif op == FORPREP:
                    pcs[depth] = pc
                    machine.t = t
                    if not metamethods.prepare_loop(machine, co, a):
                        pc += ((word >> 24) ^ _SIGN_32) - _SIGN_32
                elif op == TFORPREP:
                    pcs[depth] = pc
                    machine.t = t
                    calls.prepare_iteration(machine, co, a)
                    pc += ((word >> 24) ^ _SIGN_32) - _SIGN_32
                elif op == SETLIST:
                    b = (word >> 24) & 0xFFFF
                    table = cast(LuaTable, refs[a])
                    if b != 0 and (word >> 40) == 0 and (word >> 16) & 1 == 0 and len(table.array) == 0:
                        if recording:
                            r_tags[h] = R_LIST
                            r_refs[h] = table.array
                        machine.allocated += 16 * b
                        if table.epoch != epoch:
                            machine.keep_table(table, t, ANY_KEY)
                        table.array = tables.values_in(co, a + 1, b)
                        continue
                    pcs[depth] = pc
                    machine.t = t
                    calls.set_list(machine, co, a, word)
                    break
                elif op == TAILCALL:
                    b = (word >> 24) & 0xFFFF
                    count = b - 1 if b else co.top - a - 1
                    if tags[a] == T_LUA and word & 0x10000 == 0:
                        callee = cast(LuaClosure, refs[a])
                        called = callee.proto
                        info = infos[depth]
                        if (
                            not called.is_vararg
                            and count >= called.parameters
                            and a + 1 + called.room <= size
                            and a - (info & 0xFFFFFF) < 4096
                        ):
                            if recording:
                                r_tags[h] = R_TAIL
                                r_ints[h] = info
                                r_refs[h] = closure
                            base = a + 1
                            infos[depth] = (info & ~(0xFFFFFF << 24)) | base << 24 | TAIL_FLAG
                            functions[depth] = callee
                            closure = callee
                            proto = called
                            code = proto.code
                            pc = 0
                            continue
                    pcs[depth] = pc
                    machine.t = t
                    calls.tail_call(machine, co, a, count)
                    if machine.results is not None:
                        return FINISHED
                    break
                elif op == RETURN:
                    b = (word >> 24) & 0xFFFF
                    pcs[depth] = pc
                    machine.t = t
                    calls.return_values(machine, co, a, b - 1 if b else co.top - a)
                    if machine.results is not None:
                        return FINISHED
                    break
                elif op == VARARG:
                    pcs[depth] = pc
                    machine.t = t
                    varargs.spread(machine, co, a, word)
                    break
                elif op == TBC:
                    pcs[depth] = pc
                    machine.t = t
                    calls.mark_closing(machine, co, a)
                elif op == CLOSE:
                    if len(co.closing) > 0:
                        pcs[depth] = pc
                        machine.t = t
                        calls.close_pending(machine, co, a, word >> 40)
                        break
                elif op == VARARGTABLE:
                    if machine.allocated > machine.threshold:
                        pcs[depth] = pc - 1
                        machine.t = t
                        calls.collect(machine)
                        break
                    pcs[depth] = pc
                    machine.t = t
                    varargs.make_table(machine, co, a)
                elif op == GETVARG:
                    pcs[depth] = pc
                    machine.t = t
                    varargs.get(machine, co, a, base + ((word >> 24) & 0xFFFF))
                elif op == ERRNNIL:
                    if tags[a] != T_NIL:
                        pcs[depth] = pc
                        machine.t = t
                        raise naming.defined_error(machine, proto, word >> 24)
                elif op == VISIT:
                    pc -= 1
                    t -= 1
                    machine.visits.meet(proto, pc, machine.replaying)
                elif op == BREAK:
                    pcs[depth] = pc - 1
                    machine.t = t - 1
                    return BREAKPOINT
