"""What the debugger remembers from one time to the next: the theme, and which panes are hidden, in front or alone.

One small JSON file in the user's state directory.  What cannot be read or written is not remembered, and no more.
"""

import contextlib
import json
import os
from dataclasses import asdict, dataclass, field
from pathlib import Path

from platformdirs import user_state_path

from tui.arrangement import PANES


@dataclass
class Remembered:
    theme: str = ""
    hidden: list[str] = field(default_factory=list)
    recent: list[str] = field(default_factory=list)
    """The panes that were asked for, the last one first."""
    alone: str = ""
    """The pane that has the screen to itself, if one has."""


class Memory:
    """Reads and writes what is remembered; with no path nothing is."""

    def __init__(self, path: Path | None = None) -> None:
        self.path = path

    def recall(self) -> Remembered:
        if self.path is None:
            return Remembered()
        try:
            data = json.loads(self.path.read_bytes())
        except (OSError, ValueError):
            return Remembered()
        if not isinstance(data, dict):
            return Remembered()
        theme = data.get("theme")
        alone = data.get("alone")
        return Remembered(
            theme if isinstance(theme, str) else "",
            _panes(data, "hidden"),
            _panes(data, "recent"),
            alone if isinstance(alone, str) and alone in PANES else "",
        )

    def keep(self, remembered: Remembered) -> None:
        if self.path is None:
            return
        data = asdict(remembered)
        with contextlib.suppress(OSError):
            self.path.parent.mkdir(parents=True, exist_ok=True)
            written = self.path.with_name(f"{self.path.name}.{os.getpid()}")
            written.write_text(json.dumps(data, indent=1) + "\n")
            written.replace(self.path)


def _panes(data: dict[str, object], name: str) -> list[str]:
    found = data.get(name)
    return [one for one in PANES if one in found] if name == "hidden" and isinstance(found, list) else _known(found)


def _known(found: object) -> list[str]:
    return [one for one in found if one in PANES] if isinstance(found, list) else []


def default_path() -> Path:
    return user_state_path("moonwalk") / "debugger.json"
