"""Which stretch of a source an instruction stands for: the part of the syntax tree that it was made from.

An instruction knows the line and the column where that part begins; others may begin there too.  Of those that the
opcode can come from, and that have the same operator or name the same field, the inner ones come first, in the code as
in the tree.  Of a statement that has a body only what stands before that counts.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, NamedTuple

from debugger.breakpoints import source_path
from engine.compiler import effects
from engine.compiler import opcodes as op
from engine.compiler.proto import Proto
from engine.syntax import ast
from engine.syntax.dialects import Dialect
from engine.syntax.linemap import LineMap
from engine.syntax.nodes import children, walk
from engine.syntax.parser import parse_tolerant

MOST_SHOWN: Final = 60
"""Characters of a text that are shown."""

_CALLS: Final = (ast.Call, ast.MethodCall)
_FIELDS: Final = (ast.Index, ast.TableItem)
_GLOBALS: Final = (ast.Name, ast.Index)
_RETURN: Final = (ast.Return,)
_COUNTED: Final = (ast.NumericFor,)
_KINDS: Final[dict[int, tuple[type[ast.Node], ...]]] = {
    op.CALL: _CALLS, op.TAILCALL: _CALLS, op.SELF: _CALLS, op.RETURN: _RETURN, op.RETURN0: _RETURN, op.RETURN1: _RETURN,
    op.TFORCALL: (ast.GenericFor,), op.FORLOOP: _COUNTED, op.FORPREP: _COUNTED, op.CLOSURE: (ast.Function,),
    op.NEWTABLE: (ast.Table,), op.SETLIST: (ast.Table,), op.VARARG: (ast.Vararg,),
    op.GETFIELD: _FIELDS, op.GETTABLE: _FIELDS, op.GETI: _FIELDS, op.GETTABUP: _GLOBALS, op.SETFIELD: _FIELDS,
    op.SETTABLE: _FIELDS, op.SETI: _FIELDS, op.SETTABUP: _GLOBALS,
}  # fmt: skip
_OPERATORS: Final = {
    op.ADD: "+", op.ADDI: "+", op.ADDK: "+", op.SUB: "-", op.SUBK: "-", op.MUL: "*", op.MULK: "*",
    op.DIV: "/", op.DIVK: "/", op.MOD: "%", op.MODK: "%", op.IDIV: "//", op.IDIVK: "//", op.POW: "^",
    op.POWK: "^", op.BAND: "&", op.BANDK: "&", op.BOR: "|", op.BORK: "|", op.BXOR: "~", op.BXORK: "~",
    op.SHL: "<<", op.SHLK: "<<", op.SHR: ">>", op.SHRK: ">>", op.CONCAT: "..", op.UNM: "-", op.BNOT: "~",
    op.NOT: "not", op.LEN: "#",
}  # fmt: skip


@dataclass(frozen=True)
class Span:
    """A stretch of a source, in lines and columns (bytes) from 1; the end is excluded.  `text` is what it says."""

    line: int
    column: int
    end_line: int
    end_column: int
    text: str

    def __str__(self) -> str:
        brief = " ".join(self.text.split())
        return brief if len(brief) <= MOST_SHOWN else brief[: MOST_SHOWN - 1] + "…"


class Spans:
    """The stretches of the sources of a session; `text_of` gives a source's text, empty if there is none."""

    def __init__(self, text_of: Callable[[str], bytes], dialect: Dialect) -> None:
        self._text_of = text_of
        self._dialect = dialect
        self._known: dict[str, _Parts] = {}

    def of(self, proto: Proto, pc: int) -> Span | None:
        """The stretch for an instruction; None where the text is not at hand, or another, or made by macros."""
        source = source_path(proto)
        known = self._known.get(source)
        if known is None:
            text = b"" if self._dialect.macros else self._text_of(source)
            known = self._known[source] = _Parts(text, self._dialect)
        made = _made(proto, pc)
        rank = sum(_made(proto, at) == made for at in range(pc))
        return known.at((made.line, made.column), made.opcode, made.key, rank)


class _Made(NamedTuple):
    """What an instruction tells of the part that it was made from; `key` is the constant that names its field."""

    line: int
    column: int
    opcode: int
    key: object


def _made(proto: Proto, pc: int) -> _Made:
    word = int(proto.original[pc])
    opcode = word & 0xFF
    key: object = None
    for at, letter in enumerate(effects.fields(opcode)):
        if letter == "s" or (letter == "y" and effects.has_k(word)):
            key = proto.constants[effects.field(word, at)]
    return _Made(int(proto.lines[pc]), int(proto.columns[pc]), opcode, key)


class _Parts:
    """The parts of a text, by the lines and columns that the compiler gives their instructions."""

    def __init__(self, text: bytes, dialect: Dialect) -> None:
        self._text: Final = text
        self._lines: Final = LineMap(text)
        self._found: Final[dict[tuple[int, int], list[ast.Node]]] = {}
        chunk, _ = parse_tolerant(text, b"=", dialect)
        for node in walk(chunk):
            for place in self._places(node):
                self._found.setdefault(place, []).append(node)
            if isinstance(node, ast.Assign):  # what is assigned to belongs to the statement's last line
                last = self._place(node.end - 1)[0]
                for target in node.targets:
                    if self._place(target.start)[0] != last:
                        self._found.setdefault((last, 1), []).append(target)

    def _places(self, node: ast.Node) -> set[tuple[int, int]]:
        """Where it begins; in another line, where it ends or has its operator, it has no column."""
        start = self._place(node.start)
        others = (node.line, self._lines.line_of(node.end - 1))
        return {start, *((line, 1) for line in others if line != start[0])}

    def at(self, place: tuple[int, int], opcode: int, key: object, rank: int) -> Span | None:
        found = [one for one in self._found.get(place, ()) if _end(one) > one.start]
        found = [one for one in found if isinstance(one, _KINDS.get(opcode, ast.Node))] or found
        found = [one for one in found if key is not None and _named(one) == key] or found
        found = [one for one in found if opcode in _OPERATORS and _operator(one) == _OPERATORS[opcode]] or found
        if not found:
            return None
        found = sorted(found, key=lambda one: _end(one) - one.start)
        node = found[min(rank, len(found) - 1)]
        start, end = node.start, _end(node)
        last, after = self._place(end - 1)
        return Span(*self._place(start), last, after + 1, self._text[start:end].decode("utf-8", "replace"))

    def _place(self, offset: int) -> tuple[int, int]:
        line = self._lines.line_of(offset)
        return line, offset - self._lines.starts[line - 1] + 1


def _named(node: ast.Node) -> object:
    """The name of a field that a part stands for, or of the method that it calls."""
    if isinstance(node, ast.Name):
        return node.name
    if isinstance(node, ast.MethodCall):
        node = node.name
    elif isinstance(node, (ast.Index, ast.TableItem)):
        key = node.key
        return None if key is None else _named(key)
    return node.value if isinstance(node, ast.String) else None


def _operator(node: ast.Node) -> str:
    return node.op if isinstance(node, (ast.Binary, ast.Unary)) else ""


def _end(node: ast.Node) -> int:
    """Where a part ends; one with a body, where that begins."""
    bodies = [part.start for part in children(node) if isinstance(part, (ast.Block, ast.IfClause))]
    return min(bodies, default=node.end)
