"""Binary chunks: a prototype as bytes and back (`string.dump`, `load` with mode "b"), and its content hash.

The format is Moonwalk's own.  It begins as PUC Lua's does, so that each refuses the other's with a
clear message; numbers are little-endian.  What is read back is verified before anything runs it.
Relies on `proto` and `verifier`.
"""

import hashlib
import struct
from typing import Final, final

from engine.compiler.proto import LocalVar, Proto, UpvalueDesc
from engine.compiler.verifier import MAX_DEPTH, BadCodeError, verify
from engine.runtime.values import intern
from engine.syntax.errors import LuaSyntaxError

SIGNATURE: Final = b"\x1bLua"
_VERSION: Final = b"\x54"
_FORMAT: Final = b"M"  # PUC Lua's own is 0
_DATA: Final = b"\x19\x93\r\n\x1a\n"  # broken by transfers that take it for text
_EDITION: Final = b"\x03"  # raised whenever the instruction set or this format changes

_NIL: Final = 0
_FALSE: Final = 1
_TRUE: Final = 2
_INTEGER: Final = 3
_FLOAT: Final = 4
_STRING: Final = 5

_UNKNOWN_SOURCE: Final = b"=?"
_UNKNOWN_LINE: Final = -1


def dump(proto: Proto, strip: bool) -> bytes:
    """A function as a binary chunk; `strip` leaves out the debug information (names and lines)."""
    writer = _Writer(strip)
    writer.parts.append(SIGNATURE + _VERSION + _FORMAT + _DATA + _EDITION)
    writer.function(proto, None)
    return b"".join(writer.parts)


def undump(data: bytes, name: bytes) -> Proto:
    """The function of a binary chunk; `name` is its chunk name, for messages.

    Raises LuaSyntaxError ("name: bad binary format (truncated chunk)") if the data is not what `dump`
    makes, or could harm the VM.
    """
    try:
        reader = _Reader(data)
        reader.header()
        proto = reader.function(_UNKNOWN_SOURCE, 0)
        verify(proto)
    except _MalformedError as problem:
        raise _bad_format(name, problem.reason) from None
    except BadCodeError:
        raise _bad_format(name, b"corrupted chunk") from None
    return proto


def proto_hash(proto: Proto) -> str:
    """What a function does, as SHA-256 in hexadecimal: equal for equal code, whatever its file, lines, names."""
    return _digest(proto).hex()


def _digest(proto: Proto) -> bytes:
    writer = _Writer(True)
    writer.signature(proto)
    writer.code(proto)
    writer.constants(proto)
    for upvalue in proto.upvalues:
        writer.upvalue(upvalue)
    for inner in proto.protos:
        writer.parts.append(_digest(inner))
    return hashlib.sha256(b"".join(writer.parts)).digest()


def _bad_format(name: bytes, reason: bytes) -> LuaSyntaxError:
    if name[:1] in (b"@", b"="):
        name = name[1:]
    elif name[:1] == SIGNATURE[:1]:
        name = b"binary string"
    return LuaSyntaxError(b"%s: bad binary format (%s)" % (name, reason), 0, 0)


@final
class _MalformedError(Exception):
    def __init__(self, reason: bytes) -> None:
        super().__init__(reason)
        self.reason: Final = reason


@final
class _Writer:
    def __init__(self, strip: bool) -> None:
        self.parts: Final[list[bytes]] = []
        self._strip: Final = strip
        self._strings: Final[dict[bytes, int]] = {}  # what has been written, and as which

    def function(self, proto: Proto, outer_source: bytes | None) -> None:
        same_source = self._strip or proto.source == outer_source
        self._byte(not same_source)
        if not same_source:
            self._string(proto.source)
        self._number(proto.line)
        self._number(proto.last_line)
        self.signature(proto)
        self.code(proto)
        self.constants(proto)
        self._number(len(proto.upvalues))
        for upvalue in proto.upvalues:
            self.upvalue(upvalue)
        self._number(len(proto.protos))
        for inner in proto.protos:
            self.function(inner, proto.source)
        self._byte(not self._strip)
        if not self._strip:
            self._debug(proto)

    def signature(self, proto: Proto) -> None:
        self._number(proto.parameters)
        self._byte(proto.is_vararg)
        self._number(proto.frame_size)

    def code(self, proto: Proto) -> None:
        size = len(proto.original)
        self._number(size)
        for pc in range(size):
            self.parts.append(struct.pack("<q", int(proto.original[pc])))

    def constants(self, proto: Proto) -> None:
        self._number(len(proto.constants))
        for value in proto.constants:
            self._constant(value)

    def upvalue(self, upvalue: UpvalueDesc) -> None:
        self._byte(upvalue.in_stack)
        self._number(upvalue.index)
        self._byte(upvalue.constant)

    def _constant(self, value: object) -> None:
        if isinstance(value, bytes):
            self._number(_STRING)
            self._string(value)
        elif isinstance(value, float):
            self._number(_FLOAT)
            self.parts.append(struct.pack("<d", value))
        elif value is None:
            self._number(_NIL)
        elif isinstance(value, bool):
            self._number(_TRUE if value else _FALSE)
        elif isinstance(value, int):
            self._number(_INTEGER)
            self.parts.append(struct.pack("<q", value))

    def _debug(self, proto: Proto) -> None:
        for pc in range(len(proto.original)):
            self._number(int(proto.lines[pc]))
            self._number(int(proto.columns[pc]))
        self._number(len(proto.locals))
        for variable in proto.locals:
            self._string(variable.name)
            self._number(variable.register)
            self._number(variable.start)
            self._number(variable.end)
            self._byte(variable.cell)
        for upvalue in proto.upvalues:
            self._string(upvalue.name)

    def _byte(self, flag: bool) -> None:
        self.parts.append(b"\1" if flag else b"\0")

    def _number(self, value: int) -> None:
        """A count that is not negative (or -1, an unknown line), in base 128."""
        value += 1
        digits = bytearray()
        while value >= 0x80:
            digits.append(value & 0x7F | 0x80)
            value >>= 7
        digits.append(value)
        self.parts.append(bytes(digits))

    def _string(self, value: bytes) -> None:
        """A string; the next time, -1 and its place among the strings."""
        at = self._strings.get(value)
        if at is None:
            self._strings[value] = len(self._strings)
            self._number(len(value))
            self.parts.append(value)
        else:
            self._number(-1)
            self._number(at)


@final
class _Reader:
    def __init__(self, data: bytes) -> None:
        self._data: Final = data
        self._at = 0
        self._strings: Final[list[bytes]] = []  # what has been read

    def header(self) -> None:
        self._expect(SIGNATURE, b"not a binary chunk")
        self._expect(_VERSION, b"version mismatch")
        self._expect(_FORMAT, b"format mismatch")
        self._expect(_DATA, b"corrupted chunk")
        self._expect(_EDITION, b"format mismatch")

    def function(self, outer_source: bytes, depth: int) -> Proto:
        if depth > MAX_DEPTH:
            raise _MalformedError(b"corrupted chunk")
        source = self._string() if self._flag() else outer_source
        line = self._number()
        last_line = self._number()
        parameters = self._number()
        is_vararg = self._flag()
        frame_size = self._number()
        code = [self._integer() for _ in range(self._count(8))]
        constants = [self._constant() for _ in range(self._count(1))]
        # An upvalue's name comes with the debug information, at the end.
        upvalues = [UpvalueDesc(b"", self._flag(), self._number(), self._flag()) for _ in range(self._count(3))]
        protos = [self.function(source, depth + 1) for _ in range(self._count(1))]
        lines = [_UNKNOWN_LINE] * len(code)
        columns = [1] * len(code)
        variables: list[LocalVar] = []
        if self._flag():
            for pc in range(len(code)):
                lines[pc] = self._line()
                columns[pc] = self._line()
            variables = [self._variable(len(code)) for _ in range(self._count(5))]
            upvalues = [UpvalueDesc(self._string(), old.in_stack, old.index, old.constant) for old in upvalues]
        return Proto(
            source,
            line,
            last_line,
            parameters,
            is_vararg,
            frame_size,
            code,
            lines,
            columns,
            constants,
            protos,
            upvalues,
            variables,
        )

    def _variable(self, size: int) -> LocalVar:
        name = self._string()
        register = self._number()
        start = self._number()
        end = self._number()
        if register > 0xFF or start > end or end > size:
            raise _MalformedError(b"corrupted chunk")
        return LocalVar(name, register, start, end, self._flag())

    def _constant(self) -> object:
        kind = self._number()
        if kind == _NIL:
            return None
        if kind in (_FALSE, _TRUE):
            return kind == _TRUE
        if kind == _INTEGER:
            return self._integer()
        if kind == _FLOAT:
            number: float = struct.unpack("<d", self._bytes(8))[0]
            return number
        if kind == _STRING:
            return intern(self._string())
        raise _MalformedError(b"corrupted chunk")

    def _expect(self, text: bytes, reason: bytes) -> None:
        if self._bytes(len(text)) != text:
            raise _MalformedError(reason)

    def _bytes(self, count: int) -> bytes:
        end = self._at + count
        if end > len(self._data):
            raise _MalformedError(b"truncated chunk")
        found = self._data[self._at : end]
        self._at = end
        return found

    def _integer(self) -> int:
        value: int = struct.unpack("<q", self._bytes(8))[0]
        return value

    def _flag(self) -> bool:
        return self._bytes(1) != b"\0"

    def _number(self) -> int:
        value = self._line()
        if value < 0:
            raise _MalformedError(b"corrupted chunk")
        return value

    def _line(self) -> int:
        """A number that may be -1."""
        value = 0
        shift = 0
        while True:
            digit = self._bytes(1)[0]
            value |= (digit & 0x7F) << shift
            shift += 7
            if digit < 0x80:
                break
            if shift > 28:
                raise _MalformedError(b"integer overflow")
        if value > 0x7FFFFFFF:
            raise _MalformedError(b"integer overflow")
        return value - 1

    def _count(self, size: int) -> int:
        """How many items of at least this many bytes follow."""
        count = self._number()
        if count * size > len(self._data) - self._at:
            raise _MalformedError(b"truncated chunk")
        return count

    def _string(self) -> bytes:
        size = self._line()
        if size < 0:
            at = self._number()
            if at >= len(self._strings):
                raise _MalformedError(b"corrupted chunk")
            return self._strings[at]
        value = self._bytes(size)
        self._strings.append(value)
        return value
