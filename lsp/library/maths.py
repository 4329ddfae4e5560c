"""The library ``math``."""

from typing import Final

from lsp.library.entry import Entry, function, value

_OLD: Final = ("5.1", "5.2", "luajit")
_NEW: Final = ("5.3", "5.4", "5.5")

ENTRIES: Final[tuple[Entry, ...]] = (
    function("abs", "(x: number): number", summary="The absolute value."),
    function("acos", "(x: number): number", summary="The arc cosine, in radians."),
    function("asin", "(x: number): number", summary="The arc sine, in radians."),
    function("atan", "(x: number): number", summary="The arc tangent, in radians.", only=_OLD),
    function(
        "atan",
        "(y: number, x?: number): number",
        summary="The arc tangent of `y/x`, in radians, in the right quadrant; `x` is 1 by default.",
        only=_NEW,
    ),
    function("atan2", "(y: number, x: number): number", summary="The arc tangent of `y/x`, in the right quadrant."),
    function("ceil", "(x: number): integer", summary="The smallest integer that is not less than `x`."),
    function("cos", "(x: number): number", summary="The cosine of an angle in radians."),
    function("cosh", "(x: number): number", summary="The hyperbolic cosine."),
    function("deg", "(x: number): number", summary="An angle in radians, in degrees."),
    function("exp", "(x: number): number", summary="`e` to the power of `x`."),
    function("floor", "(x: number): integer", summary="The largest integer that is not greater than `x`."),
    function("fmod", "(x: number, y: number): number", summary="The remainder of `x/y`, rounded towards zero."),
    function(
        "frexp",
        "(x: number): number, integer",
        summary="`m` and `e` such that `x` is `m` times two to the power of `e`, and `m` is from 0.5 to 1.",
    ),
    value("huge", "number", "Infinity: larger than any other number."),
    function("ldexp", "(m: number, e: integer): number", summary="`m` times two to the power of `e`."),
    function("log", "(x: number): number", summary="The natural logarithm.", only=("5.1",)),
    function(
        "log",
        "(x: number, base?: number): number",
        summary="The logarithm to a base, `e` by default.",
        only=("5.2", "5.3", "5.4", "5.5", "luajit"),
    ),
    function("log10", "(x: number): number", summary="The logarithm to the base 10."),
    function("max", "(x: number, ...: number): number", summary="The largest of its arguments."),
    value("maxinteger", "integer", "The largest integer."),
    function("min", "(x: number, ...: number): number", summary="The smallest of its arguments."),
    value("mininteger", "integer", "The smallest integer."),
    function("mod", "(x: number, y: number): number", summary="The old name of `math.fmod`."),
    function("modf", "(x: number): number, number", summary="The integral part of `x` and its fractional part."),
    value("pi", "number", "The ratio of a circle's circumference to its diameter."),
    function("pow", "(x: number, y: number): number", summary="`x` to the power of `y`. Use `x ^ y`."),
    function("rad", "(x: number): number", summary="An angle in degrees, in radians."),
    function(
        "random",
        "(m?: integer, n?: integer): number",
        summary="A random number: a float from 0 up to 1, an integer from 1 to `m`, or one from `m` to `n`.",
    ),
    function(
        "randomseed",
        "(x: number)",
        summary="Sets the start of the sequence of random numbers.",
        only=("5.1", "5.2", "5.3", "luajit"),
    ),
    function(
        "randomseed",
        "(x?: number, y?: integer): integer, integer",
        summary="Sets the start of the sequence of random numbers, by chance without arguments; gives it.",
        only=("5.4", "5.5"),
    ),
    function("sin", "(x: number): number", summary="The sine of an angle in radians."),
    function("sinh", "(x: number): number", summary="The hyperbolic sine."),
    function("sqrt", "(x: number): number", summary="The square root."),
    function("tan", "(x: number): number", summary="The tangent of an angle in radians."),
    function("tanh", "(x: number): number", summary="The hyperbolic tangent."),
    function("tointeger", "(x: any): integer | nil", summary="`x` as an integer; nil if it is none."),
    function(
        "type",
        "(x: any): string | nil",
        summary='`"integer"` or `"float"`; nil for what is no number.',
    ),
    function("ult", "(m: integer, n: integer): boolean", summary="Whether `m` is below `n` as unsigned integers."),
)
