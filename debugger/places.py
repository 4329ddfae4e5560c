"""Places that a program writes to, as a person names them: `x`, `player.hp`, `list[3]`, `metatable of t`.

`find_place` turns the text into a `Place` of the machine.  A replay makes objects anew, so a place knows the identity
of its object, and `renewed` finds that object among those of the present moment.
"""

from debugger import inspection
from debugger.evaluation import EvaluationError, Evaluator
from debugger.inspection import Frame, Variable
from engine.history.writes import CELL, FIELD, METATABLE, REGISTER, Place
from engine.runtime.coroutine import Coroutine
from engine.runtime.table import LuaTable, normalise
from engine.runtime.values import Cell
from engine.syntax import ast
from engine.syntax.errors import LuaSyntaxError
from engine.syntax.parser import parse
from engine.vm import collector
from engine.vm.machine import Machine

METATABLE_OF = "metatable of "


def find_place(machine: Machine, evaluator: Evaluator, text: str, frame: Frame | None) -> Place:
    """The place that a text names in a frame.  Raises EvaluationError if it names none."""
    text = text.strip()
    if text.startswith(METATABLE_OF):
        table = _table(evaluator, frame, text.removeprefix(METATABLE_OF))
        return Place(METATABLE, table)
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
