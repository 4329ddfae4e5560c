"""Changes: one class for each kind of effect on VM state that is not recorded in the ring's lanes.

A change holds what stood there before.  `swap` exchanges that with what stands there now, so the same
object undoes, then redoes, and needs no execution for either.  A step's changes are undone last first.

`acyclic` keeps changes, a million and more of them, out of the sight of Python's collector.  They are parts of
reference cycles all the same, through the ring and the images of a machine: `Machine.let_go` breaks these.
"""

from typing import TYPE_CHECKING, final

from mypy_extensions import i64, mypyc_attr, u8

from engine.compiler.proto import Proto
from engine.runtime.coroutine import Coroutine
from engine.runtime.table import LuaTable
from engine.runtime.values import T_STRING, Cell, LuaClosure, NativeFunction, UserData

if TYPE_CHECKING:
    from engine.vm.machine import Machine


@mypyc_attr(acyclic=True)
class Change:
    """One effect of a step."""

    def swap(self) -> None:
        """Exchange what this change keeps with what the VM holds."""
        raise TypeError("a change knows how to swap itself")

    def size(self) -> int:
        """Estimated bytes that keeping this change costs."""
        return 96

    def subject(self) -> object:
        """The object of which this keeps everything that can change; None if it keeps less."""
        return None


@final
@mypyc_attr(acyclic=True)
class RegisterChange(Change):
    """A register of some coroutine was written."""

    def __init__(self, coroutine: Coroutine, index: i64) -> None:
        self.coroutine = coroutine
        self.index: i64 = index
        self.tag: u8 = coroutine.tags[index]
        self.integer: i64 = coroutine.ints[index]
        self.number: float = coroutine.floats[index]
        self.ref: object = coroutine.refs[index] if self.tag >= T_STRING else None

    def swap(self) -> None:
        co = self.coroutine
        at = self.index
        tag, integer, number, ref = co.tags[at], co.ints[at], co.floats[at], co.refs[at]
        co.tags[at] = self.tag
        co.ints[at] = self.integer
        co.floats[at] = self.number
        co.refs[at] = self.ref
        self.tag, self.integer, self.number = tag, integer, number
        self.ref = ref if tag >= T_STRING else None


@final
@mypyc_attr(acyclic=True)
class CellChange(Change):
    """A captured local was written other than by SETUPVAL or SETCELL."""

    def __init__(self, cell: Cell) -> None:
        self.cell = cell
        self.tag: i64 = cell.tag
        self.integer: i64 = cell.integer
        self.number: float = cell.number
        self.ref: object = cell.ref

    def swap(self) -> None:
        cell = self.cell
        tag, integer, number, ref = cell.tag, cell.integer, cell.number, cell.ref
        cell.tag, cell.integer, cell.number, cell.ref = self.tag, self.integer, self.number, self.ref
        self.tag, self.integer, self.number, self.ref = tag, integer, number, ref

    def subject(self) -> object:
        return self.cell


@final
@mypyc_attr(acyclic=True)
class SlotChange(Change):
    """A slot of a table's hash part got another value."""

    def __init__(self, table: LuaTable, slot: i64) -> None:
        self.table = table
        self.slot: i64 = slot
        self.value: object = table.values[slot]

    def swap(self) -> None:
        values = self.table.values
        value = values[self.slot]
        values[self.slot] = self.value
        self.value = value
        self.table.absent = 0


@final
@mypyc_attr(acyclic=True)
class InsertChange(Change):
    """A key got a new slot, the last one."""

    def __init__(self, table: LuaTable, key: object) -> None:
        self.table = table
        self.key: object = key
        self.value: object = None
        self.present = True

    def swap(self) -> None:
        table = self.table
        if self.present:
            self.value = table.values[len(table.values) - 1]
            table.remove_last()
            self.present = False
        else:
            table.insert(self.key, self.value)
            self.value = None
            self.present = True


@final
@mypyc_attr(acyclic=True)
class AppendChange(Change):
    """A table's array part grew by one element."""

    def __init__(self, table: LuaTable) -> None:
        self.table = table
        self.value: object = None
        self.present = True

    def swap(self) -> None:
        if self.present:
            self.value = self.table.array.pop()
            self.present = False
        else:
            self.table.append(self.value)
            self.value = None
            self.present = True


@final
@mypyc_attr(acyclic=True)
class ElementChange(Change):
    """An element of a table's array part got another value; `at` counts from 0."""

    def __init__(self, table: LuaTable, at: i64) -> None:
        self.table = table
        self.at: i64 = at
        self.value: object = table.array[at]

    def swap(self) -> None:
        array = self.table.array
        value = array[self.at]
        array[self.at] = self.value
        self.value = value


@final
@mypyc_attr(acyclic=True)
class ArrayChange(Change):
    """A table's whole array part was replaced by another list."""

    def __init__(self, table: LuaTable) -> None:
        self.table = table
        self.array: list[object] = table.array

    def swap(self) -> None:
        self.table.array, self.array = self.array, self.table.array

    def size(self) -> int:
        return 96 + 8 * len(self.array)


@final
@mypyc_attr(acyclic=True)
class RebuildChange(Change):
    """A table's hash part was rebuilt (`LuaTable.rebuild` makes new lists)."""

    def __init__(self, table: LuaTable) -> None:
        self.table = table
        self.slots: dict[object, int] | None = table.slots
        self.keys: list[object] = table.keys
        self.values: list[object] = table.values
        self.limit: i64 = table.limit

    def swap(self) -> None:
        table = self.table
        slots, keys, values, limit = table.slots, table.keys, table.values, table.limit
        table.slots, table.keys, table.values, table.limit = self.slots, self.keys, self.values, self.limit
        self.slots, self.keys, self.values, self.limit = slots, keys, values, limit
        table.absent = 0

    def size(self) -> int:
        return 160 + 80 * len(self.keys)


@final
@mypyc_attr(acyclic=True)
class MetatableChange(Change):
    """A table got another metatable."""

    def __init__(self, table: LuaTable) -> None:
        self.table = table
        self.metatable: LuaTable | None = table.metatable

    def swap(self) -> None:
        self.table.metatable, self.metatable = self.metatable, self.table.metatable


@final
@mypyc_attr(acyclic=True)
class UserDataChange(Change):
    """A userdata got another metatable or other user values."""

    def __init__(self, userdata: UserData) -> None:
        self.userdata = userdata
        self.metatable: LuaTable | None = userdata.metatable
        self.values: list[object] = userdata.values

    def swap(self) -> None:
        data = self.userdata
        data.metatable, self.metatable = self.metatable, data.metatable
        data.values, self.values = self.values, data.values


@final
@mypyc_attr(acyclic=True)
class UpvalueChange(Change):
    """A native's upvalue was written."""

    def __init__(self, function: NativeFunction, at: i64) -> None:
        self.upvalues: list[object] = function.upvalues if function.upvalues is not None else []
        self.at: i64 = at
        self.value: object = self.upvalues[at]

    def swap(self) -> None:
        value = self.upvalues[self.at]
        self.upvalues[self.at] = self.value
        self.value = value


@final
@mypyc_attr(acyclic=True)
class CellJoinChange(Change):
    """A closure's upvalue refers to another cell (`debug.upvaluejoin`)."""

    def __init__(self, cells: list[Cell], at: i64) -> None:
        self.cells = cells
        self.at: i64 = at
        self.cell: Cell = cells[at]

    def swap(self) -> None:
        cell = self.cells[self.at]
        self.cells[self.at] = self.cell
        self.cell = cell


@final
@mypyc_attr(acyclic=True)
class CodeChange(Change):
    """A closure got other code, with the cells that this uses."""

    def __init__(self, closure: LuaClosure) -> None:
        self.closure = closure
        self.proto: Proto = closure.proto
        self.cells: list[Cell] = closure.cells

    def swap(self) -> None:
        closure = self.closure
        closure.proto, self.proto = self.proto, closure.proto
        closure.cells, self.cells = self.cells, closure.cells


@final
@mypyc_attr(acyclic=True)
class InnerCodeChange(Change):
    """Closures that a function makes get other code from now on."""

    def __init__(self, outer: Proto, at: i64) -> None:
        self.outer = outer
        self.at: i64 = at
        self.proto: Proto = outer.protos[at]

    def swap(self) -> None:
        proto = self.outer.protos[self.at]
        self.outer.protos[self.at] = self.proto
        self.proto = proto


@final
@mypyc_attr(acyclic=True)
class CachedClosureChange(Change):
    """Another closure became the last one of its prototype."""

    def __init__(self, closures: dict[Proto, LuaClosure], proto: Proto) -> None:
        self.closures = closures
        self.proto = proto
        self.closure: LuaClosure | None = closures.get(proto)

    def swap(self) -> None:
        closure = self.closures.pop(self.proto, None)
        if self.closure is not None:
            self.closures[self.proto] = self.closure
        self.closure = closure


@final
@mypyc_attr(acyclic=True)
class FinalizableChange(Change):
    """An object was marked for finalization, the last one so far, or the mark of the last one was used up."""

    def __init__(self, marked: dict[object, bool], value: object) -> None:
        self.marked = marked
        self.value = value

    def swap(self) -> None:
        if self.value in self.marked:
            del self.marked[self.value]
        else:
            self.marked[self.value] = True


@final
@mypyc_attr(acyclic=True)
class FrameChange(Change):
    """A frame's place was overwritten: its function, info or pc."""

    def __init__(self, coroutine: Coroutine, level: i64) -> None:
        self.coroutine = coroutine
        self.level: i64 = level
        self.function: object = coroutine.functions[level]
        self.info: i64 = coroutine.infos[level]
        self.pc: i64 = coroutine.pcs[level]

    def swap(self) -> None:
        co = self.coroutine
        at = self.level
        function, info, pc = co.functions[at], co.infos[at], co.pcs[at]
        co.functions[at] = self.function
        co.infos[at] = self.info
        co.pcs[at] = self.pc
        self.function, self.info, self.pc = function, info, pc


@final
@mypyc_attr(acyclic=True)
class CoroutineChange(Change):
    """Depth, top, status or resumer of a coroutine changed; it is kept whole, being small."""

    def __init__(self, coroutine: Coroutine) -> None:
        self.coroutine = coroutine
        self.depth: i64 = coroutine.depth
        self.levels: i64 = coroutine.levels
        self.inherited_levels: i64 = coroutine.inherited_levels
        self.top: i64 = coroutine.top
        self.closing: list[int] = coroutine.closing
        self.status: i64 = coroutine.status
        self.resumer: Coroutine | None = coroutine.resumer

    def swap(self) -> None:
        co = self.coroutine
        co.depth, self.depth = self.depth, co.depth
        co.levels, self.levels = self.levels, co.levels
        co.inherited_levels, self.inherited_levels = self.inherited_levels, co.inherited_levels
        co.top, self.top = self.top, co.top
        co.closing, self.closing = self.closing, co.closing
        co.status, self.status = self.status, co.status
        co.resumer, self.resumer = self.resumer, co.resumer


@final
@mypyc_attr(acyclic=True)
class EnvironmentChange(Change):
    """A coroutine got another environment (`setfenv`)."""

    def __init__(self, coroutine: Coroutine) -> None:
        self.coroutine = coroutine
        self.environment: LuaTable | None = coroutine.environment

    def swap(self) -> None:
        co = self.coroutine
        co.environment, self.environment = self.environment, co.environment


@final
@mypyc_attr(acyclic=True)
class HookChange(Change):
    """A coroutine's debug hook, or its bookkeeping, changed."""

    def __init__(self, coroutine: Coroutine) -> None:
        self.coroutine = coroutine
        self.hook: object = coroutine.hook
        self.mask: i64 = coroutine.hook_mask
        self.count: i64 = coroutine.hook_count
        self.left: i64 = coroutine.hook_left
        self.line: i64 = coroutine.hook_line
        self.pc: i64 = coroutine.hook_pc
        self.step: i64 = coroutine.hook_step
        self.stage: i64 = coroutine.hook_stage
        self.depth: i64 = coroutine.hook_depth
        self.first: i64 = coroutine.hook_first
        self.given: i64 = coroutine.hook_given

    def swap(self) -> None:
        co = self.coroutine
        co.hook, self.hook = self.hook, co.hook
        co.hook_mask, self.mask = self.mask, co.hook_mask
        co.hook_count, self.count = self.count, co.hook_count
        co.hook_left, self.left = self.left, co.hook_left
        co.hook_line, self.line = self.line, co.hook_line
        co.hook_pc, self.pc = self.pc, co.hook_pc
        co.hook_step, self.step = self.step, co.hook_step
        co.hook_stage, self.stage = self.stage, co.hook_stage
        co.hook_depth, self.depth = self.depth, co.hook_depth
        co.hook_first, self.first = self.first, co.hook_first
        co.hook_given, self.given = self.given, co.hook_given


@final
@mypyc_attr(acyclic=True)
class MachineChange(Change):
    """One of the machine's own fields changed; they are kept together, being few."""

    def __init__(self, machine: "Machine") -> None:
        self.machine = machine
        self.state = machine.own_state()

    def swap(self) -> None:
        state = self.machine.own_state()
        self.machine.set_own_state(self.state)
        self.state = state


@final
@mypyc_attr(acyclic=True)
class CollectorChange(Change):
    """The collector ran, or was told to run otherwise."""

    def __init__(self, machine: "Machine") -> None:
        self.machine = machine
        self.state = machine.collector_state()

    def swap(self) -> None:
        state = self.machine.collector_state()
        self.machine.set_collector_state(self.state)
        self.state = state
