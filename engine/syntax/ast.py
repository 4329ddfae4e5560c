"""The syntax tree of a Lua chunk, as the parser leaves it.  Relies on nothing.

Every node carries where it stands: `start` and `end` (byte offsets into the source, end exclusive)
and `line` (1-based).  `line` is the line of the node's first token (for a string of several lines,
its last line), with these exceptions, which make it the line that PUC Lua blames for an error at
run time or shows as the place of a definition:

- `Unary`, `Binary`: the operator (a comparison's last token); `Call`, `MethodCall`: where the arguments begin;
- `Index`: the token at which PUC Lua emits the operation: its last one, the one after that (an
  operator, a comma, a closing bracket), or in a target of an assignment the statement's last one;
- `TableItem`: its last token; `Function`: its parameter list, or in a `FunctionStat` the statement;
- `GenericFor`: the token after ``in``; `Goto`: the label; `Block`: the token before it.

The tree holds what the text says and nothing else: no scopes, no folded constants.  The places where
text was wrong hold an `ErrorExpr` or `ErrorStat`; a chunk parsed in strict mode has none.
"""

from typing import TYPE_CHECKING, final

if TYPE_CHECKING:
    from engine.syntax.expansions import Expansions


class Node:
    """Anything with a place in the source."""

    def __init__(self, start: int, end: int, line: int) -> None:
        self.start: int = start
        self.end: int = end
        self.line: int = line
        self.own: int = start  # where its own token stands: of a binary operation, a call, an index, an assignment


class Expr(Node):
    """An expression (manual 3.4)."""


class Stat(Node):
    """A statement (manual 3.3)."""


@final
class Nil(Expr):
    """The word ``nil``."""


@final
class TrueLiteral(Expr):
    """The word ``true``."""


@final
class FalseLiteral(Expr):
    """The word ``false``."""


@final
class Vararg(Expr):
    """``...`` as an expression."""


@final
class Number(Expr):
    """A numeral; `value` is a Lua integer (within 64 bits, signed) or a float."""

    def __init__(self, start: int, end: int, line: int, value: int | float) -> None:
        super().__init__(start, end, line)
        self.value: int | float = value


@final
class String(Expr):
    """A literal string, or a name that stands for one (``t.x``, ``{x = 1}``, ``o:m()``)."""

    def __init__(self, start: int, end: int, line: int, value: bytes) -> None:
        super().__init__(start, end, line)
        self.value: bytes = value


@final
class Name(Expr):
    """A name: a variable where it is used, or where it is declared."""

    def __init__(self, start: int, end: int, line: int, name: bytes) -> None:
        super().__init__(start, end, line)
        self.name: bytes = name


@final
class Function(Expr):
    """A function body (manual 3.4.11).

    `vararg` is the name of the parameter for the extra arguments (``...name``), None where it has none.
    In a method definition ``parameters[0]`` is the implicit ``self``, of no width, standing where the
    parameter list begins.  The node starts at the word ``function`` where that is an expression, and at
    the parameter list in a `FunctionStat`, a `LocalFunction` and a `GlobalFunction`.  `end_line` is the line of its
    ``end``.
    """

    def __init__(
        self,
        start: int,
        end: int,
        line: int,
        parameters: list[Name],
        is_vararg: bool,
        vararg: Name | None,
        body: "Block",
        end_line: int,
    ) -> None:
        super().__init__(start, end, line)
        self.parameters: list[Name] = parameters
        self.is_vararg: bool = is_vararg
        self.vararg: Name | None = vararg
        self.body: Block = body
        self.end_line: int = end_line


@final
class Index(Expr):
    """``object[key]``, or ``object.key`` when `dotted` (then `key` is a `String`)."""

    def __init__(self, start: int, end: int, line: int, object: Expr, key: Expr, dotted: bool) -> None:
        super().__init__(start, end, line)
        self.object: Expr = object
        self.key: Expr = key
        self.dotted: bool = dotted


@final
class Call(Expr):
    """``function(arguments)``."""

    def __init__(self, start: int, end: int, line: int, function: Expr, arguments: list[Expr]) -> None:
        super().__init__(start, end, line)
        self.function: Expr = function
        self.arguments: list[Expr] = arguments


@final
class MethodCall(Expr):
    """``object:name(arguments)``."""

    def __init__(self, start: int, end: int, line: int, object: Expr, name: String, arguments: list[Expr]) -> None:
        super().__init__(start, end, line)
        self.object: Expr = object
        self.name: String = name
        self.arguments: list[Expr] = arguments


@final
class Binary(Expr):
    """``left op right``; `op` as Lua spells it, ``and`` and ``or`` among them."""

    def __init__(self, start: int, end: int, line: int, op: str, left: Expr, right: Expr) -> None:
        super().__init__(start, end, line)
        self.op: str = op
        self.left: Expr = left
        self.right: Expr = right


@final
class Unary(Expr):
    """``op operand``; `op` is one of ``-``, ``not``, ``#``, ``~``."""

    def __init__(self, start: int, end: int, line: int, op: str, operand: Expr) -> None:
        super().__init__(start, end, line)
        self.op: str = op
        self.operand: Expr = operand


@final
class Paren(Expr):
    """``(inner)``: a node of its own, because it cuts several values down to one."""

    def __init__(self, start: int, end: int, line: int, inner: Expr) -> None:
        super().__init__(start, end, line)
        self.inner: Expr = inner


@final
class TableItem(Node):
    """One field of a table constructor; `key` is None for a positional one."""

    def __init__(self, start: int, end: int, line: int, key: Expr | None, value: Expr) -> None:
        super().__init__(start, end, line)
        self.key: Expr | None = key
        self.value: Expr = value


@final
class Table(Expr):
    """A table constructor (manual 3.4.9)."""

    def __init__(self, start: int, end: int, line: int, items: list[TableItem]) -> None:
        super().__init__(start, end, line)
        self.items: list[TableItem] = items


@final
class ErrorExpr(Expr):
    """Where an expression should stand and none does."""


@final
class Block(Node):
    """Statements, from the end of the token before them to the start of the one behind, on line `end_line`."""

    def __init__(self, start: int, end: int, line: int, statements: list[Stat], end_line: int) -> None:
        super().__init__(start, end, line)
        self.statements: list[Stat] = statements
        self.end_line: int = end_line


@final
class AttribName(Node):
    """A declared name with its attribute, or else the one before all names: ``const``, ``close`` or None."""

    def __init__(self, start: int, end: int, line: int, name: Name, attrib: bytes | None) -> None:
        super().__init__(start, end, line)
        self.name: Name = name
        self.attrib: bytes | None = attrib


@final
class Local(Stat):
    """``local names = values``."""

    def __init__(self, start: int, end: int, line: int, names: list[AttribName], values: list[Expr]) -> None:
        super().__init__(start, end, line)
        self.names: list[AttribName] = names
        self.values: list[Expr] = values


@final
class Global(Stat):
    """``global names = values``; `line` is where the values begin, or else the statement."""

    def __init__(self, start: int, end: int, line: int, names: list[AttribName], values: list[Expr]) -> None:
        super().__init__(start, end, line)
        self.names: list[AttribName] = names
        self.values: list[Expr] = values


@final
class GlobalAll(Stat):
    """``global *``: all names that are not declared otherwise; `attrib` is ``const`` or None."""

    def __init__(self, start: int, end: int, line: int, attrib: bytes | None) -> None:
        super().__init__(start, end, line)
        self.attrib: bytes | None = attrib


@final
class Assign(Stat):
    """``targets = values``; a target is a `Name` or an `Index`."""

    def __init__(self, start: int, end: int, line: int, targets: list[Expr], values: list[Expr]) -> None:
        super().__init__(start, end, line)
        self.targets: list[Expr] = targets
        self.values: list[Expr] = values


@final
class CallStat(Stat):
    """A call as a statement; `call` is a `Call` or a `MethodCall`."""

    def __init__(self, start: int, end: int, line: int, call: Expr) -> None:
        super().__init__(start, end, line)
        self.call: Expr = call


@final
class Do(Stat):
    """``do body end``."""

    def __init__(self, start: int, end: int, line: int, body: Block) -> None:
        super().__init__(start, end, line)
        self.body: Block = body


@final
class While(Stat):
    """``while condition do body end``."""

    def __init__(self, start: int, end: int, line: int, condition: Expr, body: Block) -> None:
        super().__init__(start, end, line)
        self.condition: Expr = condition
        self.body: Block = body


@final
class Repeat(Stat):
    """``repeat body until condition``; the condition sees the body's locals."""

    def __init__(self, start: int, end: int, line: int, body: Block, condition: Expr) -> None:
        super().__init__(start, end, line)
        self.body: Block = body
        self.condition: Expr = condition


@final
class IfClause(Node):
    """``if condition then body``, or the same with ``elseif``."""

    def __init__(self, start: int, end: int, line: int, condition: Expr, body: Block) -> None:
        super().__init__(start, end, line)
        self.condition: Expr = condition
        self.body: Block = body


@final
class If(Stat):
    """An ``if`` with all its clauses; `orelse` is the ``else`` block."""

    def __init__(self, start: int, end: int, line: int, clauses: list[IfClause], orelse: Block | None) -> None:
        super().__init__(start, end, line)
        self.clauses: list[IfClause] = clauses
        self.orelse: Block | None = orelse


@final
class NumericFor(Stat):
    """``for variable = first, limit, step do body end``."""

    def __init__(
        self,
        start: int,
        end: int,
        line: int,
        variable: Name,
        first: Expr,
        limit: Expr,
        step: Expr | None,
        body: Block,
    ) -> None:
        super().__init__(start, end, line)
        self.variable: Name = variable
        self.first: Expr = first
        self.limit: Expr = limit
        self.step: Expr | None = step
        self.body: Block = body


@final
class GenericFor(Stat):
    """``for names in values do body end``."""

    def __init__(self, start: int, end: int, line: int, names: list[Name], values: list[Expr], body: Block) -> None:
        super().__init__(start, end, line)
        self.names: list[Name] = names
        self.values: list[Expr] = values
        self.body: Block = body


@final
class FunctionStat(Stat):
    """``function target (...) end``.

    `target` is a `Name` or a chain of dotted `Index`; in a method definition (`is_method`) the
    outermost `Index` holds the method's name.
    """

    def __init__(self, start: int, end: int, line: int, target: Expr, function: Function, is_method: bool) -> None:
        super().__init__(start, end, line)
        self.target: Expr = target
        self.function: Function = function
        self.is_method: bool = is_method


@final
class LocalFunction(Stat):
    """``local function name (...) end``."""

    def __init__(self, start: int, end: int, line: int, name: Name, function: Function) -> None:
        super().__init__(start, end, line)
        self.name: Name = name
        self.function: Function = function


@final
class GlobalFunction(Stat):
    """``global function name (...) end``."""

    def __init__(self, start: int, end: int, line: int, name: Name, function: Function) -> None:
        super().__init__(start, end, line)
        self.name: Name = name
        self.function: Function = function


@final
class Return(Stat):
    """``return values``; always the last of its block."""

    def __init__(self, start: int, end: int, line: int, values: list[Expr]) -> None:
        super().__init__(start, end, line)
        self.values: list[Expr] = values


@final
class Break(Stat):
    """``break``."""


@final
class Goto(Stat):
    """``goto label``."""

    def __init__(self, start: int, end: int, line: int, label: bytes) -> None:
        super().__init__(start, end, line)
        self.label: bytes = label


@final
class Label(Stat):
    """``::name::``; the name begins at `name_start`."""

    def __init__(self, start: int, end: int, line: int, name: bytes, name_start: int) -> None:
        super().__init__(start, end, line)
        self.name: bytes = name
        self.name_start: int = name_start


@final
class ErrorStat(Stat):
    """Text that is no statement."""


@final
class Chunk(Node):
    """A whole source text; `source_name` is the chunk name given to `load`, `end_line` the last token's line."""

    def __init__(self, start: int, end: int, line: int, body: Block, source_name: bytes, end_line: int) -> None:
        super().__init__(start, end, line)
        self.body: Block = body
        self.source_name: bytes = source_name
        self.end_line: int = end_line
        self.expansions: Expansions | None = None  # what macros made of it, in a dialect with macros
