"""What is to be seen at a moment: frames, variables, registers, coroutines.

Everything is read from the machine as it stands; nothing here changes it.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Final

from debugger.breakpoints import source_path
from engine.compiler import names
from engine.compiler.proto import ENVIRONMENTS, Proto
from engine.history.state import cell_value
from engine.runtime.coroutine import DEAD, Coroutine
from engine.runtime.numbers import to_bytes
from engine.runtime.table import LuaTable
from engine.runtime.tostring import type_name
from engine.runtime.values import Cell, LuaClosure, LuaError, NativeFunction
from engine.syntax.dialects import Dialect
from engine.vm import activations, collector, function_names
from engine.vm.machine import Machine

_SMALL_HEAP: Final = 16_000_000  # bytes allocated


Namer = Callable[[Proto], str]
"""How a function is called (see `debugger.function_names`)."""


@dataclass(frozen=True)
class Frame:
    """A function in progress.  `level` is its place in the coroutine's stack, 0 the oldest.

    `pc` is the instruction that the frame will execute next (in the innermost frame) or is executing; `line` and
    `source` are 0 and empty for a function that is not Lua.
    """

    coroutine: Coroutine
    level: int
    name: str
    source: str
    line: int
    pc: int
    closure: LuaClosure | None
    innermost: bool

    @property
    def identity(self) -> tuple[int, int, int]:
        """What tells the frame from others: coroutine, level and function, by what a replay does not change."""
        closure = self.closure
        return int(self.coroutine.born), self.level, -1 if closure is None else int(closure.born)


@dataclass(frozen=True)
class Variable:
    """A variable of a frame: a local, an upvalue or an extra argument; `cell` is what holds it, if it is captured."""

    name: str
    value: object
    register: int = -1
    cell: Cell | None = None


@dataclass(frozen=True)
class Register:
    """A register of a frame: what it holds and which local lives in it, if one does."""

    index: int
    name: str
    value: object


def frames(
    machine: Machine, co: Coroutine | None = None, limit: int | None = None, declared: Namer | None = None
) -> list[Frame]:
    """The call frames of a coroutine (the running one by default), the innermost first; `limit` of them at most.

    A frame has the name that it was called by; `declared` gives one to a function that was called by none.
    """
    return list(islice(walk_frames(machine, co, declared), limit))


def walk_frames(machine: Machine, co: Coroutine | None = None, declared: Namer | None = None) -> Iterator[Frame]:
    """The same one by one: a stack may be half a million frames deep."""
    if co is None:
        co = machine.current
    is_running = co is machine.current and machine.failure is None and machine.results is None
    names: dict[tuple[object, ...], str] = {}  # by what a name depends on, which recursion repeats
    for level in range(co.depth, -1, -1):
        function = co.functions[level]
        if function is machine.entry or activations.is_hidden(co, level):
            continue
        caller = co.functions[level - 1] if level > 0 else None
        key = (function, caller, co.pcs[level - 1], co.infos[level] >> 57) if isinstance(caller, LuaClosure) else ()
        name = names.get(key)
        if name is None:
            name = _name(machine, co, level, function, declared)
            if key:
                names[key] = name
        innermost = level == co.depth and is_running
        if isinstance(function, LuaClosure) and not function.proto.is_library:
            pc = co.pcs[level] if innermost else co.pcs[level] - 1
            pc = min(max(pc, 0), len(function.proto.lines) - 1)
            yield Frame(co, level, name, source_path(function.proto), function.proto.lines[pc], pc, function, innermost)
        else:
            yield Frame(co, level, name, "", 0, -1, None, innermost)


def _name(machine: Machine, co: Coroutine, level: int, function: object, declared: Namer | None) -> str:
    known = function_names.global_name(machine, function)
    if known is not None:
        return known.decode("utf-8", "replace")
    called = function_names.called_as(machine, activations.Activation(co, level, function))
    if called is not None:
        return called[1].decode("utf-8", "replace")
    if isinstance(function, LuaClosure):
        if function.proto.line == 0:
            return "main chunk"
        if declared is not None and not function.proto.is_library:
            return declared(function.proto)
        return f"function <{source_path(function.proto)}:{function.proto.line}>"
    return function.name if isinstance(function, NativeFunction) else "?"


def local_variables(frame: Frame) -> list[Variable]:
    """The local variables that are live in the frame, in the order of their declaration."""
    closure = frame.closure
    if closure is None:
        return []
    base = frame.coroutine.base(frame.level)
    found: list[Variable] = []
    for variable in closure.proto.locals:
        if variable.start <= frame.pc < variable.end and not variable.name.startswith(b"("):
            value = frame.coroutine.get(base + variable.register)
            cell = value if isinstance(value, Cell) else None
            shown = cell_value(cell) if cell is not None else value
            found.append(Variable(variable.name.decode("utf-8", "replace"), shown, variable.register, cell))
    return found


def visible_variables(frame: Frame) -> dict[str, Variable]:
    """The upvalues and locals that can be named in the frame; of several with one name, the one declared last."""
    return {variable.name: variable for variable in (*upvalues(frame), *local_variables(frame))}


def extra_arguments(frame: Frame) -> list[Variable]:
    """The values of `...` in a vararg function."""
    closure = frame.closure
    if closure is None or not closure.proto.is_vararg:
        return []
    co = frame.coroutine
    base = co.base(frame.level)
    count = co.ints[base - 1]
    return [Variable(f"...[{at + 1}]", co.get(base - 1 - count + at)) for at in range(count)]


def upvalues(frame: Frame) -> list[Variable]:
    """The upvalues of the frame's function, their environment left out."""
    closure = frame.closure
    if closure is None:
        return []
    return [
        Variable(described.name.decode("utf-8", "replace"), cell_value(cell), cell=cell)
        for described, cell in zip(closure.proto.upvalues, closure.cells, strict=True)
        if described.name not in ENVIRONMENTS
    ]


def environment(frame: Frame, machine: Machine) -> LuaTable:
    """The table that the frame's function looks its globals up in."""
    closure = frame.closure
    values: list[object] = []
    if closure is not None:
        if any(variable.name == b"_ENV" for variable in closure.proto.locals):
            values += [variable.value for variable in local_variables(frame) if variable.name == "_ENV"][-1:]
        named = zip(closure.proto.upvalues, closure.cells, strict=True)
        values += [cell_value(cell) for described, cell in named if described.name in ENVIRONMENTS]
    return next((value for value in values if isinstance(value, LuaTable)), machine.globals)


def global_variables(machine: Machine, frame: Frame | None) -> list[Variable]:
    """The program's own globals: those that the libraries did not put there."""
    table = machine.globals if frame is None else environment(frame, machine)
    loaded = machine.registry.get_key(b"_LOADED")
    found: list[Variable] = []
    position = table.next_position(-1)
    while position >= 0:
        key, value = table.key_at(position), table.value_at(position)
        position = table.next_position(position)
        if isinstance(key, bytes) and not _is_library(loaded, key, value):
            found.append(Variable(key.decode("utf-8", "replace"), value))
    return found


def _is_library(loaded: object, key: bytes, value: object) -> bool:
    if isinstance(value, NativeFunction) or key in (b"_VERSION", b"_G"):
        return True
    if isinstance(value, LuaClosure) and value.proto.is_library:
        return True
    return isinstance(loaded, LuaTable) and value is not None and loaded.get_key(key) is value


def registers(frame: Frame) -> list[Register]:
    """All registers of a frame, with the names of the locals that live in them."""
    closure = frame.closure
    if closure is None:
        return []
    co = frame.coroutine
    base = co.base(frame.level)
    found: list[Register] = []
    for index in range(closure.proto.frame_size):
        name = names.local_name(closure.proto, frame.pc, index)
        value = co.get(base + index)
        shown = cell_value(value) if isinstance(value, Cell) else value
        found.append(Register(index, "" if name is None else name.decode("utf-8", "replace"), shown))
    return found


def coroutines(machine: Machine) -> list[Coroutine]:
    """The running coroutine and those that wait for it, down to the main one, which is last."""
    found: list[Coroutine] = []
    co: Coroutine | None = machine.current
    while co is not None:
        found.append(co)
        co = co.resumer
    if machine.main not in found:
        found.append(machine.main)
    return found


def living_coroutines(machine: Machine) -> list[Coroutine]:
    """All coroutines of the program that are not dead, the main one first; in a large heap those of `coroutines` only.

    To find the ones that wait for nobody takes a look at everything that the program can reach.
    """
    found = coroutines(machine)
    if machine.allocated < _SMALL_HEAP:
        found += [one for one in collector.reachable(machine) if isinstance(one, Coroutine) and one.status < DEAD]
    return sorted(dict.fromkeys(found), key=lambda co: (co is not machine.main, int(co.born)))


def loaded_functions(machine: Machine) -> list[Proto]:
    """The program's functions that it can reach now, each with those inside it."""
    found: dict[Proto, None] = {}
    for one in collector.reachable(machine):
        if isinstance(one, LuaClosure) and not one.proto.is_library:
            found[one.proto] = None
    inner = {proto for outer in found for proto in _inside(outer)}
    return [proto for proto in found if proto not in inner]


def _inside(proto: Proto) -> Iterator[Proto]:
    for inner in proto.protos:
        yield inner
        yield from _inside(inner)


def error_text(error: LuaError, dialect: Dialect) -> str:
    """An error's message as `lua` prints it (without the traceback)."""
    value = error.value
    if isinstance(value, bytes):
        return value.decode("utf-8", "replace")
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return to_bytes(value, dialect.float_style).decode()
    unspoken = dialect.reports.unspoken or b"(error object is a " + type_name(value) + b" value)"
    return unspoken.decode()
