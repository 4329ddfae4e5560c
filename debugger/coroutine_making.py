"""Whether the program has made coroutines: to look for them in its memory takes long, and most programs have none."""

from collections.abc import Callable

from engine.runtime.call import Call
from engine.runtime.table import LuaTable
from engine.runtime.values import NativeFunction
from engine.vm.machine import Machine

_MAKERS = (b"create", b"wrap")


class CoroutineMaking:
    """Is told by the library functions that make coroutines; once one has been made, `happened` for good."""

    def __init__(self, machine: Machine) -> None:
        self.happened = False
        library = machine.globals.get(b"coroutine")
        for name in _MAKERS:
            native = library.get(name) if isinstance(library, LuaTable) else None
            if not isinstance(native, NativeFunction):
                self.happened = True  # the program has a library of its own: who knows
                continue
            native.function = self._noting(native.function)

    def _noting(self, make: Callable[[Call], object]) -> Callable[[Call], object]:
        def noting(call: Call) -> object:
            self.happened = True
            return make(call)

        return noting
