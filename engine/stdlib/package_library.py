"""The package library (manual 6.3): where modules are looked for.  `require` itself is in ``prelude_base.lua``.

There are no C modules: the searchers for them look for files as PUC Lua does, so that the message about a missing
module is the same, and say of a library they find that it cannot be loaded.
"""

from collections.abc import Callable
from typing import Final

from engine.runtime.call import Call
from engine.runtime.host import Host
from engine.runtime.table import LuaTable
from engine.runtime.values import Invoke, LuaError
from engine.stdlib.chunk_loading import load_file
from engine.stdlib.outcomes import c_string

_NO_LIBRARIES: Final = b"dynamic libraries not enabled; check your Lua installation"

CONFIG: Final = b"/\n;\n?\n!\n-\n"


# -- searching ---------------------------------------------------------------------------------------------


def _search(call: Call, name: bytes, path: bytes, separator: bytes, replacement: bytes) -> tuple[bytes | None, bytes]:
    """The first readable file of a path for a module name; or None, and the list of what was tried."""
    if separator != b"" and separator in name:
        name = name.replace(separator, replacement)
    path = path.replace(b"?", name)
    files = path.split(b";") if path else []
    begins_lines = not call.machine.dialect.search_separators
    if begins_lines:
        files = [file for file in files if file]
    for file in files:
        if _is_readable(call.machine.host, file):
            return file, b""
    if begins_lines:
        return None, b"".join([b"\n\tno file '" + file + b"'" for file in files])
    return None, b"no file '" + path.replace(b";", b"'\n\tno file '") + b"'"


def _is_readable(host: Host, file: bytes) -> bool:
    try:
        host.open(file, "r").close()
    except OSError:
        return False
    return True


def _searchpath(call: Call) -> object:
    # PUC Lua, as compiled, checks the arguments from the last to the first.
    replacement = c_string(call.opt_string(4, b"/"))
    separator = c_string(call.opt_string(3, b"."))
    path = c_string(call.check_string(2))
    found, problem = _search(call, c_string(call.check_string(1)), path, separator, replacement)
    return (None, problem) if found is None else found


def hand_over(call: Call) -> object:
    """`require` and `module`: the function of the same name in the prelude does the work."""
    return Invoke(call.machine.prelude[call.function.name.encode()], call.args())


def _loadlib(call: Call) -> object:
    call.check_string(1)
    call.check_string(2)
    return None, _NO_LIBRARIES, b"absent"


# -- searchers (upvalue: the table `package`) --------------------------------------------------------------


def _find(call: Call, name: bytes, field: bytes) -> tuple[bytes | None, bytes]:
    """`_search` in the path that a field of `package` holds."""
    package = call.upvalue(0)
    path = package.get_key(field) if isinstance(package, LuaTable) else None
    if not isinstance(path, bytes):
        raise call.error(b"'package." + field + b"' must be a string")
    return _search(call, name, c_string(path), b".", b"/")


def _loading_error(call: Call, name: bytes, file: bytes, problem: object) -> LuaError:
    text = problem if isinstance(problem, bytes) else b"?"
    return call.error(b"error loading module '" + name + b"' from file '" + file + b"':\n\t" + text)


def _search_lua(call: Call) -> object:
    name = c_string(call.check_string(1))
    file, problem = _find(call, name, b"path")
    if file is None:
        return problem
    try:
        return load_file(call.machine, file, b"bt"), file
    except LuaError as error:
        raise _loading_error(call, name, file, error.value) from None


def _search_c(call: Call) -> object:
    name = c_string(call.check_string(1))
    file, problem = _find(call, name, b"cpath")
    if file is None:
        return problem
    raise _loading_error(call, name, file, _NO_LIBRARIES)


def _search_c_root(call: Call) -> object:
    """For a submodule: a C library of the root package that may contain it."""
    name = c_string(call.check_string(1))
    root, dot, _ = name.partition(b".")
    if dot == b"":
        return ()
    file, problem = _find(call, root, b"cpath")
    if file is None:
        return problem
    raise _loading_error(call, name, file, _NO_LIBRARIES)


FUNCTIONS: Final[dict[str, Callable[[Call], object]]] = {"loadlib": _loadlib, "searchpath": _searchpath}

# `package.searchers`, after the one for `package.preload`.
SEARCHERS: Final[dict[str, Callable[[Call], object]]] = {
    "search_lua": _search_lua,
    "search_c": _search_c,
    "search_c_root": _search_c_root,
}

# -- for the prelude ---------------------------------------------------------------------------------------


def _check_name(call: Call) -> object:
    """``check_name(...)``: the first argument of the library function, a string."""
    return c_string(call.check_string(1))


HELPERS: Final[dict[str, Callable[[Call], object]]] = {"check_name": _check_name}
