"""Dialects: how the syntax of one Lua version differs from another's, as named features.

Lexer and parser ask for features and never for version numbers.  Relies on nothing.
"""

from typing import Final, final


@final
class Dialect:
    """The features of a Lua version's syntax."""

    def __init__(
        self,
        name: str,
        *,
        goto_statement: bool,
        empty_statements: bool,
        break_anywhere: bool,
        call_on_new_line: bool,
        byte_escapes: bool,
        integers: bool,
        integer_division: bool,
        bitwise_operators: bool,
        largest_unicode_escape: int,
        attribs: bool,
    ) -> None:
        self.name: Final = name
        self.goto_statement: Final = goto_statement  # `goto` and labels; `goto` is a reserved word
        self.empty_statements: Final = empty_statements  # `;` may stand alone
        self.break_anywhere: Final = break_anywhere  # `break` need not end its block
        self.call_on_new_line: Final = call_on_new_line  # a call's `(` may begin a line
        self.byte_escapes: Final = byte_escapes  # `\x` and `\z`; an unknown escape is an error
        self.integers: Final = integers  # numerals without point or exponent are integers
        self.integer_division: Final = integer_division  # `//`
        self.bitwise_operators: Final = bitwise_operators  # `&`, `|`, `~`, `<<`, `>>`
        self.largest_unicode_escape: Final = largest_unicode_escape  # `\u{...}`; 0: there is none
        self.attribs: Final = attribs  # `local x <const>`


LUA_51: Final = Dialect(
    "Lua 5.1",
    goto_statement=False,
    empty_statements=False,
    break_anywhere=False,
    call_on_new_line=False,
    byte_escapes=False,
    integers=False,
    integer_division=False,
    bitwise_operators=False,
    largest_unicode_escape=0,
    attribs=False,
)

LUA_52: Final = Dialect(
    "Lua 5.2",
    goto_statement=True,
    empty_statements=True,
    break_anywhere=True,
    call_on_new_line=True,
    byte_escapes=True,
    integers=False,
    integer_division=False,
    bitwise_operators=False,
    largest_unicode_escape=0,
    attribs=False,
)

LUA_53: Final = Dialect(
    "Lua 5.3",
    goto_statement=True,
    empty_statements=True,
    break_anywhere=True,
    call_on_new_line=True,
    byte_escapes=True,
    integers=True,
    integer_division=True,
    bitwise_operators=True,
    largest_unicode_escape=0x10FFFF,
    attribs=False,
)

LUA_54: Final = Dialect(
    "Lua 5.4",
    goto_statement=True,
    empty_statements=True,
    break_anywhere=True,
    call_on_new_line=True,
    byte_escapes=True,
    integers=True,
    integer_division=True,
    bitwise_operators=True,
    largest_unicode_escape=0x7FFFFFFF,
    attribs=True,
)

# What 5.5 adds to the syntax of 5.4 (global declarations, named varargs) has no tree nodes; the rest is the same.
LUA_55: Final = Dialect(
    "Lua 5.5",
    goto_statement=True,
    empty_statements=True,
    break_anywhere=True,
    call_on_new_line=True,
    byte_escapes=True,
    integers=True,
    integer_division=True,
    bitwise_operators=True,
    largest_unicode_escape=0x7FFFFFFF,
    attribs=True,
)
