"""The lexer: bytes in, tokens out (manual 3.1).

A first line that begins with ``#`` is the loader's business, but in a dialect that skips it anywhere.
Reports to a `Problems`; when that is tolerant, a broken token still comes out as a token of its kind.
Relies on `numerals`.
"""

import re
from typing import Final, final

from engine.syntax import tokens, wording
from engine.syntax.dialects import Dialect
from engine.syntax.errors import Problems
from engine.syntax.numerals import numeral_end, value_of
from engine.syntax.tokens import Token, quoted

_NAME: Final = re.compile(rb"[A-Za-z_][A-Za-z0-9_]*")
_WIDE_NAME: Final = re.compile(rb"[A-Za-z_\x80-\xff][A-Za-z0-9_\x80-\xff]*")
_HEADER: Final = re.compile(rb"(?:\xef\xbb\xbf)?(?:#[^\r\n]*(?:\r\n?|\n\r?|\Z))?")
_BLANK: Final = re.compile(rb"[ \t\f\v]+")
_REST_OF_LINE: Final = re.compile(rb"[^\r\n]*")
_LONG_OPEN: Final = re.compile(rb"\[=*")
_LINE_BREAK: Final = re.compile(rb"\r\n?|\n\r?")
_SPACE: Final = re.compile(rb"[ \t\f\v\r\n]*")
_PLAIN_IN_DOUBLE: Final = re.compile(rb'[^"\\\r\n]*')
_PLAIN_IN_SINGLE: Final = re.compile(rb"[^'\\\r\n]*")
_HEX_DIGITS: Final = re.compile(rb"[0-9A-Fa-f]*")
_DECIMAL_ESCAPE: Final = re.compile(rb"[0-9]{1,3}")

_SIMPLE_ESCAPES: Final[dict[int, int]] = {
    97: 7,  # \a
    98: 8,  # \b
    102: 12,  # \f
    110: 10,  # \n
    114: 13,  # \r
    116: 9,  # \t
    118: 11,  # \v
    92: 92,
    34: 34,
    39: 39,
}


@final
class Lexer:
    """Reads one chunk's tokens in order, from the offset `at` on; `line` is the line of the byte it has come to."""

    def __init__(self, source: bytes, dialect: Dialect, problems: Problems, at: int = 0) -> None:
        self.source: Final = source
        self.dialect: Final = dialect
        self.problems: Final = problems
        self.line = 1
        self._size: Final = len(source)
        self._names: Final = _WIDE_NAME if dialect.wide_names else _NAME
        self._at = at
        self._begun = at  # where the token begins that is being read, or what stands before it
        if at == 0 and dialect.skipped_header:
            self._at = self._span(_HEADER, 0)
            self.line += len(_LINE_BREAK.findall(source, 0, self._at))

    def next_token(self) -> Token:
        """The next token; at the end of the text an EOF, again and again."""
        self._skip_blank()
        start = self._at
        self._begun = start
        if start >= self._size:
            return self._token(tokens.EOF, start, start)
        byte = self.source[start]
        if byte == 95 or 97 <= byte <= 122 or 65 <= byte <= 90:
            return self._name(start)
        if 48 <= byte <= 57:
            return self._numeral(start)
        if byte == 34 or byte == 39:
            return self._short_string(start)
        if byte == tokens.OPEN_BRACKET:
            return self._open_bracket(start)
        if byte == tokens.DOT:
            return self._dots(start)
        if byte >= 128 and self.dialect.wide_names:
            return self._name(start)
        return self._symbol(start, byte)

    def skip_to_end(self) -> Token:
        """Leave the rest of the text unread; an EOF."""
        self._at = self._size
        return self._token(tokens.EOF, self._size, self._size)

    def shown(self, token: Token) -> bytes:
        """How a message shows this token after ``near``; empty for the byte 0, which messages leave out."""
        kind = token.kind
        if kind == tokens.NAME or kind == tokens.NUMBER:
            return quoted(self.source[token.start : token.end])
        if kind == tokens.STRING:
            opening = self.source[token.start : token.start + 1]
            if opening == b"[":
                opening = self.source[token.start : self._span(_LONG_OPEN, token.start)] + b"["
            return quoted(opening + token.text + opening.replace(b"[", b"]"))
        return self.dialect.wording.token(kind) if kind > 0 else b""

    def _report(self, message: bytes, start: int, end: int) -> None:
        """Report what makes a token unreadable."""
        self.problems.report(message, start, end, self.line, self._begun)

    # -- blank space and comments

    def _skip_blank(self) -> None:
        source = self.source
        while self._at < self._size:
            byte = source[self._at]
            if byte == 32 or byte == 9 or byte == 11 or byte == 12:
                self._at = self._span(_BLANK, self._at)
            elif byte == 10 or byte == 13:
                self._at = self._line_break(self._at)
            elif byte == 45 and source.startswith(b"--", self._at):
                self._comment()
            else:
                return

    def _comment(self) -> None:
        start = self._at
        self._begun = start
        if self.source.startswith(b"[", start + 2):
            opened = self._span(_LONG_OPEN, start + 2)
            if self.source.startswith(b"[", opened):
                self._long_bracket(start, start + 2, b"comment")
                return
        self._at = self._span(_REST_OF_LINE, start)

    def _line_break(self, at: int) -> int:
        """Count the line break at this offset; the offset behind it."""
        self.line += 1
        return self._span(_LINE_BREAK, at)

    def _span(self, pattern: re.Pattern[bytes], at: int) -> int:
        """The offset behind what matches here."""
        found = pattern.match(self.source, at)
        return at if found is None else found.end()

    # -- names, numerals, symbols

    def _token(self, kind: int, start: int, end: int, text: bytes = b"") -> Token:
        self._at = end
        return Token(kind, start, end, self.line, self.line, text, 0)

    def _name(self, start: int) -> Token:
        end = self._span(self._names, start)
        text = self.source[start:end]
        kind = tokens.RESERVED.get(text, tokens.NAME)
        if kind == tokens.GOTO and (self.dialect.goto_is_name or not self.dialect.goto_statement):
            kind = tokens.NAME
        return self._token(kind, start, end, text)

    def _numeral(self, start: int) -> Token:
        style = self.dialect.numerals
        end = numeral_end(self.source, start, style)
        text = self.source[start:end]
        number = value_of(text, style, self.dialect.integers)
        if number is None:
            self._report(b"malformed number near " + quoted(text), start, end)
            number = 0
        self._at = end
        return Token(tokens.NUMBER, start, end, self.line, self.line, b"", number)

    def _dots(self, start: int) -> Token:
        source = self.source
        if source.startswith(b"...", start):
            return self._token(tokens.DOTS, start, start + 3)
        if source.startswith(b"..", start):
            return self._token(tokens.CONCAT, start, start + 2)
        if start + 1 < self._size and 48 <= source[start + 1] <= 57:
            return self._numeral(start)
        return self._token(tokens.DOT, start, start + 1)

    def _symbol(self, start: int, byte: int) -> Token:
        following = self.source[start + 1] if start + 1 < self._size else -1
        kind = byte
        if following == tokens.ASSIGN:
            if byte == tokens.ASSIGN:
                kind = tokens.EQ
            elif byte == tokens.LESS:
                kind = tokens.LE
            elif byte == tokens.GREATER:
                kind = tokens.GE
            elif byte == tokens.TILDE:
                kind = tokens.NE
        elif following == byte:
            kind = self._double(byte)
        return self._token(kind, start, start + 1 if kind == byte else start + 2)

    def _double(self, byte: int) -> int:
        """The kind of a symbol written twice."""
        dialect = self.dialect
        if byte == tokens.LESS and dialect.bitwise_operators:
            return tokens.SHL
        if byte == tokens.GREATER and dialect.bitwise_operators:
            return tokens.SHR
        if byte == tokens.SLASH and dialect.integer_division:
            return tokens.IDIV
        if byte == tokens.COLON and dialect.goto_statement:
            return tokens.DOUBLE_COLON
        return byte

    # -- long brackets

    def _open_bracket(self, start: int) -> Token:
        opened = self._span(_LONG_OPEN, start)
        if self.source.startswith(b"[", opened):
            first_line = self.line
            text = self._long_bracket(start, start, b"string")
            return Token(tokens.STRING, start, self._at, first_line, self.line, text, 0)
        if opened > start + 1:
            delimiter = self.source[start:opened]
            self._report(b"invalid long string delimiter near " + quoted(delimiter), start, opened)
        return self._token(tokens.OPEN_BRACKET, start, opened)

    def _long_bracket(self, start: int, bracket: int, what: bytes) -> bytes:
        """Read the text between the long bracket at offset `bracket` and its closing one."""
        opened = self._span(_LONG_OPEN, bracket) + 1
        closing = self.source[bracket:opened].replace(b"[", b"]")
        first_line = self.line
        if opened < self._size and self.source[opened] in b"\r\n":
            opened = self._line_break(opened)
        end = self.source.find(closing, opened)
        finished = end >= 0
        if not finished:
            end = self._size
        nested = -1
        if self.dialect.nested_brackets_error and closing == b"]]":
            nested = self.source.find(b"[[", opened, end)
            if nested >= 0:
                finished = True
                end = nested
        text, line_breaks = _LINE_BREAK.subn(b"\n", self.source[opened:end])
        self.line += line_breaks
        self._at = end + len(closing) if finished else end
        if nested >= 0:
            self._report(b"nesting of [[...]] is deprecated near '['", nested, nested + 2)
        elif not finished:
            words = self.dialect.wording
            self._report(words.long_bracket(what, first_line) + b" near " + words.token(tokens.EOF), start, end)
        return text

    # -- quoted strings

    def _short_string(self, start: int) -> Token:
        first_line = self.line
        source = self.source
        quote = source[start]
        plain = _PLAIN_IN_DOUBLE if quote == 34 else _PLAIN_IN_SINGLE
        value = bytearray(source[start : start + 1])  # with the quote, as messages show it
        at = start + 1
        while True:
            end = self._span(plain, at)
            value += source[at:end]
            at = end
            byte = source[at] if at < self._size else -1
            if byte == quote:
                at += 1
                break
            if byte != 92:
                near = self.dialect.wording.token(tokens.EOF) if byte < 0 else quoted(bytes(value))
                self._report(b"unfinished string near " + near, start, at)
                break
            self._at = at
            value += self._escape(value)
            at = self._at
        self._at = at
        return Token(tokens.STRING, start, at, first_line, self.line, bytes(value[1:]), 0)

    def _escape(self, before: bytearray) -> bytes:
        """Read the escape sequence at the backslash; its value.  `before` is the opening quote and the value so far."""
        at = self._at + 1
        byte = self.source[at] if at < self._size else -1
        simple = _SIMPLE_ESCAPES.get(byte)
        if simple is not None:
            self._at = at + 1
            return bytes((simple,))
        if byte == 10 or byte == 13:
            self._at = self._line_break(at)
            return b"\n"
        if 48 <= byte <= 57:
            return self._decimal_escape(before, at)
        if byte == 120 and self.dialect.byte_escapes:
            return self._hex_escape(before, at)
        if byte == 122 and self.dialect.byte_escapes:
            self._at = self._span(_SPACE, at + 1)
            self.line += len(_LINE_BREAK.findall(self.source[at + 1 : self._at]))
            return b""
        if byte == 117 and self.dialect.largest_unicode_escape > 0:
            return self._unicode_escape(before, at)
        if byte < 0 or not self.dialect.byte_escapes:
            # At the end of the text the string is unfinished; old dialects let any byte stand for itself.
            self._at = at
            return b""
        return self._bad_escape(b"invalid escape sequence", before, at)

    def _bad_escape(self, what: bytes, before: bytearray, at: int) -> bytes:
        """Report the escape sequence that goes wrong at this offset, and leave it out of the value."""
        words = self.dialect.wording
        end = min(at + 1, self._size)
        near = self.source[self._at : end]
        if words.escape_shows == wording.BEFORE:
            near = bytes(before)
        elif words.escape_shows == wording.WHOLE:
            near = bytes(before) + near
        if not words.detailed_escapes:
            what = b"invalid escape sequence"
        self._report(what + b" near " + quoted(near), self._at, end)
        self._at = at
        return b""

    def _decimal_escape(self, before: bytearray, at: int) -> bytes:
        end = self._span(_DECIMAL_ESCAPE, at)
        value = int(self.source[at:end])
        if value > 255:
            words = self.dialect.wording
            at = end - 1 if words.escape_shows == wording.ALONE else end
            return self._bad_escape(words.large_decimal_escape, before, at)
        self._at = end
        return bytes((value,))

    def _hex_escape(self, before: bytearray, at: int) -> bytes:
        end = min(self._span(_HEX_DIGITS, at + 1), at + 3)
        if end < at + 3:
            return self._bad_escape(b"hexadecimal digit expected", before, end)
        self._at = end
        return bytes((int(self.source[at + 1 : end], 16),))

    def _unicode_escape(self, before: bytearray, at: int) -> bytes:
        if not self.source.startswith(b"{", at + 1):
            return self._bad_escape(b"missing '{'", before, at + 1)
        digits = at + 2
        end = self._span(_HEX_DIGITS, digits)
        if end == digits:
            return self._bad_escape(b"hexadecimal digit expected", before, end)
        code = 0
        for at in range(digits, end):
            code = code * 16 + int(self.source[at : at + 1], 16)
            if code > self.dialect.largest_unicode_escape:
                return self._bad_escape(b"UTF-8 value too large", before, at)
        if not self.source.startswith(b"}", end):
            return self._bad_escape(b"missing '}'", before, end)
        if 0xD800 <= code < 0xE000 and not self.dialect.surrogate_escapes:
            return self._bad_escape(b"", before, end)
        self._at = end + 1
        return _utf8(code)


def _utf8(code: int) -> bytes:
    """UTF-8 in its original form, up to six bytes for code points up to 2^31."""
    if code < 0x80:
        return bytes((code,))
    encoded = b""
    largest_in_first = 0x3F  # what the first byte has room for
    while code > largest_in_first:
        encoded = bytes((0x80 | code & 0x3F,)) + encoded
        code >>= 6
        largest_in_first >>= 1
    return bytes(((~largest_in_first << 1) & 0xFF | code,)) + encoded
