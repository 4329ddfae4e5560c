"""Where `require` looks for modules unless told otherwise: the initial `package.path` and `package.cpath`."""

from dataclasses import dataclass
from typing import Final, final

from engine.runtime.host import Host
from engine.syntax.dialects import Dialect

_MARK: Final = b"\1"


@final
@dataclass(frozen=True)
class SearchPaths:
    """The defaults of one Lua version."""

    lua: bytes
    c: bytes
    suffix: bytes
    """Of the environment variables that are looked at before LUA_PATH and LUA_CPATH; empty: there are none."""
    one_default: bool
    """In such a variable only the first ";;" stands for the default, and no empty entries come with it."""


def _directories(version: bytes) -> tuple[bytes, bytes]:
    return b"/usr/local/share/lua/" + version + b"/", b"/usr/local/lib/lua/" + version + b"/"


def _usual(version: bytes, here: bytes, one_default: bool) -> SearchPaths:
    shared, compiled = _directories(version)
    templates = [one + end for one in (shared, compiled) for end in (b"?.lua", b"?/init.lua")]
    return SearchPaths(
        b";".join([*templates, here]),
        compiled + b"?.so;" + compiled + b"loadall.so;./?.so",
        b"_" + version.replace(b".", b"_"),
        one_default,
    )


def _here_first(own: list[bytes]) -> SearchPaths:
    """As Lua 5.1 has it; `own` is what comes after the working directory."""
    compiled = _directories(b"5.1")[1]
    return SearchPaths(
        b";".join([b"./?.lua", *own]), b"./?.so;" + compiled + b"?.so;" + compiled + b"loadall.so", b"", False
    )


_SHARED, _COMPILED = _directories(b"5.1")
_SHARED_FILES: Final = [_SHARED + b"?.lua", _SHARED + b"?/init.lua"]
_COMPILED_FILES: Final = [_COMPILED + b"?.lua", _COMPILED + b"?/init.lua"]

_DEFAULTS: Final[dict[str, SearchPaths]] = {
    "5.1": _here_first(_SHARED_FILES + _COMPILED_FILES),
    "luajit": _here_first([b"/usr/local/share/luajit-2.1/?.lua", *_SHARED_FILES]),
    "5.2": _usual(b"5.2", b"./?.lua", False),
    "5.3": _usual(b"5.3", b"./?.lua;./?/init.lua", False),
    "5.4": _usual(b"5.4", b"./?.lua;./?/init.lua", True),
    "5.5": _usual(b"5.5", b"./?.lua;./?/init.lua", True),
}


def initial_paths(host: Host, dialect: Dialect) -> tuple[bytes, bytes]:
    """The initial values of `package.path` and `package.cpath`."""
    defaults = _DEFAULTS[dialect.libraries]
    return (
        _from_environment(host, b"LUA_PATH", defaults.lua, defaults),
        _from_environment(host, b"LUA_CPATH", defaults.c, defaults),
    )


def _from_environment(host: Host, variable: bytes, default: bytes, defaults: SearchPaths) -> bytes:
    """The path that an environment variable holds; in it, ";;" stands for the default."""
    path = host.getenv(variable + defaults.suffix) if defaults.suffix else None
    if path is None:
        path = host.getenv(variable)
    if path is None:
        return default
    if not defaults.one_default:
        return path.replace(b";;", b";" + _MARK + b";").replace(_MARK, default)
    before, mark, after = path.partition(b";;")
    if mark == b"":
        return path
    return (before + b";" if before else b"") + default + (b";" + after if after else b"")
