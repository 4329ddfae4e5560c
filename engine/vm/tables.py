"""Table access and string building as the dispatch loop needs them: no machine state but what is named, and
`CALL_NEEDED` as the answer where a metamethod must be called.

Field access keeps a hint at each instruction: the slot where its key was found the last time.
"""

from typing import TYPE_CHECKING, Final, cast

from mypy_extensions import i32, i64

from engine.compiler.proto import Proto
from engine.history.ring import R_SLOT_FLOAT, R_SLOT_INSERT, R_SLOT_SET
from engine.runtime import numbers
from engine.runtime.coroutine import Coroutine
from engine.runtime.polling import Poller
from engine.runtime.table import LuaTable, is_index
from engine.runtime.values import T_FLOAT, T_INT, T_STRING, intern

if TYPE_CHECKING:
    from engine.vm.machine import Machine

CALL_NEEDED: Final[object] = object()

# Bits of `LuaTable.absent`.
ABSENT_INDEX: Final = 1
ABSENT_NEWINDEX: Final = 2
ABSENT_EQ: Final = 4

# Operations of the natives that TFORCALL carries out itself; calls of them are ordinary.
OP_NEXT: Final = -1
OP_IPAIRS: Final = -2

_INDEX: Final = intern(b"__index")

_CHAIN_LIMIT: Final = 2000  # MAXTAGLOOP
_FAR: Final = 1000  # positions without a value that take some time to pass


def field(table: LuaTable, proto: Proto, at: i64, constant: i64) -> object:
    """table[K[constant]], a string, as instruction `at` reads it; with __index tables followed.

    The hint serves the table itself, or the table that its metatable's __index is (a class).
    """
    key = proto.constants[constant]
    slot = i64(proto.hints[at])
    keys = table.keys
    if slot < len(keys) and keys[slot] is key:
        value = table.values[slot]
        if value is not None:
            return value
    else:
        found = table.find(key)
        if found >= 0:
            proto.hints[at] = i32(found)
            value = table.values[found]
            if value is not None:
                return value
    metatable = table.metatable
    if metatable is None:
        return None
    handler = index_handler(metatable)
    if not isinstance(handler, LuaTable):
        return None if handler is None else CALL_NEEDED
    keys = handler.keys
    if slot >= len(keys) or keys[slot] is not key:
        slot = handler.find(key)
        if slot < 0:
            return lookup(handler, key)
        proto.hints[at] = i32(slot)
    value = handler.values[slot]
    return lookup(handler, key) if value is None else value


def index_handler(metatable: LuaTable) -> object:
    """The metatable's __index, found where it was the last time; its absence is cached."""
    if metatable.absent & ABSENT_INDEX:
        return None
    slot = metatable.index_hint
    keys = metatable.keys
    if slot >= len(keys) or keys[slot] is not _INDEX:
        slot = metatable.find(_INDEX)
        if slot < 0:
            metatable.absent |= ABSENT_INDEX
            return None
        metatable.index_hint = slot
    value = metatable.values[slot]
    if value is None:
        metatable.absent |= ABSENT_INDEX
    return value


def lookup(table: LuaTable, key: object) -> object:
    """table[key] where the table itself has no such key: follows __index as long as it is a table."""
    for _ in range(_CHAIN_LIMIT):
        metatable = table.metatable
        if metatable is None:
            return None
        handler = index_handler(metatable)
        if handler is None:
            return None
        if not isinstance(handler, LuaTable):
            return CALL_NEEDED
        table = handler
        value = table.get(key)
        if value is not None:
            return value
    return CALL_NEEDED


def assignable(table: LuaTable) -> bool:
    """Whether a new key may go into the table itself: it has no __newindex."""
    metatable = table.metatable
    if metatable is None or metatable.absent & ABSENT_NEWINDEX:
        return True
    if metatable.get_key(b"__newindex") is None:
        metatable.absent |= ABSENT_NEWINDEX
        return True
    return False


def store_field(
    machine: "Machine", table: LuaTable, proto: Proto, at: i64, constant: i64, value: object, t: i64
) -> bool:
    """table[K[constant]] := value, as instruction `at` does it in step `t`; False where the slow path must."""
    key = proto.constants[constant]
    slot = i64(proto.hints[at])
    keys = table.keys
    if slot >= len(keys) or keys[slot] is not key:
        slot = table.find(key)
        if slot < 0:
            return store_new(machine, table, key, value, t)
        proto.hints[at] = i32(slot)
    return store_slot(machine, table, slot, value, t)


def store_key(machine: "Machine", table: LuaTable, key: object, value: object, t: i64) -> bool:
    """table[key] := value for a string key; False where the slow path must."""
    slot = table.find(key)
    if slot < 0:
        return store_new(machine, table, key, value, t)
    return store_slot(machine, table, slot, value, t)


def store_slot(machine: "Machine", table: LuaTable, slot: i64, value: object, t: i64) -> bool:
    old = table.values[slot]
    if old is None:
        if not assignable(table):
            return False
        table.absent = 0
    if table.epoch != machine.epoch:
        machine.keep_table(table, t, table.keys[slot])
    values = table.values
    if machine.recording:
        ring = machine.ring
        entry = t & ring.mask
        if isinstance(old, float):
            ring.tags[entry] = R_SLOT_FLOAT
            ring.floats[entry] = old
        else:
            ring.tags[entry] = R_SLOT_SET
            ring.refs[entry] = old
    values[slot] = value
    if value is None:
        table.absent = 0
    return True


def store_new(machine: "Machine", table: LuaTable, key: object, value: object, t: i64) -> bool:
    if value is None or not assignable(table) or table.is_full():
        return False
    if table.epoch != machine.epoch:
        machine.keep_table(table, t, key)
    if machine.recording:
        ring = machine.ring
        ring.tags[t & ring.mask] = R_SLOT_INSERT
    machine.allocated += 40
    table.insert(key, value)
    return True


def values_in(co: Coroutine, first: i64, count: i64) -> list[object]:
    """The values of `count` registers, boxed."""
    values: list[object] = []
    for at in range(first, first + count):
        values.append(co.get(at))
    return values


def concat(co: Coroutine, first: i64, count: i64, style: i64) -> bytes | None:
    """The concatenation of `count` registers that are all strings or numbers, else None."""
    if count == 2:
        if co.tags[first] == T_STRING and co.tags[first + 1] == T_STRING:
            return cast(bytes, co.refs[first]) + cast(bytes, co.refs[first + 1])
    parts: list[bytes] = []
    for at in range(first, first + count):
        tag = i64(co.tags[at])
        if tag == T_STRING:
            parts.append(cast(bytes, co.refs[at]))
        elif tag == T_INT:
            parts.append(b"%d" % co.ints[at])
        elif tag == T_FLOAT:
            parts.append(numbers.float_to_bytes(co.floats[at], style))
        else:
            return None
    return b"".join(parts)


def position_in(co: Coroutine, control: i64) -> i64:
    """The integer that a register holds, be it as a float; -1 if it holds none."""
    if co.tags[control] == T_INT:
        return co.ints[control]
    if co.tags[control] == T_FLOAT and is_index(co.floats[control]):
        return i64(int(co.floats[control]))
    return -1


def advance(
    table: LuaTable, operation: i64, co: Coroutine, control: i64, proto: Proto, at: i64, poller: Poller
) -> i64:
    """The position that `next` (or the iterator of `ipairs`) reaches from the control variable's.

    -1 at the end, -2 where the native itself must answer (an unknown key, a metamethod).
    """
    if operation == OP_IPAIRS:
        position = position_in(co, control)
        if position < 0:
            return -2
        array = table.array
        if 0 <= position < len(array) and array[position] is not None:
            return position
        if table.metatable is None and table.slots is None:
            return -1
        return -2
    size: i64 = len(table.array)
    position = position_in(co, control) - 1
    if not 0 <= position < size:
        position = i64(proto.hints[at])
        keys = table.keys
        if (
            co.tags[control] < T_STRING
            or position < size
            or position - size >= len(keys)
            or keys[position - size] is not co.refs[control]
        ):
            position = table.position_of(co.get(control))
            if position == -2:
                return -2
    before = position
    position = table.next_position(position)
    if position < 0 or position > before + _FAR:
        poller.took((size + len(table.values) if position < 0 else position) - before)
    proto.hints[at] = i32(position)
    return position
