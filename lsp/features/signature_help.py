"""Signature help: the parameters of the call around a place, and which of them the place is in.

Relies on the tree, on `inference` for what is called and on the library.
"""

from typing import NamedTuple

from engine.syntax import ast
from engine.syntax.nodes import called, path_to, text_of
from lsp.documents.scanner import COMMENT, STRING, scan
from lsp.documents.snapshot import Snapshot
from lsp.features.describe import markdown
from lsp.library import catalogue
from lsp.library.entry import Entry
from lsp.types import documentation, inference
from lsp.types.annotations import split_list
from lsp.workspace.project import Project


class SignatureShown(NamedTuple):
    """A signature: `parameters` are parts of `label`."""

    label: str
    parameters: list[str]
    text: str
    is_vararg: bool


class Help(NamedTuple):
    """The signatures of a function, the likeliest of them, and the number of the parameter that is being written."""

    signatures: list[SignatureShown]
    active: int
    parameter: int


def signature_help(project: Project, snapshot: Snapshot, offset: int) -> Help | None:
    """The signatures for the call whose arguments hold an offset."""
    for at in {snapshot.unit_at(offset), snapshot.unit_at(max(0, offset - 1)), snapshot.unit_at(offset + 1)}:
        found = _call_around(snapshot, at, offset)
        if found is not None:
            call, opening = found
            signatures = _signatures(project, snapshot, at, call)
            if signatures:
                number = _commas(snapshot.source[opening:offset])
                return Help(signatures, _fitting(signatures, number), number)
    return None


def _call_around(snapshot: Snapshot, unit: int, offset: int) -> tuple[ast.Call | ast.MethodCall, int] | None:
    """The innermost call that has an offset between its parentheses, and where they open."""
    statement = snapshot.units[unit].statement
    if statement is None:
        return None
    shift = snapshot.shift(unit)
    # A call that is not closed yet may end before the blanks in front of the offset.
    at = offset
    while at > 0 and snapshot.source[at - 1 : at] in (b" ", b"\t", b"\n", b"\r"):
        at -= 1
    for place in (offset, at):
        for node in reversed(path_to(statement, place - shift)):
            if isinstance(node, ast.Function):
                break
            if not isinstance(node, (ast.Call, ast.MethodCall)):
                continue
            opening = snapshot.source.find(b"(", called(node).end + shift, max(node.end + shift, offset))
            if opening < 0 or offset <= opening:
                continue
            closed = snapshot.source[node.end + shift - 1 : node.end + shift] == b")" and node.end - 1 > opening - shift
            if not closed or offset <= node.end + shift - 1:
                return node, opening + 1
    return None


def _commas(text: bytes) -> int:
    """The commas of a text outside brackets, strings and inner functions."""
    depth = 0
    count = 0
    for token in scan(text):
        if token.kind in (COMMENT, STRING):
            continue
        word = text[token.start : token.end]
        if word in (b"(", b"{", b"[", b"function", b"do", b"if"):
            depth += 1
        elif word in (b")", b"}", b"]", b"end"):
            depth -= 1
        elif word == b"," and depth == 0:
            count += 1
    return count


def _signatures(
    project: Project, snapshot: Snapshot, unit: int, call: ast.Call | ast.MethodCall
) -> list[SignatureShown]:
    path = inference.callee_path(project, snapshot, unit, call)
    name = text_of(call.name.value) if isinstance(call, ast.MethodCall) else _name(call.function)
    entry = None if path is None else inference.library_entry(snapshot, path)
    if entry is None and path is None and isinstance(call, ast.MethodCall):
        entry = method_entry(project, snapshot, unit, call)
    if entry is not None:
        return of_entry(name, entry, isinstance(call, ast.MethodCall))
    found = inference.callee(project, snapshot, unit, call)
    if found is not None and found.function.node is not None:
        annotations = documentation.of_function(found.snapshot, found.unit, found.function)
        shown = inference.shown_function(found.function.node, annotations)
        skip = isinstance(call, ast.MethodCall) and not found.function.is_method
        signatures = [_of_text(name, shown, markdown(annotations), skip)]
        return signatures + [_of_text(name, one, markdown(annotations), False) for one in annotations.overloads]
    kind = inference.type_of(project, snapshot, unit, called(call)) if isinstance(call, ast.Call) else None
    return [_of_text(name, kind, "", False)] if kind is not None and kind.startswith("fun(") else []


def method_entry(project: Project, snapshot: Snapshot, unit: int, call: ast.MethodCall) -> Entry | None:
    """The library's entry for a method of a string or a file."""
    kind = inference.type_of(project, snapshot, unit, call.object)
    name = text_of(call.name.value)
    if kind == "string":
        return catalogue.find(snapshot.dialect, f"string.{name}")
    return catalogue.FILE_METHODS.get(name) if kind is not None and kind.partition("|")[0].strip() == "file" else None


def of_entry(name: str, entry: Entry, is_method: bool) -> list[SignatureShown]:
    """The signatures of a library function; of a method the first parameter is left out."""
    found: list[SignatureShown] = []
    for signature in entry.signatures:
        parameters = [signature.label(one) for one in signature.parameters[1 if is_method else 0 :]]
        is_vararg = signature.most is None
        found.append(SignatureShown(name + signature.shown(is_method), parameters, entry.summary, is_vararg))
    return found


def _of_text(name: str, shown: str, text: str, skip_first: bool) -> SignatureShown:
    """A signature out of a type ``fun(a: T, ...): R``."""
    inner, _, returns = shown.removeprefix("fun(").rpartition(")")
    parameters = split_list(inner)[1 if skip_first else 0 :]
    label = f"{name}({', '.join(parameters)}){returns}"
    return SignatureShown(label, parameters, text, bool(parameters) and parameters[-1].startswith("..."))


def _name(expr: ast.Expr) -> str:
    if isinstance(expr, ast.Name):
        return text_of(expr.name)
    return text_of(expr.key.value) if isinstance(expr, ast.Index) and isinstance(expr.key, ast.String) else "function"


def _fitting(signatures: list[SignatureShown], number: int) -> int:
    """The first signature that has a parameter of this number."""
    for at, signature in enumerate(signatures):
        if number < len(signature.parameters) or signature.is_vararg:
            return at
    return 0
