"""The log pane: evaluated expressions with their values, and what went wrong."""

from debugger.values import Formatter
from tui.panes.line_pane import LinePane
from tui.spans import Line, printable
from tui.views.values import role_of

_HINT: Line = [("faint", "e evaluates an expression in the selected frame")]


class LogPane(LinePane):
    def __init__(self, formatter: Formatter, *, id: str) -> None:
        super().__init__(id=id)
        self.formatter = formatter
        self._entries: list[Line] = []

    def on_mount(self) -> None:
        self.show([_HINT])

    def add_values(self, expression: str, place: str, values: list[object]) -> None:
        self._add([("heading", "> "), ("name", printable(expression)), ("faint", f"   {place}")])
        for value in values:
            self._add([("operator", "  = "), (role_of(value), self.formatter.show(value, 400))])
        if not values:
            self._add([("faint", "  no values")])
        self._show()

    def add_error(self, expression: str, place: str, message: str) -> None:
        self._add([("heading", "> "), ("name", printable(expression)), ("faint", f"   {place}")])
        self._add([("error", f"  ✖ {printable(message)}")])
        self._show()

    def _add(self, line: Line) -> None:
        self._entries.append(line)

    def _show(self) -> None:
        self.show(list(self._entries), len(self._entries) - 1)
