"""The `readMemory` request: the bytes of a string that was shown at this stop, wherever they are no text."""

import base64

from debugger.dap.debuggee import Debuggee
from debugger.dap.dispatcher import Commands, Refused
from debugger.dap.fields import Body, Fields, Json

_PREFIX = "string-"


class Memory:
    """Gives references to the bytes of strings, and answers what is read there."""

    def __init__(self, debuggee: Debuggee) -> None:
        self._debuggee = debuggee

    def commands(self) -> Commands:
        return {"readMemory": self._read}

    def reference(self, value: object) -> dict[str, Json]:
        """The field by which the client can ask for the bytes of a value, if it is a string."""
        if not isinstance(value, bytes):
            return {}
        return {"memoryReference": f"{_PREFIX}{self._debuggee.strings.number(value, value)}"}

    def _read(self, arguments: Fields) -> Body:
        """From an offset, which is the address, too; what lies outside of the string cannot be read."""
        reference = arguments.text("memoryReference")
        number = reference.removeprefix(_PREFIX)
        if number == reference or not number.isdecimal():
            raise Refused(f"{reference!r} is the address of no string")
        data = self._debuggee.strings.thing(int(number))
        offset = arguments.integer("offset", 0)
        count = arguments.integer("count")
        if offset < 0 or count < 0:
            return {"address": str(offset), "unreadableBytes": max(count, 0)}
        found = data[offset : offset + count]
        body: dict[str, Json] = {"address": str(offset), "data": base64.b64encode(found).decode()}
        return body if len(found) == count else {**body, "unreadableBytes": count - len(found)}
