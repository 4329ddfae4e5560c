"""Which templates fit a dialect: those that use only what its grammar and its libraries have."""

import re
from functools import cache
from typing import Final

from engine.stdlib.catalogue import FUNCTIONS, has_library
from engine.syntax import numerals
from engine.syntax.dialects import Dialect

_STRING: Final = re.compile(r"'[^']*'|\"[^\"]*\"|\[\[.*?\]\]", re.DOTALL)
_FIELD: Final = re.compile(r"\b(bit|bit32|coroutine|debug|jit|math|os|string|table|utf8)\.(\w+)")
_GLOBAL: Final = re.compile(r"(?<![.:\w])(gcinfo|getfenv|loadstring|newproxy|rawlen|setfenv|unpack|warn)\b")
_C_NUMBER: Final = re.compile(r"(x = )?\d(LL|ULL|i)")
_BITWISE: Final = re.compile(r"[&|]|<<|>>|~(?!=)")


def has(dialect: Dialect, library: str, name: str) -> bool:
    """Whether a dialect has a library function, in any of its forms."""
    forms = [keys for form, keys in FUNCTIONS.get(library, {}).items() if form.partition(":")[0] == name]
    found = not forms or any(dialect.libraries in keys for keys in forms)
    return found and (library == "_G" or has_library(dialect, library))


def yields_through_calls(dialect: Dialect) -> bool:
    """Whether a coroutine may yield within pcall and metamethods.  On Moonwalk it always may."""
    return dialect.key != "5.1"


def counts_turns(dialect: Dialect) -> bool:
    """Whether a numeric `for` of integers ends where the next one would overflow.  On Moonwalk it always does."""
    return dialect.key != "5.3"


def fits(form: str, dialect: Dialect) -> bool:
    """Whether a template can be compiled in a dialect, and calls nothing that is not there."""
    code = _STRING.sub("''", form)
    needed = {
        "//": dialect.integer_division,
        "<const>": dialect.attribs,
        "<close>": dialect.attribs,
        "goto ": dialect.goto_statement,
        ";;": dialect.empty_statements,
        "break show": dialect.break_anywhere,
        "_ENV": not dialect.function_environments,
        "arg.n": dialect.vararg_table,
        "coroutine.yield($v)": yields_through_calls(dialect),
        "global ": dialect.global_declarations,
        "...t": dialect.named_varargs,
        "0x1p": dialect.numerals != numerals.LOOSE,
    }
    if any(text in code and not available for text, available in needed.items()):
        return False
    if _C_NUMBER.fullmatch(form) and dialect.numerals == numerals.JIT:
        return False  # numbers of LuaJIT's library ffi, which Moonwalk does not have
    if r"\u{" in form and not dialect.largest_unicode_escape:
        return False
    if _BITWISE.search(code) and not dialect.bitwise_operators:
        return False
    names = [*_FIELD.findall(code), *(("_G", name) for name in _GLOBAL.findall(code))]
    return all(has(dialect, library, name) for library, name in names)


@cache
def fitting(forms: tuple[str, ...], dialect: Dialect) -> tuple[str, ...]:
    """Those of some templates that fit a dialect."""
    return tuple(form for form in forms if fits(form, dialect))
