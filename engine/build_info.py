"""How this copy of the engine was built: its version, and whether compiled modules still match their sources.

A build leaves, beside the sources, an extension module for each compiled source and a record in ``engine/``:
the size, modification time and SHA-256 of every source it compiled.  `prepare_import` runs before any
other engine module is imported and refuses extension modules whose sources have changed since, because
Python would silently prefer them to the edited sources.  Stays interpreted and small: it is part of every start.
Relies on nothing in the engine; ``setup.py`` loads it by path.
"""

import importlib.machinery
import json
import os
import sys
from collections.abc import Sequence
from importlib.machinery import FileFinder, ModuleSpec, SourceFileLoader
from types import ModuleType
from typing import Final

VERSION: Final = "0.1.0"

PACKAGE: Final = os.path.dirname(os.path.abspath(__file__))
SUFFIX: Final = importlib.machinery.EXTENSION_SUFFIXES[0]
"""How the file name of an extension module for this very Python ends."""
RECORD: Final = f"_build{SUFFIX}.json"

Fingerprint = tuple[int, int, str]
"""Size in bytes, modification time in nanoseconds, SHA-256 in hexadecimal."""


class StaleBuildError(ImportError):
    """The compiled modules do not match the sources beside them."""


class InterpretedFinder:
    """A meta path finder that sees the engine's sources only, never its extension modules."""

    @staticmethod
    def find_spec(name: str, path: Sequence[str] | None, target: ModuleType | None = None) -> ModuleSpec | None:
        if path is None or not name.startswith("engine."):
            return None
        for entry in path:
            spec = FileFinder(entry, (SourceFileLoader, importlib.machinery.SOURCE_SUFFIXES)).find_spec(name)
            if spec is not None:
                return spec
        return None


def prepare_import() -> None:
    """Decide, before the first import of an engine module, which of the two forms is imported.

    With ``MOONWALK_PURE=1`` in the environment it is the sources, else the extension modules where there are any.
    Raises `StaleBuildError` if those are out of date.
    """
    if wants_pure():
        sys.meta_path.insert(0, InterpretedFinder)
        return
    problem = stale_reason()
    if problem is not None:
        raise StaleBuildError(
            f"{problem}. Run `make build` to compile the engine again (or reinstall moonwalk), "
            "or set MOONWALK_PURE=1 to run the sources as they are"
        )


def wants_pure() -> bool:
    """Whether the environment asks for the interpreted sources."""
    return os.environ.get("MOONWALK_PURE", "") not in ("", "0")


def extension_modules(package: str = PACKAGE) -> list[str]:
    """The extension modules for this Python under `package`, as paths relative to it with forward slashes."""
    return _files(package, SUFFIX)


def source_modules(package: str = PACKAGE) -> list[str]:
    """The Python sources under `package`, as paths relative to it with forward slashes."""
    return _files(package, ".py")


def stale_reason(package: str = PACKAGE) -> str | None:
    """Why the extension modules under `package` must not be used; None if they may be, or if there are none."""
    if not extension_modules(package):
        return None
    record = read_record(package)
    if record is None:
        return "the compiled engine has no build record (was the build interrupted?)"
    for name, recorded in record.items():
        try:
            if not unchanged(os.path.join(package, name), recorded):
                return f"engine/{name} has changed since the engine was compiled"
        except OSError:
            return f"engine/{name} was compiled but cannot be read any more"
    return None


def unchanged(path: str, recorded: Fingerprint) -> bool:
    """Whether a file still is what it was; its content is read only if its modification time differs."""
    size, modified, digest = recorded
    now = os.stat(path)
    if now.st_size != size:
        return False
    return now.st_mtime_ns == modified or sha256(path) == digest


def fingerprint(path: str) -> Fingerprint:
    """What a build notes about a source before it compiles it."""
    now = os.stat(path)
    return now.st_size, now.st_mtime_ns, sha256(path)


def sha256(path: str) -> str:
    import hashlib  # not on the usual path: a development tree's modification times match

    with open(path, "rb") as file:
        return hashlib.sha256(file.read()).hexdigest()


def read_record(package: str = PACKAGE) -> dict[str, Fingerprint] | None:
    """The record of the build for this Python: source path relative to `package` to fingerprint.  None without one."""
    try:
        with open(os.path.join(package, RECORD), encoding="utf-8") as file:
            record = json.load(file)
        return {name: (size, modified, digest) for name, (size, modified, digest) in record.items()}
    except (OSError, ValueError, TypeError, AttributeError):
        return None


def write_record(package: str, sources: dict[str, Fingerprint]) -> None:
    """Write the build record, at the end of a build: fingerprints that were taken at its start."""
    with open(os.path.join(package, RECORD), "w", encoding="utf-8") as file:
        json.dump(sources, file, indent=0)


def _files(package: str, ending: str) -> list[str]:
    found: list[str] = []
    for folder, folders, names in os.walk(package):
        if "__pycache__" in folders:
            folders.remove("__pycache__")
        prefix = os.path.relpath(folder, package).replace(os.sep, "/") + "/"
        found += [prefix.removeprefix("./") + name for name in names if name.endswith(ending)]
    return sorted(found)
