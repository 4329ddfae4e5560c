"""The UTF-8 library (manual 6.5): the original UTF-8, up to six bytes and 2^31 - 1, when asked to be lax.

Byte positions of the library count from 1, those of the helpers here from 0.
"""

from collections.abc import Callable
from typing import Final

from mypy_extensions import i64

from engine.runtime import numbers
from engine.runtime.call import Call
from engine.runtime.polling import Poller

_MAX_UNICODE: Final = 0x10FFFF
_MAX_CODE: Final = 0x7FFFFFFF
_INVALID: Final = b"invalid UTF-8 code"
_NO_START: Final = b"initial position is a continuation byte"


def is_continuation(text: bytes, at: i64) -> bool:
    """Whether the byte at `at` continues a character; false at the end of the text."""
    return at < len(text) and i64(text[at]) & 0xC0 == 0x80


def decode(text: bytes, at: i64, strict: bool, surrogates: bool = False) -> tuple[i64, i64]:
    """The code point that starts at `at`, and where it ends; the code is -1 if the bytes are not valid.

    `strict` rejects what is above 10FFFF and, but for `surrogates`, those; overlong forms are never valid.
    """
    code = i64(text[at])
    if code < 0x80:
        return code, at + 1
    first = code
    count: i64 = 0
    code = 0
    while first & 0x40:  # one set bit for each continuation byte
        count += 1
        if not is_continuation(text, at + count):
            return -1, at
        code = code << 6 | (i64(text[at + count]) & 0x3F)
        first <<= 1
    code |= (first & 0x7F) << (count * 5)
    if count == 0 or count > 5 or code > _MAX_CODE or code < _least_code(count):
        return -1, at
    if strict and (code > _MAX_UNICODE or (0xD800 <= code <= 0xDFFF and not surrogates)):
        return -1, at
    return code, at + count + 1


def _least_code(continuations: i64) -> i64:
    """The first code point that needs so many continuation bytes; anything below is overlong."""
    if continuations == 1:
        return 0x80
    return 0x4000000 >> ((5 - continuations) * 5)


def encode(code: i64) -> bytes:
    """The bytes of a code point from 0 to 2^31 - 1."""
    if code < 0x80:
        return bytes([code])
    tail: list[int] = []
    first_limit: i64 = 0x3F  # the largest value that still fits the first byte
    while code > first_limit:
        tail.append(0x80 | (code & 0x3F))
        code >>= 6
        first_limit >>= 1
    tail.append((~first_limit << 1 & 0xFF) | code)
    tail.reverse()
    return bytes(tail)


def _from_start(position: i64, size: i64) -> i64:
    """A position that may count back from the end, counted from the start; 0 if it is before the start."""
    if position >= 0:
        return position
    return 0 if -position > size else size + position + 1


def _char(call: Call) -> object:
    characters: list[bytes] = []
    for at in range(1, call.count + 1):
        code = call.check_integer(at)
        if not 0 <= code <= (_MAX_CODE if call.machine.dialect.lax_utf8 else _MAX_UNICODE):
            raise call.argument_error(at, b"value out of range")
        characters.append(encode(code))
    return b"".join(characters)


def _codepoint(call: Call) -> object:
    text = call.check_string(1)
    size = i64(len(text))
    first = _from_start(call.opt_integer(2, 1), size)
    last = _from_start(call.opt_integer(3, first), size)
    dialect = call.machine.dialect
    strict = not dialect.lax_utf8 or not call.truthy(4)
    if first < 1:
        raise call.argument_error(2, dialect.utf8_bounds[0])
    if last > size:
        raise call.argument_error(3, dialect.utf8_bounds[0])
    if last - first >= call.machine.dialect.stack_limit:
        raise call.error(b"stack overflow (string slice too long)")
    codes: list[object] = []
    at = first - 1
    while at < last:
        code, at = decode(text, at, strict, not dialect.lax_utf8)
        if code < 0:
            raise call.error(_INVALID)
        codes.append(int(code))
    return tuple(codes)


def _length(call: Call) -> object:
    text = call.check_string(1)
    size = i64(len(text))
    at = _from_start(call.opt_integer(2, 1), size) - 1
    last = _from_start(call.opt_integer(3, -1), size) - 1
    dialect = call.machine.dialect
    strict = not dialect.lax_utf8 or not call.truthy(4)
    if not 0 <= at <= size:
        raise call.argument_error(2, b"initial position " + dialect.utf8_bounds[1])
    if last >= size:
        raise call.argument_error(3, b"final position " + dialect.utf8_bounds[1])
    count: i64 = 0
    poller = call.machine.poller
    while at <= last:
        code, at = decode(text, at, strict, not dialect.lax_utf8)
        if code < 0:
            return None, int(at + 1)
        count += 1
        poller.worked(1)
    return int(count)


def _offset(call: Call) -> object:
    text = call.check_string(1)
    size = i64(len(text))
    count = call.check_integer(2)
    at = _from_start(call.opt_integer(3, 1 if count >= 0 else size + 1), size) - 1
    if not 0 <= at <= size:
        raise call.argument_error(3, b"position " + call.machine.dialect.utf8_bounds[0])
    if count == 0:
        while at > 0 and is_continuation(text, at):
            at -= 1
    elif is_continuation(text, at):
        raise call.error(_NO_START)
    else:
        poller = call.machine.poller
        at = _backward(text, at, -count, poller) if count < 0 else _forward(text, at, count - 1, poller)
        if at < 0:
            return None
    if not call.machine.dialect.character_ends:
        return int(at + 1)
    if is_continuation(text, at):
        raise call.error(_NO_START)
    return int(at + 1), int(_last_byte(text, at) + 1)


def _last_byte(text: bytes, at: i64) -> i64:
    """Where the character that starts at `at` ends."""
    if at < len(text) and i64(text[at]) & 0x80:
        while is_continuation(text, at + 1):
            at += 1
    return at


def _backward(text: bytes, at: i64, count: i64, poller: Poller) -> i64:
    """The position `count` characters before `at`, -1 if there are not so many."""
    while count > 0 and at > 0:
        at -= 1
        while at > 0 and is_continuation(text, at):
            at -= 1
        count -= 1
        poller.worked(1)
    return at if count == 0 else -1


def _forward(text: bytes, at: i64, count: i64, poller: Poller) -> i64:
    """The position `count` characters after `at`, -1 if there are not so many."""
    size = i64(len(text))
    while count > 0 and at < size:
        at += 1
        while is_continuation(text, at):
            at += 1
        count -= 1
        poller.worked(1)
    return at if count == 0 else -1


def _codes_of_unicode(call: Call) -> object:
    """`utf8.codes` where codes go up to 10FFFF, surrogates too."""
    return call.new_function("codes", next_of_unicode, []), call.check_string(1), 0


def next_of_unicode(call: Call) -> object:
    """The step of that iteration, which a negative position begins anew."""
    text = call.check_string(1)
    position = numbers.to_integer(call.arg(2))
    size = i64(len(text))
    at: i64 = 0 if position is None or position < 0 else position
    while 0 < at < size and is_continuation(text, at):
        at += 1
    if at >= size:
        return ()
    code, end = decode(text, at, True, True)
    if code < 0 or is_continuation(text, end):
        raise call.error(_INVALID)
    return int(at + 1), int(code)


def _codes(call: Call) -> object:
    lax = call.truthy(2)
    text = call.check_string(1)
    if is_continuation(text, 0):
        raise call.argument_error(1, _INVALID)
    return call.new_function("codes", next_lax if lax else next_strict, []), text, 0


def next_strict(call: Call) -> object:
    return _next_code(call, True)


def next_lax(call: Call) -> object:
    return _next_code(call, False)


def _next_code(call: Call, strict: bool) -> object:
    """The step of the iteration: from the position of a character to the next one and its code."""
    text = call.check_string(1)
    position = numbers.to_integer(call.arg(2))
    size = i64(len(text))
    at: i64 = 0 if position is None else position
    if not 0 <= at < size:
        return ()
    while is_continuation(text, at):
        at += 1
    if at >= size:
        return ()
    code, end = decode(text, at, strict)
    if code < 0 or is_continuation(text, end):
        raise call.error(_INVALID)
    return int(at + 1), int(code)


FUNCTIONS: Final[dict[str, Callable[[Call], object]]] = {
    "char": _char,
    "codepoint": _codepoint,
    "codes": _codes,
    "codes:unicode": _codes_of_unicode,
    "len": _length,
    "offset": _offset,
}

CONSTANTS: Final[dict[str, object]] = {
    "charpattern": b"[\x00-\x7f\xc2-\xfd][\x80-\xbf]*",
    "charpattern:unicode": b"[\x00-\x7f\xc2-\xf4][\x80-\xbf]*",
}
