"""File URIs and paths.  Relies on nothing."""

import os
import re
from typing import Final
from urllib.parse import quote, unquote, urlsplit

_DRIVE: Final = re.compile(r"^/[A-Za-z]:")


def to_path(uri: str) -> str | None:
    """The path of a file URI; None for a URI of something else."""
    parts = urlsplit(uri)
    if parts.scheme != "file":
        return None
    path = unquote(parts.path)
    if parts.netloc:
        path = f"//{parts.netloc}{path}"
    if _DRIVE.match(path):
        path = path[1:]
    return os.path.normpath(path)


def from_path(path: str) -> str:
    """The URI of a file."""
    path = path.replace(os.sep, "/")
    if not path.startswith("/"):
        path = "/" + path
    return "file://" + quote(path, safe="/:@!$&'()*+,;=~-._")
