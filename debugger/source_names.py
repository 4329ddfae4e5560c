"""Names of sources: which of them name one file, however it is written."""

import functools
import os
from urllib.parse import urlsplit
from urllib.request import url2pathname


@functools.lru_cache(maxsize=4096)
def file_key(name: str) -> str:
    """What all names of a file have in common: relative or absolute, through links, as URI, in any case (on Windows).

    The text of a chunk that is no file's is its own key.
    """
    if "\n" in name or "\0" in name or len(name) > 4096:
        return name
    return os.path.normcase(os.path.realpath(file_path(name)))


def file_path(name: str) -> str:
    """The path that a name of a file stands for, which may be a URI or have Lua's `@` before it."""
    if name[:5].lower() == "file:":
        parts = urlsplit(name)
        return url2pathname(parts.path)
    return name.removeprefix("@")
