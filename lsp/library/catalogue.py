"""The libraries of a dialect: which names there are and what is known of them.

Which dialect has what is the engine's knowledge (`engine.stdlib.catalogue`); signatures and summaries are in the data
modules beside this one.
"""

from functools import cache
from typing import Final

from engine.stdlib.catalogue import FUNCTIONS, has_function, has_library
from engine.syntax.dialects import DIALECTS, Dialect
from lsp.library import base, bits, coroutines, debugs, files, jit, maths, packages, strings, system, tables, utf8s
from lsp.library.entry import Entry

GLOBAL_TABLE: Final = "_G"

_LIBRARIES: Final[dict[str, tuple[Entry, ...]]] = {
    GLOBAL_TABLE: base.ENTRIES,
    "bit": bits.BIT,
    "bit32": bits.BIT32,
    "coroutine": coroutines.ENTRIES,
    "debug": debugs.ENTRIES,
    "io": files.ENTRIES,
    "jit": jit.ENTRIES,
    "math": maths.ENTRIES,
    "os": system.ENTRIES,
    "package": packages.ENTRIES,
    "string": strings.ENTRIES,
    "table": tables.ENTRIES,
    "utf8": utf8s.ENTRIES,
}

SUMMARIES: Final[dict[str, str]] = {
    "bit": "Bitwise operations of LuaJIT.",
    "bit32": "Bitwise operations on unsigned integers of 32 bits.",
    "coroutine": "Coroutines: functions that can wait and go on.",
    "debug": "What debuggers need.",
    "io": "Reading and writing files.",
    "jit": "Control over LuaJIT's compiler.",
    "math": "Mathematical functions.",
    "os": "The operating system: time, files, environment.",
    "package": "How modules are found.",
    "string": "Work on strings; its functions are methods of every string.",
    "table": "Work on tables as lists.",
    "utf8": "Work on text in UTF-8.",
}

FILE_METHODS: Final[dict[str, Entry]] = {entry.name: entry for entry in files.METHODS}


@cache
def libraries(dialect: Dialect) -> dict[str, dict[str, Entry]]:
    """The libraries of a dialect, the basic functions under ``_G``: entries by their names."""
    return {
        name: {
            entry.name: entry
            for entry in entries
            if _has(dialect, name, entry.name) and (not entry.only or dialect.libraries in entry.only)
        }
        for name, entries in _LIBRARIES.items()
        if has_library(dialect, name)
    }


def _has(dialect: Dialect, library: str, name: str) -> bool:
    """Whether a dialect's library has a name, be it under a key that says how it differs (``tostring:classic``)."""
    keys = [key for key in FUNCTIONS.get(library, {}) if key.partition(":")[0] == name] or [name]
    return any(has_function(dialect, library, key) for key in keys)


def find(dialect: Dialect, name: str) -> Entry | None:
    """What is known of a library function or value by its full name: ``print``, ``string.format``."""
    library, dot, last = name.rpartition(".")
    return libraries(dialect).get(library if dot else GLOBAL_TABLE, {}).get(last)


def is_library(dialect: Dialect, name: str) -> bool:
    """Whether a global is a library's table in a dialect."""
    return name != GLOBAL_TABLE and name in libraries(dialect)


def is_global(dialect: Dialect, name: str) -> bool:
    """Whether a dialect has a global of this name from the start."""
    return name == GLOBAL_TABLE or name in libraries(dialect)[GLOBAL_TABLE] or name in libraries(dialect)


def dialects_with(name: str) -> list[str]:
    """The dialects that have a library, a function or a value of this full name."""
    if "." not in name:
        return [key for key, dialect in DIALECTS.items() if is_global(dialect, name)]
    return [key for key, dialect in DIALECTS.items() if find(dialect, name) is not None]


def documented() -> dict[str, list[str]]:
    """The names of every library's entries, as the data modules have them."""
    return {name: [entry.name for entry in entries] for name, entries in _LIBRARIES.items()}
