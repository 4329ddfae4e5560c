"""A coroutine: a register stack in lanes, and a stack of frames in lanes.  The main program is one too.

Everything a suspended or running coroutine is stands here as data; nothing hides on the Python stack.

A frame is three lane entries: the function, the pc to go on at, and one packed `info` word::

    bits  0-23  dest   stack index that receives the first result
    bits 24-47  base   stack index of R[0] (of the first argument, for a native)
    bits 48-56  want   results wanted + 1; 0 for all of them
    bits 57-60  kind   what becomes of the results, the K_ numbers below
    bit  61     the frame replaced another by a tail call

A frame of a `NativeFunction` is a VM operation in progress (a `pcall` whose function runs); it has no pc.
"""

from typing import Final, final

from librt.vecs import extend, vec
from mypy_extensions import i64, u8

from engine.runtime.table import LuaTable
from engine.runtime.values import (
    T_CELL,
    T_FALSE,
    T_FLOAT,
    T_INT,
    T_LUA,
    T_NATIVE,
    T_NIL,
    T_STRING,
    T_TABLE,
    T_THREAD,
    T_TRUE,
    T_USERDATA,
    Cell,
    LuaClosure,
    NativeFunction,
    UserData,
)
from engine.syntax.dialects import LUA_54, Dialect

SUSPENDED: Final = 0
RUNNING: Final = 1
NORMAL: Final = 2  # it resumed another coroutine
DEAD: Final = 3
FAILED: Final = 4  # dead by an error, which stands in register 0 until `coroutine.close` asks for it

K_CALL: Final = 0  # an ordinary call: results to dest, adjusted to `want`
K_META: Final = 1  # a metamethod: first result to dest
K_CONDITION: Final = 2  # a comparison metamethod: the waiting instruction jumps or not
K_DISCARD: Final = 3  # results are dropped (__newindex, a hook)
K_CONCAT: Final = 4  # __concat: first result to dest, then the CONCAT goes on below it
K_CLOSE: Final = 5  # __close at a CLOSE instruction, which is executed again; dest keeps `top`
K_NATIVE: Final = 6  # to the VM operation in the frame below
K_HANDLER: Final = 7  # a message handler: the first result is the error to unwind with
K_UNWIND: Final = 8  # __close during unwinding: unwinding goes on
K_HOOK: Final = 9  # a debug hook: nothing, but `dest` keeps `top`
K_BODY: Final = 10  # the coroutine is finished; to whoever resumed it
K_HOST: Final = 11  # to the host program
K_FINALIZER: Final = 12  # a __gc: the next finalizer
K_LIBRARY: Final = 13  # as K_CALL, of library code in Lua that does the work of a native
K_RELAY: Final = 14  # as K_NATIVE, for a message handler, whose level its operation counts
K_NEGATION: Final = 15  # as K_CONDITION, of a `__lt` that decides `<=`: the result is negated
KIND_MASK: Final = 15
TAIL_FLAG: Final = 1 << 61
CALLED_FLAG: Final = 1 << 62  # reached through `__call`, see `calls.enter_called`

_FIRST_SIZE: Final = 40

# What a new coroutine's lanes are copied from.
_NO_TAGS: Final[vec[u8]] = vec[u8]([0] * _FIRST_SIZE)
_NO_INTS: Final[vec[i64]] = vec[i64]([0] * _FIRST_SIZE)
_NO_FLOATS: Final[vec[float]] = vec[float]([0.0] * _FIRST_SIZE)
_NO_FRAMES: Final[vec[i64]] = vec[i64]([0] * 4)


def is_level(info: i64) -> bool:
    """Whether a frame is a call that PUC Lua makes through C, and so counts for the limit on those."""
    kind = (info >> 57) & KIND_MASK
    return kind != K_CALL and kind != K_RELAY


def pack_info(dest: i64, base: i64, want: i64, kind: i64) -> i64:
    return dest | base << 24 | want << 48 | kind << 57


@final
class Coroutine:
    """Registers, frames and status of one coroutine."""

    def __init__(self, born: i64, dialect: Dialect = LUA_54) -> None:
        self.born: i64 = born
        self.integers: Final = dialect.integers  # without integers, `put` makes floats of them
        self.stack_limit: Final[i64] = dialect.stack_limit
        self.frame_limit: Final[i64] = dialect.frame_limit
        self.tags: vec[u8] = _NO_TAGS[:]
        self.ints: vec[i64] = _NO_INTS[:]
        self.floats: vec[float] = _NO_FLOATS[:]
        self.refs: list[object] = [None] * _FIRST_SIZE
        self.size: i64 = _FIRST_SIZE
        self.functions: list[object] = [None] * 4
        self.infos: vec[i64] = _NO_FRAMES[:]
        self.pcs: vec[i64] = _NO_FRAMES[:]
        self.depth: i64 = -1  # the running frame
        self.levels: i64 = 0  # how many of its frames are levels, see `is_level`
        self.inherited_levels: i64 = 0  # the levels of whoever resumed it
        self.top: i64 = 0  # end of the values that the last open-ended instruction left
        self.closing: list[int] = []  # stack indices of pending to-be-closed variables
        self.epoch: i64 = 0  # the epoch that last wrote to it (see `Machine.epoch`)
        self.noted_in: i64 = 0  # the number of the journal that has what this coroutine was before the step
        self.status: i64 = SUSPENDED
        self.environment: LuaTable | None = None  # what stands for the globals where functions have environments
        self.resumer: Coroutine | None = None
        self.hook: object = None
        self.hook_mask: i64 = 0  # 1 call, 2 return, 4 line, 8 count
        self.hook_count: i64 = 0
        self.hook_left: i64 = 0
        self.hook_line: i64 = -1  # frame and line of the instruction last traced, or -1
        self.hook_pc: i64 = -1  # the pc then
        self.hook_step: i64 = -1  # the step after which that was so
        self.hook_stage: i64 = 0  # how far the hooks of an instruction or native have got (engine/vm/hooks.py)
        self.hook_depth: i64 = -1  # the frame that runs the hook, -1 outside of it
        self.hook_first: i64 = 0  # while it runs: the first of the function's values that are transferred,
        self.hook_given: i64 = 0  # and their number

    # -- registers -------------------------------------------------------------------------------

    def get(self, index: i64) -> object:
        """The register's value, boxed."""
        tag = i64(self.tags[index])
        if tag == T_INT:
            return self.ints[index]
        if tag >= T_STRING:
            return self.refs[index]
        if tag == T_FLOAT:
            return self.floats[index]
        if tag == T_NIL:
            return None
        return tag == T_TRUE

    def put(self, index: i64, value: object) -> None:
        """Write a register, without history."""
        if value is None:
            self.tags[index] = T_NIL
        elif isinstance(value, bytes):
            self.tags[index] = T_STRING
            self.refs[index] = value
        elif isinstance(value, LuaTable):
            self.tags[index] = T_TABLE
            self.refs[index] = value
        elif isinstance(value, bool):
            self.tags[index] = T_TRUE if value else T_FALSE
        elif isinstance(value, int):
            if self.integers:
                self.ints[index] = value
                self.tags[index] = T_INT
            else:
                self.floats[index] = float(value)
                self.tags[index] = T_FLOAT
        elif isinstance(value, float):
            self.floats[index] = value
            self.tags[index] = T_FLOAT
        else:
            self.tags[index] = tag_of(value)
            self.refs[index] = value

    def copy(self, to: i64, source: i64) -> None:
        """Copy a register, without history."""
        tag = self.tags[source]
        self.tags[to] = tag
        if tag == T_INT:
            self.ints[to] = self.ints[source]
        elif tag == T_FLOAT:
            self.floats[to] = self.floats[source]
        elif tag >= T_STRING:
            self.refs[to] = self.refs[source]

    def reserve(self, index: i64) -> None:
        """Make room for the registers below `index`.

        Doubling ends at the limit, so that calls that would pass it leave the dispatch loop's fast path.
        """
        if index <= self.size:
            return
        more = max(index, min(2 * self.size, self.stack_limit)) - self.size
        self.tags = extend(self.tags, vec[u8]([0] * more))
        self.ints = extend(self.ints, vec[i64]([0] * more))
        self.floats = extend(self.floats, vec[float]([0.0] * more))
        self.refs.extend([None] * more)
        self.size += more

    # -- frames ----------------------------------------------------------------------------------

    def extra_arguments(self, level: i64) -> i64:
        """How many of a frame's arguments `__call` has added, where they are counted (`calls.enter_called`)."""
        info = self.infos[level]
        closure = self.functions[level]
        if info & CALLED_FLAG == 0 or info & TAIL_FLAG or not isinstance(closure, LuaClosure):
            return 0
        return self.ints[self._function_index(level, closure)]

    def tail_calls(self, level: i64) -> i64:
        """How many tail calls led to a frame, where they are counted (`calls.tail_call`)."""
        closure = self.functions[level]
        if self.infos[level] & TAIL_FLAG == 0 or not isinstance(closure, LuaClosure):
            return 0
        return self.ints[self._function_index(level, closure)]

    def _function_index(self, level: i64, closure: LuaClosure) -> i64:
        """The stack index below a frame's arguments, if there were arguments for all parameters."""
        base = self.base(level)
        if not closure.proto.is_vararg:
            return base - 1
        return base - 2 - closure.proto.parameters - self.ints[base - 1]

    def reserve_frame(self) -> None:
        """Make room for one more frame.

        Doubling ends at the limit, as it does for registers.
        """
        size: i64 = len(self.functions)
        if self.depth + 1 >= size:
            more = max(1, min(size, self.frame_limit - size))
            self.functions.extend([None] * more)
            self.infos = extend(self.infos, vec[i64]([0] * more))
            self.pcs = extend(self.pcs, vec[i64]([0] * more))

    def base(self, level: i64) -> i64:
        """Stack index of the first register of frame `level` (0 is the oldest)."""
        return (self.infos[level] >> 24) & 0xFFFFFF

    def free_index(self) -> i64:
        """The first stack index that nothing of the running frame uses (values up to `top` aside).

        A VM operation needs two registers at its base, for an error and a message handler.
        """
        free: i64 = 0
        level = self.depth
        while level >= 0:
            function = self.functions[level]
            if isinstance(function, LuaClosure):
                return max(free, self.base(level) + function.proto.frame_size)
            free = max(free, self.base(level) + 2)
            level -= 1
        return free


def tag_of(value: object) -> u8:
    """The tag of a boxed value."""
    if value is None:
        return T_NIL
    if isinstance(value, bool):
        return T_TRUE if value else T_FALSE
    if isinstance(value, int):
        return T_INT
    if isinstance(value, float):
        return T_FLOAT
    if isinstance(value, bytes):
        return T_STRING
    if isinstance(value, LuaTable):
        return T_TABLE
    if isinstance(value, LuaClosure):
        return T_LUA
    if isinstance(value, NativeFunction):
        return T_NATIVE
    if isinstance(value, UserData):
        return T_USERDATA
    if isinstance(value, Coroutine):
        return T_THREAD
    if isinstance(value, Cell):
        return T_CELL
    raise TypeError(f"not a Lua value: {type(value).__name__}")
