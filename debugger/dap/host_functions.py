"""The functions of a Python program that Lua calls: something is done around each call of one."""

import functools
from collections.abc import Callable
from contextlib import AbstractContextManager

from engine.runtime.call import Call
from engine.runtime.values import NativeFunction
from engine.vm import collector
from engine.vm.machine import Machine

Around = Callable[[], AbstractContextManager[None]]


def surround(machine: Machine, around: Around) -> None:
    """Enter `around` for each call of a function of the host's, of those that the program can reach now."""
    for one in collector.reachable(machine):
        if isinstance(one, NativeFunction) and _is_of_host(one.function):
            one.function = _surrounded(one.function, around)


def _is_of_host(function: object) -> bool:
    """Library functions that are compiled belong to no module, or to one of ours."""
    package = (getattr(function, "__module__", None) or "engine").partition(".")[0]
    return package not in ("engine", "debugger") and not hasattr(function, "_moonwalk_surrounded")


def _surrounded(function: Callable[[Call], object], around: Around) -> Callable[[Call], object]:
    @functools.wraps(function)
    def surrounded(call: Call) -> object:
        with around():
            return function(call)

    surrounded._moonwalk_surrounded = True  # type: ignore[attr-defined]
    return surrounded
