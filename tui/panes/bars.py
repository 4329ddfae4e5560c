"""The rows around the panes: the banner of an uncaught error, the status line and the key bar."""

from textual.content import Content
from textual.widgets import Static

from tui import keys
from tui.spans import printable


class Banner(Static):
    """The uncaught error, at the top for as long as it is known; shorter while it lies in the future."""

    def update_error(self, text: tuple[str, str] | None, here: bool) -> None:
        self.display = text is not None
        self.set_class(here, "here")
        if text is not None:
            self.update(Content.assemble((text[0], "bold reverse" if here else "bold"), " ", printable(text[1])))


class StatusLine(Static):
    """Why the program stands where it stands, or what the last command had to say."""

    def say(self, text: str, kind: str = "") -> None:
        """`kind` is "", "error" or "note"."""
        sign = {"error": " ✖ ", "note": " · "}.get(kind, " ")
        self.set_class(kind == "error", "error")
        self.update(Content(sign + printable(text)))


class KeyBar(Static):
    """The most important keys, forward and backward in pairs, as many as there is room for."""

    def on_resize(self) -> None:
        self.update(key_bar(self.size.width))


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
