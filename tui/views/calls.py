"""The tree of the calls of a run as rows; what is open is shown with the calls inside it."""

from collections.abc import Iterator
from dataclasses import dataclass

from debugger.queries.results import CallNode
from tui.spans import Line, grouped
from tui.views.entries import Entry, moment_span
from tui.views.moment import short_name


@dataclass(frozen=True)
class CallRow:
    node: CallNode
    depth: int
    is_open: bool


class Calls:
    """`root` stands for the run itself; a call is open if its moment is in `opened`."""

    def __init__(self, root: CallNode) -> None:
        self.root = root
        self.opened: set[int] = set()
        if len(root.children) == 1:
            self.opened.add(root.children[0].t)

    def rows(self) -> list[CallRow]:
        return list(self._rows(self.root.children, 0))

    def _rows(self, nodes: list[CallNode], depth: int) -> Iterator[CallRow]:
        for node in nodes:
            is_open = node.t in self.opened
            yield CallRow(node, depth, is_open)
            if is_open:
                yield from self._rows(node.children, depth + 1)

    def open_to(self, t: int) -> CallNode | None:
        """Open what leads to the innermost call that is in progress at a moment, which is returned."""
        found: CallNode | None = None
        nodes = self.root.children
        while True:
            inside = next((one for one in nodes if one.t <= t and (one.end < 0 or t < one.end)), None)
            if inside is None:
                return found
            if found is not None:
                self.opened.add(found.t)
            found, nodes = inside, inside.children

    def toggle(self, node: CallNode, is_open: bool | None = None) -> None:
        if node.t in self.opened and is_open is not True:
            self.opened.discard(node.t)
        elif node.children and is_open is not False:
            self.opened.add(node.t)


def call_entry(row: CallRow, now: int) -> Entry:
    node = row.node
    sign = "  " if not node.children else "▾ " if row.is_open else "▸ "
    is_here = node.t <= now and (node.end < 0 or now < node.end)
    took = "goes on" if node.end < 0 else f"{grouped(node.end - node.t)} steps"
    inside = f", {grouped(len(node.children))} calls" if node.children else ""
    line_number = f":{node.where.line}" if node.where.line else ""  # a chunk begins nowhere
    line: Line = [
        moment_span(node.t, 10),
        ("now" if is_here else "faint", "▶ " if is_here else "  "),
        ("faint", "  " * row.depth + sign),
        ("call" if is_here else "name", node.name),
        ("faint", f"  {short_name(node.where.source)}{line_number}  {took}{inside}"),
    ]
    if node.how == "error":
        line.append(("error", "  ✖ error"))
    if node.left_out:
        line.append(("faint", f"  {grouped(node.left_out)} more are left out"))
    return Entry(line, t=node.t, subject=row)
