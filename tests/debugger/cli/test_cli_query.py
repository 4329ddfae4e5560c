"""`moonwalk query`: questions to a recording, as lines and as JSON."""

import json
from pathlib import Path

import pytest

from tests.debugger.cli.conftest import Run

PROGRAM = """\
local total = 0
local function add(n)
  if n == 3 then error("three", 0) end
  total = total + n
  return total
end
for i = 1, 4 do pcall(add, i) end
result = total
print(total)
"""


@pytest.fixture
def recorded(moonwalk: Run, tmp_path: Path) -> Run:
    (tmp_path / "x.lua").write_text(PROGRAM)
    assert moonwalk("run", "--record", "x.mwk", "x.lua").status == 0
    return moonwalk


def test_every_question_has_answers(recorded: Run) -> None:
    expected = {
        ("calls", "add"): [b"add(n = 1) -> 1", b'add(n = 3) raised "three"'],
        ("tree",): [b"main chunk", b"  t="],
        ("lines", "x.lua:4", "--show", "n, total"): [b": 1, 0", b": 4, 3"],
        ("coverage",): [b"x.lua:4: 3"],
        ("errors",): [b'x.lua:3: "three", caught by pcall at x.lua:7'],
        ("output",): [b"x.lua:9 stdout: '7\\n'"],
        ("loads",): [b"x.lua: 2 functions"],
        ("allocations",): [b"x.lua:6: 1 function"],
        ("writes", "result"): [b"nil -> 7"],
        ("life", "add"): [b"x.lua:6: function#", b" made, in reach until t="],
        ("origin", "result"): [b"result = 7 (stored into a table)", b"total = 7"],
    }
    for question, texts in expected.items():
        found = recorded("query", "x.mwk", *question)
        assert (found.status, found.stderr) == (0, b""), question
        for text in texts:
            assert text in found.stdout, (question, found.stdout)


def test_json(recorded: Run) -> None:
    found = recorded("query", "x.mwk", "calls", "add", "--json", "--limit", "2")
    calls = [json.loads(line) for line in found.stdout.splitlines()]
    assert [call["results"] for call in calls] == [[1], [3]]


def test_mistakes_are_said(recorded: Run) -> None:
    assert b"no function nothing" in recorded("query", "x.mwk", "calls", "nothing").stderr
    assert b"takes an argument" in recorded("query", "x.mwk", "calls").stderr
    assert b"takes no argument" in recorded("query", "x.mwk", "errors", "x").stderr
    assert b"moonwalk: " in recorded("query", "x.lua", "errors").stderr
    assert b"no longer in history" in recorded("query", "x.mwk", "errors", "--at", "-500").stderr
    assert b"names no moment" in recorded("query", "x.mwk", "errors", "--from", "soon").stderr
