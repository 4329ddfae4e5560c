"""The event log: everything that a program learned from the outside world, so that it can be run again without it.

A `LoggedHost` stands between a machine and its real `Host`.  While the program runs for the first time it asks the
real one and writes down the answers; in a replay it gives the answers of the log, and what the program does to the
outside world is not done again.  Of writing only failures are logged: success is not an event.  Ctrl-C is an event:
in place of an answer, or between two instructions (`interrupts`).

A log can be *sealed*: it is that of a run which is over, and there is no world behind it but for the standard output
and error streams, which show again what the program writes there.  A `Witness` is told what
goes through a log; it writes recordings and compares with them.
"""

import contextlib
import errno
import os
from collections.abc import Callable
from functools import partial
from time import struct_time
from typing import TYPE_CHECKING, BinaryIO, Final, cast, final

from mypy_extensions import mypyc_attr

from engine.runtime.call import Call
from engine.runtime.host import Host, Process

if TYPE_CHECKING:
    from engine.vm.machine import Machine

INTERRUPT: Final = "interrupt"
"""The kind of the event that is a Ctrl-C between two instructions."""

NEVER: Final = 1 << 62
"""A step that no run comes to."""

STANDARD_OUTPUT: Final = 1
STANDARD_ERROR: Final = 2
OTHER_STREAM: Final = 0
"""What a Witness calls the streams."""


class Divergence(Exception):  # noqa: N818  # it is a finding, not a failure of the replay
    """A replay does not do what the run did; `t` is the step where that shows."""

    def __init__(self, t: int, what: str) -> None:
        super().__init__(f"the replay differs from the run at step {t}: {what}")
        self.t = t


class EndOfRecording(Exception):  # noqa: N818  # it is no failure
    """A recording that was cut off has no more to tell; `t` is the last step that it knows all of."""

    def __init__(self, t: int) -> None:
        super().__init__(f"the recording ends at step {t}")
        self.t = t


class Interruption(Exception):  # noqa: N818  # it is an event
    """Ctrl-C, in a replay of a run that got it."""


Failure = OSError | KeyboardInterrupt
"""What can stand in the place of an answer."""


@mypyc_attr(allow_interpreted_subclasses=True)
class Witness:
    """Is told what goes through a log, and looks at the machine between slices of execution."""

    def before_question(self) -> None:
        """The program is about to ask something; the answer may take long."""

    def wrote(self, stream: int, data: bytes) -> None:
        """The program writes to a stream (STANDARD_OUTPUT, STANDARD_ERROR, OTHER_STREAM)."""

    def next_look(self) -> int:
        """Up to which step the machine may execute at most before `look` is called."""
        return NEVER

    def look(self, machine: "Machine") -> None:
        """The machine stands between two instructions.  May raise KeyboardInterrupt."""

    def begin(self, machine: "Machine") -> None:
        """The machine has its libraries open, and has run nothing yet."""

    def called(self, machine: "Machine") -> None:
        """The host has called a function, whose first instruction comes next."""

    def ended(self, machine: "Machine", by_exit: bool) -> None:
        """The host's call is over: the machine has its results or an uncaught error, or `os.exit` has been called."""

    def read_text(self, path: bytes, text: bytes) -> None:
        """The program has read a file as a whole."""


@mypyc_attr(allow_interpreted_subclasses=True)
class Pages:
    """The events of a sealed log that are not in memory.  Abstract: recordings have them."""

    def page_with(self, position: int) -> "tuple[int, list[Event]]":
        """Some events in a row, the one at this position among them if there is one, and the position of the first.

        Raises Divergence, if they cannot be read.
        """
        raise NotImplementedError

    def all_events(self) -> "list[Event]":
        """All events.  Raises Divergence."""
        raise NotImplementedError


@final
class Event:
    """An answer of the outside world at step `t`: a value, or the failure in its place.

    `live` is the real stream that was opened, for a run that goes on from the past.
    """

    def __init__(self, t: int, kind: str, value: object, failure: Failure | None, live: object) -> None:
        self.t: Final = t
        self.kind: Final = kind
        self.value: Final = value
        self.failure: Final = failure
        self.live: Final = live

    def raise_failure(self) -> None:
        """Raise what stands in the place of the answer, if something does."""
        failure = self.failure
        if isinstance(failure, KeyboardInterrupt):
            raise Interruption
        if failure is not None:
            raise failure.with_traceback(None)


def _before_start() -> int:
    return 0


@final
class EventLog:
    """The events of a run in order.  `position` is how many of them have happened at the present moment."""

    def __init__(self) -> None:
        self.events: list[Event] = []
        self.first = 0  # the position of the first of them; others are in `pages`
        self.pages: Pages | None = None
        self.position = 0
        self.replaying = False  # what happens has happened before
        self.sealed = False  # the run is over: these are all its events
        self.repeats_output = False  # a replay of a sealed log shows again what the program wrote, too
        self.end: int = NEVER  # the last step that a sealed log knows all of, if it is not that of a whole run
        self.now: Callable[[], int] = _before_start  # the present step
        self.witness: Witness | None = None
        self.asking = False  # the outside world has been asked, and has not answered yet
        self.texts: Final[dict[bytes, bytes]] = {}  # the contents of files that were read as a whole, by path

    @property
    def is_given(self) -> bool:
        """Whether the answers are in the log."""
        return self.replaying or self.sealed

    def keep_text(self, path: bytes, text: bytes) -> None:
        """Keep the contents of a file, for debuggers; not where a witness is, for whom nothing is to pile up."""
        if self.witness is None:
            self.texts[path] = text
        else:
            self.witness.read_text(path, text)

    def all_events(self) -> list[Event]:
        """The events that are known: of a sealed log, those of the whole run."""
        return self.events if self.pages is None else self.pages.all_events()

    def present_event(self) -> Event | None:
        """The next event of a log that has the answers; None at its end."""
        at = self.position - self.first
        if not 0 <= at < len(self.events):
            if self.pages is None:
                return None
            self.first, page = self.pages.page_with(self.position)
            self.events[:] = page
            at = self.position - self.first
        return self.events[at] if at < len(self.events) else None

    def interrupt_at(self) -> int:
        """The step at which the next event is a Ctrl-C between two instructions; NEVER, if it is something else."""
        event = self.present_event() if self.is_given else None
        return event.t if event is not None and event.kind == INTERRUPT else NEVER

    def drain(self) -> list[Event]:
        """The events so far, which the log forgets."""
        events = list(self.events)
        self.events.clear()
        self.position = 0
        return events

    def next_event(self, kind: str) -> Event:
        """The event that happens now, in a replay.  Raises Divergence if the run has no such event here."""
        t = self.now()
        event = self.present_event()
        if event is None and t >= self.end:
            raise EndOfRecording(self.end)
        if event is None or event.t != t or event.kind != kind:
            expected = "none" if event is None else f"{event.kind} at step {event.t}"
            raise Divergence(t, f"the program asks for {kind}, the next event of the run is {expected}")
        self.position += 1
        return event

    def add(self, kind: str, value: object, failure: Failure | None = None, live: object = None) -> Event:
        event = Event(self.now(), kind, value, failure, live)
        self.events.append(event)
        self.position = len(self.events)
        return event

    def ask(self, kind: str, question: Callable[[], object]) -> object:
        """The answer to a question: the logged one in a replay, else the real one, which is logged."""
        event = self.next_event(kind) if self.is_given else self._ask_world(kind, question, False)
        event.raise_failure()
        return event.value

    def obtain(self, kind: str, opening: Callable[[], object]) -> object:
        """Get a stream or a process from the outside world, in a replay what stands for the one that the run got."""
        event = self.next_event(kind) if self.is_given else self._ask_world(kind, opening, True)
        event.raise_failure()
        return event.live

    def _ask_world(self, kind: str, question: Callable[[], object], is_live: bool) -> Event:
        try:
            if self.witness is not None:
                self.witness.before_question()
            answer = self._call_world(question)
        except OSError as failure:
            return self.add(kind, None, failure)
        except KeyboardInterrupt as interrupt:
            self.add(kind, None, interrupt)
            raise
        return self.add(kind, None, None, answer) if is_live else self.add(kind, answer)

    def _call_world(self, question: Callable[[], object]) -> object:
        self.asking = True
        try:
            return question()
        finally:
            self.asking = False

    def do(self, kind: str, action: Callable[[], object], is_shown: bool = False) -> None:
        """Do something to the outside world, not in a replay.  Only a failure is an event.

        What `is_shown` is done again where the log is sealed and the replay the first (or each one, if the log
        `repeats_output`): it shows what the program said.
        """
        if not self.is_given:
            try:
                self._call_world(action)
            except (OSError, KeyboardInterrupt) as failure:
                self.add(kind, None, failure)
                raise
        else:
            event = self.present_event()
            if event is not None and event.t == self.now() and event.kind == kind and event.failure is not None:
                self.position += 1
                event.raise_failure()
        if is_shown and self.sealed and (not self.replaying or self.repeats_output):
            with contextlib.suppress(OSError):
                action()


@mypyc_attr(allow_interpreted_subclasses=True)
class LoggedFunction:
    """What a native of the host calls, where its calls are in a log: a replay does without it.  Abstract."""

    def __init__(self, name: str) -> None:
        self.name: Final = name

    def __call__(self, call: Call) -> object:
        raise NotImplementedError


class LoggedStream:
    """A stream whose answers are logged; `path` is that of the file it reads, if it is one."""

    def __init__(self, log: EventLog, stream: BinaryIO, number: int = OTHER_STREAM, path: bytes = b"") -> None:
        self._log: Final = log
        self._stream: Final = stream
        self._number: Final = number
        self._path: Final = path
        self.closed = False

    def read(self, size: int = -1) -> bytes:
        data = cast(bytes, self._log.ask("read", partial(self._stream.read, size)))
        if size < 0 and self._path:
            self._log.keep_text(self._path, data)
        return data

    def readline(self, size: int = -1) -> bytes:
        return cast(bytes, self._log.ask("readline", partial(self._stream.readline, size)))

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        return cast(int, self._log.ask("seek", partial(self._seek, offset, whence)))

    def _seek(self, offset: int, whence: int) -> int:
        try:
            return self._stream.seek(offset, whence)
        except ValueError:  # io.UnsupportedOperation is one as well as an OSError
            raise OSError(errno.ESPIPE, os.strerror(errno.ESPIPE)) from None

    def write(self, data: bytes) -> int:
        witness = self._log.witness
        if witness is not None:
            witness.wrote(self._number, data)
        self._log.do("write", partial(self._stream.write, data), self._number != OTHER_STREAM)
        return len(data)

    def flush(self) -> None:
        self._log.do("flush", self._stream.flush, self._number != OTHER_STREAM)

    def fileno(self) -> int:
        """The descriptor, for what the program knows nothing of; in a replay there is none: raises OSError."""
        if self._log.is_given:
            raise OSError(errno.EBADF, os.strerror(errno.EBADF))
        return self._stream.fileno()

    def close(self) -> None:
        self.closed = True
        self._log.do("close", self._stream.close)


class LoggedProcess(Process):
    """A command whose exit status is logged."""

    def __init__(self, log: EventLog, process: Process) -> None:
        self.stream = cast(BinaryIO, LoggedStream(log, process.stream))
        self._log: Final = log
        self._process: Final = process

    def close(self) -> int:
        return cast(int, self._log.ask("process.close", self._process.close))


class LoggedHost(Host):
    """The outside world as a log has it, or as `inner` has it and the log is to."""

    def __init__(self, inner: Host, log: EventLog) -> None:
        super().__init__(
            cast(BinaryIO, LoggedStream(log, inner.stdin)),
            cast(BinaryIO, LoggedStream(log, inner.stdout, STANDARD_OUTPUT)),
            cast(BinaryIO, LoggedStream(log, inner.stderr, STANDARD_ERROR)),
        )
        self.inner: Final = inner
        self.log: Final = log

    def clock(self) -> float:
        return cast(float, self.log.ask("clock", self.inner.clock))

    def time(self) -> int:
        return cast(int, self.log.ask("time", self.inner.time))

    def local_time(self, seconds: int) -> struct_time:
        return struct_time(cast(tuple[int, ...], self.log.ask("local_time", partial(self._local_time, seconds))))

    def _local_time(self, seconds: int) -> tuple[object, ...]:
        try:
            found = self.inner.local_time(seconds)
        except (OverflowError, ValueError):
            raise OSError(errno.EOVERFLOW, os.strerror(errno.EOVERFLOW)) from None
        return (*found, found.tm_zone, found.tm_gmtoff)

    def make_time(self, year: int, month: int, day: int, hour: int, minute: int, second: int, isdst: int) -> int:
        fields = (year, month, day, hour, minute, second, isdst)
        return cast(int, self.log.ask("make_time", partial(self._make_time, fields)))

    def _make_time(self, fields: tuple[int, int, int, int, int, int, int]) -> int:
        try:
            return self.inner.make_time(*fields)
        except (OverflowError, ValueError):
            raise OSError(errno.EOVERFLOW, os.strerror(errno.EOVERFLOW)) from None

    def getenv(self, name: bytes) -> bytes | None:
        return cast(bytes | None, self.log.ask("getenv", partial(self.inner.getenv, name)))

    def use_file(self) -> None:
        self.inner.use_file()

    def open(self, path: bytes, mode: str) -> BinaryIO:
        stream = cast(BinaryIO, self.log.obtain("open", partial(self.inner.open, path, mode)))
        return cast(BinaryIO, LoggedStream(self.log, stream, OTHER_STREAM, path if mode == "r" else b""))

    def temporary_file(self) -> BinaryIO:
        stream = cast(BinaryIO, self.log.obtain("temporary_file", self.inner.temporary_file))
        return cast(BinaryIO, LoggedStream(self.log, stream))

    def temporary_name(self) -> bytes:
        return cast(bytes, self.log.ask("temporary_name", self.inner.temporary_name))

    def remove(self, path: bytes) -> None:
        self.log.ask("remove", partial(self.inner.remove, path))

    def rename(self, source: bytes, target: bytes) -> None:
        self.log.ask("rename", partial(self.inner.rename, source, target))

    def has_shell(self) -> bool:
        return cast(bool, self.log.ask("has_shell", self.inner.has_shell))

    def execute(self, command: bytes) -> int:
        return cast(int, self.log.ask("execute", partial(self.inner.execute, command)))

    def popen(self, command: bytes, mode: str) -> Process:
        process = self.log.obtain("popen", partial(self.inner.popen, command, mode))
        return LoggedProcess(self.log, cast(Process, process))
