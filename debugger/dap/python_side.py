"""The Python side of a program that embeds a VM: debugpy, for the functions that Lua calls.

A client that attaches gets a second session, with debugpy in this process; breakpoints in Python and in Lua live side
by side.  Tracing would make the VM several times slower, so its thread is traced only inside of the host's functions.
"""

import importlib.util
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from debugger.dap.fields import Body


def hide_from_python_debugger(thread: threading.Thread) -> None:
    """A thread that debugpy is neither to trace nor to suspend: it has to answer while Python stands still."""
    thread.pydev_do_not_trace = True  # type: ignore[attr-defined]  # debugpy looks for these
    thread.is_pydev_daemon_thread = True  # type: ignore[attr-defined]


class PythonSide:
    """Starts debugpy, once for the process, when a client wants it."""

    _address: tuple[str, int] | None = None  # where debugpy listens

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
        """The VM runs: its thread is traced only while it is in a function of the host's (`tracing`)."""
        with self._switched(False):
            yield

    @contextmanager
    def tracing(self) -> Iterator[None]:
        with self._switched(True):
            yield

    @contextmanager
    def _switched(self, wanted: bool) -> Iterator[None]:
        if PythonSide._address is None:
            yield
            return
        import debugpy

        debugpy.trace_this_thread(wanted)
        try:
            yield
        finally:
            debugpy.trace_this_thread(not wanted)

    @classmethod
    def _listen(cls) -> tuple[str, int]:
        if cls._address is None:
            import debugpy

            found: Any = debugpy.listen(("127.0.0.1", 0), in_process_debug_adapter=True)
            cls._address = (str(found[0]), int(found[1]))
        return cls._address
