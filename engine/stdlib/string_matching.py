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
from engine.stdlib.long_strings import joined
from engine.stdlib.matcher import Matcher
from engine.stdlib.patterns import PatternError, Program, compile_classic, compile_pattern
from engine.stdlib.string_positions import start_of
from engine.stdlib.substitution import Substitution, Template, replacement_text

_MAX_TEMPLATES: Final = 256
_templates: Final[dict[bytes, Template]] = {}
_classic_templates: Final[dict[bytes, Template]] = {}


def _program(call: Call, pattern: bytes) -> Program:
    dialect = call.machine.dialect
    return compile_classic(pattern, dialect.graphic_class) if dialect.classic_patterns else compile_pattern(pattern)


def _start(call: Call, subject: bytes) -> i64:
    """Where `find` and `match` begin, from 0, as argument 3 says; beyond the subject if they find nothing."""
    at = start_of(call.opt_integer(3, 1), len(subject))
    return min(at, len(subject)) if call.machine.dialect.classic_patterns else at


def _captures(matcher: Matcher) -> object:
    """The results of a match: one value, or a tuple of several."""
    if len(matcher.program.kinds) <= 1:
        return matcher.capture(0)
    return tuple(matcher.captures())


def find(call: Call) -> object:
    subject = call.check_string(1)
    pattern = call.check_string(2)
    at = _start(call, subject)
    if at > len(subject):
        return None
    if call.truthy(4):
        return _find_plain(subject, pattern, at)
    program = _program(call, pattern)
    if program.plain:
        return _find_plain(subject, pattern, at)
    matcher = Matcher(program, subject, call.machine.poller)
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
    at = _start(call, subject)
    if at > len(subject):
        return None
    matcher = Matcher(_program(call, pattern), subject, call.machine.poller)
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
    at = start_of(call.opt_integer(3, 1) if call.machine.dialect.gmatch_start else 1, len(subject))
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
    matcher = Matcher(_program(call, pattern), subject, call.machine.poller)
    try:
        adjacent = call.machine.dialect.adjacent_empty_matches
        if not _search_again(matcher, at, at if matched and not adjacent else -1):
            return ()
        skipped = 1 if adjacent and matcher.start == matcher.end else 0
        call.set_upvalue(_AT, int(matcher.end + skipped))
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
    if limit < 0 and call.machine.dialect.unsigned_gsub_limit:
        limit = len(subject) + 1
    if isinstance(replacement, (LuaClosure, NativeFunction)):
        return Invoke(call.machine.prelude[b"gsub_call"], [subject, pattern, replacement, limit])
    table: LuaTable | None = None
    template: Template | None = None
    if isinstance(replacement, LuaTable):
        if replacement.metatable is not None:
            return Invoke(call.machine.prelude[b"gsub_index"], [subject, pattern, replacement, limit])
        table = replacement
    elif isinstance(replacement, bytes):
        template = _template(call, replacement)
    elif isinstance(replacement, (int, float)) and not isinstance(replacement, bool):
        template = _template(call, call.check_string(3))
    else:
        raise call.alternatives_error(3, b"string/function/table")
    substitution = Substitution(Matcher(_program(call, pattern), subject, call.machine.poller), call.machine.dialect)
    try:
        if template is not None:
            substitution.with_template(template, limit)
        elif table is not None:
            substitution.with_table(table, limit)
    except PatternError as error:
        raise call.error(error.message) from None
    call.charge(substitution.size)
    return substitution.finish(), substitution.count


def _template(call: Call, text: bytes) -> Template:
    classic = call.machine.dialect.classic_patterns
    templates = _classic_templates if classic else _templates
    found = templates.get(text)
    if found is None:
        if len(templates) >= _MAX_TEMPLATES:
            templates.clear()
        found = Template(text, classic)
        templates[text] = found
    return found


# -- for the prelude -------------------------------------------------------------------------------------------
#
# Positions count from 0 here; `begun` and `last` are where the match before began and ended, -1 if there was none.


def next_match(call: Call) -> object:
    """``next_match(subject, pattern, begun, last)``: start, end, and the captures of the next match, or nothing."""
    program = _program(call, call.check_string(2))
    last = call.check_integer(4)
    if program.anchored and last >= 0:
        return ()
    matcher = Matcher(program, call.check_string(1), call.machine.poller)
    at = max(last, 0)
    if call.machine.dialect.adjacent_empty_matches:
        at += 1 if last >= 0 and call.check_integer(3) == last else 0
        if at > matcher.size:
            return ()
        last = -1
    try:
        if not _search_again(matcher, at, last):
            return ()
        return (matcher.start, matcher.end, *matcher.captures())
    except PatternError as error:
        raise call.error(error.message) from None


def captures_at(call: Call) -> object:
    """``captures_at(subject, pattern, start)``: the captures of the match that starts there."""
    matcher = Matcher(_program(call, call.check_string(2)), call.check_string(1), call.machine.poller)
    matcher.search(call.check_integer(3))
    return tuple(matcher.captures())


def capture_count(call: Call) -> object:
    """``capture_count(pattern)``: how many values a match gives."""
    return max(1, len(_program(call, call.check_string(1)).kinds))


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
    return joined(b"", parts, call.machine.poller)


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
