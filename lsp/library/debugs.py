"""The library ``debug``."""

from typing import Final

from lsp.library.entry import Entry, function

ENTRIES: Final[tuple[Entry, ...]] = (
    function("debug", "()", summary="Reads lines from standard input and runs them, until one is `cont`."),
    function("getfenv", "(o: any): table", summary="The environment of a value."),
    function(
        "gethook",
        "(thread?: thread): function, string, integer",
        summary="The hook of a thread: function, mask and count.",
    ),
    function(
        "getinfo",
        "(f: function | integer, what?: string): table | nil",
        "(thread: thread, f: function | integer, what?: string): table | nil",
        summary="What is known of a function, or of the one at a stack level.",
    ),
    function(
        "getlocal",
        "(f: function | integer, local: integer): string | nil, any",
        "(thread: thread, f: function | integer, local: integer): string | nil, any",
        summary="Name and value of a local variable at a stack level.",
    ),
    function("getmetatable", "(value: any): table | nil", summary="The metatable of a value, whatever it says."),
    function("getregistry", "(): table", summary="The registry."),
    function("getupvalue", "(f: function, up: integer): string | nil, any", summary="Name and value of an upvalue."),
    function(
        "getuservalue",
        "(u: userdata, n?: integer): any",
        summary="A value that belongs to a userdata.",
    ),
    function("setcstacklimit", "(limit: integer): integer", summary="Does nothing any more."),
    function("setfenv", "(object: any, table: table): any", summary="Sets the environment of a value."),
    function(
        "sethook",
        "()",
        "(hook: function, mask: string, count?: integer)",
        "(thread: thread, hook: function, mask: string, count?: integer)",
        summary="Calls a function at calls (`c`), returns (`r`), lines (`l`) or every so many instructions.",
    ),
    function(
        "setlocal",
        "(level: integer, local: integer, value: any): string | nil",
        "(thread: thread, level: integer, local: integer, value: any): string | nil",
        summary="Assigns to a local variable at a stack level.",
    ),
    function("setmetatable", "(value: any, table: table | nil): any", summary="Sets the metatable of a value."),
    function("setupvalue", "(f: function, up: integer, value: any): string | nil", summary="Assigns to an upvalue."),
    function(
        "setuservalue",
        "(udata: userdata, value: any, n?: integer): userdata",
        summary="Sets a value that belongs to a userdata.",
    ),
    function(
        "traceback",
        "(message?: any, level?: integer): string",
        "(thread: thread, message?: any, level?: integer): string",
        summary="The stack as text, behind a message.",
    ),
    function("upvalueid", "(f: function, n: integer): userdata", summary="What identifies an upvalue."),
    function(
        "upvaluejoin",
        "(f1: function, n1: integer, f2: function, n2: integer)",
        summary="Makes an upvalue of `f1` the same as one of `f2`.",
    ),
)
