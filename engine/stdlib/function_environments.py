"""`getfenv` and `setfenv` (manual of Lua 5.1, 2.9 and 5.1), and those of the debug library.

The environment of a Lua function is in its upvalue 0.  To set it is to give this closure another cell, so that the
closures which share the old one keep theirs.  A coroutine has an environment for the chunks that it loads.  Those of
natives and userdata matter to nobody; the registry remembers them.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from engine.runtime.call import Call
from engine.runtime.coroutine import Coroutine
from engine.runtime.table import LuaTable
from engine.runtime.values import Cell, LuaClosure, LuaError, NativeFunction, UserData
from engine.stdlib.debug_upvalues import is_lua
from engine.vm import activations
from engine.vm.machine import fill_cell

if TYPE_CHECKING:
    from engine.vm.machine import Machine

_OTHERS: Final = b"_ENVIRONMENTS"  # in the registry: the environments of natives and userdata; weak keys


def environment_of(machine: "Machine", function: object) -> object:
    """The environment of a function; that of a native is the coroutine's."""
    if isinstance(function, LuaClosure) and is_lua(function):
        return machine.get_cell(function.cells[0])
    return machine.environment_of(machine.current)


def give_environment(machine: "Machine", function: LuaClosure, environment: LuaTable) -> None:
    """Set the environment of a Lua function, of this closure alone."""
    cell = Cell(0, 0, 0.0, None)
    fill_cell(cell, environment)
    machine.join_cell(function, 0, cell)


# -- of the base library -----------------------------------------------------------------------------------


def _function_at(call: Call, level: int) -> object:
    """The function at a level of the stack, as argument 1 gives it."""
    if level < 0:
        raise call.argument_error(1, call.machine.dialect.negative_level)
    found = activations.activation(call.machine, call.coroutine, level)
    if found is None:
        raise call.argument_error(1, b"invalid level")
    return found.function


def _getfenv(call: Call) -> object:
    function = call.arg(1)
    if not isinstance(function, (LuaClosure, NativeFunction)):
        function = _function_at(call, call.opt_int(1, 1))
    return environment_of(call.machine, function)


def _setfenv(call: Call) -> object:
    environment = call.check_table(2)
    function = call.arg(1)
    if not isinstance(function, (LuaClosure, NativeFunction)):
        level = call.check_int(1)
        if level == 0:
            call.machine.set_environment(call.coroutine, environment)
            return ()
        function = _function_at(call, level)
    if not isinstance(function, LuaClosure) or not is_lua(function):
        raise _refusal(call)
    give_environment(call.machine, function, environment)
    return function


def _refusal(call: Call) -> LuaError:
    return call.error(b"'setfenv' cannot change environment of given object")


FUNCTIONS: Final[dict[str, Callable[[Call], object]]] = {"getfenv": _getfenv, "setfenv": _setfenv}


# -- of the debug library ----------------------------------------------------------------------------------


def _debug_getfenv(call: Call) -> object:
    value = call.check_any(1)
    machine = call.machine
    if isinstance(value, Coroutine):
        return machine.environment_of(value)
    if isinstance(value, LuaClosure) and is_lua(value):
        return machine.get_cell(value.cells[0])
    if not isinstance(value, (LuaClosure, NativeFunction, UserData)):
        return None
    others = machine.registry.get_key(_OTHERS)
    known = others.get(value) if isinstance(others, LuaTable) else None
    return machine.globals if known is None else known


def _debug_setfenv(call: Call) -> object:
    environment = call.check_table(2)
    value = call.arg(1)
    machine = call.machine
    if isinstance(value, Coroutine):
        machine.set_environment(value, environment)
    elif isinstance(value, LuaClosure) and is_lua(value):
        give_environment(machine, value, environment)
    elif isinstance(value, (LuaClosure, NativeFunction, UserData)):
        call.set(_others(call), value, environment)
    else:
        raise _refusal(call)
    return value


def _others(call: Call) -> LuaTable:
    registry = call.machine.registry
    table = registry.get_key(_OTHERS)
    if not isinstance(table, LuaTable):
        table = call.new_table()
        table.set(b"__mode", b"k")
        call.set_metatable(table, table)
        call.set(registry, _OTHERS, table)
    return table


DEBUG_FUNCTIONS: Final[dict[str, Callable[[Call], object]]] = {"getfenv": _debug_getfenv, "setfenv": _debug_setfenv}
