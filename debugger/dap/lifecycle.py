"""The beginning and the end of a debugging session: initialize, launch, restart, terminate, disconnect."""

import os
from typing import Final

from debugger.dap.conventions import Conventions
from debugger.dap.debuggee import Debuggee
from debugger.dap.dispatcher import Commands, Dispatcher, Refused
from debugger.dap.exceptions import Exceptions
from debugger.dap.fields import Body, Fields
from debugger.dap.program_input import Input
from debugger.dap.runner import Runner
from debugger.dap.settings import Settings, read_settings
from debugger.dap.surroundings import Surroundings
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
    "supportsEvaluateForHovers": True,
    "supportsClipboardContext": True,
    "supportsValueFormattingOptions": True,
    "supportsCompletionsRequest": True,
    "completionTriggerCharacters": [".", ":"],
    "supportsExceptionInfoRequest": True,
    "supportsExceptionFilterOptions": True,
    "supportsDisassembleRequest": True,
    "supportsLoadedSourcesRequest": True,
    "supportsDelayedStackTraceLoading": True,
    "supportsTerminateRequest": True,
    "supportsRestartRequest": True,
    "supportsCancelRequest": True,
    "exceptionBreakpointFilters": list(Exceptions.FILTERS),
}

_FAR: Final = 1 << 60  # a moment after every end


class Lifecycle:
    """Answers the requests around a session.  `is_over` says that the client wants no more."""

    def __init__(self, debuggee: Debuggee, dispatcher: Dispatcher, runner: Runner, program_input: Input) -> None:
        self._debuggee = debuggee
        self._dispatcher = dispatcher
        self._runner = runner
        self._input = program_input
        self._surroundings = Surroundings()
        self._is_initialized = False
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

    def close(self) -> None:
        """The client is gone."""
        self._runner.stop()
        self._input.close()
        self._surroundings.restore()

    def _initialize(self, arguments: Fields) -> Body:
        if self._is_initialized:
            raise Refused("the session is initialized already")
        self._debuggee.conventions = Conventions(arguments)
        self._debuggee.client.features = arguments
        self._is_initialized = True
        return CAPABILITIES

    def _launch(self, arguments: Fields) -> Body | None:
        if not self._is_initialized:
            raise Refused("the first request should be initialize")
        if self._debuggee.has_program:
            raise Refused("a program has been launched already")
        self._load(read_settings(arguments))
        self._dispatcher.afterwards(self._announce)
        return None

    def _attach(self, arguments: Fields) -> Body | None:
        raise Refused("there is nothing to attach to: launch a program", show=True)

    def _load(self, settings: Settings) -> None:
        """Make the session that the configuration asks for.  Raises Refused."""
        self._surroundings.restore()
        try:
            self._surroundings.prepare(settings)
            session = _session(settings)
        except (LoadError, RecordingError, OSError) as error:
            self._surroundings.restore()
            raise Refused(str(error), show=True) from None
        self._debuggee.begin(session, settings)
        self._input.begin()

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
                "startMethod": "launch",
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
        if settings.start_at_end:
            self._runner.start(session.motion_seek(_FAR), leaves=False)
        elif settings.stop_on_entry:
            self._runner.tell_stop(session.stop)
        elif settings.debug and (stop := session.stop_here()) is not None:
            self._runner.tell_stop(stop)
        else:
            self._runner.start(session.motion_continue())

    def _restart(self, arguments: Fields) -> Body | None:
        """Load the program anew, as it is on the disk now, and run it with the breakpoints that are set."""
        settings = self._debuggee.settings
        if settings is None:
            raise Refused("no program has been launched")
        if arguments.fields("arguments").has("program"):
            settings = read_settings(arguments.fields("arguments"))
        self._runner.stop()
        self._load(settings)

        def begin() -> None:
            self._runner.begin()
            self._run()

        self._dispatcher.afterwards(begin)
        return None

    def _terminate(self, arguments: Fields) -> Body | None:
        self._runner.stop()
        if self._debuggee.has_program:
            self._dispatcher.afterwards(lambda: self._runner.terminate(self._debuggee.session.stop))
        return None

    def _disconnect(self, arguments: Fields) -> Body | None:
        self._runner.stop()
        self.is_over = True
        return None


def _session(settings: Settings) -> Session:
    """Raises LoadError, RecordingError and OSError."""
    if os.path.isfile(settings.program) and is_recording(settings.program):
        return Session.of_recording(read_recording(settings.program), settings.history)
    return Session(settings.program, settings.args, dialect=DIALECTS[settings.lua], history=settings.history)
