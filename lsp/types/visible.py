"""What others may look for in a unit, by name: what it declares, assigns to and inherits from, and not how.

Whoever has found something there depends on the unit itself.  A name matters to those that would find more, less or
something else after an edit: so each name comes with what makes a difference.  Relies on `lsp.analysis.linking`.
"""

import re
from collections.abc import Iterator
from typing import Final

from engine.syntax import ast
from engine.syntax.nodes import called, children, is_call_of
from lsp.analysis.linking import writes_to_others
from lsp.analysis.paths import CLASS_MAKERS, EXTENDING
from lsp.binding.facts import DECLARE, WRITE
from lsp.documents.units import Unit
from lsp.types import casts

LINEAGE: Final = b"!lineage"
"""The name that stands for what tables inherit from."""
JUMPS: Final = b"!jumps"
"""The name that stands for the `goto` statements from one unit to another."""
Visible = tuple[bytes, object]

_DECLARATION: Final = re.compile(rb"@(?:class|enum|alias)[ \t]+(?:\(\w+\)[ \t]*)?([\w.*-]+)")
_ANNOTATION: Final = re.compile(rb"---[^\n]*")
_DEFINING: Final = (DECLARE, WRITE)
_INHERITING: Final = (b"setmetatable", *CLASS_MAKERS, *EXTENDING)


def visible(unit: Unit) -> frozenset[Visible]:
    """The names by which a unit may matter to others, with what they would see."""
    found = unit.memory.get("visible")
    if not isinstance(found, frozenset):
        found = unit.memory["visible"] = frozenset(_visible(unit))
    return found


def _visible(unit: Unit) -> Iterator[Visible]:
    facts = unit.facts
    for variable in facts.exports:
        yield variable.name, (variable.kind, _kind(variable.value))
    for key, writes in writes_to_others(unit).items():
        for use, path in writes:
            yield key, (path, _kind(use.value))
    for name, uses in facts.free.items():
        defining = tuple((use.function is facts.main, _kind(use.value)) for use in uses if use.access in _DEFINING)
        if defining:
            yield name, defining
    for name in tested(unit):
        yield name, "tested"
    if facts.open_jumps:
        yield JUMPS, tuple(jump.label for jump in facts.open_jumps)
    if b"---@" in unit.text:
        names = declared_in(unit.text)
        annotations = tuple(_ANNOTATION.findall(unit.text)) if names else ()
        for name in names:
            yield b"@" + name, annotations
    lineage = tuple(_inheritances(unit))
    if lineage:
        yield LINEAGE, lineage


def _kind(value: ast.Expr | None) -> object:
    """What a value is at first sight."""
    if isinstance(value, ast.Function):
        return tuple(one.name for one in value.parameters), value.is_vararg
    if isinstance(value, (ast.Call, ast.MethodCall)):
        return _called_name(value)
    return None if value is None else type(value).__name__


def declared_in(text: bytes) -> set[bytes]:
    """The classes, aliases and enums that a text declares."""
    return {match[1] for match in _DECLARATION.finditer(text)} if b"---" in text else set()


def _inheritances(unit: Unit) -> Iterator[bytes]:
    """What a unit says about inheritance."""
    if any(word in unit.text for word in _INHERITING):
        for use in unit.facts.calls:
            if _called_name(use.node) in _INHERITING:
                yield _text(unit, use.node)
    if b"__index" in unit.text:
        for field in unit.facts.fields:
            if field.key.value == b"__index" and field.access == WRITE:
                yield _text(unit, field.object)
                yield b"" if field.value is None else _text(unit, field.value)


def _called_name(node: ast.Call | ast.MethodCall) -> bytes:
    if isinstance(node, ast.MethodCall):
        return node.name.value
    function = called(node)
    while isinstance(function, ast.Call):
        function = function.function  # class "Name" (Parent)
    if isinstance(function, ast.Index) and isinstance(function.key, ast.String):
        key = function.key.value
        if key not in _INHERITING and isinstance(function.object, ast.Name):
            return function.object.name  # class.Name()
        return key
    return function.name if isinstance(function, ast.Name) else b""


def _text(unit: Unit, node: ast.Node) -> bytes:
    return unit.text[node.start - unit.origin : node.end - unit.origin]


def tested(unit: Unit) -> frozenset[bytes]:
    """The names that conditions of the unit's top level, and casts, are about: what follows may know more of them."""
    found = unit.memory.get("tested")
    if not isinstance(found, frozenset):
        names: set[bytes] = set()
        waiting: list[ast.Node] = [] if unit.statement is None else [unit.statement]
        while waiting:
            node = waiting.pop()
            if isinstance(node, _BRANCHING):
                waiting += children(node)
            if isinstance(node, (ast.IfClause, ast.While, ast.Repeat)):
                names.update(_tested_in(node.condition))
            elif isinstance(node, ast.CallStat) and is_call_of(node.call, b"assert"):
                assert isinstance(node.call, ast.Call)
                names.update(name for argument in node.call.arguments[:1] for name in _tested_in(argument))
        found = unit.memory["tested"] = frozenset(names) | casts.names(unit)
    return found


_BRANCHING: Final = (
    *(ast.If, ast.IfClause, ast.While, ast.Repeat, ast.Do, ast.NumericFor, ast.GenericFor),
    ast.Block,
)


def _tested_in(expr: ast.Expr) -> Iterator[bytes]:
    waiting = [expr]
    while waiting:
        expr = waiting.pop()
        if isinstance(expr, ast.Paren):
            waiting.append(expr.inner)
        elif isinstance(expr, ast.Unary):
            waiting.append(expr.operand)
        elif isinstance(expr, ast.Binary):
            waiting += (expr.left, expr.right)
        elif isinstance(expr, ast.Call):
            waiting += expr.arguments[:1]  # type(x), assert(x)
        elif isinstance(expr, ast.Name):
            yield expr.name
