"""What the macro expander needs of its surroundings: macros of the host, and a place to run Lua while compiling.

Macros are functions from code to code, written in Lua or by the embedding program.  Running them is the business of
`engine.host`: syntax knows nothing of virtual machines.  Relies on `macro_values`.
"""

from typing import TYPE_CHECKING

from mypy_extensions import mypyc_attr

from engine.syntax.macro_values import Code
from engine.syntax.tokens import Token

if TYPE_CHECKING:
    from engine.syntax.macro_context import MacroContext


class ExpansionError(Exception):
    """A macro raised an error, or did what it may not; `message` says it."""

    def __init__(self, message: bytes) -> None:
        super().__init__(message)
        self.message: bytes = message


@mypyc_attr(allow_interpreted_subclasses=True)
class Macro:
    """A macro: `expand` gets the arguments as `Code` and returns what replaces the call.

    Abstract: `expander` has those that a chunk defines, `engine.host.macros` those of the embedding program.
    """

    def __init__(self, name: bytes, parameters: list[bytes], needed: int, is_vararg: bool, definition: bytes) -> None:
        self.name = name
        self.parameters = parameters
        self.needed = needed  # how many of the parameters must be given
        self.is_vararg = is_vararg
        self.definition = definition  # "file:3"

    def expand(self, arguments: list[Code], context: "MacroContext") -> list[Token]:
        """What the call expands to.  Raises `ExpansionError`."""
        raise NotImplementedError


@mypyc_attr(allow_interpreted_subclasses=True)
class CompileTime:
    """Where the Lua code of one chunk's macros runs, while the chunk is compiled.

    Abstract, because syntax must not know the VM: `engine.host.macros` implements it.
    """

    def function(self, code: list[Token]) -> object:
        """The function that a chunk of this code returns.  Raises `LuaSyntaxError` or `ExpansionError`."""
        raise NotImplementedError

    def expand(self, function: object, arguments: list[Code]) -> list[Token]:
        """Call the function: the code that it returns.  Raises `ExpansionError`."""
        raise NotImplementedError

    def condition(self, function: object) -> bool:
        """Call the function: whether its result is true.  Raises `ExpansionError`."""
        raise NotImplementedError


@mypyc_attr(allow_interpreted_subclasses=True)
class Macros:
    """The macros of the embedding program, by name, and the way to run Lua at compile time.

    `step_limit` is how many steps one call of a macro may take, `token_limit` how many tokens all the macros of a chunk
    may make.  Abstract for the same reason: `engine.host.macros` implements it.
    """

    def __init__(self) -> None:
        self.defined: dict[bytes, Macro] = {}
        self.step_limit = 1_000_000
        self.token_limit = 1_000_000

    def compile_time(self, context: "MacroContext") -> CompileTime:
        """A fresh place to run the macros of a chunk in."""
        raise NotImplementedError
