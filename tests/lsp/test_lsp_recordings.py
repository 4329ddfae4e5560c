"""What recorded runs add to the features: errors, observed types, lenses, contradictions, callees, tests."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from marked import edited
from recorded import Recorded

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
    recorded_values,
    run_time,
)
from lsp.rules.finding import INFORMATION
from lsp.workspace.settings import read as read_settings
from lsp.workspace.uris import to_path
from tests.differential import ORIGINALS, RUN, in_original

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


NEAR = "package.path = arg[0]:gsub('main', '?')\n"  # modules are beside the program


def test_an_error_in_a_module_is_shown_there(tmp_path: Path) -> None:
    module = "local M = {}\nfunction M.go(n)\n  return n.x\nend\nreturn M\n"
    workspace = Recorded(tmp_path, f"{NEAR}local m = require 'mod'\nm.go()\n", mod=module)
    snapshot = workspace.project.snapshot((tmp_path / "mod.lua").as_uri())
    assert snapshot is not None
    found = [one for one in diagnostics.diagnostics(workspace.project, snapshot) if one.code == run_time.RUN_TIME_ERROR]
    assert [snapshot.text[one.start : one.end] for one in found] == [b"return n.x"]
    assert [to_path(place.uri) for place, _ in found[0].frames] == [str(tmp_path / "mod.lua"), str(workspace.path)]


CALLS = """\
local function area(width, height)
  if not height then
    height = width
  end
  return width * height
end
local function unused(a)
  return a
end
local total = 0
for i = 1, 4 do
  local one = area(i)
  total = total + one
end
area(2.5, 3)
pcall(area, "x")
print(total)
"""


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


def action(workspace: Recorded, start: str) -> code_actions.Action:
    at = workspace.cursor
    found = code_actions.code_actions(workspace.project, workspace.snapshot, at, at)
    (one,) = [one for one in found if one.title.startswith(start)]
    return one


MODULE = """\
local M = {}
function M.ad|>d(a, b)
  if a == 0 then error("no") end
  return a + b, { sum = a + b }
end
return M
"""


def test_a_test_from_recorded_calls(tmp_path: Path) -> None:
    main = f"{NEAR}local mod = require 'mod'\nmod.add(1, 2)\nmod.add(1.5, 2)\npcall(mod.add, 0)\n"
    workspace = Recorded(tmp_path, main, mod=MODULE)
    snapshot = workspace.project.snapshot((tmp_path / "mod.lua").as_uri())
    assert snapshot is not None
    at = MODULE.index("|>")
    found = code_actions.code_actions(workspace.project, snapshot, at, at)
    (made,) = [one.creates for one in found if one.creates is not None]
    assert to_path(made.uri) == str(tmp_path / "test_mod_add.lua")
    assert "assert(same({ mod.add(1, 2) }, { 3, {sum = 3} }))" in made.text
    assert 'assert(raises("no", mod.add, 0))' in made.text
    (tmp_path / "test_mod_add.lua").write_text(made.text)
    command = [sys.executable, "-m", "debugger.cli", "run", "test_mod_add.lua"]
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
    run = subprocess.run(command, cwd=tmp_path, capture_output=True, env=environment, timeout=60)
    assert (run.returncode, run.stdout) == (0, b"M.add: 3 recorded calls as before\n"), run.stderr


AWKWARD = """\
local M = {}
function M.kept(...) return ... end
function M.count(...) return select("#", ...) end
function M.none() end
function M.fail(what) error(what, what == "deep" and 2 or 1) end
function M.field(t) return t.a.b end
return M
"""
AWKWARD_CALLS = """\
M.kept("a\\0\\n\\"\\\\1", -2^53, 1/0, { [-1] = { "x", true }, ["end"] = 1.5 })
print(M.count(1, nil, nil), (M.count()))
M.none()
pcall(M.fail, "one\\ntwo") pcall(M.fail, "deep") pcall(M.fail, { code = 1 }) pcall(M.fail, 7)
pcall(M.field, {}) M.field({ a = { b = "c" } })
"""


@pytest.mark.parametrize("lua", ORIGINALS)
def test_tests_from_recorded_calls_hold_in_the_original_and_fail_when_the_function_changes(
    lua: str, tmp_path: Path
) -> None:
    workspace = Recorded(tmp_path, f"{NEAR}local M = require 'mod'\n{AWKWARD_CALLS}", lua=lua, mod=AWKWARD)
    snapshot = workspace.project.snapshot((tmp_path / "mod.lua").as_uri())
    assert snapshot is not None
    made: dict[str, str] = {}
    for name in ("kept", "count", "none", "fail", "field"):
        at = AWKWARD.index(f"M.{name}") + 2
        for one in code_actions.code_actions(workspace.project, snapshot, at, at):
            if one.creates is not None:
                made[name] = one.creates.text
    assert [text.rpartition("print(")[2] for text in made.values()] == [
        f'"M.{name}: {count} as before")\n'
        for name, count in (
            *(("kept", "1 recorded call"), ("count", "2 recorded calls"), ("none", "1 recorded call")),
            *(("fail", "4 recorded calls"), ("field", "2 recorded calls")),
        )
    ]

    def run(module: str, test: str) -> str:
        preload = f"package.preload.mod = (loadstring or load)([==[{module}]==], '=mod')\n"
        return in_original(lua, test.encode(), RUN.replace(b"local program", preload.encode() + b"local program", 1))

    for name, text in made.items():
        assert run(AWKWARD, text).startswith(f"M.{name}: "), run(AWKWARD, text)
        assert "error: " in run(AWKWARD.replace(f"M.{name}(", "M.gone("), text)
    assert "error: " in run(AWKWARD.replace("error(what", "error('other'"), made["fail"])
    assert "error: " in run(AWKWARD.replace('select("#", ...)', "0"), made["count"])


def test_annotations_from_recorded_calls(tmp_path: Path) -> None:
    workspace = Recorded(tmp_path, "do\n  local function f|>(a, list)\n    return a\n  end\n  f(1, { 'x' })\nend\n")
    one = action(workspace, "Write the types seen in the last run")
    assert edited(workspace.marked.text, one.edits).startswith(
        "do\n  ---@param a integer\n  ---@param list string[]\n  ---@return integer\n  local function f"
    )
