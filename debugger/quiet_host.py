"""The outside world of a debugged program: what its commands write does not reach the debugger's terminal.

What a command of `os.execute` writes, and what one of `io.popen` writes beside the stream that the program has, is
taken as written to standard error.  Commands read nothing: the terminal's keys are the debugger's.
"""

import subprocess
import tempfile
from typing import BinaryIO, cast

from engine.runtime.host import Host, Process


class QuietHost(Host):
    def execute(self, command: bytes) -> int:
        self.stdout.flush()
        done = subprocess.run(
            command, shell=True, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False
        )
        if done.stdout:
            self.stderr.write(done.stdout)
        return done.returncode

    def popen(self, command: bytes, mode: str) -> Process:
        self._flush_all()
        said = cast(BinaryIO, tempfile.TemporaryFile())  # noqa: SIM115  # closed with the process
        if mode == "r":
            child = subprocess.Popen(
                command, shell=True, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=said
            )
            return _QuietProcess(cast(BinaryIO, child.stdout), child, said, self.stderr)
        child = subprocess.Popen(command, shell=True, stdin=subprocess.PIPE, stdout=said, stderr=said)
        return _QuietProcess(cast(BinaryIO, child.stdin), child, said, self.stderr)


class _QuietProcess(Process):
    """A command whose other output is shown when it is over."""

    def __init__(
        self, stream: BinaryIO, child: "subprocess.Popen[bytes]", said: BinaryIO, shown: BinaryIO
    ) -> None:
        super().__init__(stream, child)
        self._said = said
        self._shown = shown

    def close(self) -> int:
        status = super().close()
        with self._said as said:
            said.seek(0)
            text = said.read()
        if text:
            self._shown.write(text)
        return status
