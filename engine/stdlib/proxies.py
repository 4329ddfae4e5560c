"""`newproxy` of Lua 5.1: userdata without contents, for their metatable's sake.

Metatables that it made may be used again; its upvalue remembers them (weakly).
"""

from typing import TYPE_CHECKING, Final

from engine.runtime.call import Call
from engine.runtime.table import LuaTable
from engine.runtime.values import NativeFunction, UserData

if TYPE_CHECKING:
    from engine.vm.machine import Machine

CONTENTS: Final[object] = object()
"""The payload of a proxy."""


def new_proxy(call: Call) -> object:
    """``newproxy([boolean | proxy])``: with a new metatable for true, with that of the proxy."""
    template = call.arg(1)
    proxy = UserData(CONTENTS, None, call.machine.new_identity())
    call.charge(40)
    if template is None or template is False:
        return proxy
    known = call.upvalue(0)
    assert isinstance(known, LuaTable)
    if template is True:
        metatable = call.new_table()
        call.set(known, metatable, True)
    else:
        found = call.metatable_of(template)
        if found is None or known.get(found) is not True:
            raise call.argument_error(1, b"boolean or proxy expected")
        metatable = found
    call.set_metatable(proxy, metatable)
    call.machine.make_finalizable(proxy)  # whether there is a __gc is seen when it is collected
    return proxy


def prepare(machine: "Machine", native: object) -> None:
    """Give `newproxy` its upvalue.  Not noted in history."""
    if isinstance(native, NativeFunction):
        known = LuaTable(machine.new_identity())
        known.set(b"__mode", b"k")
        known.metatable = known
        native.upvalues = [known]
