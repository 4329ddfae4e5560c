"""Renaming files: the edits that keep `require` leading to a file that gets another name.

Relies on `modules` and the project.
"""

from engine.syntax import ast
from engine.syntax.nodes import is_call_of
from lsp.documents.spans import Edit
from lsp.workspace import modules
from lsp.workspace.project import Project
from lsp.workspace.uris import to_path


def renamed_files(project: Project, old: str, new: str) -> dict[str, list[Edit]]:
    """The edits of each file that requires the file `old`, which becomes `new` (URIs)."""
    home = project.snapshot(old)
    path = to_path(new)
    if home is None or path is None:
        return {}
    found: dict[str, list[Edit]] = {}
    for snapshot in project.mentioning(b"require"):
        name = modules.name_of(path, project.module_roots(snapshot.uri), project.templates(snapshot.uri))
        if name is None:
            continue
        for shift, unit, _ in snapshot.statements():
            for use in unit.facts.calls:
                argument = use.node.arguments[0] if use.node.arguments else None
                if not is_call_of(use.node, b"require") or not isinstance(argument, ast.String):
                    continue
                target = project.find_module(argument.value.decode("utf-8", "replace"), snapshot.uri)
                if (
                    target is not None
                    and target.uri == home.uri
                    and argument.end - argument.start == len(argument.value) + 2
                ):
                    edit = Edit(argument.start + 1 + shift, argument.end - 1 + shift, name)
                    found.setdefault(snapshot.uri, []).append(edit)
    return found
