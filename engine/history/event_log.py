"""The event log: everything that a program learned from the outside world, so that it can be run again without it.

A `LoggedHost` stands between a machine and its real `Host`.  While the program runs for the first time it asks the
real one and writes down the answers; in a replay it gives the answers of the log, and what the program does to the
outside world is not done again.  Of writing only failures are logged: success is not an event.
"""

import errno
import os
from collections.abc import Callable
from functools import partial
from time import struct_time
from typing import BinaryIO, Final, cast, final

from engine.runtime.host import Host, Process


class Divergence(Exception):  # noqa: N818  # it is a finding, not a failure of the replay
    """A replay does not do what the run did; `t` is the step where that shows."""

    def __init__(self, t: int, what: str) -> None:
        super().__init__(f"the replay differs from the run at step {t}: {what}")
        self.t = t


@final
class Event:
    """An answer of the outside world at step `t`: a value, or the failure in its place.

    `live` is the real stream that was opened, for a run that goes on from the past.
    """

    def __init__(self, t: int, kind: str, value: object, failure: OSError | None, live: object) -> None:
        self.t: Final = t
        self.kind: Final = kind
        self.value: Final = value
        self.failure: Final = failure
        self.live: Final = live


@final
class EventLog:
    """The events of a run in order.  `position` is how many of them have happened at the present moment."""

    def __init__(self, now: Callable[[], int]) -> None:
        self.events: Final[list[Event]] = []
        self.position = 0
        self.replaying = False
        self.now: Final = now  # the present step

    def next_event(self, kind: str) -> Event:
        """The event that happens now, in a replay.  Raises Divergence if the run has no such event here."""
        t = self.now()
        event = self.events[self.position] if self.position < len(self.events) else None
        if event is None or event.t != t or event.kind != kind:
            expected = "none" if event is None else f"{event.kind} at step {event.t}"
            raise Divergence(t, f"the program asks for {kind}, the next event of the run is {expected}")
        self.position += 1
        return event

    def add(self, kind: str, value: object, failure: OSError | None = None, live: object = None) -> Event:
        event = Event(self.now(), kind, value, failure, live)
        self.events.append(event)
        self.position = len(self.events)
        return event

    def ask(self, kind: str, question: Callable[[], object]) -> object:
        """The answer to a question: the logged one in a replay, else the real one, which is logged."""
        if self.replaying:
            event = self.next_event(kind)
        else:
            try:
                event = self.add(kind, question())
            except OSError as failure:
                event = self.add(kind, None, failure)
        if event.failure is not None:
            raise event.failure
        return event.value

    def do(self, kind: str, action: Callable[[], object]) -> None:
        """Do something to the outside world, not in a replay.  Only a failure is an event."""
        if not self.replaying:
            try:
                action()
            except OSError as failure:
                self.add(kind, None, failure)
                raise
        elif self.position < len(self.events):
            event = self.events[self.position]
            if event.t == self.now() and event.kind == kind and event.failure is not None:
                self.position += 1
                raise event.failure

    def open(self, kind: str, opening: Callable[[], BinaryIO]) -> "LoggedStream":
        """Open a stream, in a replay one that has its contents from the log."""
        if self.replaying:
            event = self.next_event(kind)
        else:
            try:
                event = self.add(kind, None, None, opening())
            except OSError as failure:
                event = self.add(kind, None, failure)
        if event.failure is not None:
            raise event.failure
        return LoggedStream(self, cast(BinaryIO, event.live))

    def give_up(self, t: int) -> None:
        """Forget the events after step `t`."""
        events = self.events
        while events and events[-1].t > t:
            events.pop()
        self.position = len(events)


class LoggedStream:
    """A stream whose answers are logged."""

    def __init__(self, log: EventLog, stream: BinaryIO) -> None:
        self._log: Final = log
        self._stream: Final = stream
        self.closed = False

    def read(self, size: int = -1) -> bytes:
        return cast(bytes, self._log.ask("read", partial(self._stream.read, size)))

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
        self._log.do("write", partial(self._stream.write, data))
        return len(data)

    def flush(self) -> None:
        self._log.do("flush", self._stream.flush)

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
            cast(BinaryIO, LoggedStream(log, inner.stdout)),
            cast(BinaryIO, LoggedStream(log, inner.stderr)),
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
        return cast(BinaryIO, self.log.open("open", partial(self.inner.open, path, mode)))

    def temporary_file(self) -> BinaryIO:
        return cast(BinaryIO, self.log.open("temporary_file", self.inner.temporary_file))

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
        if self.log.replaying:
            event = self.log.next_event("popen")
        else:
            try:
                event = self.log.add("popen", None, None, self.inner.popen(command, mode))
            except OSError as failure:
                event = self.log.add("popen", None, failure)
        if event.failure is not None:
            raise event.failure
        return LoggedProcess(self.log, cast(Process, event.live))
