"""The values of a chosen iteration, and of a debugging session, beside the lines."""

from pathlib import Path

from recorded import CALLS, Recorded

from debugger.session import Session
from engine.host.recording import read_recording
from lsp.features import recorded_lenses, recorded_values


def test_values_of_an_iteration(tmp_path: Path) -> None:
    workspace = Recorded(tmp_path, CALLS, "-- above\n" + CALLS)
    session = Session.of_recording(read_recording(workspace.recording), 1000)
    iteration = session.iteration(str(workspace.path), 12, 3, 12, 13).finish()
    workspace.project.recordings.choose(workspace.uri, iteration)
    lines = dict(recorded_values.line_hints(workspace.project, workspace.snapshot, 0, 10_000))
    by_line = {workspace.snapshot.lines.line_of(at): text for at, text in lines.items()}
    assert by_line == {
        12: f"one = 9, area = function <{workspace.path}:1>, i = 3",
        13: "total = 14, one = 9",
    }
    titles = [
        one.title
        for one in recorded_lenses.recorded_lenses(workspace.project, workspace.snapshot)
        if one.span.start == one.span.end
    ]
    assert titles == ["iteration 3 of 4", "previous", "next", "hide values"]


def test_values_of_an_iteration_of_a_loop_that_was_edited_say_so_and_can_be_hidden(tmp_path: Path) -> None:
    def shown_with(edited: str) -> tuple[list[str], list[str]]:
        workspace = Recorded(tmp_path, CALLS, edited)
        session = Session.of_recording(read_recording(workspace.recording), 1000)
        iteration = session.iteration(str(workspace.path), 12, 3, 12, 13).finish()
        workspace.project.recordings.choose(workspace.uri, iteration)
        lenses = recorded_lenses.recorded_lenses(workspace.project, workspace.snapshot)
        hints = recorded_values.line_hints(workspace.project, workspace.snapshot, 0, 10_000)
        return [one.title for one in lenses if one.span.start == one.span.end], [text for _, text in hints]

    lenses, hints = shown_with(CALLS.replace("  total = total + one\n", "  total = one + total\n"))
    assert lenses == ["iteration 3 of 4 (before the last edits)", "hide values"]
    assert [hint.partition(",")[0] for hint in hints] == ["one = 9"]
    assert hints[0].endswith("i = 3 (before the last edits)")
    assert shown_with(CALLS.replace("local one = area(i)", "local one = area(i + 1)")) == ([], [])


def test_values_of_a_debugging_session_are_looked_up(tmp_path: Path) -> None:
    workspace = Recorded(tmp_path, "local g = 1\nlocal function f(a)\n  local b = a + g\n  |>return b\nend\nf(1)\n")
    found = recorded_values.session_values(workspace.snapshot, 0, 1000, workspace.cursor)
    assert [(one.name, workspace.text_of(one.start, one.end)) for one in found] == [
        *(("a", "a"), ("b", "b"), ("a", "a"), ("g", "g"), ("b", "b"))
    ]


def test_a_name_that_means_another_variable_where_the_program_stands_is_not_looked_up(tmp_path: Path) -> None:
    source = (
        "local n = 0\nlocal function f(list)\n  for _, one in ipairs(list) do\n    n = n + one\n  end\n"
        "  for _, one in pairs(list) do\n    |>n = n - one\n  end\nend\nf({ 1 })\n"
    )
    workspace = Recorded(tmp_path, source)
    found = recorded_values.session_values(workspace.snapshot, 0, 1000, workspace.cursor)
    lines = workspace.snapshot.lines
    assert [(lines.line_of(one.start) + 1, one.name) for one in found] == [
        *((2, "list"), (3, "list"), (4, "n"), (6, "_"), (6, "one"), (6, "list"), (7, "n"), (7, "one"))
    ]


def test_a_loop_whose_turns_cannot_be_told_by_its_first_line_has_no_lens(tmp_path: Path) -> None:
    source = (
        "for i = 1, 2 do\n  for j = 1, 3 do\n    print(i, j)\n  end\nend\n"
        "for i = 1, 2 do\n  local f = function(n) return n end\n  f(f(i))\nend\n"
        "for i = 1, 2 do\n  local k = 3\n  while k > 0 do k = k - 1 end\nend\n"
    )
    workspace = Recorded(tmp_path, source)
    lenses = recorded_lenses.recorded_lenses(workspace.project, workspace.snapshot)
    lines = workspace.snapshot.lines
    assert [(lines.line_of(one.span.start) + 1, one.title) for one in lenses if "ran" in one.title] == [
        (2, "ran 6 times"),
        (10, "ran twice"),
    ]
