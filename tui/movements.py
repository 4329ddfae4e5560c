"""The movements that keys ask for: how the status line calls them, and the motion of the session."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from debugger.motions import Motion
from debugger.session import Session


@dataclass(frozen=True)
class Movement:
    """A movement in one direction of time."""

    label: str
    motion: Callable[[Session], Motion]
    forward: bool = True


MOVEMENTS: Final = {
    "over": Movement("step over", lambda session: session.motion_step_over()),
    "over-back": Movement("step over, back", lambda session: session.motion_step_over(forward=False), False),
    "into": Movement("step into", lambda session: session.motion_step_in()),
    "into-back": Movement("step into, back", lambda session: session.motion_step_in(forward=False), False),
    "out": Movement("finish", lambda session: session.motion_step_out()),
    "out-back": Movement("back to the call", lambda session: session.motion_step_out(forward=False), False),
    "continue": Movement("continue", lambda session: session.motion_continue()),
    "continue-back": Movement("continue, back", lambda session: session.motion_continue(forward=False), False),
    "instruction": Movement("instruction", lambda session: session.motion_step_instruction()),
    "instruction-back": Movement(
        "instruction, back", lambda session: session.motion_step_instruction(forward=False), False
    ),
}
"""By the ids of their key commands."""
