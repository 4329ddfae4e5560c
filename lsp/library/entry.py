"""Entries: what the data modules of the libraries are made of.

A signature is written ``(s: string, n?: integer, ...): string``; a question mark makes a parameter optional.
Relies on nothing.
"""

import re
from dataclasses import dataclass
from typing import Final, NamedTuple

_PARAMETER: Final = re.compile(r"(\w+|\.\.\.)(\?)?(?::\s*(.+))?")


class Parameter(NamedTuple):
    """A parameter of a library function; that of a vararg is called ``...``."""

    name: str
    type: str
    optional: bool


class Signature(NamedTuple):
    """One way to call a function."""

    parameters: tuple[Parameter, ...]
    returns: str

    @property
    def least(self) -> int:
        """The fewest arguments that make sense."""
        return sum(1 for one in self.parameters if not one.optional and one.name != "...")

    @property
    def most(self) -> int | None:
        """The most arguments that make sense; None for any number."""
        return None if any(one.name == "..." for one in self.parameters) else len(self.parameters)

    def shown(self, skip_first: bool = False) -> str:
        """The parameters as a reader sees them."""
        parts = [self.label(one) for one in self.parameters[1 if skip_first else 0 :]]
        return f"({', '.join(parts)})" + (f": {self.returns}" if self.returns else "")

    @staticmethod
    def label(parameter: Parameter) -> str:
        """One parameter as a reader sees it."""
        mark = "?" if parameter.optional else ""
        return f"{parameter.name}{mark}: {parameter.type}" if parameter.type else f"{parameter.name}{mark}"


@dataclass(frozen=True)
class Entry:
    """A function of a library, or a value if it has no signatures.

    `only` are the dialects of this entry, where the same name has another entry in the others; empty for all.
    """

    name: str
    summary: str
    signatures: tuple[Signature, ...] = ()
    type: str = ""
    only: tuple[str, ...] = ()

    @property
    def is_function(self) -> bool:
        return bool(self.signatures)


def function(name: str, *signatures: str, summary: str, only: tuple[str, ...] = ()) -> Entry:
    """The entry of a function."""
    return Entry(name, summary, tuple(_signature(text) for text in signatures), "function", only)


def value(name: str, type: str, summary: str, only: tuple[str, ...] = ()) -> Entry:
    """The entry of a value."""
    return Entry(name, summary, (), type, only)


def _signature(text: str) -> Signature:
    inner, _, returns = text.rpartition(")")
    inner = inner.removeprefix("(").strip()
    parameters: list[Parameter] = []
    for part in _split(inner):
        found = _PARAMETER.fullmatch(part)
        assert found is not None, text
        parameters.append(Parameter(found[1], found[3] or "", found[2] is not None))
    return Signature(tuple(parameters), returns.removeprefix(":").strip())


def _split(inner: str) -> list[str]:
    """The parameters of a list; a type may have commas in parentheses of its own."""
    parts: list[str] = []
    depth = 0
    start = 0
    for at, character in enumerate(inner):
        depth += (character in "([{") - (character in ")]}")
        if character == "," and depth == 0:
            parts.append(inner[start:at].strip())
            start = at + 1
    last = inner[start:].strip()
    return [*parts, last] if last else parts
