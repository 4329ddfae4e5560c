"""Functions of the base library as older dialects have them (the catalogue says which).

What calls Lua goes on in ``prelude_base.lua``.
"""

from collections.abc import Callable
from typing import Final

from engine.runtime import numbers
from engine.runtime.call import Call
from engine.runtime.values import Invoke
from engine.stdlib.outcomes import c_string
from engine.vm import collector

_COLLECTOR_OPTIONS: Final = (
    b"stop", b"restart", b"collect", b"count", b"step", b"setpause", b"setstepmul", b"isrunning",
)  # fmt: skip
_GENERATIONAL_OPTIONS: Final = (*_COLLECTOR_OPTIONS, b"setmajorinc", b"generational", b"incremental")
_SPACE: Final = b" \f\n\r\t\v"

# -- errors ------------------------------------------------------------------------------------------------


def _assert_anything(call: Call) -> object:
    """`assert` whose message is a string that gets a position; without arguments it fails as with nil."""
    if call.truthy(1):
        return call.arg(1) if call.count == 1 else tuple(call.args())
    raise call.error(c_string(call.opt_string(2, b"assertion failed!")))


def _assert_value(call: Call) -> object:
    """The same, but the argument must be given."""
    call.check_any(1)
    return _assert_anything(call)


# -- iteration ---------------------------------------------------------------------------------------------


def _pairs(call: Call) -> object:
    """`pairs` of tables only."""
    value = call.check_any(1) if call.machine.dialect.misses_any_value else call.arg(1)
    if call.machine.dialect.iteration_metamethods:
        handler = call.metamethod(value, b"__pairs")
        if handler is not None:
            return Invoke(call.machine.prelude[b"pairs"], [handler, value])
    return call.machine.prelude[b"next"], call.check_table(1), None


def _ipairs(call: Call) -> object:
    """`ipairs` of tables only, read without metamethods."""
    value = call.check_any(1) if call.machine.dialect.misses_any_value else call.arg(1)
    if call.machine.dialect.iteration_metamethods:
        handler = call.metamethod(value, b"__ipairs")
        if handler is not None:
            return Invoke(call.machine.prelude[b"pairs"], [handler, value])
    return call.machine.prelude[b"raw_ipairs_step"], call.check_table(1), 0


def raw_ipairs_step(call: Call) -> object:
    """The iterator of that `ipairs`: the next index and its value."""
    table = call.check_table(1)
    at = numbers.wrap(int(call.check_int(2)) + 1)
    item = table.get_int(at)
    return None if item is None else (at, item)


# -- text --------------------------------------------------------------------------------------------------


def _print(call: Call) -> object:
    """`print` that calls the global `tostring`, which the program may have replaced."""
    machine = call.machine
    convert = machine.environment_of(call.coroutine).get_key(b"tostring")
    return Invoke(machine.prelude[b"print_by_tostring"], [convert, int(call.count), *call.args()])


def _tonumber(call: Call) -> object:
    """`tonumber` where there are no integers: numbers are taken as strings, and large ones lose digits."""
    if call.is_none_or_nil(2):
        return numbers.to_number(call.check_any(1), call.machine.dialect.string_numerals)
    text = call.check_string(1)
    base = call.check_int(2)
    if not 2 <= base <= 36:
        raise call.argument_error(2, b"base out of range")
    return _parse_float(text, int(base))


def _parse_float(text: bytes, base: int) -> float | None:
    """The number that a string holds in a base from 2 to 36; None if it holds none."""
    text = text.strip(_SPACE)
    digits = text[1:] if text[:1] in (b"-", b"+") else text
    if not digits.isalnum():
        return None
    value = 0.0
    for code in digits.upper():
        digit = code - 48 if code <= 57 else code - 55  # '0' to '9', 'A' to 'Z'
        if digit >= base:
            return None
        value = value * base + digit
    return -value if text.startswith(b"-") else value


# -- the collector -----------------------------------------------------------------------------------------


def _collectgarbage(call: Call) -> object:
    """`collectgarbage` without generations."""
    return _collect(call, _COLLECTOR_OPTIONS)


def _collectgarbage_in_generations(call: Call) -> object:
    """The same with the generational mode of 5.2; memory is counted in KB and the bytes that are no whole KB."""
    option = call.check_option(1, b"collect", _GENERATIONAL_OPTIONS)
    machine = call.machine
    if option == b"setmajorinc":
        machine.note_collector()
        previous = int(machine.major_multiplier)
        machine.major_multiplier = call.opt_int(2, 0)
        return previous
    if option == b"generational" or option == b"incremental":
        machine.note_collector()
        machine.collector_mode = option
        return 0
    if option == b"count":
        size = int(collector.measure(machine))
        return size / 1024.0, size % 1024
    return _collect(call, _GENERATIONAL_OPTIONS)


def _collect(call: Call, options: tuple[bytes, ...]) -> object:
    machine = call.machine
    option = call.check_option(1, b"collect", options)
    parameter = call.opt_int(2, 0)
    if option == b"collect":
        return Invoke(machine.prelude[b"collectgarbage"], [0])
    if option == b"step":
        if machine.collector_stopped and call.opt_integer(2, 0) == 0:
            return False  # one small step, while the program wants no collection
        return Invoke(machine.prelude[b"collectgarbage"], [True])  # a step is always a whole cycle
    if option == b"count":
        return int(collector.measure(machine)) / 1024.0
    if option == b"isrunning":
        return not machine.collector_stopped
    machine.note_collector()
    previous = 0
    if option == b"setpause":
        previous, machine.pause = int(machine.pause), parameter
    elif option == b"setstepmul":
        previous = int(machine.step_multiplier)
        machine.step_multiplier = max(parameter, machine.dialect.least_step_multiplier)
    else:
        machine.collector_stopped = option == b"stop"
        collector.schedule(machine)
    return previous


FUNCTIONS: Final[dict[str, Callable[[Call], object]]] = {
    "assert:anything": _assert_anything,
    "assert:value": _assert_value,
    "collectgarbage:generations": _collectgarbage_in_generations,
    "collectgarbage:plain": _collectgarbage,
    "ipairs:tables": _ipairs,
    "pairs:tables": _pairs,
    "print:tostring": _print,
    "tonumber:floats": _tonumber,
}
