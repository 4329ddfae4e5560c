"""The console: evaluated expressions with their values, what log points wrote; each leads to its moment."""

from debugger import objects
from debugger.log_points import Logged
from debugger.values import Formatter
from tui.panes.list_pane import ListPane
from tui.spans import Line, grouped, printable
from tui.views.entries import Entry, hint
from tui.views.moment import short_name
from tui.views.values import role_of

MOST = 10_000
"""Rows that are kept."""

_TOLD = 100
"""Values that are shown of one answer."""


class ConsolePane(ListPane):
    def __init__(self, formatter: Formatter, *, id: str) -> None:
        super().__init__(id=id)
        self.formatter = formatter
        self._rows: list[Entry] = []

    def on_mount(self) -> None:
        self.show_entries(hint("e evaluates in the selected frame"))

    def add_values(self, expression: str, place: str, t: int, values: list[object], written: str = "") -> None:
        """What an expression gave in a place at a moment, and what it has written meanwhile."""
        self._ask(expression, place, t)
        for line in written.splitlines()[:_TOLD]:
            self._add([("faint", "  » "), ("", printable(line))], t)
        for value in values:
            shown = (role_of(value), self.formatter.show(value, 400))
            self._add([("operator", "  = "), shown, ("faint", f"  {objects.name_of(value)}".rstrip())], t)
        if not values:
            self._add([("faint", "  no values")], t)
        self._show()

    def add_error(self, expression: str, place: str, t: int, message: str) -> None:
        self._ask(expression, place, t)
        self._add([("error", f"  ✖ {printable(message)}")], t)
        self._show()

    def add_told(self, question: str, t: int, answers: list[tuple[str, object]], problem: str) -> None:
        """What a metamethod has told."""
        if problem:
            self.add_error(question, "", t, problem)
            return
        self._ask(question, "", t)
        for name, value in answers[:_TOLD]:
            shown = (role_of(value), self.formatter.show(value, 400))
            self._add([("name", f"  {name}"), ("operator", " = "), shown], t)
        if len(answers) > _TOLD:
            self._add([("faint", f"  … {len(answers) - _TOLD} more")], t)
        self._show()

    def add_logged(self, logged: list[Logged]) -> None:
        for one in logged:
            where = f"{short_name(one.source)}:{one.line}"
            self._add(
                [("breakpoint", "◈ "), ("", printable(one.text)), ("faint", f"   {where}, t={grouped(one.t)}")], one.t
            )
        if logged:
            self._show()

    def add_text(self, text: str) -> None:
        """What a command has to say in several lines."""
        for line in text.splitlines():
            self._add([("", printable(line))], None)
        self._show()

    def _ask(self, expression: str, place: str, t: int) -> None:
        where = ", ".join(one for one in (place, f"t={grouped(t)}") if one)
        self._add([("heading", "> "), ("name", printable(expression)), ("faint", f"   {where}")], t)

    def _add(self, line: Line, t: int | None) -> None:
        self._rows.append(Entry(line, t=t))
        del self._rows[:-MOST]

    def _show(self) -> None:
        self.show_entries(list(self._rows), len(self._rows) - 1)
