"""The functions that a source declares, by the names that it gives them: what function breakpoints are set on."""

from dataclasses import dataclass
from pathlib import PurePath

from engine.compiler.proto import Proto
from engine.syntax import tokens
from engine.syntax.dialects import Dialect
from engine.syntax.errors import LuaSyntaxError, Problems
from engine.syntax.lexer import Lexer
from engine.syntax.tokens import Token


@dataclass(frozen=True)
class Declared:
    """A function and its name as declared, with dots only; empty for one without a name."""

    name: str
    proto: Proto


_Named = tuple[int, str]
"""The line on which a function begins, and its name."""


def declared_functions(text: bytes, main: Proto, dialect: Dialect) -> list[Declared]:
    """The functions of a chunk.  Names are missing where the text is not the chunk's.

    `main` may also be a function whose chunk nobody holds any more: it and those inside it.
    """
    found = [main, *_inner(main)] if main.line else _inner(main)
    try:
        named = _names(_tokens(text, main.source, dialect))
    except LuaSyntaxError:
        named = []
    if main.line:
        named = _part(named, [int(proto.line) for proto in found])
    names = [name for _, name in named] if len(named) == len(found) else [""] * len(found)
    return [Declared(name, proto) for name, proto in zip(names, found, strict=True)]


def is_meant(wanted: str, declared: Declared, source: str) -> bool:
    """Whether a user who names a function means this one.

    By its name, with a dot or a colon, with or without what stands before the last dot; `module.name` where the file
    has the module's name; or `file:line`, where the function begins.
    """
    stem, _, line = wanted.rpartition(":")
    if stem and line.isdigit():
        parts = PurePath(stem).parts
        return declared.proto.line == int(line) and PurePath(source).parts[-len(parts) :] == parts
    name = wanted.strip().replace(":", ".")
    own = declared.name.rpartition(".")[2]
    if not declared.name:
        return False
    module, _, last = name.rpartition(".")
    return name == declared.name or (last == own and module in ("", PurePath(source).stem))


def _inner(proto: Proto) -> list[Proto]:
    """The functions inside a function, in the order in which they begin."""
    found: list[Proto] = []
    for inner in proto.protos:
        found.append(inner)
        found += _inner(inner)
    return found


def _tokens(text: bytes, name: bytes, dialect: Dialect) -> list[Token]:
    lexer = Lexer(text, dialect, Problems(name, True, dialect))
    found = [lexer.next_token()]
    while found[-1].kind != tokens.EOF:
        found.append(lexer.next_token())
    return found


def _part(named: list[_Named], lines: list[int]) -> list[_Named]:
    """Of the functions of a text those that begin on these lines, one after the other; none if that is not certain."""
    size = len(lines)
    parts = [named[at : at + size] for at in range(len(named) - size + 1)]
    fitting = [part for part in parts if [line for line, _ in part] == lines]
    return fitting[0] if len(fitting) == 1 else []


def _names(found: list[Token]) -> list[_Named]:
    """The name of each function, in the order of the words `function`: that after it, or before a `=`."""
    names: list[_Named] = []
    for at, token in enumerate(found):
        if token.kind == tokens.FUNCTION:
            after = _name_after(found, at + 1)
            before = "" if after or found[at - 1].kind != tokens.ASSIGN else _name_before(found, at - 2)
            names.append((token.line, after or before))
    return names


def _name_after(found: list[Token], at: int) -> str:
    parts: list[str] = []
    while found[at].kind == tokens.NAME:
        parts.append(_text(found[at]))
        if found[at + 1].kind not in (tokens.DOT, tokens.COLON):
            break
        at += 2
    return ".".join(parts)


def _name_before(found: list[Token], at: int) -> str:
    if at >= 0 and found[at].kind == tokens.GREATER:  # `local name <const> = function`
        at -= 3
    parts: list[str] = []
    while at >= 0 and found[at].kind == tokens.NAME:
        parts.append(_text(found[at]))
        if found[at - 1].kind != tokens.DOT:
            break
        at -= 2
    return ".".join(reversed(parts))


def _text(token: Token) -> str:
    return token.text.decode("utf-8", "replace")
