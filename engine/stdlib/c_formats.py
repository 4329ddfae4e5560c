"""How `string.format` reads a format string up to Lua 5.3: what follows a "%" goes to C's `printf` as it is.

So flags that mean nothing for a conversion are no errors.  Relies on ``formatting`` for what items are.
"""

import re
from typing import Final

from engine.runtime.polling import Poller
from engine.stdlib.formatting import FLOAT, KINDS, LITERAL, MALFORMED, QUOTED, Item, quote_string
from engine.syntax.dialects import Dialect

_CACHE_SIZE: Final = 512
_ESCAPED: Final = re.compile(rb'["\\\n\r\x00]')
_FLAGS: Final = b"-+ #0"
_CONTROLS: Final = bytes(range(32))
_NEW: Final = b"aAp"  # conversions that not all dialects have

_cache: Final[dict[tuple[bytes, bytes], list[Item]]] = {}


def parse_format(text: bytes, dialect: Dialect) -> list[Item]:
    """The items of a format string, up to the first that cannot be read."""
    key = (text, dialect.key.encode())
    found = _cache.get(key)
    if found is None:
        if len(_cache) >= _CACHE_SIZE:
            _cache.clear()
        found = _parse(text, dialect)
        _cache[key] = found
    return found


def _parse(text: bytes, dialect: Dialect) -> list[Item]:
    items: list[Item] = []
    literal = b""
    at = 0
    while True:
        escape = text.find(b"%", at)
        if escape < 0:
            break
        literal += text[at:escape]
        if text[escape + 1 : escape + 2] == b"%":
            literal += b"%"
            at = escape + 2
            continue
        if literal:
            items.append(Item(LITERAL, literal))
            literal = b""
        at = _specification_end(text, escape + 1)
        letter = text[at - 1 : at]
        items.append(_specification(text[escape:at], letter, dialect))
        if items[-1].kind == MALFORMED:
            return items
    literal += text[at:]
    if literal:
        items.append(Item(LITERAL, literal))
    return items


def _specification_end(text: bytes, at: int) -> int:
    """Where a specification ends: after the letter that follows flags, width and precision."""
    at = _span(text, at, _FLAGS, len(text))
    at = _span(text, at, b"0123456789", 2)
    if text[at : at + 1] == b".":
        at = _span(text, at + 1, b"0123456789", 2)
    return at + 1


def _span(text: bytes, at: int, allowed: bytes, most: int) -> int:
    end = at
    while end < len(text) and end < at + most and text[end] in allowed:
        end += 1
    return end


def _specification(text: bytes, letter: bytes, dialect: Dialect) -> Item:
    flags = _span(text, 1, _FLAGS, len(text)) - 1
    if flags > len(_FLAGS) and not dialect.repeated_flags:
        return _malformed(text, b"invalid format (repeated flags)")
    if letter.isdigit():
        if dialect.repeated_flags:
            return _malformed(text, b"invalid option '" + text + b"' to 'format'")
        return _malformed(text, b"invalid format (width or precision too long)")
    if letter == b"F" and letter in dialect.format_specifiers:
        return Item(FLOAT, text[:-1] + b"f", False)
    kind = KINDS.get(ord(letter), MALFORMED) if letter else MALFORMED
    if kind == MALFORMED or (letter in _NEW and letter not in dialect.format_specifiers):
        shown = text[1:].rstrip(_CONTROLS) if dialect.repeated_flags else _shown(letter, dialect)
        return _malformed(text, b"invalid option '%" + shown + b"' to 'format'")
    if kind == QUOTED:
        return Item(QUOTED, b"%q")
    return Item(kind, text, False)


def _malformed(text: bytes, error: bytes) -> Item:
    item = Item(MALFORMED, text)
    item.error = error
    return item


def _shown(letter: bytes, dialect: Dialect) -> bytes:
    """A letter in a message; at the end of the format string C sees a zero byte."""
    code = ord(letter) if letter else 0
    if dialect.escaped_option and not 32 <= code < 127:
        return b"<\\%d>" % code
    return bytes([code]) if code != 0 or dialect.zero_option else b""


def quote(text: bytes, poller: Poller) -> bytes:
    """A string as "%q" writes it in Lua 5.1; of a long one `poller` is asked on the way."""
    return quote_string(text, _ESCAPED, _escape, poller)


def _escape(text: bytes, at: int) -> bytes:
    byte = text[at]
    if byte == 13:
        return b"\\r"
    return b"\\000" if byte == 0 else b"\\" + text[at : at + 1]
