"""Helpers of the compiler's tests: source to prototype, and prototypes as short text."""

import lupa.lua54

from engine.compiler.disassembler import instruction_text
from engine.compiler.load import compile_source
from engine.compiler.proto import Proto
from engine.syntax.dialects import LUA_54
from engine.syntax.errors import LuaSyntaxError

_LUA = lupa.lua54.LuaRuntime(encoding=None)
_LOAD = _LUA.eval("function(text) local f, message = load(text, '=x') return message end")
_ACTIVE_LINES = _LUA.eval(
    """function(text)
      local lines = {}
      for line in pairs(debug.getinfo(load(text, '=x'), 'L').activelines) do lines[#lines + 1] = line end
      return lines
    end"""
)


def compiled(source: str | bytes) -> Proto:
    text = source.encode() if isinstance(source, str) else source
    return compile_source(text, b"=x", LUA_54)


def listing(source: str | bytes) -> list[str]:
    """The instructions of a chunk's main function, without the return that ends every function."""
    return code(compiled(source))[:-1]


def code(proto: Proto) -> list[str]:
    return [instruction_text(proto, pc) for pc in range(len(proto.original))]


def all_protos(proto: Proto) -> list[Proto]:
    found = [proto]
    for inner in proto.protos:
        found.extend(all_protos(inner))
    return found


def our_message(source: bytes) -> bytes | None:
    try:
        compiled(source)
    except LuaSyntaxError as error:
        return error.message
    return None


def lua_message(source: bytes) -> bytes | None:
    """What PUC Lua's `load` says about a text, None if it is good."""
    message = _LOAD(source)
    assert message is None or isinstance(message, bytes)
    return message


def lua_lines(source: bytes) -> set[int]:
    """The lines of the main function on which PUC Lua has code."""
    return set(_ACTIVE_LINES(source).values())
