"""The notation of types in annotations: text to types, and types to text.

    T|U   T?   T[]   table<K, V>   { x: T, [K]: V }   [T, U]   fun(a: T, b?: U, ...: V): R   "text"   `T`   Class<T>

Relies on `model`.
"""

import re
from functools import lru_cache
from typing import Final

from lsp.types.model import (
    ANY,
    BASIC_NAMES,
    FALSE,
    NIL,
    TABLE,
    TRUE,
    UNKNOWN,
    Array,
    Basic,
    Function,
    Literal,
    Map,
    Named,
    Parameter,
    Quoted,
    Record,
    Table,
    Tuple,
    Type,
    Union,
    optional,
    union,
)

_TOKEN: Final = re.compile(
    r"\s*(?:(?P<name>[A-Za-z_][\w]*(?:[.-]\w+|\.\*)*\*?)|(?P<text>\"[^\"]*\"|'[^']*')|(?P<quoted>`[^`]+`)"
    r"|(?P<number>-?\d[\w.]*)|(?P<symbol>\.\.\.|\[\]|[|?()\[\]{}<>,:;+]))"
)
_WORDS: Final[dict[str, Type]] = {
    "true": TRUE,
    "false": FALSE,
    "void": NIL,
    "never": Union(()),
    "object": ANY,
    "cdata": UNKNOWN,
    "ctype": UNKNOWN,
}
_MOST_FIELDS: Final = 12  # that are shown of a record


class NotationError(ValueError):
    """Text that is no type."""


@lru_cache(maxsize=8192)
def read(text: str) -> Type:
    """The type that a text names; unknown, if it names none."""
    try:
        return read_strictly(text)
    except NotationError:
        return UNKNOWN


def read_strictly(text: str) -> Type:
    """The type that a text names."""
    reader = _Reader(text)
    found = reader.type()
    reader.end()
    return found


class _Reader:
    def __init__(self, text: str) -> None:
        self._tokens: Final[list[tuple[str, str]]] = []
        at = 0
        text = text.rstrip()
        while at < len(text):
            match = _TOKEN.match(text, at)
            if match is None:
                raise NotationError(f"'{text[at:].strip()[:20]}' is no type")
            self._tokens.append((match.lastgroup or "", match[match.lastgroup or 0]))
            at = match.end()
        self._at = 0
        self._depth = 0

    def _peek(self, ahead: int = 0) -> str:
        at = self._at + ahead
        return self._tokens[at][1] if at < len(self._tokens) else ""

    def _next(self) -> tuple[str, str]:
        if self._at >= len(self._tokens):
            raise NotationError("a type is missing")
        self._at += 1
        return self._tokens[self._at - 1]

    def _accept(self, symbol: str) -> bool:
        if self._peek() == symbol and self._tokens[self._at][0] != "text":
            self._at += 1
            return True
        return False

    def _expect(self, symbol: str) -> None:
        if not self._accept(symbol):
            raise NotationError(f"'{symbol}' is missing")

    def end(self) -> None:
        if self._at < len(self._tokens):
            raise NotationError(f"'{self._peek()}' is not expected here")

    def type(self) -> Type:
        self._depth += 1
        if self._depth > 40:
            raise NotationError("too many brackets")
        self._accept("|")
        found = [self._suffixed()]
        while self._accept("|"):
            found.append(self._suffixed())
        self._depth -= 1
        return union(found) if len(found) > 1 else found[0]

    def _suffixed(self) -> Type:
        found = self._single()
        while True:
            if self._accept("[]"):
                found = Array(found)
            elif self._accept("?"):
                found = optional(found)
            elif self._accept("..."):
                return found
            else:
                return found

    def _single(self) -> Type:
        group, text = self._next()
        if group == "text":
            return Literal("string", f'"{text[1:-1]}"')
        if group == "quoted":
            return Quoted(text[1:-1])
        if group == "number":
            return Literal("integer" if text.lstrip("-").isdigit() else "number", text)
        if group == "name":
            return self._named(text)
        if text == "(":
            found = self.type()
            self._expect(")")
            return found
        if text == "{":
            return self._record()
        if text == "[":
            return Tuple(tuple(self._list("]")))
        if text == "[]":
            return Tuple(())
        if text == "...":
            return UNKNOWN
        raise NotationError(f"'{text}' is no type")

    def _named(self, text: str) -> Type:
        if text in ("async", "sync") and self._peek() == "fun":
            self._at += 1
            return self._function()
        if text == "fun":
            return self._function() if self._peek() in ("(", "<") else Basic("function")
        arguments = tuple(self._list(">")) if self._accept("<") else ()
        if text == "table":
            if len(arguments) == 2:
                return Map(arguments[0], arguments[1])
            return Array(arguments[0]) if arguments else TABLE
        if text in BASIC_NAMES:
            return Basic(text)
        return _WORDS.get(text) or Named(text, arguments)

    def _list(self, closing: str) -> list[Type]:
        found: list[Type] = []
        while not self._accept(closing):
            found.append(self.type())
            if not self._accept(","):
                self._expect(closing)
                break
        return found

    def _record(self) -> Type:
        fields: list[tuple[str, Type]] = []
        rest: Map | None = None
        items: list[Type] = []
        while not self._accept("}"):
            if self._accept("["):
                key = self.type()
                self._expect("]")
                self._expect(":")
                value = self.type()
                if isinstance(key, Literal) and key.basic == "string":
                    fields.append((key.text[1:-1], value))
                else:
                    rest = Map(key, value) if rest is None else Map(union((rest.key, key)), union((rest.value, value)))
            elif self._peek(1) in (":", "?") and (self._peek(1) == ":" or self._peek(2) == ":"):
                name = self._next()[1]
                is_optional = self._accept("?")
                self._expect(":")
                value = self.type()
                fields.append((name, optional(value) if is_optional else value))
            else:
                items.append(self.type())
            if not (self._accept(",") or self._accept(";")):
                self._expect("}")
                break
        if items and not fields and rest is None:
            return Tuple(tuple(items))
        return Record(tuple(fields), rest)

    def _function(self) -> Type:
        generics: tuple[str, ...] = ()
        if self._accept("<"):
            generics = tuple(one.name for one in self._list(">") if isinstance(one, Named))
        self._expect("(")
        parameters: list[Parameter] = []
        while not self._accept(")"):
            _, name = self._next()
            is_optional = self._accept("?")
            kind = self.type() if self._accept(":") else UNKNOWN
            parameters.append(Parameter(name, kind, is_optional))
            if not self._accept(","):
                self._expect(")")
                break
        if not self._accept(":"):
            return Function(tuple(parameters), None, None, generics)
        returns: list[Type] = []
        rest: Type | None = None
        closing = self._accept("(") if self._is_list_of_returns() else False
        while True:
            if self._peek(1) == ":" and self._tokens[self._at][0] == "name":
                self._at += 2  # a name in front of the type
            if self._accept("..."):
                rest = self.type() if self._accept(":") else UNKNOWN
                break
            kind = self.type()
            if self._at > 0 and self._tokens[self._at - 1][1] == "...":
                rest = kind
                break
            returns.append(kind)
            if not self._continues():
                break
        if closing:
            self._expect(")")
        return Function(tuple(parameters), tuple(returns), rest, generics)

    def _is_list_of_returns(self) -> bool:
        """Whether the parenthesis that comes next holds several types."""
        depth = 0
        for at in range(self._at, len(self._tokens)):
            text = self._tokens[at][1]
            depth += (text in "([{<") - (text in ")]}>") if len(text) == 1 else 0
            if text == "," and depth == 1 and self._peek() == "(":
                return True
            if depth == 0:
                return False
        return False

    def _continues(self) -> bool:
        """Whether a comma leads to another result, and not to another parameter of a function around."""
        if self._peek() != "," or (self._peek(2) in (":", "?") and self._tokens[self._at + 1][0] == "name"):
            if not (self._peek() == "," and self._depth <= 1):
                return False
        return self._accept(",")


# -- types to text


def show(kind: Type) -> str:
    """A type as text."""
    if isinstance(kind, Basic):
        return kind.name
    if isinstance(kind, Literal):
        return kind.text
    if isinstance(kind, Union):
        return _show_union(kind)
    if isinstance(kind, Array):
        inner = show(kind.element)
        return f"({inner})[]" if isinstance(kind.element, (Union, Function)) else f"{inner}[]"
    if isinstance(kind, Map):
        return f"table<{show(kind.key)}, {show(kind.value)}>"
    if isinstance(kind, Tuple):
        return f"[{', '.join(show(one) for one in kind.items)}]"
    if isinstance(kind, Record):
        return _show_record(kind)
    if isinstance(kind, Named):
        arguments = f"<{', '.join(show(one) for one in kind.arguments)}>" if kind.arguments else ""
        return kind.name + arguments
    if isinstance(kind, Quoted):
        return f"`{kind.name}`"
    if isinstance(kind, Function):
        return show_function(kind)
    assert isinstance(kind, Table)
    return "table"


def _show_union(kind: Union) -> str:
    if not kind.members:
        return "never"
    others = [one for one in kind.members if one != NIL]
    parts = [f"({show(one)})" if isinstance(one, Function) else show(one) for one in others]
    if len(others) == len(kind.members):
        return "|".join(parts)
    return f"{parts[0]}?" if len(parts) == 1 else "|".join([*parts, "nil"])


def _show_record(kind: Record) -> str:
    parts = [f"{name}: {show(one)}" for name, one in kind.fields[:_MOST_FIELDS]]
    if kind.rest is not None:
        parts.append(f"[{show(kind.rest.key)}]: {show(kind.rest.value)}")
    if len(kind.fields) > _MOST_FIELDS:
        parts.append("...")
    return f"{{ {', '.join(parts)} }}" if parts else "{}"


def show_function(kind: Function) -> str:
    """A function's type as text; `self` of a method is left out."""
    parts = [show_parameter(one) for one in kind.parameters[1 if kind.is_method else 0 :]]
    returns = [show(one) for one in kind.returns or ()]
    if kind.rest is not None:
        returns.append("..." if kind.rest == UNKNOWN else f"{show(kind.rest)}...")
    return f"fun({', '.join(parts)})" + (f": {', '.join(returns)}" if returns else "")


def show_parameter(parameter: Parameter) -> str:
    """A parameter as text."""
    mark = "?" if parameter.optional else ""
    kind = "" if parameter.type == UNKNOWN else f": {show(parameter.type)}"
    return f"{parameter.name}{mark}{kind}"
