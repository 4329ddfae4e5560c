"""Opens the standard libraries (manual chapter 6) in a machine: globals, `package.loaded`, metatables, preludes.

A library is a module with `FUNCTIONS` and `CONSTANTS`; `OPERATIONS` names what the VM carries out.  The functions
that call back into Lua are written in Lua: each ``prelude_<name>.lua`` is a chunk that gets a table of natives
(`HELPERS`) and returns a table of functions, which go to `Machine.prelude`.
"""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Final

import engine.stdlib
from engine.compiler.load import compile_source
from engine.compiler.proto import Proto
from engine.runtime.call import Call
from engine.runtime.table import LuaTable
from engine.runtime.values import T_STRING, Cell, LuaClosure, NativeFunction, intern
from engine.stdlib import (
    base_library,
    catalogue,
    coroutine_library,
    debug_library,
    debug_upvalues,
    io_library,
    math_library,
    os_library,
    package_library,
    pseudo_random,
    string_library,
    table_helpers,
    table_library,
    utf8_library,
)
from engine.syntax.dialects import LUA_54
from engine.vm import run
from engine.vm.machine import Machine, fill_cell

Functions = dict[str, Callable[[Call], object]]

LOADED: Final = b"_LOADED"  # `package.loaded`, in the registry
PRELOAD: Final = b"_PRELOAD"  # `package.preload`, in the registry

_NO_OPERATIONS: Final[dict[str, int]] = {}

# What the preludes are written in.
_WITHOUT_INTEGERS: Final = replace(LUA_54, integers=False)

# Functions of the preludes whose names do not say which library function they do the work of.
_FRONTS: Final[dict[bytes, bytes]] = {
    b"format_meta": b"string.format",
    b"gsub_call": b"string.gsub",
    b"gsub_index": b"string.gsub",
}

# The compiled preludes, by name and by whether there are integers: the same for all machines.
_PROTOS: Final[dict[tuple[str, bool], Proto]] = {}


def open_libraries(machine: Machine) -> None:
    """Open all standard libraries in a new machine.  Not noted in history."""
    loaded = _new_table(machine)
    preload = _new_table(machine)
    registry = machine.registry
    registry.set(1, machine.main)
    registry.set(2, machine.globals)
    registry.set(LOADED, loaded)
    registry.set(PRELOAD, preload)
    _open_base(machine, loaded)
    package = _open(machine, loaded, b"package", package_library.FUNCTIONS, {}, _NO_OPERATIONS)
    _open(
        machine,
        loaded,
        b"coroutine",
        coroutine_library.FUNCTIONS,
        coroutine_library.CONSTANTS,
        coroutine_library.OPERATIONS,
    )
    _open(machine, loaded, b"table", table_library.FUNCTIONS, table_library.CONSTANTS, _NO_OPERATIONS)
    io = _open(machine, loaded, b"io", io_library.FUNCTIONS, io_library.CONSTANTS, _NO_OPERATIONS)
    io_library.install_files(machine, io)
    _open(machine, loaded, b"os", os_library.FUNCTIONS, os_library.CONSTANTS, _NO_OPERATIONS)
    _open_string(machine, loaded)
    if catalogue.has_library(machine.dialect, "utf8"):
        _open(machine, loaded, b"utf8", utf8_library.FUNCTIONS, utf8_library.CONSTANTS, _NO_OPERATIONS)
    _open(machine, loaded, b"math", math_library.FUNCTIONS, math_library.CONSTANTS, _NO_OPERATIONS)
    pseudo_random.seed_from_host(machine)
    debug = _open(machine, loaded, b"debug", debug_library.FUNCTIONS, debug_library.CONSTANTS, _NO_OPERATIONS)
    identify = debug.get_key(b"upvalueid")
    if isinstance(identify, NativeFunction):
        identify.upvalues = debug_upvalues.new_identities()
    _load_preludes(machine, package, loaded, preload)
    _fill_package(machine, package, loaded, preload)
    _name_fronts(machine)


# -- tables of functions -----------------------------------------------------------------------------------


def _new_table(machine: Machine) -> LuaTable:
    return LuaTable(machine.new_identity())


def _fill(
    machine: Machine, table: LuaTable, library: str, functions: Functions, operations: dict[str, int]
) -> None:
    """Put a library's functions into a table, those that the dialect has."""
    for name, function in functions.items():
        if not catalogue.has_function(machine.dialect, library, name):
            continue
        native = NativeFunction(name, function, operations.get(name, 0), None, machine.new_identity())
        table.set(intern(name.encode()), native)


def _open(
    machine: Machine,
    loaded: LuaTable,
    name: bytes,
    functions: Functions,
    constants: dict[str, object],
    operations: dict[str, int],
) -> LuaTable:
    """Make a library's table, loaded and global."""
    table = _new_table(machine)
    library = name.decode()
    _fill(machine, table, library, functions, operations)
    for key, value in constants.items():
        if catalogue.has_function(machine.dialect, library, key):
            table.set(intern(key.encode()), value)
    loaded.set(intern(name), table)
    machine.globals.set(intern(name), table)
    return table


def _open_base(machine: Machine, loaded: LuaTable) -> None:
    table = machine.globals
    table.set(intern(b"_G"), table)
    loaded.set(intern(b"_G"), table)
    table.set(intern(b"_VERSION"), machine.dialect.name.encode())
    _fill(machine, table, "_G", base_library.FUNCTIONS, base_library.OPERATIONS)
    # What `pairs` and `ipairs` return.
    machine.prelude[b"next"] = table.get_key(b"next")
    machine.prelude[b"ipairs_step"] = NativeFunction(
        "ipairs_step",
        base_library.ipairs_step,
        base_library.OPERATIONS["ipairs_step"],
        None,
        machine.new_identity(),
    )


def _open_string(machine: Machine, loaded: LuaTable) -> None:
    library = _open(machine, loaded, b"string", string_library.FUNCTIONS, {}, _NO_OPERATIONS)
    metatable = _new_table(machine)
    _fill(machine, metatable, "string metatable", string_library.METAMETHODS, _NO_OPERATIONS)
    metatable.set(intern(b"__index"), library)
    machine.type_metatables[T_STRING] = metatable


def _fill_package(machine: Machine, package: LuaTable, loaded: LuaTable, preload: LuaTable) -> None:
    path, cpath = package_library.search_paths(machine.host)
    searchers = _new_table(machine)
    searchers.set(1, machine.prelude[b"search_preload"])
    for at, (name, function) in enumerate(package_library.SEARCHERS.items(), 2):
        searchers.set(at, NativeFunction(name, function, 0, [package], machine.new_identity()))
    package.set(intern(b"searchers"), searchers)
    package.set(intern(b"path"), path)
    package.set(intern(b"cpath"), cpath)
    package.set(intern(b"config"), package_library.CONFIG)
    package.set(intern(b"loaded"), loaded)
    package.set(intern(b"preload"), preload)
    machine.globals.set(intern(b"require"), machine.prelude[b"require"])


# -- library code in Lua -----------------------------------------------------------------------------------


def _load_preludes(machine: Machine, package: LuaTable, loaded: LuaTable, preload: LuaTable) -> None:
    native = _new_table(machine)
    _fill_helpers(machine, native, base_library.HELPERS, base_library.OPERATIONS)
    _fill_helpers(machine, native, package_library.HELPERS, _NO_OPERATIONS)
    _fill_helpers(machine, native, debug_library.HELPERS, _NO_OPERATIONS)
    native.set(intern(b"package"), package)
    native.set(intern(b"loaded"), loaded)
    native.set(intern(b"preload"), preload)
    _load_prelude(machine, "base", native)
    _load_prelude(machine, "string", _helpers(machine, string_library.HELPERS))
    _load_prelude(machine, "table", _helpers(machine, table_helpers.HELPERS))
    _load_prelude(machine, "math", _new_table(machine))
    _load_prelude(machine, "os", _helpers(machine, os_library.HELPERS))


def _helpers(machine: Machine, functions: Functions) -> LuaTable:
    table = _new_table(machine)
    _fill_helpers(machine, table, functions, _NO_OPERATIONS)
    return table


def _fill_helpers(machine: Machine, table: LuaTable, functions: Functions, operations: dict[str, int]) -> None:
    """Fill a table with natives that are for library code in Lua alone."""
    _fill(machine, table, "helpers", functions, operations)
    for name in functions:
        native = table.get_key(name.encode())
        assert isinstance(native, NativeFunction)
        native.is_library = True


def _load_prelude(machine: Machine, name: str, native: LuaTable) -> None:
    """Run the chunk ``prelude_<name>.lua`` and keep the functions that it returns."""
    integers = machine.dialect.integers
    proto = _PROTOS.get((name, integers))
    if proto is None:
        source = Path(engine.stdlib.__path__[0], f"prelude_{name}.lua").read_bytes()
        proto = compile_source(source, b"=[C]", LUA_54 if integers else _WITHOUT_INTEGERS)
        _mark_as_library(proto)
        _PROTOS[name, integers] = proto
    environment = Cell(0, 0, 0.0, None)
    fill_cell(environment, machine.globals)
    chunk = LuaClosure(proto, [environment], machine.new_identity())
    functions = run.run_closure(machine, chunk, [native])[0]
    assert isinstance(functions, LuaTable)
    position = functions.next_position(-1)
    while position >= 0:
        key = functions.key_at(position)
        assert isinstance(key, bytes)
        machine.prelude[key] = functions.value_at(position)
        position = functions.next_position(position)


def _mark_as_library(proto: Proto) -> None:
    proto.is_library = True
    for inner in proto.protos:
        _mark_as_library(inner)


def _name_fronts(machine: Machine) -> None:
    """Note for each function of the preludes the native that hands over to it."""
    for key, function in machine.prelude.items():
        library, dot, name = _FRONTS.get(key, key).rpartition(b".")
        table = machine.globals.get_key(library) if dot else machine.globals
        native = table.get_key(name) if isinstance(table, LuaTable) else None
        if isinstance(native, NativeFunction):
            machine.fronts[function] = native
    machine.fronts[machine.prelude[b"ipairs_iterator"]] = machine.prelude[b"ipairs_step"]
