"""Moving forward and backward through a program, and what is said at each stop."""

from collections.abc import Callable

import pytest

from debugger import mover
from debugger.dap import progress, runner
from debugger.dap.output import Output
from tests.debugger.dap.editor import Editor

PROGRAM = """\
local function add(a, b)
  local sum = a + b
  return sum
end
local x = add(1, 2)
local y = add(x, 3)
print(x, y)
"""

Write = Callable[..., str]


@pytest.fixture
def standing(editor: Editor, write: Write) -> Editor:
    """At the beginning of the program."""
    editor.launch(write(PROGRAM), stopOnEntry=True)
    editor.stopped()
    return editor


def lines(editor: Editor, command: str, count: int) -> list[int]:
    found: list[int] = []
    for _ in range(count):
        assert editor.move(command)["reason"] == "step"
        found.append(editor.line())
    return found


def test_step_over_and_back(standing: Editor) -> None:
    assert lines(standing, "next", 3) == [5, 6, 7]
    assert lines(standing, "stepBack", 3) == [6, 5, 4]


def test_step_in_and_back_in(standing: Editor) -> None:
    assert lines(standing, "stepIn", 5) == [5, 2, 3, 6, 2]
    assert lines(standing, "moonwalk/reverseStepIn", 4) == [6, 3, 2, 5]


def test_step_out_and_back_out(standing: Editor) -> None:
    lines(standing, "stepIn", 2)
    assert lines(standing, "stepOut", 1) == [6]
    assert lines(standing, "moonwalk/reverseStepIn", 2) == [3, 2]
    assert lines(standing, "moonwalk/reverseStepOut", 1) == [5]


def test_by_instructions(standing: Editor) -> None:
    standing.move("next", granularity="instruction")
    standing.move("next", granularity="instruction")
    assert standing.evaluate(":where").startswith("t=2 of")
    standing.move("stepBack", granularity="instruction")
    assert standing.evaluate(":where").startswith("t=1 of")


def test_both_ends_of_history_say_so(standing: Editor) -> None:
    end = standing.move("continue")
    assert end["description"].startswith("End of the program, t=")
    start = standing.move("reverseContinue")
    assert start["description"].startswith("Start of history, t=0 of ")
    assert start["description"].endswith("(0 %)")
    again = standing.move("stepBack")
    assert again["description"].startswith("Start of history, t=0 of ")


def test_breakpoints_are_met_in_both_directions(editor: Editor, write: Write) -> None:
    program = write(PROGRAM)
    editor.launch(program, {program: [{"line": 2}]})
    met = []
    while (stop := editor.stopped())["reason"] == "breakpoint":
        assert stop["hitBreakpointIds"] == [1]
        met.append(editor.evaluate("a"))
        editor.ask("continue", threadId=1)
    assert met == ["1", "3"]
    back = []
    editor.ask("reverseContinue", threadId=1)
    while (stop := editor.stopped())["reason"] == "breakpoint":
        back.append(editor.evaluate("a"))
        editor.ask("reverseContinue", threadId=1)
    assert back == ["3", "1"]


def test_a_breakpoint_on_the_first_line_stops(editor: Editor, write: Write) -> None:
    program = write("print(1)\nprint(2)\n")
    editor.launch(program, {program: [{"line": 1}]})
    assert (editor.stopped()["reason"], editor.line()) == ("breakpoint", 1)
    assert editor.printed() == ""


def test_the_past_is_another_moment_and_forward_comes_back(standing: Editor) -> None:
    lines(standing, "next", 3)
    assert standing.evaluate("y") == "6"
    lines(standing, "stepBack", 1)
    assert standing.evaluate("y") == "nil"
    assert standing.evaluate("x") == "3"
    lines(standing, "next", 1)
    assert standing.evaluate("y") == "6"


def test_pause_while_the_program_runs(editor: Editor, write: Write) -> None:
    editor.launch(write("local n = 0\nwhile true do\n  n = n + 1\nend\n"))
    assert editor.refused("evaluate", expression="n")["message"] == "notStopped"
    assert editor.refused("stackTrace", threadId=1)["message"] == "notStopped"
    assert editor.refused("next", threadId=1)["message"] == "notStopped"
    assert editor.ask("threads")["threads"] == [{"id": 1, "name": "main"}]
    editor.ask("pause", threadId=1)
    assert editor.stopped()["reason"] == "pause"
    assert editor.line() in (2, 3)
    assert int(editor.evaluate("n")) > 0


def test_breakpoints_set_while_the_program_runs(editor: Editor, write: Write) -> None:
    program = write("local n = 0\nwhile true do\n  n = n + 1\nend\n")
    editor.launch(program)
    editor.ask("setBreakpoints", source={"path": program}, breakpoints=[{"line": 3}])
    assert editor.stopped()["reason"] == "breakpoint"


def test_go_to_a_line_forward_and_backward(standing: Editor, write: Write) -> None:
    source = standing.frames()[0]["source"]
    targets = standing.ask("gotoTargets", source=source, line=2)["targets"]
    assert [one["label"] for one in targets] == ["line 2, next visit", "line 2, previous visit"]
    for expected in ("1", "3"):
        standing.ask("goto", threadId=1, targetId=targets[0]["id"])
        assert (standing.stopped()["reason"], standing.line()) == ("goto", 2)
        assert standing.evaluate("a") == expected
    standing.ask("goto", threadId=1, targetId=targets[1]["id"])
    assert (standing.stopped()["reason"], standing.evaluate("a")) == ("goto", "1")
    assert standing.move("continue")["description"].startswith("End of the program")


def test_go_to_any_visit_of_a_line(standing: Editor) -> None:
    source = standing.frames()[0]["source"]
    standing.move("continue")
    targets = standing.ask("gotoTargets", source=source, line=2)["targets"]
    labels = [one["label"] for one in targets]
    assert labels[:2] == ["line 2, next visit", "line 2, previous visit"]
    assert [label.split(", t=")[0] for label in labels[2:]] == ["line 2, visit 1 of 2", "line 2, visit 2 of 2"]
    for target, expected in ((targets[3], "3"), (targets[2], "1")):
        standing.ask("goto", threadId=1, targetId=target["id"])
        assert (standing.stopped()["reason"], standing.line()) == ("goto", 2)
        assert standing.evaluate("a") == expected


def test_go_to_a_line_without_code(standing: Editor) -> None:
    assert standing.ask("gotoTargets", source=standing.frames()[0]["source"], line=99) == {"targets": []}


def test_seek(standing: Editor) -> None:
    standing.move("continue")
    assert standing.move("moonwalk/seek", t=3)["description"].startswith("Moved in time, t=3 of ")


def test_an_error_that_nothing_catches(editor: Editor, write: Write) -> None:
    editor.launch(write("local t = nil\nlocal ok = pcall(error, 'caught')\nprint(t.x)\n"))
    stop = editor.stopped()
    assert stop["reason"] == "exception"
    assert stop["text"].endswith("program.lua:3: attempt to index a nil value (local 't')")
    assert editor.line() == 3
    info = editor.ask("exceptionInfo", threadId=1)
    assert info["description"] == stop["text"]
    assert info["details"]["stackTrace"].startswith("stack traceback:")
    assert editor.evaluate("ok") == "false"
    assert (editor.move("stepBack")["reason"], editor.line()) == ("step", 3)
    assert "no error" in editor.refused("exceptionInfo", threadId=1)["message"]
    assert editor.move("continue")["reason"] == "exception"
    editor.ask("continue", threadId=1)
    editor.event("terminated")
    assert editor.seen("exited") == [{"exitCode": 1}]


def test_errors_that_are_not_to_stop_end_the_program(editor: Editor, write: Write) -> None:
    program = write("print(1)\nerror('oops')\n")
    editor.launch(program, {program: [{"line": 1}]})
    editor.stopped()
    assert editor.ask("setExceptionBreakpoints", filters=[]) == {"breakpoints": []}
    editor.ask("continue", threadId=1)
    editor.event("terminated")
    assert "oops" in editor.printed("stderr")


COROUTINES = """\
local function work(n)
  for i = 1, n do
    coroutine.yield(i)
  end
end
local co = coroutine.create(work)
coroutine.resume(co, 2)
coroutine.resume(co)
print "done"
"""


def test_coroutines_are_threads(editor: Editor, write: Write) -> None:
    program = write(COROUTINES)
    editor.launch(program, {program: [{"line": 3}]})
    first = editor.stopped()
    assert first["threadId"] == 2
    assert editor.ask("threads")["threads"] == [{"id": 1, "name": "main (normal)"}, {"id": 2, "name": "coroutine 1"}]
    assert [one["line"] for one in editor.frames(2)] == [3]
    assert [one["line"] for one in editor.frames(1)][-1] == 7
    assert editor.move("continue")["threadId"] == 2
    assert (editor.move("stepIn")["threadId"], editor.line()) == (1, 9)
    assert editor.ask("threads")["threads"][1]["name"] == "coroutine 1 (suspended)"
    assert [one["line"] for one in editor.frames(2)][-1] == 3
    assert editor.move("reverseContinue")["threadId"] == 2
    editor.move("moonwalk/seek", t=1)
    assert editor.seen("thread")[-1] == {"reason": "exited", "threadId": 2}
    assert "does not exist" in editor.refused("stackTrace", threadId=2)["message"]


def test_output_names_its_place_and_its_step(editor: Editor, write: Write) -> None:
    program = write("print('one')\nfor i = 1, 2 do\n  io.write(i, ' ')\nend\nio.stderr:write('bad')\n")
    editor.launch(program)
    editor.stopped()
    shown = [(one["category"], one["output"], one["line"]) for one in editor.seen("output")]
    assert shown == [("stdout", "one\n", 1), ("stdout", "1 2 ", 3), ("stderr", "bad", 5)]
    step = editor.seen("output")[1]["data"]["t"]
    assert editor.seen("output")[1]["data"]["steps"] == [step]
    editor.move("moonwalk/seek", t=step - 1)
    assert editor.line() == 3
    editor.move("continue")
    assert len(editor.seen("output")) == 3


def test_both_streams_and_log_points_are_shown_in_the_order_of_the_run(editor: Editor, write: Write) -> None:
    program = write(
        "for i = 1, 2 do\n  print('out', i)\n  io.stderr:write('err ', i, '\\n')\n  local _ = i\nend\n"
    )
    editor.launch(program, {program: [{"line": 4, "logMessage": "log {i}"}]})
    editor.stopped()
    shown = [(one["category"], one["output"]) for one in editor.seen("output")]
    assert shown == [
        ("stdout", "out\t1\n"), ("stderr", "err 1\n"), ("console", "log 1\n"),
        ("stdout", "out\t2\n"), ("stderr", "err 2\n"), ("console", "log 2\n"),
    ]  # fmt: skip


def test_output_is_shown_before_a_long_call_of_the_library_is_over(
    editor: Editor, write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(mover, "PATIENCE", -1.0)
    send = Output.send
    written: list[int] = []  # pieces, each time that output is sent

    def noted(output: Output) -> None:
        written.append(len(output._debuggee.session.program_output.known()))
        send(output)

    monkeypatch.setattr(Output, "send", noted)
    editor.launch(write("print('before')\nlocal found = (('a'):rep(200)):match('a*a*b')\nprint('after', found)\n"))
    editor.stopped()
    assert 1 in written
    assert editor.printed() == "before\nafter\tnil\n"


def test_a_client_is_told_of_movements_that_it_does_not_expect(standing: Editor) -> None:
    """Else it believes, as VS Code does, that the stop before is still the one that counts."""

    def told(command: str, **arguments: object) -> list[str]:
        start = len(standing.transcript)
        standing.ask(command, threadId=1, **arguments)
        standing.stopped()
        told = [one.get("event") or one["type"] for one in standing.transcript[start:]]
        return [one for one in told if one != "output"]

    assert told("stepBack") == ["response", "stopped"]
    assert told("moonwalk/reverseStepIn") == ["continued", "response", "stopped"]
    assert told("next") == ["response", "stopped"]
    assert told("moonwalk/seek", t=1) == ["continued", "response", "stopped"]
    assert told("evaluate", expression=":end", context="repl") == ["continued", "response", "stopped"]
    assert told("evaluate", expression=":set total = 1", context="repl") == ["continued", "response", "stopped"]
    assert told("setExpression", expression="total", value="2") == ["continued", "response", "stopped"]
    standing.move("moonwalk/seek", t=1)
    assert told("setExpression", expression="total", value="3") == ["continued", "response", "stopped"]
    assert told("moonwalk/switchBranch", id=0) == ["continued", "response", "stopped"]


def test_lines_that_go_together_name_the_step_of_each(editor: Editor, write: Write) -> None:
    program = write("for i = 1, 3 do\n  io.write(i, '\\n-', i == 2 and '' or '\\n')\nend\n")
    editor.launch(program)
    editor.stopped()
    [shown] = editor.seen("output")
    assert shown["output"] == "1\n-\n2\n-3\n-\n"
    first, second, third = sorted(set(shown["data"]["steps"]))
    assert shown["data"] == {"t": first, "steps": [first, first, second, second, third]}
    for t, i in ((first, "1"), (second, "2"), (third, "3")):
        editor.move("moonwalk/seek", t=t - 1)
        assert editor.evaluate("i") == i


def test_commands_in_the_console(standing: Editor) -> None:
    lines(standing, "next", 3)
    assert standing.evaluate(":back") == ""
    assert (standing.stopped()["reason"], standing.line()) == ("step", 6)
    standing.evaluate(":back in")
    standing.stopped()
    assert standing.line() == 3
    standing.evaluate(":back  in")
    standing.stopped()
    assert standing.line() == 2
    standing.evaluate(":back out")
    standing.stopped()
    assert standing.line() == 5
    standing.evaluate(":goto 2")
    assert standing.stopped()["reason"] == "goto"
    standing.evaluate(":end")
    standing.stopped()
    standing.evaluate(":start")
    assert standing.stopped()["description"].startswith("Moved in time, t=0")
    assert ":back out" in standing.evaluate(":help")


@pytest.mark.parametrize(
    ("line", "complaint"),
    [
        (":dance", "there is no command :dance; :help lists them"),
        (":goto", "names no moment: give a number of steps, 50%"),
        (":back up", "'up' is too much"),
        (":backward", "there is no command"),
    ],
)
def test_commands_that_are_wrong(standing: Editor, line: str, complaint: str) -> None:
    assert complaint in standing.refused("evaluate", expression=line, context="repl")["message"]


def test_names_in_commands_mean_what_they_do_in_the_frame_that_is_selected(editor: Editor, write: Write) -> None:
    """At an error the innermost frame is that of a library function, which has no variables."""
    program = "local hp = {n = 1}\nlocal function fail(hp)\n  hp.n = 3\n  error('no')\nend\nhp.n = 2\nfail({n = 0})\n"
    editor.launch(write(program))
    assert editor.stopped()["reason"] == "exception"
    frames = {one["name"]: one["id"] for one in editor.frames()}
    assert list(frames)[:3] == ["error", "fail", "main chunk"]
    assert [editor.evaluate(":history hp.n").count("→"), editor.evaluate("hp.n")] == [2, "3"]
    written = editor.ask("evaluate", expression=":history hp.n", frameId=frames["main chunk"], context="repl")
    assert "1 → 2" in written["result"]
    refused = editor.refused("evaluate", expression=":who hp.n", frameId=frames["error"], context="repl")
    assert refused["message"] == "hp is nil here"
    editor.ask("evaluate", expression=":who hp.n", frameId=frames["main chunk"], context="repl")
    assert (editor.stopped()["reason"], editor.line()) == ("data breakpoint", 6)
    refused = editor.refused("evaluate", expression=":who hp.n", frameId=frames["main chunk"], context="repl")
    assert "not of this stop" in refused["message"]
    assert editor.ask("evaluate", expression=": where", frameId=frames["error"], context="repl")["result"]


def test_going_beyond_the_end_stops_there_and_does_not_leave(standing: Editor) -> None:
    for _ in range(2):
        standing.evaluate(":goto 123456")
        assert standing.stopped()["description"].startswith("End of the program")
    assert standing.seen("terminated") == []


def test_who_wrote_it(standing: Editor) -> None:
    lines(standing, "next", 3)
    standing.evaluate(":who y")
    standing.stopped()
    assert [one["line"] for one in standing.frames()] == [3, 6]  # the return of the call writes it


def test_branch(editor: Editor, write: Write) -> None:
    program = write("local n = 0\nfor i = 1, 5 do\n  n = n + i\n  print(n)\nend\n")
    editor.launch(program, {program: [{"line": 4, "condition": "i == 3"}]})
    editor.stopped()
    editor.move("continue")
    editor.move("reverseContinue")
    assert editor.evaluate(":branch").startswith("the run goes on from here")
    assert editor.move("continue")["description"].startswith("End of the program")
    assert editor.printed().split()[-3:] == ["6", "10", "15"]


def test_a_long_way_back_is_shown_and_cancelled(editor: Editor, write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(progress, "AFTER", 0.0)
    monkeypatch.setattr(progress, "EVERY", 0.0)
    monkeypatch.setattr(runner, "_LARGEST_BUDGET", 10)
    editor.initialize(supportsProgressReporting=True)
    program = write("local n = 0\nfor i = 1, 20000 do\n  n = n + i\nend\n")
    editor.ask("launch", program=program)
    editor.ask("configurationDone")
    end = editor.stopped()
    # A condition that has to be looked at: what cannot stop is passed over at once.
    editor.ask("setBreakpoints", source={"path": program}, breakpoints=[{"line": 3, "condition": "n < 0"}])
    editor.ask("reverseContinue", threadId=1)
    began = editor.event("progressStart")
    assert began["cancellable"]
    assert editor.event("progressUpdate")["progressId"] == began["progressId"]
    editor.ask("cancel", progressId=began["progressId"])
    assert editor.stopped()["reason"] == "pause"
    assert editor.event("progressEnd") == {"progressId": began["progressId"]}
    assert end["reason"] == "pause"
    assert not editor.evaluate(":where").startswith("t=0 ")


def test_cancelling_what_is_answered_already(standing: Editor) -> None:
    assert standing.ask("cancel", requestId=1) == {}
