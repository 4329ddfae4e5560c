"""Which control carries out what a key or a command asks for, by the names of the key table."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from debugger.data_breakpoints import Access
from tui.arrangement import PANES
from tui.movements import WAYS

if TYPE_CHECKING:
    from tui.app import Debugger

Action = Callable[[], object]


def actions(app: "Debugger") -> dict[str, Action]:
    """One for each command of `keys.COMMANDS`."""
    travel, stopping, looking = app.travel, app.stopping, app.looking
    asking, questions = app.asking, app.questions
    found: dict[str, Action] = {name: partial(travel.go, name) for name in WAYS}
    found |= {f"pane-{name}": partial(looking.show, name) for name in PANES}
    return found | {
        "pane-calls": questions.calls,
        "pane-events": questions.events,
        "into-call": app.calling.into_call,
        "frame-start": app.calling.to_frame_start,
        "to-cursor": partial(travel.to_cursor, True),
        "to-cursor-back": partial(travel.to_cursor, False),
        "pause": app.leave,
        "start": travel.to_start,
        "end": travel.to_end,
        "line-next": partial(travel.line, True),
        "line-back": partial(travel.line, False),
        "value-next": partial(travel.value, True),
        "value-back": partial(travel.value, False),
        "jump-next": travel.jump_forward,
        "jump-back": travel.jump_back,
        "raise": partial(travel.error, True),
        "raise-back": partial(travel.error, False),
        "write": lambda: asking.ask("write", travel.written),
        "write-back": lambda: asking.ask("who", travel.written),
        "bookmark": asking.bookmark,
        "zoom-in": partial(looking.zoom_time, 0.5),
        "zoom-out": partial(looking.zoom_time, 2.0),
        "breakpoint": stopping.toggle,
        "condition": asking.condition,
        "place-next": partial(looking.pick_place, 1),
        "place-back": partial(looking.pick_place, -1),
        "data-breakpoint": partial(stopping.watch_selected, Access.WRITE),
        "read-breakpoint": partial(stopping.watch_selected, Access.READ),
        "catch": stopping.toggle_catching,
        "evaluate": partial(asking.ask, "evaluate"),
        "watch": asking.watch,
        "history": partial(questions.selected, "history"),
        "origin": partial(questions.selected, "origin"),
        "readers": partial(questions.selected, "reads"),
        "life": partial(questions.selected, "life"),
        "line-values": partial(asking.ask, "lines"),
        "diff": asking.diff,
        "count-lines": questions.count_lines,
        "set-value": asking.set_value,
        "search": partial(asking.ask, "search"),
        "caller": partial(looking.neighbour, True),
        "callee": partial(looking.neighbour, False),
        "next-pane": partial(looking.next, 1),
        "last-pane": partial(looking.next, -1),
        "tabs": looking.tabs,
        "zoom": looking.toggle_zoom,
        "hide": looking.hide,
        "panes": looking.list_panes,
        "command": partial(asking.ask, "command"),
        "help": app.help,
        "quit": partial(app.exit, 0),
    }

