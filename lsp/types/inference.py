"""Inference: what type an expression has, as far as annotations and the text tell.

A type is text in LuaCATS notation; no type (None) means that nothing is known.  Relies on `documentation`, `classes`
and the library.
"""

import re
from typing import Final

from engine.syntax import ast
from lsp.analysis.linking import Definition, Global, Local, Path, function_at, is_reassigned, links, path_of, values_at
from lsp.binding import facts as kinds
from lsp.binding.facts import Variable
from lsp.binding.nodes import called, text_of
from lsp.documents.snapshot import Snapshot
from lsp.library import catalogue
from lsp.library.entry import Entry
from lsp.types import classes, documentation
from lsp.types.annotations import Annotations, class_names, split_list, split_type
from lsp.workspace.project import Project

_MAX_STEPS: Final = 8
_ARITHMETIC: Final = frozenset(("+", "-", "*", "%", "//"))
_FLOATING: Final = frozenset(("/", "^"))
_BITWISE: Final = frozenset(("&", "|", "~", "<<", ">>"))
_COMPARISONS: Final = frozenset(("==", "~=", "<", "<=", ">", ">="))


def type_of(project: Project, snapshot: Snapshot, unit: int, expr: ast.Expr, steps: int = _MAX_STEPS) -> str | None:
    """The type of an expression's first value."""
    if steps <= 0:
        return None
    if isinstance(expr, ast.Number):
        return "integer" if isinstance(expr.value, int) and snapshot.dialect.integers else "number"
    if isinstance(expr, ast.String):
        return "string"
    if isinstance(expr, (ast.TrueLiteral, ast.FalseLiteral)):
        return "boolean"
    if isinstance(expr, ast.Nil):
        return "nil"
    if isinstance(expr, ast.Paren):
        return type_of(project, snapshot, unit, expr.inner, steps)
    if isinstance(expr, ast.Function):
        return function_type(snapshot, unit, expr)
    if isinstance(expr, ast.Table):
        return _of_path(project, snapshot, unit, expr, steps) or "table"
    if isinstance(expr, ast.Unary):
        return _of_unary(project, snapshot, unit, expr, steps)
    if isinstance(expr, ast.Binary):
        return _of_binary(project, snapshot, unit, expr, steps)
    if isinstance(expr, (ast.Call, ast.MethodCall)):
        return result(project, snapshot, unit, expr, 0, steps)
    if isinstance(expr, ast.Name):
        return _of_name(project, snapshot, unit, expr, steps)
    if isinstance(expr, ast.Index):
        return _of_path(project, snapshot, unit, expr, steps)
    return None


def function_type(snapshot: Snapshot, unit: int, node: ast.Function) -> str:
    """The type of a function, from its comment and its parameters."""
    function = snapshot.units[unit].facts.function_of[node]
    return shown_function(node, documentation.of_function(snapshot, unit, function))


def shown_function(node: ast.Function, annotations: Annotations) -> str:
    """How a function's type reads."""
    parts: list[str] = []
    for parameter in node.parameters:
        if parameter.start == parameter.end:
            continue
        name = text_of(parameter.name)
        note = annotations.parameters.get(name)
        mark = "?" if note is not None and note.optional else ""
        parts.append(f"{name}{mark}: {note.type}" if note is not None and note.type else name)
    if node.is_vararg:
        note = annotations.parameters.get("...")
        parts.append(f"...: {note.type}" if note is not None and note.type else "...")
    returns = ", ".join(note.type for note in annotations.returns)
    return f"fun({', '.join(parts)})" + (f": {returns}" if returns else "")


def _of_unary(project: Project, snapshot: Snapshot, unit: int, expr: ast.Unary, steps: int) -> str | None:
    if expr.op == "not":
        return "boolean"
    if expr.op in ("#", "~"):
        return "integer"
    operand = type_of(project, snapshot, unit, expr.operand, steps - 1)
    return operand if operand in ("integer", "number") else None


def _of_binary(project: Project, snapshot: Snapshot, unit: int, expr: ast.Binary, steps: int) -> str | None:
    op = expr.op
    if op in _COMPARISONS:
        return "boolean"
    left = type_of(project, snapshot, unit, expr.left, steps - 1)
    right = type_of(project, snapshot, unit, expr.right, steps - 1)
    if op == "and":
        return union("false", right) if left == "boolean" else left if left == "nil" else right if left else None
    if op == "or":
        return right if left in ("nil", "false") else union(truthy(left), right)
    numbers = left in ("integer", "number") and right in ("integer", "number")
    if op == "..":
        return "string" if left in ("string", "integer", "number") or right in ("string", "integer", "number") else None
    if not numbers:
        return None
    if op in _ARITHMETIC:
        return "integer" if left == right == "integer" else "number"
    return "number" if op in _FLOATING else "integer" if op in _BITWISE else None


def union(left: str | None, right: str | None) -> str | None:
    """The type of what is one or the other."""
    if left is None or right is None:
        return None
    parts = dict.fromkeys([*split_list(left, "|"), *split_list(right, "|")])
    return "|".join(parts)


def truthy(kind: str | None) -> str | None:
    """A type without nil and false."""
    if kind is None:
        return None
    parts = [part for part in split_list(kind.removesuffix("?"), "|") if part not in ("nil", "false")]
    return "|".join(parts) or None


def _of_name(project: Project, snapshot: Snapshot, unit: int, expr: ast.Name, steps: int) -> str | None:
    variable = snapshot.units[unit].facts.variable_of.get(expr)
    if variable is not None:
        return of_variable(project, snapshot, unit, variable, steps)
    found = links(snapshot).lookup(expr.name, unit)
    if found is not None:
        return of_variable(project, snapshot, found[0], found[1], steps)
    return _of_path(project, snapshot, unit, expr, steps)


def of_variable(
    project: Project, snapshot: Snapshot, unit: int, variable: Variable, steps: int = _MAX_STEPS
) -> str | None:
    """The type of a local variable: what is written about it, else that of its only value."""
    annotations = documentation.of_variable(snapshot, unit, variable)
    if annotations.class_name and variable.index == 0:
        return annotations.class_name
    if variable.index < len(annotations.types) and annotations.types[variable.index]:
        return annotations.types[variable.index]
    if variable.kind == kinds.LOOP:
        return _of_loop(project, snapshot, unit, variable, steps)
    if variable.name == b"self" and variable.kind == kinds.PARAMETER:
        target = variable.function.target
        if isinstance(target, ast.Index):
            return type_of(project, snapshot, unit, target.object, steps - 1)
    if variable.value is None or is_reassigned(snapshot, unit, variable):
        return None
    if isinstance(variable.value, (ast.Call, ast.MethodCall)):
        return result(project, snapshot, unit, variable.value, variable.nth, steps - 1)
    return type_of(project, snapshot, unit, variable.value, steps - 1)


def _of_loop(project: Project, snapshot: Snapshot, unit: int, variable: Variable, steps: int) -> str | None:
    statement = variable.statement
    if isinstance(statement, ast.NumericFor):
        return type_of(project, snapshot, unit, statement.first, steps - 1)
    if not isinstance(statement, ast.GenericFor) or not statement.values:
        return None
    call = statement.values[0]
    if not isinstance(call, ast.Call) or not isinstance(call.function, ast.Name) or not call.arguments:
        return None
    over = type_of(project, snapshot, unit, call.arguments[0], steps - 1)
    if call.function.name == b"ipairs" and variable.nth == 0:
        return "integer" if snapshot.dialect.integers else "number"
    if over is None:
        return None
    if over.endswith("[]") and call.function.name in (b"ipairs", b"pairs"):
        return over[:-2] if variable.nth == 1 else "integer"
    match = re.fullmatch(r"table<(.*)>", over)
    parts = split_list(match[1]) if match is not None else []
    return parts[variable.nth] if variable.nth < len(parts) else None


def _of_path(project: Project, snapshot: Snapshot, unit: int, expr: ast.Expr, steps: int) -> str | None:
    """The type of what is at the path of an expression."""
    field = _annotated_field(project, snapshot, unit, expr, steps)
    if field is not None:
        return field
    path = path_of(project, snapshot, unit, expr)
    if path is None:
        return None
    name = class_at(project, path)
    if name:
        return name
    entry = library_entry(snapshot, path)
    if entry is not None:
        return f"fun{entry.signatures[0].shown()}" if entry.is_function else entry.type
    if isinstance(expr, ast.Table) or steps <= 0:
        return None
    found: str | None = None
    for home, at, value in values_at(project, path, snapshot):
        kind = type_of(project, home, at, value, steps - 2)
        if kind is None or (found is not None and kind != found):
            return None
        found = kind
    return found


def _annotated_field(project: Project, snapshot: Snapshot, unit: int, expr: ast.Expr, steps: int) -> str | None:
    """The type that the class of an expression's object gives to the field."""
    if not isinstance(expr, ast.Index) or not isinstance(expr.key, ast.String):
        return None
    owner = type_of(project, snapshot, unit, expr.object, steps - 1)
    if owner is None:
        return None
    return field_type(project, owner, text_of(expr.key.value))


def field_type(project: Project, owner: str, key: str) -> str | None:
    """The type that annotations give to a field of a type."""
    for name in class_names(owner):
        for _, _, note in classes.fields(project, name):
            if note.name == key and note.type:
                return documentation.optional(note)
    return None


def class_at(project: Project, path: Path) -> str:
    """The class whose table is at a path; empty if none."""
    root = path.root
    if path.keys or not isinstance(root, Local) or root.variable.statement is None:
        return ""
    offset = root.variable.statement.start + root.snapshot.shift(root.unit)
    return documentation.at(root.snapshot, offset).class_name


def library_entry(snapshot: Snapshot, path: Path) -> Entry | None:
    """What the library says of what is at a path."""
    root = path.root
    if not isinstance(root, Global):
        return None
    return catalogue.find(snapshot.dialect, ".".join(text_of(name) for name in (root.name, *path.keys)))


def callee(project: Project, snapshot: Snapshot, unit: int, call: ast.Call | ast.MethodCall) -> Definition | None:
    """The function that a call calls."""
    path = callee_path(project, snapshot, unit, call)
    return None if path is None else function_at(project, path, snapshot)


def callee_path(project: Project, snapshot: Snapshot, unit: int, call: ast.Call | ast.MethodCall) -> Path | None:
    """The path of what a call calls."""
    if isinstance(call, ast.Call):
        return path_of(project, snapshot, unit, call.function)
    path = path_of(project, snapshot, unit, call.object)
    return None if path is None else path.field(call.name.value)


def result(
    project: Project, snapshot: Snapshot, unit: int, call: ast.Call | ast.MethodCall, nth: int, steps: int = _MAX_STEPS
) -> str | None:
    """The type of a call's result number `nth`, counted from 0."""
    found = results(project, snapshot, unit, call, steps)
    return found[nth] if nth < len(found) and found[nth] not in ("any", "...") else None


def results(
    project: Project, snapshot: Snapshot, unit: int, call: ast.Call | ast.MethodCall, steps: int = _MAX_STEPS
) -> list[str]:
    """The types of a call's results, as many as are known."""
    path = callee_path(project, snapshot, unit, call)
    if path is None:
        return _by_type(project, snapshot, unit, call, steps)
    entry = library_entry(snapshot, path)
    if entry is not None and entry.is_function:
        if entry.name in ("setmetatable", "require") and isinstance(call, ast.Call):
            own = path_of(project, snapshot, unit, call)
            return [] if own is None or isinstance(own.root, Global) else [class_at(project, own) or "table"]
        return split_list(entry.signatures[0].returns)
    found = function_at(project, path, snapshot)
    if found is None:
        return _by_type(project, snapshot, unit, call, steps)
    annotations = documentation.of_function(found.snapshot, found.unit, found.function)
    if annotations.returns:
        return [note.type for note in annotations.returns]
    return _returned(project, found, steps - 2)


def _by_type(project: Project, snapshot: Snapshot, unit: int, call: ast.Call | ast.MethodCall, steps: int) -> list[str]:
    """The results that the annotated type of what is called promises."""
    if isinstance(call, ast.MethodCall):
        owner = type_of(project, snapshot, unit, call.object, steps - 1)
        kind = None if owner is None else field_type(project, owner, text_of(call.name.value))
    else:
        kind = type_of(project, snapshot, unit, called(call), steps - 1)
    if kind is None or not kind.startswith("fun("):
        return []
    head, _ = split_type(kind)
    closing = _closing(head)
    return split_list(head[closing + 1 :].lstrip(" :"))


def _closing(text: str) -> int:
    depth = 0
    for at, character in enumerate(text):
        depth += (character == "(") - (character == ")")
        if depth == 0 and character == ")":
            return at
    return len(text)


def _returned(project: Project, found: Definition, steps: int) -> list[str]:
    """The types of what a function's statements return, where all of them agree."""
    if steps <= 0 or not found.function.returns:
        return []
    kinds_: str | None = None
    for statement in found.function.returns:
        one = type_of(project, found.snapshot, found.unit, statement.values[0], steps) if statement.values else "nil"
        if one is None:
            return []
        kinds_ = one if kinds_ is None else union(kinds_, one)
    return [] if kinds_ is None else [kinds_]
