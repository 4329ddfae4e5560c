"""Dialects: how one Lua version differs from another, as named features.

Every part of the engine that behaves differently from version to version asks its dialect for the feature by name,
and never for a version number.  Each dialect states what it changes of the one before it, so this page reads as a
history of the language.  Which functions a library has in a dialect is said by the library itself
(``engine.stdlib.libraries``).  Relies on nothing but names.
"""

from dataclasses import dataclass, replace
from typing import Final, final

from engine.runtime.numbers import LOSSLESS, MARKED, PLAIN
from engine.syntax import chunkid, numerals, wording
from engine.syntax.wording import Wording


@final
@dataclass(frozen=True, eq=False)
class Dialect:
    """The features of one Lua version."""

    key: str
    """The name that commands and settings use: "5.1" to "5.5", "luajit"."""
    name: str
    """As `_VERSION` gives it."""

    # -- the grammar
    wording: Wording
    """Its messages."""
    chunk_ids: int
    """How messages show a chunk's name: CLASSIC, JIT or MODERN of `chunkid`."""
    numerals: int
    """How numerals are read: LOOSE, TRIMMED, STRICT or JIT of `numerals`."""
    goto_statement: bool
    """`goto` and labels."""
    goto_is_name: bool
    """`goto` is no reserved word: it begins a statement only before a name."""
    function_labels: bool
    """A label's name is taken in all of its function, not only in its block."""
    empty_statements: bool
    """`;` may stand alone."""
    break_anywhere: bool
    """`break` need not end its block."""
    call_on_new_line: bool
    """A call's `(` may begin a line."""
    calls_end_statements: bool
    """A statement that begins with a call is that call; what begins otherwise is an assignment."""
    nested_brackets_error: bool
    """`[[` within `[[...]]` is an error."""
    wide_names: bool
    """Bytes from 128 on are letters."""
    skipped_header: bool
    """A chunk may begin with a byte order mark and with a line that begins with `#`."""
    byte_escapes: bool
    r"""`\x` and `\z` in strings; an unknown escape is an error."""
    integer_division: bool
    """`//`"""
    bitwise_operators: bool
    """`&`, `|`, `~`, `<<`, `>>`"""
    largest_unicode_escape: int
    r"""The largest number in `\u{...}`; 0: there is no such escape."""
    surrogate_escapes: bool
    r"""`\u{...}` may be half of a surrogate pair."""
    attribs: bool
    """`local x <const>`"""
    global_declarations: bool
    """`global x`, `global function`, `global *`; an attribute may stand before the names it is for."""
    named_varargs: bool
    """`...t` as a parameter; each vararg function but a main chunk has a local for its extra arguments."""
    constant_loop_variables: bool
    """A loop may not assign to its control variable, which is one of the loop's own values."""

    # -- how chunks are compiled
    nested_blocks_count: bool
    """Blocks count for the limit on nesting, not statements."""
    calls_at_first_line: bool
    """A call is blamed on the line where the expression begins whose last part it is."""
    operators_at_last_line: bool
    """An operator is blamed on the line where its operands end."""
    loop_values: int
    """How many values of its own a generic `for` has, for the limit on locals."""
    zeros_merge: bool
    """0 and -0 are one constant of a function: the one that it has first."""
    late_gotos: bool
    """A `goto` meets its label where the label's block ends; a `break` outside of loops is an error at once."""
    errors_at_used_token: bool
    """A semantic error blames the line of the last token used, not of the one that follows."""
    constants_checked_first: bool
    """That a function statement assigns to a constant is found before its body, not behind it."""
    limits_by_register: bool
    """The limit on locals is for those that live in registers; too many registers are an error like other limits."""
    fused_break: bool
    """`if x then break end` is one jump."""

    # -- values
    integers: bool
    """Numbers have a subtype integer; without it every number is a float."""
    string_metamethods: bool
    """Arithmetic on strings is done by the metamethods of the string library, not by the operators."""
    quotient_modulo: bool
    """`a % b` is computed as `a - floor(a / b) * b`, not from C's `fmod`."""
    float_style: int
    """How `tostring` shows a float: PLAIN, MARKED or LOSSLESS of `engine.runtime.numbers`."""

    # -- functions
    function_environments: bool
    """Each function has an environment of its own (`setfenv`); there is no `_ENV`."""
    vararg_table: bool
    """A vararg function that does not use `...` has its extra arguments in the local `arg`."""

    # -- metamethods
    same_order_handlers: bool
    """`<` and `<=` use a metamethod only if it is the same for both operands, and these are of one type."""
    same_equality_handlers: bool
    """`==` uses a metamethod only if it is the same for both operands."""
    less_for_less_equal: bool
    """`a <= b` falls back on `not (b < a)`."""
    table_metamethods: bool
    """`__len` and `__gc` work for tables."""
    call_chains: bool
    """The `__call` of a value need not be a function: it may have a `__call` itself."""
    index_chain: int
    """How many `__index` (or `__newindex`) may lead to one another."""
    index_loop: bytes
    """The message where they are more."""
    assignment_loop: bytes
    """The same for `__newindex`."""

    # -- loops
    closing_values: bool
    """The fourth value of a generic `for` is closed when the loop ends."""
    initial_value_first: bool
    """Of the values of a numeric `for`, the initial one is the first to be checked; else it is the last."""
    zero_step_error: bool
    """A numeric `for` with the step zero is an error."""
    upward_zero_step: bool
    """Where it is none: it counts upward, not downward."""

    # -- limits
    stack_limit: int
    """How many registers a coroutine may use (LUAI_MAXSTACK)."""
    frame_limit: int
    """How many calls may be in progress in a coroutine."""
    size_limit: int
    """How many bytes the results of `string.rep` and `string.pack` may have."""

    # -- errors and closing
    nil_errors: bool
    """nil may be an error object; else a string takes its place."""
    close_without_error: bool
    """`__close` gets the value alone, no second argument, where there is no error."""
    close_running: bool
    """`coroutine.close` closes the running coroutine too, and that where it gets no argument."""
    extra_arguments: bool
    """The arguments that `__call` adds are counted: 15 at most, and not among those that messages count."""

    # -- libraries
    pairs_closing_value: bool
    """`pairs` returns a fourth value, to be closed by the loop."""
    unpack_checks: bool
    """`table.unpack` takes only what is or behaves like a table."""
    unmeasured_strings: bool
    """The table library takes strings without a `__len`, if they have the other metamethods that it needs."""
    character_ends: bool
    """`utf8.offset` also returns where the character ends."""
    dump_checks: bool
    """`string.dump` says of a C function that it is no Lua function."""
    fixed_buffers: bool
    """`load` knows of the mode "B", which no Lua program may use."""
    writes_as_tostring: bool
    """`write` shows a float as `tostring` does, else in "%.14g"."""
    counted_writes: bool
    """A `write` that fails also returns how many bytes it wrote."""
    collector_parameters: bool
    """`collectgarbage("param")` reads and sets the collector's parameters, no other option does."""
    generational_program: bool
    """The stand-alone interpreter starts with the collector in generational mode."""
    main_thread_index: int
    """Where the registry has the main thread."""


LUA_51: Final = Dialect(
    key="5.1",
    name="Lua 5.1",
    wording=wording.WORDING_51,
    chunk_ids=chunkid.CLASSIC,
    numerals=numerals.LOOSE,
    goto_statement=False,
    goto_is_name=False,
    function_labels=False,
    empty_statements=False,
    break_anywhere=False,
    call_on_new_line=False,
    calls_end_statements=True,
    nested_brackets_error=True,
    wide_names=False,
    skipped_header=False,
    byte_escapes=False,
    integer_division=False,
    bitwise_operators=False,
    largest_unicode_escape=0,
    surrogate_escapes=True,
    nested_blocks_count=True,
    calls_at_first_line=False,
    operators_at_last_line=True,
    loop_values=3,
    zeros_merge=True,
    attribs=False,
    global_declarations=False,
    named_varargs=False,
    constant_loop_variables=False,
    late_gotos=False,
    errors_at_used_token=False,
    constants_checked_first=False,
    limits_by_register=False,
    fused_break=False,
    integers=False,
    string_metamethods=False,
    float_style=PLAIN,
    function_environments=True,
    vararg_table=True,
    quotient_modulo=True,
    same_order_handlers=True,
    same_equality_handlers=True,
    less_for_less_equal=True,
    table_metamethods=False,
    call_chains=False,
    index_chain=100,
    index_loop=b"loop in gettable",
    assignment_loop=b"loop in settable",
    closing_values=False,
    initial_value_first=True,
    zero_step_error=False,
    upward_zero_step=False,
    stack_limit=1_000_000,
    frame_limit=16_384,
    size_limit=0x7FFFFFFF,
    nil_errors=True,
    close_without_error=False,
    close_running=False,
    extra_arguments=False,
    pairs_closing_value=False,
    unpack_checks=False,
    unmeasured_strings=False,
    character_ends=False,
    dump_checks=False,
    fixed_buffers=False,
    writes_as_tostring=False,
    counted_writes=False,
    collector_parameters=False,
    generational_program=False,
    main_thread_index=1,
)

# What LuaJIT adds to 5.1.
LUAJIT: Final = replace(
    LUA_51,
    key="luajit",
    wording=wording.WORDING_LUAJIT,
    chunk_ids=chunkid.JIT,
    numerals=numerals.JIT,
    goto_statement=True,
    goto_is_name=True,
    nested_brackets_error=False,
    wide_names=True,
    skipped_header=True,
    byte_escapes=True,
    largest_unicode_escape=0x10FFFF,
    surrogate_escapes=False,
    zeros_merge=False,
    vararg_table=False,
    upward_zero_step=True,
    stack_limit=65_500,
    frame_limit=1_000_000,
)

LUA_52: Final = replace(
    LUA_51,
    key="5.2",
    name="Lua 5.2",
    wording=wording.WORDING_52,
    chunk_ids=chunkid.MODERN,
    numerals=numerals.TRIMMED,
    goto_statement=True,
    calls_end_statements=False,
    nested_brackets_error=False,
    nested_blocks_count=False,
    calls_at_first_line=True,
    operators_at_last_line=False,
    zeros_merge=False,
    empty_statements=True,
    break_anywhere=True,
    call_on_new_line=True,
    byte_escapes=True,
    fused_break=True,
    function_environments=False,
    vararg_table=False,
    table_metamethods=True,
    same_order_handlers=False,
    frame_limit=1_000_000,
)

LUA_53: Final = replace(
    LUA_52,
    key="5.3",
    name="Lua 5.3",
    wording=wording.WORDING_53,
    integers=True,
    float_style=MARKED,
    integer_division=True,
    bitwise_operators=True,
    largest_unicode_escape=0x10FFFF,
    same_equality_handlers=False,
    quotient_modulo=False,
    initial_value_first=False,
    index_chain=2000,
    index_loop=b"'__index' chain too long; possible loop",
    assignment_loop=b"'__newindex' chain too long; possible loop",
)

LUA_54: Final = replace(
    LUA_53,
    key="5.4",
    name="Lua 5.4",
    wording=wording.WORDING_54,
    numerals=numerals.STRICT,
    function_labels=True,
    calls_at_first_line=False,
    loop_values=4,
    largest_unicode_escape=0x7FFFFFFF,
    attribs=True,
    string_metamethods=True,
    less_for_less_equal=False,
    call_chains=True,
    closing_values=True,
    zero_step_error=True,
    generational_program=True,
)

LUA_55: Final = replace(
    LUA_54,
    key="5.5",
    name="Lua 5.5",
    wording=wording.WORDING_55,
    loop_values=3,
    global_declarations=True,
    named_varargs=True,
    constant_loop_variables=True,
    late_gotos=True,
    errors_at_used_token=True,
    constants_checked_first=True,
    limits_by_register=True,
    fused_break=False,
    float_style=LOSSLESS,
    size_limit=0x7FFFFFFFFFFFFFFF,
    nil_errors=False,
    close_without_error=True,
    close_running=True,
    extra_arguments=True,
    pairs_closing_value=True,
    unpack_checks=True,
    unmeasured_strings=True,
    character_ends=True,
    dump_checks=True,
    fixed_buffers=True,
    writes_as_tostring=True,
    counted_writes=True,
    collector_parameters=True,
    main_thread_index=3,
)

DIALECTS: Final[dict[str, Dialect]] = {one.key: one for one in (LUA_51, LUA_52, LUA_53, LUA_54, LUA_55, LUAJIT)}
"""The dialects by their keys."""
