"""What only metamethods tell of a value (see `debugger.computed`), each a row that is asked while it is open."""

from collections.abc import Callable
from dataclasses import dataclass

from debugger.evaluation import EvaluationError
from debugger.session import Session

Named = list[tuple[str, object]]


@dataclass(frozen=True)
class Asked:
    """A question to a metamethod; `is_text`: it has one answer, which is not opened."""

    name: str
    metamethod: str
    is_text: bool
    work_out: Callable[[], Named]

    def answers(self) -> tuple[Named, str]:
        """The values that it gives, or what went wrong."""
        try:
            return self.work_out(), ""
        except EvaluationError as error:
            return [], str(error)


def asked_of(session: Session, value: object) -> list[Asked]:
    """What a value can be asked."""
    computed, key = session.computed, session.formatter.key
    can = computed.of(value)
    found: list[Asked] = []
    if can.text:
        found.append(Asked("(tostring)", "__tostring", True, lambda: [("", computed.text(value))]))
    if can.pairs:
        found.append(
            Asked("(pairs)", "__pairs", False, lambda: [(key(one), held) for one, held in computed.pairs(value)])
        )
    if can.fields:
        found.append(
            Asked("(index)", "__index", False, lambda: [(key(one), held) for one, held in computed.fields(value)])
        )
    return found
