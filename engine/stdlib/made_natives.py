"""The natives that library functions make while a program runs, by names that stay the same: iterators above all.

A snapshot names them so.  Which Python function a native calls follows from its name alone.
"""

from collections.abc import Callable
from typing import Final

from mypy_extensions import i64

from engine.runtime.call import Call
from engine.runtime.values import NativeFunction
from engine.stdlib import base_library, classic_tables, file_reading, string_matching, utf8_library
from engine.vm import operations

# By name: what programs know the native as, its operation, and its function.
_MADE: Final[dict[str, tuple[str, int, Callable[[Call], object]]]] = {
    "coroutine.wrap": ("wrap", operations.OP_WRAP, base_library.carried_out_by_vm),
    "io.lines": ("lines", 0, file_reading.next_line),
    "string.gmatch": ("for iterator", 0, string_matching.gmatch_next),
    "utf8.codes": ("codes", 0, utf8_library.next_strict),
    "utf8.codes:lax": ("codes", 0, utf8_library.next_lax),
    "utf8.codes:unicode": ("codes", 0, utf8_library.next_of_unicode),
    "table.new": ("new", 0, classic_tables.new_table),
    "table.clear": ("clear", 0, classic_tables.clear_table),
}


def name_of_made(native: NativeFunction) -> str | None:
    """The name of a native that a library function has made; None if it is no such."""
    for name, (_, operation, function) in _MADE.items():
        if native.function is function and native.operation == operation:
            return name
    return None


def make_again(name: str, upvalues: list[object] | None, born: i64) -> NativeFunction | None:
    """A native of this name; None if there is none."""
    found = _MADE.get(name)
    if found is None:
        return None
    shown, operation, function = found
    return NativeFunction(shown, function, operation, upvalues, born)
