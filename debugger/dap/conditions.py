"""Conditions that are wrong: those that are no expressions, told where they are given, and those that fail."""

from collections.abc import Iterable

from debugger.evaluation import EvaluationError, check
from debugger.session import Session


def problem_of(condition: str, session: Session) -> str:
    """Why a condition can never hold, for it is no expression; empty if it is one."""
    try:
        if condition:
            check(condition, session.machine.dialect)
    except EvaluationError as error:
        return f"condition {condition!r}: {error}"
    return ""


def failures(conditions: Iterable[str], session: Session) -> list[str]:
    """What is wrong with those that fail at the present moment, where the program has stopped all the same."""
    found: list[str] = []
    for condition in dict.fromkeys(conditions):
        try:
            if condition:
                session.evaluate(condition)
        except EvaluationError as error:
            found.append(f"condition {condition!r}: {error}")
    return found
