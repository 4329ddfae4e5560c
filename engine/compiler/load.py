"""Source text to prototype, in one step.  Relies on the parser, the resolver and the code generator."""

from engine.compiler.codegen import compile_chunk
from engine.compiler.positions import Positions
from engine.compiler.proto import Proto
from engine.compiler.resolver import resolve
from engine.syntax.dialects import Dialect
from engine.syntax.errors import LuaSyntaxError
from engine.syntax.parser import parse, parse_tolerant


def compile_source(source: bytes, chunk_name: bytes, dialect: Dialect) -> Proto:
    """Compile a chunk; `chunk_name` is "@file", "=name" or the text itself.  Raises LuaSyntaxError."""
    try:
        chunk = parse(source, chunk_name, dialect)
    except LuaSyntaxError as error:
        raise _first_error(source, chunk_name, dialect, error) from None
    return compile_chunk(chunk, source, chunk_name, dialect)


def _first_error(source: bytes, chunk_name: bytes, dialect: Dialect, error: LuaSyntaxError) -> LuaSyntaxError:
    """The syntax error, or one that the resolver finds before it: PUC Lua resolves names while it parses.

    What only the missing rest of the text makes wrong is blamed on the syntax error's own token.
    """
    chunk = parse_tolerant(source[: error.offset], chunk_name, dialect)[0]
    try:
        resolve(chunk, Positions(source, chunk_name, dialect))
    except LuaSyntaxError as earlier:
        if earlier.offset < error.offset:
            return earlier
    return error
