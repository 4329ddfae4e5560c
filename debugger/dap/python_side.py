"""The Python side of a program that embeds a VM: debugpy, for the functions that Lua calls.

A client that attaches gets a second session, with debugpy in this process; breakpoints in Python and in Lua live side
by side.  Tracing would make the VM several times slower, so its thread is traced only inside of the host's functions.
"""

import functools
import importlib.util
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from debugger.dap.fields import Body
from engine.runtime.call import Call
from engine.runtime.values import NativeFunction
from engine.vm import collector
from engine.vm.machine import Machine


def hide_from_python_debugger(thread: threading.Thread) -> None:
    """A thread that debugpy is neither to trace nor to suspend: it has to answer while Python stands still."""
    thread.pydev_do_not_trace = True  # type: ignore[attr-defined]  # debugpy looks for these
    thread.is_pydev_daemon_thread = True  # type: ignore[attr-defined]


class PythonSide:
    """Starts debugpy, once for the process, when a client wants it."""

    _address: tuple[str, int] | None = None  # where debugpy listens

    def __init__(self, machine: Machine) -> None:
        self._machine = machine

    @property
    def is_available(self) -> bool:
        return importlib.util.find_spec("debugpy") is not None

    def configuration(self) -> Body:
        """What the client's second session is to attach to."""
        host, port = self._listen()
        return {
            "name": "Python",
            "type": "moonwalk",  # the adapter that gets it passes everything on to debugpy (see `proxy`)
            "connect": {"host": host, "port": port},
            "justMyCode": False,
            "rules": [{"path": f"**/{package}/**", "include": False} for package in ("engine", "debugger")],
        }

    @contextmanager
    def no_tracing(self) -> Iterator[None]:
        """The VM runs: its thread is traced only while it is in a function of the host's."""
        if PythonSide._address is None:
            yield
            return
        trace = _trace_this_thread()
        self._trace_natives(trace)
        trace(False)
        try:
            yield
        finally:
            trace(True)

    @classmethod
    def _listen(cls) -> tuple[str, int]:
        if cls._address is None:
            import debugpy

            found: Any = debugpy.listen(("127.0.0.1", 0), in_process_debug_adapter=True)
            cls._address = (str(found[0]), int(found[1]))
        return cls._address

    def _trace_natives(self, trace: Callable[[bool], None]) -> None:
        """Have the host's functions traced while they run, those that the program can reach now."""
        for one in collector.reachable(self._machine):
            if isinstance(one, NativeFunction) and _is_of_host(one.function):
                one.function = _traced(one.function, trace)


def _is_of_host(function: object) -> bool:
    """Library functions that are compiled belong to no module, or to one of ours."""
    package = (getattr(function, "__module__", None) or "engine").partition(".")[0]
    return package not in ("engine", "debugger") and not hasattr(function, "_moonwalk_traced")


def _traced(function: Callable[[Call], object], trace: Callable[[bool], None]) -> Callable[[Call], object]:
    @functools.wraps(function)
    def traced(call: Call) -> object:
        trace(True)
        try:
            return function(call)
        finally:
            trace(False)

    traced._moonwalk_traced = True  # type: ignore[attr-defined]
    return traced


def _trace_this_thread() -> Callable[[bool], None]:
    import debugpy

    def trace(wanted: bool) -> None:
        debugpy.trace_this_thread(wanted)

    return trace
