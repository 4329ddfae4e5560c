"""Modules: which files `require` may mean by a name, and which name it takes to load a file.  Relies on nothing."""

import os
from collections.abc import Iterator, Sequence
from typing import Final

DEFAULT_PATHS: Final = ("?.lua", "?/init.lua", "src/?.lua", "src/?/init.lua", "lua/?.lua", "lua/?/init.lua")
"""Where modules are looked for, below each folder, unless its configuration says otherwise."""


def candidates(name: str, roots: Sequence[str], templates: Sequence[str]) -> Iterator[str]:
    """The files that a module's name may mean, the likeliest first."""
    relative = name.replace(".", os.sep).replace("/", os.sep)
    for root in roots:
        for template in templates:
            yield os.path.normpath(os.path.join(root, template.replace("?", relative)))


def name_of(path: str, roots: Sequence[str], templates: Sequence[str]) -> str | None:
    """The shortest name by which `require` finds a file."""
    names: list[str] = []
    for root in roots:
        relative = os.path.relpath(path, root).replace(os.sep, "/")
        if relative.startswith("../"):
            continue
        for template in templates:
            before, _, after = template.replace(os.sep, "/").partition("?")
            before = before.removeprefix("./")
            if relative.startswith(before) and relative.endswith(after):
                middle = relative[len(before) : len(relative) - len(after)]
                if middle:
                    names.append(middle.replace("/", "."))
    return min(names, key=len, default=None)
