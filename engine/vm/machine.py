"""The whole machine as data, and the noted way to change it.

`Machine` owns everything a Lua program can see: coroutines, globals, registry, metatables of types, random
state, pending finalizers.  The dispatch loop (`loop`) changes it on the fast paths and writes the ring's lanes
itself; everything else goes through the methods here, which first note in the ring what they overwrite.
"""

from collections.abc import Callable
from typing import Final, cast, final

from mypy_extensions import i32, i64

from engine.compiler.proto import Proto
from engine.history.changes import (
    AppendChange,
    ArrayChange,
    CachedClosureChange,
    CellChange,
    CellJoinChange,
    Change,
    CollectorChange,
    CoroutineChange,
    ElementChange,
    EnvironmentChange,
    FinalizableChange,
    FrameChange,
    HookChange,
    InsertChange,
    MachineChange,
    MetatableChange,
    RebuildChange,
    RegisterChange,
    SlotChange,
    UpvalueChange,
    UserDataChange,
)
from engine.history.images import ClosureImage, ClosuresImage, CoroutineImage, FinalizableImage, NativeImage, TableImage
from engine.history.ring import R_JOURNAL, Ring
from engine.history.visits import Visits
from engine.history.watch import ANY_KEY, METATABLE_KEY, WATCHED, Watch
from engine.runtime import tostring
from engine.runtime.call import Call
from engine.runtime.coroutine import Coroutine, is_level, tag_of
from engine.runtime.host import Host
from engine.runtime.polling import Poller
from engine.runtime.string_addresses import StringAddresses
from engine.runtime.table import LuaTable, normalise
from engine.runtime.values import (
    SET_UP,
    T_FALSE,
    T_FLOAT,
    T_INT,
    T_LUA,
    T_NATIVE,
    T_NIL,
    T_STRING,
    T_TRUE,
    Cell,
    LuaClosure,
    LuaError,
    NativeFunction,
    UserData,
)
from engine.syntax.dialects import LUA_54, Dialect
from engine.syntax.macros import Macros
from engine.vm import activations, naming

NEVER: Final = 1 << 61  # a threshold that is not reached

LEVEL_LIMIT: Final = 200  # LUAI_MAXCCALLS
LEVEL_ROOM: Final = 20

# What `Machine.own_state` holds, in this order.
OwnState = tuple[
    Coroutine, list["LuaTable | None"], list[int], "LuaError | None", i64,
    bool, "list[object] | None", list[object], i64, bool,
]  # fmt: skip


# The collector's accounts and settings.
CollectorState = tuple[i64, i64, i64, bool, bytes, i64, i64, i64, i64, tuple[int, ...]]


def _no_function(call: Call) -> object:
    return None


@final
class Machine:
    """One Lua state.  `t` is the number of executed instructions; while one executes, its number."""

    def __init__(self, host: Host, dialect: Dialect = LUA_54) -> None:
        self.host: Host = host
        self.dialect: Final = dialect
        self.float_style: Final[i64] = dialect.float_style
        self.macros: Macros | None = None  # what the macros of a chunk may use, in a dialect with macros
        self.t: i64 = SET_UP
        self.identity_step: i64 = -1
        self.identity_count: i64 = 0
        self.recording = False
        self.ring: Ring = Ring(0, 0)
        self.journal: i64 = 0  # the number of the last journal
        self.noted_in: i64 = 0  # that of the journal that has the machine's own fields from before the step
        self.no_function: Final = NativeFunction("?", _no_function)
        self.killer: Final = NativeFunction("close", _no_function, 9)  # operations.OP_KILL
        self.finalizer: Final = NativeFunction("__gc", _no_function, 8)  # operations.OP_FINALIZER
        self.handling: Final = NativeFunction("?", _no_function, 10)  # operations.OP_HANDLER
        self.entry: Final = NativeFunction("?", _no_function, 7)  # operations.OP_HOST
        self.main: Final = Coroutine(self.new_identity(), dialect)
        self.current: Coroutine = self.main
        self.call: Final = Call(self)
        self.running: NativeFunction | None = None  # the native that executes now
        self.globals: Final = LuaTable(self.new_identity())
        self.registry: Final = LuaTable(self.new_identity())
        self.prelude: Final[dict[bytes, object]] = {}
        self.fronts: Final[dict[object, object]] = {}  # library code in Lua: the native that a program sees
        self.type_metatables: list[LuaTable | None] = [None] * 12
        self.random: list[int] = [0, 0, 0, 0]
        self.failure: LuaError | None = None  # the uncaught error the machine stopped at
        self.results: list[object] | None = None  # what the host's call returned, once it has
        self.output: list[tuple[int, bytes]] = []  # (step, bytes) of everything written to stdout
        self.keep_output = False
        self.on_chunk: Callable[[Proto], None] | None = None  # called with every chunk that is loaded
        # Called with every error that leaves an instruction, the stack intact; whether to stop after that step.
        self.on_error: Callable[[LuaError], bool] | None = None
        self.output_count: i64 = 0  # how many of them have been written at this moment
        self.warnings = False
        self.finalizable: Final[dict[object, bool]] = {}  # objects with __gc, in the order they were marked
        self.closures: Final[dict[Proto, LuaClosure]] = {}  # the last of each prototype, where they are cached
        self.finalizers: list[object] = []  # objects whose __gc is due or, for the first of them, has begun
        self.finalizers_begun: i64 = 0
        self.finalizing = False
        self.closing = False  # the state is at its end: nothing is marked for finalization any more
        # Memory, in bytes: estimates, deterministic.  A collection is due when `allocated` passes `threshold`.
        self.allocated: i64 = 0
        self.live: i64 = 0
        self.threshold: i64 = NEVER
        self.collects = False  # whether there have been weak tables or finalizers
        self.collector_stopped = False
        self.collector_mode = b"incremental"
        self.pause: i64 = 200
        self.step_multiplier: i64 = dialect.step_multiplier
        self.minor_multiplier: i64 = 20
        self.major_multiplier: i64 = dialect.major_multiplier
        # The same and more where they are set by name: minormul, majorminor, minormajor, pause, stepmul, stepsize.
        self.parameters: tuple[int, ...] = (20, 50, 68, 250, 200, 9600)
        # Stop requests to the dispatch loop (not state: history does not touch them).
        self.stop_depth: i64 = -2
        self.stop_coroutine: Coroutine | None = None
        self.string_addresses: Final = StringAddresses()
        # Checkpoints: the number of the epoch in progress, 0 for none, and what it has kept of objects before it
        # first wrote to them.
        self.epoch: i64 = 0
        self.kept: list[Change] = []
        self.kept_bytes: i64 = 0
        self.visits: Final = Visits()  # which code has run in it
        self.watch: Watch | None = None  # a place whose writes somebody wants to know of
        self.finalizable_epoch: i64 = 0
        self.closures_epoch: i64 = 0
        # While a function of the host runs: (table, key, value) of its writes, METATABLE_KEY for a metatable.
        self.host_writes: list[tuple[object, object, object]] | None = None
        self.host_made: Final[set[int]] = set()  # identities of tables that such functions made and have kept so far
        self.raised: list[tuple[int, LuaError]] | None = None  # (step, error) of what is raised, if somebody asks
        self.switched: list[tuple[int, int, int]] | None = None  # (step, from, to) of coroutine switches, likewise
        self.chunks: dict[int, Proto] = {}  # those that the program loaded, by the step that did it
        self.poller: Final = Poller()  # asked by library functions that work for long
        self.replaying = False  # what is executed has been executed before, and its output written

    # -- history ---------------------------------------------------------------------------------

    def let_go(self) -> None:
        """Forget history: nobody will look at it any more.

        Changes refer to the machine, and are out of the sight of Python's collector (see `changes`), so a machine that
        kept some would never be freed.
        """
        self.recording = False
        self.ring = Ring(0, self.t)
        self.epoch = 0
        self.kept = []
        self.watch = None

    def note(self, change: Change) -> None:
        """Journal a change of the current step.  Call only when `recording`."""
        ring = self.ring
        at = self.t & ring.mask
        if ring.tags[at] == R_JOURNAL:
            cast(list[Change], ring.refs[at]).append(change)
        else:
            self.journal += 1
            ring.tags[at] = R_JOURNAL
            ring.refs[at] = [change]

    def begin_step(self) -> None:
        """Begin a step that is not an instruction: the bookkeeping of debug hooks.  Everything in it is journaled."""
        self.t += 1
        if self.recording:
            co = self.current
            at = self.t & self.ring.mask
            self.ring.pcs[at] = i32(co.pcs[co.depth]) if co.depth >= 0 else 0
            self.ring.tags[at] = R_JOURNAL
            changes: list[Change] = []
            self.ring.refs[at] = changes
            self.journal += 1
            if co.depth >= 0:
                self.keep_pc(co)

    def keep_pc(self, co: Coroutine) -> None:
        """Note that the running frame's instruction is still to be executed when this step is over."""
        self.set_pc(co, co.depth, co.pcs[co.depth])

    def keep(self, image: Change) -> None:
        """Keep what the epoch is about to overwrite.  Call only when there is an epoch."""
        self.kept.append(image)
        self.kept_bytes += image.size()

    def keep_table(self, table: LuaTable, t: i64, key: object) -> None:
        """Before the epoch's first write to a table, in step `t`; before each, if the table is watched.

        `key` is what is written to: a normalised key, ANY_KEY or METATABLE_KEY.
        """
        watch = self.watch
        if watch is None or watch.subject is not table:
            table.epoch = self.epoch
        elif watch.is_kept_after(t, key):
            return
        self.keep(TableImage(table))

    def keep_cell(self, cell: Cell, t: i64) -> None:
        """Before the epoch's first write to a cell, in step `t`; before each, if the cell is watched."""
        watch = self.watch
        if watch is None or watch.subject is not cell:
            cell.epoch = self.epoch
        elif watch.is_kept_after(t, ANY_KEY):
            return
        self.keep(CellChange(cell))

    def keep_coroutine(self, co: Coroutine) -> None:
        """Before the epoch's first write to a coroutine; the running one at the beginning of the epoch."""
        co.epoch = self.epoch
        self.keep(CoroutineImage(co))
        if not self.replaying:
            self.visits.mark_frames(co)

    def watch_place(self, watch: Watch | None) -> None:
        """From now on have `watch` told of every write to its object; None for no more.

        What has been watched keeps an epoch's number that is none: its next write is kept, be it for the second time.
        """
        self.watch = watch
        if watch is None:
            return
        subject = watch.subject
        if isinstance(subject, (LuaTable, Cell)):
            watch.is_kept = subject.epoch == self.epoch
            subject.epoch = WATCHED

    def keep_finalizable(self) -> None:
        """Before any change of `finalizable`."""
        if self.finalizable_epoch != self.epoch:
            self.finalizable_epoch = self.epoch
            self.keep(FinalizableImage(self))

    def note_coroutine(self, co: Coroutine) -> None:
        """Note depth, top, status and resumer of a coroutine, once a step: the note keeps them all."""
        ring = self.ring
        at = self.t & ring.mask
        if ring.tags[at] != R_JOURNAL or co.noted_in != self.journal:
            self.note(CoroutineChange(co))
            co.noted_in = self.journal

    def own_state(self) -> OwnState:
        return (
            self.current,
            self.type_metatables,
            self.random,
            self.failure,
            self.output_count,
            self.warnings,
            self.results,
            self.finalizers,
            self.finalizers_begun,
            self.finalizing,
        )

    def set_own_state(self, state: OwnState) -> None:
        self.current = state[0]
        self.type_metatables = state[1]
        self.random = state[2]
        self.failure = state[3]
        self.output_count = state[4]
        self.warnings = state[5]
        self.results = state[6]
        self.finalizers = state[7]
        self.finalizers_begun = state[8]
        self.finalizing = state[9]

    def note_own(self) -> None:
        """Before any change of the machine's own fields."""
        if self.recording:
            ring = self.ring
            at = self.t & ring.mask
            if ring.tags[at] != R_JOURNAL or self.noted_in != self.journal:
                self.note(MachineChange(self))
                self.noted_in = self.journal

    def chunk_of_step(self) -> Proto | None:
        """In a replay: the chunk that this step loaded, so that breakpoints and debuggers know its functions."""
        return self.chunks.get(int(self.t)) if self.replaying else None

    def chunk_loaded(self, proto: Proto) -> None:
        """Every chunk that the program or the host compiles is announced here."""
        if self.epoch:
            self.chunks[int(self.t)] = proto
            self.visits.add(proto)
        if self.on_chunk is not None:
            self.on_chunk(proto)

    def collector_state(self) -> CollectorState:
        return (
            self.allocated, self.live, self.threshold, self.collector_stopped, self.collector_mode,
            self.pause, self.step_multiplier, self.minor_multiplier, self.major_multiplier, self.parameters,
        )  # fmt: skip

    def set_collector_state(self, state: CollectorState) -> None:
        self.allocated, self.live, self.threshold, self.collector_stopped, self.collector_mode = state[:5]
        self.pause, self.step_multiplier, self.minor_multiplier, self.major_multiplier, self.parameters = state[5:]

    def note_collector(self) -> None:
        """Before a collection, and before any change of the collector's settings."""
        if self.recording:
            self.note(CollectorChange(self))

    def new_identity(self) -> i64:
        """The identity of an object made now: the step that makes it, and a count within the step.

        So identities are the same in every run of the same program, and tell when the object was made.
        The dispatch loop gives the first object of step t the identity ``t << 16`` by itself.
        """
        if self.identity_step != self.t:
            self.identity_step = self.t
            self.identity_count = 0
        self.identity_count += 1
        return self.t << 16 | self.identity_count

    # -- registers, frames, coroutines -----------------------------------------------------------

    def local_value(self, co: Coroutine, index: i64) -> object:
        """The value of the local variable in a register, which may hold it in a cell."""
        value = co.get(index)
        return self.get_cell(value) if isinstance(value, Cell) else value

    def set_register(self, co: Coroutine, index: i64, value: object) -> None:
        if co.epoch != self.epoch:
            self.keep_coroutine(co)
        if self.recording:
            self.note(RegisterChange(co, index))
        co.put(index, value)

    def set_count(self, co: Coroutine, index: i64, count: i64) -> None:
        """Write a number that is the VM's own into a register: an integer in every dialect."""
        if self.recording:
            self.note(RegisterChange(co, index))
        co.ints[index] = count
        co.tags[index] = T_INT

    def copy_register(self, co: Coroutine, to: i64, source: i64) -> None:
        if self.recording:
            self.note(RegisterChange(co, to))
        co.copy(to, source)

    def push_frame(self, co: Coroutine, function: object, info: i64) -> None:
        if co.epoch != self.epoch:
            self.keep_coroutine(co)
        co.reserve_frame()
        level = co.depth + 1
        if self.recording:
            self.note(FrameChange(co, level))
            self.note_coroutine(co)
        co.functions[level] = function
        co.infos[level] = info
        co.pcs[level] = 0
        co.depth = level
        if is_level(info):
            co.levels += 1

    def check_level(self, co: Coroutine, library: bool) -> None:
        """Before a call that PUC Lua makes through C: its limit, with room above it for the error's handlers."""
        levels = co.inherited_levels + co.levels + 1
        if levels == LEVEL_LIMIT:
            raise LuaError((b"" if library else activations.where(self, 0)) + b"C stack overflow")
        if levels >= LEVEL_LIMIT + LEVEL_ROOM:
            raise LuaError(b"error in error handling", handled=True)

    def pop_frame(self, co: Coroutine) -> None:
        """Leave the frame on top: an operation's, or the one whose instruction this step is."""
        self._leave_frames(co, co.depth - 1)

    def drop_frames(self, co: Coroutine, depth: i64) -> None:
        """Leave all frames above `depth`, each of them noted: calls that follow overwrite their pcs."""
        if self.recording:
            for level in range(depth + 1, co.depth + 1):
                self.note(FrameChange(co, level))
        self._leave_frames(co, depth)

    def _leave_frames(self, co: Coroutine, depth: i64) -> None:
        if self.recording:
            self.note_coroutine(co)
        top = co.depth
        while top > depth:
            if is_level(co.infos[top]):
                co.levels -= 1
            top -= 1
        co.depth = depth
        if co.hook_depth > depth:
            if self.recording:
                self.note(HookChange(co))
            co.hook_depth = -1

    def set_pc(self, co: Coroutine, level: i64, pc: i64) -> None:
        if self.recording:
            self.note(FrameChange(co, level))
        co.pcs[level] = pc

    def set_top(self, co: Coroutine, top: i64) -> None:
        if self.recording:
            self.note_coroutine(co)
        co.top = top

    def set_closing(self, co: Coroutine, closing: list[int]) -> None:
        """Replace the list of pending to-be-closed variables (never change one in place)."""
        if self.recording:
            self.note_coroutine(co)
        co.closing = closing

    def set_status(self, co: Coroutine, status: i64, resumer: Coroutine | None) -> None:
        if co.epoch != self.epoch:
            self.keep_coroutine(co)
        if self.recording:
            self.note_coroutine(co)
        co.status = status
        co.resumer = resumer

    def set_current(self, co: Coroutine) -> None:
        if co.epoch != self.epoch:
            self.keep_coroutine(co)
        self.note_own()
        if self.switched is not None:
            self.switched.append((int(self.t), int(self.current.born), int(co.born)))
        self.current = co

    def set_hook(self, co: Coroutine, hook: object, mask: i64, count: i64) -> None:
        if co.epoch != self.epoch:
            self.keep_coroutine(co)
        if self.recording:
            self.note(HookChange(co))
        if co.hook is None:
            co.hook_line = -1
        co.hook = hook
        co.hook_mask = mask
        co.hook_count = count
        co.hook_left = count

    def environment_of(self, co: Coroutine) -> LuaTable:
        """The globals as a coroutine has them: the environment of the chunks that it loads."""
        return self.globals if co.environment is None else co.environment

    def set_environment(self, co: Coroutine, environment: LuaTable) -> None:
        if co.epoch != self.epoch:
            self.keep_coroutine(co)
        if self.recording:
            self.note(EnvironmentChange(co))
        co.environment = environment

    # -- cells and native upvalues ---------------------------------------------------------------

    def get_cell(self, cell: Cell) -> object:
        tag = cell.tag
        if tag >= T_STRING:
            return cell.ref
        if tag == T_NIL:
            return None
        if tag <= T_TRUE:
            return tag == T_TRUE
        if tag == 3:
            return cell.integer
        return cell.number

    def set_cell(self, cell: Cell, value: object) -> None:
        if cell.epoch != self.epoch:
            self.keep_cell(cell, self.t)
        if self.recording:
            self.note(CellChange(cell))
        fill_cell(cell, value)

    def join_cell(self, closure: LuaClosure, at: i64, cell: Cell) -> None:
        if self.recording:
            self.note(CellJoinChange(closure.cells, at))
        if self.epoch:
            self.keep(ClosureImage(closure))
        closure.cells[at] = cell

    def cache_closure(self, proto: Proto, closure: LuaClosure) -> None:
        """Remember the closure of a prototype that was made last."""
        if self.closures_epoch != self.epoch:
            self.closures_epoch = self.epoch
            self.keep(ClosuresImage(self.closures))
        if self.recording:
            self.note(CachedClosureChange(self.closures, proto))
        self.closures[proto] = closure

    def set_native_upvalue(self, function: NativeFunction, at: i64, value: object) -> None:
        if self.recording:
            self.note(UpvalueChange(function, at))
        if function.epoch != self.epoch:
            function.epoch = self.epoch
            self.keep(NativeImage(function))
        upvalues = function.upvalues
        if upvalues is not None:
            upvalues[at] = value

    def new_native(self, name: str, function: object, upvalues: list[object]) -> NativeFunction:
        self.allocated += 40
        native = NativeFunction(name, cast(Callable[[Call], object], function), 0, upvalues, self.new_identity())
        native.epoch = self.epoch
        return native

    # -- tables ----------------------------------------------------------------------------------

    def raw_set(self, table: LuaTable, key: object, value: object) -> None:
        """Raw assignment at any key but nil and NaN; notes whatever it overwrites."""
        if self.host_writes is not None:
            self.host_writes.append((table, key, value))
        key = normalise(key)
        if table.epoch != self.epoch:
            self.keep_table(table, self.t, key)
        if isinstance(key, int) and not isinstance(key, bool):
            size = len(table.array)
            if 1 <= key <= size:
                self.array_set(table, key - 1, value)
                return
            if key == size + 1:
                if value is None:
                    return
                self.array_append(table, value)
                return
        slot = table.find(key)
        if slot >= 0:
            if self.recording:
                self.note(SlotChange(table, slot))
            if table.values[slot] is None:
                table.absent = 0
            table.values[slot] = value
        elif value is not None:
            if table.is_full():
                if self.recording:
                    self.note(RebuildChange(table))
                table.rebuild()
            if self.recording:
                self.note(InsertChange(table, key))
            self.allocated += 40
            table.insert(key, value)

    def array_set(self, table: LuaTable, at: i64, value: object) -> None:
        """Assign an element of the array part; `at` counts from 0."""
        if table.epoch != self.epoch:
            self.keep_table(table, self.t, at + 1)
        if self.recording:
            self.note(ElementChange(table, at))
        table.array[at] = value

    def array_append(self, table: LuaTable, value: object) -> None:
        """Assign key len(array)+1 a value."""
        if table.epoch != self.epoch:
            self.keep_table(table, self.t, len(table.array) + 1)
        self.allocated += 16
        if self.recording:
            self.note(AppendChange(table))
        table.append(value)
        self._move_over(table)

    def array_replace(self, table: LuaTable, array: list[object]) -> None:
        """Give the table another array part (sorted, shifted); the list must be new."""
        if table.epoch != self.epoch:
            self.keep_table(table, self.t, ANY_KEY)
        if self.recording:
            self.note(ArrayChange(table))
        self.poller.took(len(array))
        table.array = array
        self._move_over(table)

    def _move_over(self, table: LuaTable) -> None:
        """Move the keys that follow those of the array part over from the hash part."""
        while table.slots is not None:
            slot = table.find(len(table.array) + 1)
            if slot < 0 or table.values[slot] is None:
                return
            moved = table.values[slot]
            if self.recording:
                self.note(SlotChange(table, slot))
                self.note(AppendChange(table))
            table.values[slot] = None
            table.append(moved)

    # -- metatables ------------------------------------------------------------------------------

    def metatable_of(self, value: object) -> LuaTable | None:
        if isinstance(value, LuaTable):
            return value.metatable
        if isinstance(value, UserData):
            return value.metatable
        return self.type_metatables[type_of(i64(tag_of(value)))]

    def set_metatable(self, value: LuaTable | UserData, metatable: LuaTable | None) -> None:
        if self.host_writes is not None:
            self.host_writes.append((value, METATABLE_KEY, metatable))
        if isinstance(value, LuaTable):
            if value.epoch != self.epoch:
                self.keep_table(value, self.t, METATABLE_KEY)
            if self.recording:
                self.note(MetatableChange(value))
            value.metatable = metatable
        else:
            self.note_userdata(value)
            value.metatable = metatable
        if metatable is not None:
            if metatable.get_key(b"__gc") is not None and (
                self.dialect.table_metamethods or isinstance(value, UserData)
            ):
                self.make_finalizable(value)
            elif metatable.get_key(b"__mode") is not None:
                self.watch_memory()

    def note_userdata(self, userdata: UserData) -> None:
        """Before any change of a userdata's metatable or user values."""
        if self.recording:
            self.note(UserDataChange(userdata))
        if self.epoch:
            self.keep(UserDataChange(userdata))

    def set_type_metatable(self, value: object, metatable: LuaTable | None) -> None:
        """The metatable shared by all values of a type other than table and userdata (`debug.setmetatable`)."""
        self.note_own()
        metatables = list(self.type_metatables)
        metatables[type_of(i64(tag_of(value)))] = metatable
        self.type_metatables = metatables

    def metamethod(self, value: object, event: bytes) -> object:
        metatable = self.metatable_of(value)
        return None if metatable is None else metatable.get_key(event)

    def due_finalizers(self) -> list[object]:
        """The objects whose __gc has not begun, the next one first."""
        return self.finalizers[self.finalizers_begun :]

    def make_finalizable(self, value: object) -> None:
        """Remember an object whose metatable has a __gc when it is set (manual 2.5.3)."""
        if value not in self.finalizable and not self.closing:
            if self.epoch:
                self.keep_finalizable()
            if self.recording:
                self.note(FinalizableChange(self.finalizable, value))
            self.finalizable[value] = True
        self.watch_memory()

    def watch_memory(self) -> None:
        """From now on collections have effects that the program can see: have them happen by themselves."""
        if not self.collects:
            self.collects = True
            if not self.collector_stopped:
                self.threshold = self.allocated + 4_000_000

    def charge(self, size: i64) -> None:
        """Account for `size` bytes that are allocated, and for the time that it takes to fill them."""
        self.allocated += size
        self.poller.copied(size)

    # -- random, output --------------------------------------------------------------------------

    def set_random(self, a: int, b: int, c: int, d: int) -> None:
        self.note_own()
        self.random = [a, b, c, d]

    def write_output(self, data: bytes) -> None:
        """Write to the program's standard output."""
        if self.keep_output:
            self.note_own()
            if not self.replaying:
                del self.output[self.output_count :]
                self.output.append((self.t, data))
            self.output_count += 1
        self.host.stdout.write(data)

    def warn(self, message: bytes) -> None:
        """A warning from the VM itself, as `warn` would emit it (manual 6.1)."""
        if self.warnings:
            self.host.stderr.write(b"Lua warning: " + message + b"\n")

    # -- names and messages ----------------------------------------------------------------------

    def where(self, level: i64) -> bytes:
        return activations.where(self, level)

    def argument_error(self, at: i64, message: bytes) -> LuaError:
        return naming.argument_error(self, at, message)

    def type_name_of(self, value: object) -> bytes:
        """The type's name for messages: a string __name in the metatable, else the basic type."""
        if isinstance(value, (LuaTable, UserData)) and self.dialect.named_types:
            metatable = value.metatable
            if metatable is not None:
                name = metatable.get_key(b"__name")
                if isinstance(name, bytes):
                    return name
        return tostring.type_name(value)


def type_of(tag: i64) -> i64:
    """The tag that stands for a tag's type, where a type has two."""
    if tag == T_TRUE:
        return T_FALSE
    if tag == T_FLOAT:
        return T_INT
    return T_LUA if tag == T_NATIVE else tag


def fill_cell(cell: Cell, value: object) -> None:
    """Write a cell, without history."""
    cell.tag = i64(tag_of(value))
    if isinstance(value, bool):
        return
    if isinstance(value, int):
        cell.integer = value
    elif isinstance(value, float):
        cell.number = value
    else:
        cell.ref = value
