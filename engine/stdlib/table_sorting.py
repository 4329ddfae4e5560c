"""`table.sort` (manual 6.6).

A plain list of strings, or of numbers, without an order function is sorted here, if the result does not
depend on the algorithm; for everything else the algorithm is the one in ``prelude_table.lua``.
"""

import math
from typing import Final, cast

from mypy_extensions import i64

from engine.runtime.call import Call
from engine.runtime.polling import Poller
from engine.runtime.table import LuaTable
from engine.stdlib.table_arguments import LENGTH, READ, WRITE, check_table_like, hand_over, is_plain

_MAX_SORT_SIZE: Final = 0x7FFFFFFF

_PIECE: Final = 50_000
"""Elements that are sorted at once: some ten milliseconds."""


def sort(call: Call) -> object:
    value = call.arg(1)
    if not isinstance(value, LuaTable) or not is_plain(value):
        check_table_like(call, 1, READ | WRITE | LENGTH)
        return hand_over(call, b"table.sort", [value, call.arg(2)])
    length = value.length()
    if length <= 1:
        return ()
    if length >= _MAX_SORT_SIZE:
        raise call.argument_error(1, b"array too big")
    if not call.is_none_or_nil(2):
        return hand_over(call, b"table.sort", [value, call.check_function(2)])
    array = value.array
    elements = array[:length]
    if not sort_plain(elements, call.machine.poller):
        return hand_over(call, b"table.sort", [value, None])
    elements.extend(array[length:])
    call.machine.array_replace(value, elements)
    return ()


def sort_plain(elements: list[object], poller: Poller) -> bool:
    """Sort strings, or numbers, in place; False (the list is then in any order) if `<` does not order them totally.

    Where the order is not total, as between 1 and 1.0 or with a NaN, the result is up to the algorithm.
    """
    if isinstance(elements[0], bytes):
        for element in elements:
            if not isinstance(element, bytes):
                return False
        _sort_in_pieces(cast("list[float]", elements), poller)
        return True
    floats: i64 = 0
    for element in elements:
        if isinstance(element, float):
            if math.isnan(element) or (element == 0.0 and math.copysign(1.0, element) < 0.0):
                return False
            floats += 1
        elif not isinstance(element, int) or isinstance(element, bool):
            return False
    # Python compares an int with a float exactly.
    _sort_in_pieces(cast("list[float]", elements), poller)
    return floats == 0 or floats == len(elements) or not _has_twins(elements)


def _sort_in_pieces(elements: list[float], poller: Poller) -> None:
    """Sort by pieces first, so that it can be broken off between them: to sort what consists of sorted runs is fast.

    That the elements are numbers is only said: they have an order.
    """
    for start in range(0, len(elements), _PIECE):
        piece = elements[start : start + _PIECE]
        piece.sort()
        elements[start : start + _PIECE] = piece
        poller.worked(10 * len(piece))
    if len(elements) > _PIECE:
        elements.sort()


def _has_twins(elements: list[object]) -> bool:
    """Whether a sorted list of numbers holds an int and a float that are equal."""
    previous: object = None
    for element in elements:
        if element == previous and isinstance(element, float) != isinstance(previous, float):
            return True
        previous = element
    return False
