"""The library ``jit`` of LuaJIT."""

from typing import Final

from lsp.library.entry import Entry, function, value

ENTRIES: Final[tuple[Entry, ...]] = (
    value("arch", "string", "The name of the processor's architecture."),
    function(
        "flush",
        "(func?: function | boolean, recursive?: boolean)",
        summary="Throws compiled code away, all or that of a function.",
    ),
    function(
        "off",
        "(func?: function | boolean, recursive?: boolean)",
        summary="Switches the compiler off, for everything or for a function.",
    ),
    function(
        "on",
        "(func?: function | boolean, recursive?: boolean)",
        summary="Switches the compiler on, for everything or for a function.",
    ),
    value("opt", "table", "The optimizer; `jit.opt.start(...)` sets its options."),
    value("os", "string", "The name of the operating system."),
    function("status", "(): boolean, ...", summary="Whether the compiler is on, and its options."),
    value("version", "string", "The version of LuaJIT, as text."),
    value("version_num", "integer", "The version of LuaJIT, as a number."),
)
