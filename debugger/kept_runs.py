"""Keeping the run of a debugging session, so that others, the language server above all, know what happened in it.

The run goes as a recording into the nearest folder `.moonwalk` above the program, or into one that is named; where
there is neither it is not kept.  A session writes the file when its program has ended, and when it is over itself:
never while the program is under way.  Each program has one such file, which the next session replaces.
"""

import os
from typing import Final

from debugger.recording_files import make_folder, nearest_folder, recording_name
from debugger.session import Session
from engine.host.recording_format import RecordingError

_OF_SESSION: Final = ".session"


class KeptRun:
    """The file of one session; made while the process is where the program was started."""

    def __init__(self, session: Session, folder: str = "") -> None:
        """Keep the run in `folder`, which is made if there is none; by default in the nearest that is there."""
        self._session = session
        program = os.path.abspath(session.path)
        self._folder = os.path.abspath(folder) if folder else nearest_folder(program)
        self._path = os.path.join(self._folder, recording_name(program, os.path.dirname(self._folder), _OF_SESSION))
        self._kept: tuple[int, int] | None = None  # the branch and the moment up to which it is in the file
        self.problem = ""
        """Why the run could not be kept, the last time."""

    def keep(self) -> None:
        """Write the run up to its newest moment, if the file does not have that yet."""
        session = self._session
        now = session.branches.active.number, session.newest
        if not self._folder or session.recording is not None or session.newest == 0 or now == self._kept:
            return
        self._kept = now
        self.problem = ""
        try:
            make_folder(self._folder)
            session.save_recording(self._path)
        except OSError as error:
            self.problem = f"{self._folder}: {error.strerror}"
        except RecordingError as error:
            self.problem = str(error)
