"""LuaCATS annotations: what the comment above something says of it.

A comment's lines that begin with ``---@`` are annotations, the others describe.  Relies on nothing.
"""

import re
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final, NamedTuple

_LINE: Final = re.compile(r"\s*--(-*)\s?(.*)")
_TAG: Final = re.compile(r"@(\w+)\s*(.*)")
_PARAM: Final = re.compile(r"([\w.]+)(\?)?\s*(.*)")
_FIELD: Final = re.compile(r"(?:(?:private|protected|public|package)\s+)?(\w+|\[[^\]]*\])(\?)?\s+(.*)")
_CLASS: Final = re.compile(
    r"(?P<how>\((?:exact|partial|key|constructor)\)\s*)?(?P<name>[\w.*-]+)(?:<(?P<generics>[^>]*)>)?\s*"
    r"(?::\s*(?P<parents>.*))?"
)
_ALIAS: Final = re.compile(r"([\w.*-]+)(?:<([^>]*)>)?\s*(.*)")
_FURTHER: Final = re.compile(r"([A-Za-z_]\w*)\s*,\s*(\S.*)")  # after a type: its name, and another type
_VARIANT: Final = re.compile(r"\|[+>]?\s*(\S+)\s*(?:#\s*(.*))?")
_OPENERS: Final = "([{<"
_CLOSERS: Final = ")]}>"


class Note(NamedTuple):
    """A type with a name and a description; which of them are empty depends on the annotation."""

    name: str
    type: str
    text: str
    optional: bool = False


@dataclass
class Annotations:
    """What a comment says."""

    text: list[str] = field(default_factory=list)
    parameters: dict[str, Note] = field(default_factory=dict)
    returns: list[Note] = field(default_factory=list)
    types: list[str] = field(default_factory=list)
    class_name: str = ""
    class_generics: list[str] = field(default_factory=list)
    is_exact: bool = False
    parents: list[str] = field(default_factory=list)
    fields: list[Note] = field(default_factory=list)
    alias: Note | None = None
    generics: list[str] = field(default_factory=list)
    operators: list[str] = field(default_factory=list)
    overloads: list[str] = field(default_factory=list)
    deprecated: bool = False
    nodiscard: bool = False
    is_enum: bool = False
    is_key_enum: bool = False

    @property
    def description(self) -> str:
        return "\n".join(self.text).strip()


def parse(lines: list[str]) -> Annotations:
    """The annotations of a comment, given line by line with its dashes; nobody may change them."""
    return _parsed(tuple(lines))


@lru_cache(maxsize=8192)
def _parsed(lines: tuple[str, ...]) -> Annotations:
    found = Annotations()
    for line in lines:
        match = _LINE.match(line)
        if match is None:
            continue
        dashes, body = match[1], match[2].rstrip()
        if dashes and body.startswith("@"):
            _tag(found, body)
        elif dashes and body.startswith("|") and found.alias is not None:
            _variant(found, body)
        else:
            found.text.append(body)
    return found


def _tag(found: Annotations, body: str) -> None:
    match = _TAG.match(body)
    if match is None:
        return
    tag, rest = match[1], match[2].strip()
    if tag == "param" and (named := _PARAM.match(rest)):
        kind, text = split_type(named[3])
        found.parameters[named[1]] = Note(named[1], kind, text.lstrip("#@ "), named[2] is not None)
    elif tag == "vararg":
        kind, text = split_type(rest)
        found.parameters["..."] = Note("...", kind, text.lstrip("#@ "))
    elif tag == "return":
        _return(found, rest)
    elif tag == "type":
        found.types = split_list(split_type(rest)[0])
    elif tag in ("class", "enum") and (named := _CLASS.match(rest)):
        found.class_name = named["name"]
        found.class_generics = _names(named["generics"])
        found.is_enum = tag == "enum"
        found.is_key_enum = (named["how"] or "").startswith("(key")
        found.is_exact = (named["how"] or "").startswith("(exact")
        found.parents = split_list(split_type(named["parents"])[0]) if named["parents"] else []
    elif tag == "field" and (named := _FIELD.match(rest)):
        kind, text = split_type(named[3])
        found.fields.append(Note(named[1], kind, text.lstrip("#@ "), named[2] is not None))
    elif tag == "alias" and (named := _ALIAS.match(rest)):
        kind, text = split_type(named[3])
        found.alias = Note(named[1], kind, text.lstrip("#@ "))
        found.class_generics = _names(named[2])
    elif tag == "operator":
        found.operators.append(rest)
    elif tag == "generic":
        found.generics += [part.partition(":")[0].strip() for part in rest.split(",")]
    elif tag == "overload":
        found.overloads.append(split_type(rest)[0])
    elif tag == "deprecated":
        found.deprecated = True
    elif tag == "nodiscard":
        found.nodiscard = True
    elif tag == "see" and rest:
        found.text.append(f"See {rest}.")


def _names(listed: str | None) -> list[str]:
    """The names of type parameters, without what they are restricted to."""
    return [part.partition(":")[0].strip() for part in (listed or "").split(",") if part.strip()]


def _return(found: Annotations, rest: str) -> None:
    """``---@return type name description``; several types may stand in one line."""
    while rest:
        listed, text = split_type(rest)
        *others, kind = split_list(listed) or [""]
        found.returns += [Note("", one, "") for one in others]
        name = ""
        further = _FURTHER.match(text)
        if further is not None:
            name, text, rest = further[1], "", further[2]
        elif not text.startswith(("#", "@")):
            name, _, text = text.partition(" ")
        if further is None:
            rest = ""
        found.returns.append(Note(name, kind, text.lstrip("#@ ")))


def _variant(found: Annotations, body: str) -> None:
    match = _VARIANT.match(body)
    assert found.alias is not None
    if match is not None:
        kind = f"{found.alias.type}|{match[1]}" if found.alias.type else match[1]
        found.alias = found.alias._replace(type=kind)


def split_type(text: str) -> tuple[str, str]:
    """A type at the beginning of a text, and what follows it; blanks inside brackets and around ``|`` belong to it."""
    depth = 0
    at = 0
    text = text.strip()
    while at < len(text):
        character = text[at]
        if character in "\"'":
            closing = text.find(character, at + 1)
            at = closing if closing > 0 else len(text) - 1
        elif character in _OPENERS:
            depth += 1
        elif character in _CLOSERS:
            depth -= 1
        elif character.isspace() and depth <= 0:
            rest = text[at:].lstrip()
            if text[at - 1] == ":" and "fun" not in text[:at]:
                return text[: at - 1], f"# {rest.strip()}"  # `type: description`, as it was once written
            joined = rest.startswith("|") or text[:at].rstrip()[-1:] in ("|", ":", ",")
            if not joined:
                return text[:at], rest.strip()
            at = len(text) - len(rest) - 1
        at += 1
    return text, ""


def split_list(text: str, separator: str = ",") -> list[str]:
    """The parts of a list, cut where a separator stands outside brackets and quotes."""
    parts: list[str] = []
    depth = 0
    start = 0
    quote = ""
    for at, character in enumerate(text):
        if quote:
            quote = "" if character == quote else quote
        elif character in "\"'":
            quote = character
        elif character in _OPENERS:
            depth += 1
        elif character in _CLOSERS and text[at - 1 : at] != "-":
            depth -= 1
        elif character == separator and depth <= 0:
            parts.append(text[start:at].strip())
            start = at + 1
    last = text[start:].strip()
    return [*parts, last] if last else parts


def class_names(kind: str) -> list[str]:
    """The classes that a type names outermost: of ``Foo|nil`` and ``Foo?`` it is Foo."""
    names: list[str] = []
    for part in split_list(kind, "|"):
        part = part.strip().removesuffix("?").strip()
        if part.startswith("(") and part.endswith(")"):
            names += class_names(part[1:-1])
        elif part and re.fullmatch(r"[\w.*-]+(<.*>)?", part) and part not in BUILT_IN:
            names.append(part.partition("<")[0])
    return names


_BUILT_IN_TEXT: Final = (
    "nil any boolean string number integer function table thread userdata lightuserdata true false unknown void self "
    "file"
)
BUILT_IN: Final = frozenset(_BUILT_IN_TEXT.split())
"""The types that are no classes."""
