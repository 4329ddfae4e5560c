"""The movements that keys ask for: how the status line calls them, and the motion of the session."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from debugger.motions import Motion
from debugger.session import Session


@dataclass(frozen=True)
class Way:
    """A movement in one direction of time.  A `jump` is one that leads far, and that one may want to come back from."""

    label: str
    motion: Callable[[Session], Motion]
    forward: bool = True
    jump: bool = False


WAYS: Final = {
    "over": Way("step over", lambda session: session.motion_step_over()),
    "over-back": Way("step over, back", lambda session: session.motion_step_over(forward=False), False),
    "into": Way("step into", lambda session: session.motion_step_in()),
    "into-back": Way("step into, back", lambda session: session.motion_step_in(forward=False), False),
    "out": Way("finish", lambda session: session.motion_step_out(), True, True),
    "out-back": Way("back to the call", lambda session: session.motion_step_out(forward=False), False, True),
    "continue": Way("continue", lambda session: session.motion_continue(), True, True),
    "continue-back": Way("continue, back", lambda session: session.motion_continue(forward=False), False, True),
    "instruction": Way("instruction", lambda session: session.motion_step_instruction()),
    "instruction-back": Way("instruction, back", lambda session: session.motion_step_instruction(forward=False), False),
}
"""By the ids of their key commands."""
