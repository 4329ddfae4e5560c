"""Selection ranges: the ever larger parts of the tree around a place.  Relies on `engine.syntax.nodes`."""

from engine.syntax.nodes import path_to
from lsp.documents.snapshot import Snapshot
from lsp.documents.spans import Span


def selection(snapshot: Snapshot, offset: int) -> list[Span]:
    """The ranges around an offset, innermost first; the last is the whole file."""
    spans = [Span(0, len(snapshot.text))]
    at = snapshot.unit_at(offset)
    if at + 1 < len(snapshot.units) and snapshot.starts[at + 1] == offset:
        at += 1
    statement = snapshot.units[at].statement
    shift = snapshot.shift(at)
    if statement is not None and statement.start + shift <= offset:
        for node in path_to(statement, offset - shift):
            span = Span(node.start + shift, node.end + shift)
            outer = spans[-1]
            if span != outer and outer.start <= span.start <= span.end <= outer.end and span.start < span.end:
                spans.append(span)
    return spans[::-1]
