"""How a Lua version words its syntax errors, and the limits that some of them name.

Part of a `Dialect`.  A message is looked up or made here; where it stands is the business of whoever reports it.
Relies on `tokens`.
"""

from dataclasses import dataclass, replace
from typing import Final, final

from engine.syntax import tokens

C_LEVELS: Final = b"C levels"
MAX_C_LEVELS: Final = 200

# What a message about an escape sequence shows of the string.
BEFORE: Final = 0  # the string so far, without the sequence
ALONE: Final = 1  # the sequence
WHOLE: Final = 2  # both, and the byte that is wrong

# Where a `break` outside of loops is found.
AT_END: Final = 0  # at the end of its function
AT_BREAK: Final = 1  # at once
BEHIND_BREAK: Final = 2  # at the token behind it


@final
@dataclass(frozen=True, eq=False)
class Wording:
    """The messages of one Lua version."""

    quotes_every_token: bool
    """``'<eof>'``, not ``<eof>``; and bytes above 127 are shown as they are."""
    unprintable: bytes
    """How a byte that cannot be printed is shown as a token."""

    # -- in strings
    escape_shows: int
    """BEFORE, ALONE or WHOLE."""
    large_decimal_escape: bytes
    """The message for one above 255."""
    detailed_escapes: bool
    """Messages say what is wrong with an escape sequence."""
    long_bracket_line: bool
    """The message for an unfinished long bracket names the line where it begins."""

    # -- limits
    levels: int
    """How deep statements and expressions may nest: 200, less the C calls that lead to the parser in PUC Lua."""
    levels_message: bytes
    """For a deeper one; empty: that is a limit like others, on C_LEVELS."""
    levels_have_position: bool
    """That message says where."""
    limit_first: bool
    """As in "function at line 1 has more than 60 upvalues", and no token is named."""
    upvalues: int
    """How many upvalues a function may have."""
    targets: bytes
    """What an assignment with too many targets has too many of; empty: they count as levels."""
    target_limit: int
    """How many of them a message allows; 0: as many as there are levels left."""
    registers_message: bytes
    """For a function that needs too many registers; empty: that is a limit like others."""

    # -- jumps
    stray_break: bytes
    """For a `break` outside of loops."""
    break_checked: int
    """AT_END, AT_BREAK or BEHIND_BREAK."""
    no_label: bytes
    """For a `goto` whose label is not in sight."""
    label_twice: bytes
    """For a label that there is already."""
    into_scope: bytes
    """For a `goto` past a declaration."""
    blames_jump: bool
    """Errors about a `goto` stand on its line, not on the line that has been read so far."""
    goto_line_of_label: bool
    """The line of a `goto` is that of the label's name."""

    def token(self, kind: int) -> bytes:
        """How messages name a kind of token: ``'end'``, ``'+'``, ``<name>``."""
        if self.quotes_every_token and kind >= tokens.EOF:
            return b"'%s'" % tokens.kind_text(kind)
        if kind >= tokens.AND or 32 <= kind < 127:
            return tokens.kind_text(kind)
        if self.quotes_every_token and kind > 127:
            return b"'%c'" % kind
        return self.unprintable % kind

    def long_bracket(self, what: bytes, line: int) -> bytes:
        """For a long string or comment that begins on this line and does not end."""
        if self.long_bracket_line:
            return b"unfinished long %s (starting at line %d)" % (what, line)
        return b"unfinished long " + what

    def limit(self, what: bytes, limit: int, function_line: int) -> bytes:
        """For a function that has too many of something; `function_line` is 0 for the main function."""
        where = b"main function" if function_line == 0 else b"function at line %d" % function_line
        if self.limit_first:
            return b"%s has more than %d %s" % (where, limit, what)
        return b"too many %s (limit is %d) in %s" % (what, limit, where)


WORDING_51: Final = Wording(
    quotes_every_token=True,
    unprintable=b"'char(%d)'",
    escape_shows=BEFORE,
    large_decimal_escape=b"escape sequence too large",
    detailed_escapes=True,
    long_bracket_line=False,
    levels=198,
    levels_message=b"chunk has too many syntax levels",
    levels_have_position=True,
    limit_first=True,
    upvalues=60,
    targets=b"variables in assignment",
    target_limit=0,
    registers_message=b"function or expression too complex",
    stray_break=b"no loop to break",
    break_checked=BEHIND_BREAK,
    no_label=b"",
    label_twice=b"",
    into_scope=b"",
    blames_jump=False,
    goto_line_of_label=False,
)

WORDING_LUAJIT: Final = replace(
    WORDING_51,
    large_decimal_escape=b"invalid escape sequence",
    detailed_escapes=False,
    levels=199,
    targets=b"variable names",
    target_limit=200,
    break_checked=AT_END,
    no_label=b"undefined label '%s'",
    label_twice=b"duplicate label '%s'",
    into_scope=b"<goto %s> jumps into the scope of local '%s'",
    blames_jump=True,
    goto_line_of_label=True,
)

WORDING_52: Final = replace(
    WORDING_51,
    quotes_every_token=False,
    unprintable=b"char(%d)",
    escape_shows=ALONE,
    large_decimal_escape=b"decimal escape too large",
    levels_message=b"",
    limit_first=False,
    upvalues=255,
    targets=C_LEVELS,
    target_limit=MAX_C_LEVELS,
    stray_break=b"<break> at line %d not inside a loop",
    break_checked=AT_END,
    no_label=b"no visible label '%s' for <goto> at line %d",
    label_twice=b"label '%s' already defined on line %d",
    into_scope=b"<goto %s> at line %d jumps into the scope of local '%s'",
)

WORDING_53: Final = replace(
    WORDING_52,
    unprintable=b"'<\\%d>'",
    escape_shows=WHOLE,
    long_bracket_line=True,
    registers_message=b"function or expression needs too many registers",
)

WORDING_54: Final = replace(
    WORDING_53,
    levels=197,
    levels_message=b"C stack overflow",
    levels_have_position=False,
    targets=b"",
    stray_break=b"break outside loop at line %d",
    goto_line_of_label=True,
)

WORDING_55: Final = replace(
    WORDING_54,
    registers_message=b"",
    stray_break=b"break outside loop",
    break_checked=AT_BREAK,
    into_scope=b"<goto %s> at line %d jumps into the scope of '%s'",
    goto_line_of_label=False,
)
