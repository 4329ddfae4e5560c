"""Runs a Lua program from a file as the stand-alone interpreter `lua` does (manual section 7).

Same chunk names, same `arg` table, same messages and tracebacks on standard error, same exit statuses.
Relies on `VM` alone; the command, the conformance tests and the debugger's front ends start programs with it.
"""

import contextlib
import os
import sys
import time
from collections.abc import Callable, Sequence
from functools import partial
from typing import BinaryIO, Final

from engine.history.event_log import EventLog
from engine.host.vm import VM
from engine.runtime import numbers
from engine.runtime.host import ExitRequest, Host
from engine.runtime.table import LuaTable
from engine.runtime.tostring import type_name
from engine.runtime.values import LuaClosure, LuaError, UserData
from engine.syntax.dialects import LUA_54, Dialect

PROGRAM: Final = b"lua"
"""The name of the interpreter that this one stands for."""

STANDARD_INPUT: Final = "-"
"""The file name that stands for standard input."""

Finished = Callable[[VM, float], int]
"""Called when the program has ended, with the seconds it ran; returns an exit status."""


def run_program(
    path: str | None,
    args: Sequence[str] = (),
    *,
    dialect: Dialect = LUA_54,
    statements: Sequence[str] = (),
    words: Sequence[str] | None = None,
    stdin: BinaryIO | None = None,
    stdout: BinaryIO | None = None,
    stderr: BinaryIO | None = None,
    history: int = 0,
    mark_every: int = 0,
    finished: Finished | None = None,
    host: Host | None = None,
    log: EventLog | None = None,
) -> int:
    """Run the statements in order, then the file at `path` with `args`; return the exit status.

    `path` is None for the statements alone, ``"-"`` for standard input.  `words` is the whole command line,
    for the negative entries of `arg`; by default `lua` and the script.  Streams default to those of the process.
    `history` is how many steps can be undone; `mark_every` has the state hash kept every so many steps, for
    `Verification`.  The exit status is 0, 1 after an error, or what `os.exit` was
    given; if the program succeeded it is that of `finished`.  `host` and `log` are as for the `VM`.
    """
    if words is None:
        words = [os.fsdecode(PROGRAM), *([] if path is None else [path, *args])]
    script = 0 if path is None else len(words) - len(args) - 1
    vm = VM(dialect, history=history, stdin=stdin, stdout=stdout, stderr=stderr, host=host, log=log)
    vm.message_handler = partial(error_text, vm)
    if vm.verification is not None:
        vm.verification.every = mark_every
    vm.set_up_program([os.fsencode(word) for word in words], script)
    started = time.perf_counter()
    closing = True
    try:
        _run_all(vm, path, args, statements, stdin)
        status = 0
    except ExitRequest as request:
        status = request.code
        closing = request.close
    except (LuaError, KeyboardInterrupt, MemoryError) as failure:
        _report(vm, failure, sys.stderr.buffer if stderr is None else stderr)
        status = 1
    if closing:
        with contextlib.suppress(ExitRequest):
            vm.close()
    seconds = time.perf_counter() - started
    _flush(vm)
    if finished is not None:
        outcome = finished(vm, seconds)
        status = status or outcome
    return status


def load_script(vm: VM, path: str, stdin: BinaryIO | None = None) -> LuaClosure:
    """Compile the file at `path`, or all of `stdin` for ``"-"``.  Raises `LuaError`, also if it cannot be read."""
    if path != STANDARD_INPUT:
        return vm.load_file(os.fsencode(path))
    stream = sys.stdin.buffer if stdin is None else stdin
    return vm.load(skip_first_line(vm.read_source(b"stdin", stream.read)), b"=stdin")


def skip_first_line(source: bytes) -> bytes:
    """The source without a byte order mark and without a first line that starts with `#` (`luaL_loadfilex`).

    The line break stays, so that line numbers are right.
    """
    source = source.removeprefix(b"\xef\xbb\xbf")
    if not source.startswith(b"#"):
        return source
    end = source.find(b"\n")
    return b"" if end < 0 else source[end:]


def error_text(vm: VM, error: LuaError) -> bytes:
    """What `lua` prints for an error that nothing caught: the message and the traceback.

    An object with a `__tostring` speaks for itself, as a rule without traceback.
    """
    rules = vm.machine.dialect.reports
    value = error.value
    if isinstance(value, bytes):
        message = value
    elif isinstance(value, (int, float)) and not isinstance(value, bool):
        message = numbers.to_bytes(value, vm.machine.float_style)
    else:
        spoken = _to_string(vm, value) if rules.spoken_objects else None
        if spoken is not None and not rules.spoken_traceback:
            return spoken
        if spoken is None and rules.unspoken:
            return rules.unspoken
        message = spoken if spoken is not None else b"(error object is a " + type_name(value) + b" value)"
    return message if error.traceback is None else message + b"\n" + error.traceback


def _run_all(vm: VM, path: str | None, args: Sequence[str], statements: Sequence[str], stdin: BinaryIO | None) -> None:
    for statement in statements:
        vm.run(vm.load(os.fsencode(statement), b"=(command line)"), [])
    if path is not None:
        vm.run(load_script(vm, path, stdin), [os.fsencode(word) for word in args])


def _report(vm: VM, failure: BaseException, stream: BinaryIO) -> None:
    """Say what ended the program, after all that the program itself said."""
    rules = vm.machine.dialect.reports
    if isinstance(failure, LuaError):
        if failure.value is None and rules.silent_nil:
            return
        text = error_text(vm, failure)
    else:
        text = b"interrupted!" if isinstance(failure, KeyboardInterrupt) else b"not enough memory"
    vm.last_words = rules.program + b": " + text + b"\n"
    _flush(vm)
    with contextlib.suppress(OSError):
        stream.write(vm.last_words)
        stream.flush()


def _flush(vm: VM) -> None:
    """Write out what the program printed.  Where that cannot be written, `lua` says nothing either."""
    with contextlib.suppress(OSError):
        vm.flush()


def _to_string(vm: VM, value: object) -> bytes | None:
    """What the value's `__tostring` says; None if it has none, or if that fails or returns no string."""
    if not isinstance(value, (LuaTable, UserData)) or value.metatable is None:
        return None
    metamethod = value.metatable.get_key(b"__tostring")
    if metamethod is None:
        return None
    try:
        results = vm.run(metamethod, [value])
    except LuaError:
        return None
    return results[0] if results and isinstance(results[0], bytes) else None
