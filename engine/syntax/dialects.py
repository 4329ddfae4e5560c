"""Dialects: how one Lua version differs from another, as named features.

Every part of the engine that behaves differently from version to version asks its dialect for the feature by name,
and never for a version number.  Each dialect states what it changes of the one before it, so this page reads as a
history of the language.  Which functions a library has in a dialect is said by the library itself
(``engine.stdlib.libraries``).  Relies on nothing but names.
"""

from dataclasses import dataclass, replace
from typing import Final, final

from engine.runtime import reports
from engine.runtime.numbers import C_TEXT, JIT_TEXT, LOSSLESS, MARKED, PLAIN, UNSIGNED, UNWRAPPED, WRAPPED
from engine.runtime.reports import Reports
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
    libraries: str
    """Whose standard libraries it has: the key of a version in `engine.stdlib.catalogue`."""

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
    named_loop_values: bool
    """The values that a loop has of its own have names of their own; else each is a "(for state)"."""
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
    """`if x then break end` is one jump: a condition is compiled when its `then`, and what follows, is known."""

    macros: bool
    """`@name(...)` calls a macro: code that is replaced before it is parsed (docs/macros.md)."""

    # -- values
    integers: bool
    """Numbers have a subtype integer; without it every number is a float."""
    string_numerals: int
    """How strings become numbers: WRAPPED, UNWRAPPED, C_TEXT or JIT_TEXT of `engine.runtime.numbers`."""
    string_metamethods: bool
    """Arithmetic on strings is done by the metamethods of the string library, not by the operators."""
    quotient_modulo: bool
    """`a % b` is computed as `a - floor(a / b) * b`, not from C's `fmod`."""
    float_style: int
    """How `tostring` shows a float: PLAIN, MARKED, LOSSLESS or UNSIGNED of `engine.runtime.numbers`."""

    # -- functions
    cached_closures: bool
    """A function expression that is executed again gives the same closure, if its upvalues are the same."""
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
    nan_loops: bool
    """A numeric `for` over floats is run once if its first or last value is NaN."""
    upward_zero_step: bool
    """Where it is none: it counts upward, not downward."""

    # -- limits
    stack_limit: int
    """How many registers a coroutine may use (LUAI_MAXSTACK)."""
    frame_limit: int
    """How many calls may be in progress in a coroutine."""
    register_limit: int
    """How many registers a function may need."""
    return_limit: int
    """How many values a `return` may have, and one; 0: as many as there are registers."""
    size_limit: int
    """How many bytes the results of `string.rep` and `string.pack` may have."""

    # -- errors and closing
    reports: Reports
    """How messages name values and functions, and how the stack is shown."""
    native_tail_calls: bool
    """A C function that is tail called takes the place of its caller, as a Lua function does."""
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
    named_types: bool
    """`__name` in a metatable is the name of a type, in messages and for `tostring`."""
    alternatives_got: bool
    """Where one of several types is expected, the message says which was given."""
    checked_tostring: bool
    """What `__tostring` returns must be a string."""
    thread_word: bytes
    """What the coroutine library calls the argument that it expects."""
    number_positions: bool
    """An error message that is a number gets a position, as a string does."""
    iteration_metamethods: bool
    """Where `pairs` and `ipairs` take tables only: whether these may have `__pairs` and `__ipairs`."""
    bounded_insert: bool
    """`table.insert` and `table.remove` refuse positions that are not within the list."""
    position_argument: int
    """The argument that `table.remove` complains of if the position is not in the list."""
    adjacent_empty_matches: bool
    """A pattern may match the empty string right where the match before ended."""
    format_specifiers: bytes
    """The conversions of `string.format`, apart from those that all dialects have."""
    checked_specifiers: bool
    """Each conversion of `string.format` has flags of its own, and others are an error."""
    quoted_literals: bool
    """"%q" takes all that has a literal form, not only strings."""
    zero_bytes_error: bool
    """"%s" with a width or precision refuses a string with zero bytes; else it ends at the first one."""
    starred_formats: bool
    """The formats of `read` and `lines` begin with `*`."""
    file_methods_in_metatable: bool
    """The metatable of files has their methods, and is its own `__index`."""
    user_value_each: bool
    """Each userdata has one user value."""
    closing_lines: bool
    """`io.lines` returns four values, the last of them to be closed by the loop."""
    process_modes: bool
    """`io.popen` checks the mode."""
    date_failure: bytes
    """What `os.date` says of a time that cannot be represented; empty: it returns nil."""
    normalised_dates: bool
    """`os.time` brings the fields of its argument into their ranges, and checks these."""
    search_separators: bool
    """A searcher leaves it to `require` to begin a line for what it says."""
    loader_data: bool
    """`require` also returns what the loader was given beside the name."""
    any_handler: bool
    """The message handler of `xpcall` need not be a function; one that is none makes an error in error handling."""
    complete_config: bool
    """`package.config` ends with a line break."""
    classic_patterns: bool
    """Patterns are those of Lua 5.1: a zero byte ends one, a search from beyond the end begins at the end, and in a
    replacement "%" quotes any byte."""
    graphic_class: bool
    """"%g" in patterns."""
    classic_formats: bool
    """The conversions of `string.format` are those of Lua 5.1: "%s" takes strings and numbers alone, "%c" gives nothing
    for the zero byte, "%q" leaves control characters as they are."""
    whole_strings: bool
    """"%s" does not end a string at a zero byte."""
    repeated_flags: bool
    """A conversion may have any number of flags; one that is wrong is shown as it is, whether or not it has an
    argument; "%p" has no width."""
    wrapped_casts: bool
    """A float that "%x" and its like take is less by 2^64 from 2^63 on."""
    null_pointer: bytes
    """What "%p" makes of a value that is no object."""
    quotes_anything: bool
    """"%q" takes any value, as a string."""
    missing_value: bytes
    """What `string.format` says of an argument that is not there."""
    byte_error: bytes
    """What `string.char` says of a number that is no byte."""
    repeated_separator: bool
    """`string.rep` takes a separator."""
    handled_arguments: bool
    """`xpcall` passes arguments to the function that it calls."""
    lua_coroutines: bool
    """The function of a coroutine must be a Lua function."""
    refused_states: tuple[bytes, bytes]
    """What a message calls a running coroutine, and one that has resumed another, which is to be resumed."""
    outside_yield: bytes
    """The message for a yield of the main coroutine."""
    yield_has_position: bool
    """That message has a position."""
    global_names: bool
    """A message names a function by the field of a library where the caller does not name it."""
    native_upvalues: bool
    """`debug.getupvalue` shows the upvalues of C functions."""
    parameter_info: bool
    """`debug.getinfo` tells of parameters."""
    tail_call_info: bool
    """`debug.getinfo` tells of tail calls ("t")."""
    set_metatable_tells: bool
    """`debug.setmetatable` returns whether it could set it, not the value."""
    writes_give_true: bool
    """`write` returns true, not the file."""
    file_modes: bool
    """`io.open` checks the mode; else it is an error of opening."""
    unopened_argument: bool
    """A file that `io.lines`, `io.input` or `io.output` cannot open is a bad argument."""
    process_statuses: bool
    """To close a process tells how it ended."""
    nil_is_no_message: bool
    """`debug.traceback` returns a message that is nil as it is, as any that is no string."""
    negative_level: bytes
    """What `setfenv` says of a negative level."""
    unpack_limit: int
    """From how many values on `unpack` refuses."""
    wrapped_negatives: bool
    """`tonumber` in a base counts negative numbers from 2^64 down."""
    tells_if_collecting: bool
    """`collectgarbage("isrunning")`"""
    sort_slack: int
    """How far beyond the list the older `table.sort` reads before it says that the order is invalid."""
    arguments_in_order: bool
    """`math.atan2`, `math.fmod` and `math.pow` look at the first argument first."""
    exponent_first: bool
    """`math.ldexp` looks at the second argument first."""
    unpacks_to_end: bool
    """The end of a string ends what `string.unpack` takes by "z", as a zero byte does."""
    misses_any_value: bool
    """What `pairs` and `ipairs` miss where they have no argument is a value, not a table."""
    date_modifiers: bool
    """`os.date` knows "%E" and "%O" before a letter."""
    tail_calls_at_end: bool
    """A tail call is blamed on the line where it ends."""
    c_random: bool
    """`math.random` draws from C's `rand`, whose state is the same at each start."""
    escaped_option: bool
    """The message about an unknown conversion shows a control character as its number."""
    zero_option: bool
    """At the end of the format string it shows the zero byte that stands there in C."""
    formatted_range: bool
    """`string.format` refuses numbers that are out of the range of the C type."""
    quoted_infinities: bool
    """"%q" writes infinities and NaN as expressions, not as C shows them."""
    unsigned_gsub_limit: bool
    """A negative limit for `string.gsub` is none."""
    gmatch_start: bool
    """`string.gmatch` takes where to start."""
    clamped_unpack: bool
    """`string.unpack` takes a position before the string for its beginning."""
    capture_numbers: bool
    """The message about a replacement string that refers to no capture gives its number."""
    lax_utf8: bool
    """The functions of `utf8` take codes up to 2^31 - 1, if asked to, and else no surrogates."""
    utf8_bounds: tuple[bytes, bytes]
    """What they say of a position that is not in the string, and what `utf8.len` says."""
    isyieldable_argument: bool
    """`coroutine.isyieldable` takes a coroutine."""
    full_gethook: bool
    """`debug.gethook` returns three values even where there is no hook."""
    function_or_level: bool
    """`debug.getinfo` says that it expects a function or a level."""
    starred_locals: bool
    """Names of locals that have none begin with a star."""
    table_user_values: bool
    """A user value is a table or nil."""
    upvalueid_error: bool
    """`debug.upvalueid` of an upvalue that there is not is an error."""
    local_number_last: bool
    """`debug.setlocal` looks at the number of the local after the other arguments."""
    default_file: bytes
    """What messages call the file that `io.read` or `io.write` uses."""
    line_formats: int
    """How many formats `lines` takes."""
    single_binary_mode: bool
    """The mode of `io.open` ends with one `b` at most."""
    difftime_from_zero: bool
    """The second argument of `os.difftime` is 0 where it is not given."""
    least_step_multiplier: int
    """The smallest value that `collectgarbage("setstepmul")` sets."""
    step_multiplier: int
    """The collector's "setstepmul" of a new machine."""
    scanned_numbers: bool
    """The format "n" of `read` takes what C's `scanf` does."""
    seeks_by_float: bool
    """`seek` says of an offset with a fraction that it is not in the proper range."""
    c_date_formats: bool
    """The format of `os.date` ends at its first zero byte."""
    date_limit: int
    """The largest number that `os.time` takes for a field of a date; 0: what fits a C int when it is used."""
    seconds_first: bool
    """`os.time` reads the seconds of a date first, the year last."""
    major_multiplier: int
    """The collector's "setmajorinc" of a new machine, or what became of it."""
    loops_test_first: bool
    """A numeric `for` comes to its body by a jump back from the test at its end, which a line hook notices; its first
    value is what is left when the step has been subtracted and added."""
    stripped_dumps: bool
    """`string.dump` leaves out debug information if asked to."""
    finalizer_errors: bool
    """An error in a `__gc`, which must be a function, goes on to the program; else it is a warning."""
    finalizer_message: bytes
    """What stands before the message of such an error, in whose place stands "no message" if it has none."""
    environment_if_alone: bool
    """`load` gives the globals to a chunk with one upvalue only, else to the first of any."""
    transfer_info: bool
    """`debug.getinfo` tells of the values that a call or a return transfers ("r")."""


LUA_51: Final = Dialect(
    key="5.1",
    name="Lua 5.1",
    libraries="5.1",
    wording=wording.WORDING_51,
    reports=reports.REPORTS_51,
    native_tail_calls=False,
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
    named_loop_values=True,
    loop_values=3,
    zeros_merge=True,
    attribs=False,
    global_declarations=False,
    macros=False,
    named_varargs=False,
    constant_loop_variables=False,
    late_gotos=False,
    errors_at_used_token=False,
    constants_checked_first=False,
    limits_by_register=False,
    fused_break=False,
    integers=False,
    string_numerals=C_TEXT,
    string_metamethods=False,
    float_style=PLAIN,
    cached_closures=False,
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
    nan_loops=False,
    upward_zero_step=False,
    stack_limit=1_000_000,
    frame_limit=16_384,
    register_limit=249,
    return_limit=0,
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
    named_types=False,
    alternatives_got=False,
    checked_tostring=False,
    thread_word=b"coroutine",
    number_positions=True,
    iteration_metamethods=False,
    bounded_insert=False,
    position_argument=1,
    adjacent_empty_matches=True,
    format_specifiers=b"",
    checked_specifiers=False,
    quoted_literals=False,
    zero_bytes_error=False,
    starred_formats=True,
    file_methods_in_metatable=True,
    user_value_each=True,
    closing_lines=False,
    process_modes=False,
    date_failure=b"",
    normalised_dates=False,
    search_separators=False,
    loader_data=False,
    complete_config=False,
    classic_patterns=True,
    graphic_class=False,
    classic_formats=True,
    whole_strings=False,
    repeated_flags=False,
    wrapped_casts=False,
    null_pointer=b"(null)",
    quotes_anything=False,
    missing_value=b"no value",
    byte_error=b"invalid value",
    repeated_separator=False,
    handled_arguments=False,
    lua_coroutines=True,
    refused_states=(b"running", b"normal"),
    outside_yield=b"attempt to yield across metamethod/C-call boundary",
    yield_has_position=False,
    global_names=False,
    native_upvalues=False,
    parameter_info=False,
    tail_call_info=False,
    set_metatable_tells=True,
    writes_give_true=True,
    file_modes=False,
    unopened_argument=True,
    process_statuses=False,
    nil_is_no_message=True,
    negative_level=b"level must be non-negative",
    unpack_limit=7998,
    wrapped_negatives=True,
    tells_if_collecting=False,
    transfer_info=False,
    any_handler=True,
    sort_slack=1,
    c_random=True,
    arguments_in_order=False,
    exponent_first=True,
    unpacks_to_end=True,
    misses_any_value=False,
    date_modifiers=False,
    tail_calls_at_end=False,
    escaped_option=False,
    zero_option=False,
    formatted_range=False,
    quoted_infinities=False,
    unsigned_gsub_limit=False,
    gmatch_start=False,
    clamped_unpack=False,
    capture_numbers=False,
    lax_utf8=False,
    utf8_bounds=(b"out of range", b"out of string"),
    isyieldable_argument=False,
    full_gethook=True,
    function_or_level=True,
    starred_locals=True,
    table_user_values=True,
    upvalueid_error=True,
    local_number_last=True,
    default_file=b"standard",
    line_formats=17,
    single_binary_mode=True,
    difftime_from_zero=True,
    least_step_multiplier=0,
    step_multiplier=200,
    scanned_numbers=True,
    seeks_by_float=False,
    c_date_formats=True,
    date_limit=0,
    seconds_first=True,
    major_multiplier=200,
    loops_test_first=True,
    stripped_dumps=False,
    finalizer_errors=True,
    finalizer_message=b"",
    environment_if_alone=False,
)

# What LuaJIT adds to 5.1.
LUAJIT: Final = replace(
    LUA_51,
    key="luajit",
    libraries="luajit",
    wording=wording.WORDING_LUAJIT,
    reports=reports.REPORTS_LUAJIT,
    native_tail_calls=True,
    chunk_ids=chunkid.JIT,
    numerals=numerals.JIT,
    string_numerals=JIT_TEXT,
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
    format_specifiers=b"aApF",
    complete_config=True,
    graphic_class=True,
    classic_formats=False,
    whole_strings=True,
    repeated_flags=True,
    wrapped_casts=True,
    null_pointer=b"NULL",
    quotes_anything=True,
    missing_value=b"value expected",
    repeated_separator=True,
    handled_arguments=True,
    lua_coroutines=False,
    refused_states=(b"running", b"running"),
    outside_yield=b"attempt to yield across C-call boundary",
    yield_has_position=True,
    native_upvalues=True,
    parameter_info=True,
    float_style=UNSIGNED,
    negative_level=b"invalid level",
    wrapped_negatives=False,
    arguments_in_order=True,
    exponent_first=False,
    misses_any_value=True,
    date_modifiers=True,
    tail_calls_at_end=True,
    tells_if_collecting=True,
    starred_formats=False,
    any_handler=False,
    c_random=False,
    loops_test_first=False,
    stripped_dumps=True,
)

LUA_52: Final = replace(
    LUA_51,
    key="5.2",
    name="Lua 5.2",
    libraries="5.2",
    wording=wording.WORDING_52,
    reports=reports.REPORTS_52,
    chunk_ids=chunkid.MODERN,
    numerals=numerals.TRIMMED,
    string_numerals=UNWRAPPED,
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
    complete_config=True,
    classic_patterns=False,
    graphic_class=True,
    classic_formats=False,
    byte_error=b"value out of range",
    repeated_separator=True,
    handled_arguments=True,
    lua_coroutines=False,
    refused_states=(b"non-suspended", b"non-suspended"),
    outside_yield=b"attempt to yield from outside a coroutine",
    global_names=True,
    native_upvalues=True,
    parameter_info=True,
    tail_call_info=True,
    set_metatable_tells=False,
    writes_give_true=False,
    file_modes=True,
    unopened_argument=False,
    process_statuses=True,
    nil_is_no_message=False,
    cached_closures=True,
    table_metamethods=True,
    same_order_handlers=False,
    frame_limit=1_000_000,
    iteration_metamethods=True,
    bounded_insert=True,
    format_specifiers=b"aA",
    sort_slack=0,
    exponent_first=False,
    zero_option=True,
    formatted_range=True,
    unsigned_gsub_limit=True,
    seeks_by_float=True,
    finalizer_message=b"error in __gc metamethod",
    environment_if_alone=True,
)

LUA_53: Final = replace(
    LUA_52,
    key="5.3",
    name="Lua 5.3",
    libraries="5.3",
    wording=wording.WORDING_53,
    reports=reports.REPORTS_53,
    register_limit=254,
    integers=True,
    string_numerals=WRAPPED,
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
    named_types=True,
    checked_tostring=True,
    thread_word=b"thread",
    number_positions=False,
    adjacent_empty_matches=False,
    quoted_literals=True,
    zero_bytes_error=True,
    starred_formats=False,
    date_failure=b"time result cannot be represented in this installation",
    normalised_dates=True,
    any_handler=False,
    escaped_option=True,
    unsigned_gsub_limit=False,
    capture_numbers=True,
    function_or_level=False,
    table_user_values=False,
    local_number_last=False,
    line_formats=250,
    single_binary_mode=False,
    difftime_from_zero=False,
    least_step_multiplier=40,
    scanned_numbers=False,
    seeks_by_float=False,
    c_date_formats=False,
    date_limit=0x3FFFFFFF,
    stripped_dumps=True,
    environment_if_alone=False,
)

LUA_54: Final = replace(
    LUA_53,
    key="5.4",
    name="Lua 5.4",
    libraries="5.4",
    wording=wording.WORDING_54,
    reports=reports.REPORTS_54,
    numerals=numerals.STRICT,
    function_labels=True,
    calls_at_first_line=False,
    named_loop_values=False,
    loop_values=4,
    largest_unicode_escape=0x7FFFFFFF,
    attribs=True,
    cached_closures=False,
    string_metamethods=True,
    less_for_less_equal=False,
    call_chains=True,
    closing_values=True,
    zero_step_error=True,
    nan_loops=True,
    generational_program=True,
    alternatives_got=True,
    position_argument=2,
    format_specifiers=b"aAp",
    checked_specifiers=True,
    file_methods_in_metatable=False,
    user_value_each=False,
    closing_lines=True,
    process_modes=True,
    date_failure=b"date result cannot be represented in this installation",
    search_separators=True,
    loader_data=True,
    transfer_info=True,
    c_random=False,
    quoted_infinities=True,
    gmatch_start=True,
    clamped_unpack=True,
    unpacks_to_end=False,
    lax_utf8=True,
    utf8_bounds=(b"out of bounds", b"out of bounds"),
    isyieldable_argument=True,
    full_gethook=False,
    starred_locals=False,
    upvalueid_error=False,
    default_file=b"default",
    step_multiplier=100,
    date_limit=0,
    seconds_first=False,
    major_multiplier=100,
    loops_test_first=False,
    finalizer_errors=False,
)

LUA_55: Final = replace(
    LUA_54,
    key="5.5",
    name="Lua 5.5",
    libraries="5.5",
    wording=wording.WORDING_55,
    reports=reports.REPORTS_55,
    global_declarations=True,
    named_varargs=True,
    constant_loop_variables=True,
    late_gotos=True,
    errors_at_used_token=True,
    constants_checked_first=True,
    limits_by_register=True,
    fused_break=False,
    float_style=LOSSLESS,
    register_limit=255,
    return_limit=255,
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

# The newest version with macros, which are no part of Lua.
MACRO_LUA: Final = replace(LUA_55, key="macro", macros=True)

DIALECTS: Final[dict[str, Dialect]] = {
    one.key: one for one in (LUA_51, LUA_52, LUA_53, LUA_54, LUA_55, LUAJIT, MACRO_LUA)
}
"""The dialects by their keys."""
