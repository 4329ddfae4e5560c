"""The catalogue: which dialects have which library, and which functions in it.

What is not named here is in every dialect.  A library's module has the functions of all dialects; a function that
exists in several and behaves differently asks the machine's `Dialect` for the feature.
"""

from typing import Final

from engine.syntax.dialects import Dialect

_51: Final = ("5.1", "luajit")
_TO_52: Final = ("5.1", "5.2", "luajit")
_FROM_52: Final = ("5.2", "5.3", "5.4", "5.5")
_FROM_53: Final = ("5.3", "5.4", "5.5")
_FROM_54: Final = ("5.4", "5.5")

LIBRARIES: Final[dict[str, tuple[str, ...]]] = {
    "bit": ("luajit",),
    "bit32": ("5.2",),
    "jit": ("luajit",),
    "utf8": _FROM_53,
}
"""The dialects of a library; of a library that is not named here, all."""

FUNCTIONS: Final[dict[str, dict[str, tuple[str, ...]]]] = {
    "_G": {
        "gcinfo": _51,
        "getfenv": _51,
        "loadstring": _51,
        "module": _51,
        "newproxy": _51,
        "rawlen": _FROM_52,
        "setfenv": _51,
        "unpack": _51,
        "warn": _FROM_54,
    },
    "coroutine": {
        "close": _FROM_54,
        "isyieldable": (*_FROM_53, "luajit"),
    },
    "debug": {
        "getfenv": _51,
        "getuservalue": _FROM_52,
        "setcstacklimit": ("5.4",),
        "setfenv": _51,
        "setuservalue": _FROM_52,
        "upvalueid": (*_FROM_52, "luajit"),
        "upvaluejoin": (*_FROM_52, "luajit"),
    },
    "math": {
        "atan2": _TO_52,
        "cosh": _TO_52,
        "frexp": (*_TO_52, "5.5"),
        "ldexp": (*_TO_52, "5.5"),
        "log10": _51,
        "maxinteger": _FROM_53,
        "mininteger": _FROM_53,
        "mod": ("5.1",),
        "pow": _TO_52,
        "sinh": _TO_52,
        "tanh": _TO_52,
        "tointeger": _FROM_53,
        "type": _FROM_53,
        "ult": _FROM_53,
    },
    "package": {
        "loaders": _51,
        "searchers": _FROM_52,
        "searchpath": (*_FROM_52, "luajit"),
        "seeall": _51,
    },
    "string": {
        "gfind": ("5.1",),
        "pack": _FROM_53,
        "packsize": _FROM_53,
        "unpack": _FROM_53,
    },
    "string metatable": {
        "__add": _FROM_54,
        "__div": _FROM_54,
        "__idiv": _FROM_54,
        "__mod": _FROM_54,
        "__mul": _FROM_54,
        "__pow": _FROM_54,
        "__sub": _FROM_54,
        "__unm": _FROM_54,
    },
    "table": {
        "create": ("5.5",),
        "foreach": _51,
        "foreachi": _51,
        "getn": _51,
        "maxn": _51,
        "move": (*_FROM_53, "luajit"),
        "pack": _FROM_52,
        "setn": ("5.1",),
        "unpack": _FROM_52,
    },
}
"""The dialects of a library's functions and constants; of what is not named here, all that have the library."""


def has_library(dialect: Dialect, library: str) -> bool:
    """Whether a dialect has a library."""
    return dialect.key in LIBRARIES.get(library, (dialect.key,))


def has_function(dialect: Dialect, library: str, name: str) -> bool:
    """Whether a library that a dialect has contains a name."""
    named = FUNCTIONS.get(library)
    return named is None or dialect.key in named.get(name, (dialect.key,))
