"""Evaluating an expression in a frame of any moment, with every side effect rolled back.

The expression is compiled with the frame's variables as locals, run on the machine itself, and undone with the
same history that undoes the program: a small ring of its own, so that the program's is untouched.
"""

from typing import Final

from engine.compiler.load import compile_source
from engine.history import timeline
from engine.history.ring import Ring
from engine.runtime.host import ExitRequest, Host
from engine.runtime.table import LuaTable
from engine.runtime.values import T_TABLE, Cell, LuaClosure, LuaError
from engine.syntax.dialects import LUA_54
from engine.syntax.errors import LuaSyntaxError
from engine.vm import run
from engine.vm.machine import Machine

from debugger import inspection
from debugger.inspection import Frame

STEP_LIMIT: Final = 200_000
"""Steps that an evaluation may take."""

CHUNK_NAME: Final = b"=(expression)"


class EvaluationError(Exception):
    """An expression that could not be evaluated; the text says why."""


class _ClosedHost(Host):
    """A host for evaluations: what cannot be undone outside of the VM does not happen."""

    def __getattribute__(self, name: str) -> object:
        if name in ("open", "popen", "remove", "rename", "execute", "tmpname", "temporary_file"):
            raise EvaluationError("an expression may not touch files or start programs")
        return super().__getattribute__(name)


def evaluate(machine: Machine, frame: Frame | None, expression: str) -> list[object]:
    """The values of a Lua expression in a frame (globals alone where there is none).

    The machine is afterwards in the state it was in before.  Raises EvaluationError.
    """
    variables: dict[str, object] = {}
    environment: LuaTable = machine.globals
    if frame is not None:
        environment = inspection.environment(frame, machine)
        for variable in (*inspection.upvalues(frame), *inspection.local_variables(frame)):
            variables[variable.name] = variable.value
    closure = _compile(expression, list(variables), environment, machine)
    return _run_and_undo(machine, closure, list(variables.values()))


def _compile(expression: str, names: list[str], environment: LuaTable, machine: Machine) -> LuaClosure:
    parameters = f"local {', '.join(names)} = ...; " if names else ""
    text = expression.encode("utf-8", "surrogateescape")
    problem: LuaSyntaxError | None = None
    for source in (parameters.encode() + b"return " + text, parameters.encode() + text):
        try:
            proto = compile_source(source, CHUNK_NAME, LUA_54)
        except LuaSyntaxError as error:
            problem = problem or error
        else:
            return LuaClosure(proto, [Cell(T_TABLE, 0, 0.0, environment) for _ in proto.upvalues], 0)
    assert problem is not None
    raise EvaluationError(problem.message.decode("utf-8", "replace"))


def _run_and_undo(machine: Machine, closure: LuaClosure, arguments: list[object]) -> list[object]:
    t, ring, recording, host = machine.t, machine.ring, machine.recording, machine.host
    output = list(machine.output)
    machine.ring = Ring(2 * STEP_LIMIT, t)
    machine.recording = True
    machine.host = _ClosedHost(stdin=host.stdin, stdout=_Sink(), stderr=_Sink())
    try:
        machine.begin_step()
        run.enter_noted(machine, closure, arguments)
        outcome = run.advance(machine, t + STEP_LIMIT)
        results = machine.results
        failure = machine.failure
        if outcome == run.UNCAUGHT and failure is not None:
            raise EvaluationError(_message(failure))
        if results is None:
            raise EvaluationError(f"gave up after {STEP_LIMIT} steps")
        return results
    except ExitRequest:
        raise EvaluationError("the expression called os.exit") from None
    finally:
        machine.running = None
        while machine.t > t:
            timeline.undo(machine)
        machine.ring, machine.recording, machine.host = ring, recording, host
        machine.output[:] = output


class _Sink:
    """A stream that swallows what is written to it."""

    def write(self, data: bytes) -> int:
        return len(data)

    def flush(self) -> None:
        pass


def _message(error: LuaError) -> str:
    return str(error)
