"""What the Lua code of the table library, ``prelude_table.lua``, is given: what Lua cannot do as a C function does."""

from collections.abc import Callable
from typing import Final

from engine.runtime import numbers
from engine.runtime.call import Call
from engine.stdlib.math_library import unsigned_less
from engine.stdlib.table_library import concat, piece_of, result_count, unpack


def _fail(call: Call) -> object:
    """fail(message): raise an error of the library function."""
    raise call.error(call.check_string(1))


def _argument_error(call: Call) -> object:
    """argument_error(at, message): complain of an argument of the library function."""
    raise call.argument_error(call.check_integer(1), call.check_string(2))


def _length(call: Call) -> object:
    """length(value): the result of a length operation, which must be an integer."""
    length = numbers.to_integer(call.arg(1))
    if length is None:
        raise call.error(b"object length is not an integer")
    return length


def _piece(call: Call) -> object:
    """piece(value, at): an element to be concatenated, checked and as a string."""
    return piece_of(call, call.arg(1), call.check_integer(2))


def _result_count(call: Call) -> object:
    """result_count(first, last): how many values to unpack."""
    return int(result_count(call, call.check_integer(1), call.check_integer(2)))


def _check_order(call: Call) -> object:
    """check_order(list, order): the order must be a function, or nil."""
    if not call.is_none_or_nil(2):
        call.check_function(2)
    return ()


HELPERS: Final[dict[str, Callable[[Call], object]]] = {
    "argument_error": _argument_error,
    "below": unsigned_less,
    "check_order": _check_order,
    "concat": concat,
    "fail": _fail,
    "length": _length,
    "piece": _piece,
    "result_count": _result_count,
    "unpack": unpack,
}
