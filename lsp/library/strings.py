"""The library ``string``."""

from typing import Final

from lsp.library.entry import Entry, function

_FROM_52: Final = ("5.2", "5.3", "5.4", "5.5", "luajit")

ENTRIES: Final[tuple[Entry, ...]] = (
    function(
        "byte",
        "(s: string, i?: integer, j?: integer): integer",
        summary="The codes of the bytes `i` (1 by default) to `j` (`i` by default).",
    ),
    function("char", "(...: integer): string", summary="The string of the bytes with these codes."),
    function(
        "dump",
        "(func: function): string",
        summary="A function as a binary chunk, which `load` reads.",
        only=("5.1", "5.2"),
    ),
    function(
        "dump",
        "(func: function, strip?: boolean): string",
        summary="A function as a binary chunk, which `load` reads; with `strip` without debug information.",
        only=("5.3", "5.4", "5.5", "luajit"),
    ),
    function(
        "find",
        "(s: string, pattern: string, init?: integer, plain?: boolean): integer | nil, integer, ...",
        summary="Where the first match of a pattern begins and ends, and its captures; nil if there is none. With "
        "`plain` the pattern is plain text.",
    ),
    function(
        "format",
        "(formatstring: string, ...): string",
        summary="Text made after a template: `%d` integer, `%s` anything as text, `%f` `%g` float, `%x` hexadecimal, "
        "`%q` a Lua literal, `%%` a percent sign, ...",
    ),
    function(
        "gfind",
        "(s: string, pattern: string): function",
        summary="The old name of `string.gmatch`.",
    ),
    function(
        "gmatch",
        "(s: string, pattern: string): function",
        summary="For a generic `for` over the captures, or the whole, of every match of a pattern.",
        only=("5.1", "5.2", "5.3", "luajit"),
    ),
    function(
        "gmatch",
        "(s: string, pattern: string, init?: integer): function",
        summary="For a generic `for` over the captures, or the whole, of every match of a pattern from `init` on.",
        only=("5.4", "5.5"),
    ),
    function(
        "gsub",
        "(s: string, pattern: string, repl: string | table | function, n?: integer): string, integer",
        summary="A copy in which the matches of a pattern, all or the first `n`, are replaced; and their number. A "
        "string may name captures (`%1`), a table is asked for the first capture, a function gets them all.",
    ),
    function("len", "(s: string): integer", summary="The number of bytes."),
    function("lower", "(s: string): string", summary="A copy in lower case."),
    function(
        "match",
        "(s: string, pattern: string, init?: integer): string | nil, ...",
        summary="The captures of the first match of a pattern, or all of it; nil if there is none.",
    ),
    function(
        "pack",
        "(fmt: string, ...): string",
        summary="Values in binary form, as the format says (`<i4`, `z`, `s2`, ...).",
    ),
    function("packsize", "(fmt: string): integer", summary="The size of what `string.pack` makes with this format."),
    function("rep", "(s: string, n: integer): string", summary="The string `n` times.", only=("5.1",)),
    function(
        "rep",
        "(s: string, n: integer, sep?: string): string",
        summary="The string `n` times, with `sep` between.",
        only=_FROM_52,
    ),
    function("reverse", "(s: string): string", summary="The bytes in reverse order."),
    function(
        "sub",
        "(s: string, i: integer, j?: integer): string",
        summary="The bytes `i` to `j`, to the end by default; negative numbers count from the end.",
    ),
    function(
        "unpack",
        "(fmt: string, s: string, pos?: integer): any",
        summary="The values that `string.pack` put into a string, and the position behind them.",
    ),
    function("upper", "(s: string): string", summary="A copy in upper case."),
)
