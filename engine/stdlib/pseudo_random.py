"""`math.random` and `math.randomseed` (manual 6.7): the generator xoshiro256**, as PUC Lua 5.4 seeds and uses it.

The state is four integers of 64 bits; it belongs to the machine (`Machine.random`).  Integers are signed, as
Lua's are, and no operation here goes beyond 64 bits, so that compiled and interpreted code agree.
"""

from typing import TYPE_CHECKING, Final

from mypy_extensions import i64

from engine.runtime.call import Call
from engine.runtime.numbers import MAX_INTEGER, shift_left, wrap

if TYPE_CHECKING:
    from engine.vm.machine import Machine

State = tuple[i64, i64, i64, i64]

_LOW_HALF: Final = 0xFFFFFFFF
_MASK: Final = 0xFFFFFFFFFFFFFFFF
_FLOAT_BITS: Final = 53
_FLOAT_MASK: Final = (1 << _FLOAT_BITS) - 1
_FLOAT_SCALE: Final = 0.5 / (1 << (_FLOAT_BITS - 1))
_FIRST_NUMBERS: Final = 16  # thrown away after seeding, to spread the seed over the state


def _rotate_left(value: i64, by: i64) -> i64:
    return shift_left(value, by) | ((value >> (64 - by)) & (MAX_INTEGER >> (63 - by)))


def _times(value: i64, factor: i64) -> i64:
    """The product modulo 2^64, for a small factor."""
    low = (value & _LOW_HALF) * factor
    high = ((value >> 32) & _LOW_HALF) * factor + (low >> 32)
    return shift_left(high & _LOW_HALF, 32) | (low & _LOW_HALF)


def next_number(state: State) -> i64:
    """The random number, of 64 bits, that a state stands for."""
    return _times(_rotate_left(_times(state[1], 5), 7), 9)


def next_state(state: State) -> State:
    """The state after a number has been taken."""
    a, b, c, d = state
    c ^= a
    d ^= b
    return a ^ d, b ^ c, c ^ shift_left(b, 17), _rotate_left(d, 45)


def seeded_state(seed: i64, second_seed: i64) -> State:
    """The state for a seed of two integers."""
    state: State = (seed, 0xFF, second_seed, 0)
    for _ in range(_FIRST_NUMBERS):
        state = next_state(state)
    return state


def to_float(number: i64) -> float:
    """A random number as a float in [0, 1)."""
    return float((number >> (64 - _FLOAT_BITS)) & _FLOAT_MASK) * _FLOAT_SCALE


def _take(machine: "Machine") -> i64:
    """The next random number, of 64 bits."""
    words = machine.random
    state: State = (words[0], words[1], words[2], words[3])
    a, b, c, d = next_state(state)
    machine.set_random(a, b, c, d)
    return next_number(state)


def _project(machine: "Machine", number: i64, limit: i64) -> i64:
    """Map a random number to one from 0 to `limit`, all equally likely.

    The number is cut to as many bits as the limit has; while the result is over the limit, it is drawn anew.
    """
    mask = limit
    by: i64 = 1
    while by < 64:
        mask |= mask >> by
        by *= 2
    number &= mask
    while number > limit:
        number = _take(machine) & mask
    return number


def _project_far(machine: "Machine", number: i64, limit: int) -> int:
    """The same for a limit from 2^63 to 2^64 - 1."""
    found = int(number) & _MASK
    while found > limit:
        found = int(_take(machine)) & _MASK
    return found


def random(call: Call) -> object:
    """``math.random([m [, n]])``."""
    number = _take(call.machine)
    if call.count == 0:
        return to_float(number)
    low: i64 = 1
    if call.count == 1:
        high = call.check_integer(1)
        if high == 0:
            return number
    elif call.count == 2:
        low = call.check_integer(1)
        high = call.check_integer(2)
    else:
        raise call.error(b"wrong number of arguments")
    if low > high:
        raise call.argument_error(1, b"interval is empty")
    if low < 0 and high > MAX_INTEGER + low:
        return int(low) + _project_far(call.machine, number, int(high) - int(low))
    return low + _project(call.machine, number, high - low)


def seed_from_host(machine: "Machine") -> tuple[int, int]:
    """Seed with what the host's clocks say, as a new state is (manual 6.7); returns the two parts of the seed."""
    seed: i64 = wrap(machine.host.time())
    second_seed: i64 = wrap(int(machine.host.clock() * 1e9))
    a, b, c, d = seeded_state(seed, second_seed)
    machine.set_random(a, b, c, d)
    return seed, second_seed


def seed_random(call: Call) -> object:
    """``math.randomseed([x [, y]])``: returns the two parts of the seed."""
    if call.count == 0:
        return seed_from_host(call.machine)
    seed = call.check_integer(1)
    second_seed = call.opt_integer(2, 0)
    a, b, c, d = seeded_state(seed, second_seed)
    call.machine.set_random(a, b, c, d)
    return seed, second_seed
