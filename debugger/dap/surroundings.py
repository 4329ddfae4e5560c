"""What a launch changes in this process for its program: the working directory and the environment.

A recording whose program was named by a relative path is looked at from the nearest folder above it that has the
program, so that its sources are found wherever the adapter was started.
"""

import os
from pathlib import Path

from debugger.dap.settings import Settings
from debugger.source_names import file_key


class Surroundings:
    """Changes them, and puts them back."""

    def __init__(self) -> None:
        self._cwd = ""
        self._env: dict[str, str | None] = {}

    def prepare(self, settings: Settings) -> None:
        """Raises OSError if there is no such directory."""
        if settings.cwd:
            self._enter(settings.cwd)
        for name, value in settings.env.items():
            self._env[name] = os.environ.get(name)
            _set(name, value)

    def look_from(self, recording: Path, program: str) -> None:
        """Enter the folder of the program that a recording is of, if it is found."""
        folder = next((one for one in recording.parents if (one / program).is_file()), None)
        if folder is not None and not os.path.isabs(program):
            self._enter(folder)

    def _enter(self, folder: str | Path) -> None:
        self._cwd = self._cwd or os.getcwd()
        os.chdir(folder)
        file_key.cache_clear()

    def restore(self) -> None:
        for name, value in self._env.items():
            _set(name, value)
        self._env.clear()
        if self._cwd:
            os.chdir(self._cwd)
            file_key.cache_clear()
            self._cwd = ""


def _set(name: str, value: str | None) -> None:
    if value is None:
        os.environ.pop(name, None)
    else:
        os.environ[name] = value
