"""The names of functions: what the instruction calls them that called, what a loaded module calls them."""

from typing import TYPE_CHECKING

from mypy_extensions import i64

from engine.compiler import names
from engine.runtime.coroutine import (
    K_CALL,
    K_CLOSE,
    K_CONCAT,
    K_CONDITION,
    K_DISCARD,
    K_HOOK,
    K_META,
    K_NATIVE,
    K_NEGATION,
    K_RELAY,
    KIND_MASK,
    TAIL_FLAG,
    Coroutine,
)
from engine.runtime.reports import ANY_HOOK, FINALIZER, INTERRUPTED, LUA_HOOK
from engine.runtime.table import LuaTable
from engine.runtime.values import LuaClosure
from engine.vm.activations import TAIL_CALL, Activation, is_guard, is_library

if TYPE_CHECKING:
    from engine.vm.machine import Machine


def called_as(machine: "Machine", found: Activation) -> tuple[bytes, bytes] | None:
    """How the calling instruction names the function: (kind, name), None where it does not."""
    if found.function is TAIL_CALL:
        return None
    co = found.coroutine
    level = found.level
    if level < 0:
        return name_in_frame(machine, co, co.depth)
    rules = machine.dialect.reports
    if rules.finalizer_names == INTERRUPTED and level < co.depth and is_guard(co.functions[level + 1]):
        return b"metamethod", b"__gc"
    info = co.infos[level]
    if info & TAIL_FLAG and not rules.names_behind_tail_calls:
        return None
    kind = (info >> 57) & KIND_MASK
    if kind == K_HOOK:
        if rules.hook_names == ANY_HOOK or (rules.hook_names == LUA_HOOK and _is_lua(co, level - 1)):
            return b"hook", b"?"
        return name_in_frame(machine, co, level - 1)
    if kind == K_NATIVE and is_guard(co.functions[level - 1]):
        return (b"metamethod", b"__gc") if rules.finalizer_names == FINALIZER else None
    if kind == K_RELAY:
        return name_in_frame(machine, co, level - 2)  # a message handler, called where the error was raised
    if kind in (K_CALL, K_META, K_CONDITION, K_NEGATION, K_DISCARD, K_CONCAT, K_CLOSE) or is_library(co, level):
        return name_in_frame(machine, co, level - 1)
    return None


def _is_lua(co: Coroutine, at: i64) -> bool:
    return isinstance(co.functions[at], LuaClosure) and not is_library(co, at)


def name_in_frame(machine: "Machine", co: Coroutine, at: i64) -> tuple[bytes, bytes] | None:
    """What the instruction in progress in a frame calls the function that it calls."""
    if at < 0:
        return None
    function = co.functions[at]
    if not isinstance(function, LuaClosure) or function.proto.is_library:
        return None
    return names.call_name(function.proto, int(co.pcs[at] - 1), machine.dialect)


def global_name(machine: "Machine", function: object) -> bytes | None:
    """The name of a function that a loaded module offers: "print", "string.rep" (`pushglobalfuncname`)."""
    loaded = machine.registry.get_key(b"_LOADED")
    if not isinstance(loaded, LuaTable):
        return None
    position = loaded.next_position(-1)
    while position >= 0:
        module_name = loaded.key_at(position)
        module = loaded.value_at(position)
        if isinstance(module_name, bytes) and isinstance(module, LuaTable):
            at = module.next_position(-1)
            while at >= 0:
                if module.value_at(at) is function:
                    key = module.key_at(at)
                    if isinstance(key, bytes):
                        return key if module_name == b"_G" else module_name + b"." + key
                at = module.next_position(at)
        position = loaded.next_position(position)
    return None
