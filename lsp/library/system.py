"""The library ``os``."""

from typing import Final

from lsp.library.entry import Entry, function

ENTRIES: Final[tuple[Entry, ...]] = (
    function("clock", "(): number", summary="The processor time that the program has used, in seconds."),
    function(
        "date",
        "(format?: string, time?: integer): string | table",
        summary='A time as text, as `strftime` formats it; with `"*t"` as a table, with a leading `!` in UTC.',
    ),
    function("difftime", "(t2: integer, t1?: integer): number", summary="The seconds from `t1` to `t2`."),
    function(
        "execute",
        "(command?: string): integer",
        summary="Runs a command in the shell; gives its status.",
        only=("5.1", "luajit"),
    ),
    function(
        "execute",
        "(command?: string): boolean | nil, string, integer",
        summary='Runs a command in the shell: whether it succeeded, `"exit"` or `"signal"`, and the number.',
        only=("5.2", "5.3", "5.4", "5.5"),
    ),
    function("exit", "(code?: integer)", summary="Ends the program.", only=("5.1",)),
    function(
        "exit",
        "(code?: integer | boolean, close?: boolean)",
        summary="Ends the program, with `close` after closing the state.",
        only=("5.2", "5.3", "5.4", "5.5", "luajit"),
    ),
    function("getenv", "(varname: string): string | nil", summary="The value of an environment variable."),
    function("remove", "(filename: string): boolean | nil, string", summary="Deletes a file or an empty folder."),
    function("rename", "(oldname: string, newname: string): boolean | nil, string", summary="Renames a file."),
    function(
        "setlocale",
        "(locale: string | nil, category?: string): string | nil",
        summary="Sets the locale of the program.",
    ),
    function(
        "time",
        "(table?: table): integer",
        summary="The current time, or that of a table with `year`, `month`, `day`, ..., in seconds.",
    ),
    function("tmpname", "(): string", summary="A name for a temporary file."),
)
