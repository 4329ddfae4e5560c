"""The library ``io`` and the methods of its files."""

from typing import Final

from lsp.library.entry import Entry, function, value

ENTRIES: Final[tuple[Entry, ...]] = (
    function("close", "(file?: file): boolean | nil, string", summary="Closes a file, by default the default output."),
    function("flush", "(): any", summary="Writes out what the default output holds back."),
    function("input", "(file?: file | string): file", summary="The default input file; with an argument, sets it."),
    function(
        "lines",
        "(filename?: string, ...): function",
        summary="For a generic `for` over the lines of a file (or what the formats say), which is closed at its end.",
    ),
    function(
        "open",
        "(filename: string, mode?: string): file | nil, string, integer",
        summary='Opens a file: `"r"` (the default), `"w"`, `"a"`, each with `+` and `b`. Gives it, or nil and what is '
        "wrong.",
    ),
    function("output", "(file?: file | string): file", summary="The default output file; with an argument, sets it."),
    function(
        "popen",
        "(prog: string, mode?: string): file | nil, string",
        summary='Starts a program, to read its output (`"r"`) or to write its input (`"w"`).',
    ),
    function("read", "(...: string | integer): any", summary="Reads from the default input, as `file:read` does."),
    value("stderr", "file", "Standard error."),
    value("stdin", "file", "Standard input."),
    value("stdout", "file", "Standard output."),
    function("tmpfile", "(): file", summary="A temporary file for reading and writing, deleted at the end."),
    function(
        "type",
        "(obj: any): string | nil",
        summary='`"file"` or `"closed file"`; nil for anything else.',
    ),
    function("write", "(...: string | number): file, ...", summary="Writes to the default output."),
)

METHODS: Final[tuple[Entry, ...]] = (
    function("close", "(self: file): boolean | nil, string, integer", summary="Closes the file."),
    function("flush", "(self: file): any", summary="Writes out what the file holds back."),
    function("lines", "(self: file, ...): function", summary="For a generic `for` over the lines; does not close."),
    function(
        "read",
        "(self: file, ...: string | integer): any",
        summary='Reads as the formats say: `"n"` a number, `"a"` everything, `"l"` a line (the default), `"L"` a line '
        "with its end, a number of bytes. 5.1 writes them with a `*`.",
    ),
    function(
        "seek",
        "(self: file, whence?: string, offset?: integer): integer | nil, string",
        summary='Moves to an offset from the beginning (`"set"`), from here (`"cur"`) or from the end (`"end"`).',
    ),
    function(
        "setvbuf",
        "(self: file, mode: string, size?: integer): boolean",
        summary='How output is held back: `"no"`, `"full"`, `"line"`.',
    ),
    function(
        "write",
        "(self: file, ...: string | number): file, ...",
        summary="Writes its arguments; gives the file, or nil and what is wrong.",
    ),
)
