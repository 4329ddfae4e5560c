"""Spacing: what stands between two tokens of a line.  Relies on the scanner."""

import re
from typing import Final

from lsp.documents.scanner import COMMENT, KEYWORD, NAME, NUMBER, STRING, SYMBOL, Token

_SPACE: Final = " "
_UNARY_WORDS: Final = frozenset((b"-", b"~", b"#"))
_BINARY: Final = frozenset(
    (b"=", b"+", b"-", b"*", b"/", b"//", b"%", b"^", b"..", b"==", b"~=", b"<=", b">=", b"<", b">", b"&", b"|", b"~")
) | frozenset((b"<<", b">>"))
_VALUES: Final = frozenset((b"end", b"nil", b"true", b"false"))
_ATTRIB: Final = re.compile(rb"[ \t]*(?:const|close)[ \t]*>")
_ATTRIBS: Final = frozenset((b"const", b"close"))
_CLOSING: Final = frozenset((b")", b"]", b"}"))


class Spacing:
    """The blanks inside the lines of one text; is asked about its tokens in order."""

    def __init__(self, text: bytes, start: int = 0) -> None:
        self._text: Final = text
        self._unary = False  # whether the last token asked about is a unary operator
        # A label at the very beginning opens unasked.
        self._in_label = text.startswith(b"::", start) or (start == 0 and text.lstrip().startswith(b"::"))
        self._attrib = False  # whether it is the opening bracket of an attribute

    def between(self, left: Token, right: Token) -> str:
        """What to put between two tokens."""
        first, second = self._word(left), self._word(right)
        given = self._text[left.end : right.start]
        unary, self._unary = self._unary, self._is_unary(left, first, second)
        attrib = self._attrib
        self._attrib = second == b"<" and _ATTRIB.match(self._text, right.end) is not None
        if right.kind == COMMENT:
            return given.decode() if given else _SPACE
        if left.kind == COMMENT:
            return _SPACE
        if second in (b",", b";"):
            return ""
        if first in (b",", b";"):
            return _SPACE
        if attrib or (second == b">" and first in _ATTRIBS):
            return ""
        if unary:
            return _SPACE if first == second else ""
        return self._by_kind(left, right, first, second, given)

    def _by_kind(self, left: Token, right: Token, first: bytes, second: bytes, given: bytes) -> str:
        if first in (b".", b":") or second in (b".", b":"):
            # A number would swallow the point.
            return _SPACE if left.kind == NUMBER and second == b"." else ""
        if first == b"::" or second == b"::":
            return self._around_label(second)
        if first == b"{" or second == b"}":
            return "" if not given or (first == b"{" and second == b"}") else _SPACE
        if first == b"(" or second == b")":
            return ""
        if first == b"[":
            return _SPACE if second.startswith(b"[") else ""
        if second == b"]":
            return ""
        if second in (b"(", b"["):
            return self._before_bracket(left, first)
        if second == b"{" or right.kind == STRING:
            return self._before_argument(left, first, given)
        if first == b"..." and right.kind == NAME:
            return ""
        if second == b"#" and left.kind == SYMBOL and first in _CLOSING:
            return _SPACE
        return _SPACE

    def _around_label(self, second: bytes) -> str:
        """The name of a label touches its colons; what is outside them does not."""
        inside = self._in_label
        if second == b"::":
            self._in_label = not inside
        return "" if inside else _SPACE

    def _before_bracket(self, left: Token, first: bytes) -> str:
        """A call or an index stands right behind its function or table."""
        if left.kind in (NAME, STRING) or first in _CLOSING or first == b"function":
            return ""
        return "" if first == b"end" else _SPACE

    def _before_argument(self, left: Token, first: bytes, given: bytes) -> str:
        """A call without parentheses is spaced as it is given; anything else is a value of its own."""
        is_call = left.kind in (NAME, STRING) or first in _CLOSING
        return _SPACE if given or not is_call else ""

    def _is_unary(self, left: Token, first: bytes, second: bytes) -> bool:
        """Whether the second of two tokens is a unary operator."""
        if second == b"#":
            return True
        if second not in _UNARY_WORDS:
            return False
        if left.kind in (NAME, NUMBER, STRING):
            return False
        if left.kind == KEYWORD:
            return first not in _VALUES
        return first not in _CLOSING and first != b"..."

    def _word(self, token: Token) -> bytes:
        return self._text[token.start : token.end]
