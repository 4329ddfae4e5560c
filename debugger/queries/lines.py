"""Every time a line began, with the values of an expression then: log points set after the fact."""

from collections.abc import Sequence

from debugger.evaluation import EvaluationError
from debugger.queries.context import Context
from debugger.queries.query import Work
from debugger.queries.results import Hit
from debugger.queries.sweep import Place


def lines(context: Context, places: Sequence[Place], expression: str, start: int, end: int) -> Work[Hit]:
    """The moments at which a line begins; `places` are the instructions where that may be."""
    sweep = context.sweep(start, end, recording=True)
    sweep.blocks_matter(places)
    for is_here in sweep.run(places):
        if not is_here:
            yield None
        elif context.mover.starts_line():
            yield _hit(context, expression)


def _hit(context: Context, expression: str) -> Hit:
    t, where = int(context.machine.t), context.where()
    if not expression:
        return Hit(t, where)
    try:
        return Hit(t, where, tuple(context.show(value) for value in context.evaluate(expression)))
    except EvaluationError as error:
        return Hit(t, where, (), str(error))
