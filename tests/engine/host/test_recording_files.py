"""Files of recordings: cut, damaged, half written or of another version, they are refused, or read as far as sound."""

import contextlib
import io
import os
import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.history.event_log import Event
from engine.host.recorder import Recorder
from engine.host.recording import Recording, read_recording
from engine.host.recording_contents import BasePlace, Header, Index, Part, PartPlace
from engine.host.recording_format import (
    BASE,
    CODE,
    DONE,
    HEAD,
    INDX,
    PART,
    SIGNATURE,
    Damage,
    RecordingError,
    file_start,
    find_chunks,
    pack_chunk,
)
from tests.engine.host.recordings import program, record, replayed

ROOT = Path(__file__).parents[3]

TALKS = "for line in io.lines() do print(line, os.clock() >= 0) end error('over')"


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """The bytes of a recording in many chunks."""
    folder = tmp_path_factory.mktemp("sound")
    recorded = record(folder, TALKS, stdin=io.BytesIO(b"one\n"), interval=0)
    return Path(recorded.path).read_bytes()


def read_bytes(data: bytes) -> Recording:
    return Recording(io.BytesIO(data))


def test_every_cut_leaves_what_is_sound(sound: bytes) -> None:
    whole = read_bytes(sound)
    whole_outcome, stdout, _ = replayed(whole)
    refusals = []
    untils = set()
    shown = set()
    for length in range(len(sound)):
        try:
            recording = read_bytes(sound[:length])
        except RecordingError as error:
            refusals.append(str(error))
            continue
        assert (recording.end, recording.is_damaged) == (None, False)
        assert recording.problem == "the run had not ended" or "ends in the middle of a chunk" in recording.problem
        if recording.until not in untils:
            untils.add(recording.until)
            outcome, beginning, _ = replayed(recording)
            assert outcome.difference is None
            assert outcome.status in (None, whole_outcome.status)  # it may end without having learned more
            assert stdout.startswith(beginning)
            shown.add(beginning)
    assert len(refusals) < 300  # the beginning of the file, before the first chunk is whole
    assert len(untils) > 3
    assert len(shown) == 2


@given(st.data())
def test_changed_bytes_are_noticed(sound: bytes, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(sound) - 1))
    bits = data.draw(st.integers(1, 255))
    damaged = bytearray(sound)
    damaged[at] ^= bits
    try:
        recording = read_bytes(bytes(damaged))
    except RecordingError:
        return
    assert recording.end is None
    assert recording.problem.startswith("byte ")
    assert replayed(recording)[0].difference is None


NAMES = """first until kinds steps which values failures written sums marks said streams texts status words writes stop
chunks point library state parts bases"""

CONTENTS = st.dictionaries(
    st.sampled_from(NAMES.split()),
    st.recursive(
        st.none() | st.integers(-(2**63), 2**63) | st.binary(max_size=4) | st.text(max_size=4) | st.floats(),
        lambda inner: st.lists(inner, max_size=4),
        max_leaves=8,
    ),
)


@given(st.sampled_from([HEAD, PART, CODE, BASE, INDX, DONE, b"XTRA"]), CONTENTS)
def test_chunks_with_other_contents_are_refused(kind: bytes, contents: dict[str, object]) -> None:
    """Whatever a chunk holds under a right checksum, it is taken whole or not at all."""
    header = Header(program("x.lua"), "1", "3", "here").fields()
    data = file_start() + pack_chunk(HEAD, header) + pack_chunk(kind, contents)
    recording = read_bytes(data)
    if kind == CODE:
        with contextlib.suppress(Damage):
            assert list(recording.loaded_chunks()) == []
    elif kind == INDX and contents.get("parts") == contents.get("bases") == []:
        assert (recording.parts, recording.bases) == ([], [])
    else:
        assert recording.is_damaged or kind == b"XTRA" or (kind == PART and recording.until == contents["until"])


@given(st.data())
def test_an_index_that_lies_is_noticed(sound: bytes, data: st.DataObject) -> None:
    """An index under a right checksum that says something else of a part or a checkpoint than is there."""
    recording = read_bytes(sound)
    which = data.draw(st.integers(0, len(recording.parts) - 1))
    part = recording.parts[which]
    name = data.draw(st.sampled_from(["first", "until", "events", "writes", "said", "shown", "raised"]))
    changed = replace(part, **{name: getattr(part, name) + data.draw(st.integers(1, 9))})
    rewritten = with_index(sound, [changed if one is part else one for one in recording.parts], recording.bases)
    lying = read_bytes(rewritten)
    if not lying.is_damaged:
        with pytest.raises(RecordingError, match="another than the index says"):
            list(lying.all_parts())


def with_index(sound: bytes, parts: list[PartPlace], bases: list[BasePlace]) -> bytes:
    """The recording with one index in the place of all, before its end."""
    file = io.BytesIO(sound)
    chunks = [chunk for chunk in find_chunks(file) if chunk.kind not in (INDX, DONE)]
    data = file_start()
    moved: dict[int, int] = {}
    for chunk in chunks:
        moved[chunk.at] = len(data)
        data += sound[chunk.at : chunk.at + chunk.size]
    index = Index([replace(one, at=moved[one.at]) for one in parts], [replace(one, at=moved[one.at]) for one in bases])
    return data + pack_chunk(INDX, index.fields())


@pytest.mark.parametrize(("kind", "value"), [("time", b"soon"), ("read", None), ("open", 1), ("unheard of", 2)])
def test_answers_that_cannot_be_are_refused(kind: str, value: object) -> None:
    header = Header(program("x.lua"), "1", "3", "here").fields()
    part = Part(0, 5, [Event(3, kind, value, None, None)], [], []).fields()
    recording = read_bytes(file_start() + pack_chunk(HEAD, header) + pack_chunk(PART, part))
    assert (recording.events, recording.is_damaged) == ([], True)
    assert "the chunk has no sound 'values'" in recording.problem


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "it is empty"),
        (b"print(1)", "it is not a recording"),
        (SIGNATURE[:5], "it is cut off after 5 bytes"),
        (SIGNATURE + b"\0\0", "it is cut off after 10 bytes"),
        (SIGNATURE + b"\0\0\0\3", "its format is version 3, this Moonwalk reads up to 2: get a newer one"),
        (SIGNATURE + b"\0\0\0\1", "its format is version 1, this Moonwalk reads version 2: record it again"),
        (file_start(), "there is nothing in it"),
        (file_start() + b"HEAD", "byte 12: the file ends in the middle of a chunk"),
        (file_start() + pack_chunk(PART, Part(0, 0, [], [], []).fields()), "byte 12: the chunk is out of place"),
        (file_start() + pack_chunk(HEAD, {}), "byte 12: the chunk has no sound 'dialect'"),
        (
            file_start() + pack_chunk(HEAD, Header(program("x", lua="9"), "1", "3", "here").fields()),
            "it is a run of '9', a Lua that this Moonwalk has not",
        ),
    ],
)
def test_what_is_no_recording(data: bytes, message: str) -> None:
    with pytest.raises(RecordingError, match=f"^{re.escape(message)}$"):
        read_bytes(data)


def test_no_file(tmp_path: Path) -> None:
    path = str(tmp_path / "no.mwk")
    with pytest.raises(RecordingError, match=re.escape(path) + ": No such file"):
        read_recording(path)


def test_chunks_of_other_kinds_are_skipped(sound: bytes) -> None:
    start = len(file_start())
    length = start + 16 + int.from_bytes(sound[start + 4 : start + 12], "big")
    recording = read_bytes(sound[:length] + pack_chunk(b"XTRA", {"a": 1}) + sound[length:])
    assert recording.end is not None
    assert replayed(recording)[0].difference is None


def test_other_files_are_not_overwritten(tmp_path: Path) -> None:
    script = tmp_path / "x.lua"
    script.write_text("print(1)")
    with pytest.raises(RecordingError, match="is no recording"):
        Recorder(str(script), program(str(script)))
    assert script.read_text() == "print(1)"


def test_a_recording_that_cannot_be_written_does_not_disturb_the_program(tmp_path: Path) -> None:
    if not os.path.exists("/dev/full"):
        pytest.skip("there is no /dev/full")
    with pytest.raises(RecordingError, match="No space left"):
        Recorder("/dev/full", program("x.lua"))


# -- killed ----------------------------------------------------------------------------------------

KILLED = """
import sys
from engine.host.recorder import Recorder
from tests.engine.host.recordings import program
Recorder("x.mwk", program("x.lua"), 0).run(sys.stdin.buffer, sys.stdout.buffer, sys.stderr.buffer)
"""


def test_a_process_that_is_killed_leaves_all_but_the_last_chunk(tmp_path: Path) -> None:
    (tmp_path / "x.lua").write_text("for line in io.lines() do print(line) io.stdout:flush() end")
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    with subprocess.Popen(
        [sys.executable, "-c", KILLED],
        cwd=tmp_path,
        env=environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    ) as child:
        assert child.stdin is not None
        assert child.stdout is not None
        for word in (b"one\n", b"two\n"):
            child.stdin.write(word)
            child.stdin.flush()
            assert child.stdout.readline() == word
        meanwhile = read_recording(str(tmp_path / "x.mwk"))  # it can be read while it is written
        child.kill()
    assert meanwhile.end is None
    recording = read_recording(str(tmp_path / "x.mwk"))
    assert (recording.end, recording.is_damaged) == (None, False)
    outcome, stdout, _ = replayed(recording)
    assert (outcome.status, outcome.difference) == (None, None)
    assert stdout.startswith(b"one\n")  # what came before the program waited for the second line
