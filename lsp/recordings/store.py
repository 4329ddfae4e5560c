"""The recordings that the server knows, each played once, and which of them counts for a file.

Of each program the newest run counts; of a file the newest of those that loaded it.  Relies on `debugger.observing`.
"""

import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final

from debugger.observing.iteration import Iteration
from debugger.observing.seen import Seen

_UPWARD: Final = 3  # folders above the recording's


@dataclass(frozen=True)
class Run:
    """A recorded run: its file, when it was written, what was run, and what was seen."""

    path: str
    time: float
    program: str
    seen: Seen = field(compare=False, repr=False)
    files: dict[str, str] = field(compare=False, repr=False)
    """The sources that it loaded, by the path of their file."""


def files_of(seen: Seen, folders: Sequence[str]) -> dict[str, str]:
    """The files that a run's sources were read from: the run may have named them from another folder."""
    found: dict[str, str] = {}
    for source in seen.texts:
        for folder in folders:
            path = os.path.normpath(os.path.join(folder, source))
            if os.path.isfile(path):
                found.setdefault(path, source)
                break
    return found


def folders_around(recording: str, roots: Iterable[str]) -> list[str]:
    """Where a recorded program may have been started: the workspace's folders, and those above the recording."""
    folders = list(roots)
    folder = os.path.dirname(os.path.abspath(recording))
    for _ in range(_UPWARD):
        folders.append(folder)
        folder = os.path.dirname(folder)
    return list(dict.fromkeys(folders))


class Recordings:
    """All runs that are known.  `generation` changes whenever they do."""

    def __init__(self) -> None:
        self.generation = 0
        self._runs: Final[dict[str, Run]] = {}
        self._asked: Final[dict[str, float]] = {}  # when files were written that have been looked at, good or bad
        self.iterations: Final[dict[str, Iteration]] = {}
        """Of a file (by its URI) the visit of a line that the user has chosen to see."""

    def put(self, run: Run) -> None:
        """Take a run, in the place of an older one in the same file."""
        self._runs[run.path] = run
        self.generation += 1

    def remove(self, path: str) -> None:
        """A recording is gone."""
        if self._runs.pop(path, None) is not None:
            self.generation += 1

    def paths(self) -> list[str]:
        return list(self._runs)

    def is_new(self, path: str, time: float) -> bool:
        """Whether a file, written at a time, is asked about for the first time."""
        known = self._asked.get(path)
        self._asked[path] = time
        return known != time

    def latest(self) -> list[Run]:
        """The newest run of each program, the newest of all first."""
        newest: dict[str, Run] = {}
        for run in self._runs.values():
            known = newest.get(run.program)
            if known is None or (known.time, known.path) < (run.time, run.path):
                newest[run.program] = run
        return sorted(newest.values(), key=lambda run: (run.time, run.path), reverse=True)

    def of_file(self, path: str) -> Run | None:
        """The run that counts for a file."""
        return next((run for run in self.latest() if path in run.files), None)

    def choose(self, uri: str, iteration: Iteration | None) -> None:
        """Show the values of a visit in a file, or no more."""
        if iteration is None:
            self.iterations.pop(uri, None)
        else:
            self.iterations[uri] = iteration
        self.generation += 1
