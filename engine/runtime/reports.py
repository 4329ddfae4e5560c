"""How a dialect's run-time errors name values and functions, and how it shows the call stack.

Each field names one habit of the original's messages; `engine.syntax.dialects` says who has which.  Relies on nothing.
"""

from dataclasses import dataclass, replace
from typing import Final, final

# What a search for the instruction that set a register makes of a forward jump over it.
TAKE_JUMPS: Final = 0  # the jump is taken: what it skips did not set the register
DOUBT_JUMPS: Final = 1  # what may have been skipped makes the search fail
IGNORE_JUMPS: Final = 2  # the last instruction that sets the register did

# Where a traceback of a deep stack leaves out levels.
FROM_TOP: Final = 0  # the first levels it shows count from the top of the stack, wherever it begins
AT_MARK: Final = 1  # the same, but if it begins below the first levels it shows all
FROM_START: Final = 2  # they count from where it begins

# Which function "__gc" is the name of.
NOBODY: Final = 0
INTERRUPTED: Final = 1  # the one that ran when the collector called the finalizer
FINALIZER: Final = 2

# Which debug hooks have a name.
NO_HOOK: Final = 0
LUA_HOOK: Final = 1  # those that are called while a Lua function runs
ANY_HOOK: Final = 2

# Which name of a function a traceback prefers.
CALLED: Final = 0  # the one that the call uses; no other
CALLED_THEN_C: Final = 1  # that, else for a C function where the globals have it
GLOBAL_FIRST: Final = 2  # where a loaded module has it, else the one that the call uses
CALLED_FIRST: Final = 3  # the other way round; a main chunk is one even if a module has it


@final
@dataclass(frozen=True, eq=False)
class Reports:
    """The habits of one Lua version."""

    # -- the names of values
    kind_before_name: bool
    """ "attempt to index global 'x' (a nil value)", else "attempt to index a nil value (global 'x')"."""
    constant_names: bool
    """A string constant is its own name, as an operand and as a key that stands in a register."""
    constant_operands: bool
    """But it has no name as an operand of a binary operator, whose instruction holds it."""
    unnamed_keys: bool
    """A field has the name "?" where its key is no constant string; else it has no name then."""
    small_index_name: bytes
    """What a field is called whose key is a small integer constant."""
    jumps: int
    """TAKE_JUMPS, DOUBT_JUMPS or IGNORE_JUMPS."""
    compared_letters: bool
    """Types with the same third letter are the same type where they are compared."""
    loop_types: bool
    """ "bad 'for' limit (number expected, got nil)", else "'for' limit must be a number"."""

    method_constants: int
    """A method whose name is a constant beyond so many is called a field."""
    unknown_line: bytes
    """What stands for the line in the position of a function without line information."""

    # -- the names of functions
    call_names: bool
    """A value that cannot be called is named as the function it would be: "for iterator", "metamethod"."""
    unplaced_metamethods: bool
    """That a metamethod cannot be called is said without a position."""
    iterator_names: bool
    """The function that a generic `for` calls is a "for iterator", else the local variable of the loop."""
    metamethod_names: bool
    """A metamethod is named after its event."""
    event_prefix: bytes
    """What stands before the event's name."""
    finalizer_names: int
    """What has the name of a `__gc`: NOBODY, INTERRUPTED or FINALIZER."""
    hook_names: int
    """Which debug hooks have a name: NO_HOOK, LUA_HOOK or ANY_HOOK."""
    names_behind_tail_calls: bool
    """A function that was tail called has the name of the one that it replaced."""

    # -- the stack
    tail_levels: bool
    """Every tail call is a level of its own."""
    first_levels: int
    """How many levels a traceback shows before it leaves out some."""
    last_levels: int
    """How many it shows after that."""
    counted_gap: bool
    """It says how many it left out."""
    joins_arguments: bool
    """`debug.traceback` appends what is given for the level to the message, if that is no number."""
    gap: int
    """From where the first levels count: FROM_TOP, AT_MARK or FROM_START."""
    name_order: int
    """CALLED, CALLED_THEN_C, GLOBAL_FIRST or CALLED_FIRST."""
    name_kinds: bool
    """ "in local 'f'", else "in function 'f'"."""
    lost_lines: bool
    """The line where a Lua function failed is forgotten when its coroutine is dead."""
    addresses: bool
    """A C function without a name is shown by its address."""
    tail_marks: bool
    """ "(...tail calls...)" stands below a function that was tail called."""

    # -- what the stand-alone interpreter says of an error that nothing caught
    program: bytes
    """The interpreter's name."""
    silent_nil: bool
    """It says nothing of an error object that is nil."""
    spoken_objects: bool
    """It shows an object that has a `__tostring` by that."""
    spoken_traceback: bool
    """A traceback follows then."""
    unspoken: bytes
    """What it says of other objects; nothing: the object's type, and a traceback."""


REPORTS_51: Final = Reports(
    kind_before_name=True,
    constant_names=False,
    constant_operands=True,
    unnamed_keys=True,
    small_index_name=b"?",
    jumps=TAKE_JUMPS,
    compared_letters=True,
    method_constants=1 << 32,
    unknown_line=b"-1",
    loop_types=False,
    call_names=False,
    unplaced_metamethods=False,
    iterator_names=False,
    metamethod_names=False,
    event_prefix=b"__",
    finalizer_names=NOBODY,
    hook_names=NO_HOOK,
    names_behind_tail_calls=False,
    tail_levels=True,
    first_levels=12,
    last_levels=10,
    counted_gap=False,
    joins_arguments=True,
    gap=FROM_TOP,
    name_order=CALLED,
    name_kinds=False,
    lost_lines=False,
    addresses=False,
    tail_marks=False,
    program=b"lua",
    silent_nil=True,
    spoken_objects=False,
    spoken_traceback=False,
    unspoken=b"(error object is not a string)",
)

REPORTS_LUAJIT: Final = replace(
    REPORTS_51,
    unnamed_keys=False,
    small_index_name=b"",
    jumps=IGNORE_JUMPS,
    unplaced_metamethods=True,
    compared_letters=False,
    metamethod_names=True,
    names_behind_tail_calls=True,
    tail_levels=False,
    joins_arguments=False,
    lost_lines=True,
    program=b"luajit",
    spoken_objects=True,
    spoken_traceback=True,
    addresses=True,
)

REPORTS_52: Final = replace(
    REPORTS_51,
    constant_names=True,
    jumps=DOUBT_JUMPS,
    compared_letters=False,
    iterator_names=True,
    metamethod_names=True,
    tail_levels=False,
    first_levels=11,
    last_levels=11,
    joins_arguments=False,
    gap=AT_MARK,
    name_order=CALLED_THEN_C,
    spoken_objects=True,
    unspoken=b"(no error message)",
    tail_marks=True,
)

REPORTS_53: Final = replace(
    REPORTS_52,
    kind_before_name=False,
    finalizer_names=INTERRUPTED,
    hook_names=LUA_HOOK,
    first_levels=10,
    last_levels=11,
    gap=FROM_START,
    name_order=GLOBAL_FIRST,
    silent_nil=False,
    unspoken=b"",
    name_kinds=True,
)

REPORTS_54: Final = replace(
    REPORTS_53,
    small_index_name=b"integer index",
    loop_types=True,
    call_names=True,
    constant_operands=False,
    finalizer_names=FINALIZER,
    hook_names=ANY_HOOK,
    event_prefix=b"",
    counted_gap=True,
)

REPORTS_55: Final = replace(REPORTS_54, method_constants=256, unknown_line=b"?", name_order=CALLED_FIRST)
