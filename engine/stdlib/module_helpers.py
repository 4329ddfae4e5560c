"""What the Lua code of ``prelude_module.lua`` is given, and `package.seeall`: modules as Lua 5.1 has them."""

from collections.abc import Callable
from typing import Final

from engine.runtime.call import Call
from engine.runtime.values import LuaClosure, LuaError
from engine.stdlib.debug_upvalues import is_lua
from engine.stdlib.function_environments import give_environment
from engine.vm import activations


def _see_all(call: Call) -> object:
    """``package.seeall(module)``: what a module lacks is looked up in the globals."""
    module = call.check_table(1)
    metatable = call.metatable_of(module)
    if metatable is None:
        metatable = call.new_table()
        call.set_metatable(module, metatable)
    call.set(metatable, b"__index", call.machine.environment_of(call.coroutine))
    return ()


def _fail_at_once(call: Call) -> object:
    """``fail_at_once(message)``: an error without position, as one of what `require` calls."""
    raise LuaError(call.check_string(1))


def _globals(call: Call) -> object:
    """``globals()``: the environment of the coroutine."""
    return call.machine.environment_of(call.coroutine)


def _count(call: Call) -> object:
    """``count(...)``: how many arguments there are."""
    return int(call.count)


def _parts(call: Call) -> object:
    """``parts(name)``: the parts of a dotted name."""
    return tuple(call.check_string(1).split(b"."))


def _parent(call: Call) -> object:
    """``parent(name)``: the name up to its last dot."""
    return call.check_string(1)[: call.check_string(1).rfind(b".") + 1]


def _set_caller_environment(call: Call) -> object:
    """``set_caller_environment(module)``: that of the function that called the library function."""
    caller = activations.activation(call.machine, call.coroutine, 1)
    function = None if caller is None else caller.function
    if not isinstance(function, LuaClosure) or not is_lua(function):
        raise call.error(b"'module' not called from a Lua function")
    give_environment(call.machine, function, call.check_table(1))
    return ()


FUNCTIONS: Final[dict[str, Callable[[Call], object]]] = {"seeall": _see_all}

HELPERS: Final[dict[str, Callable[[Call], object]]] = {
    "count": _count,
    "fail_at_once": _fail_at_once,
    "globals": _globals,
    "parent": _parent,
    "parts": _parts,
    "set_caller_environment": _set_caller_environment,
}
