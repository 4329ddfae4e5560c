"""What other programs call the diagnostics of this server: LuaLS by names, luacheck by numbers.

Comments and configuration files that were written for them keep their meaning.  Relies on nothing.
"""

from typing import Final

_UNUSED: Final = ("unused-local", "unused-parameter", "unused-label", "unused-function", "unused-vararg")

_LUALS: Final[dict[str, tuple[str, ...]]] = {
    "assign-type-mismatch": ("type-mismatch",),
    "cast-local-type": ("type-mismatch",),
    "cast-type-mismatch": ("type-mismatch",),
    "code-after-break": ("unreachable-code",),
    "discard-returns": ("unused-result",),
    "duplicate-doc-param": ("unknown-parameter",),
    "duplicate-index": ("duplicate-key",),
    "duplicate-set-field": ("duplicate-function",),
    "global-element": ("lowercase-global",),
    "inject-field": ("undefined-field",),
    "undefined-field": ("unknown-field",),
    "missing-parameter": ("argument-count",),
    "missing-return-value": ("missing-return",),
    "need-check-nil": ("maybe-nil", "nil-access"),
    "newfield-call": ("newline-call",),
    "param-type-mismatch": ("type-mismatch",),
    "redundant-parameter": ("argument-count",),
    "return-type-mismatch": ("type-mismatch",),
    "unbalanced-assignments": ("unbalanced-assignment",),
    "undefined-doc-class": ("unknown-type",),
    "undefined-doc-name": ("unknown-type",),
    "undefined-doc-param": ("unknown-parameter",),
    "unused-local": ("unused-parameter",),
}

# By their beginnings; the longest that fits counts.
_LUACHECK: Final[dict[str, tuple[str, ...]]] = {
    "1": ("undefined-global", "undefined-field", "lowercase-global", "library-assignment", "other-dialect"),
    "11": ("lowercase-global",),
    "113": ("undefined-global", "other-dialect"),
    "12": ("library-assignment",),
    "14": ("undefined-field", "library-assignment"),
    "143": ("undefined-field", "other-dialect"),
    "2": _UNUSED,
    "21": _UNUSED,
    "211": ("unused-local", "unused-function"),
    "212": ("unused-parameter", "unused-vararg"),
    "213": ("unused-local",),
    "23": ("unused-local",),
    "3": ("unused-local", "duplicate-key"),
    "314": ("duplicate-key",),
    "4": ("redefined-local", "duplicate-parameter"),
    "5": ("unreachable-code", "redundant-value", "unbalanced-assignment", "empty-block"),
    "511": ("unreachable-code",),
    "521": ("unused-label",),
    "531": ("redundant-value",),
    "532": ("unbalanced-assignment",),
    "541": ("empty-block",),
    "542": ("empty-block",),
    "571": ("count-down-loop",),
    "581": ("suspicious-comparison",),
    "582": ("suspicious-comparison",),
}


def of_name(name: str) -> tuple[str, ...]:
    """The rules that a name stands for: LuaLS's name, or one of this server's own."""
    return (name, *_LUALS.get(name, ()))


def of_number(number: str) -> tuple[str, ...]:
    """The rules that a number of luacheck's, or the beginning of one, stands for."""
    for size in range(len(number), 0, -1):
        if number[:size] in _LUACHECK:
            return _LUACHECK[number[:size]]
    return ()


def of_luacheck_pattern(pattern: str) -> tuple[str, ...]:
    """What an entry of luacheck's `ignore` stands for: rules, or names as ``name:...``."""
    number, slash, name = pattern.partition("/")
    if number[:1].isdigit():
        digits = "".join(character for character in number if character.isdigit())
        return (f"name:{name}",) if slash and name.isidentifier() else () if slash else of_number(digits)
    return (f"name:{pattern}",) if pattern.isidentifier() else ()


UNUSED: Final = _UNUSED
"""The rules about what is not used."""


def other_names(code: str) -> list[str]:
    """What the other programs call a rule."""
    luals = [f"`{name}`" for name, codes in _LUALS.items() if code in codes]
    numbers = [number for number, codes in _LUACHECK.items() if code in codes]
    shortest = [one for one in numbers if len(one) == 3] or numbers
    return [*luals, *(f"luacheck {one}" for one in shortest)]
