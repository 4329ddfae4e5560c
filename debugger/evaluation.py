"""Evaluating an expression in a frame of any moment, with every side effect rolled back.

The expression is compiled as a function whose upvalues are the frame's variables, run on the machine itself in a
coroutine of its own, and undone with the same history that undoes the program: a ring of its own, so that the
program's is untouched.  What could not be undone, the use of files and processes, is refused.
"""

import functools
import io
import re
from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import TYPE_CHECKING, Final, NoReturn

from debugger import inspection
from debugger.inspection import Frame, Variable
from engine.compiler.load import compile_source
from engine.compiler.proto import Proto
from engine.history.ring import Ring
from engine.history.undo import undo
from engine.runtime.coroutine import RUNNING, Coroutine
from engine.runtime.host import ExitRequest, Host
from engine.runtime.table import LuaTable
from engine.runtime.values import T_NIL, Cell, LuaClosure, creation_step
from engine.syntax.dialects import Dialect
from engine.syntax.errors import LuaSyntaxError
from engine.vm import loop, run
from engine.vm.machine import Machine, fill_cell

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer

STEP_LIMIT: Final = 200_000
"""Steps that an evaluation may take."""

CHUNK_NAME: Final = b"=(expression)"

NOTHING_GIVEN: Final[Mapping[str, object]] = MappingProxyType({})

_NAME: Final = re.compile(r"[A-Za-z_]\w*", re.ASCII)

_KEPT: Final = 10_000  # tables and fields of results

_WRITTEN: Final = 100_000  # bytes of what an evaluation writes


class EvaluationError(Exception):
    """An expression that could not be evaluated; the text says why."""


class Evaluator:
    """Evaluates on a machine."""

    def __init__(self, machine: Machine) -> None:
        self._machine = machine
        self._written = _Sink()
        self._host = _ClosedHost(io.BytesIO(), self._written, self._written)
        self._ring: Ring | None = None

    def evaluate(
        self, frame: Frame | None, expression: str, given: Mapping[str, object] = NOTHING_GIVEN
    ) -> list[object]:
        """The values of a Lua expression, or of a statement with `return`, in a frame (globals alone without one).

        It also sees the variables that are `given`.

        The machine is afterwards in the state it was in before.  Tables made by the expression keep what they hold.
        Raises EvaluationError, also after STEP_LIMIT steps.
        """
        variables = {} if frame is None else inspection.visible_variables(frame)
        variables.update({name: Variable(name, value) for name, value in given.items()})
        names = tuple(name for name in dict.fromkeys(_NAME.findall(expression)) if name in variables)
        extra = inspection.extra_arguments(frame) if frame is not None and "..." in expression else []
        is_vararg = frame is None or frame.closure is None or frame.closure.proto.is_vararg
        proto = _compile(expression, names, is_vararg, self._machine.dialect)
        environment = self._machine.globals if frame is None else inspection.environment(frame, self._machine)
        cells: list[Cell] = []
        for described in proto.upvalues:
            variable = variables.get(described.name.decode()) if described.name.decode() in names else None
            if variable is None:
                cells.append(_cell_of(environment))
            else:
                cells.append(variable.cell or _cell_of(variable.value))
        return self._run_and_undo(LuaClosure(proto, cells, 0), [one.value for one in extra])

    @property
    def written(self) -> bytes:
        """What the last evaluation has written, to standard output and error; its beginning, if that was much."""
        return self._written.getvalue()

    def call(self, function: object, arguments: list[object]) -> list[object]:
        """The results of a call, as `evaluate` gives them."""
        return self._run_and_undo(function, arguments)

    def _run_and_undo(self, function: object, arguments: list[object]) -> list[object]:
        machine = self._machine
        t, ring, recording, host = machine.t, machine.ring, machine.recording, machine.host
        keep_output, on_chunk, on_error = machine.keep_output, machine.on_chunk, machine.on_error
        collector, collects = machine.collector_state(), machine.collects
        self._written.begin()
        machine.ring = self._fresh_ring(t)
        machine.recording = True
        machine.host = self._host
        machine.keep_output = False
        machine.on_chunk = None
        machine.on_error = None
        kept: list[_Contents] = []
        try:
            results = self._run(function, arguments)
            kept = _contents(results, t)
            return results
        except ExitRequest:
            raise EvaluationError("the expression called os.exit") from None
        finally:
            machine.running = None
            used = machine.ring
            while machine.t > t:
                at = machine.t & used.mask
                undo(machine)
                used.refs[at] = None  # nobody redoes it
            machine.ring, machine.recording, machine.host = ring, recording, host
            machine.keep_output, machine.on_chunk, machine.collects = keep_output, on_chunk, collects
            machine.on_error = on_error
            machine.set_collector_state(collector)
            for one in kept:
                one.restore()

    def _run(self, function: object, arguments: list[object]) -> list[object]:
        machine = self._machine
        machine.begin_step()
        co = Coroutine(machine.new_identity(), machine.dialect)
        co.status = RUNNING
        machine.set_current(co)
        run.enter_noted(machine, function, arguments)
        limit = machine.t + STEP_LIMIT
        while run.advance(machine, limit) == loop.BREAKPOINT:
            run.execute_planted(machine)
        if machine.failure is not None:
            raise EvaluationError(inspection.error_text(machine.failure, machine.dialect))
        if machine.results is None:
            raise EvaluationError(f"gave up after {STEP_LIMIT} steps")
        return machine.results

    def _fresh_ring(self, t: int) -> Ring:
        """The evaluator's ring, which begins now."""
        ring = self._ring
        if ring is None:
            ring = self._ring = Ring(STEP_LIMIT + 8, t)
        ring.start = t
        ring.last = t
        return ring


def check(expression: str, dialect: Dialect) -> None:
    """Raises EvaluationError for what is no expression, wherever it would be evaluated."""
    _compile(expression, (), True, dialect)


@functools.lru_cache(maxsize=64)
def _compile(expression: str, names: tuple[str, ...], is_vararg: bool, dialect: Dialect) -> Proto:
    """The function that returns the expression's values; upvalues named in `names` are the frame's variables."""
    text = expression.encode("utf-8", "surrogateescape")
    try:
        body = b"return " + text
        compile_source(body, CHUNK_NAME, dialect)
    except LuaSyntaxError as error:
        try:
            compile_source(text, CHUNK_NAME, dialect)
        except LuaSyntaxError:
            raise _refused(error) from None
        body = text
    variables = f"local {', '.join(names)}; " if names else ""
    head = f"{variables}return function({'...' if is_vararg else ''}) ".encode()
    dialect = replace(dialect, vararg_table=False)  # `arg` means what it means in the frame
    try:
        return compile_source(head + body + b"\nend", CHUNK_NAME, dialect).protos[0]
    except LuaSyntaxError as error:
        raise _refused(error) from None


def _refused(error: LuaSyntaxError) -> EvaluationError:
    return EvaluationError(error.message.decode("utf-8", "replace"))


def _cell_of(value: object) -> Cell:
    cell = Cell(T_NIL, 0, 0.0, None)
    fill_cell(cell, value)
    return cell


class _Contents:
    """What a table that the expression made holds: undoing empties it."""

    def __init__(self, table: LuaTable) -> None:
        self._table = table
        self._metatable = table.metatable
        self.pairs: list[tuple[object, object]] = []
        position = table.next_position(-1)
        while position >= 0 and len(self.pairs) < _KEPT:
            self.pairs.append((table.key_at(position), table.value_at(position)))
            position = table.next_position(position)

    def restore(self) -> None:
        for key, value in self.pairs:
            self._table.set(key, value)
        self._table.metatable = self._metatable


def _contents(results: list[object], t: int) -> list[_Contents]:
    """The contents of the tables made after step `t` that the results lead to."""
    found: dict[LuaTable, _Contents] = {}
    pending = list(results)
    while pending and len(found) < _KEPT:
        value = pending.pop()
        if isinstance(value, LuaTable) and creation_step(value.born) > t and value not in found:
            found[value] = contents = _Contents(value)
            for pair in contents.pairs:
                pending.extend(pair)
            pending.append(value.metatable)
    return list(found.values())


class _ClosedHost(Host):
    """A host for evaluations: what cannot be undone outside of the VM does not happen."""

    def use_file(self) -> NoReturn:
        _refuse()

    def open(self, path: bytes, mode: str) -> NoReturn:
        _refuse()

    def temporary_file(self) -> NoReturn:
        _refuse()

    def temporary_name(self) -> NoReturn:
        _refuse()

    def remove(self, path: bytes) -> NoReturn:
        _refuse()

    def rename(self, source: bytes, target: bytes) -> NoReturn:
        _refuse()

    def execute(self, command: bytes) -> NoReturn:
        _refuse()

    def popen(self, command: bytes, mode: str) -> NoReturn:
        _refuse()


def _refuse() -> NoReturn:
    raise EvaluationError("an expression may not touch files or start programs")


class _Sink(io.BytesIO):
    """A stream that keeps no more than the beginning of what is written to it."""

    def begin(self) -> None:
        self.seek(0)
        self.truncate()

    def write(self, data: "ReadableBuffer", /) -> int:
        copied = bytes(data)
        super().write(copied[: max(_WRITTEN - self.tell(), 0)])
        return len(copied)
