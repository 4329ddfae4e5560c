"""Whether a value of one type can stand where another is wanted.

Only a "no" is sure: what is not known, or may be meant otherwise, is taken for good.  Relies on `declared`.
"""

from typing import Final

from lsp.types import declared
from lsp.types.model import (
    ANY,
    BOOLEAN,
    FALSE,
    FILE,
    FUNCTION,
    INTEGER,
    NIL,
    NUMBER,
    STRING,
    TABLE,
    THREAD,
    TRUE,
    UNKNOWN,
    USERDATA,
    Array,
    Basic,
    Function,
    Literal,
    Map,
    Named,
    Quoted,
    Record,
    Table,
    Tuple,
    Type,
    Union,
    members,
)
from lsp.types.scope import Scope

_MAX_DEPTH: Final = 6
# Families: values of one are never values of another.
_TEXT: Final = "text"  # strings and numbers, which Lua converts into each other
_FAMILY: Final[dict[Type, str]] = {
    NIL: "nil",
    BOOLEAN: "boolean",
    STRING: _TEXT,
    NUMBER: _TEXT,
    INTEGER: _TEXT,
    FUNCTION: "function",
    TABLE: "table",
    THREAD: "thread",
    USERDATA: "userdata",
    FILE: "userdata",
    Basic("lightuserdata"): "userdata",
}


def family(kind: Type) -> str:
    """The family of a single type; empty for one that may be several things."""
    if isinstance(kind, Basic):
        return _FAMILY.get(kind, "")
    if isinstance(kind, Literal):
        return "boolean" if kind.basic == "boolean" else _TEXT
    if isinstance(kind, (Array, Map, Tuple, Record, Table)):
        return "table"
    return "function" if isinstance(kind, Function) else ""


def fits(scope: Scope, given: Type, wanted: Type, depth: int = _MAX_DEPTH) -> bool:
    """Whether a value of a type may stand where another type is wanted; True wherever that is not certain."""
    if depth <= 0:
        return True
    given = declared.resolved(scope, given)
    wanted = declared.resolved(scope, wanted)
    if UNKNOWN in (given, wanted) or ANY in (given, wanted):
        return True
    # Of what may be several things, some may be ruled out by what the reader knows.
    return any(_fits(scope, one, wanted, depth) for one in members(given)) if members(given) else True


def _fits(scope: Scope, given: Type, wanted: Type, depth: int) -> bool:
    if isinstance(wanted, Union):
        return not wanted.members or any(_fits(scope, given, one, depth) for one in wanted.members)
    if given == wanted or UNKNOWN in (given, wanted) or ANY in (given, wanted) or isinstance(wanted, Quoted):
        return True
    if isinstance(wanted, Named):
        return _fits_class(scope, given, wanted)
    if isinstance(given, Named):
        return _is_one(scope, given, wanted)
    ours, theirs = family(given), family(wanted)
    if ours and theirs and ours != theirs:
        return _may_be_called(given, theirs)
    if isinstance(given, Literal) and given.basic == "string" and wanted in (NUMBER, INTEGER):
        return _is_numeral(given.text[1:-1])
    if isinstance(given, Literal) and isinstance(wanted, Literal):
        return given.basic != wanted.basic or given.text.strip("\"'") == wanted.text.strip("\"'")
    if isinstance(given, Literal) and wanted in (TRUE, FALSE):
        return given == wanted
    if isinstance(given, Array) and isinstance(wanted, Array):
        return fits(scope, given.element, wanted.element, depth - 1)
    if isinstance(given, Map) and isinstance(wanted, Map):
        return fits(scope, given.value, wanted.value, depth - 1)
    return True


def _is_numeral(text: str) -> bool:
    """Whether Lua may take a string for a number."""
    return text.strip()[:1].isdigit() or text.strip()[:1] in ("-", ".", "+")


def _may_be_called(given: Type, wanted: str) -> bool:
    """Whether a table stands for a function: its metatable may let it be called."""
    return isinstance(given, Table) and wanted == "function"


def _fits_class(scope: Scope, given: Type, wanted: Named) -> bool:
    """Whether a value may be an object of a class."""
    if isinstance(given, Named):
        if not (declared.is_fully_declared(scope, given) and declared.is_fully_declared(scope, wanted)):
            return True
        below = {one.name for one in declared.lineage(scope, given)}
        above = {one.name for one in declared.lineage(scope, wanted)}
        # A class above the one that is wanted may well hold an object of it.
        return wanted.name in below or given.name in above
    if not declared.is_fully_declared(scope, wanted):
        return True
    if family(given) in ("nil", "boolean", _TEXT):
        return False
    return family(given) != "function" or bool(declared.calls(scope, wanted)) or bool(declared.fields(scope, wanted))


def _is_one(scope: Scope, given: Named, wanted: Type) -> bool:
    """Whether an object of a class may be of a type that is no class."""
    if not declared.is_fully_declared(scope, given):
        return True
    return family(wanted) not in ("nil", "boolean", _TEXT, "thread")
