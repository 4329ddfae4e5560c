"""Dialects: how one Lua version differs from another, as named features.

Every part of the engine that behaves differently from version to version asks its dialect for the feature by name,
and never for a version number.  Each dialect states what it changes of the one before it, so this page reads as a
history of the language.  Which functions a library has in a dialect is said by the library itself
(``engine.stdlib.libraries``).  Relies on nothing but names.
"""

from dataclasses import dataclass, replace
from typing import Final, final

from engine.runtime.numbers import EXACT, MARKED, PLAIN


@final
@dataclass(frozen=True, eq=False)
class Dialect:
    """The features of one Lua version."""

    key: str
    """The name that commands and settings use: "5.1" to "5.5", "luajit"."""
    name: str
    """As `_VERSION` gives it."""

    # -- the grammar
    goto_statement: bool
    """`goto` and labels; `goto` is a reserved word."""
    empty_statements: bool
    """`;` may stand alone."""
    break_anywhere: bool
    """`break` need not end its block."""
    call_on_new_line: bool
    """A call's `(` may begin a line."""
    byte_escapes: bool
    r"""`\x` and `\z` in strings; an unknown escape is an error."""
    integer_division: bool
    """`//`"""
    bitwise_operators: bool
    """`&`, `|`, `~`, `<<`, `>>`"""
    largest_unicode_escape: int
    r"""The largest number in `\u{...}`; 0: there is no such escape."""
    attribs: bool
    """`local x <const>`"""
    global_declarations: bool
    """`global x`, `global function`, `global *`; a named vararg parameter; loop variables are constants."""

    # -- values
    integers: bool
    """Numbers have a subtype integer; without it every number is a float."""
    string_metamethods: bool
    """Arithmetic on strings is done by the metamethods of the string library, not by the operators."""
    float_style: int
    """How `tostring` shows a float: PLAIN, MARKED or EXACT of `engine.runtime.numbers`."""

    # -- functions
    function_environments: bool
    """Each function has an environment of its own (`setfenv`); there is no `_ENV`."""
    vararg_table: bool
    """A vararg function that does not use `...` has its extra arguments in the local `arg`."""

    # -- metamethods
    same_handler: bool
    """Comparison uses a metamethod only if it is the same for both operands (and they are of the same type)."""
    less_for_less_equal: bool
    """`a <= b` falls back on `not (b < a)`."""
    table_length_metamethod: bool
    """`__len` works for tables, and `__gc` too."""


LUA_51: Final = Dialect(
    key="5.1",
    name="Lua 5.1",
    goto_statement=False,
    empty_statements=False,
    break_anywhere=False,
    call_on_new_line=False,
    byte_escapes=False,
    integer_division=False,
    bitwise_operators=False,
    largest_unicode_escape=0,
    attribs=False,
    global_declarations=False,
    integers=False,
    string_metamethods=False,
    float_style=PLAIN,
    function_environments=True,
    vararg_table=True,
    same_handler=True,
    less_for_less_equal=True,
    table_length_metamethod=False,
)

# What LuaJIT adds to 5.1.
LUAJIT: Final = replace(
    LUA_51,
    key="luajit",
    goto_statement=True,
    empty_statements=True,
    break_anywhere=True,
    byte_escapes=True,
    largest_unicode_escape=0x10FFFF,
    vararg_table=False,
)

LUA_52: Final = replace(
    LUA_51,
    key="5.2",
    name="Lua 5.2",
    goto_statement=True,
    empty_statements=True,
    break_anywhere=True,
    call_on_new_line=True,
    byte_escapes=True,
    function_environments=False,
    vararg_table=False,
    table_length_metamethod=True,
)

LUA_53: Final = replace(
    LUA_52,
    key="5.3",
    name="Lua 5.3",
    integers=True,
    float_style=MARKED,
    integer_division=True,
    bitwise_operators=True,
    largest_unicode_escape=0x10FFFF,
    same_handler=False,
)

LUA_54: Final = replace(
    LUA_53,
    key="5.4",
    name="Lua 5.4",
    largest_unicode_escape=0x7FFFFFFF,
    attribs=True,
    string_metamethods=True,
    less_for_less_equal=False,
)

LUA_55: Final = replace(
    LUA_54,
    key="5.5",
    name="Lua 5.5",
    global_declarations=True,
    float_style=EXACT,
)

DIALECTS: Final[dict[str, Dialect]] = {one.key: one for one in (LUA_51, LUA_52, LUA_53, LUA_54, LUA_55, LUAJIT)}
"""The dialects by their keys."""
