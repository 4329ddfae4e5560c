"""The package library (manual 6.3): where modules are looked for.  `require` itself is in ``prelude_base.lua``.

There are no C modules: the searchers for them look for files as PUC Lua does, so that the message about a missing
module is the same, and say of a library they find that it cannot be loaded.
"""

from collections.abc import Callable
from typing import Final

from engine.runtime.call import Call
from engine.runtime.host import Host
from engine.runtime.table import LuaTable
from engine.runtime.values import LuaError
from engine.stdlib.chunk_loading import load_file
from engine.stdlib.outcomes import c_string

_VERSION: Final = b"_5_4"
_LUA_DIRECTORY: Final = b"/usr/local/share/lua/5.4/"
_C_DIRECTORY: Final = b"/usr/local/lib/lua/5.4/"
_DEFAULT_PATH: Final = (
    _LUA_DIRECTORY + b"?.lua;" + _LUA_DIRECTORY + b"?/init.lua;"
    + _C_DIRECTORY + b"?.lua;" + _C_DIRECTORY + b"?/init.lua;"
    + b"./?.lua;./?/init.lua"
)  # fmt: skip
_DEFAULT_CPATH: Final = _C_DIRECTORY + b"?.so;" + _C_DIRECTORY + b"loadall.so;./?.so"
_NO_LIBRARIES: Final = b"dynamic libraries not enabled; check your Lua installation"

CONFIG: Final = b"/\n;\n?\n!\n-\n"


def search_paths(host: Host) -> tuple[bytes, bytes]:
    """The initial values of `package.path` and `package.cpath`."""
    return _from_environment(host, b"LUA_PATH", _DEFAULT_PATH), _from_environment(host, b"LUA_CPATH", _DEFAULT_CPATH)


def _from_environment(host: Host, variable: bytes, default: bytes) -> bytes:
    """The path that an environment variable holds; in it, the first ";;" stands for the default."""
    path = host.getenv(variable + _VERSION)
    if path is None:
        path = host.getenv(variable)
    if path is None:
        return default
    before, mark, after = path.partition(b";;")
    if mark == b"":
        return path
    return (before + b";" if before else b"") + default + (b";" + after if after else b"")


# -- searching ---------------------------------------------------------------------------------------------


def _search(call: Call, name: bytes, path: bytes, separator: bytes, replacement: bytes) -> tuple[bytes | None, bytes]:
    """The first readable file of a path for a module name; or None, and the list of what was tried."""
    if separator != b"" and separator in name:
        name = name.replace(separator, replacement)
    path = path.replace(b"?", name)
    files = path.split(b";") if path else []
    for file in files:
        if _is_readable(call.machine.host, file):
            return file, b""
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
