"""The rows around the panes: the banner of an uncaught error, position, status line and key bar."""

from typing import ClassVar

from rich.segment import Segment
from textual.content import Content
from textual.strip import Strip
from textual.widget import Widget
from textual.widgets import Static

from tui import keys
from tui.spans import Line, printable


class Banner(Static):
    """The uncaught error, at the top for as long as it is known; shorter while it lies in the future."""

    def __init__(self, *, id: str) -> None:
        super().__init__(id=id)
        self._shown: tuple[tuple[str, str] | None, bool] = (None, False)

    def update_error(self, text: tuple[str, str] | None, here: bool) -> None:
        if self._shown == (text, here):
            return
        self._shown = (text, here)
        self.display = text is not None
        self.set_class(here, "here")
        if text is not None:
            self.update(Content.assemble((text[0], "bold reverse" if here else "bold"), " ", printable(text[1])))


class PositionBar(Widget):
    """Where the present is, in words."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        f"position--{role}" for role in ("chip-past", "chip-now", "chip-error", "chip-running", "name", "faint")
    }

    def __init__(self, *, id: str) -> None:
        super().__init__(id=id)
        self.line: Line = []

    def show(self, line: Line, past: bool) -> None:
        self.line = line
        self.set_class(past, "past")
        self.refresh()

    def render_line(self, y: int) -> Strip:
        base = self.rich_style
        strips = [
            Segment(text, base + self.get_component_rich_style(f"position--{role}", partial="chip" not in role))
            for role, text in self.line
        ]  # chips have a background of their own, the others that of the bar
        return Strip(strips).adjust_cell_length(self.size.width, base)


class StatusLine(Static):
    """Why the program stands where it stands, or what the last command had to say."""

    def say(self, text: str, kind: str = "") -> None:
        """`kind` is "", "error" or "note"."""
        sign = {"error": " ✖ ", "note": " · "}.get(kind, " ")
        self.set_class(kind == "error", "error")
        self.update(Content(sign + printable(text)), layout=False)


class KeyBar(Static):
    """The most important keys, forward and backward in pairs, as many as there is room for."""

    def on_resize(self) -> None:
        self.update(key_bar(self.size.width), layout=False)


def key_bar(room: int) -> Content:
    """The entries that fit, the most important ones first."""
    chosen: list[tuple[str, str, str]] = []
    for entry in keys.bar_entries():
        cost = len(entry[0]) + len(entry[1]) + 3
        if cost <= room:
            room -= cost
            chosen.append(entry)
    return Content("").join(
        Content.from_markup(
            f" [bold $accent]$shown[/] [@click=app.{action}]$label[/] ", shown=shown, label=label
        )
        for shown, label, action in chosen
    )
