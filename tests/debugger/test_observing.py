"""Observing a recorded run: calls, results, errors, lines, the fields of tables, callers; and single iterations."""

from pathlib import Path

import pytest

from debugger.observing.seen import Ending, FunctionSeen, Seen, Site
from debugger.observing.values import literal, type_text
from debugger.session import Session
from engine.host.recording import read_recording
from tests.engine.host.recordings import record


def session(folder: Path, source: str, lua: str = "5.4") -> Session:
    return Session.of_recording(read_recording(record(folder, source, lua=lua).path), history=1000)


def observed(folder: Path, source: str, lua: str = "5.4") -> Seen:
    return session(folder, source, lua).observer().finish()


def at(seen: Seen, line: int, number: int = 0) -> FunctionSeen:
    (found,) = [one for one in seen.functions if (one.line, one.number) == (line, number)]
    return found


@pytest.mark.parametrize("lua", ["5.1", "5.2", "5.3", "5.4", "5.5", "luajit"])
def test_calls_and_what_came_of_them(lua: str, tmp_path: Path) -> None:
    seen = observed(tmp_path, "local function f(a, b) return b, a end\nfor i = 1, 3 do f(i, 'x') end\nf()", lua)
    function = at(seen, 1)
    assert (function.calls, function.returned, function.raised) == (4, 4, 0)
    assert function.parameters == ["a", "b"]
    number = "integer" if lua in ("5.3", "5.4", "5.5") else "number"
    assert function.arguments[0].types == {number: 3, "nil": 1}
    assert (function.arguments[0].low, function.arguments[0].high) == (1, 3)
    assert [type_text(values) for values in function.results] == ["string?", f"{number}?"]
    assert function.last is not None
    assert (function.last.arguments, function.last.results) == (["nil", "nil"], ["nil", "nil"])
    assert function.first_calls[2].literals == ["3" if number == "integer" else "3.0", '"x"']
    assert seen.ending is Ending.FINISHED


def test_tail_calls_return_for_their_callers(tmp_path: Path) -> None:
    seen = observed(
        tmp_path,
        "local function last(n) return n + 1 end\nlocal function first(n) return last(n) end\n"
        "local function text(n) return tostring(n) end\nprint(first(1), text(2))\nlast(7)\ntext(3)",
    )
    first, last, text = at(seen, 2), at(seen, 1), at(seen, 3)
    assert first.last is not None
    assert (first.returned, first.raised, first.last.results) == (1, 0, ["2"])
    assert (last.calls, last.returned, last.raised) == (2, 2, 0)
    assert last.callers == {Site(str(tmp_path / "x.lua"), 2, 32): 1, Site(str(tmp_path / "x.lua"), 5, 1): 1}
    assert (text.calls, text.returned, text.raised) == (2, 2, 0)
    assert text.last_returned is not None
    assert text.last_returned.results == ['"3"']


def test_errors_that_are_caught_and_one_that_is_not(tmp_path: Path) -> None:
    seen = observed(
        tmp_path,
        "local function bad(t)\n  return t.x.y\nend\nlocal function outer(t) bad(t) end\n"
        "pcall(outer, {})\nbad({ x = { y = 1 } })\nlocal function main() outer({ z = 2 }) end\nmain()",
    )
    assert (at(seen, 1).calls, at(seen, 1).returned, at(seen, 1).raised) == (3, 1, 2)
    assert (at(seen, 4).calls, at(seen, 4).raised, at(seen, 7).raised) == (2, 2, 1)
    raised = at(seen, 1).last_raised
    assert raised is not None
    assert raised.error is not None
    assert raised.error.endswith("x.lua:2: attempt to index a nil value (field 'x')")
    assert raised.arguments == ["{z = 2}"]
    assert seen.ending is Ending.ERROR
    assert seen.error is not None
    assert seen.error.message.endswith("x.lua:2: attempt to index a nil value (field 'x')")
    assert [(frame.line, frame.name) for frame in seen.error.frames] == [
        *((2, "bad"), (4, "outer"), (7, "main"), (8, "main chunk"))
    ]


def test_the_message_of_an_error_is_that_of_the_calls_that_it_ended(tmp_path: Path) -> None:
    seen = observed(
        tmp_path,
        "local function bad(m) error(m, 0) end\nlocal function careful(m) return pcall(bad, m) end\n"
        "local function other() careful('b') error({}) end\npcall(bad, 'a') pcall(other) careful('c')\n"
        "local co = coroutine.wrap(function() bad('d') end)\npcall(co)\npcall(error, 'e')\nprint(1)",
    )
    assert [call.error for call in at(seen, 1).first_calls] == ["a", "b", "c", "d"]
    assert [(call.raised, call.error) for call in at(seen, 2).first_calls] == [(False, None)] * 2
    assert [(call.raised, call.error) for call in at(seen, 3).first_calls] == [(True, None)]
    assert [(call.raised, call.error) for call in at(seen, 5).first_calls] == [(True, "d")]


def test_a_loop_at_the_start_of_a_function_is_no_call(tmp_path: Path) -> None:
    seen = observed(
        tmp_path, "local function f(n) while true do n = n - 1 if n == 0 then return n end end end\nf(5) f(2)"
    )
    assert (at(seen, 1).calls, at(seen, 1).returned) == (2, 2)


def test_calls_in_coroutines_and_from_the_library(tmp_path: Path) -> None:
    seen = observed(
        tmp_path,
        "local function work(n)\n  coroutine.yield(n)\n  return n\nend\nlocal co = coroutine.wrap(work)\nco(1)\nco()\n"
        "coroutine.wrap(work)(2)\ntable.sort({ 3, 1, 2 }, function(a, b) return a < b end)",
    )
    assert (at(seen, 1).calls, at(seen, 1).returned, at(seen, 1).raised) == (2, 1, 0)
    assert [site.line for site in at(seen, 1).callers] == [6, 8]
    assert [site.line for site in at(seen, 9).callers] == [9]
    assert type_text(at(seen, 9).arguments[0]) == "integer"


def test_lines_executed_and_not(tmp_path: Path) -> None:
    seen = observed(tmp_path, "local x = 1\nif x > 1 then\n  print 'no'\nend\nfor i = 1, 3 do\n  x = x + i\nend\n")
    lines = seen.lines[str(tmp_path / "x.lua")]
    assert {line: count for line, count in lines.items() if line < 7} == {1: 1, 2: 1, 3: 0, 5: 3, 6: 3}


CLASSES = """\
local C = {}
C.__index = C
function C.new() return setmetatable({ n = 1 }, C) end
function C:get() self.m = 2 return 1 end
local M = {}
M.size = 3
local list = { 1, 2 }
C.new():get()
config = { host = 'a', port = 1 }
"""


def test_fields_of_tables_are_those_at_the_end(tmp_path: Path) -> None:
    seen = observed(tmp_path, CLASSES)
    main = at(seen, 0)
    shape = main.locals["M", 5].shape
    assert shape is not None
    assert type_text(shape.fields["size"]) == "integer"
    assert type_text(main.locals["list", 7]) == "integer[]"
    self_shape = at(seen, 4).arguments[0].shape
    assert self_shape is not None
    assert set(self_shape.fields) == {"n", "m"}
    assert set(self_shape.methods) == {"new", "get"}
    assert type_text(seen.globals["config"]) == "{ host: string, port: integer }"


def test_texts_are_those_of_the_run(tmp_path: Path) -> None:
    found = session(tmp_path, "local function f() end f()")
    (tmp_path / "x.lua").write_text("something else")
    assert found.observer().finish().texts == {str(tmp_path / "x.lua"): b"local function f() end f()"}


def test_very_many_calls_are_counted_up_to_a_limit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("debugger.observing.observer.MOST_CALLS", 500)
    seen = observed(tmp_path, "local function f(n) return n end\nfor i = 1, 2000 do f(i) end")
    assert (at(seen, 1).calls, at(seen, 1).at_least, at(seen, 1).raised) == (500, True, 0)


def test_the_run_stays_what_it_was(tmp_path: Path) -> None:
    source = "local t = {} for i = 1, 50 do t[i] = tostring({}) end local function f(...) return ... end f(1, 2)"
    plain = session(tmp_path, source)
    watched = session(tmp_path, source)
    plain.continue_()
    assert watched.observer().finish().t == plain.t


LOOP = """\
local total = 0
for i = 1, 4 do
  local square = i * i
  if i % 2 == 0 then
    total = total + square
  end
end
print(total)
"""


def test_one_iteration(tmp_path: Path) -> None:
    found = session(tmp_path, LOOP).iteration(str(tmp_path / "x.lua"), 3, 2, 3, 6).finish()
    assert found.t > 0
    assert {line: (one.get("i"), one.get("square"), one["total"]) for line, one in found.values.items()} == {
        3: ("2", "4", "0"),
        4: ("2", "4", "0"),
        5: ("2", "4", "4"),
    }
    none = session(tmp_path, LOOP).iteration(str(tmp_path / "x.lua"), 3, 5, 3, 6).finish()
    assert (none.t, none.values) == (-1, {})


def test_one_call_of_a_function_that_calls_itself(tmp_path: Path) -> None:
    source = "local function f(n)\n  local m = n\n  if n > 0 then\n    f(n - 1)\n  end\n  return m\nend\nf(3)\n"
    found = session(tmp_path, source).iteration(str(tmp_path / "x.lua"), 2, 2, 2, 6).finish()
    assert found.values[6]["m"] == "2"
    assert 8 not in found.values


def test_literals() -> None:
    assert literal(b'a"\n\x00\x011') == '"a\\"\\n\\0\\0011"'
    assert literal(1.5) == "1.5"
    assert literal(-(2**63)) == "math.mininteger"
    assert literal(float("inf")) == "1/0"
    assert literal(b"x" * 1000) is None
