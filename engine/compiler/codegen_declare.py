"""Code for declarations: of locals, of globals, of functions.  Relies on `codegen_expr`."""

from engine.compiler import opcodes as op
from engine.compiler.codegen_expr import ExpressionCoder
from engine.syntax import ast


class DeclarationCoder(ExpressionCoder):
    """How declarations are compiled."""

    def local(self, node: ast.Local) -> None:
        variables = [self.scopes.variables[name.name] for name in node.names]
        values = node.values
        self.at(node)
        if variables[-1].constant is not None:
            variables.pop()
            values = values[:-1]
        if not variables:
            return
        first = self.adjusted_values(values, len(variables))
        self.at(node)
        for at, variable in enumerate(variables):
            self.activate(variable, first + at)
        for at, variable in enumerate(variables):
            if variable.attrib == b"close":
                self.mark_to_close(first + at)
                self.asm.emit(op.TBC, first + at)

    def local_function(self, node: ast.LocalFunction) -> None:
        variable = self.scopes.variables[node.name]
        if not variable.captured:
            register = self.reserve(1)
            self.registers[variable] = register
            self.evaluate(node.function, register)
            self.activate(variable, register)
            return
        register = self.reserve(1)
        self.mark(node, node.function.end_line)
        self.asm.emit(op.LOADNIL, register, 1)
        self.registers[variable] = register
        self.asm.emit(op.NEWCELL, register)
        source = self.to_next(node.function)
        self.asm.emit(op.SETCELL, source, register)
        self.free = register + 1
        self.show(variable.name, register, True)

    def function_statement(self, node: ast.FunctionStat) -> None:
        saved = self.free
        place = self.place(node.target)
        source = self.to_next(node.function)
        self.mark(node, node.line)  # the definition is blamed on its first line
        self.store(place, source)
        self.free = saved

    def global_statement(self, node: ast.Global) -> None:
        """With values: the globals, which have to be nil, are assigned to from the last to the first."""
        if not node.values:
            return
        saved = self.free
        places = [self.place(declared.name) for declared in node.names]
        first = self.adjusted_values(node.values, len(places))
        while places:
            place = places.pop()
            self._check_undefined(node.names[len(places)].name, node.line)
            self.at(node)
            self.store(place, first + len(places))
            self.free = first + len(places)
        self.free = saved

    def global_function(self, node: ast.GlobalFunction) -> None:
        saved = self.free
        place = self.place(node.name)
        source = self.to_next(node.function)
        self._check_undefined(node.name, node.line)
        self.mark(node, node.line)  # the definition is blamed on its first line
        self.store(place, source)
        self.free = saved

    def _check_undefined(self, name: ast.Name, line: int) -> None:
        """Raise an error, on a line, if a global is defined already."""
        saved = self.free
        register = self.to_next(name, line)
        self.mark(name, line)
        self.asm.emit_bx(op.ERRNNIL, register, self.asm.string(name.name))
        self.free = saved
