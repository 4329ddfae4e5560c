"""Completion: what could stand at a place.

The text before the place says what is asked for: a field, a label, a module, an attribute, an annotation or any name.
Relies on `members`, `visibility`, `inference` and the library.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

from debugger.observing.values import is_name
from engine.syntax import ast
from engine.syntax.nodes import path_to, text_of
from lsp.analysis.linking import Global, Path, path_of
from lsp.analysis.members import Member, members
from lsp.analysis.symbols import GlobalSymbol, LocalSymbol, Symbol, symbol_of_path
from lsp.analysis.visibility import visible
from lsp.binding.facts import FUNCTION, PARAMETER
from lsp.documents import scanner
from lsp.documents.snapshot import Snapshot
from lsp.documents.spans import Edit
from lsp.features import completion_words as words
from lsp.features import observed
from lsp.features.describe import Description, describe, of_entry
from lsp.features.workspace_symbols import matches
from lsp.library import catalogue
from lsp.library.entry import Entry
from lsp.types import documentation, inference
from lsp.types.model import FILE, Function, Type
from lsp.types.model import members as kinds_in
from lsp.types.notation import show
from lsp.workspace import modules
from lsp.workspace.project import Project
from lsp.workspace.uris import to_path

_PREFIX: Final = re.compile(rb"[A-Za-z_][A-Za-z0-9_]*\Z")
_ACCESS: Final = re.compile(rb"(?<![.:])([.:])\s*\Z")
_SEARCHED: Final = 400  # bytes before the place
_MAX_MODULES: Final = 50
_LAST: Final = 7  # the order of what hardly anybody looks for: fields of metatables

# Kinds of items.
VARIABLE: Final = "variable"
CONSTANT: Final = "constant"
FUNCTION_ITEM: Final = "function"
METHOD: Final = "method"
FIELD: Final = "field"
MODULE: Final = "module"
KEYWORD: Final = "keyword"
SNIPPET: Final = "snippet"
CLASS: Final = "class"


@dataclass(frozen=True)
class Item:
    """One completion; what it is about (`subject`) is described when it is looked at."""

    label: str
    kind: str
    detail: str = ""
    order: int = 5
    insert: str = ""
    is_snippet: bool = False
    subject: Symbol | Entry | None = None
    edits: tuple[Edit, ...] = ()
    deprecated: bool = False


def completion(project: Project, snapshot: Snapshot, offset: int) -> list[Item]:
    """What could stand at an offset."""
    comment = _comment_around(snapshot, offset)
    if comment is not None:
        return list(words.in_annotation(project, snapshot, comment, offset))
    before = snapshot.source[max(0, offset - _SEARCHED) : offset]
    string = _string_around(snapshot, offset)
    if string is not None:
        return list(_module_names(project, snapshot)) if string else []
    found = _PREFIX.search(before)
    prefix = b"" if found is None else found[0]
    before = before[: len(before) - len(prefix)]
    access = _ACCESS.search(before)
    if access is not None:
        dot = offset - len(prefix) - len(before) + access.start(1)
        items = list(_fields(project, snapshot, dot, access[1] == b":"))
    elif re.search(rb"\bgoto\s+\Z", before) and snapshot.dialect.goto_statement:
        items = list(_labels(snapshot, offset))
    elif re.search(rb"\blocal\s[^\n=]*<\s*\Z", before) and snapshot.dialect.attribs:
        items = [Item(word, KEYWORD) for word in ("const", "close")]
    elif re.search(rb"\b(function|for)\s+\Z|\blocal\s+(\w+\s*,\s*)*\Z", before):
        items = [Item("function", KEYWORD)] if b"local" in before.split(b"\n")[-1] else []
    else:
        items = list(_names(project, snapshot, offset, prefix))
    wanted = prefix.decode().lower()
    return [item for item in items if matches(wanted, item.label.lower())]


def describe_item(project: Project, snapshot: Snapshot, item: Item) -> Description | None:
    """What there is to say about an item."""
    subject = item.subject
    if subject is None:
        return None
    if isinstance(subject, Entry):
        return of_entry(item.label, subject)
    return describe(project, snapshot, subject)


# -- where the place is


def _comment_around(snapshot: Snapshot, offset: int) -> scanner.Token | None:
    """The comment that holds an offset; its end belongs to it if it is one line."""
    at = snapshot.unit_at(offset)
    for unit in (at, at + 1):
        if unit >= len(snapshot.units):
            break
        start = snapshot.starts[unit]
        text = snapshot.units[unit].text
        if b"--" not in text:
            continue
        for token in scanner.comments(text):
            closed = text.startswith(b"--[", token.start) and text.endswith(b"]", token.start, token.end)
            if token.start + start < offset and offset <= token.end + start - (1 if closed else 0):
                return scanner.Token(token.kind, token.start + start, token.end + start)
    return None


def _string_around(snapshot: Snapshot, offset: int) -> bool | None:
    """Whether the string that holds an offset is an argument of `require`; None if there is no string."""
    at = snapshot.unit_at(offset)
    statement = snapshot.units[at].statement
    if statement is None:
        return None
    place = offset - snapshot.shift(at)
    path = path_to(statement, place)
    node = path[-1]
    if not isinstance(node, ast.String) or not node.start < place:
        return None
    quote = snapshot.source[node.start + snapshot.shift(at)]
    if quote not in b"\"'[" or (place == node.end and node.end - node.start > len(node.value) + 1):
        return None
    call = path[-2] if len(path) > 1 else None
    return isinstance(call, ast.Call) and isinstance(call.function, ast.Name) and call.function.name == b"require"


# -- any name


def _names(project: Project, snapshot: Snapshot, offset: int, prefix: bytes) -> Iterator[Item]:
    seen: set[str] = set()
    for unit, variable in visible(snapshot, offset).values():
        is_function = variable.kind == FUNCTION or isinstance(variable.value, ast.Function)
        kind = FUNCTION_ITEM if is_function else CONSTANT if variable.is_constant else VARIABLE
        name = text_of(variable.name)
        seen.add(name)
        order = 1 if variable.kind == PARAMETER else 2
        yield Item(name, kind, variable.kind, order, subject=LocalSymbol(variable, snapshot.uri, unit))
    for bytes_name in project.global_names():
        name = text_of(bytes_name)
        if name not in seen and bytes_name != prefix:
            seen.add(name)
            yield Item(name, VARIABLE, "global", 3, subject=GlobalSymbol(bytes_name))
    libraries = catalogue.libraries(snapshot.dialect)
    for name, entry in libraries[catalogue.GLOBAL_TABLE].items():
        if name not in seen:
            yield of_library(entry, name)
    for name in libraries:
        if name not in seen and name != catalogue.GLOBAL_TABLE:
            yield Item(name, MODULE, "library", 4, subject=GlobalSymbol(name.encode()))
    yield from words.keywords(snapshot.dialect)
    yield from words.snippets()
    if prefix:
        yield from _modules_to_require(project, snapshot, seen | set(libraries), prefix)


def of_library(entry: Entry, name: str, is_method: bool = False) -> Item:
    """The item of a library's function or value."""
    kind = (METHOD if is_method else FUNCTION_ITEM) if entry.is_function else CONSTANT
    detail = entry.signatures[0].shown(is_method) if entry.is_function else entry.type
    return Item(name, kind, detail, 4, subject=entry)


# -- fields


def _fields(project: Project, snapshot: Snapshot, dot: int, is_call: bool) -> Iterator[Item]:
    """The fields of the expression that ends before the dot or colon at an offset."""
    found = _object_before(snapshot, dot)
    if found is None:
        return
    unit, expr = found
    seen: set[str] = set()
    in_run = {item.label: item for item in _seen_in_run(project, snapshot, unit, expr, is_call)}
    kind = inference.kind_of(project, snapshot, unit, expr)
    known = [*_by_type(project, snapshot, unit, kind, is_call), *_of_basic_type(snapshot, kind, is_call)]
    path = path_of(project, snapshot, unit, expr)
    if path is not None and path not in inference.tables_of(project, snapshot, unit, kind):
        known += of_path(project, snapshot, path, is_call)
    for item in [*known, *in_run.values()]:
        if item.label not in seen:
            seen.add(item.label)
            yield item if item.detail or item.label not in in_run else replace(item, detail=in_run[item.label].detail)
    if not seen:
        yield from _names_of_fields(snapshot, expr)


def _seen_in_run(project: Project, snapshot: Snapshot, unit: int, expr: ast.Expr, is_call: bool) -> Iterator[Item]:
    """The keys that the table had in the last run, the most frequent first."""
    found = observed.of_expression(project, snapshot, unit, expr)
    if found is None and (path := path_of(project, snapshot, unit, expr)) is not None:
        found = observed.of_path(project, snapshot, path)
    shape = None if found is None else found.values.shape
    if shape is None:
        return
    keys = [*shape.fields.items(), *shape.methods.items()]
    keys.sort(key=lambda one: -one[1].count)
    for name, values in keys:
        is_function = set(values.types) == {"function"}
        if is_function or not is_call:
            kind = (METHOD if is_call else FUNCTION_ITEM) if is_function else FIELD
            yield Item(name, kind, f"{observed.annotation_of(values) or 'nil'} (seen in the last run)", 2)


def _object_before(snapshot: Snapshot, dot: int) -> tuple[int, ast.Expr] | None:
    at = snapshot.unit_at(dot)
    while at < len(snapshot.units) and snapshot.starts[at] <= dot:
        statement = snapshot.units[at].statement
        shift = snapshot.shift(at)
        if statement is not None:
            for node in reversed(path_to(statement, dot - shift)):
                if isinstance(node, (ast.Index, ast.MethodCall)):
                    end = node.object.end + shift
                    if end <= dot and not snapshot.source[end:dot].strip():
                        return at, node.object
        at += 1
    return None


def of_path(project: Project, snapshot: Snapshot, path: Path, is_call: bool) -> Iterator[Item]:
    """The fields of what is at a path."""
    root = path.root
    if isinstance(root, Global) and not path.keys and not project.defines_global(root.name):
        library = catalogue.libraries(snapshot.dialect).get(text_of(root.name), {})
        for name, entry in library.items():
            if not is_call or entry.is_function:
                yield of_library(entry, name)
    others = project.mentioning(root.name) if isinstance(root, Global) else ()
    for key, member in members(project, snapshot, others, path).items():
        fits = not is_call or isinstance(member.use.value, ast.Function) or member.use.value is None
        if fits and is_name(key):
            yield _of_member(path, key, member)


def _of_member(path: Path, key: bytes, member: Member) -> Item:
    value = member.use.value
    subject = symbol_of_path(path.field(key))
    if isinstance(value, ast.Function):
        kind = METHOD if member.use.is_method else FUNCTION_ITEM
        function = member.snapshot.units[member.unit].facts.function_of[value]
        annotations = documentation.of_function(member.snapshot, member.unit, function)
        detail = inference.shown_function(value, annotations).removeprefix("fun")
        return Item(text_of(key), kind, detail, 1, subject=subject, deprecated=annotations.deprecated)
    return Item(text_of(key), FIELD, "", _LAST if key.startswith(b"__") else 1, subject=subject)


def _by_type(project: Project, snapshot: Snapshot, unit: int, kind: Type, is_call: bool) -> Iterator[Item]:
    """The fields that a type has: those that annotations declare, and those of its tables."""
    for one in inference.known_fields(project, snapshot, unit, kind):
        is_function = isinstance(one.kind, Function)
        if not is_call or is_function:
            yield Item(one.name, FUNCTION_ITEM if is_function else FIELD, show(one.kind), 1)
    for path in inference.tables_of(project, snapshot, unit, kind):
        yield from of_path(project, snapshot, path, is_call)


def _of_basic_type(snapshot: Snapshot, kind: Type, is_call: bool) -> Iterator[Item]:
    """The methods of strings and files."""
    if not is_call:
        return
    if inference.is_string(kind):
        for name, entry in catalogue.libraries(snapshot.dialect)["string"].items():
            if entry.is_function:
                yield of_library(entry, name, True)
    if FILE in kinds_in(kind):
        for name, entry in catalogue.FILE_METHODS.items():
            yield of_library(entry, name, True)


def _names_of_fields(snapshot: Snapshot, expr: ast.Expr) -> Iterator[Item]:
    """The fields that the file names anywhere, for an object that is not known."""
    seen: set[bytes] = set()
    for unit in snapshot.units:
        for use in unit.facts.fields:
            if is_name(use.key.value) and use.key.value not in seen and use.object is not expr:
                seen.add(use.key.value)
                yield Item(text_of(use.key.value), FIELD, "", 6)


# -- labels and modules


def _labels(snapshot: Snapshot, offset: int) -> Iterator[Item]:
    labels = list(snapshot.units[snapshot.unit_at(offset)].facts.labels)
    labels += [label for unit in snapshot.units for label in unit.facts.top_labels]
    for name in dict.fromkeys(label.name for label in labels):
        yield Item(text_of(name), CONSTANT, "label", 1)


def _module_names(project: Project, snapshot: Snapshot) -> Iterator[Item]:
    roots, templates = project.module_roots(snapshot.uri), project.templates(snapshot.uri)
    seen: set[str] = set()
    for uri in project.uris():
        path = to_path(uri)
        name = None if path is None or uri == snapshot.uri else modules.name_of(path, roots, templates)
        if name is not None and name not in seen:
            seen.add(name)
            yield Item(name, MODULE, "", 1)


def _modules_to_require(project: Project, snapshot: Snapshot, seen: set[str], prefix: bytes) -> Iterator[Item]:
    """Modules of the workspace that are not required yet; choosing one adds the `require`."""
    wanted = prefix.decode().lower()
    count = 0
    for item in _module_names(project, snapshot):
        name = item.label.rpartition(".")[2]
        if name.isidentifier() and name not in seen and name.lower().startswith(wanted):
            edit = words.require_edit(snapshot, name, item.label)
            yield Item(name, MODULE, f'require "{item.label}"', 6, edits=(edit,))
            count += 1
            if count == _MAX_MODULES:
                return
