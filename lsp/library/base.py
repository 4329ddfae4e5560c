"""The basic functions."""

from typing import Final

from lsp.library.entry import Entry, function, value

_51: Final = ("5.1", "luajit")
_FROM_52: Final = ("5.2", "5.3", "5.4", "5.5")

ENTRIES: Final[tuple[Entry, ...]] = (
    value("_G", "table", "The table of all global variables."),
    value("_VERSION", "string", "The name of the running Lua version."),
    function(
        "assert",
        "(v: any, message?: any, ...): any",
        summary="Gives its arguments back if the first is true; else raises `message` as an error.",
    ),
    function(
        "collectgarbage",
        "(opt?: string, arg?: integer, ...): any",
        summary='Drives the garbage collector: `"collect"` (the default), `"stop"`, `"restart"`, `"count"`, ...',
    ),
    function(
        "dofile",
        "(filename?: string): any",
        summary="Runs a file as a Lua chunk and gives its results; without a name, standard input.",
    ),
    function(
        "error",
        "(message?: any, level?: integer)",
        summary="Raises an error. `level` says whom it blames: 1 the caller of `error` (the default), 2 that one's "
        "caller, 0 nobody.",
    ),
    function("gcinfo", "(): integer", summary="How much memory Lua uses, in KB. Use `collectgarbage('count')`."),
    function(
        "getfenv",
        "(f?: function | integer): table",
        summary="The environment of a function, or of the function at a stack level.",
    ),
    function(
        "getmetatable",
        "(object: any): any",
        summary="The metatable of a value; if that has a field `__metatable`, the field's value instead; nil if none.",
    ),
    function(
        "ipairs",
        "(t: table): function, table, integer",
        summary="For a generic `for` over `t[1]`, `t[2]`, ... up to the first nil.",
    ),
    function(
        "load",
        "(func: function, chunkname?: string): function | nil, string",
        summary="Compiles a chunk whose pieces `func` gives one by one; gives the function, or nil and what is wrong.",
        only=("5.1",),
    ),
    function(
        "load",
        "(chunk: string | function, chunkname?: string, mode?: string, env?: table): function | nil, string",
        summary="Compiles a chunk, from a string or from the pieces that a function gives; gives the function, or nil "
        "and what is wrong. `mode` is `'t'`, `'b'` or `'bt'`; `env` becomes the chunk's environment.",
        only=(*_FROM_52, "luajit"),
    ),
    function(
        "loadfile",
        "(filename?: string): function | nil, string",
        summary="Compiles a file without running it; gives the function, or nil and what is wrong.",
        only=("5.1",),
    ),
    function(
        "loadfile",
        "(filename?: string, mode?: string, env?: table): function | nil, string",
        summary="Compiles a file without running it; gives the function, or nil and what is wrong.",
        only=(*_FROM_52, "luajit"),
    ),
    function(
        "loadstring",
        "(string: string, chunkname?: string): function | nil, string",
        summary="Compiles a string; gives the function, or nil and what is wrong.",
    ),
    function("module", "(name: string, ...)", summary="Makes a module's table and the environment of the caller."),
    function("newproxy", "(metatable?: boolean | userdata): userdata", summary="Makes an empty userdata."),
    function(
        "next",
        "(table: table, index?: any): any, any",
        summary="The key and value after `index` in a table, in no certain order; the first without `index`, nil after "
        "the last.",
    ),
    function(
        "pairs",
        "(t: table): function, table, nil",
        summary="For a generic `for` over all keys and values of a table, in no certain order. From 5.2 on the "
        "metamethod `__pairs` decides.",
    ),
    function(
        "pcall",
        "(f: function, ...): boolean, any",
        summary="Calls `f` in protected mode: gives true and its results, or false and the error.",
    ),
    function("print", "(...)", summary="Writes its arguments to standard output, as `tostring` shows them."),
    function("rawequal", "(v1: any, v2: any): boolean", summary="Whether two values are equal, without `__eq`."),
    function("rawget", "(table: table, index: any): any", summary="The value of a field, without `__index`."),
    function("rawlen", "(v: table | string): integer", summary="The length of a table or string, without `__len`."),
    function(
        "rawset",
        "(table: table, index: any, value: any): table",
        summary="Sets a field, without `__newindex`; gives the table.",
    ),
    function(
        "require",
        "(modname: string): any",
        summary="Loads a module, once: gives what is in `package.loaded[modname]`, or finds a loader and calls it.",
    ),
    function(
        "select",
        "(index: integer | '#', ...): any",
        summary="All arguments from number `index` on, counted from the end if negative; with `'#'` their number.",
    ),
    function(
        "setfenv",
        "(f: function | integer, table: table): function",
        summary="Sets the environment of a function, or of the function at a stack level.",
    ),
    function(
        "setmetatable",
        "(table: table, metatable: table | nil): table",
        summary="Sets or removes a table's metatable; gives the table. Fails if the old one has a `__metatable`.",
    ),
    function(
        "tonumber",
        "(e: any, base?: integer): number | nil",
        summary="A string or number as a number; nil if it is none. With a `base` (2 to 36) the string is an integer "
        "in it.",
    ),
    function("tostring", "(v: any): string", summary="A value as readable text; the metamethod `__tostring` decides."),
    function(
        "type",
        "(v: any): string",
        summary="The type of a value, as a string: nil, number, string, boolean, table, function, thread or userdata.",
    ),
    function(
        "unpack",
        "(list: table, i?: integer, j?: integer): any",
        summary="The elements of a list from `i` to `j`, as several values.",
    ),
    function(
        "warn",
        "(msg1: string, ...)",
        summary='Emits a warning, the arguments joined; `"@on"` and `"@off"` switch warnings.',
    ),
    function(
        "xpcall",
        "(f: function, err: function): boolean, any",
        summary="Calls `f` in protected mode with `err` as the handler of errors.",
        only=("5.1",),
    ),
    function(
        "xpcall",
        "(f: function, msgh: function, ...): boolean, any",
        summary="Calls `f` with the arguments in protected mode; errors go through the handler `msgh`.",
        only=(*_FROM_52, "luajit"),
    ),
)
