"""The library ``utf8``."""

from typing import Final

from lsp.library.entry import Entry, function, value

_53: Final = ("5.3",)
_NEW: Final = ("5.4", "5.5")

ENTRIES: Final[tuple[Entry, ...]] = (
    function("char", "(...: integer): string", summary="The characters with these code points, in UTF-8."),
    value("charpattern", "string", "A pattern that matches one character, if the text is UTF-8."),
    function(
        "codepoint",
        "(s: string, i?: integer, j?: integer): integer",
        summary="The code points of the characters that begin in the bytes `i` to `j`.",
        only=_53,
    ),
    function(
        "codepoint",
        "(s: string, i?: integer, j?: integer, lax?: boolean): integer",
        summary="The code points of the characters that begin in the bytes `i` to `j`.",
        only=_NEW,
    ),
    function("codes", "(s: string): function", summary="For a generic `for` over positions and code points.", only=_53),
    function(
        "codes",
        "(s: string, lax?: boolean): function",
        summary="For a generic `for` over positions and code points.",
        only=_NEW,
    ),
    function(
        "len",
        "(s: string, i?: integer, j?: integer): integer | nil, integer",
        summary="The number of characters that begin in the bytes `i` to `j`; nil and a position if they are no UTF-8.",
        only=_53,
    ),
    function(
        "len",
        "(s: string, i?: integer, j?: integer, lax?: boolean): integer | nil, integer",
        summary="The number of characters that begin in the bytes `i` to `j`; nil and a position if they are no UTF-8.",
        only=_NEW,
    ),
    function(
        "offset",
        "(s: string, n: integer, i?: integer): integer | nil",
        summary="The byte at which character number `n`, counted from byte `i`, begins.",
    ),
)
