"""Where recordings of a project are, and what they are called.  Relies on nothing."""

import os
from contextlib import suppress
from typing import Final

FOLDER: Final = ".moonwalk"
SUFFIX: Final = ".mwk"


def nearest_folder(program: str) -> str:
    """The folder for recordings that is nearest above a program; empty if there is none below the home directory."""
    folder = os.path.dirname(program)
    home = os.path.expanduser("~")
    while folder != home:
        found = os.path.join(folder, FOLDER)
        if os.path.isdir(found):
            return found
        above = os.path.dirname(folder)
        if above == folder:
            break
        folder = above
    return ""


def recording_name(program: str, root: str, kind: str = "") -> str:
    """What a recording of a program is called in a folder of `root`."""
    name = os.path.relpath(program, root)
    if name.startswith(os.pardir):
        name = os.path.basename(program)
    return os.path.splitext(name.replace(os.sep, "_"))[0] + kind + SUFFIX


def make_folder(folder: str) -> None:
    """Make a folder for recordings; what is in it is nothing to be put under version control.  Raises OSError."""
    if not os.path.isdir(folder):
        os.makedirs(folder)
        with suppress(OSError), open(os.path.join(folder, ".gitignore"), "w") as file:
            file.write("*\n")
