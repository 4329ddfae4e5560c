"""What a session on a recording begins with: a VM that runs the program again, and the function it is to run."""

import os
from functools import partial

from debugger.breakpoints import source_path
from engine.host.no_world import NO_STREAM
from engine.host.program import STANDARD_INPUT, load_script
from engine.host.recording_contents import Program
from engine.host.vm import VM
from engine.runtime.host import ExitRequest
from engine.runtime.values import LuaClosure, LuaError
from engine.vm.machine import Machine


def source_name(program: Program) -> str:
    """What the source of a recorded program is called."""
    if program.path is None:
        return "(command line)"
    return "stdin" if os.fsdecode(program.path) == STANDARD_INPUT else program.path.decode("utf-8", "replace")


def begin_history(vm: VM) -> None:
    """Let the session's history begin here: what the statements before the program did is not part of it."""
    assert vm.history is not None
    assert vm.history.checkpoints is not None
    del vm.history.checkpoints.epochs[:-1]


def outermost_source(machine: Machine) -> str:
    """The source of the outermost Lua function, for a run whose beginning is not known."""
    for function in machine.main.functions[: machine.main.depth + 1]:
        if isinstance(function, LuaClosure) and not function.proto.is_library:
            return source_path(function.proto)
    return ""


def load_recorded(vm: VM, program: Program) -> LuaClosure:
    """What the session is to run: the script, after all statements have been executed, or the last of them.

    Raises LuaError, if that is not what the program came to.
    """
    script = 0 if program.path is None else len(program.words) - len(program.args) - 1
    vm.set_up_program(program.words, script)
    loads = [partial(vm.load, statement, b"=(command line)") for statement in program.statements]
    if program.path is not None:
        loads.append(partial(load_script, vm, os.fsdecode(program.path), NO_STREAM))
    for load in loads[:-1]:
        # As when it was recorded, without a ring: with one, each call but the first would take a step more.
        vm.machine.recording = False
        try:
            vm.run(load())
        except ExitRequest as request:
            raise LuaError(b"a statement before the program has ended it, with status %d" % request.code) from None
        assert vm.history is not None
        vm.history.keep_up()  # the ring begins here
        vm.machine.recording = True
    return loads[-1]()
