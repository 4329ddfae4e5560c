"""The libraries ``bit32`` (5.2) and ``bit`` (LuaJIT)."""

from typing import Final

from lsp.library.entry import Entry, function

_AND: Final = "The bitwise and of its arguments."
_OR: Final = "The bitwise or of its arguments."
_XOR: Final = "The bitwise exclusive or of its arguments."
_NOT: Final = "The bitwise complement."

BIT32: Final[tuple[Entry, ...]] = (
    function("arshift", "(x: integer, disp: integer): integer", summary="An arithmetic shift to the right."),
    function("band", "(...: integer): integer", summary=_AND),
    function("bnot", "(x: integer): integer", summary=_NOT),
    function("bor", "(...: integer): integer", summary=_OR),
    function("btest", "(...: integer): boolean", summary="Whether the bitwise and of its arguments is not zero."),
    function("bxor", "(...: integer): integer", summary=_XOR),
    function(
        "extract",
        "(n: integer, field: integer, width?: integer): integer",
        summary="The number in `width` bits from bit `field` on.",
    ),
    function("lrotate", "(x: integer, disp: integer): integer", summary="The bits rotated to the left."),
    function("lshift", "(x: integer, disp: integer): integer", summary="The bits shifted to the left."),
    function(
        "replace",
        "(n: integer, v: integer, field: integer, width?: integer): integer",
        summary="A copy of `n` with `v` in `width` bits from bit `field` on.",
    ),
    function("rrotate", "(x: integer, disp: integer): integer", summary="The bits rotated to the right."),
    function("rshift", "(x: integer, disp: integer): integer", summary="The bits shifted to the right."),
)

BIT: Final[tuple[Entry, ...]] = (
    function("arshift", "(x: integer, n: integer): integer", summary="An arithmetic shift to the right."),
    function("band", "(x: integer, ...: integer): integer", summary=_AND),
    function("bnot", "(x: integer): integer", summary=_NOT),
    function("bor", "(x: integer, ...: integer): integer", summary=_OR),
    function("bswap", "(x: integer): integer", summary="The four bytes in reverse order."),
    function("bxor", "(x: integer, ...: integer): integer", summary=_XOR),
    function("lshift", "(x: integer, n: integer): integer", summary="The bits shifted to the left."),
    function("rol", "(x: integer, n: integer): integer", summary="The bits rotated to the left."),
    function("ror", "(x: integer, n: integer): integer", summary="The bits rotated to the right."),
    function("rshift", "(x: integer, n: integer): integer", summary="The bits shifted to the right."),
    function("tobit", "(x: number): integer", summary="A number as a signed integer of 32 bits."),
    function(
        "tohex",
        "(x: integer, n?: integer): string",
        summary="Hexadecimal text of `n` digits (8 by default), in capitals if `n` is negative.",
    ),
)
