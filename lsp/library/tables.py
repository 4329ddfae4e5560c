"""The library ``table``."""

from typing import Final

from lsp.library.entry import Entry, function

ENTRIES: Final[tuple[Entry, ...]] = (
    function(
        "concat",
        "(list: table, sep?: string, i?: integer, j?: integer): string",
        summary="The strings and numbers of a list, joined, with `sep` between.",
    ),
    function(
        "create",
        "(nseq: integer, nrec?: integer): table",
        summary="A new table with room for so many elements and other fields.",
    ),
    function("foreach", "(table: table, f: function): any", summary="Calls `f(key, value)` for every field."),
    function("foreachi", "(list: table, f: function): any", summary="Calls `f(index, value)` for every element."),
    function("getn", "(list: table): integer", summary="The length of a list. Use `#`."),
    function(
        "insert",
        "(list: table, value: any)",
        "(list: table, pos: integer, value: any)",
        summary="Puts a value at position `pos`, moving the others up; at the end without a position.",
    ),
    function("maxn", "(table: table): number", summary="The largest positive number among the keys, or zero."),
    function(
        "move",
        "(a1: table, f: integer, e: integer, t: integer, a2?: table): table",
        summary="Copies the elements `f` to `e` of `a1` to `t` and on of `a2` (`a1` by default); gives that table.",
    ),
    function("pack", "(...): table", summary="A table of all arguments, with their number in the field `n`."),
    function(
        "remove",
        "(list: table, pos?: integer): any",
        summary="Takes the element at `pos`, the last by default, out of a list, moving the others down; gives it.",
    ),
    function("setn", "(list: table, n: integer)", summary="Does nothing any more."),
    function(
        "sort",
        "(list: table, comp?: function)",
        summary="Sorts a list in place, by `<` or by `comp(a, b)`, which says whether `a` comes first. Not stable.",
    ),
    function(
        "unpack",
        "(list: table, i?: integer, j?: integer): any",
        summary="The elements `i` to `j` of a list, as several values.",
    ),
)
