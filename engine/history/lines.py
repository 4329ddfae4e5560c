"""Lines of time: what a run that went on otherwise leaves behind, so that one can come back to it.

A line is a list of epochs with the events, the output and the chunks that belong to it.  The machine's history has one
that goes on; the others are kept whole.  Lines share the epochs before they part.  Where one has been left, the images
of its own epochs are put back: they stand as they do when the machine is at the beginning of the first of these, which
is where it must be to take the line up again.
"""

from typing import TYPE_CHECKING, Final, final

from engine.compiler.proto import Proto

if TYPE_CHECKING:
    from engine.history.checkpoints import Epoch
    from engine.history.event_log import Event


@final
class Line:
    """A line that was left, with everything that it needs to be taken up again; `newest` is where it ends."""

    def __init__(
        self,
        epochs: "list[Epoch]",
        events: "list[Event]",
        output: list[tuple[int, bytes]],
        chunks: dict[int, Proto],
        newest: int,
        position: int,
    ) -> None:
        self.epochs: Final = epochs
        self.events: Final = events
        self.output: Final = output
        self.chunks: Final = chunks
        self.newest: Final = newest
        self.position: Final = position

    def bytes_used(self) -> int:
        """Estimated bytes of the images that no other line has."""
        return sum([epoch.bytes for epoch in self.epochs if not epoch.is_shared])


def parting(one: "list[Epoch]", other: "list[Epoch]") -> tuple[int, int]:
    """Where two lists of epochs part: the index in each of its first epoch that the other has not.

    The indices differ where one has given up its oldest epochs.  Raises LostLine if they have no beginning in common.
    """
    ours = {id(epoch): at for at, epoch in enumerate(one)}
    at = len(other)
    while at > 0 and id(other[at - 1]) not in ours:
        at -= 1
    first = ours[id(other[at - 1])] + 1 if at > 0 else 0
    if first >= len(one) or at >= len(other) or one[first].t != other[at].t:
        raise LostLine("what the two branches have in common is no longer remembered")
    return first, at


class LostLine(Exception):  # noqa: N818  # it is an answer
    """A line cannot be reached any more."""
