"""What a launch changes in this process for its program: the working directory and the environment."""

import os

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
            self._cwd = os.getcwd()
            os.chdir(settings.cwd)
            file_key.cache_clear()
        for name, value in settings.env.items():
            self._env[name] = os.environ.get(name)
            _set(name, value)

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
