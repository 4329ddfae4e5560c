"""All rules, in the order of their codes."""

from typing import Final

from lsp.rules import (
    argument_count,
    deprecated,
    duplicate_key,
    empty_block,
    missing_return,
    other_dialect,
    redefined_local,
    redundant_value,
    self_assignment,
    suspicious_comparison,
    type_mismatch,
    undefined_field,
    undefined_global,
    unreachable_code,
    unused_label,
    unused_local,
    unused_parameter,
)
from lsp.rules.finding import Rule

RULES: Final[tuple[Rule, ...]] = (
    argument_count.RULE,
    deprecated.RULE,
    duplicate_key.RULE,
    empty_block.RULE,
    missing_return.RULE,
    other_dialect.RULE,
    redefined_local.RULE,
    redundant_value.RULE,
    self_assignment.RULE,
    suspicious_comparison.RULE,
    type_mismatch.RULE,
    undefined_field.RULE,
    undefined_global.RULE,
    unreachable_code.RULE,
    unused_label.RULE,
    unused_local.RULE,
    unused_parameter.RULE,
)
