"""A prototype: one compiled function, and what a debugger wants to know of it.

Made by the code generator (or read back from a binary chunk) and never changed after, but for
``code``, where breakpoints and visits are planted; ``original`` keeps the instructions as compiled.
"""

from typing import Final, final

from librt.vecs import vec
from mypy_extensions import i32, i64, u8

from engine.syntax.expansions import Origin

# The names of the variable whose fields are the globals.  Where each function has an environment of its own (Lua 5.1),
# it is one that no program can write, and upvalue 0 of every function.
ENVIRONMENT: Final = b"_ENV"
OWN_ENVIRONMENT: Final = b"(environment)"
ENVIRONMENTS: Final = (ENVIRONMENT, OWN_ENVIRONMENT)


@final
class LocalVar:
    """A local variable's name, the register it lives in, and the instructions it is live in.

    `start` is the first instruction where it is live, `end` the first where it no longer is.
    `cell` says that the register holds a `Cell` (the variable is captured) and not the value.
    """

    def __init__(self, name: bytes, register: int, start: int, end: int, cell: bool) -> None:
        self.name: Final = name
        self.register: Final = register
        self.start: Final = start
        self.end = end
        self.cell: Final = cell


@final
class UpvalueDesc:
    """Where a new closure finds a cell: in register `index` of the enclosing function, or among its cells."""

    def __init__(self, name: bytes, in_stack: bool, index: int, constant: bool) -> None:
        self.name: Final = name
        self.in_stack: Final = in_stack
        self.index: Final = index
        self.constant: Final = constant  # declared <const> or <close>


@final
class Proto:
    """A compiled function.

    Lines are 1-based; ``lines[pc]`` and ``columns[pc]`` (1-based bytes) belong to ``original[pc]``.
    Constants stand twice: boxed in `constants`, and in lanes for the dispatch loop.  Every `bytes`
    constant went through `engine.runtime.values.intern`, so that field caches may compare by identity.
    """

    def __init__(
        self,
        source: bytes,
        line: int,
        last_line: int,
        parameters: int,
        is_vararg: bool,
        frame_size: int,
        code: list[int],
        lines: list[int],
        columns: list[int],
        constants: list[object],
        protos: list["Proto"],
        upvalues: list[UpvalueDesc],
        locals_: list[LocalVar],
    ) -> None:
        self.source: Final = source  # the chunk name: "@file", "=name" or the text itself
        self.line: Final = line  # 0 for a main chunk
        self.last_line: Final = last_line
        self.parameters: Final = parameters
        self.is_vararg: Final = is_vararg
        self.frame_size: Final = frame_size  # registers, at most 255
        # Stack a frame needs.  The ring saves R[A] whatever A means, and in SETTABUP it counts upvalues; iterators,
        # errors and handlers find a few registers more without asking.
        self.room: Final[i64] = max(frame_size, len(upvalues)) + 8
        self.code: vec[i64] = vec[i64](code)
        self.original: Final[vec[i64]] = vec[i64](code)
        self.lines: Final[vec[i32]] = vec[i32](lines)
        self.columns: Final[vec[i32]] = vec[i32](columns)
        self.constants: Final = constants
        self.protos: Final = protos
        self.upvalues: Final = upvalues
        self.locals: Final = locals_
        # Blocks of code, where their visits are noted (`engine.history.visits`); no state either.
        self.first_block: i64 = -1
        self.blocks: vec[i32] = vec[i32]()
        # Field caches: the slot where instruction pc found its key the last time.  A hint, never state.
        self.hints: Final[vec[i32]] = vec[i32]([0] * len(code))
        # The instructions that come from macros: by their numbers, where in which definition.
        self.origins: dict[int, Origin] = {}
        # Library code written in Lua (prelude.lua) shows itself as a C function would.
        self.is_library = False
        tags: list[u8] = []
        ints: list[i64] = []
        floats: list[float] = []
        for value in constants:
            tag, integer, number = _lanes(value)
            tags.append(tag)
            ints.append(integer)
            floats.append(number)
        self.k_tags: Final[vec[u8]] = vec[u8](tags)
        self.k_ints: Final[vec[i64]] = vec[i64](ints)
        self.k_floats: Final[vec[float]] = vec[float](floats)


def _lanes(value: object) -> tuple[u8, i64, float]:
    if value is None:
        return 0, 0, 0.0
    if value is False:
        return 1, 0, 0.0
    if value is True:
        return 2, 0, 0.0
    if isinstance(value, int):
        return 3, value, 0.0
    if isinstance(value, float):
        return 4, 0, value
    return 5, 0, 0.0
