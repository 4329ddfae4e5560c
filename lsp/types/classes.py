"""Classes and aliases that annotations declare, file by file.  Relies on `annotations`."""

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from engine.syntax import ast
from lsp.analysis.comments import lines_above
from lsp.analysis.linking import Path, path_of, path_of_variable
from lsp.documents.changes import to_text
from lsp.documents.snapshot import Snapshot
from lsp.types.annotations import Annotations, Note, parse
from lsp.workspace.project import Project

_DECLARATION: Final = re.compile(
    rb"^[ \t]*---[ \t]*@(?:class|enum|alias)[ \t]+(?:\(\w+\)[ \t]*)?([\w.*-]+)", re.MULTILINE
)


class Declaration(NamedTuple):
    """A class or an alias; `start` to `end` is its name."""

    name: str
    start: int
    end: int
    annotations: Annotations
    statement: int
    """Where what follows the comment begins: the variable that is the class, if there is one."""


def declarations(snapshot: Snapshot) -> dict[str, Declaration]:
    """The classes and aliases of a file."""
    found = snapshot.memory.get(Declaration)
    if not isinstance(found, dict):
        found = {one.name: one for one in _read(snapshot)}
        snapshot.memory[Declaration] = found
    return found


def _read(snapshot: Snapshot) -> Iterator[Declaration]:
    if b"@class" not in snapshot.text and b"@alias" not in snapshot.text and b"@enum" not in snapshot.text:
        return
    lines = snapshot.lines
    for match in _DECLARATION.finditer(snapshot.text):
        line = lines.line_of(match.start(1))
        block: list[str] = []
        while line < len(lines.starts):
            start, end = lines.bounds(line)
            text = snapshot.text[start:end].strip()
            if not text.startswith(b"--") or (block and _DECLARATION.match(text)):
                break
            block.append(to_text(text))
            line += 1
        before = [text for text in lines_above(snapshot, match.start(1)) if "@" not in text]
        statement = lines.starts[line] if line < len(lines.starts) else len(snapshot.text)
        yield Declaration(to_text(match[1]), match.start(1), match.end(1), parse([*before, *block]), statement)


def find(project: Project, name: str) -> tuple[Snapshot, Declaration] | None:
    """The declaration of a class or alias anywhere in the workspace."""
    for snapshot in project.mentioning(name.encode()):
        found = declarations(snapshot).get(name)
        if found is not None:
            return snapshot, found
    return None


def ancestry(project: Project, name: str) -> Iterator[tuple[Snapshot, Declaration]]:
    """A class and the classes that it inherits from, each once."""
    seen: set[str] = set()
    waiting = [name]
    while waiting:
        one = waiting.pop(0)
        if one in seen:
            continue
        seen.add(one)
        found = find(project, one)
        if found is None:
            continue
        yield found
        annotations = found[1].annotations
        if annotations.alias is not None:
            waiting += re.findall(r"[\w.]+", annotations.alias.type)
        waiting += annotations.parents


def fields(project: Project, name: str) -> Iterator[tuple[Snapshot, Declaration, Note]]:
    """The annotated fields of a class, its own before inherited ones."""
    for snapshot, declaration in ancestry(project, name):
        for note in declaration.annotations.fields:
            yield snapshot, declaration, note


def table_of(project: Project, snapshot: Snapshot, declaration: Declaration) -> Path | None:
    """The path of the variable or field that a class declaration stands above."""
    at = snapshot.unit_at(declaration.statement)
    while at < len(snapshot.units):
        statement = snapshot.units[at].statement
        if statement is None or statement.start + snapshot.shift(at) > declaration.statement + 200:
            return None
        if statement.start + snapshot.shift(at) >= declaration.statement:
            return _target(project, snapshot, at, statement)
        at += 1
    return None


def _target(project: Project, snapshot: Snapshot, unit: int, statement: ast.Stat) -> Path | None:
    if isinstance(statement, ast.Local):
        variable = snapshot.units[unit].facts.variable_of.get(statement.names[0].name)
        return None if variable is None else path_of_variable(project, snapshot, unit, variable)
    if isinstance(statement, ast.Assign):
        return path_of(project, snapshot, unit, statement.targets[0])
    return None
