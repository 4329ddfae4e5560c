"""What a native sees of its call: the arguments, checked and converted as the C API's `luaL_check*` do.

A native is a Python function `(Call) -> object`.  It returns

- one Lua value (None is nil),
- a tuple of Lua values for any other number of results (``()`` for none),
- or an `Invoke`: "call this in my place".

It raises what `error` and `argument_error` build.  It keeps no state but its `NativeFunction.upvalues`,
never calls Lua, and changes tables only through `set`, `set_int`, `set_metatable` here, so that
history sees every change.  The Call object is one per machine and is reused: do not keep it.
"""

from typing import TYPE_CHECKING, Final, final

from mypy_extensions import i64

from engine.runtime import numbers
from engine.runtime.table import LuaTable
from engine.runtime.values import (
    LIGHT,
    T_FALSE,
    T_FLOAT,
    T_INT,
    T_NIL,
    T_STRING,
    LuaClosure,
    LuaError,
    NativeFunction,
    UserData,
)

if TYPE_CHECKING:
    from engine.runtime.coroutine import Coroutine
    from engine.vm.machine import Machine


def _is_light(value: object) -> bool:
    return isinstance(value, UserData) and value.payload is LIGHT


@final
class Call:
    """The call in progress.  Arguments are numbered from 1, as in Lua's messages; `count` of them were given."""

    def __init__(self, machine: "Machine") -> None:
        self.machine: Final = machine
        self.coroutine: Coroutine = machine.current
        self.function: NativeFunction = machine.no_function
        self.base: i64 = 0  # stack index of argument 1
        self.count: i64 = 0
        self.extra: i64 = 0  # how many of them `__call` has added, where that is counted

    # -- arguments -------------------------------------------------------------------------------

    def given(self, at: i64) -> bool:
        """Whether argument `at` was passed at all, nil included."""
        return at <= self.count

    def arg(self, at: i64) -> object:
        """Argument `at`, boxed; nil (None) where none was given."""
        if at > self.count:
            return None
        return self.coroutine.get(self.base + at - 1)

    def args(self, first: i64 = 1) -> list[object]:
        """All arguments from `first` on, boxed."""
        return [self.coroutine.get(self.base + at - 1) for at in range(first, self.count + 1)]

    def is_none_or_nil(self, at: i64) -> bool:
        return at > self.count or self.coroutine.tags[self.base + at - 1] == T_NIL

    def truthy(self, at: i64) -> bool:
        return at <= self.count and i64(self.coroutine.tags[self.base + at - 1]) > T_FALSE

    def check_any(self, at: i64) -> object:
        if at > self.count:
            raise self.argument_error(at, b"value expected")
        return self.arg(at)

    def check_table(self, at: i64) -> LuaTable:
        value = self.arg(at)
        if isinstance(value, LuaTable):
            return value
        raise self.type_error(at, b"table")

    def check_integer(self, at: i64) -> i64:
        """An integer, or a float or string that has an exact integer value.

        In a dialect without integers any number will do: its fraction is cut off.
        """
        if at <= self.count:
            index = self.base + at - 1
            tag = i64(self.coroutine.tags[index])
            if tag == T_INT:
                return self.coroutine.ints[index]
            value = self.coroutine.get(index)
            if not self.coroutine.integers:
                number = numbers.to_number(value, self.machine.dialect.string_numerals)
                if number is None:
                    raise self.type_error(at, b"number")
                return numbers.truncate(float(number))
            converted = numbers.to_integer(value)
            if converted is not None:
                return converted
            if tag == T_FLOAT or (tag == T_STRING and numbers.to_number(value) is not None):
                raise self.argument_error(at, b"number has no integer representation")
        raise self.type_error(at, b"number")

    def opt_integer(self, at: i64, default: i64) -> i64:
        return default if self.is_none_or_nil(at) else self.check_integer(at)

    def check_int(self, at: i64) -> i64:
        """An integer of which a dialect without integers keeps 32 bits only, as a C int."""
        value = self.check_integer(at)
        if self.coroutine.integers or -0x80000000 <= value <= 0x7FFFFFFF:
            return value
        value &= 0xFFFFFFFF
        return value - 0x100000000 if value > 0x7FFFFFFF else value

    def opt_int(self, at: i64, default: i64) -> i64:
        return default if self.is_none_or_nil(at) else self.check_int(at)

    def check_number(self, at: i64) -> int | float:
        """An int or a float; strings that look like numbers are converted."""
        value = self.arg(at)
        if isinstance(value, int) and not isinstance(value, bool):
            return value
        if isinstance(value, float):
            return value
        converted = numbers.to_number(value, self.machine.dialect.string_numerals)
        if converted is None:
            raise self.type_error(at, b"number")
        return converted

    def check_float(self, at: i64) -> float:
        return float(self.check_number(at))

    def opt_number(self, at: i64, default: int | float) -> int | float:
        return default if self.is_none_or_nil(at) else self.check_number(at)

    def check_string(self, at: i64) -> bytes:
        """A string; numbers are converted."""
        value = self.arg(at)
        if isinstance(value, bytes):
            return value
        if isinstance(value, float) or (isinstance(value, int) and not isinstance(value, bool)):
            return self.number_text(value)
        raise self.type_error(at, b"string")

    def number_text(self, value: int | float) -> bytes:
        """A number as the dialect's `tostring` shows it."""
        return numbers.to_bytes(value, self.machine.float_style)

    def opt_string(self, at: i64, default: bytes) -> bytes:
        return default if self.is_none_or_nil(at) else self.check_string(at)

    def check_option(self, at: i64, default: bytes | None, options: tuple[bytes, ...]) -> bytes:
        """One of a set of strings ("bad argument #1 to 'f' (invalid option 'x')")."""
        name = self.check_string(at) if default is None else self.opt_string(at, default)
        name = name.partition(b"\0")[0]  # what C sees of it
        if name not in options:
            raise self.argument_error(at, b"invalid option '" + name + b"'")
        return name

    def check_function(self, at: i64) -> object:
        value = self.arg(at)
        if isinstance(value, (LuaClosure, NativeFunction)):
            return value
        raise self.type_error(at, b"function")

    # -- errors ----------------------------------------------------------------------------------

    def error(self, message: bytes) -> LuaError:
        """An error with the position of the Lua function that called this native in front (`luaL_error`)."""
        return LuaError(self.machine.where(1) + message)

    def argument_error(self, at: i64, message: bytes) -> LuaError:
        """ "bad argument #at to 'name' (message)", with the name by which the caller called (`luaL_argerror`)."""
        return self.machine.argument_error(at, message)

    def type_error(self, at: i64, expected: bytes) -> LuaError:
        """ "bad argument #at to 'name' (number expected, got nil)"."""
        if at > self.count:
            got = b"no value"
        else:
            value = self.arg(at)
            got = self.machine.type_name_of(value)
            if got == b"userdata" and self.machine.dialect.named_types and _is_light(value):
                got = b"light userdata"
        return self.argument_error(at, expected + b" expected, got " + got)

    def alternatives_error(self, at: i64, expected: bytes) -> LuaError:
        """The same where one of several types is expected, for which some dialects do not say what they got."""
        if self.machine.dialect.alternatives_got:
            return self.type_error(at, expected)
        return self.argument_error(at, expected + b" expected")

    # -- effects (each noted in history) ---------------------------------------------------------

    def new_table(self) -> LuaTable:
        """A fresh table.  It may be filled with `LuaTable.set` until the native returns."""
        table = LuaTable(self.machine.new_identity())
        table.epoch = self.machine.epoch
        if self.machine.host_writes is not None:
            self.machine.host_made.add(int(table.born))
        return table

    def set(self, table: LuaTable, key: object, value: object) -> None:
        """Raw set, any key but nil and NaN."""
        self.machine.raw_set(table, key, value)

    def set_metatable(self, value: LuaTable | UserData, metatable: LuaTable | None) -> None:
        self.machine.set_metatable(value, metatable)

    def upvalue(self, at: i64) -> object:
        """Upvalue `at` of the running native, from 0."""
        upvalues = self.function.upvalues
        return None if upvalues is None else upvalues[at]

    def set_upvalue(self, at: i64, value: object) -> None:
        self.machine.set_native_upvalue(self.function, at, value)

    def new_function(self, name: str, function: "object", upvalues: list[object]) -> NativeFunction:
        """A native closure with state of its own (an iterator)."""
        return self.machine.new_native(name, function, upvalues)

    # -- metatables ------------------------------------------------------------------------------

    def metatable_of(self, value: object) -> LuaTable | None:
        return self.machine.metatable_of(value)

    def metamethod(self, value: object, event: bytes) -> object:
        """The value's metamethod for an event such as ``b"__index"``; nil (None) if it has none."""
        metatable = self.machine.metatable_of(value)
        return None if metatable is None else metatable.get_key(event)

    # -- memory ----------------------------------------------------------------------------------

    def charge(self, size: i64) -> None:
        """Account for `size` bytes that the native is about to allocate; raises "not enough memory" over the limit."""
        self.machine.charge(size)
