"""The expressions of generated programs, by the type of their value.

A template names its parts by a dollar sign and a letter (see `Expressions.part`); only the parts of the template that
is chosen are drawn.  Floats become text nowhere but in `show`, which hides the sign of NaN, and strings that are kept
are cut, so that no loop makes them grow.
"""

import re
from typing import Final

from engine.syntax.dialects import Dialect
from tests.generated.fitting import fitting
from tests.generated.scopes import (
    ARRAY,
    BOOLEAN,
    FLOAT,
    FUNCTION,
    GENERATOR,
    INTEGER,
    OBJECT,
    RECORD,
    STRING,
    Choices,
    Scopes,
)
from tests.generated.templates import (
    BAD_CONVERSIONS,
    BAD_PATTERNS,
    BOOLEAN_FORMS,
    BOOLEANS,
    FAULTS,
    FLOAT_CONVERSIONS,
    FLOAT_FORMS,
    FLOATS,
    FUNCTIONS,
    INTEGER_CONVERSIONS,
    INTEGER_FORMS,
    INTEGERS,
    LITERALS,
    MIXED_COMPARISONS,
    NUMERALS,
    OBJECT_COMPARISONS,
    OBJECT_FORMS,
    PACKINGS,
    PATTERNS,
    RECORD_CONSTRUCTORS,
    RECORD_FORMS,
    REPLACEMENTS,
    SOURCES,
    STRING_FORMS,
    STRINGS,
    VARARG_FORMS,
)

PART: Final = re.compile(r"\$([a-zA-Z])")
_DRAWN: Final = {
    "d": ("2", "3", "-3", "7", "10"),
    "X": LITERALS,
    "L": FUNCTIONS,
}
_QUOTED: Final = {
    "P": PATTERNS + BAD_PATTERNS,
    "r": REPLACEMENTS,
    "W": FLOAT_CONVERSIONS,
    "D": INTEGER_CONVERSIONS,
    "C": BAD_CONVERSIONS,
    "q": PACKINGS,
}
LONGEST: Final = 50
"""Bytes of a string that is kept in a variable."""


class Expressions:
    """Writes expressions from what is in sight.  `depth` bounds how far one nests."""

    def __init__(self, choices: Choices, dialect: Dialect) -> None:
        self.choices = choices
        self.dialect = dialect
        self.scopes = Scopes()

    def fill(self, forms: tuple[str, ...], depth: int) -> str:
        """One of some templates, with its parts drawn."""
        form = self.choices.one_of(fitting(forms, self.dialect))
        if "function" in form:
            self.scopes.push(function=True)
        filled = PART.sub(lambda found: self.part(found[1], depth), form)
        if "function" in form:
            self.scopes.pop()
        return filled

    def part(self, letter: str, depth: int) -> str:
        """A part of a template.

        $i $f $s $b $a $x: an integer, float, string, boolean, array, or any of these; $t: a string in a form that a
        method call may follow; $v $o $R: a variable that holds an integer, an object, a record; $p: a pattern;
        $n $m: a small number, without or with sign; $d: a divisor; $N: a string that may be a numeral; $X: a literal
        of any type; $L: a library function; $Y: a string that may be a chunk.  Within quotes: $P a pattern that may be
        wrong; $r a replacement; $W $D $C: a conversion of string.format for floats, for integers, one that may be
        wrong; $q a format of string.pack.
        """
        drawn = _DRAWN.get(letter)
        if drawn is not None:
            return self.choices.one_of(fitting(drawn, self.dialect))
        if letter in _QUOTED:
            return self.choices.one_of(_QUOTED[letter])
        match letter:
            case "i":
                return self.integer(depth)
            case "f":
                return self.float(depth)
            case "s":
                return self.string(depth)
            case "t":
                return f"({self.string(depth)})"
            case "b":
                return self.boolean(depth)
            case "a":
                return self.array(depth)
            case "x":
                return self.any_expression(depth)
            case "v":
                return self.scopes.variable(INTEGER, self.choices) or "global_integer"
            case "o":
                return self.known(OBJECT)
            case "R":
                return self.known(RECORD)
            case "p":
                return f"'{self.choices.one_of(PATTERNS)}'"
            case "n":
                return str(self.choices.number(0, 4))
            case "m":
                return str(self.choices.number(-4, 6))
            case "N":
                return f"'{self.choices.one_of(fitting(NUMERALS, self.dialect))}'"
            case "Y":
                return f"[==[{self.choices.one_of(fitting(SOURCES, self.dialect))}]==]"
            case _:
                raise ValueError(letter)

    def known(self, kind: str) -> str:
        """A variable of a type of which there is one in sight."""
        name = self.scopes.variable(kind, self.choices)
        assert name is not None
        return name

    def stored(self, kind: str, depth: int) -> str:
        """A value of a type, fit to be kept in a variable."""
        if kind == STRING:
            return f"({self.string(depth)}):sub(1, {LONGEST})"
        if kind == INTEGER and not self.dialect.integers:
            return f"bounded({self.integer(depth)})"
        return self.of_type(kind, depth)

    def of_type(self, kind: str, depth: int) -> str:
        if kind == INTEGER:
            return self.integer(depth)
        if kind == FLOAT:
            return self.float(depth)
        if kind == STRING:
            return self.string(depth)
        if kind == BOOLEAN:
            return self.boolean(depth)
        if kind == ARRAY:
            return self.array(depth)
        return self.fill(RECORD_CONSTRUCTORS, depth - 1)

    def any_expression(self, depth: int) -> str:
        return self.of_type(self.choices.one_of((INTEGER, INTEGER, FLOAT, STRING, BOOLEAN, ARRAY)), depth)

    def simple(self, kind: str, literals: tuple[str, ...]) -> str:
        """A variable or a literal."""
        name = self.scopes.variable(kind, self.choices) if self.choices.chance(2) else None
        return name or self.choices.one_of(fitting(literals, self.dialect))

    def integer(self, depth: int) -> str:
        if depth <= 0 or self.choices.chance(4):
            return self.simple(INTEGER, INTEGERS)
        source = self.choices.number(0, 9)
        if source == 6 and self.scopes.has(RECORD):
            return self.fill(RECORD_FORMS, depth - 1)
        if source == 7 and self.scopes.has(OBJECT):
            return self.fill(OBJECT_FORMS, depth - 1)
        if source == 8 and self.scopes.in_varargs():
            return self.fill(VARARG_FORMS, depth - 1)
        if source == 9 and (self.scopes.has(FUNCTION) or self.scopes.has(GENERATOR)):
            return self.integer_from_call(depth - 1)
        return self.fill(INTEGER_FORMS, depth - 1)

    def integer_from_call(self, depth: int) -> str:
        generator = self.scopes.variable(GENERATOR, self.choices)
        function = self.scopes.variable(FUNCTION, self.choices)
        if function is None:
            return f"({generator}({self.integer(depth)}) or 0)"
        return f"({self.call_of(function)})"

    def call_of(self, function: str) -> str:
        """A call with any number of arguments."""
        arguments = [self.integer(1) for _ in range(self.choices.number(0, 4))]
        return f"{function}({', '.join(arguments)})"

    def float(self, depth: int) -> str:
        if depth <= 0 or self.choices.chance(4):
            return self.simple(FLOAT, FLOATS)
        return self.fill(FLOAT_FORMS, depth - 1)

    def string(self, depth: int) -> str:
        if depth <= 0 or self.choices.chance(4):
            return self.simple(STRING, STRINGS)
        return self.fill(STRING_FORMS, depth - 1)

    def boolean(self, depth: int) -> str:
        if depth <= 0:
            return self.simple(BOOLEAN, BOOLEANS)
        if self.choices.chance(8) and self.scopes.has(OBJECT):
            mixed = () if self.dialect.same_order_handlers else MIXED_COMPARISONS
            return self.fill(OBJECT_COMPARISONS + mixed, depth - 1)
        return self.fill(BOOLEAN_FORMS, depth - 1)

    def array(self, depth: int) -> str:
        name = self.scopes.variable(ARRAY, self.choices) if self.choices.chance(2) else None
        if name is not None:
            return name
        items = [self.integer(min(depth, 1)) for _ in range(self.choices.number(0, 4))]
        if self.scopes.in_varargs() and self.choices.chance(5):
            items.append("...")
        return "({ " + ", ".join(items) + " })"

    def faulty(self) -> str:
        """An expression that, most times, raises an error."""
        return self.fill(FAULTS, 1)
