"""What the debug library shows of functions and stack frames (manual 6.10): `getinfo`, `getlocal`, `setlocal`.

Relies on `activations` for levels, on `function_names` for names.  Library code written in Lua passes for C functions.
"""

from collections.abc import Callable
from typing import Final, final

from mypy_extensions import i64

from engine.compiler.opcodes import VARARGTABLE
from engine.history.visits import SET_LOCAL
from engine.runtime import numbers
from engine.runtime.call import Call
from engine.runtime.coroutine import K_CALL, KIND_MASK, TAIL_FLAG, Coroutine
from engine.runtime.table import LuaTable
from engine.runtime.values import Cell, LuaClosure, NativeFunction
from engine.stdlib.debug_upvalues import is_lua, upvalue_count
from engine.stdlib.outcomes import c_string
from engine.syntax.chunkid import chunk_id
from engine.syntax.dialects import Dialect
from engine.vm import activations
from engine.vm.activations import TAIL_CALL, Activation
from engine.vm.function_names import called_as

_OPTIONS: Final = b"SlnrutLf"
_TRANSFER: Final = ord("r")
_TAIL: Final = ord("t")
_HOOK_ARGUMENTS: Final = 2
_INT_HALF: Final = 0x80000000
_INT_MASK: Final = 0xFFFFFFFF
_VARARG: Final = b"(vararg)"
_TEMPORARY: Final = b"(temporary)"
_C_TEMPORARY: Final = b"(C temporary)"
_STARRED_VARARG: Final = b"(*vararg)"
_STARRED_TEMPORARY: Final = b"(*temporary)"


def optional_thread(call: Call) -> tuple[Coroutine, i64]:
    """The coroutine that argument 1 names, or the running one; and how many arguments that took."""
    value = call.arg(1)
    if isinstance(value, Coroutine):
        return value, 1
    return call.coroutine, 0


def _level(call: Call, co: Coroutine, at: i64) -> Activation | None:
    """The function at the level that argument `at` gives."""
    level = (call.check_integer(at) + _INT_HALF & _INT_MASK) - _INT_HALF  # as a C int
    return None if level < 0 else activations.activation(call.machine, co, level)


# -- getinfo -----------------------------------------------------------------------------------------------


def _default_options(dialect: Dialect) -> bytes:
    options = b"flnSu"
    if dialect.tail_call_info:
        options += b"t"
    return options + b"r" if dialect.transfer_info else options


def _getinfo(call: Call) -> object:
    co, skip = optional_thread(call)
    dialect = call.machine.dialect
    options = c_string(call.opt_string(skip + 2, _default_options(dialect)))
    if options.startswith(b">"):
        raise call.argument_error(skip + 2, b"invalid option '>'" if dialect.tail_call_info else b"invalid option")
    function = call.arg(skip + 1)
    found: Activation | None = None
    if not isinstance(function, (LuaClosure, NativeFunction)):
        if call.machine.dialect.function_or_level and numbers.to_number(function) is None:
            raise call.argument_error(skip + 1, b"function or level expected")
        found = _level(call, co, skip + 1)
        if found is None:
            return None
        function = found.function
    for option in options:
        unknown = option not in _OPTIONS
        if option == _TRANSFER:
            unknown = not dialect.transfer_info
        elif option == _TAIL:
            unknown = not dialect.tail_call_info
        if unknown:
            raise call.argument_error(skip + 2, b"invalid option")
    info = call.new_table()
    if b"S" in options:
        _put_source(call, info, function)
    if b"l" in options:
        info.set(b"currentline", -1 if found is None else found.line())
    if b"u" in options:
        _put_shape(call, info, function)
    if b"n" in options:
        named = None if found is None else called_as(call.machine, found)
        info.set(b"name", b"" if function is TAIL_CALL else None if named is None else named[1])
        info.set(b"namewhat", b"" if named is None else named[0])
    if b"r" in options and dialect.transfer_info:
        _put_transfer(info, found)
    if b"t" in options:
        info.set(b"istailcall", found is not None and found.is_tail_called())
        if call.machine.dialect.extra_arguments:
            extra: i64 = 0 if found is None or found.level < 0 else found.coroutine.extra_arguments(found.level)
            info.set(b"extraargs", int(extra))
    if b"L" in options:
        info.set(b"activelines", _active_lines(call, function))
    if b"f" in options:
        info.set(b"func", None if function is TAIL_CALL else function)
    return info


def _put_source(call: Call, info: LuaTable, function: object) -> None:
    source, line, last_line, what = b"=[C]", -1, -1, b"C"
    if isinstance(function, LuaClosure) and is_lua(function):
        proto = function.proto
        source, line, last_line = proto.source, proto.line, proto.last_line
        what = b"main" if line == 0 else b"Lua"
    elif function is TAIL_CALL:
        source, what = b"=(tail call)", b"tail"
    info.set(b"source", source)
    info.set(b"short_src", chunk_id(source, call.machine.dialect.chunk_ids))
    info.set(b"linedefined", line)
    info.set(b"lastlinedefined", last_line)
    info.set(b"what", what)


def _put_shape(call: Call, info: LuaTable, function: object) -> None:
    info.set(b"nups", upvalue_count(call.machine, function))
    if not call.machine.dialect.parameter_info:
        return
    if isinstance(function, LuaClosure) and is_lua(function):
        info.set(b"nparams", function.proto.parameters)
        info.set(b"isvararg", function.proto.is_vararg)
    else:
        info.set(b"nparams", 0)
        info.set(b"isvararg", True)


def _put_transfer(info: LuaTable, found: Activation | None) -> None:
    """The values that a call or a return transfers, for the function whose hook runs."""
    first: i64 = 0
    count: i64 = 0
    if found is not None and found.level >= 0 and found.level == found.coroutine.hook_depth - 1:
        count = found.coroutine.hook_given
        first = found.coroutine.hook_first if count > 0 else 0
    info.set(b"ftransfer", int(first))
    info.set(b"ntransfer", int(count))


def _active_lines(call: Call, function: object) -> LuaTable | None:
    """A set of the lines that have code, as a table; None for a C function."""
    if not isinstance(function, LuaClosure) or not is_lua(function):
        return None
    lines = call.new_table()
    for line in function.proto.lines:
        if line >= 0:
            lines.set(int(line), True)
    return lines


# -- local variables ---------------------------------------------------------------------------------------


@final
class Place:
    """Where the value of a local variable stands, and what the variable is called."""

    def __init__(self, name: bytes, index: i64) -> None:
        self.name: Final = name
        self.index: Final[i64] = index


def _getlocal(call: Call) -> object:
    co, skip = optional_thread(call)
    number = call.check_int(skip + 2)
    function = call.arg(skip + 1)
    if isinstance(function, (LuaClosure, NativeFunction)):
        return _parameter_name(function, number)
    found = _level(call, co, skip + 1)
    if found is None:
        raise call.argument_error(skip + 1, b"level out of range")
    place = _find_local(call, found, number)
    return None if place is None else (place.name, call.machine.local_value(co, place.index))


def _setlocal(call: Call) -> object:
    co, skip = optional_thread(call)
    found = _level(call, co, skip + 1)
    last = call.machine.dialect.local_number_last
    number: i64 = 0 if last else call.check_int(skip + 2)
    if found is None:
        raise call.argument_error(skip + 1, b"level out of range")
    value = call.check_any(skip + 3)
    if last:
        number = call.check_int(skip + 2)
    place = _find_local(call, found, number)
    if place is None:
        return None
    held = co.get(place.index)
    if isinstance(held, Cell):
        call.machine.set_cell(held, value)
    else:
        call.machine.visits.note(SET_LOCAL)
        call.machine.set_register(co, place.index, value)
    return place.name


def _parameter_name(function: object, number: i64) -> bytes | None:
    if not isinstance(function, LuaClosure) or not is_lua(function):
        return None
    names = [variable.name for variable in function.proto.locals if variable.start == 0 and variable.end > 0]
    return names[number - 1] if 1 <= number <= len(names) else None


def _find_local(call: Call, found: Activation, number: i64) -> Place | None:
    """The `number`th local variable that is active in a frame; negative numbers are varargs (`luaG_findlocal`)."""
    if found.function is TAIL_CALL:
        return None
    co = found.coroutine
    base = call.base if found.level < 0 else co.base(found.level)
    function = found.function
    starred = call.machine.dialect.starred_locals
    unnamed = _STARRED_TEMPORARY if starred else _C_TEMPORARY
    if isinstance(function, LuaClosure) and is_lua(function):
        if number < 0:
            return _find_vararg(co, function, base, number, _STARRED_VARARG if starred else _VARARG)
        pc = found.pc()
        left = number
        for variable in function.proto.locals:
            if variable.start <= pc < variable.end:
                left -= 1
                if left == 0:
                    return Place(variable.name, base + variable.register)
        if not starred:
            unnamed = _TEMPORARY
    if 0 < number <= _limit(call, found) - base:
        return Place(unnamed, base + number - 1)
    return None


def _find_vararg(co: Coroutine, function: LuaClosure, base: i64, number: i64, name: bytes) -> Place | None:
    """The extra arguments, -1 the first; they lie below the frame, how many in the register under R[0].

    Where the function has them in a table, PUC Lua has them nowhere else.
    """
    proto = function.proto
    if not proto.is_vararg:
        return None
    for pc in range(min(proto.parameters + 1, len(proto.original))):  # behind the cells of parameters
        if proto.original[pc] & 0xFF == VARARGTABLE:
            return None
    extra = co.ints[base - 1]
    return Place(name, base - 2 - extra - number) if number >= -extra else None


def _limit(call: Call, found: Activation) -> i64:
    """The first stack index that is no longer the frame's: where the function stands that it calls."""
    co = found.coroutine
    if found.level < 0:
        return call.base + call.count
    if found.level == co.depth:
        if co is call.coroutine:
            return call.base - 1
        return co.free_index()
    above = found.level + 1
    info = co.infos[above]
    if (info >> 57) & KIND_MASK == K_CALL and info & TAIL_FLAG == 0:
        return info & 0xFFFFFF
    function = co.functions[above]
    if above == co.hook_depth and isinstance(function, LuaClosure) and function.proto.is_vararg:
        return co.base(above) - 2 - _HOOK_ARGUMENTS
    return co.base(above) - 1


FUNCTIONS: Final[dict[str, Callable[[Call], object]]] = {
    "getinfo": _getinfo,
    "getlocal": _getlocal,
    "setlocal": _setlocal,
}
