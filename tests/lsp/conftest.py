"""Before any test: room on the stack, which Hypothesis would warn about if a test made it."""

from engine.syntax.nesting import make_room

make_room()
