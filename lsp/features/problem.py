"""What a diagnostic is.  Relies on `lsp.rules.finding` for what fixes are."""

from typing import NamedTuple

from lsp.documents.spans import Location
from lsp.rules.finding import Fix


class Moment(NamedTuple):
    """A step of a recorded run."""

    recording: str
    t: int


class Diagnostic(NamedTuple):
    """Something to tell about the bytes `start` to `end` of a file.

    `related` are places of the same file, `frames` places anywhere; `moment` is when it happened, if it did.
    """

    start: int
    end: int
    severity: str
    code: str
    message: str
    unnecessary: bool = False
    deprecated: bool = False
    related: tuple[tuple[int, int, str], ...] = ()
    fixes: tuple[Fix, ...] = ()
    frames: tuple[tuple[Location, str], ...] = ()
    moment: Moment | None = None
