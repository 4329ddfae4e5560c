"""Where a file names the fields of the libraries' tables; what the rules about them share.

Relies on `facts`; the places of a unit are kept with it.
"""

from collections.abc import Iterator
from typing import Final

from engine.syntax import ast
from engine.syntax.nodes import called, text_of
from lsp.analysis.links import links
from lsp.binding.facts import READ, Facts
from lsp.documents.units import Unit
from lsp.library import catalogue
from lsp.rules.finding import View

_FIELDS: Final = "library fields"
_CALLS: Final = "library calls"


def library_fields(view: View) -> Iterator[tuple[int, int, str]]:
    """The places that read a field of a library's table: all of ``string.format``, and that name."""
    for at, unit in view.units():
        shift = view.snapshot.shift(at)
        for root, start, end, name in _fields_of(unit):
            if _is_library(view, at, root):
                yield start + shift, end + shift, name


def library_calls(view: View) -> Iterator[tuple[int, ast.Call, str]]:
    """The calls of library functions by their full names, with the index of their unit."""
    for at, unit in view.units():
        for root, call, name in _calls_of(unit):
            if _is_library(view, at, root):
                yield at, call, name


def _is_library(view: View, unit: int, root: bytes) -> bool:
    """Whether a free name still means what the library made it."""
    return links(view.snapshot).declared(root, unit) is None and not view.project.defines_global(root)


def _fields_of(unit: Unit) -> list[tuple[bytes, int, int, str]]:
    known = unit.memory.get(_FIELDS)
    if isinstance(known, list):
        return known
    found: list[tuple[bytes, int, int, str]] = []
    facts = unit.facts
    for use in facts.fields:
        root = use.object
        if isinstance(root, ast.Name) and use.access == READ and _is_free(facts, root) and use.key.value:
            library = text_of(root.name)
            if library in catalogue.SUMMARIES:
                name = f"{library}.{text_of(use.key.value)}"
                found.append((root.name, root.start, use.key.end, name))
    unit.memory[_FIELDS] = found
    return found


def _calls_of(unit: Unit) -> list[tuple[bytes, ast.Call, str]]:
    known = unit.memory.get(_CALLS)
    if isinstance(known, list):
        return known
    found: list[tuple[bytes, ast.Call, str]] = []
    for use in unit.facts.calls:
        call = use.node
        if isinstance(call, ast.Call):
            root, name = _called_name(unit.facts, called(call))
            if name:
                found.append((root, call, name))
    unit.memory[_CALLS] = found
    return found


def _called_name(facts: Facts, expr: ast.Expr) -> tuple[bytes, str]:
    """The free name that a called expression begins with, and its full name."""
    if isinstance(expr, ast.Name) and _is_free(facts, expr):
        return expr.name, text_of(expr.name)
    if isinstance(expr, ast.Index) and isinstance(expr.object, ast.Name) and _is_free(facts, expr.object):
        if isinstance(expr.key, ast.String) and text_of(expr.object.name) in catalogue.SUMMARIES:
            return expr.object.name, f"{text_of(expr.object.name)}.{text_of(expr.key.value)}"
    return b"", ""


def _is_free(facts: Facts, name: ast.Name) -> bool:
    return name not in facts.variable_of and name.name in facts.free
