"""What is delicate: where a compiler might refuse a unit, so that the engine's has to be asked.  Relies on `facts`."""

from lsp.binding.facts import MANY_VARIABLES, Facts, FunctionFacts


def judge(facts: Facts) -> None:
    """Note whether a unit that was read to its end is delicate, and whether that depends on other units."""
    if facts.flaws or facts.labels or _has_many_variables(facts):
        facts.is_delicate = True
    if facts.open_jumps or facts.top_labels:
        facts.spans_units = True


def _has_many_variables(facts: Facts) -> bool:
    """Whether a function may have, or catch, more variables than a compiler allows."""
    if len(facts.variables) <= MANY_VARIABLES:
        return False
    counts: dict[FunctionFacts, int] = {}
    for variable in facts.variables:
        counts[variable.function] = counts.get(variable.function, 0) + 1
    captured = sum(1 for variable in facts.variables if variable.captured)
    return max(counts.values()) > MANY_VARIABLES or captured > MANY_VARIABLES
