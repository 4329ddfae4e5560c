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
from engine.runtime.values import LIGHT, T_STRING, Cell, LuaClosure, NativeFunction, UserData, intern
from engine.stdlib import (
    base_library,
    bit32_library,
    bit_library,
    catalogue,
    classic_base,
    classic_math,
    classic_os,
    classic_tables,
    coroutine_library,
    debug_library,
    debug_upvalues,
    function_environments,
    glibc_random,
    io_library,
    jit_library,
    math_library,
    math_variants,
    module_helpers,
    os_library,
    package_library,
    proxies,
    pseudo_random,
    random_variants,
    string_library,
    table_helpers,
    table_library,
    table_variants,
    tausworthe_random,
    utf8_library,
)
from engine.stdlib.search_paths import initial_paths
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
    b"pairs_closing": b"pairs",
    b"print_by_tostring": b"print",
    b"measured_concat": b"table.concat",
    b"measured_insert": b"table.insert",
    b"measured_remove": b"table.remove",
    b"measured_sort": b"table.sort",
    b"measured_unpack": b"table.unpack",
    b"sort_classic": b"table.sort",
    b"sort_raw": b"table.sort",
}

# Of a library: an older name of a function, and the newer one.
_ALIASES: Final = (("math", "mod", "fmod"), ("string", "gfind", "gmatch"))

# The compiled preludes, by name and by whether there are integers: the same for all machines.
_PROTOS: Final[dict[tuple[str, bool], Proto]] = {}


def open_libraries(machine: Machine) -> None:
    """Open all standard libraries in a new machine.  Not noted in history."""
    loaded = _new_table(machine)
    preload = _new_table(machine)
    registry = machine.registry
    main_thread_index = machine.dialect.main_thread_index
    registry.set(1, False)
    registry.set(2, machine.globals)
    registry.set(main_thread_index, machine.main)
    registry.set(LOADED, loaded)
    registry.set(PRELOAD, preload)
    _open_base(machine, loaded)
    functions = package_library.FUNCTIONS | module_helpers.FUNCTIONS
    package = _open(machine, loaded, b"package", functions, {}, _NO_OPERATIONS)
    _open(
        machine,
        loaded,
        b"coroutine",
        coroutine_library.FUNCTIONS,
        coroutine_library.CONSTANTS,
        coroutine_library.OPERATIONS,
    )
    tables = table_library.FUNCTIONS | table_variants.FUNCTIONS | classic_tables.FUNCTIONS
    _open(machine, loaded, b"table", tables, table_library.CONSTANTS, _NO_OPERATIONS)
    io = _open(machine, loaded, b"io", io_library.FUNCTIONS, io_library.CONSTANTS, _NO_OPERATIONS)
    io_library.install_files(machine, io)
    functions = os_library.FUNCTIONS | classic_os.FUNCTIONS
    _open(machine, loaded, b"os", functions, os_library.CONSTANTS, _NO_OPERATIONS)
    _open_string(machine, loaded)
    if catalogue.has_library(machine.dialect, "utf8"):
        _open(machine, loaded, b"utf8", utf8_library.FUNCTIONS, utf8_library.CONSTANTS, _NO_OPERATIONS)
    math = math_library.FUNCTIONS | classic_math.FUNCTIONS | math_variants.FUNCTIONS | random_variants.FUNCTIONS
    _open(machine, loaded, b"math", math, math_library.CONSTANTS, _NO_OPERATIONS)
    if catalogue.has_library(machine.dialect, "bit32"):
        _open(machine, loaded, b"bit32", bit32_library.FUNCTIONS, {}, _NO_OPERATIONS)
    if catalogue.has_function(machine.dialect, "math", "random:tausworthe"):
        tausworthe_random.start(machine)
    elif machine.dialect.c_random:
        glibc_random.start(machine)
    else:
        pseudo_random.seed_from_host(machine)
    functions = debug_library.FUNCTIONS | function_environments.DEBUG_FUNCTIONS
    debug = _open(machine, loaded, b"debug", functions, debug_library.CONSTANTS, _NO_OPERATIONS)
    identify = debug.get_key(b"upvalueid")
    if isinstance(identify, NativeFunction):
        identify.upvalues = debug_upvalues.new_identities()
    _add_aliases(machine)
    if catalogue.has_library(machine.dialect, "jit"):
        _open_jit(machine, loaded, preload)
    _load_preludes(machine, package, loaded, preload)
    _fill_package(machine, package, loaded, preload)
    _name_fronts(machine)


# -- tables of functions -----------------------------------------------------------------------------------


def _new_table(machine: Machine) -> LuaTable:
    return LuaTable(machine.new_identity())


def _fill(
    machine: Machine, table: LuaTable, library: str, functions: Functions, operations: dict[str, int]
) -> None:
    """Put a library's functions into a table, those that the dialect has.

    Of a function that is another one in some dialects each has a key of its own: its name, a colon, and what it does.
    """
    for key, function in functions.items():
        if not catalogue.has_function(machine.dialect, library, key):
            continue
        name = key.partition(":")[0]
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
            table.set(intern(key.partition(":")[0].encode()), value)
    loaded.set(intern(name), table)
    machine.globals.set(intern(name), table)
    return table


def _open_base(machine: Machine, loaded: LuaTable) -> None:
    table = machine.globals
    table.set(intern(b"_G"), table)
    loaded.set(intern(b"_G"), table)
    table.set(intern(b"_VERSION"), machine.dialect.name.encode())
    _fill(machine, table, "_G", base_library.FUNCTIONS, base_library.OPERATIONS)
    _fill(machine, table, "_G", classic_base.FUNCTIONS, _NO_OPERATIONS)
    proxies.prepare(machine, table.get_key(b"newproxy"))
    # What `pairs` and `ipairs` return.
    machine.prelude[b"next"] = table.get_key(b"next")
    for name, step in base_library.STEPS.items():
        operation = base_library.OPERATIONS[name]
        machine.prelude[name.encode()] = NativeFunction(name, step, operation, None, machine.new_identity())


def _open_string(machine: Machine, loaded: LuaTable) -> None:
    library = _open(machine, loaded, b"string", string_library.FUNCTIONS, {}, _NO_OPERATIONS)
    metatable = _new_table(machine)
    _fill(machine, metatable, "string metatable", string_library.METAMETHODS, _NO_OPERATIONS)
    metatable.set(intern(b"__index"), library)
    machine.type_metatables[T_STRING] = metatable


def _add_aliases(machine: Machine) -> None:
    """Give functions the older names that the dialect has for them too."""
    for library, old, new in _ALIASES:
        table = machine.globals.get_key(library.encode())
        if catalogue.has_function(machine.dialect, library, old) and isinstance(table, LuaTable):
            table.set(intern(old.encode()), table.get_key(new.encode()))


def _open_jit(machine: Machine, loaded: LuaTable, preload: LuaTable) -> None:
    """What LuaJIT adds."""
    _open(machine, loaded, b"bit", bit_library.FUNCTIONS, {}, _NO_OPERATIONS)
    jit = _open(machine, loaded, b"jit", jit_library.FUNCTIONS, jit_library.CONSTANTS, _NO_OPERATIONS)
    optimiser = _new_table(machine)
    _fill(machine, optimiser, "jit.opt", jit_library.OPTIMISER, _NO_OPERATIONS)
    jit.set(intern(b"opt"), optimiser)
    loaded.set(intern(b"jit.opt"), optimiser)
    tables = machine.globals.get_key(b"table")
    assert isinstance(tables, LuaTable)
    jit_library.prepare_modules(machine, preload, tables)


def _fill_package(machine: Machine, package: LuaTable, loaded: LuaTable, preload: LuaTable) -> None:
    path, cpath = initial_paths(machine.host, machine.dialect)
    searchers = _new_table(machine)
    searchers.set(1, machine.prelude[b"search_preload"])
    for at, (searcher, function) in enumerate(package_library.SEARCHERS.items(), 2):
        searchers.set(at, NativeFunction(searcher, function, 0, [package], machine.new_identity()))
    for name in ("loaders", "searchers"):
        if catalogue.has_function(machine.dialect, "package", name):
            package.set(intern(name.encode()), searchers)
    package.set(intern(b"path"), path)
    package.set(intern(b"cpath"), cpath)
    config = package_library.CONFIG
    package.set(intern(b"config"), config if machine.dialect.complete_config else config.rstrip())
    package.set(intern(b"loaded"), loaded)
    package.set(intern(b"preload"), preload)
    for front in ("require", "module"):
        if front.encode() in machine.prelude:
            native = NativeFunction(front, package_library.hand_over, 0, None, machine.new_identity())
            machine.globals.set(intern(front.encode()), native)


# -- library code in Lua -----------------------------------------------------------------------------------


def _load_preludes(machine: Machine, package: LuaTable, loaded: LuaTable, preload: LuaTable) -> None:
    native = _new_table(machine)
    _fill_helpers(machine, native, base_library.HELPERS, base_library.OPERATIONS)
    _fill_helpers(machine, native, package_library.HELPERS, _NO_OPERATIONS)
    _fill_helpers(machine, native, debug_library.HELPERS, _NO_OPERATIONS)
    native.set(intern(b"package"), package)
    native.set(intern(b"loaded"), loaded)
    native.set(intern(b"preload"), preload)
    native.set(intern(b"loader_data"), machine.dialect.loader_data)
    native.set(intern(b"separator"), b"\n\t" if machine.dialect.search_separators else b"")
    _load_prelude(machine, "base", native)
    if catalogue.has_function(machine.dialect, "_G", "module"):
        _fill_helpers(machine, native, module_helpers.HELPERS, _NO_OPERATIONS)
        native.set(intern(b"sentinel"), UserData(LIGHT, None, machine.new_identity()))
        unavailable = _new_table(machine)
        if catalogue.has_library(machine.dialect, "jit"):
            for module, reason in jit_library.UNAVAILABLE.items():
                unavailable.set(intern(module), reason)
        native.set(intern(b"unavailable"), unavailable)
        _load_prelude(machine, "module", native)
        native.set(intern(b"next"), machine.prelude[b"next"])
        _load_prelude(machine, "classic", native)
    _load_prelude(machine, "string", _helpers(machine, string_library.HELPERS))
    _load_prelude(machine, "table", _helpers(machine, table_helpers.HELPERS | table_variants.HELPERS))
    _load_prelude(machine, "sorting", _helpers(machine, table_helpers.HELPERS | table_variants.HELPERS))
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
