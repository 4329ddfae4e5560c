"""Another version of a function for the run to go on with: from a new text of its source."""

from debugger.declared_functions import Declared, declared_functions
from debugger.interventions import CannotChange
from engine.compiler.load import compile_source
from engine.compiler.proto import Proto
from engine.history.timeline import History
from engine.syntax.dialects import Dialect
from engine.syntax.errors import LuaSyntaxError
from engine.vm import patching


def new_code(old: Declared, text: bytes, dialect: Dialect, outer: Proto | None) -> Proto:
    """The code of a function, which stands in `outer`, in a new text of its source, fitted.  Raises CannotChange."""
    try:
        main = compile_source(text, old.proto.source, dialect)
    except LuaSyntaxError as error:
        raise CannotChange(error.message.decode("utf-8", "replace")) from None
    found = [one.proto for one in declared_functions(text, main, dialect) if one.name == old.name]
    if len(found) != 1:
        raise CannotChange(f"the new text has {len(found) or 'no'} function{'s' if found else ''} named {old.name}")
    try:
        patching.fit(old.proto, found[0], outer)
    except patching.CannotPatch as problem:
        raise CannotChange(str(problem)) from None
    return found[0]


def outer_of(proto: Proto, main: Proto) -> Proto | None:
    """The function of a chunk that a function stands in directly; None if it is the chunk itself."""
    for inner in main.protos:
        found = main if inner is proto else outer_of(proto, inner)
        if found is not None:
            return found
    return None


def carry_out(history: History, old: Proto, new: Proto, outer: Proto | None) -> int:
    """Put the new code in the place of the old, as a step of its own; the number of closures that got it."""
    history.begin_host_step()
    history.machine.begin_step()
    history.machine.chunk_loaded(new)
    count = patching.patch(history.machine, old, new, outer)
    history.host_acted()
    return count
