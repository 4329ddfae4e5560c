"""The settings of the editor, section ``moonwalk``.  Relies on `configuration` for those that projects have as well."""

from dataclasses import dataclass
from typing import Final

from debugger.recording_files import FOLDER
from engine.syntax.dialects import Dialect
from lsp.documents.dialect_choice import named

SECTION: Final = "moonwalk"


@dataclass(frozen=True)
class Settings:
    """What the user of the editor asks for."""

    dialect: Dialect | None = None
    globals: frozenset[str] = frozenset()
    disabled: frozenset[str] = frozenset()
    parameter_hints: bool = True
    type_hints: bool = True
    reference_lenses: bool = True
    observed_hints: bool = True
    recording_lenses: bool = True
    never_executed: bool = True
    recording_folders: tuple[str, ...] = (FOLDER,)
    """Where recordings are looked for, below each workspace folder."""


def read(value: object) -> Settings:
    """Settings from what an editor sends; whatever does not make sense is left at its default."""
    if not isinstance(value, dict):
        return Settings()
    section = value.get(SECTION, value)
    if not isinstance(section, dict):
        return Settings()
    version = section.get("lua")
    diagnostics = section.get("diagnostics")
    diagnostics = diagnostics if isinstance(diagnostics, dict) else {}
    hints = section.get("inlayHints")
    hints = hints if isinstance(hints, dict) else {}
    lenses = section.get("codeLens")
    lenses = lenses if isinstance(lenses, dict) else {}
    recordings = section.get("recordings")
    recordings = recordings if isinstance(recordings, dict) else {}
    return Settings(
        dialect=named(version) if isinstance(version, str) else None,
        globals=frozenset(_words(diagnostics.get("globals"))),
        disabled=frozenset(_words(diagnostics.get("disable"))),
        parameter_hints=hints.get("parameterNames") is not False,
        type_hints=hints.get("types") is not False,
        reference_lenses=lenses.get("references") is not False,
        observed_hints=hints.get("observedTypes") is not False,
        recording_lenses=lenses.get("recordings") is not False,
        never_executed=recordings.get("showNeverExecuted") is not False,
        recording_folders=tuple(_words(recordings.get("folders"))) or (FOLDER,),
    )


def _words(value: object) -> list[str]:
    return [word for word in value if isinstance(word, str)] if isinstance(value, list) else []
