"""The `disassemble` request: the bytecode around an instruction."""

from debugger.breakpoints import source_path
from debugger.dap.debuggee import Debuggee
from debugger.dap.dispatcher import Commands
from debugger.dap.fields import Body, Fields, Json
from debugger.dap.sources import Sources
from engine.compiler.disassembler import instruction_text
from engine.compiler.proto import Proto


class Disassembly:
    """Answers `disassemble`."""

    def __init__(self, debuggee: Debuggee, sources: Sources) -> None:
        self._debuggee = debuggee
        self._sources = sources

    def commands(self) -> Commands:
        return {"disassemble": self._disassemble}

    def _disassemble(self, arguments: Fields) -> Body:
        proto, at = self._debuggee.addresses.place(arguments.text("memoryReference"))
        first = at + arguments.integer("offset", 0) + arguments.integer("instructionOffset", 0)
        count = arguments.integer("instructionCount")
        return {"instructions": [self._instruction(proto, pc) for pc in range(first, first + count)]}

    def _instruction(self, proto: Proto, pc: int) -> Body:
        """One instruction; as many as were asked for have to be given, so outside of the function stand blanks."""
        if not 0 <= pc < len(proto.original):
            return {"address": "-1" if pc < 0 else "0xffffffff", "instruction": "", "presentationHint": "invalid"}
        found: dict[str, Json] = {
            "address": self._debuggee.addresses.of(proto, pc),
            "instruction": instruction_text(proto, pc),
            "line": self._debuggee.conventions.line_out(int(proto.lines[pc])),
        }
        if pc == 0 or proto.lines[pc - 1] != proto.lines[pc]:
            found["location"] = self._sources.describe(source_path(proto))
        return found
