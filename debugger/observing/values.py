"""What kinds of values a variable has had: types and how often, ranges, examples, and the fields of tables.

Values are looked at while the program stands still, for tables change later.  Relies on the engine's values.
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from engine.runtime import tostring
from engine.runtime.table import LuaTable
from engine.runtime.values import Cell
from engine.syntax.tokens import RESERVED

EXAMPLES: Final = 3  # strings that are kept
MOST_FIELDS: Final = 40
MOST_ITEMS: Final = 8
DEPTH: Final = 3
LONGEST_LITERAL: Final = 400
_CLASS_CHAIN: Final = 8
_SMALLEST: Final = -(2**63)  # written in digits it would be a float

INTEGER: Final = "integer"
NUMBER: Final = "number"
TABLE: Final = "table"
NIL: Final = "nil"
BOOLEAN: Final = "boolean"


def type_of(value: object) -> str:
    """The type of a value as annotations call it."""
    if isinstance(value, bool):
        return BOOLEAN
    if isinstance(value, int):
        return INTEGER
    if isinstance(value, float):
        return NUMBER
    return tostring.type_name(value).decode()


def is_name(key: object) -> bool:
    """Whether a key can be written behind a dot."""
    return isinstance(key, bytes) and key not in RESERVED and key.isascii() and key.decode("ascii").isidentifier()


def entries(table: LuaTable) -> Iterator[tuple[object, object]]:
    """What is in a table, in the order of `pairs`."""
    position = table.next_position(-1)
    while position >= 0:
        yield table.key_at(position), table.value_at(position)
        position = table.next_position(position)


@dataclass
class Shape:
    """What the tables of a variable have held: fields by name, and what else there was."""

    tables: set[int] = field(default_factory=set)
    """Which they were: one that is looked at again, when it holds more, is the same one."""
    fields: dict[str, "Values"] = field(default_factory=dict)
    holders: dict[str, set[int]] = field(default_factory=dict)
    """Which of the tables have had each field."""
    methods: dict[str, "Values"] = field(default_factory=dict)
    """What a table has by its metatable's `__index`."""
    items: "Values | None" = None
    """The elements at whole numbers from 1."""
    others: int = 0
    """Keys of another kind, and fields beyond MOST_FIELDS."""

    def add(self, table: LuaTable, depth: int) -> None:
        identity = int(table.born)
        self.tables.add(identity)
        for count, (key, value) in enumerate(entries(table)):
            if count >= MOST_FIELDS * 2:
                self.others += 1
                break
            if isinstance(key, int) and not isinstance(key, bool):
                if self.items is None:
                    self.items = Values()
                if count < MOST_ITEMS:
                    self.items.add(value, depth)
            elif isinstance(key, bytes) and is_name(key):
                name = key.decode("ascii")
                self._note(self.fields, name, value, depth)
                self.holders.setdefault(name, set()).add(identity)
            else:
                self.others += 1
        owner, steps = _index_of(table), _CLASS_CHAIN
        while owner is not None and owner is not table and steps > 0:
            for key, value in entries(owner):
                if isinstance(key, bytes) and is_name(key) and not key.startswith(b"__"):
                    self._note(self.methods, key.decode("ascii"), value, 1)
            owner, steps = _index_of(owner), steps - 1

    def _note(self, kept: dict[str, "Values"], name: str, value: object, depth: int) -> None:
        found = kept.get(name)
        if found is None:
            if len(kept) >= MOST_FIELDS:
                self.others += 1
                return
            found = kept[name] = Values()
        found.add(value, depth)


def _index_of(table: LuaTable) -> LuaTable | None:
    """The table where another looks for what it does not have."""
    metatable = table.metatable
    found = metatable.get_key(b"__index") if metatable is not None else None
    return found if isinstance(found, LuaTable) else None


@dataclass
class Values:
    """The values that something has had."""

    count: int = 0
    types: dict[str, int] = field(default_factory=dict)
    low: float | None = None
    high: float | None = None
    strings: list[str] = field(default_factory=list)
    """The first few that differ, as literals."""
    booleans: set[bool] = field(default_factory=set)
    shape: Shape | None = None

    def add(self, value: object, depth: int = 0) -> None:
        """Take a value into account; its fields too, `depth` levels down."""
        if isinstance(value, Cell):
            raise TypeError("a cell is not a value")
        kind = type_of(value)
        self.count += 1
        self.types[kind] = self.types.get(kind, 0) + 1
        if kind in (INTEGER, NUMBER):
            assert isinstance(value, (int, float))
            if not math.isnan(value):
                self.low = value if self.low is None or value < self.low else self.low
                self.high = value if self.high is None or value > self.high else self.high
        if isinstance(value, LuaTable):
            if depth > 0:
                self.look_into(value, depth)
        elif isinstance(value, bool):
            self.booleans.add(value)
        elif kind == "string":
            text = literal(value) if len(self.strings) < EXAMPLES else None
            if text is not None and text not in self.strings:
                self.strings.append(text)

    def look_into(self, table: LuaTable, depth: int) -> None:
        """Take the fields of a table into account, which may have been counted before."""
        if self.shape is None:
            self.shape = Shape()
        self.shape.add(table, depth - 1)


# -- as types ------------------------------------------------------------------------------------------------------


def type_text(values: Values, depth: int = 2) -> str:
    """The type that holds all that was seen, as an annotation; empty if there was nothing."""
    parts: list[str] = []
    types = values.types
    for kind in types:
        if kind == NIL or (kind == INTEGER and NUMBER in types):
            continue
        parts.append(_table_text(values.shape, depth) if kind == TABLE else kind)
    if not parts:
        return NIL if NIL in types else ""
    text = "|".join(dict.fromkeys(parts))
    if NIL in types:
        return f"{text}?" if len(parts) == 1 and not text.startswith("fun") else f"{text}|nil"
    return text


def _table_text(shape: Shape | None, depth: int) -> str:
    if shape is None or depth <= 0 or shape.methods or shape.others:
        return TABLE
    if shape.items is not None:
        element = type_text(shape.items, depth - 1)
        if shape.fields or not element:
            return TABLE
        return f"({element})[]" if "|" in element or element.endswith("?") else f"{element}[]"
    if not 0 < len(shape.fields) <= 6:
        return TABLE
    fields: list[str] = []
    for name, values in shape.fields.items():
        kind = type_text(values, depth - 1) or "any"
        missing = len(shape.holders[name]) < len(shape.tables) and not kind.endswith(("?", "|nil"))
        fields.append(f"{name}: {kind}" + ("?" if missing else ""))
    return "{ " + ", ".join(fields) + " }"


# -- as literals ---------------------------------------------------------------------------------------------------

_ESCAPES: Final = {0x0A: "\\n", 0x0D: "\\r", 0x09: "\\t", 0x22: '\\"', 0x5C: "\\\\"}


def literal(value: object, depth: int = 4) -> str | None:
    """Lua that makes an equal value; None if there is none, or it is long."""
    text = _literal(value, depth)
    return text if text is not None and len(text) <= LONGEST_LITERAL else None


def _literal(value: object, depth: int) -> str | None:
    if value is None:
        return "nil"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value) if value != _SMALLEST else "math.mininteger"
    if isinstance(value, float):
        return _float(value)
    if isinstance(value, bytes):
        return _string(value) if len(value) <= LONGEST_LITERAL else None
    return _table(value, depth) if isinstance(value, LuaTable) else None


def _float(value: float) -> str:
    if math.isnan(value):
        return "0/0"
    if math.isinf(value):
        return "1/0" if value > 0 else "-1/0"
    return repr(value)


def _string(value: bytes) -> str:
    parts: list[str] = []
    for at, one in enumerate(value):
        if one in _ESCAPES:
            parts.append(_ESCAPES[one])
        elif one >= 0x7F or one < 0x20:
            digits = value[at + 1 : at + 2].isdigit()
            parts.append(f"\\{one:03d}" if digits else f"\\{one}")
        else:
            parts.append(chr(one))
    return '"' + "".join(parts) + '"'


def _table(table: LuaTable, depth: int) -> str | None:
    """A constructor; None for a table in itself, one with a metatable, or one that holds functions."""
    if depth <= 0 or table.metatable is not None:
        return None
    parts: list[str] = []
    following = 1
    for key, value in entries(table):
        text = _literal(value, depth - 1)
        if text is None or len(parts) > MOST_FIELDS:
            return None
        if key == following and not isinstance(key, bool):
            following += 1
            parts.append(text)
        elif isinstance(key, bytes) and is_name(key):
            parts.append(f"{key.decode('ascii')} = {text}")
        else:
            name = _literal(key, 0)
            if name is None:
                return None
            parts.append(f"[{name}] = {text}")
    return "{" + ", ".join(parts) + "}"
