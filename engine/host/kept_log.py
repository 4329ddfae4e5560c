"""Writes a recording of a run from its event log alone, after the fact: for debuggers, in which nothing is recorded.

From the events the run can be run again.  What a recording has beyond that (the sums of what was written, the state at
some moments, checkpoints) is not in the file; its header says so.
"""

import os
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from engine.history.event_log import Event
from engine.host.recorder import header_for
from engine.host.recording_contents import Index, Part, PartPlace, Program, place_of
from engine.host.recording_format import HEAD, INDX, PART, RecordingError, file_start, is_recording, pack_chunk

_EVENTS: Final = 10_000
"""Events in a chunk."""


def write_log(path: str, program: Program, events: Sequence[Event], until: int) -> None:
    """Write the recording of a run whose steps up to `until` are known, in the place of an older recording.

    Others see all of it or nothing.  Raises RecordingError.
    """
    pieces = [file_start(), pack_chunk(HEAD, replace(header_for(program), is_of_session=True).fields())]
    at = sum(map(len, pieces))
    places: list[PartPlace] = []
    for first in range(0, max(len(events), 1), _EVENTS):
        some = list(events[first : first + _EVENTS])
        is_last = first + _EVENTS >= len(events)
        part = Part(first, until if is_last else events[first + _EVENTS].t - 1, some, [], [])
        pieces.append(pack_chunk(PART, part.fields()))
        places.append(place_of(at, part))
        at += len(pieces[-1])
    pieces.append(pack_chunk(INDX, Index(places, []).fields()))
    unfinished = f"{path}.{os.getpid()}"
    try:
        if os.path.isfile(path) and os.path.getsize(path) > 0 and not is_recording(path):
            raise RecordingError(f"{path}: the file exists, and is no recording; it is left as it is")
        with open(unfinished, "wb") as file:
            file.write(b"".join(pieces))
        os.replace(unfinished, path)
    except OSError as error:
        raise RecordingError(f"{path}: {error.strerror}") from None
