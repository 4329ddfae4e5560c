"""Searching the names of all files.  Relies on the project's indices."""

from collections.abc import Iterator
from typing import NamedTuple

from lsp.analysis.outline import Outline
from lsp.workspace.project import Project


class Found(NamedTuple):
    """A name in a file."""

    uri: str
    entry: Outline
    container: str


def workspace_symbols(project: Project, query: str) -> Iterator[Found]:
    """The names that have the letters of the query in its order, whatever their case."""
    wanted = query.lower()
    for uri, index in project.indices():
        for entry, container in _all(index.symbols, ""):
            if matches(wanted, entry.name.lower()):
                yield Found(uri, entry, container)


def _all(entries: list[Outline], container: str) -> Iterator[tuple[Outline, str]]:
    for entry in entries:
        yield entry, container
        yield from _all(entry.children, entry.name)


def matches(query: str, name: str) -> bool:
    """Whether a name has the letters of a query in their order; both in lower case."""
    rest = iter(name)
    return all(letter in rest for letter in query)
