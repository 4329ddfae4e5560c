"""Completion of words that are no names of the program: keywords, snippets, annotations.

Relies on `completion` for the shape of an item (imported when called, for that module uses this one).
"""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from engine.syntax import ast
from engine.syntax.dialects import Dialect
from engine.syntax.tokens import RESERVED
from lsp.documents.scanner import Token
from lsp.documents.snapshot import Snapshot
from lsp.documents.spans import Edit
from lsp.types import classes
from lsp.types.annotations import BUILT_IN
from lsp.workspace.project import Project

if TYPE_CHECKING:
    from lsp.features.completion import Item

_TAGS: Final[dict[str, str]] = {
    "alias": "names a type",
    "class": "declares a class",
    "deprecated": "says not to use this any more",
    "diagnostic": "switches diagnostics off and on",
    "enum": "makes a table's values a type",
    "field": "declares a field of a class",
    "generic": "declares type parameters",
    "lua": "says which Lua the file is written in",
    "overload": "another way to call a function",
    "param": "the type of a parameter",
    "return": "the type of a result",
    "see": "refers to something else",
    "type": "the type of a variable",
    "vararg": "the type of the extra arguments",
}

_SNIPPETS: Final[dict[str, str]] = {
    "for": "for ${1:i} = ${2:1}, ${3:10} do\n\t$0\nend",
    "forpairs": "for ${1:key}, ${2:value} in pairs(${3:t}) do\n\t$0\nend",
    "foripairs": "for ${1:i}, ${2:value} in ipairs(${3:list}) do\n\t$0\nend",
    "function": "function ${1:name}($2)\n\t$0\nend",
    "local function": "local function ${1:name}($2)\n\t$0\nend",
    "if": "if ${1:condition} then\n\t$0\nend",
    "ifelse": "if ${1:condition} then\n\t$2\nelse\n\t$0\nend",
    "while": "while ${1:condition} do\n\t$0\nend",
    "repeat": "repeat\n\t$0\nuntil ${1:condition}",
}


def keywords(dialect: Dialect) -> Iterator["Item"]:
    """The reserved words of a dialect."""
    from lsp.features.completion import KEYWORD, Item

    for word in RESERVED:
        if word != b"goto" or dialect.goto_statement:
            yield Item(word.decode(), KEYWORD, "", 5)
    if dialect.global_declarations:
        yield Item("global", KEYWORD, "", 5)


def snippets() -> Iterator["Item"]:
    """Statements with places to fill in."""
    from lsp.features.completion import SNIPPET, Item

    for name, body in _SNIPPETS.items():
        yield Item(name, SNIPPET, "snippet", 7, body, True)


def in_annotation(project: Project, snapshot: Snapshot, comment: Token, offset: int) -> Iterator["Item"]:
    """What could stand in a comment: nothing, unless it is an annotation."""
    from lsp.features.completion import CLASS, KEYWORD, VARIABLE, Item

    text = snapshot.text[comment.start : offset].decode("utf-8", "replace")
    if not text.startswith("---"):
        return
    body = text[3:].lstrip()
    if re.fullmatch(r"@\w*", body):
        for tag, what in _TAGS.items():
            yield Item(tag, KEYWORD, what, 1)
    elif re.fullmatch(r"@param\s+\w*", body):
        for name in _parameters_below(snapshot, comment.end):
            yield Item(name, VARIABLE, "parameter", 1)
    elif re.match(r"@(param\s+\S+|return|type|field\s+\S+|vararg|alias\s+\S+|class\s+\S+\s*:)\s", body):
        for name in sorted(BUILT_IN):
            yield Item(name, KEYWORD, "type", 2)
        for uri in project.uris():
            found = project.snapshot(uri) if _may_declare(project, uri) else None
            for name in classes.declarations(found) if found is not None else ():
                yield Item(name, CLASS, "class", 1)


def _may_declare(project: Project, uri: str) -> bool:
    text = project.text(uri)
    return b"@class" in text or b"@alias" in text or b"@enum" in text


def _parameters_below(snapshot: Snapshot, offset: int) -> list[str]:
    """The parameters of the function that a comment stands above."""
    for at, unit in enumerate(snapshot.units):
        for function in unit.facts.functions:
            if function.node is not None and function.node.start + snapshot.shift(at) > offset:
                return [
                    one.name.decode("utf-8", "replace") for one in function.parameters if one.node.end > one.node.start
                ]
    return []


def require_edit(snapshot: Snapshot, name: str, module: str) -> Edit:
    """The edit that requires a module: behind the file's other requires, or at its beginning."""
    at = 0
    for shift, _, statement in snapshot.statements():
        if (
            not isinstance(statement, ast.Local)
            or b"require" not in snapshot.source[statement.start + shift : statement.end + shift]
        ):
            break
        line = snapshot.lines.line_of(statement.end + shift)
        at = snapshot.lines.starts[line + 1] if line + 1 < len(snapshot.lines.starts) else len(snapshot.text)
    if at == 0 and snapshot.text.startswith(b"#"):
        at = snapshot.lines.starts[1] if len(snapshot.lines.starts) > 1 else len(snapshot.text)
    return Edit(at, at, f'local {name} = require("{module}")\n')
