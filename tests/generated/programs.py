"""Lua programs of any dialect that are valid, end soon and behave the same on every run.

`programs(dialect)`, a Hypothesis strategy, and `random_program` cover the grammar: locals with attributes,
assignments, tables, closures, varargs, all loops, goto, methods, metatables, protected calls, coroutines, to-be-closed
variables, global declarations, environments; and the libraries.  What a dialect lacks is not written for it.
A variable keeps the type it is made with, so most of a program runs; faults are put in on purpose, mostly inside
protected calls, and their messages are part of the output.  What differs between correct implementations
never reaches the output: addresses, the order of `pairs`, the sign of NaN, borders of tables with holes.
Every turn of a loop and every call burns fuel; without fuel the program ends in an error.
"""

import re
from collections.abc import Callable
from typing import Final

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

from engine.syntax.dialects import LUA_54, Dialect
from tests.generated.expressions import Expressions
from tests.generated.fitting import counts_turns, fitting, yields_through_calls
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
    drawn,
    seeded,
)
from tests.generated.snippets import SNIPPETS
from tests.generated.templates import ARRAY_EFFECTS, EDGE_RANGES, ITERATORS, PRELUDE, RAISES, RANGES

MAKES_FLOATS: Final = re.compile(r"\d\.|\^|\$f")
"""Whether the range of a numeric `for` has a float in it."""
DEPTH: Final = 3
"""How deep blocks nest."""


class Program(Expressions):
    """Writes statements.  `budget` limits how many there are in all."""

    def __init__(self, choices: Choices, dialect: Dialect) -> None:
        super().__init__(choices, dialect)
        self.lines: list[str] = []
        self.indent = 0
        self.budget = 60

    def line(self, text: str) -> None:
        self.lines.append("  " * self.indent + text)

    # -- blocks ----------------------------------------------------------------------------------

    def block(self, depth: int, most: int, tail: Callable[[], None] | None = None) -> None:
        """Statements in a scope of their own; `tail` writes the last of them."""
        self.indent += 1
        self.scopes.push()
        self.statements(depth, most)
        if tail is not None:
            tail()
        self.scopes.pop()
        self.indent -= 1

    def statements(self, depth: int, most: int) -> None:
        for _ in range(self.choices.number(1, most)):
            if self.budget <= 0:
                break
            self.budget -= 1
            self.statement(depth)
        self.line(f"show({self.any_expression(1)})")

    def statement(self, depth: int) -> None:
        simple: list[Callable[[int], None]] = [
            self.local, self.local, self.assignment, self.assignment, self.multiple_assignment, self.array_write,
            self.record_write, self.show, self.show, self.call, self.method_call, self.resume, self.library_effect,
            self.fault, self.fault, self.set_global, self.snippet, self.snippet, self.snippet,
        ]  # fmt: skip
        nested: list[Callable[[int], None]] = [
            self.conditional, self.numeric_for, self.numeric_for, self.generic_for, self.array_for, self.while_loop,
            self.repeat_loop, self.function, self.function, self.recursive_function, self.generator, self.protected,
            self.object, self.do_block, self.closures_in_loop,
        ]  # fmt: skip
        if self.dialect.attribs:
            nested.append(self.closing)
        if self.dialect.goto_statement:
            nested += [self.backward_goto, self.nested_break]
        self.choices.one_of(simple + nested if depth > 0 else simple)(depth)

    # -- simple statements -----------------------------------------------------------------------

    def local(self, depth: int) -> None:
        kind = self.choices.one_of([INTEGER, INTEGER, FLOAT, STRING, BOOLEAN, ARRAY, RECORD])
        value = self.stored(kind, 2)
        constant = self.dialect.attribs and self.choices.chance(6)
        name = self.scopes.declare(kind, self.choices, fixed=constant)
        self.line(f"local {name}{' <const>' if constant else ''} = {value}")

    def assignment(self, depth: int) -> None:
        kind = self.choices.one_of([INTEGER, INTEGER, FLOAT, STRING, BOOLEAN])
        name = self.scopes.variable(kind, self.choices, to_assign=True)
        if name is not None:
            self.line(f"{name} = {self.stored(kind, 3)}")

    def multiple_assignment(self, depth: int) -> None:
        first = self.scopes.variable(INTEGER, self.choices, to_assign=True)
        second = self.scopes.variable(INTEGER, self.choices, to_assign=True)
        if first is not None and second is not None and first != second:
            self.line(f"{first}, {second} = {self.stored(INTEGER, 1)}, {self.stored(INTEGER, 1)}")

    def array_write(self, depth: int) -> None:
        name = self.scopes.variable(ARRAY, self.choices)
        if name is not None:
            index = self.choices.one_of([f"#{name} + 1", f"#{name} + 1", f"{self.integer(0)} % #{name} + 1"])
            self.line(f"{name}[{index}] = {self.stored(INTEGER, 2)}")

    def record_write(self, depth: int) -> None:
        name = self.scopes.variable(RECORD, self.choices)
        if name is not None:
            field = self.choices.one_of([".a", ".b", '["a"]', "[1.5]", "[true]"])
            self.line(f"{name}{field} = {self.stored(INTEGER, 2)}")

    def set_global(self, depth: int) -> None:
        if self.choices.chance(2):
            self.line(f"global_integer = {self.stored(INTEGER, 2)}")
        else:
            self.line(f"global_string = {self.stored(STRING, 2)}")

    def show(self, depth: int) -> None:
        parts = [self.any_expression(2) for _ in range(self.choices.number(1, 3))]
        self.line(f"show({', '.join(parts)})")

    def call(self, depth: int) -> None:
        name = self.scopes.variable(FUNCTION, self.choices)
        if name is not None:
            self.line(f"show({self.call_of(name)})" if self.choices.chance(2) else self.call_of(name))

    def method_call(self, depth: int) -> None:
        name = self.scopes.variable(OBJECT, self.choices)
        if name is not None:
            self.line(f"show({name}:bump({self.integer(1)}))")

    def resume(self, depth: int) -> None:
        name = self.scopes.variable(GENERATOR, self.choices)
        if name is not None:
            self.line(f"attempt({name}, {self.integer(1)})")

    def library_effect(self, depth: int) -> None:
        name = self.scopes.variable(ARRAY, self.choices)
        if name is not None:
            self.line(self.fill(ARRAY_EFFECTS, 1).replace("@", name))

    def fault(self, depth: int) -> None:
        if self.choices.chance(12):
            self.line(f"show({self.faulty()})")
        else:
            self.scopes.push(function=True)
            self.line(f"attempt(function() return {self.faulty()} end)")
            self.scopes.pop()

    def snippet(self, depth: int) -> None:
        self.line(self.fill(SNIPPETS, 0).replace("\n", "\n" + "  " * self.indent))

    # -- control structures ----------------------------------------------------------------------

    def do_block(self, depth: int) -> None:
        self.line("do")
        self.block(depth - 1, 4)
        self.line("end")

    def conditional(self, depth: int) -> None:
        self.line(f"if {self.boolean(2)} then")
        self.block(depth - 1, 4)
        if self.choices.chance(2):
            self.line(f"elseif {self.boolean(1)} then")
            self.block(depth - 1, 3)
        if self.choices.chance(2):
            self.line("else")
            self.block(depth - 1, 3)
        self.line("end")

    def loop_body(self, depth: int) -> None:
        """A loop's block: burns fuel, and may skip the rest of a turn or leave the loop."""
        label = self.scopes.label() if self.dialect.goto_statement and self.choices.chance(3) else None

        def tail() -> None:
            if self.choices.chance(4):
                self.line(f"if {self.boolean(1)} then break end")
            if label is not None:
                self.line(f"::{label}::")

        self.line("  burn()")
        if label is not None:
            self.line(f"  if {self.boolean(1)} then goto {label} end")
        self.block(depth - 1, 4, tail)

    def loop_variable(self, kind: str) -> str:
        return self.scopes.declare(kind, self.choices, fixed=self.dialect.constant_loop_variables)

    def numeric_for(self, depth: int) -> None:
        ranges = RANGES + EDGE_RANGES if counts_turns(self.dialect) else RANGES
        form = self.choices.one_of(fitting(ranges, self.dialect))
        kind = FLOAT if MAKES_FLOATS.search(form) else INTEGER
        bounds = self.fill((form,), 1)
        self.scopes.push()
        name = self.loop_variable(kind)
        self.line(f"for {name} = {bounds} do")
        self.loop_body(depth)
        self.line("end")
        self.scopes.pop()

    def array_for(self, depth: int) -> None:
        array = self.array(1)
        self.scopes.push()
        index = self.loop_variable(INTEGER)
        value = self.scopes.declare(INTEGER, self.choices)
        self.line(f"for {index}, {value} in {self.choices.one_of(['ipairs', 'pairs'])}({array}) do")
        self.loop_body(depth)
        self.line("end")
        self.scopes.pop()

    def generic_for(self, depth: int) -> None:
        """Over a coroutine, or an iterator function with a closing value."""
        source = self.fill(ITERATORS, 0)
        self.scopes.push()
        name = self.loop_variable(INTEGER)
        self.line(f"for {name} in {source} do")
        self.loop_body(depth)
        self.line("end")
        self.scopes.pop()

    def while_loop(self, depth: int) -> None:
        turns = self.choices.number(1, 4)
        counter = self.scopes.declare(INTEGER, self.choices, fixed=True)
        self.line(f"local {counter} = 0")
        self.line(f"while {counter} < {turns} do")
        self.line(f"  {counter} = {counter} + 1")
        self.loop_body(depth)
        self.line("end")

    def repeat_loop(self, depth: int) -> None:
        counter = self.scopes.declare(INTEGER, self.choices, fixed=True)
        self.line(f"local {counter} = {self.choices.number(1, 3)}")
        self.line("repeat")
        self.line("  burn()")
        self.line(f"  {counter} = {counter} - 1")
        self.line(f"  local finished = {counter} <= 0")
        self.block(depth - 1, 3)
        self.line("until finished")

    def nested_break(self, depth: int) -> None:
        """goto out of two loops."""
        label = self.scopes.label()
        limit = self.choices.number(1, 8)
        self.line("do")
        self.line("  for i = 1, 3 do")
        self.line("    for j = 1, 3 do")
        self.line(f"      if i * j > {limit} then goto {label} end")
        self.line("      show(i, j)")
        self.line("    end")
        self.line("  end")
        self.line(f"  ::{label}::")
        self.line("end")

    def backward_goto(self, depth: int) -> None:
        label = self.scopes.label()
        self.line("do")
        self.indent += 1
        self.scopes.push()
        counter = self.scopes.declare(INTEGER, self.choices, fixed=True)
        self.line(f"local {counter} = {self.choices.number(1, 3)}")
        self.line(f"::{label}::")
        self.line("burn()")
        self.line(f"{counter} = {counter} - 1")
        self.line("do")
        self.block(depth - 1, 3)
        self.line("end")
        self.line(f"if {counter} > 0 then goto {label} end")
        self.scopes.pop()
        self.indent -= 1
        self.line("end")

    # -- functions -------------------------------------------------------------------------------

    def function(self, depth: int) -> None:
        """A local function of integers; it may take varargs and return several values."""
        count = self.choices.number(0, 3)
        varargs = self.choices.chance(3)
        self.scopes.push(function=True, varargs=varargs)
        parameters = [self.scopes.declare(INTEGER, self.choices, fresh=True) for _ in range(count)]
        results = self.choices.number(1, 3)
        name = self.scopes.fresh_name()
        self.line(f"local function {name}({', '.join(parameters + ['...'] * varargs)})")
        self.line("  burn()")
        for parameter in parameters:
            self.line(f"  {parameter} = {parameter} or 0")

        def tail() -> None:
            values = ", ".join(self.integer(2) for _ in range(results))
            call = self.scopes.variable(FUNCTION, self.choices)
            if call is not None and self.choices.chance(4):
                values = self.call_of(call)
            elif varargs and self.choices.chance(3):
                values += ", ..."
            self.line(f"return {values}")

        self.block(depth - 1, 4, tail)
        self.line("end")
        self.scopes.pop()
        self.scopes.add(name, FUNCTION)

    def recursive_function(self, depth: int) -> None:
        name = self.scopes.fresh_name()
        tail = self.choices.chance(2)
        self.line(f"local function {name}(n, sum)")
        self.line("  burn()")
        self.line("  n, sum = n or 0, sum or 0")
        self.line("  if n <= 0 then return sum end")
        self.line(f"  return {name}(n % 8 - 1, sum + n)" if tail else f"  return n + {name}(n % 6 - 1, sum)")
        self.line("end")
        self.scopes.add(name, FUNCTION)

    def closures_in_loop(self, depth: int) -> None:
        """Closures over a fresh variable each turn, called afterwards."""
        changes = ["seen = seen + i", "seen = i - seen"]
        if not self.dialect.constant_loop_variables:
            changes += ["i = i + 1", "i, seen = seen, i"]
        change = self.choices.one_of(changes)
        self.line("do")
        self.line("  local list, seen = {}, 0")
        self.line(f"  for i = 1, {self.choices.number(1, 4)} do list[i] = function() {change} return i, seen end end")
        self.line("  for turn = 1, 2 do for _, f in ipairs(list) do burn() show(f()) end end")
        self.line("end")

    def generator(self, depth: int) -> None:
        """A wrapped coroutine that yields integers, also from inside what it calls."""
        self.scopes.push(function=True)
        parameter = self.scopes.declare(INTEGER, self.choices, fresh=True)
        name = self.scopes.fresh_name()
        self.line(f"local {name} = coroutine.wrap(function({parameter})")
        self.line(f"  for turn = 1, {self.choices.number(1, 3)} do")
        self.line("    burn()")

        def tail() -> None:
            yielding = f"coroutine.yield({self.integer(1)}) or 0"
            if yields_through_calls(self.dialect) and self.choices.chance(3):
                yielding = f"select(2, pcall(coroutine.yield, {self.integer(1)})) or 0"
            target = self.scopes.variable(INTEGER, self.choices, to_assign=True)
            self.line(f"{target or 'global_integer'} = {yielding}")

        self.indent += 1
        self.block(depth - 1, 3, tail)
        self.indent -= 1
        self.line("  end")
        self.line(f"  return {self.integer(1)}")
        self.line("end)")
        self.scopes.pop()
        self.scopes.add(name, GENERATOR)

    def protected(self, depth: int) -> None:
        """A protected call whose body may raise an error, caught and shown."""
        handler = self.choices.chance(4)
        if handler:
            self.line("show(xpcall(function()")
        else:
            self.line("attempt(function()")
        self.scopes.push(function=True)

        def tail() -> None:
            if self.choices.chance(2):
                self.line(f"if {self.boolean(1)} then {self.fill(RAISES, 1)} end")
            self.line(f"return {self.any_expression(2)}")

        self.block(depth - 1, 4, tail)
        self.scopes.pop()
        self.line("end, function(e) return 'handled', e end))" if handler else "end)")

    def closing(self, depth: int) -> None:
        """A block with to-be-closed variables."""
        self.line("do")
        for _ in range(self.choices.number(1, 2)):
            name = self.scopes.fresh_name()
            self.line(f"  local {name} <close> = closer('{name}')")
        self.block(depth - 1, 3)
        self.line("end")

    def object(self, depth: int) -> None:
        """A table with metamethods, all of which give integers or booleans."""
        name = self.scopes.fresh_name()
        value = self.integer(1)
        self.line(f"local {name} = setmetatable({{ v = {value} }}, {{")
        self.line("  __index = { bump = function(self, n) burn() self.v = self.v + n return self.v end, w = 5 },")
        events = {"add": "+", "sub": "-", "mul": "*", "mod": "-", "div": "+", "pow": "*", "idiv": "-"}
        if self.dialect.bitwise_operators:
            events |= {"band": "&", "bor": "|", "bxor": "~", "shl": "|", "shr": "&"}
            self.line("  __bnot = function(a) return ~a.v end,")
        for event, operator in events.items():
            self.line(f"  __{event} = function(a, b) burn() return Value(a) {operator} Value(b) end,")
        self.line("  __unm = function(a) return -a.v end, __len = function(a) return a.v % 10 end,")
        self.line("  __call = function(a, b) burn() return a.v + (b or 1) end,")
        self.line("  __lt = function(a, b) return Value(a) < Value(b) end,")
        self.line("  __le = function(a, b) return Value(a) <= Value(b) end,")
        self.line("  __eq = function(a, b) return a.v == b.v end,")
        self.line("  __concat = function(a, b) return 'joined' end, __tostring = function(a) return 'object' end,")
        self.line("})")
        self.scopes.add(name, OBJECT)


def written(choices: Choices, dialect: Dialect) -> str:
    """The source of a program that is made by some choices."""
    program = Program(choices, dialect)
    program.scopes.push(function=True, varargs=True)
    program.statements(DEPTH, 12)
    return PRELUDE + "\n".join(program.lines) + "\n"


@st.composite
def _program(draw: DrawFn, dialect: Dialect) -> str:
    return written(drawn(draw), dialect)


def programs(dialect: Dialect = LUA_54) -> SearchStrategy[str]:
    """Sources of whole programs.  They print as they go and may end in an error."""
    return _program(dialect)


def random_program(seed: int, dialect: Dialect) -> str:
    """The program of a seed: made like those of `programs`, but much faster, and not to be shrunk."""
    return written(seeded(seed), dialect)
