"""Garbage collection as a program can see it: weak tables, finalizers, and the count of bytes in use.

CPython frees the memory; this module decides what is *reachable*, by a deterministic mark pass from the VM's own
roots (history is not a root), so that weak tables are cleared and finalizers called at the same instruction in
every run.  Everything it changes is noted.
"""

from typing import Final, final

from mypy_extensions import i64

from engine.compiler.opcodes import CLOSURE, CONCAT, NEWTABLE
from engine.compiler.proto import Proto
from engine.history.changes import FinalizableChange, SlotChange
from engine.history.images import FinalizableImage
from engine.history.watch import ANY_KEY
from engine.runtime.coroutine import DEAD, K_FINALIZER, K_NATIVE, Coroutine, pack_info
from engine.runtime.polling import Poller
from engine.runtime.table import LuaTable
from engine.runtime.values import T_STRING, Cell, LuaClosure, LuaError, NativeFunction, UserData
from engine.vm import calls
from engine.vm.machine import NEVER, Machine

_TABLE_SIZE: Final = 56
_FIRST_PAUSE: Final = 4_000_000  # bytes


@final
class Marker:
    """One mark pass: what it has reached, and the weak tables it met on the way."""

    def __init__(self, poller: Poller) -> None:
        self.poller: Final = poller
        self.seen: set[object] = set()
        self.pending: list[object] = []
        self.running: Coroutine | None = None  # the running coroutine, unless it is in a native
        self.bytes: i64 = 0
        self.weak_values: list[LuaTable] = []
        self.ephemerons: list[LuaTable] = []  # weak keys
        self.all_weak: list[LuaTable] = []

    def mark(self, value: object) -> None:
        if value is None or isinstance(value, (int, float)):
            return
        if value in self.seen:
            return
        self.seen.add(value)
        self.poller.worked(8)
        if isinstance(value, bytes):
            self.bytes += 25 + len(value)
        else:
            self.pending.append(value)

    def reached(self, value: object) -> bool:
        """Whether a key or value of a weak table stays: strings and other plain values always do."""
        if isinstance(value, (LuaTable, LuaClosure, UserData, Coroutine)):
            return value in self.seen
        if isinstance(value, NativeFunction) and value.upvalues is not None:
            return value in self.seen
        return True

    def run(self) -> None:
        """Mark everything reachable from what is pending, ephemerons included."""
        while True:
            while len(self.pending) > 0:
                self.trace(self.pending.pop())
            for table in self.ephemerons:
                values = table.values
                for at, key in enumerate(table.keys):
                    if values[at] is not None and self.reached(key):
                        self.mark(values[at])
            if len(self.pending) == 0:
                return

    def trace(self, value: object) -> None:
        if isinstance(value, LuaTable):
            self.trace_table(value)
        elif isinstance(value, LuaClosure):
            self.bytes += 32 + 8 * len(value.cells)
            self.mark_proto(value.proto)
            for cell in value.cells:
                self.mark(cell)
        elif isinstance(value, Cell):
            self.bytes += 40
            if value.tag >= T_STRING:
                self.mark(value.ref)
        elif isinstance(value, NativeFunction):
            if value.upvalues is not None:
                self.bytes += 32 + 16 * len(value.upvalues)
                for upvalue in value.upvalues:
                    if isinstance(upvalue, (bytes, LuaTable, LuaClosure, NativeFunction, UserData, Coroutine)):
                        self.mark(upvalue)
        elif isinstance(value, UserData):
            self.bytes += 40 + 16 * len(value.values)
            self.mark(value.metatable)
            for one in value.values:
                self.mark(one)
        elif isinstance(value, Coroutine):
            self.trace_coroutine(value)

    def mark_proto(self, proto: Proto) -> None:
        if proto in self.seen:
            return
        self.seen.add(proto)
        self.bytes += 120 + 9 * len(proto.original) + 16 * len(proto.constants)
        for constant in proto.constants:
            self.mark(constant)
        for inner in proto.protos:
            self.mark_proto(inner)

    def trace_table(self, table: LuaTable) -> None:
        self.bytes += _TABLE_SIZE + 16 * len(table.array) + 40 * len(table.keys)
        self.poller.worked(len(table.array) + len(table.keys))
        metatable = table.metatable
        mode: object = None
        if metatable is not None:
            self.mark(metatable)
            mode = metatable.get_key(b"__mode")
        weak_keys = isinstance(mode, bytes) and b"k" in mode
        weak_values = isinstance(mode, bytes) and b"v" in mode
        if weak_keys or weak_values:
            self.mark_strings(table)
        if weak_keys and weak_values:
            self.all_weak.append(table)
            return
        if weak_keys:
            self.ephemerons.append(table)
            for value in table.array:
                self.mark(value)
            return
        if weak_values:
            self.weak_values.append(table)
        else:
            for value in table.array:
                self.mark(value)
        values = table.values
        for at, key in enumerate(table.keys):
            if values[at] is not None:
                self.mark(key)
                if not weak_values:
                    self.mark(values[at])

    def mark_strings(self, table: LuaTable) -> None:
        """Strings are values, not objects: a weak table keeps them (manual 2.5.4)."""
        for value in table.array + table.values:
            if isinstance(value, bytes):
                self.mark(value)
        for at, key in enumerate(table.keys):
            if isinstance(key, bytes) and table.values[at] is not None:
                self.mark(key)

    def trace_coroutine(self, co: Coroutine) -> None:
        self.bytes += 200
        limit = max(co.free_index(), 1) if co.depth >= 0 or co.status != DEAD else 0
        if co is self.running:
            limit = live_limit(co)
        for level in range(co.depth + 1):
            self.mark(co.functions[level])
        if co.hook is not None:
            self.mark(co.hook)
        self.mark(co.resumer)
        self.mark(co.environment)
        self.mark_registers(co, limit)

    def mark_registers(self, co: Coroutine, limit: i64) -> None:
        self.bytes += 16 * limit
        for at in range(limit):
            if co.tags[at] >= T_STRING:
                self.mark(co.refs[at])


def mark_roots(machine: Machine, marker: Marker) -> None:
    marker.mark(machine.globals)
    marker.mark(machine.registry)
    for metatable in machine.type_metatables:
        marker.mark(metatable)
    for function in machine.prelude.values():
        marker.mark(function)
    current = machine.current
    if machine.running is not None:
        # Registers above the arguments of the native that collects are free.
        marker.seen.add(current)
        marker.bytes += 200
        for level in range(current.depth + 1):
            marker.mark(current.functions[level])
        marker.mark(current.resumer)
        marker.mark(current.hook)
        marker.mark_registers(current, machine.call.base + machine.call.count)
    else:
        marker.running = current
    marker.mark(current)
    marker.mark(machine.main)


def live_limit(co: Coroutine) -> i64:
    """The end of the registers in use.

    Where an instruction that allocates is about to be executed, what lies above its operands and the active local
    variables is left over.
    """
    function = co.functions[co.depth] if co.depth >= 0 else None
    if not isinstance(function, LuaClosure):
        return max(co.free_index(), 1)
    pc = co.pcs[co.depth]
    word = function.proto.original[pc]
    if word & 0xFF not in (NEWTABLE, CLOSURE, CONCAT):
        return max(co.free_index(), 1)
    used = (word >> 8) & 0xFF
    if word & 0xFF == CONCAT:
        used += (word >> 24) & 0xFFFF
    for variable in function.proto.locals:
        if variable.start > pc:
            break
        if pc < variable.end:
            used = max(used, variable.register + 1)
    return co.base(co.depth) + used


def reachable(machine: Machine) -> list[object]:
    """Every object that the program can reach, in no order."""
    marker = Marker(machine.poller)
    mark_roots(machine, marker)
    marker.run()
    return list(marker.seen)


def measure(machine: Machine) -> i64:
    """Bytes in use: an estimate, the same in every run of the program."""
    if machine.allocated - machine.live > 1_000_000 + machine.live:
        machine.note_collector()
        marker = Marker(machine.poller)
        mark_roots(machine, marker)
        for value in machine.finalizable:
            marker.mark(value)
        marker.run()
        machine.live = marker.bytes
        machine.allocated = marker.bytes
        schedule(machine)
    return machine.allocated


def collect(machine: Machine) -> list[object]:
    """A full collection: clears weak tables; returns the objects whose finalizers are due, in order."""
    machine.note_collector()
    marker = Marker(machine.poller)
    mark_roots(machine, marker)
    marker.run()
    for table in marker.weak_values:
        clear_values(machine, marker, table)
    for table in marker.all_weak:
        clear_values(machine, marker, table)
    due: list[object] = [value for value in machine.finalizable if value not in marker.seen]
    due.reverse()
    if len(due) > 0:
        if machine.epoch:
            machine.keep_finalizable()
        if machine.recording:
            machine.note(FinalizableImage(machine))
        for value in due:
            del machine.finalizable[value]
    values_done = len(marker.weak_values)
    all_done = len(marker.all_weak)
    for value in machine.due_finalizers() + due:
        marker.mark(value)
    marker.run()
    for table in marker.ephemerons:
        clear_keys(machine, marker, table)
    for table in marker.all_weak:
        clear_keys(machine, marker, table)
    for table in marker.weak_values[values_done:] + marker.all_weak[all_done:]:
        clear_values(machine, marker, table)
    machine.live = marker.bytes
    machine.allocated = marker.bytes
    schedule(machine)
    return due


def schedule(machine: Machine) -> None:
    """Decide when the next automatic collection is due: never, before the program could see its effects."""
    if not machine.collects:
        return
    if machine.collector_stopped:
        machine.threshold = NEVER
    else:
        machine.threshold = machine.allocated + max(_FIRST_PAUSE, machine.live * max(machine.pause - 100, 10) // 100)


def clear_values(machine: Machine, marker: Marker, table: LuaTable) -> None:
    for at, value in enumerate(table.array):
        if not marker.reached(value):
            machine.array_set(table, at, None)
    for slot, value in enumerate(table.values):
        if not marker.reached(value):
            key = table.keys[slot]
            if isinstance(key, bytes):
                marker.bytes -= 25 + len(key)
            clear_slot(machine, table, slot)


def clear_keys(machine: Machine, marker: Marker, table: LuaTable) -> None:
    for slot, key in enumerate(table.keys):
        if table.values[slot] is not None and not marker.reached(key):
            clear_slot(machine, table, slot)


def clear_slot(machine: Machine, table: LuaTable, slot: i64) -> None:
    if table.epoch != machine.epoch:
        machine.keep_table(table, machine.t, ANY_KEY)
    if machine.recording:
        machine.note(SlotChange(table, slot))
    table.values[slot] = None
    table.absent = 0


# -- finalizers ----------------------------------------------------------------------------------------


def step(machine: Machine) -> None:
    """An automatic collection, between two instructions; the running frame waits while finalizers run."""
    machine.keep_pc(machine.current)
    call_finalizers(machine, machine.current, collect(machine))


def call_finalizers(machine: Machine, co: Coroutine, due: list[object]) -> None:
    """Queue finalizers and call the first; each one's return calls the next."""
    waiting = machine.due_finalizers()
    if len(due) == 0 and (machine.finalizing or len(waiting) == 0):
        return
    machine.note_own()
    machine.finalizers = waiting + due
    machine.finalizers_begun = 0
    if not machine.finalizing:
        machine.finalizing = True
        finalized(machine, co)


def finalized(machine: Machine, co: Coroutine) -> None:
    """Call the next finalizer that is due, if any."""
    while machine.finalizers_begun < len(machine.finalizers):
        machine.note_own()
        value = machine.finalizers[machine.finalizers_begun]
        machine.finalizers_begun += 1
        handler = machine.metamethod(value, b"__gc")
        if handler is None:
            continue
        if machine.dialect.finalizer_errors and not isinstance(handler, (LuaClosure, NativeFunction)):
            continue
        if isinstance(handler, NativeFunction) and handler.operation <= 0:
            call_native(machine, co, handler, value)
            continue
        if not is_callable(machine, handler):
            continue
        at = max(co.free_index(), co.top)
        co.reserve(at + 3)
        machine.push_frame(co, machine.finalizer, pack_info(co.top, at, 1, K_FINALIZER))
        machine.set_register(co, at, None)
        machine.set_register(co, at + 1, handler)
        machine.set_register(co, at + 2, value)
        try:
            calls.call(machine, co, at + 1, 1, at + 1, 0, K_NATIVE)
        except LuaError as error:
            machine.pop_frame(co)
            complain(machine, error.value)
            continue
        return
    machine.note_own()
    machine.finalizing = False
    machine.finalizers = []
    machine.finalizers_begun = 0


def is_callable(machine: Machine, handler: object) -> bool:
    """Whether a finalizer can be called; if not, that is a warning."""
    if isinstance(handler, (LuaClosure, NativeFunction)) or calls.call_handler(machine, handler) is not None:
        return True
    warn(machine, b"attempt to call a %s value (metamethod '__gc')" % machine.type_name_of(handler))
    return False


def call_native(machine: Machine, co: Coroutine, handler: NativeFunction, value: object) -> None:
    """A finalizer that is a native needs no frame, unless it calls Lua, which makes no sense at this point."""
    at = max(co.free_index(), co.top)
    co.reserve(at + 1)
    machine.set_register(co, at, value)
    state = machine.call
    state.coroutine, state.function, state.base, state.count = co, handler, at, 1
    machine.running = handler
    try:
        handler.function(state)
    except LuaError as error:
        machine.running = None
        complain(machine, error.value)
    machine.running = None


def complain(machine: Machine, error: object) -> None:
    """Of an error in a finalizer: a warning, or an error where the collection came; finalizers may then be left."""
    dialect = machine.dialect
    if not dialect.finalizer_errors:
        warn(machine, error)
        return
    machine.note_own()
    machine.finalizing = False
    if dialect.finalizer_message != b"":
        text = error if isinstance(error, bytes) else b"no message"
        error = dialect.finalizer_message + b" (" + text + b")"
    raise LuaError(error)


def warn(machine: Machine, error: object) -> None:
    text = error if isinstance(error, bytes) else b"error object is not a string"
    machine.warn(b"error in __gc (" + text + b")")


def next_at_close(machine: Machine) -> tuple[object, object]:
    """The object marked last, unmarked now, and its finalizer (None if it has lost it): for the end of the state."""
    value = list(machine.finalizable)[-1]
    if machine.epoch:
        machine.keep_finalizable()
    if machine.recording:
        machine.note(FinalizableChange(machine.finalizable, value))
    del machine.finalizable[value]
    handler = machine.metamethod(value, b"__gc")
    if isinstance(handler, (LuaClosure, NativeFunction)):
        return value, handler
    if handler is None or machine.dialect.finalizer_errors or not is_callable(machine, handler):
        return value, None
    return value, handler


def failed(machine: Machine, co: Coroutine, error: object) -> None:
    """A finalizer raised an error: complain of it (manual 2.5.3), and on to the next."""
    complain(machine, error)
    finalized(machine, co)


