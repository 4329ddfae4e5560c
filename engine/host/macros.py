"""Macros for a VM: Python functions as macros, and the place where a chunk's own macros run (docs/macros.md).

The Lua code of macros runs while a chunk is compiled, in a machine of its own: without access to files, processes, the
clock or the program's globals, and for a limited number of steps, so that a chunk always compiles to the same code.
Relies on the compiler and the machine; `engine.syntax.expander` does the expanding.
"""

import inspect
import io
from collections.abc import Callable
from pathlib import PurePath
from typing import Final

from engine.compiler.codegen import compile_chunk
from engine.runtime import numbers
from engine.runtime.call import Call
from engine.runtime.host import Host
from engine.runtime.table import LuaTable
from engine.runtime.tostring import type_name
from engine.runtime.values import Cell, LuaClosure, LuaError, NativeFunction, UserData, intern
from engine.stdlib.libraries import open_libraries
from engine.syntax import tokens
from engine.syntax.macro_context import MacroContext
from engine.syntax.macro_reader import DOLLAR
from engine.syntax.macro_values import Code, grouped
from engine.syntax.macros import CompileTime, ExpansionError, Macro, Macros
from engine.syntax.parser import parse_tokens
from engine.syntax.tokens import Token
from engine.vm import run
from engine.vm.machine import Machine, fill_cell

_NESTING: Final = 100  # lists inside of lists

# What Lua code at compile time has not: it would depend on more than the chunk, or act on more.
_WITHHELD: Final = (
    "collectgarbage", "coroutine", "debug", "dofile", "io", "load", "loadfile", "os", "package", "print", "require",
    "warn",
)  # fmt: skip

_SMALLEST: Final = -(2**63)  # has no decimal numeral

MacroFunction = Callable[..., object]


class Quotation:
    """Code with pieces inserted, for a macro to return; see `quote`."""

    def __init__(self, text: str, pieces: dict[str, object]) -> None:
        self.text: Final = text
        self.pieces: Final = pieces


def quote(text: str, **pieces: object) -> Quotation:
    """The code in `text`, with the piece `x` in the place of ``$x``.

    Names that the text declares are the macro's own: they do not get in the way of the names in the pieces.
    """
    return Quotation(text, pieces)


class MacroRegistry(Macros):
    """The macros that a Python program gives to the chunks of its VM."""

    def define(self, name: str, function: MacroFunction) -> None:
        """Let ``@name(...)`` expand to what the function returns; see `VM.define_macro`."""
        if not name.isidentifier() or not name.isascii():
            raise ValueError(f"no name for a macro: {name!r}")
        macro = HostMacro(name, function)
        if macro.name in self.defined:
            raise ValueError(f"macro @{name} is already defined at {self.defined[macro.name].definition.decode()}")
        self.defined[macro.name] = macro

    def compile_time(self, context: MacroContext) -> CompileTime:
        return LuaCompileTime(context, self.step_limit)


class HostMacro(Macro):
    """A Python function as a macro."""

    def __init__(self, name: str, function: MacroFunction) -> None:
        parameters: list[bytes] = []
        needed = 0
        is_vararg = False
        for parameter in inspect.signature(function).parameters.values():
            if parameter.kind == inspect.Parameter.VAR_POSITIONAL:
                is_vararg = True
            elif parameter.kind in (inspect.Parameter.POSITIONAL_ONLY, inspect.Parameter.POSITIONAL_OR_KEYWORD):
                parameters.append(parameter.name.encode())
                needed += parameter.default is inspect.Parameter.empty
        super().__init__(name.encode(), parameters, needed, is_vararg, _place_of(function))
        self._function = function

    def expand(self, arguments: list[Code], context: MacroContext) -> list[Token]:
        try:
            result = self._function(*arguments)
        except ExpansionError:
            raise
        except Exception as error:  # whatever the host's function raises is the macro's error
            raise ExpansionError(f"{type(error).__name__}: {error}".encode("utf-8", "replace")) from error
        return _host_code(result, context)


def _place_of(function: MacroFunction) -> bytes:
    """Where a Python function is defined ("rules.py:12")."""
    code = getattr(function, "__code__", None)
    if code is None:
        return b"the host program"
    return f"{PurePath(code.co_filename).name}:{code.co_firstlineno}".encode("utf-8", "replace")


def _host_code(value: object, context: MacroContext) -> list[Token]:
    """What a macro in Python returned, as code: text is source text."""
    if value is None:
        return []
    if isinstance(value, str):
        return context.read(value.encode("utf-8", "surrogateescape"))
    if isinstance(value, Quotation):
        return _filled(value, context)
    if isinstance(value, (list, tuple)):
        return [token for one in value for token in _host_code(one, context)]
    return code_of(value, context)


def _filled(quotation: Quotation, context: MacroContext) -> list[Token]:
    found: list[Token] = []
    after_dollar = False
    for token in context.read(quotation.text.encode("utf-8", "surrogateescape")):
        if after_dollar:
            name = token.text.decode("utf-8", "replace")
            if token.kind != tokens.NAME or name not in quotation.pieces:
                raise ExpansionError(b"no piece for $" + context.expansions.spelling(token))
            found.extend(grouped(_host_code(quotation.pieces[name], context)))
        elif token.kind != DOLLAR:
            found.append(token)
        after_dollar = token.kind == DOLLAR
    return found


def code_of(value: object, context: MacroContext, depth: int = 0) -> list[Token]:
    """A value as code: the literal that stands for it, for a list the code of its elements one after the other."""
    if isinstance(value, UserData):
        value = value.payload
    if isinstance(value, Code):
        return value.tokens
    if isinstance(value, bool):
        return context.read(b"true" if value else b"false")
    if isinstance(value, bytes):
        return context.read(_string_literal(value))
    if isinstance(value, (int, float)):
        return context.read(_numeral(value, context.dialect.float_style))
    if isinstance(value, LuaTable) and depth < _NESTING:
        found: list[Token] = []
        for at in range(1, value.length() + 1):
            found.extend(code_of(value.get_int(at), context, depth + 1))
        return found
    raise ExpansionError(b"attempt to use a %s value as code" % type_name(value))


def _string_literal(value: bytes) -> bytes:
    text = b""
    for byte in value:
        if byte == 34 or byte == 92:
            text += b"\\%c" % byte
        else:
            text += b"%c" % byte if 32 <= byte < 127 else b"\\%03d" % byte
    return b'"' + text + b'"'


def _numeral(value: int | float, style: int) -> bytes:
    if value != value:
        return b"(0/0)"
    if value == _SMALLEST and isinstance(value, int):
        return b"0x%x" % 2**63
    if isinstance(value, float) and value in (float("inf"), float("-inf")):
        return b"1e999" if value > 0 else b"-1e999"
    return numbers.to_bytes(value, style)


class _StillHost(Host):
    """A world without time, for code whose result must not depend on when it runs."""

    def clock(self) -> float:
        return 0.0

    def time(self) -> int:
        return 0


class LuaCompileTime(CompileTime):
    """The machine in which one chunk's macros run."""

    def __init__(self, context: MacroContext, step_limit: int) -> None:
        self._context = context
        self._step_limit = step_limit
        self._machine = machine = Machine(_StillHost(io.BytesIO(), io.BytesIO(), io.BytesIO()), context.dialect)
        open_libraries(machine)
        for name in _WITHHELD:
            machine.globals.set(intern(name.encode()), None)
        self._quote = self._native("quote", self._make_quotation)
        self._gensym = self._native("gensym", self._make_name)
        self._metatable = self._table(
            {"__name": b"code", "__index": self._native("index", self._index),
             "__tostring": self._native("tostring", self._text), "__concat": self._native("concat", self._concat)}
        )  # fmt: skip
        library = self._table(
            {"name": self._native("name", self._name), "read": self._native("read", self._read),
             "join": self._native("join", self._join)}
        )  # fmt: skip
        machine.globals.set(intern(b"code"), library)

    # -- what the expander asks for

    def function(self, code: list[Token]) -> object:
        expansions = self._context.expansions
        chunk = parse_tokens(code, expansions)
        proto = compile_chunk(chunk, expansions.source, expansions.chunk_name, expansions.dialect)
        cells = [Cell(0, 0, 0.0, None) for _ in proto.upvalues]
        fill_cell(cells[0], self._machine.globals)
        closure = LuaClosure(proto, cells, self._machine.new_identity())
        return self._run(closure, [self._quote, self._gensym])

    def expand(self, function: object, arguments: list[Code]) -> list[Token]:
        result = self._run(function, [self._value(one) for one in arguments])
        return [] if result is None else code_of(result, self._context)

    def condition(self, function: object) -> bool:
        result = self._run(function, [])
        return result is not None and result is not False

    def _run(self, function: object, arguments: list[object]) -> object:
        """The first result of a call."""
        machine = self._machine
        run.enter(machine, function, arguments)
        run.advance(machine, machine.t + self._step_limit)
        if machine.failure is None and machine.results is None:
            raise ExpansionError(b"gave up after %d steps" % self._step_limit)
        try:
            results = run.conclude(machine)
        except LuaError as error:
            value = error.value
            text = value if isinstance(value, bytes) else b"error object is a %s value" % type_name(value)
            raise ExpansionError(text) from None
        return results[0] if results else None

    # -- code as a Lua value

    def _native(self, name: str, function: Callable[[Call], object]) -> NativeFunction:
        return NativeFunction(name, function, 0, None, self._machine.new_identity())

    def _table(self, fields: dict[str, object]) -> LuaTable:
        table = LuaTable(self._machine.new_identity())
        for name, value in fields.items():
            table.set(intern(name.encode()), value)
        return table

    def _value(self, code: Code) -> UserData:
        return UserData(code, self._metatable, self._machine.new_identity())

    def _made(self, found: list[Token]) -> UserData:
        return self._value(Code(found, self._context.expansions))

    def _code(self, call: Call, value: object) -> list[Token]:
        try:
            return code_of(value, self._context)
        except ExpansionError as failure:
            raise call.error(failure.message) from None

    def _check_code(self, call: Call) -> Code:
        value = call.arg(1)
        if isinstance(value, UserData) and isinstance(value.payload, Code):
            return value.payload
        raise call.type_error(1, b"code")

    def _make_quotation(self, call: Call) -> object:
        """What ``@quote{...}`` is in code that runs: the number of the quotation, and what it unquotes."""
        inserted = []
        for value in call.args(2):
            if value is None:
                raise call.error(b"attempt to unquote a nil value")
            inserted.append(self._code(call, value))
        return self._made(self._context.fill(call.check_integer(1), inserted))

    def _make_name(self, call: Call) -> object:
        return self._made(self._context.new_name(call.check_string(1)))

    def _index(self, call: Call) -> object:
        """``code.kind``, ``code.value``, ``code.line``"""
        code = self._check_code(call)
        key = call.arg(2)
        if key == b"kind":
            return code.kind.encode()
        if key == b"value":
            return code.value
        return code.line if key == b"line" else None

    def _text(self, call: Call) -> object:
        return self._check_code(call).text

    def _concat(self, call: Call) -> object:
        """One piece of code after the other."""
        return self._made([*self._code(call, call.arg(1)), *self._code(call, call.arg(2))])

    # -- the library `code`

    def _name(self, call: Call) -> object:
        """``code.name(text)``: a name, which means what it means where the macro is called."""
        try:
            return self._made(self._context.plain_name(call.check_string(1)))
        except ExpansionError as failure:
            raise call.argument_error(1, failure.message) from None

    def _read(self, call: Call) -> object:
        """``code.read(text)``: the code in a text."""
        return self._made(self._lexed(call, call.check_string(1)))

    def _lexed(self, call: Call, text: bytes) -> list[Token]:
        try:
            return self._context.read(text)
        except ExpansionError as failure:
            raise call.error(failure.message) from None

    def _join(self, call: Call) -> object:
        """``code.join(list, separator)``: the elements of a list, with code between them."""
        table = call.check_table(1)
        separator = self._lexed(call, call.opt_string(2, b","))
        found: list[Token] = []
        for at in range(1, table.length() + 1):
            if at > 1:
                found.extend(separator)
            found.extend(grouped(self._code(call, table.get_int(at))))
        return self._made(found)
