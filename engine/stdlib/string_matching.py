"""`string.find`, `match`, `gmatch` and `gsub`, and what their part in ``prelude_string.lua`` is made of.

Relies on the pattern matcher.  Where `gsub` has to call Lua (a function, or a table with a metatable) it
goes on in the prelude, with `HELPERS`.
"""

from collections.abc import Callable
from typing import Final

from mypy_extensions import i64

from engine.runtime.call import Call
from engine.runtime.table import LuaTable
from engine.runtime.values import Invoke, LuaClosure, NativeFunction
from engine.stdlib.matcher import Matcher
from engine.stdlib.patterns import PatternError, compile_pattern
from engine.stdlib.string_positions import start_of
from engine.stdlib.substitution import Substitution, Template, replacement_text

_MAX_TEMPLATES: Final = 256
_templates: Final[dict[bytes, Template]] = {}


def _captures(matcher: Matcher) -> object:
    """The results of a match: one value, or a tuple of several."""
    if len(matcher.program.kinds) <= 1:
        return matcher.capture(0)
    return tuple(matcher.captures())


def find(call: Call) -> object:
    subject = call.check_string(1)
    pattern = call.check_string(2)
    at = start_of(call.opt_integer(3, 1), len(subject))
    if at > len(subject):
        return None
    if call.truthy(4):
        return _find_plain(subject, pattern, at)
    program = compile_pattern(pattern)
    if program.plain:
        return _find_plain(subject, pattern, at)
    matcher = Matcher(program, subject)
    try:
        if not matcher.search(at):
            return None
        if not program.kinds:
            return matcher.start + 1, matcher.end
        return (matcher.start + 1, matcher.end, *matcher.captures())
    except PatternError as error:
        raise call.error(error.message) from None


def _find_plain(subject: bytes, text: bytes, at: i64) -> object:
    at = subject.find(text, at)
    return None if at < 0 else (at + 1, at + len(text))


def match(call: Call) -> object:
    subject = call.check_string(1)
    pattern = call.check_string(2)
    at = start_of(call.opt_integer(3, 1), len(subject))
    if at > len(subject):
        return None
    matcher = Matcher(compile_pattern(pattern), subject)
    try:
        return _captures(matcher) if matcher.search(at) else None
    except PatternError as error:
        raise call.error(error.message) from None


# The upvalues of an iterator that `gmatch` makes.
_SUBJECT: Final = 0
_PATTERN: Final = 1
_AT: Final = 2
_MATCHED: Final = 3  # whether it has matched yet: the next match must not be empty and end where that one did


def gmatch(call: Call) -> object:
    subject = call.check_string(1)
    pattern = call.check_string(2)
    at = start_of(call.opt_integer(3, 1), len(subject))
    if pattern.startswith(b"^"):  # no anchor here, but an ordinary character
        pattern = b"%" + pattern
    return call.new_function("for iterator", gmatch_next, [subject, pattern, at, False])


def gmatch_next(call: Call) -> object:
    """The iterator of `gmatch`."""
    upvalues = call.function.upvalues
    assert upvalues is not None
    subject = upvalues[_SUBJECT]
    pattern = upvalues[_PATTERN]
    at = upvalues[_AT]
    assert isinstance(subject, bytes)
    assert isinstance(pattern, bytes)
    assert isinstance(at, int)
    matched = upvalues[_MATCHED] is True
    if at > len(subject):
        return ()
    matcher = Matcher(compile_pattern(pattern), subject)
    try:
        if not _search_again(matcher, at, at if matched else -1):
            return ()
        call.set_upvalue(_AT, int(matcher.end))
        if not matched:
            call.set_upvalue(_MATCHED, True)
        return _captures(matcher)
    except PatternError as error:
        raise call.error(error.message) from None


def _search_again(matcher: Matcher, at: i64, last: i64) -> bool:
    """Search on at `at`, but take no empty match at `last`, where the match before ended."""
    if not matcher.search(at):
        return False
    if matcher.end == last:
        return at < matcher.size and matcher.search(at + 1)
    return True


def gsub(call: Call) -> object:
    subject = call.check_string(1)
    pattern = call.check_string(2)
    replacement = call.arg(3)
    limit = call.opt_integer(4, len(subject) + 1)
    if isinstance(replacement, (LuaClosure, NativeFunction)):
        return Invoke(call.machine.prelude[b"gsub_call"], [subject, pattern, replacement, limit])
    table: LuaTable | None = None
    template: Template | None = None
    if isinstance(replacement, LuaTable):
        if replacement.metatable is not None:
            return Invoke(call.machine.prelude[b"gsub_index"], [subject, pattern, replacement, limit])
        table = replacement
    elif isinstance(replacement, bytes):
        template = _template(replacement)
    elif isinstance(replacement, (int, float)) and not isinstance(replacement, bool):
        template = _template(call.check_string(3))
    else:
        raise call.type_error(3, b"string/function/table")
    substitution = Substitution(Matcher(compile_pattern(pattern), subject), call.machine.float_style)
    try:
        if template is not None:
            substitution.with_template(template, limit)
        elif table is not None:
            substitution.with_table(table, limit)
    except PatternError as error:
        raise call.error(error.message) from None
    call.charge(substitution.size)
    return substitution.finish(), substitution.count


def _template(text: bytes) -> Template:
    found = _templates.get(text)
    if found is None:
        if len(_templates) >= _MAX_TEMPLATES:
            _templates.clear()
        found = Template(text)
        _templates[text] = found
    return found


# -- for the prelude -------------------------------------------------------------------------------------------
#
# Positions count from 0 here; `last` is where the match before ended, -1 if there was none.


def next_match(call: Call) -> object:
    """``next_match(subject, pattern, at, last)``: start, end, and the captures of the next match, or nothing."""
    program = compile_pattern(call.check_string(2))
    last = call.check_integer(4)
    if program.anchored and last >= 0:
        return ()
    matcher = Matcher(program, call.check_string(1))
    try:
        if not _search_again(matcher, call.check_integer(3), last):
            return ()
        return (matcher.start, matcher.end, *matcher.captures())
    except PatternError as error:
        raise call.error(error.message) from None


def captures_at(call: Call) -> object:
    """``captures_at(subject, pattern, start)``: the captures of the match that starts there."""
    matcher = Matcher(compile_pattern(call.check_string(2)), call.check_string(1))
    matcher.search(call.check_integer(3))
    return tuple(matcher.captures())


def capture_count(call: Call) -> object:
    """``capture_count(pattern)``: how many values a match gives."""
    return max(1, len(compile_pattern(call.check_string(1)).kinds))


def add_piece(call: Call) -> object:
    """``add_piece(pieces, n, subject, copied, start, stop, value)``: piece n of the result is the text from
    `copied` on, with `value` in place of the match ``start..stop``."""
    pieces = call.check_table(1)
    subject = call.check_string(3)
    start = call.check_integer(5)
    try:
        text = replacement_text(subject[start : call.check_integer(6)], call.arg(7), call.machine.float_style)
    except PatternError as error:
        raise call.error(error.message) from None
    copied = call.check_integer(4)
    call.charge(start - copied + len(text))
    call.set(pieces, int(call.check_integer(2)), subject[copied:start] + text)
    return ()


def join_pieces(call: Call) -> object:
    """``join_pieces(pieces, n, subject, copied)``: n pieces, and the subject from `copied` on."""
    pieces = call.check_table(1)
    parts: list[bytes] = []
    size: i64 = 0
    for at in range(1, call.check_integer(2) + 1):
        piece = pieces.get_int(at)
        assert isinstance(piece, bytes)
        parts.append(piece)
        size += len(piece)
    rest = call.check_string(3)[call.check_integer(4) :]
    parts.append(rest)
    call.charge(size + len(rest))
    return b"".join(parts)


FUNCTIONS: Final[dict[str, Callable[[Call], object]]] = {
    "find": find,
    "gmatch": gmatch,
    "gsub": gsub,
    "match": match,
}

HELPERS: Final[dict[str, Callable[[Call], object]]] = {
    "add_piece": add_piece,
    "capture_count": capture_count,
    "captures_at": captures_at,
    "join_pieces": join_pieces,
    "next_match": next_match,
}
