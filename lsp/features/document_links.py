"""Links from ``require "name"`` to the module's file, and from ``dofile`` and ``loadfile`` to theirs.

Relies on `facts` and the project.
"""

import os
from typing import Final, NamedTuple

from engine.syntax import ast
from lsp.documents.snapshot import Snapshot
from lsp.workspace.project import Project
from lsp.workspace.uris import from_path, to_path

_FILE_FUNCTIONS: Final = (b"dofile", b"loadfile")


class Link(NamedTuple):
    """A link from some bytes of a file to another file."""

    start: int
    end: int
    target: str


def document_links(project: Project, snapshot: Snapshot) -> list[Link]:
    """The links of a file."""
    links: list[Link] = []
    for shift, unit, _ in snapshot.statements():
        for use in unit.facts.calls:
            node = use.node
            if not isinstance(node, ast.Call) or not isinstance(node.function, ast.Name) or not node.arguments:
                continue
            argument = node.arguments[0]
            if not isinstance(argument, ast.String):
                continue
            target = _target(project, snapshot, node.function.name, argument.value.decode("utf-8", "replace"))
            if target is not None:
                links.append(Link(argument.start + shift, argument.end + shift, target))
    return links


def _target(project: Project, snapshot: Snapshot, function: bytes, text: str) -> str | None:
    if function == b"require":
        module = project.find_module(text, snapshot.uri)
        return None if module is None else module.uri
    home = to_path(snapshot.uri)
    if function in _FILE_FUNCTIONS and home is not None:
        path = os.path.normpath(os.path.join(os.path.dirname(home), text))
        return from_path(path) if os.path.isfile(path) else None
    return None
