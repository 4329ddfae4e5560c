"""`moonwalk diff`: two recordings of a program, and two moments of one."""

from pathlib import Path

from debugger.comparing import compare
from engine.host.recording import read_recording
from tests.debugger.cli.conftest import Run

LUCK = """\
local n = tonumber(os.getenv("LUCK"))
local sum = 0
for i = 1, 2000 do sum = sum + i end
if n > 5 then sum = sum * 2 else sum = -sum end
print("sum", sum)
"""


def test_two_recordings_part_at_an_input_a_branch_and_an_output(moonwalk: Run, tmp_path: Path) -> None:
    (tmp_path / "luck.lua").write_text(LUCK)
    for name, luck in (("a", "3"), ("b", "8"), ("c", "3")):
        moonwalk("run", "--record", f"{name}.mwk", "luck.lua", LUCK=luck)
    paths = [str(tmp_path / f"{name}.mwk") for name in "abc"]
    found = compare(read_recording(paths[0]), read_recording(paths[1]))
    assert [(one.kind, one.where.line) for one in found] == [("input", 1), ("branch", 4), ("output", 5)]
    assert (str(found[0].value), str(found[0].other_value)) == ("b'3'", "b'8'")
    assert compare(read_recording(paths[0]), read_recording(paths[2])) == []
    said = moonwalk("diff", "a.mwk", "b.mwk")
    assert said.status == 1
    assert b"input: t=" in said.stdout
    assert moonwalk("diff", "a.mwk", "c.mwk") == (0, b"", b"")
    assert b"variable sum" in moonwalk("diff", "a.mwk", "20", "2000").stdout
    assert moonwalk("diff", "a.mwk", "x").status == 2
