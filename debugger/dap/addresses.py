"""Addresses of instructions, as the protocol wants them, and `disassemble`.

Each function gets a range of its own when it is first spoken of, and keeps it for the session.
"""

from typing import Final

from debugger.dap.dispatcher import Refused
from debugger.dap.fields import Malformed
from engine.compiler.proto import Proto

_BITS: Final = 24  # of an address: the instruction in its function


class Addresses:
    """Gives addresses, and finds what they stand for."""

    def __init__(self) -> None:
        self._numbers: dict[Proto, int] = {}
        self._protos: list[Proto] = []

    def of(self, proto: Proto, pc: int) -> str:
        number = self._numbers.get(proto)
        if number is None:
            self._protos.append(proto)
            number = self._numbers[proto] = len(self._protos)
        return hex(number << _BITS | pc)

    def place(self, address: str) -> tuple[Proto, int]:
        """The function and instruction at an address.  Raises Refused and Malformed."""
        try:
            value = int(address, 0)
        except ValueError:
            raise Malformed(f"{address[:40]!r} is no address") from None
        number = value >> _BITS
        if not 0 < number <= len(self._protos):
            raise Refused(f"there is no code at {address}")
        return self._protos[number - 1], value & (1 << _BITS) - 1

    def clear(self) -> None:
        self._numbers.clear()
        self._protos.clear()
