"""C's `rand` as glibc has it, which `math.random` draws its numbers from up to Lua 5.3.

The generator adds two of the 31 words of its state, three and 31 places back, and gives the upper 31 bits of the
sum.  The words, and after them the place of the next one, are `Machine.random`, so history undoes the drawing.
"""

from typing import TYPE_CHECKING, Final

from mypy_extensions import i64

if TYPE_CHECKING:
    from engine.vm.machine import Machine

LARGEST: Final = 0x7FFFFFFF  # RAND_MAX

_WORDS: Final = 31
_LAG: Final = 3
_FIRST_NUMBERS: Final = 310  # thrown away after seeding
_MULTIPLIER: Final = 16807
_MODULUS: Final = 0x7FFFFFFF
_WORD_MASK: Final = 0xFFFFFFFF


def seeded_state(seed: int) -> list[int]:
    """The state for a seed, of which 32 bits count."""
    word = seed & _WORD_MASK
    if word > _MODULUS:
        word -= _WORD_MASK + 1
    if word == 0:
        word = 1
    state = [word & _WORD_MASK]
    for _ in range(_WORDS - 1):
        # C's remainder, of a negative seed too, brought into the range of the modulus.
        word = (_MULTIPLIER * word) % _MODULUS
        state.append(word)
    state.append(_LAG)
    for _ in range(_FIRST_NUMBERS):
        _advance(state)
    return state


def _advance(state: list[int]) -> i64:
    """The next number; changes the state."""
    at = i64(state[_WORDS])
    back = at - _LAG
    if back < 0:
        back += _WORDS
    word = (i64(state[at]) + i64(state[back])) & _WORD_MASK
    state[at] = int(word)
    at += 1
    state[_WORDS] = 0 if at == _WORDS else int(at)
    return word >> 1


def take(machine: "Machine") -> i64:
    """The next random number, from 0 to LARGEST."""
    state = machine.random[:]
    number = _advance(state)
    _set_state(machine, state)
    return number


def start(machine: "Machine") -> None:
    """The state of a new machine, the same in each run.  Not noted in history."""
    machine.random = seeded_state(1)


def seed(machine: "Machine", value: int) -> None:
    """Start anew from a seed, of which 32 bits count."""
    _set_state(machine, seeded_state(value))


def _set_state(machine: "Machine", state: list[int]) -> None:
    machine.note_own()
    machine.random = state
