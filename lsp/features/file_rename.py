"""Renaming files: the edits that keep `require` leading to a file that gets another name.

Relies on `modules` and the project.
"""

import os

from engine.syntax import ast
from engine.syntax.nodes import is_call_of
from lsp.documents.spans import Edit
from lsp.workspace import modules
from lsp.workspace.project import Project
from lsp.workspace.uris import to_path


def renamed_files(project: Project, old: str, new: str) -> dict[str, list[Edit]]:
    """The edits of each file that requires the file `old`, or a file in that folder, which becomes `new` (URIs)."""
    paths = _moved(project, old, new)
    if not paths:
        return {}
    found: dict[str, list[Edit]] = {}
    for snapshot in project.mentioning(b"require"):
        for shift, unit, _ in snapshot.statements():
            for use in unit.facts.calls:
                argument = use.node.arguments[0] if use.node.arguments else None
                if not is_call_of(use.node, b"require") or not isinstance(argument, ast.String):
                    continue
                target = project.find_module(argument.value.decode("utf-8", "replace"), snapshot.uri)
                path = None if target is None else paths.get(target.uri)
                if path is None or argument.end - argument.start != len(argument.value) + 2:
                    continue
                name = modules.name_of(path, project.module_roots(snapshot.uri), project.templates(snapshot.uri))
                if name is not None:
                    edit = Edit(argument.start + 1 + shift, argument.end - 1 + shift, name)
                    found.setdefault(snapshot.uri, []).append(edit)
    return found


def _moved(project: Project, old: str, new: str) -> dict[str, str]:
    """The new paths of all files that are moved, by their old URIs."""
    before, after = to_path(old), to_path(new)
    if before is None or after is None:
        return {}
    paths = {uri: to_path(uri) or "" for uri in project.uris()}
    return {
        uri: after + path.removeprefix(before)
        for uri, path in paths.items()
        if path == before or path.startswith(before.rstrip(os.sep) + os.sep)
    }
