"""The styles of roles in the theme that is on: worked out once, and not by each pane, row and span again."""

from rich.style import Style
from textual.widget import Widget

from tui.spans import ROLES

ROWS = ("cursor", "cursor-blurred", "present", "error")
"""The backgrounds that rows have."""

CLASSES = {f"pane--{role}" for role in ROLES} | {f"pane--row-{row}" for row in ROWS}
"""The component classes of the widget that the styles are taken from."""


class Palette:
    """The styles of `owner`, which has the background of all panes."""

    def __init__(self, owner: Widget) -> None:
        self._owner = owner
        self._styles: dict[tuple[str, str], Style] = {}

    def forget(self) -> None:
        """The theme is another one."""
        self._styles.clear()

    def style(self, role: str, row: str = "") -> Style:
        """That of a role (empty: plain text) in a row of a kind (empty: one without a background of its own)."""
        found = self._styles.get((role, row))
        if found is None:
            found = self._styles[role, row] = self._worked_out(role, row)
        return found

    def _worked_out(self, role: str, row: str) -> Style:
        style = self._owner.rich_style
        if row:
            style += Style(bgcolor=self._owner.get_component_rich_style(f"pane--row-{row}").bgcolor)
        return style + self._owner.get_component_rich_style(f"pane--{role}", partial=True) if role else style
