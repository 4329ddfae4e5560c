"""Whether the language server sees syntax errors where the original compilers have one, and none anywhere else."""

import re
from typing import Final

from engine.syntax.dialects import DIALECTS
from lsp.documents.snapshot import Snapshot
from lsp.features.diagnostics import syntax
from tests.differential import COMPILE, in_original
from tests.generated.mutants import mutated
from tests.generated.programs import random_program
from tests.generated.scopes import seeded

_PLACE: Final = re.compile(r"program:(\d+): (.*)", re.DOTALL)
_OTHER_LINE: Final = re.compile(r"at line (\d+)")


def disagreement(key: str, source: str) -> str:
    """What the two say of a program in a dialect, if it is not the same; empty if it is."""
    text = source.encode("utf-8", "surrogateescape")
    refused = in_original(key, text, COMPILE)
    found = syntax(Snapshot("file:///program.lua", text, DIALECTS[key]))
    shown = "; ".join(f"{_line(text, one.start)}: {one.message}" for one in found) or "compiles"
    if (refused == "compiles") == bool(found):
        return f"original: {refused}\n  server: {shown}"
    named = _PLACE.match(refused)
    if named is None:
        return ""
    other = _OTHER_LINE.search(named[2])
    expected = {int(named[1])} | ({int(other[1])} if other is not None else set())
    lines = {_line(text, at) for one in found for at in (one.start, one.end)}
    return "" if lines & expected else f"original: {refused}\n  server: {shown}"


def _line(text: bytes, at: int) -> int:
    """The line of an offset as Lua counts them."""
    return len(re.findall(rb"\r\n|\n\r|\n|\r", text[:at])) + 1


def program(key: str, seed: int) -> str:
    """A random program of a dialect; two in three have mistakes."""
    source = random_program(seed, DIALECTS[key])
    return source if seed % 3 == 0 else mutated(source, seeded(seed))
