"""What `string.gsub` does without calling Lua: replacement by a string or by a plain table (manual 6.4).

Relies on the matcher.  Positions count from 0.
"""

from typing import Final, final

from librt.vecs import append, vec
from mypy_extensions import i64

from engine.runtime import numbers
from engine.runtime.table import LuaTable
from engine.runtime.tostring import type_name
from engine.stdlib.long_strings import joined
from engine.stdlib.matcher import Matcher
from engine.stdlib.patterns import PatternError
from engine.syntax.dialects import Dialect

_PERCENT: Final = 37
_WHOLE_MATCH: Final = 0
_NOTHING: Final = -1  # a piece of text alone
_MALFORMED: Final = -2


@final
class Template:
    """A replacement string taken apart: each piece is some text and the capture that follows it
    (0 for the whole match).  In a `classic` one, of Lua 5.1, "%" quotes any byte that is no digit."""

    def __init__(self, text: bytes, classic: bool = False) -> None:
        self.texts: list[bytes] = []
        self.references: vec[i64] = vec[i64]()
        at = 0
        while True:
            escape = text.find(b"%", at)
            if escape < 0:
                break
            follower = text[escape + 1] if escape + 1 < len(text) else 0
            if follower == _PERCENT:
                self.add(text[at : escape + 1], _NOTHING)
            elif 48 <= follower <= 57:
                self.add(text[at:escape], follower - 48)
            elif classic:
                self.add(text[at:escape] + bytes([follower]), _NOTHING)
            else:
                self.add(b"", _MALFORMED)
                return
            at = escape + 2
        if at < len(text):
            self.add(text[at:], _NOTHING)

    def add(self, text: bytes, reference: i64) -> None:
        self.texts.append(text)
        self.references = append(self.references, reference)

    def expand(self, matcher: Matcher, parts: list[bytes], numbered: bool) -> i64:
        """Add the replacement of a match to `parts`; its size in bytes.  Raises PatternError."""
        size: i64 = 0
        references = self.references
        for at, text in enumerate(self.texts):
            reference = references[at]
            size += len(text)
            parts.append(text)
            if reference >= _WHOLE_MATCH:
                piece = _referred(matcher, reference, numbered)
                size += len(piece)
                parts.append(piece)
            elif reference == _MALFORMED:
                raise PatternError(b"invalid use of '%' in replacement string")
        return size


def _referred(matcher: Matcher, reference: i64, numbered: bool) -> bytes:
    if reference == _WHOLE_MATCH:
        return matcher.subject[matcher.start : matcher.end]
    if not numbered and reference > max(1, len(matcher.program.kinds)):
        raise PatternError(b"invalid capture index")
    captured = matcher.capture(reference - 1)
    if isinstance(captured, bytes):
        return captured
    assert isinstance(captured, int)
    return b"%d" % captured


def keeps_match(value: object) -> bool:
    """Whether a value that a table or function gave, false or nil, keeps what was matched."""
    return value is None or value is False


def replacement_text(matched: bytes, value: object, style: i64) -> bytes:
    """The text for a value that a table or function gave.  Raises PatternError."""
    if isinstance(value, bytes):
        return value
    if keeps_match(value):
        return matched
    if isinstance(value, float) or (isinstance(value, int) and not isinstance(value, bool)):
        return numbers.to_bytes(value, style)
    raise PatternError(b"invalid replacement value (a " + type_name(value) + b")")


@final
class Substitution:
    """A run of `gsub`: the pieces of the result, their `size` in bytes, and the `count` of matches."""

    def __init__(self, matcher: Matcher, dialect: Dialect) -> None:
        self.matcher: Final = matcher
        self.adjacent: Final = dialect.adjacent_empty_matches
        self.numbered: Final = dialect.capture_numbers
        self.float_style: Final[i64] = dialect.float_style
        self.parts: list[bytes] = []
        self.size: i64 = 0
        self.count: i64 = 0
        self.changed = False  # whether a match was replaced, be it by the same text
        self.copied: i64 = 0  # up to here the subject is in `parts`, replaced or not
        self.at: i64 = 0  # where to look for the next match

    def next_match(self) -> bool:
        """Find the next match, and take over the text before it."""
        matcher = self.matcher
        if self.count > 0 and matcher.program.anchored:
            return False
        at = self.at
        if at > matcher.size or not matcher.search(at):
            return False
        if self.count > 0 and matcher.end == at and not self.adjacent:  # an empty match where the last one ended
            if at >= matcher.size or not matcher.search(at + 1):
                return False
        before = matcher.subject[self.copied : matcher.start]
        self.parts.append(before)
        self.size += len(before)
        self.copied = self.at = matcher.end
        if self.adjacent and matcher.start == matcher.end:
            self.at += 1
        self.count += 1
        return True

    def with_template(self, template: Template, limit: i64) -> None:
        while self.count < limit and self.next_match():
            self.changed = True
            self.size += template.expand(self.matcher, self.parts, self.numbered)

    def with_table(self, table: LuaTable, limit: i64) -> None:
        matcher = self.matcher
        while self.count < limit and self.next_match():
            matched = matcher.subject[matcher.start : matcher.end]
            value = table.get(matcher.capture(0))
            self.changed = self.changed or not keeps_match(value)
            text = replacement_text(matched, value, self.float_style)
            self.size += len(text)
            self.parts.append(text)

    def finish(self) -> bytes:
        """The result, the subject itself if nothing was replaced; call once."""
        matcher = self.matcher
        if not self.changed:
            return matcher.subject
        self.parts.append(matcher.subject[self.copied :])
        return joined(b"", self.parts, matcher.poller)
