"""The types of functions: from their comments and parameters, and from the library's signatures.

Relies on `documentation` and `notation`.
"""

from functools import lru_cache

from engine.syntax import ast
from engine.syntax.nodes import text_of
from lsp.library.entry import Entry, Signature
from lsp.types import documentation
from lsp.types.annotations import Annotations, Note, split_list
from lsp.types.model import UNKNOWN, Function, Origin, Parameter, Type, has_nil
from lsp.types.notation import read
from lsp.types.scope import Scope


def of_node(scope: Scope, node: ast.Function) -> Function:
    """The type of a function of the unit."""
    function = scope.facts.function_of[node]
    annotations = documentation.of_function(scope.snapshot, scope.at, function)
    found = of_annotations(node, annotations, function.is_method)
    origin = Origin(scope.snapshot.uri, scope.unit, function)
    return Function(
        found.parameters, found.returns, found.rest, found.generics, found.overloads, origin, function.is_method
    )


def of_annotations(node: ast.Function, annotations: Annotations, is_method: bool) -> Function:
    """The type that a comment gives to a function."""
    parameters: list[Parameter] = []
    for parameter in node.parameters:
        name = text_of(parameter.name)
        note = annotations.parameters.get(name)
        parameters.append(Parameter(name, _type(note), note is not None and note.optional))
    if node.is_vararg:
        parameters.append(Parameter("...", _type(annotations.parameters.get("..."))))
    overloads = [one for text in annotations.overloads if isinstance(one := read(text), Function)]
    if not annotations.returns:
        return Function(tuple(parameters), None, None, tuple(annotations.generics), tuple(overloads), None, is_method)
    returns: list[Type] = []
    rest: Type | None = None
    for note in annotations.returns:
        if note.name == "..." or note.type.endswith("..."):
            rest = UNKNOWN if note.type == "..." else read(note.type.removesuffix("..."))
            break
        returns.append(_type(note))
    return Function(
        tuple(parameters), tuple(returns), rest, tuple(annotations.generics), tuple(overloads), None, is_method
    )


def _type(note: Note | None) -> Type:
    return read(note.type) if note is not None and note.type else UNKNOWN


@lru_cache(maxsize=2048)
def of_entry(entry: Entry, name: str) -> Function:
    """The type of a library function, by its full name; further signatures are its overloads."""
    first, *others = [_of_signature(one) for one in entry.signatures]
    return Function(first.parameters, first.returns, first.rest, (), tuple(others), library=name)


def _of_signature(signature: Signature) -> Function:
    parameters = tuple(
        Parameter(one.name, read(one.type) if one.type else UNKNOWN, one.optional) for one in signature.parameters
    )
    returns: list[Type] = []
    for part in split_list(signature.returns):
        if part == "...":
            return Function(parameters, tuple(returns), UNKNOWN)
        if part == "any":  # which stands for any number of values
            return Function(parameters, tuple(returns), UNKNOWN)
        returns.append(read(part))
    # Where nil may come first, a message or a number that tells why may follow.
    return Function(parameters, tuple(returns), UNKNOWN if returns and has_nil(returns[0]) else None)
