"""What a session holds: the program in its VM, the history of its run, and the moment at which it stands.

The program is a file, a text, a recording, or what a host calls in a VM of its own.
"""

import os
import weakref
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from debugger.breakpoints import Breakpoints
from debugger.coroutine_making import CoroutineMaking
from debugger.function_names import FunctionNames
from debugger.inspection import loaded_functions
from debugger.program_input import ProgramInput
from debugger.program_output import ProgramOutput
from debugger.quiet_host import QuietHost
from debugger.raised_errors import RaisedErrors
from debugger.recorded import begin_history, load_recorded, outermost_source
from debugger.recorded_run import RecordedRun
from debugger.source_texts import SourceTexts
from debugger.values import Formatter
from engine.compiler.proto import Proto
from engine.host.no_world import NoWorld
from engine.host.recording import Recording
from engine.host.recording_format import RecordingError
from engine.host.vm import VM
from engine.runtime.values import LuaError
from engine.syntax.dialects import Dialect
from engine.vm import run


class LoadError(Exception):
    """The program could not be loaded; the text is Lua's message."""


@dataclass(frozen=True)
class Program:
    """What is to be debugged; see Session for what each part means."""

    path: str
    args: Sequence[str]
    source: bytes | None
    recording: Recording | None
    dialect: Dialect
    history: int
    vm: VM | None


class HeldProgram:
    """The parts of a session that everything else in it works with."""

    def __init__(self, program: Program) -> None:
        self.path = program.path
        self.recording = recording = program.recording
        self.program_input = ProgramInput()
        self.program_output = output = ProgramOutput()
        self.vm = program.vm or VM(
            program.dialect,
            history=program.history,
            whole_run=True,
            host=QuietHost(self.program_input, output.stdout, output.stderr)
            if recording is None
            else NoWorld(output.stdout, output.stderr),
            log=None if recording is None else recording.log(),
        )
        self.machine = self.vm.machine
        self.program_input.machine = self.machine
        self.program_output.machine = self.machine
        self.machine.keep_output = True
        assert self.vm.history is not None
        self.history = self.vm.history
        self.formatter = Formatter(self.machine.dialect)
        self._texts = SourceTexts(
            self.machine,
            {} if program.source is None else {program.path: program.source},
            self.vm.log.texts,
            reads_disk=recording is None,
        )
        self._names = FunctionNames(self._texts, self.machine.dialect, lambda source: self.breakpoints.mains(source))
        self.breakpoints = Breakpoints(self._names.meant)
        self.machine.on_chunk = _weakly(self._loaded)
        self.errors = RaisedErrors(self.machine)
        self._recorded = None if recording is None else RecordedRun(self.vm, recording, output, self.errors)
        self._making = CoroutineMaking(self.machine)

    @property
    def t(self) -> int:
        """The present moment: instructions executed since the start."""
        return self.machine.t

    @property
    def oldest(self) -> int:
        return self.history.oldest

    @property
    def newest(self) -> int:
        return self.history.newest

    @property
    def latest(self) -> int:
        """The latest moment that can be gone to at once: the newest, or the end of a recording that has checkpoints."""
        return self.newest if self._recorded is None else max(self.newest, self._recorded.end)

    @property
    def in_past(self) -> bool:
        return self.history.in_past

    def source_lines(self, source: str) -> list[str]:
        """The lines of a source file (or of the text a chunk was loaded from); empty if there is none."""
        return self._texts.lines(source)

    def output(self) -> list[tuple[int, bytes]]:
        """What the program has written to standard output up to the present moment, each with its step."""
        return self.program_output.pieces()

    def known_output(self) -> list[tuple[int, bytes]]:
        """The same up to the newest moment; of a recorded run, up to the latest that was looked at."""
        return self.program_output.known()

    def _begin(self, program: Program) -> None:
        """Stand at the first moment there is.  Raises LoadError."""
        recording = program.recording
        if recording is not None and recording.header.is_end:
            self._begin_at_first()
        elif program.vm is None:
            self._load(program)
        else:
            for main in loaded_functions(self.machine):
                self._loaded(main)

    def _load(self, program: Program) -> None:
        """Load the program, and stand at its first instruction.  Raises LoadError."""
        path, args, source, recording = program.path, program.args, program.source, program.recording
        try:
            if recording is not None:
                closure = load_recorded(self.vm, recording.header.program)
            else:
                self.vm.set_up_program([word.encode() for word in ["lua", path, *args]], 1)
                if source is None:
                    closure = self.vm.load_file(path.encode())
                else:
                    closure = self.vm.load(source, b"@" + path.encode())
        except LuaError as error:
            raise LoadError(str(error)) from None
        run.enter(self.machine, closure, [os.fsencode(word) for word in args])
        self.history.host_acted()
        if self._recorded is not None:
            begin_history(self.vm)
            self._recorded.begin()

    def _begin_at_first(self) -> None:
        """Begin with the first checkpoint of a recording that has nothing before it.  Raises LoadError."""
        assert self._recorded is not None
        try:
            self._recorded.begin_at_first()
        except RecordingError as error:
            raise LoadError(str(error)) from None
        self.path = outermost_source(self.machine)

    def _loaded(self, main: Proto) -> None:
        """A chunk was loaded."""
        self._texts.loaded(main)
        self.breakpoints.loaded(main)


def _weakly(listener: Callable[[Proto], None]) -> Callable[[Proto], None]:
    """A listener for a machine that does not keep the session alive."""
    known = weakref.WeakMethod(listener)

    def listen(chunk: Proto) -> None:
        method = known()
        if method is not None:
            method(chunk)

    return listen
