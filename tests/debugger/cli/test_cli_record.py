"""`moonwalk run --record`, `moonwalk replay` and `moonwalk debug` of a recording."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.debugger.cli.conftest import Outcome
from tests.engine.host.recordings import change_value

Run = Callable[..., Outcome]

SCRIPT = b"print(io.read(), os.getenv('WORD'), #arg, ...)\nio.stderr:write('!\\n')\nerror('over')\n"


def test_record_and_replay(moonwalk: Run, tmp_path: Path) -> None:
    script = tmp_path / "x.lua"
    script.write_bytes(SCRIPT)
    run = moonwalk("run", "--record", "x.mwk", "x.lua", "a", "b", stdin=b"line\n", WORD="word")
    assert (run.status, run.stdout) == (1, b"line\tword\t2\ta\tb\n")
    script.unlink()
    assert moonwalk("replay", "x.mwk", stdin=b"other\n") == run
    verified = moonwalk("replay", "--verify", "x.mwk")
    assert (verified.status, verified.stdout) == (0, b"")
    assert verified.stderr.startswith(b"recording verified: ")


def test_exit_statuses_and_dialects(moonwalk: Run) -> None:
    recorded = moonwalk("run", "--lua", "5.1", "--record", "x.mwk", "-e", "print(_VERSION) os.exit(5)")
    assert recorded == Outcome(5, b"Lua 5.1\n", b"")
    assert moonwalk("replay", "x.mwk") == recorded


@pytest.mark.parametrize(("code", "status", "is_kept"), [("x = 1", 0, False), ("error('x')", 1, True)])
def test_keep_on_error(code: str, status: int, is_kept: bool, moonwalk: Run, tmp_path: Path) -> None:
    assert moonwalk("run", "--record", "x.mwk", "--keep", "on-error", "-e", code).status == status
    assert (tmp_path / "x.mwk").exists() == is_kept


def test_a_difference(moonwalk: Run, tmp_path: Path) -> None:
    """A recording whose source is exchanged: a chunk is whatever has a right checksum."""
    moonwalk("run", "--record", "x.mwk", "-e", "print(os.getenv('WORD'))", WORD="one")
    change_value(str(tmp_path / "x.mwk"), b"one", b"two")
    found = moonwalk("replay", "--verify", "x.mwk")
    assert found.status == 1
    assert found.stderr.startswith(b"moonwalk: x.mwk: the replay differs from the run at step 6: the program writes")
    assert moonwalk("replay", "x.mwk").stdout == b"two\n"


def test_a_recording_that_was_cut(moonwalk: Run, tmp_path: Path) -> None:
    moonwalk("run", "--record", "x.mwk", "-e", "print(1)")
    path = tmp_path / "x.mwk"
    path.write_bytes(path.read_bytes()[:-3])
    shown = moonwalk("replay", "x.mwk")
    assert (shown.status, shown.stdout) == (0, b"1\n")
    assert shown.stderr.startswith(b"moonwalk: x.mwk: the recording ends at step ")
    assert b"the file ends in the middle of a chunk" in shown.stderr
    assert moonwalk("replay", "--verify", "x.mwk").status == 0


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("replay", "no.mwk"), b"moonwalk: no.mwk: No such file or directory\n"),
        (("replay", "x.lua"), b"moonwalk: x.lua: it is not a recording\n"),
        (("run", "--record", "no/x.mwk", "x.lua"), b"moonwalk: no/x.mwk: No such file or directory\n"),
        (
            ("run", "--record", "x.lua", "x.lua"),
            b"moonwalk: x.lua: the file exists, and is no recording; it is left as it is\n",
        ),
        (
            ("debug", "new.mwk"),
            b"moonwalk: new.mwk: its format is version 9, this Moonwalk reads up to 2: get a newer one\n",
        ),
    ],
)
def test_messages(words: tuple[str, ...], message: bytes, moonwalk: Run, tmp_path: Path) -> None:
    (tmp_path / "x.lua").write_bytes(SCRIPT)
    (tmp_path / "new.mwk").write_bytes(b"\x89MWK\r\n\x1a\n\0\0\0\x09")
    assert moonwalk(*words) == Outcome(1, b"", message)


def test_usage(moonwalk: Run) -> None:
    assert moonwalk("run", "--record", "x.mwk", "--history", "5", "-e", "x=1").status == 2
    moonwalk("run", "--record", "x.mwk", "-e", "x=1")
    assert moonwalk("debug", "x.mwk", "argument").status == 2


def test_the_debugger_opens_a_recording(moonwalk: Run) -> None:
    moonwalk("run", "--record", "x.mwk", "-e", "x=1")
    assert moonwalk("debug", "x.mwk").stderr == b"moonwalk: the debugger needs a terminal\n"
