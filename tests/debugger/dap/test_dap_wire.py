"""Every request is answered, whatever it is; what is no request is reported."""

from collections.abc import Callable

import pytest

from debugger.dap.dispatcher import has_ending
from debugger.dap.framing import frame
from debugger.dap.stack import Stack
from tests.debugger.dap.editor import Editor


@pytest.mark.parametrize(
    ("data", "complaint"),
    [
        (frame(b"{"), "a message is not JSON"),
        (frame(b"\xff"), "a message is not UTF-8 (byte 0)"),
        (frame(b"[]"), "a message should be a JSON object"),
        (frame(b"{}"), "type is missing: it should be a string"),
        (frame(b'{"type":"event"}'), "a message's type should be request or response, not 'event'"),
        (frame(b'{"type":"request"}'), "seq is missing: it should be an integer"),
        (frame(b"[" * 100_000), "a message is not JSON"),
        (b"Content-Length: what\r\n\r\n", "Content-Length is no number of bytes: 'what'"),
    ],
)
def test_what_is_no_request_is_reported_and_the_next_is_answered(editor: Editor, data: bytes, complaint: str) -> None:
    editor.send_bytes(data)
    report = editor.event("output")
    assert report["category"] == "important"
    assert report["output"].startswith(f"moonwalk: {complaint}")
    assert editor.initialize()["supportsStepBack"]


def test_a_request_that_cannot_be_understood_is_answered(editor: Editor) -> None:
    editor.send_bytes(frame(b'{"type":"request","seq":5}'))
    answer = editor.response(5)
    assert (answer["success"], answer["message"]) == (False, "command is missing: it should be a string")
    editor.send_bytes(frame(b'{"type":"request","seq":6,"command":"threads","arguments":[]}'))
    assert editor.response(6)["message"] == "arguments should be an object, not an array"


def test_an_unknown_request_is_refused(editor: Editor) -> None:
    answer = editor.refused("illegal_request")
    assert answer["message"] == "'illegal_request' is not supported"
    assert answer["body"]["error"] == {
        "id": 1,
        "format": "{text}",
        "variables": {"text": "'illegal_request' is not supported"},
        "showUser": False,
    }


def test_a_failure_of_ours_is_an_answer(
    editor: Editor, monkeypatch: pytest.MonkeyPatch, write: Callable[..., str]
) -> None:
    editor.launch(write("print(1)\n"), stopOnEntry=True)
    editor.stopped()

    def fail(self: Stack) -> None:
        raise ZeroDivisionError("by\nzero")

    monkeypatch.setattr(Stack, "_coroutines", fail)
    answer = editor.refused("threads")
    assert answer["message"] == "internal error: ZeroDivisionError: by zero"
    assert answer["body"]["error"]["showUser"]


@pytest.mark.parametrize(
    "command",
    [
        "threads",
        "stackTrace",
        "scopes",
        "variables",
        "continue",
        "stepBack",
        "evaluate",
        "configurationDone",
        "restart",
    ],
)
def test_requests_before_the_launch_are_answered(editor: Editor, command: str) -> None:
    editor.initialize()
    editor.response(editor.send(command, {"threadId": 1, "frameId": 1, "variablesReference": 1, "expression": "1"}))


def test_arguments_of_a_wrong_kind_are_refused(editor: Editor, write: Callable[..., str]) -> None:
    editor.launch(write("print(1)\n"), stopOnEntry=True)
    editor.stopped()
    answer = editor.refused("setBreakpoints", source={"path": 5}, breakpoints=[])
    assert answer["message"] == "arguments.source.path should be a string, not 5"
    answer = editor.refused("setBreakpoints", source={"path": "x"}, breakpoints=[{"line": 1}, {"line": "2"}])
    assert answer["message"] == "arguments.breakpoints[1].line should be an integer, not a string"
    assert editor.refused("stackTrace")["message"] == "arguments.threadId is missing: it should be an integer"


def test_nothing_is_there_any_more_of_an_earlier_stop(editor: Editor, write: Callable[..., str]) -> None:
    """A client may ask once more for what it shows: an error would stay on its screen."""
    editor.launch(write("local t = {1}\nprint(t)\nprint(t)\n"), stopOnEntry=True)
    editor.stopped()
    editor.move("next")
    frame_id = editor.frames()[0]["id"]
    references = [editor.scope("Locals"), editor.children(editor.scope("Locals"))["t"]]
    editor.move("next")
    assert editor.ask("scopes", frameId=frame_id) == {"scopes": []}
    for one in references:
        assert editor.ask("variables", variablesReference=one["variablesReference"]) == {"variables": []}
    assert "not of this stop" in editor.refused("evaluate", expression="t", frameId=frame_id)["message"]
    for command, name in (("scopes", "frameId"), ("variables", "variablesReference")):
        for number in (0, -1, 4711):
            assert f"{number} is not known" in editor.refused(command, **{name: number})["message"]


def test_nothing_is_there_while_the_program_moves(editor: Editor, write: Callable[..., str]) -> None:
    editor.launch(write("local t = {1}\nwhile true do end\n"), stopOnEntry=True)
    editor.stopped()
    editor.move("next")
    frame_id = editor.frames()[0]["id"]
    scope = editor.scope("Locals")
    editor.ask("continue", threadId=1)
    assert editor.ask("scopes", frameId=frame_id) == {"scopes": []}
    assert editor.values(scope) == {}


def test_a_client_that_goes_away_ends_the_program(write: Callable[..., str]) -> None:
    editor = Editor()
    editor.launch(write("while true do end\n"))
    editor.close()


def test_goodbye(editor: Editor, write: Callable[..., str]) -> None:
    editor.launch(write("print(1)\n"))
    editor.stopped()
    editor.ask("disconnect", terminateDebuggee=True)
    assert not editor.is_served


@pytest.mark.parametrize(
    ("waiting", "ends"),
    [
        (b"", False),
        (frame(b'{"seq":7,"type":"request","command":"threads"}'), False),
        (frame(b'{"seq":7,"type":"request","command":"cancel","arguments":{"requestId":4}}'), False),
        (frame(b'{"seq":7,"type":"request","command":"cancel","arguments":{"progressId":"1"}}'), True),
        (frame(b'{"seq":7,"type":"request","command":"threads"}') + frame(b'{"command": "pause"}')[:-1], True),
        (frame(b'{"command":"disconnect"}'), True),
    ],
)
def test_what_ends_a_movement_is_seen_before_it_is_read(waiting: bytes, ends: bool) -> None:
    assert has_ending(waiting) is ends
