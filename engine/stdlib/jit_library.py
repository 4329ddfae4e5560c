"""LuaJIT's `jit`: what a program can ask of its compiler, where nothing is ever compiled.

With it comes what LuaJIT has for `require`: `table.new` and `table.clear`.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from engine.runtime.call import Call
from engine.runtime.table import LuaTable
from engine.runtime.values import LuaClosure, NativeFunction, intern
from engine.stdlib.classic_tables import clear_table, new_table

if TYPE_CHECKING:
    from engine.vm.machine import Machine

_SECURITY: Final = (b"prng", b"strhash", b"strid", b"mcode")


def _switch(call: Call) -> object:
    """`on`, `off` and `flush`: of a function, of all (true) or of the compiler as a whole."""
    value = call.arg(1)
    if value is None or value is True or isinstance(value, (LuaClosure, NativeFunction)):
        return ()
    raise call.type_error(1, b"function")


def _flush(call: Call) -> object:
    """The argument may also be the number of a trace."""
    value = call.arg(1)
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return ()
    return _switch(call)


def _status(call: Call) -> object:
    return False


def _security(call: Call) -> object:
    call.check_option(1, None, _SECURITY)
    return 0


def _attach(call: Call) -> object:
    """There are no events to attach a function to."""
    call.check_function(1)
    call.opt_string(2, b"")
    return ()


def _start(call: Call) -> object:
    """``jit.opt.start(...)``: there is nothing to optimise."""
    for at in range(1, call.count + 1):
        call.check_string(at)
    return ()


FUNCTIONS: Final[dict[str, Callable[[Call], object]]] = {
    "attach": _attach,
    "flush": _flush,
    "off": _switch,
    "on": _switch,
    "security": _security,
    "status": _status,
}

CONSTANTS: Final[dict[str, object]] = {
    "arch": b"x64",
    "os": b"Linux",
    "version": b"LuaJIT 2.1",
    "version_num": 20199,
}

OPTIMISER: Final[dict[str, Callable[[Call], object]]] = {"start": _start}

UNAVAILABLE: Final[dict[bytes, bytes]] = {
    b"ffi": b"Moonwalk runs no native code",
    b"string.buffer": b"Moonwalk has no string buffers",
}
"""The modules that are part of LuaJIT and not of this VM, and why."""


def _require_new(call: Call) -> object:
    return _provide(call, "new", new_table)


def _require_clear(call: Call) -> object:
    return _provide(call, "clear", clear_table)


def _provide(call: Call, name: str, function: Callable[[Call], object]) -> NativeFunction:
    """A function that comes into the table library (the upvalue) when it is required."""
    native = call.new_function(name, function, [])
    tables = call.upvalue(0)
    assert isinstance(tables, LuaTable)
    call.set(tables, name.encode(), native)
    return native


def prepare_modules(machine: "Machine", preload: LuaTable, tables: LuaTable) -> None:
    """Make the modules known to `require`.  Not noted in history."""
    for name, function in ((b"table.new", _require_new), (b"table.clear", _require_clear)):
        preload.set(intern(name), machine.new_native(name.decode(), function, [tables]))
