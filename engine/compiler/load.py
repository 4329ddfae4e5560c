"""Source text to prototype, in one step.  Relies on the parser and the code generator."""

from engine.compiler.codegen import compile_chunk
from engine.compiler.proto import Proto
from engine.syntax.dialects import Dialect
from engine.syntax.parser import parse


def compile_source(source: bytes, chunk_name: bytes, dialect: Dialect) -> Proto:
    """Compile a chunk; `chunk_name` is "@file", "=name" or the text itself.  Raises LuaSyntaxError."""
    return compile_chunk(parse(source, chunk_name, dialect), source, chunk_name, dialect)
