"""Walking syntax trees: a node's parts, and the nodes around an offset.  Relies on `engine.syntax.ast`."""

from collections.abc import Iterator
from typing import Final

from engine.syntax import ast

# The attributes that hold a node's parts, in the order of the text.
_PARTS: Final[dict[type[ast.Node], tuple[str, ...]]] = {
    ast.Nil: (),
    ast.TrueLiteral: (),
    ast.FalseLiteral: (),
    ast.Vararg: (),
    ast.Number: (),
    ast.String: (),
    ast.Name: (),
    ast.ErrorExpr: (),
    ast.ErrorStat: (),
    ast.Break: (),
    ast.Goto: (),
    ast.Label: (),
    ast.Function: ("parameters", "vararg", "body"),
    ast.Index: ("object", "key"),
    ast.Call: ("function", "arguments"),
    ast.MethodCall: ("object", "name", "arguments"),
    ast.Binary: ("left", "right"),
    ast.Unary: ("operand",),
    ast.Paren: ("inner",),
    ast.TableItem: ("key", "value"),
    ast.Table: ("items",),
    ast.Block: ("statements",),
    ast.AttribName: ("name",),
    ast.Local: ("names", "values"),
    ast.Global: ("names", "values"),
    ast.GlobalAll: (),
    ast.GlobalFunction: ("name", "function"),
    ast.Assign: ("targets", "values"),
    ast.CallStat: ("call",),
    ast.Do: ("body",),
    ast.While: ("condition", "body"),
    ast.Repeat: ("body", "condition"),
    ast.IfClause: ("condition", "body"),
    ast.If: ("clauses", "orelse"),
    ast.NumericFor: ("variable", "first", "limit", "step", "body"),
    ast.GenericFor: ("names", "values", "body"),
    ast.FunctionStat: ("target", "function"),
    ast.LocalFunction: ("name", "function"),
    ast.Return: ("values",),
    ast.Chunk: ("body",),
}


def _attributes(node: ast.Node) -> tuple[str, ...]:
    """The attributes of a kind of node that this module does not know yet."""
    names = getattr(type(node), "__mypyc_attrs__", None)
    return tuple(vars(node)) if names is None else tuple(names)


def children(node: ast.Node) -> Iterator[ast.Node]:
    """The parts of a node."""
    names = _PARTS.get(type(node))
    if names is None:
        names = _attributes(node)
    for name in names:
        part = getattr(node, name)
        if isinstance(part, ast.Node):
            yield part
        elif isinstance(part, list):
            for one in part:
                if isinstance(one, ast.Node):
                    yield one


def walk(node: ast.Node) -> Iterator[ast.Node]:
    """The node and everything in it, in the order of the text."""
    stack = [node]
    while stack:
        one = stack.pop()
        yield one
        stack.extend(reversed(list(children(one))))


def path_to(node: ast.Node, offset: int) -> list[ast.Node]:
    """The nodes that hold the offset, outermost first; a node holds the offset of its end too."""
    path: list[ast.Node] = []
    found: ast.Node | None = node
    while found is not None:
        path.append(found)
        found = _holder(found, offset)
    return path


def _holder(node: ast.Node, offset: int) -> ast.Node | None:
    """The part that holds the offset; of two that touch there, the one that begins there if it is a name."""
    best: ast.Node | None = None
    for part in children(node):
        if part.start <= offset <= part.end:
            if best is None or not (isinstance(best, (ast.Name, ast.String)) and best.end == offset):
                best = part
    return best


def called(node: ast.Call | ast.MethodCall) -> ast.Expr:
    """The part of a call that names what is called."""
    return node.function if isinstance(node, ast.Call) else node.name


def is_call_of(node: ast.Expr, name: bytes) -> bool:
    """Whether an expression is a call of a function by a plain name."""
    return isinstance(node, ast.Call) and isinstance(node.function, ast.Name) and node.function.name == name


def dotted(node: ast.Expr) -> str:
    """How a chain of names reads: ``a.b.c``; empty for anything else."""
    names: list[str] = []
    while isinstance(node, ast.Index) and node.dotted and isinstance(node.key, ast.String):
        names.append(text_of(node.key.value))
        node = node.object
    if not isinstance(node, ast.Name):
        return ""
    names.append(text_of(node.name))
    return ".".join(reversed(names))


def left_part(node: ast.Binary | ast.Index | ast.Call | ast.MethodCall) -> ast.Expr:
    """What an operator, an index or a call follows."""
    if isinstance(node, ast.Binary):
        return node.left
    return node.function if isinstance(node, ast.Call) else node.object


def value_at(values: list[ast.Expr], at: int) -> tuple[ast.Expr | None, int]:
    """The expression that gives a list's value number `at`, and which of its results that is."""
    if at < len(values):
        return values[at], 0
    if values and isinstance(values[-1], (ast.Call, ast.MethodCall, ast.Vararg)):
        return values[-1], at - len(values) + 1
    return None, 0


def text_of(name: bytes) -> str:
    """A name as text."""
    return name.decode("utf-8", "replace")
