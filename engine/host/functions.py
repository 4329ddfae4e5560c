"""Python functions of the embedding program, as functions that Lua can call, and how a replay does without them.

Where a run is to be replayed, a call is an event: what the function returned or raised, and what it wrote to tables
through its `Call` (`set`, `set_metatable`).  The replay does the same again and does not call the function.  Objects
stand in the event by what is the same in the replay: the number of an argument, their identity, or, for tables that
Python functions made (`Call.new_table`) and hand out for the first time, what they hold.

A function that calls back into Lua is a generator function: ``results = yield function, [argument, ...]``.  The call is
carried out by code in Lua (`_DRIVER`), so it stands on the Lua stack like any other, in a replay too.
"""

import inspect
from collections.abc import Callable, Generator, Sequence
from functools import cache
from itertools import count
from typing import Final, cast

from engine.compiler.load import compile_source
from engine.compiler.proto import Proto
from engine.history.code_table import functions_of
from engine.history.event_log import Divergence, EventLog, LoggedFunction
from engine.history.snapshot_form import HOST
from engine.history.watch import METATABLE_KEY
from engine.runtime import tostring
from engine.runtime.call import Call
from engine.runtime.table import LuaTable
from engine.runtime.values import T_NIL, Cell, LuaClosure, LuaError, NativeFunction, UserData, creation_step
from engine.syntax.dialects import LUA_54
from engine.vm import collector
from engine.vm.machine import Machine, fill_cell

HostFunction = Callable[[Call], object]
"""Gets its arguments from the `Call`; returns a Lua value or a tuple of them, or raises LuaError.

A generator function yields pairs of a Lua function and a list of arguments, and gets the list of its results.  It reads
its own arguments before it yields for the first time: the `Call` is another's then.
"""

Callbacks = Generator[tuple[object, Sequence[object]], list[object], object]

_DRIVER: Final = b"""
local start, step = ...
local function go(progress, callee, ...)
  if progress == 0 then return ... end
  return go(step(progress, callee(...)))
end
return function(...) return go(start(...)) end
"""

_ARGUMENT, _OBJECT, _NATIVE, _MADE, _METATABLE = "argument", "object", "native", "made", "metatable"


def define(machine: Machine, log: EventLog | None, name: str, function: HostFunction) -> object:
    """The Lua function that stands for a Python function; `log` keeps its calls, None where nothing is replayed."""
    if not inspect.isgeneratorfunction(function):
        return NativeFunction(name, _Logged(machine, log, name, function), 0, None, machine.new_identity())
    running = _Running(function)
    natives = [
        NativeFunction(name, _Logged(machine, log, name, part), 0, None, machine.new_identity())
        for part in (running.start, running.step)
    ]
    return _driver(machine, natives)


@cache
def driver_code() -> list[Proto]:
    """The chunk `_DRIVER` and the functions in it, the same for all machines."""
    chunk = compile_source(_DRIVER, b"=[host]", LUA_54)
    _mark_library(chunk)
    return functions_of(chunk)


def _driver(machine: Machine, natives: list[NativeFunction]) -> LuaClosure:
    """What `_DRIVER` returns for two natives, without running it: the closures over its locals."""
    by_name = {name: Cell(T_NIL, 0, 0.0, None) for name in (b"start", b"step", b"go")}
    fill_cell(by_name[b"start"], natives[0])
    fill_cell(by_name[b"step"], natives[1])
    closures = [
        LuaClosure(proto, [by_name[described.name] for described in proto.upvalues], machine.new_identity())
        for proto in driver_code()[1:]
    ]
    fill_cell(by_name[b"go"], closures[0])
    return closures[1]


def _mark_library(proto: Proto) -> None:
    proto.is_library = True
    for inner in proto.protos:
        _mark_library(inner)


class _Running:
    """The generators of a function that have yielded and wait, by a number that each step makes anew."""

    def __init__(self, function: HostFunction) -> None:
        self._function = function
        self._waiting: dict[int, Callbacks] = {}
        self._numbers = count(1)

    def start(self, call: Call) -> object:
        return self._advance(cast(Callbacks, self._function(call)), None)

    def step(self, call: Call) -> object:
        generator = self._waiting.pop(int(call.check_integer(1)), None)
        if generator is None:
            raise call.error(b"a Python function cannot go on in another branch of time")
        return self._advance(generator, call.args(2))

    def _advance(self, generator: Callbacks, results: list[object] | None) -> object:
        try:
            callee, arguments = next(generator) if results is None else generator.send(results)
        except StopIteration as over:
            return (0, None, *_results(over.value))
        number = next(self._numbers)
        self._waiting[number] = generator
        return (number, callee, *arguments)


def recorded(machine: Machine, log: EventLog, name: str) -> Callable[[Call], object]:
    """What stands for a function of the host of a recorded run, which is not there: the log has what it did."""

    def gone(call: Call) -> object:
        raise LuaError(f"the Python function '{name}' is not in the recording".encode())

    return _Logged(machine, log, name, gone)


class _Logged(LoggedFunction):
    """A function as a native, its calls in a log."""

    def __init__(self, machine: Machine, log: EventLog | None, name: str, function: HostFunction) -> None:
        super().__init__(name)
        self._machine = machine
        self._log = log
        self._kind = HOST + name
        self._function = function

    def __call__(self, call: Call) -> object:
        log = self._log
        if log is None:
            return tuple(_results(self._function(call)))
        arguments = call.args()
        if log.is_given:
            event = cast(tuple[object, ...], log.next_event(self._kind).value)
            try:
                return self._repeat(arguments, event)
            except (LookupError, AssertionError, TypeError, ValueError):
                raise Divergence(int(self._machine.t), f"what {self.name} did cannot be done again") from None
        machine = self._machine
        packer = _Packer(machine, arguments)
        machine.host_writes = []
        failure: LuaError | None = None
        results: list[object] = []
        try:
            results = _results(self._function(call))
        except LuaError as error:
            failure = error
        finally:
            written, machine.host_writes = machine.host_writes or [], None
        writes = [
            (packer.pack(table), (_METATABLE,) if key is METATABLE_KEY else packer.pack(key), packer.pack(value))
            for table, key, value in written
            if not packer.is_made(table)
        ]
        outcome = packer.pack(failure.value) if failure is not None else None
        packed = [packer.pack(one) for one in results]
        identities = machine.identity_count if machine.identity_step == machine.t else -1
        done = (writes, packed, failure is not None, outcome, packer.made(), int(identities), int(machine.allocated))
        log.add(self._kind, done)
        if failure is not None:
            raise failure
        return tuple(results)

    def _repeat(self, arguments: list[object], event: tuple[object, ...]) -> object:
        """Do what the function did."""
        writes, packed, failed, outcome, made, identities, allocated = event
        machine = self._machine
        unpacker = _Unpacker(machine, arguments, cast(list[tuple[object, ...]], made))
        if cast(int, identities) >= 0:
            machine.identity_step = machine.t
            machine.identity_count = cast(int, identities)
        for table, key, value in cast(list[tuple[object, object, object]], writes):
            target = unpacker.unpack(table)
            if key == (_METATABLE,) or key == [_METATABLE]:
                assert isinstance(target, (LuaTable, UserData))
                machine.set_metatable(target, cast(LuaTable | None, unpacker.unpack(value)))
            else:
                assert isinstance(target, LuaTable)
                machine.raw_set(target, unpacker.unpack(key), unpacker.unpack(value))
        machine.allocated = cast(int, allocated)
        if failed:
            raise LuaError(unpacker.unpack(outcome))
        return tuple(unpacker.unpack(one) for one in cast(list[object], packed))


def _results(value: object) -> list[object]:
    """What a Python function returned, as a list of Lua values.  Raises LuaError for what is none."""
    values = list(value) if isinstance(value, tuple) else [] if value is None else [value]
    for at, one in enumerate(values):
        if isinstance(one, str):
            values[at] = one.encode()
        elif one is not None and not isinstance(one, (bool, int, float, bytes)) and tostring.identity(one) < 0:
            raise LuaError(f"a Python function returned a {type(one).__name__}, which is no Lua value".encode())
    return values


class _Packer:
    """Writes values down for a replay."""

    def __init__(self, machine: Machine, arguments: list[object]) -> None:
        self._machine = machine
        self._arguments = arguments
        self._made: list[LuaTable] = []

    def is_made(self, value: object) -> bool:
        """Whether Python functions have made this table and given it to no Lua code yet."""
        return isinstance(value, LuaTable) and int(value.born) in self._machine.host_made

    def pack(self, value: object) -> object:
        if value is None or isinstance(value, (bool, int, float, bytes)):
            return value
        for at, argument in enumerate(self._arguments):
            if argument is value:
                return (_ARGUMENT, at)
        if isinstance(value, LuaTable) and self.is_made(value):
            at = next((at for at, one in enumerate(self._made) if one is value), len(self._made))
            if at == len(self._made):
                self._made.append(value)
            return (_MADE, at)
        if isinstance(value, NativeFunction) and creation_step(int(value.born)) == 0:
            return (_NATIVE, value.name)
        return (_OBJECT, int(tostring.identity(value)))

    def made(self) -> list[tuple[object, ...]]:
        """The tables that were made: identity, keys and values in their order, metatable."""
        found: list[tuple[object, ...]] = []
        at = 0
        while at < len(self._made):  # to pack what one holds may add others
            table = self._made[at]
            pairs = []
            position = table.next_position(-1)
            while position >= 0:
                pairs.append((self.pack(table.key_at(position)), self.pack(table.value_at(position))))
                position = table.next_position(position)
            found.append((int(table.born), pairs, self.pack(table.metatable)))
            at += 1
        self._machine.host_made.difference_update(int(table.born) for table in self._made)
        return found


class _Unpacker:
    """Reads what a `_Packer` has written, in a replay."""

    def __init__(self, machine: Machine, arguments: list[object], made: list[tuple[object, ...]]) -> None:
        self._machine = machine
        self._arguments = arguments
        self._tables = [LuaTable(cast(int, born)) for born, _, _ in made]
        for table in self._tables:
            table.epoch = machine.epoch
        for table, (_, pairs, metatable) in zip(self._tables, made, strict=True):
            for key, value in cast(list[tuple[object, object]], pairs):
                table.set(self.unpack(key), self.unpack(value))
            if metatable is not None:
                table.metatable = cast(LuaTable, self.unpack(metatable))

    def unpack(self, value: object) -> object:
        if not isinstance(value, (tuple, list)):
            return value
        kind, which = value
        if kind == _ARGUMENT:
            return self._arguments[which]
        if kind == _MADE:
            return self._tables[which]
        for found in collector.reachable(self._machine):
            if isinstance(found, NativeFunction):
                if kind == _NATIVE and found.name == which:
                    return found
            elif kind == _OBJECT and tostring.identity(found) == which:
                return found
        raise LuaError(b"an object that a Python function had kept is out of the program's reach")
