"""Facts: what a walk over one unit finds.  The data; `binder` fills it in.

All offsets are in the coordinates of the unit's syntax tree; whoever has a snapshot adds the unit's shift.  A name
that no variable of the unit declares is *free*: an earlier unit's variable or a global.
Relies on `engine.syntax.ast`.
"""

from functools import cached_property
from typing import Final

from engine.syntax import ast

# What an occurrence does with its name.
DECLARE: Final = 0
READ: Final = 1
WRITE: Final = 2

MANY_VARIABLES: Final = 100
"""A function with more variables may come up against a compiler's limits."""
FOREVER: Final = 1 << 62
"""The end of a variable that is visible to the end of the file."""

# What declared a variable.
LOCAL: Final = "local"
PARAMETER: Final = "parameter"
FUNCTION: Final = "local function"
LOOP: Final = "loop variable"
VARARG: Final = "vararg parameter"
GLOBAL: Final = "global"  # a declaration that a name is global: uses of it are free names


class FunctionFacts:
    """A function and what is in it; `node` is None for the unit's top level.

    `name` is how it is called where it is defined (``M.f``, ``Class:method``), empty for one without a name, and
    `start` to `end` is where that name stands.
    """

    def __init__(self, node: ast.Function | None, parent: "FunctionFacts | None") -> None:
        self.node: Final = node
        self.parent: Final = parent
        self.name = ""
        self.start = 0
        self.end = 0
        self.is_method = False
        self.target: ast.Expr | None = None  # what the function is assigned to, if it is
        self.parameters: Final[list[Variable]] = []
        self.calls: Final[list[CallUse]] = []
        self.returns: Final[list[ast.Return]] = []


class Variable:
    """A local variable, visible from `start` to `end`.

    `value` is the expression that it is initialized with, of whose results it is number `nth`.
    """

    def __init__(
        self, node: ast.Name, kind: str, attrib: bytes | None, function: FunctionFacts, statement: ast.Node | None
    ) -> None:
        self.node: Final = node
        self.name: Final = node.name
        self.kind: Final = kind
        self.attrib: Final = attrib
        self.function: Final = function
        self.statement: Final = statement
        self.start = 0
        self.end = 0
        self.exported = False  # declared at top level: later units see it
        self.captured = False
        self.value: ast.Expr | None = None
        self.nth = 0
        self.index = 0  # among the names of its statement
        self.uses: Final[list[Use]] = []  # all but the declaration, in the order of the text

    @property
    def is_constant(self) -> bool:
        return self.attrib is not None


class Use:
    """A name where it is used; `variable` is None if it is free."""

    def __init__(self, node: ast.Name, access: int, variable: Variable | None, function: FunctionFacts) -> None:
        self.node: Final = node
        self.access: Final = access
        self.variable: Final = variable
        self.function: Final = function
        self.value: ast.Expr | None = None  # what is assigned, if that is known


class FieldUse:
    """A field where it is named: ``object.key``, ``object:key()``, or ``key =`` in the constructor `object`."""

    def __init__(
        self,
        key: ast.String,
        object: ast.Expr,
        access: int,
        is_method: bool,
        value: ast.Expr | None,
        function: FunctionFacts,
    ) -> None:
        self.key: Final = key
        self.object: Final = object
        self.access: Final = access
        self.is_method: Final = is_method
        self.value: Final = value
        self.function: Final = function


class CallUse:
    """A call where it is made."""

    def __init__(self, node: ast.Call | ast.MethodCall, function: FunctionFacts) -> None:
        self.node: Final = node
        self.function: Final = function


class LabelFacts:
    """A label, from `start` to `end` (the name alone), and the `goto` statements that lead to it."""

    def __init__(self, node: ast.Label, start: int) -> None:
        self.node: Final = node
        self.name: Final = node.name
        self.start: Final = start
        self.end: Final = start + len(node.name)
        self.jumps: Final[list[ast.Goto]] = []


class Flaw:
    """Something that a compiler refuses although the grammar allows it."""

    def __init__(self, message: str, start: int, end: int) -> None:
        self.message: Final = message
        self.start: Final = start
        self.end: Final = end


class Facts:
    """All that was found in a unit."""

    def __init__(self) -> None:
        self.main: Final = FunctionFacts(None, None)
        self.functions: Final[list[FunctionFacts]] = []
        self.function_of: Final[dict[ast.Function, FunctionFacts]] = {}
        self.variables: Final[list[Variable]] = []  # in the order of their declarations
        self.variable_of: Final[dict[ast.Name, Variable]] = {}  # of declarations and of uses
        self.uses: Final[list[Use]] = []
        self.free: Final[dict[bytes, list[Use]]] = {}
        self.fields: Final[list[FieldUse]] = []
        self.calls: Final[list[CallUse]] = []
        # What a table constructor is assigned to: a name, an index, or a key of the constructor around it.
        self.owner_of: Final[dict[ast.Table, ast.Expr]] = {}
        self.table_of_key: Final[dict[ast.String, ast.Table]] = {}
        self.exports: Final[list[Variable]] = []
        self.labels: Final[list[LabelFacts]] = []
        self.open_jumps: Final[list[ast.Goto]] = []  # of the top level, to labels of other units
        self.top_labels: Final[list[LabelFacts]] = []
        self.flaws: Final[list[Flaw]] = []
        self.has_varargs = False  # ``...`` outside all functions: the arguments of the chunk
        self.is_delicate = False
        """Whether a compiler might refuse the unit, be it for a flaw or for a rule that this package does not know."""
        self.spans_units = False
        """Whether that depends on other units: on labels of the top level, or on declarations of globals."""

    @cached_property
    def structures(self) -> list[int]:
        """Where functions and constructors with named fields begin, in the order of the text."""
        tables = {use.object.start for use in self.fields if isinstance(use.object, ast.Table)}
        return sorted(tables.union(one.node.start for one in self.functions if one.node is not None))
