"""How a chunk name is shown in messages (manual 6.1, `load`; 4.7, `lua_Debug.short_src`).  Relies on nothing."""

from typing import Final

ID_SIZE: Final = 60  # bytes of the shown name, counting the C string's final zero
SYNTAX_ID_SIZE: Final = 80  # the same in syntax errors of the CLASSIC style

CLASSIC: Final = 0
JIT: Final = 1
MODERN: Final = 2

_PREFIX: Final = b'[string "'
_SUFFIX: Final = b'"]'
_DOTS: Final = b"..."


def chunk_id(name: bytes, style: int = MODERN, size: int = ID_SIZE) -> bytes:
    """The displayable form of a chunk name, at most `size` - 1 bytes.

    ``=text`` shows the text, ``@file`` the file name (its tail, when too long), and anything else
    is the source itself, of which the first line is shown: ``[string "x = 1..."]``.  A chunk name
    is a C string in PUC Lua, so it ends before its first zero byte.  The styles differ in where a
    line ends, and in how long a text is cut.
    """
    zero = name.find(b"\0")
    if zero >= 0:
        name = name[:zero]
    if name.startswith(b"="):
        return name[1:size]
    if name.startswith(b"@"):
        room = size - 8 if style == CLASSIC else size - 1  # PUC Lua 5.1 leaves room for " '...' "
        if len(name) - 1 <= room:
            return name[1:]
        return _DOTS + name[len(name) - (room if style == CLASSIC else room - len(_DOTS)) :]
    if style == MODERN:
        return _text_id(name, size)
    line_end = _first_control(name) if style == JIT else _first_line_break(name)
    room = size - 17 if style == CLASSIC else size - 12  # PUC Lua 5.1 leaves room for " [string \"...\"] "
    shown = name[: min(line_end, room)]
    if len(shown) == len(name):
        return _PREFIX + name + _SUFFIX
    return _PREFIX + (shown[: size - 15] if style == JIT else shown) + _DOTS + _SUFFIX


def syntax_chunk_id(name: bytes, style: int) -> bytes:
    """The same in the message of a syntax error."""
    return chunk_id(name, style, SYNTAX_ID_SIZE if style == CLASSIC else ID_SIZE)


def _text_id(name: bytes, size: int) -> bytes:
    room = size - 1 - len(_PREFIX) - len(_DOTS) - len(_SUFFIX)
    newline = name.find(b"\n")
    if newline < 0 and len(name) < room:
        return _PREFIX + name + _SUFFIX
    if newline >= 0:
        name = name[:newline]
    return _PREFIX + name[:room] + _DOTS + _SUFFIX


def _first_line_break(name: bytes) -> int:
    for at, byte in enumerate(name):
        if byte == 10 or byte == 13:
            return at
    return len(name)


def _first_control(name: bytes) -> int:
    for at, byte in enumerate(name):
        if byte < 32:
            return at
    return len(name)
