"""How a chunk name is shown in messages (manual 6.1, `load`; 4.7, `lua_Debug.short_src`).  Relies on nothing."""

from typing import Final

ID_SIZE: Final = 60  # bytes of the shown name, counting the C string's final zero
_PREFIX: Final = b'[string "'
_SUFFIX: Final = b'"]'
_DOTS: Final = b"..."


def chunk_id(name: bytes) -> bytes:
    """The displayable form of a chunk name, at most 59 bytes.

    ``=text`` shows the text, ``@file`` the file name (its tail, when too long), and anything else
    is the source itself, of which the first line is shown: ``[string "x = 1..."]``.  A chunk name
    is a C string in PUC Lua, so it ends before its first zero byte.
    """
    zero = name.find(b"\0")
    if zero >= 0:
        name = name[:zero]
    if name.startswith(b"="):
        return name[1:ID_SIZE]
    if name.startswith(b"@"):
        if len(name) <= ID_SIZE:
            return name[1:]
        return _DOTS + name[len(name) - (ID_SIZE - 1 - len(_DOTS)) :]
    room = ID_SIZE - 1 - len(_PREFIX) - len(_DOTS) - len(_SUFFIX)
    newline = name.find(b"\n")
    if newline < 0 and len(name) < room:
        return _PREFIX + name + _SUFFIX
    if newline >= 0:
        name = name[:newline]
    return _PREFIX + name[:room] + _DOTS + _SUFFIX
