"""The program being debugged: its session, whether it moves, and the numbers by which the client knows its parts."""

from collections.abc import Callable

from debugger import inspection
from debugger.dap.addresses import Addresses
from debugger.dap.client import Client
from debugger.dap.containers import Container
from debugger.dap.conventions import Conventions
from debugger.dap.dispatcher import Refused
from debugger.dap.fields import Fields
from debugger.dap.handles import Handles
from debugger.dap.host import Host
from debugger.dap.settings import Settings
from debugger.inspection import Frame
from debugger.kept_runs import KeptRun
from debugger.queries.results import Where
from debugger.session import Session
from engine.history.writes import Place

Location = Where | Place | Callable[[], Where | None]
"""A location, or what it takes to find it: that of a place is where it was written last."""


class Debuggee:
    """What all requests share.  `begin` gives it a program.  `host` is who runs it, if not we.

    `is_wanted` says, while a library function works for long, whether requests wait for its end, or there is something
    to show; `is_given_up` whether one of them ends what is done.
    """

    def __init__(
        self, client: Client, host: Host | None, is_wanted: Callable[[], bool], is_given_up: Callable[[], bool]
    ) -> None:
        self.client = client
        self.host = host
        self._is_wanted = is_wanted
        self._is_given_up = is_given_up
        self.conventions = Conventions(Fields({}, "arguments"))
        self.settings: Settings | None = None
        self.is_moving = False
        self.frames: Handles[Frame] = Handles("frame")
        self.containers: Handles[Container] = Handles("variables reference")
        self.sources: Handles[str] = Handles("source reference")
        self.locations: Handles[Location] = Handles("location reference")
        self.strings: Handles[bytes] = Handles("string")
        self.addresses = Addresses()
        self.kept_run: KeptRun | None = None
        self._session: Session | None = None

    def keep_run(self) -> None:
        """Keep what has been run, if it is to be kept; what is wrong with that is told, and nothing else."""
        kept = self.kept_run
        if kept is not None:
            kept.keep()
            if kept.problem:
                self.client.console(f"moonwalk: {kept.problem}", "console")

    def begin(self, session: Session, settings: Settings) -> None:
        self._session = session
        session.break_off_for(self._is_wanted, self._is_given_up)
        self.settings = settings
        self.forget()
        self.sources.clear()
        self.addresses.clear()

    @property
    def has_program(self) -> bool:
        return self._session is not None

    @property
    def session(self) -> Session:
        """Raises Refused if there is none."""
        if self._session is None:
            raise Refused("no program has been launched")
        return self._session

    @property
    def stopped(self) -> Session:
        """The session, for what can only be asked while the program stands still.  Raises Refused."""
        if self.is_moving:
            raise Refused("notStopped")
        return self.session

    def forget(self) -> None:
        """The program moves: what was said about its parts no longer holds."""
        self.frames.clear()
        self.containers.clear()
        self.locations.clear()
        self.strings.clear()

    def frame(self, arguments: Fields) -> Frame | None:
        """The frame that a request names by `frameId`; by default the innermost of the program's own functions."""
        if arguments.has("frameId"):
            return self.frames.thing(arguments.integer("frameId"))
        walk = inspection.walk_frames(self.stopped.machine)
        return next((one for one in walk if one.closure is not None), None)
