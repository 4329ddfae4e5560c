"""The names in annotations: where the comments of a file name classes, parameters, fields and variables.

Relies on the scanner and on `annotations`, which knows how far a type goes.
"""

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from lsp.documents import scanner
from lsp.documents.snapshot import Snapshot
from lsp.types.annotations import BUILT_IN, split_type

TYPE: Final = "type"
DECLARED: Final = "declared type"
PARAMETER: Final = "parameter"
FIELD: Final = "field"
VARIABLE: Final = "variable"

# Comments are looked at with a character for each byte.
_TAG: Final = re.compile(r"--(?:-+[ \t]*(?:@(\w+)|\|[+>]?)|\[=*\[[ \t]*@(as))[ \t]*")
_NAMED: Final = {
    "param": (PARAMETER, re.compile(r"([A-Za-z_\x80-\xff][\w.\x80-\xff]*)\??[ \t]*")),
    "field": (FIELD, re.compile(r"(?:(?:private|protected|public|package)[ \t]+)?([A-Za-z_\x80-\xff]\w*)\??[ \t]+")),
    "class": (DECLARED, re.compile(r"(?:\(\w+\)[ \t]*)?([\w.*-]+)(?:<[^>]*>)?[ \t]*:?[ \t]*")),
    "enum": (DECLARED, re.compile(r"(?:\(\w+\)[ \t]*)?([\w.*-]+)[ \t]*")),
    "alias": (DECLARED, re.compile(r"([\w.*-]+)(?:<[^>]*>)?[ \t]*")),
    "cast": (VARIABLE, re.compile(r"([A-Za-z_\x80-\xff][\w\x80-\xff]*)[ \t]+[+-]?")),
}
_INDEXER: Final = re.compile(r"(?:(?:private|protected|public|package)[ \t]+)?\[([^\]]*)\][ \t]*")
_OPERATOR: Final = re.compile(r"\w+")
_RESULT: Final = re.compile(r"[ \t]*(?:[A-Za-z_]\w*)?[ \t]*,[ \t]*")
_GENERIC: Final = re.compile(r"\w+[ \t]*(?::[ \t]*|(?:,|$))")
_TYPES: Final = frozenset(("type", "vararg", "overload", "see", "as"))
# A name, unless it is in quotes, or names what follows a colon.
_WORD: Final = re.compile(
    r"\"[^\"]*\"|'[^']*'|(?P<name>[A-Za-z_\x80-\xff][\w\x80-\xff]*(?:[.-]\w+|\.\*)*\*?)(?P<colon>[ \t]*\??[ \t]*:)?"
)


class Mention(NamedTuple):
    """A name in an annotation, and what it is the name of."""

    start: int
    end: int
    name: str
    what: str


def mentions(snapshot: Snapshot) -> list[Mention]:
    """The names in the annotations of a file, in the order of the text."""
    found = snapshot.memory.get(Mention)
    if not isinstance(found, list):
        found = list[Mention]()
        if b"--@" in snapshot.text or b"@as" in snapshot.text:
            for token in scanner.comments(snapshot.source):
                text = snapshot.source[token.start : token.end]
                if b"@" in text or text.startswith(b"---|"):
                    found += [_moved(one, token.start) for one in _in_comment(text.decode("latin-1"))]
        snapshot.memory[Mention] = found
    return found


def _moved(one: Mention, by: int) -> Mention:
    return Mention(one.start + by, one.end + by, one.name.encode("latin-1").decode("utf-8", "replace"), one.what)


def _in_comment(text: str) -> Iterator[Mention]:
    match = _TAG.match(text)
    if match is None:
        return
    tag = match[1] or match[2] or "variant"
    at = match.end()
    if tag == "field" and (indexer := _INDEXER.match(text, at)):
        yield from _in_type(text, *indexer.span(1))
        at = indexer.end()
    elif tag in _NAMED:
        what, pattern = _NAMED[tag]
        named = pattern.match(text, at)
        if named is None:
            return
        yield Mention(*named.span(1), named[1], what)
        at = named.end()
    elif tag == "operator" and (operator := _OPERATOR.match(text, at)):
        at = operator.end()
    elif tag == "generic":
        while generic := _GENERIC.match(text, at):
            end = _end_of_type(text, generic.end()) if ":" in generic[0] else generic.end()
            yield from _in_type(text, generic.end(), end)
            at = end + 1 + len(text[end + 1 :]) - len(text[end + 1 :].lstrip())
        return
    elif tag not in (*_TYPES, "return", "variant"):
        return
    end = _end_of_type(text, at)
    yield from _in_type(text, at, end)
    while tag == "return" and (further := _RESULT.match(text, end)):
        at, end = further.end(), _end_of_type(text, further.end())
        yield from _in_type(text, at, end)


def _end_of_type(text: str, start: int) -> int:
    rest = text[start:]
    kind = split_type(rest.removesuffix("]]"))[0]
    return start + len(rest) - len(rest.lstrip()) + len(kind)


def _in_type(text: str, start: int, end: int) -> Iterator[Mention]:
    for match in _WORD.finditer(text, start, end):
        name = match["name"]
        if name and not match["colon"] and name not in BUILT_IN and name not in ("fun", "async"):
            yield Mention(*match.span("name"), name, TYPE)
