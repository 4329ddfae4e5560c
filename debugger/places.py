"""Places that a program writes to, as a person names them: `x`, `player.hp`, `t[3]`, `length of t`, `metatable of t`.

`find_place` turns the text into a `Place` of the machine.  A replay makes objects anew, so a place knows the identity
of its object; a `Tracked` place is found again at any moment.
"""

from debugger import inspection
from debugger.evaluation import EvaluationError, Evaluator
from debugger.inspection import Frame, Variable
from engine.history.state import cell_value
from engine.history.timeline import History
from engine.history.writes import CELL, FIELD, LENGTH, METATABLE, REGISTER, Place
from engine.runtime import tostring
from engine.runtime.coroutine import Coroutine
from engine.runtime.table import LuaTable, denormalise, normalise
from engine.runtime.values import Cell, creation_step
from engine.syntax import ast
from engine.syntax.errors import LuaSyntaxError
from engine.syntax.parser import parse
from engine.vm import collector
from engine.vm.machine import Machine

METATABLE_OF = "metatable of "
LENGTH_OF = "length of "


def find_place(machine: Machine, evaluator: Evaluator, text: str, frame: Frame | None) -> Place:
    """The place that a text names in a frame.  Raises EvaluationError if it names none."""
    text = text.strip()
    if text.startswith(METATABLE_OF):
        table = _table(evaluator, frame, text.removeprefix(METATABLE_OF))
        return Place(METATABLE, table)
    if text.startswith(LENGTH_OF):
        return Place(LENGTH, _table(evaluator, frame, text.removeprefix(LENGTH_OF)))
    source = text.encode("utf-8", "surrogateescape")
    expression = _expression(source, machine)
    offset = len(b"return ")
    if isinstance(expression, ast.Index):
        prefix = source[expression.object.start - offset : expression.object.end - offset].decode("utf-8", "replace")
        key_source = source[expression.key.start - offset : expression.key.end - offset].decode("utf-8", "replace")
        table = _table(evaluator, frame, prefix)
        keys = [key_source.encode()] if expression.dotted else evaluator.evaluate(frame, key_source)
        if not keys or keys[0] is None:
            raise EvaluationError(f"the key of {text} is nil")
        return Place(FIELD, table, normalise(keys[0]))
    if isinstance(expression, ast.Name):
        return _variable(machine, expression.name, frame)
    raise EvaluationError(f"{text} is no variable, and no field of a table")


def _expression(source: bytes, machine: Machine) -> ast.Expr:
    try:
        chunk = parse(b"return " + source, b"=place", machine.dialect)
    except LuaSyntaxError as error:
        raise EvaluationError(error.message.decode("utf-8", "replace")) from None
    statement = chunk.body.statements[0]
    if not isinstance(statement, ast.Return) or len(statement.values) != 1:
        raise EvaluationError("name one variable, or one field of a table")
    return statement.values[0]


def _table(evaluator: Evaluator, frame: Frame | None, text: str) -> LuaTable:
    values = evaluator.evaluate(frame, text)
    table = values[0] if values else None
    if table is None:
        raise EvaluationError(f"{text} is nil here")
    if not isinstance(table, LuaTable):
        raise EvaluationError(f"{text} is no table")
    return table


def _variable(machine: Machine, name: bytes, frame: Frame | None) -> Place:
    found = None if frame is None else inspection.visible_variables(frame).get(name.decode("utf-8", "replace"))
    if frame is None or found is None:
        table = machine.globals if frame is None else inspection.environment(frame, machine)
        return Place(FIELD, table, name)
    return variable_place(found, frame)


def variable_place(variable: Variable, frame: Frame) -> Place:
    """The place of a local variable or an upvalue of a frame."""
    if variable.cell is not None:
        return Place(CELL, variable.cell)
    return Place(REGISTER, frame.coroutine, None, frame.coroutine.base(frame.level) + variable.register)


class Tracked:
    """A place at whatever moment the machine stands at: `now` finds the object that stands for its own there."""

    def __init__(self, history: History, place: Place) -> None:
        self.kind: int = place.kind
        self.key: object = place.key
        self._history = history
        self._present = place
        self._objects = -1  # when `_present` was known to be of the machine's objects: it may be of another moment
        self._created = creation_step(place.born)
        self._line: Place | None = None  # with the object that the recorded line has

    @property
    def born(self) -> int:
        """The identity of the place's object."""
        return self._present.born

    @property
    def created(self) -> int:
        """The step that made the object; 0 if it was there before the program."""
        return self._created

    def now(self) -> Place | None:
        """The place at the present moment; None if its object does not exist."""
        history = self._history
        if history.machine.t < self._created:
            return None
        if history.objects != self._objects:
            on_line = history.is_on_line(self._created)
            found = self._line if on_line and self._line is not None else renewed(history.machine, self._present)
            if found is None:
                return None
            if on_line:
                self._line = found
            self._present = found
            self._objects = history.objects
        return self._present


def renewed(machine: Machine, place: Place) -> Place | None:
    """The same place where its object stands for it at the present moment; None if it does not exist."""
    born = place.born
    for found in collector.reachable(machine):
        if type(found) is type(place.subject):
            same = isinstance(found, (LuaTable, Cell, Coroutine)) and found.born == born
            if same:
                return Place(place.kind, found, place.key, place.index)
    return None


def same_object(machine: Machine, value: object) -> object:
    """A value where its object stands for it at the present moment; the one given, if none does."""
    if not isinstance(value, LuaTable):
        return value
    found = (one for one in collector.reachable(machine) if isinstance(one, LuaTable) and one.born == value.born)
    return next(found, value)


def value_of(place: Place) -> object:
    """What a place holds at the present moment."""
    subject = place.subject
    if place.kind == REGISTER:
        assert isinstance(subject, Coroutine)
        value = subject.get(place.index)
        return cell_value(value) if isinstance(value, Cell) else value
    if place.kind == CELL:
        assert isinstance(subject, Cell)
        return cell_value(subject)
    assert isinstance(subject, LuaTable)
    if place.kind == METATABLE:
        return subject.metatable
    if place.kind == LENGTH:
        return int(subject.length())
    return subject.get(denormalise(place.key))


def is_same(one: object, other: object) -> bool:
    """Whether two values are the same one, be it that a replay made the object anew."""
    if type(one) is not type(other):
        return False
    born = tostring.identity(one)
    return born == tostring.identity(other) if born >= 0 else one == other
