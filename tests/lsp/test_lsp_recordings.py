"""What recorded runs add to the features: errors, observed types, lenses, contradictions, callees."""

from pathlib import Path

import pytest
from marked import edited
from recorded import CALLS, NEAR, Recorded

from debugger.session import Session
from engine.host.recording import read_recording
from lsp.features import (
    call_hierarchy,
    code_actions,
    completion,
    definition,
    diagnostics,
    hover,
    inlay_hints,
    recorded_lenses,
    run_time,
)
from lsp.rules.finding import INFORMATION
from lsp.workspace.settings import read as read_settings
from lsp.workspace.uris import to_path

CRASH = """\
local function field(t)
  «return t.missing.name»
end
local function outer()
  field({})
end
outer()
"""


def problems(workspace: Recorded, code: str) -> list[tuple[str, str]]:
    found = diagnostics.diagnostics(workspace.project, workspace.snapshot)
    return [(workspace.text_of(one.start, one.end), one.message) for one in found if one.code == code]


def test_an_error_of_the_last_run_stands_where_it_was_raised(tmp_path: Path) -> None:
    workspace = Recorded(tmp_path, CRASH)
    (one,) = [
        one
        for one in diagnostics.diagnostics(workspace.project, workspace.snapshot)
        if one.code == run_time.RUN_TIME_ERROR
    ]
    assert (one.start, one.end) == workspace.marked.ranges[0]
    assert one.message == "attempt to index a nil value (field 'missing') (in the last run)"
    frames = [(workspace.text_of(place.start, place.end), text) for place, text in one.frames]
    assert frames == [
        ("return t.missing.name", "raised in 'field'"),
        ("field({})", "called in 'outer'"),
        ("outer()", "called in main chunk"),
    ]
    (action,) = [
        one
        for one in code_actions.code_actions(workspace.project, workspace.snapshot, one.start, one.start)
        if one.title == "Debug backwards from here"
    ]
    assert action.command is not None
    name, (path, t) = action.command
    assert name == "moonwalk.openRecording"
    session = Session.of_recording(read_recording(str(path)))
    assert isinstance(t, int)
    assert session.seek(t).line == 2
    assert session.step_back().line == 2
    assert session.step_back().line == 5


def test_the_error_moves_with_its_line_and_goes_with_it(tmp_path: Path) -> None:
    workspace = Recorded(tmp_path, CRASH, "-- new\n\n" + CRASH.replace("outer()\n  field", "outer()\n  -- x\n  field"))
    assert problems(workspace, run_time.RUN_TIME_ERROR) == [
        ("return t.missing.name", "attempt to index a nil value (field 'missing') (in the last run)")
    ]
    changed = CRASH.replace("t.missing.name", "t.missing and 1")
    assert problems(Recorded(tmp_path, CRASH, changed), run_time.RUN_TIME_ERROR) == []
    other_function = CRASH.replace("local function field(t)", "local function other(t)")
    assert problems(Recorded(tmp_path, CRASH, other_function), run_time.RUN_TIME_ERROR) == []


def test_a_newer_run_of_the_program_replaces_the_error(tmp_path: Path) -> None:
    workspace = Recorded(tmp_path, CRASH)
    workspace.path.write_text("print(1)")
    workspace.play(2.0)
    assert problems(workspace, run_time.RUN_TIME_ERROR) == []


CAUGHT = """\
local function inner(t)
  return t.missing.name
end
local function try()
  local found = inner({})
  return found
end
for i = 1, 3 do
  pcall(try)
end
print(pcall(error, { code = 1 }))
coroutine.resume(coroutine.create(function() error("no", 0) end))
"""


def test_errors_that_were_caught(tmp_path: Path) -> None:
    workspace = Recorded(tmp_path, CAUGHT)
    found = [
        one
        for one in diagnostics.diagnostics(workspace.project, workspace.snapshot)
        if one.code == run_time.CAUGHT_ERROR
    ]
    assert [(workspace.text_of(one.start, one.end), one.message) for one in found] == [
        ("return t.missing.name", "attempt to index a nil value (field 'missing') (caught in the last run, 3 times)"),
        ("print(pcall(error, { code = 1 }))", "{code = 1} (caught in the last run)"),
        ('coroutine.resume(coroutine.create(function() error("no", 0) end))', "no (caught in the last run)"),
    ]
    assert [one.severity for one in found] == [INFORMATION] * 3
    frames = [(workspace.text_of(place.start, place.end), text) for place, text in found[0].frames]
    assert frames == [
        ("return t.missing.name", "raised in 'inner'"),
        ("local found = inner({})", f"called in function <{workspace.path}:4>"),
        ("pcall(try)", "caught in main chunk"),
    ]
    assert found[0].moment is not None
    session = Session.of_recording(read_recording(workspace.recording))
    assert session.seek(found[0].moment.t).line == 2
    assert problems(Recorded(tmp_path, CAUGHT, CAUGHT.replace("t.missing.name", "1")), run_time.CAUGHT_ERROR)[:1] == [
        ("print(pcall(error, { code = 1 }))", "{code = 1} (caught in the last run)")
    ]


def test_an_error_in_a_module_is_shown_there(tmp_path: Path) -> None:
    module = "local M = {}\nfunction M.go(n)\n  return n.x\nend\nreturn M\n"
    workspace = Recorded(tmp_path, f"{NEAR}local m = require 'mod'\nm.go()\n", mod=module)
    snapshot = workspace.project.snapshot((tmp_path / "mod.lua").as_uri())
    assert snapshot is not None
    found = [one for one in diagnostics.diagnostics(workspace.project, snapshot) if one.code == run_time.RUN_TIME_ERROR]
    assert [snapshot.text[one.start : one.end] for one in found] == [b"return n.x"]
    assert [to_path(place.uri) for place, _ in found[0].frames] == [str(tmp_path / "mod.lua"), str(workspace.path)]


def test_lenses(tmp_path: Path) -> None:
    workspace = Recorded(tmp_path, CALLS)
    lenses = list(recorded_lenses.recorded_lenses(workspace.project, workspace.snapshot))
    by_place: dict[str, list[str]] = {}
    for one in lenses:
        name = workspace.text_of(one.span.start, one.span.end) or "loop"
        by_place.setdefault(name, []).append(one.title)
    assert by_place["area"] == [
        *("called 6 times, last returned 7.5, raised once", "open last call", "record and debug"),
    ]
    assert by_place["unused"] == ["never called", "record and debug"]
    assert by_place["loop"] == ["ran 4 times", "values of the first iteration", "of the last"]
    assert [one.arguments[1] for one in lenses if one.title == "record and debug"] == [1, 7]  # in the functions
    (last,) = [one for one in lenses if one.title == "open last call"]
    session = Session.of_recording(read_recording(str(last.arguments[0])))
    assert isinstance(last.arguments[1], int)
    session.seek(last.arguments[1])
    assert session.evaluate("width") == [b"x"]


def test_lenses_of_a_function_that_was_edited_say_so(tmp_path: Path) -> None:
    workspace = Recorded(tmp_path, CALLS, "\n\n" + CALLS.replace("return width * height", "return height * width"))
    titles = {
        workspace.text_of(one.span.start, one.span.end): one.title
        for one in recorded_lenses.recorded_lenses(workspace.project, workspace.snapshot)
        if "called" in one.title
    }
    assert titles == {
        "area": "called 6 times, last returned 7.5, raised once (before the last edits)",
        "unused": "never called",
    }
    renamed = Recorded(tmp_path, CALLS, CALLS.replace("function area(width, height)", "function area(height, width)"))
    places = {
        renamed.text_of(one.span.start, one.span.end)
        for one in recorded_lenses.recorded_lenses(renamed.project, renamed.snapshot)
    }
    assert "area" not in places


def shown(workspace: Recorded) -> str:
    found = hover.hover(workspace.project, workspace.snapshot, workspace.cursor)
    assert found is not None
    return found.description.text


def test_hover_tells_what_was_seen(tmp_path: Path) -> None:
    text = shown(Recorded(tmp_path, CALLS.replace("  local one = area(i)", "  local one = ar|>ea(i)")))
    assert text.split("\n") == [
        "*Last run:* called 6 times, last returned 7.5, raised once",
        '- `width`: `number` 1 … 4 (5 of 6), `string` "x" (1 of 6)',
        "- `height`: `nil` (5 of 6), `integer` 3 (1 of 6)",
        "- returns: `number` 1 … 16",
        '- last: `area("x", nil) raised an error`',
    ]
    assert shown(Recorded(tmp_path, CALLS.replace("local one", "local o|>ne"))) == "*Last run:* `integer` 1 … 16"


def test_hints_of_observed_types_can_be_written_down(tmp_path: Path) -> None:
    workspace = Recorded(tmp_path, "local function f(a, b)\n  return a\nend\nf(1)\nf('x', {})\n")
    hints = [
        one
        for one in inlay_hints.inlay_hints(workspace.project, workspace.snapshot, 0, len(workspace.marked.text))
        if one.kind == inlay_hints.OBSERVED
    ]
    assert [(one.text, one.tooltip) for one in hints] == [
        (": integer|string", 'Seen in the last run: `integer` 1 (1 of 2), `string` "x" (1 of 2)'),
        (": table?", "Seen in the last run: `nil` (1 of 2), `table` (1 of 2)"),
    ]
    text = edited(workspace.marked.text, hints[1].edits)
    assert text.startswith("---@param b? table\nlocal function f")
    annotated = Recorded(tmp_path, text)
    kinds = [
        one.text
        for one in inlay_hints.inlay_hints(annotated.project, annotated.snapshot, 0, 100)
        if one.kind == inlay_hints.OBSERVED
    ]
    assert kinds == [": integer|string"]


def labels(workspace: Recorded) -> list[str]:
    return [one.label for one in completion.completion(workspace.project, workspace.snapshot, workspace.cursor)]


def test_completion_of_keys_that_were_seen(tmp_path: Path) -> None:
    source = "local function show(item)\n  print(item.name)\nend\nshow({ name = 'a', price = 3, tags = { red = 1 } })\n"
    typed = source.replace("print(item.name)", "print(item.|>)")
    assert labels(Recorded(tmp_path, source, typed)) == ["name", "price", "tags"]
    deeper = source.replace("print(item.name)", "print(item.tags.|>)")
    assert labels(Recorded(tmp_path, source, deeper)) == ["red"]


def test_a_key_that_is_known_from_the_text_says_what_it_held(tmp_path: Path) -> None:
    source = "local C = {}\nC.__index = C\nlocal c = setmetatable({ size = 1 }, C)\nc.name = 'x'\nprint(c.name)\n"
    workspace = Recorded(tmp_path, source, source.replace("print(c.name)", "print(c.|>)"))
    found = completion.completion(workspace.project, workspace.snapshot, workspace.cursor)
    ordered = sorted(found, key=lambda one: (one.order, one.label))
    assert [(one.label, one.detail) for one in ordered] == [
        ("name", "string (seen in the last run)"),
        ("size", "integer (seen in the last run)"),
        ("__index", ""),
    ]


def test_the_last_call_of_a_function_that_calls_itself_is_the_one_that_ended_last(tmp_path: Path) -> None:
    source = "local function fi|>b(n)\n  if n < 2 then return n end\n  return fib(n - 1) + fib(n - 2)\nend\nfib(6)\n"
    workspace = Recorded(tmp_path, source)
    assert shown(workspace).split("\n")[-1] == "- last: `fib(6) → 8`"
    lenses = {one.title: one for one in recorded_lenses.recorded_lenses(workspace.project, workspace.snapshot)}
    assert "called 25 times, last returned 8" in lenses
    t = lenses["open last call"].arguments[1]
    assert isinstance(t, int)
    session = Session.of_recording(read_recording(workspace.recording))
    session.seek(t)
    assert session.evaluate("n") == [6]


def test_fields_that_a_table_gets_later_are_not_optional(tmp_path: Path) -> None:
    source = "local handlers = {}\nhandlers.one = 1\nprint(handl|>ers)\n"
    assert shown(Recorded(tmp_path, source)) == "*Last run:* `{ one: integer }`"
    source = "local function f(o|>)\n  return o.a\nend\nf({})\nf({ a = true })\n"
    assert shown(Recorded(tmp_path, source)) == "*Last run:* `{ a: boolean? }`"


def test_what_was_called_through_a_table(tmp_path: Path) -> None:
    source = "local h = {}\nh.«run» = function(n) return n end\nlocal function go(k)\n  return h[|>k](1)\nend\n"
    source += "go('run')\n"
    workspace = Recorded(tmp_path, source)
    project, snapshot = workspace.project, workspace.snapshot
    (place,) = definition.really_called(project, snapshot, workspace.cursor)
    assert (place.start, place.end) == workspace.marked.ranges[0]
    assert place in definition.implementation(project, snapshot, workspace.cursor)
    (item,) = call_hierarchy.prepare(project, snapshot, workspace.cursor)
    assert item.name == "go"
    (callee,) = call_hierarchy.outgoing(project, item)
    assert (callee.item.name, callee.seen) == ("h.run", 1)
    (caller,) = call_hierarchy.incoming(project, callee.item)
    assert (caller.item.name, caller.seen) == ("go", 1)


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("return «n».x", ["'n' was nil in 1 of 3 calls of the last run, and is indexed here"]),
        ("return 1 + «n»", ["'n' was nil in 1 of 3 calls of the last run, and is used in arithmetic here"]),
        ("return «n»()", ["'n' was nil in 1 of 3 calls of the last run, and is called here"]),
        ("if n then return n.x end", []),
        ("return n and n.x", []),
        ("n = n or {} return n.x", []),
        ("assert(n) return n.x", []),
        ("return n", []),
    ],
)
def test_contradictions(tmp_path: Path, body: str, expected: list[str]) -> None:
    source = f"local function f(n)\n  {body}\nend\nlocal x = setmetatable({{}}, {{__call = print}})\n"
    source += "pcall(f, x) pcall(f, x) pcall(f, nil)\n"
    workspace = Recorded(tmp_path, source)
    found = problems(workspace, run_time.OBSERVED_NIL)
    assert [message for _, message in found] == expected
    assert [text for text, _ in found] == [workspace.text_of(*one) for one in workspace.marked.ranges]


def test_code_that_never_ran(tmp_path: Path) -> None:
    source = "local function no()\n  return 1\nend\nlocal x = 1\nif x > 1 then\n  print(1)\n  no()\nend\nprint(x)\n"
    workspace = Recorded(tmp_path, source)
    assert problems(workspace, run_time.NEVER_EXECUTED) == [
        ("()\n  return 1\nend", "never called in the last run"),
        ("print(1)\n  no()", "never executed in the last run"),
    ]
    workspace.project.configure(read_settings({"recordings": {"showNeverExecuted": False}}))
    assert problems(workspace, run_time.NEVER_EXECUTED) == []


def test_of_a_run_that_was_left_nothing_is_called_unused(tmp_path: Path) -> None:
    source = "local function later()\n  return 1\nend\nlocal x = 1\nprint(x)\nlater()\n"
    workspace = Recorded(tmp_path, source)
    session = Session(str(workspace.path))
    session.set_breakpoint(5)
    session.continue_()
    session.save_recording(workspace.recording)
    workspace.take(2.0)
    assert problems(workspace, run_time.NEVER_EXECUTED) == []
    titles = [one.title for one in recorded_lenses.recorded_lenses(workspace.project, workspace.snapshot)]
    assert titles == ["never called", "record and debug"]


def test_what_only_closes_something_is_not_told_to_be_unused(tmp_path: Path) -> None:
    workspace = Recorded(tmp_path, "for i = 1, 2 do\n  if i == 2 then\n    error('no')\n  end\nend\n")
    assert problems(workspace, run_time.NEVER_EXECUTED) == []


def test_a_boolean_that_never_changed(tmp_path: Path) -> None:
    source = "local function f(a, b)\n  return a\nend\nf(true, true)\nf(true, false)\n"
    assert shown(Recorded(tmp_path, source.replace("(a,", "(a|>,"))) == "*Last run:* `boolean` true"
    assert shown(Recorded(tmp_path, source.replace("b)", "b|>)"))) == "*Last run:* `boolean`"
