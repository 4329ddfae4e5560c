"""Types as values: what an annotation means and what inference finds.

Types are compared by what they say.  `UNKNOWN` is the type of what nothing is known about; whatever has to do with it
is not known either, and no diagnostic ever speaks of it.  Relies on nothing but the facts that a table or a function
can be found by.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Final

from lsp.binding.facts import FunctionFacts, Variable
from lsp.documents.units import Unit


@dataclass(frozen=True, slots=True)
class Basic:
    """A type of Lua's by its name, or one of `any`, `unknown`, `file`."""

    name: str

    # Compared very often: what dataclasses make for that is slow.
    def __eq__(self, other: object) -> bool:
        return self is other or (isinstance(other, Basic) and self.name == other.name)

    def __hash__(self) -> int:
        return hash(self.name)


@dataclass(frozen=True, slots=True)
class Literal:
    """One value of a basic type; `text` is how it is written."""

    basic: str
    text: str

    def __eq__(self, other: object) -> bool:
        return self is other or (isinstance(other, Literal) and (self.text, self.basic) == (other.text, other.basic))

    def __hash__(self) -> int:
        return hash(self.text)


@dataclass(frozen=True, slots=True)
class Union:
    """One of several types; without members it is the type of nothing at all (`NEVER`)."""

    members: tuple["Type", ...]


@dataclass(frozen=True, slots=True)
class Array:
    """A list: ``T[]``."""

    element: "Type"


@dataclass(frozen=True, slots=True)
class Map:
    """A table from one type to another: ``table<K, V>``."""

    key: "Type"
    value: "Type"


@dataclass(frozen=True, slots=True)
class Tuple:
    """A list of known length: ``[A, B]``."""

    items: tuple["Type", ...]


@dataclass(frozen=True, slots=True)
class Record:
    """A table with these fields: ``{ x: number, [string]: integer }``."""

    fields: tuple[tuple[str, "Type"], ...]
    rest: Map | None = None


@dataclass(frozen=True, slots=True)
class Named:
    """A class, an alias or an enum by its name, or a type parameter."""

    name: str
    arguments: tuple["Type", ...] = ()


@dataclass(frozen=True, slots=True)
class Quoted:
    """The class that a string argument names, in backquotes."""

    name: str


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter of a function; that of a vararg is called ``...``."""

    name: str
    type: "Type"
    optional: bool = False


@dataclass(frozen=True, slots=True)
class Origin:
    """The function of the text that a function type comes from."""

    uri: str
    unit: Unit = field(compare=False, repr=False)
    function: FunctionFacts


@dataclass(frozen=True, slots=True)
class Function:
    """A function; `returns` is None if nothing is promised, `rest` the type of any number of further results."""

    parameters: tuple[Parameter, ...] = ()
    returns: tuple["Type", ...] | None = None
    rest: "Type | None" = None
    generics: tuple[str, ...] = ()
    overloads: tuple["Function", ...] = ()
    origin: Origin | None = None
    is_method: bool = False
    """Whether the first parameter is `self`."""
    library: str = ""
    """The full name of a library's function."""


@dataclass(frozen=True, slots=True)
class Table:
    """A table of the text: what a variable holds, or a global's, and the keys that lead on from it."""

    root: Variable | bytes
    keys: tuple[bytes, ...]
    uri: str = field(compare=False)
    unit: Unit | None = field(compare=False, repr=False)


Type = Basic | Literal | Union | Array | Map | Tuple | Record | Named | Quoted | Function | Table

ANY: Final[Type] = Basic("any")
UNKNOWN: Final[Type] = Basic("unknown")
NIL: Final[Type] = Basic("nil")
BOOLEAN: Final[Type] = Basic("boolean")
STRING: Final[Type] = Basic("string")
NUMBER: Final[Type] = Basic("number")
INTEGER: Final[Type] = Basic("integer")
FUNCTION: Final[Type] = Basic("function")
TABLE: Final[Type] = Basic("table")
USERDATA: Final[Type] = Basic("userdata")
THREAD: Final[Type] = Basic("thread")
FILE: Final[Type] = Basic("file")
NEVER: Final[Type] = Union(())
TRUE: Final[Type] = Literal("boolean", "true")
FALSE: Final[Type] = Literal("boolean", "false")

BASIC_NAMES: Final = frozenset(
    [
        "any",
        "unknown",
        "nil",
        "boolean",
        "string",
        "number",
        "integer",
        "function",
        "table",
        "userdata",
        "lightuserdata",
        "thread",
        "file",
    ]
)
_MOST_MEMBERS: Final = 12


def is_unknown(kind: Type) -> bool:
    """Whether nothing is known of a type, or nothing wanted."""
    return isinstance(kind, Basic) and kind.name in ("unknown", "any")


def members(kind: Type) -> tuple[Type, ...]:
    """What a type is one of; itself, if it is no union."""
    return kind.members if isinstance(kind, Union) else (kind,)


def union(kinds: Iterable[Type]) -> Type:
    """The type of what is one of several."""
    kinds = tuple(kinds)
    if kinds and not isinstance(kinds[0], Union) and all(kind is kinds[0] for kind in kinds):
        return kinds[0]
    found: dict[Type, None] = {}
    for kind in kinds:
        for member in members(kind):
            if member == UNKNOWN:
                return UNKNOWN
            found[member] = None
    if len(found) < 2:
        return next(iter(found)) if found else NEVER
    if ANY in found:
        return ANY
    for literal in [one for one in found if isinstance(one, Literal)]:
        wider = Basic(literal.basic)
        if wider in found or (wider == INTEGER and NUMBER in found):
            del found[literal]
    if TRUE in found and FALSE in found:
        found = {(BOOLEAN if one == TRUE else one): None for one in found if one != FALSE}
    if NUMBER in found:
        found.pop(INTEGER, None)
    if len(found) > _MOST_MEMBERS:
        found = dict.fromkeys(widened(one) for one in found)
        if len(found) > _MOST_MEMBERS:
            return UNKNOWN
    return next(iter(found)) if len(found) == 1 else Union(tuple(found))


def widened(kind: Type) -> Type:
    """A type with basic types in place of literals."""
    if isinstance(kind, Literal):
        return Basic(kind.basic)
    return union(widened(one) for one in kind.members) if isinstance(kind, Union) and kind.members else kind


def optional(kind: Type) -> Type:
    """A type or nil."""
    return union((kind, NIL))


def may_be_false(kind: Type) -> bool:
    """Whether a single type, no union, has values that count as false."""
    return kind in (NIL, FALSE, BOOLEAN)


def truthy(kind: Type) -> Type:
    """What is left of a type if the value counts as true."""
    if not isinstance(kind, Union):
        return TRUE if kind == BOOLEAN else NEVER if kind in (NIL, FALSE) else kind
    return union(TRUE if one == BOOLEAN else one for one in kind.members if one not in (NIL, FALSE))


def falsy(kind: Type) -> Type:
    """What is left of a type if the value counts as false."""
    if is_unknown(kind):
        return UNKNOWN
    return union(FALSE if one == BOOLEAN else one for one in members(kind) if may_be_false(one))


def without_nil(kind: Type) -> Type:
    """A type without nil."""
    return union(one for one in members(kind) if one != NIL)


def has_nil(kind: Type) -> bool:
    """Whether a type says that a value may be nil."""
    return NIL in members(kind)


def substituted(kind: Type, bound: dict[str, Type]) -> Type:
    """A type with other types in place of type parameters."""
    if not bound:
        return kind
    if isinstance(kind, Named):
        if not kind.arguments:
            return bound.get(kind.name, kind)
        return Named(kind.name, tuple(substituted(one, bound) for one in kind.arguments))
    if isinstance(kind, Quoted):
        return bound.get(kind.name, kind)
    if isinstance(kind, Union):
        return union(substituted(one, bound) for one in kind.members)
    if isinstance(kind, Array):
        return Array(substituted(kind.element, bound))
    if isinstance(kind, Map):
        return Map(substituted(kind.key, bound), substituted(kind.value, bound))
    if isinstance(kind, Tuple):
        return Tuple(tuple(substituted(one, bound) for one in kind.items))
    if isinstance(kind, Record):
        rest = None
        if kind.rest is not None:
            rest = Map(substituted(kind.rest.key, bound), substituted(kind.rest.value, bound))
        return Record(tuple((name, substituted(one, bound)) for name, one in kind.fields), rest)
    if isinstance(kind, Function):
        own = {name: one for name, one in bound.items() if name not in kind.generics}
        returns = None if kind.returns is None else tuple(substituted(one, own) for one in kind.returns)
        parameters = tuple(Parameter(one.name, substituted(one.type, own), one.optional) for one in kind.parameters)
        rest_ = None if kind.rest is None else substituted(kind.rest, own)
        return replace(kind, parameters=parameters, returns=returns, rest=rest_)
    return kind
