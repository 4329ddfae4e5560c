"""The Python-facing API: one `VM` is one Lua state with its libraries, its streams and, on request, its history."""

import os
import weakref
from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, BinaryIO, Final, Protocol, cast, final

from engine.compiler.chunks import undump
from engine.compiler.load import compile_source
from engine.history import interrupts
from engine.history.checkpoints import DEFAULT_BUDGET as CHECKPOINT_BUDGET
from engine.history.checkpoints import Checkpoints
from engine.history.event_log import EventLog, Interruption, LoggedHost
from engine.history.timeline import DEFAULT_BUDGET, History
from engine.history.verification import Verification
from engine.host import functions
from engine.host.functions import HostFunction
from engine.host.macros import MacroFunction, MacroRegistry
from engine.runtime.host import ExitRequest, Host
from engine.runtime.table import LuaTable
from engine.runtime.values import Cell, LuaClosure, LuaError, intern
from engine.stdlib.libraries import open_libraries
from engine.syntax.dialects import LUA_54, Dialect
from engine.syntax.errors import LuaSyntaxError
from engine.vm import collector, run
from engine.vm.loop import BREAKPOINT, LIMIT
from engine.vm.machine import Machine
from engine.vm.run import NOBODY, HostSteps

if TYPE_CHECKING:
    from debugger.dap.embedded import Embedded

_SIGNATURE: Final = b"\x1bLua"

SLICE: Final = 1_000_000
"""Steps between two looks for a signal: about 10 ms of compiled execution."""


class Driver(Protocol):
    """Who carries out calls in a VM's stead: a debugger."""

    def drive(self) -> None:
        """Carry out the call in progress, to its end or as far as wanted; the VM itself does what is left."""


@final
class VM:
    """A Lua state of the version that `dialect` names; VMs of different dialects live side by side.

    `history` is the number of steps (executed instructions) that can be undone, 0 for none; `history_bytes` bounds
    what they hold beside the ring itself, at the expense of the oldest steps.  With `whole_run`, every moment of the
    run can be reached, by checkpoints (which hold `checkpoint_bytes` at most) and replay.  Streams default to those of
    the process.  A `log` gets what the program learns from the outside world; a sealed one gives it instead, so that
    the program runs as it did (see `recording`).  A VM belongs to the thread that made it.
    """

    def __init__(
        self,
        dialect: Dialect = LUA_54,
        *,
        history: int = 0,
        history_bytes: int = DEFAULT_BUDGET,
        whole_run: bool = False,
        checkpoint_bytes: int = CHECKPOINT_BUDGET,
        stdout: BinaryIO | None = None,
        stderr: BinaryIO | None = None,
        stdin: BinaryIO | None = None,
        host: Host | None = None,
        log: EventLog | None = None,
    ) -> None:
        if host is None:
            host = Host()
        if stdout is not None:
            host.stdout = stdout
        if stderr is not None:
            host.stderr = stderr
        if stdin is not None:
            host.stdin = stdin
        self.is_logged: Final = whole_run or log is not None
        self.log: Final = EventLog() if log is None else log
        self.machine = Machine(LoggedHost(host, self.log) if self.is_logged else host, dialect)
        open_libraries(self.machine)
        self.macros: Final = MacroRegistry()
        self.machine.macros = self.macros
        self.machine.t = 0
        self.log.now = partial(_step, self.machine)  # what the libraries asked is of step 0
        weakref.finalize(self, self.machine.let_go).atexit = False
        self.message_handler: run.MessageHandler | None = None
        self.last_words = b""  # what was said of the error that ended the program (`run_program`)
        self.driver: Driver | None = None
        self.is_running = False  # a call is in progress
        self.history: History | None = None
        self.verification: Verification | None = None
        if history > 0 or whole_run:
            points = Checkpoints(self.machine, self.log, checkpoint_bytes) if whole_run else None
            self.history = History(self.machine, history, history_bytes, points)
            self.history.owner = self
            self.verification = Verification(self.history)
        if self.log.witness is not None:
            self.log.witness.begin(self.machine)

    @property
    def steps(self) -> int:
        """Instructions executed so far."""
        return self.machine.t

    @property
    def globals(self) -> LuaTable:
        return self.machine.globals

    @property
    def stdin(self) -> BinaryIO:
        return self.machine.host.stdin

    def define_macro(self, name: str, function: MacroFunction) -> None:
        """In a dialect with macros, let ``@name(...)`` in every chunk expand to what the function returns.

        It gets each argument as a `Code`.  It may return source text, a `Code`, a `quote`, a number, a boolean, bytes
        (a string literal), None for nothing, or a list of these.  An exception is an error in the program.
        """
        self.macros.define(name, function)

    def define_function(self, name: str, function: HostFunction) -> object:
        """Make a Python function a global of the program, and return the Lua function that stands for it.

        It gets its arguments from a `Call` and returns a Lua value or a tuple of them (text may be str); LuaError is a
        Lua error.  A replay does not call it again: it repeats what it returned, and what it wrote to tables through
        the `Call`.  To call Lua functions, write a generator function: ``results = yield function, [argument, ...]``;
        it reads its arguments before the first yield.
        """
        made = functions.define(self.machine, self.log if self.is_logged else None, name, function)
        self.machine.globals.set(intern(name.encode()), made)
        return made

    def load(self, source: bytes, chunk_name: bytes, mode: bytes = b"bt") -> LuaClosure:
        """Compile a chunk, text or binary as `mode` allows; debuggers show the text.

        Raises LuaError with the message of `load`.
        """
        if self.is_logged and chunk_name[:1] in (b"@", b"=") and not source.startswith(_SIGNATURE):
            self.log.keep_text(chunk_name[1:], source)
        return self._load(source, chunk_name, mode)

    def _load(self, source: bytes, chunk_name: bytes, mode: bytes = b"bt") -> LuaClosure:
        kind = b"binary" if source.startswith(_SIGNATURE) else b"text"
        if kind[:1] not in mode:
            raise LuaError(b"attempt to load a %s chunk (mode is '%s')" % (kind, mode))
        try:
            if kind == b"binary":
                proto = undump(source, chunk_name)
            else:
                proto = compile_source(source, chunk_name, self.machine.dialect, self.machine.macros)
        except LuaSyntaxError as error:
            raise LuaError(error.message) from None
        self.machine.chunk_loaded(proto)
        cells = [Cell(0, 0, 0.0, None) for _ in proto.upvalues]
        if cells:
            cells[0] = Cell(6, 0, 0.0, self.machine.globals)
        return LuaClosure(proto, cells, self.machine.new_identity())

    def load_file(self, path: bytes) -> LuaClosure:
        """Compile a file as `loadfile` does: a first line that starts with # is skipped.

        Raises LuaError; for a file that cannot be read too ("cannot open ...").
        """
        try:
            source = self.read_source(path, partial(_contents, path))
        except OSError as error:
            action = b"read " if isinstance(error, IsADirectoryError) else b"open "
            reason = os.strerror(error.errno or 0).encode()
            raise LuaError(b"cannot " + action + path + b": " + reason) from None
        source = source.removeprefix(b"\xef\xbb\xbf")
        if source.startswith(b"#"):
            end = source.find(b"\n")
            source = b"" if end < 0 else source[end + (1 if source[end + 1 : end + 2] == b"\x1b" else 0) :]
        return self._load(source, b"@" + path)

    def read_source(self, name: bytes, reading: Callable[[], bytes]) -> bytes:
        """A source of the program, which is part of what a log tells."""
        if not self.is_logged:
            return reading()
        source = cast(bytes, self.log.ask("source", reading))
        self.log.keep_text(name, source)
        return source

    def run(self, function: object, arguments: Sequence[object] = ()) -> list[object]:
        """Call a function and run it to its end; returns its results.

        Raises LuaError with a traceback.  Ctrl-C is looked for every SLICE steps; it becomes a Lua error at the
        instruction that runs then ("interrupted!"), which the program may catch, as in `lua`.
        """
        witness = self.log.witness
        run.enter(self.machine, function, list(arguments), self._host_steps)
        self._host_steps.host_acted()
        self.is_running = True
        if witness is not None:
            witness.called(self.machine)
        while True:
            try:
                while self._goes_on():
                    if self.history is not None:
                        self.history.keep_up()
                    if self.verification is not None and self.verification.every:
                        self.verification.mark()
                    if witness is not None:
                        witness.look(self.machine)
                break
            except ExitRequest:
                if witness is not None:
                    witness.ended(self.machine, True)
                raise
            except KeyboardInterrupt:
                if self.log.sealed:
                    raise
                interrupts.interrupt(self.machine)
                self._host_steps.host_acted()
                if witness is not None:
                    witness.called(self.machine)
        if witness is not None:
            witness.ended(self.machine, False)
        try:
            return run.conclude(self.machine, self.message_handler, self._host_steps)
        except Interruption:
            raise KeyboardInterrupt from None
        finally:
            self.is_running = False

    def listen_dap(self, port: int = 0, host: str = "127.0.0.1") -> "Embedded":
        """Let editors debug what this VM runs, over the Debug Adapter Protocol: they attach at a TCP port (0: any).

        Clients may come and go, one at a time; `Embedded.wait_for_client` waits for one.  Whoever reaches the port
        can run code in this process.  Raises ValueError if the VM does not keep its whole run, OSError if it cannot
        listen there.
        """
        if self.history is None or self.history.checkpoints is None:
            raise ValueError("to be debugged a VM must keep its run: VM(whole_run=True, history=1_000_000)")
        from debugger.dap.embedded import Embedded

        return Embedded(self, port, host)

    def _goes_on(self) -> bool:
        """Execute a slice; False if the call is over."""
        if self.driver is not None:
            self.driver.drive()
        reason = self._advance()
        if reason == BREAKPOINT:  # of a debugger that has not taken over yet
            run.execute_planted(self.machine)
            return True
        return reason in (LIMIT, interrupts.INTERRUPTED)

    @property
    def _host_steps(self) -> HostSteps:
        """Who is told of what this host does."""
        return NOBODY if self.history is None else self.history

    def _advance(self) -> int:
        """Execute a slice."""
        every = 0 if self.verification is None else self.verification.every
        limit = self.machine.t + (every or SLICE)
        if self.log.witness is not None:
            limit = min(limit, self.log.witness.next_look())
        if self.log.sealed:
            return interrupts.advance(self.machine, self.log, limit)
        return run.advance(self.machine, limit)

    def close(self) -> None:
        """End the program's life: close the pending variables of the main coroutine, which `os.exit` may have left,
        and run all pending finalizers, the last marked first (`lua_close`).

        Errors of finalizers become warnings.
        """
        machine = self.machine
        run.close_main(machine, self._host_steps)
        machine.closing = True
        while machine.finalizable:
            value, handler = collector.next_at_close(machine)
            if handler is not None:
                try:
                    self.run(handler, [value])
                except LuaError as error:
                    machine.warn(b"error in __gc (" + str(error).encode() + b")")

    def run_source(self, source: bytes, name: bytes, arguments: Sequence[object] = ()) -> list[object]:
        """Load a chunk under a name ("@file" or "=name") and run it."""
        return self.run(self.load(source, name), arguments)

    def set_up_program(self, words: Sequence[bytes], script: int) -> None:
        """Do what `lua` does before it runs a script: set `arg` (see `set_arg`) and the collector's mode."""
        self.set_arg(words, script)
        if self.machine.dialect.generational_program:
            self.machine.collector_mode = b"generational"

    def set_arg(self, words: Sequence[bytes], script: int) -> None:
        """Set the global table `arg` as `lua` does: ``words[script]`` is entry 0, those before are negative."""
        table = LuaTable(self.machine.new_identity())
        for at, word in enumerate(words):
            if at >= script:
                table.set(at - script, word)
        for at in range(script):
            table.set(at - script, words[at])
        self.machine.globals.set(intern(b"arg"), table)

    def flush(self) -> None:
        """Flush the program's standard output."""
        self.machine.host.stdout.flush()


def _step(machine: Machine) -> int:
    return int(machine.t)


def _contents(path: bytes) -> bytes:
    with open(path, "rb") as file:
        return file.read()
