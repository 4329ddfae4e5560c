"""The screen that holds the panes: as any other, but that a change of focus repaints what looks otherwise, not all."""

from textual.reactive import Reactive
from textual.screen import Screen
from textual.widget import Widget


class MainScreen(Screen[None]):
    focused: Reactive[Widget | None] = Reactive(None, repaint=False)
