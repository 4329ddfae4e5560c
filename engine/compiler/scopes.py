"""Scopes: which variable each name of a chunk means.  The data; `resolver` fills it in.

Everything is keyed by nodes of the syntax tree, so that a language server can ask about the name
under its cursor.  A name that means no local variable is a global: a field of the variable `_ENV`
that is visible there (manual 2.2), which is itself a local or an upvalue like any other.  A global
that is declared is a `Variable` too, so that the declaration has a scope; it has no register.
Relies on `engine.syntax.ast` and `folding`.
"""

from typing import Final, final

from engine.compiler import folding
from engine.compiler.folding import Constant
from engine.syntax import ast
from engine.syntax.dialects import Dialect

# What declared a variable.
LOCAL: Final = "local"
PARAMETER: Final = "parameter"
FUNCTION: Final = "function"  # local function f
LOOP: Final = "loop"
STATE: Final = "state"  # the unnamed variables of a for loop
VARARG: Final = "vararg"  # the parameter for the extra arguments
GLOBAL: Final = "global"  # global x
EVERYTHING: Final = "everything"  # global *
ENVIRONMENT: Final = "environment"  # the main function's upvalue _ENV


@final
class Variable:
    """A declared variable (manual 3.3.7), visible in the bytes `start` to `end` of its function."""

    def __init__(
        self, name: bytes, kind: str, attrib: bytes | None, declaration: ast.Name | None, function: "FunctionScope"
    ) -> None:
        self.name: Final = name
        self.key = name  # what it is found by; not its name, if it is a macro's own
        self.kind: Final = kind
        self.attrib: Final = attrib  # const, close or None
        self.declaration: Final = declaration
        self.function: Final = function
        self.start = 0
        self.end = 0
        self.captured = False  # an inner function names it, so it lives in a cell
        self.assigned = False  # assigned to after its declaration
        self.constant: Constant | None = None  # a compile-time constant: it has no register at all
        self.needs_table = False  # of a VARARG: it is used for more than to read a field
        self.references: Final[list[ast.Name]] = []  # where it is used, in the order of the text

    def is_global(self) -> bool:
        return self.kind == GLOBAL or self.kind == EVERYTHING


@final
class Upvalue:
    """A variable of an outer function, as a function sees it.

    It is a local of the function right outside when `in_stack`, else that function's upvalue `index`.
    """

    def __init__(self, variable: Variable, in_stack: bool, index: int) -> None:
        self.variable: Final = variable
        self.in_stack: Final = in_stack
        self.index: Final = index


@final
class FunctionScope:
    """A function's variables and upvalues; `node` is None for the main function."""

    def __init__(self, parent: "FunctionScope | None", node: ast.Function | None) -> None:
        self.parent: Final = parent
        self.node: Final = node
        self.line: Final = 0 if node is None else node.line
        self.variables: Final[list[Variable]] = []  # in the order of their declarations
        self.upvalues: Final[list[Upvalue]] = []
        self.upvalue_indices: Final[dict[Variable, int]] = {}
        self.vararg: Variable | None = None  # the local that stands for the extra arguments, named or not
        self.has_vararg_table = False  # it holds a table of them
        self.uses_varargs = False  # there is a `...` in the function


@final
class Scopes:
    """All that the resolver found out about a chunk."""

    def __init__(self, dialect: Dialect) -> None:
        self._dialect: Final = dialect
        self.main: Final = FunctionScope(None, None)
        self.functions: Final[dict[ast.Function, FunctionScope]] = {}
        self.variables: Final[dict[ast.Name, Variable]] = {}  # of declarations and of uses
        self.environments: Final[dict[ast.Name, Variable]] = {}  # of global names: their _ENV
        self.globals: Final[dict[ast.Name, Variable]] = {}  # of global names: what declares them, if anything does
        self.targets: Final[dict[ast.Goto, ast.Label]] = {}
        self.folded: Final[dict[ast.Expr, Constant]] = {}

    def constant_of(self, expr: ast.Expr) -> Constant | None:
        """The value of an expression that is known at compile time."""
        if isinstance(expr, (ast.Number, ast.String)):
            return Constant(expr.value)
        if isinstance(expr, ast.Name):
            variable = self.variables.get(expr)
            return None if variable is None else variable.constant
        if isinstance(expr, (ast.Binary, ast.Unary, ast.Paren)):
            return self.folded.get(expr)
        if isinstance(expr, ast.Nil):
            return folding.NIL
        if isinstance(expr, ast.TrueLiteral):
            return folding.TRUE
        if isinstance(expr, ast.FalseLiteral):
            return folding.FALSE
        return None

    def fold(self, expr: ast.Expr) -> None:
        """Note the value of an operator expression, or of one in parentheses, whose parts are resolved."""
        value: Constant | None = None
        if isinstance(expr, ast.Binary):
            value = self._fold_binary(expr)
        elif isinstance(expr, ast.Unary):
            operand = self.constant_of(expr.operand)
            value = None if operand is None else folding.fold_unary(expr.op, operand, self._dialect)
        elif isinstance(expr, ast.Paren):
            value = self.constant_of(expr.inner)
        if value is not None:
            self.folded[expr] = value

    def _fold_binary(self, expr: ast.Binary) -> Constant | None:
        left = self.constant_of(expr.left)
        if left is None:
            return None
        right = self.constant_of(expr.right)
        if right is None:
            return None
        if expr.op == "and":
            return right if left.truthy() else None
        if expr.op == "or":
            return None if left.truthy() else right
        return folding.fold_binary(expr.op, left, right, self._dialect)
