"""The beginning and the end of a debugging session: initialize, launch, restart, terminate, disconnect."""

import asyncio
import os
from collections.abc import Callable
from pathlib import Path
from typing import Final

from debugger.dap.breakpoints import BreakpointRequests
from debugger.dap.conventions import Conventions
from debugger.dap.debuggee import Debuggee
from debugger.dap.dispatcher import Answer, Commands, Dispatcher, Refused
from debugger.dap.exceptions import Exceptions
from debugger.dap.fields import Body, Fields
from debugger.dap.first_run import FirstRun
from debugger.dap.host import Host
from debugger.dap.program_input import Input
from debugger.dap.proxy import target_of
from debugger.dap.runner import Runner
from debugger.dap.settings import Settings, read_attach_settings, read_settings
from debugger.dap.surroundings import Surroundings
from debugger.kept_runs import KeptRun
from debugger.session import LoadError, Session
from engine.host.recording import read_recording
from engine.host.recording_format import RecordingError, is_recording
from engine.syntax.dialects import DIALECTS

CAPABILITIES: Final[Body] = {
    "supportsConfigurationDoneRequest": True,
    "supportsFunctionBreakpoints": True,
    "supportsConditionalBreakpoints": True,
    "supportsHitConditionalBreakpoints": True,
    "supportsLogPoints": True,
    "supportsDataBreakpoints": True,
    "supportsInstructionBreakpoints": True,
    "supportsBreakpointLocationsRequest": True,
    "supportsStepBack": True,
    "supportsSteppingGranularity": True,
    "supportsGotoTargetsRequest": True,
    "supportsStepInTargetsRequest": True,
    "supportsRestartFrame": True,
    "supportsSetVariable": True,
    "supportsSetExpression": True,
    "supportsEvaluateForHovers": True,
    "supportsClipboardContext": True,
    "supportsValueFormattingOptions": True,
    "supportsCompletionsRequest": True,
    "completionTriggerCharacters": [".", ":", '"', "'"],
    "supportsExceptionInfoRequest": True,
    "supportsExceptionFilterOptions": True,
    "supportsDisassembleRequest": True,
    "supportsReadMemoryRequest": True,
    "supportsLoadedSourcesRequest": True,
    "supportsDelayedStackTraceLoading": True,
    "supportsTerminateRequest": True,
    "supportsRestartRequest": True,
    "supportsTerminateThreadsRequest": True,
    "supportsCancelRequest": True,
    "exceptionBreakpointFilters": list(Exceptions.FILTERS),
}

_FAR: Final = 1 << 60  # a moment after every end


class Lifecycle:
    """Answers the requests around a session.  `is_over` says that the client wants no more."""

    def __init__(
        self,
        debuggee: Debuggee,
        dispatcher: Dispatcher,
        runner: Runner,
        breakpoints: BreakpointRequests,
        program_input: Input,
    ) -> None:
        self._debuggee = debuggee
        self._dispatcher = dispatcher
        self._runner = runner
        self._breakpoints = breakpoints
        self._input = program_input
        self._surroundings = Surroundings()
        self._first_run = FirstRun()
        self._is_initialized = False
        self._meeting: asyncio.Task[None] | None = None  # with the host
        self.is_over = False

    def commands(self) -> Commands:
        return {
            "initialize": self._initialize,
            "launch": self._launch,
            "attach": self._attach,
            "configurationDone": self._configuration_done,
            "restart": self._restart,
            "terminate": self._terminate,
            "disconnect": self._disconnect,
        }

    async def close(self) -> None:
        """The client is gone."""
        if self._debuggee.host is not None:
            await self._leave(self._debuggee.host)
        self._runner.stop()
        self._debuggee.keep_run()
        self._input.close()
        self._surroundings.restore()

    def _initialize(self, arguments: Fields) -> Body:
        if self._is_initialized:
            raise Refused("the session is initialized already")
        self._debuggee.conventions = Conventions(arguments)
        self._debuggee.client.features = arguments
        self._is_initialized = True
        return CAPABILITIES

    def give_up(self) -> None:
        """End what a request in progress waits for."""
        self._first_run.give_up()

    def _launch(self, arguments: Fields) -> Answer:
        if not self._is_initialized:
            raise Refused("the first request should be initialize")
        if self._debuggee.has_program:
            raise Refused("a program has been launched already")
        return self._begin(read_settings(arguments), self._announce)

    def _begin(self, settings: Settings, then: Callable[[], None]) -> Answer:
        """Load the program, recorded if it is to be; then the request can be answered."""
        if settings.record:
            self._first_run = FirstRun()
            return self._record(settings, then)
        self._load(settings)
        self._dispatcher.afterwards(then)
        return None

    async def _record(self, settings: Settings, then: Callable[[], None]) -> Body:
        self._surroundings.restore()
        try:
            self._surroundings.prepare(settings)
            await self._first_run.carry_out(settings)
        except OSError as error:
            raise Refused(str(error), show=True) from None
        finally:
            self._surroundings.restore()
        self._load(settings)
        self._dispatcher.afterwards(then)
        return {}

    def _attach(self, arguments: Fields) -> Body | None:
        """Debug what the host runs.  Where there is none, `proxy` has found nobody who listens."""
        host = self._debuggee.host
        if host is None:
            target = target_of(arguments)
            if target is not None:
                raise Refused(f"nothing listens at {target[0]}:{target[1]}", show=True)
            raise Refused('name the "port" of a program that listens (VM.listen_dap) to attach to it', show=True)
        if not self._is_initialized:
            raise Refused("the first request should be initialize")
        settings = read_attach_settings(arguments)
        self._dispatcher.afterwards(lambda: self._start_meeting(host, settings))
        return None

    def _start_meeting(self, host: Host, settings: Settings) -> None:
        self._meeting = asyncio.get_running_loop().create_task(self._meet(host, settings))

    async def _meet(self, host: Host, settings: Settings) -> None:
        """Wait until the machine may be looked at; then go on as after a launch."""
        await host.claim()
        self._debuggee.begin(host.session, settings)
        self._runner.stops_at_call = settings.stop_on_entry
        self._announce()
        client = self._debuggee.client
        if not settings.python:
            return
        if not client.features.flag("supportsStartDebuggingRequest"):
            client.console("Python is not debugged: this editor starts no second session", "important")
        elif not host.python.is_available:
            client.console("Python is not debugged: debugpy is not installed", "important")
        else:
            configuration = host.python.configuration()
            client.ask("startDebugging", {"request": "attach", "configuration": configuration}, lambda reply: None)

    async def _leave(self, host: Host) -> None:
        """Leave the host's program as it would be without us, at its newest moment."""
        if self._meeting is None:
            return
        await self._meeting
        await self._runner.settle()
        session = self._debuggee.session
        self._breakpoints.withdraw()
        session.set_error_filters([])
        session.set_data_breakpoints([])
        session.break_off_for(None)
        if session.in_past:
            session.seek(session.newest)
        host.release()

    def _load(self, settings: Settings) -> None:
        """Make the session that the configuration asks for.  Raises Refused."""
        self._debuggee.keep_run()
        self._surroundings.restore()
        try:
            self._surroundings.prepare(settings)
            session = self._session(settings)
        except (LoadError, RecordingError, OSError) as error:
            self._surroundings.restore()
            raise Refused(str(error), show=True) from None
        self._debuggee.begin(session, settings)
        self._debuggee.kept_run = None if settings.keep_run is None else KeptRun(session, settings.keep_run)
        self._input.begin()

    def _session(self, settings: Settings) -> Session:
        """Raises LoadError, RecordingError and OSError."""
        program = settings.record or settings.program
        if not os.path.isfile(program) or not is_recording(program):
            dialect = DIALECTS[settings.lua]
            return Session(program, settings.args, dialect=dialect, history=settings.history)
        recording = read_recording(program)
        path = recording.header.program.path
        if path is not None and not settings.cwd:
            self._surroundings.look_from(Path(program).absolute(), os.fsdecode(path))
        return Session.of_recording(recording, settings.history)

    def _announce(self) -> None:
        settings = self._debuggee.settings
        assert settings is not None
        client = self._debuggee.client
        client.event(
            "process",
            {
                "name": settings.program,
                "systemProcessId": os.getpid(),
                "isLocalProcess": True,
                "startMethod": "launch" if self._debuggee.host is None else "attach",
            },
        )
        client.event("initialized")
        self._runner.begin()

    def _configuration_done(self, arguments: Fields) -> Body | None:
        _ = self._debuggee.stopped
        self._dispatcher.afterwards(self._run)
        return None

    def _run(self) -> None:
        """Begin: stand at the entry, or go on to the first stop."""
        session = self._debuggee.session
        settings = self._debuggee.settings
        assert settings is not None
        host = self._debuggee.host
        if host is not None:
            self._debuggee.is_moving = True
            if host.ready(self._runner.begin_call):
                self._runner.begin_call()
        elif settings.start_at_end:
            self._runner.start(session.motion_seek(_FAR), leaves=False)
        elif settings.stop_on_entry:
            self._runner.tell_stop(session.stop)
        elif settings.debug and (stop := session.stop_here()) is not None:
            self._runner.tell_stop(stop)
        else:
            self._runner.start(session.motion_continue())

    def _restart(self, arguments: Fields) -> Answer:
        """Load the program anew, as it is on the disk now, and run it with the breakpoints that are set."""
        settings = self._debuggee.settings
        if self._debuggee.host is not None:
            raise Refused("the program is not ours to restart")
        if settings is None:
            raise Refused("no program has been launched")
        if arguments.fields("arguments").has("program"):
            settings = read_settings(arguments.fields("arguments"))
        self._runner.stop()

        def begin() -> None:
            self._runner.begin()
            self._run()

        return self._begin(settings, begin)

    def _terminate(self, arguments: Fields) -> Body | None:
        if self._debuggee.host is not None:
            self._dispatcher.afterwards(lambda: self._debuggee.client.event("terminated"))
            return None
        self._runner.stop()
        if self._debuggee.has_program:
            self._dispatcher.afterwards(lambda: self._runner.terminate(self._debuggee.session.stop))
        return None

    def _disconnect(self, arguments: Fields) -> Body | None:
        if self._debuggee.host is None:
            self._runner.stop()
        self.is_over = True
        return None
