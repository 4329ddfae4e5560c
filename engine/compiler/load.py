"""Source text to prototype, in one step.  Relies on the parser, the resolver and the code generator."""

from engine.compiler.codegen import compile_chunk
from engine.compiler.positions import Positions
from engine.compiler.proto import Proto
from engine.compiler.resolver import resolve_beginning
from engine.runtime.polling import Poller
from engine.syntax.dialects import Dialect
from engine.syntax.errors import LuaSyntaxError
from engine.syntax.macros import Macros
from engine.syntax.parser import parse, parse_tolerant


def compile_source(
    source: bytes, chunk_name: bytes, dialect: Dialect, macros: Macros | None = None, poller: Poller | None = None
) -> Proto:
    """Compile a chunk; `chunk_name` is "@file", "=name" or the text itself.  Raises LuaSyntaxError.

    In a dialect with macros, `macros` is what they may use.  `poller` is asked on the way.
    """
    try:
        chunk = parse(source, chunk_name, dialect, macros, poller)
    except LuaSyntaxError as error:
        raise _first_error(source, chunk_name, dialect, macros, poller, error) from None
    return compile_chunk(chunk, source, chunk_name, dialect, poller)


def _first_error(
    source: bytes,
    chunk_name: bytes,
    dialect: Dialect,
    macros: Macros | None,
    poller: Poller | None,
    error: LuaSyntaxError,
) -> LuaSyntaxError:
    """The syntax error, or one that the resolver finds before it: PUC Lua resolves names while it parses.

    If both are found at the same token, the resolver's error is the first, unless the token cannot be read.
    """
    unread = error.unread
    cut = source[: unread if unread >= 0 else error.offset]
    chunk = parse_tolerant(cut, chunk_name, dialect, macros, poller)[0]
    after_block = b"'end' expected" in error.message
    try:
        resolve_beginning(chunk, Positions(source, chunk_name, dialect, chunk.expansions, poller), after_block)
    except LuaSyntaxError as earlier:
        if earlier.offset < unread or (unread < 0 and earlier.offset <= error.offset):
            return earlier
    return error
