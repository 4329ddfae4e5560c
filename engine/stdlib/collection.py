"""`collectgarbage` (manual 6.1): the options, over what ``engine/vm/collector.py`` does.

A collection ends in the prelude, so that finalizers run as frames above the call of `collectgarbage`.
"""

from collections.abc import Callable
from typing import Final

from engine.runtime.call import Call
from engine.runtime.values import Invoke
from engine.vm import collector

_OPTIONS: Final = (
    b"stop", b"restart", b"collect", b"count", b"step", b"setpause", b"setstepmul", b"isrunning", b"generational",
    b"incremental",
)  # fmt: skip
_OPTIONS_OF_PARAMETERS: Final = (
    b"stop", b"restart", b"collect", b"count", b"step", b"isrunning", b"generational", b"incremental", b"param",
)  # fmt: skip
_PARAMETERS: Final = (b"minormul", b"majorminor", b"minormajor", b"pause", b"stepmul", b"stepsize")
_PAUSE: Final = 3
_LARGEST_PARAMETER: Final = 396800
_INT_HALF: Final = 0x80000000
_INT_MASK: Final = 0xFFFFFFFF


def _collectgarbage(call: Call) -> object:
    machine = call.machine
    options = _OPTIONS_OF_PARAMETERS if machine.dialect.collector_parameters else _OPTIONS
    option = call.check_option(1, b"collect", options)
    if machine.finalizing:
        return None  # no option is valid inside a finalizer
    if option == b"collect":
        return Invoke(machine.prelude[b"collectgarbage"], [0])
    if option == b"count":
        return int(collector.measure(machine)) / 1024.0
    if option == b"step":
        call.opt_integer(2, 0)  # a step is always a whole cycle, which only the incremental mode tells
        return Invoke(machine.prelude[b"collectgarbage"], [machine.collector_mode == b"incremental"])
    if option == b"isrunning":
        return not machine.collector_stopped
    if option == b"param":
        return _parameter(call)
    machine.note_collector()
    if option == b"stop" or option == b"restart":
        machine.collector_stopped = option == b"stop"
        collector.schedule(machine)
        return 0
    if option == b"setpause":
        previous = machine.pause
        machine.pause = _stored(int(call.opt_integer(2, 0)))
        return int(previous)
    if option == b"setstepmul":
        previous = machine.step_multiplier
        machine.step_multiplier = _stored(int(call.opt_integer(2, 0)))
        return int(previous)
    mode = machine.collector_mode
    if machine.dialect.collector_parameters:
        pass
    elif option == b"generational":
        machine.minor_multiplier = call.opt_integer(2, 0) or machine.minor_multiplier
        machine.major_multiplier = call.opt_integer(3, 0) or machine.major_multiplier
    else:
        pause = int(call.opt_integer(2, 0))
        multiplier = int(call.opt_integer(3, 0))
        call.opt_integer(4, 0)
        machine.pause = _stored(pause) or machine.pause
        machine.step_multiplier = _stored(multiplier) or machine.step_multiplier
    machine.collector_mode = option
    return mode


def _stored(parameter: int) -> int:
    """What PUC Lua keeps of a parameter: a quarter of it, in a byte."""
    return (parameter // 4 & 0xFF) * 4


def _parameter(call: Call) -> object:
    """``collectgarbage("param", name [, value])``: the parameter's old value; -1 leaves it as it is."""
    machine = call.machine
    name = call.check_option(2, None, _PARAMETERS)
    value = int(call.opt_integer(3, -1)) & _INT_MASK
    at = _PARAMETERS.index(name)
    previous = machine.parameters[at]
    if value < _INT_HALF:
        machine.note_collector()
        machine.parameters = (*machine.parameters[:at], _rounded(value), *machine.parameters[at + 1 :])
        machine.pause = machine.parameters[_PAUSE]
    return previous


def _rounded(percents: int) -> int:
    """What PUC Lua keeps of a parameter: five bits and an exponent of its value in 1/128, rounded up."""
    if percents >= _LARGEST_PARAMETER:
        return _LARGEST_PARAMETER
    value = (percents * 128 + 99) // 100
    exponent = max(value.bit_length() - 5, 0)
    return (value >> exponent << exponent) * 100 // 128


FUNCTIONS: Final[dict[str, Callable[[Call], object]]] = {"collectgarbage": _collectgarbage}

# -- for the prelude ---------------------------------------------------------------------------------------


def _collect(call: Call) -> object:
    """``collect()``: collect, and push the first finalizer that is due.  Only ever called by `invoke`."""
    machine = call.machine
    collector.call_finalizers(machine, call.coroutine, collector.collect(machine))
    return ()


def _invoke(call: Call) -> object:
    """``invoke(f)``: call a native that may push frames."""
    return Invoke(call.arg(1), [])


HELPERS: Final[dict[str, Callable[[Call], object]]] = {"collect": _collect, "invoke": _invoke}
