"""Opening the terminal debugger on a program or a recording; what can go wrong is told before there is a screen."""

import sys
from pathlib import Path

from textual import constants

from debugger.kept_runs import KeptRun
from debugger.session import LoadError, Session
from engine.host.recording import read_recording
from engine.host.recording_format import RecordingError
from engine.host.tuning import quiet_collector
from engine.syntax.dialects import Dialect
from tui.app import Debugger
from tui.arrivals import noticing
from tui.browser_driver import BrowserDriver
from tui.memory import Memory, default_path


def run(
    path: str, args: list[str], history: int, dialect: Dialect, stdin: str | None = None, keeps: bool = True
) -> int:
    """Debug a program in the terminal; `history` is how many steps are kept to be undone.  The process's exit code.

    The program reads the file `stdin`, if one is named; else what the user types.  The run is kept where there is a
    folder for it (`kept_runs`), if this `keeps` it.
    """
    given: bytes | None = None
    if stdin is not None:
        try:
            given = Path(stdin).read_bytes()
        except OSError as error:
            print(f"moonwalk: cannot read {stdin}: {error.strerror}", file=sys.stderr)
            return 1
    try:
        session = Session(path, args, dialect=dialect, history=history)
    except LoadError as error:
        print(f"{dialect.reports.program.decode()}: {error}", file=sys.stderr)
        return 1
    if given is not None:
        session.program_input.feed(given)
    kept = KeptRun(session)
    status = _show(session, given is None)
    if keeps:
        kept.keep()
        if kept.problem:
            print(f"moonwalk: {kept.problem}", file=sys.stderr)
    return status


def run_recording(path: str, history: int) -> int:
    """Debug a recorded run in the terminal.  The process's exit code."""
    try:
        session = Session.of_recording(read_recording(path), history)
    except RecordingError as error:
        print(f"moonwalk: {error}", file=sys.stderr)
        return 1
    except LoadError as error:
        print(f"moonwalk: {path}: {error}", file=sys.stderr)
        return 1
    return _show(session)


def _show(session: Session, takes_input: bool = True) -> int:
    in_browser = constants.DRIVER is not None  # the server talks to the application through pipes
    if not in_browser and not (sys.stdin.isatty() and sys.stderr.isatty()):
        print("moonwalk: the debugger needs a terminal", file=sys.stderr)
        return 1
    quiet_collector()
    app = Debugger(session, Memory(default_path()), takes_input=takes_input)
    if in_browser:
        app.driver_class = BrowserDriver
    app.driver_class = noticing(app.driver_class, app.arrivals)
    return app.run() or 0
