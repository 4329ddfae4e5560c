"""A debug adapter inside of a Python program that embeds a VM: editors attach to what the program calls in it.

Two threads take turns.  The adapter has one of its own, with an event loop; the VM keeps to the thread that calls it.
While a client is attached, a call is *driven*: the VM's thread waits for jobs, which are the slices of movements, so
that the functions of the program that Lua calls run in the thread where they belong; the adapter answers requests
between jobs, and while such a function runs.  When the call is over, or the client goes, the VM's thread goes on by
itself.
"""

import asyncio
import contextlib
import queue
import threading
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Final, TypeVar

from debugger.dap.giving_way import GivingWay
from debugger.dap.host import Host
from debugger.dap.host_functions import surround
from debugger.dap.python_side import PythonSide, hide_from_python_debugger
from debugger.dap.server import start_server
from debugger.session import Session

if TYPE_CHECKING:
    from engine.host.vm import VM

T = TypeVar("T")

_PATIENCE: Final = 0.5
"""Seconds that the adapter waits for the end of a slice: it has to answer, come what may."""

Job = Callable[[], None]


class Embedded(Host):
    """Listens for editors on behalf of a VM, which it drives.  `port` is where."""

    def __init__(self, vm: "VM", port: int, host: str) -> None:
        self.session = Session.of_vm(vm)
        self.python = PythonSide()
        self._vm = vm
        self._address = (host, port)
        self.port = port
        self._turn_of = threading.Lock()  # held by the thread that may touch the session
        self._is_inside = False  # the VM's thread holds it
        self._is_waiting = False  # the adapter waits for it
        self._giving = GivingWay()
        self._jobs: queue.SimpleQueue[Job | None] = queue.SimpleQueue()
        self._is_claimed = False  # a client is there, or is about to be: calls are driven
        self._is_parked = False  # the VM's thread waits for jobs
        self._began: Callable[[], None] | None = None  # the client's: a call is there to be debugged
        self._parked = asyncio.Event()
        self._ready = threading.Event()
        self._has_client = threading.Event()
        self._failure: OSError | None = None
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._serve, name="moonwalk-dap", daemon=True)
        hide_from_python_debugger(self._thread)
        self._thread.start()
        self._ready.wait()
        if self._failure is not None:
            raise self._failure
        vm.driver = self

    def wait_for_client(self, timeout: float | None = None) -> bool:
        """Wait until a client has attached and set its breakpoints; False if none did in time."""
        return self._has_client.wait(timeout)

    def close(self) -> None:
        """Listen no more; a client that is attached is left."""
        if self._vm.driver is self:
            self._vm.driver = None
            with contextlib.suppress(RuntimeError):  # it has ended
                self._loop.call_soon_threadsafe(self._stop)
            self._thread.join()

    # -- in the VM's thread ----------------------------------------------------------------------

    def drive(self) -> None:
        """Carry out the call in progress, as far as the client wants to; see `engine.host.vm.Driver`."""
        if not self._is_claimed:
            return
        surround(self.session.machine, self._outside)
        self._loop.call_soon_threadsafe(self._park)
        with self.python.no_tracing():
            while (job := self._jobs.get()) is not None:
                with self._turn_of:
                    self._is_inside = True
                    job()
                    self._is_inside = False

    def is_waited_for(self) -> bool:
        self._giving.give_way()  # the adapter's thread has a chance to say so
        return self._is_waiting

    @contextlib.contextmanager
    def _outside(self) -> Iterator[None]:
        """A function of the host's runs, as long as it likes: Python may be debugged, and the adapter has its turn."""
        if not self._is_inside or threading.current_thread() is self._thread:
            yield
            return
        self._is_inside = False
        self._turn_of.release()
        try:
            with self.python.tracing():
                yield
        finally:
            self._turn_of.acquire()
            self._is_inside = True

    # -- in the adapter's thread -----------------------------------------------------------------

    @contextlib.contextmanager
    def turn(self) -> Iterator[None]:
        self._is_waiting = True
        is_ours = self._turn_of.acquire(timeout=_PATIENCE)
        self._is_waiting = False
        try:
            yield
        finally:
            if is_ours:
                self._turn_of.release()

    async def claim(self) -> None:
        """A client is there: from now on calls are driven.  Waits for the one in progress to come to a halt."""
        self._is_claimed = True
        if self._vm.is_running:
            await self._parked.wait()

    def ready(self, began: Callable[[], None]) -> bool:
        """The client has said all it wants; `began` is for each call.  Whether one has begun already."""
        self._began = began
        self._has_client.set()
        return self._is_parked

    async def execute(self, work: Callable[[], T]) -> T:
        done: asyncio.Future[T] = self._loop.create_future()

        def job() -> None:
            try:
                result = work()
            except Exception as failure:
                self._loop.call_soon_threadsafe(_fail, done, failure)
            else:
                self._loop.call_soon_threadsafe(_succeed, done, result)

        self._jobs.put(job)
        return await done

    def call_over(self) -> None:
        if self._is_parked:
            self._is_parked = False
            self._parked.clear()
            self._jobs.put(None)

    def release(self) -> None:
        self._is_claimed = False
        self._began = None
        self._has_client.clear()
        self.call_over()

    def _park(self) -> None:
        self._is_parked = True
        self._parked.set()
        if self._began is not None:
            self._began()
        elif not self._is_claimed:
            self.call_over()  # the client has gone meanwhile

    def _serve(self) -> None:
        asyncio.set_event_loop(self._loop)
        try:
            server = self._loop.run_until_complete(start_server(self._address[1], self._address[0], self))
        except OSError as failure:
            self._failure = failure
            self._ready.set()
            return
        self.port = server.sockets[0].getsockname()[1]
        self._ready.set()
        self._loop.run_forever()
        server.close()
        pending = asyncio.all_tasks(self._loop)
        for task in pending:
            task.cancel()
        self._loop.run_until_complete(asyncio.gather(*pending, return_exceptions=True))
        self.release()
        self._loop.close()

    def _stop(self) -> None:
        self._loop.stop()


def _succeed(done: "asyncio.Future[T]", result: T) -> None:
    if not done.done():
        done.set_result(result)


def _fail(done: "asyncio.Future[T]", failure: Exception) -> None:
    if not done.done():
        done.set_exception(failure)
