"""The variables of a chunk being resolved: declaring them, finding what a name means, capturing.

Relies on `levels`, `scopes` and `positions`; `resolver` walks the tree.
"""

from typing import Final

from engine.compiler import scopes as kinds
from engine.compiler.folding import Constant
from engine.compiler.levels import Level
from engine.compiler.positions import Positions
from engine.compiler.proto import ENVIRONMENT, OWN_ENVIRONMENT
from engine.compiler.scopes import Scopes, Upvalue, Variable
from engine.syntax import ast

MAX_LOCALS: Final = 200  # active local variables in a function
MAX_UPVALUES: Final = 255


class VariableResolver:
    """Declares variables, and finds what a name means."""

    def __init__(self, positions: Positions) -> None:
        self.scopes: Final = Scopes(positions.dialect)
        self.positions: Final = positions
        self.levels: Final[list[Level]] = []
        self.dialect: Final = positions.dialect
        scope = self.scopes.main
        # An environment of its own is captured by every function, whether or not it uses globals.
        self.own_environments: Final = positions.dialect.function_environments
        name = OWN_ENVIRONMENT if self.own_environments else ENVIRONMENT
        # Among them the environment, if it is an upvalue only here.
        self._most_upvalues: Final = positions.dialect.wording.upvalues + (1 if self.own_environments else 0)
        self.environment: Final = Variable(name, kinds.ENVIRONMENT, None, None, scope)
        scope.upvalues.append(Upvalue(self.environment, True, 0))
        scope.upvalue_indices[self.environment] = 0

    def declare_hidden(self, name: bytes, kind: str, node: ast.Function) -> Variable:
        """Declare a local that the text does not name, at the end of the parameter list."""
        level = self.levels[-1]
        end = node.body.start - 1
        self.room_for(0, end)
        variable = Variable(name, kind, None, None, level.scope)
        variable.start = node.body.start
        level.scope.variables.append(variable)
        self._activate(level, variable, end)
        return variable

    def room(self, name: ast.Name, pending: int) -> None:
        """Check that one more local can be declared, besides the `pending` ones that are not active yet."""
        self.room_for(pending, name.end)

    def room_for(self, pending: int, read: int) -> None:
        """The same where the text has been read up to `read`."""
        level = self.levels[-1]
        if not self.dialect.limits_by_register and len(level.active) + pending >= MAX_LOCALS:
            raise self.positions.too_many(b"local variables", MAX_LOCALS, level.scope.line, read)

    def declare(
        self,
        name: ast.Name,
        kind: str,
        attrib: bytes | None,
        start: int,
        read: int,
        constant: Constant | None = None,
    ) -> Variable:
        """Make a variable active; it is visible from the byte `start` on, and the text has been read up to `read`."""
        self.room(name, 0)
        level = self.levels[-1]
        variable = Variable(name.name, kind, attrib, name, level.scope)
        variable.key = self.positions.key(name)
        variable.start = start
        variable.constant = constant
        level.scope.variables.append(variable)
        self.scopes.variables[name] = variable
        self._activate(level, variable, read)
        return variable

    def _activate(self, level: Level, variable: Variable, read: int) -> None:
        level.activate(variable)
        if level.registers > MAX_LOCALS and self.dialect.limits_by_register:
            raise self.positions.too_many(b"local variables", MAX_LOCALS, level.scope.line, read)

    def declare_states(self, first: ast.Name, count: int, read: int) -> None:
        """The unnamed variables of a for loop; where the control variable is the loop's own, it is none of them."""
        level = self.levels[-1]
        if self.dialect.constant_loop_variables:
            count -= 1
        for _ in range(count):
            self.room(first, 0)
            self._activate(level, Variable(b"(for state)", kinds.STATE, None, None, level.scope), read)

    def name(self, node: ast.Name, is_indexed: bool = False) -> Variable | None:
        """Resolve a use of a name; the variable declared for it, None for a global without a declaration.

        Where no more is done with extra arguments than reading a field (`is_indexed`), they need no table.
        """
        variable = self._find_by_keys(node.name, node)
        if variable is None or variable.kind == kinds.GLOBAL:
            if variable is None:
                variable = self._declaration_of_all(node)
            self.global_name(node)
            if variable is not None:
                self.scopes.globals[node] = variable
        else:
            if variable is self.levels[-1].scope.vararg and not is_indexed:
                variable.needs_table = True
            self.scopes.variables[node] = variable
        if variable is not None:
            variable.references.append(node)
        return variable

    def global_name(self, node: ast.Name) -> None:
        """Find the environment that a global name is a field of."""
        environment = self._find_by_keys(self.environment.name, node)
        assert environment is not None
        if environment.is_global():
            message = b"%s is global when accessing variable '%s'" % (environment.name, node.name)
            raise self.positions.error_behind(message, node.end)
        self.scopes.environments[node] = environment

    def _declaration_of_all(self, node: ast.Name) -> Variable | None:
        """The `global *` that declares a name, the innermost one; None where no global need be declared."""
        strict = False
        for level in reversed(self.levels):
            for variable in reversed(level.globals):
                if variable.kind == kinds.EVERYTHING:
                    return variable
                strict = True
        if strict:
            raise self.positions.error_behind(b"variable '%s' not declared" % node.name, node.end)
        return None

    def declare_global(self, name: ast.Name, attrib: bytes | None, start: int) -> None:
        variable = Variable(name.name, kinds.GLOBAL, attrib, name, self.levels[-1].scope)
        self.add_global(variable, start)
        self.scopes.globals[name] = variable

    def add_global(self, variable: Variable, start: int) -> None:
        variable.start = start
        variable.function.variables.append(variable)
        self.levels[-1].activate(variable)

    def _find_by_keys(self, name: bytes, node: ast.Name) -> Variable | None:
        """The visible variable that a name means at the place of a node."""
        for key in self.positions.keys(name, node.start):
            variable = self._find(key, node)
            if variable is not None:
                return variable
        return None

    def _find(self, name: bytes, node: ast.Name) -> Variable | None:
        """The visible variable of this name, made an upvalue of the functions between it and here."""
        at = len(self.levels) - 1
        while at >= 0:
            variable = self.levels[at].find(name)
            if variable is not None:
                if variable.constant is None and at < len(self.levels) - 1 and not variable.is_global():
                    variable.captured = True
                    self.capture(variable, at, node)
                return variable
            at -= 1
        if name == self.environment.name:
            self.capture(self.environment, -1, node)
            return self.environment
        return None

    def capture(self, variable: Variable, home: int, node: ast.Node) -> None:
        """Make the variable an upvalue of every function inside its home; the main function has its own of _ENV."""
        for at in range(max(home, 0) + 1, len(self.levels)):
            scope = self.levels[at].scope
            if variable in scope.upvalue_indices:
                continue
            if len(scope.upvalues) >= self._most_upvalues:
                raise self.positions.too_many(b"upvalues", self.dialect.wording.upvalues, scope.line, node.end)
            in_stack = at - 1 == home
            index = 0 if in_stack else self.levels[at - 1].scope.upvalue_indices[variable]
            scope.upvalue_indices[variable] = len(scope.upvalues)
            scope.upvalues.append(Upvalue(variable, in_stack, index))

    def assigned(self, target: ast.Name, offset: int) -> None:
        """A use of a name as the target of an assignment; an error about it is found behind `offset`."""
        variable = self.name(target)
        if variable is not None:
            variable.assigned = True
            self.check_writable(target.name, variable, offset)
        self.writes_global(target)

    def writes_global(self, target: ast.Name) -> None:
        """An environment that a global is written to cannot stay a list of arguments."""
        environment = self.scopes.environments.get(target)
        if environment is not None:
            environment.needs_table = True

    def check_writable(self, name: bytes, variable: Variable, offset: int) -> None:
        if variable.attrib is not None:
            raise self.positions.error_behind(b"attempt to assign to const variable '%s'" % name, offset)
