"""Suppression: what comments in a file say of diagnostics.

LuaLS's ``---@diagnostic disable``, ``disable-next-line``, ``disable-line``, ``enable``; luacheck's ``-- luacheck:
ignore``, ``globals``, ``no unused``, ``push`` and ``pop``: on a line of their own for the rest of the function around
it, or of the file, else for their line.  Relies on the scanner and `foreign_codes`.
"""

import re
from typing import Final

from lsp.documents import scanner
from lsp.documents.foreign_codes import UNUSED, of_luacheck_pattern, of_name
from lsp.documents.snapshot import Snapshot

ALL: Final = "*"

_LUALS: Final = re.compile(rb"---+[ \t]*@diagnostic[ \t]+(disable|enable)(-next-line|-line)?[ \t]*(?::[ \t]*(.*))?")
_LUACHECK: Final = re.compile(rb"--+\[*[ \t]*luacheck:[ \t]*(.*?)\]*$")


class Suppressions:
    """The suppressions of one file."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._lines: Final[dict[int, set[str]]] = {}
        self._ranges: Final[list[tuple[int, int, str]]] = []  # first line, line after the last, code
        self.globals: Final[set[str]] = set()
        text = snapshot.text
        if b"@diagnostic" in text or b"luacheck" in text:
            self._read(snapshot)

    def hides(self, code: str, line: int, name: str = "") -> bool:
        """Whether a diagnostic of this rule, about this name, is not wanted on a (0-based) line."""
        wanted = {ALL, code, f"name:{name}"}
        if not wanted.isdisjoint(self._lines.get(line, ())):
            return True
        return any(first <= line < after and one in wanted for first, after, one in self._ranges)

    def _read(self, snapshot: Snapshot) -> None:
        lines = snapshot.lines
        open_ranges: dict[str, int] = {}
        pushed: list[int] = []  # how many ranges there were at each `push`
        for token in scanner.comments(snapshot.source):
            text = snapshot.source[token.start : token.end]
            line = lines.line_of(token.start)
            luals = _LUALS.match(text)
            if luals is not None:
                self._luals(luals, line, open_ranges)
                continue
            luacheck = _LUACHECK.match(text)
            if luacheck is not None:
                alone = not snapshot.source[lines.starts[line] : token.start].strip()
                text_ = luacheck[1].decode("utf-8", "replace").strip()
                if text_ == "push":
                    pushed.append(len(self._ranges))
                elif text_ == "pop":
                    since = pushed.pop() if pushed else 0
                    self._ranges[since:] = [(one[0], min(line, one[1]), one[2]) for one in self._ranges[since:]]
                else:
                    self._luacheck(text_, line, alone, _scope_end(snapshot, token.start))
        for code, first in open_ranges.items():
            self._ranges.append((first, len(lines.starts), code))

    def _luals(self, match: re.Match[bytes], line: int, open_ranges: dict[str, int]) -> None:
        listed = (match[3] or b"").decode("utf-8", "replace")
        names = [code.strip() for code in listed.split(",") if code.strip()]
        codes = [code for name in names for code in of_name(name)] or [ALL]
        for code in codes:
            if match[2] == b"-line":
                self._lines.setdefault(line, set()).add(code)
            elif match[2] == b"-next-line":
                self._lines.setdefault(line + 1, set()).add(code)
            elif match[1] == b"disable":
                open_ranges.setdefault(code, line)
            else:
                for one in list(open_ranges) if code == ALL else [code]:
                    first = open_ranges.pop(one, None)
                    if first is not None:
                        self._ranges.append((first, line, one))

    def _luacheck(self, text: str, line: int, alone: bool, after: int) -> None:
        for option in text.split(","):
            words = option.split()
            if not words:
                continue
            if words[0] in ("globals", "read_globals", "read", "new", "std"):
                self.globals.update(words[1:])
                continue
            codes = _luacheck_codes(words)
            for code in codes:
                if alone:
                    self._ranges.append((line, after, code))
                else:
                    self._lines.setdefault(line, set()).add(code)


def _scope_end(snapshot: Snapshot, offset: int) -> int:
    """The line after the function around an offset; that after the file's last, if there is none."""
    at = snapshot.unit_at(offset)
    place = offset - snapshot.shift(at)
    end: int | None = None
    for function in snapshot.units[at].facts.functions:
        node = function.node
        if node is not None and node.start <= place < node.end:
            end = node.end
    lines = snapshot.lines
    return len(lines.starts) if end is None else lines.line_of(end + snapshot.shift(at) - 1) + 1


def _luacheck_codes(words: list[str]) -> list[str]:
    """What an option of luacheck switches off; names stand as ``name:...``."""
    if words[0] == "ignore":
        if len(words) == 1:
            return [ALL]
        codes: list[str] = []
        for word in words[1:]:
            codes += of_luacheck_pattern(word)
        return codes
    if words[0] == "no" and len(words) > 1 and words[1].startswith("unused"):
        return list(UNUSED)
    if words[0] in ("no", "allow") and "redefined" in words:
        return ["redefined-local"]
    return []


def suppressions(snapshot: Snapshot) -> Suppressions:
    """The suppressions of a snapshot, read once."""
    found = snapshot.memory.get(Suppressions)
    if not isinstance(found, Suppressions):
        found = Suppressions(snapshot)
        snapshot.memory[Suppressions] = found
    return found
