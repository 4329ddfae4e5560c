"""`math.random` and `math.randomseed` of LuaJIT: four combined Tausworthe generators with a period of 2^223.

The state, four words of 64 bits, belongs to the machine (`Machine.random`).  A new machine starts with the state that
LuaJIT starts with, so a program that does not set a seed sees the same numbers in every run.
"""

import math
import struct
from typing import TYPE_CHECKING, Final

from engine.runtime.call import Call

if TYPE_CHECKING:
    from engine.vm.machine import Machine

_MASK: Final = 0xFFFFFFFFFFFFFFFF
_FRACTION: Final = 0x000FFFFFFFFFFFFF  # the bits of a float behind its exponent
_FRACTION_SIZE: Final = 4503599627370496.0
_FIRST_NUMBERS: Final = 10  # thrown away after seeding

# Of each generator: its length, the distance of the bits that it combines, and how far it shifts; k, q and s.
_GENERATORS: Final = ((63, 31, 18), (58, 19, 28), (55, 24, 7), (47, 21, 8))

_INITIAL: Final = [0xA0D277570A345B8C, 0x764A296C5D4AA64F, 0x51220704070ADEAA, 0x2A2717B5A7B7B927]


def advance(state: list[int]) -> int:
    """Change a state to the one after a random number has been taken; the number, of 64 bits."""
    number = 0
    for at, (length, distance, shift) in enumerate(_GENERATORS):
        word = state[at]
        low = (((word << distance) & _MASK) ^ word) >> (length - shift)
        kept = word & (_MASK ^ ((1 << (64 - length)) - 1))
        word = low ^ ((kept << shift) & _MASK)
        state[at] = word
        number ^= word
    return number


def seeded_state(seed: float) -> list[int]:
    """The state for a seed."""
    state: list[int] = []
    for length, _, _ in _GENERATORS:
        seed = seed * math.pi + math.e
        word: int = struct.unpack("<Q", struct.pack("<d", seed))[0]
        least = 1 << (64 - length)  # some of the high bits must be set
        state.append(word + least if word < least else word)
    for _ in range(_FIRST_NUMBERS):
        advance(state)
    return state


def start(machine: "Machine") -> None:
    """The state of a new machine.  Not noted in history."""
    machine.random = list(_INITIAL)


def _set_state(machine: "Machine", state: list[int]) -> None:
    machine.note_own()
    machine.random = state


def random(call: Call) -> object:
    """``math.random([m [, n]])``."""
    state = list(call.machine.random)
    fraction = float(advance(state) & _FRACTION) / _FRACTION_SIZE
    _set_state(call.machine, state)
    if call.count == 0:
        return fraction
    low = call.check_float(1)
    if call.count == 1:
        return _floor(fraction * low) + 1.0
    return _floor(fraction * (call.check_float(2) - low + 1.0)) + low


def _floor(value: float) -> float:
    return float(math.floor(value)) if math.isfinite(value) else value


def seed_random(call: Call) -> object:
    """``math.randomseed([x])``: without a seed, what the host's clocks say is one."""
    host = call.machine.host
    seed = call.check_float(1) if call.given(1) else float(host.time()) + host.clock()
    _set_state(call.machine, seeded_state(seed))
    return ()
