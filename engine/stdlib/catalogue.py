"""The catalogue: which dialects have which library, and which functions in it.

What is not named here is in every dialect.  A library's module has the functions of all dialects; a function that
exists in several and behaves differently asks the machine's `Dialect` for the feature, or, where it has little in
common with the other, has a key of its own: its name, a colon, and what makes it different.
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
        "assert": _FROM_53,
        "assert:any message": ("luajit",),
        "assert:anything": ("5.2",),
        "assert:value": ("5.1",),
        "collectgarbage": _FROM_54,
        "collectgarbage:classic": _51,
        "collectgarbage:generations": ("5.2",),
        "collectgarbage:plain": ("5.3",),
        "gcinfo": _51,
        "getfenv": _51,
        "ipairs": _FROM_53,
        "ipairs:tables": _TO_52,
        "load": (*_FROM_52, "luajit"),
        "load:function": ("5.1",),
        "loadfile": (*_FROM_52, "luajit"),
        "loadfile:classic": ("5.1",),
        "loadstring": ("luajit",),
        "loadstring:classic": ("5.1",),
        "module": _51,
        "newproxy": _51,
        "pairs": _FROM_53,
        "pairs:tables": _TO_52,
        "print": _FROM_54,
        "print:tostring": ("5.1", "5.2", "5.3", "luajit"),
        "rawlen": _FROM_52,
        "setfenv": _51,
        "tonumber": _FROM_53,
        "tonumber:classic": _51,
        "tonumber:floats": ("5.2",),
        "tostring": _FROM_52,
        "tostring:classic": _51,
        "unpack": _51,
        "warn": _FROM_54,
    },
    "coroutine": {
        "close": _FROM_54,
        "isyieldable": (*_FROM_53, "luajit"),
        "running": _FROM_52,
        "running:classic": _51,
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
        "atan": _FROM_53,
        "atan2": _TO_52,
        "atan:one argument": _TO_52,
        "ceil": _FROM_53,
        "ceil:floats": _TO_52,
        "cosh": _TO_52,
        "floor": _FROM_53,
        "floor:floats": _TO_52,
        "fmod": _FROM_53,
        "fmod:floats": _TO_52,
        "frexp": (*_TO_52, "5.5"),
        "ldexp": (*_TO_52, "5.5"),
        "log": _FROM_53,
        "log10": _51,
        "log:binary": ("luajit",),
        "log:decimal": ("5.2",),
        "log:one argument": ("5.1",),
        "max": _FROM_53,
        "max:machine": ("luajit",),
        "max:floats": ("5.1", "5.2"),
        "maxinteger": _FROM_53,
        "min": _FROM_53,
        "min:machine": ("luajit",),
        "min:floats": ("5.1", "5.2"),
        "mininteger": _FROM_53,
        "mod": ("5.1",),
        "modf": _FROM_53,
        "modf:floats": _TO_52,
        "pow": _51,
        "pow:base first": ("5.2",),
        "random": _FROM_54,
        "random:classic": ("5.1",),
        "random:floats": ("5.2",),
        "random:integers": ("5.3",),
        "random:tausworthe": ("luajit",),
        "randomseed": _FROM_54,
        "randomseed:classic": ("5.1",),
        "randomseed:integer": ("5.3",),
        "randomseed:tausworthe": ("luajit",),
        "randomseed:unsigned": ("5.2",),
        "sinh": _TO_52,
        "tanh": _TO_52,
        "tointeger": _FROM_53,
        "type": _FROM_53,
        "ult": _FROM_53,
    },
    "os": {
        "date": _FROM_52,
        "date:classic": _51,
        "difftime": _FROM_52,
        "difftime:classic": _51,
        "execute": _FROM_52,
        "execute:classic": _51,
        "exit": (*_FROM_52, "luajit"),
        "exit:classic": ("5.1",),
        "rename": _FROM_52,
        "rename:classic": _51,
        "time": _FROM_53,
        "time:classic": _51,
        "time:unchecked": ("5.2",),
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
        "concat": _FROM_53,
        "concat:classic": _51,
        "concat:raw": ("5.2",),
        "insert": _FROM_53,
        "insert:classic": _51,
        "insert:raw": ("5.2",),
        "pack": _FROM_52,
        "remove": _FROM_53,
        "remove:classic": _51,
        "remove:raw": ("5.2",),
        "setn": ("5.1",),
        "sort": _FROM_53,
        "sort:raw": _TO_52,
        "unpack": _FROM_53,
        "unpack:raw": ("5.2",),
    },
    "utf8": {
        "charpattern": _FROM_54,
        "charpattern:unicode": ("5.3",),
        "codes": _FROM_54,
        "codes:unicode": ("5.3",),
    },
}
"""The dialects of a library's functions and constants; of what is not named here, all that have the library."""


def has_library(dialect: Dialect, library: str) -> bool:
    """Whether a dialect has a library."""
    return dialect.libraries in LIBRARIES.get(library, (dialect.libraries,))


def has_function(dialect: Dialect, library: str, name: str) -> bool:
    """Whether a library that a dialect has contains a name."""
    named = FUNCTIONS.get(library)
    return named is None or dialect.libraries in named.get(name, (dialect.libraries,))
