"""Exception filters: caught, uncaught and all errors, with conditions, both ways; and what is told of an error."""

from collections.abc import Callable

import pytest

from tests.debugger.dap.editor import Editor

PROGRAM = """\
local function fail(n)
  error({code = n})
end
for n = 1, 3 do
  pcall(fail, n)
end
pcall(error, "text")
error("at last")
"""

Write = Callable[..., str]


def begin(editor: Editor, write: Write, *options: dict[str, str]) -> None:
    editor.launch(write(PROGRAM), stopOnEntry=True)
    editor.stopped()
    answer = editor.ask("setExceptionBreakpoints", filters=[], filterOptions=list(options))
    assert answer == {"breakpoints": [{"verified": True}] * len(options)}


def lines(editor: Editor, command: str) -> list[int]:
    """Where it stops at errors, until it stops for another reason."""
    found = []
    while editor.move(command)["reason"] == "exception":
        found.append(next(one["line"] for one in editor.frames() if "source" in one))
        if editor.evaluate(":where").endswith("(100 %)"):
            break
    return found


def test_the_filters_are_announced(editor: Editor) -> None:
    filters = editor.initialize()["exceptionBreakpointFilters"]
    assert [(one["filter"], one["default"]) for one in filters] == [
        ("uncaught", True), ("caught", False), ("all", False)
    ]  # fmt: skip


def test_caught_errors_in_both_directions(editor: Editor, write: Write) -> None:
    begin(editor, write, {"filterId": "all"})
    assert lines(editor, "continue") == [2, 2, 2, 7, 8]
    assert lines(editor, "reverseContinue") == [7, 2, 2, 2]


def test_conditions(editor: Editor, write: Write) -> None:
    begin(editor, write, {"filterId": "caught", "condition": "err.code == 2"})
    assert editor.move("continue")["reason"] == "exception"
    assert editor.evaluate("n") == "2"
    editor.ask("continue", threadId=1)
    editor.event("terminated")


def test_a_condition_on_uncaught_errors(editor: Editor, write: Write) -> None:
    begin(editor, write, {"filterId": "uncaught", "condition": "err:find 'last'"})
    assert editor.move("continue")["text"].endswith("program.lua:8: at last")


def test_what_is_told_of_a_caught_error(editor: Editor, write: Write) -> None:
    begin(editor, write, {"filterId": "caught"})
    stop = editor.move("continue")
    assert stop["description"].startswith("About to raise an error that is caught, t=")
    info = editor.ask("exceptionInfo", threadId=1)
    assert (info["exceptionId"], info["breakMode"]) == ("table", "always")
    assert editor.evaluate(info["details"]["evaluateName"] + ".code") == "1"
    assert editor.line() == 2


def test_the_errors_inside_an_error(editor: Editor, write: Write) -> None:
    program = """\
local lost = setmetatable({}, {__tostring = function() return "connection lost" end})
lost.cause = {reason = "no route", code = 5}
lost.cause.err = lost
error({cause = lost})
"""
    editor.launch(write(program))
    assert editor.stopped()["reason"] == "exception"
    details = editor.ask("exceptionInfo", threadId=1)["details"]
    found = []
    while details is not None:
        found.append((details["message"], details["typeName"], details["evaluateName"]))
        (details,) = details.get("innerException", [None])
    assert found == [
        ("(error object is a table value)", "table", "err"),
        ("connection lost", "table", "err.cause"),
        ("(error object is a table value)", "table", "err.cause.cause"),
        ("no route", "string", "err.cause.cause.reason"),
    ]
    assert editor.evaluate(found[-1][2]) == '"no route"'


def test_an_error_inside_of_itself(editor: Editor, write: Write) -> None:
    editor.launch(write("local e = {}\ne.cause = {cause = e}\nerror(e)\n"))
    editor.stopped()
    details = editor.ask("exceptionInfo", threadId=1)["details"]
    assert details["innerException"][0]["evaluateName"] == "err.cause"
    assert "innerException" not in details["innerException"][0]


def test_a_filter_that_is_unknown(editor: Editor) -> None:
    editor.initialize()
    answer = editor.ask("setExceptionBreakpoints", filters=["raised"])
    assert answer == {"breakpoints": [{"verified": False, "message": "there is no filter 'raised'"}]}


@pytest.mark.parametrize("filters", [[], ["caught"]])
def test_uncaught_errors_end_the_program_unless_they_are_to_stop(
    editor: Editor, write: Write, filters: list[str]
) -> None:
    editor.launch(write("error('oops')\n"), stopOnEntry=True)
    editor.stopped()
    editor.ask("setExceptionBreakpoints", filters=filters)
    editor.ask("continue", threadId=1)
    editor.event("terminated")
    assert "oops" in editor.printed("stderr")
